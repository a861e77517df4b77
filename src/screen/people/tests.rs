use super::*;
use crate::ui::testing::{Stage, all_roles};

fn searched(cx: &Context) -> People {
    let mut screen = People::new();
    screen.update(&Input::Paste("si".into()), cx);
    screen.reply(&Reply::People(view::lines(3), 3), cx);
    screen.update(&Input::Do(Action::Enter), cx);
    screen
}

fn choose(screen: &mut People, digit: u8, cx: &Context) -> Vec<Effect> {
    screen.update(&Input::Do(Action::Choose(digit)), cx)
}

fn ask(effects: &[Effect]) -> &Ask {
    match effects {
        [Effect::Ask(ask)] => ask,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_search_asks_as_one_types_from_two_letters_on() {
    let stage = Stage::new().signed_in(all_roles());
    let cx = stage.context();
    let mut screen = People::new();
    assert!(screen.update(&Input::Key(Chord::char('s')), &cx).is_empty());
    let effects = screen.update(&Input::Key(Chord::char('i')), &cx);
    assert!(matches!(ask(&effects), Ask::People { query } if query == "si"));
}

#[test]
fn a_scanned_card_finds_its_owner() {
    let stage = Stage::new().signed_in(all_roles());
    let cx = stage.context();
    let mut screen = People::new();
    assert!(screen.takes_scan("198503122010012004", &cx));
    let effects = screen.update(&Input::Scan("198503122010012004".into()), &cx);
    assert!(matches!(ask(&effects), Ask::People { query } if query == "198503122010012004"));
    assert_eq!(screen.typing(), Typing::None, "the next digit chooses");
}

#[test]
fn an_answer_to_a_box_that_was_emptied_shows_nobody() {
    let stage = Stage::new().signed_in(all_roles());
    let cx = stage.context();
    let mut screen = searched(&cx);
    assert!(screen.back(&cx));
    screen.reply(&Reply::People(view::lines(3), 3), &cx);
    assert!(screen.found.is_none());
}

#[test]
fn a_pin_is_reset_only_after_a_yes_and_its_code_can_be_printed() {
    let stage = Stage::new().signed_in(all_roles());
    let cx = stage.context();
    let mut screen = searched(&cx);
    let line = view::lines(3).remove(2);
    choose(&mut screen, 3, &cx);
    choose(&mut screen, 1, &cx);
    assert!(
        screen.update(&Input::Do(Action::Enter), &cx).is_empty(),
        "no is marked"
    );
    choose(&mut screen, 1, &cx);
    let effects = choose(&mut screen, 1, &cx);
    assert!(matches!(ask(&effects), Ask::NewActivation(person) if *person == line.person));
    let code = Zeroizing::new("K7M4Q-92QXT".to_owned());
    screen.reply(
        &Reply::Activation {
            line: line.clone(),
            code,
        },
        &cx,
    );
    assert!(stage.dump(&screen).text.contains("K 7 M 4 Q - 9 2 Q X T"));
    let effects = screen.update(&Input::Do(Action::Enter), &cx);
    assert!(matches!(ask(&effects), Ask::PrintActivation { person, .. } if *person == line.person));
    screen.reply(&Reply::Printed("/a/b.txt".into()), &cx);
    assert_eq!(screen.message(&cx).unwrap().text, "Ditulis ke /a/b.txt");
    screen.update(&Input::Do(Action::Enter), &cx);
    assert!(!stage.dump(&screen).text.contains("K 7 M 4"), "shown once");
}

#[test]
fn a_role_that_is_there_can_be_taken_and_one_that_is_not_given() {
    let stage = Stage::new().signed_in(all_roles());
    let cx = stage.context();
    for (row, given) in [(2, true), (3, false)] {
        let mut screen = searched(&cx);
        choose(&mut screen, 1, &cx);
        choose(&mut screen, row, &cx);
        let effects = choose(&mut screen, 1, &cx);
        assert!(
            matches!(ask(&effects), Ask::SetRole { given: asked, .. } if *asked == given),
            "{row}"
        );
        let again = screen.reply(&Reply::Done, &cx);
        assert!(matches!(ask(&again), Ask::People { .. }), "the list is read anew");
    }
}

#[test]
fn a_units_codes_are_printed_by_its_code() {
    let stage = Stage::new().signed_in(all_roles());
    let cx = stage.context();
    let mut screen = People::new();
    screen.update(&Input::Do(UNIT), &cx);
    assert!(screen.update(&Input::Do(Action::Enter), &cx).is_empty());
    screen.update(&Input::Paste("DINKES".into()), &cx);
    let effects = screen.update(&Input::Do(Action::Enter), &cx);
    assert!(matches!(ask(&effects), Ask::PrintActivations { unit } if unit == "DINKES"));
    screen.reply(&Reply::Refused(Refusal::NotFound), &cx);
    assert_eq!(screen.message(&cx).unwrap().text, cx.texts.people.unit_unknown);
    assert!(matches!(screen.part, Part::Unit(_)), "what was typed stays");
}
