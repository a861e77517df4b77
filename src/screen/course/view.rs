//! How a course looks.

use super::Screened;
use crate::domain::{batch::Admission, day::wib};
use crate::i18n::{format, word};
use crate::state::card::{BatchCard, CourseCard};
use crate::state::catalogue::{Openness, openness};
use crate::ui::context::Context;
use crate::ui::keymap::Action;
use crate::ui::painter::Painter;
use crate::ui::theme::Role;
use crate::ui::widget::facts::{self, Fact};
use chrono::Datelike;
use ratatui::layout::Rect;

/// Rows of the body in a normal room that are kept for the batches and their heading.
const BATCH_ROWS: usize = 7;
/// Rows that the title of a course may take.
const TITLE_ROWS: u16 = 2;

/// Rows for batches in this room.
pub fn rows(_: &CourseCard, cx: &Context) -> usize {
    if cx.is_large() {
        // Body without the title's two rows and the line of facts.
        usize::from(cx.height.saturating_sub(4 + TITLE_ROWS + 1))
    } else {
        (usize::from(cx.height) - 24 + BATCH_ROWS).min(9)
    }
}

/// Rows of the details that are seen at once.
pub fn detail_room(cx: &Context) -> usize {
    usize::from(cx.height.saturating_sub(if cx.is_large() { 5 } else { 6 })).max(1)
}

/// How many rows the details have.
pub fn detail_rows(course: &CourseCard, cx: &Context) -> usize {
    let margin = if cx.is_large() { 2 } else { 4 };
    facts::rows(cx.tier, &all_facts(course, cx), cx.width.saturating_sub(margin)).len()
}

/// Shows it.
pub fn view(screen: &Screened, painter: &mut Painter, cx: &Context) {
    let t = &cx.texts.course;
    let body = painter.body();
    let Some(course) = &screen.course else {
        if cx.catalogue.is_some() {
            let room = Rect {
                height: 2.min(body.height),
                ..body
            };
            painter.wrap(room, t.gone, Role::Important);
        }
        painter.cursor(body.x, body.y);
        return;
    };
    if let Some(first) = screen.details {
        details(course, first, painter, cx);
        return;
    }
    let title = Rect {
        height: TITLE_ROWS.min(body.height),
        ..body
    };
    let mut y = body.y + painter.wrap_cut(title, &course.title, Role::Important);
    let dot = painter.tier().dot();
    let line = [
        format!("{} JP", course.credit),
        word::mode(cx.lang, course.mode).to_owned(),
        (t.days)(course.days),
        word::form(cx.lang, course.form).to_owned(),
    ];
    let shown = if painter.is_large() { 3 } else { 4 };
    let line: Vec<&str> = line.iter().take(shown).map(String::as_str).collect();
    painter.cut(body.x, y, body.width, &line.join(dot), Role::Base);
    y += 1;
    if painter.is_large() {
        batches(screen, course, painter, y, cx);
        return;
    }
    let above = u16::try_from(rows(course, cx)).unwrap_or(7) + 2;
    let room = Rect {
        y: y + 1,
        height: body.bottom().saturating_sub(y + 1 + above),
        ..body
    };
    y = facts::facts(painter, room, &short_facts(course, cx), 2) + 1;
    painter.put(
        body.x,
        y,
        if course.batches.is_empty() {
            t.no_batch
        } else {
            t.choose
        },
        Role::Important,
    );
    if course.batches.is_empty() {
        painter.cursor(body.x, y);
    }
    batches(screen, course, painter, y + 1, cx);
}

fn batches(screen: &Screened, course: &CourseCard, painter: &mut Painter, top: u16, cx: &Context) {
    let body = painter.body();
    if course.batches.is_empty() && painter.is_large() {
        let room = Rect {
            y: top,
            height: 2,
            ..body
        };
        painter.wrap(room, cx.texts.course.no_batch, Role::Important);
        painter.cursor(body.x, top);
    }
    let year = cx.now().date().year();
    let dates = |batch: &BatchCard| {
        let (from, to) = (batch.first_day().date(), batch.last_day().date());
        format::dates_in(cx.lang, from, to, year)
    };
    // As wide as the longest: what is left is the place's.
    let dates_width = course
        .batches
        .get(screen.list.visible())
        .unwrap_or_default()
        .iter();
    let dates_width = dates_width.map(|batch| painter.width_of(&dates(batch))).max();
    let mut y = top;
    for row in screen.list.visible() {
        let (Some(batch), Some(digit)) = (course.batches.get(row), screen.list.digit_of(row)) else {
            continue;
        };
        let focused = row == screen.list.selected();
        let line = Rect {
            x: body.x,
            y,
            width: body.width,
            height: 1,
        };
        let open = super::is_open(batch, cx);
        let role = match (focused, open) {
            (true, _) => Role::Focus,
            (false, true) => Role::Base,
            (false, false) => Role::Muted,
        };
        painter.target(line, Action::Choose(digit));
        if focused {
            painter.tint(line, Role::Focus);
            painter.glyph(line.x, y, '>', Role::Focus);
            painter.cursor(line.x, y);
        }
        painter.put_in(line.x + 2, y, 1, &digit.to_string(), role);
        let (x, right) = (line.x + 5, line.right());
        let at = painter.put_right(right, y, &seats(batch, cx, painter.is_large()), role);
        if painter.is_large() {
            let first = format::day_month(cx.lang, batch.first_day().date());
            let x = painter.put(line.x + 4, y, &first, role);
            painter.cut(x + 1, y, at.saturating_sub(x + 2), &batch.place, role);
        } else {
            let width = dates_width.unwrap_or(0);
            painter.cut(x, y, width, &dates(batch), role);
            let place = match &batch.room {
                Some(room) => format!("{}, {room}", batch.place),
                None => batch.place.clone(),
            };
            painter.cut(x + width + 2, y, at.saturating_sub(x + width + 4), &place, role);
        }
        y += 1;
    }
    let (to, len) = (screen.list.visible().end, screen.list.len());
    if to < len && y < body.bottom() {
        let more = format!("{} {}", painter.tier().down(), (cx.texts.common.more)(len - to));
        painter.put(body.x + 5, y, &more, Role::Muted);
    }
}

/// Seats of a batch, or why there are none to be had.
fn seats(batch: &BatchCard, cx: &Context, short: bool) -> String {
    let t = &cx.texts.course;
    match openness(batch, cx.moment()) {
        Openness::Open if batch.admission == Admission::Selection && short => t.selection.into(),
        Openness::Open if batch.admission == Admission::Selection => (t.selection_of)(batch.capacity),
        Openness::Open if batch.free == 0 => (t.full)(batch.waiting),
        Openness::Open if short => (t.seats)(batch.free),
        Openness::Open => (t.seats_of)(batch.free, batch.capacity),
        Openness::NotYet(Some(opens)) => (t.opens)(&format::day_month(cx.lang, opens.local(wib()).date())),
        Openness::NotYet(None) => t.not_yet.into(),
        Openness::Closed => t.closed.into(),
        Openness::Cancelled => t.cancelled.into(),
    }
}

fn whom(course: &CourseCard, cx: &Context) -> String {
    let t = &cx.texts.course;
    let mut text = if course.open_to.is_empty() {
        t.everybody.to_owned()
    } else {
        course
            .open_to
            .iter()
            .map(|one| one.label())
            .collect::<Vec<_>>()
            .join(", ")
    };
    if !course.target_units.is_empty() {
        text.push(' ');
        text.push_str(&(t.units)(&course.target_units.join(", ")));
    }
    text
}

fn needs(course: &CourseCard, cx: &Context) -> String {
    if course.prerequisites.is_empty() {
        cx.texts.course.no_prerequisites.to_owned()
    } else {
        course.prerequisites.join("; ")
    }
}

fn partner(course: &CourseCard, cx: &Context) -> String {
    let kind = word::partner(cx.lang, course.partner_type);
    if course.partner.is_empty() {
        kind.to_owned()
    } else {
        format!("{} ({kind})", course.partner)
    }
}

/// What stands above the batches.
fn short_facts(course: &CourseCard, cx: &Context) -> Vec<Fact> {
    let t = &cx.texts.course;
    let mut facts = vec![
        Fact::new(t.for_whom, whom(course, cx)),
        Fact::new(t.about, course.description.clone()),
    ];
    if !course.outcomes.is_empty() {
        facts.push(Fact::new(t.outcomes, course.outcomes.join("; ")));
    }
    if !course.prerequisites.is_empty() {
        facts.push(Fact::new(t.prerequisites, needs(course, cx)));
    }
    facts.push(Fact::new(t.partner, partner(course, cx)));
    facts
}

/// Everything there is to know.
fn all_facts(course: &CourseCard, cx: &Context) -> Vec<Fact> {
    let t = &cx.texts.course;
    let amount = format::number(cx.lang, i64::try_from(course.cost).unwrap_or(i64::MAX));
    let mut facts = vec![
        Fact::new(t.about, course.description.clone()),
        Fact::new(t.outcomes, course.outcomes.join("\n")),
        Fact::new(t.for_whom, whom(course, cx)),
        Fact::new(t.prerequisites, needs(course, cx)),
        Fact::new(t.form, word::form(cx.lang, course.form)),
        Fact::new(t.competence, word::competence(cx.lang, course.competence)),
        Fact::new(t.partner, partner(course, cx)),
        Fact::new(t.cost, (t.rupiah)(&amount)),
    ];
    facts.extend(
        teachers(course)
            .into_iter()
            .map(|text| Fact::new(t.teachers, text)),
    );
    facts.retain(|fact| !fact.text.trim().is_empty());
    let mut last = "";
    for fact in &mut facts {
        // The facilitators of different batches stand under one word.
        let label = fact.label;
        if label == last {
            fact.label = "";
        }
        last = label;
    }
    facts
}

/// Who teaches; the batches are named only where they differ.
fn teachers(course: &CourseCard) -> Vec<String> {
    let mut groups: Vec<(String, Vec<&str>)> = Vec::new();
    for batch in &course.batches {
        let each: Vec<String> = batch
            .facilitators
            .iter()
            .map(|(name, subject)| format!("{name} ({subject})"))
            .collect();
        let names = each.join("; ");
        match groups.iter_mut().find(|(own, _)| *own == names) {
            Some((_, codes)) => codes.push(&batch.code),
            None => groups.push((names, vec![&batch.code])),
        }
    }
    let alike = groups.len() == 1;
    groups.retain(|(names, _)| !names.is_empty());
    let say = |(names, codes): (String, Vec<&str>)| {
        if alike {
            names
        } else {
            format!("{}: {names}", codes.join(", "))
        }
    };
    groups.into_iter().map(say).collect()
}

fn details(course: &CourseCard, first: usize, painter: &mut Painter, cx: &Context) {
    let body = painter.body();
    let all = all_facts(course, cx);
    let indent = facts::label_width(painter.tier(), &all);
    let rows = facts::rows(painter.tier(), &all, body.width);
    let room = detail_room(cx);
    let gap = if painter.is_large() { 1 } else { 2 };
    painter.cut(body.x, body.y, body.width, &course.title, Role::Important);
    painter.cursor(body.x, body.y);
    for (y, (label, text)) in (body.y + gap..).zip(rows.iter().skip(first).take(room)) {
        painter.put_in(body.x, y, indent, label, Role::Muted);
        painter.cut(
            body.x + indent,
            y,
            body.width.saturating_sub(indent),
            text,
            Role::Base,
        );
    }
    if first + room < rows.len() {
        let left = (cx.texts.common.more)(rows.len() - first - room);
        let more = format!("{} {left}", painter.tier().down());
        let last = painter.area().bottom().saturating_sub(2);
        painter.put_right(body.right(), last, &more, Role::Muted);
    }
}
