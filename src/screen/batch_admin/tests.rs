use super::*;
use crate::ui::testing::{Stage as Test, all_roles, staff_batches};

fn ready(n: usize, cx: &Context) -> BatchAdmin {
    let batches = staff_batches(6);
    let mut screen = BatchAdmin::new(batches[n].batch.id, batches[n].title.clone());
    assert_eq!(screen.enter(cx).len(), 2);
    screen.reply(&Reply::StaffBatches(batches), cx);
    screen.reply(&Reply::Participants(view::lines()), cx);
    screen
}

fn choose(screen: &mut BatchAdmin, digit: u8, cx: &Context) -> Vec<Effect> {
    screen.update(&Input::Do(Action::Choose(digit)), cx)
}

fn ask(effects: &[Effect]) -> &Ask {
    match effects {
        [Effect::Ask(ask)] => ask,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_can_be_taken_back_needs_no_question_and_all_else_does() {
    let test = Test::new().signed_in(all_roles());
    let cx = test.context();
    // Open: registration can be closed and opened again.
    let mut screen = ready(2, &cx);
    let effects = choose(&mut screen, 2, &cx);
    assert!(matches!(
        ask(&effects),
        Ask::SetStage {
            stage: Stage::Ready,
            ..
        }
    ));
    for n in 0..6 {
        let mut screen = ready(n, &cx);
        let card = screen.card.clone().unwrap();
        for (row, to) in (2..).zip(card.batch.stage.next()) {
            let asked = !choose(&mut screen, row, &cx).is_empty();
            assert_eq!(
                asked,
                to.next().contains(&card.batch.stage),
                "{:?} to {to:?}",
                card.batch.stage
            );
            screen = ready(n, &cx);
        }
    }
}

#[test]
fn the_question_is_marked_at_no_and_a_yes_asks_once() {
    let test = Test::new().signed_in(all_roles());
    let cx = test.context();
    let mut screen = ready(5, &cx);
    choose(&mut screen, 2, &cx);
    assert!(
        screen.update(&Input::Do(Action::Enter), &cx).is_empty(),
        "Enter alone closes nothing"
    );
    assert!(matches!(screen.part, Part::Facts(_)));
    choose(&mut screen, 2, &cx);
    let effects = choose(&mut screen, 1, &cx);
    assert!(matches!(
        ask(&effects),
        Ask::SetStage {
            stage: Stage::Closed,
            ..
        }
    ));
    assert!(
        choose(&mut screen, 1, &cx).is_empty(),
        "nothing more while it is under way"
    );
    assert_eq!(screen.reply(&Reply::Done, &cx).len(), 2, "all is read anew");
}

#[test]
fn only_what_the_state_allows_is_offered() {
    assert_eq!(Deed::of(State::Waiting), [Deed::Admit, Deed::Cancel]);
    assert_eq!(Deed::of(State::Recorded), [Deed::Admit, Deed::Cancel]);
    assert_eq!(Deed::of(State::Confirmed), [Deed::Replace, Deed::Cancel]);
    for state in [State::Attended, State::Cancelled, State::Completed] {
        assert!(Deed::of(state).is_empty(), "{state:?}");
    }
}

#[test]
fn admit_and_cancel_name_the_registration_that_is_seen() {
    let test = Test::new().signed_in(all_roles());
    let cx = test.context();
    let mut screen = ready(2, &cx);
    choose(&mut screen, 1, &cx);
    choose(&mut screen, 2, &cx);
    choose(&mut screen, 1, &cx);
    let effects = choose(&mut screen, 1, &cx);
    let wanted = view::lines()[1].registration;
    assert!(matches!(ask(&effects), Ask::Admit(registration, _) if *registration == wanted));
    screen.reply(&Reply::Refused(Refusal::NoSeat), &cx);
    assert_eq!(screen.message(&cx).unwrap().text, "Tidak ada kursi kosong lagi.");
    assert!(matches!(screen.part, Part::People));
}

#[test]
fn a_seat_goes_to_a_number_that_is_one() {
    let test = Test::new().signed_in(all_roles());
    let cx = test.context();
    let mut screen = ready(2, &cx);
    for digit in [1, 1, 1] {
        choose(&mut screen, digit, &cx);
    }
    screen.update(&Input::Paste("1987".into()), &cx);
    assert!(screen.update(&Input::Do(Action::Enter), &cx).is_empty());
    assert!(matches!(&screen.part, Part::Number(_, _, Some(_))));
    assert!(screen.takes_scan("198503122010012004", &cx));
    screen.update(&Input::Scan("198503122010012004".into()), &cx);
    screen.update(&Input::Do(Action::Enter), &cx);
    let effects = choose(&mut screen, 1, &cx);
    match ask(&effects) {
        Ask::Replace {
            registration, number, ..
        } => {
            assert_eq!(number.as_str(), "198503122010012004");
            assert_eq!(*registration, view::lines()[0].registration);
        }
        _ => panic!("another question"),
    }
}

#[test]
fn back_goes_one_step_at_a_time_to_the_facts() {
    let test = Test::new().signed_in(all_roles());
    let cx = test.context();
    let mut screen = ready(2, &cx);
    for digit in [1, 1, 1] {
        choose(&mut screen, digit, &cx);
    }
    let mut steps = 0;
    while screen.back(&cx) {
        steps += 1;
    }
    assert_eq!(steps, 3);
}
