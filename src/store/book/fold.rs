//! Entities between the view and the folds.

use super::{
    Book, BookError,
    fill::filling,
    rows,
    sources::{Op, Sources},
    unheeded::Unheeded,
};
use crate::{
    domain::id::BatchId,
    ledger::{
        clock::Hlc,
        id::{self as ledger, OpId},
    },
    state::{
        batch::{BatchState, Touched},
        roll::{Folded, Ripple},
        stamp::Stamp,
        world::Subject,
    },
    store::index::{Doubt, IndexFault, LogId, Mark, Watermark},
};
use std::collections::BTreeMap;

/// How many registrations stay at hand before the batches are let go.
const AT_HAND: usize = 40_000;

/// The stamp of an operation.
pub(super) const fn stamp(id: OpId, hlc: Hlc) -> Stamp {
    Stamp {
        hlc: hlc.0,
        node: id.log.node.0,
        incarnation: id.log.incarnation,
        seq: id.seq,
    }
}

/// How far one ledger is folded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Seen {
    /// The last operation.
    pub(super) seq: u64,
    /// Its stamp, as the ledger says it.
    pub(super) hlc: Hlc,
    /// At least the highest effective stamp of what was folded.
    pub(super) bound: Hlc,
}

/// How far each ledger is folded.
#[derive(Clone, Debug, Default)]
pub(super) struct Marks(BTreeMap<ledger::LogId, Seen>);

impl Marks {
    pub(super) fn of(&self, log: ledger::LogId) -> Seen {
        self.0.get(&log).copied().unwrap_or_default()
    }

    /// Takes note that an operation is folded.
    pub(super) fn see(&mut self, id: OpId, hlc: Hlc, hub_seen: Hlc) {
        let seen = self.0.entry(id.log).or_default();
        seen.seq = id.seq;
        seen.hlc = hlc;
        seen.bound = seen.bound.max(hlc).max(hub_seen);
    }

    /// As the roll asks for it.
    pub(super) fn folded(&self, log: ledger::LogId) -> Folded {
        let seen = self.of(log);
        Folded {
            seq: seen.seq,
            hlc: seen.bound,
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (ledger::LogId, Seen)> {
        self.0.iter().map(|(log, seen)| (*log, *seen))
    }
}

/// What the view has seen.
pub(super) fn watermark(marks: &Marks) -> Watermark {
    let mark = |(log, seen): (ledger::LogId, Seen)| {
        let log = LogId {
            node: log.node.0,
            incarnation: log.incarnation,
        };
        let check = seen.hlc.0;
        (log, Mark { seq: seen.seq, check })
    };
    marks.iter().map(mark).collect()
}

impl Book {
    /// Brings what an operation is about to hand.
    pub(super) fn bring(&mut self, subject: Subject) -> Result<(), IndexFault> {
        match subject {
            Subject::Batch(id) => self.bring_batch(id),
            Subject::Person(id) => {
                if let Some(person) = rows::PEOPLE.get(&self.index, &id.0)? {
                    self.world.people.insert(id, person);
                }
                Ok(())
            }
            // Units and courses are always at hand.
            Subject::None | Subject::Unit(_) | Subject::Course(_) => Ok(()),
        }
    }

    pub(super) fn bring_batch(&mut self, id: BatchId) -> Result<(), IndexFault> {
        if self.world.batches.contains_key(&id) {
            return Ok(());
        }
        let Some(head) = self.heads.get(&id).cloned() else {
            return Ok(());
        };
        let mut regs = Vec::with_capacity(usize::try_from(head.slots).unwrap_or(0));
        for row in self.index.prefix(&rows::CHUNKS, &id.0)? {
            regs.extend(row?.1);
        }
        if self.at_hand > AT_HAND {
            self.world.batches.clear();
            self.at_hand = 0;
        }
        self.at_hand = self.at_hand.saturating_add(regs.len());
        self.world.batches.insert(id, BatchState::of(head, regs));
        Ok(())
    }

    /// Puts what was touched in a batch into the view.
    pub(super) fn put_batch(&mut self, id: BatchId, touched: &Touched) -> Result<(), IndexFault> {
        let Some(batch) = self.world.batches.get(&id) else {
            return Ok(());
        };
        self.heads.insert(id, batch.head.clone());
        rows::HEADS.put(&self.index, &id.0, &batch.head)?;
        for chunk in touched.chunks() {
            let regs = batch.chunk(usize::from(chunk)).to_vec();
            self.index
                .put(&rows::CHUNKS, &rows::chunk_key(id, chunk), &regs)?;
        }
        Ok(())
    }

    /// What the view has seen, once everything at hand is folded.
    pub(super) fn watermark(&self) -> Watermark {
        watermark(&self.folded)
    }

    pub(super) fn sources(&mut self) -> Sources<'_> {
        Sources {
            log: &self.log,
            shelf: &self.shelf,
            roll: &self.roll,
            blobs: &mut self.blobs,
            erased: &self.erased,
            missing: 0,
            pulse: &self.pulse,
        }
    }

    /// Every ledger that is here, hubs' first, with its last operation.
    pub(super) fn ledgers(&self) -> Vec<(ledger::LogId, u64)> {
        let own = self.log.id();
        let mut logs: Vec<ledger::LogId> = self.shelf.logs();
        logs.push(own);
        logs.sort_unstable_by_key(|log| (!self.roll.is_hub(*log), *log));
        logs.into_iter()
            .map(|log| {
                let last = if log == own {
                    self.operations()
                } else {
                    self.shelf.seq(log)
                };
                (log, last)
            })
            .collect()
    }

    /// Brings units, courses, heads and the roll to hand, and folds what the view has not seen; answers how much that
    /// was.
    pub(super) fn catch_up(&mut self) -> Result<u64, BookError> {
        let Self {
            index, world, heads, ..
        } = self;
        rows::UNITS.each(index, |id, unit| {
            world.units.insert(crate::domain::id::UnitId(id), unit);
            true
        })?;
        rows::COURSES.each(index, |id, course| {
            world.courses.insert(crate::domain::id::CourseId(id), course);
            true
        })?;
        rows::HEADS.each(index, |id, head| {
            heads.insert(BatchId(id), head);
            true
        })?;
        for (log, mark) in self.index.watermark() {
            let log = ledger::LogId::new(log.node, log.incarnation);
            self.adopt_mark(log, mark)?;
        }
        if self.recall_roll()? == Ripple::Refold {
            return Err(IndexFault::from(Doubt::Stale).into());
        }
        let folded = self.fold_new()?;
        Ok(folded)
    }

    /// Takes over how far the view has folded a ledger, if the ledger still says the same there.
    fn adopt_mark(&mut self, log: ledger::LogId, mark: Mark) -> Result<(), BookError> {
        let own = log == self.log.id();
        let last = if own {
            self.operations()
        } else {
            self.shelf.seq(log)
        };
        if mark.seq > last {
            if own {
                return Err(BookError::Older {
                    ledger: last,
                    view: mark.seq,
                });
            }
            return Err(IndexFault::from(Doubt::Stale).into());
        }
        if mark.seq == 0 {
            return Ok(());
        }
        let mut found = None;
        let tip = self
            .shelf
            .tip(log)
            .filter(|tip| !own && tip.next_seq() == mark.seq.saturating_add(1));
        if let Some(tip) = tip {
            found = Some((tip.hlc_last, Hlc(tip.hub_seen)));
        } else {
            let end = BookError::Io(std::io::ErrorKind::Interrupted.into());
            let mut end = Some(end);
            let read = self.sources().entries(log, mark.seq, &mut |entry, seen| {
                found = Some((entry.hlc, seen));
                // One is enough.
                end.take().map_or(Ok(()), Err)
            });
            match read {
                Err(BookError::Io(error)) if error.kind() == std::io::ErrorKind::Interrupted => {}
                read => read?,
            }
        }
        // The view has this one: if it is another operation, the view is of another history.
        match found {
            Some((hlc, seen)) if hlc.0 == mark.check => {
                self.folded.see(log.op(mark.seq), hlc, seen);
                Ok(())
            }
            _ => Err(IndexFault::from(Doubt::Stale).into()),
        }
    }

    /// Folds everything that is in the ledgers and not in the view; answers how much that was.
    pub(super) fn fold_new(&mut self) -> Result<u64, BookError> {
        let behind: Vec<(ledger::LogId, u64)> = self
            .ledgers()
            .into_iter()
            .filter_map(|(log, last)| {
                let from = self.folded.of(log).seq;
                (last > from).then(|| (log, from.saturating_add(1)))
            })
            .collect();
        let count: u64 = behind
            .iter()
            .map(|(log, from)| self.last_of(*log).saturating_sub(from - 1))
            .sum();
        self.ignored = Unheeded::default();
        if count == 0 {
            return Ok(0);
        }
        self.pulse.begin(count);
        let folded = self.fold_behind(behind, count);
        self.pulse.end();
        folded.map(|()| count)
    }

    fn fold_behind(&mut self, behind: Vec<(ledger::LogId, u64)>, count: u64) -> Result<(), BookError> {
        if count >= self.much {
            return self.fold_much(&behind);
        }
        let mut ops: Vec<Op> = Vec::new();
        let mut sources = self.sources();
        for (log, from) in &behind {
            sources.read(*log, *from, &mut |op| {
                ops.push(op);
                Ok(())
            })?;
        }
        let missing = sources.missing;
        self.check_missing(missing)?;
        for op in &ops {
            if let Some(hash) = &op.absent {
                self.index.put(&rows::ABSENT, &rows::op_key(op.id), hash)?;
            }
            self.fold(op)?;
        }
        for (log, _) in behind {
            self.mark_all(log);
        }
        self.behind = self.behind.saturating_add(count);
        Ok(())
    }

    /// As [`Book::fold_new`], for much.
    fn fold_much(&mut self, behind: &[(ledger::LogId, u64)]) -> Result<(), BookError> {
        self.last_person.replace(None);
        for (log, _) in behind {
            self.mark_all(*log);
        }
        let mark = self.watermark();
        let Self {
            log,
            shelf,
            roll,
            blobs,
            erased,
            index,
            world,
            heads,
            pulse,
            ..
        } = self;
        let mut sources = Sources {
            log,
            shelf,
            roll,
            blobs,
            erased,
            missing: 0,
            pulse,
        };
        let (missing, ignored) = filling::<_, BookError>(
            index,
            roll,
            world,
            heads,
            |mut fill| {
                for (log, from) in behind {
                    sources.read(*log, *from, &mut |op| fill.push(op))?;
                }
                fill.fold()?;
                let ignored = std::mem::take(&mut fill.ignored);
                Ok(((sources.missing, ignored), fill))
            },
            |_| mark,
        )?;
        self.world.batches.clear();
        self.at_hand = 0;
        self.behind = 0;
        self.ignored.add(ignored);
        self.check_missing(missing)
    }

    pub(super) fn last_of(&self, log: ledger::LogId) -> u64 {
        if log == self.log.id() {
            self.operations()
        } else {
            self.shelf.seq(log)
        }
    }

    /// Takes note that all of a ledger is folded.
    pub(super) fn mark_all(&mut self, log: ledger::LogId) {
        let last = self.last_of(log);
        if log == self.log.id() {
            let seen = self.log.hub_seen();
            let hlc = self.log.last_written();
            self.folded.see(log.op(last), hlc, seen);
        } else if let Some(tip) = self.shelf.tip(log).copied() {
            self.folded.see(log.op(last), tip.hlc_last, Hlc(tip.hub_seen));
        }
    }

    pub(super) fn check_missing(&self, count: u64) -> Result<(), BookError> {
        if count == 0 {
            return Ok(());
        }
        // Somebody without a number would be somebody else at the next import.
        Err(BookError::MissingBlobs {
            count,
            dir: self.blobs.path().to_owned(),
        })
    }
}

/// Operations behind the view from which on folding them with the loader is faster.
pub(super) const MUCH: u64 = 20_000;
