//! How one batch looks.

use super::{BatchAdmin, Deed, Part, Plan};
use crate::domain::id::{BatchId, PersonId, RegistrationId};
use crate::domain::refusal::Refusal;
use crate::domain::registration::State;
use crate::i18n::{format, refusal, word};
use crate::state::card::{ParticipantLine, StaffBatch};
use crate::ui::ask::Reply;
use crate::ui::context::Context;
use crate::ui::input::Input;
use crate::ui::keymap::Action;
use crate::ui::painter::{Choice, Painter};
use crate::ui::screen::Screen;
use crate::ui::testing::staff_batches;
use crate::ui::theme::Role;
use crate::ui::widget::entry::{Entry, entry};
use crate::ui::widget::list::List;
use crate::ui::widget::row::{Row, row};
use crate::ui::widget::table::Column;
use ratatui::layout::Rect;

/// Name, unit, state, place in line, credit hours of the year.
const COLUMNS: [Column; 5] = [
    Column::growing(16),
    Column::fixed(18, 4),
    Column::fixed(16, 1),
    Column::fixed(10, 2),
    Column::number(6, 3),
];

pub(super) fn view(it: &BatchAdmin, painter: &mut Painter, cx: &Context) {
    let body = painter.body();
    painter.cursor(body.x, body.y);
    match &it.part {
        Part::Facts(list) => facts(it, *list, painter, cx),
        Part::People => people(it, painter, cx),
        Part::Person(line, list) => person(line, *list, painter, cx),
        Part::Number(line, field, fault) => {
            let t = &cx.texts.batch_admin;
            let gap = u16::from(!painter.is_large());
            painter.cut(
                body.x,
                body.y,
                body.width,
                &(t.replace_heading)(&line.name),
                Role::Important,
            );
            let room = Rect {
                y: body.y + 1 + gap,
                height: 2,
                ..body
            };
            let y = room.y + painter.wrap(room, t.replace_same, Role::Base) + gap;
            let problem = fault.as_ref().map(|fault| refusal::number(cx.lang, fault));
            let number = Entry {
                label: cx.texts.sign_in.number,
                short: cx.texts.sign_in.number_short,
                column: 10,
                field,
                width: 22,
                focused: true,
                problem: problem.as_deref(),
                note: "",
                says: "",
                click: None,
            };
            entry(painter, y, &number);
        }
        Part::Question(plan, list) => question(it, plan, *list, painter, cx),
    }
}

fn facts(it: &BatchAdmin, list: List, painter: &mut Painter, cx: &Context) {
    let t = &cx.texts.batch_admin;
    let body = painter.body();
    let large = painter.is_large();
    let gap = u16::from(!large);
    let mut y = body.y;
    painter.cut(body.x, y, body.width, &it.title, Role::Important);
    y += 1 + gap;
    if it.gone {
        let used = painter.wrap(Rect { y, height: 2, ..body }, t.closed, Role::Base);
        y += used + gap;
    }
    if let Some(card) = &it.card {
        let stage = (cx.texts.batches.stage)(card.batch.stage);
        let seats = (t.seats_of)(card.seated, card.batch.capacity);
        if large {
            painter.cut(
                body.x,
                y,
                body.width,
                &format!("{stage}{}{seats}", painter.tier().dot()),
                Role::Base,
            );
            y += 1;
        } else {
            y = table_of_facts(card, stage, &seats, y, painter, cx) + 1;
        }
    }
    let mut rows = vec![(t.people)(it.people.as_ref().map_or(0, Vec::len))];
    if let Some(card) = &it.card {
        rows.extend(
            it.stages()
                .iter()
                .map(|to| (t.go)(card.batch.stage, *to).to_owned()),
        );
    }
    for (at, label) in rows.iter().enumerate() {
        let digit = u8::try_from(at + 1).unwrap_or(0);
        painter.choice(y, &Choice::new(digit, label, list.selected() == at));
        y += 1;
    }
}

fn table_of_facts(
    card: &StaffBatch,
    stage: &str,
    seats: &str,
    mut y: u16,
    painter: &mut Painter,
    cx: &Context,
) -> u16 {
    let t = &cx.texts.batch_admin;
    let body = painter.body();
    let dates = format::dates(
        cx.lang,
        card.batch.first_day().date(),
        card.batch.last_day().date(),
    );
    let place = match &card.batch.room {
        Some(room) => format!("{}, {room}", card.batch.place),
        None => card.batch.place.clone(),
    };
    let queue = (t.queue_of)(card.batch.waiting, card.wishes);
    for (name, value) in [
        (t.stage, stage),
        (t.seats, seats),
        (t.queue, &queue),
        (t.when, &dates),
        (t.place, &place),
    ] {
        painter.put(body.x, y, name, Role::Muted);
        painter.cut(body.x + 10, y, body.width.saturating_sub(10), value, Role::Base);
        y += 1;
    }
    y
}

fn people(it: &BatchAdmin, painter: &mut Painter, cx: &Context) {
    let t = &cx.texts.batch_admin;
    let body = painter.body();
    let Some(all) = &it.people else { return };
    let large = painter.is_large();
    let count = if large {
        String::new()
    } else {
        (t.count)(all.len())
    };
    it.finder.draw(painter, body.y, cx.texts, &count);
    let mut y = body.y + if large { 1 } else { 2 };
    if it.shown.is_empty() {
        painter.put(
            body.x,
            y,
            if all.is_empty() { t.nobody } else { t.no_match },
            Role::Base,
        );
        return;
    }
    for at in it.finder.list.visible() {
        let Some(line) = it.shown.get(at).and_then(|at| all.get(*at)) else {
            continue;
        };
        let place = line.place.map(t.place_in_line).unwrap_or_default();
        // By that time the waiting list is in order; the page of one person says it in words.
        let place = match (line.unsure, place.is_empty()) {
            (false, _) => place,
            (true, true) => cx.texts.common.rough.to_owned(),
            (true, false) => format!("{place}?"),
        };
        let credit = (t.credit)(line.credit_this_year);
        let cells = [
            line.name.as_str(),
            &line.unit,
            word::state(cx.lang, line.state),
            &place,
            &credit,
        ];
        let focused = it.finder.list.selected() == at && !it.finder.in_box();
        let role = if line.state.is_live() {
            Role::Base
        } else {
            Role::Muted
        };
        row(
            painter,
            y,
            &COLUMNS,
            &Row {
                digit: it.finder.list.digit_of(at),
                focused,
                role,
                cells: &cells,
            },
        );
        y += 1;
    }
}

/// Who it is about; gives the row after it.
fn who(line: &ParticipantLine, painter: &mut Painter, cx: &Context) -> u16 {
    let t = &cx.texts.batch_admin;
    let body = painter.body();
    painter.cut(body.x, body.y, body.width, &line.name, Role::Important);
    painter.cut(body.x, body.y + 1, body.width, &line.unit, Role::Base);
    let mut facts = word::state(cx.lang, line.state).to_owned();
    if let Some(place) = line.place {
        facts.push_str(painter.tier().dot());
        facts.push_str(&(t.place_in_line)(place));
    }
    facts.push_str(painter.tier().dot());
    facts.push_str(&(t.credit)(line.credit_this_year));
    if line.unsure {
        facts.push_str(", ");
        facts.push_str(cx.texts.common.unsure);
    }
    painter.cut(body.x, body.y + 2, body.width, &facts, Role::Muted);
    body.y + 4
}

fn person(line: &ParticipantLine, list: List, painter: &mut Painter, cx: &Context) {
    let t = &cx.texts.batch_admin;
    let body = painter.body();
    let first = who(line, painter, cx);
    let deeds = Deed::of(line.state);
    if deeds.is_empty() {
        let room = Rect {
            y: first,
            height: 2,
            ..body
        };
        painter.wrap(room, t.nothing, Role::Base);
    }
    for (at, deed) in deeds.iter().enumerate() {
        let y = first + u16::try_from(at).unwrap_or(0);
        let label = match deed {
            Deed::Admit => t.admit,
            Deed::Cancel => t.cancel,
            Deed::Replace => t.replace,
        };
        let digit = u8::try_from(at + 1).unwrap_or(0);
        painter.choice(y, &Choice::new(digit, label, list.selected() == at));
    }
}

fn question(it: &BatchAdmin, plan: &Plan, list: List, painter: &mut Painter, cx: &Context) {
    let t = &cx.texts.batch_admin;
    let body = painter.body();
    let gap = u16::from(!painter.is_large());
    let stage = it.card.as_ref().map(|card| card.batch.stage);
    let (head, what) = match plan {
        Plan::Stage(to) => (stage.map_or("", |from| (t.go)(from, *to)), (t.go_what)(*to)),
        Plan::Deed(Deed::Admit, _) => (t.admit, t.admit_what),
        Plan::Deed(..) => (t.cancel, t.cancel_what),
        Plan::Replace(..) => (t.replace, t.replace_what),
    };
    let mut y = body.y;
    painter.put(body.x, y, head, Role::Important);
    y += 1;
    let subject = match plan {
        Plan::Stage(_) => &it.title,
        Plan::Deed(_, line) | Plan::Replace(line, _) => &line.name,
    };
    painter.cut(body.x, y, body.width, subject, Role::Base);
    y += 1;
    if let Plan::Replace(_, number) = plan {
        painter.put(body.x, y, &(t.replace_sure)(&number.grouped()), Role::Base);
        y += 1;
    }
    y += gap;
    let rest = |y: u16| Rect {
        y,
        height: body.bottom().saturating_sub(y),
        ..body
    };
    y += painter.wrap(rest(y), what, Role::Base) + gap;
    if !painter.is_large() {
        painter.put(body.x, y, t.sure, Role::Base);
        y += 2;
    }
    for (at, label) in [t.yes, t.no].into_iter().enumerate() {
        let digit = u8::try_from(at + 1).unwrap_or(0);
        painter.choice(y, &Choice::new(digit, label, list.selected() == at));
        y += 1;
    }
}

/// Some participants in all states.
pub(super) fn lines() -> Vec<ParticipantLine> {
    let names = [
        ("Siti Rahmawati", State::Confirmed, None),
        ("Agus Prabowo, S.Sos., M.A.P.", State::Waiting, Some(1)),
        ("Hj. Nu'ma Sa'adah Lestari, S.Pd., M.Pd.", State::Recorded, None),
        ("Tono Wijaya", State::Attended, None),
        ("Rina Wulandari", State::Cancelled, None),
    ];
    (0..)
        .zip(names)
        .map(|(n, (name, state, place))| ParticipantLine {
            registration: RegistrationId::of(BatchId::of_code("MAP-03/2026-3"), PersonId::of_op(1, 1, n), 1),
            name: name.into(),
            unit: "Dinas Pendidikan".into(),
            state,
            place,
            unsure: n == 2,
            credit_this_year: 12,
        })
        .collect()
}

pub(super) fn samples(cx: &Context) -> Vec<(&'static str, Box<dyn Screen>)> {
    let with = |n: usize, keys: &[Action]| -> Box<dyn Screen> {
        let batches = staff_batches(6);
        let chosen = batches.get(n).map(|one| (one.batch.id, one.title.clone()));
        let (id, title) = chosen.unwrap_or((BatchId::of_code("A"), String::new()));
        let mut screen = BatchAdmin::new(id, title);
        screen.reply(&Reply::StaffBatches(batches), cx);
        screen.reply(&Reply::Participants(lines()), cx);
        for action in keys {
            screen.update(&Input::Do(*action), cx);
        }
        Box::new(screen)
    };
    let gone = || -> Box<dyn Screen> {
        let mut screen = BatchAdmin::new(BatchId::of_code("A"), "Pelayanan Publik".into());
        screen.reply(&Reply::StaffBatches(Vec::new()), cx);
        screen.reply(&Reply::Participants(Vec::new()), cx);
        Box::new(screen)
    };
    let said = |reply: Reply| -> Box<dyn Screen> {
        let mut screen = with(2, &[]);
        screen.reply(&reply, cx);
        screen
    };
    let number = || -> Box<dyn Screen> {
        let mut screen = with(2, &[Action::Choose(1), Action::Choose(1), Action::Choose(1)]);
        screen.update(&Input::Paste("198703142".into()), cx);
        screen.update(&Input::Do(Action::Enter), cx);
        screen
    };
    let replace = || -> Box<dyn Screen> {
        let mut screen = with(2, &[Action::Choose(1), Action::Choose(1), Action::Choose(1)]);
        screen.update(&Input::Paste("198503122010012004".into()), cx);
        screen.update(&Input::Do(Action::Enter), cx);
        screen
    };
    vec![
        ("open", with(2, &[])),
        ("running", with(0, &[])),
        ("finished", with(5, &[])),
        ("gone", gone()),
        ("question", with(5, &[Action::Choose(2)])),
        ("people", with(2, &[Action::Choose(1)])),
        ("person", with(2, &[Action::Choose(1), Action::Choose(2)])),
        ("settled", with(2, &[Action::Choose(1), Action::Choose(5)])),
        (
            "cancel",
            with(2, &[Action::Choose(1), Action::Choose(2), Action::Choose(2)]),
        ),
        ("number", number()),
        ("replace", replace()),
        ("done", said(Reply::Done)),
        ("no-seat", said(Reply::Refused(Refusal::NoSeat))),
    ]
}
