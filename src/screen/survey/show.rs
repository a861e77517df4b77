//! How a question is shown.

use super::answering::Answering;
use super::control::{Control, Rows};
use super::{TEN, Why};
use crate::domain::questionnaire::{Answer, Ask, Facet, MIN_RESPONDENTS_TEXT, Question};
use crate::ui::context::Context;
use crate::ui::keymap::Action;
use crate::ui::painter::{Choice, Painter};
use crate::ui::theme::Role;
use crate::ui::widget::gauge::gauge;
use ratatui::layout::Rect;

/// Rows of a question's words, at most, in large text.
const LARGE_QUESTION: u16 = 3;

/// Rows that are left for options: what the question, its heading and the notice below do not take.
pub(super) fn rows_room(answering: &Answering, cx: &Context) -> usize {
    let margin = if cx.is_large() { 2 } else { 4 };
    let body = usize::from(cx.height.saturating_sub(4));
    let width = usize::from(cx.width.saturating_sub(margin)).max(1);
    let Some(question) = answering.question() else {
        return body.max(1);
    };
    let words = textwrap::wrap(&cx.tier.show(&words(question, cx)), width).len();
    let taken = if cx.is_large() {
        words.min(usize::from(LARGE_QUESTION)) + usize::from(question.pair.is_some())
    } else {
        // Progress, section, words, each with a blank row; a blank row and the notice.
        4 + words + 1 + 2 + usize::from(question.help.is_some())
    };
    body.saturating_sub(taken).max(1)
}

/// The question, with what is before and after where it is asked twice, and what may be left out.
fn words(question: &Question, cx: &Context) -> String {
    let t = &cx.texts.survey;
    let mut words = String::new();
    match question.key.facet {
        Facet::Before => words = format!("{}: ", t.before),
        Facet::After => words = format!("{}: ", t.after),
        Facet::Whole | Facet::Column(_) => {}
    }
    words.push_str(&question.text);
    if !question.required {
        words.push(' ');
        words.push_str(t.optional);
    }
    match &question.ask {
        Ask::Multi { max_choices, options } if usize::from(*max_choices) < options.len() => {
            words.push(' ');
            words.push_str(&(t.some)(*max_choices));
        }
        Ask::Number { min, max } => {
            words.push(' ');
            words.push_str(&(t.number)(*min, *max));
        }
        _ => {}
    }
    words
}

/// There is nothing to answer.
pub(super) fn refused(painter: &mut Painter, why: Why, cx: &Context) {
    let t = &cx.texts.survey;
    let body = painter.body();
    let room = Rect {
        height: body.height.saturating_sub(2),
        ..body
    };
    let why = match why {
        Why::Already => t.already,
        Why::Closed => t.closed,
        Why::NotThere => t.not_there,
    };
    let used = painter.wrap(room, why, Role::Important);
    painter.choice(body.y + used + 1, &Choice::new(1, cx.texts.survey.go_on, true));
}

/// Who sees what, before the first question.
pub(super) fn intro(painter: &mut Painter, answering: &Answering, cx: &Context) {
    let t = &cx.texts.survey;
    let form = answering.questionnaire();
    let body = painter.body();
    let length = (t.length)(form.len(), form.minutes);
    let text_floor = form.min_respondents.max(MIN_RESPONDENTS_TEXT);
    if painter.is_large() {
        let short = if form.anonymous {
            (t.promise_short)(form.min_respondents)
        } else {
            String::new()
        };
        let last = body.bottom().saturating_sub(1);
        let rows = painter.height_of(&short, body.width);
        let room = Rect {
            height: body.height.saturating_sub(rows + 2),
            ..body
        };
        let mut y = body.y + painter.wrap_cut(room, &form.intro, Role::Base);
        painter.put(body.x, y, &length, Role::Muted);
        y += 1;
        painter.wrap(
            Rect {
                y,
                height: last.saturating_sub(y),
                ..body
            },
            &short,
            Role::Important,
        );
        painter.choice(last, &Choice::new(1, t.begin, true));
        return;
    }
    let mut y = body.y;
    painter.cut(body.x, y, body.width, &form.title, Role::Important);
    painter.cut(body.x, y + 1, body.width, answering.training(), Role::Base);
    y += 3;
    y += painter.wrap_cut(Rect { y, height: 6, ..body }, &form.intro, Role::Base) + 1;
    if form.anonymous {
        let promise = (t.promise)(form.min_respondents, text_floor);
        y += painter.wrap(Rect { y, height: 4, ..body }, &promise, Role::Base) + 1;
    }
    painter.put(body.x, y, &length, Role::Muted);
    painter.choice(y + 2, &Choice::new(1, t.begin, true));
}

/// One question.
pub(super) fn question(painter: &mut Painter, answering: &Answering, cx: &Context) {
    let Some(question) = answering.question() else {
        return;
    };
    let body = painter.body();
    let mut y = body.y;
    if !painter.is_large() {
        y = head(painter, answering, question, cx);
    } else if let Some(pair) = &question.pair {
        let about = format!("{}{}{}", pair.facilitator, painter.tier().dot(), pair.subject);
        painter.cut(body.x, y, body.width, &about, Role::Muted);
        y += 1;
    }
    let most = if painter.is_large() { LARGE_QUESTION } else { 6 };
    let room = Rect {
        y,
        height: most.min(body.bottom().saturating_sub(y)),
        ..body
    };
    // The cursor begins at the question, and moves to the answer where there is one.
    painter.cursor(body.x, y);
    y += painter.wrap_cut(room, &words(question, cx), Role::Important);
    if !painter.is_large() {
        y += 1;
    }
    match answering.control() {
        Control::Rows(rows) => options(painter, y, rows, answering.answer(), cx),
        Control::Line(labels) => line(painter, y, labels, answering.answer()),
        Control::Text(area) => {
            let wide = painter.wide_body();
            let free = body.bottom().saturating_sub(y);
            let height = if painter.is_large() {
                free
            } else {
                7.min(free.saturating_sub(2))
            };
            let Ask::Text { max_chars } = &question.ask else {
                return;
            };
            let count = (cx.texts.common.of)(area.len(), usize::from(*max_chars));
            area.draw(painter, Rect { y, height, ..wide }, &count);
            if !painter.is_large() {
                painter.put(body.x, y + height + 1, cx.texts.survey.no_names, Role::Important);
            }
        }
        Control::Number(field) => {
            field.draw(painter, body.x, y, 18, true, false);
        }
    }
    if !painter.is_large() {
        notice(painter, answering, question, cx);
    }
}

/// Progress, section, whom it is about; gives the row of the question's words.
fn head(painter: &mut Painter, answering: &Answering, question: &Question, cx: &Context) -> u16 {
    let body = painter.body();
    let (at, len) = (answering.at() + 1, answering.len());
    let x = painter.put(
        body.x,
        body.y,
        &(cx.texts.survey.question_of)(at, len),
        Role::Base,
    ) + 4;
    let part = (u64::try_from(at).unwrap_or(0), u64::try_from(len).unwrap_or(0));
    let width = 50.min(body.right().saturating_sub(x));
    gauge(painter, x, body.y, width, part, "");
    let mut about = question.section.to_string();
    if let Some(pair) = &question.pair {
        for name in [&pair.facilitator, &pair.subject] {
            about.push_str(painter.tier().dot());
            about.push_str(name);
        }
    }
    painter.cut(body.x, body.y + 2, body.width, &about, Role::Muted);
    let mut y = body.y + 4;
    if let Some(help) = &question.help {
        painter.cut(body.x, y - 1, body.width, help, Role::Muted);
        y += 1;
    }
    y
}

/// From how many respondents on an answer is reported, on the body's last row.
fn notice(painter: &mut Painter, answering: &Answering, question: &Question, cx: &Context) {
    let t = &cx.texts.survey;
    let body = painter.body();
    let floor = answering.questionnaire().min_respondents;
    if !answering.questionnaire().anonymous {
        return;
    }
    let text = match question.ask {
        Ask::Text { .. } => (t.reported_text)(floor.max(MIN_RESPONDENTS_TEXT)),
        _ => (t.reported)(floor),
    };
    painter.put(body.x, body.bottom().saturating_sub(1), &text, Role::Muted);
}

fn options(painter: &mut Painter, from: u16, rows: &Rows, answer: Option<&Answer>, cx: &Context) {
    let body = painter.body();
    let large = painter.is_large();
    // "Does not apply" stands apart where a row is left for that.
    let visible = rows.visible();
    let free = body.bottom().saturating_sub(from + if large { 0 } else { 2 });
    let spare = usize::from(free) > visible.len();
    let mut y = from;
    for at in visible {
        let Some(row) = rows.all.get(at) else { continue };
        let taken = match answer {
            Some(Answer::Multi(taken)) => matches!(row.answer, Answer::Choice(own) if taken.contains(&own)),
            Some(answer) => row.answer == *answer,
            None => false,
        };
        let marked = if rows.is_multi() {
            rows.mark() == Some(at)
        } else {
            taken
        };
        if row.apart && spare {
            y += 1;
        }
        if y >= body.bottom() {
            break;
        }
        let place = Rect { y, height: 1, ..body };
        let role = if marked { Role::Focus } else { Role::Base };
        let mut x = body.x;
        if marked {
            painter.tint(place, Role::Focus);
            painter.glyph(x, y, '>', Role::Focus);
        }
        x += 2;
        if rows.is_multi() || !large {
            let sign = match (rows.is_multi(), taken) {
                (true, true) => "[x]",
                (true, false) => "[ ]",
                (false, true) => "(*)",
                (false, false) => "( )",
            };
            x = painter.put_in(x, y, 3, sign, role) + 1;
        }
        let digit = rows.digit_of(at);
        if let Some(digit) = digit {
            painter.put_in(x, y, 1, &digit.to_string(), role);
            painter.target(place, Action::Choose(digit));
        }
        x += if large { 2 } else { 3 };
        painter.cut(x, y, body.right().saturating_sub(x), &row.label, role);
        if marked {
            painter.cursor(body.x, y);
        }
        y += 1;
    }
    if rows.has_more() && !large {
        let more = format!(
            "{} {}",
            painter.tier().down(),
            (cx.texts.common.more)(rows.below())
        );
        painter.put_right(
            body.right(),
            y.min(body.bottom().saturating_sub(2)),
            &more,
            Role::Muted,
        );
    }
}

/// The points from 0 to 10 beside each other, with the words of both ends below.
fn line(painter: &mut Painter, y: u16, labels: &[String], answer: Option<&Answer>) {
    let body = painter.body();
    let width = if painter.is_large() { 3 } else { 5 };
    let mut x = body.x;
    for (value, _) in (0_u8..).zip(labels) {
        let taken = answer == Some(&Answer::Scale(value));
        // Ten needs one column more than the others.
        let cell = Rect {
            x,
            y,
            width: width + u16::from(value > 9),
            height: 1,
        };
        let role = if taken { Role::Focus } else { Role::Base };
        let shown = if taken {
            format!("[{value}]")
        } else {
            value.to_string()
        };
        if taken {
            painter.tint(cell, Role::Focus);
            painter.cursor(x, y);
        }
        painter.put_centred(cell, y, &shown, role);
        painter.target(cell, if value == 10 { TEN } else { Action::Choose(value) });
        x += cell.width;
    }
    let ends = [
        (0, labels.first()),
        (labels.len().saturating_sub(1), labels.last()),
    ];
    for (row, (value, label)) in (1..).zip(ends) {
        let row: u16 = row;
        if let Some(label) = label
            && y + row < body.bottom()
        {
            painter.cut(
                body.x + 1,
                y + row,
                body.width.saturating_sub(1),
                &format!("{value}  {label}"),
                Role::Muted,
            );
        }
    }
}
