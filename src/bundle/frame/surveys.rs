//! Answers of surveys on their way to the centre: of each office and batch one box, which only the custodian opens.
//!
//! ```text
//! payload   array of boxes, ascending by ledger and batch:
//!   0  body       byte string: map {0 [node, incarnation], 1 batch, 16 bytes, 2 n, 3 id of the custodian's key,
//!                 8 bytes, 4 BLAKE3 of sealed}
//!   1  signature  byte string: Ed25519 by that ledger's key over "balai/survey/1\0" || body
//!   2  sealed     byte string: one binary age file for the custodian's key (`store::ballot` draws its plaintext)
//! ```
//!
//! Whoever carries it can tell who released how many answers to what, and nothing more. It is relayed as it came.

use minicbor::bytes::ByteSlice;
use minicbor::{Decode, Decoder, Encode, Encoder};

use crate::bundle::codec::{self, PayloadError};
use crate::ledger::id::LogId;
use crate::ledger::key::{NodeKey, PublicKey};

/// What a box is signed under.
const DOMAIN: &[u8; 15] = b"balai/survey/1\0";

/// The most boxes in one frame.
pub const MAX_BOXES: usize = 1024;

/// The longest age file of a box, in bytes: 1 MiB, some two thousand answers.
pub const MAX_SEALED: usize = 1024 * 1024;

/// The most answers of one box: what its age file can hold.
pub const MAX_ANSWERS: u32 = 65_536;

/// What a box says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct SurveyClaim {
    /// The ledger that released it; its key signs.
    #[cbor(n(0), with = "codec::log")]
    pub log: LogId,
    /// The batch. Of one ledger and batch there is one box, ever.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub batch: [u8; 16],
    /// How many answered.
    #[n(2)]
    pub n: u32,
    /// Whose key opens it.
    #[cbor(n(3), with = "minicbor::bytes")]
    pub key: [u8; 8],
    /// BLAKE3 of the age file.
    #[cbor(n(4), with = "minicbor::bytes")]
    pub hash: [u8; 32],
}

/// A box, and its bytes as they came: those are what is kept and relayed.
#[derive(Clone, PartialEq, Eq)]
pub struct SurveyBox {
    bytes: Vec<u8>,
    claim: SurveyClaim,
}

/// Says what it claims, without the bytes.
impl std::fmt::Debug for SurveyBox {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SurveyBox({:?}, {} bytes)", self.claim, self.bytes.len())
    }
}

fn signed(body: &[u8]) -> Vec<u8> {
    [DOMAIN.as_slice(), body].concat()
}

/// Body, signature, age file.
type Parts<'b> = (&'b [u8], &'b [u8; 64], &'b [u8]);

fn split(bytes: &[u8]) -> Result<Parts<'_>, PayloadError> {
    let (body, signature, sealed): (&ByteSlice, &ByteSlice, &ByteSlice) = codec::read(bytes)?;
    let signature = <&[u8; 64]>::try_from(&**signature).map_err(|_| PayloadError::Shape)?;
    Ok((body, signature, sealed))
}

impl SurveyBox {
    /// Signs what `claim` says of the age file `sealed`; the claim's hash is set to that of the file.
    pub fn sign(mut claim: SurveyClaim, sealed: &[u8], key: &NodeKey) -> Result<Self, PayloadError> {
        claim.hash = *blake3::hash(sealed).as_bytes();
        let body = codec::write(&claim);
        let signature = key.sign(&signed(&body));
        let mut e = Encoder::new(Vec::with_capacity(sealed.len() + 200));
        // A `Vec` takes every byte: this cannot fail.
        let _ = e
            .array(3)
            .and_then(|e| e.bytes(&body))
            .and_then(|e| e.bytes(&signature))
            .and_then(|e| e.bytes(sealed));
        Self::read(&e.into_writer())
    }

    /// Reads `[body, signature, sealed]`: lengths and the file's hash are checked, the signature is not looked at yet.
    pub fn read(bytes: &[u8]) -> Result<Self, PayloadError> {
        let (body, _, sealed) = split(bytes)?;
        let claim: SurveyClaim = codec::read(body)?;
        if sealed.is_empty() || sealed.len() > MAX_SEALED {
            return Err(PayloadError::Rule("a survey box that is empty or too long"));
        }
        if claim.n == 0 || claim.n > MAX_ANSWERS {
            return Err(PayloadError::Rule("a survey box of no answers, or of too many"));
        }
        if *blake3::hash(sealed).as_bytes() != claim.hash {
            return Err(PayloadError::Rule(
                "a survey box that is not the one it was signed for",
            ));
        }
        Ok(Self {
            bytes: bytes.to_vec(),
            claim,
        })
    }

    /// Whether `key`, which is the key of the claim's ledger, has signed it.
    pub fn is_signed_by(&self, key: &PublicKey) -> bool {
        split(&self.bytes).is_ok_and(|(body, signature, _)| key.verifies(&signed(body), signature))
    }

    /// What it says of itself.
    pub const fn claim(&self) -> &SurveyClaim {
        &self.claim
    }

    /// The age file.
    pub fn sealed(&self) -> &[u8] {
        split(&self.bytes).map_or(&[], |(_, _, sealed)| sealed)
    }

    /// The bytes as they came.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// The payload of a SURVEY frame.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surveys {
    /// Ascending by ledger and batch, each once.
    pub list: Vec<SurveyBox>,
}

impl Surveys {
    /// The payload.
    pub fn to_bytes(&self) -> Vec<u8> {
        let count = u64::try_from(self.list.len()).unwrap_or(u64::MAX);
        let mut e = Encoder::new(Vec::new());
        // A `Vec` takes every byte: this cannot fail.
        let _ = e.array(count).map(drop);
        let mut out = e.into_writer();
        for one in &self.list {
            out.extend_from_slice(&one.bytes);
        }
        out
    }

    /// Reads the payload. A box that does not read makes all of it unreadable: who wrote the frame has verified each.
    pub fn read(payload: &[u8]) -> Result<Self, PayloadError> {
        crate::bundle::cbor::check(payload)?;
        let mut d = Decoder::new(payload);
        let count = d.array().ok().flatten().ok_or(PayloadError::Shape)?;
        if usize::try_from(count).map_or(true, |count| count > MAX_BOXES) {
            return Err(PayloadError::Rule("too many survey boxes"));
        }
        let mut list: Vec<SurveyBox> = Vec::new();
        for _ in 0..count {
            let start = d.position();
            d.skip().map_err(|_| PayloadError::Shape)?;
            let one = SurveyBox::read(payload.get(start..d.position()).unwrap_or_default())?;
            let key = |one: &SurveyBox| (one.claim.log, one.claim.batch);
            if list.last().is_some_and(|last| key(last) >= key(&one)) {
                return Err(PayloadError::Rule("survey boxes that do not ascend"));
            }
            list.push(one);
        }
        Ok(Self { list })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn key() -> NodeKey {
        NodeKey::from_seed(&[7; 32])
    }

    fn one(node: u32, batch: u8) -> SurveyBox {
        let claim = SurveyClaim {
            log: LogId::new(node, 1),
            batch: [batch; 16],
            n: 6,
            key: [3; 8],
            hash: [0; 32],
        };
        SurveyBox::sign(claim, &[node.to_le_bytes()[0]; 700], &key()).unwrap()
    }

    #[test]
    fn a_box_is_relayed_as_it_came_and_its_ledger_alone_can_sign_it() {
        let list = vec![one(2, 1), one(2, 9), one(7, 1)];
        let payload = Surveys { list: list.clone() }.to_bytes();
        assert_eq!(Surveys::read(&payload).unwrap().list, list);
        assert!(list[0].is_signed_by(&key().public()));
        assert!(!list[0].is_signed_by(&NodeKey::from_seed(&[8; 32]).public()));
        assert_eq!(list[0].sealed(), [2; 700]);
    }

    #[test]
    fn every_flipped_byte_and_every_cut_is_refused() {
        let bytes = one(2, 1).as_bytes().to_vec();
        for at in 0..bytes.len() {
            let mut bent = bytes.clone();
            bent[at] ^= 1;
            let taken = SurveyBox::read(&bent).is_ok_and(|one| one.is_signed_by(&key().public()));
            assert!(!taken, "byte {at}");
            assert!(SurveyBox::read(&bytes[..at]).is_err(), "cut to {at}");
        }
    }

    #[test]
    fn caps_hold_and_nothing_is_said_twice() {
        let claim = *one(2, 1).claim();
        let of = |n, length| SurveyBox::sign(SurveyClaim { n, ..claim }, &vec![1; length], &key());
        assert!(of(1, 1).is_ok() && of(MAX_ANSWERS, MAX_SEALED).is_ok());
        assert!(of(0, 1).is_err() && of(MAX_ANSWERS + 1, 1).is_err());
        assert!(of(1, 0).is_err() && of(1, MAX_SEALED + 1).is_err());
        for list in [vec![one(2, 1), one(2, 1)], vec![one(3, 1), one(2, 1)]] {
            assert!(Surveys::read(&Surveys { list }.to_bytes()).is_err());
        }
        let mut many = vec![0x99, 0x04, 0x01];
        many.extend([0x40; 1025]);
        assert_eq!(
            Surveys::read(&many),
            Err(PayloadError::Rule("too many survey boxes"))
        );
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = Surveys::read(&bytes);
        }
    }
}
