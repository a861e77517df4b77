use super::*;
use crate::i18n::Lang;

fn map(own: Vec<Binding>, typing: Typing) -> Keymap {
    Keymap::new(own, Roads::ALL, typing, Lang::Id.texts(), false)
}

#[test]
fn a_number_pad_alone_goes_every_road() {
    let map = map(vec![Binding::digits(1, 9, "Pilih", "")], Typing::None);
    for (c, action) in [
        ('7', Action::Choose(7)),
        ('-', Action::Back),
        ('*', Action::Leave),
        ('/', Action::Help),
    ] {
        assert_eq!(map.action(Chord::char(c)), Some(action));
    }
}

#[test]
fn operators_are_typed_in_free_text_and_stay_roads_in_a_number() {
    let text = map(vec![Binding::digits(1, 9, "Pilih", "")], Typing::Text);
    for c in ['1', '-', '*', '/', '+'] {
        assert_eq!(text.action(Chord::char(c)), None, "{c}");
    }
    assert_eq!(text.action(Chord::plain(Key::Esc)), Some(Action::Back));
    assert_eq!(text.action(Chord::f(10)), Some(Action::Leave));
    let hints = text.hints(80, Tier::Vga, Lang::Id.texts());
    assert!(hints.iter().any(|(label, ..)| label == "F10"), "{hints:?}");
    let digits = map(vec![Binding::digits(1, 9, "Pilih", "")], Typing::Digits);
    assert_eq!(digits.action(Chord::char('1')), None);
    assert_eq!(digits.action(Chord::char('*')), Some(Action::Leave));
}

#[test]
fn a_codes_hyphen_is_typed_and_no_road() {
    let code = map(Vec::new(), Typing::Code);
    for c in ['K', '7', '-', ' '] {
        assert_eq!(code.action(Chord::char(c)), None, "{c}");
    }
    assert_eq!(code.action(Chord::char('*')), Some(Action::Leave));
    assert_eq!(code.action(Chord::plain(Key::Esc)), Some(Action::Back));
}

#[test]
fn minus_is_a_page_back_only_after_the_first_page() {
    let texts = Lang::Id.texts();
    let first = map(vec![Binding::pages(texts, 0, 3)], Typing::None);
    assert_eq!(first.action(Chord::char('-')), Some(Action::Back));
    let second = map(vec![Binding::pages(texts, 1, 3)], Typing::None);
    assert_eq!(second.action(Chord::char('-')), Some(Action::Previous));
    assert_eq!(second.action(Chord::plain(Key::Esc)), Some(Action::Back));
}

#[test]
fn hints_are_whole_or_not_there() {
    let texts = Lang::Id.texts();
    let map = map(
        vec![Binding::digits(1, 9, "Pilih", ""), Binding::arrows(texts)],
        Typing::None,
    );
    for width in 0..=100 {
        let hints = map.hints(width, Tier::Vga, texts);
        let used: usize = hints
            .iter()
            .map(|(label, word, _)| label.width() + word.width() + 3)
            .sum();
        assert!(used + hints.len().saturating_sub(1) * 2 <= usize::from(width));
    }
    let all: Vec<String> = map
        .hints(80, Tier::Vga, texts)
        .iter()
        .map(|(l, w, _)| format!("[{l}] {w}"))
        .collect();
    assert_eq!(
        all.join("  "),
        "[1-9] Pilih  [↑↓] Pindah  [Esc] Kembali  [*] Awal  [F1] Bantuan  [F2] English"
    );
}
