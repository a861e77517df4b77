use super::*;
use crate::domain::questionnaire::{Answer, Facet, QuestionKey};
use crate::domain::text::Text;
use proptest::prelude::*;
use proptest::sample::Index;

const BATCH: BatchId = BatchId([7; 16]);
const NONCE: [u8; NONCE_LEN] = [9; NONCE_LEN];

fn key() -> BallotKey {
    BallotKey::new(std::array::from_fn(|at| u8::try_from(at).unwrap()))
}

fn reference() -> QuestionnaireRef {
    QuestionnaireRef {
        id: "L1-REAKSI".into(),
        version: 1,
    }
}

fn person(number: u8) -> PersonId {
    PersonId([number.wrapping_mul(37) ^ 0x5a; 16])
}

fn question(item: &str, pair: u16, facet: Facet) -> QuestionKey {
    QuestionKey {
        item: item.into(),
        pair,
        facet,
    }
}

fn text(raw: &str) -> Answer {
    Answer::Text(Text::read(raw, 500).unwrap())
}

/// A sheet with every kind of answer.
fn sheet(value: u8, words: &str) -> AnswerSheet {
    AnswerSheet::restore(
        [
            (question("F1", 1, Facet::Whole), Answer::Scale(value)),
            (question("F1", 2, Facet::Whole), Answer::Scale(4)),
            (question("P3", 0, Facet::Whole), Answer::NotApplicable),
            (question("C", 0, Facet::Whole), Answer::Choice(2)),
            (question("R2", 0, Facet::Whole), Answer::Multi([1, 3].into())),
            (question("A2", 0, Facet::Before), Answer::Scale(1)),
            (question("A2", 0, Facet::After), Answer::Scale(5)),
            (question("K1", 0, Facet::Column(1)), Answer::Scale(0)),
            (question("N", 0, Facet::Whole), Answer::Number(-300)),
            (question("U2", 0, Facet::Whole), text(words)),
        ]
        .into(),
    )
}

fn ballot(answers: &[(PersonId, AnswerSheet)]) -> Ballot {
    let mut ballot = Ballot::new(reference());
    for (person, sheet) in answers {
        ballot.add(*person, sheet.clone()).unwrap();
    }
    ballot
}

fn three() -> Vec<(PersonId, AnswerSheet)> {
    vec![
        (person(1), sheet(3, "Waktu praktik terlalu singkat")),
        (person(2), sheet(1, "Ruang kelas terlalu panas")),
        (person(3), sheet(4, "Contoh dari lapangan")),
    ]
}

fn contains(bytes: &[u8], piece: &[u8]) -> bool {
    bytes.windows(piece.len()).any(|window| window == piece)
}

#[test]
fn the_answer_that_was_traced_cannot_be() {
    let told = three();
    for one in 0..told.len() {
        for two in 0..told.len() {
            let mut swapped = told.clone();
            let kept = swapped[one].1.clone();
            swapped[one].1 = swapped[two].1.clone();
            swapped[two].1 = kept;
            let (before, after) = (ballot(&told), ballot(&swapped));
            assert_eq!(before.sheets(), after.sheets());
            assert_eq!(
                before.seal(BATCH, &key(), NONCE).unwrap(),
                after.seal(BATCH, &key(), NONCE).unwrap(),
                "swapping the answers of {one} and {two} shows in the file"
            );
        }
    }
}

fn any_answers() -> impl Strategy<Value = Vec<(PersonId, AnswerSheet)>> {
    let words = prop::sample::select(vec!["baik", "kurang", "ruang panas sekali", "x"]);
    prop::collection::vec((0_u8..4, words), 0..12).prop_map(|answers| {
        (0_u8..)
            .zip(answers)
            .map(|(number, (value, words))| (person(number), sheet(value, words)))
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_answering_leaves_no_trace(
        answers in any_answers(), people in any::<[Index; 12]>(), sheets in any::<[Index; 12]>(),
    ) {
        // Another order of people, and the sheets dealt out to them anew.
        let (mut order, mut dealt): (Vec<PersonId>, Vec<AnswerSheet>) = answers.iter().cloned().unzip();
        for (at, (one, two)) in people.iter().zip(&sheets).enumerate().take(answers.len()) {
            order.swap(at, one.index(answers.len()));
            dealt.swap(at, two.index(answers.len()));
        }
        let again: Vec<_> = order.into_iter().zip(dealt).collect();
        prop_assert_eq!(
            ballot(&answers).seal(BATCH, &key(), NONCE).unwrap(),
            ballot(&again).seal(BATCH, &key(), NONCE).unwrap()
        );
    }

    #[test]
    fn what_is_sealed_is_what_is_opened(answers in any_answers()) {
        let told = ballot(&answers);
        let file = told.seal(BATCH, &key(), NONCE).unwrap();
        let opened = Ballot::open(&file, BATCH, &key()).unwrap();
        prop_assert!(opened == told);
        prop_assert_eq!(opened.count(), answers.len());
        for (person, _) in &answers {
            prop_assert!(opened.answered(*person));
        }
        prop_assert!(!opened.answered(PersonId([0xee; 16])));
    }

    #[test]
    fn any_bytes_are_refused_and_never_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        prop_assert!(Ballot::open(&bytes, BATCH, &key()).is_err());
        let mut plain = b"BALIBLT1".to_vec();
        plain.extend_from_slice(&bytes);
        prop_assert!(Ballot::open(&plain, BATCH, &key()).is_err());
        let _ = Ballot::from_released(&bytes);
        // And past the seal, where only our own bytes should ever come.
        if let Some(ballot) = Ballot::from_plaintext(&bytes, false) {
            let _ = ballot.plaintext();
        }
        if let Some(sealed) = seal::seal(&bytes, (BATCH, false), &key(), NONCE) {
            prop_assert_eq!(Ballot::open(&sealed, BATCH, &key()), Err(OpenFault::Content));
        }
    }
}

#[test]
fn no_answer_and_no_person_can_be_read_in_the_file() {
    let file = ballot(&three()).seal(BATCH, &key(), NONCE).unwrap();
    for piece in ["praktik", "panas", "lapangan", "L1-REAKSI", "F1", "U2"] {
        assert!(!contains(&file, piece.as_bytes()), "{piece}");
    }
    for number in 1..=3 {
        for length in [4, 8, 16] {
            assert!(!contains(&file, &person(number).0[..length]));
        }
    }
}

#[test]
fn two_answers_of_one_person_count_once() {
    let mut ballot = ballot(&three());
    let before = ballot.seal(BATCH, &key(), NONCE).unwrap();
    assert_eq!(
        ballot.add(person(2), sheet(2, "sekali lagi")),
        Err(AlreadyAnswered)
    );
    assert_eq!(ballot.count(), 3);
    assert_eq!(ballot.seal(BATCH, &key(), NONCE).unwrap(), before);
}

#[test]
fn two_people_who_answer_alike_count_twice() {
    let alike = [(person(1), sheet(3, "sama")), (person(2), sheet(3, "sama"))];
    let file = ballot(&alike).seal(BATCH, &key(), NONCE).unwrap();
    assert_eq!(Ballot::open(&file, BATCH, &key()).unwrap().sheets().len(), 2);
}

#[test]
fn a_flipped_or_cut_file_is_refused() {
    let file = ballot(&three()).seal(BATCH, &key(), NONCE).unwrap();
    let places = (0..64)
        .chain((64..file.len()).step_by(37))
        .chain([file.len() - 1]);
    for at in places {
        let mut flipped = file.clone();
        flipped[at] ^= 0x10;
        assert!(
            Ballot::open(&flipped, BATCH, &key()).is_err(),
            "byte {at} flipped"
        );
        assert!(Ballot::open(&file[..at], BATCH, &key()).is_err(), "cut to {at}");
    }
    let mut longer = file.clone();
    longer.push(0);
    assert_eq!(Ballot::open(&longer, BATCH, &key()), Err(OpenFault::NotAuthentic));
    assert_eq!(Ballot::open(&[], BATCH, &key()), Err(OpenFault::NotABallot));
    let mut later = file;
    later[7] = b'3';
    assert_eq!(Ballot::open(&later, BATCH, &key()), Err(OpenFault::LaterVersion));
}

#[test]
fn a_file_of_another_batch_or_node_is_refused() {
    let file = ballot(&three()).seal(BATCH, &key(), NONCE).unwrap();
    assert_eq!(
        Ballot::open(&file, BatchId([8; 16]), &key()),
        Err(OpenFault::NotAuthentic)
    );
    assert_eq!(
        Ballot::open(&file, BATCH, &BallotKey::new([0; 32])),
        Err(OpenFault::NotAuthentic)
    );
}

#[test]
fn the_length_of_a_text_shows_in_steps_only() {
    let length = |words: &str| {
        let mut answers = three();
        answers[0].1 = sheet(3, words);
        ballot(&answers).plaintext().unwrap().len()
    };
    assert_eq!(length("a"), length(&"a".repeat(300)));
    let ballot = ballot(&three());
    assert_eq!(ballot.plaintext().unwrap().len() % PLAIN_STEP, 0);
    assert_eq!(record(&ballot.sheets()[0]).unwrap().len() % RECORD_STEP, 0);
}

#[test]
fn an_authentic_plaintext_that_is_written_otherwise_is_refused() {
    let told = ballot(&three());
    let plain = told.plaintext().unwrap();
    // The order of the people is the only thing changed: such a file would carry an order.
    let people = 4 + 4 + 1 + "L1-REAKSI".len() + 4;
    let mut other = plain.to_vec();
    let (one, two) = other[people..people + 32].split_at_mut(16);
    one.swap_with_slice(two);
    let file = seal::seal(&other, (BATCH, false), &key(), NONCE).unwrap();
    assert_eq!(Ballot::open(&file, BATCH, &key()), Err(OpenFault::Content));
    // Something hidden in the padding.
    let mut other = plain.to_vec();
    *other.last_mut().unwrap() = 1;
    let file = seal::seal(&other, (BATCH, false), &key(), NONCE).unwrap();
    assert_eq!(Ballot::open(&file, BATCH, &key()), Err(OpenFault::Content));
}

/// A dozen people with a text each.
fn dozen() -> Vec<(PersonId, AnswerSheet)> {
    (0..12)
        .map(|at| (person(at), sheet(at % 4, &format!("Kalimat bernomor {at}"))))
        .collect()
}

#[test]
fn a_closed_ballot_knows_nobody_and_takes_nobody() {
    let mut closed = ballot(&dozen());
    closed.close(10);
    assert!(closed.is_closed() && closed.count() == 12 && !closed.answered(person(3)));
    assert_eq!(closed.add(person(99), sheet(1, "x")), Err(AlreadyAnswered));
    let plain = closed.plaintext().unwrap();
    for at in 0..12 {
        assert!(!contains(&plain, &person(at).0), "{at} is still named");
    }
    let file = closed.seal(BATCH, &key(), NONCE).unwrap();
    assert!(Ballot::open(&file, BATCH, &key()).unwrap() == closed);
    // Neither passes for the other: an open one made of a closed one would let everybody answer again.
    let mut bent = file;
    bent[7] = b'1';
    assert_eq!(Ballot::open(&bent, BATCH, &key()), Err(OpenFault::NotAuthentic));
}

#[test]
fn a_text_of_few_goes_with_the_names() {
    let mut few = ballot(&dozen()[..9]);
    few.close(10);
    assert!(!contains(&few.plaintext().unwrap(), b"Kalimat"));
    assert_eq!(few.count(), 9);
    let mut enough = ballot(&dozen()[..10]);
    enough.close(10);
    assert!(contains(&enough.plaintext().unwrap(), b"Kalimat"));
}

#[test]
fn what_leaves_the_office_is_a_function_of_the_answers_alone() {
    let leaves = |people: &[(PersonId, AnswerSheet)]| {
        let mut ballot = ballot(people);
        assert!(ballot.released().is_err(), "an open ballot leaves nothing");
        ballot.close(10);
        ballot.released().unwrap()
    };
    let told = leaves(&dozen());
    let mut others: Vec<_> = dozen()
        .into_iter()
        .enumerate()
        .map(|(at, (_, sheet))| (PersonId([u8::try_from(200 - at).unwrap(); 16]), sheet))
        .collect();
    others.reverse();
    assert_eq!(leaves(&others), told);
    assert_eq!(told.len() % RELEASE_STEP, 0);
    let again = Ballot::from_released(&told).unwrap();
    assert!(again.count() == 12 && *again.released().unwrap() == *told);
    for at in (0..told.len()).step_by(41).chain([told.len() - 1]) {
        let mut bad = told.to_vec();
        bad[at] ^= 0x20;
        let read = Ballot::from_released(&bad);
        assert!(
            read.is_none_or(|read| *read.released().unwrap() == bad),
            "byte {at}"
        );
        assert!(Ballot::from_released(&told[..at]).is_none(), "cut to {at}");
    }
}

#[test]
fn a_debug_print_tells_no_answer_no_person_and_no_key() {
    let printed = format!("{:?} {:?}", ballot(&three()), key());
    assert_eq!(printed, "Ballot { count: 3, .. } BallotKey(..)");
}

#[test]
fn the_first_ballot_ever_written_can_still_be_read() {
    let golden = include_bytes!("../../../tests/golden/ballot-1.bin");
    let told = ballot(&three());
    assert!(Ballot::open(golden, BATCH, &key()).unwrap() == told);
    assert_eq!(
        told.seal(BATCH, &key(), NONCE).unwrap(),
        golden,
        "the format has changed: give it a new magic"
    );
}

/// Writes the golden file: `cargo test --lib ballot -- --ignored`, for a new format only.
#[test]
#[ignore = "writes the golden file of a new format"]
fn write_the_golden_file() {
    let file = ballot(&three()).seal(BATCH, &key(), NONCE).unwrap();
    std::fs::write("tests/golden/ballot-1.bin", file).unwrap();
}
