//! `bundle import` and `bundle salvage`: files, or every bundle for us on a stick or in a folder.

use super::super::{
    bar::{Bar, Watch},
    code::Code,
    desk,
    failure::{Failure, say},
    out::Out,
    report::{self, ReadShape},
};
use crate::{
    domain::refusal::{BundleFault, MediumFault, Refusal},
    i18n::Lang,
    service::{Denied, Office},
    state::sync::{BundleReport, BundleState, OddKind, Oddity},
    ui::sync_words,
};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// How bundles are read.
#[derive(Clone, Copy, Debug)]
pub(in crate::cli) struct How {
    pub(in crate::cli) dry_run: bool,
    pub(in crate::cli) salvage: bool,
    pub(in crate::cli) json: bool,
}

/// What a run over several files did.
#[derive(Default)]
pub(in crate::cli) struct Taken {
    pub(in crate::cli) read: Vec<BundleReport>,
    pub(in crate::cli) failed: Vec<(PathBuf, Failure)>,
    /// Bundles that were read before.
    pub(in crate::cli) before: u64,
    /// Bundles for other offices.
    pub(in crate::cli) others: u64,
    pub(in crate::cli) oddities: Vec<Oddity>,
    /// Files by which an office joins.
    pub(in crate::cli) invitations: Vec<String>,
}

#[derive(Serialize)]
struct Shape<'a> {
    read: Vec<ReadShape>,
    failed: Vec<FailedShape>,
    read_before: u64,
    for_others: u64,
    oddities: Vec<OddShape<'a>>,
}

#[derive(Serialize)]
struct FailedShape {
    file: String,
    reason: &'static str,
    message: String,
}

#[derive(Serialize)]
struct OddShape<'a> {
    name: &'a str,
    kind: &'static str,
}

const fn odd_id(kind: OddKind) -> &'static str {
    match kind {
        OddKind::Shortcut => "shortcut",
        OddKind::Hidden => "hidden",
        OddKind::Autorun => "autorun",
        OddKind::Program => "program",
        OddKind::NotAFile => "not_a_file",
        OddKind::Unfinished => "unfinished",
        OddKind::NoBundle => "no_bundle",
        OddKind::TooMany => "too_many",
    }
}

/// Reads one file.
fn one(office: &mut Office, path: &Path, how: How) -> Result<BundleReport, Failure> {
    // What is read is counted in bytes, and then folded, operation by operation.
    let _watch = Watch::on(office.book_mut().pulse());
    let bar = Bar::of_bytes();
    let mut progress = |done, all| bar.reads(done, all);
    let report = if how.dry_run {
        office.preview_bundle(path, &mut progress)
    } else {
        office.import_bundle(path, how.salvage, &mut progress)
    };
    bar.end();
    Ok(report?)
}

/// In which order what lies on a stick is read: requests to join first, since they make their offices known; requests to
/// go on last, since they end a ledger of which a bundle on the same stick may bring more.
const fn turn(state: BundleState) -> u8 {
    match state {
        BundleState::Request => 0,
        BundleState::Again => 2,
        _ => 1,
    }
}

/// Reads every bundle on a stick that is for us.
fn all_on(office: &mut Office, folder: &Path, how: How, taken: &mut Taken) -> Result<(), Failure> {
    let gone = || Denied::Refused(Refusal::Medium(MediumFault::NotFound));
    let mut medium = office.medium(folder, "").ok_or_else(gone)?;
    medium
        .bundles
        .sort_by(|a, b| (turn(a.state), &a.path).cmp(&(turn(b.state), &b.path)));
    let centre = super::usual(office) == crate::exchange::plan::To::All;
    for line in medium.bundles {
        match line.state {
            BundleState::Read => taken.before += 1,
            BundleState::Others => taken.others += 1,
            // A kiosk's own request, on its way: for nobody here, and no bundle.
            BundleState::Request | BundleState::Again if !centre => {}
            BundleState::TooNew => {
                let fault = Denied::Refused(Refusal::Bundle(BundleFault::TooNew));
                taken.failed.push((line.path, fault.into()));
            }
            BundleState::New | BundleState::Request | BundleState::Again | BundleState::Damaged => {
                match one(office, &line.path, how) {
                    Ok(report) => taken.read.push(report),
                    Err(failure) => taken.failed.push((line.path, failure)),
                }
            }
        }
    }
    // An invitation is for whoever joins by it, and lies where the centre put it.
    let (invitations, others): (Vec<Oddity>, Vec<Oddity>) = medium
        .oddities
        .into_iter()
        .partition(|odd| odd.kind == OddKind::NoBundle && odd.name.starts_with("UNDANGAN-"));
    taken
        .invitations
        .extend(invitations.into_iter().map(|odd| odd.name));
    medium.oddities = others;
    taken.oddities.append(&mut medium.oddities);
    Ok(())
}

/// Reads files, and what lies in folders.
pub(in crate::cli) fn take(office: &mut Office, paths: &[PathBuf], how: How) -> Result<Taken, Failure> {
    let mut taken = Taken::default();
    for path in paths {
        if path.is_dir() {
            all_on(office, path, how, &mut taken)?;
        } else {
            match one(office, path, how) {
                Ok(report) => taken.read.push(report),
                Err(failure) => taken.failed.push((path.clone(), failure)),
            }
        }
    }
    Ok(taken)
}

pub(super) fn run(
    paths: &[PathBuf],
    how: How,
    data: &Path,
    lang: Lang,
    out: &mut Out,
) -> Result<Code, Failure> {
    let mut office = desk::open(data)?;
    let mut taken = take(&mut office, paths, how)?;
    office.close()?;
    if let ([path], true) = (paths, taken.read.is_empty())
        && !path.is_dir()
        && let Some((_, failure)) = taken.failed.pop()
    {
        return Err(failure);
    }
    if how.json {
        out.json(&shape(&taken, lang))?;
    } else {
        tell(out, &taken, lang)?;
    }
    out.flush()?;
    for (path, failure) in &taken.failed {
        say(&format!("{}: {}", path.display(), failure.sentence(lang)));
    }
    Ok(taken
        .failed
        .first()
        .map_or(Code::Done, |(_, failure)| failure.code()))
}

fn shape(taken: &Taken, lang: Lang) -> Shape<'_> {
    Shape {
        read: taken.read.iter().map(|read| ReadShape::of(read, lang)).collect(),
        failed: taken
            .failed
            .iter()
            .map(|(path, failure)| FailedShape {
                file: path.display().to_string(),
                reason: failure.reason(),
                message: failure.sentence(lang),
            })
            .collect(),
        read_before: taken.before,
        for_others: taken.others,
        oddities: taken
            .oddities
            .iter()
            .map(|odd| OddShape {
                name: &odd.name,
                kind: odd_id(odd.kind),
            })
            .collect(),
    }
}

/// Says what came, and what was stepped over.
pub(in crate::cli) fn tell(out: &mut Out, taken: &Taken, lang: Lang) -> Result<(), Failure> {
    let texts = &lang.texts().cli.exchange;
    for read in &taken.read {
        report::tell_read(out, read, lang)?;
    }
    if taken.read.is_empty() && taken.failed.is_empty() {
        out.line(texts.no_bundles)?;
    }
    if taken.before > 0 {
        out.line(&(texts.read_before)(&sync_words::count(lang, taken.before)))?;
    }
    if taken.others > 0 {
        out.line(&(texts.for_others)(&sync_words::count(lang, taken.others)))?;
    }
    for name in &taken.invitations {
        out.line(&(texts.invitation)(name))?;
    }
    for odd in &taken.oddities {
        let why = sync_words::odd(lang, odd.kind);
        // What a virus has hidden is looked into all the same.
        let said = match odd.kind {
            OddKind::Hidden => (texts.looked_into)(&odd.name, why),
            _ => (texts.stepped_over)(&odd.name, why),
        };
        out.line(&said)?;
    }
    let virus = |odd: &Oddity| matches!(odd.kind, OddKind::Shortcut | OddKind::Hidden);
    if taken.oddities.iter().any(virus) {
        out.line(lang.texts().exchange.virus)?;
    }
    Ok(())
}
