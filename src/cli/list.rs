//! `list`: what is here, row by row as it is read, so that a million rows take the memory of one batch.

mod people;
mod plan;
mod registrations;

use super::{code::Code, desk, failure::Failure, kind::Kind, out::Rows};
use crate::i18n::Lang;
use std::path::Path;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(value_enum)]
    what: Kind,
    #[arg(long)]
    open: bool,
    #[arg(long)]
    person: Option<String>,
    #[arg(long)]
    batch: Option<String>,
    #[arg(long)]
    pub(super) json: bool,
}

pub(super) fn run(args: &Args, data: &Path, lang: Lang) -> Result<Code, Failure> {
    refuse_idle_filters(args)?;
    let mut office = desk::open(data)?;
    let mut rows = Rows::begin(args.json);
    match args.what {
        Kind::Units => plan::units(&mut office, &mut rows)?,
        Kind::Courses => plan::courses(&mut office, &mut rows)?,
        Kind::Batches => plan::batches(&mut office, &mut rows, args.open, lang)?,
        Kind::People => people::list(&mut office, &mut rows)?,
        Kind::Registrations => {
            let (person, batch) = (args.person.as_deref(), args.batch.as_deref());
            registrations::list(&mut office, &mut rows, person, batch, lang)?;
        }
    }
    rows.end(lang.texts().cli.nothing)?;
    office.close()?;
    Ok(Code::Done)
}

/// A filter that the list does not know would leave rows in that were not wanted.
const fn refuse_idle_filters(args: &Args) -> Result<(), Failure> {
    let of_batches = matches!(args.what, Kind::Batches);
    let of_registrations = matches!(args.what, Kind::Registrations);
    if args.open && !of_batches {
        return Err(Failure::IdleFilter("--open", "batches"));
    }
    if args.person.is_some() && !of_registrations {
        return Err(Failure::IdleFilter("--person", "registrations"));
    }
    if args.batch.is_some() && !of_registrations {
        return Err(Failure::IdleFilter("--batch", "registrations"));
    }
    Ok(())
}
