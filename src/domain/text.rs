//! Checked text: every name, title and answer that came from outside is read through here once.
//!
//! A text is composed (NFC), trimmed, its spaces made plain and single, and it holds no character that a terminal,
//! a printer or a reader's eye could be fooled with. Such characters are refused with their place, not stripped:
//! what is on record is what somebody wrote, or nothing.

mod forbidden;
mod personal;

/// The most characters of texts that are kept: one place, so that what a file may bring is what folds take.
pub mod limit {
    /// A code.
    pub const CODE: usize = 40;
    /// A name, a title, a place, any single line.
    pub const NAME: usize = 160;
    /// A description, over several lines.
    pub const BLOCK: usize = 2_000;
}

#[cfg(test)]
mod tests;

use std::{fmt, ops::Deref};

use serde::{Deserialize, Serialize};
use thiserror::Error;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark, is_nfc};

pub use forbidden::{Forbidden, why_forbidden};
pub use personal::{PersonalKind, PersonalNumber, personal_number_in};

/// The most marks that may be stacked on one letter. Living scripts need two or three; more climbs over other lines.
const MARKS: usize = 4;

/// A text that was checked. Deserialising does not check again: it reads only what this program itself has kept.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Text(Box<str>);

/// Why a text was refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TextFault {
    /// Nothing is left when spaces are taken off.
    #[error("the text is empty")]
    Empty,
    /// More characters than there is room for.
    #[error("{chars} characters, at most {max}")]
    TooLong {
        /// How many there are, after tidying.
        chars: usize,
        /// How many there may be.
        max: usize,
    },
    /// A character that no text may hold.
    #[error("U+{:04X} at position {position} is not allowed", u32::from(*found))]
    Character {
        /// Where it stands in what was given, counted in characters from 1.
        position: usize,
        /// The character. Show its code point: it is invisible or harmful itself.
        found: char,
        /// What kind of character it is.
        why: Forbidden,
    },
    /// A mark (accent) with no letter before it, or more marks on one letter than any script has.
    #[error("the mark U+{:04X} at position {position} has no letter or is one too many", u32::from(*found))]
    Mark {
        /// Where it stands, counted in characters from 1.
        position: usize,
        /// The mark.
        found: char,
    },
}

impl TextFault {
    /// The place the fault points to, in characters from 1, where it points to one.
    pub const fn position(&self) -> Option<usize> {
        match self {
            Self::Character { position, .. } | Self::Mark { position, .. } => Some(*position),
            Self::Empty | Self::TooLong { .. } => None,
        }
    }
}

impl Text {
    /// Reads a text of one line: names, titles, codes. Tabs and line ends count as spaces.
    ///
    /// # Errors
    /// Empty, longer than `max_chars`, or with a character that no text may hold.
    pub fn read(raw: &str, max_chars: usize) -> Result<Self, TextFault> {
        if is_plain(raw) {
            return Self::within(raw.into(), raw.len(), max_chars);
        }
        Self::tidy(raw, max_chars, Lines::One)
    }

    /// Reads a text that may have lines: descriptions, answers. At most one empty line stands between two others.
    ///
    /// # Errors
    /// As for [`Text::read`].
    pub fn read_lines(raw: &str, max_chars: usize) -> Result<Self, TextFault> {
        if is_plain(raw) {
            return Self::within(raw.into(), raw.len(), max_chars);
        }
        Self::tidy(raw, max_chars, Lines::Many)
    }

    /// Reads a text that may be missing: nothing but spaces is `None`.
    ///
    /// # Errors
    /// As for [`Text::read`], except that an empty text is no fault.
    pub fn read_optional(raw: &str, max_chars: usize) -> Result<Option<Self>, TextFault> {
        match Self::read(raw, max_chars) {
            Ok(text) => Ok(Some(text)),
            Err(TextFault::Empty) => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn within(text: Box<str>, chars: usize, max: usize) -> Result<Self, TextFault> {
        match chars {
            0 => Err(TextFault::Empty),
            _ if chars > max => Err(TextFault::TooLong { chars, max }),
            _ => Ok(Self(text)),
        }
    }

    fn tidy(raw: &str, max_chars: usize, lines: Lines) -> Result<Self, TextFault> {
        let mut out = String::with_capacity(raw.len());
        let mut gap = Gap::default();
        let mut marks = MARKS; // Full at the start and after a space: a mark there has no letter.
        for (index, found) in raw.chars().enumerate() {
            let position = index + 1;
            if found == '\n' {
                gap.breaks += 1;
                marks = MARKS;
                continue;
            }
            if is_space(found) {
                gap.space = true;
                marks = MARKS;
                continue;
            }
            if let Some(why) = why_forbidden(found) {
                return Err(TextFault::Character { position, found, why });
            }
            if is_combining_mark(found) {
                if marks == MARKS {
                    return Err(TextFault::Mark { position, found });
                }
                marks += 1;
            } else {
                marks = 0;
            }
            gap.close(&mut out, lines);
            out.push(found);
        }
        if !is_nfc(&out) {
            out = out.nfc().collect();
        }
        let chars = out.chars().count();
        Self::within(out.into(), chars, max_chars)
    }
}

/// Whether line ends are kept.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lines {
    One,
    Many,
}

/// The spaces and line ends since the last character.
#[derive(Default)]
struct Gap {
    space: bool,
    breaks: usize,
}

impl Gap {
    /// Writes what is left of the gap before the next character, nothing at the start of the text.
    fn close(&mut self, out: &mut String, lines: Lines) {
        let Self { space, breaks } = std::mem::take(self);
        if out.is_empty() {
            return;
        }
        match (lines, breaks) {
            (Lines::Many, 1) => out.push('\n'),
            (Lines::Many, 2..) => out.push_str("\n\n"),
            (_, 0) if !space => {}
            _ => out.push(' '),
        }
    }
}

/// Printable ASCII with single inner spaces only: what nearly every text is, and what needs no tidying.
fn is_plain(raw: &str) -> bool {
    let mut before = b' ';
    for &byte in raw.as_bytes() {
        if !(0x20..0x7f).contains(&byte) || (byte == b' ' && before == b' ') {
            return false;
        }
        before = byte;
    }
    before != b' ' || raw.is_empty()
}

/// Space, tab, carriage return, and the spaces of Unicode (no-break, em, ideographic ...), which read as a space.
fn is_space(c: char) -> bool {
    matches!(
        c,
        ' ' | '\t' | '\r' | '\u{a0}' | '\u{1680}' | '\u{2000}'
            ..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}'
    )
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}
