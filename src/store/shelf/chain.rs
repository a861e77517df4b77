//! One ledger of another node: its segments without a gap, and what is kept beside them.

use std::path::{Path, PathBuf};

use super::beside::{self, Kept, Place};
use super::write::Writing;
use crate::ledger::id::LogId;
use crate::ledger::key::PublicKey;
use crate::ledger::segment::{Head, SegHash, SegmentView};
use crate::store::files::Files;
use crate::store::log::segments::{self, Visit, check, check_unsigned, head_in, name};
use crate::store::log::{Fault, LogError};

/// What a segment that does not read is called from then on.
const BAD: &str = ".bad";

#[derive(Debug)]
pub(super) struct Chain {
    dir: PathBuf,
    log: LogId,
    firsts: Vec<u64>,
    tip: Option<Head>,
    held: Kept,
    fork: Kept,
}

impl Chain {
    pub(super) const fn new(dir: PathBuf, log: LogId) -> Self {
        Self {
            dir,
            log,
            firsts: Vec::new(),
            tip: None,
            held: Kept::new(),
            fork: Kept::new(),
        }
    }

    /// Reads names and the last header, all headers where names may be `doubtful`. Of the `own` ledger only what is
    /// beside it.
    pub(super) fn open(
        files: &dyn Files,
        dir: &Path,
        log: LogId,
        own: bool,
        doubtful: bool,
    ) -> Result<Self, LogError> {
        let mut chain = Self::new(dir.to_owned(), log);
        if !own {
            let (firsts, unfinished) = segments::list(files, dir)?;
            for file in unfinished {
                let path = dir.join(file);
                files.remove(&path).map_err(LogError::io(&path))?;
            }
            chain.firsts = firsts;
        }
        for (place, kept) in [(Place::Held, &mut chain.held), (Place::Fork, &mut chain.fork)] {
            *kept = beside::read(files, &dir.join(place.folder()), log)?;
        }
        let mut writing = Writing::default();
        if doubtful {
            chain.tip = None;
            let mut next = 1;
            for first in chain.firsts.clone() {
                let head = chain.read_head(files, first).ok();
                let follows = |head: &Head| head.first_seq == next && head.prev == chain.last_hash();
                let Some(head) = head.filter(follows) else {
                    chain.set_aside(files, first, &mut writing)?;
                    break;
                };
                next = head.next_seq();
                chain.tip = Some(head);
            }
        } else {
            while let Some(&last) = chain.firsts.last() {
                match chain.read_head(files, last) {
                    Ok(head) => {
                        chain.tip = Some(head);
                        break;
                    }
                    Err(LogError::Damaged(_)) => chain.set_aside(files, last, &mut writing)?,
                    Err(error) => return Err(error),
                }
            }
        }
        writing.sync(files)?;
        Ok(chain)
    }

    pub(super) fn firsts(&self) -> &[u64] {
        &self.firsts
    }

    pub(super) const fn tip(&self) -> Option<&Head> {
        self.tip.as_ref()
    }

    pub(super) fn next_seq(&self) -> u64 {
        self.tip.as_ref().map_or(1, Head::next_seq)
    }

    pub(super) fn last_hash(&self) -> SegHash {
        self.tip.as_ref().map_or(SegHash::NONE, Head::hash)
    }

    pub(super) fn path(&self, first: u64) -> PathBuf {
        self.dir.join(name(first))
    }

    pub(super) fn dir_of(&self, place: Place) -> PathBuf {
        self.dir.join(place.folder())
    }

    pub(super) fn beside(&self, place: Place, head: &Head) -> PathBuf {
        self.dir_of(place).join(beside::name(head.first_seq, head.hash()))
    }

    const fn kept(&mut self, place: Place) -> &mut Kept {
        match place {
            Place::Held => &mut self.held,
            Place::Fork => &mut self.fork,
        }
    }

    pub(super) fn has_beside(&mut self, place: Place, head: &Head) -> bool {
        self.kept(place).contains_key(&beside::key(head))
    }

    pub(super) fn put_beside(&mut self, place: Place, head: Head) {
        self.kept(place).insert(beside::key(&head), head);
    }

    pub(super) fn take_beside(&mut self, place: Place, head: &Head) {
        self.kept(place).remove(&beside::key(head));
    }

    pub(super) fn first_held(&self) -> Option<Head> {
        self.held.values().next().copied()
    }

    /// The files of what is kept beside and begins with operation `first`.
    pub(super) fn beside_at(&self, first: u64) -> Vec<PathBuf> {
        let range = (first, [0; 32])..=(first, [0xff; 32]);
        let held = self
            .held
            .range(range.clone())
            .map(|(_, head)| self.beside(Place::Held, head));
        let fork = self
            .fork
            .range(range)
            .map(|(_, head)| self.beside(Place::Fork, head));
        held.chain(fork).collect()
    }

    pub(super) fn beside_bytes(&self) -> u64 {
        beside::bytes(&self.held).saturating_add(beside::bytes(&self.fork))
    }

    pub(super) fn held_bytes(&self) -> u64 {
        beside::bytes(&self.held)
    }

    pub(super) fn forks(&self) -> usize {
        self.fork.len()
    }

    pub(super) fn fork_heads(&self) -> impl Iterator<Item = Head> {
        self.fork.values().copied()
    }

    /// What waits for what comes before it.
    pub(super) fn held_heads(&self) -> impl Iterator<Item = Head> {
        self.held.values().copied()
    }

    /// The last operation before `first` that is here, in place or held back.
    pub(super) fn held_before(&self, first: u64) -> u64 {
        let held = self
            .held
            .range(..(first, [0; 32]))
            .map(|(_, head)| head.next_seq());
        held.chain([self.next_seq()]).max().unwrap_or(1).saturating_sub(1)
    }

    /// What is held back, joined where it touches.
    pub(super) fn held_ranges(&self) -> Vec<(u64, u64)> {
        let mut ranges: Vec<(u64, u64)> = Vec::new();
        for head in self.held.values() {
            let last = head.next_seq().saturating_sub(1);
            match ranges.last_mut() {
                Some(range) if head.first_seq <= range.1.saturating_add(1) => range.1 = range.1.max(last),
                _ => ranges.push((head.first_seq, last)),
            }
        }
        ranges
    }

    pub(super) fn follow(&mut self, head: &Head) {
        self.firsts.push(head.first_seq);
        self.tip = Some(*head);
    }

    /// Forgets the segments from operation `join` on.
    pub(super) fn cut(&mut self, files: &dyn Files, join: u64) -> Result<(), LogError> {
        self.firsts.retain(|first| *first < join);
        self.tip = match self.firsts.last() {
            Some(&last) => Some(self.read_head(files, last)?),
            None => None,
        };
        Ok(())
    }

    /// The header of a segment in place. Its signature was checked when it came.
    pub(super) fn read_head(&self, files: &dyn Files, first: u64) -> Result<Head, LogError> {
        let damaged = |fault: Fault| LogError::damaged(format!("{}/{}", self.log, name(first)), fault);
        let head = head_in(files, &self.path(first)).map_err(|error| match error {
            LogError::Damaged(damage) => damaged(damage.fault),
            error => error,
        })?;
        if head.log == self.log && head.first_seq == first {
            Ok(head)
        } else {
            Err(damaged(Fault::Name(head.first_seq)))
        }
    }

    /// The header of the last segment that begins before operation `seq`.
    pub(super) fn head_before(&self, files: &dyn Files, seq: u64) -> Result<Option<Head>, LogError> {
        let at = self.firsts.partition_point(|first| *first < seq);
        match at.checked_sub(1).and_then(|at| self.firsts.get(at)) {
            Some(&first) => self.read_head(files, first).map(Some),
            None => Ok(None),
        }
    }

    /// The segments of the branch that ends with `hash`, from where it leaves what stands; `None` where one is missing.
    pub(super) fn branch(&self, files: &dyn Files, hash: SegHash) -> Result<Option<Vec<Head>>, LogError> {
        let mut branch: Vec<Head> = Vec::new();
        let mut wanted = hash;
        loop {
            // Of a ledger that was the own one before, the end of the branch may be held back.
            let mut beside = self.fork.values().chain(self.held.values());
            let Some(head) = beside.find(|head| head.hash() == wanted) else {
                return Ok(None);
            };
            branch.push(*head);
            if branch.len() > self.fork.len().saturating_add(self.held.len()) {
                return Ok(None);
            }
            let before = self.head_before(files, head.first_seq)?;
            let joins = match before {
                None => head.first_seq == 1 && head.prev == SegHash::NONE,
                Some(before) => before.next_seq() == head.first_seq && before.hash() == head.prev,
            };
            if joins {
                branch.reverse();
                return Ok(Some(branch));
            }
            wanted = head.prev;
        }
    }

    /// Sets the segment that begins with `first` aside, and holds back or sets aside what stands behind it.
    pub(super) fn set_aside(
        &mut self,
        files: &dyn Files,
        first: u64,
        writing: &mut Writing,
    ) -> Result<(), LogError> {
        let dir = self.dir_of(Place::Held);
        files.create_dir_all(&dir).map_err(LogError::io(&dir))?;
        for behind in self
            .firsts
            .iter()
            .copied()
            .filter(|at| *at >= first)
            .collect::<Vec<_>>()
        {
            let path = self.path(behind);
            match self.read_head(files, behind) {
                // A good one behind a gap; also the first, where the gap is before it.
                Ok(head) if self.whole(files, &head) => {
                    writing.rename(files, &path, &self.beside(Place::Held, &head))?;
                    self.put_beside(Place::Held, head);
                }
                _ => {
                    let mut bad = name(behind);
                    bad.push_str(BAD);
                    writing.rename(files, &path, &self.dir.join(bad))?;
                }
            }
        }
        self.cut(files, first)
    }

    fn whole(&self, files: &dyn Files, head: &Head) -> bool {
        files
            .read(&self.path(head.first_seq))
            .is_ok_and(|bytes| SegmentView::read(&bytes).is_ok_and(|view| view.check_ops().is_ok()))
    }

    pub(super) fn segments<E: From<LogError>>(
        &self,
        files: &dyn Files,
        from: u64,
        key: Option<&PublicKey>,
        visit: &mut Visit<'_, E>,
    ) -> Result<(), E> {
        if from >= self.next_seq() {
            return Ok(());
        }
        let skip = self
            .firsts
            .partition_point(|&first| first <= from)
            .saturating_sub(1);
        let mut place = None;
        for &first in self.firsts.get(skip..).unwrap_or_default() {
            let path = self.path(first);
            let bytes = files.read(&path).map_err(LogError::io(&path))?;
            let expected = place.unwrap_or(segments::Place {
                next_seq: if skip == 0 { 1 } else { first },
                prev: (skip == 0).then_some(SegHash::NONE),
            });
            let checked = match key {
                Some(key) => check(&bytes, first, self.log, key, expected),
                None => check_unsigned(&bytes, self.log, expected),
            };
            let (view, next) =
                checked.map_err(|fault| LogError::damaged(format!("{}/{}", self.log, name(first)), fault))?;
            if !visit(&view, &bytes)? {
                break;
            }
            place = Some(next);
        }
        Ok(())
    }
}
