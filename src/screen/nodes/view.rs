//! How the offices look.

use super::{ACT, BACK, CLOSE, Nodes, Part, Wrong};
use crate::state::sync::{NodeLine, NodeState};
use crate::ui::ask::Reply;
use crate::ui::context::Context;
use crate::ui::input::Input;
use crate::ui::keymap::Action;
use crate::ui::painter::Painter;
use crate::ui::screen::Screen;
use crate::ui::sync_words as words;
use crate::ui::theme::Role;
use crate::ui::widget::entry::{Entry, entry};
use crate::ui::widget::field::Field;
use crate::ui::widget::row::{Row, head, row};
use crate::ui::widget::sheet::{Content, Line, Pick};
use crate::ui::widget::table::Column;
use chrono::Datelike;
use ratatui::layout::Rect;

/// The office, how it stands, when it was heard of, what it lacks, what it erased.
const COLUMNS: [Column; 5] = [
    Column::growing(16),
    Column::fixed(15, 0),
    Column::fixed(11, 1),
    Column::number(9, 2),
    Column::number(7, 3),
];

fn state(node: &NodeLine, cx: &Context) -> (&'static str, Role) {
    let t = &cx.texts.nodes;
    match node.state {
        NodeState::Invited => (t.invited, Role::Muted),
        NodeState::Asking => (t.asking, Role::Important),
        NodeState::Open if node.own => (t.own, Role::Base),
        NodeState::Open if node.hub => (t.centre, Role::Base),
        NodeState::Open => (t.open, Role::Base),
        NodeState::Silent => (t.silent, Role::Important),
        NodeState::Forked => (t.forked, Role::Important),
        NodeState::Closed => (t.closed, Role::Muted),
    }
}

fn heard(node: &NodeLine, cx: &Context) -> String {
    if node.own {
        return String::new();
    }
    node.heard.map_or_else(
        || cx.texts.nodes.never.to_owned(),
        |at| words::day(cx.lang, at, cx.today().year()),
    )
}

/// What is on the sheet of this part; empty where it has none.
pub(super) fn content(it: &Nodes, cx: &Context) -> Content {
    let t = &cx.texts.nodes;
    let (lines, picks) = match &it.part {
        Part::List | Part::Compare(..) => return Content::default(),
        Part::One(log, _) => match it.one(*log) {
            Some(node) => one(it, node, cx),
            None => (Vec::new(), vec![Pick::new(BACK, t.back)]),
        },
        Part::Accept(log, ..) => {
            let name = it.one(*log).map_or_else(String::new, |node| node.name.clone());
            let mut lines = vec![Line::new(Role::Good, t.same), Line::base(name)];
            if let Some(former) = it.former(*log) {
                let seq = words::count(cx.lang, former.operations);
                lines.push(Line::new(
                    Role::Important,
                    (t.will_close)(&former.log.to_string(), &seq),
                ));
            }
            (lines, vec![Pick::new(1, t.do_accept), Pick::new(2, t.do_not)])
        }
        Part::Why(log, _) => {
            let name = it.one(*log).map_or("", |node| node.name.as_str());
            (
                vec![Line::new(Role::Important, (t.why)(name))],
                vec![
                    Pick::new(1, t.lost),
                    Pick::new(2, t.given_up),
                    Pick::new(3, t.branched),
                    Pick::new(4, t.do_not),
                ],
            )
        }
        Part::Sure(log, ..) => {
            let node = it.one(*log);
            let name = node.map_or("", |node| node.name.as_str());
            let mut lines = vec![Line::new(Role::Error, (t.sure)(name)), Line::base(t.sure_what)];
            if let Some(free) = node.map(|node| node.free_seats).filter(|free| *free > 0) {
                lines.push(Line::base((t.sure_seats)(&words::count(cx.lang, free))));
            }
            (lines, vec![Pick::new(1, t.do_close), Pick::new(2, t.do_not)])
        }
    };
    Content {
        lines,
        picks,
        above: 0,
    }
}

fn one(it: &Nodes, node: &NodeLine, cx: &Context) -> (Vec<Line>, Vec<Pick>) {
    let t = &cx.texts.nodes;
    let count = |n| words::count(cx.lang, n);
    let (state, role) = state(node, cx);
    let heard = node.heard.map_or_else(
        || t.never.to_owned(),
        |at| words::moment(cx.lang, at, cx.today().year()),
    );
    let state = match (node.closed_at, node.goes_on) {
        (Some(seq), Some(log)) => (t.goes_on)(&count(seq), &log.to_string()),
        (Some(seq), None) => (t.closed_at)(&count(seq)),
        (None, _) => state.to_owned(),
    };
    let mut lines = vec![
        Line::new(Role::Important, node.name.clone()),
        Line::fact(t.state, state).role(role),
        Line::fact(t.log, node.log.to_string()),
        Line::fact(t.heard, heard),
        Line::fact(t.records, count(node.operations)),
    ];
    if !node.own {
        lines.push(Line::fact(t.behind, (t.behind_what)(&count(node.behind))));
    }
    lines.push(Line::fact(t.free, count(node.free_seats)));
    let (erased, of) = node.erased;
    if of > 0 {
        let role = if erased < of { Role::Important } else { Role::Base };
        lines.push(Line::fact(t.erased, (t.erased_what)(&count(erased), &count(of))).role(role));
    }
    let year = cx.today().year();
    lines.extend(
        node.forks
            .iter()
            .map(|fork| Line::fact(t.forks, words::fork(cx.lang, fork, year)).role(Role::Important)),
    );
    if node.farewell && it.is_hub() {
        lines.push(Line::new(Role::Important, t.farewell));
    }
    let mut picks = Vec::new();
    if it.may_accept(node) {
        picks.push(Pick::new(ACT, t.accept));
    } else if !node.fingerprint.is_empty() && node.state != NodeState::Asking {
        lines.push(Line::fact(t.fingerprint, node.fingerprint.clone()));
    }
    if it.may_close(node) {
        picks.push(Pick::new(CLOSE, t.close));
    }
    picks.push(Pick::new(BACK, t.back));
    (lines, picks)
}

pub(super) fn view(it: &Nodes, painter: &mut Painter, cx: &Context) {
    let body = painter.body();
    painter.cursor(body.x, body.y);
    match &it.part {
        Part::List => list(it, painter, cx),
        Part::Compare(_, field, wrong) => compare(field, *wrong, painter, cx),
        Part::One(_, sheet) | Part::Accept(_, _, sheet) | Part::Why(_, sheet) | Part::Sure(_, _, sheet) => {
            sheet.draw(&content(it, cx), painter, cx);
        }
    }
}

fn list(it: &Nodes, painter: &mut Painter, cx: &Context) {
    let t = &cx.texts.nodes;
    let body = painter.body();
    let Some(all) = &it.all else { return };
    if all.is_empty() {
        painter.put(body.x, body.y, t.none, Role::Important);
        return;
    }
    let mut y = body.y;
    if !painter.is_large() {
        head(
            painter,
            y,
            &COLUMNS,
            &[
                t.head_name,
                t.head_state,
                t.head_heard,
                t.head_behind,
                t.head_erased,
            ],
        );
        y += 1;
    }
    for at in it.list.visible() {
        let Some(node) = all.get(at) else { continue };
        let (state, role) = state(node, cx);
        let behind = if node.own {
            String::new()
        } else {
            words::count(cx.lang, node.behind)
        };
        let (erased, of) = node.erased;
        let erased = if of > 0 {
            format!("{erased}/{of}")
        } else {
            String::new()
        };
        let line = Row {
            digit: it.list.digit_of(at),
            focused: it.list.selected() == at,
            role,
            cells: &[&node.name, state, &heard(node, cx), &behind, &erased],
        };
        row(painter, y, &COLUMNS, &line);
        y += 1;
    }
}

fn compare(field: &Field, wrong: Option<Wrong>, painter: &mut Painter, cx: &Context) {
    let t = &cx.texts.nodes;
    let body = painter.body();
    let used = painter.wrap(
        Rect {
            height: body.height.saturating_sub(4),
            ..body
        },
        t.compare,
        Role::Base,
    );
    let note = (cx.texts.common.of)(field.len(), super::DIGITS);
    let it = Entry {
        label: t.digits,
        short: t.digits_short,
        column: 9,
        field,
        width: 28,
        focused: true,
        problem: wrong.map(|wrong| match wrong {
            Wrong::TooFew => t.too_few,
            Wrong::Differ => t.differ,
        }),
        note: &note,
        says: "",
        click: None,
    };
    entry(painter, body.y + used + u16::from(!painter.is_large()), &it);
}

pub(super) fn samples(cx: &Context) -> Vec<(&'static str, Box<dyn Screen>)> {
    use crate::ui::testing::sync::nodes;
    let with = |hub: bool, digits: &[u8]| {
        let mut screen = Nodes::new();
        screen.reply(&Reply::Nodes(nodes(hub)), cx);
        for digit in digits {
            screen.update(&Input::Do(Action::Choose(*digit)), cx);
        }
        screen
    };
    let compared = |text: &str| {
        let mut screen = with(true, &[3, ACT]);
        screen.update(&Input::Paste(text.into()), cx);
        screen.update(&Input::Do(Action::Enter), cx);
        Box::new(screen)
    };
    let mut typing = with(true, &[3, ACT]);
    typing.update(&Input::Paste("4829137712".into()), cx);
    let mut none = Nodes::new();
    none.reply(&Reply::Nodes(Vec::new()), cx);
    let mut done = with(true, &[4, CLOSE, 1, 1]);
    done.reply(&Reply::Nodes(nodes(true)), cx);
    vec![
        ("plain", Box::new(with(false, &[]))),
        ("waiting", Box::new(Nodes::new())),
        ("none", Box::new(none)),
        ("one", Box::new(with(false, &[4]))),
        ("forked", Box::new(with(true, &[5]))),
        ("ended", Box::new(with(true, &[6]))),
        ("asking", Box::new(with(true, &[3]))),
        ("compare", Box::new(typing)),
        ("differ", compared("000000111111222222333333")),
        ("same", compared("482913771204559031886420")),
        ("why", Box::new(with(true, &[4, CLOSE]))),
        ("sure", Box::new(with(true, &[4, CLOSE, 1]))),
        ("done", Box::new(done)),
    ]
}
