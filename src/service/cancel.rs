//! Cancel: the seat is free again at once here, since this office owns its tickets, and goes to whoever waits.

use super::{Answer, Denied, Office};
use crate::{
    domain::{
        id::{BatchId, PersonId, RegistrationId},
        number::Number,
        receipt::ChangeKind,
        refusal::Refusal,
        registration::{CancelReason, State},
    },
    ledger::body::{
        plan::Name,
        seat::{Cancel, Release, Replace},
    },
    state::world::Subject,
    store::book::Draft,
};

impl Office {
    /// Cancels one's own registration.
    pub fn cancel_own(&mut self, person: PersonId, id: RegistrationId, reason: CancelReason) -> Answer<()> {
        let (batch, attempt) = self.own(person, id)?;
        self.cancel(batch, person, attempt, reason, Some(person))
    }

    /// Cancels for somebody, as an officer.
    pub fn cancel_for(&mut self, officer: PersonId, batch: BatchId, id: RegistrationId) -> Answer<()> {
        self.require(officer, crate::domain::role::Role::Officer)?;
        let (person, attempt) = self.whose(batch, id)?;
        self.cancel(batch, person, attempt, CancelReason::Organiser, Some(officer))
    }

    /// Cancels a registration, releases its ticket and moves the waiting list up, all or nothing.
    pub fn cancel(
        &mut self,
        batch: BatchId,
        person: PersonId,
        attempt: u8,
        reason: CancelReason,
        actor: Option<PersonId>,
    ) -> Answer<()> {
        let own = self.book.log_id();
        let state = self
            .book
            .batch(batch)?
            .ok_or(Denied::Refused(Refusal::NotFound))?;
        let reg = state
            .reg(person, attempt)
            .ok_or(Denied::Refused(Refusal::NotFound))?;
        if !reg.state.may_cancel() {
            return Err(Refusal::WrongState.into());
        }
        // A ticket is released by whoever owns it; a seat that another office gave is free when that office reads of it.
        let ticket = reg.ticket.filter(|ticket| state.head.owned_by(own).has(ticket.0));
        let (subject, name) = (Subject::Batch(batch), Name(person.0));
        let mut drafts = vec![
            Draft::new(
                subject,
                Cancel {
                    person: name,
                    attempt,
                    reason: reason.number(),
                },
            )
            .by(actor),
        ];
        if let Some(ticket) = ticket {
            drafts.push(Draft::new(
                subject,
                Release {
                    person: name,
                    attempt,
                    ticket: ticket.0,
                },
            ));
        }
        drafts.extend(self.promotions(batch, ticket, Some(person), None)?);
        self.commit(&drafts)?;
        let why = self.freed_here();
        self.note_promoted(batch, &drafts, None, &why)?;
        if actor != Some(person) {
            self.note_here(batch, person, ChangeKind::Cancelled)?;
        }
        Ok(())
    }

    /// Another person takes the seat over: it is not lost with the one who cannot come.
    pub fn replace(
        &mut self,
        officer: PersonId,
        batch: BatchId,
        id: RegistrationId,
        number: &str,
    ) -> Answer<()> {
        self.require(officer, crate::domain::role::Role::Officer)?;
        let (person, attempt) = self.whose(batch, id)?;
        let number = Number::read(number, self.number_day())
            .map_err(|fault| Denied::Refused(Refusal::Number(fault)))?
            .number;
        let by = self
            .book
            .person_of(number)?
            .ok_or(Denied::Refused(Refusal::NotFound))?;
        let own = self.book.log_id();
        let state = self
            .book
            .batch(batch)?
            .ok_or(Denied::Refused(Refusal::NotFound))?;
        let reg = state
            .reg(person, attempt)
            .ok_or(Denied::Refused(Refusal::NotFound))?;
        let Some(ticket) = reg.ticket.filter(|_| reg.state == State::Confirmed) else {
            return Err(Refusal::WrongState.into());
        };
        if by == person || !state.head.owned_by(own).has(ticket.0) {
            return Err(Refusal::WrongState.into());
        }
        let by_attempt = match state.reg_of(by) {
            // Somebody who waits takes it over with the registration they have.
            Some(other) if matches!(other.state, State::Recorded | State::Waiting) => Some(other.attempt),
            Some(other) if other.state.is_live() => None,
            Some(other) => other.attempt.checked_add(1),
            None => Some(1),
        };
        let by_attempt = by_attempt.ok_or(Denied::Refused(Refusal::WrongState))?;
        let body = Replace {
            person: Name(person.0),
            attempt,
            by: Name(by.0),
            by_attempt,
            ticket: ticket.0,
            unsure: None,
        };
        self.commit(&[Draft::new(Subject::Batch(batch), body).by(Some(officer))])?;
        self.note_here(batch, by, ChangeKind::Admitted)
    }

    /// Whose registration it is: the person and the attempt.
    pub(crate) fn whose(&mut self, batch: BatchId, id: RegistrationId) -> Answer<(PersonId, u8)> {
        let state = self
            .book
            .batch(batch)?
            .ok_or(Denied::Refused(Refusal::NotFound))?;
        let reg = state.find(batch, id).ok_or(Denied::Refused(Refusal::NotFound))?;
        Ok((reg.person, reg.attempt))
    }
}
