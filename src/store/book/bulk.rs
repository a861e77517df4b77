//! Imports: many operations with few syncs, folded one entity at a time.

use super::{Book, BookError, Draft, fold::stamp, rows};
use crate::{
    domain::id::{BatchId, PersonId},
    ledger::{blob::Blob, op::NewOp},
    state::{
        person::PersonState,
        stamp::Stamp,
        world::Subject,
    },
};
use rustc_hash::FxHashMap;

/// How many blobs are made durable together.
const BLOBS: usize = 4_096;

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
        Importing { book: self, wall_ms, blobs: Vec::new(), waiting: Vec::new(), places: FxHashMap::default() }
    }
}

impl Importing<'_> {
    /// Takes one operation that is not about a batch's registrations.
    pub fn push(&mut self, draft: Draft) -> Result<(), BookError> {
        let (op, blob) = draft.seal()?;
        self.blobs.extend(blob);
        self.waiting.push((draft, op));
        if self.waiting.len() >= BLOBS { self.write() } else { Ok(()) }
    }

    fn write(&mut self) -> Result<(), BookError> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        if !self.blobs.is_empty() {
            self.book.blobs.append(&self.blobs)?;
            self.blobs.clear();
        }
        let mut stamps: Vec<Stamp> = Vec::with_capacity(self.waiting.len());
        let mut bulk = self.book.log.bulk();
        for (_, op) in &self.waiting {
            let appended = bulk.push(std::slice::from_ref(op), self.wall_ms)?;
            stamps.extend(appended.iter().map(|(id, hlc)| stamp(id, hlc)));
        }
        bulk.finish()?;
        for ((draft, _), stamp) in self.waiting.drain(..).zip(stamps) {
            self.book.fold(draft.subject, stamp, &draft.body, draft.blob.as_deref())?;
        }
        self.book.since_checkpoint = self.book.since_checkpoint.saturating_add(1);
        self.book.settle_large()
    }

    /// Takes the past of one batch: its operations are folded together and its registrations written once.
    pub fn batch(&mut self, id: BatchId, drafts: &[Draft]) -> Result<(), BookError> {
        self.write()?;
        self.book.bring_batch(id)?;
        let mut touched = crate::state::batch::Touched::default();
        let mut bulk = self.book.log.bulk();
        for draft in drafts {
            let op = crate::state::world::new_op(draft.subject, draft.actor, &draft.body, None);
            let appended = bulk.push(std::slice::from_ref(&op), self.wall_ms)?;
            for (op, hlc) in appended.iter() {
                let change = self.book.world.fold(Subject::Batch(id), stamp(op, hlc), &draft.body, None);
                touched.all |= change.touched.all;
                touched.slots.extend(change.touched.slots);
                touched.placed.extend(change.touched.placed);
            }
        }
        bulk.finish()?;
        self.book.put_batch(id, &touched)?;
        for (person, place) in touched.placed {
            let state = match self.places.entry(person) {
                std::collections::hash_map::Entry::Occupied(entry) => entry.into_mut(),
                std::collections::hash_map::Entry::Vacant(entry) => {
                    entry.insert(rows::PEOPLE.get(&self.book.index, &person.0)?.unwrap_or_default())
                }
            };
            state.placed(place);
        }
        self.book.since_checkpoint = self.book.since_checkpoint.saturating_add(1);
        Ok(())
    }

    /// Ends the import: everything is durable and seen.
    pub fn finish(mut self) -> Result<(), BookError> {
        self.write()?;
        let mut people: Vec<(PersonId, PersonState)> = self.places.drain().collect();
        people.sort_unstable_by_key(|(id, _)| *id);
        for (id, person) in people {
            rows::PEOPLE.put(&self.book.index, &id.0, &person)?;
        }
        self.book.checkpoint()
    }
}

impl Book {
    /// Writes the view where much waits in memory.
    fn settle_large(&mut self) -> Result<(), BookError> {
        if self.index.waiting().1 > LARGE { self.checkpoint() } else { Ok(()) }
    }
}

/// Bytes that may wait in memory during an import.
const LARGE: usize = 48 << 20;
