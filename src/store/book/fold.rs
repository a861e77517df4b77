//! Entities between the view and the folds.

use super::{Book, BookError, rows};
use crate::{
    domain::id::BatchId,
    ledger::{body::Body, clock::Hlc, id::OpId, op::Entry},
    state::{
        batch::{BatchState, Touched},
        stamp::Stamp,
        world::Subject,
    },
    store::{
        index::{Doubt, IndexFault, LogId, Mark, Watermark},
        log::Log,
    },
};

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

/// What the view has seen, once everything in the ledger is folded.
pub(super) fn watermark(log: &Log, last_hlc: u64) -> Watermark {
    let id = log.id();
    let seq = log.next_id().seq.saturating_sub(1);
    let log = LogId {
        node: id.node.0,
        incarnation: id.incarnation,
    };
    Watermark::from([(log, Mark { seq, check: last_hlc })])
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

    /// What the view has seen, once everything appended is folded.
    pub(super) fn watermark(&self) -> Watermark {
        watermark(&self.log, self.last_hlc)
    }

    /// Brings units, courses and heads to hand, and folds what the view has not seen; answers how much that was.
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
        let mark = self
            .index
            .watermark()
            .values()
            .max_by_key(|mark| mark.seq)
            .copied();
        let (seen, check) = mark.map_or((0, 0), |mark| (mark.seq, mark.check));
        let ledger = self.operations();
        if seen > ledger {
            return Err(BookError::Older { ledger, view: seen });
        }
        if ledger - seen > MUCH {
            return Err(IndexFault::from(Doubt::Missing("most of it")).into());
        }
        let mut behind: Vec<(Subject, Stamp, Body, Option<Vec<u8>>)> = Vec::new();
        let (blobs, mut missing) = (&mut self.blobs, 0u64);
        self.log
            .replay::<BookError>(seen.max(1), &mut |entry: Entry<'_>| {
                let stamp = stamp(entry.id, entry.hlc);
                if stamp.seq == seen {
                    // The view has this one: if it is another operation, the view is of another history.
                    return if stamp.hlc == check {
                        Ok(())
                    } else {
                        Err(IndexFault::from(Doubt::Stale).into())
                    };
                }
                if let Ok(body) = Body::read(entry.op.kind, entry.op.body) {
                    let blob = entry.op.blob.map(|hash| blobs.get(&hash)).transpose()?.flatten();
                    if let (None, Some(hash)) = (&blob, entry.op.blob)
                        && !blobs.knows(&hash)?
                    {
                        missing = missing.saturating_add(1);
                    }
                    let blob = blob.map(|blob| blob.body().to_vec());
                    behind.push((Subject::of(&entry.op, stamp), stamp, body, blob));
                }
                Ok(())
            })?;
        if missing > 0 {
            let dir = self.blobs.path().to_owned();
            return Err(BookError::MissingBlobs { count: missing, dir });
        }
        for (subject, stamp, body, blob) in &behind {
            self.fold(*subject, *stamp, body, blob.as_deref())?;
        }
        self.behind = ledger - seen;
        Ok(ledger - seen)
    }
}

/// Operations behind the view from which on making it anew is faster than catching up.
const MUCH: u64 = 20_000;
