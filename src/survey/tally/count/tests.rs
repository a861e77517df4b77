use super::*;
use crate::domain::course::Mode;
use crate::domain::questionnaire::Pair;
use crate::domain::questionnaire::{Draft, Facet};
use crate::domain::score::Grade;
use crate::survey::shipped;
use proptest::prelude::*;

fn form(mode: Mode) -> Form {
    let pairs = Pair::numbered([("Ani", "Arsip"), ("Budi", "Surat")]);
    Form::for_batch(&shipped::level1().unwrap(), mode, &pairs)
}

/// A sheet that answers by item id; items that the function has nothing for stay open.
fn sheet(form: &Form, answer: impl Fn(&Question) -> Option<Answer>) -> AnswerSheet {
    let mut draft = Draft::new(form.clone());
    for (place, question) in form.questions().iter().enumerate() {
        if let Some(answer) = answer(question) {
            draft.set(place, answer).unwrap();
        }
    }
    draft.finish().unwrap()
}

/// The same value on every point of 1 to 4, "cukup" for the length, nothing that is optional.
fn plain(value: u8) -> impl Fn(&Question) -> Option<Answer> {
    move |question| match question.key.item.as_str() {
        "M3" => Some(Answer::Scale(2)),
        "P4" | "U1" | "U2" | "U3" => None,
        _ => Some(Answer::Scale(value)),
    }
}

fn tally(form: &Form, sheets: &[AnswerSheet]) -> Tally {
    match Results::of(form, sheets) {
        Results::Shown(tally) => tally,
        Results::TooFew { needed } => panic!("fewer than {needed}"),
    }
}

fn outcome<'t>(tally: &'t Tally, item: &str) -> &'t Outcome {
    &tally
        .questions
        .iter()
        .find(|line| line.question.key.item == item)
        .unwrap()
        .outcome
}

#[test]
fn four_answers_show_nothing_and_five_show_everything() {
    let form = form(Mode::Online);
    let sheets: Vec<AnswerSheet> = (0..5).map(|_| sheet(&form, plain(3))).collect();
    for few in 0..5 {
        let results = Results::of(&form, &sheets[..few]);
        assert_eq!(
            results,
            Results::TooFew { needed: 5 },
            "the number of answers must not show"
        );
    }
    assert_eq!(tally(&form, &sheets).respondents, 5);
}

#[test]
fn perfect_answers_are_one_hundred_and_not_ninety_nine() {
    let form = form(Mode::Online);
    let sheets: Vec<AnswerSheet> = (0..7).map(|_| sheet(&form, plain(4))).collect();
    assert_eq!(tally(&form, &sheets).index, Some(10_000));
}

#[test]
fn a_mean_of_three_point_five_four_keeps_its_a() {
    // 27 of 50 answer 4 and 23 answer 3 everywhere: mean 3.54, IKM 88.50. Ten weights of 0.099 give 87.61, a B.
    let form = form(Mode::Online);
    let sheets: Vec<AnswerSheet> = (0..50)
        .map(|at| sheet(&form, plain(if at < 27 { 4 } else { 3 })))
        .collect();
    let tally = tally(&form, &sheets);
    assert_eq!(tally.index, Some(8850));
    assert_eq!(Grade::of(8850), Grade::A);
    assert!(
        tally
            .elements
            .iter()
            .all(|element| element.mean_hundredths == 354)
    );
}

#[test]
fn does_not_apply_leaves_the_count() {
    let form = form(Mode::Online);
    let sheets: Vec<AnswerSheet> = (0..8)
        .map(|at| {
            sheet(&form, |question| match question.key.item.as_str() {
                "P3" if at >= 6 => Some(Answer::NotApplicable),
                "P3" => Some(Answer::Scale(2)),
                _ => plain(4)(question),
            })
        })
        .collect();
    let tally = tally(&form, &sheets);
    let Outcome::Scale(p3) = outcome(&tally, "P3") else {
        panic!()
    };
    assert_eq!(
        (p3.n, p3.not_applicable, p3.mean_hundredths, p3.ikm_hundredths),
        (6, 2, Some(200), Some(5000))
    );
    assert_eq!(p3.counts, [0, 6, 0, 0]);
    // Eight elements of 4 and one of 2: (8 * 4 + 2) / 9 * 25 = 94.44, each element with the same weight.
    assert_eq!(tally.index, Some(9444));
}

#[test]
fn a_question_that_few_answered_is_hidden_and_in_no_sum() {
    let form = form(Mode::FaceToFace);
    let sheets: Vec<AnswerSheet> = (0..9)
        .map(|at| {
            sheet(&form, |question| match question.key.item.as_str() {
                "P4" if at < 4 => Some(Answer::Scale(1)),
                _ => plain(4)(question),
            })
        })
        .collect();
    let tally = tally(&form, &sheets);
    assert_eq!(*outcome(&tally, "P4"), Outcome::TooFew { needed: 5 });
    assert_eq!(
        tally.index,
        Some(10_000),
        "with P4 in it, the index would tell P4"
    );
    assert!(tally.elements.iter().all(|element| element.item != "P4"));
    assert!(tally.parts.iter().all(|part| part.ikm_hundredths == 10_000));
}

#[test]
fn the_length_of_the_training_and_the_recommendation_enter_no_index() {
    let form = form(Mode::Online);
    let answers = |length: u8, recommend: u8| {
        let sheets: Vec<AnswerSheet> = (0..10)
            .map(|_| {
                sheet(&form, |question| match question.key.item.as_str() {
                    "M3" => Some(Answer::Scale(length)),
                    "U1" => Some(Answer::Scale(recommend)),
                    _ => plain(3)(question),
                })
            })
            .collect();
        tally(&form, &sheets)
    };
    let (low, high) = (answers(1, 0), answers(3, 10));
    assert_eq!((low.index, high.index), (Some(7500), Some(7500)));
    assert_eq!(low.elements, high.elements);
    let Outcome::Scale(m3) = outcome(&low, "M3") else {
        panic!()
    };
    assert_eq!(
        (m3.counts.as_slice(), m3.mean_hundredths, m3.ikm_hundredths),
        ([10, 0, 0].as_slice(), None, None)
    );
}

#[test]
fn a_recommendation_is_three_shares_from_ten_answers_on() {
    let form = form(Mode::Online);
    let sheets = |count: u8| -> Vec<AnswerSheet> {
        (0..count)
            .map(|at| {
                sheet(&form, |question| match question.key.item.as_str() {
                    "U1" => Some(Answer::Scale(at % 11)),
                    _ => plain(3)(question),
                })
            })
            .collect()
    };
    assert_eq!(
        *outcome(&tally(&form, &sheets(9)), "U1"),
        Outcome::TooFew { needed: 10 }
    );
    let shares = Recommendation {
        n: 11,
        promoters: 2,
        passives: 2,
        detractors: 7,
    };
    assert_eq!(
        *outcome(&tally(&form, &sheets(11)), "U1"),
        Outcome::Recommendation(shares)
    );
    assert_eq!(shares.net_percent(), -45);
    assert_eq!(
        Recommendation {
            n: 8,
            promoters: 1,
            passives: 7,
            detractors: 0
        }
        .net_percent(),
        13
    );
}

#[test]
fn what_was_written_is_hidden_under_ten_respondents_and_then_in_no_order_of_theirs() {
    let form = form(Mode::Online);
    let words = ["j", "c", "a", "h", "b", "i", "d", "f", "e", "g"];
    let sheets: Vec<AnswerSheet> = words
        .iter()
        .map(|word| {
            sheet(&form, |question| match question.key.item.as_str() {
                "U2" => Some(Answer::Text(Text::read(word, 10).unwrap())),
                _ => plain(3)(question),
            })
        })
        .collect();
    assert_eq!(
        *outcome(&tally(&form, &sheets[..9]), "U2"),
        Outcome::TooFew { needed: 10 }
    );
    let tally = tally(&form, &sheets);
    let Outcome::Texts(texts) = outcome(&tally, "U2") else {
        panic!()
    };
    assert!(texts.is_sorted() && texts.len() == 10, "{texts:?}");
}

#[test]
fn a_facilitator_counts_once_whatever_the_number_of_pairs() {
    let form = form(Mode::Online);
    // Everything about facilitators is 1, the rest 4: four elements of nine, although eight questions of thirteen.
    let sheets: Vec<AnswerSheet> = (0..5)
        .map(|_| {
            sheet(&form, |question| {
                plain(if question.pair.is_some() { 1 } else { 4 })(question)
            })
        })
        .collect();
    let tally = tally(&form, &sheets);
    assert_eq!(tally.elements.len(), 9);
    assert_eq!(tally.index, Some(6667), "(4 * 1 + 5 * 4) / 9 * 25");
    let parts: Vec<(&str, Option<u16>, u32)> = tally
        .parts
        .iter()
        .map(|part| {
            (
                &*part.section,
                part.pair.as_ref().map(|pair| pair.number),
                part.ikm_hundredths,
            )
        })
        .collect();
    let expected = [
        ("Fasilitator", Some(1), 2500),
        ("Fasilitator", Some(2), 2500),
        ("Materi", None, 10_000),
        ("Penyelenggaraan", None, 10_000),
    ];
    assert_eq!(parts, expected);
}

#[test]
fn the_lowest_three_are_named_lowest_first() {
    let form = form(Mode::Online);
    let sheets: Vec<AnswerSheet> = (0..5)
        .map(|_| {
            sheet(&form, |question| match question.key.item.as_str() {
                "P2" => Some(Answer::Scale(1)),
                "M1" => Some(Answer::Scale(2)),
                "F4" => Some(Answer::Scale(3)),
                _ => plain(4)(question),
            })
        })
        .collect();
    let tally = tally(&form, &sheets);
    let named: Vec<&str> = tally
        .lowest
        .iter()
        .map(|place| tally.elements[*place].item.as_str())
        .collect();
    assert_eq!(named, ["P2", "M1", "F4"]);
}

#[test]
fn an_answer_that_does_not_fit_its_question_is_not_counted() {
    let form = form(Mode::Online);
    let mut sheets: Vec<AnswerSheet> = (0..5).map(|_| sheet(&form, plain(4))).collect();
    let mut odd = sheets[0].answers().clone();
    for answer in odd.values_mut() {
        *answer = Answer::Scale(99);
    }
    sheets.push(AnswerSheet::restore(odd));
    let tally = tally(&form, &sheets);
    assert_eq!((tally.respondents, tally.index), (6, Some(10_000)));
}

#[test]
fn choices_are_counted_by_option_and_numbers_by_their_mean_alone() {
    let needs = Form::for_batch(&shipped::needs().unwrap(), Mode::Seminar, &[]);
    let sheets: Vec<AnswerSheet> = (0..6_u8)
        .map(|at| {
            sheet(&needs, |question| match question.key.item.as_str() {
                "J1" => Some(Answer::Choice(at % 2)),
                "C1" => Some(Answer::Multi([0, 1 + at % 3].into())),
                "C2" => Some(Answer::Choice(3)),
                "C3" => Some(Answer::Multi([9].into())),
                "J2" => Some(Answer::Text(Text::read("arsip", 10).unwrap())),
                _ => None,
            })
        })
        .collect();
    let tally = tally(&needs, &sheets);
    assert_eq!(
        *outcome(&tally, "J1"),
        Outcome::Options {
            n: 6,
            counts: vec![3, 3, 0, 0, 0, 0]
        }
    );
    assert_eq!(
        *outcome(&tally, "C1"),
        Outcome::Options {
            n: 6,
            counts: vec![6, 2, 2, 2, 0, 0]
        }
    );
    assert_eq!((tally.index, tally.elements.len()), (None, 0));

    let number = |numbers: &[i64]| {
        let answers: Vec<Answer> = numbers.iter().map(|number| Answer::Number(*number)).collect();
        let answers: Vec<&Answer> = answers.iter().collect();
        super::outcome(
            &Ask::Number {
                min: i64::MIN,
                max: i64::MAX,
            },
            &answers,
            5,
            5,
        )
    };
    assert_eq!(
        number(&[1, 2, 3, 4, 6]),
        Outcome::Number {
            n: 5,
            mean_hundredths: 320
        }
    );
    assert_eq!(
        number(&[-1, -2, -3, -4, -6]),
        Outcome::Number {
            n: 5,
            mean_hundredths: -320
        }
    );
    assert_eq!(number(&[1, 2, 3, 4]), Outcome::TooFew { needed: 5 });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn results_do_not_depend_on_the_order_of_sheets(
        values in prop::collection::vec((1_u8..=4, 0_u8..=10), 5..15), turn in 0_usize..15,
    ) {
        let form = form(Mode::Blended);
        let mut sheets: Vec<AnswerSheet> = values
            .iter()
            .map(|(value, recommend)| sheet(&form, |question| match question.key.item.as_str() {
                "U1" => Some(Answer::Scale(*recommend)),
                _ => plain(*value)(question),
            }))
            .collect();
        let before = Results::of(&form, &sheets);
        sheets.reverse();
        let length = sheets.len();
        sheets.rotate_left(turn % length);
        prop_assert_eq!(before, Results::of(&form, &sheets));
    }

    #[test]
    fn the_index_is_the_mean_of_means_to_the_last_hundredth(
        counts in prop::collection::vec((1_u32..30, 0_u32..=90), 1..6),
    ) {
        // Against a fraction over the product of all counts.
        let sums: Vec<Sum> = counts
            .iter()
            .map(|(count, extra)| Sum { sum: count + extra % (3 * count + 1), count: *count })
            .collect();
        let denominator: u128 = sums.iter().map(|sum| u128::from(sum.count)).product();
        let numerator: u128 = sums.iter().map(|sum| u128::from(sum.sum) * denominator / u128::from(sum.count)).sum();
        let whole = denominator * sums.len() as u128;
        let expected = (5000 * numerator + whole) / (2 * whole);
        prop_assert_eq!(index_hundredths(&sums).map(u128::from), Some(expected));
    }
}

#[test]
fn before_and_after_are_two_questions() {
    let level3 = Form::for_batch(&shipped::level3().unwrap(), Mode::Seminar, &[]);
    let facets: Vec<Facet> = level3
        .questions()
        .iter()
        .filter(|q| q.key.item == "A2")
        .map(|q| q.key.facet)
        .collect();
    assert_eq!(facets, [Facet::Before, Facet::After]);
}
