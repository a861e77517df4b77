//! What a ledger says of a registration and a ticket.

use crate::{domain::batch::TicketNo, ledger::id::LogId, state::stamp::Stamp};
use serde::{Deserialize, Serialize};

/// A ledger's claim of a ticket for a registration. It holds only while the ledger owns the ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Claim {
    /// The ticket.
    pub ticket: TicketNo,
    /// The ledger that claims it.
    pub log: LogId,
    /// The operation in it.
    pub seq: u64,
    /// Whether the ledger is a hub's.
    pub hub: bool,
}

impl Claim {
    pub(super) const fn of(stamp: Stamp, hub: bool, ticket: u32) -> Self {
        Self {
            ticket: TicketNo(ticket),
            log: stamp.log(),
            seq: stamp.seq,
            hub,
        }
    }

    /// A registration has one claim of each ticket by each ledger.
    pub(super) const fn key(&self) -> (TicketNo, LogId) {
        (self.ticket, self.log)
    }
}

/// What a claim is worth, from who owns the ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worth {
    /// Its ledger owns the ticket.
    Live,
    /// Its ledger owned the ticket when it promised it, and the hub took it out of the batch or over: whoever has no
    /// other seat waits again, before everybody else.
    Bumped,
    /// Its ledger does not own the ticket; it may come to, when another ledger arrives. Or only a hub admits to the
    /// batch, and its ledger is none.
    Waits,
}
