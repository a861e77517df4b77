//! Short codes that people read, type and scan: the slip's code and the activation code.
//!
//! Letters and digits are Crockford's base 32 (no I, L, O, U), five bits each. The last character checks the others:
//! read as a polynomial over GF(32) the whole code is a multiple of (x - a), a being a generator of the field. One
//! wrong character anywhere, or two exchanged, adjacent or not, always breaks that, for a's powers differ over 31 places.

pub(crate) mod symbols;
#[cfg(test)]
mod tests;

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// What a slip's QR code starts with: Balai, form 1. In Crockford's alphabet it would read as the digits B111.
const QR_PREFIX: &str = "BLI1";

/// Characters of a slip's code: 7 of data and the check.
const CODE_LEN: usize = 8;
/// Characters of an activation code: 9 of data and the check.
const ACTIVATION_LEN: usize = 10;

/// Why what was typed or scanned is no code.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CodeFault {
    /// Not as many characters as the code has; separators are not counted.
    #[error("{found} characters, not {expected}")]
    Length {
        /// How many there are.
        found: usize,
        /// How many there have to be.
        expected: usize,
    },
    /// A character that no code has.
    #[error("position {position} is no character of a code")]
    Character {
        /// Where, counted from 1 without separators.
        position: usize,
        /// The character.
        found: char,
    },
    /// All characters are possible, but together they are no code: one is wrong, or two are exchanged.
    #[error("the check character does not fit")]
    Check,
    /// A QR code, but not one of a slip.
    #[error("not the QR code of a slip")]
    NotASlip,
}

/// The short code of a slip: 35 bits of its registration's hash, shown as `K7M4-92QX`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Code(u64);

impl Code {
    /// The code of a hash: its first 35 bits. Bytes that are not there count as zero.
    pub fn from_hash(hash: &[u8]) -> Self {
        let first = hash.iter().chain(std::iter::repeat(&0)).take(5);
        Self(first.fold(0, |value, &byte| value << 8 | u64::from(byte)) >> 5)
    }

    /// The 35 bits, for index keys.
    pub const fn as_u64(self) -> u64 {
        self.0
    }

    /// Reads a code as people type it: lower case, spaces and hyphens are forgiven, O is 0, I and L are 1.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub fn read(input: &str) -> Result<Self, CodeFault> {
        symbols::read(input, CODE_LEN).map(Self)
    }

    /// Eight characters without a separator.
    pub fn plain(self) -> String {
        symbols::write(self.0, CODE_LEN)
    }

    /// What the slip's QR code holds: 12 characters, which version 1-M fits in its alphanumeric mode.
    pub fn payload(self) -> String {
        format!("{QR_PREFIX}{}", self.plain())
    }

    /// Reads a QR code's payload back.
    ///
    /// # Errors
    /// [`CodeFault::NotASlip`] for any other QR code; else as [`Code::read`].
    pub fn from_payload(payload: &str) -> Result<Self, CodeFault> {
        let payload = payload.trim();
        match payload.split_at_checked(QR_PREFIX.len()) {
            Some((prefix, code)) if prefix.eq_ignore_ascii_case(QR_PREFIX) => Self::read(code),
            _ => Err(CodeFault::NotASlip),
        }
    }
}

/// Grouped for the eye: `K7M4-92QX`.
impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&symbols::grouped(&self.plain()))
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Code({self})")
    }
}

/// An activation code: 45 random bits with which a person sets the first PIN. It is a secret; `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct Activation(u64);

impl Activation {
    /// Makes a code of random bytes; their first 45 bits are used.
    pub fn from_random(bytes: [u8; 6]) -> Self {
        Self(bytes.iter().fold(0, |value, &byte| value << 8 | u64::from(byte)) >> 3)
    }

    /// Reads a code with the forgiveness of [`Code::read`].
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub fn read(input: &str) -> Result<Self, CodeFault> {
        symbols::read(input, ACTIVATION_LEN).map(Self)
    }

    /// Ten characters without a separator: the form that is hashed.
    pub fn plain(&self) -> String {
        symbols::write(self.0, ACTIVATION_LEN)
    }

    /// For the printed letter: `K7M4Q-92QXT`.
    pub fn grouped(&self) -> String {
        symbols::grouped(&self.plain())
    }
}

impl fmt::Debug for Activation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Activation(hidden)")
    }
}
