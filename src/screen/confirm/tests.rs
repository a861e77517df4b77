use super::sample::{clash, preview, refusal, warning};
use super::*;
use crate::domain::concern::Concern;
use crate::domain::refusal::Trouble;
use crate::domain::role::Roles;
use crate::state::card::PromiseAhead;
use crate::ui::testing::{Stage, public};

fn stage() -> Stage {
    let mut stage = Stage::new().signed_in(Roles::NONE);
    stage.catalogue = Some(public::catalogue());
    stage
}

fn screen(stage: &Stage, concerns: Vec<Weighed>) -> Screened {
    let (course, batch) = (CourseId::of_code(public::COURSE), BatchId::of_code(public::BATCH));
    let mut screen = Screened::new(course, batch, &stage.context());
    screen.reply(
        &Reply::Preview(preview(concerns, PromiseAhead::Seat)),
        &stage.context(),
    );
    screen
}

fn presses(screen: &mut Screened, stage: &Stage, action: Action) -> Vec<Effect> {
    screen.update(&Input::Do(action), &stage.context())
}

#[test]
fn a_second_press_asks_for_nothing() {
    let stage = stage();
    let mut screen = screen(&stage, Vec::new());
    let first = presses(&mut screen, &stage, Action::Choose(REGISTER));
    let [Effect::Ask(ask)] = first.as_slice() else {
        panic!("{first:?}")
    };
    assert!(matches!(
        **ask,
        Ask::Register {
            accept_warnings: false,
            ..
        }
    ));
    for action in [Action::Choose(REGISTER), Action::Choose(REGISTER)] {
        assert!(presses(&mut screen, &stage, action).is_empty());
    }
    screen.sending = true;
    let effects = presses(&mut screen, &stage, Action::Enter);
    assert!(
        !effects.iter().any(|effect| matches!(effect, Effect::Ask(_))),
        "{effects:?}"
    );
}

#[test]
fn nothing_can_be_registered_before_it_is_known_what_is_promised() {
    let stage = stage();
    let (course, batch) = (CourseId::of_code(public::COURSE), BatchId::of_code(public::BATCH));
    let mut screen = Screened::new(course, batch, &stage.context());
    let asked = screen.enter(&stage.context());
    assert!(matches!(asked.as_slice(), [Effect::Ask(ask)] if matches!(**ask, Ask::Preview(_))));
    assert!(presses(&mut screen, &stage, Action::Choose(REGISTER)).is_empty());
}

#[test]
fn after_a_warning_enter_does_not_write_and_one_accepts_it() {
    let stage = stage();
    let mut screen = screen(&stage, vec![warning(clash())]);
    assert!(matches!(
        presses(&mut screen, &stage, Action::Enter).as_slice(),
        [Effect::Back]
    ));
    let effects = presses(&mut screen, &stage, Action::Choose(REGISTER));
    let [Effect::Ask(ask)] = effects.as_slice() else {
        panic!("{effects:?}")
    };
    assert!(matches!(
        **ask,
        Ask::Register {
            accept_warnings: true,
            ..
        }
    ));
}

#[test]
fn a_refusal_leaves_nothing_to_register_with() {
    let stage = stage();
    let mut screen = screen(&stage, vec![refusal(Concern::Closed), warning(clash())]);
    assert!(presses(&mut screen, &stage, Action::Choose(REGISTER)).is_empty());
    assert!(!stage.dump(&screen).text.contains("aftarkan saya"));
    assert!(matches!(
        presses(&mut screen, &stage, Action::Choose(OTHER_DATES)).as_slice(),
        [Effect::Back]
    ));
    let away = presses(&mut screen, &stage, Action::Choose(CANCEL));
    assert!(matches!(
        away.as_slice(),
        [Effect::Back, Effect::Road(Action::Back)]
    ));
}

#[test]
fn a_registration_leads_to_the_slip_in_the_place_of_this_screen() {
    let stage = stage();
    let mut screen = screen(&stage, Vec::new());
    presses(&mut screen, &stage, Action::Choose(REGISTER));
    let effects = screen.reply(&Reply::Registered(Box::new(public::seat())), &stage.context());
    assert!(
        matches!(effects.as_slice(), [Effect::Replace(Route::Ticket(_))]),
        "{effects:?}"
    );
}

#[test]
fn what_was_found_since_is_said_and_has_to_be_accepted_anew() {
    let stage = stage();
    let mut screen = screen(&stage, Vec::new());
    presses(&mut screen, &stage, Action::Choose(REGISTER));
    screen.reply(
        &Reply::Refused(Refusal::Warnings(vec![warning(clash())])),
        &stage.context(),
    );
    assert!(stage.dump(&screen).text.contains("beririsan"));
    assert!(matches!(
        presses(&mut screen, &stage, Action::Enter).as_slice(),
        [Effect::Back]
    ));
    assert_eq!(presses(&mut screen, &stage, Action::Choose(REGISTER)).len(), 1);
}

#[test]
fn after_a_failure_it_can_be_tried_again() {
    let stage = stage();
    let mut screen = screen(&stage, Vec::new());
    presses(&mut screen, &stage, Action::Choose(REGISTER));
    let failed = Trouble {
        code: "SIMPAN-07",
        detail: String::new(),
    };
    // The app opens the trouble screen itself.
    assert!(screen.reply(&Reply::Failed(failed), &stage.context()).is_empty());
    assert_eq!(presses(&mut screen, &stage, Action::Choose(REGISTER)).len(), 1);
}

#[test]
fn what_will_be_promised_is_said_before_and_on_the_button() {
    let stage = stage();
    for (promise, says, button) in [
        (PromiseAhead::Seat, "satu kursi", "Daftarkan saya"),
        (
            PromiseAhead::Waiting { place: 5 },
            "tempat ke-5 di daftar tunggu",
            "Masukkan saya ke daftar tunggu",
        ),
        (
            PromiseAhead::Wish,
            "penyelenggara yang menetapkan",
            "Catat minat saya",
        ),
    ] {
        let mut screen = screen(&stage, Vec::new());
        screen.reply(&Reply::Preview(preview(Vec::new(), promise)), &stage.context());
        let text = stage.dump(&screen).text;
        assert!(text.contains(says) && text.contains(button), "{text}");
    }
}

#[test]
fn all_concerns_can_be_read_in_large_text() {
    let stage = stage().size(40, 12);
    let list = vec![
        warning(clash()),
        warning(Concern::OtherUnits),
        warning(Concern::Closed),
    ];
    let mut screen = screen(&stage, list);
    let mut read = String::new();
    for _ in 0..3 {
        read.push_str(&stage.dump(&screen).text);
        presses(&mut screen, &stage, Action::Next);
    }
    for wanted in ["beririsan", "daerah lain", "ditutup"] {
        assert!(read.contains(wanted), "{wanted}");
    }
}
