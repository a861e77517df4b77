//! A request to join, or to go on as the next incarnation: what a kiosk says to the centre before the centre knows it.
//!
//! It is the payload of a bundle that is not encrypted (enc 0), and says nothing that is secret.
//!
//! ```text
//! CBOR map
//!   0 body: CBOR map 0 node 1 incarnation 2 key (Ed25519) 3 recipient (X25519) 4 office 5 release 6 nonce(16)
//!           7 invitation id(16), where it was invited
//!           8 last operation of the former incarnation's ledger that it has, 9 hash of the segment that ends there
//!             (32), both or neither
//!   1 Ed25519 of its own key over "balai/join/1\0" and the body
//!   2 keyed BLAKE3 of the invitation's secret over the body, where there is one
//!   3 Ed25519 of the former incarnation's key over "balai/again/1\0" and the body, where it is still there
//! ```

use minicbor::{Decode, Encode};

use super::secret::Secret;
use crate::{
    domain::text::{Text, limit},
    ledger::{
        body,
        id::LogId,
        key::{NodeKey, PublicKey},
    },
};

const DOMAIN: &[u8] = b"balai/join/1\0";
const AGAIN: &[u8] = b"balai/again/1\0";

/// The longest request that is read.
pub const MAX_REQUEST: usize = 4096;

/// Characters of the release that are kept.
const RELEASE: usize = 40;

/// Why bytes are no request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RequestFault {
    /// Not the form of a request, too long, or a name that cannot be shown.
    #[error("not a request to join")]
    NotARequest,
    /// Not signed by the key that it names.
    #[error("the request is not signed by the key that it names")]
    NotSigned,
}

/// A request to join, read and signed by the key that it names. Nothing else about it is proven.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinRequest {
    /// The ledger that asks to count.
    pub log: LogId,
    /// The key that seals it.
    pub key: PublicKey,
    /// The key that bundles to it are encrypted to (X25519).
    pub recipient: [u8; 32],
    /// The office's name, as it calls itself.
    pub office: Text,
    /// The release of the program.
    pub release: Text,
    /// Tells this request from every other.
    pub nonce: [u8; 16],
    /// How far the machine has the former incarnation's ledger, and the hash of the segment that ends there; `None`
    /// where it does not say so.
    pub former: Option<(u64, [u8; 32])>,
    /// The invitation that it answers.
    pub invitation: Option<[u8; 16]>,
    bytes: Vec<u8>,
    signature: [u8; 64],
    proof: Option<[u8; 32]>,
    again: Option<[u8; 64]>,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Fields {
    #[n(0)]
    node: u32,
    #[n(1)]
    incarnation: u16,
    #[cbor(n(2), with = "minicbor::bytes")]
    key: [u8; 32],
    #[cbor(n(3), with = "minicbor::bytes")]
    recipient: [u8; 32],
    #[n(4)]
    office: String,
    #[n(5)]
    release: String,
    #[cbor(n(6), with = "minicbor::bytes")]
    nonce: [u8; 16],
    #[cbor(n(7), with = "minicbor::bytes")]
    invitation: Option<[u8; 16]>,
    #[n(8)]
    former_seq: Option<u64>,
    #[cbor(n(9), with = "minicbor::bytes")]
    former_hash: Option<[u8; 32]>,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Outer {
    #[cbor(n(0), with = "minicbor::bytes")]
    body: Vec<u8>,
    #[cbor(n(1), with = "minicbor::bytes")]
    signature: [u8; 64],
    #[cbor(n(2), with = "minicbor::bytes")]
    proof: Option<[u8; 32]>,
    #[cbor(n(3), with = "minicbor::bytes")]
    again: Option<[u8; 64]>,
}

/// What a kiosk says of itself.
#[derive(Clone, Debug)]
pub struct Applicant<'a> {
    /// The ledger that is to count.
    pub log: LogId,
    /// The key that bundles to it are encrypted to.
    pub recipient: [u8; 32],
    /// The office's name.
    pub office: &'a Text,
    /// 16 random bytes.
    pub nonce: [u8; 16],
}

impl JoinRequest {
    /// The request of an invited kiosk; `secret` is the one on its paper, where there is one.
    #[must_use]
    pub fn invited(of: &Applicant<'_>, key: &NodeKey, invitation: [u8; 16], secret: Option<&Secret>) -> Self {
        Self::make(of, key, Some(invitation), secret, (None, None))
    }

    /// The request of a node that goes on as its next incarnation; `former` is the former incarnation's key, where the
    /// machine still has it, and `last` how far it has that incarnation's ledger.
    #[must_use]
    pub fn again(
        of: &Applicant<'_>,
        key: &NodeKey,
        former: Option<&NodeKey>,
        last: Option<(u64, [u8; 32])>,
    ) -> Self {
        Self::make(of, key, None, None, (former, last))
    }

    fn make(
        of: &Applicant<'_>,
        key: &NodeKey,
        invitation: Option<[u8; 16]>,
        secret: Option<&Secret>,
        (former, last): (Option<&NodeKey>, Option<(u64, [u8; 32])>),
    ) -> Self {
        let release = Text::read(env!("CARGO_PKG_VERSION"), RELEASE).unwrap_or_else(|_| of.office.clone());
        let mut bytes = Vec::new();
        body::write(
            &Fields {
                node: of.log.node.0,
                incarnation: of.log.incarnation,
                key: key.public().0,
                recipient: of.recipient,
                office: of.office.to_string(),
                release: release.to_string(),
                nonce: of.nonce,
                invitation,
                former_seq: last.map(|(seq, _)| seq),
                former_hash: last.map(|(_, hash)| hash),
            },
            &mut bytes,
        );
        Self {
            log: of.log,
            key: key.public(),
            recipient: of.recipient,
            office: of.office.clone(),
            release,
            nonce: of.nonce,
            former: last,
            invitation,
            signature: key.sign(&[DOMAIN, &bytes].concat()),
            proof: secret.map(|secret| secret.prove_request(&bytes)),
            again: former.map(|former| former.sign(&[AGAIN, &bytes].concat())),
            bytes,
        }
    }

    /// The bytes that travel.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        body::write(
            &Outer {
                body: self.bytes.clone(),
                signature: self.signature,
                proof: self.proof,
                again: self.again,
            },
            &mut out,
        );
        out
    }

    /// Reads a request and checks that the key that it names has signed it.
    pub fn read(bytes: &[u8]) -> Result<Self, RequestFault> {
        if bytes.len() > MAX_REQUEST {
            return Err(RequestFault::NotARequest);
        }
        let outer: Outer = body::read(bytes).ok_or(RequestFault::NotARequest)?;
        let fields: Fields = body::read(&outer.body).ok_or(RequestFault::NotARequest)?;
        let key = PublicKey(fields.key);
        if !key.verifies(&[DOMAIN, &outer.body].concat(), &outer.signature) {
            return Err(RequestFault::NotSigned);
        }
        let text = |text: &str, most| Text::read(text, most).map_err(|_| RequestFault::NotARequest);
        if fields.node == 0 || fields.incarnation == 0 {
            return Err(RequestFault::NotARequest);
        }
        Ok(Self {
            log: LogId::new(fields.node, fields.incarnation),
            key,
            recipient: fields.recipient,
            office: text(&fields.office, limit::NAME)?,
            release: text(&fields.release, RELEASE)?,
            nonce: fields.nonce,
            former: fields.former_seq.zip(fields.former_hash),
            invitation: fields.invitation,
            bytes: outer.body,
            signature: outer.signature,
            proof: outer.proof,
            again: outer.again,
        })
    }

    /// Whether it proves `secret`: `None` where it proves none.
    #[must_use]
    pub fn proves(&self, secret: &Secret) -> Option<bool> {
        self.proof
            .map(|proof| super::same(&proof, &secret.prove_request(&self.bytes)))
    }

    /// Whether the holder of `former` asks: `None` where it does not say so.
    #[must_use]
    pub fn is_of(&self, former: PublicKey) -> Option<bool> {
        self.again
            .map(|signature| former.verifies(&[AGAIN, &self.bytes].concat(), &signature))
    }

    /// The fingerprint that is compared by telephone.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        self.key.fingerprint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn request() -> JoinRequest {
        let office = Text::read("Dinas Kesehatan", limit::NAME).unwrap();
        JoinRequest::invited(
            &Applicant {
                log: LogId::new(7, 1),
                recipient: [2; 32],
                office: &office,
                nonce: [3; 16],
            },
            &NodeKey::from_seed(&[1; 32]),
            [4; 16],
            Some(&Secret::from_random([5; 16])),
        )
    }

    #[test]
    fn a_request_comes_back_and_proves_what_it_proved() {
        let made = request();
        let read = JoinRequest::read(&made.to_bytes()).unwrap();
        assert_eq!(read, made);
        assert_eq!(read.proves(&Secret::from_random([5; 16])), Some(true));
        assert_eq!(read.proves(&Secret::from_random([6; 16])), Some(false));
        assert_eq!(read.is_of(PublicKey([0; 32])), None);
    }

    #[test]
    fn no_flipped_bit_of_a_request_is_believed() {
        let made = request();
        let bytes = made.to_bytes();
        for at in 0..bytes.len() {
            for bit in 0..8 {
                let mut bad = bytes.clone();
                bad[at] ^= 1 << bit;
                if let Ok(read) = JoinRequest::read(&bad) {
                    // Only the proofs lie outside what the key signs, and a broken proof proves nothing.
                    assert_eq!(read.bytes, made.bytes, "byte {at}");
                    assert_ne!(
                        read.proves(&Secret::from_random([5; 16])),
                        Some(true),
                        "byte {at}"
                    );
                }
            }
            assert!(JoinRequest::read(&bytes[..at]).is_err());
        }
    }

    #[test]
    fn a_name_that_would_drive_the_terminal_is_no_request() {
        let made = request();
        let key = NodeKey::from_seed(&[1; 32]);
        let mut fields: Fields = body::read(&made.bytes).unwrap();
        fields.office = "Dinas\u{1b}]52;c;\u{7}".to_owned();
        let mut body = Vec::new();
        body::write(&fields, &mut body);
        let signature = key.sign(&[DOMAIN, &body].concat());
        let mut bytes = Vec::new();
        body::write(
            &Outer {
                body,
                signature,
                proof: None,
                again: None,
            },
            &mut bytes,
        );
        assert_eq!(JoinRequest::read(&bytes), Err(RequestFault::NotARequest));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let _ = JoinRequest::read(&bytes);
        }
    }
}
