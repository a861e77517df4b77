//! Operations on the office itself.

use minicbor::{Decode, Encode};

use super::plan::Name;

/// A node's first operation: who it is.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct NodeOpened {
    /// The office's name.
    #[n(0)]
    pub name: String,
    /// 1: hub (owns what it mints); 2: kiosk.
    #[n(1)]
    pub role: u8,
    /// The key that seals its segments.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub public_key: [u8; 32],
}

/// A ledger of another node, made known by the hub: from then on what it seals counts (exchange design 2.1).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct NodeEnrolled {
    /// The node.
    #[n(0)]
    pub node: u32,
    /// Its incarnation.
    #[n(1)]
    pub incarnation: u16,
    /// The office's name.
    #[n(2)]
    pub name: String,
    /// The key that seals its segments, bundles and have-lists (Ed25519).
    #[cbor(n(3), with = "minicbor::bytes")]
    pub key: [u8; 32],
    /// The key that bundles are encrypted to (X25519, as in an age recipient).
    #[cbor(n(4), with = "minicbor::bytes")]
    pub recipient: [u8; 32],
    /// The units whose people it may know; none said: all of them.
    #[n(5)]
    pub units: Vec<Name>,
    /// What it may do, as bits: 1 register, 2 mark attendance, 4 collect surveys.
    #[n(6)]
    pub duties: u8,
}

/// The hub ends a ledger at a known point: what it says later never counts (exchange design 2.1).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct LogClosed {
    /// The node.
    #[n(0)]
    pub node: u32,
    /// Its incarnation.
    #[n(1)]
    pub incarnation: u16,
    /// Its last operation that counts; 0: none does.
    #[n(2)]
    pub last_seq: u64,
    /// The hash of the segment that ends there: it tells the branch that counts where the ledger forked. Zeros where
    /// `last_seq` is 0.
    #[cbor(n(3), with = "minicbor::bytes")]
    pub last_hash: [u8; 32],
    /// Why: 1 replaced by the next incarnation, 2 lost or stolen, 3 given up, 4 forked.
    #[n(4)]
    pub reason: u8,
}

/// The hub bounds the time of another ledger's operations from above: its clock was ahead by more than a day
/// (exchange design 2.8).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Anchor {
    /// The node.
    #[n(0)]
    pub node: u32,
    /// Its incarnation.
    #[n(1)]
    pub incarnation: u16,
    /// Up to which of its operations.
    #[n(2)]
    pub upto: u64,
    /// The latest stamp that they can have.
    #[n(3)]
    pub hlc: u64,
}

/// An office as the organiser describes it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct UnitSet {
    /// The code.
    #[n(0)]
    pub code: String,
    /// The name.
    #[n(1)]
    pub name: String,
    /// The kind, as written.
    #[n(2)]
    pub kind: Option<String>,
    /// [`crate::domain::unit::Link`].
    #[n(3)]
    pub link: Option<u8>,
}

/// The key that released survey answers are encrypted to from now on, named by the hub; whoever holds its words on
/// paper can read them, and no machine can (exchange design 2.6).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct CustodianSet {
    /// The public half (X25519, as in an age recipient).
    #[cbor(n(0), with = "minicbor::bytes")]
    pub recipient: [u8; 32],
}

/// A survey's ballot box was closed: counts only (exchange design 2.6).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct SurveyClosed {
    /// People who might answer.
    #[n(0)]
    pub rights: u32,
    /// People who did.
    #[n(1)]
    pub answered: u32,
}
