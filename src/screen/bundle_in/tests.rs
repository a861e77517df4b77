use super::*;
use crate::domain::refusal::MediumFault;
use crate::ui::input::Millis;
use crate::ui::testing::sync::{bundle_report, sync_home};
use crate::ui::testing::{Stage, all_roles};

fn ask(effects: &[Effect]) -> &Ask {
    match effects {
        [Effect::Ask(ask)] => ask,
        other => panic!("{other:?}"),
    }
}

fn checking(cx: &Context) -> BundleIn {
    let mut screen = BundleIn::new();
    assert!(matches!(ask(&screen.enter(cx)), Ask::SyncHome));
    screen.reply(&Reply::SyncHome(Box::new(sync_home())), cx);
    let effects = screen.update(&Input::Do(Action::Enter), cx);
    assert!(
        matches!(ask(&effects), Ask::BundlePreview(path) if path.ends_with("DINKES-KECUT-0B51C2D3-P01.BLI"))
    );
    screen
}

#[test]
fn nothing_is_read_before_it_was_checked_and_told() {
    let stage = Stage::new().signed_in(all_roles());
    let cx = stage.context();
    let mut screen = checking(&cx);
    screen.reply(&Reply::BundleReport(Box::new(bundle_report(true))), &cx);
    let text = stage.dump(&screen).text;
    assert!(
        text.contains("Dari Dinas Kesehatan: 12 pendaftaran, 3 pembatalan, 1 hal untuk diperiksa."),
        "{text}"
    );
    let effects = screen.update(&Input::Do(Action::Choose(1)), &cx);
    assert!(matches!(ask(&effects), Ask::BundleImport { salvage: false, .. }));
    screen.reply(&Reply::BundleReport(Box::new(bundle_report(false))), &cx);
    assert!(screen.message(&cx).unwrap().text.contains("boleh dicabut"));
    let text = stage.dump(&screen).text;
    assert!(
        text.contains("Bundel dari Kecamatan Selatan belum dibaca"),
        "{text}"
    );
    assert!(text.contains("2 kursi kembali dari"), "{text}");
}

#[test]
fn after_one_bundle_the_next_is_one_key_away() {
    let stage = Stage::new().signed_in(all_roles());
    let cx = stage.context();
    let mut screen = checking(&cx);
    screen.reply(&Reply::BundleReport(Box::new(bundle_report(true))), &cx);
    screen.update(&Input::Do(Action::Enter), &cx);
    screen.reply(&Reply::BundleReport(Box::new(bundle_report(false))), &cx);
    let effects = screen.update(&Input::Do(Action::Enter), &cx);
    assert!(
        matches!(ask(&effects), Ask::BundlePreview(path) if path.ends_with("PUSAT-KECUT-77AA01DE-P01.BLI"))
    );
}

#[test]
fn a_damaged_bundle_offers_its_whole_parts_and_a_pulled_stick_another_try() {
    let stage = Stage::new().signed_in(all_roles());
    let cx = stage.context();
    let mut screen = checking(&cx);
    screen.reply(&Reply::Refused(Refusal::Bundle(BundleFault::Damaged)), &cx);
    let effects = screen.update(&Input::Do(Action::Choose(1)), &cx);
    assert!(matches!(ask(&effects), Ask::BundleImport { salvage: true, .. }));
    screen.reply(&Reply::Refused(Refusal::Medium(MediumFault::Pulled)), &cx);
    assert!(stage.dump(&screen).text.contains("tidak ada yang hilang"));
    let effects = screen.update(&Input::Do(Action::Choose(1)), &cx);
    assert!(
        matches!(ask(&effects), Ask::BundleImport { .. }),
        "the same step again"
    );
}

#[test]
fn a_bundle_for_others_is_not_opened() {
    let stage = Stage::new().signed_in(all_roles());
    let cx = stage.context();
    let mut screen = BundleIn::new();
    screen.reply(&Reply::SyncHome(Box::new(sync_home())), &cx);
    assert!(screen.update(&Input::Do(Action::Choose(5)), &cx).is_empty());
    assert!(screen.message(&cx).unwrap().text.contains("untuk kantor lain"));
}

#[test]
fn the_time_left_is_guessed_from_the_pace_and_back_does_not_lead_away() {
    let mut stage = Stage::new().signed_in(all_roles());
    let mut screen = checking(&stage.context());
    for (done, at) in [(0, 10_000), (2_500, 20_000)] {
        stage.stamp.at = Millis(at);
        screen.reply(&Reply::Progress { done, total: 10_000 }, &stage.context());
    }
    let text = stage.dump(&screen).text;
    assert!(
        text.contains("25%") && text.contains("sekitar 30 detik lagi"),
        "{text}"
    );
    assert_eq!((screen.roads().back, screen.idle()), (false, Idle::Never));
    assert!(screen.back(&stage.context()));
}
