//! What is kept beside a ledger: held back behind a gap, or as evidence of a fork.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use crate::ledger::id::LogId;
use crate::ledger::segment::{Head, SegHash};
use crate::store::files::Files;
use crate::store::log::LogError;
use crate::store::log::segments::head_in;

/// Where something is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Behind a gap.
    Held,
    /// As evidence.
    Fork,
}

impl Place {
    pub(super) const fn folder(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Fork => "fork",
        }
    }
}

/// Headers by place: first operation, then hash.
pub(super) type Kept = BTreeMap<(u64, [u8; 32]), Head>;

pub(super) fn key(head: &Head) -> (u64, [u8; 32]) {
    (head.first_seq, head.hash().0)
}

pub(super) fn name(first: u64, hash: SegHash) -> String {
    format!("{first:012}-{hash}")
}

/// Reads what is in one of the two folders. What does not read is removed: it was never told to be kept, or the disk
/// has lost it, and it will be sent again.
pub(super) fn read(files: &dyn Files, dir: &Path, log: LogId) -> Result<Kept, LogError> {
    let names = match files.list(dir) {
        Ok(names) => names,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Kept::new()),
        Err(error) => return Err(LogError::io(dir)(error)),
    };
    let mut kept = Kept::new();
    for file in names {
        let path = dir.join(&file);
        match head_in(files, &path) {
            Ok(head) if head.log == log && name(head.first_seq, head.hash()) == file => {
                kept.insert(key(&head), head);
            }
            _ => files.remove(&path).map_err(LogError::io(&path))?,
        }
    }
    Ok(kept)
}

pub(super) fn bytes(kept: &Kept) -> u64 {
    let lengths = kept
        .values()
        .map(|head| u64::try_from(head.total_len()).unwrap_or(u64::MAX));
    lengths.fold(0, u64::saturating_add)
}
