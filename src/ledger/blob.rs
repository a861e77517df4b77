//! Personal data beside the record: a salted blob that an operation names by hash and that can be destroyed.
//!
//! Names, numbers and contacts never sit in an operation's body. When a blob is destroyed (UU 27/2022 on personal
//! data, articles 43 and 44) the operation and the chain of segments still verify; the salt keeps the hash that
//! remains from being guessed back into a name.
//!
//! ```text
//! off len
//! 0   16  salt, random
//! 16  ..  CBOR body                       hash = BLAKE3("balai/blob/1" || all of this)
//! ```

use std::fmt;

use minicbor::decode::{Decoder, Error as DecodeError};
use minicbor::encode::{Encoder, Error as EncodeError, Write};
use serde::{Deserialize, Serialize};

/// Bytes of salt before the body.
pub const SALT_LEN: usize = 16;

/// The longest body, in bytes.
pub const MAX_BODY: usize = 64 * 1024;

const DOMAIN: &[u8] = b"balai/blob/1";

/// The hash by which an operation names a blob.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct BlobHash(pub [u8; 32]);

/// 64 hexadecimal digits.
impl fmt::Display for BlobHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for BlobHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BlobHash({self})")
    }
}

impl<C> minicbor::Encode<C> for BlobHash {
    fn encode<W: Write>(&self, e: &mut Encoder<W>, _: &mut C) -> Result<(), EncodeError<W::Error>> {
        e.bytes(&self.0)?;
        Ok(())
    }
}

impl<'b, C> minicbor::Decode<'b, C> for BlobHash {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, DecodeError> {
        let bytes = d
            .bytes()?
            .try_into()
            .map_err(|_| DecodeError::message("a blob hash is 32 bytes"))?;
        Ok(Self(bytes))
    }
}

/// The hash of salt and body as they lie one behind the other.
pub fn hash_of(salted: &[u8]) -> BlobHash {
    BlobHash(
        *blake3::Hasher::new()
            .update(DOMAIN)
            .update(salted)
            .finalize()
            .as_bytes(),
    )
}

/// A blob is longer than [`MAX_BODY`], or too short for its salt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a blob of {0} bytes; it has {SALT_LEN} of salt and at most {MAX_BODY} of body")]
pub struct BlobSize(pub usize);

/// A blob in memory: salt and body, one behind the other.
#[derive(Clone, PartialEq, Eq)]
pub struct Blob {
    salted: Vec<u8>,
}

impl Blob {
    /// Puts a random `salt` before `body`.
    pub fn seal(salt: [u8; SALT_LEN], body: &[u8]) -> Result<Self, BlobSize> {
        Self::from_bytes([salt.as_slice(), body].concat())
    }

    /// Takes salt and body as they were stored.
    pub fn from_bytes(salted: Vec<u8>) -> Result<Self, BlobSize> {
        if (SALT_LEN..=SALT_LEN + MAX_BODY).contains(&salted.len()) {
            Ok(Self { salted })
        } else {
            Err(BlobSize(salted.len()))
        }
    }

    /// Salt and body, as stored and hashed.
    pub fn as_bytes(&self) -> &[u8] {
        &self.salted
    }

    /// The CBOR body.
    pub fn body(&self) -> &[u8] {
        self.salted.get(SALT_LEN..).unwrap_or_default()
    }

    /// The name of this blob in operations.
    pub fn hash(&self) -> BlobHash {
        hash_of(&self.salted)
    }
}

/// Says the hash and never the content: what is printed ends in journals.
impl fmt::Debug for Blob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Blob({}, {} bytes)", self.hash(), self.salted.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_name_with_two_salts_has_two_hashes() {
        let one = Blob::seal([1; 16], b"Budi").unwrap();
        let two = Blob::seal([2; 16], b"Budi").unwrap();
        assert_ne!(one.hash(), two.hash());
        assert_eq!(one.body(), b"Budi");
        assert_eq!(Blob::from_bytes(one.as_bytes().to_vec()).unwrap(), one);
    }

    #[test]
    fn a_blob_too_long_or_without_salt_is_refused() {
        assert!(Blob::seal([0; 16], &vec![0; MAX_BODY]).is_ok());
        assert_eq!(
            Blob::seal([0; 16], &vec![0; MAX_BODY + 1]),
            Err(BlobSize(MAX_BODY + 17))
        );
        assert_eq!(Blob::from_bytes(vec![0; 15]), Err(BlobSize(15)));
    }

    #[test]
    fn a_name_never_shows_in_debug() {
        assert!(!format!("{:?}", Blob::seal([1; 16], b"Budi").unwrap()).contains("Budi"));
    }
}
