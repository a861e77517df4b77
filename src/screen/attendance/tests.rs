use super::outcome::sheet;
use super::*;
use crate::state::card::{AttendanceLine, Mark};
use crate::ui::testing::{Stage, all_roles, session};

fn stage() -> Stage {
    Stage::new().signed_in(all_roles())
}

fn ready(cx: &Context) -> Attendance {
    let mut screen = Attendance::new(BatchId::of_code("MAP-01/2026-3"), None, cx);
    assert!(matches!(screen.enter(cx).as_slice(), [Effect::Ask(_)]));
    screen.reply(&Reply::Attendance(Box::new(sheet(4))), cx);
    screen
}

fn scanned(effects: &[Effect]) -> Option<String> {
    match effects {
        [Effect::Ask(ask)] => match &**ask {
            Ask::MarkScan { scanned, meeting, .. } => {
                assert_eq!(meeting.0, 1);
                Some(scanned.to_string())
            }
            _ => None,
        },
        _ => None,
    }
}

fn line(screen: &Attendance, at: usize) -> AttendanceLine {
    screen.sheet.as_ref().unwrap().lines[at].clone()
}

fn present(screen: &mut Attendance, at: usize, cx: &Context) -> Vec<Effect> {
    let mut line = line(screen, at);
    line.present = Some(crate::domain::day::Moment(1_795_392_120_000));
    let reply = Reply::Marked {
        mark: Mark::Present { line },
        present: 5,
        seated: 11,
    };
    screen.reply(&reply, cx)
}

#[test]
fn a_scan_is_one_question_and_its_outcome_one_beep_word_and_count() {
    let stage = stage();
    let cx = stage.context();
    let mut screen = ready(&cx);
    let asked = screen.update(&Input::Scan("198503122010012004".into()), &cx);
    assert_eq!(scanned(&asked).as_deref(), Some("198503122010012004"));
    assert!(screen.last.is_none(), "no word before the office has answered");
    assert!(matches!(
        present(&mut screen, 4, &cx).as_slice(),
        [Effect::Beep(1)]
    ));
    assert_eq!(screen.counts(), (5, 11));
    let already = Reply::Marked {
        mark: Mark::Already {
            line: line(&screen, 4),
        },
        present: 5,
        seated: 11,
    };
    assert!(matches!(
        screen.reply(&already, &cx).as_slice(),
        [Effect::Beep(2)]
    ));
    let unknown = Reply::Marked {
        mark: Mark::Unknown { scanned: "8".into() },
        present: 5,
        seated: 11,
    };
    assert!(matches!(
        screen.reply(&unknown, &cx).as_slice(),
        [Effect::Beep(3)]
    ));
    assert_eq!((screen.counts(), screen.recent.len()), ((5, 11), 2));
}

#[test]
fn the_same_code_within_two_seconds_is_the_same_scan() {
    let mut stage = stage();
    let mut screen = ready(&stage.context());
    let scan = |screen: &mut Attendance, code: &str, stage: &Stage| {
        scanned(&screen.update(&Input::Scan(code.into()), &stage.context())).is_some()
    };
    assert!(scan(&mut screen, "BLI1K7M492QX", &stage));
    assert!(!scan(&mut screen, "bli1k7m4-92qx", &stage));
    assert!(scan(&mut screen, "198503122010012004", &stage));
    assert!(scan(&mut screen, "BLI1K7M492QX", &stage), "another was between");
    stage.stamp.at = stage.stamp.at.plus(SAME_MS);
    assert!(scan(&mut screen, "BLI1K7M492QX", &stage));
}

#[test]
fn a_scan_before_the_sheet_is_there_is_not_lost() {
    let stage = stage();
    let cx = stage.context();
    let mut screen = Attendance::new(BatchId::of_code("A"), None, &cx);
    assert!(screen.update(&Input::Scan("BLI1K7M492QX".into()), &cx).is_empty());
    let effects = screen.reply(&Reply::Attendance(Box::new(sheet(0))), &cx);
    assert_eq!(scanned(&effects).as_deref(), Some("BLI1K7M492QX"));
}

#[test]
fn a_code_typed_by_hand_is_recorded_on_enter() {
    let stage = stage();
    let cx = stage.context();
    let mut screen = ready(&cx);
    for c in "k7m4-92qx".chars() {
        screen.update(&Input::Key(Chord::char(c)), &cx);
    }
    let asked = screen.update(&Input::Do(Action::Enter), &cx);
    assert_eq!(scanned(&asked).as_deref(), Some("K7M492QX"));
    assert!(screen.field.is_empty(), "the field is free for the next");
    assert!(screen.update(&Input::Do(Action::Enter), &cx).is_empty());
}

#[test]
fn undo_takes_back_the_last_mark_of_this_screen_and_then_the_one_before() {
    let stage = stage();
    let cx = stage.context();
    let mut screen = ready(&cx);
    present(&mut screen, 4, &cx);
    present(&mut screen, 5, &cx);
    for at in [5, 4] {
        let wanted = line(&screen, at).registration;
        match screen.update(&Input::Do(UNDO), &cx).as_slice() {
            [Effect::Ask(ask)] => match &**ask {
                Ask::UndoMark { registration, .. } => assert_eq!(*registration, wanted),
                _ => panic!("another question"),
            },
            other => panic!("{other:?}"),
        }
        let undone = Reply::Marked {
            mark: Mark::Undone {
                line: line(&screen, at),
            },
            present: 4,
            seated: 11,
        };
        screen.reply(&undone, &cx);
        assert!(line(&screen, at).present.is_none());
    }
    assert!(
        screen.update(&Input::Do(UNDO), &cx).is_empty(),
        "older marks are not this screen's to take back"
    );
    assert_eq!(
        screen.message(&cx).unwrap().text,
        cx.texts.attendance.nothing_to_undo
    );
}

#[test]
fn the_list_marks_by_digit_and_shows_who_is_not_here_first() {
    let stage = stage();
    let cx = stage.context();
    let mut screen = ready(&cx);
    screen.update(&Input::Do(LIST), &cx);
    let wanted = line(&screen, 5).registration;
    match screen.update(&Input::Do(Action::Choose(2)), &cx).as_slice() {
        [Effect::Ask(ask)] => match &**ask {
            Ask::MarkPresent { registration, .. } => assert_eq!(*registration, wanted),
            _ => panic!("another question"),
        },
        other => panic!("{other:?}"),
    }
    present(&mut screen, 5, &cx);
    let Over::List(_, shown) = &screen.over else {
        panic!("the list stays open")
    };
    assert_eq!(shown[..2], [4, 6], "who came goes down the list");
    assert_eq!(shown.len(), 11);
}

#[test]
fn a_scan_while_the_list_is_open_is_still_a_scan() {
    let stage = stage();
    let cx = stage.context();
    let mut screen = ready(&cx);
    screen.update(&Input::Do(LIST), &cx);
    assert!(scanned(&screen.update(&Input::Scan("198503122010012004".into()), &cx)).is_some());
    // A slip's code begins with a letter and goes into the search box.
    screen.update(&Input::Paste("BLI1K7M492QX".into()), &cx);
    let asked = screen.update(&Input::Do(Action::Enter), &cx);
    assert_eq!(scanned(&asked).as_deref(), Some("BLI1K7M492QX"));
}

#[test]
fn another_meeting_is_asked_for_and_marks_of_the_old_one_stay_with_it() {
    let stage = stage();
    let cx = stage.context();
    let mut screen = ready(&cx);
    present(&mut screen, 4, &cx);
    screen.update(&Input::Do(DAYS), &cx);
    match screen.update(&Input::Do(Action::Choose(3)), &cx).as_slice() {
        [Effect::Ask(ask)] => match &**ask {
            Ask::Attendance { meeting, .. } => assert_eq!(*meeting, Some(MeetingNo(3))),
            _ => panic!("another question"),
        },
        other => panic!("{other:?}"),
    }
    assert!(screen.marked.is_empty());
}

#[test]
fn scans_go_on_after_five_minutes_and_all_else_asks_for_the_pin() {
    let mut stage = stage();
    let mut screen = ready(&stage.context());
    assert_eq!(screen.idle(), Idle::Never);
    stage.stamp.at = screen.deadline().unwrap();
    screen.update(&Input::Tick, &stage.context());
    assert_eq!(screen.deadline(), None, "nothing ticks once it is locked");
    let cx = stage.context();
    assert!(scanned(&screen.update(&Input::Scan("198503122010012004".into()), &cx)).is_some());
    for input in [
        Input::Do(LIST),
        Input::Do(UNDO),
        Input::Do(DAYS),
        Input::Key(Chord::char('1')),
    ] {
        screen.over = Over::Scanning;
        assert!(screen.update(&input, &cx).is_empty());
        assert!(matches!(screen.over, Over::Unlock(..)), "{input:?}");
    }
    screen.over = Over::Scanning;
    assert!(screen.back(&cx), "nobody gets to the screen below");
    screen.update(&Input::Paste("246802".into()), &cx);
    match screen.update(&Input::Do(Action::Enter), &cx).as_slice() {
        [Effect::Ask(ask)] => assert!(matches!(&**ask, Ask::SignIn { pin, .. } if pin.as_str() == "246802")),
        other => panic!("{other:?}"),
    }
    assert!(
        scanned(&screen.update(&Input::Scan("3273010203040005".into()), &cx)).is_some(),
        "even here"
    );
    screen.reply(&Reply::Refused(Refusal::Credentials { left: 4 }), &cx);
    assert!(matches!(screen.over, Over::Unlock(..)) && screen.locked);
    screen.reply(&Reply::SignedIn(session(all_roles())), &cx);
    assert!(!screen.locked && matches!(screen.over, Over::Scanning));
}

#[test]
fn a_scan_does_not_keep_the_lock_away() {
    let mut stage = stage();
    let mut screen = ready(&stage.context());
    stage.stamp.at = stage.stamp.at.plus(LOCK_MS - 1);
    screen.update(&Input::Scan("198503122010012004".into()), &stage.context());
    stage.stamp.at = stage.stamp.at.plus(1);
    screen.update(&Input::Do(LIST), &stage.context());
    assert!(matches!(screen.over, Over::Unlock(..)));
}

#[test]
fn a_refusal_is_an_outcome_and_not_a_silence() {
    let stage = stage();
    let cx = stage.context();
    let mut screen = ready(&cx);
    assert!(matches!(
        screen.reply(&Reply::Refused(Refusal::DiskFull), &cx).as_slice(),
        [Effect::Beep(3)]
    ));
    assert!(stage.dump(&screen).text.contains("DITOLAK"));
}
