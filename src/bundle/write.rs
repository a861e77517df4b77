//! Writing a bundle: once from front to back, never seeking, in the memory of one frame.

use std::collections::BTreeMap;
use std::io::{self, Write};

use age::Encryptor;
use age::stream::StreamWriter;

use crate::bundle::format::{AGE_CHUNK, AGE_TAG, FRAME_HEAD, MAX_FRAME, MAX_FRAMES, MAX_INFLATED, MAX_PART};
use crate::bundle::format::{MAX_SEALED_TO, TRAILER};
use crate::bundle::frame::{End, FrameHead, FrameType, Manifest};
use crate::bundle::header::{Header, HeaderError};
use crate::bundle::pad::padded;
use crate::bundle::squeeze::{Packer, SqueezeError};
use crate::bundle::trailer::Trailer;
use crate::ledger::key::NodeKey;
use crate::ledger::recipient::{KeyId, Recipient};

/// The level of zstd that payloads are packed with where the caller does not say one.
pub const LEVEL: i32 = 9;

/// Bytes of plaintext that are kept free for the END frame: counts of 256 types.
const END_ROOM: u64 = 4096;

/// What all frames but pad and END may inflate to.
const INFLATED_ROOM: u64 = MAX_INFLATED - MAX_FRAME as u64 - END_ROOM;

/// Bytes of one stanza in an age header: `-> X25519 ` and 43 characters, then 43 more, each with its line's end.
const AGE_STANZA: u64 = 98;

/// The most bytes of the rest of it: version, a stanza of noise, MAC, nonce.
const AGE_REST: u64 = 512;

/// Why a bundle is not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The destination failed.
    #[error("the bundle cannot be written: {0}")]
    Io(#[from] io::Error),
    /// The header contradicts itself.
    #[error(transparent)]
    Header(#[from] HeaderError),
    /// More than [`MAX_SEALED_TO`] recipients.
    #[error("{0} recipients; a bundle has at most {MAX_SEALED_TO}")]
    Recipients(usize),
    /// A recipient that age does not take.
    #[error("a recipient that is no key: {0}")]
    Recipient(KeyId),
    /// The frame does not fit this part. Nothing of it was written: finish this part, and begin the next with it.
    #[error("the part is full")]
    Full,
    /// A payload longer than [`MAX_FRAME`].
    #[error("a payload of {0} bytes; at most {MAX_FRAME}")]
    Payload(usize),
    /// A frame that the writer makes itself.
    #[error("frames of type {0} are written by the writer itself")]
    Kind(u8),
    /// zstd has no memory.
    #[error(transparent)]
    Squeeze(#[from] SqueezeError),
}

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// The bundle's id.
    pub id: [u8; 16],
    /// Bytes of the file.
    pub len: u64,
    /// The trailer's hash, as [`crate::bundle::read::Reader::hash`] answers it.
    pub hash: [u8; 32],
    /// Bytes of the plaintext, with its padding.
    pub plain_len: u64,
    /// Frames, with the padding and the END frame.
    pub frames: u32,
}

/// Counts and hashes what passes through.
struct Through<W> {
    out: W,
    hash: blake3::Hasher,
    len: u64,
}

impl<W: Write> Write for Through<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.out.write(bytes)?;
        self.hash.update(bytes.get(..count).unwrap_or_default());
        self.len = self.len.saturating_add(u64::try_from(count).unwrap_or(u64::MAX));
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Where the plaintext goes.
enum Body<W: Write> {
    Plain(Through<W>),
    Age(StreamWriter<Through<W>>),
}

impl<W: Write> Body<W> {
    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::Plain(through) => through.write_all(bytes),
            Self::Age(stream) => stream.write_all(bytes),
        }
    }
}

/// A bundle that is being written. Dropped without [`Writer::finish`] it leaves a file without an end, which is no
/// bundle.
pub struct Writer<W: Write> {
    body: Body<W>,
    header: Header,
    packer: Packer,
    hash: blake3::Hasher,
    header_len: u64,
    /// Header of the bundle and, where there is one, of the age file.
    front_len: u64,
    plain_len: u64,
    inflated: u64,
    frames: u32,
    counts: BTreeMap<u8, u32>,
}

impl<W: Write> Writer<W> {
    /// Begins a bundle with `header`, whose recipients are set to `recipients`: none only in a join request, which is
    /// then not encrypted.
    pub fn new(
        out: W,
        header: Header,
        recipients: &[Recipient],
        manifest: &Manifest,
    ) -> Result<Self, WriteError> {
        Self::with_level(out, header, recipients, manifest, LEVEL)
    }

    /// The same with another level of zstd, 1 to 19.
    pub fn with_level(
        out: W,
        mut header: Header,
        recipients: &[Recipient],
        manifest: &Manifest,
        level: i32,
    ) -> Result<Self, WriteError> {
        if recipients.len() > MAX_SEALED_TO {
            return Err(WriteError::Recipients(recipients.len()));
        }
        header.recipients = recipients.iter().map(Recipient::key_id).collect();
        let mut through = Through {
            out,
            hash: blake3::Hasher::new(),
            len: 0,
        };
        through.write_all(&header.to_bytes()?)?;
        let header_len = through.len;
        let (body, front_len) = begin(through, recipients)?;
        let mut writer = Self {
            body,
            header,
            packer: Packer::new(level)?,
            hash: blake3::Hasher::new(),
            header_len,
            front_len,
            plain_len: 0,
            inflated: 0,
            frames: 0,
            counts: BTreeMap::new(),
        };
        writer.put(FrameType::Manifest, false, 0, &manifest.to_bytes())?;
        Ok(writer)
    }

    /// Writes a frame, packed if that makes it shorter. On [`WriteError::Full`] nothing was written.
    pub fn frame(&mut self, kind: FrameType, tag: u64, payload: &[u8]) -> Result<(), WriteError> {
        match kind {
            FrameType::Manifest | FrameType::Pad | FrameType::End | FrameType::Sealed => {
                Err(WriteError::Kind(kind.number()))
            }
            _ => self.put(kind, false, tag, payload),
        }
    }

    /// Writes what was sealed for `key` (`bundle::sealed`) and is relayed unread.
    pub fn sealed(&mut self, key: KeyId, payload: &[u8]) -> Result<(), WriteError> {
        self.put(FrameType::Sealed, true, u64::from_le_bytes(key.0), payload)
    }

    /// How many bytes of payload certainly fit this part still, in one frame that does not pack; 0: it is full.
    pub fn room(&self) -> u64 {
        if self.frames >= MAX_FRAMES - 2 {
            return 0;
        }
        let head = u64::try_from(FRAME_HEAD).unwrap_or(u64::MAX);
        let most = u64::try_from(MAX_FRAME).unwrap_or(u64::MAX);
        let plain = self
            .most_plain()
            .saturating_sub(self.plain_len.saturating_add(END_ROOM + head));
        plain.min(most).min(INFLATED_ROOM.saturating_sub(self.inflated))
    }

    /// The longest plaintext of a file within the cap.
    fn most_plain(&self) -> u64 {
        let trailer = u64::try_from(TRAILER).unwrap_or(u64::MAX);
        let room = MAX_PART.saturating_sub(self.front_len).saturating_sub(trailer);
        let tags = match self.body {
            Body::Plain(_) => 0,
            Body::Age(_) => room.div_ceil(AGE_CHUNK + AGE_TAG).saturating_mul(AGE_TAG),
        };
        room.saturating_sub(tags)
    }

    fn put(&mut self, kind: FrameType, sealed: bool, tag: u64, payload: &[u8]) -> Result<(), WriteError> {
        if payload.len() > MAX_FRAME {
            return Err(WriteError::Payload(payload.len()));
        }
        let room = self.room();
        let inflated = u64::try_from(payload.len()).unwrap_or(u64::MAX);
        let packed = if sealed { None } else { self.packer.pack(payload) };
        let (zstd, lying) = packed.map_or((false, payload), |packed| (true, packed));
        let length = u64::try_from(lying.len()).unwrap_or(u64::MAX);
        if room == 0 || length > room || self.inflated.saturating_add(inflated) > INFLATED_ROOM {
            return Err(WriteError::Full);
        }
        let head = FrameHead {
            zstd,
            sealed,
            ulen: payload.len(),
            ..FrameHead::plain(kind, tag, lying)
        };
        let bytes = head.to_bytes().ok_or(WriteError::Payload(payload.len()))?;
        self.body.put(&bytes)?;
        self.body.put(lying)?;
        self.hash.update(&bytes).update(lying);
        self.count(kind, length, inflated);
        Ok(())
    }

    fn count(&mut self, kind: FrameType, length: u64, inflated: u64) {
        let head = u64::try_from(FRAME_HEAD).unwrap_or(u64::MAX);
        self.plain_len = self.plain_len.saturating_add(head).saturating_add(length);
        self.inflated = self.inflated.saturating_add(inflated);
        self.frames = self.frames.saturating_add(1);
        let count = self.counts.entry(kind.number()).or_default();
        *count = count.saturating_add(1);
    }

    /// Ends the bundle: pads it, writes END and trailer, signs with the producer's `key`, flushes. `parts` is how many
    /// parts the set has, where this is the last of several.
    pub fn finish(mut self, key: &NodeKey, parts: Option<u16>) -> Result<Written, WriteError> {
        self.pad(parts)?;
        let end = self.end_of(parts).to_bytes();
        let head = FrameHead::plain(FrameType::End, 0, &end);
        let bytes = head.to_bytes().ok_or(WriteError::Payload(end.len()))?;
        self.body.put(&bytes)?;
        self.body.put(&end)?;
        let length = u64::try_from(end.len()).unwrap_or(u64::MAX);
        self.count(FrameType::End, length, length);
        let mut through = match self.body {
            Body::Plain(through) => through,
            Body::Age(stream) => stream.finish()?,
        };
        let body_len = through.len.saturating_sub(self.header_len);
        through.write_all(&Trailer::front(body_len, self.plain_len, self.header.producer))?;
        let hash = *through.hash.finalize().as_bytes();
        through.write_all(&Trailer::back(hash, key))?;
        through.flush()?;
        Ok(Written {
            id: self.header.id,
            len: through.len,
            hash,
            plain_len: self.plain_len,
            frames: self.frames,
        })
    }

    fn end_of(&self, parts: Option<u16>) -> End {
        End {
            counts: self.counts.iter().map(|(kind, count)| (*kind, *count)).collect(),
            hash: *self.hash.finalize().as_bytes(),
            parts,
        }
    }

    /// Writes a frame of zeros, so long that the plaintext's length with the END frame is one of few.
    fn pad(&mut self, parts: Option<u16>) -> Result<(), WriteError> {
        let head = u64::try_from(FRAME_HEAD).unwrap_or(u64::MAX);
        // The END frame's length depends on the counts, and those count the pad.
        let mut end = self.end_of(parts);
        if !end
            .counts
            .iter()
            .any(|(kind, _)| *kind == FrameType::Pad.number())
        {
            end.counts.push((FrameType::Pad.number(), 1));
        }
        let end_len = head.saturating_add(u64::try_from(end.to_bytes().len()).unwrap_or(u64::MAX));
        let least = self.plain_len.saturating_add(head).saturating_add(end_len);
        let target = padded(least).min(self.most_plain());
        let zeros = usize::try_from(target.saturating_sub(least))
            .unwrap_or(0)
            .min(MAX_FRAME);
        if target < least {
            return Ok(());
        }
        let zeros = vec![0; zeros];
        let frame = FrameHead::plain(FrameType::Pad, 0, &zeros);
        let bytes = frame.to_bytes().ok_or(WriteError::Payload(zeros.len()))?;
        self.body.put(&bytes)?;
        self.body.put(&zeros)?;
        self.hash.update(&bytes).update(&zeros);
        let length = u64::try_from(zeros.len()).unwrap_or(u64::MAX);
        self.count(FrameType::Pad, length, length);
        Ok(())
    }
}

/// Begins the body: what is written to it, and the most bytes that can lie before the plaintext.
fn begin<W: Write>(through: Through<W>, recipients: &[Recipient]) -> Result<(Body<W>, u64), WriteError> {
    if recipients.is_empty() {
        let front = through.len;
        return Ok((Body::Plain(through), front));
    }
    let keys: Vec<_> = recipients
        .iter()
        .map(|key| key.to_age().map_err(|_| WriteError::Recipient(key.key_id())))
        .collect::<Result<_, _>>()?;
    let encryptor = Encryptor::with_recipients(keys.iter().map(|key| key as &dyn age::Recipient))
        .map_err(|error| WriteError::Io(io::Error::other(error.to_string())))?;
    let stanzas = u64::try_from(recipients.len())
        .unwrap_or(u64::MAX)
        .saturating_mul(AGE_STANZA);
    let front = through.len.saturating_add(stanzas).saturating_add(AGE_REST);
    Ok((Body::Age(encryptor.wrap_output(through)?), front))
}

#[cfg(test)]
mod tests;
