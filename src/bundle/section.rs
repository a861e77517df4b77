//! A part of a source, as if it were all of it.

use std::io::{Error, ErrorKind, Read, Result, Seek, SeekFrom};

/// The bytes [start, start + length) of a source.
#[derive(Debug)]
pub struct Section<R> {
    source: R,
    start: u64,
    length: u64,
    at: u64,
}

impl<R: Read + Seek> Section<R> {
    /// Goes to `start` and stands there.
    pub(crate) fn new(mut source: R, start: u64, length: u64) -> Result<Self> {
        source.seek(SeekFrom::Start(start))?;
        Ok(Self {
            source,
            start,
            length,
            at: 0,
        })
    }
}

impl<R: Read> Read for Section<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let left = usize::try_from(self.length.saturating_sub(self.at)).unwrap_or(usize::MAX);
        let most = left.min(buffer.len());
        let count = self.source.read(buffer.get_mut(..most).unwrap_or_default())?;
        self.at = self.at.saturating_add(u64::try_from(count).unwrap_or(u64::MAX));
        Ok(count)
    }
}

impl<R: Seek> Seek for Section<R> {
    fn seek(&mut self, to: SeekFrom) -> Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
            SeekFrom::End(by) => self.length.checked_add_signed(by),
        };
        let at = at.ok_or(ErrorKind::InvalidInput)?;
        let absolute = self
            .start
            .checked_add(at)
            .ok_or_else(|| Error::from(ErrorKind::InvalidInput))?;
        self.source.seek(SeekFrom::Start(absolute))?;
        self.at = at;
        Ok(at)
    }
}

/// Reads until `buffer` is full or the source ends; answers how much was read.
pub(crate) fn fill(source: &mut impl Read, buffer: &mut [u8]) -> Result<usize> {
    let mut filled = 0;
    while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match source.read(rest) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}
