//! What is wrong in a file: where, with which value, by which rule, and what to do.

mod file;
mod sentence;
#[cfg(test)]
mod tests;

use std::fmt::Write as _;

use crate::domain::{
    credit::JpLint,
    number::{NumberFault, Warning},
    text::{TextFault, why_forbidden},
};

pub use file::{FileFault, Missing};

/// The most characters of a value that are shown.
const SHOWN: usize = 40;

/// One thing that is wrong, in one cell or in a whole row.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// The row as a spreadsheet counts it, the header's rows included; the line in a TOML file.
    pub row: u64,
    /// The column, where the fault is in one.
    pub column: Option<Place>,
    /// What stands there, fit to be shown: see [`shown`].
    pub value: String,
    /// The rule that is broken.
    pub rule: Rule,
}

/// A column as a person finds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// `A`, `B` ... as a spreadsheet names it.
    pub letter: String,
    /// The header as written; empty where the file lacks the column.
    pub header: String,
}

impl Place {
    /// The place of a column counted from 0.
    pub fn of(source: usize, header: &str) -> Self {
        let mut letters = Vec::new();
        let mut rest = source;
        loop {
            letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
            match (rest / 26).checked_sub(1) {
                Some(more) => rest = more,
                None => break,
            }
        }
        Self {
            letter: letters.into_iter().rev().collect(),
            header: header.to_owned(),
        }
    }
}

/// How a spreadsheet has damaged a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Damage {
    /// Written with an exponent: `1,98702E+17`.
    Scientific,
    /// The digits after the fifteenth became zeros.
    Rounded,
    /// Kept as a number and not as text: a spreadsheet holds fifteen digits of it.
    NumberCell,
}

/// A list of words of which a cell must have one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Words {
    /// How somebody is employed.
    Employment,
    /// How a training is held.
    Mode,
    /// The kind of competence.
    Competence,
    /// The form of training.
    Form,
    /// The kind of partner.
    PartnerType,
    /// How an office is connected.
    Link,
    /// How people get a seat.
    Admission,
    /// Where a registration stands.
    Status,
    /// What somebody may do.
    Role,
}

/// The rule that a value breaks, or, among the remarks, what is unusual about it.
#[derive(Clone, Debug, PartialEq)]
pub enum Rule {
    /// The cell is empty and must not be.
    Required,
    /// No identity number.
    Number(NumberFault),
    /// An identity number that a spreadsheet has damaged: its digits are lost and cannot be brought back.
    Damaged(Damage),
    /// No text that may be kept.
    Text(TextFault),
    /// The spreadsheet shows an error in this cell.
    SheetError,
    /// No date.
    Date,
    /// The last day is before the first.
    EndBeforeStart,
    /// No date with time.
    Moment,
    /// No whole number in the range.
    Integer {
        /// The smallest.
        min: u64,
        /// The greatest.
        max: u64,
    },
    /// No amount in rupiah.
    Money,
    /// None of the words.
    Word(Words),
    /// Degree study (A1, A2), which is no training.
    Study,
    /// Not to be read as `date..date` with a mode.
    Phase,
    /// Fewer cells than the header has.
    TooFewCells {
        /// How many there are.
        found: usize,
        /// How many the header has.
        expected: usize,
    },
    /// More cells than the header has: often a separator inside a name that is not in quotes.
    TooManyCells {
        /// How many there are.
        found: usize,
        /// How many the header has.
        expected: usize,
    },
    /// A quotation mark is opened in this row and not closed where it should be: the rows after it were swallowed.
    TornQuote {
        /// How many lines of the file were read as this one row.
        lines: u64,
    },
    /// The row is longer than any row may be; nothing after it was read.
    RowTooLong,
    /// What the cell names is not there: the service's to find.
    Unknown(Column),
    /// The same as in an earlier row: the service's to find.
    Duplicate {
        /// The earlier row.
        row: u64,
    },
    /// No seat is left in the batch: the service's to find.
    NoSeat {
        /// How many seats there are.
        capacity: u64,
    },
    /// Remark: an identity number that is unusual.
    Unusual(Warning),
    /// Remark: the number is not of the kind that this employment has.
    OtherKind,
    /// Remark: the credit hours contradict the form.
    Jp(JpLint),
    /// Remark: only the year is known, so the last day of it is taken.
    YearOnly,
}

use super::header::Column;

impl Rule {
    /// The stable id of the rule, for reports and JSON.
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Required => "wajib",
            Self::Number(fault) => fault.id(),
            Self::Damaged(_) => "rusak_excel",
            Self::Text(_) => "teks",
            Self::SheetError => "galat_lembar",
            Self::Date => "tanggal",
            Self::EndBeforeStart => "tanggal_terbalik",
            Self::Moment => "waktu",
            Self::Integer { .. } => "bilangan",
            Self::Money => "rupiah",
            Self::Word(_) => "kata",
            Self::Study => "tugas_belajar",
            Self::Phase => "tahap",
            Self::TooFewCells { .. } => "kolom_kurang",
            Self::TooManyCells { .. } => "kolom_lebih",
            Self::TornQuote { .. } => "tanda_kutip",
            Self::RowTooLong => "baris_panjang",
            Self::Unknown(_) => "tidak_dikenal",
            Self::NoSeat { .. } => "tanpa_kursi",
            Self::Duplicate { .. } => "ganda",
            Self::Unusual(warning) => warning.id(),
            Self::OtherKind => "jenis_nomor",
            Self::Jp(_) => "jp",
            Self::YearOnly => "hanya_tahun",
        }
    }
}

/// All faults of a file: the first ones are kept whole, all are counted.
#[derive(Clone, Debug)]
pub struct Faults {
    kept: Vec<Fault>,
    keep: usize,
    count: u64,
}

impl Default for Faults {
    /// Keeps a thousand.
    fn default() -> Self {
        Self::keeping(1_000)
    }
}

impl Faults {
    /// Faults of which the first `keep` are kept.
    pub const fn keeping(keep: usize) -> Self {
        Self {
            kept: Vec::new(),
            keep,
            count: 0,
        }
    }

    /// Adds a fault, made only where it is kept.
    pub fn add(&mut self, fault: impl FnOnce() -> Fault) {
        self.count += 1;
        if self.kept.len() < self.keep {
            self.kept.push(fault());
        }
    }

    /// The faults that were kept, in the order of the file.
    pub fn kept(&self) -> &[Fault] {
        &self.kept
    }

    /// How many there are in all.
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }
}

/// A value fit to be shown on a screen and in a report: cut at 40 characters, and whatever could harm a terminal is
/// written as its code point. The officer must be able to find the value, so a wrong number is not masked.
pub fn shown(value: &str) -> String {
    let mut out = String::new();
    for (at, c) in value.chars().enumerate() {
        if at == SHOWN {
            out.push_str("...");
            break;
        }
        match why_forbidden(c) {
            None => out.push(c),
            Some(_) => {
                // Writing to a `String` cannot fail.
                let _ = write!(out, "<U+{:04X}>", u32::from(c));
            }
        }
    }
    out
}
