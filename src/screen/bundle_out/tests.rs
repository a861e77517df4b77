use super::*;
use crate::domain::refusal::MediumFault;
use crate::ui::testing::sync::{SOUTH, export_plan, export_report, nodes, sync_home};
use crate::ui::testing::{Stage, all_roles};

fn ask(effects: &[Effect]) -> &Ask {
    match effects {
        [Effect::Ask(ask)] => ask,
        other => panic!("{other:?}"),
    }
}

fn planned(cx: &Context) -> BundleOut {
    let mut screen = BundleOut::new();
    assert_eq!(screen.enter(cx).len(), 2);
    let effects = screen.reply(&Reply::SyncHome(Box::new(sync_home())), cx);
    assert!(
        matches!(ask(&effects), Ask::ExportPlan(None)),
        "a kiosk writes for the centre"
    );
    screen.reply(&Reply::Nodes(nodes(false)), cx);
    screen.reply(&Reply::ExportPlan(Box::new(export_plan())), cx);
    screen
}

#[test]
fn the_stick_may_be_pulled_only_after_the_answer() {
    let stage = Stage::new().signed_in(all_roles());
    let cx = stage.context();
    let mut screen = planned(&cx);
    let effects = screen.update(&Input::Do(Action::Enter), &cx);
    assert!(matches!(ask(&effects), Ask::Export { to: None, medium } if medium.ends_with("BALAI")));
    for done in [0, 268] {
        screen.reply(&Reply::Progress { done, total: 268 }, &cx);
        let text = stage.dump(&screen).text;
        assert!(text.contains("JANGAN CABUT") && !text.contains("BOLEH"), "{text}");
    }
    assert_eq!((screen.roads().back, screen.idle()), (false, Idle::Never));
    screen.reply(&Reply::Exported(Box::new(export_report())), &cx);
    let text = stage.dump(&screen).text;
    assert!(
        text.contains("BOLEH DICABUT") && !text.contains("JANGAN"),
        "{text}"
    );
    assert!(matches!(
        screen.update(&Input::Do(Action::Enter), &cx).as_slice(),
        [Effect::Back]
    ));
}

#[test]
fn each_fault_of_a_stick_is_one_sentence_and_never_says_that_it_may_be_pulled() {
    let stage = Stage::new().signed_in(all_roles());
    let cx = stage.context();
    let full = MediumFault::Full {
        needs: 2_000,
        free: 9,
    };
    for (fault, word) in [
        (MediumFault::Pulled, "tercabut"),
        (full, "perlu 2,0 KB, bebas 9 B"),
        (MediumFault::ReadOnly, "terkunci"),
        (MediumFault::Mismatch, "Stik rusak"),
        (MediumFault::Exists, "tidak ditimpa"),
        (MediumFault::NotFound, "tidak ada lagi"),
    ] {
        let mut screen = planned(&cx);
        screen.update(&Input::Do(Action::Enter), &cx);
        screen.reply(&Reply::Refused(Refusal::Medium(fault)), &cx);
        let text = stage.dump(&screen).text;
        assert!(text.contains("TIDAK TERTULIS") && text.contains(word), "{text}");
        assert!(!text.contains("BOLEH"), "{text}");
        let effects = screen.update(&Input::Do(Action::Choose(WRITE)), &cx);
        assert!(matches!(ask(&effects), Ask::Export { .. }), "the same again");
    }
}

#[test]
fn nothing_is_written_to_a_stick_that_cannot_take_it() {
    let stage = Stage::new().signed_in(all_roles());
    let cx = stage.context();
    for (writable, free) in [(false, Some(1 << 40)), (true, Some(100))] {
        let mut screen = planned(&cx);
        let mut home = sync_home();
        (home.media[0].writable, home.media[0].free) = (writable, free);
        screen.reply(&Reply::SyncHome(Box::new(home)), &cx);
        assert!(screen.update(&Input::Do(Action::Choose(WRITE)), &cx).is_empty());
        assert!(matches!(screen.part, Part::Plan(_)));
    }
}

#[test]
fn the_centre_chooses_an_office_first_and_a_kiosk_may_choose_another() {
    let stage = Stage::new().signed_in(all_roles());
    let cx = stage.context();
    let mut hub = BundleOut::new();
    let home = SyncHome {
        hub: true,
        ..sync_home()
    };
    assert!(hub.reply(&Reply::SyncHome(Box::new(home)), &cx).is_empty());
    hub.reply(&Reply::Nodes(nodes(true)), &cx);
    let effects = hub.update(&Input::Do(Action::Choose(2)), &cx);
    assert!(matches!(ask(&effects), Ask::ExportPlan(Some(log)) if *log == SOUTH));
    let mut kiosk = planned(&cx);
    kiosk.update(&Input::Do(Action::Choose(OFFICE)), &cx);
    let effects = kiosk.update(&Input::Do(Action::Choose(1)), &cx);
    assert!(
        matches!(ask(&effects), Ask::ExportPlan(None)),
        "the first is the centre"
    );
}

#[test]
fn a_stick_that_is_put_in_is_seen_without_a_key() {
    let stage = Stage::new().signed_in(all_roles());
    let cx = stage.context();
    let mut screen = planned(&cx);
    let empty = SyncHome {
        media: Vec::new(),
        ..sync_home()
    };
    screen.reply(&Reply::SyncHome(Box::new(empty)), &cx);
    assert!(screen.deadline().is_some());
    assert!(matches!(ask(&screen.update(&Input::Tick, &cx)), Ask::SyncHome));
    screen.reply(&Reply::SyncHome(Box::new(sync_home())), &cx);
    assert!(screen.deadline().is_none() && screen.may_write());
}
