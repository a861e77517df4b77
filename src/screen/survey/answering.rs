//! The answers being given: which question is shown, and what a key does to its answer.

use super::control::Control;
use super::{CLEAR, TEN, TOGGLE};
use crate::domain::questionnaire::{Answer, Ask, Fault, Form, Question};
use crate::domain::text::{PersonalKind, personal_number_in};
use crate::ui::context::Context;
use crate::ui::draft::Draft;
use crate::ui::effect::Effect;
use crate::ui::input::Input;
use crate::ui::keymap::Action;
use crate::ui::widget::gauge::filled;

/// Cells of the bar in the title of large text.
const SMALL_BAR: u16 = 6;

/// What a key led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Nothing to keep.
    Stay,
    /// The answers changed.
    Changed,
    /// This question is done; there is another.
    Moved,
    /// This question is done and was the last.
    Finished,
}

/// What is wrong, or looks wrong, with the question on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Complaint {
    Fault(Fault),
    Personal(PersonalKind),
}

/// Answers being given.
pub(super) struct Answering {
    draft: Draft,
    control: Control,
    complaint: Option<Complaint>,
}

impl Answering {
    pub(super) fn new(draft: Draft, cx: &Context) -> Self {
        let mut answering = Self {
            draft,
            control: Control::Line(Vec::new()),
            complaint: None,
        };
        answering.go_to(answering.draft.at, cx);
        answering
    }

    fn form(&self) -> &Form {
        self.draft.answers.form()
    }

    pub(super) fn len(&self) -> usize {
        self.form().len()
    }

    pub(super) fn at(&self) -> usize {
        self.draft.at
    }

    pub(super) fn question(&self) -> Option<&Question> {
        self.form().question(self.draft.at)
    }

    pub(super) fn answer(&self) -> Option<&Answer> {
        self.draft.answers.answer(self.draft.at)
    }

    pub(super) fn questionnaire(&self) -> &Form {
        self.form()
    }

    pub(super) fn training(&self) -> &str {
        &self.draft.title
    }

    pub(super) fn control(&self) -> &Control {
        &self.control
    }

    /// The effect that keeps the answers.
    pub(super) fn keep(&self) -> Effect {
        Effect::KeepDraft(Box::new(self.draft.clone()))
    }

    /// How far one is, in a few cells.
    pub(super) fn small_bar(&self, cx: &Context) -> String {
        let (full, empty) = cx.tier.bar();
        let cells = filled(wide(self.at() + 1), wide(self.len()), SMALL_BAR);
        (0..SMALL_BAR)
            .map(|cell| if cell < cells { full } else { empty })
            .collect()
    }

    /// Shows the question at this place, the last where there are fewer.
    pub(super) fn go_to(&mut self, at: usize, cx: &Context) {
        self.draft.at = at.min(self.len().saturating_sub(1));
        self.complaint = None;
        let room = super::show::rows_room(self, cx);
        if let Some(question) = self.form().question(self.draft.at) {
            self.control = Control::of(question, self.draft.answers.answer(self.draft.at), room);
        }
    }

    pub(super) fn resized(&mut self, cx: &Context) -> Step {
        let room = super::show::rows_room(self, cx);
        if let Control::Rows(rows) = &mut self.control {
            rows.set_room(room);
        }
        Step::Stay
    }

    /// Whether there are options on another page.
    pub(super) fn has_more_rows(&self) -> bool {
        matches!(&self.control, Control::Rows(rows) if rows.has_more())
    }

    /// How many options are on pages below.
    pub(super) fn rows_below(&self) -> usize {
        if let Control::Rows(rows) = &self.control {
            rows.below()
        } else {
            0
        }
    }

    /// Whether there is an answer that may be taken back.
    pub(super) fn can_be_cleared(&self) -> bool {
        self.answer().is_some() && matches!(self.control, Control::Rows(_) | Control::Line(_))
    }

    fn set(&mut self, answer: Answer) -> Step {
        match self.draft.answers.set(self.draft.at, answer) {
            Ok(()) => {
                self.complaint = None;
                Step::Changed
            }
            Err(fault) => {
                self.complaint = Some(Complaint::Fault(fault));
                Step::Stay
            }
        }
    }

    /// A digit, an arrow, or a key of this screen's own.
    pub(super) fn act(&mut self, action: Action, cx: &Context) -> Step {
        match action {
            Action::Choose(digit) => self.choose(digit, cx),
            Action::Up => self.beside(false),
            Action::Down => self.beside(true),
            Action::Left => self.along(false),
            Action::Right => self.along(true),
            TOGGLE => match &self.control {
                Control::Rows(rows) if rows.is_multi() => {
                    rows.mark().map_or(Step::Stay, |row| self.toggle(row))
                }
                _ => Step::Stay,
            },
            TEN if matches!(self.control, Control::Line(_)) => self.set(Answer::Scale(10)),
            CLEAR if self.can_be_cleared() => {
                self.draft.answers.clear(self.draft.at);
                if let Control::Rows(rows) = &mut self.control {
                    rows.unmark();
                }
                Step::Changed
            }
            _ => Step::Stay,
        }
    }

    fn choose(&mut self, digit: u8, cx: &Context) -> Step {
        match &mut self.control {
            Control::Rows(rows) => {
                let Some(row) = rows.at_digit(digit) else {
                    return Step::Stay;
                };
                if rows.is_multi() {
                    return self.toggle(row);
                }
                let chosen = rows.all.get(row).map(|row| row.answer.clone());
                if chosen.as_ref() == self.answer() {
                    return self.go_on(cx);
                }
                self.take(row)
            }
            Control::Line(_) => match (self.answer(), digit) {
                // There is no key for 10: it is typed.
                (Some(Answer::Scale(1)), 0) => self.set(Answer::Scale(10)),
                (Some(Answer::Scale(value)), _) if *value == digit => self.go_on(cx),
                _ => self.set(Answer::Scale(digit)),
            },
            Control::Text(_) | Control::Number(_) => Step::Stay,
        }
    }

    /// Takes one row for the answer.
    fn take(&mut self, row: usize) -> Step {
        let Control::Rows(rows) = &mut self.control else {
            return Step::Stay;
        };
        rows.go_to(row);
        match rows.all.get(row).map(|row| row.answer.clone()) {
            Some(answer) => self.set(answer),
            None => Step::Stay,
        }
    }

    /// Takes one of several, or takes it back.
    fn toggle(&mut self, row: usize) -> Step {
        let Control::Rows(rows) = &mut self.control else {
            return Step::Stay;
        };
        rows.go_to(row);
        let Some(Answer::Choice(option)) = rows.all.get(row).map(|row| &row.answer) else {
            return Step::Stay;
        };
        let option = *option;
        let mut taken = match self.answer() {
            Some(Answer::Multi(taken)) => taken.clone(),
            _ => std::collections::BTreeSet::new(),
        };
        if !taken.remove(&option) {
            taken.insert(option);
        }
        if taken.is_empty() {
            self.draft.answers.clear(self.draft.at);
            self.complaint = None;
            return Step::Changed;
        }
        self.set(Answer::Multi(taken))
    }

    /// Up and down: of several, the mark moves; of one, the answer moves with it.
    fn beside(&mut self, down: bool) -> Step {
        let Control::Rows(rows) = &mut self.control else {
            return Step::Stay;
        };
        let Some(row) = rows.beside(down) else {
            return Step::Stay;
        };
        if rows.is_multi() {
            rows.go_to(row);
            return Step::Stay;
        }
        self.take(row)
    }

    /// Left and right on the line from 0 to 10.
    fn along(&mut self, right: bool) -> Step {
        if !matches!(self.control, Control::Line(_)) {
            return Step::Stay;
        }
        let value = match (self.answer(), right) {
            (Some(Answer::Scale(value)), true) => (*value + 1).min(10),
            (Some(Answer::Scale(value)), false) => value.saturating_sub(1),
            (_, true) => 0,
            (_, false) => 10,
        };
        self.set(Answer::Scale(value))
    }

    /// Something is typed into the text or the number.
    pub(super) fn typed(&mut self, input: &Input) -> Step {
        let changed = match &mut self.control {
            Control::Text(area) => area.handle(input),
            Control::Number(field) => field.handle(input),
            Control::Rows(_) | Control::Line(_) => false,
        };
        if !changed {
            return Step::Stay;
        }
        // Kept at every key, so that no way off this screen loses it. What cannot be kept is said on going on.
        let _ = self.settle();
        self.complaint = None;
        Step::Changed
    }

    /// Keeps what is typed as the answer; where it cannot be kept, the complaint says why.
    pub(super) fn settle(&mut self) -> Result<(), ()> {
        let at = self.draft.at;
        let kept = match &self.control {
            Control::Rows(_) | Control::Line(_) => Ok(()),
            Control::Text(area) => self.draft.answers.set_text(at, area.value()),
            Control::Number(field) => match (field.value().trim(), self.question().map(|q| q.ask.clone())) {
                ("", _) => {
                    self.draft.answers.clear(at);
                    Ok(())
                }
                (typed, Some(Ask::Number { min, max })) => match typed.parse() {
                    Ok(number) => self.draft.answers.set(at, Answer::Number(number)),
                    Err(_) => Err(Fault::OutOfRange { min, max }),
                },
                _ => Ok(()),
            },
        };
        kept.map_err(|fault| self.complaint = Some(Complaint::Fault(fault)))
    }

    /// Enter: on to the next question, unless something stands in the way.
    pub(super) fn go_on(&mut self, _: &Context) -> Step {
        let warned = matches!(self.complaint, Some(Complaint::Personal(_)));
        if self.settle().is_err() {
            return Step::Stay;
        }
        if let Some(fault) = self.draft.answers.fault(self.draft.at) {
            self.complaint = Some(Complaint::Fault(fault));
            return Step::Stay;
        }
        if let (Some(Answer::Text(text)), false) = (self.answer(), warned)
            && let Some(found) = personal_number_in(text)
        {
            self.complaint = Some(Complaint::Personal(found.kind));
            return Step::Stay;
        }
        if self.draft.at + 1 < self.len() {
            Step::Moved
        } else {
            Step::Finished
        }
    }

    /// `+`: the next page of options where there is one, else as Enter.
    pub(super) fn page_or_go_on(&mut self, cx: &Context) -> Step {
        if let Control::Rows(rows) = &mut self.control
            && rows.turn(true)
        {
            return Step::Stay;
        }
        self.go_on(cx)
    }

    /// `-` or Esc: the page before, the question before; `false` where there is none.
    pub(super) fn back(&mut self, cx: &Context) -> bool {
        if let Control::Rows(rows) = &mut self.control
            && rows.turn(false)
        {
            return true;
        }
        if self.settle().is_err() {
            return true;
        }
        if self.draft.at == 0 {
            return false;
        }
        self.go_to(self.draft.at - 1, cx);
        true
    }

    /// What is wrong, in words.
    pub(super) fn complaint(&self, cx: &Context) -> Option<String> {
        let t = &cx.texts.survey;
        Some(match self.complaint? {
            Complaint::Personal(PersonalKind::Identity) => t.identity_number.to_owned(),
            Complaint::Personal(PersonalKind::Phone) => t.phone_number.to_owned(),
            Complaint::Fault(fault) => match fault {
                Fault::Required => match self.question().map(|question| &question.ask) {
                    Some(Ask::Scale { na: Some(_), .. }) => t.required_na.to_owned(),
                    Some(Ask::Text { .. } | Ask::Number { .. }) => t.required_text.to_owned(),
                    _ => t.required.to_owned(),
                },
                Fault::TooMany { max, .. } => (t.too_many)(max),
                Fault::TooLong { max, .. } => (t.too_long)(max),
                Fault::BadCharacter { .. } => t.bad_character.to_owned(),
                Fault::OutOfRange { min, max } => (t.out_of_range)(min, max),
                Fault::WrongKind
                | Fault::NoSuchPoint(_)
                | Fault::NoSuchOption(_)
                | Fault::AlwaysApplies
                | Fault::NoSuchQuestion => t.required.to_owned(),
            },
        })
    }
}

fn wide(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}
