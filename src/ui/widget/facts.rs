//! Facts under each other: a word at the left, what it is at the right, wrapped.

use crate::ui::glyph::Tier;
use crate::ui::painter::Painter;
use crate::ui::theme::Role;
use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

/// One fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What it is called.
    pub label: &'static str,
    /// What it is; data of any length.
    pub text: String,
}

impl Fact {
    /// A fact.
    pub fn new(label: &'static str, text: impl Into<String>) -> Self {
        Self {
            label,
            text: text.into(),
        }
    }
}

/// Columns that the labels take with the gap after them.
pub fn label_width(tier: Tier, facts: &[Fact]) -> u16 {
    let widest = facts
        .iter()
        .map(|fact| tier.show(fact.label).width())
        .max()
        .unwrap_or(0);
    u16::try_from(widest).unwrap_or(u16::MAX).saturating_add(2)
}

/// The rows of facts wrapped into so many columns: label (on a fact's first row) and text. Needs no painter, so that
/// a screen knows how far it can be turned when a key is pressed.
pub fn rows(tier: Tier, facts: &[Fact], width: u16) -> Vec<(&'static str, String)> {
    let width = usize::from(width.saturating_sub(label_width(tier, facts)).max(1));
    let mut rows = Vec::new();
    for fact in facts {
        let lines = fact.text.split('\n').map(|line| tier.show(line));
        let lines = lines.flat_map(|line| {
            textwrap::wrap(&line, width)
                .into_iter()
                .map(String::from)
                .collect::<Vec<_>>()
        });
        for (at, line) in lines.enumerate() {
            rows.push((if at == 0 { fact.label } else { "" }, line));
        }
    }
    rows
}

/// Draws facts, each in at most `most` rows, and gives the row after the last.
pub fn facts(painter: &mut Painter, room: Rect, facts: &[Fact], most: u16) -> u16 {
    let indent = label_width(painter.tier(), facts);
    let mut y = room.y;
    for fact in facts {
        let left = room.bottom().saturating_sub(y);
        if left == 0 {
            break;
        }
        painter.put_in(room.x, y, indent, fact.label, Role::Muted);
        let text = Rect {
            x: room.x.saturating_add(indent),
            y,
            width: room.width.saturating_sub(indent),
            height: left.min(most),
        };
        y = y.saturating_add(painter.wrap_cut(text, &fact.text, Role::Base).max(1));
    }
    y
}
