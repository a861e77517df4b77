//! A look at CBOR (RFC 8949) before anything is built from it: what the decoders behind it may rely on.
//!
//! One item that fills the bytes; definite lengths only; nothing nested deeper than [`MAX_DEPTH`]; no tags, no
//! floating point, no simple values but false, true and null; numbers and lengths in their shortest form; the keys of a
//! map are unsigned integers that ascend; texts are UTF-8 of at most [`MAX_TEXT`] bytes; arrays and maps have at most
//! [`MAX_ITEMS`] elements, and no more than there are bytes for. So a value has one encoding only, and a decoder's
//! memory is bounded by the bytes it was given.

use crate::bundle::format::{MAX_DEPTH, MAX_ITEMS, MAX_TEXT};
use crate::ledger::bytes::Cursor;

/// What is wrong with the CBOR. Offsets are bytes from its start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CborError {
    /// The bytes end inside an item.
    #[error("the CBOR is cut short")]
    Short,
    /// Bytes behind the item.
    #[error("byte {0}: more behind the CBOR item")]
    Long(usize),
    /// Nested deeper than [`MAX_DEPTH`].
    #[error("byte {0}: nested deeper than {MAX_DEPTH}")]
    Depth(usize),
    /// An indefinite length.
    #[error("byte {0}: an indefinite length")]
    Indefinite(usize),
    /// A tag, a floating-point number or another simple value.
    #[error("byte {0}: a tag, a float or a simple value, which have no place here")]
    Kind(usize),
    /// A number or length longer than it need be.
    #[error("byte {0}: a number that is not in its shortest form")]
    Overlong(usize),
    /// A map's key that is not an unsigned integer, or not above the one before it.
    #[error("byte {0}: a map whose keys are not ascending numbers")]
    Key(usize),
    /// A text too long or not UTF-8.
    #[error("byte {0}: a text that is too long or not UTF-8")]
    Text(usize),
    /// An array or map of too many elements.
    #[error("byte {0}: an array or map of {1} elements")]
    Items(usize, u64),
}

const UINT: u8 = 0;
const NINT: u8 = 1;
const BYTES: u8 = 2;
const TEXT: u8 = 3;
const ARRAY: u8 = 4;
const MAP: u8 = 5;
const SIMPLE: u8 = 7;

/// Whether `bytes` are one item within the caps.
pub fn check(bytes: &[u8]) -> Result<(), CborError> {
    let mut scan = Scan {
        cursor: Cursor::new(bytes),
        total: bytes.len(),
    };
    scan.item(0)?;
    match scan.at() {
        at if at == bytes.len() => Ok(()),
        at => Err(CborError::Long(at)),
    }
}

struct Scan<'a> {
    cursor: Cursor<'a>,
    total: usize,
}

impl Scan<'_> {
    fn at(&self) -> usize {
        self.total - self.cursor.rest().len()
    }

    /// Major type and argument of the item that starts here.
    fn head(&mut self) -> Result<(u8, u64), CborError> {
        let at = self.at();
        let first = self.cursor.u8().ok_or(CborError::Short)?;
        let (major, info) = (first >> 5, first & 31);
        if info == 31 {
            return Err(CborError::Indefinite(at));
        }
        if major == 6 || major == SIMPLE && !(20..=22).contains(&info) {
            return Err(CborError::Kind(at));
        }
        let (value, least) = match info {
            0..=23 => (u64::from(info), 0),
            24 => (u64::from(self.cursor.u8().ok_or(CborError::Short)?), 24),
            25 => (self.be::<2>()?, 1 << 8),
            26 => (self.be::<4>()?, 1 << 16),
            27 => (self.be::<8>()?, 1 << 32),
            _ => return Err(CborError::Kind(at)),
        };
        if value < least {
            return Err(CborError::Overlong(at));
        }
        Ok((major, value))
    }

    fn be<const N: usize>(&mut self) -> Result<u64, CborError> {
        let bytes: [u8; N] = self.cursor.array().ok_or(CborError::Short)?;
        Ok(bytes.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
    }

    fn take(&mut self, count: u64) -> Result<&[u8], CborError> {
        usize::try_from(count)
            .ok()
            .and_then(|count| self.cursor.take(count))
            .ok_or(CborError::Short)
    }

    fn item(&mut self, depth: u32) -> Result<(), CborError> {
        let at = self.at();
        let (major, value) = self.head()?;
        match major {
            UINT | NINT | SIMPLE => Ok(()),
            BYTES => self.take(value).map(drop),
            TEXT if value > MAX_TEXT => Err(CborError::Text(at)),
            TEXT => match str::from_utf8(self.take(value)?) {
                Ok(_) => Ok(()),
                Err(_) => Err(CborError::Text(at)),
            },
            ARRAY | MAP => {
                if depth >= MAX_DEPTH {
                    return Err(CborError::Depth(at));
                }
                let each = if major == MAP { 2 } else { 1 };
                let room = u64::try_from(self.cursor.rest().len()).unwrap_or(u64::MAX);
                if value > MAX_ITEMS || value * each > room {
                    return Err(CborError::Items(at, value));
                }
                let mut before = None;
                for _ in 0..value {
                    if major == MAP {
                        before = Some(self.key(before)?);
                    }
                    self.item(depth + 1)?;
                }
                Ok(())
            }
            _ => Err(CborError::Kind(at)),
        }
    }

    fn key(&mut self, before: Option<u64>) -> Result<u64, CborError> {
        let at = self.at();
        match self.head()? {
            (UINT, key) if before.is_none_or(|before| before < key) => Ok(key),
            _ => Err(CborError::Key(at)),
        }
    }
}

#[cfg(test)]
mod tests;
