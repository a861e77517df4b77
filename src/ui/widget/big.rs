//! Digits of three columns and five rows, to be read from across the room.

use crate::ui::painter::Painter;
use crate::ui::theme::Role;

/// Rows of a digit.
pub const HEIGHT: u16 = 5;

/// A character's rows, three columns each, filled where a bit is set, the left column highest.
fn rows(c: char) -> [u8; 5] {
    match c {
        '0' => [0b111, 0b101, 0b101, 0b101, 0b111],
        '1' => [0b010, 0b110, 0b010, 0b010, 0b111],
        '2' => [0b111, 0b001, 0b111, 0b100, 0b111],
        '3' => [0b111, 0b001, 0b111, 0b001, 0b111],
        '4' => [0b101, 0b101, 0b111, 0b001, 0b001],
        '5' => [0b111, 0b100, 0b111, 0b001, 0b111],
        '6' => [0b111, 0b100, 0b111, 0b101, 0b111],
        '7' => [0b111, 0b001, 0b010, 0b010, 0b010],
        '8' => [0b111, 0b101, 0b111, 0b101, 0b111],
        '9' => [0b111, 0b101, 0b111, 0b001, 0b111],
        ':' => [0, 0b010, 0, 0b010, 0],
        '.' => [0, 0, 0, 0, 0b010],
        _ => [0; 5],
    }
}

/// Draws digits, `.` and `:`, two cells a column; gives the column after them.
pub fn big(painter: &mut Painter, x: u16, y: u16, text: &str, role: Role) -> u16 {
    let (full, _) = painter.tier().bar();
    let mut x = x;
    for c in text.chars() {
        for (row, bits) in (y..).zip(rows(c)) {
            for column in 0..3_u16 {
                if bits & (0b100 >> column) != 0 {
                    painter.glyph(x + column * 2, row, full, role);
                    painter.glyph(x + column * 2 + 1, row, full, role);
                }
            }
        }
        x += 8;
    }
    x
}
