//! The frames of a body's plaintext, one after another, each checked before it is handed out.

use std::collections::BTreeMap;
use std::io::{ErrorKind, Read};

use crate::bundle::format::{FRAME_HEAD, MAX_FRAMES, MAX_INFLATED};
use crate::bundle::frame::{End, Frame, FrameError, FrameHead, FrameType};
use crate::bundle::read::ReadError;
use crate::bundle::section::fill;
use crate::bundle::squeeze::Unpacker;

/// Reads frames from a plaintext: that of a bundle, or what `age -d` wrote. Memory: one payload packed, one inflated in
/// the caller's buffer.
pub struct Frames<R> {
    source: R,
    unpacker: Unpacker,
    packed: Vec<u8>,
    hash: blake3::Hasher,
    plain_len: Option<u64>,
    at: u64,
    index: u32,
    inflated: u64,
    cap_count: u32,
    cap_bytes: u64,
    counts: BTreeMap<u8, u32>,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    Ended(Option<u16>),
    Failed,
}

impl<R: Read> Frames<R> {
    /// The frames of `source`, which is a plaintext from its first byte on. Where `plain_len` is said, it must be that
    /// long.
    pub fn new(source: R, plain_len: Option<u64>) -> Result<Self, ReadError> {
        Ok(Self {
            source,
            unpacker: Unpacker::new()
                .map_err(FrameError::from)
                .map_err(ReadError::first)?,
            packed: Vec::new(),
            hash: blake3::Hasher::new(),
            plain_len,
            at: 0,
            index: 0,
            inflated: 0,
            cap_count: MAX_FRAMES,
            cap_bytes: MAX_INFLATED,
            counts: BTreeMap::new(),
            state: State::Open,
        })
    }

    /// The same, within tighter caps on frames, pads among them, and on what they inflate to: for a file that nobody
    /// known has signed.
    #[must_use]
    pub fn at_most(mut self, frames: u32, inflated: u64) -> Self {
        self.cap_count = frames.min(MAX_FRAMES);
        self.cap_bytes = inflated.min(MAX_INFLATED);
        self
    }

    /// The next frame, its payload inflated into `payload`. `None`: the END frame was there and all of it is true. The
    /// first frame is the manifest; pads, and frames that this release does not know and need not, are passed over.
    ///
    /// What was handed out before an error was authentic but may not be all.
    pub fn next_frame(&mut self, payload: &mut Vec<u8>) -> Result<Option<Frame>, ReadError> {
        loop {
            payload.clear();
            match self.state {
                State::Open => {}
                State::Ended(_) => return Ok(None),
                State::Failed => return Err(self.error(FrameError::Short)),
            }
            // What fails half way leaves no state to go on from.
            self.state = State::Failed;
            let (start, index) = (self.at, self.index);
            let head = self.head()?;
            self.payload(&head, payload)?;
            if head.kind == FrameType::End && head.is_known() {
                let parts = self.end(payload, start)?;
                payload.clear();
                self.state = State::Ended(parts);
                return Ok(None);
            }
            let count = self.counts.entry(head.kind.number()).or_default();
            *count = count.saturating_add(1);
            self.index = self.index.saturating_add(1);
            self.state = State::Open;
            if head.kind != FrameType::Pad && head.is_known() {
                return Ok(Some(Frame {
                    kind: head.kind,
                    sealed: head.sealed,
                    tag: head.tag,
                    index,
                    offset: start,
                    clen: head.clen,
                }));
            }
        }
    }

    /// How many parts the set has, once the last part's END frame was read.
    pub const fn parts(&self) -> Option<u16> {
        match self.state {
            State::Ended(parts) => parts,
            _ => None,
        }
    }

    /// How many frames of each type were read, by the type's number.
    pub const fn counts(&self) -> &BTreeMap<u8, u32> {
        &self.counts
    }

    fn error(&self, error: FrameError) -> ReadError {
        ReadError::Frame {
            index: self.index,
            offset: self.at,
            error,
        }
    }

    /// Reads `length` bytes of plaintext into `into`.
    fn take(&mut self, length: usize, into: &mut Vec<u8>) -> Result<(), ReadError> {
        into.clear();
        into.resize(length, 0);
        let found = fill(&mut self.source, into).map_err(|error| ReadError::of_body(error, self.at))?;
        if found != length {
            return Err(self.error(FrameError::Short));
        }
        self.at = self.at.saturating_add(u64::try_from(length).unwrap_or(u64::MAX));
        Ok(())
    }

    fn head(&mut self) -> Result<FrameHead, ReadError> {
        if self.index >= self.cap_count {
            return Err(self.error(FrameError::Count));
        }
        let mut bytes = [0; FRAME_HEAD];
        let found = fill(&mut self.source, &mut bytes).map_err(|error| ReadError::of_body(error, self.at))?;
        if found != FRAME_HEAD {
            return Err(self.error(FrameError::Short));
        }
        let head = FrameHead::read(&bytes).map_err(|error| self.error(error))?;
        if (self.index == 0) != (head.kind == FrameType::Manifest) {
            return Err(self.error(FrameError::Manifest));
        }
        if head.critical && !head.is_known() {
            return Err(self.error(FrameError::Critical(head.kind.number(), head.codec)));
        }
        self.inflated = self
            .inflated
            .saturating_add(u64::try_from(head.ulen).unwrap_or(u64::MAX));
        if self.inflated > self.cap_bytes {
            return Err(self.error(FrameError::Inflated));
        }
        if head.kind != FrameType::End {
            self.hash.update(&bytes);
        }
        self.at = self
            .at
            .saturating_add(u64::try_from(FRAME_HEAD).unwrap_or(u64::MAX));
        Ok(head)
    }

    /// Reads and checks the payload; what need not be inflated is not.
    fn payload(&mut self, head: &FrameHead, payload: &mut Vec<u8>) -> Result<(), ReadError> {
        let mut packed = std::mem::take(&mut self.packed);
        let result = self.payload_through(head, &mut packed, payload);
        self.packed = packed;
        result
    }

    fn payload_through(
        &mut self,
        head: &FrameHead,
        packed: &mut Vec<u8>,
        payload: &mut Vec<u8>,
    ) -> Result<(), ReadError> {
        let wanted = head.is_known();
        let into = if head.zstd || !wanted {
            &mut *packed
        } else {
            &mut *payload
        };
        self.take(head.clen, into)?;
        if crc32c::crc32c(into) != head.crc {
            return Err(self.error(FrameError::Crc));
        }
        if head.kind != FrameType::End {
            self.hash.update(into);
        }
        if head.zstd && wanted {
            let unpacked = self.unpacker.unpack(packed, head.ulen, payload);
            unpacked.map_err(|error| self.error(error.into()))?;
        }
        if head.kind == FrameType::Pad && wanted && payload.iter().any(|&byte| byte != 0) {
            return Err(self.error(FrameError::Pad));
        }
        Ok(())
    }

    /// Whether the END frame in `payload` is true and the last.
    fn end(&mut self, payload: &[u8], start: u64) -> Result<Option<u16>, ReadError> {
        let end = End::read(payload).map_err(|error| self.error(error.into()))?;
        let counted = self.counts.iter().map(|(kind, count)| (*kind, *count));
        if !counted.eq(end.counts.iter().copied()) || *self.hash.finalize().as_bytes() != end.hash {
            return Err(ReadError::Frame {
                index: self.index,
                offset: start,
                error: FrameError::End,
            });
        }
        let mut behind = [0];
        match fill(&mut self.source, &mut behind) {
            Ok(0) => {}
            Ok(_) => return Err(self.error(FrameError::Long)),
            Err(error) => return Err(ReadError::of_body(error, self.at)),
        }
        if self.plain_len.is_some_and(|said| said != self.at) {
            return Err(ReadError::PlainLength);
        }
        Ok(end.parts)
    }
}

impl ReadError {
    fn first(error: FrameError) -> Self {
        Self::Frame {
            index: 0,
            offset: 0,
            error,
        }
    }

    /// What went wrong while the body was read: age says damage and truncation as kinds of I/O errors.
    fn of_body(error: std::io::Error, at: u64) -> Self {
        match error.kind() {
            ErrorKind::InvalidData | ErrorKind::UnexpectedEof => Self::Decrypt(at),
            _ => Self::Io(error),
        }
    }
}

#[cfg(test)]
mod tests;
