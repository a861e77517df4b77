//! What screens and commands say of the exchange between offices: plain data, made by the use cases.

use crate::{
    domain::{day::Moment, id::BatchId, id::PersonId},
    ledger::id::LogId,
};
use std::{fmt, path::PathBuf};

mod nodes;
mod seats;

pub use crate::domain::receipt::ChangeKind as SeatChangeKind;
pub use nodes::{Branch, ForkLine, NodeLine, NodeState};
pub use seats::{CapacityPlan, SeatBoard, SeatChange, SeatLine, SeatShare, SharePlan, ShareStep};

/// How this terminal stands in the exchange.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// An office of its own: no organisation was founded here and none was joined.
    #[default]
    Alone,
    /// Joined, and waiting for the first bundle from the centre.
    Joining,
    /// Part of an organisation.
    Open,
    /// The data is an older copy, or was copied to another machine: nothing is promised until the centre agrees.
    Restored(Restored),
    /// The centre has closed this ledger.
    Closed,
}

/// What told that the data is a copy (exchange design 2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Restored {
    /// The anchor outside the data directory has seen more.
    Anchor,
    /// The machine is another one.
    Machine,
    /// Another office has seen more of our ledger than we have.
    Heard,
}

/// What exists nowhere else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OnlyHere {
    /// Registrations and changes of registrations.
    pub registrations: u64,
    /// Operations of every kind.
    pub operations: u64,
    /// Since when, as this terminal's clock claims.
    pub since: Option<Moment>,
}

/// A bundle that came or went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BundleMark {
    /// The first eight hexadecimal digits of its id.
    pub id: String,
    /// The office at the other end.
    pub office: String,
    /// When, as this terminal's clock claims.
    pub at: Moment,
}

/// The exchange at a glance.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SyncHome {
    /// The office's name.
    pub office: String,
    /// This ledger, such as `7-1`.
    pub log: String,
    /// Whether this is the centre.
    pub hub: bool,
    /// How it stands.
    pub standing: Standing,
    /// What exists nowhere else.
    pub only_here: OnlyHere,
    /// The last bundle that was read.
    pub last_in: Option<BundleMark>,
    /// The last bundle that was written.
    pub last_out: Option<BundleMark>,
    /// Sticks and folders at hand.
    pub media: Vec<Medium>,
    /// Matters that wait for an officer's eyes.
    pub matters: u64,
    /// Nodes that are open, and how many of them were not heard of for 14 days.
    pub nodes: (u64, u64),
    /// Tickets free at this terminal, over all open batches.
    pub free_seats: u64,
    /// Whether the clock needs an officer.
    pub clock_doubtful: bool,
}

/// A stick or a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Medium {
    /// Where it is mounted.
    pub path: PathBuf,
    /// Its name, as the person would call it.
    pub label: String,
    /// Bytes free, where the system says.
    pub free: Option<u64>,
    /// Whether it can be written.
    pub writable: bool,
    /// Bundles on it.
    pub bundles: Vec<BundleLine>,
    /// What was stepped over, such as a shortcut of a virus.
    pub oddities: Vec<Oddity>,
}

/// What was seen on a stick and not touched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Oddity {
    /// The file's name, made safe to show.
    pub name: String,
    /// What is odd.
    pub kind: OddKind,
}

/// Why a file on a stick was stepped over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OddKind {
    /// A shortcut (`.lnk`) that bears a folder's or a bundle's name: the shortcut virus.
    Shortcut,
    /// The file or folder that a shortcut stands in for was hidden.
    Hidden,
    /// `autorun.inf` and its like.
    Autorun,
    /// A program.
    Program,
    /// Not a regular file: a link, a pipe, a device.
    NotAFile,
    /// A bundle that was not finished when the stick was pulled.
    Unfinished,
    /// It bears a bundle's name and is none.
    NoBundle,
    /// More files than are looked at.
    TooMany,
}

/// A bundle on a stick.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BundleLine {
    /// The file.
    pub path: PathBuf,
    /// Its bytes.
    pub bytes: u64,
    /// Who made it, as far as it says; not proven before it is read.
    pub from: String,
    /// What is to be done with it.
    pub state: BundleState,
}

/// What is to be done with a bundle on a stick.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BundleState {
    /// For us, and not read yet.
    New,
    /// For us, and read before.
    Read,
    /// For others.
    Others,
    /// An office asks to join.
    Request,
    /// An office asks to go on as its next incarnation: to be read behind its bundles.
    Again,
    /// A newer release is needed.
    TooNew,
    /// Damaged; its good part may be saved.
    Damaged,
}

/// What a bundle would carry to an office.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExportPlan {
    /// The office it goes to.
    pub to: String,
    /// Operations.
    pub operations: u64,
    /// What they say.
    pub news: Vec<(News, u64)>,
    /// About how many bytes.
    pub bytes: u64,
    /// Files.
    pub parts: u32,
    /// Other offices' ledgers that are carried along.
    pub relayed: u64,
}

/// What an export did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExportReport {
    /// What it carries.
    pub plan: ExportPlan,
    /// The files, read again and compared.
    pub files: Vec<PathBuf>,
    /// Bytes in all.
    pub bytes: u64,
    /// The first eight hexadecimal digits of the bundle's id.
    pub id: String,
    /// The request to go on that was written beside it, where this terminal may not go on as it is.
    pub again: Option<GoingOn>,
}

/// A request to go on as the next incarnation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoingOn {
    /// The ledger that is to count.
    pub log: LogId,
    /// The fingerprint to be read out over the telephone.
    pub fingerprint: String,
}

/// What operations say, counted for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum News {
    /// Registrations.
    Registrations,
    /// Seats confirmed.
    Confirmations,
    /// Cancellations.
    Cancellations,
    /// Marks of attendance.
    Attendance,
    /// How it ended.
    Outcomes,
    /// People added or changed.
    People,
    /// Units, courses and batches.
    Plans,
    /// Tickets made, given, recalled or taken out.
    Seats,
    /// Surveys closed.
    Surveys,
    /// Nodes, closures, bounds of time.
    Nodes,
    /// Personal data destroyed.
    Erasures,
    /// Kinds of a newer release.
    Unknown,
}

/// What reading a bundle did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BundleReport {
    /// The file.
    pub file: PathBuf,
    /// The first eight hexadecimal digits of the bundle's id.
    pub id: String,
    /// The office that made it.
    pub from: String,
    /// Whether it was only tried.
    pub dry_run: bool,
    /// Operations that are new here, by what they say.
    pub news: Vec<(News, u64)>,
    /// Operations that were here already.
    pub known: u64,
    /// Ledgers that go on behind something that is missing.
    pub gaps: Vec<Gap>,
    /// What an officer should look at.
    pub matters: Vec<Matter>,
    /// Registrations whose state changed, with the reason.
    pub changes: Vec<SeatChange>,
    /// Offices that asked to join, accepted by their one-time secret.
    pub joined: Vec<String>,
    /// Tickets that were given back because the centre asked.
    pub returned: u64,
    /// Whether only the good part of a damaged file was read.
    pub salvaged: bool,
    /// Printed letters and slips that were removed because the centre erased somebody.
    pub papers: u64,
    /// Printed sheets that had a letter of theirs cut out, and letters of others on them: for somebody to look at.
    pub sheets: Vec<String>,
}

/// A ledger that goes on behind something missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The ledger.
    pub log: LogId,
    /// The office that writes it.
    pub office: String,
    /// The first missing operation.
    pub from: u64,
    /// The last missing operation.
    pub to: u64,
    /// The office whose bundle is missing: who carried what came after.
    pub ask: String,
}

/// Something for an officer's eyes. `Debug` shows nothing personal.
#[derive(Clone, PartialEq, Eq)]
pub struct Matter {
    /// Its name: the same matter found twice is one.
    pub id: [u8; 16],
    /// What it is.
    pub kind: MatterKind,
    /// The office it is about.
    pub office: String,
    /// The ledger it is about.
    pub log: Option<LogId>,
    /// The operations it is about, first and last.
    pub ops: Option<(u64, u64)>,
    /// The batch it is about.
    pub batch: Option<BatchId>,
    /// The person it is about; shown only to staff.
    pub person: Option<PersonId>,
    /// That person's name: looked up when it is shown, never kept with the matter. Empty where there is none.
    pub name: String,
    /// More, such as a file's name.
    pub detail: String,
    /// When it was found, as this terminal's clock claims.
    pub found: Moment,
    /// Whether somebody has looked at it.
    pub seen: bool,
}

impl fmt::Debug for Matter {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Matter({:?}, {}, {:?})", self.kind, self.office, self.ops)
    }
}

/// What an officer should look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MatterKind {
    /// Two histories of one ledger: an old copy was used, or a clone.
    Fork,
    /// Bytes that do not verify; they are set aside.
    Damaged,
    /// A ledger that the centre has not made known.
    UnknownOffice,
    /// Operations outside what their author may do; they are kept and do not count.
    OutsideScope,
    /// Operations after the ledger was closed; they do not count.
    AfterClosure,
    /// A clock that is more than a day ahead.
    ClockAhead,
    /// Operations of a newer release: what they touch is read-only here.
    NewerRelease,
    /// Somebody who held a seat waits again.
    Bumped,
    /// Somebody holds two seats; one is released.
    TwoSeats,
    /// Another office set aside what we sent.
    SetAsideThere,
    /// This terminal's data is an older copy, or a clone.
    Restored,
    /// An office asks to join and its fingerprint is to be compared.
    JoinRequest,
    /// An office that asked to join was refused.
    JoinRefused,
    /// Personal data that an operation names has not come yet.
    MissingPerson,
    /// The counts of a survey contradict each other: more answers than people who came, or two boxes of one office.
    SurveyCounts,
    /// There was no room to keep what waits for another bundle: the bundle is to be read again.
    NoRoom,
}
