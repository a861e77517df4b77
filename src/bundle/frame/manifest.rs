//! The first frame: what the bundle rests on and what it carries.

use minicbor::{Decode, Encode};

use crate::bundle::codec::{self, PayloadError};
use crate::ledger::clock::Hlc;
use crate::ledger::id::LogId;

/// The most ledgers that a manifest names.
const MAX_LOGS: usize = 16_384;

/// What the bundle rests on and what it carries. In a set of parts each has the same, so that what remains of a damaged
/// part still says what to ask for again.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Manifest {
    /// The program and version that wrote it, such as `balai 0.1.0`.
    #[n(0)]
    pub software: String,
    /// When it was made, by the producer's own clock.
    #[cbor(n(1), with = "codec::hlc")]
    pub made: Hlc,
    /// What the reader must have for nothing to be held back, by ledger.
    #[n(2)]
    pub bases: Vec<Base>,
    /// The operations that the set carries, by ledger and number.
    #[n(3)]
    pub carries: Vec<Span>,
}

/// A ledger up to an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Base {
    /// The ledger.
    #[cbor(n(0), with = "codec::log")]
    pub log: LogId,
    /// The number of the last operation that the reader is taken to have; 0: none.
    #[n(1)]
    pub seq: u64,
}

/// A run of operations of one ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Span {
    /// The ledger.
    #[cbor(n(0), with = "codec::log")]
    pub log: LogId,
    /// The number of the first.
    #[n(1)]
    pub first: u64,
    /// The number of the last.
    #[n(2)]
    pub last: u64,
}

impl Manifest {
    /// The payload.
    pub fn to_bytes(&self) -> Vec<u8> {
        codec::write(self)
    }

    /// Reads the payload: bases and spans ascend and say nothing twice.
    pub fn read(payload: &[u8]) -> Result<Self, PayloadError> {
        let manifest: Self = codec::read(payload)?;
        if manifest.bases.len() > MAX_LOGS || manifest.carries.len() > MAX_LOGS {
            return Err(PayloadError::Rule("a manifest of too many ledgers"));
        }
        if !manifest.bases.is_sorted_by(|a, b| a.log < b.log) {
            return Err(PayloadError::Rule("bases that do not ascend"));
        }
        let ascend = |a: &Span, b: &Span| a.log < b.log || a.log == b.log && a.last < b.first;
        if !manifest.carries.is_sorted_by(ascend)
            || manifest
                .carries
                .iter()
                .any(|span| span.first == 0 || span.first > span.last)
        {
            return Err(PayloadError::Rule("spans that do not ascend"));
        }
        Ok(manifest)
    }
}
