//! The certificate by which the organisation's root key says which ledger is the hub's.
//!
//! ```text
//! ..  CBOR map: 0 root key (32 bytes)  1 serial  2 node  3 incarnation  4 signing key (32)  5 recipient (32)
//!               6 name  7 issued (stamp)
//! 64  Ed25519 by the root key over "balai/hub-cert/1\0" || the map, strict
//! ```
//!
//! A hub whose ledger is lost gets the next incarnation, another key and a certificate with the next serial. The bytes
//! are kept and relayed as they were received: keys that a newer release adds are covered by the signature.

use super::{
    clock::Hlc,
    id::LogId,
    key::{NodeKey, PublicKey},
};
use minicbor::{Decode, Encode};

/// The most bytes of a certificate.
pub const MAX: usize = 1024;

/// The most bytes of the name in one.
pub const MAX_NAME: usize = 400;

const DOMAIN: &[u8] = b"balai/hub-cert/1\0";

/// Why bytes are no certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CertFault {
    /// More bytes than [`MAX`].
    #[error("a certificate of {0} bytes; at most {MAX}")]
    Long(usize),
    /// The bytes have not the shape of one, or it names no ledger.
    #[error("not a certificate")]
    Shape,
    /// The name is empty or longer than [`MAX_NAME`].
    #[error("the certificate's name has {0} bytes")]
    Name(usize),
    /// The signature is not of the root key that the certificate names.
    #[error("the certificate's signature does not verify")]
    Signature,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Said {
    #[cbor(n(0), with = "minicbor::bytes")]
    root: [u8; 32],
    #[n(1)]
    serial: u32,
    #[n(2)]
    node: u32,
    #[n(3)]
    incarnation: u16,
    #[cbor(n(4), with = "minicbor::bytes")]
    key: [u8; 32],
    #[cbor(n(5), with = "minicbor::bytes")]
    recipient: [u8; 32],
    #[n(6)]
    name: String,
    #[n(7)]
    issued: u64,
}

/// What a certificate says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HubClaim {
    /// The organisation's root key.
    pub root: PublicKey,
    /// Counted from 1 over all certificates of the organisation: the highest names the hub of today.
    pub serial: u32,
    /// The hub's ledger.
    pub log: LogId,
    /// The key that seals it.
    pub key: PublicKey,
    /// The key that bundles to it are encrypted to (X25519, as in an age recipient).
    pub recipient: [u8; 32],
    /// The centre's name.
    pub name: String,
    /// When it was issued, by the clock of who did.
    pub issued: Hlc,
}

/// A certificate whose signature is the root key's. Whether that root is *this* organisation's is for
/// `state::roll` to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HubCert {
    claim: HubClaim,
    bytes: Vec<u8>,
}

impl HubCert {
    /// Issues a certificate. The claim's root is set to the public half of `root`.
    ///
    /// # Errors
    ///
    /// [`CertFault::Name`] for an empty or too long name; [`CertFault::Shape`] for a node, incarnation or serial of 0.
    pub fn issue(mut claim: HubClaim, root: &NodeKey) -> Result<Self, CertFault> {
        claim.root = root.public();
        check(&claim)?;
        let said = Said {
            root: claim.root.0,
            serial: claim.serial,
            node: claim.log.node.0,
            incarnation: claim.log.incarnation,
            key: claim.key.0,
            recipient: claim.recipient,
            name: claim.name.clone(),
            issued: claim.issued.0,
        };
        let mut bytes = Vec::new();
        super::body::write(&said, &mut bytes);
        let signature = root.sign(&message(&bytes));
        bytes.extend_from_slice(&signature);
        Ok(Self { claim, bytes })
    }

    /// Reads a certificate and verifies its signature.
    ///
    /// # Errors
    ///
    /// [`CertFault`]; never panics, whatever the bytes.
    pub fn decode(bytes: &[u8]) -> Result<Self, CertFault> {
        if bytes.len() > MAX {
            return Err(CertFault::Long(bytes.len()));
        }
        let (body, signature) = bytes.split_last_chunk::<64>().ok_or(CertFault::Shape)?;
        let said: Said = super::body::read(body).ok_or(CertFault::Shape)?;
        let claim = HubClaim {
            root: PublicKey(said.root),
            serial: said.serial,
            log: LogId::new(said.node, said.incarnation),
            key: PublicKey(said.key),
            recipient: said.recipient,
            name: said.name,
            issued: Hlc(said.issued),
        };
        check(&claim)?;
        if !claim.root.verifies(&message(body), signature) {
            return Err(CertFault::Signature);
        }
        Ok(Self {
            claim,
            bytes: bytes.to_vec(),
        })
    }

    /// What it says.
    #[must_use]
    pub const fn claim(&self) -> &HubClaim {
        &self.claim
    }

    /// The bytes, as received.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

fn check(claim: &HubClaim) -> Result<(), CertFault> {
    if !(1..=MAX_NAME).contains(&claim.name.len()) {
        return Err(CertFault::Name(claim.name.len()));
    }
    if claim.serial == 0 || claim.log.node.0 == 0 || claim.log.incarnation == 0 {
        return Err(CertFault::Shape);
    }
    Ok(())
}

fn message(body: &[u8]) -> Vec<u8> {
    [DOMAIN, body].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn claim() -> HubClaim {
        HubClaim {
            root: PublicKey([0; 32]),
            serial: 3,
            log: LogId::new(1, 2),
            key: NodeKey::from_seed(&[2; 32]).public(),
            recipient: [5; 32],
            name: "BKPSDM Tanjung Selaras".into(),
            issued: Hlc(1 << 56),
        }
    }

    fn cert() -> HubCert {
        HubCert::issue(claim(), &NodeKey::from_seed(&[9; 32])).unwrap()
    }

    #[test]
    fn a_certificate_comes_back_with_the_bytes_it_was_received_in() {
        let cert = cert();
        let again = HubCert::decode(cert.bytes()).unwrap();
        assert_eq!(again, cert);
        assert_eq!(again.claim().root, NodeKey::from_seed(&[9; 32]).public());
    }

    #[test]
    fn every_flipped_bit_every_cut_and_every_byte_more_is_refused() {
        let bytes = cert().bytes().to_vec();
        for at in 0..bytes.len() {
            for bit in 0..8 {
                let mut bent = bytes.clone();
                bent[at] ^= 1 << bit;
                assert!(HubCert::decode(&bent).is_err(), "byte {at}, bit {bit}");
            }
            assert!(HubCert::decode(&bytes[..at]).is_err());
        }
        assert!(HubCert::decode(&[&bytes[..], &[0]].concat()).is_err());
    }

    #[test]
    fn a_field_of_a_newer_release_is_covered_and_stepped_over() {
        let root = NodeKey::from_seed(&[9; 32]);
        let bytes = cert().bytes().to_vec();
        let mut body = bytes[..bytes.len() - 64].to_vec();
        assert_eq!(body[0], 0xA8);
        body[0] = 0xA9;
        body.extend([0x18, 99, 0x01]);
        let signature = root.sign(&message(&body));
        body.extend(signature);
        assert_eq!(HubCert::decode(&body).unwrap().claim(), cert().claim());
        let at = body.len() - 65;
        body[at] = 0x02;
        assert_eq!(HubCert::decode(&body), Err(CertFault::Signature));
    }

    #[test]
    fn caps_hold() {
        let root = NodeKey::from_seed(&[9; 32]);
        let named = |name: String| HubCert::issue(HubClaim { name, ..claim() }, &root);
        assert_eq!(named(String::new()), Err(CertFault::Name(0)));
        assert_eq!(named("x".repeat(401)), Err(CertFault::Name(401)));
        let longest = named("x".repeat(400)).unwrap();
        assert!(HubCert::decode(longest.bytes()).is_ok());
        assert_eq!(HubCert::decode(&[0; MAX + 1]), Err(CertFault::Long(MAX + 1)));
        let zero = HubCert::issue(HubClaim { serial: 0, ..claim() }, &root);
        assert_eq!(zero, Err(CertFault::Shape));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = HubCert::decode(&bytes);
        }
    }
}
