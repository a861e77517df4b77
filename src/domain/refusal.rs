//! Why something was not done, as data: the sentence is made where the language is known.

use super::{concern::Weighed, number::NumberFault};

/// Why something was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The number and the PIN do not go together (said the same for an unknown number).
    Credentials {
        /// Tries left before the pause.
        left: u8,
    },
    /// Too many tries at this terminal: wait.
    Pause {
        /// Seconds.
        seconds: u32,
    },
    /// The number cannot be one.
    Number(NumberFault),
    /// The PIN is not six digits, or too easy to guess.
    WeakPin,
    /// Nobody is signed in, or not with the role.
    NotAllowed,
    /// Policy says no; what speaks against it.
    Concerns(Vec<Weighed>),
    /// There are warnings that were not accepted yet.
    Warnings(Vec<Weighed>),
    /// No free seat is left.
    NoSeat,
    /// It is not there, or no longer.
    NotFound,
    /// The state does not allow it.
    WrongState,
    /// The survey was answered already.
    AlreadyAnswered,
    /// The survey is not open for this person.
    SurveyClosed,
    /// An answer is missing or out of range.
    SurveyIncomplete,
    /// The clock cannot be believed: an officer must confirm the date first.
    ClockUntrusted,
    /// Less than 64 MB of disk are free: no new work.
    DiskFull,
}

/// What failed, as a code for the officer and never as values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// The code, such as `SIMPAN-07`.
    pub code: &'static str,
    /// For the officer: a path or a number of the system, never a person's data.
    pub detail: String,
}
