use super::*;
use crate::ui::testing::sync::sync_home;
use crate::ui::testing::{Stage, all_roles};

fn shown(home: SyncHome, stage: &Stage) -> Sync {
    let mut screen = Sync::new();
    screen.reply(&Reply::SyncHome(Box::new(home)), &stage.context());
    screen
}

#[test]
fn what_exists_only_here_is_the_first_thing_said() {
    let stage = Stage::new().signed_in(all_roles());
    let text = stage.dump(&shown(sync_home(), &stage)).text;
    let row = text.lines().find(|line| line.contains("hanya ada")).unwrap();
    assert!(
        row.contains("37 pendaftaran hanya ada di kiosk ini, sejak Sel 03 Nov."),
        "{text}"
    );
    let settled = SyncHome {
        only_here: crate::state::sync::OnlyHere::default(),
        ..sync_home()
    };
    assert!(!stage.dump(&shown(settled, &stage)).text.contains("hanya ada"));
}

#[test]
fn a_stick_that_is_put_in_is_seen_without_a_key_and_nothing_ticks_after_that() {
    let stage = Stage::new().signed_in(all_roles());
    let cx = stage.context();
    let mut screen = Sync::new();
    assert_eq!(screen.deadline(), None);
    let empty = SyncHome {
        media: Vec::new(),
        ..sync_home()
    };
    screen.reply(&Reply::SyncHome(Box::new(empty)), &cx);
    assert_eq!(screen.deadline(), Some(cx.at().plus(LOOK_MS)));
    assert!(matches!(
        screen.update(&Input::Tick, &cx).as_slice(),
        [Effect::Ask(_)]
    ));
    screen.reply(&Reply::SyncHome(Box::new(sync_home())), &cx);
    assert_eq!(screen.deadline(), None);
    // The bundle that has come is what Enter reads.
    assert!(matches!(
        screen.update(&Input::Do(Action::Enter), &cx).as_slice(),
        [Effect::Go(Route::BundleIn)]
    ));
}

#[test]
fn each_digit_leads_where_its_row_says() {
    let stage = Stage::new().signed_in(all_roles());
    let cx = stage.context();
    let names: Vec<&str> = (1..=9)
        .filter_map(|digit| {
            let home = SyncHome {
                clock_doubtful: true,
                ..sync_home()
            };
            match shown(home, &stage)
                .update(&Input::Do(Action::Choose(digit)), &cx)
                .as_slice()
            {
                [Effect::Go(route)] => Some(route.name()),
                _ => None,
            }
        })
        .collect();
    assert_eq!(
        names,
        ["BundleIn", "BundleOut", "Matters", "Nodes", "Seats", "Clock"]
    );
}

#[test]
fn a_copy_says_so_in_one_sentence_with_what_to_do() {
    let stage = Stage::new().signed_in(all_roles());
    for (standing, word) in [
        (Standing::Restored(Restored::Heard), "salinan lama"),
        (Standing::Restored(Restored::Machine), "komputer lain"),
        (Standing::Closed, "menutup kiosk ini"),
    ] {
        let text = stage
            .dump(&shown(
                SyncHome {
                    standing,
                    ..sync_home()
                },
                &stage,
            ))
            .text;
        assert!(text.contains(word) && text.contains("ulis bundel"), "{text}");
    }
}
