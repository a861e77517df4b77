//! What a tree holds, in 24 bytes: how many records, and the sum of their hashes.
//!
//! The sum does not depend on the order and follows a change by one subtraction and one addition, so it is kept at
//! each checkpoint for the records that changed, and compared with the whole content only after an unclean stop.
//! It stands against decay and torn writes; whoever can write here can also write the checkpoint.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::store::codec::Fingerprint;

/// The count and digest of one tree.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct TreeDigest {
    pub count: u64,
    sum: u128,
}

/// The digests of all trees that hold anything, by number.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Digests(BTreeMap<u8, TreeDigest>);

/// The hash of one record: of its key (with the tree's number) and its value's fingerprint. The value's own checksum
/// is compared apart, when it is read.
fn element(key: &[u8], value: Fingerprint) -> u128 {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&value.crc.to_le_bytes());
    hasher.update(&value.len.to_le_bytes());
    hasher.update(key);
    let mut low = [0; 16];
    hasher.finalize_xof().fill(&mut low);
    u128::from_le_bytes(low)
}

impl Digests {
    /// Takes a record in.
    pub fn add(&mut self, key: &[u8], value: Fingerprint) {
        let Some(tree) = key.first() else { return };
        let digest = self.0.entry(*tree).or_default();
        digest.count = digest.count.wrapping_add(1);
        digest.sum = digest.sum.wrapping_add(element(key, value));
    }

    /// Takes a record out that was taken in.
    pub fn remove(&mut self, key: &[u8], value: Fingerprint) {
        let Some(tree) = key.first() else { return };
        let digest = self.0.entry(*tree).or_default();
        digest.count = digest.count.wrapping_sub(1);
        digest.sum = digest.sum.wrapping_sub(element(key, value));
        if *digest == TreeDigest::default() {
            self.0.remove(tree);
        }
    }

    /// How many records the tree holds.
    pub fn count(&self, tree: u8) -> u64 {
        self.0.get(&tree).map_or(0, |digest| digest.count)
    }

    /// The first tree in which the two differ, with the count of either.
    pub fn difference(&self, other: &Digests) -> Option<(u8, u64, u64)> {
        let trees = self.0.keys().chain(other.0.keys());
        let differs = |tree: &&u8| self.0.get(*tree) != other.0.get(*tree);
        trees
            .copied()
            .collect::<std::collections::BTreeSet<u8>>()
            .iter()
            .find(differs)
            .map(|tree| (*tree, self.count(*tree), other.count(*tree)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: Fingerprint = Fingerprint { crc: 7, len: 30 };
    const NEW: Fingerprint = Fingerprint { crc: 8, len: 30 };

    #[test]
    fn the_order_and_the_way_do_not_matter_only_the_content_does() {
        let mut one = Digests::default();
        one.add(b"\x01a", OLD);
        one.add(b"\x01b", OLD);
        one.remove(b"\x01a", OLD);
        one.add(b"\x01a", NEW);
        let mut other = Digests::default();
        other.add(b"\x01a", NEW);
        other.add(b"\x01b", OLD);
        assert_eq!(one, other);
        assert_eq!(one.difference(&other), None);
        assert_eq!(one.count(1), 2);
    }

    #[test]
    fn an_old_value_a_lost_record_and_a_swap_of_values_are_seen() {
        let of = |records: &[(&[u8], Fingerprint)]| {
            let mut digests = Digests::default();
            for (key, value) in records {
                digests.add(key, *value);
            }
            digests
        };
        let now = of(&[(b"\x01a", NEW), (b"\x01b", OLD)]);
        for wrong in [
            of(&[(b"\x01a", OLD), (b"\x01b", OLD)]),
            of(&[(b"\x01a", NEW)]),
            of(&[(b"\x01a", OLD), (b"\x01b", NEW)]),
            of(&[(b"\x01a", NEW), (b"\x02b", OLD)]),
            of(&[]),
        ] {
            assert!(now.difference(&wrong).is_some());
        }
    }

    #[test]
    fn a_tree_that_was_emptied_is_like_one_that_never_was() {
        let mut digests = Digests::default();
        digests.add(b"\x01a", OLD);
        digests.remove(b"\x01a", OLD);
        assert_eq!(digests, Digests::default());
    }
}
