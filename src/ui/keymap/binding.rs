//! One row of a screen's table of keys.

use super::{ARROWS, Action, ENTER};
use crate::i18n::Texts;
use crate::ui::key::{Chord, Key};

/// Which keys a binding has.
#[derive(Clone, Copy, Debug)]
pub enum Keys {
    /// These keys; the first of each action is shown in the hint row, all in the help.
    Chords(&'static [(Chord, Action)]),
    /// The digits from the first to the last, each [`Action::Choose`].
    Digits(u8, u8),
    /// Any letter: given to the screen as [`crate::ui::input::Input::Key`], to begin a search with.
    Letters,
    /// Any key that nothing else has.
    AnyKey(Action),
}

/// A row of the table.
#[derive(Clone, Debug)]
pub struct Binding {
    /// The keys.
    pub keys: Keys,
    /// One word for the hint row; empty: not shown there.
    pub hint: &'static str,
    /// A line for the help; empty: the hint's word stands there, if it has one.
    pub help: &'static str,
    /// The smaller, the longer it stays in a short hint row. Screens use 0 to 39; the roads have 40 and more.
    pub priority: u8,
    /// Whether it can be done now.
    pub enabled: bool,
}

impl Binding {
    /// A binding of the highest priority that is enabled.
    pub fn new(keys: Keys, hint: &'static str, help: &'static str) -> Self {
        Self {
            keys,
            hint,
            help,
            priority: 0,
            enabled: true,
        }
    }

    /// "[1-9] Pilih": rows are chosen by digit.
    pub fn digits(from: u8, to: u8, hint: &'static str, help: &'static str) -> Self {
        Self::new(Keys::Digits(from, to), hint, help)
    }

    /// "[↑↓] Pindah": the mark moves up and down.
    pub fn arrows(texts: &Texts) -> Self {
        const KEYS: &[(Chord, Action)] = &[
            (Chord::plain(Key::Up), Action::Up),
            (Chord::plain(Key::Down), Action::Down),
            (Chord::plain(Key::Tab), Action::Down),
            (Chord::plain(Key::BackTab), Action::Up),
        ];
        Self::new(Keys::Chords(KEYS), texts.common.hint_move, texts.common.help_move).priority(ARROWS)
    }

    /// `[Enter] ...`.
    pub fn enter(hint: &'static str, help: &'static str) -> Self {
        const KEYS: &[(Chord, Action)] = &[(Chord::plain(Key::Enter), Action::Enter)];
        Self::new(Keys::Chords(KEYS), hint, help).priority(ENTER)
    }

    /// "[+] Lanjut": forward without paging back, with Page Down.
    pub fn plus(hint: &'static str, help: &'static str) -> Self {
        const KEYS: &[(Chord, Action)] = &[
            (Chord::char('+'), Action::Next),
            (Chord::plain(Key::PageDown), Action::Next),
        ];
        Self::new(Keys::Chords(KEYS), hint, help).priority(15)
    }

    /// The pages of a list: `+` and Page Down the next, `-` and Page Up the one before. On the first page `-` is left
    /// to mean back, as everywhere.
    pub fn pages(texts: &Texts, page: usize, pages: usize) -> Self {
        const BOTH: &[(Chord, Action)] = &[
            (Chord::char('+'), Action::Next),
            (Chord::char('-'), Action::Previous),
            (Chord::plain(Key::PageDown), Action::Next),
            (Chord::plain(Key::PageUp), Action::Previous),
        ];
        const FORWARD: &[(Chord, Action)] = &[
            (Chord::char('+'), Action::Next),
            (Chord::plain(Key::PageDown), Action::Next),
        ];
        let keys = if page == 0 { FORWARD } else { BOTH };
        Self::new(
            Keys::Chords(keys),
            texts.common.hint_page,
            texts.common.help_page_next,
        )
        .priority(15)
        .when(pages > 1)
    }

    /// A key that only this screen has.
    pub fn own(keys: &'static [(Chord, Action)], hint: &'static str, help: &'static str) -> Self {
        Self::new(Keys::Chords(keys), hint, help).priority(25)
    }

    /// The same with another priority.
    #[must_use]
    pub fn priority(mut self, priority: u8) -> Self {
        self.priority = priority;
        self
    }

    /// The same, enabled only when `enabled`.
    #[must_use]
    pub fn when(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }
}
