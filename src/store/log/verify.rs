//! Reading everything, to say whether it is whole.

use std::path::Path;

use crate::ledger::id::LogId;
use crate::ledger::key::PublicKey;
use crate::ledger::segment::{Head, SegHash};
use crate::store::files::Files;
use crate::store::log::segments::{Place, check, list, name};
use crate::store::log::{Damage, Fault, LogError, wal};

/// What reading everything found.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Sealed segments that passed every check: signature, chain, hash, operations.
    pub segments: usize,
    /// Operations in them and in `open.wal`.
    pub ops: u64,
    /// The number after the last operation that reads.
    pub next_seq: u64,
    /// Bytes of a torn last write that the next opening cuts off; no damage.
    pub torn: usize,
    /// What is damaged, file by file.
    pub damage: Vec<Damage>,
}

/// A place that the damage before it does not tell.
const UNKNOWN: u64 = 0;

/// The place behind a damaged segment, if its header is whole.
fn behind(bytes: &[u8], first: u64, key: &PublicKey) -> Option<Place> {
    let head = Head::read(bytes).ok()?;
    let whole = head.first_seq == first && head.check_signature(key).is_ok();
    whole.then(|| Place {
        next_seq: head.next_seq(),
        prev: Some(head.hash()),
    })
}

/// Reads the ledger `log` in its folder `dir` and checks it with `key`. Nothing is changed and no lock is needed.
/// Damage is listed, not an error; an error means that the folder cannot be read.
pub fn verify(files: &dyn Files, dir: &Path, log: LogId, key: &PublicKey) -> Result<Verified, LogError> {
    let (firsts, _) = list(files, dir)?;
    let mut found = Verified::default();
    let mut place = Place {
        next_seq: 1,
        prev: Some(SegHash::NONE),
    };
    for (at, &first) in firsts.iter().enumerate() {
        let file = name(first);
        if first > place.next_seq {
            let fault = Fault::Missing {
                from: place.next_seq,
                to: first - 1,
            };
            found.damage.push(Damage {
                file: file.clone(),
                fault,
            });
            place = Place {
                next_seq: first,
                prev: None,
            };
        }
        let read = files.read(&dir.join(&file));
        let checked = match &read {
            Err(error) => Err(Fault::Unreadable(error.kind())),
            Ok(bytes) => check(bytes, first, log, key, place).map(|(view, next)| (view.head.op_count, next)),
        };
        match checked {
            Ok((ops, next)) => {
                found.segments += 1;
                found.ops += u64::from(ops);
                place = next;
            }
            Err(fault) => {
                found.damage.push(Damage { file, fault });
                place = read
                    .ok()
                    .and_then(|bytes| behind(&bytes, first, key))
                    .unwrap_or(Place {
                        // The next name says how far the damaged one went; behind the last only `open.wal` can.
                        next_seq: firsts.get(at + 1).copied().unwrap_or(UNKNOWN),
                        prev: None,
                    });
            }
        }
    }
    verify_open(files, dir, log, place.next_seq, &mut found);
    Ok(found)
}

fn verify_open(files: &dyn Files, dir: &Path, log: LogId, next_seq: u64, found: &mut Verified) {
    found.next_seq = next_seq;
    let fault = match files.read(&dir.join(wal::NAME)) {
        // A folder without one has not been opened yet, or its ledger is somebody else's.
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return,
        Err(error) => Fault::Unreadable(error.kind()),
        Ok(bytes) => match wal::read(&bytes, log, wal::starts_at(&bytes, next_seq)) {
            Ok((pending, tail)) => {
                found.ops += u64::from(pending.count);
                found.next_seq = tail.next_seq;
                found.torn = tail.torn;
                return;
            }
            Err(LogError::Damaged(damage)) => damage.fault,
            Err(_) => return,
        },
    };
    found.damage.push(Damage {
        file: wal::NAME.to_owned(),
        fault,
    });
}
