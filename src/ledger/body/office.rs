//! Operations on the office itself.

use minicbor::{Decode, Encode};

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
