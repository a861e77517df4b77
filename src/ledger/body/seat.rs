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

/// The owner of free tickets passes them on. It ends its turn with each of them; the next owner's begins.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Give {
    /// The first number.
    #[n(0)]
    pub from: u32,
    /// How many.
    #[n(1)]
    pub count: u32,
    /// The node that owns them from now on.
    #[n(2)]
    pub node: u32,
    /// Its incarnation.
    #[n(3)]
    pub incarnation: u16,
}

/// The hub takes tickets out of the batch for ever: the room is smaller than was thought.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Burn {
    /// The first number.
    #[n(0)]
    pub from: u32,
    /// How many.
    #[n(1)]
    pub count: u32,
    /// Whether a human decided it over tickets that others own or hold: then holders go first in the waiting list.
    /// Unforced, only tickets that the hub owns and nobody holds are burned.
    #[n(2)]
    pub forced: bool,
}

/// The hub asks a node to give free tickets back; the node does so when it hears of it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Recall {
    /// The node.
    #[n(0)]
    pub node: u32,
    /// Its incarnation.
    #[n(1)]
    pub incarnation: u16,
    /// How many free tickets of the batch it may keep from now on.
    #[n(2)]
    pub keep: u32,
}

/// The hub takes over the tickets of a closed ledger: a human's decision, who was told how many promises may exist
/// unseen. Without effect while the ledger is open.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Take {
    /// The first number.
    #[n(0)]
    pub from: u32,
    /// How many.
    #[n(1)]
    pub count: u32,
    /// The closed ledger's node.
    #[n(2)]
    pub node: u32,
    /// Its incarnation.
    #[n(3)]
    pub incarnation: u16,
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
    /// Whether the clock of the office was doubtful when it was written; not said: it was not.
    #[n(2)]
    pub unsure: Option<bool>,
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
    /// Whether the clock of the office was doubtful when it was written; not said: it was not.
    #[n(5)]
    pub unsure: Option<bool>,
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
    /// Whether the clock of the office was doubtful when it was written; not said: it was not.
    #[n(3)]
    pub unsure: Option<bool>,
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
