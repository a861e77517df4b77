//! All that is wrong, at once and on top (the error summary of the GOV.UK design system); each problem is also said at
//! its field.

use crate::i18n::Texts;
use crate::ui::painter::{Frame, Painter};
use crate::ui::theme::Role;
use ratatui::layout::Rect;

/// Draws the problems as a numbered box at row `y` of the body; gives the row after it. Nothing where there is none.
pub fn error_box(painter: &mut Painter, y: u16, problems: &[String], texts: &Texts) -> u16 {
    if problems.is_empty() {
        return y;
    }
    let body = painter.body();
    let width = body.width.min(72);
    let inner_width = width.saturating_sub(7);
    let rows: Vec<Vec<String>> = problems
        .iter()
        .map(|text| painter.lines(text, inner_width))
        .collect();
    let height = u16::try_from(rows.iter().map(Vec::len).sum::<usize>()).unwrap_or(u16::MAX);
    let room = Rect {
        x: body.x,
        y,
        width,
        height: height.saturating_add(2),
    };
    let inner = painter.boxed(room, Frame::Double, Role::Important);
    painter.put_in(
        room.x + 3,
        y,
        inner.width,
        &format!(" {} ", texts.common.to_correct),
        Role::Error,
    );
    let mut at = inner.y;
    for (number, lines) in (1..).zip(rows) {
        let number: u16 = number;
        painter.put_in(inner.x + 1, at, 2, &number.to_string(), Role::Base);
        for line in lines {
            painter.put_in(inner.x + 4, at, inner.width.saturating_sub(4), &line, Role::Base);
            at = at.saturating_add(1);
        }
    }
    room.bottom()
}
