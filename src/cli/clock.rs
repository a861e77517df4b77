//! `clock`: whether the computer's clock can be believed, and an officer's word that it can.

use super::{code::Code, desk, failure::Failure, json, out::Out};
use crate::{
    domain::{
        clock::{ClockState, Doubt},
        day::wib,
    },
    i18n::{Lang, format},
};
use serde::Serialize;
use std::path::Path;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(long)]
    confirm: bool,
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Serialize)]
struct Shape {
    now: String,
    certain: bool,
    doubt: Option<&'static str>,
    confirmed: bool,
}

pub(super) fn run(args: &Args, data: &Path, lang: Lang) -> Result<Code, Failure> {
    let mut office = desk::open(data)?;
    if args.confirm {
        office.confirm_clock_here()?;
    }
    let (now, state) = (office.wall(), office.clock_state());
    office.close()?;
    let doubt = match state {
        ClockState::Sure => None,
        ClockState::Doubtful(doubt) => Some(doubt),
    };
    let mut out = Out::new();
    if args.json {
        out.json(&Shape {
            now: json::moment(now),
            certain: doubt.is_none(),
            doubt: doubt.map(Doubt::id),
            confirmed: args.confirm,
        })?;
    } else {
        let texts = &lang.texts().cli.time;
        let shown = format::date_time(lang, now.local(wib()));
        match doubt {
            None if args.confirm => out.line(&(texts.confirmed)(&shown))?,
            None => out.line(&(texts.sure)(&shown))?,
            Some(doubt) => {
                out.line(&(texts.doubtful)(&shown))?;
                out.line((lang.texts().clock.doubt)(doubt))?;
                let advice = if doubt == Doubt::BeforeBuild {
                    texts.set_first
                } else {
                    texts.advice
                };
                out.line(advice)?;
            }
        }
    }
    out.flush()?;
    Ok(Code::Done)
}
