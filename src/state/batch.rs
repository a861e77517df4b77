//! The fold of a batch: what the organiser says of it, its tickets and its registrations.
//!
//! A batch is kept as a head and chunks of [`CHUNK`] registrations. The head has what lists need: free seats and
//! counts. Facts of a registration are folded in any order; what follows from them (its state, the ticket it holds)
//! is settled after each operation and kept beside them.
//!
//! A ticket has one owner at a time ([`Seats`]), and only what its owner says of it counts; so it has at most one holder
//! whatever operations there are. Operations of one ledger are folded in their order and once; those of several ledgers
//! in any order.

mod bits;
mod claim;
mod query;
mod reg;
mod say;
mod seats;
mod settle;

pub use bits::Bits;
pub use claim::{Claim, Worth};
pub use query::{Idle, Share, runs};
pub use reg::{Asked, MeetingMark, Reg};
pub use say::{body_of, staff_blob};
pub use seats::Seats;

use super::{
    person::Place,
    stamp::{Latest, Stamp, get, set_latest},
};
use crate::{
    domain::{
        batch::{Admission, Batch, Facilitator, Stage, TicketNo},
        id::{BatchId, PersonId, RegistrationId},
        registration::State,
    },
    ledger::{
        body::{Body, office::SurveyClosed, seat},
        id::{LogId, NodeId},
    },
};
use rustc_hash::FxHashMap;
use say::{batch_of, staff_of};
use seats::{Act, Move};
use serde::{Deserialize, Serialize};
use settle::{Live, topped};

/// Registrations a chunk, so that a chunk is about 1 KB, the size that costs sled the fewest bytes a change.
pub const CHUNK: usize = 12;

/// What lists need of a batch.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// What the organiser says last.
    pub batch: Option<Latest<Batch>>,
    /// The stage it was sent to last.
    pub stage: Option<Latest<Stage>>,
    /// Who teaches.
    pub staff: Option<Latest<Vec<Facilitator>>>,
    /// Tickets made, those that were taken out again too.
    pub minted: Bits,
    /// Tickets that their owners have promised to a registration.
    pub held: Bits,
    /// Registrations in each state, by the state's number.
    pub counts: [u32; 10],
    /// Registrations in all.
    pub slots: u32,
    /// Whether an owner promised one ticket to two registrations: then every operation settles the whole batch.
    pub contested: bool,
    /// Who made the tickets, and owns them all while [`Self::seats`] is none.
    pub minter: Option<LogId>,
    /// Who owns what, where more than one ledger has a hand in it.
    pub seats: Option<Box<Seats>>,
    /// Whether a critical operation of a newer release touched it: it is not changed here.
    pub frozen: bool,
    /// Whether it ever took people directly. Whoever owned a ticket then could promise it, and no later word of the
    /// organiser takes that back.
    pub was_direct: bool,
    /// What ledgers said last when they closed its survey, by ledger.
    pub surveys: Vec<(LogId, Latest<Ballots>)>,
}

/// The counts of a survey that was closed in one ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ballots {
    /// People who might answer there.
    pub rights: u32,
    /// People who did.
    pub answered: u32,
}

impl Head {
    /// How many registrations are in a state.
    #[must_use]
    pub fn count(&self, state: State) -> u32 {
        self.counts.get(usize::from(state.number())).copied().unwrap_or(0)
    }

    /// What the organiser says.
    #[must_use]
    pub fn batch(&self) -> Option<&Batch> {
        get(self.batch.as_ref())
    }

    /// Where it stands; planned while nobody has said.
    #[must_use]
    pub fn stage(&self) -> Stage {
        get(self.stage.as_ref()).copied().unwrap_or(Stage::Planned)
    }

    /// Who teaches.
    #[must_use]
    pub fn staff(&self) -> &[Facilitator] {
        get(self.staff.as_ref()).map_or(&[], Vec::as_slice)
    }

    /// People who hold a seat.
    #[must_use]
    pub fn seated(&self) -> u32 {
        State::ALL
            .iter()
            .filter(|state| state.holds_seat())
            .map(|&state| self.count(state))
            .sum()
    }

    /// How many answered at a node, by its own word; `None` where it has not closed the survey.
    #[must_use]
    pub fn answered_at(&self, node: NodeId) -> Option<u32> {
        let closed = self.surveys.iter().filter(|(log, _)| log.node == node);
        closed
            .map(|(_, said)| said.value.answered)
            .reduce(u32::saturating_add)
    }

    fn survey_closed(&mut self, stamp: Stamp, body: &SurveyClosed) {
        let value = Ballots {
            rights: body.rights,
            answered: body.answered,
        };
        let said = Latest { stamp, value };
        let log = stamp.log();
        match self.surveys.binary_search_by_key(&log, |(log, _)| *log) {
            Err(at) => self.surveys.insert(at, (log, said)),
            Ok(at) => {
                if let Some((_, known)) = self.surveys.get_mut(at).filter(|(_, known)| known.stamp < stamp) {
                    *known = said;
                }
            }
        }
    }

    fn selects(&self) -> bool {
        self.batch()
            .is_some_and(|batch| batch.admission == Admission::Selection)
    }

    /// Whether only a hub admits: what the owner of a ticket says of it otherwise waits.
    const fn hub_admits(&self) -> bool {
        // Its latest word selects, and so did every other.
        self.batch.is_some() && !self.was_direct
    }
}

/// What an operation touched, to be written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    /// Slots whose registration changed.
    pub slots: Vec<u32>,
    /// People whose list of registrations has a new place.
    pub placed: Vec<(PersonId, Place)>,
}

impl Touched {
    /// The chunks that hold what was touched.
    #[must_use]
    pub fn chunks(&self) -> Vec<u16> {
        let number = |chunk: usize| u16::try_from(chunk).ok();
        let slots = self.slots.iter().filter_map(|slot| usize::try_from(*slot).ok());
        let mut chunks: Vec<u16> = slots.filter_map(|slot| number(slot / CHUNK)).collect();
        chunks.sort_unstable();
        chunks.dedup();
        chunks
    }
}

/// A batch, folded.
#[derive(Clone, Debug, Default)]
pub struct BatchState {
    /// The head.
    pub head: Head,
    regs: Vec<Reg>,
    slots: FxHashMap<(PersonId, u8), u32>,
    /// The last attempt of people who have more than one, whatever was said of it: the ledger in which it was asked for
    /// may come last.
    tops: FxHashMap<PersonId, u8>,
}

impl PartialEq for BatchState {
    fn eq(&self, other: &Self) -> bool {
        self.head == other.head && self.regs == other.regs
    }
}

impl BatchState {
    /// The batch of a head and its registrations, in the order of their slots.
    #[must_use]
    pub fn of(head: Head, regs: Vec<Reg>) -> Self {
        let slots = regs
            .iter()
            .zip(0..)
            .map(|(reg, slot)| ((reg.person, reg.attempt), slot))
            .collect();
        let mut tops = FxHashMap::default();
        for reg in &regs {
            topped(&mut tops, reg.person, reg.attempt);
        }
        Self {
            head,
            regs,
            slots,
            tops,
        }
    }

    /// The registrations, in the order of their slots.
    #[must_use]
    pub fn regs(&self) -> &[Reg] {
        &self.regs
    }

    /// The registrations of a chunk; empty beyond the last.
    #[must_use]
    pub fn chunk(&self, chunk: usize) -> &[Reg] {
        self.regs.chunks(CHUNK).nth(chunk).unwrap_or(&[])
    }

    /// The registration of a person's attempt.
    #[must_use]
    pub fn reg(&self, person: PersonId, attempt: u8) -> Option<&Reg> {
        self.slots.get(&(person, attempt)).and_then(|&slot| self.at(slot))
    }

    /// The registration of a person that is live, or else their last.
    #[must_use]
    pub fn reg_of(&self, person: PersonId) -> Option<&Reg> {
        self.reg(person, self.tops.get(&person).copied().unwrap_or(1))
    }

    /// The registration of a name.
    #[must_use]
    pub fn find(&self, batch: BatchId, id: RegistrationId) -> Option<&Reg> {
        self.regs.iter().find(|reg| reg.id(batch) == id)
    }

    fn at(&self, slot: u32) -> Option<&Reg> {
        usize::try_from(slot).ok().and_then(|slot| self.regs.get(slot))
    }

    /// People on the waiting list, in the order that everybody computes: when they asked, then the operation.
    #[must_use]
    pub fn waiting(&self) -> Vec<&Reg> {
        let mut waiting: Vec<&Reg> = self
            .regs
            .iter()
            .filter(|reg| reg.state == State::Waiting)
            .collect();
        waiting.sort_by_key(|reg| reg.order());
        waiting
    }

    /// The place on the waiting list, from 1; `None` where the registration does not wait.
    #[must_use]
    pub fn place(&self, reg: &Reg) -> Option<u32> {
        if reg.state != State::Waiting {
            return None;
        }
        let before = self
            .regs
            .iter()
            .filter(|other| other.state == State::Waiting && other.order() < reg.order());
        u32::try_from(before.count()).ok()?.checked_add(1)
    }

    /// Folds one operation whose subject is this batch, of a hub's ledger or another. Operations of other kinds change
    /// nothing.
    pub fn apply(
        &mut self,
        id: BatchId,
        stamp: Stamp,
        hub: bool,
        body: &Body,
        blob: Option<&[u8]>,
        touched: &mut Touched,
    ) {
        match body {
            Body::BatchSet(body) => {
                let before = (self.head.selects(), self.head.hub_admits());
                if let Some(batch) = batch_of(id, body) {
                    self.head.was_direct |= batch.admission == Admission::Direct;
                    set_latest(&mut self.head.batch, stamp, batch);
                }
                if before != (self.head.selects(), self.head.hub_admits()) {
                    self.settle_all(touched);
                }
            }
            Body::BatchStage(body) => {
                if let Some(stage) = Stage::from_number(body.stage) {
                    set_latest(&mut self.head.stage, stamp, stage);
                }
            }
            Body::BatchStaff(_) => self.staffed(stamp, blob),
            Body::Mint(body) => self.mint(stamp, body, touched),
            Body::Give(body) => {
                let to = LogId::new(body.node, body.incarnation);
                self.end_turn(stamp, body, touched);
                self.moved(stamp, (body.from, body.count), Act::Give(to), touched);
            }
            Body::Take(body) => {
                let from = LogId::new(body.node, body.incarnation);
                self.moved(stamp, (body.from, body.count), Act::Take(from), touched);
            }
            Body::Burn(body) if body.forced => {
                self.moved(stamp, (body.from, body.count), Act::Force, touched);
            }
            Body::Burn(body) => self.burn(stamp, body, touched),
            Body::SurveyClosed(body) => self.head.survey_closed(stamp, body),
            Body::Recall(body) => {
                let log = LogId::new(body.node, body.incarnation);
                self.shared().recall(stamp, log, body.keep);
            }
            Body::Replace(body) => {
                let claim = Claim::of(stamp, hub, body.ticket);
                self.change(id, PersonId(body.person.0), body.attempt, touched, |reg| {
                    reg.replaced(stamp, PersonId(body.by.0), claim);
                });
                self.change(id, PersonId(body.by.0), body.by_attempt, touched, |reg| {
                    reg.took_over(stamp, claim, body.unsure == Some(true));
                });
            }
            _ => {
                if let Some((person, attempt)) = reg::subject(body) {
                    self.change(id, person, attempt, touched, |reg| {
                        reg.apply(stamp, hub, body);
                    });
                }
            }
        }
    }

    /// Who teaches; a blob that came later than its operation says it then.
    fn staffed(&mut self, stamp: Stamp, blob: Option<&[u8]>) {
        let staff = blob.map(staff_of).unwrap_or_default();
        match &mut self.head.staff {
            Some(now) if now.stamp == stamp && now.value.is_empty() => now.value = staff,
            slot => {
                set_latest(slot, stamp, staff);
            }
        }
    }

    fn mint(&mut self, stamp: Stamp, body: &seat::Mint, touched: &mut Touched) {
        let log = stamp.log();
        let mut tickets = Bits::default();
        for ticket in body.from..body.from.saturating_add(body.count.min(100_000)) {
            tickets.insert(ticket);
        }
        if tickets.is_empty() {
            return;
        }
        if self.head.minter.is_some_and(|minter| minter != log) {
            self.shared();
        }
        for ticket in tickets.iter() {
            self.head.minted.insert(ticket);
        }
        self.head.minter = Some(self.head.minter.map_or(log, |minter| minter.min(log)));
        if let Some(seats) = &mut self.head.seats {
            seats.mint(log, &tickets);
        }
        if !self.regs.is_empty() {
            self.settle_all(touched);
        }
    }

    /// The tickets by owner, from now on.
    fn shared(&mut self) -> &mut Seats {
        let Head {
            seats,
            minter,
            minted,
            ..
        } = &mut self.head;
        seats.get_or_insert_with(|| Box::new(Seats::of_one(*minter, minted)))
    }

    fn moved(&mut self, stamp: Stamp, (from, count): (u32, u32), act: Act, touched: &mut Touched) {
        let step = Move {
            by: stamp.log(),
            seq: stamp.seq,
            from,
            count,
            act,
        };
        self.shared();
        let Head { seats, minted, .. } = &mut self.head;
        if seats.as_mut().is_some_and(|seats| seats.moved(step, minted)) {
            self.settle_all(touched);
        }
    }

    /// What a ledger promised of tickets that it gives away ends with its turn.
    fn end_turn(&mut self, stamp: Stamp, body: &seat::Give, touched: &mut Touched) {
        let given = |ticket: TicketNo| ticket.0 >= body.from && ticket.0 - body.from < body.count;
        let mut any = false;
        for (reg, slot) in self.regs.iter_mut().zip(0u32..) {
            if reg.unclaim(stamp, given) {
                touched.slots.push(slot);
                any = true;
            }
        }
        if any {
            self.settle_all(touched);
        }
    }

    /// Unforced, a ticket that its owner has promised stays: what the owner has promised by then, its own ledger says.
    fn burn(&mut self, stamp: Stamp, body: &seat::Burn, touched: &mut Touched) {
        let mut promised: Vec<u32> = self
            .regs
            .iter()
            .flat_map(Reg::claims)
            .filter(|claim| claim.log == stamp.log())
            .map(|claim| claim.ticket.0)
            .filter(|ticket| *ticket >= body.from && *ticket - body.from < body.count)
            .collect();
        promised.sort_unstable();
        promised.dedup();
        let mut from = body.from;
        let end = body.from.saturating_add(body.count);
        for stop in promised.into_iter().chain([end]) {
            if stop > from {
                self.moved(stamp, (from, stop - from), Act::Burn, touched);
            }
            from = stop.saturating_add(1);
        }
    }

    /// Marks that a critical operation of a newer release touched it.
    pub const fn freeze(&mut self) {
        self.head.frozen = true;
    }

    fn change(
        &mut self,
        id: BatchId,
        person: PersonId,
        attempt: u8,
        touched: &mut Touched,
        with: impl FnOnce(&mut Reg),
    ) {
        let known = self.slots.get(&(person, attempt)).copied();
        let slot = known.unwrap_or_else(|| {
            let slot = self.head.slots;
            self.regs.push(Reg::new(person, attempt));
            self.slots.insert((person, attempt), slot);
            topped(&mut self.tops, person, attempt);
            self.head.slots = slot.saturating_add(1);
            touched.placed.push((
                person,
                Place {
                    batch: id,
                    attempt,
                    slot,
                },
            ));
            slot
        });
        let Some(reg) = usize::try_from(slot)
            .ok()
            .and_then(|slot| self.regs.get_mut(slot))
        else {
            return;
        };
        let before = Live::of(&self.head, reg);
        with(reg);
        touched.slots.push(slot);
        self.settle(slot, known.is_none(), &before, touched);
        if known.is_none() {
            self.settle_earlier(person, attempt, touched);
        }
    }
}

#[cfg(test)]
mod tests;
