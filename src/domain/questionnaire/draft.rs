//! What one person has answered so far.

use super::answer::read_text;
use super::{Answer, AnswerSheet, Ask, Fault, Form, Question, QuestionKey};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Answers being given. Nothing is chosen beforehand: a draft begins without a single answer.
///
/// A draft lives in memory with the person's session and dies with it. It is never written to a disk, so that a
/// half-filled form is neither found by the next person nor by somebody who takes the disk.
#[derive(Clone, PartialEq, Eq)]
pub struct Draft {
    form: Arc<Form>,
    answers: BTreeMap<QuestionKey, Answer>,
}

/// Why a draft cannot be handed in: each question at fault, in the order asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} questions are not answered as required", .faults.len())]
pub struct Incomplete {
    /// The place of the question from 0, and what is wrong.
    pub faults: Vec<(usize, Fault)>,
}

impl Draft {
    /// An empty draft of a form.
    pub fn new(form: impl Into<Arc<Form>>) -> Self {
        Self {
            form: form.into(),
            answers: BTreeMap::new(),
        }
    }

    /// The form being answered.
    pub fn form(&self) -> &Form {
        &self.form
    }

    /// The answer to the question at a place, if there is one.
    pub fn answer(&self, place: usize) -> Option<&Answer> {
        self.form
            .question(place)
            .and_then(|question| self.answers.get(&question.key))
    }

    /// Answers the question at a place with what was typed, or says why it cannot be kept. Blanks alone take the
    /// answer back.
    pub fn set_text(&mut self, place: usize, raw: &str) -> Result<(), Fault> {
        let question = self.form.question(place).ok_or(Fault::NoSuchQuestion)?;
        let Ask::Text { max_chars } = question.ask else {
            return Err(Fault::WrongKind);
        };
        if let Some(answer) = read_text(raw, max_chars)? {
            self.answers.insert(question.key.clone(), answer);
        } else {
            self.answers.remove(&question.key);
        }
        Ok(())
    }

    /// Answers the question at a place, or says why the answer does not fit; then nothing is changed.
    pub fn set(&mut self, place: usize, answer: Answer) -> Result<(), Fault> {
        let question = self.form.question(place).ok_or(Fault::NoSuchQuestion)?;
        answer.check(&question.ask)?;
        self.answers.insert(question.key.clone(), answer);
        Ok(())
    }

    /// Takes back the answer to the question at a place.
    pub fn clear(&mut self, place: usize) {
        if let Some(question) = self.form.question(place) {
            self.answers.remove(&question.key);
        }
    }

    /// How many questions have an answer: the n of "n of m".
    pub fn answered(&self) -> usize {
        self.answers.len()
    }

    /// What is wrong with the question at a place as it stands, if anything.
    pub fn fault(&self, place: usize) -> Option<Fault> {
        self.form
            .question(place)
            .and_then(|question| self.fault_of(question))
    }

    /// The place of the first question that must be answered and is not.
    pub fn first_missing(&self) -> Option<usize> {
        self.form
            .questions()
            .iter()
            .position(|question| self.fault_of(question).is_some())
    }

    /// Hands the answers in, or names every question that stands in the way.
    pub fn finish(&self) -> Result<AnswerSheet, Incomplete> {
        let faults: Vec<(usize, Fault)> = self
            .form
            .questions()
            .iter()
            .enumerate()
            .filter_map(|(place, question)| self.fault_of(question).map(|fault| (place, fault)))
            .collect();
        if faults.is_empty() {
            Ok(AnswerSheet::restore(self.answers.clone()))
        } else {
            Err(Incomplete { faults })
        }
    }

    fn fault_of(&self, question: &Question) -> Option<Fault> {
        match self.answers.get(&question.key) {
            Some(answer) => answer.check(&question.ask).err(),
            None if question.required => Some(Fault::Required),
            None => None,
        }
    }
}

/// Says how far it is and nothing of what was answered: a debug print may land in a log.
impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Draft")
            .field("questionnaire", &self.form.questionnaire)
            .field("answered", &self.answers.len())
            .finish_non_exhaustive()
    }
}
