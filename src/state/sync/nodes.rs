//! The other offices as screens and commands show them.

use crate::{domain::day::Moment, ledger::id::LogId};

/// A node of the organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeLine {
    /// Its ledger.
    pub log: LogId,
    /// The office's name.
    pub name: String,
    /// Whether it is the centre.
    pub hub: bool,
    /// Whether it is this terminal.
    pub own: bool,
    /// How it stands.
    pub state: NodeState,
    /// When something of it came last, by itself or by way of others, as far as clocks can be believed; `None`: never.
    pub heard: Option<Moment>,
    /// Operations of its ledger that are here.
    pub operations: u64,
    /// Operations known here that it has not confirmed to have.
    pub behind: u64,
    /// Tickets it owns that are free, over all open batches, as far as known here.
    pub free_seats: u64,
    /// Erasures that it has confirmed, of how many.
    pub erased: (u64, u64),
    /// The fingerprint of its key: 24 digits.
    pub fingerprint: String,
    /// Where its ledger ends for ever; `None` while it is open.
    pub closed_at: Option<u64>,
    /// The ledger in which the same office goes on.
    pub goes_on: Option<LogId>,
    /// Whether it is closed, and a last bundle may tell it so.
    pub farewell: bool,
    /// Evidence that its ledger has two histories.
    pub forks: Vec<ForkLine>,
}

/// Two histories of one ledger, where they part: the segment that stands here, and another that is kept as evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForkLine {
    /// The ledger.
    pub log: LogId,
    /// The operations of the other segment, first and last.
    pub ops: (u64, u64),
    /// The segment that stands there, where one does.
    pub stands: Option<Branch>,
    /// The other.
    pub other: Branch,
}

/// One of two histories, by the segment in which it parts from the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    /// The first eight hexadecimal digits of the segment's hash.
    pub hash: String,
    /// When its last operation was made, as its clock claimed.
    pub at: Moment,
}

/// How a node stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NodeState {
    /// Invited; it has not asked yet.
    Invited,
    /// It asks, and its fingerprint is to be compared.
    Asking,
    /// Open.
    Open,
    /// Open, and not heard of for 14 days.
    Silent,
    /// Its ledger forked.
    Forked,
    /// Closed.
    Closed,
}
