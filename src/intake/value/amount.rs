//! Whole numbers, money, yes and no.

use super::checked;
use crate::intake::{fault::Rule, table::Cell};

/// Units that people write behind a number.
const UNITS: [&str; 8] = ["jp", "jam", "hari", "orang", "kursi", "peserta", "bulan", "menit"];

/// A whole number from `min` to `max`: `24`, `24 JP`, `24,0`.
///
/// # Errors
/// [`Rule::Integer`] where it is none, or out of range.
pub fn integer(cell: Cell<'_>, min: u64, max: u64) -> Result<u64, Rule> {
    let fault = Rule::Integer { min, max };
    checked(cell, |raw| {
        let end = raw
            .bytes()
            .position(|byte| byte.is_ascii_alphabetic())
            .unwrap_or(raw.len());
        let (number, unit) = raw.split_at_checked(end).ok_or_else(|| fault.clone())?;
        if !unit.is_empty() && !UNITS.contains(&unit.to_ascii_lowercase().as_str()) {
            return Err(fault.clone());
        }
        let number = number.trim();
        let whole = match number.split_once(['.', ',']) {
            Some((whole, part))
                if !part.is_empty() && part.len() <= 2 && part.bytes().all(|byte| byte == b'0') =>
            {
                whole
            }
            Some(_) => return Err(fault.clone()),
            None => number,
        };
        plain(whole)
            .filter(|value| (min..=max).contains(value))
            .ok_or_else(|| fault.clone())
    })
}

/// An amount in rupiah: `1350000`, `Rp 1.350.000`, `Rp1.350.000,00`, `1,350,000.00`, `1.350.000,-`.
///
/// # Errors
/// [`Rule::Money`] where it is none; parts of a rupiah are none.
pub fn money(cell: Cell<'_>) -> Result<u64, Rule> {
    checked(cell, |raw| amount(raw).ok_or(Rule::Money))
}

fn amount(raw: &str) -> Option<u64> {
    let mut text = raw.trim();
    for sign in ["Rp.", "Rp", "IDR"] {
        if let Some(head) = text.get(..sign.len())
            && head.eq_ignore_ascii_case(sign)
        {
            text = text.get(sign.len()..)?.trim_start();
            break;
        }
    }
    for end in [",-", ".-", ",--"] {
        text = text.strip_suffix(end).unwrap_or(text);
    }
    // A last group of one or two digits is a fraction, behind another sign than the groups of three before it.
    let last_sign = text.rfind(['.', ',']);
    let (whole, fraction) = match last_sign.and_then(|at| text.split_at_checked(at)) {
        Some((whole, rest))
            if matches!(rest.len(), 2 | 3) && !rest.get(..1).is_some_and(|sign| whole.contains(sign)) =>
        {
            (whole, rest.get(1..)?)
        }
        _ => (text, "0"),
    };
    if !fraction.bytes().all(|byte| byte == b'0') {
        return None;
    }
    let groups: Vec<&str> = whole.split(['.', ',', ' ', '\u{a0}']).collect();
    let (first, others) = groups.split_first()?;
    if others.iter().any(|group| group.len() != 3) || (!others.is_empty() && !(1..=3).contains(&first.len()))
    {
        return None;
    }
    plain(&groups.concat())
}

/// Digits only.
fn plain(text: &str) -> Option<u64> {
    (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

/// Yes or no, in Indonesian, English, or as a spreadsheet writes it.
///
/// # Errors
/// [`Rule::Required`] for an empty cell, [`Rule::Integer`] of 0 to 1 for anything else.
pub fn yes_no(cell: Cell<'_>) -> Result<bool, Rule> {
    if let Cell::Bool(value) = cell {
        return Ok(value);
    }
    checked(cell, |raw| match raw.to_ascii_lowercase().as_str() {
        "ya" | "y" | "yes" | "true" | "benar" | "1" => Ok(true),
        "tidak" | "t" | "n" | "no" | "false" | "salah" | "0" | "bukan" => Ok(false),
        _ => Err(Rule::Integer { min: 0, max: 1 }),
    })
}
