//! What a question is answered with: rows to choose from, a line from 0 to 10, a text, a number.

use crate::domain::questionnaire::{Answer, Ask, Meaning, Question};
use crate::ui::screen::Typing;
use crate::ui::widget::field::Field;
use crate::ui::widget::text_area::TextArea;
use std::collections::BTreeSet;
use std::ops::Range;

/// The most rows of a page: a digit for each.
const PAGE: usize = 10;

/// What the question on the screen is answered with.
pub(super) enum Control {
    /// Rows, one or several of them taken.
    Rows(Rows),
    /// The points from 0 to 10, one beside the other.
    Line(Vec<String>),
    /// Free text.
    Text(TextArea),
    /// A whole number.
    Number(Field),
}

impl Control {
    /// The control of a question, filled with the answer there is.
    pub(super) fn of(question: &Question, answer: Option<&Answer>, room: usize) -> Self {
        match &question.ask {
            Ask::Scale { scale, .. } if scale.meaning == Meaning::Recommendation => {
                Self::Line(scale.points.iter().map(|point| point.label.clone()).collect())
            }
            Ask::Text { max_chars } => {
                let mut area = TextArea::new(usize::from(*max_chars));
                if let Some(Answer::Text(text)) = answer {
                    area.set(text);
                }
                Self::Text(area)
            }
            Ask::Number { .. } => {
                let mut field = Field::text(12);
                if let Some(Answer::Number(number)) = answer {
                    field.set(&number.to_string());
                }
                Self::Number(field)
            }
            Ask::Scale { .. } | Ask::Choice { .. } | Ask::Multi { .. } => {
                Self::Rows(Rows::of(&question.ask, answer, room))
            }
        }
    }

    /// What is being typed.
    pub(super) fn typing(&self) -> Typing {
        match self {
            Self::Rows(_) | Self::Line(_) => Typing::None,
            Self::Text(_) | Self::Number(_) => Typing::Text,
        }
    }
}

/// A row that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// Its words.
    pub(super) label: String,
    /// What choosing it answers; for several options, the option alone.
    pub(super) answer: Answer,
    /// The digit that chooses it on every page, where it has one of its own.
    digit: Option<u8>,
    /// Whether it stands apart: "does not apply".
    pub(super) apart: bool,
}

/// Rows to choose from, a page of them at a time.
pub(super) struct Rows {
    pub(super) all: Vec<Row>,
    multi: bool,
    /// The row that the arrows are at.
    mark: Option<usize>,
    page: usize,
    per_page: usize,
}

impl Rows {
    fn of(ask: &Ask, answer: Option<&Answer>, room: usize) -> Self {
        let options = |options: &[String]| {
            (0..=u8::MAX)
                .zip(options)
                .map(|(option, label)| Row {
                    label: label.clone(),
                    answer: Answer::Choice(option),
                    digit: None,
                    apart: false,
                })
                .collect()
        };
        let (rows, multi): (Vec<Row>, bool) = match ask {
            Ask::Scale { scale, na } => {
                // A point's digit is its value, as it is printed on paper; 0 is left for "does not apply".
                let least = u8::from(na.is_some());
                let own = scale
                    .points
                    .iter()
                    .all(|point| (least..=9).contains(&point.value));
                let mut rows: Vec<Row> = scale
                    .points
                    .iter()
                    .map(|point| Row {
                        label: point.label.clone(),
                        answer: Answer::Scale(point.value),
                        digit: own.then_some(point.value),
                        apart: false,
                    })
                    .collect();
                rows.extend(na.iter().map(|label| Row {
                    label: label.clone(),
                    answer: Answer::NotApplicable,
                    digit: own.then_some(0),
                    apart: true,
                }));
                (rows, false)
            }
            Ask::Choice { options: labels } => (options(labels), false),
            Ask::Multi { options: labels, .. } => (options(labels), true),
            Ask::Text { .. } | Ask::Number { .. } => (Vec::new(), false),
        };
        let mut made = Self {
            all: rows,
            multi,
            mark: None,
            page: 0,
            per_page: PAGE,
        };
        made.mark = match answer {
            Some(Answer::Multi(taken)) => taken
                .first()
                .and_then(|option| made.row_of(&Answer::Choice(*option))),
            Some(answer) => made.row_of(answer),
            None => None,
        };
        made.set_room(room);
        made
    }

    fn row_of(&self, answer: &Answer) -> Option<usize> {
        self.all.iter().position(|row| row.answer == *answer)
    }

    /// The room has so many rows.
    pub(super) fn set_room(&mut self, room: usize) {
        // Rows whose digits are their own are never paged: the digits of a page would not be the values.
        self.per_page = if self.all.iter().any(|row| row.digit.is_some()) {
            self.all.len()
        } else {
            room.clamp(1, PAGE)
        }
        .max(1);
        self.page = self.mark.unwrap_or(0) / self.per_page;
    }

    /// Whether several may be taken.
    pub(super) fn is_multi(&self) -> bool {
        self.multi
    }

    /// The row that the arrows are at.
    pub(super) fn mark(&self) -> Option<usize> {
        self.mark
    }

    /// The rows that are shown.
    pub(super) fn visible(&self) -> Range<usize> {
        let from = (self.page * self.per_page).min(self.all.len());
        from..self.all.len().min(from + self.per_page)
    }

    /// Whether there are rows below.
    pub(super) fn has_more(&self) -> bool {
        self.visible().end < self.all.len()
    }

    /// How many rows there are below.
    pub(super) fn below(&self) -> usize {
        self.all.len() - self.visible().end
    }

    /// The next page, or the one before; `false` where there is none.
    pub(super) fn turn(&mut self, forward: bool) -> bool {
        let there = if forward { self.has_more() } else { self.page > 0 };
        if there {
            self.page = if forward { self.page + 1 } else { self.page - 1 };
        }
        there
    }

    /// The digit that chooses a visible row: its own, or its place on the page with 0 for the tenth.
    pub(super) fn digit_of(&self, row: usize) -> Option<u8> {
        self.all.get(row)?.digit.or_else(|| {
            let place = row.checked_sub(self.visible().start)?;
            u8::try_from((place + 1) % PAGE).ok()
        })
    }

    /// The least and the greatest digit that choose something now.
    pub(super) fn digits(&self) -> Option<(u8, u8)> {
        let digits: BTreeSet<u8> = self.visible().filter_map(|row| self.digit_of(row)).collect();
        Some((*digits.first()?, *digits.last()?))
    }

    /// The visible row of a digit.
    pub(super) fn at_digit(&self, digit: u8) -> Option<usize> {
        self.visible().find(|row| self.digit_of(*row) == Some(digit))
    }

    /// Puts the mark on a row and shows its page.
    pub(super) fn go_to(&mut self, row: usize) {
        let row = row.min(self.all.len().saturating_sub(1));
        self.mark = Some(row);
        self.page = row / self.per_page;
    }

    /// The row above or below the mark; without a mark, the first or the last that is shown.
    pub(super) fn beside(&self, down: bool) -> Option<usize> {
        let visible = self.visible();
        match (self.mark, down) {
            _ if self.all.is_empty() => None,
            (Some(mark), true) => Some((mark + 1).min(self.all.len() - 1)),
            (Some(mark), false) => Some(mark.saturating_sub(1)),
            (None, true) => Some(visible.start),
            (None, false) => visible.end.checked_sub(1),
        }
    }

    /// Takes the mark away.
    pub(super) fn unmark(&mut self) {
        self.mark = None;
    }
}
