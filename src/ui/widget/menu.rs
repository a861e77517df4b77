//! A few choices, each with its own digit: a digit keeps its meaning where another choice is missing.

use crate::ui::keymap::Action;

/// Where the mark is: on the choice of this digit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Menu {
    marked: u8,
}

impl Menu {
    /// A menu with the mark on this digit.
    pub const fn on(digit: u8) -> Self {
        Self { marked: digit }
    }

    /// Puts the mark on this digit.
    pub fn mark(&mut self, digit: u8) {
        self.marked = digit;
    }

    /// The digit with the mark, of those that can be chosen now; the first where the marked one cannot be.
    pub fn marked(&self, digits: &[u8]) -> Option<u8> {
        digits
            .iter()
            .find(|digit| **digit == self.marked)
            .or(digits.first())
            .copied()
    }

    /// What a key means to the menu: moves the mark; gives the digit that was chosen, by itself or by Enter.
    pub fn act(&mut self, action: Action, digits: &[u8]) -> Option<u8> {
        let marked = self.marked(digits)?;
        let at = digits.iter().position(|digit| *digit == marked).unwrap_or(0);
        let to = match action {
            Action::Up => at.saturating_sub(1),
            Action::Down => at.saturating_add(1).min(digits.len().saturating_sub(1)),
            Action::First => 0,
            Action::Last => digits.len().saturating_sub(1),
            Action::Enter => return Some(marked),
            Action::Choose(digit) if digits.contains(&digit) => {
                self.marked = digit;
                return Some(digit);
            }
            _ => return None,
        };
        self.marked = digits.get(to).copied().unwrap_or(marked);
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_choice_is_stepped_over_and_cannot_be_chosen() {
        let mut menu = Menu::on(2);
        assert_eq!(menu.act(Action::Choose(1), &[2, 3]), None);
        assert_eq!(menu.act(Action::Up, &[2, 3]), None);
        assert_eq!(menu.act(Action::Enter, &[2, 3]), Some(2));
        menu.act(Action::Down, &[2, 4]);
        assert_eq!(menu.marked(&[2, 4]), Some(4));
        assert_eq!(menu.marked(&[2, 3]), Some(2), "gone, so the first");
        assert_eq!(menu.act(Action::Enter, &[]), None);
    }
}
