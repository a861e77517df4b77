//! Employees' numbers as screens meet them: typed, or scanned from a card.

use crate::domain::number::{Number, NumberFault, Reading};
use crate::ui::context::Context;
use chrono::NaiveDate;
use zeroize::Zeroizing;

/// Reads a number that was typed. A clock that fell back behind this program's own year would make every date of
/// birth lie ahead, so the later of both is today.
///
/// # Errors
/// Why it is no number.
pub fn read(text: &str, cx: &Context) -> Result<Reading, NumberFault> {
    let written = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap_or_default();
    Number::read(text, cx.today().max(written))
}

/// The digits of a scanned card: 16 or 18, with spaces, dots and hyphens between; `None` for any other code.
pub fn of_scan(code: &str) -> Option<Zeroizing<String>> {
    let mut digits = Zeroizing::new(String::with_capacity(code.len()));
    for c in code.chars() {
        match c {
            '0'..='9' => digits.push(c),
            ' ' | '.' | '-' => {}
            _ => return None,
        }
    }
    matches!(digits.len(), 16 | 18).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::testing::Stage;

    #[test]
    fn a_card_has_16_or_18_digits_and_a_slip_is_none() {
        assert_eq!(
            of_scan("19850312 201001 2 004").unwrap().as_str(),
            "198503122010012004"
        );
        assert!(of_scan("3273010203040005").is_some());
        assert!(of_scan("BLI1K7M492QX").is_none());
        assert!(of_scan("8991234567890").is_none());
    }

    #[test]
    fn a_clock_of_1970_does_not_make_everybody_unborn() {
        let mut stage = Stage::new();
        stage.stamp.wall = NaiveDate::from_ymd_opt(1970, 1, 1)
            .unwrap()
            .and_hms_opt(0, 0, 0)
            .unwrap();
        assert!(read("198503122010012004", &stage.context()).is_ok());
    }
}
