//! A list whose rows are chosen by digit: at most nine a page, so that a digit always means a visible row.

use crate::ui::keymap::Action;
use std::ops::Range;

/// The most rows of a page.
pub const PAGE: usize = 9;

/// Where the mark is, and which page is shown. The rows themselves stay with the screen, which builds only those in
/// [`List::visible`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct List {
    len: usize,
    per_page: usize,
    selected: usize,
}

impl Default for List {
    fn default() -> Self {
        Self {
            len: 0,
            per_page: PAGE,
            selected: 0,
        }
    }
}

impl List {
    /// A list of so many rows, the mark on the first.
    pub fn new(len: usize) -> Self {
        Self {
            len,
            ..Self::default()
        }
    }

    /// The list has so many rows now; the mark stays where it can.
    pub fn set_len(&mut self, len: usize) {
        self.len = len;
        self.selected = self.selected.min(len.saturating_sub(1));
    }

    /// The room has so many rows; a page has at most nine of them and at least one.
    pub fn set_room(&mut self, rows: usize) {
        self.per_page = rows.clamp(1, PAGE);
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The row with the mark.
    pub fn selected(&self) -> usize {
        self.selected
    }

    /// Puts the mark on a row, the last one at most.
    pub fn select(&mut self, row: usize) {
        self.selected = row.min(self.len.saturating_sub(1));
    }

    /// Rows of a page.
    pub fn per_page(&self) -> usize {
        self.per_page
    }

    /// The page that is shown, from 0.
    pub fn page(&self) -> usize {
        self.selected / self.per_page
    }

    /// How many pages there are.
    pub fn pages(&self) -> usize {
        self.len.div_ceil(self.per_page)
    }

    /// The rows that are shown.
    pub fn visible(&self) -> Range<usize> {
        let from = self.page() * self.per_page;
        from..self.len.min(from + self.per_page)
    }

    /// How many rows the shown page has: the digits that choose.
    pub fn digits(&self) -> u8 {
        u8::try_from(self.visible().len()).unwrap_or(9)
    }

    /// The digit of a row of the shown page.
    pub fn digit_of(&self, row: usize) -> Option<u8> {
        let place = row.checked_sub(self.visible().start)?;
        u8::try_from(place + 1).ok().filter(|digit| *digit <= 9)
    }

    /// What a key means to the list: moves the mark; gives the row that was chosen by its digit or by Enter.
    pub fn act(&mut self, action: Action) -> Option<usize> {
        match action {
            Action::Up => self.selected = self.selected.saturating_sub(1),
            Action::Down => self.select(self.selected + 1),
            Action::First => self.selected = 0,
            Action::Last => self.select(usize::MAX),
            Action::Next if self.page() + 1 < self.pages() => self.select((self.page() + 1) * self.per_page),
            Action::Previous => self.selected = self.page().saturating_sub(1) * self.per_page,
            Action::Enter if !self.is_empty() => return Some(self.selected),
            Action::Choose(digit @ 1..) => {
                let row = self.visible().start + usize::from(digit) - 1;
                if self.visible().contains(&row) {
                    self.selected = row;
                    return Some(row);
                }
            }
            _ => {}
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_digit_means_the_row_that_is_seen() {
        let mut list = List::new(12);
        assert_eq!(list.act(Action::Choose(3)), Some(2));
        list.act(Action::Next);
        assert_eq!((list.visible(), list.digits()), (9..12, 3));
        assert_eq!(list.act(Action::Choose(3)), Some(11));
        assert_eq!(list.act(Action::Choose(4)), None);
        list.act(Action::Previous);
        assert_eq!(list.visible(), 0..9);
    }

    proptest! {
        #[test]
        fn the_mark_is_always_on_a_visible_row(
            len in 0_usize..60, room in 0_usize..12, keys in prop::collection::vec(0_u8..17, 0..60),
        ) {
            let mut list = List::new(len);
            list.set_room(room);
            for key in keys {
                let action = match key {
                    0 => Action::Up, 1 => Action::Down, 2 => Action::Next, 3 => Action::Previous,
                    4 => Action::First, 5 => Action::Last, 6 => Action::Enter, n => Action::Choose(n - 7),
                };
                let chosen = list.act(action);
                prop_assert!(chosen.is_none_or(|row| row < len));
                prop_assert!(list.visible().contains(&list.selected()) || len == 0);
                prop_assert!(list.visible().len() <= PAGE);
            }
        }
    }
}
