//! What can still be had of a damaged bundle: of a file cut off, or with bad sectors.
//!
//! age authenticates its content in chunks of 64 KiB. Each chunk that authenticates was made by somebody who had the
//! recipients' public keys, whole and in its place; a chunk that does not is lost and nothing of it is read. Frames
//! that lie in good chunks are handed out; behind a lost chunk the next frame is found by its head and checksum.
//! Without a trailer nobody has signed this file, so what is handed out must prove itself: segments, have-lists and
//! certificates by their own signatures, blobs by the hash in the operation that names them.

mod sieve;

use std::io::{Read, Seek, SeekFrom};

use age::stream::StreamReader;

use crate::bundle::format::{AGE_CHUNK, AGE_TAG, CRC, MAX_HEADER, MAX_PART, PREFIX, TRAILER};
use crate::bundle::frame::Frame;
use crate::bundle::header::Header;
use crate::bundle::read::{ReadError, open_age};
use crate::bundle::salvage::sieve::Sieve;
use crate::bundle::scan;
use crate::bundle::section::{Section, fill};
use crate::bundle::trailer::Trailer;
use crate::ledger::recipient::Identity;

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Salvaged {
    /// The header, where it is whole. Nobody has signed it.
    pub header: Option<Header>,
    /// Frames that were handed out.
    pub frames: u32,
    /// Frames found whose payload did not unpack.
    pub broken: u32,
    /// Chunks of content that there were, with the one that was cut off.
    pub chunks: u64,
    /// Chunks that did not authenticate.
    pub lost_chunks: u64,
    /// Whether the END frame was reached and nothing before it was lost.
    pub complete: bool,
}

/// Hands each frame of `source` that is whole, and its payload, to `visit`, in order. The manifest, if it is among
/// them, says what there should have been.
///
/// It fails only where nothing can be had at all: no age file to be found, none for this key, or the source fails.
pub fn salvage<R: Read + Seek>(
    source: &mut R,
    identity: &Identity,
    visit: &mut dyn FnMut(Frame, &[u8]),
) -> Result<Salvaged, ReadError> {
    let length = source.seek(SeekFrom::End(0))?;
    if length > MAX_PART {
        return Err(ReadError::TooLong(length));
    }
    let (header, body_at) = body_at(source)?;
    let body_len = body_len(source, body_at, length)?;
    let mut sieve = Sieve::new(visit)?;
    let mut found = Salvaged {
        header,
        ..Salvaged::default()
    };
    let front = age_front(source, body_at, body_len)?;
    found.chunks = body_len.saturating_sub(front).div_ceil(AGE_CHUNK + AGE_TAG);
    let mut buffer = vec![0; usize::try_from(AGE_CHUNK).unwrap_or(0)];
    let mut next = 0;
    while next < found.chunks {
        // The crate's reader is not good for more after a chunk that does not authenticate: a new one goes on behind it.
        let body = Section::new(&mut *source, body_at, body_len)?;
        let mut stream = open_age(body, identity)?;
        let mut at_hand = next == 0 || goes_to(&mut stream, next)?;
        while at_hand && next < found.chunks {
            match fill(&mut stream, &mut buffer) {
                Ok(count) => {
                    sieve.push(buffer.get(..count).unwrap_or_default());
                    next += 1;
                }
                Err(error) if is_damage(&error) => at_hand = false,
                Err(error) => return Err(error.into()),
            }
        }
        if !at_hand {
            sieve.gap(AGE_CHUNK);
            found.lost_chunks += 1;
            next += 1;
        }
    }
    let (frames, broken, ended) = sieve.finish();
    found.frames = frames;
    found.broken = broken;
    found.complete = ended && found.lost_chunks == 0 && broken == 0;
    Ok(found)
}

/// Stands before chunk `index`; `false` if that does not authenticate.
fn goes_to<R: Read + Seek>(stream: &mut StreamReader<R>, index: u64) -> Result<bool, ReadError> {
    let start = index.saturating_mul(AGE_CHUNK);
    // To the chunk's very start the crate only goes by way of the file's last chunk, which may be the damaged one; to
    // its second byte it goes by itself, and from there back within the chunk.
    let inside = stream.seek(SeekFrom::Start(start.saturating_add(1)));
    match inside.and_then(|_| stream.seek(SeekFrom::Start(start))) {
        Ok(_) => Ok(true),
        Err(error) if is_damage(&error) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

fn is_damage(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{InvalidData, UnexpectedEof};
    matches!(error.kind(), InvalidData | UnexpectedEof)
}

/// The header if it is whole, and where the body starts: behind it, or where an age file begins.
fn body_at<R: Read + Seek>(source: &mut R) -> Result<(Option<Header>, u64), ReadError> {
    source.rewind()?;
    if let Ok((header, at)) = Header::read(source)? {
        return Ok((Some(header), u64::try_from(at).unwrap_or(u64::MAX)));
    }
    let mut front = vec![0; PREFIX + MAX_HEADER + CRC + scan::VERSION.len()];
    source.rewind()?;
    let length = fill(source, &mut front)?;
    let front = front.get(..length).unwrap_or_default();
    let at = front
        .windows(scan::VERSION.len())
        .position(|bytes| bytes == scan::VERSION);
    let at = at.ok_or(scan::ScanError::NotAge)?;
    Ok((None, u64::try_from(at).unwrap_or(u64::MAX)))
}

/// Where the body ends: before the trailer if there is one at the end or further ahead (a file system that gave the
/// file too many clusters), and otherwise where the file does.
fn body_len<R: Read + Seek>(source: &mut R, body_at: u64, length: u64) -> Result<u64, ReadError> {
    let trailer = u64::try_from(TRAILER).unwrap_or(u64::MAX);
    let behind = length.saturating_sub(body_at);
    let Some(most) = behind.checked_sub(trailer) else {
        return Ok(behind);
    };
    if Trailer::at_end(source, length)?.is_some() {
        return Ok(most);
    }
    Ok(Trailer::find(source, body_at, length)?.unwrap_or(behind))
}

/// Bytes of the age file before its first chunk: header and nonce.
fn age_front<R: Read + Seek>(source: &mut R, at: u64, length: u64) -> Result<u64, ReadError> {
    let mut body = Section::new(source, at, length)?;
    let mut front = vec![0; crate::bundle::format::MAX_AGE_HEADER];
    let filled = fill(&mut body, &mut front)?;
    let header = scan::scan(front.get(..filled).unwrap_or_default())?;
    Ok(u64::try_from(header + scan::NONCE).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests;
