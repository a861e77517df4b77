use proptest::prelude::*;
use serde::Deserialize;

use super::*;

fn element(sum: u32, count: u32) -> Element {
    Element { sum, count }
}

#[test]
fn perfect_answers_give_a_hundred_and_the_customary_weight_does_not() {
    let nine = [element(40, 10); 9];
    assert_eq!(index_hundredths(&nine), Some(10_000));
    assert_eq!(customary_hundredths(&nine), Some(9_900));
    assert_eq!(index_hundredths(&[element(10, 10); 9]), Some(2_500));
}

#[test]
fn the_customary_weight_takes_a_grade_away() {
    let nine = [element(354, 100); 9];
    assert_eq!(index_hundredths(&nine), Some(8_850));
    assert_eq!(Grade::of(8_850), Grade::A);
    let customary = customary_hundredths(&nine).unwrap();
    assert_eq!(
        (customary, Grade::of(customary)),
        (8_762, Grade::B),
        "87.615 rounded half up"
    );
    assert_eq!(
        customary_hundredths(&nine[..8]),
        None,
        "0.11 means nothing for eight"
    );
}

#[test]
fn every_element_counts_alike_however_many_answered() {
    // The mean of all answers would be (4 + 200) / 101.
    assert_eq!(index_hundredths(&[element(4, 1), element(200, 100)]), Some(7_500));
    assert_eq!(
        index_hundredths(&[element(4, 1), element(0, 0)]),
        Some(10_000),
        "not answered is left out"
    );
}

#[test]
fn half_is_rounded_up_and_less_is_not() {
    assert_eq!(element_hundredths(element(5_001, 5_000)), Some(2_501), "2500.5");
    assert_eq!(
        element_hundredths(element(5_002, 5_001)),
        Some(2_500),
        "2500.4999"
    );
    // 1/3 + 1/3 + 1/3 must be one: no float could say so.
    assert_eq!(
        index_hundredths(&[element(4, 3), element(4, 3), element(4, 3)]),
        Some(3_333)
    );
}

#[test]
fn no_answers_and_impossible_sums_have_no_index() {
    assert_eq!(index_hundredths(&[]), None);
    assert_eq!(index_hundredths(&[element(0, 0)]), None);
    assert_eq!(index_hundredths(&[element(5, 1)]), None);
    assert_eq!(index_hundredths(&[element(5, 0), element(4, 1)]), None);
}

#[test]
fn grades_are_those_of_the_reference() {
    #[derive(Deserialize)]
    struct Reference {
        ikm_grade: Vec<Band>,
    }
    #[derive(Deserialize)]
    struct Band {
        grade: String,
        min_hundredths: u32,
    }
    let reference: Reference =
        toml::from_str(include_str!("../../../assets/content/reference.toml")).unwrap();
    assert_eq!(reference.ikm_grade.len(), 4);
    for (band, grade) in reference.ikm_grade.iter().zip(Grade::ALL) {
        assert_eq!(
            (band.grade.as_str(), band.min_hundredths),
            (&*grade.letter().to_string(), grade.min_hundredths())
        );
        assert_eq!(Grade::of(band.min_hundredths), grade);
        if grade != Grade::D {
            assert_eq!(
                Grade::of(band.min_hundredths - 1),
                Grade::ALL[grade as usize + 1],
                "no gap between bands"
            );
        }
    }
}

#[test]
fn many_large_and_unlike_counts_do_not_overflow() {
    let elements: Vec<Element> = (0..40)
        .map(|i| element((4_000_000_000 - i) / 2, 4_000_000_000 - i))
        .collect();
    assert_eq!(index_hundredths(&elements), Some(1_250));
}

proptest! {
    #[test]
    fn one_element_is_the_plain_formula(count in 1_u32..1_000_000, share in 0_u32..=4_000) {
        let sum = u32::try_from(u64::from(count) * u64::from(share) / 1_000).unwrap();
        let plain = (2 * u128::from(sum) * 2_500 + u128::from(count)) / (2 * u128::from(count));
        prop_assert_eq!(index_hundredths(&[element(sum, count)]).map(u128::from), Some(plain));
    }

    #[test]
    fn several_elements_agree_with_a_common_denominator(
        elements in prop::collection::vec((1_u32..60, 0_u32..=400), 1..9)
    ) {
        let elements: Vec<Element> =
            elements.into_iter().map(|(count, share)| element(count * share / 100, count)).collect();
        let denominator: u128 = elements.iter().map(|e| u128::from(e.count)).product();
        let sum: u128 = elements.iter().map(|e| u128::from(e.sum) * denominator / u128::from(e.count)).sum();
        let all = denominator * elements.len() as u128;
        prop_assert_eq!(index_hundredths(&elements).map(u128::from), Some((2 * sum * 2_500 + all) / (2 * all)));
    }
}
