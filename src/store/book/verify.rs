//! Everything is read and compared: segments, chain, signatures, blobs, and the view against the ledger folded anew.

use super::{
    Book, BookError,
    rebuild::{missing, refold},
    rows,
};
use crate::{
    ledger::id::LogId,
    state::{person::PersonState, world::World},
    store::{blobs, index::IndexFault, log},
};

/// What was looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Operations read.
    pub operations: u64,
    /// Sealed segments, each with its signature and its link to the one before.
    pub segments: u64,
    /// Blobs whose hash agrees.
    pub blobs: u64,
    /// Blobs destroyed on purpose.
    pub destroyed: u64,
    /// Entities of the view that agree with the ledger.
    pub entities: u64,
    /// What is wrong; empty when everything is whole.
    pub findings: Vec<Finding>,
}

/// Something that is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The file, or the part of the view.
    pub place: String,
    /// What is wrong with it.
    pub what: String,
}

impl Finding {
    fn new(place: impl Into<String>, what: impl std::fmt::Display) -> Self {
        Self {
            place: place.into(),
            what: format!("{what}"),
        }
    }
}

impl Book {
    /// Verifies everything. Finds, and mends nothing.
    pub fn verify(&mut self) -> Result<Verified, BookError> {
        let mut verified = Verified::default();
        let ledger = log::verify(
            &*self.files,
            self.log.path(),
            self.log.id(),
            &self.log.public_key(),
        )?;
        verified.operations = ledger.ops;
        verified.segments = u64::try_from(ledger.segments).unwrap_or(u64::MAX);
        verified.findings.extend(
            ledger
                .damage
                .iter()
                .map(|damage| Finding::new(&damage.file, &damage.fault)),
        );
        let roll = &self.roll;
        let others = self.shelf.verify(&|log| roll.key(log));
        verified.operations = verified.operations.saturating_add(others.ops);
        verified.segments = verified.segments.saturating_add(others.segments);
        let damage = others
            .damage
            .iter()
            .map(|(place, fault)| Finding::new(place, fault));
        verified.findings.extend(damage);
        let found = blobs::verify(&*self.files, &self.data)?;
        verified.blobs = u64::try_from(found.whole).unwrap_or(u64::MAX);
        verified.destroyed = u64::try_from(found.destroyed).unwrap_or(u64::MAX);
        verified.findings.extend(
            found
                .damage
                .iter()
                .map(|(file, damage)| Finding::new(format!("blob/{file}"), damage)),
        );
        if verified.findings.is_empty() {
            let held = blobs::held(&*self.files, &self.data)?;
            let missing = missing(&self.log, &held, &self.erased)?;
            if missing > 0 {
                let what = format!("{missing} blobs that the ledger names are missing");
                verified.findings.push(Finding::new("blob", what));
            }
        }
        if verified.findings.is_empty() {
            let ledgers = self.ledgers();
            self.pulse.begin(ledgers.iter().map(|(_, last)| *last).sum());
            let logs: Vec<LogId> = ledgers.into_iter().map(|(log, _)| log).collect();
            let folded = refold(&mut self.sources(), &logs);
            self.pulse.end();
            let (world, _) = folded?;
            if let Err(fault) = self.compare(&world, &mut verified) {
                verified.findings.push(Finding::new("index", fault));
            }
        }
        Ok(verified)
    }

    /// Compares the view with the world folded anew.
    fn compare(&self, world: &World, verified: &mut Verified) -> Result<(), IndexFault> {
        self.index.verify()?;
        let Verified {
            entities, findings, ..
        } = verified;
        let mut same = |place: String, equal: bool| {
            if equal {
                *entities += 1;
            } else {
                findings.push(Finding::new(place, "differs from what the ledger says"));
            }
        };
        let mut seen = [0usize; 5];
        let [units, courses, heads, people, numbers] = &mut seen;
        rows::UNITS.each(&self.index, |id, state| {
            *units += 1;
            let id = crate::domain::id::UnitId(id);
            same(format!("index/unit/{id}"), world.units.get(&id) == Some(&state));
            true
        })?;
        rows::COURSES.each(&self.index, |id, state| {
            *courses += 1;
            let id = crate::domain::id::CourseId(id);
            same(
                format!("index/course/{id}"),
                world.courses.get(&id) == Some(&state),
            );
            true
        })?;
        rows::HEADS.each(&self.index, |id, head| {
            *heads += 1;
            let id = crate::domain::id::BatchId(id);
            same(
                format!("index/head/{id}"),
                world.batches.get(&id).is_some_and(|batch| batch.head == head),
            );
            true
        })?;
        rows::PEOPLE.each(&self.index, |id, state| {
            *people += 1;
            let id = crate::domain::id::PersonId(id);
            same(
                format!("index/person/{id}"),
                world
                    .people
                    .get(&id)
                    .is_some_and(|told| same_person(told, &state)),
            );
            true
        })?;
        for row in self.index.prefix(&rows::NUMBERS, &[])? {
            let (key, person) = row?;
            *numbers += 1;
            let number = key.first_chunk::<8>().map(|bytes| u64::from_be_bytes(*bytes));
            let told = number
                .and_then(crate::domain::number::Number::from_u64)
                .and_then(|n| world.numbers.get(&n));
            same("index/number".to_owned(), told == Some(&person));
        }
        for (id, batch) in &world.batches {
            // Slots are given out in the order in which ledgers came, which is another at every node.
            let mut at = 0usize;
            let mut equal = true;
            for row in self.index.prefix(&rows::CHUNKS, &id.0)? {
                let (_, regs) = row?;
                equal &= regs
                    .iter()
                    .all(|reg| batch.reg(reg.person, reg.attempt) == Some(reg));
                at = at.saturating_add(regs.len());
            }
            same(format!("index/chunk/{id}"), equal && at == batch.regs().len());
        }
        let expected = [
            world.units.len(),
            world.courses.len(),
            world.batches.len(),
            world.people.len(),
            world.numbers.len(),
        ];
        for ((name, found), expected) in ["unit", "course", "head", "person", "number"]
            .iter()
            .zip(seen)
            .zip(expected)
        {
            if found != expected {
                findings.push(Finding::new(
                    format!("index/{name}"),
                    format!("holds {found} entities where the ledger has {expected}"),
                ));
            }
        }
        Ok(())
    }
}

/// Whether two folds of a person agree, but for the slots, which hang on the order in which ledgers came.
fn same_person(told: &PersonState, found: &PersonState) -> bool {
    let without_slots = |state: &PersonState| {
        let mut state = state.clone();
        for place in &mut state.places {
            place.slot = 0;
        }
        state
    };
    without_slots(told) == without_slots(found)
}
