//! Where blobs lie, by hash, in little memory.

use std::fmt;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::ledger::blob::BlobHash;

/// Where a blob lies: the number of its pack and the byte at which its record starts there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct BlobAt {
    /// The pack, counted from 1.
    pub pack: u32,
    /// The byte in the pack.
    pub offset: u32,
}

impl fmt::Display for BlobAt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:06}.pack byte {}", self.pack, self.offset)
    }
}

/// Places by the first eight bytes of the hash: 17 bytes a slot, with free slots at most 40 a blob. What shares those
/// bytes (the same blob put twice, hardly ever two blobs) is listed beside.
#[derive(Debug, Default)]
pub(super) struct Directory {
    first: FxHashMap<u64, BlobAt>,
    more: Vec<(u64, BlobAt)>,
}

fn prefix(hash: &BlobHash) -> u64 {
    hash.0.first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

impl Directory {
    pub(super) fn insert(&mut self, hash: &BlobHash, at: BlobAt) {
        let key = prefix(hash);
        if *self.first.entry(key).or_insert(at) != at {
            self.more.push((key, at));
        }
    }

    pub(super) fn candidates(&self, hash: &BlobHash) -> Vec<BlobAt> {
        let key = prefix(hash);
        let more = self
            .more
            .iter()
            .filter(|(other, _)| *other == key)
            .map(|(_, at)| *at);
        self.first.get(&key).copied().into_iter().chain(more).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blobs_that_share_a_prefix_are_both_found() {
        let mut directory = Directory::default();
        let at = |offset| BlobAt { pack: 1, offset };
        let (one, mut two) = (BlobHash([1; 32]), BlobHash([1; 32]));
        two.0[31] = 2;
        directory.insert(&one, at(0));
        directory.insert(&two, at(50));
        directory.insert(&one, at(0));
        assert_eq!(directory.candidates(&two), [at(0), at(50)]);
        assert_eq!(directory.candidates(&BlobHash([3; 32])), []);
    }

    #[test]
    fn two_hundred_thousand_blobs_take_at_most_40_bytes_each() {
        let mut directory = Directory::default();
        for number in 0_u32..200_000 {
            let hash = crate::ledger::blob::hash_of(&number.to_le_bytes());
            directory.insert(
                &hash,
                BlobAt {
                    pack: 1,
                    offset: number,
                },
            );
        }
        // A table of this kind keeps a slot of key and value and one byte of control for each of its places, of which
        // `capacity` are seven in eight.
        let slots = directory.first.capacity() / 7 * 8;
        assert!(slots * (size_of::<(u64, BlobAt)>() + 1) <= 200_000 * 40);
        assert!(directory.more.is_empty());
    }
}
