//! Keys as this program knows them, apart from any terminal library's.

use crate::ui::glyph::Tier;
use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use std::borrow::Cow;

/// A key without its modifiers; shift is part of the character.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
#[expect(missing_docs, reason = "each is the key of its name")]
pub enum Key {
    Char(char),
    Enter,
    Esc,
    Tab,
    BackTab,
    Backspace,
    Delete,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
    /// F1 to F12.
    F(u8),
}

/// A key, with Ctrl or without.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub struct Chord {
    /// The key.
    pub key: Key,
    /// Whether Ctrl is down.
    pub ctrl: bool,
}

impl Chord {
    /// The key alone.
    pub const fn plain(key: Key) -> Self {
        Self { key, ctrl: false }
    }

    /// A character key alone.
    pub const fn char(c: char) -> Self {
        Self::plain(Key::Char(c))
    }

    /// A function key alone.
    pub const fn f(n: u8) -> Self {
        Self::plain(Key::F(n))
    }

    /// A character with Ctrl.
    pub const fn ctrl(c: char) -> Self {
        Self {
            key: Key::Char(c),
            ctrl: true,
        }
    }

    /// What a terminal's key event means here. `None` for releases (Windows sends them), for keys this program has no
    /// use for, and for Alt: a keyboard's Alt is no road of a kiosk.
    pub fn of_event(event: &KeyEvent) -> Option<Self> {
        if event.kind == KeyEventKind::Release
            || event
                .modifiers
                .intersects(KeyModifiers::ALT | KeyModifiers::SUPER | KeyModifiers::META)
        {
            return None;
        }
        let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
        let key = match event.code {
            KeyCode::Char(c) if ctrl => Key::Char(c.to_ascii_lowercase()),
            KeyCode::Char(c) => Key::Char(c),
            KeyCode::Enter => Key::Enter,
            KeyCode::Esc => Key::Esc,
            KeyCode::Tab => Key::Tab,
            KeyCode::BackTab => Key::BackTab,
            KeyCode::Backspace => Key::Backspace,
            KeyCode::Delete => Key::Delete,
            KeyCode::Up => Key::Up,
            KeyCode::Down => Key::Down,
            KeyCode::Left => Key::Left,
            KeyCode::Right => Key::Right,
            KeyCode::Home => Key::Home,
            KeyCode::End => Key::End,
            KeyCode::PageUp => Key::PageUp,
            KeyCode::PageDown => Key::PageDown,
            KeyCode::F(n @ 1..=12) => Key::F(n),
            _ => return None,
        };
        Some(Self { key, ctrl })
    }

    /// The character that this chord types, if it types one.
    pub fn typed(self) -> Option<char> {
        match self.key {
            Key::Char(c) if !self.ctrl && !c.is_control() => Some(c),
            _ => None,
        }
    }

    /// The name of this chord in hints and help.
    pub fn label(self, tier: Tier) -> Cow<'static, str> {
        let arrows = tier != Tier::Ascii;
        let name: Cow<'static, str> = match self.key {
            Key::Char(' ') => "Spasi".into(),
            Key::Char(c) if self.ctrl => c.to_ascii_uppercase().to_string().into(),
            Key::Char(c) => c.to_string().into(),
            Key::Enter => "Enter".into(),
            Key::Esc => "Esc".into(),
            Key::Tab => "Tab".into(),
            Key::BackTab => "Shift-Tab".into(),
            Key::Backspace => "Backspace".into(),
            Key::Delete => "Del".into(),
            Key::Up => if arrows { "↑" } else { "Up" }.into(),
            Key::Down => if arrows { "↓" } else { "Down" }.into(),
            Key::Left => if arrows { "←" } else { "Left" }.into(),
            Key::Right => if arrows { "→" } else { "Right" }.into(),
            Key::Home => "Home".into(),
            Key::End => "End".into(),
            Key::PageUp => "PgUp".into(),
            Key::PageDown => "PgDn".into(),
            Key::F(n) => format!("F{n}").into(),
        };
        if self.ctrl {
            format!("Ctrl-{name}").into()
        } else {
            name
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_is_no_key() {
        let mut event = KeyEvent::new(KeyCode::Char('1'), KeyModifiers::NONE);
        assert_eq!(Chord::of_event(&event), Some(Chord::char('1')));
        event.kind = KeyEventKind::Repeat;
        assert_eq!(Chord::of_event(&event), Some(Chord::char('1')));
        event.kind = KeyEventKind::Release;
        assert_eq!(Chord::of_event(&event), None);
    }

    #[test]
    fn shift_is_in_the_character_and_alt_is_nothing() {
        let event = KeyEvent::new(KeyCode::Char('A'), KeyModifiers::SHIFT);
        assert_eq!(Chord::of_event(&event), Some(Chord::char('A')));
        let event = KeyEvent::new(KeyCode::Char('x'), KeyModifiers::ALT);
        assert_eq!(Chord::of_event(&event), None);
        let event = KeyEvent::new(KeyCode::Char('C'), KeyModifiers::CONTROL);
        assert_eq!(Chord::of_event(&event), Some(Chord::ctrl('c')));
    }
}
