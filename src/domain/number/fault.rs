//! Why a text is no identity number, with the place in it.
//!
//! Positions count from 1 over the characters that are left when separators are taken out: "posisi 13" is the
//! thirteenth digit, however the number was grouped when it was typed.

use thiserror::Error;

/// Why what was typed or read is no identity number.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NumberFault {
    /// Something other than a digit, or nothing at all.
    #[error("position {position} is not a digit")]
    NotADigit {
        /// Where, from 1.
        position: usize,
        /// What stands there; nothing where the field was empty.
        found: Option<char>,
    },
    /// Neither 16 nor 18 digits.
    #[error("{digits} digits, not 16 or 18")]
    Length {
        /// How many digits there are.
        digits: usize,
    },
    /// Nine digits: a NIP of before 2007. The new one is asked for.
    #[error("nine digits are a NIP of before 2007")]
    OldNip,
    /// The first eight digits are no date of birth.
    #[error("no date of birth: {value} at position {position}")]
    BirthDate {
        /// Which part of the date is wrong.
        part: BirthPart,
        /// The part's first digit, from 1.
        position: usize,
        /// The part as it stands there.
        value: u16,
    },
    /// The digits for the start of service are impossible.
    #[error("no start of service: {value} at position {position}")]
    Start {
        /// What is wrong with them.
        why: StartFault,
        /// The first digit of the part that is wrong, from 1.
        position: usize,
        /// The part as it stands there; the age in years for [`StartFault::TooYoung`].
        value: u16,
    },
    /// The fifteenth digit is neither 1 (man) nor 2 (woman).
    #[error("sex is {value} at position {position}, not 1 or 2")]
    Sex {
        /// Where, from 1.
        position: usize,
        /// The digit.
        value: u16,
    },
    /// The sequence number is all zeros.
    #[error("the sequence number at position {position} is zero")]
    Sequence {
        /// Where it starts, from 1.
        position: usize,
    },
    /// A part of a NIK's area code is 00.
    #[error("the area code at position {position} is 00")]
    Area {
        /// Where the part starts, from 1.
        position: usize,
    },
}

/// The part of a birth date that is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BirthPart {
    /// Before 1900, or not yet come.
    Year,
    /// Not 01 to 12, or not yet come.
    Month,
    /// Not a day of that month of that year, or not yet come.
    Day,
}

/// What is wrong with the digits for the start of service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StartFault {
    /// Digits 13 and 14 are neither a month nor a contract code.
    Month,
    /// The contract count of a NI PPPK is 0.
    ContractCount,
    /// The person would have been younger than 17.
    TooYoung,
}

impl NumberFault {
    /// The stable id of the reason, as the identity vectors and reports name it.
    pub const fn id(&self) -> &'static str {
        match self {
            Self::NotADigit { .. } => "bukan_angka",
            Self::Length { .. } => "panjang",
            Self::OldNip => "nip_lama",
            Self::BirthDate { .. } => "tanggal_lahir",
            Self::Start { .. } => "tmt",
            Self::Sex { .. } => "jenis_kelamin",
            Self::Sequence { .. } => "nomor_urut",
            Self::Area { .. } => "wilayah",
        }
    }

    /// The position the fault points to, from 1, where it points to one.
    pub const fn position(&self) -> Option<usize> {
        match self {
            Self::NotADigit { position, .. }
            | Self::BirthDate { position, .. }
            | Self::Start { position, .. }
            | Self::Sex { position, .. }
            | Self::Sequence { position }
            | Self::Area { position } => Some(*position),
            Self::Length { .. } | Self::OldNip => None,
        }
    }
}
