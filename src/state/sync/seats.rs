//! What screens and commands say of seats over several offices, and of changes that nobody here made.

use super::SeatChangeKind;
use crate::{
    domain::{batch::TicketNo, id::BatchId, id::PersonId, receipt::Cause},
    ledger::id::LogId,
};
use std::fmt;

/// A registration whose state changed by what came or what others did here, and why. `Debug` shows nothing personal.
#[derive(Clone, PartialEq, Eq)]
pub struct SeatChange {
    /// The batch.
    pub batch: BatchId,
    /// Its code.
    pub code: String,
    /// The person.
    pub person: PersonId,
    /// The person's name; empty where it has not come or is erased.
    pub name: String,
    /// What changed.
    pub kind: SeatChangeKind,
    /// Of a promotion: how the seat came.
    pub cause: Cause,
    /// The ticket, where there is one.
    pub ticket: Option<TicketNo>,
    /// Seats that came back, were given or were taken out; 0 where none were.
    pub seats: u32,
    /// The office that did it.
    pub office: String,
    /// The bundle that brought it, eight hexadecimal digits; empty for what was done here.
    pub bundle: String,
}

impl fmt::Debug for SeatChange {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "SeatChange({:?}, {}, {:?})",
            self.kind, self.code, self.ticket
        )
    }
}

/// The seats of the batches that are not over, over the offices.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeatBoard {
    /// Whether this is the centre, which alone changes capacity, recalls and shares.
    pub hub: bool,
    /// The batches, by first day.
    pub lines: Vec<SeatLine>,
}

/// What another capacity of a batch would mean; nothing is done yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CapacityPlan {
    /// Seats wanted until now.
    pub now: u32,
    /// Seats wanted from now on.
    pub capacity: u32,
    /// Tickets that would be made.
    pub made: u32,
    /// Free tickets of the centre that would be taken out at once.
    pub taken_out: u32,
    /// Free tickets that other offices would be asked to give back.
    pub recalled: u32,
    /// Seats that people hold and that the smaller room has no place for. They stay, unless it is forced.
    pub beyond: u32,
    /// Free seats of closed offices, which nobody can give back. They stay, unless it is forced.
    pub idle: u32,
    /// Free seats of other offices that would go if it is forced: they may have been promised unseen.
    pub unseen: u32,
    /// Who would lose a seat if it is forced, by name, the last confirmed first.
    pub losing: Vec<String>,
}

impl CapacityPlan {
    /// Whether something of it is left to be forced: seats that stay, or that an office may never give back.
    #[must_use]
    pub const fn can_force(&self) -> bool {
        self.beyond > 0 || self.idle > 0 || self.recalled > 0
    }
}

/// What sharing by past demand would move, or has moved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SharePlan {
    /// Free seats that the centre keeps.
    pub reserve: u32,
    /// The offices that something is given to or asked back from.
    pub steps: Vec<ShareStep>,
}

impl SharePlan {
    /// Seats that are given at once.
    #[must_use]
    pub fn given(&self) -> u32 {
        self.steps.iter().map(|step| step.gives).sum()
    }

    /// Seats that are asked back.
    #[must_use]
    pub fn asked_back(&self) -> u32 {
        self.steps.iter().map(|step| step.recalls).sum()
    }
}

/// What sharing does with one office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShareStep {
    /// The ledger.
    pub log: LogId,
    /// The office's name.
    pub office: String,
    /// Tickets it owns now.
    pub owned: u32,
    /// Seats it is given at once.
    pub gives: u32,
    /// Free seats it is asked to give back.
    pub recalls: u32,
    /// Free seats it may keep then.
    pub keep: u32,
}

/// The seats of a batch over the offices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeatLine {
    /// The batch.
    pub batch: BatchId,
    /// Its code.
    pub code: String,
    /// The training's title.
    pub title: String,
    /// Seats that the organiser wants.
    pub capacity: u32,
    /// Tickets made and not taken out.
    pub tickets: u32,
    /// People on the waiting list.
    pub waiting: u32,
    /// Who owns them.
    pub shares: Vec<SeatShare>,
    /// At the centre: what sharing as proposed would move.
    pub plan: SharePlan,
    /// At another office whose clock is sure: free seats it can give back, since the batch is about to begin.
    pub surplus: u32,
}

/// An office's tickets of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeatShare {
    /// The ledger.
    pub log: LogId,
    /// The office's name.
    pub office: String,
    /// Whether it is this terminal.
    pub own: bool,
    /// Tickets it owns.
    pub owned: u32,
    /// Of these, held by somebody.
    pub held: u32,
    /// Free tickets it was asked to keep at most.
    pub recalled: Option<u32>,
    /// What past demand would give it; of the centre, its reserve.
    pub proposed: u32,
    /// Whether fewer are free than it gives away in a week, by past demand.
    pub low: bool,
    /// Whether its ledger is closed: its free tickets lie idle until a human decides.
    pub closed: bool,
}

impl SeatShare {
    /// Tickets that are free.
    #[must_use]
    pub const fn free(&self) -> u32 {
        self.owned.saturating_sub(self.held)
    }
}
