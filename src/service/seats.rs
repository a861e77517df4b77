//! Seats over the offices: given, returned, recalled, shared by past demand; capacity raised and lowered.
//!
//! A ticket is owned before it is promised (exchange design 2.7): every use case here spends only tickets that this
//! node's ledger owns, so that nothing that travels late, twice or never can sell a seat twice. What a centre does to
//! tickets of others (a forced [`Office::set_capacity`], [`Office::take_seats`]) is a human's decision, with the people named.

use super::{Answer, Denied, Office};
use crate::{
    domain::{
        batch::TicketNo,
        day::Moment,
        id::{BatchId, PersonId},
        refusal::Refusal,
        rehearsal::{self, Mutant},
        role::Role,
        share,
    },
    ledger::{
        body::seat::{Burn, Give, Mint, Recall, Take},
        id::LogId,
    },
    state::{
        batch::{BatchState, body_of, runs},
        sync::{CapacityPlan, SeatBoard, SeatLine, SeatShare},
        world::Subject,
    },
    store::book::Draft,
};
use rustc_hash::FxHashMap;

/// Milliseconds of 28 days: what "lately" means where demand is asked.
const LATELY: i64 = 28 * 24 * 60 * 60 * 1000;

/// Somebody who would lose a seat.
struct Bump {
    /// The name, where it is known here.
    name: String,
    /// The ticket.
    ticket: TicketNo,
}

/// What each ledger registered for a batch: in all, and lately.
#[derive(Clone, Copy, Debug, Default)]
struct Demand {
    all: u64,
    lately: u32,
}

fn add_demand(state: &BatchState, now: Moment, demand: &mut FxHashMap<LogId, Demand>) {
    for asked in state.regs().iter().filter_map(|reg| reg.asked) {
        let log = LogId::new(asked.stamp.node, asked.stamp.incarnation);
        let of = demand.entry(log).or_default();
        of.all += 1;
        if asked.at.0 > now.0.saturating_sub(LATELY) {
            of.lately = of.lately.saturating_add(1);
        }
    }
}

impl Office {
    /// Refuses unless this is today's centre and its ledger may be written.
    pub(crate) fn require_hub(&self) -> Answer<LogId> {
        let own = self.book.log_id();
        if self.book.roll().hub() == Some(own) {
            Ok(own)
        } else {
            Err(Refusal::CentreOnly.into())
        }
    }

    /// Refuses unless an office is known and its ledger is open.
    fn require_open(&self, log: LogId) -> Answer<()> {
        if self.book.roll().is_open(log) {
            Ok(())
        } else {
            Err(Refusal::UnknownNode.into())
        }
    }

    /// What each ledger registered for the course of a batch, this batch among them.
    fn demand(&mut self, batch: BatchId) -> Answer<FxHashMap<LogId, Demand>> {
        let course = self.head(batch)?.batch().map(|batch| batch.course);
        let same: Vec<BatchId> = self
            .book
            .heads()
            .iter()
            .filter(|(_, head)| head.batch().map(|batch| batch.course) == course && head.slots > 0)
            .map(|(id, _)| *id)
            .collect();
        let now = self.now();
        let mut demand = FxHashMap::default();
        for id in same {
            if let Some(state) = self.book.batch(id)? {
                add_demand(state, now, &mut demand);
            }
        }
        Ok(demand)
    }

    /// The seats of the batches that are not over, by first day.
    pub fn seats(&mut self, officer: PersonId) -> Answer<SeatBoard> {
        self.require(officer, Role::Officer)?;
        self.seat_board()
    }

    /// The same for the command line, where the data directory itself is the authority.
    pub fn seat_board(&mut self) -> Answer<SeatBoard> {
        let today = self.today();
        let mut ids: Vec<_> = self
            .book
            .heads()
            .iter()
            .filter(|(_, head)| !head.stage().is_over())
            .filter_map(|(id, head)| {
                Some((
                    head.batch()
                        .filter(|batch| batch.last_day() >= today)?
                        .first_day(),
                    *id,
                ))
            })
            .collect();
        ids.sort_unstable();
        let lines = ids.into_iter().map(|(_, id)| self.seat_line(id));
        let lines = lines.collect::<Answer<Vec<_>>>()?;
        Ok(SeatBoard {
            hub: self.require_hub().is_ok(),
            lines,
        })
    }

    /// The seats of one batch.
    pub fn seat_line(&mut self, id: BatchId) -> Answer<SeatLine> {
        let demand = self.demand(id)?;
        let head = self.head(id)?;
        let batch = head.batch().cloned().ok_or(Denied::Refused(Refusal::NotFound))?;
        let (tickets, waiting) = (
            head.tickets(),
            head.count(crate::domain::registration::State::Waiting),
        );
        let shares = head.shares();
        let title = self
            .course(batch.course)
            .map(|course| course.title.to_string())
            .unwrap_or_default();
        let roll = self.book.roll();
        let mut logs: Vec<LogId> = roll.nodes().iter().map(|node| node.log).collect();
        logs.retain(|log| roll.is_open(*log) && (!roll.is_hub(*log) || roll.hub() == Some(*log)));
        // Whoever owns something is named, closed or not.
        logs.extend(
            shares
                .iter()
                .filter(|share| share.owned > 0)
                .map(|share| share.log),
        );
        logs.sort_unstable();
        logs.dedup();
        let kiosks: Vec<LogId> = logs
            .iter()
            .copied()
            .filter(|log| !roll.is_hub(*log) && roll.is_open(*log))
            .collect();
        let wanted: Vec<u64> = kiosks
            .iter()
            .map(|log| demand.get(log).map_or(0, |demand| demand.all))
            .collect();
        let proposed = share::proposal(tickets, &wanted);
        let lines = logs.into_iter().map(|log| {
            let here = shares.iter().find(|share| share.log == log);
            let (owned, taken) = here.map_or((0, 0), |share| (share.owned, share.held));
            let lately = demand.get(&log).map_or(0, |demand| demand.lately);
            let at = kiosks.iter().position(|kiosk| *kiosk == log);
            SeatShare {
                log,
                office: match roll.name(log) {
                    "" if log == self.book.log_id() => self.name.clone(),
                    name => name.to_owned(),
                },
                owned,
                held: taken,
                recalled: here.and_then(|share| share.recalled),
                proposed: at.and_then(|at| proposed.get(at).copied()).unwrap_or(0),
                low: share::is_low(owned.saturating_sub(taken), lately),
                closed: !roll.is_open(log),
                own: log == self.book.log_id(),
            }
        });
        Ok(SeatLine {
            batch: id,
            code: batch.code.to_string(),
            title,
            capacity: batch.capacity,
            tickets,
            waiting,
            shares: lines.collect(),
        })
    }

    /// Free tickets of this office pass to another; the lowest go.
    pub fn give_seats(
        &mut self,
        actor: Option<PersonId>,
        batch: BatchId,
        to: LogId,
        count: u32,
    ) -> Answer<()> {
        if let Some(officer) = actor {
            self.require(officer, Role::Officer)?;
        }
        self.require_open(to)?;
        let own = self.book.log_id();
        if to == own || count == 0 {
            return Err(Refusal::WrongState.into());
        }
        self.require_settled(batch)?;
        let head = self.unfrozen(batch)?;
        if head.free_of(own) < count {
            return Err(Refusal::NoSeat.into());
        }
        let most = usize::try_from(count).unwrap_or(usize::MAX);
        let gone: Vec<u32> = head.free_tickets(own).iter().take(most).collect();
        let drafts = gives(batch, runs(gone), to, actor);
        self.commit(&drafts)
    }

    /// Every free ticket of this office, or of one batch, goes back to the centre; answers how many.
    pub fn return_seats(&mut self, actor: Option<PersonId>, only: Option<BatchId>) -> Answer<u32> {
        if let Some(officer) = actor {
            self.require(officer, Role::Officer)?;
        }
        let own = self.book.log_id();
        let hub = self
            .book
            .roll()
            .hub()
            .filter(|hub| *hub != own)
            .ok_or(Denied::Refused(Refusal::UnknownNode))?;
        let batches: Vec<BatchId> = self
            .book
            .heads()
            .iter()
            .filter(|(id, head)| {
                only.is_none_or(|only| only == **id) && !head.frozen && head.free_of(own) > 0
            })
            .map(|(id, _)| *id)
            .collect();
        let mut returned = 0u32;
        for batch in batches {
            let head = self.head(batch)?;
            returned = returned.saturating_add(head.free_of(own));
            let drafts = gives(batch, runs(head.free_tickets(own).iter()), hub, actor);
            self.commit(&drafts)?;
        }
        Ok(returned)
    }

    /// The centre asks an office to keep at most so many free tickets of a batch; it gives the others back when it
    /// reads of it.
    pub fn recall_seats(
        &mut self,
        actor: Option<PersonId>,
        batch: BatchId,
        from: LogId,
        keep: u32,
    ) -> Answer<()> {
        if let Some(officer) = actor {
            self.require(officer, Role::Officer)?;
        }
        let own = self.require_hub()?;
        if from == own {
            return Err(Refusal::WrongState.into());
        }
        self.require_open(from)?;
        self.unfrozen(batch)?;
        self.commit(&[recall(batch, from, keep, actor)])
    }

    /// The centre shares its free tickets as past demand proposes: each open office gets what it lacks of its part,
    /// in the order of nodes, while the centre's reserve stays. Answers how many went.
    pub fn share_seats(&mut self, actor: Option<PersonId>, batch: BatchId) -> Answer<u32> {
        if let Some(officer) = actor {
            self.require(officer, Role::Officer)?;
        }
        let own = self.require_hub()?;
        self.require_settled(batch)?;
        let line = self.seat_line(batch)?;
        let head = self.unfrozen(batch)?;
        let free: Vec<u32> = head.free_tickets(own).iter().collect();
        let reserve = u64::from(line.tickets) * u64::from(share::RESERVE_PERCENT);
        let reserve = usize::try_from(reserve.div_ceil(100)).unwrap_or(usize::MAX);
        let mut left = free.get(..free.len().saturating_sub(reserve)).unwrap_or_default();
        let (mut drafts, mut given) = (Vec::new(), 0u32);
        for office in &line.shares {
            let lacks = office.proposed.saturating_sub(office.owned);
            let lacks = usize::try_from(lacks).unwrap_or(usize::MAX).min(left.len());
            let (theirs, rest) = left.split_at_checked(lacks).unwrap_or((left, &[]));
            left = rest;
            given = given.saturating_add(u32::try_from(theirs.len()).unwrap_or(u32::MAX));
            drafts.extend(gives(batch, runs(theirs.iter().copied()), office.log, actor));
        }
        for group in drafts.chunks(400) {
            self.commit(group)?;
        }
        Ok(given)
    }

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
        for share in others {
            let free = share.owned.saturating_sub(share.held);
            let back = free.min(over);
            if back > 0 && self.book.roll().is_open(share.log) {
                over -= back;
                plan.recalled = plan.recalled.saturating_add(back);
                drafts.push(recall(batch, share.log, free - back, actor));
            }
        }
        plan.beyond = over;
        let (_, bumped) = self.would_bump(batch, seats)?;
        plan.losing = bumped.into_iter().map(|bump| bump.name).collect();
        Ok((plan, drafts))
    }

    /// The organiser wants so many seats. More: the centre makes tickets. Fewer: the centre's free tickets are taken
    /// out, and offices are asked for theirs, most first; until they come back there are more tickets than seats, and
    /// whoever was promised one keeps it. `forced`: a human has seen the names of [`CapacityPlan::losing`], and no more
    /// tickets are left than seats.
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

    /// The tickets that would go if the room really has no more than `seats`: free ones first, the highest, then those
    /// of the people who registered last, who are named.
    fn would_bump(&mut self, batch: BatchId, seats: u32) -> Answer<(Vec<u32>, Vec<Bump>)> {
        let state = self
            .book
            .batch(batch)?
            .ok_or(Denied::Refused(Refusal::NotFound))?;
        let head = &state.head;
        let over = usize::try_from(head.tickets().saturating_sub(seats)).unwrap_or(usize::MAX);
        let unheld = head.minted.without(&head.burned()).without(&head.held);
        let mut free: Vec<u32> = unheld.iter().collect();
        free.reverse();
        free.truncate(over);
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
                ticket,
            })
        });
        Ok((free, named.collect::<Answer<Vec<_>>>()?))
    }

    /// Takes tickets out by force until no more than `seats` are left. Whoever held one goes to the head of the waiting
    /// list.
    fn force_seats(&mut self, actor: Option<PersonId>, batch: BatchId, seats: u32) -> Answer<()> {
        let (mut gone, bumped) = self.would_bump(batch, seats)?;
        gone.extend(bumped.iter().map(|bump| bump.ticket.0));
        gone.sort_unstable();
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
        Ok(())
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
        self.promote(batch)?;
        Ok(taken)
    }

    /// The head of a batch that may be changed here.
    pub(crate) fn unfrozen(&mut self, batch: BatchId) -> Answer<&crate::state::batch::Head> {
        let head = self.head(batch)?;
        if head.frozen {
            return Err(Refusal::Frozen.into());
        }
        Ok(head)
    }

    /// A person's name, where it is known here.
    pub(crate) fn name_of(&self, person: PersonId) -> Answer<String> {
        let state = self.book.person(person)?;
        let person = state.and_then(|state| state.person(person));
        let profile = person.and_then(|person| person.profile);
        Ok(profile
            .map(|profile| profile.name.to_string())
            .unwrap_or_default())
    }
}

fn gives(batch: BatchId, runs: Vec<(u32, u32)>, to: LogId, actor: Option<PersonId>) -> Vec<Draft> {
    runs.into_iter()
        .map(|(from, count)| {
            let give = Give {
                from,
                count,
                node: to.node.0,
                incarnation: to.incarnation,
            };
            Draft::new(Subject::Batch(batch), give).by(actor)
        })
        .collect()
}

fn recall(batch: BatchId, from: LogId, keep: u32, actor: Option<PersonId>) -> Draft {
    let recall = Recall {
        node: from.node.0,
        incarnation: from.incarnation,
        keep,
    };
    Draft::new(Subject::Batch(batch), recall).by(actor)
}
