//! Register: a seat at once while there is one, else a place on the waiting list; for a selected batch, a wish.

use super::{Answer, Denied, Office};
use crate::{
    domain::{
        batch::Admission,
        code::Code,
        concern::{Concern, Severity},
        id::{BatchId, PersonId, RegistrationId},
        receipt::{Change, ChangeKind, Promise, Receipt},
        refusal::Refusal,
        registration::State,
    },
    exchange::ExchangeError,
    ledger::body::{plan::Name, seat::Request},
    state::{
        batch::Reg,
        card::{Preview, PromiseAhead},
        world::Subject,
    },
    store::book::Draft,
};

/// The slip's code of a registration: the same at every kiosk that registers the same person.
#[must_use]
pub fn slip_code(id: RegistrationId) -> Code {
    Code::from_hash(&id.0)
}

impl Office {
    /// What a registration would lead to, and what speaks against it.
    pub fn preview(&mut self, person: PersonId, batch_id: BatchId) -> Answer<Preview> {
        let someone = self.person(person)?;
        let own = self.book.log_id();
        let head = self.head(batch_id)?;
        let stage = head.stage();
        // Of a batch whose rules this release cannot read nobody is promised a seat (exchange design 2.2).
        let free = if head.frozen { 0 } else { head.free_of(own) };
        let batch = head.batch().cloned().ok_or(Denied::Refused(Refusal::NotFound))?;
        let course = self
            .course(batch.course)
            .cloned()
            .ok_or(Denied::Refused(Refusal::NotFound))?;
        let waiting = self.head(batch_id)?.count(State::Waiting);
        let promise = match batch.admission {
            Admission::Selection => PromiseAhead::Wish,
            Admission::Direct if free > waiting => PromiseAhead::Seat,
            Admission::Direct => PromiseAhead::Waiting {
                place: waiting.saturating_sub(free) + 1,
            },
        };
        let concerns = self.concerns(&someone, &batch, &course, stage)?;
        let year = self.credit_year(&batch);
        let credit = self.credit(person, year)?;
        Ok(Preview {
            batch: batch_id,
            concerns,
            promise,
            credit_now: credit.earned,
            credit_ahead: credit.ahead,
            credit_then: credit.earned + credit.ahead + u32::from(course.credit),
            credit_goal: u32::from(self.policy.pns_min_jp_per_year),
            year,
        })
    }

    /// Registers `person` in `batch`; the receipt is made only of what is durable. Asked again, it answers with the
    /// same receipt. `actor` is who is signed in, or nobody on the command line.
    pub fn register(
        &mut self,
        person: PersonId,
        batch_id: BatchId,
        accept_warnings: bool,
        actor: Option<PersonId>,
    ) -> Answer<Receipt> {
        let someone = self.person(person)?;
        let batch = self
            .head(batch_id)?
            .batch()
            .cloned()
            .ok_or(Denied::Refused(Refusal::NotFound))?;
        if let Some(reg) = self.book.batch(batch_id)?.and_then(|batch| batch.reg_of(person))
            && reg.state.is_live()
        {
            let attempt = reg.attempt;
            return self.receipt_of(batch_id, person, attempt);
        }
        let stage = self.head(batch_id)?.stage();
        let course = self
            .course(batch.course)
            .cloned()
            .ok_or(Denied::Refused(Refusal::NotFound))?;
        let concerns = self.concerns(&someone, &batch, &course, stage)?;
        if concerns
            .iter()
            .any(|weighed| weighed.severity == Severity::Refusal)
        {
            return Err(Refusal::Concerns(concerns).into());
        }
        if !accept_warnings && !concerns.is_empty() {
            return Err(Refusal::Warnings(concerns).into());
        }
        debug_assert!(
            !concerns
                .iter()
                .any(|weighed| weighed.concern == Concern::AlreadyRegistered)
        );
        let attempt = self
            .person_state(person)?
            .attempts(batch_id)
            .checked_add(1)
            .ok_or(Denied::Refused(Refusal::WrongState))?;
        let request = Request {
            person: Name(person.0),
            attempt,
            unsure: None,
        };
        let mut drafts = vec![Draft::new(Subject::Batch(batch_id), request).by(actor)];
        drafts.extend(self.promotions(batch_id, None, None, Some((person, attempt)))?);
        self.commit(&drafts)?;
        self.exchange
            .forget_change(batch_id, person)
            .map_err(ExchangeError::from)?;
        let why = self.freed_here();
        self.note_promoted(batch_id, &drafts, Some(person), &why)?;
        self.receipt_of(batch_id, person, attempt)
    }

    /// The slip of a registration, as it stands now.
    pub fn receipt(&mut self, batch_id: BatchId, id: RegistrationId) -> Answer<Receipt> {
        let (person, attempt) = self.whose(batch_id, id)?;
        self.receipt_of(batch_id, person, attempt)
    }

    /// The slip of a person's attempt.
    fn receipt_of(&mut self, batch_id: BatchId, person: PersonId, attempt: u8) -> Answer<Receipt> {
        let not_found = || Denied::Refused(Refusal::NotFound);
        let id = RegistrationId::of(batch_id, person, attempt);
        let state = self.book.batch(batch_id)?.ok_or_else(not_found)?;
        let reg = state.reg(person, attempt).ok_or_else(not_found)?;
        let promise = promise(reg, state.place(reg));
        let recorded = reg.asked_at();
        let uncertain = reg.asked_unsure();
        let batch = state.head.batch().cloned().ok_or_else(not_found)?;
        let course = self.course(batch.course).ok_or_else(not_found)?;
        Ok(Receipt {
            code: slip_code(id),
            registration: id,
            batch: batch_id,
            batch_code: batch.code.to_string(),
            title: course.title.to_string(),
            phases: batch.phases,
            place: batch.place.to_string(),
            room: batch.room.map(|room| room.to_string()),
            credit: course.credit,
            promise,
            recorded,
            uncertain,
            change: self.change_of(batch_id, person, promise),
        })
    }

    /// What made a registration what it is now, if not its person; `None` where something was done since.
    pub fn change_of(&self, batch: BatchId, person: PersonId, now: Promise) -> Option<Change> {
        self.last_change(batch, person).filter(|last| match last.kind {
            ChangeKind::Promoted | ChangeKind::Admitted => matches!(now, Promise::Seat(_)),
            ChangeKind::Bumped => matches!(now, Promise::Waiting { .. }),
            // Whoever cancelled has nothing promised, and a slip is of what is promised.
            ChangeKind::Cancelled => false,
        })
    }

    /// Where a registration that is cancelled was cancelled, if its person did not do it here.
    pub fn cancelled_elsewhere(&self, batch: BatchId, person: PersonId) -> Option<Change> {
        let last = self.last_change(batch, person);
        last.filter(|last| last.kind == ChangeKind::Cancelled)
    }

    fn last_change(&self, batch: BatchId, person: PersonId) -> Option<Change> {
        let last = self.exchange.desk().change(batch, person)?;
        Some(Change {
            kind: last.kind,
            cause: last.cause,
            seats: last.seats,
            office: last.office,
            bundle: Some(last.bundle).filter(|bundle| !bundle.is_empty()),
        })
    }

    /// The slip of one's own registration.
    pub fn own_receipt(&mut self, person: PersonId, id: RegistrationId) -> Answer<Receipt> {
        let (batch, attempt) = self.own(person, id)?;
        let state = self
            .book
            .batch(batch)?
            .and_then(|batch| batch.reg(person, attempt));
        if !state.is_some_and(|reg| reg.state.is_live()) {
            // There is nothing left to promise.
            return Err(Refusal::WrongState.into());
        }
        self.receipt(batch, id)
    }

    /// Finds one's own registration: its batch and attempt.
    pub(crate) fn own(&self, person: PersonId, id: RegistrationId) -> Answer<(BatchId, u8)> {
        let places = self.person_state(person)?.places;
        let own = places
            .iter()
            .find(|place| RegistrationId::of(place.batch, person, place.attempt) == id);
        own.map(|place| (place.batch, place.attempt))
            .ok_or(Denied::Refused(Refusal::NotFound))
    }
}

/// What a registration promises now.
#[must_use]
pub const fn promise(reg: &Reg, place: Option<u32>) -> Promise {
    match (reg.ticket, place) {
        (Some(ticket), _) => Promise::Seat(ticket),
        (None, Some(place)) => Promise::Waiting { place },
        (None, None) => Promise::Wish,
    }
}
