//! The fold of a batch: what the organiser says of it, its tickets and its registrations.
//!
//! A batch is kept as a head and chunks of [`CHUNK`] registrations. The head has what lists need: free seats and
//! counts. Facts of a registration are folded in any order; what follows from them (its state, the ticket it holds)
//! is settled after each operation and kept beside them.
//!
//! A ticket has at most one holder whatever operations there are: of two registrations that claim one, the newest
//! claim holds, and the other waits again.

mod bits;
mod reg;

pub use bits::Bits;
pub use reg::{Asked, MeetingMark, Reg};

use super::{
    person::Place,
    stamp::{Latest, Stamp, get, set_latest},
};
use crate::{
    domain::{
        batch::{Admission, Batch, Facilitator, Phase, Stage, TicketNo, Window},
        course::Mode,
        day::{Day, Moment},
        id::{BatchId, CourseId, PersonId, RegistrationId},
        registration::State,
        text::{Text, limit},
    },
    ledger::body::{Body, plan},
};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

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
    /// Tickets made.
    pub minted: Bits,
    /// Tickets claimed by a registration.
    pub held: Bits,
    /// Registrations in each state, by the state's number.
    pub counts: [u32; 10],
    /// Registrations in all.
    pub slots: u32,
    /// Whether two registrations ever claimed one ticket: then every operation settles the whole batch.
    pub contested: bool,
}

impl Head {
    /// How many registrations are in a state.
    #[must_use]
    pub fn count(&self, state: State) -> u32 {
        self.counts.get(usize::from(state.number())).copied().unwrap_or(0)
    }

    /// Seats that are made and not claimed.
    #[must_use]
    pub fn free(&self) -> u32 {
        self.minted.count().saturating_sub(self.held.count())
    }

    /// The lowest ticket that is made and not claimed.
    #[must_use]
    pub fn next_free(&self) -> Option<TicketNo> {
        self.minted.first_without(&self.held).map(TicketNo)
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

    fn selects(&self) -> bool {
        self.batch()
            .is_some_and(|batch| batch.admission == Admission::Selection)
    }
}

/// What an operation touched, to be written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    /// Slots whose registration changed.
    pub slots: Vec<u32>,
    /// Every slot may have changed.
    pub all: bool,
    /// People whose list of registrations has a new place.
    pub placed: Vec<(PersonId, Place)>,
}

impl Touched {
    /// The chunks that hold what was touched, of a batch of so many registrations.
    #[must_use]
    pub fn chunks(&self, registrations: usize) -> Vec<u16> {
        let number = |chunk: usize| u16::try_from(chunk).ok();
        if self.all {
            return (0..registrations.div_ceil(CHUNK)).filter_map(number).collect();
        }
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
        Self { head, regs, slots }
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
        (1..=u8::MAX)
            .map_while(|attempt| self.reg(person, attempt))
            .last()
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

    /// Folds one operation whose subject is this batch. Operations of other kinds change nothing.
    pub fn apply(
        &mut self,
        id: BatchId,
        stamp: Stamp,
        body: &Body,
        blob: Option<&[u8]>,
        touched: &mut Touched,
    ) {
        match body {
            Body::BatchSet(body) => {
                let selected = self.head.selects();
                if let Some(batch) = batch_of(id, body) {
                    set_latest(&mut self.head.batch, stamp, batch);
                }
                if selected != self.head.selects() {
                    self.settle_all(touched);
                }
            }
            Body::BatchStage(body) => {
                if let Some(stage) = Stage::from_number(body.stage) {
                    set_latest(&mut self.head.stage, stamp, stage);
                }
            }
            Body::BatchStaff(_) => {
                set_latest(
                    &mut self.head.staff,
                    stamp,
                    blob.map(staff_of).unwrap_or_default(),
                );
            }
            Body::Mint(body) => {
                for ticket in body.from..body.from.saturating_add(body.count.min(100_000)) {
                    self.head.minted.insert(ticket);
                }
                if !self.regs.is_empty() {
                    self.settle_all(touched);
                }
            }
            Body::Replace(body) => {
                self.change(id, PersonId(body.person.0), body.attempt, touched, |reg| {
                    reg.replaced(stamp, PersonId(body.by.0));
                });
                self.change(id, PersonId(body.by.0), body.by_attempt, touched, |reg| {
                    reg.took_over(stamp, TicketNo(body.ticket));
                });
            }
            _ => {
                if let Some((person, attempt)) = reg::subject(body) {
                    self.change(id, person, attempt, touched, |reg| reg.apply(stamp, body));
                }
            }
        }
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
        with(reg);
        touched.slots.push(slot);
        self.settle(slot, known.is_none(), touched);
    }

    /// Settles one registration; the whole batch where another claims its ticket.
    fn settle(&mut self, slot: u32, new: bool, touched: &mut Touched) {
        let selects = self.head.selects();
        let Some(reg) = usize::try_from(slot)
            .ok()
            .and_then(|slot| self.regs.get_mut(slot))
        else {
            return;
        };
        let (before, held) = (reg.state, reg.ticket);
        let claimed = reg.claim().filter(|ticket| self.head.minted.has(ticket.0));
        let contested = claimed != held && claimed.is_some_and(|ticket| self.head.held.has(ticket.0));
        if contested || self.head.contested {
            self.head.contested = true;
            self.settle_all(touched);
            return;
        }
        if let Some(ticket) = held {
            self.head.held.remove(ticket.0);
        }
        if let Some(ticket) = claimed {
            self.head.held.insert(ticket.0);
        }
        reg.ticket = claimed;
        reg.state = reg.settled(selects);
        let after = reg.state;
        if !new {
            self.count(before, -1);
        }
        self.count(after, 1);
    }

    /// Settles everything from the facts alone.
    fn settle_all(&mut self, touched: &mut Touched) {
        let mut holders: FxHashMap<TicketNo, (Stamp, usize)> = FxHashMap::default();
        for (slot, reg) in self.regs.iter().enumerate() {
            let Some(ticket) = reg.claim().filter(|ticket| self.head.minted.has(ticket.0)) else {
                continue;
            };
            let Some(stamp) = reg.seat.as_ref().map(|seat| seat.stamp) else {
                continue;
            };
            let holder = holders.entry(ticket).or_insert((stamp, slot));
            if holder.0 < stamp {
                *holder = (stamp, slot);
                self.head.contested = true;
            } else if holder.1 != slot {
                self.head.contested = true;
            }
        }
        let selects = self.head.selects();
        self.head.held = Bits::default();
        self.head.counts = [0; 10];
        for (slot, reg) in self.regs.iter_mut().enumerate() {
            reg.ticket = reg
                .claim()
                .filter(|ticket| holders.get(ticket).is_some_and(|holder| holder.1 == slot));
            reg.state = reg.settled(selects);
            if let Some(ticket) = reg.ticket {
                self.head.held.insert(ticket.0);
            }
            if let Some(count) = self.head.counts.get_mut(usize::from(reg.state.number())) {
                *count = count.saturating_add(1);
            }
        }
        touched.all = true;
    }

    fn count(&mut self, state: State, by: i32) {
        if let Some(count) = self.head.counts.get_mut(usize::from(state.number())) {
            *count = count.saturating_add_signed(by);
        }
    }
}

fn batch_of(id: BatchId, body: &plan::BatchSet) -> Option<Batch> {
    let mut phases: Vec<Phase> = body
        .phases
        .iter()
        .filter(|(from, to, _)| from <= to)
        .map(|&(from, to, mode)| {
            Some(Phase {
                from: Day(from),
                to: Day(to),
                mode: Mode::from_number(mode)?,
            })
        })
        .collect::<Option<_>>()?;
    phases.sort_by_key(|phase| (phase.from, phase.to));
    if phases.is_empty() {
        return None;
    }
    Some(Batch {
        id,
        code: Text::read(&body.code, limit::CODE).ok()?,
        course: CourseId(body.course.0),
        phases,
        place: Text::read(&body.place, limit::NAME).ok()?,
        room: body
            .room
            .as_deref()
            .and_then(|room| Text::read(room, limit::NAME).ok()),
        admission: Admission::from_number(body.admission)?,
        window: Window {
            opens: body.opens.map(Moment),
            closes: body.closes.map(Moment),
        },
        capacity: body.capacity,
    })
}

/// The operation that says this of a batch.
#[must_use]
pub fn body_of(batch: &Batch) -> plan::BatchSet {
    plan::BatchSet {
        code: batch.code.to_string(),
        course: plan::Name(batch.course.0),
        phases: batch
            .phases
            .iter()
            .map(|phase| (phase.from.0, phase.to.0, phase.mode.number()))
            .collect(),
        place: batch.place.to_string(),
        room: batch.room.as_ref().map(ToString::to_string),
        admission: batch.admission.number(),
        opens: batch.window.opens.map(|moment| moment.0),
        closes: batch.window.closes.map(|moment| moment.0),
        capacity: batch.capacity,
    }
}

fn staff_of(blob: &[u8]) -> Vec<Facilitator> {
    let list: Option<plan::StaffList> = crate::ledger::body::read(blob);
    let members = list.map(|list| list.members).unwrap_or_default();
    members
        .into_iter()
        .zip(1..=u16::MAX)
        .filter_map(|(member, place)| {
            Some(Facilitator {
                number: member.number.unwrap_or(place),
                person: member.person.map(|name| PersonId(name.0)),
                name: Text::read(&member.name, limit::NAME).ok()?,
                subject: Text::read(&member.subject, limit::NAME).ok()?,
            })
        })
        .collect()
}

/// The blob that says who teaches.
#[must_use]
pub fn staff_blob(staff: &[Facilitator]) -> plan::StaffList {
    let members = staff.iter().map(|member| plan::StaffMember {
        number: Some(member.number),
        person: member.person.map(|person| plan::Name(person.0)),
        name: member.name.to_string(),
        subject: member.subject.to_string(),
    });
    plan::StaffList {
        members: members.collect(),
    }
}

#[cfg(test)]
mod tests;
