//! Frames of a write-ahead file: what one write and one `fdatasync` made durable, whole or not at all.
//!
//! ```text
//! off len
//! 0   4   length of the payload, 1 ..= 1 MiB; 0: no more frames
//! 4   8   number: of the payload's first operation
//! 12  8   stamp: of the payload's first operation
//! 20  4   crc32c over context || bytes [0,20) || payload
//! 24  ..  payload: one operation, or several that stand or fall together
//! ```
//!
//! Little-endian. The context names the file (for a ledger `"balai/wal/1\0"`, node and incarnation), so that frames of
//! another ledger are not taken for this one's. Frames lie one behind another, and the last is followed by four zero
//! bytes or the end of the file. A file is used again from its start once its frames are sealed elsewhere; what lies
//! behind the zero then has numbers below the one expected, and is not read.
//!
//! Reading ends at the first bytes that are not the expected frame. If nothing behind them is a frame with a number at
//! least as high, they are a write that a power cut tore: nobody was told that it is kept, and it is cut off. If there
//! is one, something that *was* durable has been damaged, which is an error and is never cut off.

use crate::ledger::bytes::Cursor;
use crate::ledger::clock::Hlc;
use crate::ledger::id::LogId;
use crate::ledger::op::OpError;

/// Bytes before the payload.
pub const HEADER: usize = 24;

/// The longest payload, in bytes.
pub const MAX_PAYLOAD: usize = 1024 * 1024;

/// What ends the frames: a length of nothing.
pub const END: [u8; 4] = [0; 4];

const HEADER_BEFORE_CRC: usize = 20;

/// The frames of one file.
#[derive(Debug, Clone, Copy)]
pub struct Framing {
    seed: u32,
}

/// One frame, read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame<'a> {
    /// Where it starts in the file.
    pub offset: usize,
    /// Its number.
    pub seq: u64,
    /// Its stamp.
    pub stamp: Hlc,
    /// What it carries.
    pub payload: &'a [u8],
}

/// Where the frames end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tail {
    /// The first byte behind the last frame.
    pub end: usize,
    /// The number of the frame to come.
    pub next_seq: u64,
    /// Bytes of a torn write from `end` on, to be cut off.
    pub torn: usize,
}

/// Damage in what was durable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    /// The frame is bad and good ones follow it.
    #[error("the frame at byte {offset}, number {seq}, is damaged; at byte {good} a good one follows")]
    Damaged {
        /// Where the bad frame starts.
        offset: usize,
        /// Its number, from the frames before.
        seq: u64,
        /// Where the next good frame starts.
        good: usize,
    },
    /// A good frame with a later number than the one expected.
    #[error("at byte {offset} number {expected} is missing: the frame there is number {found}")]
    Gap {
        /// Where the frame starts.
        offset: usize,
        /// The number that should be there.
        expected: u64,
        /// The number that is there.
        found: u64,
    },
    /// A good frame with a payload that makes no sense.
    #[error("the frame at byte {offset}, number {seq}: {error}")]
    Payload {
        /// Where the frame starts.
        offset: usize,
        /// Its number.
        seq: u64,
        /// What is wrong with the payload.
        error: OpError,
    },
}

impl FrameError {
    /// Where the damage starts, in bytes from the start of the file.
    pub const fn offset(&self) -> usize {
        match self {
            Self::Damaged { offset, .. } | Self::Gap { offset, .. } | Self::Payload { offset, .. } => *offset,
        }
    }
}

impl Framing {
    /// The frames of the file that `context` names.
    pub fn new(context: &[u8]) -> Self {
        Self {
            seed: crc32c::crc32c(context),
        }
    }

    /// The frames of a ledger's write-ahead file.
    pub fn of_log(log: LogId) -> Self {
        let mut context = b"balai/wal/1\0".to_vec();
        context.extend_from_slice(&log.node.0.to_le_bytes());
        context.extend_from_slice(&log.incarnation.to_le_bytes());
        Self::new(&context)
    }

    /// The header for `payload`; `None` if that is empty or longer than [`MAX_PAYLOAD`].
    pub fn header(self, seq: u64, stamp: Hlc, payload: &[u8]) -> Option<[u8; HEADER]> {
        let length = u32::try_from(payload.len()).ok()?;
        if payload.is_empty() || payload.len() > MAX_PAYLOAD {
            return None;
        }
        let mut header = [0; HEADER];
        let (before, crc) = header.split_at_mut(HEADER_BEFORE_CRC);
        let fields = length
            .to_le_bytes()
            .into_iter()
            .chain(seq.to_le_bytes())
            .chain(stamp.0.to_le_bytes());
        for (to, from) in before.iter_mut().zip(fields) {
            *to = from;
        }
        crc.copy_from_slice(&self.crc(before, payload).to_le_bytes());
        Some(header)
    }

    fn crc(self, before: &[u8], payload: &[u8]) -> u32 {
        crc32c::crc32c_append(crc32c::crc32c_append(self.seed, before), payload)
    }

    /// The frame that starts at `offset`, if there is a good one.
    fn at(self, bytes: &[u8], offset: usize) -> Option<Frame<'_>> {
        let start = bytes.get(offset..)?;
        let mut c = Cursor::new(start);
        let length = usize::try_from(c.u32()?).ok()?;
        if !(1..=MAX_PAYLOAD).contains(&length) {
            return None;
        }
        let (seq, stamp, crc) = (c.u64()?, Hlc(c.u64()?), c.u32()?);
        let payload = c.take(length)?;
        (self.crc(start.get(..HEADER_BEFORE_CRC)?, payload) == crc).then_some(Frame {
            offset,
            seq,
            stamp,
            payload,
        })
    }

    /// Reads the frames of a file, the first of which has number `first_seq`. `visit` gets each and answers how many
    /// numbers it takes up.
    pub fn scan<'a>(
        self,
        bytes: &'a [u8],
        first_seq: u64,
        visit: &mut dyn FnMut(Frame<'a>) -> Result<u64, OpError>,
    ) -> Result<Tail, FrameError> {
        let (mut end, mut next_seq) = (0, first_seq);
        let clean = loop {
            let Some(frame) = self.at(bytes, end) else {
                break false;
            };
            if frame.seq > next_seq {
                return Err(FrameError::Gap {
                    offset: end,
                    expected: next_seq,
                    found: frame.seq,
                });
            }
            if frame.seq < next_seq {
                break true;
            }
            let taken = visit(frame).map_err(|error| FrameError::Payload {
                offset: end,
                seq: frame.seq,
                error,
            })?;
            next_seq = next_seq.saturating_add(taken);
            end += HEADER + frame.payload.len();
        };
        if let Some(good) = self.good_behind(bytes, end, next_seq) {
            return Err(FrameError::Damaged {
                offset: end,
                seq: next_seq,
                good,
            });
        }
        let rest = bytes.get(end..).unwrap_or_default();
        let clean = clean || rest.iter().take(END.len()).all(|&byte| byte == 0);
        let torn = if clean {
            0
        } else {
            rest.iter()
                .rposition(|&byte| byte != 0)
                .map_or(0, |last| last + 1)
        };
        Ok(Tail { end, next_seq, torn })
    }

    /// Where behind `end` a good frame starts that has number `next_seq` or a later one.
    fn good_behind(self, bytes: &[u8], end: usize, next_seq: u64) -> Option<usize> {
        let last = bytes.len().checked_sub(HEADER)?;
        (end + 1..last).find(|&offset| {
            // The length and the number rule out nearly every offset before a checksum is computed.
            let number = bytes.get(offset + 4..offset + 12).and_then(<[u8]>::first_chunk);
            number.is_some_and(|n| u64::from_le_bytes(*n) >= next_seq)
                && self.at(bytes, offset).is_some_and(|frame| frame.seq >= next_seq)
        })
    }
}

#[cfg(test)]
mod tests;
