//! How writing a bundle looks.

use super::{BundleOut, CANCEL, MEDIUM, OFFICE, Part, WRITE};
use crate::domain::refusal::{MediumFault, Refusal};
use crate::i18n::{format, refusal};
use crate::state::sync::{ExportReport, Medium, SyncHome};
use crate::ui::ask::Reply;
use crate::ui::context::Context;
use crate::ui::input::Input;
use crate::ui::keymap::Action;
use crate::ui::painter::Painter;
use crate::ui::screen::Screen;
use crate::ui::sync_words as words;
use crate::ui::theme::Role;
use crate::ui::widget::list::List;
use crate::ui::widget::pace::Pace;
use crate::ui::widget::row::{Row, row};
use crate::ui::widget::sheet::{Content, Line, Pick};
use crate::ui::widget::table::Column;
use chrono::Datelike;
use ratatui::layout::Rect;

/// The office or the stick, and what is to be known of it.
const COLUMNS: [Column; 2] = [Column::growing(18), Column::fixed(30, 1)];

/// A stick in a few words.
fn room(medium: &Medium, cx: &Context) -> String {
    let t = &cx.texts;
    if !medium.writable {
        return t.sync.locked.to_owned();
    }
    medium
        .free
        .map_or_else(String::new, |free| (t.sync.free)(&format::bytes(cx.lang, free)))
}

/// What is on the sheet of this part; empty where it has none.
pub(super) fn content(it: &BundleOut, cx: &Context) -> Content {
    match &it.part {
        Part::Plan(_) => plan(it, cx),
        Part::Done(report, _) => done(report, cx),
        Part::Failed(why, _) => {
            let t = &cx.texts.bundle_out;
            Content {
                lines: vec![
                    Line::new(Role::Error, t.not_written),
                    Line::base(refusal::sentence(cx.lang, why)),
                ],
                picks: vec![
                    Pick::new(WRITE, t.again),
                    Pick::new(MEDIUM, t.other_medium),
                    Pick::new(CANCEL, t.cancel),
                ],
                above: 0,
            }
        }
        Part::Whom(_) | Part::Where(_) | Part::Writing(_) => Content::default(),
    }
}

fn plan(it: &BundleOut, cx: &Context) -> Content {
    let t = &cx.texts.bundle_out;
    let Some(plan) = &it.plan else {
        return Content::default();
    };
    let mut lines = vec![Line::fact(t.for_whom, plan.to.clone()).role(Role::Important)];
    if plan.operations == 0 {
        lines.push(Line::fact(t.carries, t.nothing));
    } else {
        lines.push(Line::fact(t.carries, words::news(cx.lang, &plan.news, 0)));
    }
    if plan.relayed > 0 {
        lines.push(Line::fact(
            t.relayed,
            (t.relayed_what)(&words::count(cx.lang, plan.relayed)),
        ));
    }
    let size = format::bytes(cx.lang, plan.bytes);
    lines.push(Line::fact(
        t.size,
        (t.size_what)(&size, &words::count(cx.lang, plan.parts.into())),
    ));
    match it.medium() {
        None => lines.push(Line::fact(t.medium, t.no_medium).role(Role::Important)),
        Some(medium) => {
            let free = medium.free.map(|free| format::bytes(cx.lang, free));
            let text = match &free {
                Some(free) => (t.medium_free)(&medium.label, free),
                None => medium.label.clone(),
            };
            lines.push(Line::fact(t.medium, text).role(Role::Important));
            if !medium.writable {
                lines.push(Line::new(Role::Error, t.locked));
            } else if !it.may_write() {
                lines.push(Line::new(Role::Error, (t.full)(&size, &free.unwrap_or_default())));
            }
        }
    }
    let mut picks = Vec::new();
    if it.may_write() {
        picks.push(Pick::new(WRITE, t.do_write));
    }
    if !it.media().is_empty() {
        picks.push(Pick::new(MEDIUM, t.other_medium));
    }
    picks.extend([Pick::new(OFFICE, t.other_office), Pick::new(CANCEL, t.cancel)]);
    Content {
        lines,
        picks,
        above: 0,
    }
}

fn done(report: &ExportReport, cx: &Context) -> Content {
    let t = &cx.texts.bundle_out;
    let mut lines = vec![Line::new(Role::Good, t.done)];
    // Before all else: in large text the rest is on the next page, and somebody waits at the telephone.
    if let Some(again) = &report.again {
        lines.push(Line::new(Role::Important, (t.going_on)(&again.log.to_string())));
        lines.push(Line::fact(t.read_out, again.fingerprint.clone()).role(Role::Important));
    }
    lines.extend([Line::base((t.done_what)(&report.plan.to)), Line::gap()]);
    lines.extend(report.files.iter().map(|file| {
        let name = file
            .file_name()
            .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        Line::fact(t.files, name)
    }));
    lines.push(Line::fact(t.size, format::bytes(cx.lang, report.bytes)));
    if report.plan.operations > 0 {
        lines.push(Line::new(Role::Muted, t.receipt));
    }
    Content {
        lines,
        picks: vec![Pick::new(WRITE, t.finish), Pick::new(OFFICE, t.more)],
        above: 0,
    }
}

pub(super) fn view(it: &BundleOut, painter: &mut Painter, cx: &Context) {
    let body = painter.body();
    painter.cursor(body.x, body.y);
    match &it.part {
        Part::Whom(list) => whom(it, *list, painter, cx),
        Part::Where(list) => media(it, *list, painter, cx),
        Part::Writing(pace) => writing(it, pace, painter, cx),
        Part::Plan(sheet) | Part::Done(_, sheet) | Part::Failed(_, sheet) => {
            sheet.draw(&content(it, cx), painter, cx);
        }
    }
}

fn whom(it: &BundleOut, list: List, painter: &mut Painter, cx: &Context) {
    let t = &cx.texts.bundle_out;
    let body = painter.body();
    let offices = it.offices();
    if offices.is_empty() {
        painter.wrap(body, t.no_office, Role::Important);
        return;
    }
    painter.put(body.x, body.y, t.whom, Role::Important);
    for (y, at) in (body.y + 1..).zip(list.visible()) {
        let Some(node) = offices.get(at) else { continue };
        let heard = node.heard.map_or_else(
            || cx.texts.nodes.never.to_owned(),
            |at| words::day(cx.lang, at, cx.today().year()),
        );
        let said = format!(
            "{} {}, {} {heard}",
            t.head_behind,
            words::count(cx.lang, node.behind),
            t.head_heard
        );
        let line = Row {
            digit: list.digit_of(at),
            focused: list.selected() == at,
            role: Role::Base,
            cells: &[&node.name, &said],
        };
        row(painter, y, &WHOM, &line);
    }
}

/// The office, what it lacks and when it was heard of.
const WHOM: [Column; 2] = [Column::growing(18), Column::fixed(38, 1)];

fn media(it: &BundleOut, list: List, painter: &mut Painter, cx: &Context) {
    let t = &cx.texts.bundle_out;
    let body = painter.body();
    if it.media().is_empty() {
        painter.put(body.x, body.y, t.no_medium, Role::Important);
        return;
    }
    painter.put(body.x, body.y, t.where_to, Role::Important);
    for (y, at) in (body.y + 1..).zip(list.visible()) {
        let Some(medium) = it.media().get(at) else {
            continue;
        };
        let line = Row {
            digit: list.digit_of(at),
            focused: list.selected() == at,
            role: if medium.writable { Role::Base } else { Role::Muted },
            cells: &[&medium.label, &room(medium, cx)],
        };
        row(painter, y, &COLUMNS, &line);
    }
}

fn writing(it: &BundleOut, pace: &Pace, painter: &mut Painter, cx: &Context) {
    let t = &cx.texts.bundle_out;
    let body = painter.body();
    let gap = u16::from(!painter.is_large());
    painter.put(body.x, body.y, t.writing, Role::Important);
    let to = it.plan.as_ref().map_or("", |plan| plan.to.as_str());
    let on = it.medium().map_or("", |medium| medium.label.as_str());
    painter.cut(
        body.x,
        body.y + 1,
        body.width,
        &format!("{to} > {on}"),
        Role::Base,
    );
    let counted = (t.records)(
        &words::count(cx.lang, pace.done),
        &words::count(cx.lang, pace.total),
    );
    let y = pace.draw(painter, body.y + 2 + gap, &counted, cx) + gap;
    let room = Rect {
        y,
        height: body.bottom().saturating_sub(y),
        ..body
    };
    painter.wrap(room, t.wait, Role::Muted);
}

pub(super) fn samples(cx: &Context) -> Vec<(&'static str, Box<dyn Screen>)> {
    use crate::ui::testing::sync::{export_plan, export_report, going_on_report, nodes, sync_home};
    let with = |home: SyncHome| {
        let hub = home.hub;
        let mut screen = BundleOut::new();
        screen.reply(&Reply::Nodes(nodes(hub)), cx);
        screen.reply(&Reply::SyncHome(Box::new(home)), cx);
        screen.reply(&Reply::ExportPlan(Box::new(export_plan())), cx);
        screen
    };
    let medium = |change: &dyn Fn(&mut Medium)| {
        let mut home = sync_home();
        home.media.iter_mut().for_each(change);
        Box::new(with(home))
    };
    let chosen = |digit: u8, reply: Option<Reply>| {
        let mut screen = with(sync_home());
        screen.update(&Input::Do(Action::Choose(digit)), cx);
        if let Some(reply) = reply {
            screen.reply(&reply, cx);
        }
        Box::new(screen)
    };
    let failed = |fault| chosen(WRITE, Some(Reply::Refused(Refusal::Medium(fault))));
    let progress = Reply::Progress {
        done: 4_812,
        total: 10_030,
    };
    let hub = |home: SyncHome| SyncHome { hub: true, ..home };
    let mut nobody = BundleOut::new();
    nobody.reply(&Reply::SyncHome(Box::new(hub(sync_home()))), cx);
    vec![
        ("plain", Box::new(with(sync_home()))),
        ("waiting", Box::new(BundleOut::new())),
        ("whom", Box::new(with(hub(sync_home())))),
        ("nobody", Box::new(nobody)),
        (
            "no-stick",
            Box::new(with(SyncHome {
                media: Vec::new(),
                ..sync_home()
            })),
        ),
        ("locked", medium(&|medium| medium.writable = false)),
        ("small", medium(&|medium| medium.free = Some(9_000))),
        ("where", chosen(MEDIUM, None)),
        ("writing", chosen(WRITE, Some(progress))),
        (
            "done",
            chosen(WRITE, Some(Reply::Exported(Box::new(export_report())))),
        ),
        (
            "going-on",
            chosen(WRITE, Some(Reply::Exported(Box::new(going_on_report())))),
        ),
        ("pulled", failed(MediumFault::Pulled)),
        (
            "full",
            failed(MediumFault::Full {
                needs: 14_200,
                free: 9_000,
            }),
        ),
        ("read-only", failed(MediumFault::ReadOnly)),
        ("mismatch", failed(MediumFault::Mismatch)),
    ]
}
