//! Packing of payloads: one zstd frame (RFC 8878) each, with its content's size, no dictionary and a window of at most
//! 4 MiB. What a stranger packed is unpacked into a buffer of the foretold size, whatever it says inside.

use zstd::bulk::{Compressor, Decompressor};
use zstd::zstd_safe::{compress_bound, find_frame_compressed_size};

use crate::bundle::format::{MAX_FRAME, MAX_WINDOW_LOG};
use crate::ledger::bytes::Cursor;

const MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];
/// Shorter payloads do not get shorter.
const LEAST: usize = 64;

/// What is wrong with a packed payload.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SqueezeError {
    /// The first bytes are not a zstd frame's, or one that this format does not allow (dictionary, reserved bits).
    #[error("not a zstd frame of the allowed form")]
    Form,
    /// A window above the cap.
    #[error("a zstd window of {0} bytes; at most 2^{MAX_WINDOW_LOG}")]
    Window(u64),
    /// Its content's size is not stored, or is not the one foretold.
    #[error("a zstd frame with another content size than foretold")]
    Size,
    /// More than one frame, or bytes behind it.
    #[error("more behind the zstd frame")]
    Long,
    /// zstd cannot unpack it.
    #[error("the zstd frame is damaged")]
    Damaged,
    /// zstd could not begin: no memory.
    #[error("no memory for zstd")]
    Memory,
}

/// Packs payloads.
pub struct Packer {
    zstd: Compressor<'static>,
    out: Vec<u8>,
}

impl Packer {
    /// A packer of `level` (1 to 19).
    pub fn new(level: i32) -> Result<Self, SqueezeError> {
        Ok(Self {
            zstd: Compressor::new(level.clamp(1, 19)).map_err(|_| SqueezeError::Memory)?,
            out: Vec::new(),
        })
    }

    /// The packed form of `payload`, if it is shorter.
    pub fn pack(&mut self, payload: &[u8]) -> Option<&[u8]> {
        if !(LEAST..=MAX_FRAME).contains(&payload.len()) {
            return None;
        }
        self.out.clear();
        self.out.reserve_exact(compress_bound(payload.len()));
        self.zstd.compress_to_buffer(payload, &mut self.out).ok()?;
        (self.out.len() < payload.len()).then_some(&self.out)
    }
}

/// Unpacks payloads.
pub struct Unpacker {
    zstd: Decompressor<'static>,
}

impl Unpacker {
    /// An unpacker.
    pub fn new() -> Result<Self, SqueezeError> {
        let zstd = Decompressor::new().map_err(|_| SqueezeError::Memory)?;
        Ok(Self { zstd })
    }

    /// Unpacks `packed` into `out`, which then holds exactly `size` bytes; on an error nothing in it means anything.
    pub fn unpack(&mut self, packed: &[u8], size: usize, out: &mut Vec<u8>) -> Result<(), SqueezeError> {
        out.clear();
        look(packed, size)?;
        if find_frame_compressed_size(packed).map_err(|_| SqueezeError::Damaged)? != packed.len() {
            return Err(SqueezeError::Long);
        }
        out.reserve_exact(size);
        match self.zstd.decompress_to_buffer(packed, out) {
            Ok(found) if found == size => Ok(()),
            Ok(_) => Err(SqueezeError::Size),
            Err(_) => Err(SqueezeError::Damaged),
        }
    }
}

/// Looks at the header of a zstd frame (RFC 8878, 3.1.1.1): its claims are judged before zstd sees it.
fn look(packed: &[u8], size: usize) -> Result<(), SqueezeError> {
    let header = read_header(packed).ok_or(SqueezeError::Form)?;
    if size > MAX_FRAME || header.content != u64::try_from(size).ok() {
        Err(SqueezeError::Size)
    } else if header.window > 1 << MAX_WINDOW_LOG {
        Err(SqueezeError::Window(header.window))
    } else {
        Ok(())
    }
}

struct ZstdHeader {
    content: Option<u64>,
    window: u64,
}

fn read_header(packed: &[u8]) -> Option<ZstdHeader> {
    let mut c = Cursor::new(packed);
    if c.array()? != MAGIC {
        return None;
    }
    let descriptor = c.u8()?;
    let single = descriptor & 0x20 != 0;
    // Reserved bit, and a dictionary's id.
    if descriptor & 0x0b != 0 {
        return None;
    }
    let window = if single { None } else { Some(c.u8()?) };
    let content = match descriptor >> 6 {
        0 if single => Some(u64::from(c.u8()?)),
        0 => None,
        1 => Some(u64::from(c.u16()?) + 256),
        2 => Some(u64::from(c.u32()?)),
        _ => Some(c.u64()?),
    };
    let window = match window {
        None => content?,
        Some(byte) => {
            let base = 1_u64 << (10 + (byte >> 3));
            base + base / 8 * u64::from(byte & 7)
        }
    };
    Some(ZstdHeader { content, window })
}

#[cfg(test)]
mod tests;
