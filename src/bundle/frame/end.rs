//! The last frame: who reads it knows that nothing is missing.

use minicbor::{Decode, Encode};

use crate::bundle::codec::{self, PayloadError};

/// The payload of the END frame.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct End {
    /// How many frames of each type lie before this one: number of the type, count; ascending.
    #[n(0)]
    pub counts: Vec<(u8, u32)>,
    /// BLAKE3 of all plaintext before this frame.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub hash: [u8; 32],
    /// How many parts the set has; only in the last.
    #[n(2)]
    pub parts: Option<u16>,
}

impl End {
    /// The payload.
    pub fn to_bytes(&self) -> Vec<u8> {
        codec::write(self)
    }

    /// Reads the payload.
    pub fn read(payload: &[u8]) -> Result<Self, PayloadError> {
        let end: Self = codec::read(payload)?;
        if !end.counts.is_sorted_by(|a, b| a.0 < b.0) {
            return Err(PayloadError::Rule("counts that do not ascend"));
        }
        Ok(end)
    }
}
