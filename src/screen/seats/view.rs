//! How seats across offices look.

use super::{BACK, GIVE, Item, Part, RECALL, Seats, TAKE, Want};
use crate::domain::id::BatchId;
use crate::state::sync::{SeatLine, SeatShare};
use crate::ui::ask::Reply;
use crate::ui::context::Context;
use crate::ui::input::Input;
use crate::ui::keymap::Action;
use crate::ui::painter::Painter;
use crate::ui::screen::Screen;
use crate::ui::theme::Role;
use crate::ui::widget::entry::{Entry, entry};
use crate::ui::widget::list::List;
use crate::ui::widget::row::{Row, head, row};
use crate::ui::widget::sheet::{Content, Line, Pick};
use crate::ui::widget::table::Column;
use ratatui::layout::Rect;

/// The batch, seats, free here, in line, what it needs.
const BATCHES: [Column; 5] = [
    Column::growing(14),
    Column::number(6, 2),
    Column::number(7, 1),
    Column::number(7, 1),
    Column::fixed(15, 3),
];
/// The office, what it owns, held, free, proposed, what is to be known.
const OFFICES: [Column; 6] = [
    Column::growing(14),
    Column::number(5, 3),
    Column::number(6, 2),
    Column::number(6, 0),
    Column::number(8, 1),
    Column::fixed(15, 4),
];

/// What a batch needs of an officer, the gravest first.
fn need(line: &SeatLine, cx: &Context) -> (&'static str, Role) {
    let t = &cx.texts.seats;
    let any = |f: &dyn Fn(&SeatShare) -> bool| line.shares.iter().any(f);
    if line.tickets > line.capacity {
        (t.beyond, Role::Important)
    } else if line.tickets < line.capacity {
        (t.missing, Role::Important)
    } else if any(&|share| share.closed && share.free() > 0) {
        (t.idle, Role::Important)
    } else if any(&|share| share.low && !share.closed) {
        (t.low, Role::Base)
    } else if line.surplus > 0 {
        (t.surplus, Role::Important)
    } else if any(&|share| share.recalled.is_some()) {
        (t.recalled, Role::Base)
    } else {
        ("", Role::Base)
    }
}

pub(super) fn office(share: &SeatShare, cx: &Context) -> String {
    if share.own {
        (cx.texts.seats.own)(&share.office)
    } else {
        share.office.clone()
    }
}

/// What is to be known of an office's tickets.
fn note(share: &SeatShare, cx: &Context) -> String {
    let t = &cx.texts.seats;
    match share.recalled {
        _ if share.closed => t.closed.to_owned(),
        Some(keep) => (t.recalled_to)(&keep.to_string()),
        None if share.low => t.low.to_owned(),
        None => String::new(),
    }
}

/// What is on the sheet of this part; empty where it has none.
pub(super) fn content(it: &Seats, cx: &Context) -> Content {
    let (lines, picks) = match &it.part {
        Part::All | Part::Batch(..) | Part::Number(..) => return Content::default(),
        Part::Office(batch, log, _) => match it.share(*batch, *log) {
            Some(share) => one(it, *batch, share, cx),
            None => (Vec::new(), vec![Pick::new(BACK, cx.texts.seats.back)]),
        },
        Part::Ask(batch, question, _) => super::question::ask(it, *batch, question, cx),
    };
    Content {
        lines,
        picks,
        above: 0,
    }
}

fn one(it: &Seats, batch: BatchId, share: &SeatShare, cx: &Context) -> (Vec<Line>, Vec<Pick>) {
    let t = &cx.texts.seats;
    let mut lines = vec![
        Line::new(Role::Important, office(share, cx)),
        Line::fact(t.head_owned, share.owned.to_string()),
        Line::fact(t.head_held, share.held.to_string()),
        Line::fact(t.head_unheld, share.free().to_string()),
        Line::fact(t.head_proposed, share.proposed.to_string()),
    ];
    let note = note(share, cx);
    if !note.is_empty() {
        lines.push(Line::fact(t.head_note, note).role(Role::Important));
    }
    let here = it.line(batch).map_or(0, Seats::free_here);
    let picks = it
        .deeds(batch, share)
        .into_iter()
        .map(|deed| match deed {
            GIVE => Pick::new(GIVE, t.give).detail((t.free_here)(&here.to_string())),
            RECALL => Pick::new(RECALL, t.recall),
            TAKE => Pick::new(TAKE, t.take),
            _ => Pick::new(BACK, t.back),
        })
        .collect();
    (lines, picks)
}

pub(super) fn view(it: &Seats, painter: &mut Painter, cx: &Context) {
    let body = painter.body();
    painter.cursor(body.x, body.y);
    match &it.part {
        Part::All => all(it, painter, cx),
        Part::Batch(batch, list) => draw_batch(it, *batch, *list, painter, cx),
        Part::Number(..) => draw_number(it, painter, cx),
        Part::Office(_, _, sheet) | Part::Ask(_, _, sheet) => sheet.draw(&content(it, cx), painter, cx),
    }
}

fn all(it: &Seats, painter: &mut Painter, cx: &Context) {
    let t = &cx.texts.seats;
    let body = painter.body();
    let Some(board) = &it.board else { return };
    if board.lines.is_empty() {
        painter.put(body.x, body.y, t.none, Role::Important);
        return;
    }
    let mut y = body.y;
    if !painter.is_large() {
        head(
            painter,
            y,
            &BATCHES,
            &[
                t.head_batch,
                t.head_capacity,
                t.head_free,
                t.head_waiting,
                t.head_note,
            ],
        );
        y += 1;
    }
    for at in it.list.visible() {
        let Some(line) = board.lines.get(at) else { continue };
        let (need, role) = need(line, cx);
        let name = if painter.is_large() {
            line.code.clone()
        } else {
            format!("{}, {}", line.code, line.title)
        };
        let cells = [
            line.capacity.to_string(),
            Seats::free_here(line).to_string(),
            line.waiting.to_string(),
        ];
        let one = Row {
            digit: it.list.digit_of(at),
            focused: it.list.selected() == at,
            role,
            cells: &[&name, &cells[0], &cells[1], &cells[2], need],
        };
        row(painter, y, &BATCHES, &one);
        y += 1;
    }
}

fn draw_batch(it: &Seats, batch: BatchId, list: List, painter: &mut Painter, cx: &Context) {
    let t = &cx.texts.seats;
    let body = painter.body();
    let Some(line) = it.line(batch) else { return };
    let summary = (t.summary)(
        &line.capacity.to_string(),
        &line.tickets.to_string(),
        &line.waiting.to_string(),
    );
    let mut y = body.y;
    if !painter.is_large() {
        painter.cut(body.x, y, body.width, &line.title, Role::Important);
        y += 1;
    }
    painter.put(body.x, y, &summary, Role::Base);
    y += 1;
    if !painter.is_large() {
        y += 1;
        head(
            painter,
            y,
            &OFFICES,
            &[
                t.head_office,
                t.head_owned,
                t.head_held,
                t.head_unheld,
                t.head_proposed,
                t.head_note,
            ],
        );
        y += 1;
    }
    let items = it.items(batch);
    for at in list.visible() {
        let digit = list.digit_of(at);
        let focused = list.selected() == at;
        let one = |painter: &mut Painter, role, cells: &[&str]| {
            let line = Row {
                digit,
                focused,
                role,
                cells,
            };
            row(painter, y, &OFFICES, &line);
        };
        match items.get(at) {
            Some(Item::Office(at)) => {
                let Some(share) = line.shares.get(*at) else {
                    continue;
                };
                let role = if share.closed { Role::Muted } else { Role::Base };
                one(
                    painter,
                    role,
                    &[
                        &office(share, cx),
                        &share.owned.to_string(),
                        &share.held.to_string(),
                        &share.free().to_string(),
                        &share.proposed.to_string(),
                        &note(share, cx),
                    ],
                );
            }
            Some(Item::Return) => choice(painter, y, digit, t.give_back, focused),
            Some(Item::Share) => choice(painter, y, digit, t.share, focused),
            Some(Item::Capacity) => choice(painter, y, digit, t.capacity, focused),
            None => {}
        }
        y += 1;
    }
}

fn choice(painter: &mut Painter, y: u16, digit: Option<u8>, label: &str, focused: bool) {
    painter.choice(
        y,
        &crate::ui::painter::Choice::new(digit.unwrap_or(0), label, focused),
    );
}

fn draw_number(it: &Seats, painter: &mut Painter, cx: &Context) {
    let Part::Number(batch, want, field, wrong) = &it.part else {
        return;
    };
    let t = &cx.texts.seats;
    let body = painter.body();
    let name = |log| {
        it.share(*batch, log)
            .map_or_else(String::new, |share| share.office.clone())
    };
    let how = match want {
        Want::Give(log) => (t.give_how)(&name(*log)),
        Want::Recall(log) => (t.recall_how)(&name(*log)),
        Want::Capacity => (t.capacity_how)(it.line(*batch).map_or("", |line| &line.code)),
    };
    let room = Rect {
        height: body.height.saturating_sub(4).min(2),
        ..body
    };
    let used = painter.wrap_cut(room, &how, Role::Important);
    let most = it
        .most(*batch, *want)
        .map(|most| (t.not_so_many)(&most.to_string()));
    let said = most.unwrap_or_else(|| t.type_number.to_owned());
    let one = Entry {
        label: t.number,
        short: t.number_short,
        column: 9,
        field,
        width: 8,
        focused: true,
        problem: wrong.then_some(said.as_str()),
        note: "",
        says: &said,
        click: None,
    };
    entry(painter, body.y + used + u16::from(!painter.is_large()), &one);
}

pub(super) fn samples(cx: &Context) -> Vec<(&'static str, Box<dyn Screen>)> {
    use crate::ui::testing::sync::{capacity_plan, seats};
    let with = |hub: bool, digits: &[u8]| {
        let mut screen = Seats::new();
        screen.reply(&Reply::Seats(Box::new(seats(hub))), cx);
        for digit in digits {
            screen.update(&Input::Do(Action::Choose(*digit)), cx);
        }
        screen
    };
    let number = |digits: &[u8], typed: &str| {
        let mut screen = with(true, digits);
        screen.update(&Input::Paste(typed.into()), cx);
        screen.update(&Input::Do(Action::Enter), cx);
        screen
    };
    // In a small room the rows of the whole batch are on the second page.
    let whole = |row: usize| {
        let mut screen = with(true, &[1]);
        for _ in 0..row {
            screen.update(&Input::Do(Action::Down), cx);
        }
        screen.update(&Input::Do(Action::Enter), cx);
        screen
    };
    let planned = || {
        let mut screen = whole(5);
        screen.update(&Input::Paste("10".into()), cx);
        screen.reply(&Reply::CapacityPlan(Box::new(capacity_plan())), cx);
        screen
    };
    let mut forced = planned();
    forced.update(&Input::Do(Action::Choose(2)), cx);
    let mut alike = Seats::new();
    let mut board = seats(true);
    for line in &mut board.lines {
        line.plan.steps.clear();
    }
    alike.reply(&Reply::Seats(Box::new(board)), cx);
    alike.update(&Input::Do(Action::Choose(1)), cx);
    for _ in 0..4 {
        alike.update(&Input::Do(Action::Down), cx);
    }
    alike.update(&Input::Do(Action::Enter), cx);
    let mut shared = whole(4);
    shared.update(&Input::Do(Action::Choose(1)), cx);
    shared.reply(&Reply::Seats(Box::new(seats(true))), cx);
    let mut back = with(false, &[1]);
    for _ in 0..4 {
        back.update(&Input::Do(Action::Down), cx);
    }
    back.update(&Input::Do(Action::Enter), cx);
    let mut none = Seats::new();
    none.reply(&Reply::Seats(Box::default()), cx);
    let mut done = number(&[1, 3, GIVE], "2");
    done.reply(&Reply::Seats(Box::new(seats(true))), cx);
    vec![
        ("plain", Box::new(with(false, &[]))),
        ("waiting", Box::new(Seats::new())),
        ("none", Box::new(none)),
        ("batch", Box::new(with(true, &[1]))),
        ("batch-kiosk", Box::new(with(false, &[1]))),
        ("office", Box::new(with(true, &[1, 3]))),
        ("closed", Box::new(with(true, &[1, 4]))),
        ("give", Box::new(with(true, &[1, 3, GIVE]))),
        ("too-many", Box::new(number(&[1, 3, GIVE], "90"))),
        ("recall", Box::new(with(true, &[1, 3, RECALL]))),
        ("take", Box::new(with(true, &[1, 4, TAKE]))),
        ("share", Box::new(whole(4))),
        ("share-none", Box::new(alike)),
        ("shared", Box::new(shared)),
        ("give-back", Box::new(back)),
        ("capacity", Box::new(whole(5))),
        ("plan", Box::new(planned())),
        ("force", Box::new(forced)),
        ("done", Box::new(done)),
    ]
}
