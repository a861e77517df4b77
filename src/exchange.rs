//! What travels between offices, and what is made of what came.
//!
//! An [`Exchange`] plans bundles ([`plan`]), writes them ([`send`]) and reads them ([`receive`]) on the book of this
//! office, and keeps on its [`desk`] what it must remember beside the ledgers. Receipts are have-lists ([`haves`]),
//! signed by each node and carried by all. Nothing is dropped anywhere because of a receipt: receipts only decide what
//! is sent again.

pub mod desk;
pub mod fault;
pub mod haves;
pub mod media;
pub mod news;
mod own;
pub mod plan;
pub mod receive;
pub mod seats;
pub mod send;
pub mod surveys;
#[cfg(feature = "network")]
pub mod transport;
pub mod trust;

pub use fault::ExchangeError;
pub use own::MAX_MISSING;

use crate::{
    domain::{
        day::Moment,
        id::{BatchId, PersonId},
    },
    ledger::id::LogId,
    state::{
        batch::{BatchState, Idle},
        sync::{Matter, MatterKind, SeatChange},
    },
    store::{book::Book, files::Files},
};
use desk::{Desk, DeskError, matters::Found};
use haves::Haves;
use std::{collections::BTreeMap, path::Path, sync::Arc};

/// The first eight hexadecimal digits of a bundle's id, as its file's name says them.
#[must_use]
pub fn short(id: &[u8; 16]) -> String {
    let [a, b, c, d, ..] = *id;
    format!("{:08X}", u32::from_be_bytes([a, b, c, d]))
}

/// The exchange of this office with others.
#[derive(Debug)]
pub struct Exchange {
    pub(crate) desk: Desk,
    pub(crate) haves: Haves,
}

impl Exchange {
    /// Opens the exchange of the data directory `data`, and makes its folder where there is none.
    pub fn open(files: Arc<dyn Files>, data: &Path) -> Result<Self, DeskError> {
        let mut desk = Desk::open(files, data)?;
        desk.sweep_sealed()?;
        desk.sweep_surveys()?;
        desk.sweep(receive::STAGING)?;
        let haves = Haves::of(&desk);
        Ok(Self { desk, haves })
    }

    /// What this terminal remembers of the exchange.
    #[must_use]
    pub const fn desk(&self) -> &Desk {
        &self.desk
    }

    /// The have-lists of all nodes.
    #[must_use]
    pub const fn haves(&self) -> &Haves {
        &self.haves
    }

    /// Up to where the centre is known to have each ledger.
    #[must_use]
    pub fn known_to_centre(&self, book: &Book) -> BTreeMap<LogId, u64> {
        seats::known_to_centre(book, &self.haves)
    }

    /// The tickets of the ledger `own` that should be released: by who gave a seat up, and the larger one of two.
    #[must_use]
    pub fn idle_seats(own: LogId, known: &BTreeMap<LogId, u64>, batch: &BatchState) -> Vec<Idle> {
        seats::idle(own, known, batch)
    }

    /// Matters for an officer's eyes, without names of people.
    #[must_use]
    pub fn matters(&self) -> Vec<Matter> {
        self.desk.matters()
    }

    /// Notes a matter that was found elsewhere, such as an office that asks to join.
    pub fn note_matter(&mut self, found: &Found, at: Moment) -> Result<(), DeskError> {
        self.desk.note_matters(std::slice::from_ref(found), at).map(drop)
    }

    /// Somebody has looked at a matter; answers whether there is such a matter.
    pub fn see_matter(&mut self, id: [u8; 16]) -> Result<bool, DeskError> {
        self.desk.see_matter(id)
    }

    /// A matter of a kind about a ledger is settled: an office that asked was let in or turned away.
    pub fn settle_matter(&mut self, kind: MatterKind, log: LogId) -> Result<(), DeskError> {
        self.desk.resolve(kind, |matter| matter.log != Some(log))
    }

    /// The last change of somebody's registration in a batch by what came, with its reason; without the name.
    #[must_use]
    pub fn change(&self, batch: BatchId, person: PersonId) -> Option<SeatChange> {
        self.desk.change(batch, person)
    }

    /// Notes changes that were made here because of what came, such as somebody promoted to a seat that came back.
    pub fn note_changes(&mut self, changes: &[SeatChange]) -> Result<(), DeskError> {
        self.desk.note_changes(changes)
    }

    /// Somebody registers anew: what changed an earlier registration says nothing of this one.
    pub fn forget_change(&mut self, batch: BatchId, person: PersonId) -> Result<(), DeskError> {
        self.desk.forget_change(batch, person)
    }

    /// When a bundle made by a ledger was read last, as this terminal's clock claimed.
    #[must_use]
    pub fn heard(&self, log: LogId) -> Option<Moment> {
        self.desk.heard(log)
    }
}

#[cfg(test)]
mod tests;
