//! All entities, or those that somebody works with, and the one place where an operation finds its fold.

use super::{
    batch::{BatchState, Touched},
    course::CourseState,
    person::{PersonState, Place},
    stamp::Stamp,
    unit::UnitState,
};
use crate::{
    domain::{
        id::{BatchId, CourseId, PersonId, UnitId},
        number::Number,
    },
    ledger::{
        body::Body,
        op::{NewOp, OpView},
    },
};
use rustc_hash::FxHashMap;

/// Which entity an operation is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The office itself, or a kind that this release does not know.
    None,
    /// A unit.
    Unit(UnitId),
    /// A course.
    Course(CourseId),
    /// A batch.
    Batch(BatchId),
    /// A person.
    Person(PersonId),
}

/// The kinds of subjects on the record: never reused.
mod subject_type {
    pub const NONE: u8 = 0;
    pub const UNIT: u8 = 1;
    pub const COURSE: u8 = 2;
    pub const BATCH: u8 = 3;
    pub const PERSON: u8 = 4;
}

impl Subject {
    /// The type and name on the record.
    #[must_use]
    pub const fn on_record(&self) -> (u8, [u8; 16]) {
        match self {
            Self::None => (subject_type::NONE, [0; 16]),
            Self::Unit(id) => (subject_type::UNIT, id.0),
            Self::Course(id) => (subject_type::COURSE, id.0),
            Self::Batch(id) => (subject_type::BATCH, id.0),
            Self::Person(id) => (subject_type::PERSON, id.0),
        }
    }

    /// The subject of an operation; who is added by it is named by it.
    #[must_use]
    pub fn of(op: &OpView<'_>, stamp: Stamp) -> Self {
        let name = op.subject.0;
        match op.subject_type {
            subject_type::UNIT => Self::Unit(UnitId(name)),
            subject_type::COURSE => Self::Course(CourseId(name)),
            subject_type::BATCH => Self::Batch(BatchId(name)),
            subject_type::PERSON if name == [0; 16] => Self::Person(stamp.person()),
            subject_type::PERSON => Self::Person(PersonId(name)),
            _ => Self::None,
        }
    }

    /// The subject of an operation that adds a person.
    #[must_use]
    pub const fn new_person() -> Self {
        Self::Person(PersonId([0; 16]))
    }
}

/// Makes an operation of its parts, all of version 1 and none critical: a release that does not know a kind of today
/// cannot be older than today.
#[must_use]
pub fn new_op(
    subject: Subject,
    actor: Option<PersonId>,
    body: &Body,
    blob: Option<crate::ledger::blob::BlobHash>,
) -> NewOp {
    let (subject_type, name) = subject.on_record();
    let mut bytes = Vec::with_capacity(48);
    body.write(&mut bytes);
    NewOp {
        critical: false,
        kind: body.kind(),
        kind_ver: 1,
        subject_type,
        subject: crate::ledger::id::EntityId(name),
        actor: actor.map(|person| crate::ledger::id::EntityId(person.0)),
        body: bytes,
        blob,
    }
}

/// What an operation changed, to be written.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// The batch, with what was touched in it.
    pub touched: Touched,
    /// A number that names the subject from now on.
    pub number: Option<Number>,
}

/// Entities in memory: all of them while everything is folded anew, or those at hand.
#[derive(Debug, Default)]
pub struct World {
    /// Units.
    pub units: FxHashMap<UnitId, UnitState>,
    /// Courses.
    pub courses: FxHashMap<CourseId, CourseState>,
    /// Batches.
    pub batches: FxHashMap<BatchId, BatchState>,
    /// People.
    pub people: FxHashMap<PersonId, PersonState>,
    /// Who has a number, now or before.
    pub numbers: FxHashMap<Number, PersonId>,
}

impl World {
    /// Folds one operation into its subject, which must be at hand if it exists. The places of people in
    /// [`Touched::placed`] are for the caller to fold, with [`Self::place`]: those people may not be at hand.
    pub fn fold(&mut self, subject: Subject, stamp: Stamp, body: &Body, blob: Option<&[u8]>) -> Change {
        let mut change = Change::default();
        match (subject, body) {
            (Subject::Unit(id), Body::UnitSet(body)) => {
                self.units.entry(id).or_default().apply(id, stamp, body);
            }
            (Subject::Course(id), Body::CourseSet(body)) => {
                self.courses.entry(id).or_default().apply(id, stamp, body);
            }
            (Subject::Batch(id), _) => {
                self.batches
                    .entry(id)
                    .or_default()
                    .apply(id, stamp, body, blob, &mut change.touched);
            }
            (Subject::Person(id), _) => {
                let person = self.people.entry(id).or_default();
                match body {
                    Body::PersonAdded(body) => person.added(stamp, body, blob),
                    Body::PersonChanged(body) => person.changed(stamp, body, blob),
                    Body::RoleSet(body) => person.role(stamp, body),
                    Body::Elsewhere(body) => person.elsewhere(stamp, body, blob),
                    _ => false,
                };
                change.number = person.number();
                if let Some(number) = change.number {
                    self.numbers.insert(number, id);
                }
            }
            _ => {}
        }
        change
    }

    /// Folds that a person is registered somewhere.
    pub fn place(&mut self, person: PersonId, place: Place) {
        self.people.entry(person).or_default().placed(place);
    }

    /// Folds one operation of a whole record: everything is at hand.
    pub fn fold_all(&mut self, stamp: Stamp, op: &OpView<'_>, blob: Option<&[u8]>) {
        let Ok(body) = Body::read(op.kind, op.body) else {
            return;
        };
        let change = self.fold(Subject::of(op, stamp), stamp, &body, blob);
        for (person, place) in change.touched.placed {
            self.place(person, place);
        }
    }

    /// Registrations in all.
    #[must_use]
    pub fn registrations(&self) -> u64 {
        self.batches
            .values()
            .map(|batch| u64::from(batch.head.slots))
            .sum()
    }
}
