//! Have-lists: what a node holds, signed by itself, relayed by anybody, and read as receipts.

use minicbor::bytes::ByteSlice;
use minicbor::{Decode, Decoder, Encode, Encoder};

use crate::bundle::codec::{self, PayloadError};
use crate::bundle::format::HAVE_DOMAIN;
use crate::ledger::clock::Hlc;
use crate::ledger::id::{LogId, OpId};
use crate::ledger::key::{NodeKey, PublicKey};
use crate::ledger::segment::SegHash;

/// The most have-lists in one frame.
pub const MAX_HAVES: usize = 4096;

/// What a node holds. The one with the higher `n` replaces the other.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Have {
    /// The node's own ledger; its key signs.
    #[cbor(n(0), with = "codec::log")]
    pub log: LogId,
    /// Ascends over this node's have-lists: begins at a time, and counts on.
    #[n(1)]
    pub n: u64,
    /// What it holds, by ledger, ascending.
    #[n(2)]
    pub entries: Vec<Held>,
    /// Operations whose personal data it should have and has not.
    #[n(3)]
    pub missing_blobs: Vec<OpId>,
    /// Erasures that it has carried out, by the operation that asked.
    #[n(4)]
    pub erased: Vec<OpId>,
    /// Segments that it refused.
    #[n(5)]
    pub refused: Vec<Refused>,
    /// When, by its own clock.
    #[cbor(n(6), with = "codec::hlc")]
    pub stamp: Hlc,
    /// At a centre: survey boxes that it keeps, each by the first 8 bytes of its hash, ascending. Nobody carries them
    /// to it any more. Nothing where there are none, as in lists of older releases.
    #[n(7)]
    pub surveys: Option<Vec<BoxId>>,
}

/// The first 8 bytes of a survey box's hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(transparent)]
pub struct BoxId(#[cbor(n(0), with = "minicbor::bytes")] pub [u8; 8]);

impl BoxId {
    /// Of the hash of a box's age file.
    #[must_use]
    pub fn of(hash: &[u8; 32]) -> Self {
        Self(hash.first_chunk().copied().unwrap_or_default())
    }
}

/// A ledger as a node holds it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Held {
    /// The ledger.
    #[cbor(n(0), with = "codec::log")]
    pub log: LogId,
    /// Applied without a gap up to this operation; 0: nothing.
    #[n(1)]
    pub seq: u64,
    /// The hash of the segment that ends there; zeros where `seq` is 0.
    #[cbor(n(2), with = "codec::hash")]
    pub hash: SegHash,
    /// Runs of operations beyond a gap that it holds back: first and last number, ascending.
    #[n(3)]
    pub ranges: Vec<(u64, u64)>,
}

/// A segment that was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Refused {
    /// Its ledger.
    #[cbor(n(0), with = "codec::log")]
    pub log: LogId,
    /// The number of its first operation.
    #[n(1)]
    pub seq: u64,
    /// Its hash.
    #[cbor(n(2), with = "codec::hash")]
    pub hash: SegHash,
    /// Why, as a number that the exchange defines.
    #[n(3)]
    pub reason: u8,
}

/// Why a have-list is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HaveError {
    /// It does not read.
    #[error(transparent)]
    Payload(#[from] PayloadError),
    /// It is not signed by its ledger's key.
    #[error("the have-list is not signed by the key of its ledger")]
    Signature,
}

impl Have {
    fn check(&self) -> Result<(), PayloadError> {
        if !self.entries.is_sorted_by(|a, b| a.log < b.log) {
            return Err(PayloadError::Rule("a have-list whose ledgers do not ascend"));
        }
        if self
            .surveys
            .as_ref()
            .is_some_and(|surveys| !surveys.is_sorted_by(|a, b| a < b))
        {
            return Err(PayloadError::Rule("a have-list whose survey boxes do not ascend"));
        }
        for held in &self.entries {
            let apart = |a: &(u64, u64), b: &(u64, u64)| a.1 < b.0;
            let beyond = |range: &(u64, u64)| range.0 > held.seq && range.0 <= range.1;
            if !held.ranges.is_sorted_by(apart) || !held.ranges.iter().all(beyond) {
                return Err(PayloadError::Rule("a have-list whose ranges do not ascend"));
            }
            if (held.seq == 0) != (held.hash == SegHash::NONE) {
                return Err(PayloadError::Rule("a have-list with a hash of nothing"));
            }
        }
        Ok(())
    }

    /// Signs it with the key of its ledger.
    pub fn sign(&self, key: &NodeKey) -> Result<SignedHave, PayloadError> {
        let body = codec::write(self);
        let signature = key.sign(&signed(&body));
        let mut e = Encoder::new(Vec::with_capacity(body.len() + 80));
        // A `Vec` takes every byte: this cannot fail.
        let _ = e
            .array(2)
            .and_then(|e| e.bytes(&body))
            .and_then(|e| e.bytes(&signature));
        SignedHave::read(&e.into_writer())
    }
}

fn signed(body: &[u8]) -> Vec<u8> {
    [HAVE_DOMAIN.as_slice(), body].concat()
}

/// A have-list with its signature, and the bytes as they came: those are what is kept and relayed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedHave {
    bytes: Vec<u8>,
    have: Have,
}

impl SignedHave {
    /// Reads `[body, signature]`. The signature is not looked at yet.
    pub fn read(bytes: &[u8]) -> Result<Self, PayloadError> {
        let (body, _) = split(bytes)?;
        let have: Have = codec::read(body)?;
        have.check()?;
        Ok(Self {
            bytes: bytes.to_vec(),
            have,
        })
    }

    /// What it says, if it was signed by `key`, which is the key of [`SignedHave::log`].
    pub fn verify(&self, key: &PublicKey) -> Result<&Have, HaveError> {
        let (body, signature) = split(&self.bytes)?;
        if key.verifies(&signed(body), signature) {
            Ok(&self.have)
        } else {
            Err(HaveError::Signature)
        }
    }

    /// The ledger whose key must have signed it.
    pub const fn log(&self) -> LogId {
        self.have.log
    }

    /// What it says, whoever signed it: for lists that were verified when they came.
    pub const fn claim(&self) -> &Have {
        &self.have
    }

    /// The bytes as they came.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }
}

fn split(bytes: &[u8]) -> Result<(&[u8], &[u8; 64]), PayloadError> {
    let (body, signature): (&ByteSlice, &ByteSlice) = codec::read(bytes)?;
    let signature = <&[u8; 64]>::try_from(&**signature).map_err(|_| PayloadError::Shape)?;
    Ok((body, signature))
}

/// The payload of a HAVE frame: have-lists of several nodes together, since they repeat one another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Haves {
    /// One of each node, ascending by ledger.
    pub list: Vec<SignedHave>,
}

impl Haves {
    /// The payload.
    pub fn to_bytes(&self) -> Vec<u8> {
        let count = u64::try_from(self.list.len()).unwrap_or(u64::MAX);
        let mut e = Encoder::new(Vec::new());
        // A `Vec` takes every byte: this cannot fail.
        let _ = e.array(count).map(drop);
        let mut out = e.into_writer();
        for have in &self.list {
            out.extend_from_slice(&have.bytes);
        }
        out
    }

    /// Reads the payload. A list that does not read makes all of it unreadable: its writer has verified each.
    pub fn read(payload: &[u8]) -> Result<Self, PayloadError> {
        crate::bundle::cbor::check(payload)?;
        let mut d = Decoder::new(payload);
        let count = d.array().ok().flatten().ok_or(PayloadError::Shape)?;
        if usize::try_from(count).map_or(true, |count| count > MAX_HAVES) {
            return Err(PayloadError::Rule("too many have-lists"));
        }
        let mut list: Vec<SignedHave> = Vec::new();
        for _ in 0..count {
            let start = d.position();
            d.skip().map_err(|_| PayloadError::Shape)?;
            let have = SignedHave::read(payload.get(start..d.position()).unwrap_or_default())?;
            if list.last().is_some_and(|last| last.log() >= have.log()) {
                return Err(PayloadError::Rule("have-lists that do not ascend"));
            }
            list.push(have);
        }
        Ok(Self { list })
    }
}
