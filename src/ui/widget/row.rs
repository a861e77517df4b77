//! Rows of a table that are chosen by digit, in the columns that there is room for.

use crate::ui::keymap::Action;
use crate::ui::painter::Painter;
use crate::ui::theme::Role;
use crate::ui::widget::table::{Column, layout};
use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

/// Columns before the first cell: the mark, the digit, the gap.
const LEAD: u16 = 5;

/// A row.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// The digit that chooses it.
    pub digit: Option<u8>,
    /// Whether the mark is on it.
    pub focused: bool,
    /// The role of its text where it is not focused.
    pub role: Role,
    /// The text of each column.
    pub cells: &'a [&'a str],
}

/// Draws a row at `y` of the body; a row below the body is not drawn.
pub fn row(painter: &mut Painter, y: u16, columns: &[Column], it: &Row) {
    let body = painter.body();
    if y >= body.bottom() {
        return;
    }
    let room = Rect { y, height: 1, ..body };
    let role = if it.focused { Role::Focus } else { it.role };
    if it.focused {
        painter.tint(room, Role::Focus);
        painter.glyph(body.x, y, '>', Role::Focus);
        painter.cursor(body.x, y);
    }
    if let Some(digit) = it.digit {
        painter.put_in(body.x + 2, y, 1, &digit.to_string(), role);
        painter.target(room, Action::Choose(digit));
    }
    // A row that cannot be chosen has nothing to stand before its cells.
    let lead = if it.digit.is_some() || it.focused { LEAD } else { 0 };
    cells(painter, y, columns, it.cells, (lead, role));
}

/// Draws the heads of the columns of rows that can be chosen.
pub fn head(painter: &mut Painter, y: u16, columns: &[Column], names: &[&str]) {
    if y < painter.body().bottom() {
        cells(painter, y, columns, names, (LEAD, Role::Muted));
    }
}

fn cells(painter: &mut Painter, y: u16, columns: &[Column], texts: &[&str], (lead, role): (u16, Role)) {
    let body = painter.body();
    let places = layout(columns, body.width.saturating_sub(lead));
    for ((place, column), text) in places.into_iter().zip(columns).zip(texts) {
        let Some((at, width)) = place else { continue };
        let mut x = body.x.saturating_add(lead).saturating_add(at);
        let wide = u16::try_from(painter.tier().show(text).width()).unwrap_or(u16::MAX);
        if column.right {
            x = x.saturating_add(width.saturating_sub(wide));
        }
        painter.cut(x, y, width, text, role);
    }
}
