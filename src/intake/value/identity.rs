//! Identity numbers in cells, and what spreadsheets do to them.
//!
//! Excel keeps fifteen digits of a number. A NIP that was once a number and not a text has lost its last three: they are
//! zeros, or it is shown as `1,98702E+17`. What is lost cannot be guessed, only explained.

use chrono::NaiveDate;

use super::checked;
use crate::{
    domain::number::{Number, NumberFault, Reading},
    intake::{
        fault::{Damage, Rule},
        table::Cell,
    },
};

/// Fifteen digits: from here on a spreadsheet's number has lost some.
const EXACT: f64 = 1e15;

/// An identity number.
///
/// # Errors
/// Why it is none, or how a spreadsheet has damaged it.
pub fn number(cell: Cell<'_>, today: NaiveDate) -> Result<Reading, Rule> {
    if let Cell::Number(value) = cell
        && value >= EXACT
    {
        return Err(Rule::Damaged(Damage::NumberCell));
    }
    checked(cell, |raw| {
        Number::read(raw, today).map_err(|fault| match damage(raw, &fault) {
            Some(damage) => Rule::Damaged(damage),
            None => Rule::Number(fault),
        })
    })
}

/// How a spreadsheet has damaged a number that could not be read, if it has.
fn damage(raw: &str, fault: &NumberFault) -> Option<Damage> {
    if is_scientific(raw) {
        return Some(Damage::Scientific);
    }
    // "198702142014041984.0": a program has read the number as a fraction, which keeps fifteen digits too.
    let whole = raw.strip_suffix(".0").or_else(|| raw.strip_suffix(",0"));
    if whole.is_some_and(|digits| digits.len() >= 16 && digits.bytes().all(|byte| byte.is_ascii_digit())) {
        return Some(Damage::NumberCell);
    }
    let digits = raw.bytes().filter(u8::is_ascii_digit).count();
    let zeros = raw
        .bytes()
        .rev()
        .filter(u8::is_ascii_digit)
        .take_while(|&byte| byte == b'0')
        .count();
    let no_letter = !matches!(fault, NumberFault::NotADigit { .. });
    (digits == 18 && zeros >= 3 && no_letter).then_some(Damage::Rounded)
}

/// Whether a text is a number with an exponent, `1.98702E+17` or `1,98702E+17`.
fn is_scientific(raw: &str) -> bool {
    let Some((mantissa, exponent)) = raw.split_once(['E', 'e']) else {
        return false;
    };
    let exponent = exponent.trim().trim_start_matches(['+', ' ']);
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, part) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, "0"));
    digits(whole) && digits(part) && digits(exponent)
}
