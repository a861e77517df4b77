//! Certificates, as bytes that the room `ledger` reads.

use minicbor::bytes::ByteVec;

use crate::bundle::codec::{self, PayloadError};

/// The longest certificate, in bytes.
pub const MAX_CERT: usize = 4096;

/// The most certificates in one frame.
pub const MAX_CERTS: usize = 1024;

/// The payload of a CERTS frame.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Certs {
    /// Each proves itself by its own signature.
    pub list: Vec<Vec<u8>>,
}

impl Certs {
    /// The payload.
    pub fn to_bytes(&self) -> Vec<u8> {
        codec::write(&self.list.iter().cloned().map(ByteVec::from).collect::<Vec<_>>())
    }

    /// Reads the payload.
    pub fn read(payload: &[u8]) -> Result<Self, PayloadError> {
        let list: Vec<ByteVec> = codec::read(payload)?;
        if list.len() > MAX_CERTS || list.iter().any(|cert| cert.len() > MAX_CERT) {
            return Err(PayloadError::Rule(
                "too many certificates, or one that is too long",
            ));
        }
        Ok(Self {
            list: list.into_iter().map(Vec::from).collect(),
        })
    }
}
