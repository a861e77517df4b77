//! The ledgers of other nodes on disk, and what came of them out of order.
//!
//! ```text
//! log/receiving                 while this is here, the last segments of a ledger may have a gap between them
//! log/<node>-<incarnation>/
//!   000000000001.seg            verified segments without a gap, byte for byte as they came
//!   held/000000000513-<hash>    verified segments behind a gap: not folded until it closes
//!   fork/000000000001-<hash>    another segment for a place that is taken: evidence, never folded
//! ```
//!
//! The ledger that this node writes lies beside them in the same form, with its `open.wal` ([`super::log`]).
//!
//! Segments are written in groups: files first, then their data is synced, then they get their names, and at
//! [`Shelf::sync`] the names are synced. A power cut between may leave a later name without an earlier one; the mark
//! `receiving` says so, and what then stands behind a gap is held back at the next opening.

mod beside;
mod chain;
mod choose;
mod keep;
mod outcome;
mod write;

pub use self::outcome::{Holding, Outcome};

use self::beside::Place;
use self::chain::Chain;
use self::write::Writing;
use crate::{
    domain::rehearsal::{self, Mutant},
    ledger::{
        clock::Hlc,
        id::LogId,
        key::PublicKey,
        op::Entry,
        segment::{Head, SegHash, SegmentView},
    },
    store::{
        files::{Files, Open},
        log::{LogError, segments::Visit},
    },
};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::Arc,
};

/// The most bytes held back, or kept as evidence, of one ledger: 64 MiB.
pub const HELD_A_LOG: u64 = 64 << 20;

/// The most bytes held back, or kept as evidence, in all: 1 GiB.
pub const HELD_IN_ALL: u64 = 1 << 30;

const MARK: &str = "receiving";

/// How much may be kept beside the ledgers.
#[derive(Debug, Clone, Copy)]
pub struct Quota {
    /// Of one ledger, in bytes.
    pub one: u64,
    /// In all, in bytes.
    pub all: u64,
}

impl Default for Quota {
    fn default() -> Self {
        Self {
            one: HELD_A_LOG,
            all: HELD_IN_ALL,
        }
    }
}

/// What was appended to a ledger by one segment: itself, and those that had waited for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// What became of the segment.
    pub outcome: Outcome,
    /// Segments that had been held back and now follow.
    pub promoted: Vec<Head>,
}

/// What reading every segment found.
#[derive(Debug, Default)]
pub struct Checked {
    /// Operations in segments that are whole.
    pub ops: u64,
    /// Segments that are whole.
    pub segments: u64,
    /// What is damaged: the ledger's folder, and the fault.
    pub damage: Vec<(String, LogError)>,
}

/// The ledgers of other nodes.
#[derive(Debug)]
pub struct Shelf {
    files: Arc<dyn Files>,
    dir: PathBuf,
    own: LogId,
    quota: Quota,
    chains: BTreeMap<LogId, Chain>,
    writing: Writing,
    marked: bool,
    /// Evidence that was kept since the last [`Shelf::sync`].
    fresh_evidence: BTreeSet<(LogId, SegHash)>,
}

impl Shelf {
    /// Opens what is in the data directory `data` beside the ledger `own`. Reads names, and of each ledger the last
    /// header; a last segment that does not read is set aside, so that others send it again.
    pub fn open(files: Arc<dyn Files>, data: &Path, own: LogId) -> Result<Self, LogError> {
        Self::open_with(files, data, own, Quota::default())
    }

    /// [`Shelf::open`] with other bounds.
    pub fn open_with(files: Arc<dyn Files>, data: &Path, own: LogId, quota: Quota) -> Result<Self, LogError> {
        let dir = data.join("log");
        files.create_dir_all(&dir).map_err(LogError::io(&dir))?;
        let names = files.list(&dir).map_err(LogError::io(&dir))?;
        let mut shelf = Self {
            files,
            dir,
            own,
            quota,
            chains: BTreeMap::new(),
            writing: Writing::default(),
            marked: names.iter().any(|name| name == MARK),
            fresh_evidence: BTreeSet::new(),
        };
        for log in names.iter().filter_map(|name| name.parse::<LogId>().ok()) {
            let chain = Chain::open(&*shelf.files, &shelf.folder(log), log, log == own, shelf.marked)?;
            shelf.chains.insert(log, chain);
        }
        shelf.sync()?;
        Ok(shelf)
    }

    /// Reads everything anew after a failed write.
    pub fn reopen(&mut self) -> Result<(), LogError> {
        let data = self.dir.parent().unwrap_or(&self.dir).to_owned();
        *self = Self::open_with(Arc::clone(&self.files), &data, self.own, self.quota)?;
        Ok(())
    }

    fn folder(&self, log: LogId) -> PathBuf {
        self.dir.join(log.to_string())
    }

    /// The other ledgers that are here, by name.
    pub fn logs(&self) -> Vec<LogId> {
        let others = self.chains.keys().filter(|log| **log != self.own);
        others.copied().collect()
    }

    /// The last segment of a ledger before the first gap.
    pub fn tip(&self, log: LogId) -> Option<&Head> {
        self.chains.get(&log)?.tip()
    }

    /// The last operation of a ledger before the first gap; 0 if there is none.
    pub fn seq(&self, log: LogId) -> u64 {
        self.chains
            .get(&log)
            .map_or(0, |chain| chain.next_seq().saturating_sub(1))
    }

    /// What is here of a ledger. Of the own one only what is kept beside it is known here.
    pub fn holding(&self, log: LogId) -> Holding {
        let own = log == self.own;
        let Some(chain) = self.chains.get(&log) else {
            return Holding::none(log, own);
        };
        Holding {
            log,
            own,
            seq: chain.next_seq().saturating_sub(1),
            hash: chain.tip().map_or(SegHash::NONE, Head::hash),
            hlc: chain.tip().map_or(Hlc::default(), |tip| tip.hlc_last),
            segments: chain.firsts().len(),
            held: chain.held_ranges(),
            held_bytes: chain.held_bytes(),
            forks: chain.forks(),
        }
    }

    /// Takes a segment, read as `view` from `bytes`, whose ledger's key is `key`; of a ledger that is `settled` it is
    /// known which branch counts. It is durable after [`Shelf::sync`].
    pub fn take(
        &mut self,
        view: &SegmentView<'_>,
        bytes: &[u8],
        key: &PublicKey,
        settled: bool,
    ) -> Result<Taken, LogError> {
        let head = view.head;
        let checked = head.check_signature(key).and_then(|()| view.check_ops());
        if let Err(fault) = checked {
            return Ok(Outcome::Bad(fault).alone());
        }
        let (next, prev) = self
            .chains
            .get(&head.log)
            .map_or((1, SegHash::NONE), |chain| (chain.next_seq(), chain.last_hash()));
        let follows = head.prev == prev || rehearsal::has(Mutant::ChainSkipped);
        if head.first_seq == next && follows {
            self.append(&head, bytes)?;
            let promoted = self.promote(head.log)?;
            return Ok(Taken {
                outcome: Outcome::New,
                promoted,
            });
        }
        if head.first_seq <= next {
            if self.stands(&head)? {
                return Ok(Outcome::Known.alone());
            }
            return self.keep_beside(&head, bytes, Place::Fork, settled);
        }
        self.keep_beside(&head, bytes, Place::Held, settled)
    }

    /// Whether this very segment stands in its place.
    fn stands(&mut self, head: &Head) -> Result<bool, LogError> {
        let found = self.head(head.log, head.first_seq)?;
        Ok(found.is_some_and(|found| found.hash() == head.hash()))
    }

    /// The header of the segment of a ledger that begins with operation `first`.
    pub fn head(&mut self, log: LogId, first: u64) -> Result<Option<Head>, LogError> {
        match self.chains.get(&log) {
            Some(chain) if chain.tip().is_some_and(|tip| tip.first_seq == first) => Ok(chain.tip().copied()),
            Some(chain) if chain.firsts().binary_search(&first).is_ok() => {
                self.writing.flush(&*self.files)?;
                chain.read_head(&*self.files, first).map(Some)
            }
            _ => Ok(None),
        }
    }

    fn chain(&mut self, log: LogId) -> Result<&mut Chain, LogError> {
        let dir = self.folder(log);
        if !self.chains.contains_key(&log) {
            self.files.create_dir_all(&dir).map_err(LogError::io(&dir))?;
        }
        Ok(self.chains.entry(log).or_insert_with(|| Chain::new(dir, log)))
    }

    /// Says on the disk that names may be there in part, until the next [`Shelf::sync`].
    fn mark(&mut self) -> Result<(), LogError> {
        if self.marked {
            return Ok(());
        }
        let path = self.dir.join(MARK);
        let made = self
            .files
            .open(&path, Open::Fresh)
            .and_then(|_| self.files.sync_dir(&self.dir));
        made.map_err(LogError::io(&path))?;
        self.marked = true;
        Ok(())
    }

    fn append(&mut self, head: &Head, bytes: &[u8]) -> Result<(), LogError> {
        self.mark()?;
        let path = self.chain(head.log)?.path(head.first_seq);
        self.writing.write(&*self.files, &path, bytes)?;
        self.chain(head.log)?.follow(head);
        Ok(())
    }

    /// Appends what was held back and now follows; what turns out to be of another branch becomes evidence.
    fn promote(&mut self, log: LogId) -> Result<Vec<Head>, LogError> {
        let mut promoted = Vec::new();
        loop {
            let chain = self.chain(log)?;
            let (next, prev) = (chain.next_seq(), chain.last_hash());
            let Some(head) = chain.first_held().filter(|head| head.first_seq <= next) else {
                return Ok(promoted);
            };
            self.writing.flush(&*self.files)?;
            let chain = self
                .chains
                .entry(log)
                .or_insert_with(|| Chain::new(PathBuf::new(), log));
            if head.first_seq == next && head.prev == prev {
                let to = chain.path(head.first_seq);
                self.writing
                    .rename(&*self.files, &chain.beside(Place::Held, &head), &to)?;
                chain.take_beside(Place::Held, &head);
                chain.follow(&head);
                promoted.push(head);
            } else if chain.firsts().binary_search(&head.first_seq).is_ok()
                && chain.read_head(&*self.files, head.first_seq)?.hash() == head.hash()
            {
                self.writing
                    .remove(&*self.files, &chain.beside(Place::Held, &head))?;
                chain.take_beside(Place::Held, &head);
            } else {
                self.writing.rename(
                    &*self.files,
                    &chain.beside(Place::Held, &head),
                    &chain.beside(Place::Fork, &head),
                )?;
                chain.take_beside(Place::Held, &head);
                chain.put_beside(Place::Fork, head);
            }
        }
    }

    /// Appends what was held back of a ledger that was the own one until now, and follows: nothing of it would come
    /// again.
    pub fn go_on(&mut self, log: LogId) -> Result<(), LogError> {
        self.mark()?;
        self.promote(log)?;
        self.sync()
    }

    /// Makes everything that was taken durable.
    pub fn sync(&mut self) -> Result<(), LogError> {
        self.writing.sync(&*self.files)?;
        self.fresh_evidence.clear();
        if self.marked {
            let path = self.dir.join(MARK);
            let removed = self
                .files
                .remove(&path)
                .and_then(|()| self.files.sync_dir(&self.dir));
            removed.map_err(LogError::io(&path))?;
            self.marked = false;
        }
        Ok(())
    }

    /// Gives everything that was taken its name, so that it can be read.
    pub fn flush(&mut self) -> Result<(), LogError> {
        self.writing.flush(&*self.files)
    }

    /// Reads all of a ledger, and where a segment is damaged sets it aside; answers whether one was.
    pub fn mend(&mut self, log: LogId, key: Option<&PublicKey>) -> Result<bool, LogError> {
        let mut next = 1;
        let read = self.segments::<LogError>(log, 1, key, &mut |view, _| {
            next = view.head.next_seq();
            Ok(true)
        });
        match read {
            Ok(()) => Ok(false),
            Err(LogError::Damaged(_)) => self.set_aside(log, next).map(|()| true),
            Err(error) => Err(error),
        }
    }

    /// Sets a damaged segment aside, and holds back those behind it: others will send it again.
    pub fn set_aside(&mut self, log: LogId, first: u64) -> Result<(), LogError> {
        self.mark()?;
        if let Some(chain) = self.chains.get_mut(&log) {
            chain.set_aside(&*self.files, first, &mut self.writing)?;
        }
        self.sync()
    }

    /// Visits the segments of a ledger that hold operations from number `from` on, checked, in order, one in memory at a
    /// time. The visitor answers whether it wants more.
    pub fn segments<E: From<LogError>>(
        &self,
        log: LogId,
        from: u64,
        key: Option<&PublicKey>,
        visit: &mut Visit<'_, E>,
    ) -> Result<(), E> {
        match self.chains.get(&log) {
            Some(chain) => chain.segments(&*self.files, from, key, visit),
            None => Ok(()),
        }
    }

    /// Visits the operations of a ledger from number `from` on, each with what its author knew of the hub.
    pub fn replay<E: From<LogError>>(
        &self,
        log: LogId,
        from: u64,
        key: Option<&PublicKey>,
        visit: &mut dyn FnMut(Entry<'_>, Hlc) -> Result<(), E>,
    ) -> Result<(), E> {
        self.segments(log, from, key, &mut |view, _| {
            for entry in view.entries() {
                // Every operation was read when the segment was checked.
                let Ok(entry) = entry else { break };
                if entry.id.seq >= from {
                    visit(entry, Hlc(view.head.hub_seen))?;
                }
            }
            Ok(true)
        })
    }

    /// The header of the segment in which operation `seq` lies, or of the last one before it.
    pub fn head_of(&self, log: LogId, seq: u64) -> Result<Option<Head>, LogError> {
        match self.chains.get(&log) {
            Some(chain) => chain.head_before(&*self.files, seq.saturating_add(1)),
            None => Ok(None),
        }
    }

    /// Evidence of forks: what stands at the place where the other segment begins, and the other's header.
    pub fn forks(&self) -> Result<Vec<(Option<Head>, Head)>, LogError> {
        let mut forks = Vec::new();
        for (log, chain) in &self.chains {
            for other in chain.fork_heads() {
                let stands = if *log == self.own {
                    None
                } else {
                    chain.head_before(&*self.files, other.first_seq.saturating_add(1))?
                };
                forks.push((stands, other));
            }
        }
        Ok(forks)
    }

    /// Reads and checks every segment of every other ledger.
    pub fn verify(&self, key: &dyn Fn(LogId) -> Option<PublicKey>) -> Checked {
        let mut checked = Checked::default();
        for log in self.logs() {
            let key = key(log);
            let read = self.segments::<LogError>(log, 1, key.as_ref(), &mut |view, _| {
                checked.ops = checked.ops.saturating_add(u64::from(view.head.op_count));
                checked.segments = checked.segments.saturating_add(1);
                Ok(true)
            });
            if let Err(fault) = read {
                checked.damage.push((format!("log/{log}"), fault));
            }
        }
        checked
    }
}

#[cfg(test)]
mod tests;
