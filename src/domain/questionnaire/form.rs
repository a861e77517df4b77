//! A questionnaire made ready for one batch.

use super::super::course::Mode;
use super::{
    Ask, Facet, Item, Kind, Pair, Question, QuestionKey, Questionnaire, QuestionnaireRef, Repeat, Section,
};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A questionnaire made ready for one batch and one role of respondent: exactly the questions that are asked.
///
/// Which questions there are depends on the batch alone, never on what is answered, so "3 of 12" holds from the first
/// screen to the last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// The questionnaire it was made from.
    pub questionnaire: QuestionnaireRef,
    /// Its title.
    pub title: String,
    /// What is said before the first question.
    pub intro: String,
    /// What is said after the last.
    pub thanks: String,
    /// Whether answers are kept without the person.
    pub anonymous: bool,
    /// How long it takes, in minutes; 0 when nothing is promised.
    pub minutes: u16,
    /// Results are shown from this number of respondents on.
    pub min_respondents: u32,
    questions: Vec<Question>,
}

impl Form {
    /// The form for a batch of this mode, for the questionnaire's first role of respondent.
    ///
    /// A section that repeats is asked once for each pair, and not at all where there is none; of two pairs with the
    /// same number the first counts, so that no two questions share a key.
    pub fn for_batch(questionnaire: &Questionnaire, mode: Mode, pairs: &[Pair]) -> Self {
        let role = questionnaire.respondents.first().map_or("", String::as_str);
        Self::for_respondent(questionnaire, role, mode, pairs)
    }

    /// The form for a batch of this mode and a given role of respondent, such as `atasan`.
    pub fn for_respondent(questionnaire: &Questionnaire, role: &str, mode: Mode, pairs: &[Pair]) -> Self {
        let mut numbers = BTreeSet::new();
        let pairs: Vec<Arc<Pair>> = pairs
            .iter()
            .filter(|pair| numbers.insert(pair.number))
            .cloned()
            .map(Arc::new)
            .collect();
        let mut questions = Vec::new();
        for section in &questionnaire.sections {
            if !section.respondents.is_empty() && !section.respondents.iter().any(|asked| asked == role) {
                continue;
            }
            match section.repeat {
                Repeat::Once => push_section(&mut questions, section, mode, None),
                Repeat::FacilitatorSubject => {
                    for pair in &pairs {
                        push_section(&mut questions, section, mode, Some(pair));
                    }
                }
            }
        }
        Self {
            questionnaire: questionnaire.reference.clone(),
            title: questionnaire.title.clone(),
            intro: questionnaire.intro.clone(),
            thanks: questionnaire.thanks.clone(),
            anonymous: questionnaire.anonymous,
            minutes: questionnaire.minutes,
            min_respondents: questionnaire.min_respondents.max(super::MIN_RESPONDENTS),
            questions,
        }
    }

    /// The questions, in the order they are asked.
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    /// The question with this place in the order, from 0.
    pub fn question(&self, place: usize) -> Option<&Question> {
        self.questions.get(place)
    }

    /// The place of the question with this key.
    pub fn place(&self, key: &QuestionKey) -> Option<usize> {
        self.questions.iter().position(|question| question.key == *key)
    }

    /// How many questions are asked.
    pub fn len(&self) -> usize {
        self.questions.len()
    }

    /// Whether nothing is asked.
    pub fn is_empty(&self) -> bool {
        self.questions.is_empty()
    }
}

fn push_section(questions: &mut Vec<Question>, section: &Section, mode: Mode, pair: Option<&Arc<Pair>>) {
    let heading: Arc<str> = section.title.as_str().into();
    let help: Option<Arc<str>> = section.help.as_deref().map(Into::into);
    for item in &section.items {
        if !item.only_modes.is_empty() && !item.only_modes.contains(&mode) {
            continue;
        }
        let text: Arc<str> = item.text.as_str().into();
        for (facet, ask) in asks(item) {
            questions.push(Question {
                key: QuestionKey {
                    item: item.id.clone(),
                    pair: pair.map_or(0, |pair| pair.number),
                    facet,
                },
                section: Arc::clone(&heading),
                help: help.clone(),
                pair: pair.cloned(),
                text: Arc::clone(&text),
                ask,
                required: item.required,
            });
        }
    }
}

fn asks(item: &Item) -> Vec<(Facet, Ask)> {
    let whole = |ask| vec![(Facet::Whole, ask)];
    match &item.kind {
        Kind::Scale {
            scale,
            paired,
            allow_na,
        } => {
            let ask = Ask::Scale {
                scale: Arc::clone(scale),
                na: if *allow_na { scale.na.clone() } else { None },
            };
            if *paired {
                vec![(Facet::Before, ask.clone()), (Facet::After, ask)]
            } else {
                whole(ask)
            }
        }
        Kind::Matrix { scales } => (0..=u8::MAX)
            .zip(scales)
            .map(|(column, scale)| {
                (
                    Facet::Column(column),
                    Ask::Scale {
                        scale: Arc::clone(scale),
                        na: None,
                    },
                )
            })
            .collect(),
        Kind::Choice { options } => whole(Ask::Choice {
            options: options.clone(),
        }),
        Kind::Multi { options, max_choices } => whole(Ask::Multi {
            options: options.clone(),
            max_choices: *max_choices,
        }),
        Kind::Text { max_chars } => whole(Ask::Text {
            max_chars: *max_chars,
        }),
        Kind::Number { min, max } => whole(Ask::Number { min: *min, max: *max }),
    }
}
