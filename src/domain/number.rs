//! Identity numbers: NIP, NI PPPK and NIK, told apart by their digits alone.
//!
//! | kind | digits | built of |
//! | --- | --- | --- |
//! | NIP | 18 | birth `YYYYMMDD`, start as CPNS `YYYYMM`, sex 1 or 2, sequence 001-999 (Perka BKN 22/2007) |
//! | NI PPPK | 18 | birth `YYYYMMDD`, year of first contract `YYYY`, code 2, contract count 1-9, sex, sequence |
//! | NIK | 16 | province, city, district (2 each), birth `DDMMYY` with 40 added to a woman's day, sequence 0001-9999 |
//!
//! Digits 13 and 14 of a NIP are a month, 01 to 12; those of a NI PPPK start with 2 or more. None of the three has a
//! check digit, so one mistyped digit is usually still a number of somebody: compare with the roster where there is one.

mod fault;
mod read;
mod says;
#[cfg(test)]
mod tests;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use fault::{BirthPart, NumberFault, StartFault};
pub use read::{Reading, Warning};
pub use says::{Says, Sex, Start};

/// One above the greatest NIK; every NIP and NI PPPK is greater, for a birth year is at least 1900.
const NIK_LIMIT: u64 = 10_u64.pow(16);
/// The smallest value of 18 digits that starts with a birth year.
const LONG_START: u64 = 1900 * 10_u64.pow(14);
/// One above the greatest value of 18 digits.
const LONG_LIMIT: u64 = 10_u64.pow(18);

/// What a number is, as its digits tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NumberKind {
    /// Nomor Induk Pegawai, of a PNS or CPNS: 18 digits.
    Nip,
    /// Nomor Induk PPPK, of a contract employee, full time or part time: 18 digits.
    NiPppk,
    /// Nomor Induk Kependudukan, of any resident: 16 digits.
    Nik,
}

impl NumberKind {
    /// The stable id: `nip`, `nippk` or `nik`.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Nip => "nip",
            Self::NiPppk => "nippk",
            Self::Nik => "nik",
        }
    }

    /// What it is called on paper; the same word in both languages.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Nip => "NIP",
            Self::NiPppk => "NI PPPK",
            Self::Nik => "NIK",
        }
    }

    /// How many digits it has.
    pub const fn digits(self) -> usize {
        match self {
            Self::Nip | Self::NiPppk => 18,
            Self::Nik => 16,
        }
    }
}

/// An identity number. It is personal data: `Debug` shows the last four digits only, and there is no `Display`.
///
/// Held as the value of its digits; the kind follows from the value, so eight bytes are all there is to keep.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u64", into = "u64")]
pub struct Number(u64);

/// A stored value that is no identity number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the stored value is no identity number")]
pub struct NotANumber;

impl Number {
    /// The number of a stored value, or nothing where the value has no kind. Only the kind is looked at, not the
    /// dates: a rule that changes later must not make a stored number unreadable.
    pub const fn from_u64(value: u64) -> Option<Self> {
        match kind_of(value) {
            Some(_) => Some(Self(value)),
            None => None,
        }
    }

    /// The value of the digits, for index keys and blobs. A NIK may have lost a leading zero: [`Number::digits`] has it.
    pub const fn as_u64(self) -> u64 {
        self.0
    }

    /// What the number is.
    pub const fn kind(self) -> NumberKind {
        // Every constructor has asked `kind_of` before, so the fallback is never taken.
        match kind_of(self.0) {
            Some(kind) => kind,
            None => NumberKind::Nik,
        }
    }

    /// All digits without separators, leading zeros kept.
    pub fn digits(self) -> String {
        format!("{:0width$}", self.0, width = self.kind().digits())
    }

    /// The digits as letters write them: `19850312 201001 2 004`; a NIK in area, date and sequence.
    pub fn grouped(self) -> String {
        let v = self.0;
        match self.kind() {
            NumberKind::Nip | NumberKind::NiPppk => {
                let (birth, start) = (v / 10_u64.pow(10), v / 10_u64.pow(4) % 10_u64.pow(6));
                format!("{birth:08} {start:06} {} {:03}", v / 1000 % 10, v % 1000)
            }
            NumberKind::Nik => {
                let (area, date) = (v / 10_u64.pow(10), v / 10_u64.pow(4) % 10_u64.pow(6));
                format!("{area:06} {date:06} {:04}", v % 10_000)
            }
        }
    }

    /// The number with all but its last four digits hidden. The first digits are the birth date and stay hidden too.
    pub fn masked(self) -> String {
        let hidden = self.kind().digits().saturating_sub(4);
        format!("{}{:04}", "*".repeat(hidden), self.0 % 10_000)
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Number({} {})", self.kind().label(), self.masked())
    }
}

impl TryFrom<u64> for Number {
    type Error = NotANumber;

    fn try_from(value: u64) -> Result<Self, NotANumber> {
        Self::from_u64(value).ok_or(NotANumber)
    }
}

impl From<Number> for u64 {
    fn from(number: Number) -> Self {
        number.0
    }
}

/// The kind that digits 13 and 14 (or the length) tell, nothing where they fit none.
const fn kind_of(value: u64) -> Option<NumberKind> {
    if value < NIK_LIMIT {
        // Province, city and district are at least 01 01 01.
        return if value >= 10_101 * 10_u64.pow(10) {
            Some(NumberKind::Nik)
        } else {
            None
        };
    }
    if value < LONG_START || value >= LONG_LIMIT {
        return None;
    }
    match value / 10_000 % 100 {
        1..=12 => Some(NumberKind::Nip),
        code if code >= 20 && code % 10 != 0 => Some(NumberKind::NiPppk),
        _ => None,
    }
}
