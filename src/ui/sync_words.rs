//! The exchange's nouns in words, the same on every screen and in every command.

use crate::domain::day::{Moment, wib};
use crate::domain::receipt::{Cause, Change, ChangeKind};
use crate::i18n::matters::Words;
use crate::i18n::{Lang, exchange::Texts, format};
use crate::state::card::AnchorPlace;
use crate::state::sync::{
    Branch, ForkLine, Gap, MatterKind, News, OddKind, OnlyHere, Restored, SeatChange, Standing,
};
use chrono::Datelike;

/// A count with its thousands apart.
pub fn count(lang: Lang, n: u64) -> String {
    format::number(lang, i64::try_from(n).unwrap_or(i64::MAX))
}

/// A day as a clock claimed it, with the year where it is not `year`.
pub fn day(lang: Lang, at: Moment, year: i32) -> String {
    let date = at.local(wib()).date();
    if date.year() == year {
        format::day(lang, date)
    } else {
        format::date(lang, date)
    }
}

/// A day and its time.
pub fn moment(lang: Lang, at: Moment, year: i32) -> String {
    format!(
        "{} {}",
        day(lang, at, year),
        format::time(lang, at.local(wib()).time())
    )
}

/// "12 pendaftaran".
fn news_of(t: &Texts, kind: News) -> fn(&str) -> String {
    match kind {
        News::Registrations => t.registrations,
        News::Confirmations => t.confirmations,
        News::Cancellations => t.cancellations,
        News::Attendance => t.attendance,
        News::Outcomes => t.outcomes,
        News::People => t.people,
        News::Plans => t.plans,
        News::Seats => t.seats,
        News::Surveys => t.surveys,
        News::Nodes => t.nodes,
        News::Erasures => t.erasures,
        News::Unknown => t.unknown,
    }
}

/// "12 pendaftaran, 3 pembatalan, 1 hal untuk diperiksa"; "tidak ada yang baru" where there is none.
pub fn news(lang: Lang, news: &[(News, u64)], matters: usize) -> String {
    let t = &lang.texts().exchange;
    let mut parts: Vec<String> = news
        .iter()
        .filter(|(_, n)| *n > 0)
        .map(|(kind, n)| news_of(t, *kind)(&count(lang, *n)))
        .collect();
    if parts.is_empty() {
        parts.push(t.nothing_new.to_owned());
    }
    if matters > 0 {
        parts.push((t.to_look)(&matters.to_string()));
    }
    parts.join(", ")
}

/// "37 pendaftaran hanya ada di kiosk ini, sejak Sel 03 Nov."
pub fn only_here(lang: Lang, only: &OnlyHere, year: i32) -> String {
    let t = &lang.texts().exchange;
    let since = only.since.map(|at| day(lang, at, year));
    match (only.registrations, only.operations, since) {
        (0, 0, _) => t.nothing_only.to_owned(),
        (0, n, None) => (t.only_other)(&count(lang, n)),
        (0, n, Some(since)) => (t.only_other_since)(&count(lang, n), &since),
        (n, _, None) => (t.only_here)(&count(lang, n)),
        (n, _, Some(since)) => (t.only_here_since)(&count(lang, n), &since),
    }
}

/// Why a file on a stick was stepped over.
pub fn odd(lang: Lang, kind: OddKind) -> &'static str {
    let t = &lang.texts().exchange;
    match kind {
        OddKind::Shortcut => t.shortcut,
        OddKind::Hidden => t.hidden,
        OddKind::Autorun => t.autorun,
        OddKind::Program => t.program,
        OddKind::NotAFile => t.not_a_file,
        OddKind::Unfinished => t.unfinished,
        OddKind::NoBundle => t.no_bundle,
        OddKind::TooMany => t.too_many,
    }
}

/// What a matter is called, what it means, what to do.
pub fn matter(lang: Lang, kind: MatterKind) -> &'static Words {
    let t = &lang.texts().matters;
    match kind {
        MatterKind::Fork => &t.fork,
        MatterKind::Damaged => &t.damaged,
        MatterKind::UnknownOffice => &t.unknown_office,
        MatterKind::OutsideScope => &t.outside_scope,
        MatterKind::AfterClosure => &t.after_closure,
        MatterKind::ClockAhead => &t.clock_ahead,
        MatterKind::NewerRelease => &t.newer_release,
        MatterKind::Bumped => &t.bumped,
        MatterKind::TwoSeats => &t.two_seats,
        MatterKind::SetAsideThere => &t.set_aside_there,
        MatterKind::Restored => &t.restored,
        MatterKind::JoinRequest => &t.join_request,
        MatterKind::MissingPerson => &t.missing_person,
        MatterKind::SurveyCounts => &t.survey_counts,
        MatterKind::JoinRefused => &t.join_refused,
        MatterKind::NoRoom => &t.no_room,
    }
}

/// Which bundle is missing, and what waits for it.
pub fn gap(lang: Lang, gap: &Gap) -> String {
    let t = &lang.texts().exchange;
    (t.gap)(
        &gap.ask,
        &gap.office,
        &count(lang, gap.from),
        &count(lang, gap.to),
    )
}

/// How a registration changed: "mendapat kursi".
pub fn change(lang: Lang, kind: ChangeKind) -> &'static str {
    let t = &lang.texts().exchange;
    match kind {
        ChangeKind::Promoted => t.promoted,
        ChangeKind::Bumped => t.bumped,
        ChangeKind::Cancelled => t.cancelled,
        ChangeKind::Admitted => t.admitted,
    }
}

/// Why: "2 kursi kembali dari Kecamatan Selatan, bundel 14".
pub fn reason(lang: Lang, it: &Change) -> String {
    let t = &lang.texts().exchange;
    let why = match (it.kind, it.seats) {
        (ChangeKind::Promoted, n) => match it.cause {
            Cause::Back if n > 0 => (t.seats_back)(&n.to_string(), &it.office),
            Cause::Given if n > 0 => (t.seats_given)(&n.to_string(), &it.office),
            _ => (t.seat_freed)(&it.office),
        },
        (ChangeKind::Bumped, 0) => (t.room_smaller)(&it.office),
        (ChangeKind::Bumped, n) => (t.seats_fewer)(&n.to_string(), &it.office),
        (ChangeKind::Cancelled, _) => (t.cancelled_at)(&it.office),
        (ChangeKind::Admitted, _) => (t.admitted_by)(&it.office),
    };
    match &it.bundle {
        Some(bundle) => (t.by_bundle)(&why, bundle),
        None => why,
    }
}

/// "Sebab: 2 kursi kembali dari Kecamatan Selatan. Waktu belum pasti.", of a registration: why it stands otherwise than
/// its person left it, and whether its time is uncertain.
pub fn remark(lang: Lang, change: Option<&Change>, unsure: bool) -> Option<String> {
    let texts = lang.texts();
    let why = change.map(|change| (texts.ticket.because)(&reason(lang, change)));
    let time = unsure.then_some(texts.ticket.unsure);
    match (why, time) {
        (Some(why), Some(time)) => Some(format!("{why} {time}")),
        (why, time) => why.or_else(|| time.map(str::to_owned)),
    }
}

/// The same of a change that a bundle brought.
pub fn reason_of(lang: Lang, it: &SeatChange) -> String {
    reason(
        lang,
        &Change {
            kind: it.kind,
            cause: it.cause,
            seats: it.seats,
            office: it.office.clone(),
            bundle: Some(it.bundle.clone()).filter(|bundle| !bundle.is_empty()),
        },
    )
}

/// What keeps a terminal from recording anything, and what to do; `None` where nothing does.
pub fn halted(lang: Lang, standing: Standing) -> Option<&'static str> {
    let t = &lang.texts().sync;
    match standing {
        Standing::Alone | Standing::Joining | Standing::Open => None,
        Standing::Restored(Restored::Machine) => Some(t.cloned),
        Standing::Restored(Restored::Anchor | Restored::Heard) => Some(t.restored),
        Standing::Closed => Some(t.closed),
    }
}

/// What is wrong with the place of the anchor; `None` where it lies well.
pub fn anchor(lang: Lang, place: AnchorPlace) -> Option<&'static str> {
    let t = &lang.texts().health;
    match place {
        AnchorPlace::Outside => None,
        AnchorPlace::Inside => Some(t.anchor_inside),
        AnchorPlace::Missing => Some(t.anchor_missing),
    }
}

/// Two histories of a ledger in one line: the operations, and both segments with their times.
pub fn fork(lang: Lang, line: &ForkLine, year: i32) -> String {
    let branch = |branch: &Branch| format!("{} ({})", branch.hash, moment(lang, branch.at, year));
    let stands = line.stands.as_ref().map_or_else(|| "-".to_owned(), branch);
    (lang.texts().nodes.fork)(
        &format!("{}/{}-{}", line.log, line.ops.0, line.ops.1),
        &stands,
        &branch(&line.other),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_says_its_reason_as_people_say_it() {
        let mut change = Change {
            kind: ChangeKind::Promoted,
            cause: Cause::Back,
            seats: 2,
            office: "Kecamatan Selatan".into(),
            bundle: Some("14".into()),
        };
        assert_eq!(
            reason(Lang::Id, &change),
            "2 kursi kembali dari Kecamatan Selatan, bundel 14"
        );
        change.cause = Cause::Given;
        assert_eq!(
            reason(Lang::Id, &change),
            "2 kursi diberikan Kecamatan Selatan, bundel 14",
            "what was never away does not come back"
        );
        (change.seats, change.bundle) = (0, None);
        assert_eq!(
            reason(Lang::Id, &change),
            "ada kursi kosong dari Kecamatan Selatan"
        );
    }

    #[test]
    fn what_a_bundle_brings_is_one_sentence() {
        let brought = [
            (News::Registrations, 12),
            (News::Seats, 0),
            (News::Cancellations, 3),
        ];
        assert_eq!(
            news(Lang::Id, &brought, 1),
            "12 pendaftaran, 3 pembatalan, 1 hal untuk diperiksa"
        );
        assert_eq!(news(Lang::Id, &[], 0), "tidak ada yang baru");
    }
}
