//! Questionnaire files: TOML of `schema = "survey/1"`.
//!
//! A file is taken whole or not at all, and everything that is wrong with it is said at once, each fault with its
//! line, column and path. A key that is not known is a fault: a mistyped `requird = true` must not turn a required
//! question into an optional one. There is no key for an answer chosen beforehand.

mod cursor;
mod items;
mod parts;
mod scales;

use crate::domain::questionnaire::Questionnaire;
use cursor::{Cursor, Source};
use std::fmt;
use toml::de::DeTable;

/// The largest file that is read, in bytes.
pub const MAX_BYTES: usize = 256 * 1024;

/// The value of `schema` that this reader knows.
pub const SCHEMA: &str = "survey/1";

/// The longest question in characters: two rows of a kiosk of 80 columns.
const TEXT: usize = 160;

/// The longest heading or name of an option, in characters.
const LABEL: usize = 60;

/// The longest introduction, in characters.
const PARAGRAPH: usize = 600;

/// A number whose range was checked when it was read.
fn small<T: TryFrom<i64> + Default>(value: i64) -> T {
    T::try_from(value).unwrap_or_default()
}

/// One thing wrong with a file, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileFault {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The way to the value, such as `section[2].item[1].scale`; empty for the file as a whole.
    pub path: String,
    /// What is wrong.
    pub problem: Problem,
}

impl fmt::Display for FileFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: ", self.line, self.column)?;
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        write!(f, "{}", self.problem)
    }
}

/// What is wrong with a value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// The file is too large to be a questionnaire.
    #[error("the file has more than {MAX_BYTES} bytes")]
    TooLarge,
    /// The file is not text.
    #[error("the file is not UTF-8 text")]
    NotText,
    /// The file is not TOML.
    #[error("{0}")]
    Syntax(String),
    /// A key must be there and is not.
    #[error("key `{0}` is missing")]
    Missing(&'static str),
    /// A key that this version of the format does not have.
    #[error("unknown key")]
    UnknownKey,
    /// A value of another type.
    #[error("must be {expected}, is {found}")]
    WrongType {
        /// What it must be.
        expected: &'static str,
        /// What it is.
        found: &'static str,
    },
    /// A number outside its range.
    #[error("must be from {min} to {max}")]
    OutOfRange {
        /// The least.
        min: i64,
        /// The greatest.
        max: i64,
    },
    /// A text or list without anything in it.
    #[error("must not be empty")]
    Empty,
    /// A text or list too long.
    #[error("must have at most {0} characters or entries")]
    TooLong(usize),
    /// A character that no text may hold.
    #[error("character {0} is a control, direction or zero-width character")]
    BadCharacter(usize),
    /// An id with characters other than letters, digits, `-` and `_`.
    #[error("an id has only letters, digits, `-` and `_`")]
    BadId,
    /// An id or value given twice.
    #[error("`{0}` is given twice")]
    Duplicate(String),
    /// One of a few words was expected.
    #[error("must be one of: {0}")]
    NotOneOf(String),
    /// A scale that the file does not define.
    #[error("there is no scale `{0}`")]
    NoSuchScale(String),
    /// A role that the file does not name among its respondents.
    #[error("`{0}` is not among the respondents of this questionnaire")]
    NoSuchRole(String),
    /// `allow_na` where the scale has no words for it.
    #[error("`allow_na` needs `na` on the scale")]
    NoWordsForNa,
    /// Values of points that do not ascend.
    #[error("values must ascend")]
    NotAscending,
    /// An index on a scale that it is not defined for.
    #[error("the IKM index needs the points 1, 2, 3, 4")]
    NotAnIkmScale,
    /// A middle-is-best scale without a middle.
    #[error("a scale whose middle is best needs an odd number of points, three or more")]
    NoMiddle,
    /// Two keys that exclude each other.
    #[error("cannot stand together with `{0}`")]
    Conflict(&'static str),
    /// A day of the year that does not exist.
    #[error("must be a month and day as MM-DD")]
    NotADay,
}

/// Everything that is wrong with a file, by line; never empty.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Faults(pub Vec<FileFault>);

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, fault) in self.0.iter().enumerate() {
            if place > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{fault}")?;
        }
        Ok(())
    }
}

/// Reads a questionnaire, or says everything that is wrong with the file. Any bytes may be given.
pub fn read(bytes: &[u8]) -> Result<Questionnaire, Faults> {
    let whole = |problem| {
        Faults(vec![FileFault {
            line: 1,
            column: 1,
            path: String::new(),
            problem,
        }])
    };
    if bytes.len() > MAX_BYTES {
        return Err(whole(Problem::TooLarge));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| whole(Problem::NotText))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let source = Source::new(text);
    let (table, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        for error in errors {
            let at = error.span().map_or(0, |span| span.start);
            source.fault(
                at,
                "",
                Problem::Syntax(error.message().escape_debug().to_string()),
            );
        }
        return Err(source.into_faults());
    }
    let questionnaire = parts::questionnaire(Cursor::new(&source, table.get_ref(), 0, String::new()));
    match questionnaire {
        Some(questionnaire) if source.is_clean() => Ok(questionnaire),
        _ => Err(source.into_faults()),
    }
}

#[cfg(test)]
mod tests;
