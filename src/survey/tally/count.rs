//! The counting.

use super::{Element, Outcome, Part, QuestionTally, Recommendation, Results, ScaleTally, Tally};
use crate::domain::questionnaire::{
    Answer, AnswerSheet, Ask, Form, Index, MIN_ANSWERS_RECOMMENDATION, MIN_RESPONDENTS_TEXT, Meaning,
    Question, Scale,
};
use crate::domain::score::{self, element_hundredths, index_hundredths};
use crate::domain::text::Text;
use std::sync::Arc;

/// How many elements are named as the lowest.
const LOWEST: usize = 3;

impl Results {
    /// Counts the answer sheets of a form. Their order does not matter; an answer that does not fit its question is
    /// as if it had not been given.
    pub fn of(form: &Form, sheets: &[AnswerSheet]) -> Self {
        let respondents = u32::try_from(sheets.len()).unwrap_or(u32::MAX);
        let needed = form.min_respondents;
        if respondents < needed {
            return Self::TooFew { needed };
        }
        let mut questions = Vec::with_capacity(form.len());
        let mut sums = Vec::new();
        for question in form.questions() {
            let answers: Vec<&Answer> = sheets
                .iter()
                .filter_map(|sheet| sheet.get(&question.key))
                .filter(|answer| answer.check(&question.ask).is_ok())
                .collect();
            let outcome = outcome(&question.ask, &answers, respondents, needed);
            if let (Some(Index::Ikm), Outcome::Scale(_)) = (question.index(), &outcome) {
                sums.push((question, scale_sum(&answers)));
            }
            questions.push(QuestionTally {
                question: question.clone(),
                outcome,
            });
        }
        let pooled = pool(&sums);
        let means: Vec<Sum> = pooled.iter().map(|(_, sum)| *sum).collect();
        let mut lowest: Vec<usize> = (0..pooled.len()).collect();
        lowest.sort_by(|one, two| match (means.get(*one), means.get(*two)) {
            (Some(one), Some(two)) => by_mean(*one, *two),
            _ => std::cmp::Ordering::Equal,
        });
        lowest.truncate(LOWEST);
        Self::Shown(Tally {
            respondents,
            questions,
            elements: pooled
                .iter()
                .filter_map(|(question, sum)| element(question, *sum))
                .collect(),
            parts: parts(&sums),
            index: index_hundredths(&means),
            lowest,
        })
    }
}

fn outcome(ask: &Ask, answers: &[&Answer], respondents: u32, needed: u32) -> Outcome {
    let n = count(answers, |answer| *answer != Answer::NotApplicable);
    let enough = |own: u32, needed: u32, outcome: Outcome| {
        if own < needed {
            Outcome::TooFew { needed }
        } else {
            outcome
        }
    };
    match ask {
        Ask::Scale { scale, .. } if scale.meaning == Meaning::Recommendation => {
            let between = |low, high| {
                count(
                    answers,
                    |a| matches!(a, Answer::Scale(v) if (low..=high).contains(v)),
                )
            };
            let shares = Recommendation {
                n,
                promoters: between(9, 10),
                passives: between(7, 8),
                detractors: between(0, 6),
            };
            enough(
                n,
                needed.max(MIN_ANSWERS_RECOMMENDATION),
                Outcome::Recommendation(shares),
            )
        }
        Ask::Scale { scale, .. } => enough(n, needed, Outcome::Scale(scale_tally(scale, answers, n))),
        Ask::Choice { options } | Ask::Multi { options, .. } => {
            let counts = (0..=u8::MAX)
                .zip(options)
                .map(|(option, _)| {
                    count(answers, |answer| match answer {
                        Answer::Choice(taken) => *taken == option,
                        Answer::Multi(taken) => taken.contains(&option),
                        _ => false,
                    })
                })
                .collect();
            enough(n, needed, Outcome::Options { n, counts })
        }
        Ask::Text { .. } => {
            let mut texts: Vec<Text> = answers
                .iter()
                .filter_map(|answer| {
                    if let Answer::Text(text) = answer {
                        Some(text.clone())
                    } else {
                        None
                    }
                })
                .collect();
            texts.sort_unstable();
            enough(
                respondents,
                needed.max(MIN_RESPONDENTS_TEXT),
                Outcome::Texts(texts),
            )
        }
        Ask::Number { .. } => {
            let sum: i128 = answers
                .iter()
                .map(|answer| {
                    if let Answer::Number(number) = answer {
                        i128::from(*number)
                    } else {
                        0
                    }
                })
                .sum();
            let count = i128::from(n.max(1));
            let rounded = (sum.abs() * 200 + count) / (2 * count) * sum.signum();
            let mean_hundredths = i64::try_from(rounded).unwrap_or_default();
            enough(n, needed, Outcome::Number { n, mean_hundredths })
        }
    }
}

fn count(answers: &[&Answer], which: impl Fn(&Answer) -> bool) -> u32 {
    u32::try_from(answers.iter().filter(|answer| which(answer)).count()).unwrap_or(u32::MAX)
}

fn scale_tally(scale: &Scale, answers: &[&Answer], n: u32) -> ScaleTally {
    let sum = scale_sum(answers);
    let (mean_hundredths, ikm_hundredths) = match scale.meaning {
        Meaning::Likert {
            index: Some(Index::Ikm),
        } => (mean_hundredths(sum), element_hundredths(sum)),
        Meaning::Likert { index: None } => (mean_hundredths(sum), None),
        Meaning::MiddleIsBest | Meaning::Recommendation => (None, None),
    };
    ScaleTally {
        n,
        not_applicable: count(answers, |answer| *answer == Answer::NotApplicable),
        counts: scale
            .points
            .iter()
            .map(|point| count(answers, |answer| *answer == Answer::Scale(point.value)))
            .collect(),
        mean_hundredths,
        ikm_hundredths,
    }
}

/// A sum of answers and how many they are.
type Sum = score::Element;

/// The mean in hundredths, rounded half up; nothing where there are no answers.
fn mean_hundredths(sum: Sum) -> Option<u32> {
    let (total, count) = (u64::from(sum.sum), u64::from(sum.count));
    u32::try_from((total * 200 + count).checked_div(2 * count)?).ok()
}

fn scale_sum(answers: &[&Answer]) -> Sum {
    let mut total = Sum { sum: 0, count: 0 };
    for answer in answers {
        if let Answer::Scale(value) = answer {
            total.sum += u32::from(*value);
            total.count += 1;
        }
    }
    total
}

/// Sums of one item over all its pairs, in the order asked.
fn pool<'q>(sums: &[(&'q Question, Sum)]) -> Vec<(&'q Question, Sum)> {
    let mut pooled: Vec<(&Question, Sum)> = Vec::new();
    for (question, sum) in sums {
        match pooled
            .iter_mut()
            .find(|(first, _)| first.key.item == question.key.item && first.key.facet == question.key.facet)
        {
            Some((_, total)) => {
                total.sum += sum.sum;
                total.count += sum.count;
            }
            None => pooled.push((question, *sum)),
        }
    }
    pooled
}

fn by_mean(one: Sum, two: Sum) -> std::cmp::Ordering {
    let cross = |sum: u32, count: u32| u64::from(sum) * u64::from(count);
    cross(one.sum, two.count).cmp(&cross(two.sum, one.count))
}

fn element(question: &Question, sum: Sum) -> Option<Element> {
    Some(Element {
        item: question.key.item.clone(),
        text: Arc::clone(&question.text),
        section: Arc::clone(&question.section),
        answers: sum.count,
        mean_hundredths: mean_hundredths(sum)?,
        ikm_hundredths: element_hundredths(sum)?,
    })
}

fn parts(sums: &[(&Question, Sum)]) -> Vec<Part> {
    let mut groups: Vec<(&Question, Vec<Sum>)> = Vec::new();
    for (question, sum) in sums {
        match groups
            .iter_mut()
            .find(|(first, _)| first.section == question.section && first.key.pair == question.key.pair)
        {
            Some((_, group)) => group.push(*sum),
            None => groups.push((question, vec![*sum])),
        }
    }
    groups
        .into_iter()
        .filter_map(|(question, group)| {
            Some(Part {
                section: Arc::clone(&question.section),
                pair: question.pair.clone(),
                ikm_hundredths: index_hundredths(&group)?,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests;
