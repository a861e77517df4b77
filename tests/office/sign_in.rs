//! Somebody else at the terminal.

use crate::town::{DAY, FACILITATOR, MINUTE, OFFICER, Town, name, number, refusal};
use balai::domain::refusal::Refusal;

const PIN: &str = "493058";
const OTHER: &str = "805934";

fn town_with_pins() -> Town {
    let mut town = Town::new();
    for at in [0, 1, FACILITATOR, OFFICER] {
        let person = town.person(at);
        town.office.set_pin(person, PIN).unwrap();
    }
    town
}

/// A number that can be one and that nobody here has.
const NOBODY: &str = "198702142010031999";

#[test]
fn an_unknown_number_and_a_wrong_pin_get_the_same_answer() {
    let mut answers = Vec::new();
    for number in [number(0), number(5), NOBODY.to_owned()] {
        // Known with a PIN, known without one, unknown: each in an office of its own, try after try.
        let mut town = town_with_pins();
        let said: Vec<_> = (0..7)
            .map(|_| refusal(town.office.sign_in(&number, OTHER)))
            .collect();
        answers.push(said);
        let mut town = town_with_pins();
        let said: Vec<_> = (0..7)
            .map(|_| refusal(town.office.activate(&number, "K7M4Q-92QXT", OTHER)))
            .collect();
        answers.push(said);
    }
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:?}");
    assert_eq!(answers[0][3], Refusal::Credentials { left: 1 });
    assert_eq!(answers[0][4], Refusal::Pause { seconds: 60 });
}

#[test]
fn five_wrong_tries_pause_even_for_the_right_pin_and_a_restart_does_not_help() {
    let mut town = town_with_pins();
    for _ in 0..5 {
        refusal(town.office.sign_in(&number(0), OTHER));
    }
    assert_eq!(
        refusal(town.office.sign_in(&number(0), PIN)),
        Refusal::Pause { seconds: 60 }
    );
    // Nobody else, and no other door.
    assert_eq!(
        refusal(town.office.sign_in(&number(1), PIN)),
        Refusal::Pause { seconds: 60 }
    );
    assert_eq!(
        refusal(town.office.activate(&number(1), "K7M4Q-92QXT", PIN)),
        Refusal::Pause { seconds: 60 }
    );
    let person = town.person(0);
    assert_eq!(
        refusal(town.office.change_pin(person, PIN, OTHER)),
        Refusal::Pause { seconds: 60 }
    );
    town.later(30_000);
    assert_eq!(
        refusal(town.office.sign_in(&number(0), PIN)),
        Refusal::Pause { seconds: 30 }
    );
    let mut town = town.reopen(false);
    assert_eq!(
        refusal(town.office.sign_in(&number(0), PIN)),
        Refusal::Pause { seconds: 60 }
    );
    town.later(MINUTE);
    town.office.sign_in(&number(0), PIN).unwrap();
    // A good try forgets the wrong ones.
    let mut town = town.reopen(true);
    assert_eq!(
        refusal(town.office.sign_in(&number(0), OTHER)),
        Refusal::Credentials { left: 4 }
    );
}

#[test]
fn nobody_guesses_on_at_a_number_by_signing_in_as_themselves_in_between() {
    let mut town = town_with_pins();
    for round in 0..2 {
        for _ in 0..3 - round {
            refusal(town.office.sign_in(&number(0), OTHER));
        }
        if round == 0 {
            town.office.sign_in(&number(1), PIN).unwrap();
        }
    }
    assert_eq!(
        refusal(town.office.sign_in(&number(0), PIN)),
        Refusal::Pause { seconds: 60 }
    );
    // The terminal itself goes on for others, and the number's own PIN is good again after the pause.
    town.office.sign_in(&number(1), PIN).unwrap();
    town.later(MINUTE);
    town.office.sign_in(&number(0), PIN).unwrap();
}

#[test]
fn wrong_tries_are_counted_over_a_restart_and_the_second_pause_is_longer() {
    let mut town = town_with_pins();
    for _ in 0..9 {
        refusal(town.office.sign_in(&number(0), OTHER));
        town.later(MINUTE);
        town = town.reopen(false);
        town.later(MINUTE);
    }
    assert_eq!(
        refusal(town.office.sign_in(&number(0), OTHER)),
        Refusal::Pause { seconds: 120 }
    );
}

#[test]
fn a_clock_set_back_or_forth_ends_no_pause_early_by_much_and_none_late() {
    for jump in [-400 * DAY, -DAY, -MINUTE, -1000] {
        let mut town = town_with_pins();
        for _ in 0..5 {
            refusal(town.office.sign_in(&number(0), OTHER));
        }
        town.later(20_000 + jump);
        let Refusal::Pause { seconds } = refusal(town.office.sign_in(&number(0), PIN)) else {
            panic!("the pause ended early, {jump}")
        };
        assert!((40..=60).contains(&seconds), "{jump}: {seconds}");
        // However far the clock went back, the pause is over when it has passed once.
        town.later(MINUTE);
        town.office.sign_in(&number(0), PIN).unwrap();
    }
}

#[test]
fn an_activation_code_works_once_and_a_new_one_takes_the_pin_away() {
    let mut town = town_with_pins();
    let (officer, person) = (town.officer(), town.person(2));
    let (line, code) = town.office.new_activation(officer, person).unwrap();
    assert!(!line.has_pin);
    // With a weak PIN the code is not used up.
    assert_eq!(
        refusal(town.office.activate(&number(2), &code, "123456")),
        Refusal::WeakPin
    );
    let born = "140287";
    assert_eq!(
        refusal(town.office.activate(&number(2), &code, born)),
        Refusal::WeakPin
    );
    town.office.activate(&number(2), &code, PIN).unwrap();
    assert!(matches!(
        refusal(town.office.activate(&number(2), &code, OTHER)),
        Refusal::Credentials { .. }
    ));
    // It is nobody else's either.
    assert!(matches!(
        refusal(town.office.activate(&number(3), &code, OTHER)),
        Refusal::Credentials { .. }
    ));
    town.office.sign_in(&number(2), PIN).unwrap();
    let (_, newer) = town.office.new_activation(officer, person).unwrap();
    assert!(matches!(
        refusal(town.office.sign_in(&number(2), PIN)),
        Refusal::Credentials { .. }
    ));
    let (_, newest) = town.office.new_activation(officer, person).unwrap();
    assert!(matches!(
        refusal(town.office.activate(&number(2), &newer, PIN)),
        Refusal::Credentials { .. }
    ));
    let mut town = town.reopen(false);
    town.office.activate(&number(2), &newest, OTHER).unwrap();
    assert_eq!(
        refusal(town.office.new_activation(person, officer)),
        Refusal::NotAllowed
    );
}

#[test]
fn a_weak_pin_is_refused_and_the_old_one_stays() {
    let mut town = town_with_pins();
    let person = town.person(0);
    for weak in [
        "111111", "123456", "987654", "140287", "870214", "12345", "1234567", "49305a", "",
    ] {
        assert_eq!(
            refusal(town.office.change_pin(person, PIN, weak)),
            Refusal::WeakPin,
            "{weak}"
        );
    }
    town.office.sign_in(&number(0), PIN).unwrap();
    town.office.change_pin(person, PIN, OTHER).unwrap();
    assert!(matches!(
        refusal(town.office.sign_in(&number(0), PIN)),
        Refusal::Credentials { .. }
    ));
    town.office.sign_in(&number(0), OTHER).unwrap();
}

#[test]
fn what_a_log_line_would_show_of_somebody_is_nothing() {
    let mut town = town_with_pins();
    let (officer, person) = (town.officer(), town.person(0));
    let session = town.office.sign_in(&number(0), PIN).unwrap();
    let (line, code) = town.office.new_activation(officer, person).unwrap();
    let receipt = town.register(0, "A").unwrap();
    let participants = town.office.participants(officer, receipt.batch).unwrap();
    let people = town.office.people(officer, "zqx").unwrap();
    let state = town.office.book_mut().person(person).unwrap().unwrap();
    let known = state.person(person).unwrap();
    let marks = town
        .office
        .mark_scan(
            officer,
            receipt.batch,
            balai::domain::batch::MeetingNo(1),
            &number(0),
        )
        .unwrap();
    let sheet = town.office.attendance(officer, receipt.batch, None).unwrap();
    let fault = town.office.sign_in("198702142010031", PIN).unwrap_err();
    let shown = format!(
        "{session:?} {line:?} {participants:?} {people:?} {state:?} {known:?} {marks:?} {sheet:?} {fault:?} {fault} {:?}",
        town.office.trainings(person, None).unwrap()
    );
    for at in 0..crate::town::PEOPLE {
        assert!(!shown.contains(&number(at)), "{shown}");
        assert!(!shown.contains(&name(at)), "{shown}");
        assert!(!shown.to_lowercase().contains("wyvern"), "{shown}");
    }
    assert!(!shown.contains(code.as_str()) && !shown.contains(PIN));
}
