//! What the desk asks: who has a number, whose a slip's code is, and the first officer of an office.

use super::{Answer, Denied, Office, register::slip_code};
use crate::{
    domain::{
        code::Code,
        id::{BatchId, PersonId, UnitId},
        number::{Number, NumberKind},
        person::{Employment, Profile},
        refusal::Refusal,
        role::Role,
        text::{Text, limit},
        unit::Unit,
    },
    ledger::body::{
        people::{PersonAdded, RoleSet},
        plan::Name,
    },
    state::{
        person::{PersonState, blob_of},
        unit::body_of,
        world::Subject,
    },
    store::book::Draft,
};

/// A registration by what names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// The batch.
    pub batch: BatchId,
    /// Who.
    pub person: PersonId,
    /// The attempt, from 1.
    pub attempt: u8,
}

impl Office {
    /// The person of a number as people write it; `None` where nobody here has it.
    pub fn person_by_number(&self, written: &str) -> Answer<Option<PersonId>> {
        let reading = Number::read(written, self.number_day());
        let number = reading
            .map_err(|fault| Denied::Refused(Refusal::Number(fault)))?
            .number;
        Ok(self.book.person_of(number)?)
    }

    /// Every registration with a slip's code, in one batch or in all. A code has 35 bits: among a million
    /// registrations a few share one.
    pub fn find_code(&mut self, code: Code, batch: Option<BatchId>) -> Answer<Vec<Found>> {
        let batches: Vec<BatchId> = batch.map_or_else(
            || self.book.heads().keys().copied().collect(),
            |batch| vec![batch],
        );
        let mut found = Vec::new();
        for batch in batches {
            let Some(state) = self.book.batch(batch)? else {
                continue;
            };
            let with_code = state.regs().iter().filter(|reg| slip_code(reg.id(batch)) == code);
            found.extend(with_code.map(|reg| Found {
                batch,
                person: reg.person,
                attempt: reg.attempt,
            }));
        }
        Ok(found)
    }

    /// Every person, in the order in which they were added, until `see` says enough.
    pub fn each_person(&self, mut see: impl FnMut(&Self, PersonId, PersonState) -> bool) -> Answer<()> {
        Ok(self.book.each_person(|id, state| see(self, id, state))?)
    }

    /// The ballots that cannot be read: the file and why.
    pub fn damaged_ballots(&self) -> Answer<Vec<(String, String)>> {
        let batches = self
            .chest
            .batches()
            .map_err(|fault| Denied::Ballot(fault.to_string()))?;
        let damaged = |batch| {
            let fault = self.chest.read(batch).err()?;
            Some((format!("ballot/{batch}"), fault.to_string()))
        };
        Ok(batches.into_iter().filter_map(damaged).collect())
    }

    /// Makes somebody an officer, adding the person and the unit where they are not here yet. For the command line,
    /// where the data directory itself is the authority.
    pub fn appoint(&mut self, number: &str, name: &Text, unit: &Text) -> Answer<PersonId> {
        let reading = Number::read(number, self.number_day());
        let number = reading
            .map_err(|fault| Denied::Refused(Refusal::Number(fault)))?
            .number;
        if let Some(person) = self.book.person_of(number)? {
            if !self.person_state(person)?.roles_now().has(Role::Officer) {
                self.grant(person, Role::Officer, true, None)?;
            }
            return Ok(person);
        }
        let unit = self.unit_or_new(unit)?;
        let employment = match number.kind() {
            NumberKind::Nip => Employment::Pns,
            NumberKind::NiPppk => Employment::Pppk,
            NumberKind::Nik => Employment::NonAsn,
        };
        let profile = Profile {
            number,
            name: name.clone(),
            position: None,
            rank: None,
        };
        let added = PersonAdded {
            unit: Name(unit.0),
            employment: employment.number(),
            contract_end: None,
        };
        self.commit(&[Draft::new(Subject::new_person(), added).with_blob(&blob_of(&profile))])?;
        let person = self
            .book
            .person_of(number)?
            .ok_or(Denied::Refused(Refusal::NotFound))?;
        let role = RoleSet {
            role: Role::Officer.number(),
            given: true,
        };
        self.commit(&[Draft::new(Subject::Person(person), role)])?;
        Ok(person)
    }

    /// The unit of a code or name; a new one where there is none.
    fn unit_or_new(&mut self, written: &Text) -> Answer<UnitId> {
        if let Some(unit) = self.unit_of(written) {
            return Ok(unit);
        }
        let id = UnitId::of_code(written);
        let short: String = written.chars().take(limit::CODE).collect();
        let unit = Unit {
            id,
            code: Text::read(&short, limit::CODE).unwrap_or_else(|_| written.clone()),
            name: written.clone(),
            kind: None,
            link: None,
        };
        self.commit(&[Draft::new(Subject::Unit(id), body_of(&unit))])?;
        Ok(id)
    }
}
