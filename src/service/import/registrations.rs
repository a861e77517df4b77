//! The past from a file: registrations of batches that are here, and trainings completed elsewhere.
//!
//! A million rows are held as 40 bytes each until the whole file is known to be good; then they are written batch by
//! batch, so that each batch is folded and kept once.

use super::{Plan, Verdict, unknown};
use crate::{
    domain::{
        day::Moment,
        id::{BatchId, PersonId},
        number::Number,
        registration::State,
    },
    intake::{Column, Findings, History, RegistrationRow, Row, Rule, What},
    ledger::body::{
        people::{Elsewhere, ElsewhereBlob},
        plan::Name,
        seat::{Past, Release},
    },
    service::{Answer, Office},
    state::{batch::Bits, world::Subject},
    store::book::Draft,
};
use rustc_hash::FxHashMap;

/// What is known of a batch while rows name it.
struct Known {
    id: BatchId,
    /// Tickets made and tickets claimed, here or by rows before.
    minted: Bits,
    held: Bits,
    capacity: u64,
    /// Whether its last day has passed.
    over: bool,
    direct: bool,
    /// Registrations that are there already.
    there: FxHashMap<PersonId, There>,
}

/// A registration that is there already.
#[derive(Clone, Copy)]
struct There {
    ticket: Option<u32>,
    /// What a file said before, where nobody has said anything here since.
    said: Option<State>,
}

/// A registration to be written.
struct Planned {
    batch: u32,
    person: PersonId,
    state: State,
    made: Moment,
    ticket: Option<u32>,
    /// The ticket that is given back.
    released: Option<u32>,
}

/// Registrations collected.
pub(super) struct Registrations {
    numbers: FxHashMap<Number, (PersonId, u32)>,
    codes: FxHashMap<String, u32>,
    batches: Vec<Known>,
    seen: FxHashMap<(u32, u32), u32>,
    planned: Vec<Planned>,
    elsewhere: Vec<(PersonId, History, Option<String>)>,
    /// The places in `elsewhere` of each person.
    lines: FxHashMap<PersonId, Vec<u32>>,
}

impl Registrations {
    pub(super) fn begin(office: &Office) -> Answer<Self> {
        let mut numbers = FxHashMap::default();
        let mut count = 0u32;
        office.book.each_number(|number, person| {
            numbers.insert(number, (person, count));
            count = count.saturating_add(1);
        })?;
        Ok(Self {
            numbers,
            codes: FxHashMap::default(),
            batches: Vec::new(),
            seen: FxHashMap::default(),
            planned: Vec::new(),
            elsewhere: Vec::new(),
            lines: FxHashMap::default(),
        })
    }

    /// The place of a batch among those that rows name; `None` where there is none of this code.
    fn batch(&mut self, office: &mut Office, code: &str) -> Answer<Option<u32>> {
        if let Some(at) = self.codes.get(code) {
            return Ok(Some(*at));
        }
        let id = BatchId::of_code(code);
        let today = office.today();
        let own = office.book.log_id();
        let Some(state) = office.book.batch(id)? else {
            return Ok(None);
        };
        let Some(batch) = state.head.batch() else {
            return Ok(None);
        };
        let known = Known {
            id,
            minted: state.head.owned_by(own),
            held: state.head.held.clone(),
            capacity: u64::from(batch.capacity),
            over: batch.last_day() < today,
            direct: Office::is_direct(batch),
            there: state
                .regs()
                .iter()
                .map(|reg| {
                    let there = There {
                        ticket: reg.ticket.map(|ticket| ticket.0),
                        said: reg.only_past(),
                    };
                    (reg.person, there)
                })
                .collect(),
        };
        let at = u32::try_from(self.batches.len()).unwrap_or(u32::MAX);
        self.batches.push(known);
        self.codes.insert(code.to_owned(), at);
        Ok(Some(at))
    }

    fn history(
        &mut self,
        office: &Office,
        person: PersonId,
        history: History,
        certificate: Option<String>,
    ) -> Answer<Verdict> {
        let same = |title: Option<&str>, from, to, credit| {
            title == Some(history.title.as_str())
                && (from, to) == (history.from, history.to)
                && credit == history.credit.unwrap_or(0)
        };
        let state = office.person_state(person)?;
        let there = state
            .elsewhere
            .iter()
            .any(|line| same(line.title.as_deref(), line.from, line.to, line.credit));
        let lines = self.lines.entry(person).or_default();
        let twice = lines.iter().any(|at| {
            let line = self.elsewhere.get(index(*at)).map(|(_, line, _)| line);
            line.is_some_and(|line| same(Some(&line.title), line.from, line.to, line.credit.unwrap_or(0)))
        });
        if there || twice {
            return Ok(Verdict::Same);
        }
        lines.push(u32::try_from(self.elsewhere.len()).unwrap_or(u32::MAX));
        self.elsewhere.push((person, history, certificate));
        Ok(Verdict::New)
    }
}

/// Where a registration stands that a file speaks of: what was attended in a batch that is over is completed, so
/// that its hours count; a plain "registered" in a batch whose seats are given at once has one.
const fn state_here(said: Option<State>, batch: &Known) -> State {
    match said {
        Some(State::Attended) | None if batch.over => State::Completed,
        Some(State::Recorded) | None if batch.direct => State::Confirmed,
        None => State::Recorded,
        Some(state) => state,
    }
}

impl Plan for Registrations {
    fn row(&mut self, office: &mut Office, row: &Row<'_>, findings: &mut Findings) -> Answer<Verdict> {
        let Some(read) = RegistrationRow::read(row, office.number_day(), findings) else {
            return Ok(Verdict::Faulty);
        };
        let Some(&(person, ordinal)) = self.numbers.get(&read.number) else {
            return Ok(unknown(row, Column::Number, findings));
        };
        let code = match read.what {
            What::Batch(code) => code,
            What::Past(history) => {
                return self.history(
                    office,
                    person,
                    *history,
                    read.certificate.map(|text| text.to_string()),
                );
            }
        };
        let Some(at) = self.batch(office, code)? else {
            return Ok(unknown(row, Column::Batch, findings));
        };
        let Some(batch) = usize::try_from(at).ok().and_then(|at| self.batches.get_mut(at)) else {
            return Ok(unknown(row, Column::Batch, findings));
        };
        let number = u32::try_from(row.number()).unwrap_or(u32::MAX);
        if let Some(earlier) = self.seen.insert((at, ordinal), number) {
            findings.fault(
                row,
                Column::Number,
                Rule::Duplicate {
                    row: u64::from(earlier),
                },
            );
            return Ok(Verdict::Faulty);
        }
        let state = state_here(read.state, batch);
        let there = batch.there.get(&person).copied();
        match there {
            Some(There { said: Some(past), .. }) if past == state => return Ok(Verdict::Same),
            // Made or changed here: what is recorded here is nearer to the truth than a file.
            Some(There { said: None, .. }) => return Ok(Verdict::Same),
            // A seat may be in somebody's hand as a slip: a file cancels it or says how it ended, and nothing between.
            Some(There { ticket: Some(_), .. }) if state.is_ahead() => return Ok(Verdict::Same),
            _ => {}
        }
        let held = there.and_then(|there| there.ticket);
        let released = held.filter(|_| !state.holds_seat());
        if let Some(ticket) = released {
            batch.held.remove(ticket);
        }
        let mut ticket = None;
        if state.holds_seat() && held.is_none() {
            ticket = batch.minted.first_without(&batch.held);
            match ticket {
                Some(ticket) => batch.held.insert(ticket),
                // Somebody who came without a seat is a fact; a promise without one cannot be made.
                None if state == State::Confirmed => {
                    findings.fault(
                        row,
                        Column::Batch,
                        Rule::NoSeat {
                            capacity: batch.capacity,
                        },
                    );
                    return Ok(Verdict::Faulty);
                }
                None => {}
            }
        }
        // Without a date it is asked for now, and not before who asked here while the clock was ahead.
        let now = || office.now().max(office.book.last_moment());
        let made = read.created.or(read.updated).unwrap_or_else(now);
        self.planned.push(Planned {
            batch: at,
            person,
            state,
            made,
            ticket,
            released,
        });
        Ok(if there.is_some() {
            Verdict::Changed
        } else {
            Verdict::New
        })
    }

    fn write(mut self: Box<Self>, office: &mut Office) -> Answer<()> {
        // What was only needed to read.
        self.seen = FxHashMap::default();
        self.numbers = FxHashMap::default();
        let mut order: Vec<u32> = (0..).take(self.batches.len()).collect();
        order.sort_unstable_by_key(|at| self.batches.get(index(*at)).map(|batch| batch.id));
        let mut rank = vec![0u32; order.len()];
        for (place, at) in order.iter().zip(0u32..) {
            if let Some(rank) = rank.get_mut(index(*place)) {
                *rank = at;
            }
        }
        self.planned
            .sort_by_key(|planned| rank.get(index(planned.batch)).copied());
        let direct: Vec<BatchId> = self
            .batches
            .iter()
            .filter(|batch| batch.direct)
            .map(|batch| batch.id)
            .collect();
        let wall = office.stamp_ms();
        office.book.import(wall, |importing| {
            importing.expect(self.planned.len().saturating_add(self.elsewhere.len()));
            for planned in self.planned {
                let Some(batch) = self.batches.get(index(planned.batch)) else {
                    continue;
                };
                let body = Past {
                    person: Name(planned.person.0),
                    attempt: 1,
                    state: planned.state.number(),
                    made: planned.made.0,
                    ticket: planned.ticket,
                };
                importing.push(Draft::new(Subject::Batch(batch.id), body))?;
                if let Some(ticket) = planned.released {
                    let body = Release {
                        person: Name(planned.person.0),
                        attempt: 1,
                        ticket,
                    };
                    importing.push(Draft::new(Subject::Batch(batch.id), body))?;
                }
            }
            for (person, history, certificate) in self.elsewhere {
                let body = Elsewhere {
                    from: history.from.0,
                    to: history.to.0,
                    credit: history.credit.unwrap_or(0),
                    form: history.form.map(|form| form.id().to_owned()),
                };
                let blob = ElsewhereBlob {
                    title: history.title.to_string(),
                    organiser: history.organiser.map(|text| text.to_string()),
                    certificate,
                };
                importing.push(Draft::new(Subject::Person(person), body).with_blob(&blob))?;
            }
            Answer::Ok(())
        })?;
        // Seats that were given back, and waiting lists that came with the file.
        direct.into_iter().try_for_each(|batch| office.promote(batch))
    }
}

fn index(at: u32) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}
