//! A field with all that belongs to it: label, counter, what it says, what is wrong with it.
//!
//! ```text
//!   NIP, NI PPPK (18 digit) atau NIK (16 digit)                  > NIP/NIK 19850312 201001   14/18
//!   ┌────────────────────────────┐                               ! Nomor harus 18 digit.
//! ! │ 19850312 201001 2 00       │  17 dari 18
//!   └────────────────────────────┘
//! ! Nomor harus 18 digit. Anda mengetik 17.                            (in large text)
//! ```

use crate::ui::keymap::Action;
use crate::ui::painter::Painter;
use crate::ui::theme::Role;
use crate::ui::widget::field::Field;
use ratatui::layout::Rect;

/// An entry, see [`entry`].
#[derive(Clone, Copy)]
pub struct Entry<'a> {
    /// The label above the field, with the format that is wanted.
    pub label: &'a str,
    /// The label beside the field, in large text.
    pub short: &'a str,
    /// Where the field begins in large text, counted from the body's left edge.
    pub column: u16,
    /// The field.
    pub field: &'a Field,
    /// Columns of the text, without the box.
    pub width: u16,
    /// Whether it has the focus.
    pub focused: bool,
    /// What is wrong with it.
    pub problem: Option<&'a str>,
    /// The counter beside the field.
    pub note: &'a str,
    /// What the text means, below the field.
    pub says: &'a str,
    /// What a click on it means.
    pub click: Option<Action>,
}

/// Draws an entry at row `y` of the body; gives the row after it.
pub fn entry(painter: &mut Painter, y: u16, it: &Entry) -> u16 {
    let body = painter.body();
    let from = y;
    let after = if painter.is_large() {
        beside(painter, y, it)
    } else {
        above(painter, y, it)
    };
    if let Some(click) = it.click {
        painter.target(
            Rect {
                y: from,
                height: after.saturating_sub(from),
                ..body
            },
            click,
        );
    }
    let room = Rect {
        y: after,
        height: body.bottom().saturating_sub(after),
        ..body
    };
    match it.problem {
        Some(problem) => {
            let used = painter.wrap(room, problem, Role::Error);
            for row in after..after.saturating_add(used) {
                painter.gutter(row);
            }
            after.saturating_add(used)
        }
        None if it.says.is_empty() => after,
        None => after.saturating_add(painter.wrap(room, it.says, Role::Muted)),
    }
}

/// Draws what is wrong with no one field, in large text, where the box of all problems has no room; gives the row
/// after it.
pub fn alert(painter: &mut Painter, y: u16, text: &str) -> u16 {
    let body = painter.body();
    let room = Rect {
        y,
        height: body.bottom().saturating_sub(y),
        ..body
    };
    let used = painter.wrap(room, text, Role::Error);
    for row in y..y.saturating_add(used) {
        painter.gutter(row);
    }
    y.saturating_add(used)
}

fn above(painter: &mut Painter, y: u16, it: &Entry) -> u16 {
    let x = painter.body().x;
    let role = if it.focused { Role::Important } else { Role::Base };
    painter.put(x, y, it.label, role);
    let end = it
        .field
        .draw(painter, x, y + 1, it.width + 4, it.focused, it.problem.is_some());
    painter.put(end + 2, y + 2, it.note, Role::Muted);
    y + 4
}

fn beside(painter: &mut Painter, y: u16, it: &Entry) -> u16 {
    let body = painter.body();
    if it.focused {
        painter.glyph(body.x, y, '>', Role::Focus);
    }
    if it.problem.is_some() {
        painter.gutter(y);
    }
    let role = if it.focused { Role::Important } else { Role::Muted };
    painter.put_in(body.x + 2, y, it.column.saturating_sub(3), it.short, role);
    it.field
        .draw_bare(painter, body.x + it.column, y, it.width, it.focused);
    let left = body.right().saturating_sub(body.x + it.column + it.width);
    if painter.width_of(it.note) < left {
        painter.put_right(body.right(), y, it.note, Role::Muted);
    }
    y + 1
}
