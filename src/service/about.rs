//! About somebody: all that is held on one person at this terminal, for them to have (UU 27/2022, articles 5 to 7 and
//! 13: the right to know what is held, and to receive it in a common form).
//!
//! Answers to surveys are not in it: nobody, not even this program, can tell whose they are.

mod ledgers;

pub use ledgers::AboutList;

use super::{Answer, Denied, Office, pin::activation_key, register::slip_code};
use crate::{
    domain::{
        code::Code,
        day::{Day, Moment},
        id::PersonId,
        number::Number,
        refusal::Refusal,
        registration::{CancelReason, State},
        role::Role,
    },
    state::{
        stamp::{Stamp, get},
        sync::{Matter, News, SeatChange},
    },
    store::papers::{self, Named},
};

/// All that is held on somebody here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// The internal name: an id that says nothing of the person.
    pub person: PersonId,
    /// The numbers by which they are found, all digits: the one of now and those of before.
    pub numbers: Vec<String>,
    /// The name; `None` where it was erased or has not come here.
    pub name: Option<String>,
    /// The post.
    pub position: Option<String>,
    /// Pangkat and golongan.
    pub rank: Option<String>,
    /// The office.
    pub unit: String,
    /// How they are employed, as the word in files.
    pub employment: Option<&'static str>,
    /// The last day of the contract.
    pub contract_end: Option<Day>,
    /// When the record was last changed, as the ledger's clock claims, and by which operation.
    pub recorded: Option<(Moment, String)>,
    /// The roles.
    pub roles: Vec<Role>,
    /// Whether a PIN is set at this terminal (its verifier only; the PIN is known to nobody).
    pub has_pin: bool,
    /// Whether an activation code waits at this terminal.
    pub has_activation: bool,
    /// Wrong tries at their PIN that this terminal counts.
    pub wrong_tries: u32,
    /// Every record of who they are, the oldest first: what was changed stays in the ledger until it is erased.
    pub records: Vec<AboutProfile>,
    /// Registrations.
    pub registrations: Vec<AboutRegistration>,
    /// Trainings completed elsewhere.
    pub elsewhere: Vec<AboutElsewhere>,
    /// Lists of facilitators that name them.
    pub facilitates: Vec<AboutList>,
    /// Matters for an officer's eyes that are about them.
    pub matters: Vec<Matter>,
    /// How registrations of theirs changed by what came from other offices, and why.
    pub changes: Vec<SeatChange>,
    /// Printed papers at this terminal that bear their name, their number or the code of a registration.
    pub papers: Vec<String>,
    /// Every operation in the ledgers here that they occur in.
    pub operations: Vec<AboutOperation>,
}

/// A record of who somebody is, as it was said once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AboutProfile {
    /// When, as claimed, and by which operation.
    pub recorded: (Moment, String),
    /// The number, all digits; `None` where the record was destroyed or has not come.
    pub number: Option<String>,
    /// The name.
    pub name: Option<String>,
    /// The post.
    pub position: Option<String>,
    /// Pangkat and golongan.
    pub rank: Option<String>,
    /// The office.
    pub unit: String,
    /// How they are employed.
    pub employment: Option<&'static str>,
    /// The last day of the contract.
    pub contract_end: Option<Day>,
}

/// How somebody occurs in an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// It is about them.
    Subject,
    /// They did it.
    By,
    /// It is about something else and names them, such as a registration of theirs in a batch.
    Named,
}

/// An operation that somebody occurs in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AboutOperation {
    /// When, as claimed, and which.
    pub recorded: (Moment, String),
    /// What it says.
    pub what: News,
    /// How they occur in it.
    pub part: Part,
}

/// A registration of somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AboutRegistration {
    /// The slip's code.
    pub code: Code,
    /// The batch's code.
    pub batch: String,
    /// The training's title.
    pub title: String,
    /// The attempt, from 1.
    pub attempt: u8,
    /// Where it stands.
    pub state: State,
    /// When it was asked for, as claimed, and by which operation.
    pub asked: Option<(Moment, String)>,
    /// The seat.
    pub seat: Option<u32>,
    /// The place on the waiting list, from 1.
    pub place: Option<u32>,
    /// Why it was cancelled.
    pub cancelled: Option<CancelReason>,
    /// Meetings they came to, with the moment of the mark.
    pub came: Vec<(u16, Moment)>,
    /// Credit hours earned, where it was decided.
    pub credit: Option<u16>,
    /// Whether they handed answers in at this terminal: that they did is known, what they said is not.
    pub answered: bool,
}

/// A training completed elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AboutElsewhere {
    /// The title.
    pub title: Option<String>,
    /// Who held it.
    pub organiser: Option<String>,
    /// The certificate's number.
    pub certificate: Option<String>,
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
    /// Credit hours.
    pub credit: u16,
}

/// The operation of a stamp, `node-incarnation/number`.
fn operation(stamp: Stamp) -> String {
    format!("{}-{}/{}", stamp.node, stamp.incarnation, stamp.seq)
}

impl Office {
    /// All that is held on somebody here.
    pub fn about(&mut self, id: PersonId) -> Answer<About> {
        let state = self.book.person(id)?.ok_or(Denied::Refused(Refusal::NotFound))?;
        let mut numbers = Vec::new();
        self.book.each_number(|number, person| {
            if person == id {
                numbers.push(number.digits());
            }
        })?;
        let record = get(state.record.as_ref());
        let profile = record.and_then(|record| record.profile.as_ref());
        let text = |text: &crate::domain::text::Text| text.to_string();
        let mut about = About {
            person: id,
            numbers,
            name: profile.map(|profile| profile.name.to_string()),
            position: profile.and_then(|profile| profile.position.as_ref().map(text)),
            rank: profile.and_then(|profile| profile.rank.as_ref().map(text)),
            unit: record
                .map(|record| self.unit_name(record.unit))
                .unwrap_or_default(),
            employment: record.map(|record| record.employment.id()),
            contract_end: record.and_then(|record| record.contract_end),
            recorded: state
                .record
                .as_ref()
                .map(|record| (record.stamp.moment(), operation(record.stamp))),
            roles: Role::ALL
                .into_iter()
                .filter(|&role| state.roles_now().has(role))
                .collect(),
            has_pin: self.has_pin(id),
            has_activation: self.vault.get(&activation_key(id)).is_some(),
            wrong_tries: 0,
            records: Vec::new(),
            registrations: Vec::with_capacity(state.places.len()),
            elsewhere: Vec::with_capacity(state.elsewhere.len()),
            facilitates: Vec::new(),
            matters: Vec::new(),
            changes: Vec::new(),
            papers: Vec::new(),
            operations: Vec::new(),
        };
        for place in &state.places {
            let answered = self.has_answered(place.batch, id)?;
            let Some(batch) = self.book.batch(place.batch)? else {
                continue;
            };
            let Some(reg) = batch.reg(id, place.attempt) else {
                continue;
            };
            let of_batch = batch.head.batch();
            let (code, course) = (
                of_batch.map(|batch| batch.code.to_string()),
                of_batch.map(|batch| batch.course),
            );
            let cancel = reg
                .rare
                .as_ref()
                .and_then(|rare| get(rare.cancel.as_ref()).copied());
            let mut line = AboutRegistration {
                code: slip_code(reg.id(place.batch)),
                batch: code.unwrap_or_default(),
                title: String::new(),
                attempt: reg.attempt,
                state: reg.state,
                asked: reg.asked.map(|asked| (asked.at, operation(asked.stamp))),
                seat: reg.ticket.map(|ticket| ticket.0),
                place: batch.place(reg),
                cancelled: cancel,
                came: reg
                    .live()
                    .map(|mark| (mark.meeting.0, mark.came.stamp.moment()))
                    .collect(),
                credit: reg.earned(),
                answered,
            };
            line.title = course
                .and_then(|course| self.course(course))
                .map(|course| course.title.to_string())
                .unwrap_or_default();
            about.registrations.push(line);
        }
        about.elsewhere = state
            .elsewhere
            .iter()
            .map(|line| AboutElsewhere {
                title: line.title.as_ref().map(text),
                organiser: line.organiser.as_ref().map(text),
                certificate: line.certificate.as_ref().map(text),
                from: line.from,
                to: line.to,
                credit: line.credit,
            })
            .collect();
        self.about_beside(&mut about)?;
        Ok(about)
    }

    /// What is held beside the view: the ledgers, what this terminal remembers of the exchange, papers, counters.
    fn about_beside(&mut self, about: &mut About) -> Answer<()> {
        let person = about.person;
        let found = self.in_ledgers(person)?;
        about.records = found.profiles;
        about.facilitates = found.lists;
        about.operations = found.operations;
        about.matters = self.matters()?;
        about.matters.retain(|matter| matter.person == Some(person));
        let mut batches: Vec<_> = self.book.heads().keys().copied().collect();
        batches.sort_unstable();
        for batch in batches {
            if let Some(mut change) = self.exchange.change(batch, person) {
                change.code = self.batch_code(batch);
                about.changes.push(change);
            }
        }
        let mut digits = about.numbers.clone();
        digits.extend(about.records.iter().filter_map(|record| record.number.clone()));
        digits.sort_unstable();
        digits.dedup();
        for number in digits.iter().filter_map(|digits| digits.parse::<u64>().ok()) {
            if let Ok(number) = Number::try_from(number) {
                about.wrong_tries = about.wrong_tries.saturating_add(self.wrong_tries(number));
            }
        }
        let names = about.records.iter().filter_map(|record| record.name.clone());
        let by_name = names.map(|name| Named {
            name,
            digits: String::new(),
        });
        let by_number = digits.into_iter().map(|digits| Named {
            name: String::new(),
            digits,
        });
        let wanted: Vec<Named> = by_name.chain(by_number).collect();
        about.papers = papers::naming(&*self.files, self.book.data(), &wanted);
        about.papers.extend(self.slips_of(person)?);
        about.papers.sort_unstable();
        about.papers.dedup();
        Ok(())
    }
}
