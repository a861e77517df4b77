//! How attendance looks.

use super::{Attendance, Entry, Over};
use crate::i18n::{format, refusal};
use crate::state::card::AttendanceSheet;
use crate::ui::context::Context;
use crate::ui::painter::{Choice, Frame, Painter};
use crate::ui::theme::Role;
use crate::ui::widget::entry::{Entry as Labelled, alert, entry};
use crate::ui::widget::finder::Finder;
use crate::ui::widget::list::List;
use crate::ui::widget::row::{Row, row};
use crate::ui::widget::table::Column;
use chrono::NaiveTime;
use ratatui::layout::Rect;

/// Time, mark, word, name, more.
const RECENT: [Column; 5] = [
    Column::fixed(5, 1),
    Column::fixed(1, 0),
    Column::fixed(13, 0),
    Column::growing(14),
    Column::fixed(26, 2),
];
/// Name, unit, time.
const NAMES: [Column; 3] = [Column::growing(18), Column::fixed(30, 2), Column::fixed(15, 0)];

pub(super) fn view(it: &Attendance, painter: &mut Painter, cx: &Context) {
    painter.cursor(painter.body().x, painter.body().y);
    match &it.over {
        Over::Scanning => scanning(it, painter, cx),
        Over::List(finder, shown) => names(it, finder, shown, painter, cx),
        Over::Days(list) => {
            if let Some(sheet) = &it.sheet {
                days(sheet, list, painter, cx);
            }
        }
        Over::Unlock(field, said, _) => {
            let t = &cx.texts.attendance;
            let body = painter.body();
            let mut y = body.y + painter.wrap(body, t.unlock_what, Role::Base) + 1;
            if it.pause.is_on() {
                let time = refusal::wait(cx.lang, it.pause.seconds());
                y = alert(painter, y, &(cx.texts.sign_in.paused)(&time)) + 1;
            } else if let Some(why) = said {
                y = alert(painter, y, &refusal::sentence(cx.lang, why)) + 1;
            }
            let pin = Labelled {
                label: t.unlock,
                short: cx.texts.sign_in.pin_short,
                column: 10,
                field,
                width: 10,
                focused: true,
                problem: None,
                note: "",
                says: "",
                click: None,
            };
            let y = entry(painter, y, &pin) + 1;
            if let Some(last) = &it.last {
                outcome(
                    painter,
                    Rect {
                        y,
                        height: 4,
                        ..painter.wide_body()
                    },
                    last,
                    cx,
                );
            }
        }
    }
}

fn scanning(it: &Attendance, painter: &mut Painter, cx: &Context) {
    let t = &cx.texts.attendance;
    let body = painter.body();
    let wide = painter.wide_body();
    let large = painter.is_large();
    let mut y = body.y;
    if large {
        let at = painter.put(body.x, y, t.scan_short, Role::Important) + 1;
        it.field
            .draw_bare(painter, at, y, body.right().saturating_sub(at), true);
        y += 1;
    } else {
        painter.put(body.x, y, t.scan, Role::Base);
        it.field.draw(painter, wide.x, y + 1, wide.width, true, false);
        y += 4;
    }
    match &it.last {
        Some(last) => y = outcome(painter, Rect { y, height: 4, ..wide }, last, cx),
        None => y = ready(painter, Rect { y, height: 4, ..wide }, cx),
    }
    if !large {
        y += 1;
    }
    for entry in it.recent.iter().take(if large { 2 } else { 4 }) {
        recent(painter, y, entry, cx);
        y += 1;
    }
    if !large {
        y = body.y + 14;
    }
    if let Some(sheet) = &it.sheet {
        not_here(
            painter,
            Rect {
                y,
                height: body.bottom().saturating_sub(y),
                ..body
            },
            sheet,
            cx,
        );
    }
}

fn time(at: NaiveTime, cx: &Context) -> String {
    format::time(cx.lang, at)
}

/// The last outcome, as loud as it can be; gives the row after it.
fn outcome(painter: &mut Painter, room: Rect, last: &Entry, cx: &Context) -> u16 {
    let body = painter.body();
    let role = last.outcome.role();
    let (word, who, more) = (last.outcome.word(cx), last.outcome.who(), last.outcome.more(cx));
    if painter.is_large() {
        let y = room.y;
        let end = painter.put(body.x, y, word, role) + 2;
        painter.cut(end, y, body.right().saturating_sub(end), who, Role::Base);
        painter.cut(
            body.x + 2,
            y + 1,
            body.width.saturating_sub(2),
            &more,
            Role::Muted,
        );
        return y + 2;
    }
    let inner = painter.boxed(
        room,
        Frame::Double,
        if role == Role::Error {
            Role::Important
        } else {
            role
        },
    );
    let x = inner.x + 2;
    let column = x + 17;
    painter.put(x, inner.y, word, role);
    let edge = inner.right().saturating_sub(2);
    painter.put_right(edge, inner.y, &time(last.at, cx), Role::Muted);
    let wide = edge.saturating_sub(column).saturating_sub(7);
    painter.cut(column, inner.y, wide, who, Role::Base);
    painter.cut(
        column,
        inner.y + 1,
        edge.saturating_sub(column),
        &more,
        Role::Muted,
    );
    if role == Role::Error {
        painter.gutter(inner.y);
        painter.gutter(inner.y + 1);
    }
    room.bottom()
}

fn ready(painter: &mut Painter, room: Rect, cx: &Context) -> u16 {
    let t = &cx.texts.attendance;
    if painter.is_large() {
        painter.put(painter.body().x, room.y, t.ready_what, Role::Muted);
        return room.y + 2;
    }
    let inner = painter.boxed(room, Frame::Double, Role::Muted);
    painter.put(inner.x + 2, inner.y, t.ready, Role::Base);
    painter.put(inner.x + 19, inner.y, t.ready_what, Role::Muted);
    room.bottom()
}

fn recent(painter: &mut Painter, y: u16, entry: &Entry, cx: &Context) {
    let body = painter.body();
    let outcome = &entry.outcome;
    let mark = outcome.mark().to_string();
    let (at, more) = (time(entry.at, cx), outcome.more(cx));
    let who = match outcome.who() {
        "" => more.clone(),
        who => who.to_owned(),
    };
    let role = if outcome.role() == Role::Error {
        Role::Important
    } else {
        Role::Base
    };
    if painter.is_large() {
        painter.glyph(body.x, y, outcome.mark(), role);
        let end = painter.put(body.x + 2, y, outcome.word(cx), role) + 2;
        painter.cut(end, y, body.right().saturating_sub(end), &who, Role::Base);
        return;
    }
    let cells = [at.as_str(), &mark, outcome.word(cx), &who, &more];
    row(
        painter,
        y,
        &RECENT,
        &Row {
            digit: None,
            focused: false,
            role,
            cells: &cells,
        },
    );
}

fn not_here(painter: &mut Painter, room: Rect, sheet: &AttendanceSheet, cx: &Context) {
    let t = &cx.texts.attendance;
    let absent: Vec<&str> = sheet
        .lines
        .iter()
        .filter(|line| line.present.is_none())
        .map(|line| line.name.as_str())
        .collect();
    if room.height == 0 {
        return;
    }
    if absent.is_empty() {
        painter.put(room.x, room.y, t.all_here, Role::Good);
        return;
    }
    painter.put(room.x, room.y, &(t.not_here)(absent.len()), Role::Base);
    let names: Vec<String> = absent.iter().map(|name| short(name)).collect();
    let text = names.join(painter.tier().dot());
    let indent = if painter.is_large() { 0 } else { 2 };
    let below = Rect {
        x: room.x + indent,
        y: room.y + 1,
        width: room.width.saturating_sub(indent),
        height: room.height.saturating_sub(1),
    };
    if below.height > 0 {
        painter.wrap_cut(below, &text, Role::Muted);
    }
}

fn short(name: &str) -> String {
    // A no-break space keeps "Hendra G." on one line; the tier shows it as a space.
    crate::domain::person::short_name(name).replace(' ', "\u{a0}")
}

fn names(it: &Attendance, finder: &Finder, shown: &[usize], painter: &mut Painter, cx: &Context) {
    let t = &cx.texts.attendance;
    let body = painter.body();
    let (present, seated) = it.counts();
    let count = (t.list_count)(seated.saturating_sub(present), seated);
    let large = painter.is_large();
    finder.draw(painter, body.y, cx.texts, if large { "" } else { &count });
    let mut y = body.y + if large { 1 } else { 2 };
    let Some(sheet) = &it.sheet else { return };
    if shown.is_empty() {
        painter.put(body.x, y, t.list_none, Role::Base);
    }
    for at in finder.list.visible() {
        let Some(line) = shown.get(at).and_then(|line| sheet.lines.get(*line)) else {
            continue;
        };
        let here = line.present.map_or_else(String::new, |moment| {
            let at = moment.local(crate::domain::day::wib()).time();
            let time = format::time(cx.lang, at);
            if line.unsure {
                format!("{time} {}", cx.texts.common.rough)
            } else {
                format!("{} {time}", t.present)
            }
        });
        let cells = [line.name.as_str(), &line.unit, &here];
        let focused = finder.list.selected() == at && !finder.in_box();
        let role = if line.present.is_some() {
            Role::Muted
        } else {
            Role::Base
        };
        row(
            painter,
            y,
            &NAMES,
            &Row {
                digit: finder.list.digit_of(at),
                focused,
                role,
                cells: &cells,
            },
        );
        y += 1;
    }
}

fn days(sheet: &AttendanceSheet, list: &List, painter: &mut Painter, cx: &Context) {
    let t = &cx.texts.attendance;
    let body = painter.body();
    painter.put(body.x, body.y, t.days_heading, Role::Important);
    let mut y = body.y + if painter.is_large() { 1 } else { 2 };
    for at in list.visible() {
        let Some(day) = sheet.days.get(at) else { continue };
        let label = (t.day_row)(at + 1, &format::date(cx.lang, day.date()));
        let note = if *day == cx.day() {
            t.day_today
        } else if at + 1 == usize::from(sheet.meeting.0) {
            t.day_now
        } else {
            ""
        };
        let label = if note.is_empty() || painter.is_large() {
            label
        } else {
            format!("{label}  ({note})")
        };
        let digit = list.digit_of(at).unwrap_or(0);
        if y < body.bottom() {
            painter.choice(y, &Choice::new(digit, &label, list.selected() == at));
        }
        y += 1;
    }
}
