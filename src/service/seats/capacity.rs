//! Capacity raised, lowered and forced down; the idle seats of a closed office taken over.

use super::recall;
use crate::{
    domain::{
        batch::TicketNo,
        id::{BatchId, PersonId},
        refusal::Refusal,
        rehearsal::{self, Mutant},
        role::Role,
    },
    ledger::{
        body::seat::{Burn, Mint, Take},
        id::LogId,
    },
    service::{Answer, Denied, Office, promote::Why},
    state::{
        batch::{Bits, body_of, runs},
        sync::CapacityPlan,
        world::Subject,
    },
    store::book::Draft,
};

/// Somebody who would lose a seat.
struct Bump {
    /// The name, where it is known here.
    name: String,
    /// Who.
    person: PersonId,
    /// The ticket.
    ticket: TicketNo,
}

/// What goes if the room really is too small.
struct Loss {
    /// Tickets that nobody is known to hold.
    free: Vec<u32>,
    /// How many of these lie at other offices, which may have promised them unseen.
    unseen: u32,
    /// Who would lose a seat, the last confirmed first.
    bumped: Vec<Bump>,
}

impl Office {
    /// What another capacity of a batch would mean; nothing is done.
    pub fn plan_capacity(&mut self, batch: BatchId, seats: u32) -> Answer<CapacityPlan> {
        Ok(self.capacity_work(None, batch, seats)?.0)
    }

    /// The plan of another capacity, and the operations that carry it out unforced.
    fn capacity_work(
        &mut self,
        actor: Option<PersonId>,
        batch: BatchId,
        seats: u32,
    ) -> Answer<(CapacityPlan, Vec<Draft>)> {
        let own = self.require_hub()?;
        let head = self.unfrozen(batch)?;
        let mut said = head.batch().cloned().ok_or(Denied::Refused(Refusal::NotFound))?;
        let tickets = head.tickets();
        let next = head.minted.last().map_or(1, |last| last.saturating_add(1));
        let free: Vec<u32> = head.free_tickets(own).iter().collect();
        let shares = head.shares();
        let subject = Subject::Batch(batch);
        let mut plan = CapacityPlan {
            now: said.capacity,
            capacity: seats,
            ..CapacityPlan::default()
        };
        let mut drafts = Vec::new();
        if said.capacity != seats {
            said.capacity = seats;
            drafts.push(Draft::new(subject, body_of(&said)).by(actor));
        }
        if seats > tickets {
            plan.made = seats - tickets;
            let mint = Mint {
                from: next,
                count: plan.made,
            };
            drafts.push(Draft::new(subject, mint).by(actor));
            return Ok((plan, drafts));
        }
        let mut over = tickets - seats;
        let burned = usize::try_from(over).unwrap_or(usize::MAX).min(free.len());
        let gone = free.get(free.len() - burned..).unwrap_or_default();
        for (from, count) in runs(gone.iter().copied()) {
            plan.taken_out = plan.taken_out.saturating_add(count);
            let burn = Burn {
                from,
                count,
                forced: false,
            };
            drafts.push(Draft::new(subject, burn).by(actor));
        }
        over = over.saturating_sub(plan.taken_out);
        let mut others: Vec<_> = shares.into_iter().filter(|share| share.log != own).collect();
        others.sort_by_key(|share| std::cmp::Reverse(share.owned.saturating_sub(share.held)));
        let mut closed = 0u32;
        for share in others {
            let free = share.owned.saturating_sub(share.held);
            if !self.book.roll().is_open(share.log) {
                closed = closed.saturating_add(free);
                continue;
            }
            let back = free.min(over);
            if back > 0 {
                over -= back;
                plan.recalled = plan.recalled.saturating_add(back);
                drafts.push(recall(batch, share.log, free - back, actor));
            }
        }
        plan.idle = closed.min(over);
        plan.beyond = over - plan.idle;
        let loss = self.would_lose(batch, seats)?;
        plan.unseen = loss.unseen;
        plan.losing = loss.bumped.into_iter().map(|bump| bump.name).collect();
        Ok((plan, drafts))
    }

    /// The organiser wants so many seats. More: the centre makes tickets. Fewer: the centre's free tickets are taken
    /// out, and offices are asked for theirs, most first; until they come back there are more tickets than seats, and
    /// whoever was promised one keeps it. `forced`: a human has seen the names of [`CapacityPlan::losing`] and how many
    /// promises may exist unseen, and no more tickets are left than seats.
    pub fn set_capacity(
        &mut self,
        actor: Option<PersonId>,
        batch: BatchId,
        seats: u32,
        forced: bool,
    ) -> Answer<CapacityPlan> {
        if let Some(officer) = actor {
            self.require(officer, Role::Officer)?;
        }
        let (plan, drafts) = self.capacity_work(actor, batch, seats)?;
        if plan.made > 0 {
            self.require_settled(batch)?;
        }
        for group in drafts.chunks(400) {
            self.commit(group)?;
        }
        if forced {
            self.force_seats(actor, batch, seats)?;
        }
        self.promote(batch)?;
        Ok(plan)
    }

    /// What would go if the room really has no more than `seats`: free tickets first, the highest, those of the centre
    /// and of closed offices before those of open ones, which may have sold them unseen; then those of the people who
    /// registered last, who are named.
    fn would_lose(&mut self, batch: BatchId, seats: u32) -> Answer<Loss> {
        let own = self.book.log_id();
        let head = self.head(batch)?;
        let over = usize::try_from(head.tickets().saturating_sub(seats)).unwrap_or(usize::MAX);
        let unheld = head.minted.without(&head.burned()).without(&head.held);
        let (mine, roll) = (head.free_tickets(own), self.book.roll());
        let mut closed = Bits::default();
        for share in head.shares() {
            if !roll.is_open(share.log) {
                for ticket in head.free_tickets(share.log).iter() {
                    closed.insert(ticket);
                }
            }
        }
        let mut free: Vec<u32> = unheld.iter().collect();
        free.sort_by_key(|ticket| {
            let rank = match *ticket {
                ticket if mine.has(ticket) => 0,
                ticket if closed.has(ticket) => 1,
                _ => 2,
            };
            (rank, std::cmp::Reverse(*ticket))
        });
        free.truncate(over);
        let elsewhere = free.iter().filter(|ticket| !mine.has(**ticket)).count();
        let state = self
            .book
            .batch(batch)?
            .ok_or(Denied::Refused(Refusal::NotFound))?;
        let mut seated: Vec<_> = state
            .regs()
            .iter()
            .filter_map(|reg| Some((reg.order(), reg.person, reg.ticket?)))
            .collect();
        seated.sort_by_key(|(order, ..)| std::cmp::Reverse(*order));
        seated.truncate(over - free.len());
        let named = seated.into_iter().map(|(_, person, ticket)| {
            Ok(Bump {
                name: self.name_of(person)?,
                person,
                ticket,
            })
        });
        Ok(Loss {
            bumped: named.collect::<Answer<Vec<_>>>()?,
            unseen: u32::try_from(elsewhere).unwrap_or(u32::MAX),
            free,
        })
    }

    /// Takes tickets out by force until no more than `seats` are left. Whoever held one goes to the head of the waiting
    /// list, is told why, and is a matter for an officer.
    fn force_seats(&mut self, actor: Option<PersonId>, batch: BatchId, seats: u32) -> Answer<()> {
        let loss = self.would_lose(batch, seats)?;
        let mut gone = loss.free;
        gone.extend(loss.bumped.iter().map(|bump| bump.ticket.0));
        gone.sort_unstable();
        let count = u32::try_from(gone.len()).unwrap_or(u32::MAX);
        let drafts: Vec<Draft> = runs(gone)
            .into_iter()
            .map(|(from, count)| {
                let burn = Burn {
                    from,
                    count,
                    forced: true,
                };
                Draft::new(Subject::Batch(batch), burn).by(actor)
            })
            .collect();
        for group in drafts.chunks(400) {
            self.commit(group)?;
        }
        let people: Vec<PersonId> = loss.bumped.iter().map(|bump| bump.person).collect();
        self.note_bumped(batch, &people, count)
    }

    /// The centre takes over the tickets of a closed ledger that nobody is known to hold: a human has decided it, told
    /// that promises may exist which nobody here has seen. Answers how many.
    pub fn take_seats(&mut self, actor: Option<PersonId>, batch: BatchId, from: LogId) -> Answer<u32> {
        if let Some(officer) = actor {
            self.require(officer, Role::Officer)?;
        }
        self.require_hub()?;
        self.require_settled(batch)?;
        if self.book.roll().closure(from).is_none() && !rehearsal::has(Mutant::SeatsTaken) {
            return Err(Refusal::WrongState.into());
        }
        let head = self.unfrozen(batch)?;
        let free: Vec<u32> = head.free_tickets(from).iter().collect();
        let taken = u32::try_from(free.len()).unwrap_or(u32::MAX);
        let drafts: Vec<Draft> = runs(free)
            .into_iter()
            .map(|(first, count)| {
                let take = Take {
                    from: first,
                    count,
                    node: from.node.0,
                    incarnation: from.incarnation,
                };
                Draft::new(Subject::Batch(batch), take).by(actor)
            })
            .collect();
        for group in drafts.chunks(400) {
            self.commit(group)?;
        }
        let office = self.office_of(from);
        self.promote_because(batch, &Why::back(taken, office))?;
        Ok(taken)
    }
}
