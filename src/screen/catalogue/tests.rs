use super::*;
use crate::domain::id::CourseId;
use crate::ui::testing::{Stage, public};

fn stage() -> Stage {
    let mut stage = Stage::new();
    stage.catalogue = Some(public::catalogue());
    stage
}

fn types(screen: &mut Screened, stage: &Stage, text: &str) {
    for c in text.chars() {
        let chord = if c == '<' {
            Chord::plain(Key::Backspace)
        } else {
            Chord::char(c)
        };
        screen.update(&Input::Key(chord), &stage.context());
    }
}

fn titles(screen: &Screened) -> Vec<String> {
    let source = screen.source.as_ref().unwrap();
    screen
        .hits
        .iter()
        .map(|hit| hit.course(source).unwrap().title.clone())
        .collect()
}

fn does(screen: &mut Screened, stage: &Stage, action: Action) -> Vec<Effect> {
    screen.update(&Input::Do(action), &stage.context())
}

#[test]
fn a_letter_opens_the_box_and_digits_go_into_it() {
    let stage = stage();
    let mut screen = Screened::new(&stage.context());
    assert_eq!(screen.typing(), Typing::None);
    types(&mut screen, &stage, "angg");
    assert_eq!(screen.typing(), Typing::Text);
    assert_eq!(titles(&screen).len(), 3);
    types(&mut screen, &stage, "2");
    assert!(screen.hits.is_empty());
    assert_eq!(screen.field.value(), "angg2");
}

#[test]
fn after_enter_a_digit_opens_the_row_that_is_seen() {
    let stage = stage();
    let mut screen = Screened::new(&stage.context());
    types(&mut screen, &stage, "penyusunan");
    assert!(does(&mut screen, &stage, Action::Enter).is_empty());
    let effects = does(&mut screen, &stage, Action::Choose(1));
    let wanted = CourseId::of_code(public::COURSE);
    assert!(
        matches!(effects.as_slice(), [Effect::Go(Route::Course(id))] if *id == wanted),
        "{effects:?}"
    );
}

#[test]
fn a_letter_in_the_list_begins_a_new_search_and_backspace_goes_on_with_the_old_one() {
    let stage = stage();
    let mut screen = Screened::new(&stage.context());
    types(&mut screen, &stage, "angg");
    does(&mut screen, &stage, Action::Enter);
    types(&mut screen, &stage, "a");
    assert_eq!(screen.field.value(), "a");
    does(&mut screen, &stage, Action::Enter);
    does(&mut screen, &stage, EDIT);
    assert_eq!((screen.field.value(), screen.searching), ("", true));
}

#[test]
fn escape_leaves_the_box_before_the_screen_and_keeps_what_was_typed() {
    let stage = stage();
    let mut screen = Screened::new(&stage.context());
    types(&mut screen, &stage, "arsip");
    assert!(screen.back(&stage.context()));
    assert_eq!(screen.field.value(), "arsip");
    assert!(!screen.back(&stage.context()));
}

#[test]
fn an_empty_result_offers_what_was_meant_and_one_digit_takes_it() {
    let stage = stage();
    let mut screen = Screened::new(&stage.context());
    types(&mut screen, &stage, "angaran");
    assert_eq!(screen.relief.first(), Some(&Relief::Instead("anggaran".into())));
    does(&mut screen, &stage, Action::Enter);
    does(&mut screen, &stage, Action::Choose(1));
    assert_eq!(screen.field.value(), "anggaran");
    assert_eq!(titles(&screen).len(), 3);
}

#[test]
fn the_filter_that_comes_back_narrows_the_list() {
    let stage = stage();
    let mut screen = Screened::new(&stage.context());
    let all = screen.hits.len();
    let filter = Filter {
        place: Some("Medan".into()),
        ..Filter::default()
    };
    screen.returned(Returned::Filter(Box::new(filter.clone())), &stage.context());
    assert!(!screen.hits.is_empty() && screen.hits.len() < all);
    let effects = does(&mut screen, &stage, FILTER);
    assert!(matches!(effects.as_slice(), [Effect::Go(Route::Filter(kept))] if **kept == filter));
}

#[test]
fn a_newer_catalogue_is_shown_without_losing_the_search_or_the_mark() {
    let mut stage = stage();
    let mut screen = Screened::new(&stage.context());
    types(&mut screen, &stage, "angg");
    does(&mut screen, &stage, Action::Enter);
    does(&mut screen, &stage, Action::Down);
    let marked = screen.marked().unwrap().id;
    let mut newer = (*public::catalogue()).clone();
    newer
        .courses
        .retain(|course| course.code != "ARG-01" && course.code != "KEP-01");
    stage.catalogue = Some(Arc::new(newer));
    screen.reply(&Reply::Done, &stage.context());
    assert_eq!(screen.field.value(), "angg");
    assert_eq!(screen.marked().unwrap().id, marked);
}

#[test]
fn only_the_rows_of_the_page_are_built() {
    let mut stage = stage();
    let mut many = Catalogue::default();
    for n in 0..500 {
        many.courses.push(public::course(
            &format!("C-{n}"),
            &format!("Pelatihan {n:03}"),
            &[],
            Vec::new(),
        ));
    }
    stage.catalogue = Some(Arc::new(many));
    let mut screen = Screened::new(&stage.context());
    does(&mut screen, &stage, Action::Next);
    let (buffer, painted) = stage.paint(&screen);
    let text: String = buffer
        .content()
        .iter()
        .map(ratatui::buffer::Cell::symbol)
        .collect();
    assert_eq!(
        text.matches("Pelatihan 0").count(),
        9 + 1,
        "nine rows and what is marked"
    );
    let rows = painted
        .targets
        .iter()
        .filter(|(_, action)| matches!(action, Action::Choose(_)))
        .count();
    assert_eq!(rows, 9);
}

#[test]
fn a_page_of_large_text_has_as_many_rows_as_fit() {
    let stage = stage().size(40, 12);
    let screen = Screened::new(&stage.context());
    assert_eq!(screen.list.digits(), 7);
}

#[test]
fn a_place_too_long_for_its_column_keeps_its_first_words() {
    for (place, short) in [
        ("Bandung", "Bandung"),
        ("Tanjung Selaras", "Tanjung S."),
        ("Kota Hulu Sungai", "Kota H. S."),
        ("Pangkalpinang", "Pangkalpinang"),
    ] {
        assert_eq!(view::short_place(place, 10), short);
    }
}
