use super::*;
use crate::ui::key::Chord;
use crate::ui::testing::Stage;

const NIP: &str = "198503122010012004";

fn code() -> String {
    Activation::from_random([1, 2, 3, 4, 5, 6]).plain()
}

fn types(screen: &mut Activate, text: &str, cx: &Context) {
    for c in text.chars() {
        screen.update(&Input::Key(Chord::char(c)), cx);
    }
}

fn enter(screen: &mut Activate, cx: &Context) -> Vec<Effect> {
    screen.update(&Input::Do(Action::Enter), cx)
}

fn at_pin(cx: &Context) -> Activate {
    let mut screen = Activate::new(Some(NIP), Route::Home);
    types(&mut screen, &code().to_lowercase(), cx);
    enter(&mut screen, cx);
    assert_eq!(screen.step, Step::Pin);
    screen
}

#[test]
fn number_code_and_pin_twice_are_asked_once() {
    let stage = Stage::new();
    let cx = stage.context();
    let mut screen = at_pin(&cx);
    types(&mut screen, "246802", &cx);
    assert!(enter(&mut screen, &cx).is_empty());
    types(&mut screen, "246802", &cx);
    match enter(&mut screen, &cx).as_slice() {
        [Effect::Ask(ask)] => match &**ask {
            Ask::Activate {
                number,
                code: asked,
                pin,
            } => {
                assert_eq!((number.as_str(), pin.as_str()), (NIP, "246802"));
                assert_eq!(asked.as_str(), code());
            }
            _ => panic!("another question"),
        },
        other => panic!("{other:?}"),
    }
    assert!(enter(&mut screen, &cx).is_empty(), "a second Enter asks nothing");
}

#[test]
fn a_code_with_a_wrong_letter_is_told_before_the_office_is_asked() {
    let stage = Stage::new();
    let cx = stage.context();
    let mut screen = Activate::new(Some(NIP), Route::Home);
    let mut wrong = code();
    let first = if wrong.starts_with('7') { "8" } else { "7" };
    wrong.replace_range(0..1, first);
    types(&mut screen, &wrong, &cx);
    assert!(enter(&mut screen, &cx).is_empty());
    assert_eq!(screen.step, Step::Code);
    assert_eq!(screen.problems(&cx).len(), 1);
}

#[test]
fn two_pins_that_differ_are_typed_anew() {
    let stage = Stage::new();
    let cx = stage.context();
    let mut screen = at_pin(&cx);
    types(&mut screen, "246802", &cx);
    enter(&mut screen, &cx);
    types(&mut screen, "246803", &cx);
    assert!(enter(&mut screen, &cx).is_empty());
    assert_eq!(screen.problems(&cx), [cx.texts.activate.differ]);
    assert!(screen.pin.is_empty() && screen.again.is_empty() && !screen.second);
}

#[test]
fn a_weak_pin_is_said_and_a_wrong_code_leads_back_to_it() {
    let stage = Stage::new();
    let cx = stage.context();
    let mut screen = at_pin(&cx);
    screen.reply(&Reply::Refused(Refusal::WeakPin), &cx);
    assert_eq!(screen.problems(&cx), [cx.texts.activate.weak]);
    screen.reply(&Reply::Refused(Refusal::Credentials { left: 2 }), &cx);
    assert_eq!(screen.step, Step::Code);
    assert_eq!(
        screen.problems(&cx),
        ["Nomor atau kode aktivasi tidak cocok. Sisa 2 kali."]
    );
    assert_eq!(screen.number.value(), NIP, "what was typed stays");
}

#[test]
fn back_goes_from_the_pin_to_the_code_and_keeps_it() {
    let stage = Stage::new();
    let cx = stage.context();
    let mut screen = at_pin(&cx);
    types(&mut screen, "2468", &cx);
    assert!(screen.back(&cx));
    assert_eq!((screen.step, screen.code.value()), (Step::Code, code().as_str()));
    assert!(!screen.back(&cx), "from there the app goes back");
}

#[test]
fn a_card_and_a_printed_code_can_be_scanned() {
    let stage = Stage::new();
    let cx = stage.context();
    let mut screen = Activate::new(None, Route::Home);
    screen.update(&Input::Scan(NIP.into()), &cx);
    screen.update(
        &Input::Scan(Activation::from_random([1, 2, 3, 4, 5, 6]).grouped()),
        &cx,
    );
    assert_eq!(
        (screen.number.value(), screen.code.value()),
        (NIP, code().as_str())
    );
}
