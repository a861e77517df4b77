//! When newer results may be shown: never so soon that the difference to the last ones is one person's answers.
//!
//! Whoever sees the counts of five people, then those of six, knows the answers of the sixth by subtraction; and who
//! stands at a kiosk between the two looks may know the sixth by face. So results stand still until as many more have
//! answered as were needed for the first. The ballot file cannot help here: it must not know who came before whom.
//! What is shown is therefore remembered in memory, and of it only the number of respondents is kept over a restart.
//! Without the counts themselves, results are then withheld until the next step.

use super::tally::Results;
use crate::domain::questionnaire::{AnswerSheet, Form};

/// Whether results of `now` respondents may be shown to somebody who may have seen those of `last`, where `needed`
/// respondents are needed for any results.
///
/// The same number is the same answers: none is ever taken back.
pub fn may_publish(last: Option<u32>, now: u32, needed: u32) -> bool {
    match last {
        None => now >= needed,
        Some(last) => now == last || now >= last.saturating_add(needed),
    }
}

/// What is shown of one batch's survey, look after look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Board {
    last: Option<u32>,
    shown: Option<Results>,
}

impl Board {
    /// A board of which, before a restart, results of `last` respondents were shown.
    pub fn recall(last: Option<u32>) -> Self {
        Self { last, shown: None }
    }

    /// The number of respondents of the last results shown: to be made durable before they are.
    pub fn published(&self) -> Option<u32> {
        self.last
    }

    /// What may be shown now.
    pub fn look(&mut self, form: &Form, sheets: &[AnswerSheet]) -> &Results {
        let now = u32::try_from(sheets.len()).unwrap_or(u32::MAX);
        let needed = form.min_respondents;
        if may_publish(self.last, now, needed) {
            self.last = Some(now);
            return self.shown.insert(Results::of(form, sheets));
        }
        let next = self.last.map_or(needed, |last| last.saturating_add(needed));
        self.shown.get_or_insert(Results::TooFew { needed: next })
    }
}

#[cfg(test)]
mod tests;
