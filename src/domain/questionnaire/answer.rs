//! What a person answers, and whether it fits what was asked.

use super::super::text::{Text, TextFault};
use super::{Ask, QuestionKey};
use std::collections::{BTreeMap, BTreeSet};

/// One answer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Answer {
    /// The value of a point on the scale.
    Scale(u8),
    /// "Does not apply": counted apart, never in a mean.
    NotApplicable,
    /// The option with this place, from 0.
    Choice(u8),
    /// The options with these places, at least one.
    Multi(BTreeSet<u8>),
    /// What was written, in one paragraph.
    Text(Text),
    /// A whole number.
    Number(i64),
}

/// Why an answer does not fit a question, or why its lack does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The question must be answered.
    #[error("an answer is required")]
    Required,
    /// The answer is of another kind than the question takes.
    #[error("this question takes another kind of answer")]
    WrongKind,
    /// The scale has no such point.
    #[error("the scale has no point {0}")]
    NoSuchPoint(u8),
    /// There is no such option.
    #[error("there is no option {0}")]
    NoSuchOption(u8),
    /// "Does not apply" may not be answered here.
    #[error("this question has no answer `does not apply`")]
    AlwaysApplies,
    /// More options than may be taken.
    #[error("{taken} options taken, at most {max} may be")]
    TooMany {
        /// How many were taken.
        taken: usize,
        /// How many may be.
        max: u8,
    },
    /// More text than fits.
    #[error("{chars} characters written, at most {max} fit")]
    TooLong {
        /// How many characters were written.
        chars: usize,
        /// How many fit.
        max: u16,
    },
    /// A character that no text may hold: a control, a direction override, one without width.
    #[error("the character at position {position} may not be written")]
    BadCharacter {
        /// Its place in what was typed, in characters from 1.
        position: usize,
    },
    /// The number is under the least or over the greatest.
    #[error("the number must be from {min} to {max}")]
    OutOfRange {
        /// The least.
        min: i64,
        /// The greatest.
        max: i64,
    },
    /// The form has no question of this key or place.
    #[error("the form has no such question")]
    NoSuchQuestion,
}

impl Answer {
    /// Whether this answer fits what is asked.
    pub fn check(&self, ask: &Ask) -> Result<(), Fault> {
        match (self, ask) {
            (Self::Scale(value), Ask::Scale { scale, .. }) => {
                scale.point(*value).map(|_| ()).ok_or(Fault::NoSuchPoint(*value))
            }
            (Self::NotApplicable, Ask::Scale { na, .. }) => {
                na.as_ref().map(|_| ()).ok_or(Fault::AlwaysApplies)
            }
            (Self::Choice(option), Ask::Choice { options }) => option_exists(*option, options),
            (Self::Multi(taken), Ask::Multi { options, max_choices }) => {
                taken
                    .iter()
                    .try_for_each(|option| option_exists(*option, options))?;
                if taken.is_empty() {
                    return Err(Fault::Required);
                }
                if taken.len() > usize::from(*max_choices) {
                    return Err(Fault::TooMany {
                        taken: taken.len(),
                        max: *max_choices,
                    });
                }
                Ok(())
            }
            (Self::Text(text), Ask::Text { max_chars }) => {
                let chars = text.chars().count();
                if chars > usize::from(*max_chars) {
                    return Err(Fault::TooLong {
                        chars,
                        max: *max_chars,
                    });
                }
                Ok(())
            }
            (Self::Number(number), Ask::Number { min, max }) => {
                if (*min..=*max).contains(number) {
                    Ok(())
                } else {
                    Err(Fault::OutOfRange { min: *min, max: *max })
                }
            }
            _ => Err(Fault::WrongKind),
        }
    }
}

fn option_exists(option: u8, options: &[String]) -> Result<(), Fault> {
    options
        .get(usize::from(option))
        .map(|_| ())
        .ok_or(Fault::NoSuchOption(option))
}

/// Reads what was typed for an answer; nothing where nothing was.
pub(super) fn read_text(raw: &str, max_chars: u16) -> Result<Option<Answer>, Fault> {
    match Text::read_optional(raw, usize::from(max_chars)) {
        Ok(text) => Ok(text.map(Answer::Text)),
        Err(TextFault::TooLong { chars, .. }) => Err(Fault::TooLong {
            chars,
            max: max_chars,
        }),
        Err(fault) => Err(Fault::BadCharacter {
            position: fault.position().unwrap_or(1),
        }),
    }
}

/// What one person handed in. It says nothing of who, when, or in which order.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AnswerSheet {
    answers: BTreeMap<QuestionKey, Answer>,
}

impl AnswerSheet {
    /// A sheet read back from where it was kept. A person's own comes from [`super::Draft::finish`] alone, which
    /// lets no fault through.
    pub fn restore(answers: BTreeMap<QuestionKey, Answer>) -> Self {
        Self { answers }
    }

    /// The answer to a question, if it was answered.
    pub fn get(&self, key: &QuestionKey) -> Option<&Answer> {
        self.answers.get(key)
    }

    /// All answers, by key.
    pub fn answers(&self) -> &BTreeMap<QuestionKey, Answer> {
        &self.answers
    }
}

/// Says nothing of what was answered: a debug print may land in a log.
impl std::fmt::Debug for AnswerSheet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AnswerSheet")
            .field("answered", &self.answers.len())
            .finish_non_exhaustive()
    }
}
