//! `about`: all that is held on somebody, for them to have.

use super::{code::Code, desk, failure::Failure, json, out::Out};
use crate::{
    domain::{registration::CancelReason, role::Role},
    i18n::{Lang, format},
    service::about::{About, AboutElsewhere, AboutRegistration},
};
use serde::Serialize;
use std::path::Path;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    person: String,
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Serialize)]
struct Shape {
    person: String,
    numbers: Vec<String>,
    name: Option<String>,
    position: Option<String>,
    rank: Option<String>,
    unit: String,
    employment: Option<&'static str>,
    contract_end: Option<String>,
    recorded: Option<Recorded>,
    roles: Vec<&'static str>,
    pin: bool,
    activation: bool,
    registrations: Vec<RegistrationShape>,
    elsewhere: Vec<ElsewhereShape>,
}

#[derive(Serialize)]
struct Recorded {
    at: String,
    operation: String,
}

#[derive(Serialize)]
struct RegistrationShape {
    code: String,
    batch: String,
    title: String,
    attempt: u8,
    state: &'static str,
    asked: Option<Recorded>,
    seat: Option<u32>,
    cancelled: Option<&'static str>,
    came: Vec<Came>,
    credit: Option<u16>,
    answered: bool,
}

#[derive(Serialize)]
struct Came {
    meeting: u16,
    at: String,
}

#[derive(Serialize)]
struct ElsewhereShape {
    title: Option<String>,
    organiser: Option<String>,
    certificate: Option<String>,
    from: String,
    to: String,
    credit: u16,
}

fn recorded((at, operation): (crate::domain::day::Moment, String)) -> Recorded {
    Recorded {
        at: json::moment(at),
        operation,
    }
}

fn registration(line: AboutRegistration) -> RegistrationShape {
    RegistrationShape {
        code: json::code(line.code),
        batch: line.batch,
        title: line.title,
        attempt: line.attempt,
        state: line.state.id(),
        asked: line.asked.map(recorded),
        seat: line.seat,
        cancelled: line.cancelled.map(CancelReason::id),
        came: line
            .came
            .into_iter()
            .map(|(meeting, at)| Came {
                meeting,
                at: json::moment(at),
            })
            .collect(),
        credit: line.credit,
        answered: line.answered,
    }
}

fn elsewhere(line: AboutElsewhere) -> ElsewhereShape {
    ElsewhereShape {
        title: line.title,
        organiser: line.organiser,
        certificate: line.certificate,
        from: json::day(line.from),
        to: json::day(line.to),
        credit: line.credit,
    }
}

fn shape(about: About) -> Shape {
    Shape {
        person: about.person.to_string(),
        numbers: about.numbers,
        name: about.name,
        position: about.position,
        rank: about.rank,
        unit: about.unit,
        employment: about.employment,
        contract_end: about.contract_end.map(json::day),
        recorded: about.recorded.map(recorded),
        roles: about.roles.into_iter().map(Role::id).collect(),
        pin: about.has_pin,
        activation: about.has_activation,
        registrations: about.registrations.into_iter().map(registration).collect(),
        elsewhere: about.elsewhere.into_iter().map(elsewhere).collect(),
    }
}

pub(super) fn run(args: &Args, data: &Path, lang: Lang) -> Result<Code, Failure> {
    let mut office = desk::open(data)?;
    let person = desk::person(&office, &args.person)?;
    let about = office.about(person)?;
    office.close()?;
    let mut out = Out::new();
    if args.json {
        out.json(&shape(about))?;
    } else {
        tell(&mut out, &about, lang)?;
    }
    out.flush()?;
    Ok(Code::Done)
}

fn tell(out: &mut Out, about: &About, lang: Lang) -> Result<(), Failure> {
    let texts = &lang.texts().cli.exchange;
    let yes_no = |yes| if yes { texts.yes } else { texts.no };
    let joined = |words: &[String]| words.join(", ");
    let roles: Vec<String> = about.roles.iter().map(|role| role.id().to_owned()).collect();
    let rows = [
        (texts.name, about.name.clone().unwrap_or_default()),
        (texts.number, joined(&about.numbers)),
        (texts.post, about.position.clone().unwrap_or_default()),
        (texts.rank, about.rank.clone().unwrap_or_default()),
        (texts.unit, about.unit.clone()),
        (texts.roles, joined(&roles)),
        (texts.pin, yes_no(about.has_pin).to_owned()),
    ];
    for (label, value) in rows {
        out.line(&format!("{label:<12} {value}"))?;
    }
    for line in &about.registrations {
        out.line(&format!(
            "{:<12} {}  {}  {}",
            line.code.to_string(),
            line.batch,
            line.state.id(),
            line.title
        ))?;
    }
    for line in &about.elsewhere {
        let title = line.title.as_deref().unwrap_or_default();
        out.line(&format!("{:<12} {title}", format::date(lang, line.from.date())))?;
    }
    out.line(texts.surveys)
}
