use super::*;
use crate::ui::testing::sync::{SOUTH, capacity_plan, seats};
use crate::ui::testing::{Stage, all_roles};

fn shown(hub: bool, cx: &Context, digits: &[u8]) -> Seats {
    let mut screen = Seats::new();
    screen.reply(&Reply::Seats(Box::new(seats(hub))), cx);
    for digit in digits {
        screen.update(&Input::Do(Action::Choose(*digit)), cx);
    }
    screen
}

fn enters(screen: &mut Seats, typed: &str, cx: &Context) -> Vec<Effect> {
    screen.update(&Input::Paste(typed.into()), cx);
    screen.update(&Input::Do(Action::Enter), cx)
}

fn ask(effects: &[Effect]) -> &Ask {
    match effects {
        [Effect::Ask(ask)] => ask,
        other => panic!("{other:?}"),
    }
}

#[test]
fn no_more_is_given_than_is_free_here() {
    let stage = Stage::new().signed_in(all_roles());
    let cx = stage.context();
    for (typed, gives) in [
        ("", None),
        ("0", None),
        ("8", None),
        ("99999", None),
        ("7", Some(7)),
    ] {
        let mut screen = shown(true, &cx, &[1, 3, GIVE]);
        let effects = enters(&mut screen, typed, &cx);
        match gives {
            None => assert!(effects.is_empty() && stage.dump(&screen).text.contains("Paling banyak 7")),
            Some(n) => assert!(
                matches!(ask(&effects), Ask::GiveSeats { to, count, .. } if *to == SOUTH && *count == n)
            ),
        }
    }
}

#[test]
fn only_the_centre_asks_back_shares_and_changes_capacity() {
    let stage = Stage::new().signed_in(all_roles());
    let cx = stage.context();
    let kiosk = shown(false, &cx, &[1]);
    let Part::Batch(batch, _) = kiosk.part else {
        panic!("a batch")
    };
    assert!(
        kiosk
            .items(batch)
            .iter()
            .all(|item| matches!(item, Item::Office(_) | Item::Return))
    );
    for share in &kiosk.line(batch).unwrap().shares {
        let deeds = kiosk.deeds(batch, share);
        assert!(!deeds.contains(&RECALL) && !deeds.contains(&TAKE), "{deeds:?}");
    }
    let mut hub = shown(true, &cx, &[1, 3, RECALL]);
    let effects = enters(&mut hub, "0", &cx);
    assert!(matches!(ask(&effects), Ask::RecallSeats { from, keep: 0, .. } if *from == SOUTH));
}

#[test]
fn what_is_shared_is_what_is_shown_and_where_nothing_moves_there_is_no_yes() {
    let stage = Stage::new().signed_in(all_roles());
    let cx = stage.context();
    let mut screen = shown(true, &cx, &[1, 5]);
    let text = stage.dump(&screen).text;
    assert!(text.contains("Kecamatan Utara: diberi 3, menjadi 11"), "{text}");
    assert!(
        text.contains("Kecamatan Selatan: diminta kembali 4, sisa kosong 2")
            && text.contains("Cadangan di pusat: 8"),
        "{text}"
    );
    let effects = screen.update(&Input::Do(Action::Choose(1)), &cx);
    assert!(matches!(ask(&effects), Ask::ShareSeats(_)));
    screen.reply(&Reply::Seats(Box::new(seats(true))), &cx);
    let text = stage.dump(&screen).text;
    assert!(text.contains("3 kursi diberi, 4 diminta kembali"), "{text}");
    let mut board = seats(true);
    board.lines[0].plan.steps.clear();
    let mut screen = Seats::new();
    screen.reply(&Reply::Seats(Box::new(board)), &cx);
    for digit in [1, 5, 1] {
        assert!(screen.update(&Input::Do(Action::Choose(digit)), &cx).is_empty());
    }
    assert!(
        stage
            .dump(&screen)
            .text
            .contains("tidak ada kursi yang dapat berpindah")
    );
}

#[test]
fn an_office_gives_all_its_free_seats_back_with_one_key_and_a_yes() {
    let stage = Stage::new().signed_in(all_roles());
    let cx = stage.context();
    let mut screen = shown(false, &cx, &[1, 5]);
    assert!(stage.dump(&screen).text.contains("Kembalikan 1 kursi kosong"));
    let effects = screen.update(&Input::Do(Action::Choose(1)), &cx);
    assert!(matches!(ask(&effects), Ask::ReturnSeats(_)));
}

#[test]
fn a_room_that_shrinks_is_forced_even_where_nobody_here_would_lose_and_the_unseen_are_counted() {
    let stage = Stage::new().signed_in(all_roles());
    let cx = stage.context();
    let mut screen = shown(true, &cx, &[1, 6]);
    enters(&mut screen, "10", &cx);
    let plan = CapacityPlan {
        losing: Vec::new(),
        ..capacity_plan()
    };
    screen.reply(&Reply::CapacityPlan(Box::new(plan)), &cx);
    assert!(stage.dump(&screen).text.contains("4 kursi diam"));
    assert!(screen.update(&Input::Do(Action::Choose(2)), &cx).is_empty());
    let text = stage.dump(&screen).text;
    assert!(text.contains("15 kursi kosong di kantor lain"), "{text}");
    let effects = screen.update(&Input::Do(Action::Choose(1)), &cx);
    assert!(matches!(ask(&effects), Ask::SetCapacity { forced: true, .. }));
}

#[test]
fn seats_of_a_closed_office_lie_idle_until_somebody_says_yes() {
    let stage = Stage::new().signed_in(all_roles());
    let cx = stage.context();
    let mut screen = shown(true, &cx, &[1, 4, TAKE]);
    assert!(stage.dump(&screen).text.contains("menunggu lagi"));
    assert!(
        screen.update(&Input::Do(Action::Enter), &cx).is_empty(),
        "no is marked"
    );
    let mut screen = shown(true, &cx, &[1, 4, TAKE]);
    let effects = screen.update(&Input::Do(Action::Choose(1)), &cx);
    assert!(matches!(ask(&effects), Ask::TakeSeats { .. }));
}

#[test]
fn nobody_loses_a_seat_before_their_name_was_shown_and_twice_agreed_to() {
    let stage = Stage::new().signed_in(all_roles());
    let cx = stage.context();
    let mut screen = shown(true, &cx, &[1, 6]);
    let effects = enters(&mut screen, "10", &cx);
    assert!(matches!(ask(&effects), Ask::PlanCapacity { capacity: 10, .. }));
    screen.reply(&Reply::CapacityPlan(Box::new(capacity_plan())), &cx);
    assert!(
        screen.update(&Input::Do(Action::Choose(2)), &cx).is_empty(),
        "asked again"
    );
    let text = stage.dump(&screen).text;
    assert!(
        text.contains("Rina Wulandari") && text.contains("Agus Setiawan"),
        "{text}"
    );
    let effects = screen.update(&Input::Do(Action::Choose(1)), &cx);
    assert!(matches!(
        ask(&effects),
        Ask::SetCapacity {
            capacity: 10,
            forced: true,
            ..
        }
    ));
    let mut screen = shown(true, &cx, &[1, 6]);
    enters(&mut screen, "10", &cx);
    screen.reply(&Reply::CapacityPlan(Box::new(capacity_plan())), &cx);
    let effects = screen.update(&Input::Do(Action::Choose(1)), &cx);
    assert!(matches!(ask(&effects), Ask::SetCapacity { forced: false, .. }));
}
