//! `verify`: is everything whole?
//!
//! The ledger and the packs are read first, before anything is opened, since opening mends: it cuts off a torn last
//! write and makes a damaged view anew. Where they are damaged, nothing is opened at all.

use super::{bar::Watch, code::Code, desk, failure::Failure, out::Out};
use crate::{
    i18n::{Lang, cli::Texts, format},
    ledger::id::LogId,
    service::Denied,
    store::{
        blobs::{self, BlobsError},
        book::{BookError, OWN_LOG, Verified},
        files::RealFiles,
        identity::OwnId,
        lock::{DataLock, PATIENCE},
        log::{self, Damage, LogError},
        secret,
    },
};
use serde::Serialize;
use std::path::Path;

#[derive(Clone, Copy, Debug, clap::Args)]
pub(super) struct Args {
    #[arg(long)]
    pub(super) json: bool,
}

/// What kind of thing is damaged, for the sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Segment,
    Wal,
    Blob,
    Index,
    Mended,
    Secret,
    Vault,
    Ballot,
    Ledger,
}

impl Part {
    const fn sentence(self, texts: &Texts) -> &'static str {
        match self {
            Self::Segment => texts.damage_segment,
            Self::Wal => texts.damage_wal,
            Self::Blob => texts.damage_blob,
            Self::Index => texts.damage_index,
            Self::Mended => texts.damage_mended,
            Self::Secret => texts.damage_secret,
            Self::Vault => texts.damage_vault,
            Self::Ballot => texts.damage_ballot,
            Self::Ledger => texts.damage_ledger,
        }
    }
}

/// Something damaged: where, and what the reader of it says.
#[derive(Debug)]
struct Finding {
    part: Part,
    place: String,
    detail: String,
}

#[derive(Serialize)]
struct Shape {
    whole: bool,
    operations: u64,
    segments: u64,
    blobs: u64,
    destroyed: u64,
    entities: u64,
    torn_bytes: u64,
    findings: Vec<FindingShape>,
}

#[derive(Serialize)]
struct FindingShape {
    place: String,
    what: String,
    detail: String,
    mended: bool,
}

/// What was found, so far.
struct Looked {
    /// This terminal's ledger.
    own: LogId,
    verified: Verified,
    torn: u64,
    findings: Vec<Finding>,
}

impl Looked {
    fn add(&mut self, part: Part, place: impl Into<String>, detail: &impl ToString) {
        self.findings.push(Finding {
            part,
            place: place.into(),
            detail: detail.to_string(),
        });
    }

    /// A damaged file of the ledger.
    fn add_file(&mut self, damage: &Damage) {
        let sealed = Path::new(&damage.file)
            .extension()
            .is_some_and(|kind| kind == "seg");
        let part = if sealed { Part::Segment } else { Part::Wal };
        let own = self.own;
        self.add(part, format!("log/{own}/{}", damage.file), &damage.fault);
    }
}

pub(super) fn run(args: Args, data: &Path, lang: Lang) -> Result<Code, Failure> {
    let own = OwnId::read(&RealFiles, data).ok().flatten();
    let mut looked = Looked {
        own: own.map_or(OWN_LOG, |id| id.log),
        verified: Verified::default(),
        torn: 0,
        findings: Vec::new(),
    };
    look(data, &mut looked)?;
    if looked.findings.is_empty() {
        open_and_compare(data, &mut looked)?;
    }
    let code = if looked.findings.is_empty() {
        Code::Done
    } else {
        Code::Failed
    };
    match print(&looked, args.json, lang) {
        // Who reads no further still gets the code.
        Ok(()) | Err(Failure::Closed) => Ok(code),
        Err(failure) => Err(failure),
    }
}

/// Reads the ledger and the packs as they lie there; changes nothing.
fn look(data: &Path, looked: &mut Looked) -> Result<(), Failure> {
    let no_office = || BookError::NoOffice {
        path: data.to_owned(),
    };
    if !data.is_dir() {
        return Err(no_office().into());
    }
    let key = match secret::node_key(&RealFiles, data) {
        Ok(Some(key)) => key,
        Ok(None) if log::folder(data, looked.own).is_dir() => {
            looked.add(Part::Secret, "node.key", &"");
            return Ok(());
        }
        Ok(None) => return Err(no_office().into()),
        Err(fault) => {
            looked.add(Part::Secret, "node.key", &fault);
            return Ok(());
        }
    };
    let _lock = DataLock::acquire(data, PATIENCE, &mut std::thread::sleep).map_err(BookError::from)?;
    let dir = log::folder(data, looked.own);
    if dir.is_dir() {
        let ledger = log::verify(&RealFiles, &dir, looked.own, &key.public()).map_err(BookError::from)?;
        looked.verified.operations = ledger.ops;
        looked.verified.segments = u64::try_from(ledger.segments).unwrap_or(u64::MAX);
        looked.torn = u64::try_from(ledger.torn).unwrap_or(u64::MAX);
        for damage in &ledger.damage {
            looked.add_file(damage);
        }
    }
    if data.join("blob").is_dir() {
        let packs = blobs::verify(&RealFiles, data).map_err(BookError::from)?;
        looked.verified.blobs = u64::try_from(packs.whole).unwrap_or(u64::MAX);
        looked.verified.destroyed = u64::try_from(packs.destroyed).unwrap_or(u64::MAX);
        for (file, damage) in packs.damage {
            looked.add(Part::Blob, format!("blob/{file}"), &damage);
        }
    }
    Ok(())
}

/// Opens the office and compares its view with the ledger folded anew.
fn open_and_compare(data: &Path, looked: &mut Looked) -> Result<(), Failure> {
    let mut office = match desk::open_watched(data) {
        Ok(office) => office,
        Err(denied) => return not_opened(denied, looked),
    };
    if let Some(why) = office.book_mut().rebuilt() {
        let why = why.to_owned();
        looked.add(Part::Mended, "index", &why);
    }
    let watch = Watch::on(office.book_mut().pulse());
    let verified = office.book_mut().verify();
    drop(watch);
    let verified = verified?;
    for finding in &verified.findings {
        let part = if finding.place.starts_with("blob") {
            Part::Blob
        } else if finding.place.starts_with("log") {
            Part::Segment
        } else {
            Part::Index
        };
        looked.add(part, finding.place.clone(), &finding.what);
    }
    looked.verified = verified;
    for (place, detail) in office.damaged_ballots()? {
        looked.add(Part::Ballot, place, &detail);
    }
    office.close()?;
    Ok(())
}

/// What keeps an office from opening is a finding, where it is damage.
fn not_opened(denied: Denied, looked: &mut Looked) -> Result<(), Failure> {
    let (part, place) = match &denied {
        Denied::Book(BookError::Blobs(BlobsError::Lost { pack, .. })) => {
            looked.add(Part::Blob, format!("blob/{pack}"), &denied);
            return Ok(());
        }
        Denied::Book(BookError::Older { .. }) => (Part::Ledger, "log"),
        Denied::Book(BookError::Log(LogError::Damaged(damage))) => {
            looked.add_file(damage);
            return Ok(());
        }
        Denied::Book(BookError::Blobs(_) | BookError::MissingBlobs { .. }) => (Part::Blob, "blob"),
        Denied::Book(BookError::Index(_)) => (Part::Index, "index"),
        Denied::Book(BookError::Secret(_)) => (Part::Secret, secret::PEPPER_FILE),
        Denied::Vault(_) => (Part::Vault, "vault"),
        Denied::Ballot(_) => (Part::Ballot, "ballot"),
        _ => return Err(denied.into()),
    };
    looked.add(part, place, &denied);
    Ok(())
}

fn print(looked: &Looked, json: bool, lang: Lang) -> Result<(), Failure> {
    let texts = &lang.texts().cli;
    let mut out = Out::new();
    let verified = &looked.verified;
    if json {
        let shape = |finding: &Finding| FindingShape {
            place: finding.place.clone(),
            what: finding.part.sentence(texts).to_owned(),
            detail: finding.detail.clone(),
            mended: finding.part == Part::Mended,
        };
        out.json(&Shape {
            whole: looked.findings.is_empty(),
            operations: verified.operations,
            segments: verified.segments,
            blobs: verified.blobs,
            destroyed: verified.destroyed,
            entities: verified.entities,
            torn_bytes: looked.torn,
            findings: looked.findings.iter().map(shape).collect(),
        })?;
        return out.flush();
    }
    let number = |value: u64| format::number(lang, i64::try_from(value).unwrap_or(i64::MAX));
    if looked.torn > 0 {
        out.line(&(texts.cut)(&number(looked.torn)))?;
    }
    if looked.findings.is_empty() {
        let [ops, segments, blobs, entities] = [
            verified.operations,
            verified.segments,
            verified.blobs,
            verified.entities,
        ]
        .map(number);
        out.line(&(texts.whole)(&ops, &segments, &blobs, &entities))?;
        return out.flush();
    }
    out.line(&(texts.damage_head)(looked.findings.len()))?;
    for finding in &looked.findings {
        let what = finding.part.sentence(texts);
        let detail = if finding.detail.is_empty() {
            String::new()
        } else {
            format!(" ({})", finding.detail)
        };
        out.line(&format!("{}: {what}{detail}", finding.place))?;
    }
    if looked.findings.iter().any(|finding| finding.part != Part::Mended) {
        out.line(texts.damage_advice)?;
    }
    out.flush()
}
