//! What the use cases of seats ask of a batch.

use super::{
    BatchState, Head, Reg,
    bits::Bits,
    claim::{Claim, Worth},
};
use crate::{
    domain::{batch::TicketNo, id::PersonId, registration::State},
    ledger::id::{LogId, OpId},
};

/// What a ledger owns of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// The ledger.
    pub log: LogId,
    /// Tickets it owns that are not out of the batch.
    pub owned: u32,
    /// Of these, claimed by a registration.
    pub held: u32,
    /// Free tickets that it was asked to keep at most.
    pub recalled: Option<u32>,
}

/// A ticket that its owner should take back from a registration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Idle {
    /// Who.
    pub person: PersonId,
    /// Their attempt.
    pub attempt: u8,
    /// The ticket.
    pub ticket: TicketNo,
}

impl Head {
    /// Tickets that are made and not taken out.
    #[must_use]
    pub fn tickets(&self) -> u32 {
        self.in_use().count()
    }

    fn in_use(&self) -> Bits {
        match &self.seats {
            None => self.minted.clone(),
            Some(seats) => self.minted.without(seats.burned()),
        }
    }

    /// Tickets that nobody claims, over all ledgers.
    #[must_use]
    pub fn free(&self) -> u32 {
        self.tickets().saturating_sub(self.held.count())
    }

    /// Tickets taken out of the batch for ever.
    #[must_use]
    pub fn burned(&self) -> Bits {
        self.seats
            .as_ref()
            .map(|seats| seats.burned().clone())
            .unwrap_or_default()
    }

    /// The ledger that owns a ticket, burned or not.
    #[must_use]
    pub fn owner(&self, ticket: TicketNo) -> Option<LogId> {
        match &self.seats {
            None => self.minter.filter(|_| self.minted.has(ticket.0)),
            Some(seats) => seats.owner(ticket.0),
        }
    }

    /// The tickets that a ledger owns and that are not out of the batch.
    #[must_use]
    pub fn owned_by(&self, log: LogId) -> Bits {
        match &self.seats {
            None if self.minter == Some(log) => self.minted.clone(),
            None => Bits::default(),
            Some(seats) => seats
                .owned(log)
                .map(|set| set.without(seats.burned()))
                .unwrap_or_default(),
        }
    }

    /// The tickets that a ledger owns and nobody claims: what it may confirm, give away or burn.
    #[must_use]
    pub fn free_tickets(&self, log: LogId) -> Bits {
        self.owned_by(log).without(&self.held)
    }

    /// How many tickets a ledger owns that nobody claims.
    #[must_use]
    pub fn free_of(&self, log: LogId) -> u32 {
        match &self.seats {
            None if self.minter == Some(log) => self.minted.count().saturating_sub(self.held.count()),
            None => 0,
            Some(_) => self.free_tickets(log).count(),
        }
    }

    /// The lowest ticket that a ledger owns and nobody claims.
    #[must_use]
    pub fn next_free_of(&self, log: LogId) -> Option<TicketNo> {
        match &self.seats {
            None if self.minter == Some(log) => self.minted.first_without(&self.held),
            None => None,
            Some(_) => self.free_tickets(log).iter().next(),
        }
        .map(TicketNo)
    }

    /// Who owns how much, by ledger.
    #[must_use]
    pub fn shares(&self) -> Vec<Share> {
        let share = |log: LogId| {
            let owned = self.owned_by(log);
            Share {
                log,
                owned: owned.count(),
                held: owned.count().saturating_sub(owned.without(&self.held).count()),
                recalled: self.recalled(log),
            }
        };
        match &self.seats {
            None => self.minter.map(share).into_iter().collect(),
            Some(seats) => seats.owners().iter().map(|(log, _)| share(*log)).collect(),
        }
    }

    /// How many free tickets a ledger was asked to keep at most; `None` where it was not asked, or was given more since.
    #[must_use]
    pub fn recalled(&self, log: LogId) -> Option<u32> {
        self.seats.as_ref()?.recalled(log)
    }

    /// The free tickets that a ledger should give back because it was asked to, as runs of first number and count: the
    /// highest ones go.
    #[must_use]
    pub fn to_return(&self, log: LogId) -> Vec<(u32, u32)> {
        let Some(keep) = self.recalled(log) else {
            return Vec::new();
        };
        let keep = usize::try_from(keep).unwrap_or(usize::MAX);
        runs(self.free_tickets(log).iter().skip(keep))
    }

    pub(super) fn worth(&self, claim: &Claim) -> Worth {
        if !claim.hub && self.hub_admits() {
            return Worth::Waits;
        }
        match &self.seats {
            None if self.minter == Some(claim.log) && self.minted.has(claim.ticket.0) => Worth::Live,
            None => Worth::Waits,
            Some(seats) => seats.worth(claim),
        }
    }

    /// Whether a registration's seat was passed on by a ledger that owned it then.
    pub(super) fn passed_on(&self, reg: &Reg) -> bool {
        reg.replacements()
            .any(|replaced| self.owned_then(&replaced.claim))
    }

    /// Whether a ledger owned a ticket when it said something of it.
    fn owned_then(&self, claim: &Claim) -> bool {
        if !claim.hub && self.hub_admits() {
            return false;
        }
        match &self.seats {
            None => self.minter == Some(claim.log) && self.minted.has(claim.ticket.0),
            Some(seats) => seats.owned_then(claim),
        }
    }
}

/// Numbers in rising order as runs of first number and count: how operations name tickets.
pub fn runs(numbers: impl IntoIterator<Item = u32>) -> Vec<(u32, u32)> {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((from, count)) if from.checked_add(*count) == Some(number) => *count += 1,
            _ => runs.push((number, 1)),
        }
    }
    runs
}

impl BatchState {
    /// The tickets that a ledger owns and should release: of cancelled and replaced registrations, the larger one of
    /// two seats, and what two registrations were promised. Of two seats the other promise must be `known` to the
    /// centre: what a human ends unseen with another ledger must not take the only seat along.
    #[must_use]
    pub fn to_release(&self, log: LogId, known: &dyn Fn(OpId) -> bool) -> Vec<Idle> {
        let mut idle: Vec<Idle> = Vec::new();
        for reg in &self.regs {
            let gone = !reg.state.is_live();
            let holds =
                |claim: &&Claim| Some(claim.ticket) == reg.ticket && self.head.worth(claim) == Worth::Live;
            let kept = reg.claims().find(holds);
            let sure = kept.is_none_or(|kept| known(kept.log.op(kept.seq)));
            for claim in reg.claims() {
                let extra = gone || (sure && reg.ticket != Some(claim.ticket));
                if claim.log == log && extra && self.head.worth(claim) == Worth::Live {
                    idle.push(Idle {
                        person: reg.person,
                        attempt: reg.attempt,
                        ticket: claim.ticket,
                    });
                }
            }
        }
        idle.sort_unstable();
        idle
    }

    /// Registrations that hold a ticket while another is claimed for them as well.
    #[must_use]
    pub fn two_seats(&self) -> Vec<&Reg> {
        let live = |claim: &&Claim| self.head.worth(claim) == Worth::Live;
        self.regs
            .iter()
            .filter(|reg| reg.claims().filter(live).count() > 1)
            .collect()
    }

    /// People who held a seat and wait again, in their order.
    #[must_use]
    pub fn bumped(&self) -> Vec<&Reg> {
        let mut bumped = self.waiting();
        bumped.retain(|reg| reg.is_bumped());
        bumped
    }

    /// Who moves up to which of a ledger's free tickets, in the order that everybody computes.
    #[must_use]
    pub fn promotions(&self, log: LogId) -> Vec<(&Reg, TicketNo)> {
        if self.head.count(State::Waiting) == 0 {
            return Vec::new();
        }
        let free = self.head.free_tickets(log);
        self.waiting()
            .into_iter()
            .zip(free.iter().map(TicketNo))
            .collect()
    }

    /// The registrations that hold a ticket of these, in the order of the tickets: who is named before a human forces
    /// the tickets out of the batch.
    #[must_use]
    pub fn holders(&self, tickets: &Bits) -> Vec<(TicketNo, &Reg)> {
        let holder = |reg: &'_ Reg| reg.ticket.filter(|ticket| tickets.has(ticket.0));
        let mut holders: Vec<(TicketNo, &Reg)> = self
            .regs
            .iter()
            .filter_map(|reg| Some((holder(reg)?, reg)))
            .collect();
        holders.sort_by_key(|(ticket, _)| *ticket);
        holders
    }
}
