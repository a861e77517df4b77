//! One question of a form: what fills one screen.

use super::{Index, Meaning, Scale};
use std::fmt;
use std::sync::Arc;

/// A facilitator and what they taught in a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Its number within the batch, from 1. Answers are kept under it, so a batch gives no number twice, not even
    /// after a pair is removed.
    pub number: u16,
    /// The facilitator's name as shown.
    pub facilitator: String,
    /// The subject taught.
    pub subject: String,
}

impl Pair {
    /// Pairs numbered from 1 in the order given.
    pub fn numbered<I, F, S>(pairs: I) -> Vec<Self>
    where
        I: IntoIterator<Item = (F, S)>,
        F: Into<String>,
        S: Into<String>,
    {
        pairs
            .into_iter()
            .zip(1..=u16::MAX)
            .map(|((facilitator, subject), number)| Self {
                number,
                facilitator: facilitator.into(),
                subject: subject.into(),
            })
            .collect()
    }

    /// The facilitator's name without the degrees after it: "Budi Santoso" of "Budi Santoso, S.Kom., M.M.".
    pub fn bare_name(&self) -> &str {
        self.facilitator.split(',').next().unwrap_or_default()
    }
}

/// Which of the several answers to one item a question is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    /// The item has one answer.
    Whole,
    /// How it was before the training.
    Before,
    /// How it is after the training.
    After,
    /// On the scale with this index of a matrix.
    Column(u8),
}

/// The stable name of a question: it outlives any change of order or text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QuestionKey {
    /// The item's id.
    pub item: String,
    /// The number of the pair it is asked about; 0 where the section does not repeat.
    pub pair: u16,
    /// Which answer of the item.
    pub facet: Facet,
}

impl fmt::Display for QuestionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.item)?;
        if self.pair > 0 {
            write!(f, "#{}", self.pair)?;
        }
        match self.facet {
            Facet::Whole => Ok(()),
            Facet::Before => f.write_str("/before"),
            Facet::After => f.write_str("/after"),
            Facet::Column(column) => write!(f, "/{column}"),
        }
    }
}

/// What a question takes for an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// One point of a scale.
    Scale {
        /// The scale.
        scale: Arc<Scale>,
        /// The words for "does not apply", where that may be answered.
        na: Option<String>,
    },
    /// One of several.
    Choice {
        /// The words of each option.
        options: Vec<String>,
    },
    /// Some of several.
    Multi {
        /// The words of each option.
        options: Vec<String>,
        /// The largest number of options that may be taken.
        max_choices: u8,
    },
    /// Free text.
    Text {
        /// Its greatest length in characters.
        max_chars: u16,
    },
    /// A whole number.
    Number {
        /// The least.
        min: i64,
        /// The greatest.
        max: i64,
    },
}

/// One question of a form: what fills one screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its stable name.
    pub key: QuestionKey,
    /// The heading of its section.
    pub section: Arc<str>,
    /// One more sentence for its section.
    pub help: Option<Arc<str>>,
    /// Whom and what it is about, where its section repeats.
    pub pair: Option<Arc<Pair>>,
    /// The question in words.
    pub text: Arc<str>,
    /// What it takes for an answer.
    pub ask: Ask,
    /// Whether the form cannot be handed in without an answer.
    pub required: bool,
}

impl Question {
    /// The index its answers enter, if any.
    pub fn index(&self) -> Option<Index> {
        match &self.ask {
            Ask::Scale { scale, .. } => match scale.meaning {
                Meaning::Likert { index } => index,
                Meaning::MiddleIsBest | Meaning::Recommendation => None,
            },
            Ask::Choice { .. } | Ask::Multi { .. } | Ask::Text { .. } | Ask::Number { .. } => None,
        }
    }
}

/// Whether some of these are about another facilitator or subject than the rest, so that each has to say whom it means.
pub fn about_several<'a>(questions: impl IntoIterator<Item = &'a Question>) -> bool {
    let mut pairs = questions.into_iter().map(|question| question.key.pair);
    let first = pairs.find(|pair| *pair > 0);
    pairs.any(|pair| pair > 0 && Some(pair) != first)
}
