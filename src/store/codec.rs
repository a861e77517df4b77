//! How a value of the view is written: one schema byte, one checksum, then bincode.
//!
//! ```text
//! off len
//! 0   1   schema, SCHEMA
//! 1   4   crc32c of the body, little-endian
//! 5   ..  body: bincode 2, standard configuration (little-endian, variable-length integers)
//! ```
//!
//! bincode does not describe itself and reads almost any bytes as something, so the schema byte and the checksum
//! stand outside it, and the consumed length must be the whole length. Only what can be folded again from the
//! ledger is written this way; the record itself is CBOR.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// The schema of every value in the view. Whoever changes a stored type raises it: views of another schema are
/// refused when they are opened, and built again from the ledger.
pub const SCHEMA: u8 = 5;

/// The most bytes that are read as one value, and the most that decoding one may claim. Far above any entity; it
/// keeps a length of a terabyte in a damaged value from being believed.
pub const LIMIT: usize = 1 << 20;

const HEADER: usize = 5;

/// Why bytes are not a value, or a value not bytes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CodecFault {
    /// Fewer bytes than the header has.
    #[error("{0} bytes are too few for a value")]
    Short(usize),
    /// More bytes than [`LIMIT`].
    #[error("{0} bytes are too many for a value")]
    Long(usize),
    /// Written by a release with other types.
    #[error("schema {found}, this release reads {SCHEMA}")]
    Schema {
        /// The schema byte that was found.
        found: u8,
    },
    /// The body is not what was written.
    #[error("the checksum of the value does not match")]
    Checksum,
    /// The body does not have the shape of the type.
    #[error("the value does not have the shape of its type: {0}")]
    Shape(String),
    /// The body goes on after the value.
    #[error("{0} bytes follow the value")]
    Trailing(usize),
}

/// What tells one written value from another without reading it: the checksum and the length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint {
    /// The crc32c of the body.
    pub crc: u32,
    /// The length of the whole value in bytes.
    pub len: u32,
}

/// Writes `value` as bytes.
///
/// # Errors
///
/// [`CodecFault::Long`] above [`LIMIT`]; [`CodecFault::Shape`] when the type's own `Serialize` refuses.
pub fn encode<T: Serialize>(value: &T) -> Result<Vec<u8>, CodecFault> {
    let mut bytes = vec![SCHEMA, 0, 0, 0, 0];
    bincode::serde::encode_into_std_write(value, &mut bytes, bincode::config::standard())
        .map_err(|fault| CodecFault::Shape(fault.to_string()))?;
    if bytes.len() > LIMIT {
        return Err(CodecFault::Long(bytes.len()));
    }
    let crc = crc32c::crc32c(bytes.get(HEADER..).unwrap_or_default());
    if let Some(place) = bytes.get_mut(1..HEADER) {
        place.copy_from_slice(&crc.to_le_bytes());
    }
    Ok(bytes)
}

/// Reads a value that [`encode`] wrote. Never panics and never allocates more than a small multiple of [`LIMIT`],
/// whatever the bytes.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, CodecFault> {
    check(bytes)?;
    let body = bytes.get(HEADER..).unwrap_or_default();
    let config = bincode::config::standard().with_limit::<LIMIT>();
    let (value, used) = bincode::serde::decode_from_slice::<T, _>(body, config)
        .map_err(|fault| CodecFault::Shape(fault.to_string()))?;
    match body.len().saturating_sub(used) {
        0 => Ok(value),
        rest => Err(CodecFault::Trailing(rest)),
    }
}

/// Whether the bytes are the ones that were written, without reading the value: schema, length and checksum.
pub fn check(bytes: &[u8]) -> Result<Fingerprint, CodecFault> {
    let found = fingerprint(bytes)?;
    if crc32c::crc32c(bytes.get(HEADER..).unwrap_or_default()) == found.crc {
        Ok(found)
    } else {
        Err(CodecFault::Checksum)
    }
}

/// The fingerprint that stands in the header, not compared with the body.
pub fn fingerprint(bytes: &[u8]) -> Result<Fingerprint, CodecFault> {
    let Some(([found], rest)) = bytes.split_first_chunk::<1>() else {
        return Err(CodecFault::Short(0));
    };
    let Some((crc, _)) = rest.split_first_chunk::<4>() else {
        return Err(CodecFault::Short(bytes.len()));
    };
    if *found != SCHEMA {
        return Err(CodecFault::Schema { found: *found });
    }
    match u32::try_from(bytes.len()) {
        Ok(len) if bytes.len() <= LIMIT => Ok(Fingerprint {
            crc: u32::from_le_bytes(*crc),
            len,
        }),
        _ => Err(CodecFault::Long(bytes.len())),
    }
}

#[cfg(test)]
mod tests;
