//! Seats over the offices: given, returned, recalled, shared by past demand; capacity raised and lowered.
//!
//! A ticket is owned before it is promised (exchange design 2.7): every use case here spends only tickets that this
//! node's ledger owns, so that nothing that travels late, twice or never can sell a seat twice. What a centre does to
//! tickets of others (a forced [`Office::set_capacity`], [`Office::take_seats`]) is a human's decision, with the people named.

mod capacity;
mod share;

use super::{Answer, Denied, Office};
use crate::{
    domain::{
        day::{Day, Moment},
        id::{BatchId, CourseId, PersonId},
        refusal::Refusal,
        registration::State,
        role::Role,
        share::{is_low, proposal, reserve},
    },
    ledger::{
        body::seat::{Give, Recall},
        id::LogId,
    },
    state::{
        batch::{BatchState, runs},
        sync::{SeatBoard, SeatLine, SeatShare, SharePlan},
        world::Subject,
    },
    store::book::Draft,
};
use rustc_hash::FxHashMap;
use std::collections::hash_map::Entry;

/// Milliseconds of 28 days: what "lately" means where demand is asked.
const LATELY: i64 = 28 * 24 * 60 * 60 * 1000;

/// So many days before a batch begins an office is told that it can give back what it has left (exchange design 2.7).
const SURPLUS_DAYS: i32 = 3;

/// What each ledger registered for a batch: in all, and lately.
#[derive(Clone, Copy, Debug, Default)]
struct Demand {
    all: u64,
    lately: u32,
}

/// The same by ledger.
type Demands = FxHashMap<LogId, Demand>;

/// Whether so little time is left that seats which nobody wants here are better given back.
const fn is_near(first: Day, today: Day) -> bool {
    first.0 >= today.0 && first.0 <= today.0.saturating_add(SURPLUS_DAYS)
}

fn add_demand(state: &BatchState, now: Moment, demand: &mut Demands) {
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

    /// What each ledger registered for a course, over all its batches.
    fn demand(&mut self, course: CourseId) -> Answer<Demands> {
        let same: Vec<BatchId> = self
            .book
            .heads()
            .iter()
            .filter(|(_, head)| head.batch().is_some_and(|batch| batch.course == course) && head.slots > 0)
            .map(|(id, _)| *id)
            .collect();
        let now = self.now();
        let mut demand = Demands::default();
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
                let batch = head.batch().filter(|batch| batch.last_day() >= today)?;
                Some((batch.first_day(), *id, batch.course))
            })
            .collect();
        ids.sort_unstable();
        // All batches of a course are read to know its demand: once, however many of them are shown.
        let mut demands: FxHashMap<CourseId, Demands> = FxHashMap::default();
        let mut lines = Vec::with_capacity(ids.len());
        for (_, id, course) in ids {
            let demand = match demands.entry(course) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(new) => new.insert(self.demand(course)?),
            };
            lines.push(self.line_of(id, demand)?);
        }
        Ok(SeatBoard {
            hub: self.require_hub().is_ok(),
            lines,
        })
    }

    /// The seats of one batch.
    pub fn seat_line(&mut self, id: BatchId) -> Answer<SeatLine> {
        let batch = self.head(id)?.batch().ok_or(Denied::Refused(Refusal::NotFound))?;
        let course = batch.course;
        let demand = self.demand(course)?;
        self.line_of(id, &demand)
    }

    fn line_of(&self, id: BatchId, demand: &Demands) -> Answer<SeatLine> {
        let head = self.head(id)?;
        let batch = head.batch().ok_or(Denied::Refused(Refusal::NotFound))?;
        let (own, roll) = (self.book.log_id(), self.book.roll());
        let shares = head.shares();
        let title = self
            .course(batch.course)
            .map(|course| course.title.to_string())
            .unwrap_or_default();
        let mut logs: Vec<LogId> = roll.nodes().iter().map(|node| node.log).collect();
        logs.retain(|log| roll.is_open(*log) && (!roll.is_hub(*log) || roll.hub() == Some(*log)));
        let kiosks: Vec<LogId> = logs.iter().copied().filter(|log| !roll.is_hub(*log)).collect();
        // Whoever owns something is named, closed or not.
        let owners = shares.iter().filter(|share| share.owned > 0);
        logs.extend(owners.map(|share| share.log));
        logs.sort_unstable();
        logs.dedup();
        let wanted: Vec<u64> = kiosks
            .iter()
            .map(|log| demand.get(log).map_or(0, |demand| demand.all))
            .collect();
        // What lies at closed offices is not there to be shared.
        let stuck: u32 = shares
            .iter()
            .filter(|share| roll.hub() != Some(share.log) && !kiosks.contains(&share.log))
            .map(|share| share.owned)
            .sum();
        let pool = head.tickets().saturating_sub(stuck);
        let parts = proposal(pool, &wanted);
        let kept = if kiosks.is_empty() { pool } else { reserve(pool) };
        let proposed = |log: LogId| match kiosks.iter().position(|kiosk| *kiosk == log) {
            Some(at) => parts.get(at).copied().unwrap_or(0),
            None if roll.hub() == Some(log) => kept,
            None => 0,
        };
        let line = |log: LogId| {
            let here = shares.iter().find(|share| share.log == log);
            let (owned, taken) = here.map_or((0, 0), |share| (share.owned, share.held));
            let lately = demand.get(&log).map_or(0, |demand| demand.lately);
            SeatShare {
                log,
                office: self.office_of(log),
                owned,
                held: taken,
                recalled: here.and_then(|share| share.recalled),
                proposed: proposed(log),
                low: is_low(owned.saturating_sub(taken), lately),
                closed: !roll.is_open(log),
                own: log == own,
            }
        };
        let shares: Vec<SeatShare> = logs.into_iter().map(line).collect();
        let is_hub = roll.hub() == Some(own);
        // By a doubtful clock nothing is proposed: the day is not known.
        let surplus = !is_hub
            && roll.root().is_some()
            && self.clock_state().is_sure()
            && is_near(batch.first_day(), self.today());
        Ok(SeatLine {
            batch: id,
            code: batch.code.to_string(),
            title,
            capacity: batch.capacity,
            tickets: head.tickets(),
            waiting: head.count(State::Waiting),
            plan: if is_hub {
                share::plan(&shares, own, &kiosks, kept)
            } else {
                SharePlan::default()
            },
            surplus: if surplus { head.free_of(own) } else { 0 },
            shares,
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
