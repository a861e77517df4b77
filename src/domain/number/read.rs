//! From a text to a number, with what is only doubtful said beside it.

use chrono::{Datelike, NaiveDate};

use super::fault::{BirthPart, NumberFault, StartFault};
use super::{LONG_LIMIT, Number, NumberKind};

/// Nobody is appointed younger than this, in years.
const YOUNGEST: i32 = 17;
/// Appointment to PNS later than this age, in years, is rare (old honorary workers were) and worth a second look.
const LATE_APPOINTMENT: i32 = 46;
/// Nobody serves past this age, in years; retirement is at 58 to 70.
const OLDEST: i32 = 70;
/// PPPK exist since PP 49/2018; the first were appointed in 2019.
const FIRST_PPPK_YEAR: i32 = 2019;

/// A number that was read, and what is unusual about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The number.
    pub number: Number,
    /// What is unusual but possible: to be shown, never a reason to refuse.
    pub warnings: Vec<Warning>,
}

/// Something unusual in a number that is accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Warning {
    /// Appointed to PNS older than 46.
    AppointmentAge,
    /// More than 70 years old today.
    PresentAge,
    /// A PPPK contract of before 2019.
    ContractYear,
    /// Digit 13 is above 2: not known to be in use, but the code may have grown.
    UnknownCode,
    /// The date inside a NIK does not exist. A NIK never changes, even when its date is wrong.
    NikDate,
}

impl Warning {
    /// The stable id, as the identity vectors and reports name it.
    pub const fn id(self) -> &'static str {
        match self {
            Self::AppointmentAge => "usia_angkat",
            Self::PresentAge => "usia_kini",
            Self::ContractYear => "tahun_kontrak",
            Self::UnknownCode => "kode_belum_dikenal",
            Self::NikDate => "tanggal_nik",
        }
    }
}

impl Number {
    /// Reads a number as people write it: spaces (no-break ones too), dots and hyphens are passed over.
    ///
    /// `today` is the latest date the caller has reason to believe: a clock that fell back to 1970 would make every
    /// birth date lie ahead.
    ///
    /// # Errors
    /// The first reason, in the order a reader would look: digits, length, birth date, start, sex, sequence.
    pub fn read(input: &str, today: NaiveDate) -> Result<Reading, NumberFault> {
        let (value, digits) = collect(input)?;
        match digits {
            16 => read_nik(value),
            18 => read_long(value, today),
            9 => Err(NumberFault::OldNip),
            _ => Err(NumberFault::Length { digits }),
        }
    }
}

/// The value of the digits and how many there are.
fn collect(input: &str) -> Result<(u64, usize), NumberFault> {
    let (mut value, mut digits) = (0_u64, 0_usize);
    // Most numbers in files are 18 digits and nothing else.
    if input.len() == 18 && input.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok((
            input
                .bytes()
                .fold(0, |value, byte| value * 10 + u64::from(byte - b'0')),
            18,
        ));
    }
    for c in input.chars() {
        if let Some(digit) = c.to_digit(10) {
            digits += 1;
            if value < LONG_LIMIT {
                value = value.saturating_mul(10).saturating_add(u64::from(digit));
            }
        } else if !is_separator(c) {
            return Err(NumberFault::NotADigit {
                position: digits + 1,
                found: Some(c),
            });
        }
    }
    if digits == 0 {
        return Err(NumberFault::NotADigit {
            position: 1,
            found: None,
        });
    }
    Ok((value, digits))
}

/// What people and word processors put between groups of digits.
pub(crate) fn is_separator(c: char) -> bool {
    matches!(c, '.' | '-' | '\u{2010}'..='\u{2013}') || c.is_whitespace()
}

/// The decimal digits of `value` from the `skip`th from the right, `len` of them. `len` is at most 4, so it fits.
fn part(value: u64, skip: u32, len: u32) -> u16 {
    u16::try_from(value / 10_u64.pow(skip) % 10_u64.pow(len)).unwrap_or(u16::MAX)
}

fn read_long(value: u64, today: NaiveDate) -> Result<Reading, NumberFault> {
    let birth = birth_date(value, today)?;
    let (year, code) = (i32::from(part(value, 6, 4)), part(value, 4, 2));
    let mut warnings = Vec::new();
    let start = |why, position, value| Err(NumberFault::Start { why, position, value });
    let number = match code {
        1..=12 => {
            let age =
                NaiveDate::from_ymd_opt(year, u32::from(code), 1).map_or(-1, |tmt| full_years(birth, tmt));
            if age < YOUNGEST {
                return start(StartFault::TooYoung, 9, u16::try_from(age).unwrap_or(0));
            }
            if age > LATE_APPOINTMENT {
                warnings.push(Warning::AppointmentAge);
            }
            Number(value)
        }
        20.. if code % 10 == 0 => return start(StartFault::ContractCount, 14, 0),
        20.. => {
            let age = year - birth.year();
            if age < YOUNGEST {
                return start(StartFault::TooYoung, 9, u16::try_from(age).unwrap_or(0));
            }
            if year < FIRST_PPPK_YEAR {
                warnings.push(Warning::ContractYear);
            }
            if code >= 30 {
                warnings.push(Warning::UnknownCode);
            }
            Number(value)
        }
        _ => return start(StartFault::Month, 13, code),
    };
    let sex = part(value, 3, 1);
    if !(1..=2).contains(&sex) {
        return Err(NumberFault::Sex {
            position: 15,
            value: sex,
        });
    }
    if part(value, 0, 3) == 0 {
        return Err(NumberFault::Sequence { position: 16 });
    }
    if full_years(birth, today) > OLDEST {
        warnings.push(Warning::PresentAge);
    }
    Ok(Reading { number, warnings })
}

/// The date of the first eight of 18 digits, in the calendar and before `today`.
fn birth_date(value: u64, today: NaiveDate) -> Result<NaiveDate, NumberFault> {
    let (year, month, day) = (part(value, 14, 4), part(value, 12, 2), part(value, 10, 2));
    let fault = |part| {
        let (position, value) = match part {
            BirthPart::Year => (1, year),
            BirthPart::Month => (5, month),
            BirthPart::Day => (7, day),
        };
        NumberFault::BirthDate {
            part,
            position,
            value,
        }
    };
    if year < 1900 {
        return Err(fault(BirthPart::Year));
    }
    if !(1..=12).contains(&month) {
        return Err(fault(BirthPart::Month));
    }
    let birth = NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day))
        .ok_or_else(|| fault(BirthPart::Day))?;
    if birth < today {
        return Ok(birth);
    }
    Err(fault(if birth.year() > today.year() {
        BirthPart::Year
    } else if birth.month() > today.month() {
        BirthPart::Month
    } else {
        BirthPart::Day
    }))
}

fn read_nik(value: u64) -> Result<Reading, NumberFault> {
    // The area is where the number was first given out and is not looked up: areas split and are renumbered.
    for (position, skip) in [(1, 14), (3, 12), (5, 10)] {
        if part(value, skip, 2) == 0 {
            return Err(NumberFault::Area { position });
        }
    }
    if part(value, 0, 4) == 0 {
        return Err(NumberFault::Sequence { position: 13 });
    }
    let number = Number(value);
    debug_assert_eq!(number.kind(), NumberKind::Nik);
    let warnings = if number.nik_date_exists() {
        Vec::new()
    } else {
        vec![Warning::NikDate]
    };
    Ok(Reading { number, warnings })
}

/// Full years from `from` to `to`; negative where `to` is earlier.
fn full_years(from: NaiveDate, to: NaiveDate) -> i32 {
    let before = (to.month(), to.day()) < (from.month(), from.day());
    to.year() - from.year() - i32::from(before)
}
