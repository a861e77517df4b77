//! Sealed blobs that wait for others: age files for one key each, which this terminal carries and cannot read.
//!
//! Each is a file of its own under `data/sync/sealed/`, named by its hash; the journal says whose it is.

use super::{Desk, DeskError, encoded, key};
use crate::ledger::id::LogId;
use minicbor::{Decode, Encode};
use std::path::PathBuf;

/// The most bytes of sealed blobs that are kept for others; those noted first go. Who sealed them seals them again
/// for as long as the receipt has not come.
pub const MAX_BYTES: u64 = 128 << 20;

/// The most sealed blobs that are kept.
pub const MAX_FILES: usize = 1_024;

/// A sealed blob that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// Whose key opens it.
    pub recipient: [u8; 8],
    /// The hash of the file.
    pub hash: [u8; 16],
    /// Its bytes.
    pub bytes: u64,
    /// What the bundle that brought it carried: ledgers and their last operations. Once the recipient has them and
    /// misses nobody's data, it is of no use.
    pub covers: Vec<(LogId, u64)>,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Row {
    #[n(0)]
    bytes: u64,
    #[n(1)]
    covers: Vec<(u32, u16, u64)>,
    #[n(2)]
    order: u64,
}

fn name(hash: &[u8; 16]) -> String {
    crate::ledger::id::EntityId(*hash).to_string()
}

impl Desk {
    fn sealed_dir(&self) -> PathBuf {
        self.dir().join("sealed")
    }

    /// The sealed blobs that wait, in the order in which they came.
    #[must_use]
    pub fn sealed(&self) -> Vec<Sealed> {
        let mut rows: Vec<(u64, Sealed)> = self
            .each::<Row>(b"r")
            .filter_map(|(key, row)| {
                let sealed = Sealed {
                    recipient: *key.get(1..)?.first_chunk()?,
                    hash: *key.get(9..)?.first_chunk()?,
                    bytes: row.bytes,
                    covers: row
                        .covers
                        .into_iter()
                        .map(|(node, incarnation, seq)| (LogId::new(node, incarnation), seq))
                        .collect(),
                };
                Some((row.order, sealed))
            })
            .collect();
        rows.sort_by_key(|(order, _)| *order);
        rows.into_iter().map(|(_, sealed)| sealed).collect()
    }

    /// The bytes of one; `None` where they are gone or not those that were kept.
    pub fn sealed_bytes(&self, sealed: &Sealed) -> Option<Vec<u8>> {
        let bytes = self
            .files()
            .read(&self.sealed_dir().join(name(&sealed.hash)))
            .ok()?;
        (hash_of(&bytes) == sealed.hash).then_some(bytes)
    }

    /// Keeps a sealed blob for another node: the file first, then the word of it.
    pub fn keep_sealed(
        &mut self,
        recipient: [u8; 8],
        bytes: &[u8],
        covers: &[(LogId, u64)],
    ) -> Result<(), DeskError> {
        let hash = hash_of(bytes);
        let at = key(b'r', &[&recipient, &hash]);
        if self.get::<Row>(&at).is_some() {
            return Ok(());
        }
        self.keep_file(&self.sealed_dir(), &name(&hash), bytes)?;
        let order = self.tick();
        let row = Row {
            bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
            covers: covers
                .iter()
                .map(|(log, seq)| (log.node.0, log.incarnation, *seq))
                .collect(),
            order,
        };
        self.commit(&[(at, Some(encoded(&row))), Self::ticked(order)])?;
        let waiting = self.sealed();
        let mut room: u64 = waiting.iter().map(|sealed| sealed.bytes).sum();
        let mut count = waiting.len();
        let mut gone = Vec::new();
        for sealed in waiting {
            if room <= MAX_BYTES && count <= MAX_FILES {
                break;
            }
            room = room.saturating_sub(sealed.bytes);
            count -= 1;
            gone.push(sealed);
        }
        self.drop_sealed(&gone)
    }

    /// Lets sealed blobs go: the word first, then the file.
    pub fn drop_sealed(&mut self, gone: &[Sealed]) -> Result<(), DeskError> {
        let words: Vec<_> = gone
            .iter()
            .map(|sealed| (key(b'r', &[&sealed.recipient, &sealed.hash]), None))
            .collect();
        self.commit(&words)?;
        for sealed in gone {
            self.drop_file(&self.sealed_dir().join(name(&sealed.hash)))?;
        }
        Ok(())
    }

    /// Removes files that no word is of: a cut came between the two.
    pub fn sweep_sealed(&self) -> Result<(), DeskError> {
        let known: Vec<String> = self.sealed().iter().map(|sealed| name(&sealed.hash)).collect();
        for found in self.names(&self.sealed_dir())? {
            if !known.contains(&found) {
                self.drop_file(&self.sealed_dir().join(found))?;
            }
        }
        Ok(())
    }
}

fn hash_of(bytes: &[u8]) -> [u8; 16] {
    let mut hash = [0; 16];
    blake3::Hasher::new()
        .update(b"balai/sealed/1\0")
        .update(bytes)
        .finalize_xof()
        .fill(&mut hash);
    hash
}
