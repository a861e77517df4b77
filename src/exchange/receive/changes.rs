//! Registrations whose state changed by what came, and why.

use super::{Read, called};
use crate::{
    domain::{
        batch::{Admission, TicketNo},
        id::{BatchId, PersonId},
        receipt::Cause,
        registration::State,
    },
    exchange::{ExchangeError, desk::matters::Found},
    ledger::{body::Body, id::LogId, op::Entry},
    state::{
        batch::BatchState,
        sync::{MatterKind, SeatChange, SeatChangeKind},
    },
    store::book::Book,
};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// The most registrations that are remembered to compare; in a bundle that touches more, the rest is not named.
const MOST: usize = 200_000;

/// Tickets that came to this node: it promotes from the waiting list, and says whose seats they were.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gained {
    /// The batch.
    pub batch: BatchId,
    /// How many more are free here than before.
    pub seats: u32,
    /// The office that gave them, or that gave them up.
    pub office: String,
    /// How they came.
    pub cause: Cause,
    /// The bundle, eight hexadecimal digits.
    pub bundle: String,
}

/// How a batch stood.
#[derive(Default)]
struct Stood {
    regs: FxHashMap<(PersonId, u8), State>,
    free: u32,
}

/// How the batches stood that something new is about.
#[derive(Default)]
pub(super) struct Before {
    batches: FxHashMap<BatchId, Stood>,
    /// Nobody was registered here: only tickets that come are of interest, of any batch.
    all: bool,
}

/// Who did what to the batches that are compared.
#[derive(Default)]
pub(super) struct Causes {
    /// The last word on somebody's seat.
    people: FxHashMap<(BatchId, PersonId), LogId>,
    /// Tickets taken out, and by whom.
    burned: FxHashMap<BatchId, (LogId, u32)>,
    /// Tickets given to us, and by whom.
    given: FxHashMap<BatchId, (LogId, u32)>,
    /// Batches with news on who came or how many answered.
    pub(super) surveyed: BTreeSet<BatchId>,
    /// Who said last that somebody gives a seat up.
    gave_up: FxHashMap<BatchId, LogId>,
}

impl Causes {
    /// Takes note of a new operation of another ledger.
    pub(super) fn see(&mut self, before: &Before, own: LogId, entry: &Entry<'_>) {
        if matches!(entry.op.kind, 50 | 51 | 70) {
            self.surveyed.insert(BatchId(entry.op.subject.0));
        }
        if !matches!(entry.op.kind, 21..=24 | 41..=44) {
            return;
        }
        let (batch, log) = (BatchId(entry.op.subject.0), entry.id.log);
        if !(before.batches.contains_key(&batch) || before.all && entry.op.kind == 21) {
            return;
        }
        let mut person = |name: [u8; 16]| {
            self.people.insert((batch, PersonId(name)), log);
        };
        match Body::read(entry.op.kind, entry.op.body) {
            Ok(Body::Confirm(body)) => person(body.person.0),
            Ok(Body::Cancel(body)) => {
                person(body.person.0);
                self.gave_up.insert(batch, log);
            }
            Ok(Body::Release(body)) => {
                person(body.person.0);
                self.gave_up.insert(batch, log);
            }
            Ok(Body::Replace(body)) => {
                person(body.person.0);
                person(body.by.0);
            }
            Ok(Body::Burn(body)) => self.burned.entry(batch).or_insert((log, 0)).1 += body.count,
            Ok(Body::Take(body)) => self.burned.entry(batch).or_insert((log, 0)).1 += body.count,
            Ok(Body::Give(body)) if LogId::new(body.node, body.incarnation) == own => {
                self.given.entry(batch).or_insert((log, 0)).1 += body.count;
            }
            _ => {}
        }
    }
}

/// Whether somebody in this state has something to lose or to win.
const fn is_compared(state: State) -> bool {
    matches!(state, State::Waiting | State::Recorded) || state.holds_seat()
}

impl Before {
    /// How all batches stand now, where nobody is registered in any.
    pub(super) fn of_none(book: &Book) -> Self {
        let own = book.log_id();
        let stood = |(id, head): (&BatchId, &crate::state::batch::Head)| {
            let regs = FxHashMap::default();
            (
                *id,
                Stood {
                    regs,
                    free: head.free_of(own),
                },
            )
        };
        Self {
            batches: book.heads().iter().map(stood).collect(),
            all: true,
        }
    }

    /// How these batches stand now.
    pub(super) fn of(book: &mut Book, batches: impl Iterator<Item = BatchId>) -> Result<Self, ExchangeError> {
        let own = book.log_id();
        let (mut before, mut count) = (Self::default(), 0);
        for id in batches {
            let mut stood = Stood::default();
            if let Some(batch) = book.batch(id)? {
                stood.free = batch.head.free_of(own);
                if count < MOST {
                    let regs = batch.regs().iter().filter(|reg| is_compared(reg.state));
                    stood.regs = regs.map(|reg| ((reg.person, reg.attempt), reg.state)).collect();
                    count += stood.regs.len();
                }
            }
            before.batches.insert(id, stood);
        }
        Ok(before)
    }

    /// The batches.
    pub(super) fn batches(&self) -> BTreeSet<BatchId> {
        self.batches.keys().copied().collect()
    }

    /// Says of which batches more tickets are free here than before.
    fn gained(&self, book: &Book, causes: &Causes, read: &mut Read) {
        let own = book.log_id();
        let mut ids: Vec<&BatchId> = self.batches.keys().chain(causes.given.keys()).collect();
        ids.sort_unstable();
        ids.dedup();
        for id in ids {
            let before = self.batches.get(id).map_or(0, |stood| stood.free);
            let free = book.heads().get(id).map_or(0, |head| head.free_of(own));
            if free > before {
                // Seats that we were given came back where this is the centre; else they are new here. Any other seat
                // was given up by somebody, and it is ours already.
                let (by, seats, cause) = match causes.given.get(id) {
                    Some((log, count)) if book.roll().hub() == Some(own) => {
                        (Some(*log), (free - before).min(*count), Cause::Back)
                    }
                    Some((log, count)) => (Some(*log), (free - before).min(*count), Cause::Given),
                    None => (causes.gave_up.get(id).copied(), 0, Cause::Freed),
                };
                read.gained.push(Gained {
                    batch: *id,
                    seats,
                    office: by.map_or_else(|| read.report.from.clone(), |log| called(book, log)),
                    cause,
                    bundle: read.report.id.clone(),
                });
            }
        }
    }

    /// What has changed since.
    pub(super) fn compare(
        &self,
        book: &mut Book,
        causes: &Causes,
        found: &mut Vec<Found>,
        read: &mut Read,
    ) -> Result<(), ExchangeError> {
        self.gained(book, causes, read);
        let mut ids: Vec<&BatchId> = self.batches.keys().collect();
        ids.sort_unstable();
        for id in ids {
            let Some(stood) = self.batches.get(id).filter(|stood| !stood.regs.is_empty()) else {
                continue;
            };
            let Some(batch) = book.batch(*id)? else {
                continue;
            };
            let changes = changed(batch, stood);
            let code = batch
                .head
                .batch()
                .map(|batch| batch.code.to_string())
                .unwrap_or_default();
            for (person, kind, ticket) in changes {
                let burned = causes.burned.get(id).copied();
                let said = causes.people.get(&(*id, person)).copied();
                let (by, seats) = match kind {
                    SeatChangeKind::Bumped => (
                        burned.map(|(log, _)| log).or(said),
                        burned.map_or(0, |(_, count)| count),
                    ),
                    // Whoever promised it here owned the seat: what came to us in the same bundle is another.
                    _ => (said, 0),
                };
                let office = by.map_or_else(|| read.report.from.clone(), |log| called(book, log));
                if kind == SeatChangeKind::Bumped {
                    found.push(Found::new(MatterKind::Bumped, &office).of_person(*id, person));
                }
                let profile = book
                    .person(person)?
                    .and_then(|state| state.person(person))
                    .and_then(|one| one.profile);
                read.report.changes.push(SeatChange {
                    batch: *id,
                    code: code.clone(),
                    person,
                    name: profile
                        .map(|profile| profile.name.to_string())
                        .unwrap_or_default(),
                    kind,
                    cause: Cause::Freed,
                    ticket,
                    seats,
                    office,
                    bundle: read.report.id.clone(),
                });
            }
        }
        Ok(())
    }
}

/// Whose registration stands otherwise than before, and how.
fn changed(batch: &BatchState, stood: &Stood) -> Vec<(PersonId, SeatChangeKind, Option<TicketNo>)> {
    let selects = batch
        .head
        .batch()
        .is_some_and(|batch| batch.admission == Admission::Selection);
    let kind = |was: State, is: State| match (was, is) {
        (was, State::Waiting) if was.holds_seat() => Some(SeatChangeKind::Bumped),
        (State::Waiting | State::Recorded, is) if is.holds_seat() && selects => {
            Some(SeatChangeKind::Admitted)
        }
        (State::Waiting | State::Recorded, is) if is.holds_seat() => Some(SeatChangeKind::Promoted),
        (_, State::Cancelled) => Some(SeatChangeKind::Cancelled),
        _ => None,
    };
    let regs = batch.regs().iter();
    regs.filter_map(|reg| {
        let was = *stood.regs.get(&(reg.person, reg.attempt))?;
        Some((reg.person, kind(was, reg.state)?, reg.ticket))
    })
    .collect()
}
