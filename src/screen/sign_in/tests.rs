use super::*;
use crate::domain::role::Roles;
use crate::ui::key::Key;
use crate::ui::testing::{Stage, session};

const NIP: &str = "198503122010012004";

fn fresh() -> SignIn {
    SignIn::new(None, Route::Trainings)
}

fn types(screen: &mut SignIn, text: &str, cx: &Context) {
    for c in text.chars() {
        screen.update(&Input::Key(Chord::char(c)), cx);
    }
}

fn enter(screen: &mut SignIn, cx: &Context) -> Vec<Effect> {
    screen.update(&Input::Do(Action::Enter), cx)
}

fn asks(effects: &[Effect]) -> Option<(String, String)> {
    match effects {
        [Effect::Ask(ask)] => match &**ask {
            Ask::SignIn { number, pin } => Some((number.to_string(), pin.to_string())),
            _ => None,
        },
        _ => None,
    }
}

#[test]
fn a_number_pad_alone_signs_in() {
    let stage = Stage::new();
    let cx = stage.context();
    let mut screen = fresh();
    types(&mut screen, "19850312 201001 2 004", &cx);
    assert!(enter(&mut screen, &cx).is_empty(), "Enter goes on to the PIN");
    types(&mut screen, "246802", &cx);
    let asked = asks(&enter(&mut screen, &cx));
    assert_eq!(asked, Some((NIP.into(), "246802".into())));
    assert!(enter(&mut screen, &cx).is_empty(), "a second Enter asks nothing");
}

#[test]
fn a_scanned_card_goes_straight_to_the_pin_from_either_field() {
    let stage = Stage::new();
    let cx = stage.context();
    let mut screen = fresh();
    types(&mut screen, "123", &cx);
    screen.update(&Input::Scan(NIP.into()), &cx);
    assert_eq!((screen.number.value(), screen.on_pin), (NIP, true));
    types(&mut screen, "99", &cx);
    screen.update(&Input::Scan("3273010203040005".into()), &cx);
    assert_eq!(screen.number.value(), "3273010203040005");
    assert!(screen.pin.is_empty());
}

#[test]
fn a_slip_scanned_here_leaves_no_digits_in_the_number() {
    let stage = Stage::new();
    let cx = stage.context();
    let mut screen = fresh();
    assert!(screen.takes_scan("BLI1K7M492QX", &cx));
    screen.update(&Input::Scan("BLI1K7M492QX".into()), &cx);
    assert!(screen.number.is_empty());
    assert_eq!(screen.problems(&cx), [cx.texts.sign_in.not_a_card]);
}

#[test]
fn nothing_is_checked_while_typing_and_all_at_once_on_enter() {
    let stage = Stage::new();
    let cx = stage.context();
    let mut screen = fresh();
    types(&mut screen, "19850312201001200", &cx);
    screen.update(&Input::Do(Action::Down), &cx);
    types(&mut screen, "1234", &cx);
    assert!(screen.problems(&cx).is_empty());
    assert!(enter(&mut screen, &cx).is_empty());
    assert_eq!(screen.problems(&cx).len(), 2);
    assert!(!screen.on_pin, "the cursor is at the first problem");
    assert_eq!(screen.pin.value(), "1234", "what was typed stays");
}

#[test]
fn an_unknown_number_and_a_wrong_pin_are_said_alike() {
    let stage = Stage::new();
    let cx = stage.context();
    let mut screen = SignIn::new(Some(NIP), Route::Home);
    types(&mut screen, "111222", &cx);
    enter(&mut screen, &cx);
    screen.reply(&Reply::Refused(Refusal::Credentials { left: 4 }), &cx);
    assert_eq!(screen.problems(&cx), ["Nomor atau PIN tidak cocok. Sisa 4 kali."]);
    assert!(screen.pin.is_empty() && screen.on_pin);
    assert_eq!(screen.number.value(), NIP);
}

#[test]
fn a_pause_counts_down_once_a_second_and_enter_does_nothing_in_it() {
    let mut stage = Stage::new();
    let mut screen = SignIn::new(Some(NIP), Route::Home);
    assert_eq!(screen.deadline(), None, "no tick at rest");
    screen.reply(&Reply::Refused(Refusal::Pause { seconds: 2 }), &stage.context());
    types(&mut screen, "246802", &stage.context());
    let mut seen = Vec::new();
    while let Some(at) = screen.deadline() {
        assert!(enter(&mut screen, &stage.context()).is_empty());
        seen.push(screen.pause.seconds());
        stage.stamp.at = at;
        screen.update(&Input::Tick, &stage.context());
    }
    assert_eq!(seen, [2, 1]);
    assert!(asks(&enter(&mut screen, &stage.context())).is_some());
}

#[test]
fn signed_in_goes_where_one_was_going() {
    let stage = Stage::new();
    let cx = stage.context();
    let mut screen = fresh();
    let effects = screen.reply(&Reply::SignedIn(session(Roles::NONE)), &cx);
    assert!(matches!(
        effects.as_slice(),
        [Effect::SignedIn(_), Effect::Replace(Route::Trainings)]
    ));
}

#[test]
fn an_empty_pin_is_the_road_to_activation_with_the_number_on_the_way() {
    let stage = Stage::new();
    let cx = stage.context();
    let mut screen = fresh();
    types(&mut screen, NIP, &cx);
    enter(&mut screen, &cx);
    match enter(&mut screen, &cx).as_slice() {
        [
            Effect::Go(Route::Activate {
                number: Some(number),
                then,
            }),
        ] => {
            assert_eq!(number.as_str(), NIP);
            assert!(matches!(**then, Route::Trainings));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_a_number_says_is_said_once_it_is_whole() {
    let stage = Stage::new();
    let cx = stage.context();
    let mut screen = fresh();
    types(&mut screen, "19850312201001200", &cx);
    assert_eq!(screen.says(&cx), "");
    types(&mut screen, "4", &cx);
    assert_eq!(screen.says(&cx), "PNS, TMT Januari 2010");
    screen.update(&Input::Key(Chord::plain(Key::Backspace)), &cx);
    assert_eq!(screen.says(&cx), "");
}

#[test]
fn the_pin_is_never_on_the_screen() {
    let stage = Stage::new();
    let mut screen = SignIn::new(Some(NIP), Route::Home);
    types(&mut screen, "246802", &stage.context());
    let dump = stage.dump(&screen);
    assert!(
        dump.text.contains("******") && !dump.text.contains("2468"),
        "{}",
        dump.text
    );
}
