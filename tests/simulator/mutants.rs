//! Deliberate faults: the simulator must notice each of them, by the invariant that it breaks.
//!
//! `BALAI_MUTANT_SEEDS=400 cargo test --profile sim --test simulator -- --nocapture mutant` prints the whole table: how
//! many seeds until each was caught, and in which share of them.

use crate::{Kept, broken, dice::Dice, happen, sign, story::tell, wanted};
use balai::{
    domain::{
        id::{BatchId, PersonId},
        questionnaire::{Answer, AnswerSheet, Facet, QuestionKey, QuestionnaireRef},
        rehearsal::Mutant,
    },
    store::ballot::{Ballot, BallotKey, NONCE_LEN},
};
use std::collections::{BTreeMap, BTreeSet};

/// I20: what is kept of answers is a function of who answered and of which answers there are: two of the people who
/// answered change places, and every byte of the file is the same.
pub fn ballots(dice: &mut Dice) -> Kept {
    let batch = BatchId::of_code("SURVEI");
    let key = BallotKey::new([7; 32]);
    let people = 3 + dice.roll(5);
    let sheet = |value: usize| {
        let question = QuestionKey {
            item: "P1".to_owned(),
            pair: 0,
            facet: Facet::Whole,
        };
        let answer = Answer::Scale(u8::try_from(1 + value % 5).unwrap());
        AnswerSheet::restore(BTreeMap::from([(question, answer)]))
    };
    let mut answers: Vec<(PersonId, AnswerSheet)> = (0..people)
        .map(|at| (PersonId([u8::try_from(at).unwrap(); 16]), sheet(dice.roll(5))))
        .collect();
    // Each addition reads the file that was there, as the office does.
    let kept = |answers: &[(PersonId, AnswerSheet)]| -> Vec<u8> {
        let form = QuestionnaireRef {
            id: "evaluasi".to_owned(),
            version: 1,
        };
        let mut ballot = Ballot::new(form);
        let mut bytes = Vec::new();
        for (person, sheet) in answers {
            ballot.add(*person, sheet.clone()).unwrap();
            bytes = ballot.seal(batch, &key, [9; NONCE_LEN]).unwrap();
            ballot = Ballot::open(&bytes, batch, &key).unwrap();
        }
        bytes
    };
    let before = kept(&answers);
    let (one, other) = (dice.roll(people), dice.roll(people));
    answers.swap(one, other);
    if kept(&answers) == before {
        Ok(())
    } else {
        broken("I20 a ballot's file tells in which order people answered")
    }
}

/// Seeds whose stories catch a fault, and end well without it.
const CATCHES: [(Mutant, u64); 5] = [
    (Mutant::NoIncarnationBump, 7),
    (Mutant::NoSync, 1),
    (Mutant::SeatsTaken, 69),
    (Mutant::ChainSkipped, 74),
    (Mutant::BallotTimes, 1),
];

#[test]
fn mutants_are_caught_by_the_stories_that_caught_them() {
    crate::quiet();
    crate::apart(|| {
        for (mutant, seed) in CATCHES {
            let (setting, events) = tell(seed);
            assert!(
                happen(&setting, &events, None).is_ok(),
                "seed {seed} ends badly by itself"
            );
            assert!(
                happen(&setting, &events, Some(mutant)).is_err(),
                "{} is not caught by seed {seed}",
                mutant.name()
            );
        }
    });
}

/// The whole table, where it is asked for.
#[test]
fn every_mutant_is_caught_by_the_seeds_that_are_asked_for() {
    let Some(count) = wanted("BALAI_MUTANT_SEEDS") else {
        return;
    };
    crate::quiet();
    crate::apart(|| table(count));
}

fn table(count: u64) {
    println!("| fault | seeds until caught | seeds that catch it | invariants |\n|---|---|---|---|");
    let mut missed = Vec::new();
    for mutant in Mutant::ALL {
        let (mut first, mut caught, mut ran) = (None, 0u64, 0u64);
        let mut signs = BTreeSet::new();
        for seed in 1..=count {
            let (setting, events) = tell(seed);
            ran += 1;
            if let Err(broken) = happen(&setting, &events, Some(mutant)) {
                first.get_or_insert(seed);
                caught += 1;
                signs.insert(sign(&broken).to_owned());
            }
        }
        let until = first.map_or_else(|| "never".to_owned(), |seed| seed.to_string());
        let share = format!("{caught} of {ran}");
        let signs: Vec<String> = signs.into_iter().collect();
        println!("| {} | {until} | {share} | {} |", mutant.name(), signs.join(", "));
        if first.is_none() {
            missed.push(mutant.name());
        }
    }
    assert!(missed.is_empty(), "not caught in {count} seeds: {missed:?}");
}
