//! Registrations: batch by batch in the order of their codes, in a batch in the order in which they were made.

use super::{
    super::{desk, failure::Failure, json, out::Rows},
    plan::by_code,
};
use crate::{
    domain::{
        code::Code,
        id::{BatchId, PersonId},
        number::Number,
        receipt::{Change, Promise},
        registration::State,
    },
    i18n::{Lang, word},
    service::{
        Office,
        register::{promise, slip_code},
    },
    state::batch::BatchState,
    ui::sync_words,
};
use rustc_hash::FxHashMap;
use serde::Serialize;

#[derive(Serialize)]
struct Shape<'a> {
    code: String,
    number: String,
    batch: &'a str,
    state: &'static str,
    seat: Option<u32>,
    waiting: Option<u32>,
    meetings: u16,
    recorded: String,
    uncertain: bool,
    change: Option<json::ChangeShape>,
    #[serde(skip)]
    why: Option<Change>,
    #[serde(skip)]
    slip: Code,
    #[serde(skip)]
    stands: State,
    #[serde(skip)]
    promised: Promise,
}

/// Everybody's number, for a list that goes through all of them: 24 bytes a person.
fn numbers(office: &Office) -> Result<FxHashMap<PersonId, Number>, Failure> {
    let mut numbers = FxHashMap::default();
    office.each_person(|_, id, state| {
        if let Some(number) = state.number() {
            numbers.insert(id, number);
        }
        true
    })?;
    Ok(numbers)
}

pub(super) fn list(
    office: &mut Office,
    rows: &mut Rows,
    person: Option<&str>,
    batch: Option<&str>,
    lang: Lang,
) -> Result<(), Failure> {
    let person = person.map(|number| desk::person(office, number)).transpose()?;
    let batch = batch.map(|code| desk::batch(office, code)).transpose()?;
    let mut batches = by_code(office);
    if let Some(id) = batch {
        batches.retain(|(_, other)| *other == id);
    }
    let known = if let Some(id) = person {
        let state = office.book_mut().person(id)?.unwrap_or_default();
        batches.retain(|(_, batch)| state.places.iter().any(|place| place.batch == *batch));
        state.number().map(|number| (id, number)).into_iter().collect()
    } else if batch.is_some() {
        FxHashMap::default()
    } else {
        numbers(office)?
    };
    for (code, id) in batches {
        let Some(shapes) = office
            .book_mut()
            .batch(id)?
            .map(|state| shapes(state, id, &code, person))
        else {
            continue;
        };
        for (someone, mut shape) in shapes {
            let number = match known.get(&someone) {
                Some(number) => Some(*number),
                None => office
                    .book_mut()
                    .person(someone)?
                    .and_then(|state| state.number()),
            };
            shape.number = number.map(Number::digits).unwrap_or_default();
            let last = match (shape.stands, shape.promised) {
                (State::Cancelled, _) => office.cancelled_elsewhere(id, someone),
                (stands, promised) if stands.is_ahead() => office.change_of(id, someone, promised),
                _ => None,
            };
            shape.change = last.as_ref().map(json::ChangeShape::of);
            shape.why = last;
            rows.row(&shape, |shape| line(shape, lang))?;
        }
    }
    Ok(())
}

/// A registration in words, with why it stands so where somebody else changed it.
fn line(shape: &Shape<'_>, lang: Lang) -> String {
    let stands = word::state(lang, shape.stands);
    let mut line = format!(
        "{}  {:<18} {:<16} {stands}",
        shape.slip, shape.number, shape.batch
    );
    if let Some(why) = &shape.why {
        line.push_str("; ");
        line.push_str(&sync_words::reason(lang, why));
    }
    if shape.uncertain {
        line.push_str(lang.texts().cli.time.uncertain);
    }
    line
}

/// The registrations of a batch, of everybody or of one person; the numbers are still to be filled in.
fn shapes<'a>(
    state: &BatchState,
    batch: BatchId,
    code: &'a str,
    only: Option<PersonId>,
) -> Vec<(PersonId, Shape<'a>)> {
    let waiting: FxHashMap<(PersonId, u8), u32> = state
        .waiting()
        .into_iter()
        .map(|reg| (reg.person, reg.attempt))
        .zip(1..)
        .collect();
    let wanted = state
        .regs()
        .iter()
        .filter(|reg| only.is_none_or(|person| person == reg.person));
    let shape = |reg: &crate::state::batch::Reg| {
        let slip = slip_code(reg.id(batch));
        let shape = Shape {
            code: json::code(slip),
            number: String::new(),
            batch: code,
            state: reg.state.id(),
            seat: reg.ticket.map(|ticket| ticket.0),
            waiting: waiting.get(&(reg.person, reg.attempt)).copied(),
            meetings: reg.meetings(),
            recorded: json::moment(reg.asked_at()),
            uncertain: reg.asked_unsure(),
            change: None,
            why: None,
            promised: promise(reg, waiting.get(&(reg.person, reg.attempt)).copied()),
            slip,
            stands: reg.state,
        };
        (reg.person, shape)
    };
    wanted.map(shape).collect()
}
