//! The waiting list moves up: free seats go to whoever waits, in the order that everybody computes.

use super::{Answer, Office};
use crate::{
    domain::{
        batch::TicketNo,
        id::{BatchId, PersonId},
        registration::State,
    },
    ledger::body::{plan::Name, seat::Confirm},
    state::world::Subject,
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

    /// Gives the free seats of a batch to whoever waits, after a change that freed or made some.
    pub(crate) fn promote(&mut self, batch: BatchId) -> Answer<()> {
        let drafts = self.promotions(batch, None, None, None)?;
        // A group has a most of operations, and each of these stands for itself.
        for group in drafts.chunks(400) {
            self.commit(group)?;
        }
        Ok(())
    }
}
