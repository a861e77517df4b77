//! What bundles carry and bring, for programs and for people.

use super::{failure::Failure, json, out::Out};
use crate::{
    i18n::Lang,
    state::sync::{
        BundleMark, BundleReport, ExportPlan, ExportReport, Gap, Matter, MatterKind, News, OnlyHere,
        SeatChange, SeatChangeKind,
    },
    ui::sync_words,
};
use chrono::Datelike;
use serde::Serialize;

/// The year of today, in which days are said without it.
pub(super) fn year() -> i32 {
    let now = crate::service::sign_in::system_clock()();
    now.local(crate::domain::day::wib()).date().year()
}

/// What operations say, and how many.
#[derive(Serialize)]
pub(super) struct NewsShape {
    what: &'static str,
    count: u64,
}

pub(super) const fn news_id(news: News) -> &'static str {
    match news {
        News::Registrations => "registrations",
        News::Confirmations => "confirmations",
        News::Cancellations => "cancellations",
        News::Attendance => "attendance",
        News::Outcomes => "outcomes",
        News::People => "people",
        News::Plans => "plans",
        News::Seats => "seats",
        News::Surveys => "surveys",
        News::Nodes => "nodes",
        News::Erasures => "erasures",
        News::Unknown => "unknown",
    }
}

const fn matter_id(kind: MatterKind) -> &'static str {
    match kind {
        MatterKind::Fork => "fork",
        MatterKind::Damaged => "damaged",
        MatterKind::UnknownOffice => "unknown_office",
        MatterKind::OutsideScope => "outside_scope",
        MatterKind::AfterClosure => "after_closure",
        MatterKind::ClockAhead => "clock_ahead",
        MatterKind::NewerRelease => "newer_release",
        MatterKind::Bumped => "bumped",
        MatterKind::TwoSeats => "two_seats",
        MatterKind::SetAsideThere => "set_aside_there",
        MatterKind::Restored => "restored",
        MatterKind::JoinRequest => "join_request",
        MatterKind::JoinRefused => "join_refused",
        MatterKind::MissingPerson => "missing_person",
        MatterKind::SurveyCounts => "survey_counts",
        MatterKind::NoRoom => "no_room",
    }
}

pub(super) fn news(list: &[(News, u64)]) -> Vec<NewsShape> {
    list.iter()
        .map(|&(news, count)| NewsShape {
            what: news_id(news),
            count,
        })
        .collect()
}

/// What exists nowhere else.
#[derive(Serialize)]
pub(super) struct OnlyHereShape {
    registrations: u64,
    operations: u64,
    since: Option<String>,
}

impl OnlyHereShape {
    pub(super) fn of(only: &OnlyHere) -> Self {
        Self {
            registrations: only.registrations,
            operations: only.operations,
            since: only.since.map(json::moment),
        }
    }
}

/// A bundle that came or went.
#[derive(Serialize)]
pub(super) struct MarkShape {
    id: String,
    office: String,
    at: String,
}

impl MarkShape {
    pub(super) fn of(mark: &BundleMark) -> Self {
        Self {
            id: mark.id.clone(),
            office: mark.office.clone(),
            at: json::moment(mark.at),
        }
    }
}

/// What a bundle carries.
#[derive(Serialize)]
pub(super) struct PlanShape {
    to: String,
    operations: u64,
    news: Vec<NewsShape>,
    relayed: u64,
}

impl PlanShape {
    fn of(plan: &ExportPlan) -> Self {
        Self {
            to: plan.to.clone(),
            operations: plan.operations,
            news: news(&plan.news),
            relayed: plan.relayed,
        }
    }
}

/// A bundle that was written.
#[derive(Serialize)]
pub(super) struct WrittenShape {
    id: String,
    files: Vec<String>,
    bytes: u64,
    carries: PlanShape,
    again: Option<AgainShape>,
}

#[derive(Serialize)]
struct AgainShape {
    log: String,
    fingerprint: String,
}

impl WrittenShape {
    pub(super) fn of(report: &ExportReport) -> Self {
        Self {
            id: report.id.clone(),
            files: report
                .files
                .iter()
                .map(|file| file.display().to_string())
                .collect(),
            bytes: report.bytes,
            carries: PlanShape::of(&report.plan),
            again: report.again.as_ref().map(|again| AgainShape {
                log: again.log.to_string(),
                fingerprint: again.fingerprint.clone(),
            }),
        }
    }
}

/// What reading a bundle did, or would do.
#[derive(Serialize)]
pub(super) struct ReadShape {
    file: String,
    id: String,
    from: String,
    dry_run: bool,
    salvaged: bool,
    news: Vec<NewsShape>,
    known: u64,
    gaps: Vec<GapShape>,
    matters: Vec<MatterShape>,
    changes: Vec<ChangeShape>,
    joined: Vec<String>,
    returned: u64,
    papers: u64,
    sheets: Vec<String>,
}

#[derive(Serialize)]
struct GapShape {
    log: String,
    office: String,
    first: u64,
    last: u64,
    ask: String,
}

/// Something for an officer's eyes.
#[derive(Serialize)]
pub(super) struct MatterShape {
    kind: &'static str,
    office: String,
    log: Option<String>,
    operations: Option<(u64, u64)>,
    name: String,
    detail: String,
    found: String,
    seen: bool,
    message: &'static str,
}

/// A registration that stands differently now, and why.
#[derive(Serialize)]
pub(super) struct ChangeShape {
    kind: &'static str,
    cause: Option<&'static str>,
    batch: String,
    name: String,
    seat: Option<u32>,
    seats: u32,
    office: String,
    bundle: String,
}

impl ChangeShape {
    pub(super) fn of(change: &SeatChange) -> Self {
        Self {
            kind: change.kind.id(),
            cause: (change.kind == SeatChangeKind::Promoted).then(|| change.cause.id()),
            batch: change.code.clone(),
            name: change.name.clone(),
            seat: change.ticket.map(|ticket| ticket.0),
            seats: change.seats,
            office: change.office.clone(),
            bundle: change.bundle.clone(),
        }
    }
}

impl MatterShape {
    pub(super) fn of(matter: &Matter, lang: Lang) -> Self {
        Self {
            kind: matter_id(matter.kind),
            office: matter.office.clone(),
            log: matter.log.map(|log| log.to_string()),
            operations: matter.ops,
            name: matter.name.clone(),
            detail: matter.detail.clone(),
            found: json::moment(matter.found),
            seen: matter.seen,
            message: sync_words::matter(lang, matter.kind).title,
        }
    }
}

impl ReadShape {
    pub(super) fn of(report: &BundleReport, lang: Lang) -> Self {
        let gap = |gap: &Gap| GapShape {
            log: gap.log.to_string(),
            office: gap.office.clone(),
            first: gap.from,
            last: gap.to,
            ask: gap.ask.clone(),
        };
        Self {
            file: report.file.display().to_string(),
            id: report.id.clone(),
            from: report.from.clone(),
            dry_run: report.dry_run,
            salvaged: report.salvaged,
            news: news(&report.news),
            known: report.known,
            gaps: report.gaps.iter().map(gap).collect(),
            matters: report
                .matters
                .iter()
                .map(|matter| MatterShape::of(matter, lang))
                .collect(),
            changes: report.changes.iter().map(ChangeShape::of).collect(),
            joined: report.joined.clone(),
            returned: report.returned,
            papers: report.papers,
            sheets: report.sheets.clone(),
        }
    }
}

/// Says what was written, and that the stick may be pulled out.
pub(super) fn tell_written(out: &mut Out, report: &ExportReport, lang: Lang) -> Result<(), Failure> {
    let texts = &lang.texts().cli.exchange;
    let carries = sync_words::news(lang, &report.plan.news, 0);
    out.line(&(texts.written)(&report.plan.to, &carries))?;
    for file in &report.files {
        out.line(&format!("  {}", file.display()))?;
    }
    out.line(&(texts.written_bytes)(&sync_words::count(lang, report.bytes)))?;
    if let Some(again) = &report.again {
        let trust = &lang.texts().cli.trust;
        out.line(&(trust.again_asked)(&again.log.to_string()))?;
        out.line(&(trust.read_out)(&again.fingerprint))?;
    }
    Ok(())
}

/// Says what came, what waits, who moved and what somebody should look at.
pub(super) fn tell_read(out: &mut Out, report: &BundleReport, lang: Lang) -> Result<(), Failure> {
    let texts = &lang.texts().cli.exchange;
    let news = sync_words::news(lang, &report.news, report.matters.len());
    let line = match (report.dry_run, report.salvaged) {
        (true, _) => (texts.would_read)(&report.from, &news),
        (false, true) => (texts.salvaged)(&report.from, &news),
        (false, false) => (texts.read)(&report.from, &news),
    };
    if report.joined.is_empty() {
        out.line(&line)?;
    }
    for office in &report.joined {
        out.line(&(texts.joined)(office))?;
    }
    for gap in &report.gaps {
        out.line(&format!("  {}", sync_words::gap(lang, gap)))?;
    }
    for change in &report.changes {
        let who = if change.name.is_empty() { "-" } else { &change.name };
        let (how, why) = (
            sync_words::change(lang, change.kind),
            sync_words::reason_of(lang, change),
        );
        out.line(&format!("  {}", (texts.changed)(who, how, &change.code, &why)))?;
    }
    if report.returned > 0 {
        let count = sync_words::count(lang, report.returned);
        out.line(&format!("  {}", (texts.returned_asked)(&count)))?;
    }
    if report.papers > 0 {
        let count = sync_words::count(lang, report.papers);
        out.line(&format!("  {}", (texts.papers_burned)(&count)))?;
    }
    for sheet in &report.sheets {
        out.line(&format!("  ! {}", (texts.sheet_cut)(sheet)))?;
    }
    for matter in &report.matters {
        tell_matter(out, matter, lang)?;
    }
    Ok(())
}

/// Says what a matter is and whom it is about.
pub(super) fn tell_matter(out: &mut Out, matter: &Matter, lang: Lang) -> Result<(), Failure> {
    let words = sync_words::matter(lang, matter.kind);
    let about: Vec<&str> = [
        matter.office.as_str(),
        matter.name.as_str(),
        matter.detail.as_str(),
    ]
    .into_iter()
    .filter(|word| !word.is_empty())
    .collect();
    out.line(&format!("  ! {}: {}", words.title, about.join(", ")))
}
