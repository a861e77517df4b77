//! A field of one line: a number, a PIN, a code, a search.
//!
//! Numbers, PINs and codes are kept in memory that is zeroed when the field goes; their cursor is always at the end.
//! Text is edited with the usual keys.

use crate::ui::input::Input;
use crate::ui::key::{Chord, Key};
use crate::ui::painter::{Frame, Painter};
use crate::ui::screen::Typing;
use crate::ui::theme::Role;
use ratatui::layout::Rect;
use tui_input::{Input as Line, InputRequest};
use unicode_width::UnicodeWidthStr;
use zeroize::{Zeroize, Zeroizing};

/// What a field takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Digits, shown in groups of these lengths with spaces between: a NIP is `&[8, 6, 1, 3]`.
    Digits(&'static [usize]),
    /// Digits shown as `*`.
    Pin,
    /// Letters and digits, kept in capitals, shown in two halves as they are printed (`K7M4 92QX`).
    Code,
    /// Anything without control characters.
    Text,
}

enum Content {
    Secret(Zeroizing<String>),
    Line(Line),
}

/// A field.
pub struct Field {
    kind: Kind,
    max: usize,
    content: Content,
}

impl Field {
    /// An empty field of at most so many characters.
    pub fn new(kind: Kind, max: usize) -> Self {
        let content = match kind {
            Kind::Text => Content::Line(Line::default()),
            // Full capacity from the start: growth would leave copies behind.
            _ => Content::Secret(Zeroizing::new(String::with_capacity(max * 4))),
        };
        Self { kind, max, content }
    }

    /// An employee's number: 18 digits (NIP, NI PPPK), 16 of a NIK fit too.
    pub fn number() -> Self {
        Self::new(Kind::Digits(&[8, 6, 1, 3]), 18)
    }

    /// A PIN of six digits.
    pub fn pin() -> Self {
        Self::new(Kind::Pin, 6)
    }

    /// A line of text.
    pub fn text(max: usize) -> Self {
        Self::new(Kind::Text, max)
    }

    /// What is typed, without spaces that are only shown.
    pub fn value(&self) -> &str {
        match &self.content {
            Content::Secret(text) => text,
            Content::Line(line) => line.value(),
        }
    }

    /// A copy of what is typed that is zeroed when it goes.
    pub fn secret(&self) -> Zeroizing<String> {
        Zeroizing::new(self.value().to_owned())
    }

    /// Characters typed.
    pub fn len(&self) -> usize {
        self.value().chars().count()
    }

    /// Whether nothing is typed.
    pub fn is_empty(&self) -> bool {
        self.value().is_empty()
    }

    /// Characters before the cursor.
    pub fn cursor_char(&self) -> usize {
        match &self.content {
            Content::Secret(text) => text.chars().count(),
            Content::Line(line) => line.cursor(),
        }
    }

    /// The most characters it takes.
    pub fn max(&self) -> usize {
        self.max
    }

    /// Empties it.
    pub fn clear(&mut self) {
        match &mut self.content {
            Content::Secret(text) => text.zeroize(),
            Content::Line(line) => line.reset(),
        }
    }

    /// Puts a text in the place of what is typed, as if it were typed.
    pub fn set(&mut self, text: &str) {
        self.clear();
        for c in text.chars() {
            self.type_char(c);
        }
    }

    /// What typing in this field means to the app's keys.
    pub fn typing(&self) -> Typing {
        match self.kind {
            Kind::Digits(_) | Kind::Pin => Typing::Digits,
            Kind::Code => Typing::Code,
            Kind::Text => Typing::Text,
        }
    }

    /// Takes a key or a paste; `true` if the text changed.
    pub fn handle(&mut self, input: &Input) -> bool {
        match input {
            Input::Key(chord) => self.key(*chord),
            Input::Paste(text) | Input::Scan(text) => {
                let before = self.len();
                for c in text.chars() {
                    self.type_char(c);
                }
                self.len() != before
            }
            _ => false,
        }
    }

    fn key(&mut self, chord: Chord) -> bool {
        if let Some(c) = chord.typed() {
            return self.type_char(c);
        }
        match &mut self.content {
            Content::Secret(text) => match chord.key {
                Key::Backspace | Key::Delete if !chord.ctrl => text.pop().is_some(),
                Key::Char('u' | 'w') if chord.ctrl => {
                    let had = !text.is_empty();
                    text.zeroize();
                    had
                }
                _ => false,
            },
            Content::Line(line) => {
                let request = match (chord.key, chord.ctrl) {
                    (Key::Backspace, false) => InputRequest::DeletePrevChar,
                    (Key::Delete, false) => InputRequest::DeleteNextChar,
                    (Key::Left, false) => InputRequest::GoToPrevChar,
                    (Key::Right, false) => InputRequest::GoToNextChar,
                    (Key::Home, false) => InputRequest::GoToStart,
                    (Key::End, false) => InputRequest::GoToEnd,
                    (Key::Char('u'), true) => InputRequest::DeleteLine,
                    (Key::Char('w'), true) => InputRequest::DeletePrevWord,
                    _ => return false,
                };
                line.handle(request).is_some_and(|change| change.value)
            }
        }
    }

    fn type_char(&mut self, c: char) -> bool {
        if self.len() >= self.max {
            return false;
        }
        match (&mut self.content, self.kind) {
            (Content::Secret(text), Kind::Code) => {
                let fits = c.is_ascii_alphanumeric();
                if fits {
                    text.push(c.to_ascii_uppercase());
                }
                fits
            }
            (Content::Secret(text), _) => {
                let fits = c.is_ascii_digit();
                if fits {
                    text.push(c);
                }
                fits
            }
            (Content::Line(line), _) => {
                let fits =
                    !c.is_control() && unicode_width::UnicodeWidthChar::width(c).is_some_and(|w| w > 0);
                fits && line.handle(InputRequest::InsertChar(c)).is_some()
            }
        }
    }

    /// The text as it is shown, and the column of the cursor in it.
    fn shown(&self) -> (Zeroizing<String>, usize) {
        match (&self.content, self.kind) {
            (Content::Secret(text), Kind::Pin) => {
                let stars = text.chars().count();
                let left = self.max.saturating_sub(stars);
                (
                    Zeroizing::new(format!("{}{}", "*".repeat(stars), "_".repeat(left))),
                    stars,
                )
            }
            (Content::Secret(text), Kind::Digits(groups)) => grouped(text, groups.iter().copied()),
            (Content::Secret(text), _) => grouped(text, std::iter::repeat(self.max.div_ceil(2).max(1))),
            (Content::Line(line), _) => (Zeroizing::new(line.value().to_owned()), line.visual_cursor()),
        }
    }

    /// Draws the text alone into `width` columns, the cursor in it if it has the focus.
    pub fn draw_bare(&self, painter: &mut Painter, x: u16, y: u16, width: u16, focused: bool) {
        let (text, cursor) = self.shown();
        // The end of a text longer than its room is what is being typed: skip characters from the left.
        let room = usize::from(width.saturating_sub(1));
        let mut skip = 0;
        let mut cursor = cursor;
        for c in text.chars() {
            if cursor <= room {
                break;
            }
            cursor = cursor.saturating_sub(unicode_width::UnicodeWidthChar::width(c).unwrap_or(0));
            skip += c.len_utf8();
        }
        let visible = text.get(skip..).unwrap_or("");
        let mut fitting = String::new();
        for c in visible.chars() {
            if fitting.width() + unicode_width::UnicodeWidthChar::width(c).unwrap_or(0) > usize::from(width) {
                break;
            }
            fitting.push(c);
        }
        painter.cut(x, y, width, &fitting, Role::Base);
        fitting.zeroize();
        if focused {
            let column = u16::try_from(cursor).unwrap_or(0).min(width.saturating_sub(1));
            painter.cursor(x.saturating_add(column), y);
        }
    }

    /// Draws the field in a box of three rows; `error` marks each row with `!`. Gives the column after the box.
    pub fn draw(&self, painter: &mut Painter, x: u16, y: u16, width: u16, focused: bool, error: bool) -> u16 {
        let room = Rect {
            x,
            y,
            width,
            height: 3,
        };
        let role = if error {
            Role::Error
        } else if focused {
            Role::Important
        } else {
            Role::Muted
        };
        // Red fills a whole row badly: the lines stay plain, the gutter carries the error.
        let lines = if role == Role::Error {
            Role::Important
        } else {
            role
        };
        let inner = painter.boxed(room, Frame::Single, lines);
        if error {
            for row in y..y.saturating_add(3) {
                painter.gutter(row);
            }
        }
        self.draw_bare(
            painter,
            inner.x.saturating_add(1),
            inner.y,
            inner.width.saturating_sub(2),
            focused,
        );
        room.right()
    }
}

fn grouped(text: &str, groups: impl Iterator<Item = usize>) -> (Zeroizing<String>, usize) {
    let mut shown = Zeroizing::new(String::with_capacity(text.len() * 2));
    let mut groups = groups;
    let mut left = groups.next().unwrap_or(usize::MAX);
    for c in text.chars() {
        if left == 0 {
            shown.push(' ');
            left = groups.next().unwrap_or(usize::MAX);
        }
        left = left.saturating_sub(1);
        shown.push(c);
    }
    let cursor = shown.width();
    (shown, cursor)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(c: char) -> Input {
        Input::Key(Chord::char(c))
    }

    #[test]
    fn a_number_is_shown_in_groups_and_kept_without() {
        let mut field = Field::number();
        for c in "19850312 201001 2 004".chars() {
            field.handle(&key(c));
        }
        assert_eq!(field.value(), "198503122010012004");
        assert_eq!(field.shown().0.as_str(), "19850312 201001 2 004");
        assert!(!field.handle(&key('5')), "full");
    }

    #[test]
    fn a_pin_is_never_shown() {
        let mut field = Field::pin();
        field.handle(&Input::Paste("12a4".into()));
        assert_eq!(field.shown().0.as_str(), "***___");
        assert_eq!(field.value(), "124");
        field.handle(&Input::Key(Chord::plain(Key::Backspace)));
        assert_eq!(field.value(), "12");
        field.clear();
        assert!(field.is_empty());
    }

    #[test]
    fn a_paste_brings_no_control_character_and_stops_at_the_length() {
        let mut field = Field::text(5);
        field.handle(&Input::Paste("a\nb\u{1b}\u{202e}cdefgh".into()));
        assert_eq!(field.value(), "abcde");
    }
}
