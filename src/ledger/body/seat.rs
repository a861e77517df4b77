//! Operations on seats and registrations. Their subject is the batch; a person is named by their internal name.

use minicbor::{Decode, Encode};

use super::plan::Name;

/// The hub makes numbered tickets, which it owns.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Mint {
    /// The first number.
    #[n(0)]
    pub from: u32,
    /// How many.
    #[n(1)]
    pub count: u32,
}

/// Somebody registers: a wish, and a place in the waiting list.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Request {
    /// Who.
    #[n(0)]
    pub person: Name,
    /// The attempt, from 1.
    #[n(1)]
    pub attempt: u8,
}

/// The owner of a ticket gives it to a registration.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Confirm {
    /// Who.
    #[n(0)]
    pub person: Name,
    /// The attempt.
    #[n(1)]
    pub attempt: u8,
    /// The ticket.
    #[n(2)]
    pub ticket: u32,
}

/// A registration is cancelled; this attempt stays so.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Cancel {
    /// Who.
    #[n(0)]
    pub person: Name,
    /// The attempt.
    #[n(1)]
    pub attempt: u8,
    /// [`crate::domain::registration::CancelReason`].
    #[n(2)]
    pub reason: u8,
}

/// The owner of a ticket takes it back from a registration that gave it up.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Release {
    /// Who held it.
    #[n(0)]
    pub person: Name,
    /// The attempt.
    #[n(1)]
    pub attempt: u8,
    /// The ticket.
    #[n(2)]
    pub ticket: u32,
}

/// Another person takes a seat over ("diganti oleh").
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Replace {
    /// Who gives it up.
    #[n(0)]
    pub person: Name,
    /// Their attempt.
    #[n(1)]
    pub attempt: u8,
    /// Who takes it.
    #[n(2)]
    pub by: Name,
    /// Their attempt.
    #[n(3)]
    pub by_attempt: u8,
    /// The ticket that passes on.
    #[n(4)]
    pub ticket: u32,
}

/// Somebody came to a meeting.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Present {
    /// Who.
    #[n(0)]
    pub person: Name,
    /// The attempt.
    #[n(1)]
    pub attempt: u8,
    /// The meeting's number, from 1.
    #[n(2)]
    pub meeting: u16,
}

/// The marks of somebody for a meeting, up to this operation, were a mistake.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Void {
    /// Who.
    #[n(0)]
    pub person: Name,
    /// The attempt.
    #[n(1)]
    pub attempt: u8,
    /// The meeting's number.
    #[n(2)]
    pub meeting: u16,
}

/// How it ended, decided when the batch is closed.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Outcome {
    /// Who.
    #[n(0)]
    pub person: Name,
    /// The attempt.
    #[n(1)]
    pub attempt: u8,
    /// [`crate::domain::registration::State`]: completed, not completed or absent.
    #[n(2)]
    pub state: u8,
    /// Credit hours earned.
    #[n(3)]
    pub credit: u16,
}

/// A registration from before this system, imported as it stood.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Past {
    /// Who.
    #[n(0)]
    pub person: Name,
    /// The attempt.
    #[n(1)]
    pub attempt: u8,
    /// [`crate::domain::registration::State`].
    #[n(2)]
    pub state: u8,
    /// When it was made, as the source claims: milliseconds since 1970 UTC.
    #[n(3)]
    pub made: i64,
    /// The ticket that the hub spends on it, where it holds a seat.
    #[n(4)]
    pub ticket: Option<u32>,
}
