//! What the use cases read.

use super::{Book, rows};
use crate::{
    domain::{
        id::{BatchId, CourseId, PersonId, UnitId},
        number::Number,
    },
    state::{
        batch::{BatchState, CHUNK, Head, Reg},
        course::CourseState,
        person::{PersonState, Place},
        root::{Gather, StateRoot},
        unit::UnitState,
    },
    store::index::IndexFault,
};
use rustc_hash::FxHashMap;

impl Book {
    /// Every unit.
    #[must_use]
    pub const fn units(&self) -> &FxHashMap<UnitId, UnitState> {
        &self.world.units
    }

    /// Every course.
    #[must_use]
    pub const fn courses(&self) -> &FxHashMap<CourseId, CourseState> {
        &self.world.courses
    }

    /// The head of every batch.
    #[must_use]
    pub const fn heads(&self) -> &FxHashMap<BatchId, Head> {
        &self.heads
    }

    /// A batch with its registrations.
    pub fn batch(&mut self, id: BatchId) -> Result<Option<&BatchState>, IndexFault> {
        self.bring_batch(id)?;
        Ok(self.world.batches.get(&id))
    }

    /// A registration of somebody, by where it is: one chunk is read where the batch is not at hand.
    pub fn registration(&self, person: PersonId, place: Place) -> Result<Option<Reg>, IndexFault> {
        if let Some(batch) = self.world.batches.get(&place.batch) {
            return Ok(batch.reg(person, place.attempt).cloned());
        }
        let Ok(slot) = usize::try_from(place.slot) else {
            return Ok(None);
        };
        let Ok(chunk) = u16::try_from(slot / CHUNK) else {
            return Ok(None);
        };
        let regs = self
            .index
            .get(&rows::CHUNKS, &rows::chunk_key(place.batch, chunk))?
            .unwrap_or_default();
        let reg = regs.into_iter().nth(slot % CHUNK);
        Ok(reg.filter(|reg| (reg.person, reg.attempt) == (person, place.attempt)))
    }

    /// A person.
    pub fn person(&self, id: PersonId) -> Result<Option<PersonState>, IndexFault> {
        if let Some((last, person)) = self.last_person.borrow().as_ref()
            && *last == id
        {
            return Ok(Some(person.clone()));
        }
        let person = rows::PEOPLE.get(&self.index, &id.0)?;
        if let Some(person) = &person {
            *self.last_person.borrow_mut() = Some((id, person.clone()));
        }
        Ok(person)
    }

    /// Who has a number, now or before.
    pub fn person_of(&self, number: Number) -> Result<Option<PersonId>, IndexFault> {
        self.index.get(&rows::NUMBERS, &rows::number_key(number))
    }

    /// Every person, in the order in which they were added, until `see` says enough.
    pub fn each_person(&self, mut see: impl FnMut(PersonId, PersonState) -> bool) -> Result<(), IndexFault> {
        rows::PEOPLE.each(&self.index, |id, person| see(PersonId(id), person))
    }

    /// Every number with who has it, in the order of numbers.
    pub fn each_number(&self, mut see: impl FnMut(Number, PersonId)) -> Result<(), IndexFault> {
        for row in self.index.prefix(&rows::NUMBERS, &[])? {
            let (key, person) = row?;
            let number = key.first_chunk::<8>().map(|bytes| u64::from_be_bytes(*bytes));
            if let Some(number) = number.and_then(Number::from_u64) {
                see(number, person);
            }
        }
        Ok(())
    }

    /// How many people there are.
    pub fn people_count(&self) -> Result<u64, IndexFault> {
        rows::PEOPLE.count(&self.index)
    }

    /// How many registrations there are.
    #[must_use]
    pub fn registrations_count(&self) -> u64 {
        self.heads.values().map(|head| u64::from(head.slots)).sum()
    }

    /// One hash of all that is true here: equal at two nodes that hold the same ledgers. Reads everything.
    pub fn root(&mut self) -> Result<StateRoot, IndexFault> {
        let mut gather = Gather::default();
        let mut units: Vec<_> = self.world.units.iter().collect();
        units.sort_unstable_by_key(|(id, _)| **id);
        for (id, unit) in units {
            gather.unit(*id, unit);
        }
        let mut courses: Vec<_> = self.world.courses.iter().collect();
        courses.sort_unstable_by_key(|(id, _)| **id);
        for (id, course) in courses {
            gather.course(*id, course);
        }
        let mut batches: Vec<BatchId> = self.heads.keys().copied().collect();
        batches.sort_unstable();
        for id in batches {
            if let Some(batch) = self.batch(id)? {
                gather.batch(id, batch);
            }
        }
        self.each_person(|id, person| {
            gather.person(id, &person);
            true
        })?;
        Ok(gather.finish())
    }
}
