use super::*;
use crate::domain::course::Mode;
use crate::domain::questionnaire::{Answer, Draft};
use crate::survey::shipped;
use proptest::prelude::*;

fn form() -> Form {
    Form::for_batch(&shipped::level1().unwrap(), Mode::Online, &[])
}

fn sheets(form: &Form, count: u8) -> Vec<AnswerSheet> {
    (0..count)
        .map(|at| {
            let mut draft = Draft::new(form.clone());
            for place in 0..form.len() {
                if form.question(place).is_some_and(|question| question.required) {
                    draft.set(place, Answer::Scale(1 + at % 3)).unwrap();
                }
            }
            draft.finish().unwrap()
        })
        .collect()
}

fn shown(results: &Results) -> Option<u32> {
    match results {
        Results::Shown(tally) => Some(tally.respondents),
        Results::TooFew { .. } => None,
    }
}

#[test]
fn the_sixth_answer_cannot_be_had_by_subtraction() {
    let form = form();
    let mut board = Board::default();
    let seen: Vec<Option<u32>> = (0..=16)
        .map(|count| shown(board.look(&form, &sheets(&form, count))))
        .collect();
    let mut expected = vec![None; 5];
    expected.extend([Some(5); 5]);
    expected.extend([Some(10); 5]);
    expected.extend([Some(15); 2]);
    assert_eq!(seen, expected);
}

#[test]
fn a_restart_is_no_way_to_a_second_look() {
    let form = form();
    let mut before = Board::default();
    before.look(&form, &sheets(&form, 5));
    let mut after = Board::recall(before.published());
    assert_eq!(
        after.look(&form, &sheets(&form, 6)),
        &Results::TooFew { needed: 10 }
    );
    assert_eq!(shown(after.look(&form, &sheets(&form, 10))), Some(10));
    let mut same = Board::recall(before.published());
    assert_eq!(
        shown(same.look(&form, &sheets(&form, 5))),
        Some(5),
        "the same answers may be seen again"
    );
}

proptest! {
    #[test]
    fn two_results_ever_shown_are_the_same_or_five_answers_apart(
        looks in prop::collection::vec((0_u32..4, any::<bool>()), 1..40), needed in 5_u32..9,
    ) {
        let (mut now, mut last) = (0, None);
        let mut seen: Vec<u32> = Vec::new();
        for (more, look) in looks {
            now += more;
            if look && may_publish(last, now, needed) {
                last = Some(now);
                seen.push(now);
            }
        }
        for (one, two) in seen.iter().zip(seen.iter().skip(1)) {
            prop_assert!(one == two || two - one >= needed);
        }
        prop_assert!(seen.first().is_none_or(|first| *first >= needed));
    }
}
