//! `sync`: how this terminal stands in the exchange; and an exchange without a stick, through a folder or a network.

#[cfg(feature = "network")]
mod network;

use super::{
    bundle::{self, How, Taken, take},
    code::Code,
    desk,
    failure::{Failure, say},
    out::Out,
    report::{self, MarkShape, MatterShape, OnlyHereShape, WrittenShape, year},
};
use crate::{
    i18n::Lang,
    service::Office,
    state::sync::{ExportReport, Matter, Restored, Standing, SyncHome},
    ui::sync_words,
};
use clap::Subcommand;
use serde::Serialize;
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(super) struct Args {
    #[arg(long, required_unless_present = "folder", conflicts_with = "folder")]
    via: Option<String>,
    #[arg(long)]
    folder: Option<PathBuf>,
    #[arg(long)]
    json: bool,
    #[command(subcommand)]
    command: Option<Sub>,
}

#[derive(Debug, Subcommand)]
enum Sub {
    Status(StatusArgs),
}

#[derive(Debug, clap::Args)]
struct StatusArgs {
    #[arg(long)]
    json: bool,
}

impl Args {
    /// Whether a failure is also to be printed as an object.
    pub(super) const fn json(&self) -> bool {
        match &self.command {
            Some(Sub::Status(args)) => args.json,
            None => self.json,
        }
    }
}

#[derive(Serialize)]
struct HomeShape {
    office: String,
    log: String,
    hub: bool,
    standing: &'static str,
    only_here: OnlyHereShape,
    last_in: Option<MarkShape>,
    last_out: Option<MarkShape>,
    nodes: u64,
    silent: u64,
    free_seats: u64,
    clock_doubtful: bool,
    matters: Vec<MatterShape>,
}

#[derive(Serialize)]
struct SyncedShape {
    read: Vec<report::ReadShape>,
    written: Vec<WrittenShape>,
}

/// The word of a standing.
pub(super) const fn standing_id(standing: Standing) -> &'static str {
    match standing {
        Standing::Alone => "alone",
        Standing::Joining => "joining",
        Standing::Open => "open",
        Standing::Restored(Restored::Machine) => "other_machine",
        Standing::Restored(Restored::Anchor | Restored::Heard) => "older_copy",
        Standing::Closed => "closed",
    }
}

pub(super) fn run(args: &Args, data: &Path, lang: Lang) -> Result<Code, Failure> {
    let mut out = Out::new();
    let code = match (&args.command, &args.folder, &args.via) {
        (Some(Sub::Status(args)), ..) => status(args, data, lang, &mut out)?,
        (None, Some(folder), _) => through(folder, args.json, data, lang, &mut out)?,
        (None, None, via) => via_network(
            via.as_deref().unwrap_or_default(),
            args.json,
            data,
            lang,
            &mut out,
        )?,
    };
    out.flush()?;
    Ok(code)
}

fn status(args: &StatusArgs, data: &Path, lang: Lang, out: &mut Out) -> Result<Code, Failure> {
    let mut office = desk::open(data)?;
    let home = office.sync_home()?;
    let matters = office.matters()?;
    office.close()?;
    if args.json {
        out.json(&HomeShape {
            office: home.office,
            log: home.log,
            hub: home.hub,
            standing: standing_id(home.standing),
            only_here: OnlyHereShape::of(&home.only_here),
            last_in: home.last_in.as_ref().map(MarkShape::of),
            last_out: home.last_out.as_ref().map(MarkShape::of),
            nodes: home.nodes.0,
            silent: home.nodes.1,
            free_seats: home.free_seats,
            clock_doubtful: home.clock_doubtful,
            matters: matters
                .iter()
                .map(|matter| MatterShape::of(matter, lang))
                .collect(),
        })?;
    } else {
        tell(out, &home, &matters, lang)?;
    }
    Ok(Code::Done)
}

fn tell(out: &mut Out, home: &SyncHome, matters: &[Matter], lang: Lang) -> Result<(), Failure> {
    let texts = &lang.texts().cli.exchange;
    let year = year();
    let hub = if home.hub { lang.texts().cli.trust.hub } else { "" };
    out.line(format!("{} ({}) {hub}", home.office, home.log).trim_end())?;
    out.line((texts.standing)(standing_id(home.standing)))?;
    if home.standing != Standing::Alone {
        out.line(&sync_words::only_here(lang, &home.only_here, year))?;
    }
    for (label, mark) in [(texts.last_in, &home.last_in), (texts.last_out, &home.last_out)] {
        let said = mark.as_ref().map_or_else(
            || texts.never.to_owned(),
            |mark| {
                let at = sync_words::moment(lang, mark.at, year);
                format!("{}  {}  {at}", mark.id, mark.office)
            },
        );
        out.line(&format!("{label:<16} {said}"))?;
    }
    if home.nodes.1 > 0 {
        out.line(&(texts.silent)(
            &sync_words::count(lang, home.nodes.1),
            &sync_words::count(lang, home.nodes.0),
        ))?;
    }
    if home.clock_doubtful {
        let texts = &lang.texts().cli;
        out.line(&format!("{}: {}", texts.time.whose, texts.clock_bad))?;
    }
    for matter in matters.iter().filter(|matter| !matter.seen) {
        report::tell_matter(out, matter, lang)?;
    }
    Ok(())
}

/// Reads what lies in a shared folder for us, then writes what the others lack.
fn through(folder: &Path, json: bool, data: &Path, lang: Lang, out: &mut Out) -> Result<Code, Failure> {
    let how = How {
        dry_run: false,
        salvage: false,
        json,
    };
    let mut office = desk::open(data)?;
    let taken = take(&mut office, &[folder.to_owned()], how)?;
    let written = written_for_others(&mut office, folder, !taken.read.is_empty())?;
    office.close()?;
    said(&taken, &written, json, lang, out)?;
    out.flush()?;
    for (path, failure) in &taken.failed {
        say(&format!("{}: {}", path.display(), failure.sentence(lang)));
    }
    Ok(taken
        .failed
        .first()
        .map_or(Code::Done, |(_, failure)| failure.code()))
}

/// Writes a bundle where there is something to tell: news, or that what came is here.
fn written_for_others(office: &mut Office, folder: &Path, heard: bool) -> Result<Vec<ExportReport>, Failure> {
    let to = bundle::usual(office);
    let news = match to {
        crate::exchange::plan::To::All => true,
        _ => office.export_plan(None)?.operations > 0,
    };
    if !news && !heard {
        return Ok(Vec::new());
    }
    Ok(vec![bundle::write(office, to, folder)?])
}

fn said(
    taken: &Taken,
    written: &[ExportReport],
    json: bool,
    lang: Lang,
    out: &mut Out,
) -> Result<(), Failure> {
    if json {
        return out.json(&SyncedShape {
            read: taken
                .read
                .iter()
                .map(|read| report::ReadShape::of(read, lang))
                .collect(),
            written: written.iter().map(WrittenShape::of).collect(),
        });
    }
    bundle::tell(out, taken, lang)?;
    for report in written {
        report::tell_written(out, report, lang)?;
    }
    Ok(())
}

#[cfg(feature = "network")]
fn via_network(url: &str, json: bool, data: &Path, lang: Lang, out: &mut Out) -> Result<Code, Failure> {
    network::run(url, json, data, lang, out)
}

/// A kiosk links no network stack unless it is asked to.
#[cfg(not(feature = "network"))]
fn via_network(_: &str, _: bool, _: &Path, lang: Lang, _: &mut Out) -> Result<Code, Failure> {
    Err(Failure::Network {
        reason: "no_network",
        said: lang.texts().cli.exchange.no_network.to_owned(),
    })
}
