//! One hash of all that is true: two nodes that folded the same operations have the same.
//!
//! ```text
//! root = BLAKE3("balai/state/1\0" || for each entity, by kind and name: kind u8, name 16, hash 32)
//! hash = BLAKE3 of the entity's canonical bytes: bincode 2, standard configuration
//! ```
//!
//! Left out is what may differ between nodes that agree: personal data (a blob goes only to those who may know it), and
//! the order in which registrations first arrived.

use super::{
    batch::{BatchState, Reg},
    course::CourseState,
    person::PersonState,
    unit::UnitState,
    world::World,
};
use crate::domain::id::{BatchId, CourseId, PersonId, UnitId};
use rustc_hash::FxHashMap;
use serde::Serialize;
use std::{collections::BTreeSet, fmt};

/// The hash of an entity, or of all of them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StateRoot(pub [u8; 32]);

/// 64 hexadecimal digits.
impl fmt::Display for StateRoot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for StateRoot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StateRoot({self})")
    }
}

/// Writes into a hash.
struct Into(blake3::Hasher);

impl std::io::Write for Into {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn hash(value: &impl Serialize) -> StateRoot {
    let mut into = Into(blake3::Hasher::new());
    // A hash takes every byte, and no type here refuses to be written.
    let _ = bincode::serde::encode_into_std_write(value, &mut into, bincode::config::standard());
    StateRoot(*into.0.finalize().as_bytes())
}

/// The hash of a unit.
#[must_use]
pub fn unit_root(unit: &UnitState) -> StateRoot {
    hash(unit)
}

/// The hash of a course.
#[must_use]
pub fn course_root(course: &CourseState) -> StateRoot {
    hash(course)
}

/// The hash of a batch: independent of the slots of its registrations.
#[must_use]
pub fn batch_root(batch: &BatchState) -> StateRoot {
    let head = &batch.head;
    let staff = head.staff.as_ref().map(|staff| staff.stamp);
    let said = (
        &head.batch,
        &head.stage,
        staff,
        &head.minted,
        head.minter,
        head.frozen,
        &head.surveys,
    );
    let follows = (&head.held, head.counts, head.contested, head.burned());
    let seats = head.seats.as_ref().map(|seats| seats.said());
    let shares: Vec<_> = head
        .shares()
        .iter()
        .map(|share| (share.log, share.owned, share.held))
        .collect();
    let mut regs: Vec<&Reg> = batch.regs().iter().collect();
    regs.sort_unstable_by_key(|reg| (reg.person, reg.attempt));
    hash(&(said, follows, seats, shares, regs))
}

/// The hash of a person: independent of whether their personal data is here.
#[must_use]
pub fn person_root(person: &PersonState) -> StateRoot {
    let record = person.record.as_ref().map(|record| {
        let value = &record.value;
        (record.stamp, value.unit, value.employment, value.contract_end)
    });
    let places: BTreeSet<_> = person
        .places
        .iter()
        .map(|place| (place.batch, place.attempt))
        .collect();
    let elsewhere: Vec<_> = person
        .elsewhere
        .iter()
        .map(|line| (line.stamp, line.from, line.to, line.credit, line.form))
        .collect();
    hash(&(
        record,
        &person.roles,
        places,
        elsewhere,
        person.erased,
        person.frozen,
    ))
}

/// Gathers the hashes of entities: units, then courses, then batches, then people, each by rising name.
pub struct Gather(blake3::Hasher);

impl Default for Gather {
    fn default() -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(b"balai/state/1\0");
        Self(hasher)
    }
}

impl Gather {
    fn one(&mut self, kind: u8, name: &[u8; 16], root: StateRoot) {
        self.0.update(&[kind]);
        self.0.update(name);
        self.0.update(&root.0);
    }

    /// Takes a unit.
    pub fn unit(&mut self, id: UnitId, unit: &UnitState) {
        self.one(1, &id.0, unit_root(unit));
    }

    /// Takes a course.
    pub fn course(&mut self, id: CourseId, course: &CourseState) {
        self.one(2, &id.0, course_root(course));
    }

    /// Takes a batch.
    pub fn batch(&mut self, id: BatchId, batch: &BatchState) {
        self.one(3, &id.0, batch_root(batch));
    }

    /// Takes a person.
    pub fn person(&mut self, id: PersonId, person: &PersonState) {
        self.one(4, &id.0, person_root(person));
    }

    /// The hash of all.
    #[must_use]
    pub fn finish(&self) -> StateRoot {
        StateRoot(*self.0.finalize().as_bytes())
    }
}

fn sorted<K: Ord + Copy, V>(map: &FxHashMap<K, V>) -> Vec<(K, &V)> {
    let mut rows: Vec<(K, &V)> = map.iter().map(|(key, value)| (*key, value)).collect();
    rows.sort_unstable_by_key(|(key, _)| *key);
    rows
}

impl World {
    /// The hash of everything that is at hand.
    #[must_use]
    pub fn root(&self) -> StateRoot {
        let mut gather = Gather::default();
        for (id, unit) in sorted(&self.units) {
            gather.unit(id, unit);
        }
        for (id, course) in sorted(&self.courses) {
            gather.course(id, course);
        }
        for (id, batch) in sorted(&self.batches) {
            gather.batch(id, batch);
        }
        for (id, person) in sorted(&self.people) {
            gather.person(id, person);
        }
        gather.finish()
    }
}
