//! `cancel`: a registration, by its slip's code or by person and batch.

use super::{code::Code, desk, failure::Failure, json, out::Out};
use crate::{
    domain::{
        code::Code as SlipCode,
        id::BatchId,
        number::Number,
        registration::{CancelReason, State},
    },
    i18n::Lang,
    service::{Office, desk::Found, register::slip_code},
};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde::Serialize;
use std::path::Path;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(long, required_unless_present = "person", conflicts_with = "person", value_parser = SlipCode::read)]
    code: Option<SlipCode>,
    #[arg(long, requires = "batch")]
    person: Option<String>,
    #[arg(long)]
    batch: Option<String>,
    #[arg(long, value_parser = reason())]
    reason: Option<CancelReason>,
    #[arg(long)]
    pub(super) json: bool,
}

fn reason() -> impl TypedValueParser<Value = CancelReason> {
    PossibleValuesParser::new(CancelReason::ALL.iter().map(|reason| reason.id()))
        .map(|word| CancelReason::from_id(&word).unwrap_or(CancelReason::Other))
}

#[derive(Serialize)]
struct Shape {
    code: String,
    number: String,
    batch: String,
    title: String,
    state: &'static str,
    reason: &'static str,
    promoted: Vec<String>,
}

/// The registration that the arguments name.
fn found(args: &Args, office: &mut Office) -> Result<Found, Failure> {
    let batch = args
        .batch
        .as_deref()
        .map(|code| desk::batch(office, code))
        .transpose()?;
    if let Some(code) = args.code {
        let found = office.find_code(code, batch)?;
        return match found.as_slice() {
            [] => Err(Failure::NoCode),
            [one] => Ok(*one),
            _ => Err(Failure::ManyCodes),
        };
    }
    let batch = batch.ok_or(Failure::NoRegistration)?;
    let person = desk::person(office, args.person.as_deref().unwrap_or_default())?;
    let state = office.book_mut().batch(batch)?;
    let reg = state
        .and_then(|state| state.reg_of(person))
        .ok_or(Failure::NoRegistration)?;
    Ok(Found {
        batch,
        person,
        attempt: reg.attempt,
    })
}

/// The codes of those who wait in a batch.
fn waiting(office: &mut Office, batch: BatchId) -> Result<Vec<SlipCode>, Failure> {
    let state = office.book_mut().batch(batch)?;
    let regs = state.map(|state| state.waiting()).unwrap_or_default();
    Ok(regs.into_iter().map(|reg| slip_code(reg.id(batch))).collect())
}

pub(super) fn run(args: &Args, data: &Path, lang: Lang) -> Result<Code, Failure> {
    let mut office = desk::open(data)?;
    let Found {
        batch,
        person,
        attempt,
    } = found(args, &mut office)?;
    let id = crate::domain::id::RegistrationId::of(batch, person, attempt);
    let reason = args.reason.unwrap_or(CancelReason::Other);
    let before = waiting(&mut office, batch)?;
    office.cancel(batch, person, attempt, reason, None)?;
    let after = waiting(&mut office, batch)?;
    let promoted: Vec<SlipCode> = before
        .into_iter()
        .filter(|code| *code != slip_code(id) && !after.contains(code))
        .collect();
    let receipt = office.receipt(batch, id)?;
    let number = office.book_mut().person(person)?.and_then(|state| state.number());
    let mut out = Out::new();
    if args.json {
        out.json(&Shape {
            code: json::code(receipt.code),
            number: number.map(Number::digits).unwrap_or_default(),
            batch: receipt.batch_code,
            title: receipt.title,
            state: State::Cancelled.id(),
            reason: reason.id(),
            promoted: promoted.into_iter().map(json::code).collect(),
        })?;
    } else {
        let texts = &lang.texts().cli;
        out.line(&(texts.cancelled)(&receipt.code.to_string(), &receipt.title))?;
        for code in promoted {
            out.line(&(texts.moved_up)(&code.to_string()))?;
        }
    }
    out.flush()?;
    office.close()?;
    Ok(Code::Done)
}
