//! How a screen shows itself: text by role into a room, with the places of clicks and of the cursor.
//!
//! ```text
//!   row 0      BALAI DIKLAT » Katalog                       Siti R.   sisa 0.50   title bar   (app)
//!   row 1
//!   row 2      ..                                                                 body        (screen)
//!   row h-3    ..
//!   row h-2    Ketik huruf untuk mencari.                                         message row (app)
//!   row h-1    [1-9] Pilih  [Esc] Kembali  [*] Selesai                            hint row    (app)
//! ```
//!
//! Everything goes through [`Tier::show`], so that only glyphs that the font has reach the terminal and no control
//! character ever does. A sentence wider than its room is cut and, in builds with debug assertions, recorded
//! ([`Painter::overflows`]): a test fails on it. Data of any length is cut on purpose with [`Painter::cut`].

mod choice;
mod frame;

pub use choice::Choice;

use crate::ui::context::{Context, Looks, SizeClass};
use crate::ui::glyph::{BoxLines, Tier};
use crate::ui::keymap::Action;
use crate::ui::theme::Role;
use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
    style::Style,
};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How loud a box is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Frame {
    /// Fields, lists.
    Single,
    /// Errors, dialogs, the result of a scan.
    Double,
}

/// The painter of one frame.
pub struct Painter<'b> {
    buffer: &'b mut Buffer,
    area: Rect,
    looks: Looks,
    size: SizeClass,
    targets: Vec<(Rect, Action)>,
    cursor: Option<Position>,
    overflows: Vec<String>,
}

impl<'b> Painter<'b> {
    /// A painter over the whole area, filled with plain background.
    pub fn new(buffer: &'b mut Buffer, area: Rect, looks: Looks) -> Self {
        let area = area.intersection(buffer.area);
        let size = SizeClass::of(area.width, area.height, looks.large);
        buffer.set_style(area, looks.palette.style(Role::Base));
        Self {
            buffer,
            area,
            looks,
            size,
            targets: Vec::new(),
            cursor: None,
            overflows: Vec::new(),
        }
    }

    /// The whole area.
    pub fn area(&self) -> Rect {
        self.area
    }

    /// The room of the screen, inside the margins: at least 76x20 normally, 38x8 at the smallest.
    pub fn body(&self) -> Rect {
        let margin = if self.size == SizeClass::Large { 1 } else { 2 };
        Rect {
            x: self.area.x.saturating_add(margin),
            y: self.area.y.saturating_add(2),
            width: self.area.width.saturating_sub(2 * margin),
            height: self.area.height.saturating_sub(4),
        }
        .intersection(self.area)
    }

    /// The room of a framed list or text: the body, one column wider to both sides where there is a margin for it.
    pub fn wide_body(&self) -> Rect {
        let body = self.body();
        if self.size == SizeClass::Large {
            return body;
        }
        Rect {
            x: body.x.saturating_sub(1),
            width: body.width.saturating_add(2),
            ..body
        }
    }

    /// How much room there is.
    pub fn size(&self) -> SizeClass {
        self.size
    }

    /// Whether there is room for one short column only.
    pub fn is_large(&self) -> bool {
        self.size == SizeClass::Large
    }

    /// What the terminal can show.
    pub fn tier(&self) -> Tier {
        self.looks.tier
    }

    /// The style of a role.
    pub fn style(&self, role: Role) -> Style {
        self.looks.palette.style(role)
    }

    /// Writes a sentence from column `x` to the body's right edge at most; gives the column after it.
    pub fn put(&mut self, x: u16, y: u16, text: &str, role: Role) -> u16 {
        let right = self.body().right().max(x);
        self.put_in(x, y, right.saturating_sub(x), text, role)
    }

    /// Writes a sentence into `width` columns; gives the column after it.
    pub fn put_in(&mut self, x: u16, y: u16, width: u16, text: &str, role: Role) -> u16 {
        self.write(x, y, width, text, role, true)
    }

    /// Writes data of any length into `width` columns, cut with `...` where it is longer; gives the column after it.
    pub fn cut(&mut self, x: u16, y: u16, width: u16, text: &str, role: Role) -> u16 {
        let shown = self.looks.tier.show(text);
        if shown.width() <= usize::from(width) {
            return self.write(x, y, width, &shown, role, false);
        }
        let short = shorten(&shown, usize::from(width));
        self.write(x, y, width, &short, role, false)
    }

    /// Writes a sentence so that it ends before column `right`; gives the column where it begins.
    pub fn put_right(&mut self, right: u16, y: u16, text: &str, role: Role) -> u16 {
        let width = self.width_of(text);
        let x = right.saturating_sub(width);
        self.put_in(x, y, right.saturating_sub(x), text, role);
        x
    }

    /// Writes a sentence in the middle of a room's row `y`; gives the column where it begins.
    pub fn put_centred(&mut self, room: Rect, y: u16, text: &str, role: Role) -> u16 {
        let width = self.width_of(text);
        let x = room.x.saturating_add(room.width.saturating_sub(width) / 2);
        self.put_in(x, y, room.right().saturating_sub(x), text, role);
        x
    }

    /// Wraps sentences at words into a room; gives the rows used. What does not fit in is recorded as an overflow.
    pub fn wrap(&mut self, room: Rect, text: &str, role: Role) -> u16 {
        let lines = self.lines(text, room.width);
        let mut used = 0_u16;
        for line in &lines {
            if used >= room.height {
                self.note_overflow(text);
                break;
            }
            self.put_in(room.x, room.y.saturating_add(used), room.width, line, role);
            used = used.saturating_add(1);
        }
        used
    }

    /// Wraps data of any length into a room; the last row ends in `...` where more would follow. Gives the rows used.
    pub fn wrap_cut(&mut self, room: Rect, text: &str, role: Role) -> u16 {
        let lines = self.lines(text, room.width);
        let most = usize::from(room.height);
        let mut used = 0_u16;
        for (at, line) in lines.iter().take(most).enumerate() {
            let y = room.y.saturating_add(used);
            if at + 1 == most && lines.len() > most {
                self.cut(room.x, y, room.width, &format!("{line} ..."), role);
            } else {
                self.cut(room.x, y, room.width, line, role);
            }
            used = used.saturating_add(1);
        }
        used
    }

    /// The rows that a text takes at this width.
    pub fn height_of(&self, text: &str, width: u16) -> u16 {
        u16::try_from(self.lines(text, width).len()).unwrap_or(u16::MAX)
    }

    /// The lines of a text wrapped at this width.
    pub fn lines(&self, text: &str, width: u16) -> Vec<String> {
        if width == 0 {
            return Vec::new();
        }
        let mut lines = Vec::new();
        for paragraph in text.split('\n') {
            let shown = self.looks.tier.show(paragraph);
            lines.extend(
                textwrap::wrap(&shown, usize::from(width))
                    .into_iter()
                    .map(String::from),
            );
        }
        lines
    }

    /// Columns that a text takes once shown.
    pub fn width_of(&self, text: &str) -> u16 {
        u16::try_from(self.looks.tier.show(text).width()).unwrap_or(u16::MAX)
    }

    /// Gives a whole room the style of a role, its text untouched.
    pub fn tint(&mut self, room: Rect, role: Role) {
        let style = self.style(role);
        self.buffer.set_style(room.intersection(self.area), style);
    }

    /// Empties a room to a role's background.
    pub fn clear(&mut self, room: Rect, role: Role) {
        let style = self.style(role);
        let room = room.intersection(self.area);
        for position in room.positions() {
            if let Some(cell) = self.buffer.cell_mut(position) {
                cell.reset();
                cell.set_style(style);
            }
        }
    }

    /// Draws the lines of a box and gives the room inside. A plain layout has no lines, and the same room.
    pub fn boxed(&mut self, room: Rect, frame: Frame, role: Role) -> Rect {
        let inner = Rect {
            x: room.x.saturating_add(1),
            y: room.y.saturating_add(1),
            width: room.width.saturating_sub(2),
            height: room.height.saturating_sub(2),
        };
        if self.looks.plain || room.width < 2 || room.height < 2 {
            return inner;
        }
        let lines = match frame {
            Frame::Single => self.looks.tier.single(),
            Frame::Double => self.looks.tier.double(),
        };
        self.box_lines(room, lines, role);
        inner
    }

    fn box_lines(&mut self, room: Rect, lines: BoxLines, role: Role) {
        let (right, bottom) = (room.right().saturating_sub(1), room.bottom().saturating_sub(1));
        for x in room.x..=right {
            self.glyph(x, room.y, lines.h, role);
            self.glyph(x, bottom, lines.h, role);
        }
        for y in room.y..=bottom {
            self.glyph(room.x, y, lines.v, role);
            self.glyph(right, y, lines.v, role);
        }
        self.glyph(room.x, room.y, lines.tl, role);
        self.glyph(right, room.y, lines.tr, role);
        self.glyph(right, bottom, lines.br, role);
        self.glyph(room.x, bottom, lines.bl, role);
    }

    /// Writes one character, where it is inside the area.
    pub fn glyph(&mut self, x: u16, y: u16, c: char, role: Role) {
        let style = self.style(role);
        if !self.area.contains(Position { x, y }) {
            return;
        }
        if let Some(cell) = self.buffer.cell_mut((x, y)) {
            cell.set_char(c).set_style(style);
        }
    }

    /// The `!` at the left edge of a row with something wrong.
    pub fn gutter(&mut self, y: u16) {
        self.glyph(self.area.x, y, '!', Role::Error);
    }

    /// Puts the terminal's cursor where the focus is: screen readers and magnifiers follow it.
    pub fn cursor(&mut self, x: u16, y: u16) {
        if self.area.contains(Position { x, y }) {
            self.cursor = Some(Position { x, y });
        }
    }

    /// A room that means something when it is clicked or touched.
    pub fn target(&mut self, room: Rect, action: Action) {
        self.targets.push((room.intersection(self.area), action));
    }

    fn write(&mut self, x: u16, y: u16, width: u16, text: &str, role: Role, sentence: bool) -> u16 {
        let shown = self.looks.tier.show(text);
        let style = self.style(role);
        let right = x.saturating_add(width).min(self.area.right());
        let inside = y >= self.area.y && y < self.area.bottom() && x >= self.area.x;
        if sentence && (!inside || shown.width() > usize::from(right.saturating_sub(x))) && !shown.is_empty()
        {
            self.note_overflow(&shown);
        }
        if !inside || right <= x {
            return x;
        }
        self.buffer
            .set_stringn(x, y, &shown, usize::from(right - x), style)
            .0
    }

    fn note_overflow(&mut self, text: &str) {
        if cfg!(debug_assertions) {
            self.overflows.push(text.to_owned());
        }
    }

    /// Sentences that did not fit into their room; always empty in release builds.
    pub fn overflows(&self) -> &[String] {
        &self.overflows
    }

    /// What was painted beside the cells: the places of clicks, the cursor, and what did not fit.
    pub fn finish(self) -> Painted {
        let body = self.body();
        let fallback = Position { x: body.x, y: body.y };
        Painted {
            targets: self.targets,
            cursor: self.cursor.unwrap_or(fallback),
            overflows: self.overflows,
        }
    }
}

/// What a frame has beside its cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Painted {
    /// The places that mean something when clicked; the last drawn is on top.
    pub targets: Vec<(Rect, Action)>,
    /// Where the cursor is.
    pub cursor: Position,
    /// Sentences that did not fit into their room; empty in release builds.
    pub overflows: Vec<String>,
}

impl Painted {
    /// What a click at this place means.
    pub fn hit(&self, x: u16, y: u16) -> Option<Action> {
        let at = Position { x, y };
        self.targets
            .iter()
            .rev()
            .find(|(room, _)| room.contains(at))
            .map(|(_, action)| *action)
    }
}

/// The text cut to so many columns, ending in `...` where there is room for that.
pub fn shorten(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let dots = if width > 3 { "..." } else { "" };
    let mut left = width - dots.len().min(width);
    let mut short = String::new();
    for c in text.chars() {
        let w = c.width().unwrap_or(0);
        if w > left {
            break;
        }
        left -= w;
        short.push(c);
    }
    short.truncate(short.trim_end().len());
    short.push_str(dots);
    short
}

/// Draws the whole frame of a screen that is not in an app: for tests of one screen.
#[doc(hidden)]
pub fn paint_screen(
    buffer: &mut Buffer,
    looks: Looks,
    screen: &dyn crate::ui::screen::Screen,
    cx: &Context,
) -> Painted {
    let mut painter = Painter::new(buffer, buffer.area, looks);
    painter.screen(screen, cx, None, None);
    painter.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn buffer() -> Buffer {
        Buffer::empty(Rect::new(0, 0, 20, 6))
    }

    fn row(buffer: &Buffer, columns: usize) -> String {
        buffer.content()[..columns]
            .iter()
            .map(ratatui::buffer::Cell::symbol)
            .collect()
    }

    #[test]
    fn a_sentence_wider_than_its_room_is_told() {
        let mut buffer = buffer();
        let mut painter = Painter::new(&mut buffer, Rect::new(0, 0, 20, 6), Looks::default());
        painter.put_in(0, 0, 5, "12345", Role::Base);
        assert!(painter.overflows().is_empty());
        painter.put_in(0, 0, 5, "123456", Role::Base);
        assert_eq!(painter.overflows(), ["123456"]);
    }

    #[test]
    fn data_is_cut_without_complaint() {
        let mut buffer = buffer();
        let mut painter = Painter::new(&mut buffer, Rect::new(0, 0, 20, 6), Looks::default());
        painter.cut(0, 0, 9, "Penyusunan Anggaran", Role::Base);
        assert!(painter.finish().overflows.is_empty());
        assert_eq!(row(&buffer, 9), "Penyus...");
    }

    #[test]
    fn a_control_character_in_data_reaches_no_cell() {
        let mut buffer = buffer();
        let mut painter = Painter::new(&mut buffer, Rect::new(0, 0, 20, 6), Looks::default());
        painter.cut(0, 0, 20, "a\u{1b}[31mb\u{202e}\u{7f}\u{9b}c", Role::Base);
        drop(painter);
        assert_eq!(row(&buffer, 8), "a[31mbc ");
    }

    #[test]
    fn the_uppermost_target_is_hit() {
        let mut buffer = buffer();
        let mut painter = Painter::new(&mut buffer, Rect::new(0, 0, 20, 6), Looks::default());
        painter.target(Rect::new(0, 0, 20, 6), Action::Back);
        painter.target(Rect::new(2, 2, 3, 1), Action::Choose(1));
        let done = painter.finish();
        assert_eq!(done.hit(2, 2), Some(Action::Choose(1)));
        assert_eq!(done.hit(5, 2), Some(Action::Back));
        assert_eq!(done.hit(20, 2), None);
    }
}
