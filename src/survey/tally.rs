//! What is counted from the answers of a batch, and what is too little to be counted.
//!
//! # Who is hidden in what
//!
//! - Below the form's number of respondents there is [`Results::TooFew`], which holds no number but the one needed.
//! - A question answered by fewer (optional, or "does not apply") is [`Outcome::TooFew`] in the same way. It is then
//!   left out of every sum as well: a total shown next to all its parts but one tells that one.
//! - Free text needs [`MIN_RESPONDENTS_TEXT`] respondents and comes sorted, so that its order tells nothing;
//!   the shares of a recommendation need [`MIN_ANSWERS_RECOMMENDATION`] answers.
//! - There is no way to count part of the respondents: answers carry nothing to divide them by, and no function here
//!   takes a condition. So no complement can be computed.
//!
//! Two results seen one after the other are another matter: see [`super::release`].
//!
//! # Indices
//!
//! Only answers on a scale with an index enter one. An *element* is an item; its answers are pooled over the pairs of
//! facilitator and subject it was asked about. The index is the mean of the elements' means, each with the same
//! weight, not the mean of all answers (PermenPANRB 14/2017), computed exactly and rounded once.

mod count;

#[cfg(doc)]
use crate::domain::questionnaire::{MIN_ANSWERS_RECOMMENDATION, MIN_RESPONDENTS_TEXT};
use crate::domain::questionnaire::{Pair, Question};
use crate::domain::text::Text;
use std::sync::Arc;

/// What may be shown of a batch's answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Results {
    /// Too few have answered. It does not say how many, only from how many on there are results.
    TooFew {
        /// Results are shown from this number of respondents on.
        needed: u32,
    },
    /// Enough have answered.
    Shown(Tally),
}

/// Counts of a batch in which enough have answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// How many people answered.
    pub respondents: u32,
    /// Every question, in the order asked.
    pub questions: Vec<QuestionTally>,
    /// Every element of the index that enough have answered, in the order asked.
    pub elements: Vec<Element>,
    /// The index of each section, and of each pair where a section repeats.
    pub parts: Vec<Part>,
    /// The index of the whole: IKM in hundredths, 2500 to 10000. None where nothing asked enters it.
    pub index: Option<u32>,
    /// The places in `elements` of the three with the lowest means, lowest first.
    pub lowest: Vec<usize>,
}

/// One question and what was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionTally {
    /// What was asked.
    pub question: Question,
    /// What was answered.
    pub outcome: Outcome,
}

/// What was answered to one question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Too few answered this question.
    TooFew {
        /// It is shown from this number on.
        needed: u32,
    },
    /// Points of a scale.
    Scale(ScaleTally),
    /// Willingness to recommend from 0 to 10.
    Recommendation(Recommendation),
    /// Options, one or some of several.
    Options {
        /// How many people answered.
        n: u32,
        /// How many took each option, in the order of the options.
        counts: Vec<u32>,
    },
    /// What was written, in alphabetical order.
    Texts(Vec<Text>),
    /// Numbers; the least and the greatest are somebody's, so only the mean is told.
    Number {
        /// How many people answered.
        n: u32,
        /// The mean in hundredths, rounded half up (half away from zero under zero).
        mean_hundredths: i64,
    },
}

/// Answers on a scale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScaleTally {
    /// How many answered with a point. "Does not apply" is not among them.
    pub n: u32,
    /// How many answered "does not apply".
    pub not_applicable: u32,
    /// How many took each point, in the order of the scale.
    pub counts: Vec<u32>,
    /// The mean in hundredths, rounded half up. None where the middle is best: there a mean says nothing.
    pub mean_hundredths: Option<u32>,
    /// IKM in hundredths where the question enters it.
    pub ikm_hundredths: Option<u32>,
}

/// Answers from 0 to 10, as the three shares that are customary for this question. The difference of the first and
/// the last is what others call eNPS; the three tell more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recommendation {
    /// How many answered.
    pub n: u32,
    /// 9 and 10.
    pub promoters: u32,
    /// 7 and 8.
    pub passives: u32,
    /// 0 to 6.
    pub detractors: u32,
}

impl Recommendation {
    /// Promoters less detractors in whole percent of all who answered, -100 to 100, rounded half away from zero.
    pub fn net_percent(&self) -> i32 {
        let difference = i64::from(self.promoters) - i64::from(self.detractors);
        let n = i64::from(self.n.max(1));
        let rounded = (difference.abs() * 200 + n) / (2 * n) * difference.signum();
        i32::try_from(rounded).unwrap_or_default()
    }
}

/// One element of the index: an item, over all pairs it was asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// The item's id.
    pub item: String,
    /// The question in words.
    pub text: Arc<str>,
    /// The heading of its section.
    pub section: Arc<str>,
    /// How many answers it has.
    pub answers: u32,
    /// Its mean in hundredths.
    pub mean_hundredths: u32,
    /// Its IKM in hundredths.
    pub ikm_hundredths: u32,
}

/// The index of one section, or of one pair within it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The heading of the section.
    pub section: Arc<str>,
    /// Whom and what it is about, where the section repeats.
    pub pair: Option<Arc<Pair>>,
    /// IKM in hundredths.
    pub ikm_hundredths: u32,
}
