//! How people look.

use super::{Deed, Part, People};
use crate::domain::code::Activation;
use crate::domain::id::PersonId;
use crate::domain::refusal::Refusal;
use crate::domain::role::{Role as Duty, Roles};
use crate::i18n::format;
use crate::state::card::PersonLine;
use crate::ui::ask::Reply;
use crate::ui::context::Context;
use crate::ui::input::Input;
use crate::ui::keymap::Action;
use crate::ui::painter::{Choice, Frame, Painter};
use crate::ui::screen::{Message, Screen};
use crate::ui::theme::Role;
use crate::ui::widget::entry::{Entry, entry};
use crate::ui::widget::list::List;
use crate::ui::widget::row::{Row, row};
use crate::ui::widget::table::Column;
use ratatui::layout::Rect;
use zeroize::Zeroizing;

/// Name, number, unit, PIN.
const COLUMNS: [Column; 4] = [
    Column::growing(16),
    Column::fixed(21, 1),
    Column::fixed(16, 3),
    Column::fixed(13, 2),
];

pub(super) fn view(it: &People, painter: &mut Painter, cx: &Context) {
    painter.cursor(painter.body().x, painter.body().y);
    match &it.part {
        Part::Search => search(it, painter, cx),
        Part::Person(line, list) => person(line, *list, painter, cx),
        Part::Question(line, deed, list) => question(line, *deed, *list, painter, cx),
        Part::Code(line, code, list) => shown_once(line, code, *list, painter, cx),
        Part::Unit(field) => {
            let t = &cx.texts.people;
            let body = painter.body();
            let gap = u16::from(!painter.is_large());
            painter.put(body.x, body.y, t.unit_heading, Role::Important);
            let room = Rect {
                y: body.y + 1 + gap,
                height: 2,
                ..body
            };
            let y = room.y + painter.wrap(room, t.unit_what, Role::Base) + gap;
            let unit = Entry {
                label: t.unit_label,
                short: t.unit_short,
                column: 8,
                field,
                width: 26,
                focused: true,
                problem: None,
                note: "",
                says: "",
                click: None,
            };
            entry(painter, y, &unit);
        }
    }
}

/// The message row where nothing was said.
pub(super) fn message(it: &People, cx: &Context) -> Option<Message> {
    let t = &cx.texts.people;
    let (lines, all) = it.found.as_ref()?;
    if !matches!(it.part, Part::Search) {
        return None;
    }
    if u64::try_from(lines.len()).is_ok_and(|shown| shown < *all) {
        let all = format::number(cx.lang, i64::try_from(*all).unwrap_or(i64::MAX));
        return Some(Message::muted((t.many)(lines.len(), &all)));
    }
    let list = &it.finder.list;
    let page = list.visible();
    (list.pages() > 1).then(|| Message::muted((cx.texts.common.range)(page.start + 1, page.end, list.len())))
}

fn search(it: &People, painter: &mut Painter, cx: &Context) {
    let t = &cx.texts.people;
    let body = painter.body();
    let large = painter.is_large();
    let count = match &it.found {
        Some((_, all)) if !large => {
            (t.count)(&format::number(cx.lang, i64::try_from(*all).unwrap_or(i64::MAX)))
        }
        _ => String::new(),
    };
    it.finder.draw(painter, body.y, cx.texts, &count);
    let mut y = body.y + if large { 1 } else { 2 };
    let Some((lines, _)) = &it.found else {
        painter.wrap(Rect { y, height: 4, ..body }, t.begin, Role::Muted);
        return;
    };
    if lines.is_empty() {
        painter.put(body.x, y, t.none, Role::Base);
        return;
    }
    for at in it.finder.list.visible() {
        let Some(line) = lines.get(at) else { continue };
        let pin = if line.has_pin { t.has_pin } else { t.no_pin };
        let cells = [line.name.as_str(), &line.number, &line.unit, pin];
        let focused = it.finder.list.selected() == at && !it.finder.in_box();
        let digit = it.finder.list.digit_of(at);
        row(
            painter,
            y,
            &COLUMNS,
            &Row {
                digit,
                focused,
                role: Role::Base,
                cells: &cells,
            },
        );
        y += 1;
    }
}

/// Who it is about; gives the row after it.
fn who(line: &PersonLine, painter: &mut Painter, cx: &Context) -> u16 {
    let t = &cx.texts.people;
    let body = painter.body();
    painter.cut(body.x, body.y, body.width, &line.name, Role::Important);
    let dot = painter.tier().dot();
    painter.cut(
        body.x,
        body.y + 1,
        body.width,
        &format!("{}{dot}{}", line.number, line.unit),
        Role::Base,
    );
    let mut facts = if line.has_pin { t.has_pin } else { t.no_pin }.to_owned();
    for role in Duty::ALL.into_iter().filter(|role| line.roles.has(*role)) {
        facts.push_str(dot);
        facts.push_str((t.role)(role));
    }
    painter.cut(body.x, body.y + 2, body.width, &facts, Role::Muted);
    body.y + 4
}

fn label(line: &PersonLine, deed: Deed, cx: &Context) -> &'static str {
    let t = &cx.texts.people;
    match deed {
        Deed::Code if line.has_pin => t.reset,
        Deed::Code => t.new_code,
        Deed::Role(role, true) => (t.give)(role),
        Deed::Role(role, false) => (t.take)(role),
    }
}

fn choices(labels: &[&str], list: List, mut y: u16, painter: &mut Painter) {
    for (at, label) in labels.iter().enumerate() {
        let digit = u8::try_from(at + 1).unwrap_or(0);
        painter.choice(y, &Choice::new(digit, label, list.selected() == at));
        y += 1;
    }
}

fn person(line: &PersonLine, list: List, painter: &mut Painter, cx: &Context) {
    let y = who(line, painter, cx);
    let labels: Vec<&str> = Deed::of(line)
        .into_iter()
        .map(|deed| label(line, deed, cx))
        .collect();
    choices(&labels, list, y, painter);
}

fn question(line: &PersonLine, deed: Deed, list: List, painter: &mut Painter, cx: &Context) {
    let t = &cx.texts.people;
    let body = painter.body();
    let gap = u16::from(!painter.is_large());
    let oneself = cx.session.is_some_and(|session| session.person == line.person);
    let what = match deed {
        Deed::Code if line.has_pin => t.reset_what,
        Deed::Code => t.new_code_what,
        Deed::Role(role, true) => (t.give_what)(role),
        Deed::Role(Duty::Officer, false) if oneself => t.take_self,
        Deed::Role(_, false) => t.take_what,
    };
    painter.put(body.x, body.y, label(line, deed, cx), Role::Important);
    let facts = format!("{}{}{}", line.name, painter.tier().dot(), line.number);
    painter.cut(body.x, body.y + 1, body.width, &facts, Role::Base);
    let room = Rect {
        y: body.y + 2 + gap,
        height: 3,
        ..body
    };
    let mut y = room.y + painter.wrap(room, what, Role::Base) + gap;
    if !painter.is_large() {
        painter.put(body.x, y, t.sure, Role::Base);
        y += 2;
    }
    choices(&[t.yes, t.no], list, y, painter);
}

fn shown_once(line: &PersonLine, code: &str, list: List, painter: &mut Painter, cx: &Context) {
    let t = &cx.texts.people;
    let body = painter.body();
    let large = painter.is_large();
    let mut y = body.y;
    if large {
        painter.cut(body.x, y, body.width, &line.name, Role::Base);
        painter.cut(body.x, y + 2, body.width, &spaced(code), Role::Important);
        y += 4;
    } else {
        let end = painter.put(body.x, y, t.code_for, Role::Base) + 1;
        painter.cut(
            end,
            y,
            body.right().saturating_sub(end),
            &line.name,
            Role::Important,
        );
        painter.cut(
            body.x,
            y + 1,
            body.width,
            &format!("{}, {}", line.number, line.unit),
            Role::Muted,
        );
        let room = Rect {
            y: y + 3,
            height: 5,
            width: body.width.min(40),
            x: body.x,
        };
        let inner = painter.boxed(room, Frame::Double, Role::Important);
        painter.put_centred(inner, inner.y + 1, &spaced(code), Role::Important);
        y = room.bottom() + 1;
        painter.put(body.x, y, t.code_once, Role::Important);
        painter.put(body.x, y + 1, t.code_how, Role::Base);
        y += 3;
    }
    choices(&[t.print, t.finished], list, y, painter);
}

/// The code with air between its characters, to be read from a step away: `K 7 M 4 Q - 9 2 Q X T`.
fn spaced(code: &str) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(code.len() * 2));
    for c in code.chars() {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push(c);
    }
    text
}

/// Some people.
pub(super) fn lines(count: usize) -> Vec<PersonLine> {
    let names = [
        (
            "Siti Rahmawati",
            "19850312 201001 2 004",
            true,
            Roles::NONE.with(Duty::Officer),
        ),
        (
            "Hj. Nu'ma Sa'adah Lestari, S.Pd., M.Pd.",
            "19870314 201404 2 011",
            false,
            Roles::NONE,
        ),
        (
            "Budi Santoso",
            "19790508 200501 1 002",
            true,
            Roles::NONE.with(Duty::Facilitator),
        ),
    ];
    (0..)
        .zip(names.into_iter().cycle())
        .take(count)
        .map(|(n, (name, number, has_pin, roles))| PersonLine {
            person: PersonId::of_op(1, 1, n + 7),
            name: name.into(),
            number: number.into(),
            unit: "Dinas Pendidikan".into(),
            has_pin,
            roles,
        })
        .collect()
}

pub(super) fn samples(cx: &Context) -> Vec<(&'static str, Box<dyn Screen>)> {
    let with = |query: &str, found: usize, all: u64, keys: &[Action]| -> Box<dyn Screen> {
        let mut screen = People::new();
        screen.update(&Input::Paste(query.into()), cx);
        screen.reply(&Reply::People(lines(found), all), cx);
        for action in keys {
            screen.update(&Input::Do(*action), cx);
        }
        Box::new(screen)
    };
    let said = |keys: &[Action], reply: &Reply| -> Box<dyn Screen> {
        let mut screen = with("si", 3, 3, keys);
        screen.reply(reply, cx);
        screen
    };
    let code = || Reply::Activation {
        line: lines(2).remove(1),
        code: Zeroizing::new(Activation::from_random([0xa5; 6]).grouped()),
    };
    let printed = || -> Box<dyn Screen> {
        let mut screen = said(&[], &code());
        screen.reply(
            &Reply::Printed("/var/lib/balai/slips/aktivasi-2026-11-23.txt".into()),
            cx,
        );
        screen
    };
    let unit = [super::UNIT];
    let (open, first) = (Action::Enter, Action::Choose(1));
    vec![
        ("plain", Box::new(People::new())),
        ("found", with("si", 12, 12, &[open])),
        ("many", with("a1", 50, 4_711, &[])),
        ("none", with("zzz", 0, 0, &[])),
        ("person", with("si", 3, 3, &[open, first])),
        ("no-pin", with("nu", 3, 3, &[open, Action::Choose(2)])),
        ("reset", with("si", 3, 3, &[open, first, first])),
        ("take-self", with("si", 3, 3, &[open, first, Action::Choose(3)])),
        (
            "give",
            with("nu", 3, 3, &[open, Action::Choose(2), Action::Choose(3)]),
        ),
        ("code", said(&[], &code())),
        ("printed", printed()),
        ("unit", with("", 0, 0, &unit)),
        ("unit-unknown", said(&unit, &Reply::Refused(Refusal::NotFound))),
    ]
}
