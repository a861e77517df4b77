use super::*;
use crate::domain::role::Roles;
use crate::ui::testing::{Stage, public};

fn stage() -> Stage {
    Stage::new().signed_in(Roles::NONE)
}

fn with(stage: &Stage, data: Trainings) -> Screened {
    let mut screen = Screened::new();
    screen.reply(&Reply::Trainings(Box::new(data)), &stage.context());
    screen
}

fn does(screen: &mut Screened, stage: &Stage, action: Action) -> Vec<Effect> {
    screen.update(&Input::Do(action), &stage.context())
}

#[test]
fn a_digit_opens_the_slip_of_what_is_ahead_and_the_survey_that_waits() {
    let stage = stage();
    let mut screen = with(&stage, public::trainings());
    let slip = does(&mut screen, &stage, Action::Choose(1));
    assert!(
        matches!(slip.as_slice(), [Effect::Go(Route::TicketOf(_))]),
        "{slip:?}"
    );
    let survey = does(&mut screen, &stage, Action::Choose(3));
    assert!(
        matches!(survey.as_slice(), [Effect::Go(Route::Survey(_))]),
        "{survey:?}"
    );
    assert!(does(&mut screen, &stage, Action::Choose(4)).is_empty());
    let message = screen.message(&stage.context()).unwrap().text;
    assert!(message.contains("sudah Anda isi"), "{message}");
}

#[test]
fn the_survey_that_waits_is_named_with_its_digit() {
    let stage = stage();
    let screen = with(&stage, public::trainings());
    let message = screen.message(&stage.context()).unwrap().text;
    assert_eq!(message, "Survei menunggu (tekan 3): Keselamatan Kerja Dasar");
}

#[test]
fn the_bar_never_stands_without_its_number_and_whose_record_it_is() {
    for size in [(80, 24), (40, 12)] {
        for (credit, says) in [(0, "0 dari 20"), (12, "12 dari 20"), (32, "32 dari 20")] {
            let stage = stage().size(size.0, size.1);
            let screen = with(
                &stage,
                Trainings {
                    credit,
                    ..public::trainings()
                },
            );
            let text = stage.dump(&screen).text;
            assert!(text.contains(says) && text.contains("tercatat"), "{text}");
        }
    }
    let text = stage()
        .dump(&with(
            &stage(),
            Trainings {
                credit: 32,
                ..public::trainings()
            },
        ))
        .text;
    assert!(text.contains("tercapai"));
}

#[test]
fn what_to_cancel_is_chosen_and_enter_alone_cancels_nothing() {
    let stage = stage();
    let mut screen = with(&stage, public::trainings());
    assert!(does(&mut screen, &stage, Action::Choose(CANCEL)).is_empty());
    assert_eq!(screen.lines().len(), 2, "what is past cannot be cancelled");
    assert!(does(&mut screen, &stage, Action::Enter).is_empty());
    assert!(!screen.cancelling);
    does(&mut screen, &stage, Action::Choose(CANCEL));
    let effects = does(&mut screen, &stage, Action::Choose(2));
    assert!(
        matches!(effects.as_slice(), [Effect::Go(Route::Cancel { title, .. })] if title.starts_with("Bahasa")),
        "{effects:?}"
    );
    assert!(screen.back(&stage.context()), "back leaves the choice first");
    assert!(!screen.back(&stage.context()));
}

#[test]
fn the_only_registration_is_not_asked_for() {
    let stage = stage();
    let mut data = public::trainings();
    data.ahead.truncate(1);
    let mut screen = with(&stage, data);
    let effects = does(&mut screen, &stage, Action::Choose(CANCEL));
    assert!(matches!(effects.as_slice(), [Effect::Go(Route::Cancel { .. })]));
}

#[test]
fn another_year_is_asked_for_and_shown() {
    let stage = stage();
    let mut screen = with(&stage, public::trainings());
    let effects = does(&mut screen, &stage, Action::Choose(YEAR_BEFORE));
    let [Effect::Ask(ask)] = effects.as_slice() else {
        panic!("{effects:?}")
    };
    assert!(matches!(**ask, Ask::Trainings(Some(2025))));
    assert!(screen.is_waiting());
    let past = Trainings {
        year: 2025,
        ..public::trainings()
    };
    screen.reply(&Reply::Trainings(Box::new(past)), &stage.context());
    let text = stage.dump(&screen).text;
    assert!(
        text.contains("Capaian JP 2025") && !text.contains("Akan datang"),
        "{text}"
    );
    assert!(!screen.actions(&stage.context()).contains(&CANCEL));
    let effects = does(&mut screen, &stage, NEXT_YEAR);
    assert!(matches!(effects.as_slice(), [Effect::Ask(ask)] if matches!(**ask, Ask::Trainings(Some(2026)))));
}

#[test]
fn the_arrows_reach_every_row_and_every_action() {
    let stage = stage();
    let mut screen = with(&stage, public::trainings());
    for _ in 0..4 {
        assert_eq!(screen.action, None);
        does(&mut screen, &stage, Action::Down);
    }
    assert_eq!(screen.action, Some(CANCEL));
    does(&mut screen, &stage, Action::Down);
    does(&mut screen, &stage, Action::Down);
    assert_eq!(screen.action, Some(CHANGE_PIN));
    let effects = does(&mut screen, &stage, Action::Enter);
    assert!(matches!(effects.as_slice(), [Effect::Go(Route::ChangePin)]));
    for _ in 0..3 {
        does(&mut screen, &stage, Action::Up);
    }
    assert_eq!((screen.action, screen.list.selected()), (None, 3));
}

#[test]
fn more_than_a_page_is_turned_with_plus_and_minus() {
    let stage = stage();
    let mut data = public::trainings();
    for n in 0..10 {
        data.past.push(public::line(
            &format!("Lama {n}"),
            public::day(2026, 1, 3),
            2,
            State::Completed,
        ));
    }
    let mut screen = with(&stage, data);
    assert_eq!(screen.list.visible(), 0..6);
    does(&mut screen, &stage, Action::Next);
    assert_eq!(screen.list.visible(), 6..12);
    does(&mut screen, &stage, Action::Previous);
    assert_eq!(screen.list.visible(), 0..6);
}
