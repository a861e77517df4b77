//! A column of byte strings of any length, and one of hashes.
//!
//! ```text
//! bytes:  numbers: the length of each; varint the sum of them; the strings, one behind another
//! hashes: varint n; n * 32 bytes
//! ```

use super::ColumnsError::{self, Count, Short};
use super::num::{Numbers, Trial};
use super::{num, wide};
use crate::ledger::bytes::{Cursor, put_varint};

/// Strings to write.
#[derive(Default)]
pub(super) struct Strings {
    lengths: Vec<u64>,
    data: Vec<u8>,
}

impl Strings {
    pub(super) fn push(&mut self, string: &[u8]) {
        self.lengths.push(wide(string.len()));
        self.data.extend_from_slice(string);
    }

    pub(super) fn put(&self, trial: &mut Trial, out: &mut Vec<u8>) {
        num::put(&self.lengths, trial, out);
        put_varint(out, wide(self.data.len()));
        out.extend_from_slice(&self.data);
    }
}

/// A column of strings, read one by one.
pub(super) struct Bytes<'a> {
    lengths: Numbers<'a>,
    rest: Cursor<'a>,
}

impl<'a> Bytes<'a> {
    pub(super) fn read(from: &mut Cursor<'a>) -> Result<Self, ColumnsError> {
        let lengths = Numbers::read(from)?;
        let total = usize::try_from(from.varint().ok_or(Short)?).map_err(|_| Short)?;
        let rest = Cursor::new(from.take(total).ok_or(Short)?);
        Ok(Self { lengths, rest })
    }

    /// Whether all were read, to the last byte.
    pub(super) const fn is_done(&self) -> bool {
        self.lengths.left() == 0 && self.rest.rest().is_empty()
    }

    /// The next one.
    pub(super) fn next(&mut self) -> Result<&'a [u8], ColumnsError> {
        let length = self.lengths.next().ok_or(Count)?;
        let length = usize::try_from(length).map_err(|_| Count)?;
        self.rest.take(length).ok_or(Count)
    }
}

/// A column of hashes, read one by one.
pub(super) struct Hashes<'a>(&'a [[u8; 32]]);

impl<'a> Hashes<'a> {
    pub(super) fn read(from: &mut Cursor<'a>) -> Result<Self, ColumnsError> {
        let count = usize::try_from(from.varint().ok_or(Short)?).map_err(|_| Short)?;
        let bytes = from.take(count.checked_mul(32).ok_or(Short)?).ok_or(Short)?;
        Ok(Self(bytes.as_chunks().0))
    }

    /// Whether all were read.
    pub(super) const fn is_done(&self) -> bool {
        self.0.is_empty()
    }

    /// The next one.
    pub(super) fn next(&mut self) -> Result<&'a [u8; 32], ColumnsError> {
        let (hash, rest) = self.0.split_first().ok_or(Count)?;
        self.0 = rest;
        Ok(hash)
    }
}
