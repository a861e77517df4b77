//! A box over the middle of the screen.

use crate::ui::painter::{Frame, Painter};
use crate::ui::theme::Role;
use ratatui::layout::Rect;

/// Draws a box with these lines over the upper middle of the screen, the first line loud, the cursor in it.
pub fn dialog(painter: &mut Painter, lines: &[&str]) {
    let body = painter.body();
    let text_width = body
        .width
        .min(56)
        .saturating_sub(if painter.is_large() { 4 } else { 8 });
    let spaced = !painter.is_large();
    let wrapped: Vec<Vec<String>> = lines.iter().map(|line| painter.lines(line, text_width)).collect();
    let rows = wrapped.iter().map(Vec::len).sum::<usize>();
    let height = u16::try_from(rows)
        .unwrap_or(u16::MAX)
        .saturating_add(if spaced { 4 } else { 2 });
    let width = text_width.saturating_add(if spaced { 8 } else { 4 });
    let room = Rect {
        x: body.x.saturating_add(body.width.saturating_sub(width) / 2),
        y: body.y,
        width,
        height: height.min(body.height),
    };
    painter.clear(room, Role::Base);
    let inner = painter.boxed(room, Frame::Double, Role::Important);
    let x = inner.x.saturating_add(if spaced { 3 } else { 1 });
    let mut y = inner.y.saturating_add(u16::from(spaced));
    painter.cursor(x, y);
    for (at, line) in wrapped.iter().enumerate() {
        let role = if at == 0 { Role::Important } else { Role::Base };
        for row in line {
            painter.put_in(x, y, text_width, row, role);
            y = y.saturating_add(1);
        }
    }
}
