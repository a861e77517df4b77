//! The sealed part: names, the head of the chain, writing one more.

use std::path::Path;

use crate::domain::rehearsal::{self, Mutant};
use crate::ledger::clock::Hlc;
use crate::ledger::id::LogId;
use crate::ledger::key::{NodeKey, PublicKey};
use crate::ledger::segment::{Draft, HEADER, Head, SegHash, SegmentError, SegmentView, seal};
use crate::store::files::{Files, Open, replace};
use crate::store::log::{Fault, LogError};

const EXTENSION: &str = ".seg";
const BESIDE: &str = ".tmp";

/// Sees segments one after the other, and answers whether it wants more.
pub(in crate::store) type Visit<'a, E> = dyn FnMut(&SegmentView<'_>, &[u8]) -> Result<bool, E> + 'a;

/// The name of the segment whose first operation has number `first_seq`.
pub(in crate::store) fn name(first_seq: u64) -> String {
    format!("{first_seq:012}{EXTENSION}")
}

fn first_of(file: &str) -> Option<u64> {
    let first = file.strip_suffix(EXTENSION)?.parse().ok()?;
    (name(first) == file).then_some(first)
}

/// The first numbers of the segments in a folder, in order; what an interrupted write left beside them is named apart.
pub(in crate::store) fn list(files: &dyn Files, dir: &Path) -> Result<(Vec<u64>, Vec<String>), LogError> {
    let (mut firsts, mut beside) = (Vec::new(), Vec::new());
    for file in files.list(dir).map_err(LogError::io(dir))? {
        match first_of(&file) {
            Some(first) => firsts.push(first),
            None if file.ends_with(BESIDE) => beside.push(file),
            None => {}
        }
    }
    firsts.sort_unstable();
    Ok((firsts, beside))
}

/// The segments of a ledger and the end of their chain.
#[derive(Debug)]
pub(super) struct Sealed {
    /// The number of the first operation of each.
    pub(super) firsts: Vec<u64>,
    pub(super) last_hash: SegHash,
    /// The stamps of the first and last operation of the last one.
    pub(super) first_hlc: Hlc,
    pub(super) last_hlc: Hlc,
    next_seq: u64,
    buffer: Vec<u8>,
}

impl Sealed {
    /// Reads the names and the last header; removes what an interrupted write left.
    pub(super) fn open(files: &dyn Files, dir: &Path, log: LogId, key: &PublicKey) -> Result<Self, LogError> {
        let (firsts, beside) = list(files, dir)?;
        for file in beside {
            let path = dir.join(file);
            files.remove(&path).map_err(LogError::io(&path))?;
        }
        let mut sealed = Self {
            firsts,
            last_hash: SegHash::NONE,
            first_hlc: Hlc::default(),
            last_hlc: Hlc::default(),
            next_seq: 1,
            buffer: Vec::new(),
        };
        if let Some(&first) = sealed.firsts.last() {
            let head = read_head(files, dir, log, key, first)?;
            sealed.follow(&head);
        }
        Ok(sealed)
    }

    /// The number of the operation that follows the last sealed one.
    pub(super) const fn next_seq(&self) -> u64 {
        self.next_seq
    }

    fn follow(&mut self, head: &Head) {
        self.last_hash = head.hash();
        self.first_hlc = head.hlc_first;
        self.last_hlc = head.hlc_last;
        self.next_seq = head.next_seq();
    }

    /// Seals `draft` into a file that is durable, or not there, when this returns.
    pub(super) fn write(
        &mut self,
        files: &dyn Files,
        dir: &Path,
        draft: &Draft<'_>,
        key: &NodeKey,
    ) -> Result<(), LogError> {
        self.buffer.clear();
        let head = seal(draft, key, &mut self.buffer)?;
        let path = dir.join(name(draft.first_seq));
        replace(files, &path, &self.buffer).map_err(LogError::io(&path))?;
        self.firsts.push(draft.first_seq);
        self.follow(&head);
        Ok(())
    }
}

/// The header of the segment in a file, whose length is the one that the header says. Its signature is not checked.
pub(in crate::store) fn head_in(files: &dyn Files, path: &Path) -> Result<Head, LogError> {
    let file = files.open(path, Open::Read).map_err(LogError::io(path))?;
    let have = usize::try_from(file.len().map_err(LogError::io(path))?).unwrap_or(usize::MAX);
    let mut bytes = [0; HEADER];
    let start = bytes.get_mut(..have.min(HEADER)).unwrap_or_default();
    file.read_at(0, start).map_err(LogError::io(path))?;
    let checked = Head::read(start).and_then(|head| {
        let need = head.total_len();
        if have < need {
            return Err(SegmentError::Short { have, need });
        }
        if have > need {
            return Err(SegmentError::Long(have - need));
        }
        Ok(head)
    });
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    checked.map_err(|error| LogError::damaged(name.into_owned(), error.into()))
}

pub(super) fn read_head(
    files: &dyn Files,
    dir: &Path,
    log: LogId,
    key: &PublicKey,
    first: u64,
) -> Result<Head, LogError> {
    let damaged = |fault: Fault| LogError::damaged(name(first), fault);
    let head = head_in(files, &dir.join(name(first)))?;
    if head.log != log {
        return Err(damaged(SegmentError::OtherLog(head.log).into()));
    }
    head.check_signature(key).map_err(|error| damaged(error.into()))?;
    if head.first_seq == first {
        Ok(head)
    } else {
        Err(damaged(Fault::Name(head.first_seq)))
    }
}

/// Where the next segment must go on: number and hash, the hash unknown after a damaged one.
#[derive(Debug, Clone, Copy)]
pub(in crate::store) struct Place {
    pub(in crate::store) next_seq: u64,
    pub(in crate::store) prev: Option<SegHash>,
}

/// Every check of the segment in a file named `first`, read as `bytes`, that stands at `place`; answers the place of
/// the next. An error of the place behind a missing one is left to the caller, who names what is missing.
pub(in crate::store) fn check<'a>(
    bytes: &'a [u8],
    first: u64,
    log: LogId,
    key: &PublicKey,
    place: Place,
) -> Result<(SegmentView<'a>, Place), Fault> {
    let view = SegmentView::read(bytes)?;
    if view.head.first_seq != first && view.head.check_signature(key).is_ok() {
        return Err(Fault::Name(view.head.first_seq));
    }
    let prev = place.prev.filter(|_| !rehearsal::has(Mutant::ChainSkipped));
    view.verify(key, log, prev.unwrap_or(view.head.prev), place.next_seq)?;
    Ok((
        view,
        Place {
            next_seq: view.head.next_seq(),
            prev: Some(view.head.hash()),
        },
    ))
}

/// [`check`] without the signature, where the key of the ledger is not known any more: it was checked when it came.
pub(in crate::store) fn check_unsigned(
    bytes: &[u8],
    log: LogId,
    place: Place,
) -> Result<(SegmentView<'_>, Place), Fault> {
    let view = SegmentView::read(bytes)?;
    let head = &view.head;
    head.check_follows(log, place.prev.unwrap_or(head.prev), place.next_seq)?;
    view.check_ops()?;
    let next = Place {
        next_seq: head.next_seq(),
        prev: Some(head.hash()),
    };
    Ok((view, next))
}
