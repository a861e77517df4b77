//! Imports: many operations with few syncs, folded one entity at a time.

use super::{Book, BookError, Draft, fold::stamp, rows};
use crate::{
    domain::id::{BatchId, PersonId},
    ledger::{blob::Blob, op::NewOp},
    state::{batch::Touched, person::PersonState, stamp::Stamp, world::Subject},
    store::index::IndexFault,
};
use rustc_hash::FxHashMap;
use std::collections::hash_map::Entry;

/// How many operations are made durable together: one segment.
const TOGETHER: usize = 4_096;

/// Bytes of the view that may wait in memory before they are written.
const LARGE: usize = 64 << 20;

/// An import under way. Nothing is promised before [`Importing::finish`] has returned; were the power cut, what was
/// written so far is whole and the same file imported again completes it.
pub struct Importing<'a> {
    book: &'a mut Book,
    wall_ms: u64,
    blobs: Vec<Blob>,
    waiting: Vec<(Draft, NewOp)>,
    /// People whose list of registrations grows; written once, in the order of names.
    places: FxHashMap<PersonId, PersonState>,
}

impl Book {
    /// Begins an import.
    pub fn import(&mut self, wall_ms: u64) -> Importing<'_> {
        Importing {
            book: self,
            wall_ms,
            blobs: Vec::new(),
            waiting: Vec::new(),
            places: FxHashMap::default(),
        }
    }
}

impl Importing<'_> {
    /// The person that the next operation would add.
    #[must_use]
    pub fn next_person(&self) -> PersonId {
        let next = self.book.log.next_id();
        let waiting = u64::try_from(self.waiting.len()).unwrap_or(u64::MAX);
        PersonId::of_op(
            next.log.node.0,
            next.log.incarnation,
            next.seq.saturating_add(waiting),
        )
    }

    /// Takes one operation. Operations on one batch should come one after the other: its registrations are written
    /// once for each run of them.
    pub fn push(&mut self, draft: Draft) -> Result<(), BookError> {
        let (op, blob) = draft.seal()?;
        self.blobs.extend(blob);
        self.waiting.push((draft, op));
        if self.waiting.len() >= TOGETHER {
            self.write()
        } else {
            Ok(())
        }
    }

    fn write(&mut self) -> Result<(), BookError> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let before = self.book.operations();
        match self.write_waiting() {
            // What a failed import left in the ledger must not lie behind the view's watermark unseen.
            Err(fault) if self.book.operations() > before => {
                self.places.clear();
                self.book.rebuild(&fault.to_string())?;
                // A view that fails says nothing against what is recorded; anything else cut the import off.
                if matches!(fault, BookError::Index(_)) {
                    Ok(())
                } else {
                    Err(fault)
                }
            }
            written => written,
        }
    }

    fn write_waiting(&mut self) -> Result<(), BookError> {
        if !self.blobs.is_empty() {
            for blob in self.blobs.drain(..) {
                self.book.blobs.put(&blob)?;
            }
            self.book.blobs.sync()?;
        }
        let mut stamps: Vec<Stamp> = Vec::with_capacity(self.waiting.len());
        let mut bulk = self.book.log.bulk()?;
        for (_, op) in &self.waiting {
            let appended = bulk.push(std::slice::from_ref(op), self.wall_ms)?;
            stamps.extend(appended.iter().map(|(id, hlc)| stamp(id, hlc)));
        }
        bulk.finish()?;
        let mut at_work: Option<(BatchId, Touched)> = None;
        for ((draft, _), stamp) in std::mem::take(&mut self.waiting).into_iter().zip(stamps) {
            let Subject::Batch(id) = draft.subject else {
                if let Subject::Person(person) = draft.subject
                    && let Some(state) = self.places.remove(&person)
                {
                    // The fold reads the view: what waits for this person comes first, or one undoes the other.
                    rows::PEOPLE.put(&self.book.index, &person.0, &state)?;
                }
                self.book
                    .fold(draft.subject, stamp, &draft.body, draft.blob.as_deref())?;
                continue;
            };
            if at_work.as_ref().is_none_or(|(at, _)| *at != id) {
                if let Some((done, touched)) = at_work.replace((id, Touched::default())) {
                    self.put(done, touched)?;
                }
                self.book.bring_batch(id)?;
            }
            let change = self
                .book
                .world
                .fold(draft.subject, stamp, &draft.body, draft.blob.as_deref());
            if let Some((_, touched)) = &mut at_work {
                touched.all |= change.touched.all;
                touched.slots.extend(change.touched.slots);
                touched.placed.extend(change.touched.placed);
            }
        }
        if let Some((done, touched)) = at_work {
            self.put(done, touched)?;
        }
        self.book.since_checkpoint = self.book.since_checkpoint.saturating_add(1);
        if self.book.index.waiting().1 > LARGE {
            self.settle()
        } else {
            Ok(())
        }
    }

    /// Writes the view as of what is in the ledger: the lists of registrations first, which it would lack.
    fn settle(&mut self) -> Result<(), BookError> {
        self.put_places()?;
        self.book.checkpoint()
    }

    fn put_places(&mut self) -> Result<(), IndexFault> {
        let mut people: Vec<(PersonId, PersonState)> = self.places.drain().collect();
        people.sort_unstable_by_key(|(id, _)| *id);
        for (id, person) in people {
            rows::PEOPLE.put(&self.book.index, &id.0, &person)?;
        }
        Ok(())
    }

    fn put(&mut self, id: BatchId, touched: Touched) -> Result<(), BookError> {
        self.book.put_batch(id, &touched)?;
        for (person, place) in touched.placed {
            let state = match self.places.entry(person) {
                Entry::Occupied(entry) => entry.into_mut(),
                Entry::Vacant(entry) => {
                    entry.insert(rows::PEOPLE.get(&self.book.index, &person.0)?.unwrap_or_default())
                }
            };
            state.placed(place);
        }
        Ok(())
    }

    /// Ends the import: everything is durable and seen.
    pub fn finish(mut self) -> Result<(), BookError> {
        self.write()?;
        self.settle()
    }
}

impl Drop for Importing<'_> {
    /// An import that was given up midway: the view has what the ledger has.
    fn drop(&mut self) {
        if let Err(fault) = self.put_places() {
            let _ = self.book.rebuild(&fault.to_string());
        }
    }
}
