use super::*;
use crate::ui::testing::sync::{SOUTH, nodes};
use crate::ui::testing::{Stage, all_roles};

fn shown(hub: bool, cx: &Context, digits: &[u8]) -> Nodes {
    let mut screen = Nodes::new();
    screen.reply(&Reply::Nodes(nodes(hub)), cx);
    for digit in digits {
        screen.update(&Input::Do(Action::Choose(*digit)), cx);
    }
    screen
}

fn typed(screen: &mut Nodes, text: &str, cx: &Context) {
    screen.update(&Input::Paste(text.into()), cx);
    assert!(screen.update(&Input::Do(Action::Enter), cx).is_empty());
}

#[test]
fn an_office_is_let_in_only_when_the_digits_that_were_heard_are_the_same() {
    let stage = Stage::new().signed_in(all_roles());
    let cx = stage.context();
    let mut screen = shown(true, &cx, &[3]);
    assert!(
        !stage.dump(&screen).text.contains("482913"),
        "nothing to read off the screen"
    );
    screen.update(&Input::Do(Action::Choose(ACT)), &cx);
    assert!(!stage.dump(&screen).text.contains("482913"));
    typed(&mut screen, "48291377120455903188642", &cx);
    assert!(stage.dump(&screen).text.contains("Belum 24 angka"));
    typed(&mut screen, "1", &cx);
    assert!(stage.dump(&screen).text.contains("ANGKA BERBEDA"));
    typed(&mut screen, "482913771204559031886420", &cx);
    assert!(stage.dump(&screen).text.contains("ANGKA SAMA"));
    // A doubled Enter lets nobody in: no is marked.
    screen.update(&Input::Do(Action::Enter), &cx);
    assert!(matches!(screen.part, Part::One(..)));
    screen.update(&Input::Do(Action::Choose(ACT)), &cx);
    typed(&mut screen, "482913771204559031886420", &cx);
    let effects = screen.update(&Input::Do(Action::Choose(1)), &cx);
    let typed = match effects.as_slice() {
        [Effect::Ask(ask)] => match &**ask {
            Ask::AcceptNode { typed, .. } => typed.clone(),
            _ => panic!("asks for something else"),
        },
        _ => panic!("asks for nothing"),
    };
    assert_eq!(
        typed, "482913771204559031886420",
        "what was typed is compared again by whoever lets in"
    );
}

#[test]
fn a_ledger_is_closed_after_two_questions_and_enter_alone_closes_none() {
    let stage = Stage::new().signed_in(all_roles());
    let cx = stage.context();
    let mut screen = shown(true, &cx, &[4]);
    for _ in 0..12 {
        let effects = screen.update(&Input::Do(Action::Enter), &cx);
        assert!(effects.is_empty());
    }
    let mut screen = shown(true, &cx, &[4, CLOSE, 1]);
    assert!(stage.dump(&screen).text.contains("selamanya"));
    let effects = screen.update(&Input::Do(Action::Choose(1)), &cx);
    assert!(
        matches!(effects.as_slice(), [Effect::Ask(ask)] if matches!(**ask, Ask::CloseNode { log, reason: LOST } if log == SOUTH))
    );
    screen.reply(&Reply::Nodes(nodes(true)), &cx);
    assert!(screen.message(&cx).unwrap().text.contains("Tercatat"));
}

#[test]
fn a_kiosk_neither_lets_in_nor_closes() {
    let stage = Stage::new().signed_in(all_roles());
    let cx = stage.context();
    for row in 1..=7 {
        for digit in [ACT, CLOSE] {
            let mut screen = shown(false, &cx, &[row, digit]);
            assert!(matches!(screen.part, Part::One(..)), "row {row}, digit {digit}");
            assert!(screen.back(&cx) && !screen.back(&cx));
        }
    }
}

#[test]
fn an_office_that_goes_on_is_told_where_its_old_ledger_ends_before_and_after() {
    let stage = Stage::new().signed_in(all_roles());
    let cx = stage.context();
    let next = LogId::new(SOUTH.node.0, SOUTH.incarnation + 1);
    let mut all = nodes(true);
    all[2].log = next;
    let mut screen = Nodes::new();
    screen.reply(&Reply::Nodes(all.clone()), &cx);
    screen.update(&Input::Do(Action::Choose(3)), &cx);
    screen.update(&Input::Do(Action::Choose(ACT)), &cx);
    typed(&mut screen, "482913771204559031886420", &cx);
    let shown = stage.dump(&screen).text;
    assert!(shown.contains("9-1, ditutup pada catatan 4.120"), "{shown}");
    screen.update(&Input::Do(Action::Choose(1)), &cx);
    all[2].state = NodeState::Open;
    (all[3].closed_at, all[3].goes_on) = (Some(4_120), Some(next));
    screen.reply(&Reply::Nodes(all), &cx);
    let said = screen.message(&cx).unwrap().text;
    assert!(said.contains("melanjutkan sebagai 9-2"), "{said}");
    assert!(said.contains("4.120"), "{said}");
}

#[test]
fn an_office_with_two_histories_shows_both_and_can_be_closed_for_that() {
    let stage = Stage::new().signed_in(all_roles());
    let cx = stage.context();
    let shown_text = stage.dump(&shown(true, &cx, &[5])).text;
    for wanted in ["8-2/4097-4120", "9f3a12c0", "77aa01de"] {
        assert!(shown_text.contains(wanted), "{wanted}\n{shown_text}");
    }
    let mut screen = shown(true, &cx, &[5, CLOSE, 3]);
    let effects = screen.update(&Input::Do(Action::Choose(1)), &cx);
    assert!(
        matches!(effects.as_slice(), [Effect::Ask(ask)] if matches!(**ask, Ask::CloseNode { reason: BRANCHED, .. }))
    );
    let mut all = nodes(true);
    (all[4].state, all[4].farewell) = (NodeState::Closed, true);
    screen.reply(&Reply::Nodes(all), &cx);
    let said = screen.message(&cx).unwrap().text;
    assert!(said.contains("bundel terakhir"), "{said}");
}
