//! The questions of a survey one under another, each with its number and its answer: the outline and the review.

use crate::domain::questionnaire::{Answer, Ask, Draft, Facet, Question, about_several};
use crate::i18n::Texts;
use crate::ui::painter::Painter;
use crate::ui::theme::Role;
use ratatui::layout::Rect;
use std::ops::Range;

/// The rows of a page that begins so that `at` is on it.
pub fn page(at: usize, len: usize, room: usize) -> Range<usize> {
    let room = room.max(1);
    let from = at / room * room;
    from.min(len)..len.min(from + room)
}

/// An answer in a few words.
pub fn in_words(question: &Question, answer: Option<&Answer>, texts: &Texts) -> String {
    let t = &texts.survey_review;
    let Some(answer) = answer else {
        return if question.required {
            t.not_answered
        } else {
            t.empty
        }
        .to_owned();
    };
    match (&question.ask, answer) {
        (Ask::Scale { scale, .. }, Answer::Scale(value)) => match scale.point(*value) {
            Some(point) if !point.label.is_empty() => format!("{value}  {}", point.label),
            _ => value.to_string(),
        },
        (Ask::Scale { na, .. }, Answer::NotApplicable) => na.clone().unwrap_or_default(),
        (Ask::Choice { options }, Answer::Choice(option)) => {
            options.get(usize::from(*option)).cloned().unwrap_or_default()
        }
        (Ask::Multi { options, .. }, Answer::Multi(taken)) => {
            let words: Vec<&str> = taken
                .iter()
                .filter_map(|option| options.get(usize::from(*option)).map(String::as_str))
                .collect();
            words.join(", ")
        }
        (_, Answer::Text(text)) => text.to_string(),
        (_, Answer::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// Draws these questions from row `y` of the body, each with its number, the text, and the answer at the right; a
/// question at fault has a `!`, the one at `mark` a `>`. Gives the row after the last.
pub fn draw(
    painter: &mut Painter,
    y: u16,
    draft: &Draft,
    rows: Range<usize>,
    mark: Option<usize>,
    texts: &Texts,
) -> u16 {
    let body = painter.body();
    let answer_width = if painter.is_large() {
        12
    } else {
        // As wide as the longest answer on the page, within reason: the question has the rest.
        let longest = rows.clone().filter_map(|at| {
            let question = draft.form().question(at)?;
            Some(painter.width_of(&in_words(question, draft.answer(at), texts)))
        });
        longest.max().unwrap_or(0).clamp(16, body.width * 2 / 5)
    };
    let several = about_several(draft.form().questions());
    let answer_at = body.right().saturating_sub(answer_width);
    let mut y = y;
    for at in rows {
        let Some(question) = draft.form().question(at) else {
            break;
        };
        let marked = mark == Some(at);
        let missing = draft.fault(at).is_some();
        let role = if marked { Role::Focus } else { Role::Base };
        if marked {
            painter.tint(Rect { y, height: 1, ..body }, Role::Focus);
            painter.glyph(body.x, y, '>', Role::Focus);
            painter.cursor(body.x, y);
        }
        if missing {
            painter.glyph(body.x + 1, y, '!', if marked { Role::Focus } else { Role::Error });
        }
        painter.put_right(body.x + 5, y, &(at + 1).to_string(), role);
        let x = body.x + 7;
        let text = about(question, several, texts);
        painter.cut(x, y, answer_at.saturating_sub(x + 1), &text, role);
        let answer = in_words(question, draft.answer(at), texts);
        let role = match (marked, missing, draft.answer(at)) {
            (true, ..) => Role::Focus,
            (_, true, _) => Role::Error,
            (_, _, None) => Role::Muted,
            _ => Role::Base,
        };
        painter.cut(answer_at, y, answer_width, &answer, role);
        y += 1;
    }
    y
}

/// The question; where there are several facilitators, with whom it is about first: the same words stand there for
/// each of them.
fn about(question: &Question, several: bool, texts: &Texts) -> String {
    let t = &texts.survey;
    let text = match question.key.facet {
        Facet::Before => format!("{}: {}", t.before, question.text),
        Facet::After => format!("{}: {}", t.after, question.text),
        Facet::Whole | Facet::Column(_) => question.text.to_string(),
    };
    match &question.pair {
        Some(pair) if several => format!("{}: {text}", pair.bare_name()),
        _ => text,
    }
}
