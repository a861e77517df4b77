//! The fold of a person: who they are, and where they are registered.

use super::stamp::{Latest, Stamp, get, set_latest};
use crate::{
    domain::{
        credit::Form,
        day::Day,
        id::{BatchId, PersonId, UnitId},
        number::Number,
        person::{Employment, Person, Profile},
        role::{Role, Roles},
        text::{Text, limit},
    },
    ledger::body::people::{Elsewhere, ElsewhereBlob, PersonAdded, PersonChanged, ProfileBlob, RoleSet},
};
use serde::{Deserialize, Serialize};

/// What an operation says of a person's place, with the hash of the blob that says who they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The unit.
    pub unit: UnitId,
    /// How they are employed.
    pub employment: Employment,
    /// The last day of the contract.
    pub contract_end: Option<Day>,
    /// Who they are; `None` where the blob was destroyed.
    pub profile: Option<Profile>,
}

/// A registration of this person: where to look it up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The batch.
    pub batch: BatchId,
    /// The attempt, from 1.
    pub attempt: u8,
    /// Where it stands in the batch, from 0: one chunk is read to see it, not the batch.
    pub slot: u32,
}

/// A training completed elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ElsewhereState {
    /// The operation: its name, and what keeps it apart from others.
    pub stamp: Stamp,
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
    /// Credit hours.
    pub credit: u16,
    /// The form, where known.
    pub form: Option<Form>,
    /// The title; `None` where the blob was destroyed.
    pub title: Option<Text>,
    /// Who held it.
    pub organiser: Option<Text>,
    /// The certificate's number.
    pub certificate: Option<Text>,
}

/// A person, folded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonState {
    /// What was said of them last.
    pub record: Option<Latest<Record>>,
    /// The last word on each role, by the role's number.
    pub roles: Vec<(u8, Latest<bool>)>,
    /// Their registrations, sorted.
    pub places: Vec<Place>,
    /// Trainings completed elsewhere, by stamp.
    pub elsewhere: Vec<ElsewhereState>,
    /// The newest erasure: what was said of them before it is destroyed.
    pub erased: Option<Stamp>,
    /// Whether a critical operation of a newer release touched it: it is not changed here.
    pub frozen: bool,
}

impl PersonState {
    /// Folds the operation that added them.
    pub fn added(&mut self, stamp: Stamp, body: &PersonAdded, blob: Option<&[u8]>) -> bool {
        self.recorded(stamp, body.unit.0, body.employment, body.contract_end, blob)
    }

    /// Folds a change of their record.
    pub fn changed(&mut self, stamp: Stamp, body: &PersonChanged, blob: Option<&[u8]>) -> bool {
        self.recorded(stamp, body.unit.0, body.employment, body.contract_end, blob)
    }

    fn recorded(
        &mut self,
        stamp: Stamp,
        unit: [u8; 16],
        employment: u8,
        end: Option<i32>,
        blob: Option<&[u8]>,
    ) -> bool {
        let Some(employment) = Employment::from_number(employment) else {
            return false;
        };
        let profile = blob.filter(|_| !self.is_erased(stamp)).and_then(profile_of);
        if let Some(now) = self.record.as_mut().filter(|now| now.stamp == stamp) {
            // The blob came later than the operation that names it.
            let late = now.value.profile.is_none() && profile.is_some();
            if late {
                now.value.profile = profile;
            }
            return late;
        }
        let record = Record {
            unit: UnitId(unit),
            employment,
            contract_end: end.map(Day),
            profile,
        };
        set_latest(&mut self.record, stamp, record)
    }

    /// Folds that what was said of them so far is destroyed.
    pub fn erase(&mut self, stamp: Stamp) -> bool {
        if self.erased.is_some_and(|now| now >= stamp) {
            return false;
        }
        self.erased = Some(stamp);
        if let Some(record) = self.record.as_mut().filter(|record| record.stamp < stamp) {
            record.value.profile = None;
        }
        for line in self.elsewhere.iter_mut().filter(|line| line.stamp < stamp) {
            (line.title, line.organiser, line.certificate) = (None, None, None);
        }
        true
    }

    /// Whether personal data of an operation is destroyed.
    fn is_erased(&self, stamp: Stamp) -> bool {
        self.erased.is_some_and(|erased| stamp < erased)
    }

    /// Folds a role given or taken.
    pub fn role(&mut self, stamp: Stamp, body: &RoleSet) -> bool {
        let latest = Latest {
            stamp,
            value: body.given,
        };
        match self.roles.binary_search_by_key(&body.role, |(role, _)| *role) {
            Err(at) => {
                self.roles.insert(at, (body.role, latest));
                true
            }
            Ok(at) => match self.roles.get_mut(at) {
                Some((_, now)) if now.stamp < stamp => {
                    *now = latest;
                    true
                }
                _ => false,
            },
        }
    }

    /// Folds a training completed elsewhere.
    pub fn elsewhere(&mut self, stamp: Stamp, body: &Elsewhere, blob: Option<&[u8]>) -> bool {
        let at = self.elsewhere.binary_search_by_key(&stamp, |line| line.stamp);
        let said: Option<ElsewhereBlob> = blob
            .filter(|_| !self.is_erased(stamp))
            .and_then(crate::ledger::body::read);
        let text = |raw: Option<&String>, max| raw.and_then(|raw| Text::read(raw, max).ok());
        let line = ElsewhereState {
            stamp,
            from: Day(body.from),
            to: Day(body.to),
            credit: body.credit,
            form: body.form.as_deref().and_then(Form::from_id),
            title: text(said.as_ref().map(|said| &said.title), limit::NAME),
            organiser: text(
                said.as_ref().and_then(|said| said.organiser.as_ref()),
                limit::NAME,
            ),
            certificate: text(
                said.as_ref().and_then(|said| said.certificate.as_ref()),
                limit::NAME,
            ),
        };
        match at {
            Err(at) => self.elsewhere.insert(at, line),
            // The blob came later than the operation that names it.
            Ok(at) => match self.elsewhere.get_mut(at) {
                Some(now) if now.title.is_none() && line.title.is_some() => *now = line,
                _ => return false,
            },
        }
        true
    }

    /// Folds that they are registered somewhere.
    pub fn placed(&mut self, place: Place) -> bool {
        match self.places.binary_search(&place) {
            Ok(_) => false,
            Err(at) => {
                self.places.insert(at, place);
                true
            }
        }
    }

    /// The person, where an operation has said who they are.
    #[must_use]
    pub fn person(&self, id: PersonId) -> Option<Person> {
        let record = get(self.record.as_ref())?;
        Some(Person {
            id,
            profile: record.profile.clone(),
            unit: record.unit,
            employment: record.employment,
            contract_end: record.contract_end,
            roles: self.roles_now(),
        })
    }

    /// The roles that hold now.
    #[must_use]
    pub fn roles_now(&self) -> Roles {
        self.roles
            .iter()
            .filter(|(_, given)| given.value)
            .filter_map(|(role, _)| Role::from_number(*role))
            .fold(Roles::NONE, Roles::with)
    }

    /// Their number, where it is known.
    #[must_use]
    pub fn number(&self) -> Option<Number> {
        get(self.record.as_ref())
            .and_then(|record| record.profile.as_ref())
            .map(|profile| profile.number)
    }

    /// The highest attempt in a batch so far; 0 where they were never registered there.
    #[must_use]
    pub fn attempts(&self, batch: BatchId) -> u8 {
        self.places
            .iter()
            .filter(|place| place.batch == batch)
            .map(|place| place.attempt)
            .max()
            .unwrap_or(0)
    }
}

fn profile_of(blob: &[u8]) -> Option<Profile> {
    let said: ProfileBlob = crate::ledger::body::read(blob)?;
    Some(Profile {
        number: Number::from_u64(said.number)?,
        name: Text::read(&said.name, limit::NAME).ok()?,
        position: said.position.and_then(|text| Text::read(&text, limit::NAME).ok()),
        rank: said.rank.and_then(|text| Text::read(&text, limit::NAME).ok()),
    })
}

/// The blob that says who somebody is.
#[must_use]
pub fn blob_of(profile: &Profile) -> ProfileBlob {
    ProfileBlob {
        number: profile.number.as_u64(),
        name: profile.name.to_string(),
        position: profile.position.as_ref().map(ToString::to_string),
        rank: profile.rank.as_ref().map(ToString::to_string),
    }
}
