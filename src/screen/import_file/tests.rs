use super::view::{saved, tried};
use super::*;
use crate::ui::testing::{Stage, all_roles};

fn files() -> Vec<PathBuf> {
    ["/in/a.csv", "/in/b.csv"].map(PathBuf::from).to_vec()
}

fn trying(cx: &Context) -> ImportFile {
    let mut screen = ImportFile::new();
    assert!(matches!(screen.enter(cx).as_slice(), [Effect::Ask(_)]));
    screen.reply(&Reply::ImportFiles(files()), cx);
    let effects = screen.update(&Input::Do(Action::Choose(2)), cx);
    assert!(matches!(ask(&effects), Ask::DryRun(path) if path == &files()[1]));
    screen
}

fn ask(effects: &[Effect]) -> &Ask {
    match effects {
        [Effect::Ask(ask)] => ask,
        other => panic!("{other:?}"),
    }
}

#[test]
fn nothing_is_saved_before_it_was_tried_and_chosen() {
    let stage = Stage::new().signed_in(all_roles());
    let cx = stage.context();
    let mut screen = trying(&cx);
    screen.reply(&Reply::ImportReport(Box::new(tried(0))), &cx);
    let mut doubled = trying(&cx);
    doubled.reply(&Reply::ImportReport(Box::new(tried(0))), &cx);
    let effects = doubled.update(&Input::Do(Action::Enter), &cx);
    assert!(
        matches!(ask(&effects), Ask::ImportFiles),
        "a doubled Enter saves nothing"
    );
    let effects = screen.update(&Input::Do(Action::Choose(1)), &cx);
    assert!(matches!(ask(&effects), Ask::Import { path, accept_good: false } if path == &files()[1]));
    screen.reply(&Reply::ImportReport(Box::new(saved(0))), &cx);
    assert_eq!(screen.message(&cx).unwrap().text, "TERSIMPAN");
    assert!(matches!(
        screen.update(&Input::Do(Action::Choose(2)), &cx).as_slice(),
        [Effect::Back]
    ));
}

#[test]
fn with_faults_only_the_good_rows_are_offered_and_where_the_others_are_is_said() {
    let stage = Stage::new().signed_in(all_roles());
    let cx = stage.context();
    let mut screen = trying(&cx);
    screen.reply(&Reply::ImportReport(Box::new(tried(6))), &cx);
    assert!(stage.dump(&screen).text.contains("17 digit"));
    let effects = screen.update(&Input::Do(Action::Choose(1)), &cx);
    assert!(matches!(
        ask(&effects),
        Ask::Import {
            accept_good: true,
            ..
        }
    ));
    screen.reply(&Reply::ImportReport(Box::new(saved(6))), &cx);
    assert!(stage.dump(&screen).text.contains("pegawai-2026-11.ditolak.csv"));
}

#[test]
fn a_file_that_changes_nothing_can_only_be_left() {
    let report = ImportReport {
        added: 0,
        changed: 0,
        ..tried(3)
    };
    assert_eq!(choices(&report), [Choice::Files]);
}

#[test]
fn the_bar_moves_at_most_four_times_a_second() {
    let mut stage = Stage::new().signed_in(all_roles());
    let mut screen = trying(&stage.context());
    let mut shown = Vec::new();
    for done in 1..=100 {
        stage.stamp.at = stage.stamp.at.plus(10);
        screen.reply(&Reply::Progress { done, total: 100 }, &stage.context());
        let Part::Working { far, .. } = &screen.part else {
            panic!("still working")
        };
        shown.push(far.done);
    }
    shown.dedup();
    assert!(shown.len() <= 5, "{shown:?}");
}

#[test]
fn back_does_not_lead_away_from_work_under_way_and_idle_time_does_not_count() {
    let stage = Stage::new().signed_in(all_roles());
    let cx = stage.context();
    let mut screen = trying(&cx);
    assert_eq!(
        (screen.roads(), screen.idle()),
        (
            Roads {
                back: false,
                leave: true
            },
            Idle::Never
        )
    );
    assert!(screen.back(&cx));
    screen.reply(&Reply::Refused(Refusal::DiskFull), &cx);
    assert_eq!((screen.roads(), screen.idle()), (Roads::ALL, Idle::Usual));
    assert!(!screen.back(&cx));
}
