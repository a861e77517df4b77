//! The waiting list moves up: free seats go to whoever waits, in the order that everybody computes, and whoever a change
//! concerns can read why.

use super::{Answer, Office};
use crate::{
    domain::{
        batch::TicketNo,
        id::{BatchId, PersonId},
        receipt::{Cause, ChangeKind},
        registration::State,
    },
    exchange::{ExchangeError, desk::matters::Found},
    ledger::body::{Body, plan::Name, seat::Confirm},
    state::{
        sync::{MatterKind, SeatChange},
        world::Subject,
    },
    store::book::Draft,
};

impl Office {
    /// The confirmations that follow from `freed` tickets beside those that are free, for a batch whose seats are
    /// given at the kiosk. `leaving` goes from the waiting list in the same change, `joining` comes to its end.
    pub(crate) fn promotions(
        &mut self,
        batch: BatchId,
        freed: Option<TicketNo>,
        leaving: Option<PersonId>,
        joining: Option<(PersonId, u8)>,
    ) -> Answer<Vec<Draft>> {
        let own = self.book.log_id();
        let Some(state) = self.book.batch(batch)? else {
            return Ok(Vec::new());
        };
        let direct = state.head.batch().is_some_and(Self::is_direct);
        if !direct || state.head.frozen || !state.head.stage().takes_people() {
            return Ok(Vec::new());
        }
        let mut free = state.head.free_tickets(own);
        if let Some(ticket) = freed.filter(|ticket| state.head.owned_by(own).has(ticket.0)) {
            free.insert(ticket.0);
        }
        if free.is_empty() {
            return Ok(Vec::new());
        }
        let waiting = if state.head.count(State::Waiting) == 0 {
            Vec::new()
        } else {
            state.waiting()
        };
        let waiting = waiting
            .into_iter()
            .map(|reg| (reg.person, reg.attempt))
            .filter(|(person, _)| Some(*person) != leaving)
            .chain(joining);
        let mut drafts = Vec::new();
        for ((person, attempt), ticket) in waiting.zip(free.iter()) {
            let body = Confirm {
                person: Name(person.0),
                attempt,
                ticket,
            };
            drafts.push(Draft::new(Subject::Batch(batch), body));
        }
        Ok(drafts)
    }

    /// Gives the free seats of a batch to whoever waits, after a change here that freed or made some.
    pub(crate) fn promote(&mut self, batch: BatchId) -> Answer<()> {
        let why = self.freed_here();
        self.promote_because(batch, &why).map(drop)
    }

    /// A seat came free, or was made, at this office.
    pub(crate) fn freed_here(&self) -> Why {
        Why {
            cause: Cause::Freed,
            seats: 0,
            office: self.office_of(self.book.log_id()),
            bundle: String::new(),
        }
    }

    /// [`Self::promote`] with the reason that whoever moves up is told. Answers who did.
    pub(crate) fn promote_because(&mut self, batch: BatchId, why: &Why) -> Answer<Vec<SeatChange>> {
        let drafts = self.promotions(batch, None, None, None)?;
        let mut changes = Vec::with_capacity(drafts.len());
        // A group has a most of operations, and each of these stands for itself.
        for group in drafts.chunks(400) {
            self.commit(group)?;
            changes.extend(self.note_promoted(batch, group, None, why)?);
        }
        Ok(changes)
    }

    /// Notes why people moved up who were confirmed by `drafts`, beside `joining`, who only just asked.
    pub(crate) fn note_promoted(
        &mut self,
        batch: BatchId,
        drafts: &[Draft],
        joining: Option<PersonId>,
        why: &Why,
    ) -> Answer<Vec<SeatChange>> {
        let mut changes = Vec::new();
        for draft in drafts {
            if let Body::Confirm(body) = &draft.body
                && joining != Some(PersonId(body.person.0))
            {
                let person = PersonId(body.person.0);
                changes.push(SeatChange {
                    ticket: Some(TicketNo(body.ticket)),
                    ..why.change(batch, person, ChangeKind::Promoted)
                });
            }
        }
        self.note(&changes)?;
        Ok(changes)
    }

    /// Notes that somebody was admitted or cancelled here by an officer.
    pub(crate) fn note_here(&mut self, batch: BatchId, person: PersonId, kind: ChangeKind) -> Answer<()> {
        let change = self.freed_here().change(batch, person, kind);
        self.note(&[change])
    }

    /// Notes that people lost their seats because the room became smaller: they are told, and so is an officer.
    pub(crate) fn note_bumped(&mut self, batch: BatchId, people: &[PersonId], gone: u32) -> Answer<()> {
        let why = Why {
            seats: gone,
            ..self.freed_here()
        };
        let changes: Vec<SeatChange> = people
            .iter()
            .map(|person| why.change(batch, *person, ChangeKind::Bumped))
            .collect();
        self.note(&changes)?;
        let now = self.now();
        for person in people {
            let found = Found::new(MatterKind::Bumped, &why.office).of_person(batch, *person);
            self.exchange
                .note_matter(&found, now)
                .map_err(ExchangeError::from)?;
        }
        Ok(())
    }

    fn note(&mut self, changes: &[SeatChange]) -> Answer<()> {
        Ok(self.exchange.note_changes(changes).map_err(ExchangeError::from)?)
    }
}

/// Why somebody moved up, or lost a seat.
#[derive(Clone, Debug)]
pub(crate) struct Why {
    /// How the seat came.
    pub cause: Cause,
    /// How many came together; 0 where that says nothing.
    pub seats: u32,
    /// The office that did it.
    pub office: String,
    /// The bundle that brought it; empty for what was done here.
    pub bundle: String,
}

impl Why {
    /// So many came back from an office.
    pub(crate) const fn back(seats: u32, office: String) -> Self {
        Self {
            cause: Cause::Back,
            seats,
            office,
            bundle: String::new(),
        }
    }

    fn change(&self, batch: BatchId, person: PersonId, kind: ChangeKind) -> SeatChange {
        SeatChange {
            batch,
            code: String::new(),
            person,
            name: String::new(),
            kind,
            cause: self.cause,
            ticket: None,
            seats: self.seats,
            office: self.office.clone(),
            bundle: self.bundle.clone(),
        }
    }
}
