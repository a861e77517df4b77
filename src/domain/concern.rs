//! What speaks against a registration, said before it is confirmed: refused or warned as policy says.

use super::{
    day::{Day, Moment},
    person::Employment,
};

/// One thing that speaks against a registration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Concern {
    /// The person is registered in this batch already.
    AlreadyRegistered,
    /// The person has completed this training already, in the year given.
    AlreadyCompleted {
        /// The year of the last day.
        year: i32,
    },
    /// Another registration has a day in common.
    Clash {
        /// The title of the other training.
        title: String,
        /// Its first day.
        from: Day,
        /// Its last day.
        to: Day,
    },
    /// A training to have completed before is missing.
    MissingPrerequisite {
        /// Its title.
        title: String,
    },
    /// The training is not open to people employed like this.
    NotOpenTo {
        /// How the person is employed.
        employment: Employment,
    },
    /// The training is meant for other units.
    OtherUnits,
    /// The contract ends before the last day.
    ContractEnds {
        /// The last day of the contract.
        day: Day,
    },
    /// With it, the year's credit hours go beyond the cap of PPPK.
    BeyondCap {
        /// Credit hours with this training.
        credit: u32,
        /// The cap.
        cap: u32,
    },
    /// Registration has not opened yet.
    NotOpenYet {
        /// When it opens, where known.
        opens: Option<Moment>,
    },
    /// Registration is closed.
    Closed,
    /// The batch was cancelled.
    BatchCancelled,
}

/// Whether a concern stops a registration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Said, and the person decides.
    Warning,
    /// Refused.
    Refusal,
}

/// A concern with what policy makes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weighed {
    /// The concern.
    pub concern: Concern,
    /// What policy makes of it.
    pub severity: Severity,
}
