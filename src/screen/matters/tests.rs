use super::*;
use crate::ui::testing::sync::{matter, matters};
use crate::ui::testing::{Stage, all_roles};

fn shown(all: Vec<Matter>, cx: &Context) -> Matters {
    let mut screen = Matters::new();
    screen.reply(&Reply::Matters(all), cx);
    screen
}

#[test]
fn what_nobody_has_looked_at_stands_first() {
    let stage = Stage::new().signed_in(all_roles());
    let cx = stage.context();
    let screen = shown(matters(), &cx);
    let seen: Vec<bool> = screen.all.unwrap().iter().map(|matter| matter.seen).collect();
    assert!(seen.is_sorted() && seen.contains(&true), "{seen:?}");
}

#[test]
fn every_kind_says_what_it_means_and_what_to_do_in_both_languages() {
    for lang in crate::i18n::Lang::ALL {
        let stage = Stage::new().signed_in(all_roles()).lang(lang);
        let cx = stage.context();
        for one in matters() {
            let kind = one.kind;
            let mut screen = shown(vec![one], &cx);
            screen.update(&Input::Do(Action::Choose(1)), &cx);
            let text = stage.dump(&screen).text;
            let words = words::matter(lang, kind);
            let start: String = words.advice.chars().take(20).collect();
            assert!(text.contains(words.title) && text.contains(&start), "{text}");
        }
    }
}

#[test]
fn seen_goes_back_to_the_list_and_only_once() {
    let stage = Stage::new().signed_in(all_roles());
    let cx = stage.context();
    let mut screen = shown(vec![matter(MatterKind::Bumped, 1)], &cx);
    screen.update(&Input::Do(Action::Choose(1)), &cx);
    assert!(stage.dump(&screen).text.contains("Rina Wulandari"));
    let effects = screen.update(&Input::Do(Action::Choose(SEEN)), &cx);
    assert!(
        matches!(effects.as_slice(), [Effect::Ask(ask)] if matches!(**ask, Ask::MatterSeen(id) if id == [1; 16]))
    );
    let seen = Matter {
        seen: true,
        ..matter(MatterKind::Bumped, 1)
    };
    screen.reply(&Reply::Matters(vec![seen]), &cx);
    assert!(matches!(screen.part, Part::List));
    screen.update(&Input::Do(Action::Choose(1)), &cx);
    assert!(screen.update(&Input::Do(Action::Choose(SEEN)), &cx).is_empty());
    assert!(screen.back(&cx) && !screen.back(&cx));
}
