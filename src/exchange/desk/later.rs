//! Segments of ledgers that the centre has not made known yet: kept as they came, and tried again after every import.
//!
//! Their signatures cannot be checked before the key is known; who carried them was known and signed the bundle. Each
//! is a file `<ledger>.<first operation>.<hash>` under `data/sync/later/`.

use super::{Desk, DeskError};
use crate::ledger::{
    id::LogId,
    segment::{Head, SegHash},
};
use std::{collections::BTreeMap, path::PathBuf};

/// The most bytes that are kept of unknown ledgers; what comes then is not kept, and comes again with a later bundle.
pub const MAX_BYTES: u64 = 64 << 20;

/// The most files.
pub const MAX_FILES: usize = 4_096;

/// A segment that waits for its ledger to be made known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Waiting {
    /// The ledger.
    pub log: LogId,
    /// Its first operation.
    pub seq: u64,
    name: String,
}

/// What waits, by the files' names.
#[derive(Default)]
pub(super) struct Kept {
    lengths: BTreeMap<String, u64>,
    bytes: u64,
}

fn name(log: LogId, seq: u64, hash: SegHash) -> String {
    let short: String = hash.to_string().chars().take(16).collect();
    format!("{log}.{seq}.{short}")
}

fn parsed(name: &str) -> Option<Waiting> {
    let mut parts = name.split('.');
    let (log, seq, hash) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || hash.len() != 16 {
        return None;
    }
    Some(Waiting {
        log: log.parse().ok()?,
        seq: seq.parse().ok()?,
        name: name.to_owned(),
    })
}

impl Desk {
    fn later_dir(&self) -> PathBuf {
        self.dir().join("later")
    }

    /// The segments that wait, by ledger and number.
    pub fn waiting(&self) -> Result<Vec<Waiting>, DeskError> {
        let mut waiting: Vec<Waiting> = self
            .names(&self.later_dir())?
            .iter()
            .filter_map(|name| parsed(name))
            .collect();
        waiting.sort();
        Ok(waiting)
    }

    /// Keeps a segment of an unknown ledger; answers whether there was room.
    pub fn keep_later(&mut self, head: &Head, bytes: &[u8]) -> Result<bool, DeskError> {
        let name = name(head.log, head.first_seq, head.hash());
        let dir = self.later_dir();
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let kept = match self.later.take() {
            Some(kept) => kept,
            None => self.measure_later()?,
        };
        let kept = self.later.insert(kept);
        if kept.lengths.contains_key(&name) {
            return Ok(true);
        }
        if kept.lengths.len() >= MAX_FILES || kept.bytes.saturating_add(length) > MAX_BYTES {
            return Ok(false);
        }
        kept.bytes = kept.bytes.saturating_add(length);
        kept.lengths.insert(name.clone(), length);
        let written = self.keep_file(&dir, &name, bytes);
        if written.is_err() {
            // What lies there now is not known.
            self.later = None;
        }
        written.map(|()| true)
    }

    /// Looks once at all that waits: from then on the sum is kept.
    fn measure_later(&self) -> Result<Kept, DeskError> {
        let dir = self.later_dir();
        let mut kept = Kept::default();
        for name in self.names(&dir)? {
            let length = self
                .files()
                .open(&dir.join(&name), crate::store::files::Open::Read)
                .and_then(|file| file.len())
                .unwrap_or(0);
            kept.bytes = kept.bytes.saturating_add(length);
            kept.lengths.insert(name, length);
        }
        Ok(kept)
    }

    /// The bytes of one.
    pub fn later_bytes(&self, waiting: &Waiting) -> Option<Vec<u8>> {
        self.files().read(&self.later_dir().join(&waiting.name)).ok()
    }

    /// Lets one go: it was taken in, or is of no use.
    pub fn drop_later(&mut self, waiting: &Waiting) -> Result<(), DeskError> {
        if let Some(kept) = &mut self.later
            && let Some(length) = kept.lengths.remove(&waiting.name)
        {
            kept.bytes = kept.bytes.saturating_sub(length);
        }
        self.drop_file(&self.later_dir().join(&waiting.name))
    }
}
