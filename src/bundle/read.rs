//! Reading a bundle, in the order that costs a liar most and the reader least:
//!
//! 1. magic, length of the file, trailer, header with its checksum and caps;
//! 2. the producer's key is known;
//! 3. BLAKE3 over the whole file, then Ed25519 over that;
//! 4. the header of the age file within its caps, then age;
//! 5. frame after frame.
//!
//! The source is read twice from front to back: it must be a private copy, which nobody changes in between.

use std::io::{BufReader, Read, Seek, SeekFrom};

use age::stream::StreamReader;
use age::{DecryptError, Decryptor};

use crate::bundle::format::{MAX_AGE_HEADER, MAX_PART, TRAILER};
use crate::bundle::frame::FrameError;
use crate::bundle::header::{Header, HeaderError};
use crate::bundle::scan::{self, ScanError};
use crate::bundle::section::{Section, fill};
use crate::bundle::stream::Frames;
use crate::bundle::trailer::{HASHED, Trailer};
use crate::ledger::id::LogId;
use crate::ledger::key::PublicKey;
use crate::ledger::recipient::{Identity, Recipient};

/// The plaintext of a bundle's body, as its frames are read from it.
pub type Plain<R> = StreamReader<BufReader<Section<R>>>;

/// Why a bundle is not read, or not read on.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The source failed.
    #[error("the file cannot be read: {0}")]
    Io(#[from] std::io::Error),
    /// The front of the file.
    #[error(transparent)]
    Header(#[from] HeaderError),
    /// Longer than [`MAX_PART`].
    #[error("a file of {0} bytes; a bundle has at most {MAX_PART}")]
    TooLong(u64),
    /// The last 128 bytes are no trailer: the file was not written to its end, or was cut off.
    #[error("the bundle is not complete: it has no end")]
    NoTrailer,
    /// The trailer's lengths or producer are not those of the file.
    #[error("the bundle is damaged: its end does not belong to its beginning")]
    Mismatch,
    /// Nobody vouches for the node that made it.
    #[error("made by ledger {0}, which is not known here")]
    UnknownProducer(LogId),
    /// It brings no key of its own, where it must.
    #[error("the bundle does not say the key that signed it")]
    NoSigner,
    /// The bytes are not those that were signed.
    #[error("the bundle is damaged (BLAKE3 differs)")]
    Hash,
    /// The signature is not that of the producer's key.
    #[error("the bundle was not made by ledger {0}, though it says so (signature differs)")]
    Signature(LogId),
    /// It is not encrypted to this key.
    #[error("the bundle is for other offices")]
    NotForUs,
    /// It is encrypted where that was not expected, or the other way round.
    #[error("the bundle is encrypted where it should not be, or is not where it should be")]
    Sealing,
    /// The header of the age file.
    #[error(transparent)]
    Scan(#[from] ScanError),
    /// age refuses it: at this byte of the plaintext, or in its header.
    #[error("the bundle is damaged: what lies behind byte {0} of its content cannot be decrypted")]
    Decrypt(u64),
    /// A frame.
    #[error("frame {index} at byte {offset} of the content: {error}")]
    Frame {
        /// Which, from 0.
        index: u32,
        /// Where in the plaintext.
        offset: u64,
        /// What is wrong with it.
        error: FrameError,
    },
    /// The plaintext is not as long as the trailer says.
    #[error("the content is not as long as the end of the file says")]
    PlainLength,
}

/// The header at the front of `source`, believed by nobody yet: for listings. Nothing behind it is read.
pub fn peek(source: &mut impl Read) -> Result<Header, ReadError> {
    Ok(Header::read(source)?.map(|(header, _)| header)?)
}

/// A bundle whose hash and signature have verified.
#[derive(Debug)]
pub struct Reader<R> {
    source: R,
    header: Header,
    trailer: Trailer,
    signer: PublicKey,
    body_at: u64,
}

impl<R: Read + Seek> Reader<R> {
    /// Checks everything up to the signature, by the key that `known` has for the producer's ledger.
    pub fn open(source: R, known: &dyn Fn(LogId) -> Option<PublicKey>) -> Result<Self, ReadError> {
        Self::open_by(source, &|header| {
            known(header.producer).ok_or(ReadError::UnknownProducer(header.producer))
        })
    }

    /// The same for a join request or a welcome, by the key that it brings itself: whose key [`Reader::signer`] is, the
    /// caller must find out in another way.
    pub fn open_introduced(source: R) -> Result<Self, ReadError> {
        Self::open_by(source, &|header| header.signer.ok_or(ReadError::NoSigner))
    }

    fn open_by(
        mut source: R,
        key: &dyn Fn(&Header) -> Result<PublicKey, ReadError>,
    ) -> Result<Self, ReadError> {
        let front = Front::read(&mut source)?;
        let signer = key(&front.header)?;
        if hash(&mut source, front.length)? != front.trailer.hash {
            return Err(ReadError::Hash);
        }
        if !front.trailer.is_signed_by(&signer) {
            return Err(ReadError::Signature(front.header.producer));
        }
        let Front {
            header,
            trailer,
            body_at,
            ..
        } = front;
        Ok(Self {
            source,
            header,
            trailer,
            signer,
            body_at,
        })
    }

    /// The frames of a file whose maker nobody has made known yet, to look for who makes it known: neither its hash nor
    /// its signature is looked at. What is read of it must prove itself, and little may be read: see
    /// [`Frames::at_most`].
    pub fn unvouched(mut source: R, identity: &Identity) -> Result<Frames<Plain<R>>, ReadError> {
        let front = Front::read(&mut source)?;
        let key = Recipient::of(identity).map_err(|_| ReadError::NotForUs)?;
        if !front.header.is_sealed() {
            return Err(ReadError::Sealing);
        }
        if !front.header.recipients.contains(&key.key_id()) {
            return Err(ReadError::NotForUs);
        }
        let body = Section::new(source, front.body_at, front.trailer.body_len)?;
        Frames::new(open_age(body, identity)?, Some(front.trailer.plain_len))
    }

    /// The header, verified.
    pub const fn header(&self) -> &Header {
        &self.header
    }

    /// The key that signed it.
    pub const fn signer(&self) -> PublicKey {
        self.signer
    }

    /// BLAKE3 of the file up to the hash itself: the same file has the same.
    pub const fn hash(&self) -> [u8; 32] {
        self.trailer.hash
    }

    /// Bytes of the plaintext.
    pub const fn plain_len(&self) -> u64 {
        self.trailer.plain_len
    }

    /// The frames, decrypted with `identity`.
    pub fn decrypt(self, identity: &Identity) -> Result<Frames<Plain<R>>, ReadError> {
        if !self.header.is_sealed() {
            return Err(ReadError::Sealing);
        }
        let key = Recipient::of(identity).map_err(|_| ReadError::NotForUs)?;
        if !self.header.recipients.contains(&key.key_id()) {
            return Err(ReadError::NotForUs);
        }
        let body = Section::new(self.source, self.body_at, self.trailer.body_len)?;
        Frames::new(open_age(body, identity)?, Some(self.trailer.plain_len))
    }

    /// The frames of a body that is not encrypted: a join request's.
    pub fn plain(self) -> Result<Frames<Section<R>>, ReadError> {
        if self.header.is_sealed() {
            return Err(ReadError::Sealing);
        }
        let body = Section::new(self.source, self.body_at, self.trailer.body_len)?;
        Frames::new(body, Some(self.trailer.plain_len))
    }
}

/// What lies at the two ends of a file, believed by nobody yet.
struct Front {
    header: Header,
    trailer: Trailer,
    body_at: u64,
    length: u64,
}

impl Front {
    fn read(source: &mut (impl Read + Seek)) -> Result<Self, ReadError> {
        source.rewind()?;
        // First of all the magic: a file that is no bundle should be called that, and not an unfinished one.
        let (header, body_at) = Header::read(source)??;
        let length = source.seek(SeekFrom::End(0))?;
        if length > MAX_PART {
            return Err(ReadError::TooLong(length));
        }
        let trailer = Trailer::at_end(source, length)?.ok_or(ReadError::NoTrailer)?;
        let body_at = u64::try_from(body_at).unwrap_or(u64::MAX);
        let around = body_at.saturating_add(u64::try_from(TRAILER).unwrap_or(u64::MAX));
        if length.checked_sub(around) != Some(trailer.body_len) || trailer.producer != header.producer {
            return Err(ReadError::Mismatch);
        }
        Ok(Self {
            header,
            trailer,
            body_at,
            length,
        })
    }
}

/// BLAKE3 of everything before a trailer's hash.
fn hash(source: &mut (impl Read + Seek), length: u64) -> Result<[u8; 32], ReadError> {
    let behind = u64::try_from(TRAILER - HASHED).unwrap_or(u64::MAX);
    let covered = length.saturating_sub(behind);
    source.rewind()?;
    let mut hasher = blake3::Hasher::new();
    let read = std::io::copy(&mut source.by_ref().take(covered), &mut hasher)?;
    // A source that grew shorter meanwhile.
    if read != covered {
        return Err(ReadError::NoTrailer);
    }
    Ok(*hasher.finalize().as_bytes())
}

/// Opens the age file that `body` is, after a look at its header.
pub(crate) fn open_age<S: Read + Seek>(
    mut body: S,
    identity: &Identity,
) -> Result<StreamReader<BufReader<S>>, ReadError> {
    let mut front = vec![0; MAX_AGE_HEADER];
    let length = fill(&mut body, &mut front)?;
    scan::scan(front.get(..length).unwrap_or_default())?;
    body.rewind()?;
    let decryptor = Decryptor::new_buffered(BufReader::new(body)).map_err(of_age)?;
    decryptor
        .decrypt(std::iter::once(identity as &dyn age::Identity))
        .map_err(of_age)
}

fn of_age(error: DecryptError) -> ReadError {
    match error {
        DecryptError::Io(error) if error.kind() != std::io::ErrorKind::UnexpectedEof => ReadError::Io(error),
        DecryptError::NoMatchingKeys => ReadError::NotForUs,
        _ => ReadError::Decrypt(0),
    }
}

#[cfg(test)]
mod tests;
