//! What a bundle brings or brought, in lines; and the screen's samples.

use super::BundleIn;
use crate::domain::refusal::{BundleFault, MediumFault, Refusal};
use crate::state::sync::{BundleReport, BundleState, SyncHome};
use crate::ui::ask::Reply;
use crate::ui::context::Context;
use crate::ui::input::Input;
use crate::ui::keymap::Action;
use crate::ui::screen::Screen;
use crate::ui::sync_words as words;
use crate::ui::theme::Role;
use crate::ui::widget::sheet::Line;

/// In which order bundles are to be looked at.
pub(super) fn rank(state: BundleState) -> u8 {
    match state {
        BundleState::New => 0,
        BundleState::Request => 1,
        BundleState::Again => 2,
        BundleState::Damaged => 3,
        BundleState::TooNew => 4,
        BundleState::Read => 5,
        BundleState::Others => 6,
    }
}

/// Why a bundle is not even checked.
pub(super) fn not_for_us(state: BundleState) -> Option<BundleFault> {
    match state {
        BundleState::Others => Some(BundleFault::ForOthers),
        BundleState::TooNew => Some(BundleFault::TooNew),
        BundleState::New
        | BundleState::Read
        | BundleState::Request
        | BundleState::Again
        | BundleState::Damaged => None,
    }
}

/// A file's name without its folders.
pub(super) fn name(path: &std::path::Path) -> String {
    path.file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

/// The report in the order of what an officer must know: what it brings, what is missing, whose seat changed, what to
/// look at.
pub(super) fn lines(report: &BundleReport, cx: &Context) -> Vec<Line> {
    let t = &cx.texts.bundle_in;
    let brings = words::news(cx.lang, &report.news, report.matters.len());
    let mut lines = vec![Line::new(Role::Important, (t.from)(&report.from, &brings))];
    if report.salvaged {
        lines.push(Line::new(Role::Important, t.salvaged));
    }
    lines.extend(
        report
            .joined
            .iter()
            .map(|office| Line::new(Role::Good, (t.joined)(office))),
    );
    if report.returned > 0 {
        let count = words::count(cx.lang, report.returned);
        lines.push(Line::new(Role::Important, (t.returned)(&count)));
    }
    if !report.gaps.is_empty() {
        lines.push(Line::gap());
        lines.extend(
            report
                .gaps
                .iter()
                .map(|gap| Line::new(Role::Important, words::gap(cx.lang, gap))),
        );
    }
    if !report.changes.is_empty() {
        lines.push(Line::gap());
        lines.push(Line::new(Role::Muted, t.changes));
        lines.extend(report.changes.iter().map(|change| {
            let who = if change.name.is_empty() {
                change.person.to_string()
            } else {
                change.name.clone()
            };
            let how = words::change(cx.lang, change.kind);
            let why = words::reason_of(cx.lang, change);
            Line::base((t.change)(&who, how, &change.code, &why)).inside()
        }));
    }
    if !report.matters.is_empty() {
        lines.push(Line::gap());
        lines.push(Line::new(Role::Muted, cx.texts.matters.title));
        lines.extend(report.matters.iter().map(|matter| {
            let title = words::matter(cx.lang, matter.kind).title;
            Line::base(format!("{title}: {}", matter.office)).inside()
        }));
    }
    lines.push(Line::gap());
    if report.dry_run && !report.news.is_empty() {
        lines.push(Line::new(Role::Muted, t.at_least));
    }
    lines.push(Line::fact(
        t.bundle,
        format!("{}, {}", report.id, name(&report.file)),
    ));
    if report.known > 0 {
        lines.push(Line::fact(
            t.known,
            (t.known_what)(&words::count(cx.lang, report.known)),
        ));
    }
    lines
}

pub(super) fn samples(cx: &Context) -> Vec<(&'static str, Box<dyn Screen>)> {
    use crate::ui::testing::sync::{bundle_report, sync_home};
    let with = |replies: &[Reply]| -> Box<dyn Screen> {
        let mut screen = BundleIn::new();
        screen.reply(&Reply::SyncHome(Box::new(sync_home())), cx);
        if !replies.is_empty() {
            screen.update(&Input::Do(Action::Choose(1)), cx);
        }
        for reply in replies {
            if matches!(reply, Reply::BundleReport(report) if !report.dry_run) {
                screen.update(&Input::Do(Action::Choose(1)), cx);
            }
            screen.reply(reply, cx);
        }
        Box::new(screen)
    };
    let report = |report: BundleReport| Reply::BundleReport(Box::new(report));
    let far = Reply::Progress {
        done: 1_048_576,
        total: 8_388_608,
    };
    let refused = |why| with(&[Reply::Refused(why)]);
    let nothing = BundleReport {
        news: Vec::new(),
        gaps: Vec::new(),
        matters: Vec::new(),
        changes: Vec::new(),
        ..bundle_report(true)
    };
    let mut many = bundle_report(false);
    many.changes = many.changes.iter().cycle().take(30).cloned().collect();
    many.salvaged = true;
    many.joined = vec!["Kelurahan Sukamaju".into()];
    let mut none = BundleIn::new();
    none.reply(&Reply::SyncHome(Box::<SyncHome>::default()), cx);
    let reading = {
        let mut screen = BundleIn::new();
        screen.reply(&Reply::SyncHome(Box::new(sync_home())), cx);
        screen.update(&Input::Do(Action::Choose(1)), cx);
        screen.reply(&report(bundle_report(true)), cx);
        screen.update(&Input::Do(Action::Choose(1)), cx);
        let mut later = *cx;
        for (done, ms) in [(0, 0), (4_812, 15_000)] {
            later.stamp.at = cx.stamp.at.plus(ms);
            screen.reply(&Reply::Folded { done, total: 10_030 }, &later);
        }
        screen
    };
    vec![
        ("plain", with(&[])),
        ("waiting", Box::new(BundleIn::new())),
        ("none", Box::new(none)),
        ("checking", with(&[far])),
        ("preview", with(&[report(bundle_report(true))])),
        ("nothing", with(&[report(nothing)])),
        ("reading", Box::new(reading)),
        (
            "done",
            with(&[report(bundle_report(true)), report(bundle_report(false))]),
        ),
        ("many", with(&[report(bundle_report(true)), report(many)])),
        ("damaged", refused(Refusal::Bundle(BundleFault::Damaged))),
        ("pulled", refused(Refusal::Medium(MediumFault::Pulled))),
        ("unknown", refused(Refusal::Bundle(BundleFault::UnknownOffice))),
    ]
}
