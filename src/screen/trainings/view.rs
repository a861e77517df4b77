//! How one's trainings look.

use super::{CANCEL, CHANGE_PIN, Screened, YEAR_BEFORE, has_slip};
use crate::domain::receipt::Promise;
use crate::domain::registration::State;
use crate::i18n::{format, word};
use crate::state::card::{SurveyMark, TrainingLine, Trainings};
use crate::ui::context::Context;
use crate::ui::keymap::Action;
use crate::ui::painter::{Choice, Painter};
use crate::ui::screen::Message;
use crate::ui::sync_words;
use crate::ui::theme::Role;
use crate::ui::widget::gauge::gauge;
use crate::ui::widget::table::{Column, layout};
use chrono::Datelike;
use ratatui::layout::Rect;

/// Rows of a page: the digits from 7 on belong to the actions.
const MOST: usize = 6;
/// Rows under a page's trainings for why one stands as it does: as many as there is room for at 80x24.
const REASONS: u8 = 3;
/// Rows of the actions.
const ACTIONS: u16 = 3;
/// Title, first day, credit hours, where it stands.
const COLUMNS: [Column; 4] = [
    Column::growing(20),
    Column::fixed(9, 0),
    Column::number(6, 1),
    Column::fixed(13, 0),
];

/// Rows of a page in this room.
pub fn rows(cx: &Context) -> usize {
    if cx.is_large() {
        usize::from(cx.height.saturating_sub(4 + 1 + ACTIONS)).min(MOST)
    } else {
        MOST
    }
}

/// Where a training stands, in a word or two.
fn standing(line: &TrainingLine, cx: &Context) -> (String, Role) {
    let t = &cx.texts.trainings;
    let plain = |text: &str| (text.to_owned(), Role::Base);
    if line.survey == SurveyMark::Waiting {
        return (t.answer_survey.to_owned(), Role::Important);
    }
    match (line.state, line.promise) {
        (State::Waiting, Some(Promise::Waiting { place })) => ((t.place_in_line)(place), Role::Important),
        (State::Recorded, _) => plain(t.wish),
        (State::Completed | State::Attended, _) if line.attended.1 > 0 => {
            plain(&(t.attended)(line.attended.0, line.attended.1))
        }
        (state, _) => plain(word::state(cx.lang, state)),
    }
}

/// What is to be known of it beside where it stands.
fn remark(line: &TrainingLine, cx: &Context) -> Option<String> {
    let unsure = line.unsure && line.promise.is_some();
    sync_words::remark(cx.lang, line.change.as_ref(), unsure)
}

/// The first day, with the year where it is not this one.
fn first_day(line: &TrainingLine, cx: &Context) -> String {
    let day = format::day_month(cx.lang, line.from.date());
    if line.from.year() == cx.today().year() {
        day
    } else {
        format!("{day} {:02}", line.from.year().rem_euclid(100))
    }
}

/// Surveys that wait, by the digit that leads to the first; in large text what the marked row has no room for.
pub fn message(screen: &Screened, cx: &Context) -> Option<Message> {
    let t = &cx.texts.trainings;
    let lines = screen.lines();
    if cx.is_large() {
        if screen.action.is_some() {
            return None;
        }
        let line = lines.get(screen.list.selected())?;
        let day = first_day(line, cx);
        if let Some(why) = remark(line, cx) {
            return Some(Message::important(why));
        }
        let mut text = format!("{day}, {} JP, {}", line.credit, word::state(cx.lang, line.state));
        if line.survey == SurveyMark::Waiting {
            text = format!("{day}, {} JP: {}", line.credit, t.opens_survey);
        } else if has_slip(line) {
            text = format!("{text}: {}", t.opens_slip);
        }
        return Some(Message::muted(text));
    }
    let waiting: Vec<usize> = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| line.survey == SurveyMark::Waiting)
        .map(|(row, _)| row)
        .collect();
    match waiting.as_slice() {
        [] => None,
        [row] => {
            let visible = screen.list.visible().contains(row);
            let digit = screen.list.digit_of(*row).filter(|_| visible);
            let line = lines.get(*row)?;
            Some(Message::important(match digit {
                Some(digit) => (t.survey_waits)(&line.title, digit),
                None => (t.surveys_wait)(1),
            }))
        }
        more => Some(Message::important((t.surveys_wait)(more.len()))),
    }
}

/// Shows it.
pub fn view(screen: &Screened, painter: &mut Painter, cx: &Context) {
    let body = painter.body();
    let Some(data) = &screen.data else {
        painter.cursor(body.x, body.y);
        return;
    };
    let top = if painter.is_large() {
        short_hours(data, painter, cx)
    } else {
        hours(data, painter, cx)
    };
    let y = lines(screen, data, painter, top, cx);
    let count = u16::try_from(screen.actions(cx).len()).unwrap_or(ACTIONS);
    let at = if painter.is_large() {
        body.bottom().saturating_sub(count)
    } else {
        y + 1
    };
    actions(screen, painter, at, cx);
}

fn short_hours(data: &Trainings, painter: &mut Painter, cx: &Context) -> u16 {
    let body = painter.body();
    let said = (cx.texts.trainings.short_of_goal)(data.year, data.credit, data.goal);
    painter.put(body.x, body.y, &said, Role::Good);
    body.y + 1
}

fn hours(data: &Trainings, painter: &mut Painter, cx: &Context) -> u16 {
    let t = &cx.texts.trainings;
    let body = painter.body();
    let x = painter.put(body.x, body.y, &(t.reached)(data.year), Role::Important);
    painter.put(x + 1, body.y, &format!("({})", t.recorded_here), Role::Muted);
    let done = data.credit >= data.goal;
    let said = if done {
        (t.of_goal_reached)(data.credit, data.goal)
    } else {
        (t.of_goal)(data.credit, data.goal)
    };
    let width = body.width.saturating_sub(26).min(60);
    gauge(
        painter,
        body.x,
        body.y + 1,
        width,
        (data.credit.into(), data.goal.into()),
        &said,
    );
    let mut sentence = if done {
        t.goal_reached.to_owned()
    } else {
        (t.missing)(data.goal.saturating_sub(data.credit))
    };
    if data.credit_ahead > 0 {
        sentence.push(' ');
        sentence.push_str(&(t.ahead_hours)(data.credit_ahead));
    }
    painter.put(body.x, body.y + 2, &sentence, Role::Base);
    body.y + 4
}

fn lines(screen: &Screened, data: &Trainings, painter: &mut Painter, top: u16, cx: &Context) -> u16 {
    let t = &cx.texts.trainings;
    let body = painter.body();
    let lines = screen.lines();
    let large = painter.is_large();
    let mut y = top;
    if lines.is_empty() {
        painter.put(body.x, y, t.nothing, Role::Muted);
        return y + 1;
    }
    let ahead = lines
        .len()
        .saturating_sub(lines.iter().filter(|line| data.past.contains(line)).count());
    let visible = screen.list.visible();
    let mut reasons = REASONS;
    for row in visible.clone() {
        let (Some(line), Some(digit)) = (lines.get(row), screen.list.digit_of(row)) else {
            continue;
        };
        if !large && (row == visible.start || row == ahead) {
            if row != visible.start {
                y += 1;
            }
            let heading = if row < ahead { t.ahead } else { t.past };
            painter.put(body.x, y, heading, Role::Muted);
            y += 1;
        }
        let focused = screen.action.is_none() && row == screen.list.selected();
        self::line(line, digit, focused, painter, y, cx);
        y += 1;
        if let Some(why) = remark(line, cx).filter(|_| !large && reasons > 0) {
            painter.cut(body.x + 5, y, body.width.saturating_sub(5), &why, Role::Muted);
            (y, reasons) = (y + 1, reasons - 1);
        }
    }
    if !large && visible.len() < lines.len() {
        let range = (cx.texts.common.range)(visible.start + 1, visible.end, lines.len());
        painter.put_right(body.right(), y, &range, Role::Muted);
    }
    y
}

fn line(line: &TrainingLine, digit: u8, focused: bool, painter: &mut Painter, y: u16, cx: &Context) {
    let body = painter.body();
    let whole = Rect {
        x: body.x,
        y,
        width: body.width,
        height: 1,
    };
    painter.target(whole, Action::Choose(digit));
    if focused {
        painter.tint(whole, Role::Focus);
        painter.glyph(body.x, y, '>', Role::Focus);
        painter.cursor(body.x, y);
    }
    let of = |role: Role| if focused { Role::Focus } else { role };
    painter.put_in(body.x + 2, y, 1, &digit.to_string(), of(Role::Base));
    let (standing, role) = standing(line, cx);
    let x = body.x + if painter.is_large() { 4 } else { 5 };
    if painter.is_large() {
        let at = painter.put_right(body.right(), y, &standing, of(role));
        painter.cut(x, y, at.saturating_sub(x + 1), &line.title, of(Role::Base));
        return;
    }
    let day = first_day(line, cx);
    let cells = [line.title.clone(), day, format!("{} JP", line.credit), standing];
    let places = layout(&COLUMNS, body.right().saturating_sub(x));
    for (at, ((cell, column), place)) in cells.iter().zip(&COLUMNS).zip(places).enumerate() {
        let Some((left, width)) = place else { continue };
        let role = of(if at == 3 { role } else { Role::Base });
        let used = painter.width_of(cell).min(width);
        let left = if column.right { left + width - used } else { left };
        painter.cut(x + left, y, if column.right { used } else { width }, cell, role);
    }
}

fn actions(screen: &Screened, painter: &mut Painter, top: u16, cx: &Context) {
    let t = &cx.texts.trainings;
    let year = screen.shown_year(cx);
    for (y, digit) in (top..).zip(screen.actions(cx)) {
        let label = match digit {
            CANCEL if screen.cancelling => t.keep.to_owned(),
            CANCEL => t.cancel.to_owned(),
            YEAR_BEFORE if screen.may_go_on(cx) => {
                format!("{}     0  {}", (t.year)(year - 1), (t.year)(year + 1))
            }
            YEAR_BEFORE => (t.year)(year - 1),
            CHANGE_PIN => t.change_pin.to_owned(),
            _ => continue,
        };
        painter.choice(y, &Choice::new(digit, &label, screen.action == Some(digit)));
    }
}
