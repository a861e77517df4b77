//! A few lines to read and a few numbered choices under them: the lines turn by pages where there is no room for all,
//! the choices are always there.
//!
//! ```text
//!   37 pendaftaran hanya ada di kiosk ini.
//!   Masuk terakhir    Jum 20 Nov 16.40, dari Pusat          lines, wrapped; `+` and `-` turn them
//!
//!   > 1  Baca bundel             2 bundel baru              choices, one a digit
//!     2  Tulis bundel
//! ```

use crate::ui::context::Context;
use crate::ui::keymap::{Action, Binding};
use crate::ui::painter::{Choice, Painter};
use crate::ui::screen::Message;
use crate::ui::theme::Role;
use crate::ui::widget::menu::Menu;
use unicode_width::UnicodeWidthStr;

/// A line to read, wrapped where it is long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it is called; empty for a sentence.
    pub label: &'static str,
    /// The text, of any length.
    pub text: String,
    /// Its role.
    pub role: Role,
    /// Columns it is set in.
    pub indent: u16,
}

impl Line {
    /// A sentence.
    pub fn new(role: Role, text: impl Into<String>) -> Self {
        Self {
            label: "",
            text: text.into(),
            role,
            indent: 0,
        }
    }

    /// A plain sentence.
    pub fn base(text: impl Into<String>) -> Self {
        Self::new(Role::Base, text)
    }

    /// What something is called, and what it is.
    pub fn fact(label: &'static str, text: impl Into<String>) -> Self {
        Self {
            label,
            ..Self::base(text)
        }
    }

    /// An empty line, left out in large text.
    pub fn gap() -> Self {
        Self::base("")
    }

    /// The same, set in by two columns.
    #[must_use]
    pub fn inside(mut self) -> Self {
        self.indent = 2;
        self
    }

    /// The same in another role.
    #[must_use]
    pub fn role(mut self, role: Role) -> Self {
        self.role = role;
        self
    }
}

/// A choice under the lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pick {
    /// Its digit.
    pub digit: u8,
    /// What it is: at most 33 columns.
    pub label: String,
    /// More, in a second column; not shown in large text.
    pub detail: String,
}

impl Pick {
    /// A choice.
    pub fn new(digit: u8, label: impl Into<String>) -> Self {
        Self {
            digit,
            label: label.into(),
            detail: String::new(),
        }
    }

    /// The same with a second column.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }
}

/// What is on a sheet now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    /// The lines.
    pub lines: Vec<Line>,
    /// The choices, by digit.
    pub picks: Vec<Pick>,
    /// Rows above the lines that the screen draws itself.
    pub above: u16,
}

/// A row as it is drawn: label, text, role, indent.
type Row = (&'static str, String, Role, u16);

/// Where the choices' second column stands.
const DETAIL: u16 = 34;

impl Content {
    fn digits(&self) -> Vec<u8> {
        self.picks.iter().map(|pick| pick.digit).collect()
    }

    fn label_width(&self, cx: &Context) -> u16 {
        let widest = self
            .lines
            .iter()
            .map(|line| cx.tier.show(line.label).width())
            .max();
        match u16::try_from(widest.unwrap_or(0)).unwrap_or(0) {
            0 => 0,
            wide => wide + 2,
        }
    }

    fn rows(&self, cx: &Context) -> Vec<Row> {
        let large = cx.is_large();
        let column = if large { 0 } else { self.label_width(cx) };
        let width = cx.width.saturating_sub(if large { 2 } else { 4 });
        let mut rows: Vec<Row> = Vec::new();
        for line in &self.lines {
            if line.text.is_empty() {
                if !large && !rows.is_empty() {
                    rows.push(("", String::new(), Role::Base, 0));
                }
                continue;
            }
            let (text, indent) = match (line.label, large) {
                ("", _) => (line.text.clone(), line.indent),
                // There is no room for two columns.
                (label, true) => (format!("{label}: {}", line.text), 0),
                (_, false) => (line.text.clone(), column),
            };
            let room = usize::from(width.saturating_sub(indent)).max(1);
            let shown = cx.tier.show(&text);
            for (at, part) in textwrap::wrap(&shown, room).into_iter().enumerate() {
                let label = if at == 0 && !large { line.label } else { "" };
                rows.push((label, part.into(), line.role, indent));
            }
        }
        rows
    }

    /// Rows that the lines may take on a page.
    fn room(&self, cx: &Context) -> usize {
        let gap = u16::from(!cx.is_large() && !self.picks.is_empty());
        let picks = u16::try_from(self.picks.len()).unwrap_or(9);
        usize::from(cx.height.saturating_sub(4 + picks + gap + self.above)).max(1)
    }

    fn pages(&self, cx: &Context) -> usize {
        self.rows(cx).len().div_ceil(self.room(cx)).max(1)
    }
}

/// Where the mark is, and which page of the lines is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sheet {
    menu: Menu,
    page: usize,
}

impl Sheet {
    /// The first page, the mark on this digit.
    pub const fn on(digit: u8) -> Self {
        Self {
            menu: Menu::on(digit),
            page: 0,
        }
    }

    /// Puts the mark on this digit.
    pub fn mark(&mut self, digit: u8) {
        self.menu.mark(digit);
    }

    /// What a key means: turns a page, moves the mark; gives the digit that was chosen.
    pub fn act(&mut self, action: Action, content: &Content, cx: &Context) -> Option<u8> {
        let last = content.pages(cx).saturating_sub(1);
        match action {
            Action::Next => self.page = (self.page + 1).min(last),
            Action::Previous => self.page = self.page.min(last).saturating_sub(1),
            _ => return self.menu.act(action, &content.digits()),
        }
        None
    }

    /// The keys.
    pub fn bindings(&self, content: &Content, cx: &Context) -> Vec<Binding> {
        let t = &cx.texts.common;
        let digits = content.digits();
        let (first, last) = (
            digits.first().copied().unwrap_or(1),
            digits.last().copied().unwrap_or(1),
        );
        let pages = content.pages(cx);
        vec![
            Binding::digits(first, last, t.hint_choose, t.help_choose).when(!digits.is_empty()),
            Binding::arrows(cx.texts).when(digits.len() > 1),
            Binding::pages(cx.texts, self.page.min(pages - 1), pages),
            Binding::enter(t.hint_open, t.help_open).when(!digits.is_empty()),
        ]
    }

    /// "1 dari 3", where there is more than one page.
    pub fn message(&self, content: &Content, cx: &Context) -> Option<Message> {
        let pages = content.pages(cx);
        (pages > 1).then(|| Message::muted((cx.texts.common.of)(self.page.min(pages - 1) + 1, pages)))
    }

    /// Draws the lines and the choices into the body.
    pub fn draw(&self, content: &Content, painter: &mut Painter, cx: &Context) {
        let body = painter.body();
        painter.cursor(body.x, body.y + content.above);
        let (rows, room) = (content.rows(cx), content.room(cx));
        let whole = rows.len() <= room;
        let page = self.page.min(content.pages(cx) - 1);
        let mut y = body.y + content.above;
        for (label, text, role, indent) in rows.into_iter().skip(page * room).take(room) {
            painter.put(body.x, y, label, Role::Muted);
            let x = body.x + indent;
            painter.cut(x, y, body.right().saturating_sub(x), &text, role);
            if role == Role::Error {
                painter.gutter(y);
            }
            y += 1;
        }
        let count = u16::try_from(content.picks.len()).unwrap_or(9);
        let gap = u16::from(!painter.is_large() && y > body.y);
        // Where the lines turn, the choices stay where they are.
        let top = if whole {
            y + gap
        } else {
            body.bottom().saturating_sub(count)
        };
        let marked = self.menu.marked(&content.digits());
        for (y, pick) in (top..).zip(&content.picks) {
            let mut choice = Choice::new(pick.digit, &pick.label, marked == Some(pick.digit));
            if !painter.is_large() && !pick.detail.is_empty() {
                choice = choice.detail(DETAIL, &pick.detail);
            }
            painter.choice(y, &choice);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::testing::Stage;

    fn content() -> Content {
        Content {
            lines: (1..=30).map(|n| Line::base(format!("baris {n}"))).collect(),
            picks: vec![Pick::new(1, "satu"), Pick::new(3, "tiga")],
            above: 0,
        }
    }

    #[test]
    fn every_line_is_on_some_page_and_the_choices_on_all() {
        for size in [(80, 24), (40, 12)] {
            let stage = Stage::new().size(size.0, size.1);
            let cx = stage.context();
            let content = content();
            let mut sheet = Sheet::on(1);
            let mut seen = String::new();
            for _ in 0..content.pages(&cx) {
                let mut buffer =
                    ratatui::buffer::Buffer::empty(ratatui::layout::Rect::new(0, 0, size.0, size.1));
                let area = buffer.area;
                let mut painter = Painter::new(&mut buffer, area, stage.looks);
                sheet.draw(&content, &mut painter, &cx);
                assert!(painter.finish().overflows.is_empty());
                let text: String = buffer
                    .content()
                    .iter()
                    .map(ratatui::buffer::Cell::symbol)
                    .collect();
                assert!(text.contains("1  satu") && text.contains("3  tiga"));
                seen.push_str(&text);
                assert_eq!(sheet.act(Action::Next, &content, &cx), None);
            }
            assert!((1..=30).all(|n| seen.contains(&format!("baris {n} "))), "{seen}");
            assert_eq!(sheet.act(Action::Choose(2), &content, &cx), None);
            assert_eq!(sheet.act(Action::Choose(3), &content, &cx), Some(3));
        }
    }
}
