//! The 24 bytes before a payload.

use crate::bundle::format::{FRAME_HEAD, MAX_FRAME};
use crate::bundle::frame::FrameType;
use crate::bundle::squeeze::SqueezeError;
use crate::ledger::bytes::Cursor;

const ZSTD: u8 = 1;
const CRITICAL: u8 = 2;
const SEALED: u8 = 4;

/// The bytes before a payload, read; its lengths are within the caps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FrameHead {
    /// What it holds.
    pub kind: FrameType,
    /// The payload is one zstd frame.
    pub zstd: bool,
    /// A reader that does not know the type must not go on.
    pub critical: bool,
    /// The payload is an age file of its own.
    pub sealed: bool,
    /// Which codec the payload is in; 0 is the one of this release.
    pub codec: u16,
    /// Bytes of payload.
    pub clen: usize,
    /// Bytes once inflated.
    pub ulen: usize,
    /// crc32c of the payload as it lies in the bundle.
    pub crc: u32,
    /// What it is about: of SEALED the key's id, of SEGMENTS the ledger, where all of one; otherwise 0.
    pub tag: u64,
}

/// What is wrong with a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    /// Flag bits that no release has given a meaning.
    #[error("unknown flags {0:#04x}")]
    Flags(u8),
    /// A payload longer than [`MAX_FRAME`], packed or inflated.
    #[error("a payload of {0} bytes; at most {MAX_FRAME}")]
    TooLong(u64),
    /// Not packed, and still two lengths.
    #[error("two lengths of a payload that is not packed")]
    Lengths,
    /// Sealed and packed: what is sealed is not packed again.
    #[error("sealed and packed at once")]
    SealedZstd,
    /// The checksum differs.
    #[error("the payload is damaged (crc32c differs)")]
    Crc,
    /// The payload does not unpack.
    #[error(transparent)]
    Squeeze(#[from] SqueezeError),
    /// A critical frame of a type or codec of a later release.
    #[error("a frame of type {0} and codec {1}, which this program must know to go on and does not")]
    Critical(u8, u16),
    /// The first frame is not the manifest, or there is another.
    #[error("the manifest is not the first frame and the only one")]
    Manifest,
    /// More than 65,536 frames.
    #[error("too many frames")]
    Count,
    /// The payloads inflate to more than 1 GiB.
    #[error("the frames inflate to too much")]
    Inflated,
    /// The bytes end inside a frame, or before the END frame.
    #[error("the frames end too soon")]
    Short,
    /// Bytes behind the END frame.
    #[error("more behind the last frame")]
    Long,
    /// The END frame's counts or hash are not those of the frames.
    #[error("the last frame's counts or hash are not those of the frames before it")]
    End,
    /// A pad that is not zeros.
    #[error("a pad that is not zeros")]
    Pad,
    /// A payload does not read.
    #[error(transparent)]
    Payload(#[from] crate::bundle::frame::PayloadError),
}

/// A frame as it was handed out: its payload inflated, in the caller's buffer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame {
    /// What it holds.
    pub kind: FrameType,
    /// Its payload is an age file of its own.
    pub sealed: bool,
    /// What it is about.
    pub tag: u64,
    /// Its place among the frames, from 0.
    pub index: u32,
    /// Where its first byte lies in the plaintext.
    pub offset: u64,
    /// Bytes of its payload as it lies there.
    pub clen: usize,
}

impl FrameHead {
    /// The head of `payload`, which is not packed.
    pub(crate) fn plain(kind: FrameType, tag: u64, payload: &[u8]) -> Self {
        Self {
            kind,
            zstd: false,
            critical: false,
            sealed: false,
            codec: 0,
            clen: payload.len(),
            ulen: payload.len(),
            crc: crc32c::crc32c(payload),
            tag,
        }
    }

    /// Reads the 24 bytes: flags and lengths are checked.
    pub fn read(bytes: &[u8; FRAME_HEAD]) -> Result<Self, FrameError> {
        Self::fields(bytes).unwrap_or(Err(FrameError::Short))
    }

    fn fields(bytes: &[u8; FRAME_HEAD]) -> Option<Result<Self, FrameError>> {
        let mut c = Cursor::new(bytes);
        let (kind, flags, codec) = (FrameType::of(c.u8()?), c.u8()?, c.u16()?);
        let (clen, ulen, crc, tag) = (c.u32()?, c.u32()?, c.u32()?, c.u64()?);
        let fits = |length: u32| usize::try_from(length).ok().filter(|&length| length <= MAX_FRAME);
        let (Some(short), Some(long)) = (fits(clen), fits(ulen)) else {
            return Some(Err(FrameError::TooLong(u64::from(clen.max(ulen)))));
        };
        let head = Self {
            kind,
            zstd: flags & ZSTD != 0,
            critical: flags & CRITICAL != 0,
            sealed: flags & SEALED != 0,
            codec,
            clen: short,
            ulen: long,
            crc,
            tag,
        };
        Some(if flags & !(ZSTD | CRITICAL | SEALED) != 0 {
            Err(FrameError::Flags(flags))
        } else if !head.zstd && clen != ulen {
            Err(FrameError::Lengths)
        } else if head.zstd && head.sealed {
            Err(FrameError::SealedZstd)
        } else {
            Ok(head)
        })
    }

    /// The 24 bytes; `None` if a length is beyond the cap.
    pub fn to_bytes(&self) -> Option<[u8; FRAME_HEAD]> {
        let length = |length: usize| u32::try_from(length).ok().filter(|_| length <= MAX_FRAME);
        let flag = |set: bool, bit: u8| if set { bit } else { 0 };
        let flags = flag(self.zstd, ZSTD) | flag(self.critical, CRITICAL) | flag(self.sealed, SEALED);
        let fields = [self.kind.number(), flags]
            .into_iter()
            .chain(self.codec.to_le_bytes())
            .chain(length(self.clen)?.to_le_bytes())
            .chain(length(self.ulen)?.to_le_bytes())
            .chain(self.crc.to_le_bytes())
            .chain(self.tag.to_le_bytes());
        let mut out = [0; FRAME_HEAD];
        for (to, from) in out.iter_mut().zip(fields) {
            *to = from;
        }
        Some(out)
    }

    /// Whether this release can read it.
    pub const fn is_known(&self) -> bool {
        self.codec == 0 && !matches!(self.kind, FrameType::Other(_))
    }
}
