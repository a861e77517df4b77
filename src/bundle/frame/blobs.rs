//! Personal data of operations: it travels apart from them, and in frames of its own.

use std::fmt;

use minicbor::{Decode, Encode};

use crate::bundle::codec::{self, PayloadError};
use crate::ledger::blob::{MAX_BODY, SALT_LEN};
use crate::ledger::id::OpId;

/// The most blobs in one frame.
pub const MAX_BLOBS: usize = 16_384;

/// The payload of a BLOBS frame.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Blobs {
    /// In no order that matters.
    #[n(0)]
    pub list: Vec<BlobEntry>,
}

/// One blob.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct BlobEntry {
    /// The operation that names it by hash: whoever has that can tell whether this is its blob.
    #[n(0)]
    pub op: OpId,
    /// Salt and body, as `ledger::blob` draws them.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub salted: Vec<u8>,
}

/// Says the operation and never the content.
impl fmt::Debug for BlobEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BlobEntry({}, {} bytes)", self.op, self.salted.len())
    }
}

impl Blobs {
    /// The payload.
    pub fn to_bytes(&self) -> Vec<u8> {
        codec::write(self)
    }

    /// Reads the payload.
    pub fn read(payload: &[u8]) -> Result<Self, PayloadError> {
        let blobs: Self = codec::read(payload)?;
        let sizes = SALT_LEN..=SALT_LEN + MAX_BODY;
        if blobs.list.len() > MAX_BLOBS || !blobs.list.iter().all(|b| sizes.contains(&b.salted.len())) {
            return Err(PayloadError::Rule(
                "too many blobs, or one that is too short or too long",
            ));
        }
        Ok(blobs)
    }
}
