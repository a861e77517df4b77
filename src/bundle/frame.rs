//! Frames: what lies in a bundle's body. Types, the 24 bytes before each payload, and the payloads that are CBOR.
//!
//! | type | name | payload |
//! | ---: | --- | --- |
//! | 1 | MANIFEST | [`Manifest`]; first |
//! | 2 | CERTS | [`Certs`]: certificates of the organisation |
//! | 3 | HAVE | [`Haves`]: have-lists, each signed by its own node, the newest of each |
//! | 4 | SEGMENTS | whole segments in columns (`bundle::columns`) |
//! | 5 | BLOBS | [`Blobs`]: personal data of operations |
//! | 6 | SURVEY | [`Surveys`]: released answers of surveys, encrypted to the custodian |
//! | 7 | SNAPSHOT | kept for a later release |
//! | 8 | PAD | zeros, to hide the length |
//! | 9 | END | [`End`]; last |
//! | 10 | SEALED | an age file for the key whose id is the tag (`bundle::sealed`) |
//! | 11 | JOIN | a join request |
//! | 12 | WELCOME | what a new node begins with |
//!
//! A frame of another type is passed over, unless it is marked as critical. Payloads of 7, 11 and 12 are bytes that
//! other rooms read.

mod blobs;
mod certs;
mod end;
mod have;
mod head;
mod manifest;
mod surveys;

pub use self::blobs::{BlobEntry, Blobs, MAX_BLOBS};
pub use self::certs::{Certs, MAX_CERT, MAX_CERTS};
pub use self::end::End;
pub use self::have::{BoxId, Have, HaveError, Haves, Held, MAX_HAVES, Refused, SignedHave};
pub use self::head::{Frame, FrameError, FrameHead};
pub use self::manifest::{Base, Manifest, Span};
pub use self::surveys::{MAX_ANSWERS, MAX_BOXES, MAX_SEALED, SurveyBox, SurveyClaim, Surveys};
pub use crate::bundle::codec::PayloadError;

/// What a frame holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FrameType {
    /// What the bundle rests on and carries.
    Manifest,
    /// Certificates.
    Certs,
    /// Signed have-lists.
    Have,
    /// Segments of ledgers.
    Segments,
    /// Personal data.
    Blobs,
    /// Released answers of surveys.
    Survey,
    /// Kept for a later release.
    Snapshot,
    /// Zeros.
    Pad,
    /// The end, with counts and a hash.
    End,
    /// Sealed for one key, relayed unread.
    Sealed,
    /// A join request.
    Join,
    /// What a new node begins with.
    Welcome,
    /// Of a later release.
    Other(u8),
}

impl FrameType {
    /// Its number.
    pub const fn number(self) -> u8 {
        match self {
            Self::Manifest => 1,
            Self::Certs => 2,
            Self::Have => 3,
            Self::Segments => 4,
            Self::Blobs => 5,
            Self::Survey => 6,
            Self::Snapshot => 7,
            Self::Pad => 8,
            Self::End => 9,
            Self::Sealed => 10,
            Self::Join => 11,
            Self::Welcome => 12,
            Self::Other(number) => number,
        }
    }

    /// The type with that number.
    pub const fn of(number: u8) -> Self {
        match number {
            1 => Self::Manifest,
            2 => Self::Certs,
            3 => Self::Have,
            4 => Self::Segments,
            5 => Self::Blobs,
            6 => Self::Survey,
            7 => Self::Snapshot,
            8 => Self::Pad,
            9 => Self::End,
            10 => Self::Sealed,
            11 => Self::Join,
            12 => Self::Welcome,
            other => Self::Other(other),
        }
    }

    /// Its name in listings.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Manifest => "manifest",
            Self::Certs => "certs",
            Self::Have => "have",
            Self::Segments => "segments",
            Self::Blobs => "blobs",
            Self::Survey => "survey",
            Self::Snapshot => "snapshot",
            Self::Pad => "pad",
            Self::End => "end",
            Self::Sealed => "sealed",
            Self::Join => "join",
            Self::Welcome => "welcome",
            Self::Other(_) => "unknown",
        }
    }
}

#[cfg(test)]
mod tests;
