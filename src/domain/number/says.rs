//! What a number says in words: "PNS, lahir 14-02-1987, TMT April 2014".

use chrono::{Datelike, NaiveDate};

use super::{Number, NumberKind};

/// A NIK holds two digits of the birth year. Staff are at least this old, in years, which chooses the century.
const STAFF_AGE: i32 = 15;

/// Man or woman, as the number says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sex {
    /// Laki-laki.
    Male,
    /// Perempuan.
    Female,
}

/// When service began, as the number says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// Appointed as CPNS on the first of this month (TMT).
    Appointed {
        /// The year.
        year: i32,
        /// The month, 1 to 12.
        month: u32,
    },
    /// First contract as PPPK.
    Contract {
        /// The year of the first contract.
        year: i32,
        /// Which contract it is, 1 to 9.
        count: u8,
    },
    /// A NIK says nothing of service.
    Unsaid,
}

/// What a number says of its holder. None of it is authoritative: dates are corrected without the number changing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Says {
    /// What kind of number it is.
    pub kind: NumberKind,
    /// The date of birth; nothing where a NIK's date does not exist.
    pub born: Option<NaiveDate>,
    /// Man or woman.
    pub sex: Sex,
    /// The start of service.
    pub start: Start,
}

impl Number {
    /// What the number says. `today` chooses the century of a NIK's birth year.
    pub fn says(self, today: NaiveDate) -> Says {
        let kind = self.kind();
        let field = |skip: u32, len: u32| -> u32 {
            u32::try_from(self.0 / 10_u64.pow(skip) % 10_u64.pow(len)).unwrap_or(0)
        };
        let year = |value: u32| i32::try_from(value).unwrap_or(0);
        if kind == NumberKind::Nik {
            let (day, female) = self.nik_day();
            let mut born_year = 2000 + year(field(4, 2));
            if born_year > today.year() - STAFF_AGE {
                born_year -= 100;
            }
            return Says {
                kind,
                born: NaiveDate::from_ymd_opt(born_year, field(6, 2), day),
                sex: if female { Sex::Female } else { Sex::Male },
                start: Start::Unsaid,
            };
        }
        let code = field(4, 2);
        let start = if kind == NumberKind::Nip {
            Start::Appointed {
                year: year(field(6, 4)),
                month: code,
            }
        } else {
            Start::Contract {
                year: year(field(6, 4)),
                count: u8::try_from(code % 10).unwrap_or(0),
            }
        };
        Says {
            kind,
            born: NaiveDate::from_ymd_opt(year(field(14, 4)), field(12, 2), field(10, 2)),
            sex: if field(3, 1) == 2 { Sex::Female } else { Sex::Male },
            start,
        }
    }

    /// The day of the month inside a NIK, and whether 40 was added to it for a woman.
    fn nik_day(self) -> (u32, bool) {
        let day = u32::try_from(self.0 / 10_u64.pow(8) % 100).unwrap_or(0);
        if day > 40 { (day - 40, true) } else { (day, false) }
    }

    /// Whether the date inside a NIK exists in the calendar, in either century.
    pub(super) fn nik_date_exists(self) -> bool {
        let (day, _) = self.nik_day();
        let month = u32::try_from(self.0 / 10_u64.pow(6) % 100).unwrap_or(0);
        let year = i32::try_from(self.0 / 10_u64.pow(4) % 100).unwrap_or(0);
        [1900, 2000]
            .iter()
            .any(|century| NaiveDate::from_ymd_opt(century + year, month, day).is_some())
    }
}
