//! One table of keys a screen, from which the key lookup, the hint row and the help are made: a hint cannot lie.
//!
//! A number pad alone must do everything but free text: digits choose, Enter goes on, and the four operators are the
//! four roads: `+` forward or next page, `-` back, `*` leave, `/` help. F1, F2, F3, F4, F10 and Esc mean the same on a
//! full keyboard. In a free-text field the operators are typed, and Esc and the F keys remain.

mod binding;

pub use binding::{Binding, Keys};

use crate::i18n::Texts;
use crate::ui::glyph::Tier;
use crate::ui::key::{Chord, Key};
use crate::ui::screen::Typing;
use std::borrow::Cow;
use unicode_width::UnicodeWidthStr;

/// The priority of [`Binding::arrows`].
const ARROWS: u8 = 10;
/// The priority of [`Binding::enter`].
const ENTER: u8 = 20;
/// A hint row of fewer columns is short.
const NARROW: u16 = 60;

/// What a key or a click means.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Action {
    /// The row or answer of that digit.
    Choose(u8),
    /// One row up, or to the field before.
    Up,
    /// One row down, or to the next field.
    Down,
    /// Left within a row or table.
    Left,
    /// Right within a row or table.
    Right,
    /// To the first row.
    First,
    /// To the last row.
    Last,
    /// Go on, open the marked row, confirm what is typed.
    Enter,
    /// Forward: the next page, the next question.
    Next,
    /// Backward within the screen: the page before, the question before.
    Previous,
    /// A word that only this screen knows.
    Own(u16),
    /// The screen before. Carried out by the app, as all below.
    Back,
    /// Finish: to the attract screen, and forget the session.
    Leave,
    /// Help over this screen.
    Help,
    /// The other language.
    Language,
    /// Large text on or off.
    Large,
    /// High contrast on or off.
    Contrast,
    /// Draw everything anew.
    Redraw,
}

/// Which of the roads a screen has; help, language, large text and contrast are on every screen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Roads {
    /// Esc and `-`.
    pub back: bool,
    /// `*` and F10.
    pub leave: bool,
}

impl Roads {
    /// Both: the usual screen.
    pub const ALL: Self = Self {
        back: true,
        leave: true,
    };
    /// None: there is nowhere to go from the attract screen.
    pub const NONE: Self = Self {
        back: false,
        leave: false,
    };
}

const BACK: &[(Chord, Action)] = &[
    (Chord::plain(Key::Esc), Action::Back),
    (Chord::char('-'), Action::Back),
];
const LEAVE: &[(Chord, Action)] = &[(Chord::char('*'), Action::Leave), (Chord::f(10), Action::Leave)];
const HELP: &[(Chord, Action)] = &[(Chord::f(1), Action::Help), (Chord::char('/'), Action::Help)];
const LANGUAGE: &[(Chord, Action)] = &[(Chord::f(2), Action::Language)];
const LARGE: &[(Chord, Action)] = &[(Chord::f(3), Action::Large)];
const CONTRAST: &[(Chord, Action)] = &[(Chord::f(4), Action::Contrast)];
const REDRAW: &[(Chord, Action)] = &[(Chord::ctrl('l'), Action::Redraw)];

fn roads(roads: Roads, texts: &Texts, signed_in: bool) -> Vec<Binding> {
    let t = &texts.common;
    let leave = if signed_in { t.hint_leave } else { t.hint_home };
    let road = |keys, hint, help, priority| Binding::new(Keys::Chords(keys), hint, help).priority(priority);
    vec![
        road(BACK, t.hint_back, t.help_back, 40).when(roads.back),
        road(LEAVE, leave, t.help_home, 45).when(roads.leave),
        road(HELP, t.hint_help, t.help_help, 50),
        road(LANGUAGE, t.hint_lang, t.help_lang, 55),
        road(LARGE, t.hint_large, t.help_large, 60),
        road(CONTRAST, t.hint_contrast, t.help_contrast, 65),
        road(REDRAW, "", "", 255),
    ]
}

/// A line of the help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelpRow {
    /// The keys, as people read them.
    pub keys: String,
    /// The same without the second key of a meaning, for narrow rooms.
    pub short: String,
    /// What they do.
    pub text: &'static str,
    /// Whether it is so on all screens.
    pub everywhere: bool,
}

/// A row of the table with the keys that it really has.
#[derive(Clone, Debug)]
struct Row {
    chords: Vec<(Chord, Action)>,
    keys: Keys,
    hint: &'static str,
    help: &'static str,
    priority: u8,
    everywhere: bool,
}

/// The table of one screen at one moment: its own bindings before the roads.
#[derive(Clone, Debug)]
pub struct Keymap {
    rows: Vec<Row>,
}

impl Keymap {
    /// The table of a screen with these bindings. What is disabled is left out; a key that would be typed into the
    /// field is left to the field; a road gives way to the screen's own binding of the same key or action.
    pub fn new(own: Vec<Binding>, which: Roads, typing: Typing, texts: &Texts, signed_in: bool) -> Self {
        Self::build(own, roads(which, texts, signed_in), typing)
    }

    /// The table of these bindings alone, without any road.
    pub fn only(own: Vec<Binding>) -> Self {
        Self::build(own, Vec::new(), Typing::None)
    }

    fn build(own: Vec<Binding>, roads: Vec<Binding>, typing: Typing) -> Self {
        let mut rows: Vec<Row> = Vec::with_capacity(own.len() + roads.len());
        let own = own.into_iter().map(|binding| (binding, false));
        let all = own.chain(roads.into_iter().map(|binding| (binding, true)));
        for (binding, everywhere) in all.filter(|(binding, _)| binding.enabled) {
            let taken = |chord: &Chord| rows.iter().any(|row| row.chords.iter().any(|(c, _)| c == chord));
            let free = |chord: &Chord| !typing.types(*chord) && !taken(chord);
            let chords: Vec<(Chord, Action)> = match binding.keys {
                Keys::Chords(chords) => chords.iter().filter(|(c, _)| free(c)).copied().collect(),
                Keys::Digits(from, to) => (from..=to.min(9))
                    .map(|digit| (Chord::char(char::from(b'0' + digit)), Action::Choose(digit)))
                    .filter(|(c, _)| free(c))
                    .collect(),
                Keys::Letters | Keys::AnyKey(_) => Vec::new(),
            };
            let special = matches!(binding.keys, Keys::Letters if typing == Typing::None)
                || matches!(binding.keys, Keys::AnyKey(_));
            let same_road = everywhere
                && chords.first().is_some_and(|(_, action)| {
                    rows.iter().any(|row| row.chords.iter().any(|(_, a)| a == action))
                });
            if same_road || (chords.is_empty() && !special) {
                continue;
            }
            rows.push(Row {
                chords,
                keys: binding.keys,
                hint: binding.hint,
                help: binding.help,
                priority: binding.priority,
                everywhere,
            });
        }
        rows.sort_by_key(|row| row.priority);
        Self { rows }
    }

    /// What a key means here; `None` where it means nothing or is typed.
    pub fn action(&self, chord: Chord) -> Option<Action> {
        let exact = self
            .rows
            .iter()
            .flat_map(|row| &row.chords)
            .find(|(c, _)| *c == chord);
        exact.map(|(_, action)| *action).or_else(|| {
            self.rows.iter().find_map(|row| match row.keys {
                Keys::AnyKey(action) if !chord.ctrl => Some(action),
                _ => None,
            })
        })
    }

    /// Whether letters are given to the screen.
    pub fn takes_letters(&self) -> bool {
        self.rows.iter().any(|row| matches!(row.keys, Keys::Letters))
    }

    /// The hints that fit into so many columns, whole, the most important first: key label and word.
    pub fn hints(
        &self,
        width: u16,
        tier: Tier,
        texts: &Texts,
    ) -> Vec<(String, &'static str, Option<Action>)> {
        let mut left = usize::from(width);
        let mut shown = Vec::new();
        // In a short row what goes without saying (arrows, Enter on a marked row) gives way to the ways out.
        let mut rows: Vec<&Row> = self.rows.iter().filter(|row| !row.hint.is_empty()).collect();
        if width < NARROW {
            rows.sort_by_key(|row| {
                if matches!(row.priority, ARROWS | ENTER) {
                    54
                } else {
                    row.priority
                }
            });
        }
        for row in rows {
            let label = row.hint_label(tier, texts);
            let gap = if shown.is_empty() { 0 } else { 2 };
            let need = gap + label.width() + 3 + row.hint.width();
            if need <= left {
                left -= need;
                let click = match row.chords.as_slice() {
                    [] => None,
                    [(_, first), rest @ ..] => rest.iter().all(|(_, a)| a == first).then_some(*first),
                };
                shown.push((label, row.hint, click));
            }
        }
        shown
    }

    /// The lines of the help, those of this screen first.
    pub fn help(&self, tier: Tier, texts: &Texts) -> Vec<HelpRow> {
        let mut rows: Vec<HelpRow> = self
            .rows
            .iter()
            .filter(|row| !row.help.is_empty() || !row.hint.is_empty())
            .map(|row| HelpRow {
                keys: row.help_label(tier, texts),
                short: row.hint_label(tier, texts),
                // Whoever sees a hint finds it here, if only with the same word.
                text: if row.help.is_empty() { row.hint } else { row.help },
                everywhere: row.everywhere,
            })
            .collect();
        rows.sort_by_key(|row| row.everywhere);
        rows
    }

    /// Every key that is bound, with what it means; for the sweep that looks for a key with two meanings.
    pub fn chords(&self) -> impl Iterator<Item = (Chord, Action)> + '_ {
        self.rows.iter().flat_map(|row| row.chords.iter().copied())
    }
}

impl Row {
    fn hint_label(&self, tier: Tier, texts: &Texts) -> String {
        match self.keys {
            Keys::Digits(..) => digits_label(&self.chords, tier),
            Keys::Letters => texts.common.letters.to_owned(),
            Keys::AnyKey(_) => texts.common.any_key.to_owned(),
            Keys::Chords(_) => {
                let mut seen: Vec<Action> = Vec::new();
                let mut label = String::new();
                for (chord, action) in &self.chords {
                    if seen.contains(action) {
                        continue;
                    }
                    seen.push(*action);
                    let name = chord.label(tier);
                    // Arrows stand together; words and signs stand apart.
                    let is_arrow = !name.is_ascii();
                    if !label.is_empty() && !is_arrow {
                        label.push(' ');
                    }
                    label.push_str(&name);
                }
                label
            }
        }
    }

    fn help_label(&self, tier: Tier, texts: &Texts) -> String {
        match self.keys {
            Keys::Chords(_) => {
                let names: Vec<Cow<'static, str>> = self.chords.iter().map(|(c, _)| c.label(tier)).collect();
                names.join(" ")
            }
            _ => self.hint_label(tier, texts),
        }
    }
}

fn digits_label(chords: &[(Chord, Action)], tier: Tier) -> String {
    match chords {
        [] => String::new(),
        [(only, _)] => only.label(tier).into_owned(),
        [(first, _), .., (last, _)] => format!("{}-{}", first.label(tier), last.label(tier)),
    }
}

#[cfg(test)]
mod tests;
