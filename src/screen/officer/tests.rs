use super::*;
use crate::ui::testing::{Stage, all_roles};

fn choose(screen: &mut Officer, digit: u8, cx: &Context) -> Vec<Effect> {
    screen.update(&Input::Do(Action::Choose(digit)), cx)
}

#[test]
fn the_program_ends_only_by_a_yes_and_no_is_marked() {
    let stage = Stage::new().signed_in(all_roles());
    let cx = stage.context();
    let mut screen = Officer::new();
    assert!(choose(&mut screen, 9, &cx).is_empty());
    assert!(screen.update(&Input::Do(Action::Enter), &cx).is_empty());
    assert!(matches!(screen.part, Part::Menu));
    choose(&mut screen, 9, &cx);
    assert!(matches!(choose(&mut screen, 1, &cx).as_slice(), [Effect::Quit]));
}

#[test]
fn a_slip_scanned_on_the_menu_is_looked_up() {
    let stage = Stage::new().signed_in(all_roles());
    let cx = stage.context();
    let mut screen = Officer::new();
    let code = Code::from_hash(&[9; 8]);
    assert!(screen.takes_scan(&code.payload(), &cx));
    assert!(!screen.takes_scan("198503122010012004", &cx));
    match screen.update(&Input::Scan(code.payload()), &cx).as_slice() {
        [Effect::Ask(ask)] => assert!(matches!(&**ask, Ask::LookUp(asked) if *asked == code)),
        other => panic!("{other:?}"),
    }
    screen.reply(&Reply::CodeKnown(Some("Pelayanan Publik".into())), &cx);
    assert!(stage.dump(&screen).text.contains("TERCATAT"));
}

#[test]
fn a_code_that_cannot_be_one_is_not_asked_for() {
    let stage = Stage::new().signed_in(all_roles());
    let cx = stage.context();
    let mut screen = Officer::new();
    choose(&mut screen, 5, &cx);
    screen.update(&Input::Paste("K7M4".into()), &cx);
    assert!(screen.update(&Input::Do(Action::Enter), &cx).is_empty());
    assert!(matches!(screen.part, Part::Slip(_, Slip::Unknown)));
    assert!(screen.back(&cx) && !screen.back(&cx));
}

#[test]
fn a_doubtful_clock_is_asked_about_once() {
    let mut stage = Stage::new().signed_in(all_roles());
    stage.office.doubt = Some(crate::domain::clock::Doubt::Back);
    let cx = stage.context();
    let mut screen = Officer::new();
    assert!(matches!(
        screen.enter(&cx).as_slice(),
        [_, Effect::Go(Route::Clock)]
    ));
    assert_eq!(screen.enter(&cx).len(), 1);
}

#[test]
fn each_digit_does_what_its_row_says() {
    let stage = Stage::new().signed_in(all_roles());
    let cx = stage.context();
    let routes: Vec<&str> = (1..=9)
        .filter_map(|digit| match choose(&mut Officer::new(), digit, &cx).as_slice() {
            [Effect::Go(route)] => Some(route.name()),
            _ => None,
        })
        .collect();
    assert_eq!(
        routes,
        [
            "People",
            "ImportFile",
            "Batches",
            "Facilitator",
            "Sync",
            "Health",
            "ChangePin"
        ]
    );
}
