use super::*;
use crate::domain::role::Role as Duty;
use crate::domain::role::Roles;
use crate::ui::testing::Stage as Bench;

fn shown(bench: &Bench, screen: &dyn Screen) -> String {
    let (buffer, painted) = bench.paint(screen);
    assert!(painted.overflows.is_empty(), "{:?}", painted.overflows);
    buffer
        .content()
        .iter()
        .map(ratatui::buffer::Cell::symbol)
        .collect()
}

fn bench() -> Bench {
    Bench::new().signed_in(Roles::NONE.with(Duty::Facilitator))
}

fn sample(name: &str) -> Box<dyn Screen> {
    let bench = bench();
    let mut all = samples(&bench.context());
    let at = all.iter().position(|(own, _)| *own == name).unwrap();
    all.swap_remove(at).1
}

#[test]
fn too_few_show_one_sentence_and_no_figure_but_the_floor() {
    let text = shown(&bench(), sample("few").as_ref());
    let t = &bench().context().texts.results;
    assert!(text.contains(&(t.too_few)(5)));
    assert!(
        !text.contains('%') && !text.contains("IKM") && !text.contains("n ="),
        "{text}"
    );
}

#[test]
fn a_hidden_question_shows_no_bar_and_no_count() {
    let text = shown(&bench(), sample("hidden").as_ref());
    assert!(text.contains(&(bench().context().texts.results.question_few)(5)));
    assert!(!text.contains('%'), "{text}");
}

#[test]
fn counts_and_shares_stand_beside_every_bar() {
    let text = shown(&bench(), sample("scale").as_ref());
    for label in ["Sangat baik", "Baik", "Kurang baik", "Tidak baik"] {
        assert!(text.contains(label), "{label}");
    }
    assert!(text.contains('%') && text.contains("n = 22"), "{text}");
}

#[test]
fn down_reaches_every_question_and_enter_gives_it_the_screen() {
    let bench = bench();
    let cx = bench.context();
    let mut screen = sample("overview");
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..40 {
        screen.update(&Input::Do(Action::Enter), &cx);
        seen.insert(shown(&bench, screen.as_ref()));
        assert!(screen.back(&cx), "Esc leads back to the list");
        screen.update(&Input::Do(Action::Down), &cx);
    }
    assert!(!screen.back(&cx));
    assert_eq!(seen.len(), lines::sample().unwrap().questions.len() + 1);
}

#[test]
fn every_line_of_what_was_written_can_be_reached_in_large_text() {
    let bench = bench().size(40, 12);
    let cx = bench.context();
    let mut screen = sample("texts");
    let mut all = shown(&bench, screen.as_ref());
    for _ in 0..30 {
        screen.update(&Input::Do(Action::Next), &cx);
        all.push_str(&shown(&bench, screen.as_ref()));
    }
    for word in ["lapangan.", "bergantian", "panas."] {
        assert!(all.contains(word), "{word}");
    }
}
