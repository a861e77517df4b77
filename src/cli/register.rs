//! `register`: the same use case as the screen's. A receipt is printed only when it is durable.

mod lines;

use super::{
    code::Code,
    desk,
    failure::Failure,
    json::{self, PhaseShape},
    out::Out,
};
use crate::{
    domain::{
        day::wib,
        id::{BatchId, PersonId},
        number::Number,
        receipt::{Promise, Receipt},
        registration::State,
    },
    i18n::{Lang, format, word},
    service::Office,
    ui::sync_words,
};
use serde::Serialize;
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(
        long,
        required_unless_present = "from",
        conflicts_with = "from",
        requires = "batch"
    )]
    person: Option<String>,
    #[arg(
        long,
        required_unless_present = "from",
        conflicts_with = "from",
        requires = "person"
    )]
    batch: Option<String>,
    #[arg(long)]
    pub(super) from: Option<PathBuf>,
    #[arg(long)]
    accept_warnings: bool,
    #[arg(long)]
    pub(super) json: bool,
}

/// A receipt, as JSON.
#[derive(Debug, Serialize)]
pub(super) struct Shape {
    code: String,
    number: String,
    batch: String,
    state: &'static str,
    promise: &'static str,
    seat: Option<u32>,
    waiting: Option<u32>,
    title: String,
    phases: Vec<PhaseShape>,
    place: String,
    room: Option<String>,
    jp: u16,
    recorded: String,
    uncertain: bool,
    change: Option<json::ChangeShape>,
}

/// A registration that is durable.
struct Done {
    receipt: Receipt,
    state: State,
    number: String,
}

impl Done {
    fn shape(&self) -> Shape {
        let receipt = &self.receipt;
        let (promise, seat, waiting) = json::promise(receipt.promise);
        Shape {
            code: json::code(receipt.code),
            number: self.number.clone(),
            batch: receipt.batch_code.clone(),
            state: self.state.id(),
            promise,
            seat,
            waiting,
            title: receipt.title.clone(),
            phases: json::phases(&receipt.phases),
            place: receipt.place.clone(),
            room: receipt.room.clone(),
            jp: receipt.credit,
            recorded: json::moment(receipt.recorded),
            uncertain: receipt.uncertain,
            change: receipt.change.as_ref().map(json::ChangeShape::of),
        }
    }

    fn tell(&self, out: &mut Out, lang: Lang) -> Result<(), Failure> {
        let (texts, receipt) = (&lang.texts().cli, &self.receipt);
        let head = match receipt.promise {
            _ if !self.state.is_ahead() => (texts.slip_state)(word::state(lang, self.state)),
            Promise::Seat(seat) => (texts.slip_seat)(seat.0),
            Promise::Waiting { place } => (texts.slip_waiting)(place),
            Promise::Wish => texts.slip_wish.to_owned(),
        };
        out.line(&head)?;
        let dates: Vec<String> = receipt
            .phases
            .iter()
            .map(|phase| format::dates(lang, phase.from.date(), phase.to.date()))
            .collect();
        let place: Vec<&str> = std::iter::once(receipt.place.as_str())
            .chain(receipt.room.as_deref())
            .collect();
        for (label, value) in [
            (texts.slip_code, receipt.code.to_string()),
            (texts.slip_training, receipt.title.clone()),
            (texts.slip_batch, receipt.batch_code.clone()),
            (texts.slip_dates, dates.join("; ")),
            (texts.slip_place, place.join(", ")),
            ("JP", receipt.credit.to_string()),
            (
                texts.slip_recorded,
                format::date_time(lang, receipt.recorded.local(wib()))
                    + if receipt.uncertain {
                        texts.time.uncertain
                    } else {
                        ""
                    },
            ),
        ] {
            out.line(&format!("{label:<10} {value}"))?;
        }
        if let Some(change) = &receipt.change {
            let why = sync_words::reason(lang, change);
            out.line(&format!("{:<10} {why}", texts.slip_because))?;
        }
        Ok(())
    }
}

/// Registers; when this returns it is durable.
fn register(office: &mut Office, number: &str, batch: &str, accept_warnings: bool) -> Result<Done, Failure> {
    let person: PersonId = desk::person(office, number)?;
    let batch: BatchId = desk::batch(office, batch)?;
    let receipt = office.register(person, batch, accept_warnings, None)?;
    let state = office
        .book_mut()
        .batch(batch)?
        .and_then(|state| state.find(batch, receipt.registration))
        .map_or(State::Recorded, |reg| reg.state);
    let state_of = office.book_mut().person(person)?;
    let number = state_of.and_then(|state| state.number()).map(Number::digits);
    Ok(Done {
        receipt,
        state,
        number: number.unwrap_or_default(),
    })
}

pub(super) fn run(args: &Args, data: &Path, lang: Lang) -> Result<Code, Failure> {
    if let Some(from) = &args.from {
        return lines::run(from, args.accept_warnings, data, lang);
    }
    let mut office = desk::open(data)?;
    let (person, batch) = (args.person.as_deref(), args.batch.as_deref());
    let done = register(
        &mut office,
        person.unwrap_or_default(),
        batch.unwrap_or_default(),
        args.accept_warnings,
    )?;
    let mut out = Out::new();
    if args.json {
        out.json(&done.shape())?;
    } else {
        done.tell(&mut out, lang)?;
    }
    out.flush()?;
    office.close()?;
    Ok(Code::Done)
}
