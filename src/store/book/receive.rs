//! What came of others: made durable first, then folded.

use super::{
    Book, BookError,
    fill::filling,
    roll::concerns,
    rows,
    sources::{Op, Sources},
    unheeded::Unheeded,
};
use crate::{
    ledger::{
        blob::{Blob, BlobHash, hash_of},
        body::{Body, office},
        clock::{FOLLOW_MS, Hlc},
        id::{LogId, OpId},
        segment::SegmentView,
    },
    state::{
        roll::Ripple,
        world::{Subject, new_op},
    },
    store::{identity::Standing, log::MAX_GROUP, shelf::Outcome},
};
use rustc_hash::FxHashSet;
use std::collections::{BTreeMap, BTreeSet};

/// What a receive made of all that came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Received {
    /// Operations that were folded now, those of segments that were held back among them.
    pub folded: u64,
    /// Blobs that were put.
    pub blobs: u64,
    /// Operations folded before whose personal data came now.
    pub late: u64,
    /// Operations among them that had no effect, and why: matters for an officer. Not told where the view was made anew.
    pub ignored: Unheeded,
    /// Whether the view was made anew, because what came changes what earlier operations mean.
    pub rebuilt: bool,
}

/// A receive under way: what is handed over is kept before [`Book::receive`] returns, and folded then.
pub struct Receiving<'a> {
    book: &'a mut Book,
    ripple: Ripple,
    /// Ledgers that grew.
    grown: BTreeSet<LogId>,
    /// Blobs that operations of the view lack.
    awaited: FxHashSet<BlobHash>,
    /// Those of them that were offered and are here.
    blobs: FxHashSet<BlobHash>,
    put: u64,
    /// Operations of the own ledger came that are not in it.
    doubt: bool,
}

impl Receiving<'_> {
    /// Takes a segment. Those of the hub should come first: they make other ledgers known.
    pub fn segment(&mut self, bytes: &[u8]) -> Result<Outcome, BookError> {
        let view = match SegmentView::read(bytes) {
            Ok(view) => view,
            Err(fault) => return Ok(Outcome::Bad(fault)),
        };
        let log = view.head.log;
        if log == self.book.log.id() {
            return self.own(&view, bytes);
        }
        let Some(key) = self.book.roll.key(log) else {
            return Ok(Outcome::UnknownLog);
        };
        let settled = self.book.roll.closure(log).is_some();
        let taken = self.book.shelf.take(&view, bytes, &key, settled)?;
        if taken.outcome == Outcome::New {
            self.grown.insert(log);
            if self.book.roll.is_hub(log) {
                self.facts(&view)?;
                if let Some(first) = taken.promoted.first() {
                    self.stored_facts(log, first.first_seq)?;
                }
            }
        }
        Ok(taken.outcome)
    }

    /// A segment of the own ledger: what is not in it was written by a copy of this node, or by this one before it was
    /// restored.
    fn own(&mut self, view: &SegmentView<'_>, bytes: &[u8]) -> Result<Outcome, BookError> {
        let (head, book) = (view.head, &mut *self.book);
        let stands = book.log.head_of(head.first_seq)?;
        if stands.is_some_and(|stands| stands.hash() == head.hash()) {
            return Ok(Outcome::Known);
        }
        let checked = head
            .check_signature(&book.log.public_key())
            .and_then(|()| view.check_ops());
        if let Err(fault) = checked {
            return Ok(Outcome::Bad(fault));
        }
        self.doubt = true;
        let next = book.log.sealed().0.saturating_add(1);
        let settled = book.roll.closure(head.log).is_some();
        Ok(book.shelf.keep_own(&head, bytes, next, settled)?)
    }

    fn facts(&mut self, view: &SegmentView<'_>) -> Result<(), BookError> {
        for entry in view.entries().map_while(Result::ok) {
            if let Some(body) = concerns(&entry.op) {
                self.ripple = self.ripple.max(self.book.tell_roll(entry.id, &body)?);
            }
        }
        Ok(())
    }

    fn stored_facts(&mut self, log: LogId, from: u64) -> Result<(), BookError> {
        self.book.shelf.flush()?;
        let mut told: Vec<(OpId, Body)> = Vec::new();
        self.book.sources().entries(log, from, &mut |entry, _| {
            told.extend(concerns(&entry.op).map(|body| (entry.id, body)));
            Ok(())
        })?;
        for (id, body) in told {
            self.ripple = self.ripple.max(self.book.tell_roll(id, &body)?);
        }
        Ok(())
    }

    /// Takes a blob, salt and body behind it, that operations name `hash`. Answers whether it was put: not if it is
    /// here already, was erased for ever, or is not what it is called.
    pub fn blob(&mut self, hash: &BlobHash, salted: &[u8]) -> Result<bool, BookError> {
        let book = &mut *self.book;
        if hash_of(salted) != *hash || book.is_erased(hash) {
            return Ok(false);
        }
        if self.awaited.contains(hash) {
            self.blobs.insert(*hash);
        }
        if book.blobs.has(hash)? {
            return Ok(false);
        }
        let Ok(blob) = Blob::from_bytes(salted.to_vec()) else {
            return Ok(false);
        };
        book.blobs.put(&blob)?;
        self.put = self.put.saturating_add(1);
        Ok(true)
    }

    /// The book as it is by now, to be read: what was handed over is not folded yet.
    #[must_use]
    pub const fn book(&self) -> &Book {
        self.book
    }
}

impl Book {
    /// Takes in what came of others: `work` hands it over, and when this returns it is durable and seen. The own
    /// ledger is sealed before. Whatever cuts it off, what was handed over and kept is folded at the next start, and
    /// the same can be handed over again. An error of `work` ends the handing over; what was kept by then is folded.
    pub fn receive<E: From<BookError>>(
        &mut self,
        wall_ms: u64,
        work: impl FnOnce(&mut Receiving<'_>) -> Result<(), E>,
    ) -> Result<Received, E> {
        if self.lost {
            self.rebuild("the view was lost")?;
        }
        self.seal()?;
        self.remember_hub()?;
        let absent = self.absent().map_err(BookError::from)?;
        let awaited = absent.into_iter().map(|(_, hash)| hash).collect();
        let mut receiving = Receiving {
            book: self,
            awaited,
            ripple: Ripple::Nothing,
            grown: BTreeSet::new(),
            blobs: FxHashSet::default(),
            put: 0,
            doubt: false,
        };
        let worked = work(&mut receiving);
        let Receiving {
            ripple,
            grown,
            blobs,
            put,
            doubt,
            ..
        } = receiving;
        let taken = self.take_in(wall_ms, ripple, &grown, &blobs, doubt);
        worked?;
        Ok(Received { blobs: put, ..taken? })
    }

    fn take_in(
        &mut self,
        wall_ms: u64,
        mut ripple: Ripple,
        grown: &BTreeSet<LogId>,
        blobs: &FxHashSet<BlobHash>,
        doubt: bool,
    ) -> Result<Received, BookError> {
        let kept = self.blobs.sync().map_err(BookError::from);
        let kept = kept.and_then(|()| Ok(self.shelf.sync()?));
        if let Err(fault) = kept {
            // What the disk holds is not known: it is read anew, and the view with it.
            self.shelf.reopen()?;
            self.lost = true;
            return Err(fault);
        }
        if doubt {
            self.doubt_own_ledger()?;
        }
        self.erase_told()?;
        ripple = ripple.max(self.bound_clocks(wall_ms, grown)?);
        for log in grown {
            if let Some(tip) = self.shelf.tip(*log) {
                self.log.observe(tip.hlc_last, wall_ms);
            }
        }
        self.see_hubs();
        let mut received = Received::default();
        if self.choose_branches()? {
            ripple = Ripple::Refold;
        }
        let behind = self.ledgers().into_iter();
        received.folded = behind
            .map(|(log, last)| last.saturating_sub(self.folded.of(log).seq))
            .fold(0, u64::saturating_add);
        let folded = if ripple == Ripple::Refold {
            received.rebuilt = true;
            self.rebuild_for("what came changes what earlier operations mean")
        } else {
            self.fold_new().and_then(|_| {
                received.ignored = std::mem::take(&mut self.ignored);
                received.late = self.fold_late(blobs)?;
                Ok(())
            })
        };
        match folded {
            Ok(()) => {}
            Err(BookError::Index(fault)) => match self.rebuild(&fault.to_string()) {
                Ok(()) => received.rebuilt = true,
                Err(again) => return Err(BookError::ViewLost(again.to_string())),
            },
            Err(fault) => return Err(fault),
        }
        if self.is_checkpoint_due() {
            self.checkpoint()?;
        }
        Ok(received)
    }

    /// The hub bounds the time of ledgers whose clock is more than a day ahead of its own, before their operations are
    /// folded (exchange design 2.8).
    fn bound_clocks(&mut self, wall_ms: u64, grown: &BTreeSet<LogId>) -> Result<Ripple, BookError> {
        let mut ripple = Ripple::Nothing;
        if Some(self.log.id()) != self.roll.hub() || self.standing() != Standing::Good {
            return Ok(ripple);
        }
        let now = Hlc::new(wall_ms.max(self.log.last_written().ms()), 0);
        let mut drafts: Vec<(Body, crate::ledger::op::NewOp)> = Vec::new();
        for log in grown {
            let Some(tip) = self.shelf.tip(*log) else { continue };
            let upto = tip.next_seq().saturating_sub(1);
            let effective = self.roll.effective(log.op(upto), tip.hlc_last, Hlc::default());
            if effective.ms() > now.ms().saturating_add(FOLLOW_MS) {
                let body = Body::from(office::Anchor {
                    node: log.node.0,
                    incarnation: log.incarnation,
                    upto,
                    hlc: now.0,
                });
                let op = new_op(Subject::None, None, &body, None);
                drafts.push((body, op));
            }
        }
        for group in drafts.chunks(MAX_GROUP) {
            let ops: Vec<_> = group.iter().map(|(_, op)| op.clone()).collect();
            let appended = self.log.append(&ops, wall_ms)?;
            let seen = self.log.hub_seen();
            self.count(&appended, seen);
            for ((body, _), (id, _)) in group.iter().zip(appended.iter()) {
                ripple = ripple.max(self.tell_roll(id, body)?);
            }
        }
        Ok(ripple)
    }

    /// Makes the view anew; an operation that asks for it is recorded all the same.
    pub(super) fn rebuild_for(&mut self, why: &str) -> Result<(), BookError> {
        let before = self.rebuilt.take();
        self.rebuild(why)?;
        // That is no trouble of the view, and nothing for the health page.
        self.rebuilt = before;
        Ok(())
    }

    /// Folds operations again whose personal data came late.
    fn fold_late(&mut self, came: &FxHashSet<BlobHash>) -> Result<u64, BookError> {
        if came.is_empty() {
            return Ok(0);
        }
        let mut late: BTreeMap<LogId, BTreeSet<u64>> = BTreeMap::new();
        for (id, hash) in self.absent()? {
            if came.contains(&hash) && self.blobs.has(&hash)? {
                late.entry(id.log).or_default().insert(id.seq);
            }
        }
        let count: usize = late.values().map(BTreeSet::len).sum();
        if count == 0 {
            return Ok(0);
        }
        let mut few: Vec<Op> = Vec::new();
        let much = u64::try_from(count).is_ok_and(|count| count >= self.much);
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
        let mut each = |visit: &mut dyn FnMut(Op) -> Result<(), BookError>| {
            for (log, seqs) in &late {
                let Some(first) = seqs.first() else { continue };
                sources.read(*log, *first, &mut |op| {
                    if seqs.contains(&op.id.seq) && op.absent.is_none() {
                        visit(op)
                    } else {
                        Ok(())
                    }
                })?;
            }
            Ok::<(), BookError>(())
        };
        if much {
            filling::<_, BookError>(
                index,
                roll,
                world,
                heads,
                |mut fill| {
                    each(&mut |op| {
                        fill.absent(op.id, None)?;
                        fill.push(op)
                    })?;
                    Ok(((), fill))
                },
                |()| mark,
            )?;
            self.world.batches.clear();
            self.last_person.replace(None);
            self.at_hand = 0;
            self.behind = 0;
        } else {
            each(&mut |op| {
                few.push(op);
                Ok(())
            })?;
            for op in &few {
                self.index.remove(&rows::ABSENT, &rows::op_key(op.id))?;
                self.fold(op)?;
            }
            // The watermark does not move: were this lost, only the same blob offered again would mend it.
            self.behind = self.behind.max(super::MANY);
        }
        Ok(u64::try_from(count).unwrap_or(u64::MAX))
    }
}
