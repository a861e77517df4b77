//! QR codes of whole or half cells, light on dark as the screen is: `█` is a light module.
//!
//! With half blocks, version 1 with a quiet zone of 2 takes 25x13 cells; without them every module is two cells wide
//! and one high, with a quiet zone of 1: 46x23. Both were read back from pictures of the screen.

use crate::ui::painter::Painter;
use crate::ui::theme::Role;
use qrcode::{Color, EcLevel, QrCode};

/// A code, ready to be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qr {
    width: usize,
    light: Vec<bool>,
}

impl Qr {
    /// The smallest QR of error correction M that holds the text; `None` where it does not fit into any.
    pub fn new(text: &str) -> Option<Self> {
        let code = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M).ok()?;
        let width = code.width();
        let light = code
            .into_colors()
            .into_iter()
            .map(|module| module == Color::Light)
            .collect();
        Some(Self { width, light })
    }

    fn light(&self, x: usize, y: usize, quiet: usize) -> bool {
        match (x.checked_sub(quiet), y.checked_sub(quiet)) {
            (Some(x), Some(y)) if x < self.width && y < self.width => {
                self.light.get(y * self.width + x).copied().unwrap_or(true)
            }
            _ => true,
        }
    }

    /// Columns and rows that it takes on this terminal.
    pub fn size(&self, half_blocks: bool) -> (u16, u16) {
        let (width, height) = if half_blocks {
            (self.width + 4, (self.width + 4).div_ceil(2))
        } else {
            ((self.width + 2) * 2, self.width + 2)
        };
        (
            u16::try_from(width).unwrap_or(u16::MAX),
            u16::try_from(height).unwrap_or(u16::MAX),
        )
    }

    /// Draws it with its upper left corner here.
    pub fn draw(&self, painter: &mut Painter, x: u16, y: u16) {
        let half = painter.tier().has_half_blocks();
        let (columns, rows) = self.size(half);
        let (full, _) = painter.tier().bar();
        for row in 0..rows {
            for column in 0..columns {
                let (c, r) = (usize::from(column), usize::from(row));
                let glyph = if half {
                    let upper = self.light(c, r * 2, 2);
                    // Below the last row of an odd height there is only screen.
                    let lower = r * 2 + 1 < self.width + 4 && self.light(c, r * 2 + 1, 2);
                    match (upper, lower) {
                        (true, true) => '█',
                        (true, false) => '▀',
                        (false, true) => '▄',
                        (false, false) => ' ',
                    }
                } else if self.light(c / 2, r, 1) {
                    full
                } else {
                    ' '
                };
                painter.glyph(x.saturating_add(column), y.saturating_add(row), glyph, Role::Base);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slips_code_is_the_smallest_qr() {
        let qr = Qr::new("BLI1K7M492QX").unwrap();
        assert_eq!(qr.size(true), (25, 13));
        assert_eq!(qr.size(false), (46, 23));
    }
}
