//! `about`: all that is held on somebody, for them to have.

use super::{
    code::Code,
    desk,
    failure::Failure,
    json,
    out::Out,
    report::{self, ChangeShape, MatterShape},
};
use crate::{
    domain::{registration::CancelReason, role::Role},
    i18n::Lang,
    service::about::{
        About, AboutElsewhere, AboutList, AboutOperation, AboutProfile, AboutRegistration, Part,
    },
};
use serde::Serialize;
use serde_json::Value;
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
    wrong_tries: u32,
    records: Vec<RecordShape>,
    registrations: Vec<RegistrationShape>,
    elsewhere: Vec<ElsewhereShape>,
    facilitates: Vec<ListShape>,
    matters: Vec<MatterShape>,
    changes: Vec<ChangeShape>,
    papers: Vec<String>,
    operations: Vec<OperationShape>,
}

#[derive(Serialize)]
struct RecordShape {
    recorded: Recorded,
    number: Option<String>,
    name: Option<String>,
    position: Option<String>,
    rank: Option<String>,
    unit: String,
    employment: Option<&'static str>,
    contract_end: Option<String>,
}

#[derive(Serialize)]
struct ListShape {
    batch: String,
    name: String,
    subject: String,
    recorded: Recorded,
}

#[derive(Serialize)]
struct OperationShape {
    operation: String,
    at: String,
    what: &'static str,
    part: &'static str,
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
    place: Option<u32>,
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
        place: line.place,
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

fn record(line: AboutProfile) -> RecordShape {
    RecordShape {
        recorded: recorded(line.recorded),
        number: line.number,
        name: line.name,
        position: line.position,
        rank: line.rank,
        unit: line.unit,
        employment: line.employment,
        contract_end: line.contract_end.map(json::day),
    }
}

fn list(line: AboutList) -> ListShape {
    ListShape {
        batch: line.batch,
        name: line.name,
        subject: line.subject,
        recorded: recorded(line.recorded),
    }
}

fn operation(line: AboutOperation) -> OperationShape {
    let (at, operation) = line.recorded;
    OperationShape {
        operation,
        at: json::moment(at),
        what: report::news_id(line.what),
        part: match line.part {
            Part::Subject => "subject",
            Part::By => "by",
            Part::Named => "named",
        },
    }
}

fn shape(about: About, lang: Lang) -> Shape {
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
        wrong_tries: about.wrong_tries,
        records: about.records.into_iter().map(record).collect(),
        registrations: about.registrations.into_iter().map(registration).collect(),
        elsewhere: about.elsewhere.into_iter().map(elsewhere).collect(),
        facilitates: about.facilitates.into_iter().map(list).collect(),
        matters: about
            .matters
            .iter()
            .map(|matter| MatterShape::of(matter, lang))
            .collect(),
        changes: about.changes.iter().map(ChangeShape::of).collect(),
        papers: about.papers,
        operations: about.operations.into_iter().map(operation).collect(),
    }
}

pub(super) fn run(args: &Args, data: &Path, lang: Lang) -> Result<Code, Failure> {
    let mut office = desk::open(data)?;
    let person = desk::person(&office, &args.person)?;
    let about = office.about(person)?;
    office.close()?;
    let mut out = Out::new();
    let shape = shape(about, lang);
    if args.json {
        out.json(&shape)?;
    } else {
        tell(&mut out, &shape, lang)?;
    }
    out.flush()?;
    Ok(Code::Done)
}

/// Says all of it in lines: what the object has, in its order and nothing less.
fn tell(out: &mut Out, shape: &Shape, lang: Lang) -> Result<(), Failure> {
    let said = serde_json::to_value(shape).map_err(|fault| Failure::Output(fault.into()))?;
    for (key, value) in said.as_object().into_iter().flatten() {
        let label = label(key, lang);
        match value {
            Value::Array(lines) if lines.iter().any(Value::is_object) => {
                out.line(&format!("{label}:"))?;
                for line in lines {
                    out.line(&format!("  {}", inline(line, lang)))?;
                }
            }
            value => out.line(&format!("{label:<24} {}", inline(value, lang)))?,
        }
    }
    out.line(lang.texts().cli.exchange.surveys)
}

fn label(key: &str, lang: Lang) -> &str {
    (lang.texts().cli.exchange.about)(key).unwrap_or(key)
}

/// A value on one line.
fn inline(value: &Value, lang: Lang) -> String {
    let texts = &lang.texts().cli.exchange;
    match value {
        Value::Null => "-".to_owned(),
        Value::Bool(yes) => if *yes { texts.yes } else { texts.no }.to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) if text.is_empty() => "-".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(list) if list.is_empty() => "-".to_owned(),
        Value::Array(list) => {
            let list: Vec<String> = list.iter().map(|value| inline(value, lang)).collect();
            list.join(", ")
        }
        Value::Object(fields) => {
            // When and by which operation belongs together, and needs no word in front.
            if fields.len() == 2
                && let (Some(at), Some(operation)) = (fields.get("at"), fields.get("operation"))
            {
                return format!("{} ({})", inline(at, lang), inline(operation, lang));
            }
            let fields: Vec<String> = fields
                .iter()
                .map(|(key, value)| format!("{} {}", label(key, lang), inline(value, lang)))
                .collect();
            fields.join("; ")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every key that the object can have, by the fields as they are declared.
    #[test]
    fn no_field_is_told_under_a_name_that_only_a_program_understands() {
        let source = include_str!("about.rs");
        let source = source.split("#[cfg(test)]").next().unwrap();
        let mut fields = 0;
        for shape in source.split("#[derive(Serialize)]").skip(1) {
            let body = shape.split_once('{').unwrap().1.split_once("\n}").unwrap().0;
            for line in body.lines().filter(|line| line.contains(':')) {
                let key = line.trim().split(':').next().unwrap();
                fields += 1;
                for lang in [Lang::Id, Lang::En] {
                    assert!((lang.texts().cli.exchange.about)(key).is_some(), "{key}");
                }
            }
        }
        assert!(fields > 40, "{fields}");
    }
}
