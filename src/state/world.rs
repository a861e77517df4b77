//! All entities, or those that somebody works with, and the one place where an operation finds its fold.

use super::{
    batch::{BatchState, Touched},
    course::CourseState,
    person::{PersonState, Place},
    roll::{Ignored, Roll},
    stamp::Stamp,
    unit::UnitState,
};
use crate::{
    domain::{
        id::{BatchId, CourseId, PersonId, UnitId},
        number::Number,
        rehearsal::{self, Mutant},
    },
    ledger::{
        body::Body,
        id::LogId,
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
    /// A number that names nobody any more, since the personal data was destroyed.
    pub forgotten: Option<Number>,
    /// Why the operation had no effect, where it had none; then nothing was touched, and it is a matter for an officer.
    pub ignored: Option<Ignored>,
}

/// Why an operation has no effect, where it has none: what its author may not say, and a taking of tickets from a
/// ledger that the same hub has not closed before.
fn judge(roll: &Roll, stamp: Stamp, body: &Body) -> Option<Ignored> {
    if let Err(ignored) = roll.judge(stamp.op(), body) {
        return Some(ignored);
    }
    match body {
        Body::Take(take) => {
            let from = LogId::new(take.node, take.incarnation);
            let closed = roll.closed_before(from, stamp.op()) || rehearsal::has(Mutant::SeatsTaken);
            (!closed).then_some(Ignored::Scope)
        }
        _ => None,
    }
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
    /// Folds one operation into its subject, which must be at hand if it exists. The author is the ledger of `stamp`,
    /// whose clock is the effective one ([`Roll::effective`]); what the roll does not count or allow changes nothing
    /// and is said in [`Change::ignored`]. Operations that are the roll's own matter are to be told to it as well
    /// ([`Roll::apply`]), best before.
    ///
    /// Operations of one ledger come in their order and once, those of several ledgers in any order; only an operation
    /// whose blob has come since may come again. The places of people in [`Touched::placed`] are for the caller to fold,
    /// with [`Self::place`]: those people may not be at hand.
    pub fn fold(
        &mut self,
        roll: &Roll,
        subject: Subject,
        stamp: Stamp,
        body: &Body,
        blob: Option<&[u8]>,
    ) -> Change {
        let mut change = Change {
            ignored: judge(roll, stamp, body),
            ..Change::default()
        };
        if change.ignored.is_some() {
            return change;
        }
        match (subject, body) {
            (Subject::Unit(id), Body::UnitSet(body)) => {
                self.units.entry(id).or_default().apply(id, stamp, body);
            }
            (Subject::Course(id), Body::CourseSet(body)) => {
                self.courses.entry(id).or_default().apply(id, stamp, body);
            }
            (Subject::Batch(id), _) => {
                self.batches.entry(id).or_default().apply(
                    id,
                    stamp,
                    roll.is_hub(stamp.log()),
                    body,
                    blob,
                    &mut change.touched,
                );
            }
            (Subject::Person(id), _) => {
                let person = self.people.entry(id).or_default();
                let before = person.number();
                match body {
                    Body::PersonAdded(body) => person.added(stamp, body, blob),
                    Body::PersonChanged(body) => person.changed(stamp, body, blob),
                    Body::RoleSet(body) => person.role(stamp, body),
                    Body::Elsewhere(body) => person.elsewhere(stamp, body, blob),
                    Body::Erase(_) => person.erase(stamp),
                    _ => false,
                };
                change.number = person.number();
                if let Some(number) = change.number {
                    self.numbers.insert(number, id);
                } else if let Some(number) = before {
                    change.forgotten = before;
                    if self.numbers.get(&number) == Some(&id) {
                        self.numbers.remove(&number);
                    }
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

    /// Folds one operation of a whole record: everything is at hand. Answers why it had no effect, where it had none.
    pub fn fold_all(
        &mut self,
        roll: &Roll,
        stamp: Stamp,
        op: &OpView<'_>,
        blob: Option<&[u8]>,
    ) -> Option<Ignored> {
        let subject = Subject::of(op, stamp);
        let Ok(body) = Body::read(op.kind, op.body) else {
            return Some(self.unread(roll, subject, stamp, op.critical));
        };
        let change = self.fold(roll, subject, stamp, &body, blob);
        for (person, place) in change.touched.placed {
            self.place(person, place);
        }
        change.ignored
    }

    /// An operation whose kind or body this release does not know, about a subject that is at hand if it exists: where
    /// it is critical and counts, the subject is read-only here from now on.
    pub fn unread(&mut self, roll: &Roll, subject: Subject, stamp: Stamp, critical: bool) -> Ignored {
        if roll.node(stamp.log()).is_none() {
            return Ignored::Unknown;
        }
        if !roll.counts(stamp.op()) {
            return Ignored::Closed;
        }
        if critical {
            match subject {
                Subject::None => {}
                Subject::Unit(id) => self.units.entry(id).or_default().frozen = true,
                Subject::Course(id) => self.courses.entry(id).or_default().frozen = true,
                Subject::Batch(id) => self.batches.entry(id).or_default().freeze(),
                Subject::Person(id) => self.people.entry(id).or_default().frozen = true,
            }
        }
        Ignored::Newer
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

#[cfg(test)]
mod tests;
