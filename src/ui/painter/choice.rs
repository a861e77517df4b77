//! Numbered rows to choose from.

use super::Painter;
use crate::ui::keymap::Action;
use crate::ui::theme::Role;
use ratatui::layout::Rect;

/// A numbered row, see [`Painter::choice`].
#[derive(Clone, Copy, Debug)]
pub struct Choice<'a> {
    /// The digit that chooses it, if it can be chosen.
    pub digit: Option<u8>,
    /// What it is.
    pub label: &'a str,
    /// More, in a second column.
    pub detail: &'a str,
    /// The second column, counted from the body's left edge; `None`: no second column.
    pub detail_at: Option<u16>,
    /// Whether the mark is on it.
    pub focused: bool,
    /// The label's role where it is not focused.
    pub role: Role,
    /// Whether the label is data of any length, cut where it is long, and no sentence.
    pub is_data: bool,
}

impl<'a> Choice<'a> {
    /// A plain sentence to choose.
    pub fn new(digit: u8, label: &'a str, focused: bool) -> Self {
        Self {
            digit: Some(digit),
            label,
            detail: "",
            detail_at: None,
            focused,
            role: Role::Base,
            is_data: false,
        }
    }

    /// The same with a second column.
    #[must_use]
    pub fn detail(mut self, at: u16, detail: &'a str) -> Self {
        self.detail_at = Some(at);
        self.detail = detail;
        self
    }

    /// The same with a label of any length.
    #[must_use]
    pub fn data(mut self) -> Self {
        self.is_data = true;
        self
    }

    /// The same in another role.
    #[must_use]
    pub fn role(mut self, role: Role) -> Self {
        self.role = role;
        self
    }
}

impl Painter<'_> {
    /// A numbered row to choose: `> 1  Label     detail`, the whole row a target. Gives the column after the label.
    pub fn choice(&mut self, y: u16, choice: &Choice) -> u16 {
        let body = self.body();
        if y >= body.bottom() {
            self.note_overflow(choice.label);
            return body.x;
        }
        let row = Rect {
            x: body.x,
            y,
            width: body.width,
            height: 1,
        };
        let role = if choice.focused { Role::Focus } else { choice.role };
        if choice.focused {
            self.tint(row, Role::Focus);
            self.glyph(body.x, y, '>', Role::Focus);
            self.cursor(body.x, y);
        }
        let mut x = body.x.saturating_add(2);
        if let Some(digit) = choice.digit {
            self.put_in(x, y, 1, &digit.to_string(), role);
            self.target(row, Action::Choose(digit));
        }
        x = x.saturating_add(3);
        let detail_at = choice.detail_at.map(|at| body.x.saturating_add(at));
        let room = detail_at
            .unwrap_or(body.right())
            .min(body.right())
            .saturating_sub(x);
        let end = if choice.is_data {
            self.cut(
                x,
                y,
                room.saturating_sub(u16::from(detail_at.is_some())),
                choice.label,
                role,
            )
        } else {
            self.put_in(x, y, room, choice.label, role)
        };
        if let Some(at) = detail_at {
            let role = if choice.focused { Role::Focus } else { Role::Muted };
            self.put(at, y, choice.detail, role);
        }
        end
    }
}
