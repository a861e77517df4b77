//! The last 128 bytes: lengths, a hash of everything before it, and the producer's signature.

use std::io::{Read, Seek, SeekFrom};

use crate::bundle::format::{BUNDLE_DOMAIN, TRAILER};
use crate::bundle::section::{Section, fill};
use crate::ledger::bytes::Cursor;
use crate::ledger::id::LogId;
use crate::ledger::key::{NodeKey, PublicKey};

const MAGIC: &[u8; 8] = b"BLIEND01";
const ALGORITHM: u16 = 1;
const WINDOW: usize = 64 * 1024;
/// Bytes of the trailer that its own hash covers.
pub(crate) const HASHED: usize = 32;

/// A trailer. Claims, until hash and signature have been checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trailer {
    /// Bytes of the body.
    pub body_len: u64,
    /// Bytes of its plaintext.
    pub plain_len: u64,
    /// Who made the bundle, as in the header.
    pub producer: LogId,
    /// BLAKE3 of everything before it.
    pub hash: [u8; 32],
    /// The producer's signature over that.
    pub signature: [u8; 64],
}

impl Trailer {
    /// The part that the hash covers.
    pub(crate) fn front(body_len: u64, plain_len: u64, producer: LogId) -> [u8; HASHED] {
        let fields = MAGIC
            .iter()
            .copied()
            .chain(body_len.to_le_bytes())
            .chain(plain_len.to_le_bytes())
            .chain(producer.node.0.to_le_bytes())
            .chain(producer.incarnation.to_le_bytes())
            .chain(ALGORITHM.to_le_bytes());
        let mut out = [0; HASHED];
        for (to, from) in out.iter_mut().zip(fields) {
            *to = from;
        }
        out
    }

    /// The part behind it.
    pub(crate) fn back(hash: [u8; 32], key: &NodeKey) -> [u8; TRAILER - HASHED] {
        let signature = key.sign(&signed(&hash));
        let mut out = [0; TRAILER - HASHED];
        for (to, from) in out.iter_mut().zip(hash.into_iter().chain(signature)) {
            *to = from;
        }
        out
    }

    /// Reads 128 bytes; `None` if they are no trailer.
    pub fn read(bytes: &[u8; TRAILER]) -> Option<Self> {
        let mut c = Cursor::new(bytes);
        if c.array()? != *MAGIC {
            return None;
        }
        let (body_len, plain_len) = (c.u64()?, c.u64()?);
        let producer = LogId::new(c.u32()?, c.u16()?);
        if c.u16()? != ALGORITHM {
            return None;
        }
        Some(Self {
            body_len,
            plain_len,
            producer,
            hash: c.array()?,
            signature: c.array()?,
        })
    }

    /// Reads the last 128 bytes of `source`, which is `length` long.
    pub(crate) fn at_end(source: &mut (impl Read + Seek), length: u64) -> std::io::Result<Option<Self>> {
        let Some(at) = u64::try_from(TRAILER)
            .ok()
            .and_then(|trailer| length.checked_sub(trailer))
        else {
            return Ok(None);
        };
        let mut bytes = [0; TRAILER];
        source.seek(SeekFrom::Start(at))?;
        source.read_exact(&mut bytes)?;
        Ok(Self::read(&bytes))
    }

    /// Looks for a trailer ahead of the end: where one stands that says its own distance from `body_at`, the length of
    /// the body.
    pub(crate) fn find(
        source: &mut (impl Read + Seek),
        body_at: u64,
        length: u64,
    ) -> std::io::Result<Option<u64>> {
        let mut body = Section::new(source, body_at, length.saturating_sub(body_at))?;
        let mut window = vec![0; WINDOW];
        // Bytes kept from the window before: a trailer may straddle two.
        let (mut kept, mut base) = (0, 0_u64);
        loop {
            let filled = kept + fill(&mut body, window.get_mut(kept..).unwrap_or_default())?;
            let bytes = window.get(..filled).unwrap_or_default();
            for (at, place) in bytes.windows(TRAILER).zip(base..) {
                let trailer = at
                    .first_chunk()
                    .filter(|_| at.starts_with(MAGIC))
                    .and_then(Self::read);
                if trailer.is_some_and(|trailer| trailer.body_len == place) {
                    return Ok(Some(place));
                }
            }
            if filled < WINDOW {
                return Ok(None);
            }
            kept = TRAILER - 1;
            window.copy_within(WINDOW - kept.., 0);
            base = base.saturating_add(u64::try_from(WINDOW - kept).unwrap_or(u64::MAX));
        }
    }

    /// Whether `key` signed the hash.
    pub fn is_signed_by(&self, key: &PublicKey) -> bool {
        key.verifies(&signed(&self.hash), &self.signature)
    }
}

fn signed(hash: &[u8; 32]) -> Vec<u8> {
    [BUNDLE_DOMAIN.as_slice(), hash].concat()
}
