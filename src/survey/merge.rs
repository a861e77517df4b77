//! Answers of several offices, counted together.
//!
//! Results are asked for again when more offices have sent theirs, and whoever subtracts the earlier from the later has
//! those of the offices that came in between. Each of them has enough respondents, or nothing of it would have come;
//! but a question that may be left out can have fewer answers than that. So of each office only those questions are
//! counted that enough have answered there: then no difference of two results is a few people's.

use crate::domain::questionnaire::{Answer, AnswerSheet, QuestionKey};
use std::collections::BTreeMap;

/// The sheets of all offices, without the answers to questions that fewer than `needed` of an office have answered.
/// Texts stay: they come only from offices where enough have answered at all, and are shown in no order.
#[must_use]
pub fn merge(offices: Vec<Vec<AnswerSheet>>, needed: u32) -> Vec<AnswerSheet> {
    offices
        .into_iter()
        .flat_map(|sheets| suppressed(sheets, needed))
        .collect()
}

fn suppressed(sheets: Vec<AnswerSheet>, needed: u32) -> Vec<AnswerSheet> {
    let mut counts: BTreeMap<QuestionKey, u32> = BTreeMap::new();
    for (key, answer) in sheets.iter().flat_map(AnswerSheet::answers) {
        if *answer != Answer::NotApplicable {
            *counts.entry(key.clone()).or_default() += 1;
        }
    }
    let enough = |key: &QuestionKey| counts.get(key).is_some_and(|count| *count >= needed);
    let kept = |sheet: AnswerSheet| {
        let said = sheet.answers().iter();
        let said = said.filter(|(key, answer)| matches!(answer, Answer::Text(_)) || enough(key));
        AnswerSheet::restore(said.map(|(key, answer)| (key.clone(), answer.clone())).collect())
    };
    sheets.into_iter().map(kept).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        course::Mode,
        questionnaire::{Draft, Form},
    };
    use crate::survey::{
        shipped,
        tally::{Outcome, Results},
    };

    fn form() -> Form {
        Form::for_batch(&shipped::level1().unwrap(), Mode::Online, &[])
    }

    /// So many people of an office; the first `also` of them answer one question more.
    fn office(form: &Form, people: usize, also: usize) -> (Vec<AnswerSheet>, usize) {
        let optional = (0..form.len())
            .find(|at| form.question(*at).unwrap().index().is_some())
            .unwrap();
        let sheet = |at: usize| {
            let mut draft = Draft::new(form.clone());
            for place in 0..form.len() {
                if form.question(place).unwrap().required {
                    draft.set(place, Answer::Scale(3)).unwrap();
                }
            }
            let whole = draft.finish().unwrap();
            let key = form.question(optional).unwrap().key.clone();
            let mut answers = whole.answers().clone();
            if at < also {
                answers.insert(key, Answer::Scale(2));
            } else {
                answers.remove(&key);
            }
            AnswerSheet::restore(answers)
        };
        ((0..people).map(sheet).collect(), optional)
    }

    #[test]
    fn what_one_office_adds_to_a_question_is_never_one_persons_answer() {
        let form = form();
        let (first, optional) = office(&form, 6, 6);
        let (second, _) = office(&form, 6, 1);
        let counted = |offices| match Results::of(&form, &merge(offices, 5)) {
            Results::Shown(tally) => match &tally.questions[optional].outcome {
                Outcome::Scale(scale) => (tally.respondents, scale.n),
                other => panic!("{other:?}"),
            },
            Results::TooFew { .. } => panic!("too few"),
        };
        let before = counted(vec![first.clone()]);
        let after = counted(vec![first, second]);
        assert_eq!((before, after), ((6, 6), (12, 6)));
    }
}
