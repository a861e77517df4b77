//! Bars of whole cells, always with their number beside them.

use crate::ui::painter::Painter;
use crate::ui::theme::Role;

/// How many of `width` cells are filled for `part` of `whole`: none only for 0, all only when it is reached.
pub fn filled(part: u64, whole: u64, width: u16) -> u16 {
    if whole == 0 || part == 0 {
        return 0;
    }
    if part >= whole {
        return width;
    }
    let cells = u128::from(part) * u128::from(width) / u128::from(whole);
    u16::try_from(cells)
        .unwrap_or(width)
        .clamp(1.min(width), width.saturating_sub(1).max(1.min(width)))
}

/// Draws a bar of `width` cells and the text after it.
pub fn gauge(painter: &mut Painter, x: u16, y: u16, width: u16, (part, whole): (u64, u64), text: &str) {
    let (full, empty) = painter.tier().bar();
    let cells = filled(part, whole, width);
    for i in 0..width {
        let (c, role) = if i < cells {
            (full, Role::Good)
        } else {
            (empty, Role::Muted)
        };
        painter.glyph(x.saturating_add(i), y, c, role);
    }
    painter.put(x.saturating_add(width).saturating_add(2), y, text, Role::Base);
}

/// Draws the filled cells only, for bars under each other; `longest` is what fills `width`.
pub fn bar(painter: &mut Painter, x: u16, y: u16, width: u16, part: u64, longest: u64) {
    let (full, _) = painter.tier().bar();
    for i in 0..filled(part, longest, width) {
        painter.glyph(x.saturating_add(i), y, full, Role::Good);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_zero_is_empty_and_only_the_whole_is_full() {
        assert_eq!(filled(0, 20, 50), 0);
        assert_eq!(filled(1, 1000, 50), 1);
        assert_eq!(filled(999, 1000, 50), 49);
        assert_eq!(filled(20, 20, 50), 50);
        assert_eq!(filled(32, 20, 50), 50);
        assert_eq!(filled(5, 0, 50), 0);
        assert_eq!(filled(1, 2, 0), 0);
        assert_eq!(filled(1, 2, 1), 1);
    }
}
