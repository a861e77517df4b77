//! What follows from the facts: who holds which ticket, and where each registration stands.

use super::{BatchState, Head, Reg, Touched, bits::Bits, claim::Worth};
use crate::domain::{batch::TicketNo, id::PersonId, registration::State};
use rustc_hash::FxHashMap;

/// The tickets whose owners say that they belong to a registration.
#[derive(Default)]
pub(super) struct Live {
    first: Option<TicketNo>,
    more: Vec<TicketNo>,
    bumped: bool,
}

impl Live {
    pub(super) fn of(head: &Head, reg: &Reg) -> Self {
        let mut live = Self::default();
        for claim in reg.claims() {
            match head.worth(claim) {
                Worth::Live if live.first.is_none() => live.first = Some(claim.ticket),
                Worth::Live => live.more.push(claim.ticket),
                Worth::Bumped => live.bumped = true,
                Worth::Waits => {}
            }
        }
        live
    }

    fn tickets(&self) -> impl Iterator<Item = TicketNo> + '_ {
        self.first.into_iter().chain(self.more.iter().copied())
    }
}

/// Takes note of an attempt that is not a first one.
pub(super) fn topped(tops: &mut FxHashMap<PersonId, u8>, person: PersonId, attempt: u8) {
    if attempt > 1 {
        let top = tops.entry(person).or_default();
        *top = attempt.max(*top);
    }
}

/// Whether the same person has a later attempt.
fn followed(tops: &FxHashMap<PersonId, u8>, reg: &Reg) -> bool {
    tops.get(&reg.person).is_some_and(|top| reg.attempt < *top)
}

impl BatchState {
    /// Settles one registration, whose live tickets were `before`; the whole batch where another has one of them too.
    pub(super) fn settle(&mut self, slot: u32, new: bool, before: &Live, touched: &mut Touched) {
        let selects = self.head.selects();
        let Some(reg) = usize::try_from(slot)
            .ok()
            .and_then(|slot| self.regs.get_mut(slot))
        else {
            return;
        };
        let live = Live::of(&self.head, reg);
        let replaced = self.head.passed_on(reg);
        let followed = followed(&self.tops, reg);
        for ticket in before.tickets() {
            self.head.held.remove(ticket.0);
        }
        if self.head.contested || live.tickets().any(|ticket| self.head.held.has(ticket.0)) {
            self.settle_all(touched);
            return;
        }
        for ticket in live.tickets() {
            self.head.held.insert(ticket.0);
        }
        let was = reg.state;
        reg.ticket = live.first;
        reg.bump(live.bumped && live.first.is_none());
        reg.state = reg.settled(selects, replaced, followed);
        let now = reg.state;
        if !new {
            self.count_one(was, -1);
        }
        self.count_one(now, 1);
    }

    /// Settles the attempts of a person before a new one.
    pub(super) fn settle_earlier(&mut self, person: PersonId, attempt: u8, touched: &mut Touched) {
        for earlier in 0..attempt {
            let Some(&slot) = self.slots.get(&(person, earlier)) else {
                continue;
            };
            let Some(reg) = self.at(slot) else { continue };
            let live = Live::of(&self.head, reg);
            touched.slots.push(slot);
            self.settle(slot, false, &live, touched);
        }
    }

    /// Settles everything from the facts alone. Of two registrations to which one owner gave one ticket, the later
    /// claim in its ledger holds; an honest ledger has no such two.
    pub(super) fn settle_all(&mut self, touched: &mut Touched) {
        let head = &self.head;
        let mut holders: FxHashMap<TicketNo, (u64, usize)> = FxHashMap::default();
        let mut contested = false;
        for (slot, reg) in self.regs.iter().enumerate() {
            for claim in reg.claims().filter(|claim| head.worth(claim) == Worth::Live) {
                let holder = holders.entry(claim.ticket).or_insert((claim.seq, slot));
                contested |= holder.1 != slot;
                *holder = (*holder).max((claim.seq, slot));
            }
        }
        let selects = head.selects();
        let mut promised = Bits::default();
        for ticket in holders.keys() {
            promised.insert(ticket.0);
        }
        let mut counts = [0u32; 10];
        for ((slot, reg), number) in self.regs.iter_mut().enumerate().zip(0u32..) {
            let live = Live::of(head, reg);
            let replaced = head.passed_on(reg);
            let before = (reg.ticket, reg.state, reg.is_bumped());
            reg.ticket = live
                .tickets()
                .find(|ticket| holders.get(ticket).is_some_and(|holder| holder.1 == slot));
            reg.bump(live.bumped && reg.ticket.is_none());
            reg.state = reg.settled(selects, replaced, followed(&self.tops, reg));
            if before != (reg.ticket, reg.state, reg.is_bumped()) {
                touched.slots.push(number);
            }
            if let Some(count) = counts.get_mut(usize::from(reg.state.number())) {
                *count = count.saturating_add(1);
            }
        }
        self.head.contested = contested;
        self.head.held = promised;
        self.head.counts = counts;
    }

    fn count_one(&mut self, state: State, by: i32) {
        if let Some(count) = self.head.counts.get_mut(usize::from(state.number())) {
            *count = count.saturating_add_signed(by);
        }
    }
}
