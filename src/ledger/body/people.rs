//! Operations on people. What is personal lies in blobs that can be destroyed (UU 27/2022).

use minicbor::{Decode, Encode};

use super::plan::Name;

/// Somebody is known from now on, under the name of this operation.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct PersonAdded {
    /// The unit.
    #[n(0)]
    pub unit: Name,
    /// [`crate::domain::person::Employment`].
    #[n(1)]
    pub employment: u8,
    /// The last day of the contract, in days since the year 1.
    #[n(2)]
    pub contract_end: Option<i32>,
}

/// Somebody's record was changed by the organiser.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct PersonChanged {
    /// The unit.
    #[n(0)]
    pub unit: Name,
    /// [`crate::domain::person::Employment`].
    #[n(1)]
    pub employment: u8,
    /// The last day of the contract, in days since the year 1.
    #[n(2)]
    pub contract_end: Option<i32>,
}

/// The blob of [`PersonAdded`] and [`PersonChanged`].
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct ProfileBlob {
    /// NIP, NI PPPK or NIK as a number.
    #[n(0)]
    pub number: u64,
    /// The name.
    #[n(1)]
    pub name: String,
    /// The post.
    #[n(2)]
    pub position: Option<String>,
    /// Pangkat and golongan.
    #[n(3)]
    pub rank: Option<String>,
}

/// Personal data of somebody is destroyed everywhere and refused for ever (UU 27/2022, articles 43 and 44).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Erase {
    /// The hashes of the blobs, 32 bytes each.
    #[n(0)]
    pub blobs: Vec<crate::ledger::blob::BlobHash>,
}

/// A role was given or taken.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct RoleSet {
    /// [`crate::domain::role::Role`].
    #[n(0)]
    pub role: u8,
    /// Given, or taken.
    #[n(1)]
    pub given: bool,
}

/// A training completed elsewhere, from a certificate.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Elsewhere {
    /// The first day, in days since the year 1.
    #[n(0)]
    pub from: i32,
    /// The last day: its year is the year the hours count in.
    #[n(1)]
    pub to: i32,
    /// Credit hours.
    #[n(2)]
    pub credit: u16,
    /// The id of [`crate::domain::credit::Form`], where known.
    #[n(3)]
    pub form: Option<String>,
}

/// The blob of [`Elsewhere`].
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct ElsewhereBlob {
    /// The title.
    #[n(0)]
    pub title: String,
    /// Who held it.
    #[n(1)]
    pub organiser: Option<String>,
    /// The certificate's number.
    #[n(2)]
    pub certificate: Option<String>,
}
