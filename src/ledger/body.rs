//! The bodies of operations: CBOR maps with integer keys, written down for others in `docs/operations.md`.
//!
//! A kind's number and its keys are never reused; a new field is a new key that may be missing; a changed meaning is a
//! new kind. A release that does not know a kind keeps the operation, counts it and relays it, and its folds ignore
//! it.
//!
//! | kind | operation | subject | blob |
//! | ---: | --- | --- | --- |
//! | 1 | [`NodeOpened`](office::NodeOpened) | none (zeros) | |
//! | 2 | [`NodeEnrolled`](office::NodeEnrolled) | none (zeros) | |
//! | 3 | [`LogClosed`](office::LogClosed) | none (zeros) | |
//! | 4 | [`Anchor`](office::Anchor) | none (zeros) | |
//! | 10 | [`UnitSet`](office::UnitSet) | unit | |
//! | 11 | [`CourseSet`](plan::CourseSet) | course | |
//! | 12 | [`BatchSet`](plan::BatchSet) | batch | |
//! | 13 | [`BatchStage`](plan::BatchStage) | batch | |
//! | 14 | [`BatchStaff`](plan::BatchStaff) | batch | [`StaffList`](plan::StaffList) |
//! | 20 | [`Mint`](seat::Mint) | batch | |
//! | 21 | [`Give`](seat::Give) | batch | |
//! | 22 | [`Burn`](seat::Burn) | batch | |
//! | 23 | [`Recall`](seat::Recall) | batch | |
//! | 24 | [`Take`](seat::Take) | batch | |
//! | 30 | [`PersonAdded`](people::PersonAdded) | none: the operation names the person | [`ProfileBlob`](people::ProfileBlob) |
//! | 31 | [`PersonChanged`](people::PersonChanged) | person | [`ProfileBlob`](people::ProfileBlob) |
//! | 32 | [`RoleSet`](people::RoleSet) | person | |
//! | 33 | [`Elsewhere`](people::Elsewhere) | person | [`ElsewhereBlob`](people::ElsewhereBlob) |
//! | 34 | [`Erase`](people::Erase) | person | |
//! | 40 | [`Request`](seat::Request) | batch | |
//! | 41 | [`Confirm`](seat::Confirm) | batch | |
//! | 42 | [`Cancel`](seat::Cancel) | batch | |
//! | 43 | [`Release`](seat::Release) | batch | |
//! | 44 | [`Replace`](seat::Replace) | batch | |
//! | 50 | [`Present`](seat::Present) | batch | |
//! | 51 | [`Void`](seat::Void) | batch | |
//! | 52 | [`Outcome`](seat::Outcome) | batch | |
//! | 60 | [`Past`](seat::Past) | batch | |
//! | 70 | [`SurveyClosed`](office::SurveyClosed) | batch | |
//! | 71 | [`CustodianSet`](office::CustodianSet) | none (zeros) | |

pub mod office;
pub mod people;
pub mod plan;
pub mod seat;

use minicbor::{Decode, Encode};

/// A body that could not be read: the operation is kept and ignored by folds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BodyFault {
    /// A kind of a newer release.
    #[error("operation of kind {0}, which this release does not know")]
    UnknownKind(u16),
    /// Bytes that are no body of their kind.
    #[error("operation of kind {0} with a body that cannot be read")]
    Unreadable(u16),
}

macro_rules! bodies {
    ($($number:literal $room:ident::$name:ident),+ $(,)?) => {
        /// What an operation says.
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "each member is a struct that says what it is")]
        pub enum Body { $($name($room::$name)),+ }

        impl Body {
            /// The number of the operation's kind.
            #[must_use]
            pub const fn kind(&self) -> u16 {
                match self { $(Self::$name(_) => $number),+ }
            }

            /// Appends the CBOR bytes of the body.
            pub fn write(&self, out: &mut Vec<u8>) {
                match self { $(Self::$name(body) => write(body, out)),+ }
            }

            /// Reads the body of an operation of kind `kind`.
            pub fn read(kind: u16, bytes: &[u8]) -> Result<Self, BodyFault> {
                if !crate::domain::rehearsal::knows(kind) {
                    return Err(BodyFault::UnknownKind(kind));
                }
                match kind {
                    $($number => read(bytes).map(Self::$name).ok_or(BodyFault::Unreadable(kind)),)+
                    _ => Err(BodyFault::UnknownKind(kind)),
                }
            }
        }

        $(impl From<$room::$name> for Body {
            fn from(body: $room::$name) -> Self {
                Self::$name(body)
            }
        })+
    };
}

bodies! {
    1 office::NodeOpened,
    2 office::NodeEnrolled,
    3 office::LogClosed,
    4 office::Anchor,
    10 office::UnitSet,
    11 plan::CourseSet,
    12 plan::BatchSet,
    13 plan::BatchStage,
    14 plan::BatchStaff,
    20 seat::Mint,
    21 seat::Give,
    22 seat::Burn,
    23 seat::Recall,
    24 seat::Take,
    30 people::PersonAdded,
    31 people::PersonChanged,
    32 people::RoleSet,
    33 people::Elsewhere,
    34 people::Erase,
    40 seat::Request,
    41 seat::Confirm,
    42 seat::Cancel,
    43 seat::Release,
    44 seat::Replace,
    50 seat::Present,
    51 seat::Void,
    52 seat::Outcome,
    60 seat::Past,
    70 office::SurveyClosed,
    71 office::CustodianSet,
}

impl Body {
    /// Says of an operation whose moment people read that the clock was doubtful when it was written: every node can
    /// tell, and a release that does not know the field passes it over.
    pub const fn mark_unsure(&mut self) {
        match self {
            Self::Request(body) => body.unsure = Some(true),
            Self::Replace(body) => body.unsure = Some(true),
            Self::Present(body) => body.unsure = Some(true),
            _ => {}
        }
    }
}

/// Appends the CBOR bytes of a body or blob.
pub fn write<T: Encode<()>>(value: &T, out: &mut Vec<u8>) {
    // A `Vec` takes every byte: this cannot fail.
    let _ = minicbor::encode(value, out);
}

/// Reads a body or blob; bytes left over make it unreadable. A nesting deeper than the caps allow cannot occur,
/// since unknown keys are skipped without recursion.
#[must_use]
pub fn read<'b, T: Decode<'b, ()>>(bytes: &'b [u8]) -> Option<T> {
    let mut decoder = minicbor::Decoder::new(bytes);
    let value = decoder.decode().ok()?;
    (decoder.position() == bytes.len()).then_some(value)
}

#[cfg(test)]
mod tests;
