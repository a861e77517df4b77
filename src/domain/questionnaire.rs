//! Questionnaires: what is asked, of whom, on which scale.
//!
//! A [`Questionnaire`] is the form as written by the organiser. It becomes a [`Form`] for one batch: sections that
//! repeat are repeated for each pair of facilitator and subject, items that do not fit the batch's mode are gone, and
//! every question has a stable [`QuestionKey`]. A [`Draft`] holds what one person has chosen so far, and only a draft
//! without a fault becomes an [`AnswerSheet`].
//!
//! The item kinds are those found in the forms that agencies really use: a scale where more is better, a scale whose
//! middle is best ("lama / cukup / singkat"), 0 to 10, one of several, some of several, free text, a number, and a
//! matrix of topics against scales.

mod answer;
mod draft;
mod form;
mod question;

#[cfg(test)]
mod tests;

pub use answer::{Answer, AnswerSheet, Fault};
pub use draft::{Draft, Incomplete};
pub use form::Form;
pub use question::{Ask, Facet, Pair, Question, QuestionKey, about_several};

use super::course::Mode;
use std::sync::Arc;

/// The smallest number of respondents below which no result of any survey is shown, whatever its file says.
///
/// The default of Viva Glint and of the survey customs in `reference.toml`; a questionnaire may ask for more.
pub const MIN_RESPONDENTS: u32 = 5;

/// The smallest number of respondents below which no free text is shown: style of writing tells more than a number.
pub const MIN_RESPONDENTS_TEXT: u32 = 10;

/// The smallest number of answers below which the shares of a 0-to-10 recommendation are not shown.
pub const MIN_ANSWERS_RECOMMENDATION: u32 = 10;

/// The id and version of a questionnaire: answers given to one are never counted with answers given to another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QuestionnaireRef {
    /// The questionnaire's id, such as `L1-REAKSI`.
    pub id: String,
    /// Its version, from 1.
    pub version: u32,
}

/// A form as the organiser wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Questionnaire {
    /// Its name for the programs.
    pub reference: QuestionnaireRef,
    /// Level of evaluation after Kirkpatrick: 1 reaction, 2 learning, 3 behaviour, 4 results; 0 for a needs survey.
    pub level: u8,
    /// Its title for the person who answers.
    pub title: String,
    /// What is said before the first question: who sees what.
    pub intro: String,
    /// What is said after the last.
    pub thanks: String,
    /// Roles of those who answer, such as `peserta`; the first is the one meant when none is named.
    pub respondents: Vec<String>,
    /// Whether answers are kept without the person.
    pub anonymous: bool,
    /// How long it takes, in minutes, as promised to the person; 0 when nothing is promised.
    pub minutes: u16,
    /// The least number of peers who answer about one person (level 3); 0 when peers are not asked.
    pub min_peers: u16,
    /// Results are shown from this number of respondents on; never below [`MIN_RESPONDENTS`].
    pub min_respondents: u32,
    /// When it may be answered.
    pub window: Window,
    /// Its parts, in order.
    pub sections: Vec<Section>,
}

/// When a questionnaire may be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// At any time.
    Always,
    /// From the end of a batch's last meeting on, for this many days.
    AfterLastMeeting {
        /// Days until it closes.
        days: u16,
    },
    /// Some months after the end of a batch.
    Months {
        /// Opens this many months after the end.
        from: u16,
        /// Closes this many months after the end.
        to: u16,
    },
    /// Every year in the same season, both days included.
    Season {
        /// Month and day it opens.
        from: (u8, u8),
        /// Month and day it closes.
        to: (u8, u8),
    },
}

/// A part of a questionnaire under one heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Its id within the questionnaire.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// One more sentence under the heading.
    pub help: Option<String>,
    /// Whether it is asked once, or once for each pair of facilitator and subject.
    pub repeat: Repeat,
    /// Roles it is asked of; empty for everybody.
    pub respondents: Vec<String>,
    /// What is asked, in order.
    pub items: Vec<Item>,
}

/// How often a section is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Repeat {
    /// Once.
    #[default]
    Once,
    /// Once for each pair of facilitator and subject of the batch, as evaluation of facilitators is done everywhere.
    FacilitatorSubject,
}

/// One thing that is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its id, unique in the questionnaire, such as `F1`.
    pub id: String,
    /// The question in words.
    pub text: String,
    /// What kind of answer it takes.
    pub kind: Kind,
    /// Whether the questionnaire cannot be handed in without an answer.
    pub required: bool,
    /// Modes of training in which it is asked; empty for every mode.
    pub only_modes: Vec<Mode>,
}

/// What kind of answer an item takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One point of a scale.
    Scale {
        /// The scale.
        scale: Arc<Scale>,
        /// Asked twice, for before and after the training.
        paired: bool,
        /// "Does not apply" may be answered, and then leaves the count.
        allow_na: bool,
    },
    /// One point on each of several scales.
    Matrix {
        /// The scales, in the order asked.
        scales: Vec<Arc<Scale>>,
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
    /// Free text on one paragraph.
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

/// A scale: points with words, from the least to the greatest value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scale {
    /// Its id within the questionnaire.
    pub id: String,
    /// How its values are to be understood.
    pub meaning: Meaning,
    /// Its points, by ascending value, at least two.
    pub points: Vec<Point>,
    /// The words for "does not apply", where an item may allow it.
    pub na: Option<String>,
}

impl Scale {
    /// The point of a value, or none where the scale has no such point.
    pub fn point(&self, value: u8) -> Option<&Point> {
        self.points.iter().find(|point| point.value == value)
    }
}

/// One point of a scale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// Its value.
    pub value: u8,
    /// Its words; empty for the inner points of a 0-to-10 scale.
    pub label: String,
}

/// How the values of a scale are to be understood. Only the first kind can enter an index, so nothing else can.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// More is better.
    Likert {
        /// The index its answers enter, if any.
        index: Option<Index>,
    },
    /// The middle is best, as with "too short, right, too long": a mean would say nothing.
    MiddleIsBest,
    /// Willingness to recommend from 0 to 10, told as three shares.
    Recommendation,
}

/// An index that scale answers enter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Index {
    /// IKM of PermenPANRB 14/2017: mean of a 1-to-4 scale times 25.
    Ikm,
}
