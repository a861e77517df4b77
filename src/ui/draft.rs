//! Survey answers that are not handed in yet.
//!
//! A draft lives in this program's memory only, under the person and the batch, so that going from screen to screen
//! loses no answer. It goes when the answers are handed in and when the person leaves, by themselves or by the clock:
//! a half-filled survey that outlived the session would be answers with a name on them, open to whoever signs in next
//! with a PIN that was reset. It is never written anywhere.

use crate::domain::{
    id::{BatchId, PersonId},
    questionnaire,
};
use std::{collections::BTreeMap, fmt};

/// A survey that somebody is answering. `Debug` shows no answer.
#[derive(Clone, PartialEq, Eq)]
pub struct Draft {
    /// The batch.
    pub batch: BatchId,
    /// The training's title.
    pub title: String,
    /// The questions, and the answers so far.
    pub answers: questionnaire::Draft,
    /// The question on the screen, from 0.
    pub at: usize,
}

impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Draft({})", self.batch)
    }
}

/// The drafts of the person who is signed in.
#[derive(Default)]
pub struct Drafts(BTreeMap<(PersonId, BatchId), Draft>);

impl Drafts {
    /// The draft of a person for a batch.
    pub fn get(&self, person: PersonId, batch: BatchId) -> Option<&Draft> {
        self.0.get(&(person, batch))
    }

    /// Keeps a draft, in place of the one before. Nobody else's stays beside it.
    pub fn keep(&mut self, person: PersonId, draft: Draft) {
        self.0.retain(|(owner, _), _| *owner == person);
        self.0.insert((person, draft.batch), draft);
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Forgets a draft: it was handed in.
    pub fn drop_one(&mut self, person: PersonId, batch: BatchId) {
        self.0.remove(&(person, batch));
    }

    /// Forgets all drafts: the person has left.
    pub fn forget(&mut self) {
        self.0.clear();
    }
}

/// A survey that is half done, for the sweeps.
#[doc(hidden)]
pub fn sample() -> Option<Draft> {
    filled(|place| place % 3 != 2)
}

/// A survey that can be handed in, for the sweeps.
#[doc(hidden)]
pub fn sample_complete() -> Option<Draft> {
    filled(|_| true)
}

fn filled(answered: impl Fn(usize) -> bool) -> Option<Draft> {
    use questionnaire::{Answer, Ask, Form, Pair};
    let level1 = crate::survey::shipped::level1().ok()?;
    let pairs = Pair::numbered([("Ani Wijaya, M.Si.", "Pengelolaan Arsip Dinamis")]);
    let form = Form::for_batch(&level1, crate::domain::course::Mode::FaceToFace, &pairs);
    let asks: Vec<Ask> = form
        .questions()
        .iter()
        .map(|question| question.ask.clone())
        .collect();
    let mut answers = questionnaire::Draft::new(form);
    for (place, ask) in asks.iter().enumerate().filter(|(place, _)| answered(*place)) {
        match ask {
            Ask::Scale { scale, .. } => {
                let point = scale.points.get((place * 3 + 2) % scale.points.len().max(1))?;
                answers.set(place, Answer::Scale(point.value)).ok()?;
            }
            _ => answers
                .set_text(place, "Contoh dari lapangan, dan waktu tanya jawab yang cukup.")
                .ok()?,
        }
    }
    Some(Draft {
        batch: BatchId([1; 16]),
        title: "Keselamatan Kerja Dasar".into(),
        answers,
        at: 3,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::course::Mode;
    use crate::domain::questionnaire::Form;
    use crate::survey::shipped;

    fn draft(batch: u8) -> Draft {
        let form = Form::for_batch(&shipped::level1().unwrap(), Mode::Online, &[]);
        Draft {
            batch: BatchId([batch; 16]),
            title: String::new(),
            answers: questionnaire::Draft::new(form),
            at: 0,
        }
    }

    #[test]
    fn a_half_filled_survey_is_gone_for_the_next_person() {
        let (one, two) = (PersonId([1; 16]), PersonId([2; 16]));
        let mut drafts = Drafts::default();
        drafts.keep(one, draft(1));
        drafts.keep(one, draft(2));
        assert!(drafts.get(one, BatchId([1; 16])).is_some());
        assert!(drafts.get(two, BatchId([1; 16])).is_none());
        drafts.keep(two, draft(1));
        assert!(
            drafts.get(one, BatchId([1; 16])).is_none(),
            "another person's answers stayed in memory"
        );
        drafts.forget();
        assert!(drafts.get(two, BatchId([1; 16])).is_none());
    }
}
