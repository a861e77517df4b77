//! Free text of some lines: typed as one text, shown wrapped at words.

use crate::ui::input::Input;
use crate::ui::painter::{Frame, Painter};
use crate::ui::theme::Role;
use crate::ui::widget::field::Field;
use ratatui::layout::Rect;

/// A free text.
pub struct TextArea {
    field: Field,
}

impl TextArea {
    /// An empty text of at most so many characters.
    pub fn new(max: usize) -> Self {
        Self {
            field: Field::text(max),
        }
    }

    /// What is typed.
    pub fn value(&self) -> &str {
        self.field.value()
    }

    /// Puts a text in the place of what is typed.
    pub fn set(&mut self, text: &str) {
        self.field.set(text);
    }

    /// Characters typed.
    pub fn len(&self) -> usize {
        self.field.len()
    }

    /// Whether nothing is typed.
    pub fn is_empty(&self) -> bool {
        self.field.is_empty()
    }

    /// Takes a key or a paste; `true` if the text changed. A pasted line break is a space.
    pub fn handle(&mut self, input: &Input) -> bool {
        match input {
            Input::Paste(text) => {
                let one_line: String = text.chars().map(|c| if c == '\n' { ' ' } else { c }).collect();
                self.field.handle(&Input::Paste(one_line))
            }
            other => self.field.handle(other),
        }
    }

    /// Draws the text in a box with `count` ("88 dari 500") in its lower edge. The last lines are shown where there
    /// are more than the room has; the cursor stands where typing goes on.
    pub fn draw(&self, painter: &mut Painter, room: Rect, count: &str) {
        let inner = painter.boxed(room, Frame::Single, Role::Important);
        let inner = Rect {
            x: inner.x + 1,
            width: inner.width.saturating_sub(2),
            ..inner
        };
        let width = usize::from(inner.width.max(1));
        let rows = rows(self.value(), width);
        let (row, column) = place(&rows, self.field.cursor_char());
        let first = (row + 1).saturating_sub(usize::from(inner.height));
        let mut y = inner.y;
        for text in rows.iter().skip(first).take(usize::from(inner.height)) {
            painter.cut(inner.x, y, inner.width, text.trim_end(), Role::Base);
            y = y.saturating_add(1);
        }
        let down = u16::try_from(row.saturating_sub(first)).unwrap_or(0);
        let across = u16::try_from(column)
            .unwrap_or(0)
            .min(inner.width.saturating_sub(1));
        painter.cursor(inner.x.saturating_add(across), inner.y.saturating_add(down));
        if !count.is_empty() {
            let edge = room.bottom().saturating_sub(1);
            painter.put_right(
                room.right().saturating_sub(2),
                edge,
                &format!(" {count} "),
                Role::Muted,
            );
        }
    }
}

/// The text broken at spaces into rows of at most `width` characters; every character is in exactly one row.
fn rows(text: &str, width: usize) -> Vec<String> {
    let mut rows = vec![String::new()];
    let mut count = 0;
    for word in text.split_inclusive(' ') {
        let len = word.trim_end().chars().count();
        if count > 0 && count + len > width {
            rows.push(String::new());
            count = 0;
        }
        for c in word.chars() {
            if count >= width && c != ' ' {
                rows.push(String::new());
                count = 0;
            }
            if let Some(row) = rows.last_mut() {
                row.push(c);
            }
            count += 1;
        }
    }
    rows
}

/// The row and column of the character at this place.
fn place(rows: &[String], mut at: usize) -> (usize, usize) {
    let last = rows.len().saturating_sub(1);
    for (row, text) in rows.iter().enumerate() {
        let len = text.chars().count();
        if at < len || row == last {
            return (row, at.min(len));
        }
        at -= len;
    }
    (0, 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn wrapping_loses_no_character(text in "[a-z ]{0,80}", width in 1_usize..20) {
            let rows = rows(&text, width);
            prop_assert_eq!(rows.concat(), text);
            prop_assert!(rows.iter().all(|row| row.trim_end().chars().count() <= width));
        }
    }

    #[test]
    fn the_cursor_is_where_typing_goes_on() {
        let rows = rows("dua puluh peserta", 10);
        assert_eq!(rows, ["dua puluh ", "peserta"]);
        assert_eq!(place(&rows, 17), (1, 7));
        assert_eq!(place(&rows, 10), (1, 0));
        assert_eq!(place(&rows, 3), (0, 3));
    }
}
