//! `hub`: what the centre does: found the organisation, invite, let in, close, list, and be made again.

mod nodes;

use super::{
    code::Code,
    desk,
    failure::{Failure, say},
    json,
    out::Out,
};
use crate::{
    domain::{
        day::wib,
        text::{Text, TextFault, limit},
    },
    exchange::trust::{admit::Verdict, letter},
    i18n::{Lang, format},
    ledger::id::LogId,
    service::{
        Office,
        hub::{Distrust, Wish},
        sign_in::system_clock,
    },
    store::files::RealFiles,
};
use clap::{Subcommand, builder::PossibleValuesParser};
use serde::Serialize;
use std::{
    fs,
    io::{self, BufRead, Read, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    sync::Arc,
};

/// What an office may do, by the words of the command line; the bits of an enrolment.
const DUTIES: [(&str, u8); 3] = [("daftar", 1), ("hadir", 2), ("survei", 4)];
/// Why a ledger is closed, by the words of the command line.
const REASONS: [(&str, u8); 3] = [("hilang", LOST), ("berhenti", 3), ("bercabang", 4)];
/// To a machine that is lost nothing is written any more.
const LOST: u8 = 2;

#[derive(Debug, Subcommand)]
pub(super) enum Args {
    Found(FoundArgs),
    Invite(InviteArgs),
    Accept(AcceptArgs),
    Close(CloseArgs),
    Nodes(NodesArgs),
    Recover(RecoverArgs),
}

#[derive(Debug, clap::Args)]
pub(super) struct FoundArgs {
    #[arg(id = "organisation", long = "name", value_parser = name, required_unless_present = "confirm_sheet")]
    organisation: Option<Text>,
    #[arg(id = "confirm_sheet", long = "confirm", conflicts_with = "organisation")]
    confirm: bool,
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct InviteArgs {
    #[arg(long, value_parser = name)]
    office: Text,
    #[arg(long, value_delimiter = ',', value_parser = name)]
    units: Vec<Text>,
    #[arg(long, value_delimiter = ',', value_parser = PossibleValuesParser::new(DUTIES.map(|(word, _)| word)))]
    duties: Vec<String>,
    #[arg(long)]
    no_secret: bool,
    #[arg(long)]
    to: Option<PathBuf>,
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct AcceptArgs {
    request: PathBuf,
    #[arg(long)]
    fingerprint: Option<String>,
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct CloseArgs {
    node: LogId,
    #[arg(id = "close_reason", long = "reason", value_parser = PossibleValuesParser::new(REASONS.map(|(word, _)| word)))]
    reason: String,
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct NodesArgs {
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct RecoverArgs {
    #[arg(long)]
    known: PathBuf,
    #[arg(long)]
    json: bool,
}

impl Args {
    /// Whether a failure is also to be printed as an object.
    pub(super) const fn json(&self) -> bool {
        match self {
            Self::Found(args) => args.json,
            Self::Invite(args) => args.json,
            Self::Accept(args) => args.json,
            Self::Close(args) => args.json,
            Self::Nodes(args) => args.json,
            Self::Recover(args) => args.json,
        }
    }
}

fn name(written: &str) -> Result<Text, TextFault> {
    Text::read(written, limit::NAME)
}

pub(super) fn run(args: &Args, data: &Path, lang: Lang) -> Result<Code, Failure> {
    let mut out = Out::new();
    match args {
        Args::Found(args) if args.confirm => confirm(args, data, lang, &mut out)?,
        Args::Found(args) => found(args, data, lang, &mut out)?,
        Args::Invite(args) => invite(args, data, lang, &mut out)?,
        Args::Accept(args) => accept(args, data, lang, &mut out)?,
        Args::Close(args) => close(args, data, lang, &mut out)?,
        Args::Nodes(args) => nodes::run(args, data, lang, &mut out)?,
        Args::Recover(args) => recover(args, data, lang, &mut out)?,
    }
    out.flush()?;
    Ok(Code::Done)
}

/// Asks whoever sits at the terminal, and reads one line. What is secret is never an argument: everybody on the machine
/// can read those.
pub(super) fn ask(prompt: &str) -> Result<zeroize::Zeroizing<String>, Failure> {
    say(prompt);
    let mut line = zeroize::Zeroizing::new(String::with_capacity(512));
    io::stdin()
        .lock()
        .read_line(&mut line)
        .map_err(|error| Failure::Input {
            path: PathBuf::from("-"),
            error,
        })?;
    Ok(line)
}

/// The most bytes of a letter: a request, an invitation, a file that names the former centre.
const MOST_LETTER: u64 = 4 << 20;

/// Opens a regular file: a pipe would be waited for, for ever.
pub(super) fn open_file(path: &Path) -> Result<fs::File, Failure> {
    let opened = fs::metadata(path).and_then(|found| {
        if found.is_file() {
            fs::File::open(path)
        } else {
            Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"))
        }
    });
    opened.map_err(|error| Failure::Input {
        path: path.to_owned(),
        error,
    })
}

/// Reads a small file.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = open_file(path)?.take(MOST_LETTER + 1).read_to_end(&mut bytes);
    let whole = read.and_then(|_| match u64::try_from(bytes.len()) {
        Ok(length) if length <= MOST_LETTER => Ok(()),
        _ => Err(io::ErrorKind::FileTooLarge.into()),
    });
    whole.map_err(|error| Failure::Input {
        path: path.to_owned(),
        error,
    })?;
    Ok(bytes)
}

/// Writes a file that is not there yet, whole and synced; answers where it is.
pub(super) fn put(folder: Option<&Path>, name: &str, bytes: &[u8]) -> Result<PathBuf, Failure> {
    let path = folder.unwrap_or_else(|| Path::new(".")).join(name);
    let written = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&path)
        .and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        });
    match written {
        Ok(()) => Ok(path),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(Failure::Exists(path)),
        Err(error) => Err(Failure::Output(error)),
    }
}

#[derive(Serialize)]
struct FoundShape {
    organisation: String,
    fingerprint: String,
    sheet: Option<String>,
    asked: [u8; 3],
}

fn found(args: &FoundArgs, data: &Path, lang: Lang, out: &mut Out) -> Result<(), Failure> {
    let texts = &lang.texts().cli.trust;
    let mut office = desk::open(data)?;
    let Some(name) = &args.organisation else {
        return Ok(());
    };
    let founded = office.found(name)?;
    office.close()?;
    let sheet = founded.sheet.map(|path| path.display().to_string());
    if args.json {
        return out.json(&FoundShape {
            organisation: name.to_string(),
            fingerprint: founded.fingerprint,
            sheet,
            asked: founded.asked,
        });
    }
    out.line(&(texts.founded)(name, &founded.fingerprint))?;
    out.line(&(texts.sheet_at)(&sheet.unwrap_or_default()))?;
    out.line(texts.sheet_next)
}

#[derive(Serialize)]
struct ConfirmShape {
    confirmed: bool,
}

fn confirm(args: &FoundArgs, data: &Path, lang: Lang, out: &mut Out) -> Result<(), Failure> {
    let texts = &lang.texts().cli.trust;
    let mut office = desk::open(data)?;
    let asked = office.sheet_asked()?.ok_or(Distrust::Already)?;
    let mut typed = Vec::new();
    for place in asked {
        typed.push(ask(&(texts.sheet_word)(place))?.trim().to_owned());
    }
    office.confirm_sheet(&typed)?;
    office.close()?;
    if args.json {
        out.json(&ConfirmShape { confirmed: true })
    } else {
        out.line(texts.sheet_confirmed)
    }
}

#[derive(Serialize)]
struct InviteShape {
    office: String,
    node: u32,
    file: String,
    secret: Option<String>,
    fingerprint: String,
    until: String,
}

fn invite(args: &InviteArgs, data: &Path, lang: Lang, out: &mut Out) -> Result<(), Failure> {
    let texts = &lang.texts().cli.trust;
    let mut office = desk::open(data)?;
    let named = DUTIES
        .iter()
        .filter(|(word, _)| args.duties.iter().any(|given| given == word));
    let duties = named.fold(0, |sum, (_, bit)| sum | bit);
    let invited = office.invite(&Wish {
        office: &args.office,
        units: &args.units,
        duties: if duties == 0 { 7 } else { duties },
        with_secret: !args.no_secret,
    })?;
    let file = put(
        args.to.as_deref(),
        &format!("UNDANGAN-{}.BLI", invited.node),
        &invited.file,
    )?;
    office.close()?;
    let (file, secret) = (
        file.display().to_string(),
        invited.secret.map(|secret| secret.grouped()),
    );
    if args.json {
        return out.json(&InviteShape {
            office: args.office.to_string(),
            node: invited.node,
            file,
            secret: secret.map(|secret| secret.to_string()),
            fingerprint: invited.fingerprint,
            until: json::moment(invited.until),
        });
    }
    out.line(&(texts.invited)(&args.office, invited.node, &file))?;
    match secret {
        Some(secret) => {
            out.line(&(texts.invite_secret)(&secret))?;
            out.line(texts.invite_secret_once)?;
        }
        None => out.line(&(texts.invite_fingerprint)(&invited.fingerprint))?,
    }
    out.line(&(texts.invite_until)(&format::date(
        lang,
        invited.until.day(wib()).date(),
    )))
}

#[derive(Serialize)]
struct AcceptShape {
    office: String,
    log: String,
    accepted: bool,
    compare: Option<&'static str>,
    closed: Option<ClosedShape>,
}

#[derive(Serialize)]
struct ClosedShape {
    log: String,
    last: u64,
}

fn accept(args: &AcceptArgs, data: &Path, lang: Lang, out: &mut Out) -> Result<(), Failure> {
    let texts = &lang.texts().cli.trust;
    let request = letter::read(&read(&args.request)?).map_err(Distrust::from)?;
    let mut office = desk::open(data)?;
    let verdict = match &args.fingerprint {
        Some(typed) => Verdict::Accepted(office.accept(&request, typed)?),
        None => office.take_request(&request)?,
    };
    office.close()?;
    let (entry, compare) = match verdict {
        Verdict::Refused(reason) => return Err(Distrust::Refused(reason).into()),
        Verdict::Behind { log, known, to } => return Err(Distrust::Behind { log, known, to }.into()),
        Verdict::Accepted(entry) => (entry, None),
        // Not the digits: shown here they would be copied, and not compared with what the caller says.
        Verdict::Compare { entry, .. } => (entry, Some("fingerprint")),
    };
    let closed = entry.close.as_ref().filter(|_| compare.is_none());
    let closed = closed.map(|close| ClosedShape {
        log: LogId::new(close.node, close.incarnation).to_string(),
        last: close.last_seq,
    });
    if args.json {
        return out.json(&AcceptShape {
            office: entry.enrol.name,
            log: request.log.to_string(),
            accepted: compare.is_none(),
            compare,
            closed,
        });
    }
    match compare {
        Some(_) => out.line(&(texts.compare)(&entry.enrol.name))?,
        None => out.line(&(texts.accepted)(&entry.enrol.name, &request.log.to_string()))?,
    }
    match closed {
        Some(closed) => out.line(&(texts.closed_former)(&closed.log, closed.last)),
        None => Ok(()),
    }
}

fn close(args: &CloseArgs, data: &Path, lang: Lang, out: &mut Out) -> Result<(), Failure> {
    let texts = &lang.texts().cli.trust;
    let mut office = desk::open(data)?;
    let reason = REASONS.iter().find(|(word, _)| *word == args.reason);
    let last = office.close_node(args.node, reason.map_or(3, |(_, number)| *number))?;
    office.close()?;
    let log = args.node.to_string();
    if args.json {
        out.json(&ClosedShape { log, last })
    } else {
        out.line(&(texts.closed)(&log, last))?;
        if reason.is_some_and(|(_, number)| *number != LOST) {
            out.line(&(texts.farewell)(&log))?;
        }
        Ok(())
    }
}

#[derive(Serialize)]
struct RecoverShape {
    organisation: String,
    log: String,
    serial: u32,
    org: String,
}

fn recover(args: &RecoverArgs, data: &Path, lang: Lang, out: &mut Out) -> Result<(), Failure> {
    let texts = &lang.texts().cli.trust;
    let known = read(&args.known)?;
    let words = ask(texts.words_prompt)?;
    let (office, cert) = Office::recover(Arc::new(RealFiles), data, &words, &known, system_clock())?;
    office.close()?;
    let org = data.join(crate::exchange::trust::org::FILE).display().to_string();
    let claim = cert.claim();
    if args.json {
        return out.json(&RecoverShape {
            organisation: claim.name.clone(),
            log: claim.log.to_string(),
            serial: claim.serial,
            org,
        });
    }
    out.line(&(texts.recovered)(&claim.name, &claim.log.to_string()))?;
    let log = claim.log;
    let former = LogId::new(log.node.0, log.incarnation.saturating_sub(1));
    out.line(&(texts.recovered_next)(&org, &former.to_string()))
}
