//! What the person takes away (slip, tiket).

use super::{
    batch::{Phase, TicketNo},
    code::Code,
    day::Moment,
    id::{BatchId, RegistrationId},
};

/// What was promised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Promise {
    /// A seat: nobody else can have it.
    Seat(TicketNo),
    /// A place on the waiting list, counted from 1, as this office sees it now.
    Waiting {
        /// The place.
        place: u32,
    },
    /// A wish, to be decided by the organiser.
    Wish,
}

/// A truthful slip: it is made only of what is durable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The short code with check character.
    pub code: Code,
    /// The registration.
    pub registration: RegistrationId,
    /// The batch.
    pub batch: BatchId,
    /// The batch's code.
    pub batch_code: String,
    /// The training's title.
    pub title: String,
    /// The batch's parts.
    pub phases: Vec<Phase>,
    /// The place.
    pub place: String,
    /// The room.
    pub room: Option<String>,
    /// Credit hours (JP).
    pub credit: u16,
    /// What was promised.
    pub promise: Promise,
    /// When it was recorded, as this office's clock claims.
    pub recorded: Moment,
    /// Whether that clock was doubtful then.
    pub uncertain: bool,
    /// What came later and changed it.
    pub change: Option<Change>,
}

/// Why a registration stands where it stands, when something changed it later that the person did not do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// How it changed.
    pub kind: ChangeKind,
    /// Of a promotion: how the seat came.
    pub cause: Cause,
    /// Seats that came back, were given or were taken out; 0 where none were.
    pub seats: u32,
    /// The office that did it.
    pub office: String,
    /// The bundle that brought it, as its file's name says; `None` for what was done here.
    pub bundle: Option<String>,
}

/// How a registration changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeKind {
    /// From the waiting list to a seat: seats came back.
    Promoted,
    /// From a seat to the head of the waiting list: the room became smaller.
    Bumped,
    /// Cancelled at another office.
    Cancelled,
    /// Admitted by the organiser.
    Admitted,
}

/// How the seat of a promotion came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// Somebody gave it up, or there is room for more.
    #[default]
    Freed,
    /// It came back to the centre from an office.
    Back,
    /// It was given to this office.
    Given,
}

impl Cause {
    /// Every cause, by the number that is kept: never reused.
    pub const ALL: [Self; 3] = [Self::Freed, Self::Back, Self::Given];

    /// Its stable id, for programs.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Freed => "freed",
            Self::Back => "back",
            Self::Given => "given",
        }
    }
}

impl ChangeKind {
    /// Its stable id, for programs.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Promoted => "promoted",
            Self::Bumped => "bumped",
            Self::Cancelled => "cancelled",
            Self::Admitted => "admitted",
        }
    }
}
