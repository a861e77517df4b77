use super::*;
use crate::ui::testing::{Stage, public};

fn stage() -> Stage {
    let mut stage = Stage::new();
    stage.catalogue = Some(public::catalogue());
    stage
}

fn budget(stage: &Stage) -> Screened {
    Screened::new(CourseId::of_code(public::COURSE), &stage.context())
}

#[test]
fn the_mark_begins_on_the_first_batch_that_is_open() {
    let stage = stage();
    let screen = budget(&stage);
    assert_eq!(screen.marked().unwrap().code, public::BATCH);
}

#[test]
fn a_digit_leads_to_the_registration_in_that_batch_full_ones_too() {
    let stage = stage();
    for (digit, code) in [(2, public::BATCH), (4, "PAK-01/2026-3")] {
        let mut screen = budget(&stage);
        let effects = screen.update(&Input::Do(Action::Choose(digit)), &stage.context());
        let batch = crate::domain::id::BatchId::of_code(code);
        assert!(
            matches!(effects.as_slice(), [Effect::Go(Route::Confirm { batch: to, .. })] if *to == batch),
            "{digit} {effects:?}"
        );
    }
}

#[test]
fn a_closed_batch_says_why_and_leads_nowhere() {
    let stage = stage();
    let mut screen = budget(&stage);
    let effects = screen.update(&Input::Do(Action::Choose(1)), &stage.context());
    assert!(effects.is_empty());
    let message = screen.message(&stage.context()).unwrap();
    assert_eq!(message.text, "Pendaftaran jadwal ini sudah ditutup.");
    assert_eq!(message.role, crate::ui::theme::Role::Error);
}

#[test]
fn all_of_the_details_can_be_read_in_every_room() {
    for (width, height) in [(80, 24), (40, 12)] {
        let stage = stage().size(width, height);
        let cx = stage.context();
        let mut screen = budget(&stage);
        screen.update(&Input::Do(DETAILS), &cx);
        let mut read = String::new();
        for _ in 0..20 {
            let (buffer, _) = stage.paint(&screen);
            read.extend(buffer.content().iter().map(ratatui::buffer::Cell::symbol));
            screen.update(&Input::Do(Action::Next), &cx);
        }
        for wanted in ["1.350.000", "RKA", "Santoso", "Penganggaran", "Universitas"] {
            assert!(read.contains(wanted), "{wanted} at {width}x{height}");
        }
        assert!(screen.back(&cx), "back closes the details first");
        assert!(!screen.back(&cx));
    }
}

#[test]
fn a_course_that_is_gone_is_said_to_be() {
    let stage = stage();
    let mut screen = Screened::new(CourseId::of_code("X-99"), &stage.context());
    assert!(
        screen
            .update(&Input::Do(Action::Choose(1)), &stage.context())
            .is_empty()
    );
    assert!(stage.dump(&screen).text.contains("sudah tidak ada di katalog"));
}
