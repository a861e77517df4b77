//! A search box over a list: letters begin a search, digits choose a row; once the box has the cursor, all is typed
//! into it, and Enter or ↓ goes back to the list.

use crate::i18n::Texts;
use crate::ui::input::Input;
use crate::ui::keymap::{Action, Binding, Keys};
use crate::ui::painter::Painter;
use crate::ui::screen::Typing;
use crate::ui::theme::Role;
use crate::ui::widget::field::Field;
use crate::ui::widget::list::List;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The longest query.
const MAX: usize = 40;

/// The box and the list.
pub struct Finder {
    field: Field,
    in_box: bool,
    /// Where the mark is; the screen sets its length and room.
    pub list: List,
}

/// What an input led to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Found {
    /// Nothing that the screen must do something about.
    Nothing,
    /// The query changed.
    Changed,
    /// Enter was pressed in the box.
    Entered,
    /// This row was chosen.
    Chosen(usize),
}

impl Finder {
    /// A finder with the cursor in the box, or on the list.
    pub fn new(in_box: bool) -> Self {
        Self {
            field: Field::text(MAX),
            in_box,
            list: List::default(),
        }
    }

    /// What is searched for.
    pub fn query(&self) -> &str {
        self.field.value().trim()
    }

    /// Searches for this, the cursor on the list.
    pub fn search(&mut self, query: &str) {
        self.field.set(query);
        self.in_box = false;
        self.list.select(0);
    }

    /// Whether the box has the cursor.
    pub fn in_box(&self) -> bool {
        self.in_box
    }

    /// Puts the cursor into the box.
    pub fn focus_box(&mut self) {
        self.in_box = true;
    }

    /// What is being typed.
    pub fn typing(&self) -> Typing {
        if self.in_box { Typing::Text } else { Typing::None }
    }

    /// Its keys; `choose` and `help` say what choosing a row does.
    pub fn bindings(&self, texts: &Texts, choose: &'static str, help: &'static str) -> Vec<Binding> {
        let t = &texts.finder;
        if self.in_box {
            return vec![
                Binding::enter(t.hint_to_list, t.help_to_list)
                    .priority(5)
                    .when(!self.list.is_empty()),
                Binding::arrows(texts),
                Binding::pages(texts, self.list.page(), self.list.pages()),
            ];
        }
        vec![
            Binding::digits(1, self.list.digits().max(1), choose, help).when(!self.list.is_empty()),
            Binding::new(Keys::Letters, t.hint_search, t.help_search).priority(5),
            Binding::arrows(texts),
            Binding::pages(texts, self.list.page(), self.list.pages()),
            Binding::enter(choose, texts.common.help_open)
                .priority(30)
                .when(!self.list.is_empty()),
        ]
    }

    /// Takes a key, a click or a paste.
    pub fn update(&mut self, input: &Input) -> Found {
        match input {
            Input::Key(_) | Input::Paste(_) => {
                self.in_box = true;
                if self.field.handle(input) {
                    self.list.select(0);
                    return Found::Changed;
                }
                Found::Nothing
            }
            Input::Do(Action::Enter) if self.in_box => {
                self.in_box = self.list.is_empty();
                Found::Entered
            }
            Input::Do(Action::Down) if self.in_box => {
                self.in_box = self.list.is_empty();
                Found::Nothing
            }
            Input::Do(Action::Up) if self.list.selected() == 0 => {
                self.in_box = true;
                Found::Nothing
            }
            Input::Do(action) => {
                if matches!(action, Action::Choose(_)) {
                    self.in_box = false;
                }
                self.list.act(*action).map_or(Found::Nothing, Found::Chosen)
            }
            _ => Found::Nothing,
        }
    }

    /// Goes back a step: out of a search that was begun. `false` where there is none.
    pub fn back(&mut self) -> bool {
        if self.field.is_empty() {
            return false;
        }
        self.field.clear();
        self.in_box = false;
        self.list.select(0);
        true
    }

    /// Draws the box in one row and `count` at its right.
    pub fn draw(&self, painter: &mut Painter, y: u16, texts: &Texts, count: &str) {
        let body = painter.body();
        let role = if self.in_box { Role::Important } else { Role::Muted };
        let at = painter.put(body.x, y, texts.finder.label, role) + 1;
        let taken = painter.width_of(count);
        let room = body.right().saturating_sub(at).saturating_sub(taken + 2);
        if self.in_box || !self.field.is_empty() {
            self.field.draw_bare(painter, at, y, room, self.in_box);
        } else {
            painter.cut(at, y, room, texts.finder.empty, Role::Muted);
        }
        painter.put_right(body.right(), y, count, Role::Muted);
    }
}

/// Whether every word of the query is the start of a word of the text; case and marks do not matter.
pub fn matches(query: &str, text: &str) -> bool {
    let text = folded(text);
    let starts = |wanted: &str| {
        text.split(|c: char| !c.is_alphanumeric()).any(|word| word.starts_with(wanted))
            // A code has marks of its own in it.
            || text.split_whitespace().any(|word| word.starts_with(wanted))
    };
    folded(query).split_whitespace().all(starts)
}

fn folded(text: &str) -> String {
    text.nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::key::Chord;

    fn key(c: char) -> Input {
        Input::Key(Chord::char(c))
    }

    #[test]
    fn a_letter_begins_a_search_and_enter_comes_back_to_the_list() {
        let mut finder = Finder::new(false);
        finder.list.set_len(3);
        assert_eq!(finder.update(&key('a')), Found::Changed);
        assert_eq!((finder.query(), finder.typing()), ("a", Typing::Text));
        assert_eq!(
            finder.update(&key('1')),
            Found::Changed,
            "a digit is text in the box"
        );
        assert_eq!(finder.update(&Input::Do(Action::Enter)), Found::Entered);
        assert_eq!(finder.typing(), Typing::None);
        assert_eq!(finder.update(&Input::Do(Action::Choose(2))), Found::Chosen(1));
        assert!(finder.back(), "the search is left first");
        assert!(!finder.back());
    }

    #[test]
    fn words_are_found_by_their_start_in_any_order() {
        assert!(matches("ang kin", "Penyusunan Anggaran Berbasis Kinerja"));
        assert!(matches(
            "kinerja anggaran",
            "Penyusunan Anggaran Berbasis Kinerja"
        ));
        assert!(matches("map-01/2026", "MAP-01/2026-3 Anggaran"));
        assert!(matches("cafe", "Café"));
        assert!(!matches("gar", "Anggaran"));
        assert!(matches("", "anything"));
    }
}
