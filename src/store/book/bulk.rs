//! Imports: many operations with few syncs, folded while a second thread writes the view ([`super::fill`]).
//!
//! ```text
//! file -> drafts -> ledger (a segment each 4,096 operations) -> folds -> view
//! ```
//!
//! Whatever cuts an import off, the view is then made anew from the ledger, and the same file imported again completes
//! what is missing.

use super::{
    Book, BookError, Draft,
    fill::{Fill, filling},
    fold::{Marks, stamp, watermark},
    sources::{Op, Said},
};
use crate::{
    domain::id::PersonId,
    ledger::{blob::Blob, clock::Hlc, op::NewOp},
    state::roll::Roll,
    store::{blobs::Blobs, identity::Standing, log::Log, pulse::Pulse},
};

/// How many operations are made durable together: one segment.
const TOGETHER: usize = 4_096;

/// An import under way. Nothing is promised before [`Book::import`] has returned.
pub struct Importing<'a> {
    log: &'a mut Log,
    blobs: &'a mut Blobs,
    roll: &'a Roll,
    folded: &'a mut Marks,
    fill: Fill<'a>,
    pulse: &'a Pulse,
    wall_ms: u64,
    salted: Vec<Blob>,
    waiting: Vec<(Draft, NewOp)>,
}

impl Book {
    /// Runs an import: `work` pushes operations, and when this returns they are durable and seen. On any failure the
    /// view is made anew, so that it shows what the ledger then holds. Operations of the roll (`NodeEnrolled` and the
    /// like) are not for imports.
    pub fn import<E: From<BookError>>(
        &mut self,
        wall_ms: u64,
        work: impl FnOnce(&mut Importing<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        match self.standing() {
            Standing::Good => {}
            standing => return Err(BookError::Standing(standing).into()),
        }
        self.checkpoint()?;
        self.last_person.replace(None);
        match self.run_import(wall_ms, work) {
            Ok(()) => Ok(()),
            Err(fault) => {
                // What cut the import off may hinder this too; then the next start does it.
                let _ = self.rebuild("an import was cut off");
                Err(fault)
            }
        }
    }

    fn run_import<E: From<BookError>>(
        &mut self,
        wall_ms: u64,
        work: impl FnOnce(&mut Importing<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let Self {
            log,
            blobs,
            roll,
            index,
            world,
            heads,
            folded,
            pulse,
            ..
        } = self;
        let pulse = &*pulse;
        let fill = |fill| -> Result<_, E> {
            let mut importing = Importing {
                log,
                blobs,
                roll,
                folded,
                fill,
                pulse,
                wall_ms,
                salted: Vec::new(),
                waiting: Vec::new(),
            };
            work(&mut importing)?;
            importing.write()?;
            let Importing { folded, fill, .. } = importing;
            Ok((watermark(folded), fill))
        };
        let filled = filling(index, roll, world, heads, fill, Clone::clone);
        pulse.end();
        filled?;
        self.at_hand = 0;
        self.world.batches.clear();
        self.behind = 0;
        self.note_anchor(false);
        Ok(())
    }
}

impl Importing<'_> {
    /// The person that the next operation would add.
    #[must_use]
    pub fn next_person(&self) -> PersonId {
        let next = self.log.next_id();
        let waiting = u64::try_from(self.waiting.len()).unwrap_or(u64::MAX);
        PersonId::of_op(
            next.log.node.0,
            next.log.incarnation,
            next.seq.saturating_add(waiting),
        )
    }

    /// About so many operations will be pushed: who waits is told how far that is.
    pub fn expect(&self, count: usize) {
        self.pulse.begin(u64::try_from(count).unwrap_or(u64::MAX));
    }

    /// Takes one operation. Operations on one batch should come one after the other: its registrations are written
    /// once for each run of them.
    pub fn push(&mut self, draft: Draft) -> Result<(), BookError> {
        self.pulse.step();
        let (op, blob) = draft.seal()?;
        self.salted.extend(blob);
        self.waiting.push((draft, op));
        if self.waiting.len() >= TOGETHER {
            self.write()
        } else {
            Ok(())
        }
    }

    /// Makes what waits durable, then folds it.
    fn write(&mut self) -> Result<(), BookError> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        if !self.salted.is_empty() {
            for blob in self.salted.drain(..) {
                self.blobs.put(&blob)?;
            }
            self.blobs.sync()?;
        }
        let seen = self.log.hub_seen();
        let mut placed: Vec<(_, Hlc)> = Vec::with_capacity(self.waiting.len());
        let mut bulk = self.log.bulk()?;
        for (_, op) in &self.waiting {
            let appended = bulk.push(std::slice::from_ref(op), self.wall_ms)?;
            placed.extend(appended.iter());
        }
        bulk.finish()?;
        for ((draft, _), (id, hlc)) in std::mem::take(&mut self.waiting).into_iter().zip(placed) {
            self.folded.see(id, hlc, seen);
            self.fill.push(Op {
                id,
                subject: draft.subject,
                stamp: stamp(id, self.roll.effective(id, hlc, seen)),
                said: Said::Body(draft.body),
                blob: draft.blob,
                absent: None,
            })?;
        }
        Ok(())
    }
}
