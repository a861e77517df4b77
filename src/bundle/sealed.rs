//! What only one key may read, inside a bundle that others may open: personal data on its way through offices that
//! have no business with it.
//!
//! The payload of a SEALED frame is a binary age file of its own, for the one key whose id is the frame's tag. Its
//! plaintext is BLOBS frames, one behind another, drawn as in a bundle; age says where they end. Who made it is not
//! said: each blob proves itself by the hash in the operation that names it.

use std::io::{Cursor, Read, Write};

use age::Encryptor;
use zeroize::Zeroizing;

use crate::bundle::format::{FRAME_HEAD, MAX_FRAME};
use crate::bundle::frame::{Blobs, FrameError, FrameHead, FrameType};
use crate::bundle::read::{ReadError, open_age};
use crate::bundle::section::fill;
use crate::bundle::squeeze::{Packer, Unpacker};
use crate::bundle::write::{LEVEL, WriteError};
use crate::ledger::recipient::{Identity, Recipient};

/// Encrypts `plain` for `recipient` alone: a binary age file.
pub fn encrypt(recipient: &Recipient, plain: &[u8]) -> Result<Vec<u8>, WriteError> {
    let key = recipient
        .to_age()
        .map_err(|_| WriteError::Recipient(recipient.key_id()))?;
    let encryptor = Encryptor::with_recipients(std::iter::once(&key as &dyn age::Recipient))
        .map_err(|error| WriteError::Io(std::io::Error::other(error.to_string())))?;
    let mut stream = encryptor.wrap_output(Vec::new())?;
    stream.write_all(plain)?;
    Ok(stream.finish()?)
}

/// Decrypts what [`encrypt`] made, after a look at its header: at most `most` bytes.
pub fn decrypt(file: &[u8], identity: &Identity, most: usize) -> Result<Zeroizing<Vec<u8>>, ReadError> {
    let most = u64::try_from(most).unwrap_or(u64::MAX);
    let mut plain = Zeroizing::new(Vec::with_capacity(file.len()));
    open_age(Cursor::new(file), identity)?
        .take(most.saturating_add(1))
        .read_to_end(&mut plain)
        .map_err(|_| ReadError::Decrypt(0))?;
    if u64::try_from(plain.len()).is_ok_and(|length| length <= most) {
        Ok(plain)
    } else {
        Err(ReadError::PlainLength)
    }
}

/// Seals `blobs` for `recipient`: the payload of a SEALED frame.
pub fn seal(recipient: &Recipient, blobs: &Blobs) -> Result<Vec<u8>, WriteError> {
    let payload = blobs.to_bytes();
    if payload.len() > MAX_FRAME {
        return Err(WriteError::Payload(payload.len()));
    }
    let mut packer = Packer::new(LEVEL)?;
    let (zstd, lying) = packer
        .pack(&payload)
        .map_or((false, payload.as_slice()), |packed| (true, packed));
    let head = FrameHead {
        zstd,
        ulen: payload.len(),
        ..FrameHead::plain(FrameType::Blobs, 0, lying)
    };
    let head = head.to_bytes().ok_or(WriteError::Payload(payload.len()))?;
    let sealed = encrypt(recipient, &[head.as_slice(), lying].concat())?;
    if sealed.len() > MAX_FRAME {
        return Err(WriteError::Payload(sealed.len()));
    }
    Ok(sealed)
}

/// Opens the payload of a SEALED frame, and hands out what lies in it, frame by frame.
pub fn open(payload: &[u8], identity: &Identity, visit: &mut dyn FnMut(Blobs)) -> Result<(), ReadError> {
    let mut stream = open_age(Cursor::new(payload), identity)?;
    let mut unpacker = Unpacker::new().map_err(|error| at(0, error.into()))?;
    let (mut index, mut packed, mut inflated) = (0, Vec::new(), Vec::new());
    loop {
        let mut bytes = [0; FRAME_HEAD];
        match fill(&mut stream, &mut bytes).map_err(|_| ReadError::Decrypt(0))? {
            0 => return Ok(()),
            FRAME_HEAD => {}
            _ => return Err(at(index, FrameError::Short)),
        }
        let head = FrameHead::read(&bytes).map_err(|error| at(index, error))?;
        packed.clear();
        let wanted = u64::try_from(head.clen).unwrap_or(u64::MAX);
        let found = stream.by_ref().take(wanted).read_to_end(&mut packed);
        if found.map_err(|_| ReadError::Decrypt(0))? != head.clen {
            return Err(at(index, FrameError::Short));
        }
        if crc32c::crc32c(&packed) != head.crc {
            return Err(at(index, FrameError::Crc));
        }
        if head.kind == FrameType::Blobs && head.is_known() && !head.sealed {
            let payload = if head.zstd {
                let result = unpacker.unpack(&packed, head.ulen, &mut inflated);
                result.map_err(|error| at(index, error.into()))?;
                &inflated
            } else {
                &packed
            };
            visit(Blobs::read(payload).map_err(|error| at(index, error.into()))?);
        } else if head.critical {
            return Err(at(index, FrameError::Critical(head.kind.number(), head.codec)));
        }
        index += 1;
    }
}

fn at(index: u32, error: FrameError) -> ReadError {
    ReadError::Frame {
        index,
        offset: 0,
        error,
    }
}

#[cfg(test)]
mod tests;
