//! `init`: a new office and its first officer.

use super::{code::Code, failure::Failure, out::Out};
use crate::{
    domain::text::{Text, TextFault, limit},
    i18n::Lang,
    service::{Office, sign_in::system_clock},
    store::{files::RealFiles, secret},
};
use serde::Serialize;
use std::path::Path;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(long, value_parser = name)]
    office: Text,
    #[arg(long, requires_all = ["officer_name", "unit"])]
    officer: Option<String>,
    #[arg(long, value_parser = name, requires = "officer")]
    officer_name: Option<Text>,
    #[arg(long, value_parser = name, requires = "officer")]
    unit: Option<Text>,
    #[arg(long)]
    pub(super) json: bool,
}

fn name(written: &str) -> Result<Text, TextFault> {
    Text::read(written, limit::NAME)
}

#[derive(Serialize)]
struct InitShape {
    office: String,
    data: String,
    made: bool,
    officer: Option<Officer>,
}

#[derive(Serialize)]
struct Officer {
    number: String,
    name: String,
    activation: String,
}

pub(super) fn run(args: &Args, data: &Path, lang: Lang) -> Result<Code, Failure> {
    let made = secret::node_key(&RealFiles, data)?.is_none();
    let mut office = Office::create(data, &args.office, system_clock())?;
    let mut officer = None;
    if let (Some(number), Some(name), Some(unit)) = (&args.officer, &args.officer_name, &args.unit) {
        let person = office.appoint(number, name, unit)?;
        let (line, code) = office.activation_for(person)?;
        officer = Some(Officer {
            number: line.number.chars().filter(char::is_ascii_digit).collect(),
            name: line.name,
            activation: code.to_string(),
        });
    }
    let shape = InitShape {
        office: office.name().to_owned(),
        data: data.display().to_string(),
        made,
        officer,
    };
    let people = office.book_mut().people_count()?;
    office.close()?;
    let mut out = Out::new();
    if args.json {
        out.json(&shape)?;
    } else {
        let texts = &lang.texts().cli;
        let said = if made {
            texts.office_made
        } else {
            texts.office_there
        };
        out.line(&said(&shape.office, &shape.data))?;
        match &shape.officer {
            Some(officer) => {
                out.line(&(texts.officer_code)(&officer.name, &officer.activation))?;
                out.line(texts.officer_hint)?;
            }
            None if people == 0 => out.line(texts.no_officer_hint)?,
            None => {}
        }
    }
    out.flush()?;
    Ok(Code::Done)
}
