//! A look at an age header (<https://c2sp.org/age>) before the age crate is given it: length, number of stanzas, shape
//! of each line. The crate reads headers of any length.
//!
//! ```text
//! age-encryption.org/v1
//! -> X25519 <43 characters of base64>
//! <43 characters of base64>
//! --- <43 characters of base64>
//! ```

use crate::bundle::format::{MAX_AGE_HEADER, MAX_STANZAS};

/// The first line of an age file.
pub(crate) const VERSION: &[u8] = b"age-encryption.org/v1\n";
const STANZA: &[u8] = b"-> ";
const MAC: &[u8] = b"--- ";
/// Bytes between the header and the first chunk.
pub(crate) const NONCE: usize = 16;

const MAC_LINE: usize = MAC.len() + 43;
/// A stanza of scrypt asks its reader for work: no bundle has one.
const SCRYPT: &[u8] = b"-> scrypt";

/// What is wrong with an age header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ScanError {
    /// The first line is not that of a binary age v1 file.
    #[error("not an age file")]
    NotAge,
    /// It does not end within [`MAX_AGE_HEADER`] bytes, or within the bytes there are.
    #[error("an age header that does not end within {MAX_AGE_HEADER} bytes")]
    TooLong,
    /// More than [`MAX_STANZAS`] stanzas, or none.
    #[error("an age header of {0} stanzas; 1 to {MAX_STANZAS} are allowed")]
    Stanzas(usize),
    /// A line that has no place in a header.
    #[error("byte {0}: a line that has no place in an age header")]
    Line(usize),
}

/// The length of the header at the front of `front`, which is the first [`MAX_AGE_HEADER`] bytes of the file or all of it.
pub fn scan(front: &[u8]) -> Result<usize, ScanError> {
    let mut rest = front.strip_prefix(VERSION).ok_or(ScanError::NotAge)?;
    let mut stanzas = 0_usize;
    loop {
        let at = front.len() - rest.len();
        let length = rest
            .iter()
            .position(|&byte| byte == b'\n')
            .ok_or(ScanError::TooLong)?;
        let (line, behind) = rest.split_at_checked(length).unwrap_or_default();
        rest = behind.get(1..).unwrap_or_default();
        if at + length + 1 > MAX_AGE_HEADER {
            return Err(ScanError::TooLong);
        }
        if line.starts_with(MAC) {
            let end = at + length + 1;
            return match stanzas {
                _ if line.len() != MAC_LINE => Err(ScanError::Line(at)),
                1..=MAX_STANZAS => Ok(end),
                _ => Err(ScanError::Stanzas(stanzas)),
            };
        }
        let printable = line.iter().all(|byte| (0x20..0x7f).contains(byte));
        if line.starts_with(SCRYPT) || !printable {
            return Err(ScanError::Line(at));
        }
        if line.starts_with(STANZA) {
            stanzas += 1;
            if stanzas > MAX_STANZAS {
                return Err(ScanError::Stanzas(stanzas));
            }
        } else if stanzas == 0 || line.len() > 64 {
            return Err(ScanError::Line(at));
        }
    }
}

#[cfg(test)]
mod tests;
