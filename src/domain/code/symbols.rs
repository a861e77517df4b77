//! The alphabet and its check character.

use super::CodeFault;

/// Crockford's base 32: <https://www.crockford.com/base32.html>.
const ALPHABET: [char; 32] = [
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'M',
    'N', 'P', 'Q', 'R', 'S', 'T', 'V', 'W', 'X', 'Y', 'Z',
];

/// The check starts from 1, not 0: else a code of nothing but zeros would be whole.
const SEED: u8 = 1;

/// Multiplies by the generator x of GF(32), modulo the primitive polynomial x^5 + x^2 + 1.
const fn times_a(value: u8) -> u8 {
    let doubled = value << 1;
    if doubled & 0b10_0000 == 0 {
        doubled
    } else {
        doubled ^ 0b10_0101
    }
}

/// The data characters of `value` and the check, `len` in all.
pub(super) fn write(value: u64, len: usize) -> String {
    let mut out = String::with_capacity(len);
    let mut check = SEED;
    for place in (0..len.saturating_sub(1)).rev() {
        let symbol = u8::try_from(value >> (5 * place) & 31).unwrap_or(0);
        check = times_a(check) ^ symbol;
        out.push(letter(symbol));
    }
    out.push(letter(times_a(check)));
    out
}

/// The value of the data characters, where the check fits.
pub(super) fn read(input: &str, len: usize) -> Result<u64, CodeFault> {
    let (mut value, mut check, mut found) = (0_u64, SEED, 0_usize);
    let mut wrong = None;
    for c in input.chars().filter(|c| !is_separator(*c)) {
        found += 1;
        let Some(symbol) = symbol(c) else {
            wrong = wrong.or(Some(CodeFault::Character {
                position: found,
                found: c,
            }));
            continue;
        };
        check = times_a(check) ^ symbol;
        if found < len {
            value = value << 5 | u64::from(symbol);
        }
    }
    match wrong {
        Some(fault) => Err(fault),
        None if found != len => Err(CodeFault::Length { found, expected: len }),
        None if check != 0 => Err(CodeFault::Check),
        None => Ok(value),
    }
}

/// A code in two halves with a hyphen between.
pub(super) fn grouped(plain: &str) -> String {
    match plain.split_at_checked(plain.len() / 2) {
        Some((left, right)) => format!("{left}-{right}"),
        None => plain.to_owned(),
    }
}

/// Whether a character only groups the others for the eye.
pub(crate) fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '\u{2010}'..='\u{2013}')
}

/// The character of five bits.
pub(crate) fn letter(symbol: u8) -> char {
    ALPHABET.get(usize::from(symbol)).copied().unwrap_or('0')
}

/// The five bits of a character, where it is one: lower case is forgiven, O is 0, I and L are 1.
pub(crate) fn symbol(c: char) -> Option<u8> {
    let c = match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    ALPHABET
        .iter()
        .position(|&letter| letter == c)
        .and_then(|at| u8::try_from(at).ok())
}
