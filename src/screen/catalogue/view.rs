//! How the catalogue looks.

use super::{Screened, filter_line};
use crate::domain::batch::Admission;
use crate::i18n::format;
use crate::state::card::{BatchCard, Catalogue, CourseCard};
use crate::state::catalogue::{Openness, openness, relief::Relief};
use crate::ui::context::Context;
use crate::ui::filter;
use crate::ui::keymap::Action;
use crate::ui::painter::{Choice, Frame, Painter};
use crate::ui::theme::Role;
use crate::ui::widget::list::PAGE;
use crate::ui::widget::table::{Column, layout};
use ratatui::layout::Rect;

/// Rows above the list in large text, and rows around the body.
const LARGE_HEAD: u16 = 1;
const AROUND: u16 = 4;

/// The columns of a normal room: number, title, credit hours, first day, place, seats. The title is what one looks
/// for, and gets 38 columns of 80 (K3); the day of the week and the whole place stand under the list for the marked
/// row.
const COLUMNS: [Column; 6] = [
    Column::fixed(1, 0),
    Column::growing(24),
    Column::number(3, 3),
    Column::fixed(6, 1),
    Column::fixed(10, 4),
    Column::number(7, 2),
];
/// The same where the terminal is wide enough for long places.
const WIDE: [Column; 6] = [
    Column::fixed(1, 0),
    Column::growing(24),
    Column::number(3, 3),
    Column::fixed(15, 1),
    Column::fixed(24, 4),
    Column::number(7, 2),
];

/// The column of the title, which may use one of the two columns before the credit hours: those are seldom three digits.
const TITLE: usize = 1;
/// The column of the first day.
const DAY: usize = 3;

/// Rows of a page in a room of this height.
pub fn rows(large: bool, height: u16) -> usize {
    if large {
        usize::from(height.saturating_sub(AROUND + LARGE_HEAD))
    } else {
        PAGE
    }
}

/// Seats in one word or number.
fn seats(batch: &BatchCard, cx: &Context) -> String {
    let t = &cx.texts.catalogue;
    match openness(batch, cx.moment()) {
        Openness::Open if batch.free == 0 => t.full.into(),
        Openness::Open if batch.admission == Admission::Selection => t.selection.into(),
        Openness::Open => batch.free.to_string(),
        Openness::NotYet(_) => t.not_yet.into(),
        Openness::Closed => t.closed.into(),
        Openness::Cancelled => t.cancelled.into(),
    }
}

/// What a short row has no room for: "20 JP, 26 Nov, Bandung, 7 kursi".
pub fn in_short(screen: &Screened, cx: &Context) -> String {
    let t = &cx.texts.catalogue;
    let Some(source) = &screen.source else {
        return String::new();
    };
    let Some(hit) = screen.hits.get(screen.list.selected()) else {
        return String::new();
    };
    let Some(course) = hit.course(source) else {
        return String::new();
    };
    let mut parts = vec![format!("{} JP", course.credit)];
    match hit.batch(source) {
        Some(batch) => {
            parts.push(batch.place.clone());
            let seats = seats(batch, cx);
            parts.push(seats.parse().map_or(seats, |free: u32| (t.seats)(free)));
        }
        None => parts.push(t.no_batch.into()),
    }
    parts.join(", ")
}

/// Shows it.
pub fn view(screen: &Screened, painter: &mut Painter, cx: &Context) {
    let body = painter.body();
    let Some(source) = &screen.source else {
        painter.cursor(body.x, body.y);
        return;
    };
    head(screen, painter, cx);
    if source.courses.is_empty() {
        let room = Rect {
            y: body.y + 2,
            height: 2,
            ..body
        };
        painter.wrap(room, cx.texts.catalogue.empty, Role::Important);
        painter.cursor(room.x, room.y);
    } else if screen.hits.is_empty() {
        nothing(screen, painter, cx);
    } else if painter.is_large() {
        short_list(screen, source, painter, cx);
    } else {
        list(screen, source, painter, cx);
    }
}

fn head(screen: &Screened, painter: &mut Painter, cx: &Context) {
    let t = &cx.texts.catalogue;
    let body = painter.body();
    let number = |n: usize| format::number(cx.lang, i64::try_from(n).unwrap_or(i64::MAX));
    let (found, all) = (number(screen.hits.len()), number(screen.index.len()));
    let found = if painter.is_large() {
        (t.found_short)(&found, &all)
    } else {
        (t.found)(&found, &all)
    };
    let right = painter.put_right(body.right(), body.y, &found, Role::Muted);
    let x = painter.put(body.x, body.y, t.search, Role::Muted) + 1;
    let width = right.saturating_sub(x + 2).min(44);
    if screen.field.is_empty() && !screen.searching {
        painter.cut(x, body.y, width, t.type_to_search, Role::Muted);
    } else {
        screen
            .field
            .draw_bare(painter, x, body.y, width, screen.searching);
        let typed = painter.width_of(screen.field.value());
        for column in typed..width {
            painter.glyph(x + column, body.y, '_', Role::Muted);
        }
    }
    if painter.is_large() {
        return;
    }
    let active = filter_line(cx, &screen.filter, painter.tier().dot());
    if active.is_empty() {
        let none = if screen.searching {
            t.no_filter_typing
        } else {
            t.no_filter
        };
        painter.put(body.x, body.y + 1, none, Role::Muted);
    } else {
        painter.cut(
            body.x,
            body.y + 1,
            body.width,
            &(t.filtered)(&active),
            Role::Important,
        );
    }
}

/// The list of a normal room, in a box, and what the marked training is about under it.
fn list(screen: &Screened, source: &Catalogue, painter: &mut Painter, cx: &Context) {
    let (t, common) = (&cx.texts.catalogue, &cx.texts.common);
    let body = painter.wide_body();
    let visible = screen.list.visible();
    let height = u16::try_from(PAGE).unwrap_or(9) + 3;
    let room = Rect {
        y: body.y + 2,
        height,
        ..body
    };
    let inner = painter.boxed(room, Frame::Single, Role::Muted);
    let columns = if cx.width >= 120 { &WIDE } else { &COLUMNS };
    let places = layout(columns, inner.width.saturating_sub(2));
    let x = inner.x + 2;
    let heads = [
        t.column_no,
        t.column_title,
        "JP",
        t.column_start,
        t.column_place,
        t.column_seats,
    ];
    for ((head, column), place) in heads.into_iter().zip(columns).zip(&places) {
        let Some((at, width)) = *place else { continue };
        if column.right {
            painter.put_right(x + at + width, inner.y, head, Role::Muted);
        } else {
            // "No" is wider than its column of one digit; the gap has room for it.
            painter.put_in(x + at, inner.y, width + 2, head, Role::Muted);
        }
    }
    let from = visible.start;
    for (row, hit) in (0_u16..).zip(screen.hits.get(visible.clone()).unwrap_or_default()) {
        let y = inner.y + 1 + row;
        let Some(course) = hit.course(source) else {
            continue;
        };
        let digit = u8::try_from(row + 1).unwrap_or(9);
        let focused = from + usize::from(row) == screen.list.selected();
        let line = Rect {
            x: inner.x,
            y,
            width: inner.width,
            height: 1,
        };
        let role = mark(painter, line, focused && !screen.searching, digit);
        let batch = hit.batch(source);
        let cells = cells(course, batch, digit, cx);
        for (nth, ((cell, column), place)) in cells.iter().zip(columns).zip(&places).enumerate() {
            let Some((at, width)) = *place else { continue };
            if column.right {
                let used = painter.width_of(cell).min(width);
                painter.cut(x + at + width - used, y, used, cell, role);
            } else {
                // "No dates yet" needs the room of the day and of the place, which it has none of.
                let more = match nth {
                    TITLE => 1,
                    DAY if batch.is_none() => {
                        2 + places.get(DAY + 1).copied().flatten().map_or(0, |(_, w)| w)
                    }
                    _ => 0,
                };
                painter.cut(x + at, y, width + more, cell, role);
            }
        }
    }
    let range = (common.range)(visible.start + 1, visible.end, screen.hits.len());
    let edge = room.bottom().saturating_sub(1);
    painter.put_right(
        room.right().saturating_sub(2),
        edge,
        &format!(" {range} "),
        Role::Muted,
    );
    about(screen, source, painter, room.bottom(), cx);
}

fn cells(course: &CourseCard, batch: Option<&BatchCard>, digit: u8, cx: &Context) -> [String; 6] {
    let t = &cx.texts.catalogue;
    let credit = course.credit.to_string();
    let (day, place, seats) = match batch {
        Some(batch) if cx.width >= 120 => (
            format::date(cx.lang, batch.first_day().date()),
            batch.place.clone(),
            seats(batch, cx),
        ),
        Some(batch) => (
            format::day_month(cx.lang, batch.first_day().date()),
            short_place(&batch.place, 10),
            seats(batch, cx),
        ),
        None => (t.no_batch.to_owned(), String::new(), "-".to_owned()),
    };
    [digit.to_string(), course.title.clone(), credit, day, place, seats]
}

/// A place in at most `width` columns where that can be: its last words as letters, "Tanjung S." for "Tanjung Selaras",
/// as people are named on screens.
pub(super) fn short_place(place: &str, width: usize) -> String {
    let words: Vec<&str> = place.split(' ').collect();
    let initial = |word: &&str| word.chars().next().map(|c| format!("{c}.")).unwrap_or_default();
    (1..=words.len())
        .rev()
        .map(|whole| {
            let (whole, rest) = words.split_at(whole);
            let all: Vec<String> = whole
                .iter()
                .map(ToString::to_string)
                .chain(rest.iter().map(initial))
                .collect();
            all.join(" ")
        })
        .find(|short| short.chars().count() <= width)
        .unwrap_or_else(|| place.to_owned())
}

/// What the marked training is about, where there is room under the list.
fn about(screen: &Screened, source: &Catalogue, painter: &mut Painter, y: u16, cx: &Context) {
    let body = painter.body();
    let Some(course) = screen.marked() else { return };
    let left = body.bottom().saturating_sub(y);
    if left < 2 || screen.searching {
        return;
    }
    painter.cut(body.x, y, body.width, &course.title, Role::Important);
    let mut y = y + 1;
    let batch = screen
        .hits
        .get(screen.list.selected())
        .and_then(|hit| hit.batch(source));
    if let Some(batch) = batch.filter(|_| left > 2) {
        let (from, to) = (batch.first_day().date(), batch.last_day().date());
        let place = match &batch.room {
            Some(room) => format!("{}, {room}", batch.place),
            None => batch.place.clone(),
        };
        let when = format!(
            "{}{}{place}",
            format::dates(cx.lang, from, to),
            painter.tier().dot()
        );
        painter.cut(body.x, y, body.width, &when, Role::Base);
        y += 1;
    }
    let room = Rect {
        x: body.x,
        y,
        width: body.width,
        height: body.bottom().saturating_sub(y).min(3),
    };
    painter.wrap_cut(room, &course.description, Role::Muted);
}

/// Gives a row its mark and its target; the role of what is written on it.
fn mark(painter: &mut Painter, line: Rect, focused: bool, digit: u8) -> Role {
    painter.target(line, Action::Choose(digit));
    if !focused {
        return Role::Base;
    }
    painter.tint(line, Role::Focus);
    painter.glyph(line.x, line.y, '>', Role::Focus);
    painter.cursor(line.x, line.y);
    Role::Focus
}

/// The list of a short room: number, title, first day.
fn short_list(screen: &Screened, source: &Catalogue, painter: &mut Painter, cx: &Context) {
    let body = painter.body();
    let visible = screen.list.visible();
    for (row, hit) in (0_u16..).zip(screen.hits.get(visible.clone()).unwrap_or_default()) {
        let Some(course) = hit.course(source) else {
            continue;
        };
        let digit = u8::try_from(row + 1).unwrap_or(9);
        let focused = visible.start + usize::from(row) == screen.list.selected();
        let line = Rect {
            x: body.x,
            y: body.y + LARGE_HEAD + row,
            width: body.width,
            height: 1,
        };
        let role = mark(painter, line, focused && !screen.searching, digit);
        painter.put_in(line.x + 2, line.y, 1, &digit.to_string(), role);
        let day = hit.batch(source).map_or_else(
            || "-".to_owned(),
            |batch| format::day_month(cx.lang, batch.first_day().date()),
        );
        let at = line.right().saturating_sub(6);
        painter.cut(
            line.x + 4,
            line.y,
            at.saturating_sub(line.x + 5),
            &course.title,
            role,
        );
        painter.cut(at, line.y, 6, &day, role);
    }
}

/// The way out of an empty result.
fn nothing(screen: &Screened, painter: &mut Painter, cx: &Context) {
    let t = &cx.texts.catalogue;
    let body = painter.body();
    let gap = u16::from(!painter.is_large());
    let active = filter_line(cx, &screen.filter, painter.tier().dot());
    let sentence = match (screen.field.is_empty(), active.is_empty()) {
        (true, true) => t.nothing.to_owned(),
        (false, true) => (t.nothing_for)(screen.field.value()),
        (true, false) => (t.nothing_filtered)(&active),
        (false, false) => (t.nothing_for_filtered)(screen.field.value(), &active),
    };
    let mut y = body.y + 1 + 2 * gap;
    let most = if painter.is_large() { 3 } else { 4 };
    let room = Rect {
        x: body.x,
        y,
        width: body.width,
        height: most,
    };
    y += painter.wrap_cut(room, &sentence, Role::Important) + gap;
    let marked = screen.menu.marked(&screen.digits());
    for (digit, way) in (1_u8..).zip(&screen.relief) {
        let label = match way {
            Relief::Instead(query) => (t.did_you_mean)(query),
            Relief::Without(facet) => {
                (t.without)(&filter::said(cx.lang, &screen.filter, *facet).unwrap_or_default())
            }
            Relief::NoFilter => t.no_filters.to_owned(),
            Relief::Fewer(query) => (t.fewer)(query),
            Relief::All => t.all.to_owned(),
        };
        painter.choice(
            y,
            &Choice::new(digit, &label, !screen.searching && marked == Some(digit)).data(),
        );
        y += 1;
    }
}
