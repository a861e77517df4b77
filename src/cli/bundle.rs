//! `bundle`: write one, read those that are here, look into one, save the good part of a damaged one.

mod inspect;
mod take;

pub(super) use take::{How, Taken, take, tell};

use super::{bar::Bar, code::Code, desk, failure::Failure, out::Out, report};
use crate::{
    exchange::plan::To,
    i18n::Lang,
    ledger::id::{LogId, NotAnId},
    service::Office,
    state::sync::ExportReport,
};
use clap::Subcommand;
use std::path::{Path, PathBuf};

#[derive(Debug, Subcommand)]
pub(super) enum Args {
    Export(ExportArgs),
    Import(ImportArgs),
    Inspect(InspectArgs),
    Salvage(SalvageArgs),
}

/// Whom a bundle is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Recipient {
    Centre,
    All,
    Log(LogId),
}

fn recipient(written: &str) -> Result<Recipient, NotAnId> {
    match written.trim().to_lowercase().as_str() {
        "pusat" | "centre" => Ok(Recipient::Centre),
        "all" | "semua" => Ok(Recipient::All),
        log => log.parse().map(Recipient::Log),
    }
}

#[derive(Debug, clap::Args)]
pub(super) struct ExportArgs {
    medium: PathBuf,
    #[arg(id = "recipient", long = "to", value_parser = recipient)]
    recipient: Option<Recipient>,
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct ImportArgs {
    #[arg(required = true)]
    bundles: Vec<PathBuf>,
    #[arg(long)]
    dry_run: bool,
    #[arg(long, conflicts_with = "dry_run")]
    salvage: bool,
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct InspectArgs {
    bundle: PathBuf,
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct SalvageArgs {
    bundle: PathBuf,
    #[arg(long)]
    json: bool,
}

impl Args {
    /// Whether a failure is also to be printed as an object.
    pub(super) const fn json(&self) -> bool {
        match self {
            Self::Export(args) => args.json,
            Self::Import(args) => args.json,
            Self::Inspect(args) => args.json,
            Self::Salvage(args) => args.json,
        }
    }
}

pub(super) fn run(args: &Args, data: &Path, lang: Lang) -> Result<Code, Failure> {
    let mut out = Out::new();
    let code = match args {
        Args::Export(args) => export(args, data, lang, &mut out)?,
        Args::Import(args) => {
            let how = take::How {
                dry_run: args.dry_run,
                salvage: args.salvage,
                json: args.json,
            };
            take::run(&args.bundles, how, data, lang, &mut out)?
        }
        Args::Inspect(args) => inspect::run(&args.bundle, args.json, data, lang, &mut out)?,
        Args::Salvage(args) => {
            let how = take::How {
                dry_run: false,
                salvage: true,
                json: args.json,
            };
            take::run(std::slice::from_ref(&args.bundle), how, data, lang, &mut out)?
        }
    };
    out.flush()?;
    Ok(code)
}

/// Whom a bundle goes to where nobody was named: the centre; from the centre itself, every office.
pub(super) fn usual(office: &mut Office) -> To {
    let book = office.book_mut();
    if book.roll().hub() == Some(book.log_id()) {
        To::All
    } else {
        To::Hub
    }
}

/// Writes a bundle, with a bar.
pub(super) fn write(office: &mut Office, to: To, medium: &Path) -> Result<ExportReport, Failure> {
    let bar = Bar::of_bytes();
    let report = office.export_to_path(to, medium, &mut |done, all| bar.at(done, all));
    bar.end();
    let mut report = report?;
    for file in &mut report.files {
        *file = medium.join(&*file);
    }
    Ok(report)
}

fn export(args: &ExportArgs, data: &Path, lang: Lang, out: &mut Out) -> Result<Code, Failure> {
    let mut office = desk::open(data)?;
    let to = match args.recipient {
        None => usual(&mut office),
        Some(Recipient::Centre) => To::Hub,
        Some(Recipient::All) => To::All,
        Some(Recipient::Log(log)) => To::Node(log),
    };
    let report = write(&mut office, to, &args.medium)?;
    office.close()?;
    if args.json {
        out.json(&report::WrittenShape::of(&report))?;
    } else {
        report::tell_written(out, &report, lang)?;
        out.line(lang.texts().cli.exchange.may_pull)?;
    }
    Ok(Code::Done)
}
