//! A screen as text with its roles: under each row that is not plain, a row of role letters; then the cursor.
//!
//! ```text
//!  9 |   > 1  Katalog pelatihan
//!    ~..FFFFFFFFFFFFFFFFFFFFFFFF
//! cursor 2,8
//! ```

use crate::ui::theme::Palette;
use ratatui::{buffer::Buffer, layout::Position};
use std::fmt::Write as _;

/// The picture, and whether a cell has a style that is no role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dump {
    /// The picture.
    pub text: String,
    /// The first cell with a style that is no role: column, row.
    pub stray: Option<(u16, u16)>,
}

/// Makes the picture of a buffer.
pub fn dump(buffer: &Buffer, cursor: Position, palette: Palette) -> Dump {
    let mut text = String::new();
    let mut stray = None;
    let area = buffer.area;
    for y in area.top()..area.bottom() {
        let mut line = String::new();
        let mut roles = String::new();
        for x in area.left()..area.right() {
            let Some(cell) = buffer.cell((x, y)) else { continue };
            line.push_str(cell.symbol());
            let role = palette.role_of(cell.fg, cell.bg, cell.modifier);
            roles.push(role.map_or('?', crate::ui::theme::Role::letter));
            if role.is_none() && stray.is_none() {
                stray = Some((x, y));
            }
        }
        let line = line.trim_end();
        let _ = if line.is_empty() {
            writeln!(text, "{:>2} |", y + 1)
        } else {
            writeln!(text, "{:>2} |{line}", y + 1)
        };
        let roles = roles.trim_end_matches('.');
        if !roles.is_empty() {
            let _ = writeln!(text, "   ~{roles}");
        }
    }
    let _ = writeln!(text, "cursor {},{}", cursor.x, cursor.y);
    Dump { text, stray }
}
