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
    /// The survey is answered at another office: there this person was marked first.
    SurveyElsewhere {
        /// The office.
        office: String,
    },
    /// An answer is missing or out of range.
    SurveyIncomplete,
    /// The clock cannot be believed: an officer must confirm the date first.
    ClockUntrusted,
    /// Less than 64 MB of disk are free: no new work.
    DiskFull,
    /// A newer release has written something that this one must not pass over: what it touches is read-only here.
    Frozen,
    /// This terminal may record and promise nothing.
    Standing(Halt),
    /// The office that asks to go on has more of its former ledger than is here: its bundle is to be read first.
    Behind,
    /// Only the centre does this.
    CentreOnly,
    /// There is no such office, or the centre has closed its ledger.
    UnknownNode,
    /// No organisation was founded here and none was joined: there is nobody to exchange with.
    NoOrganisation,
    /// The centre knows no other office yet.
    NobodyElse,
    /// The centre was made again from paper, and not every office has shown yet that it knows it: until then no seats
    /// of what was planned before are made or moved.
    Handover,
    /// The fingerprint that was read out is not that of the office that asks.
    OtherFingerprint,
    /// The stick or folder did not do what was wanted.
    Medium(MediumFault),
    /// The bundle cannot be taken in.
    Bundle(BundleFault),
}

/// Why a terminal may record nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Halt {
    /// Its data is an older copy of what was here before, or others have more of it than is here.
    Older,
    /// Its data was made on another machine.
    OtherMachine,
    /// The centre has closed its ledger.
    Closed,
}

/// What a stick or folder did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediumFault {
    /// It was pulled in the middle.
    Pulled,
    /// There is no room.
    Full {
        /// Bytes that are needed.
        needs: u64,
        /// Bytes that are free.
        free: u64,
    },
    /// It can only be read.
    ReadOnly,
    /// Read again, the bytes were not those that were written: the stick is worn out or fake.
    Mismatch,
    /// A file of that name is there; nothing is overwritten.
    Exists,
    /// The stick, the folder or the file is not there.
    NotFound,
    /// A file was named where a stick or folder is meant.
    NotAFolder,
}

/// Why a bundle is not taken in. Whatever it is, nothing was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BundleFault {
    /// It is no bundle, whatever its name says.
    NotOne,
    /// It was cut or its bytes were changed; whole parts of it may be saved.
    Damaged,
    /// It is sealed for other offices.
    ForOthers,
    /// The centre has not made the office known that made it, or that office's ledger is closed.
    UnknownOffice,
    /// It needs a newer release.
    TooNew,
    /// It is larger, or unpacks to more, than is ever taken.
    TooLarge,
}

/// What failed, as a code for the officer and never as values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// The code, such as `SIMPAN-07`.
    pub code: &'static str,
    /// For the officer: a path or a number of the system, never a person's data.
    pub detail: String,
}
