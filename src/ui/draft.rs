//! Survey answers that are not handed in yet.
//!
//! A draft lives in this program's memory only, under the person and the batch, so that leaving the screen or the
//! session loses no answer; it is dropped when the answers are handed in, and never written anywhere.

use crate::domain::{
    id::{BatchId, PersonId},
    questionnaire::{AnswerSheet, Form},
};
use std::{collections::BTreeMap, fmt, sync::Arc};

/// The most drafts that are kept; beyond it the oldest by person's id goes first.
const MOST: usize = 256;

/// A survey that somebody is answering. `Debug` shows no answer.
#[derive(Clone)]
pub struct Draft {
    /// The batch.
    pub batch: BatchId,
    /// The training's title.
    pub title: String,
    /// The questions.
    pub form: Arc<Form>,
    /// The answers so far.
    pub sheet: AnswerSheet,
    /// The question on the screen, as the survey screens count them.
    pub at: usize,
}

impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Draft({})", self.batch)
    }
}

/// All drafts of this program.
#[derive(Default)]
pub struct Drafts(BTreeMap<(PersonId, BatchId), Draft>);

impl Drafts {
    /// The draft of a person for a batch.
    pub fn get(&self, person: PersonId, batch: BatchId) -> Option<&Draft> {
        self.0.get(&(person, batch))
    }

    /// Keeps a draft, in place of the one before.
    pub fn keep(&mut self, person: PersonId, draft: Draft) {
        self.0.insert((person, draft.batch), draft);
        while self.0.len() > MOST {
            self.0.pop_first();
        }
    }

    /// Forgets a draft: it was handed in.
    pub fn drop_one(&mut self, person: PersonId, batch: BatchId) {
        self.0.remove(&(person, batch));
    }
}
