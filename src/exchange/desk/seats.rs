//! Changes of registrations that the person did not make, with their reason: slips and "my trainings" show the last one.

use super::{Desk, DeskError, encoded, key};
use crate::{
    domain::{
        batch::TicketNo,
        id::{BatchId, PersonId},
        receipt::Cause,
    },
    state::sync::{SeatChange, SeatChangeKind},
};
use minicbor::{Decode, Encode};

/// The most changes that are kept; those noted first go.
pub const MAX_CHANGES: usize = 20_000;

#[derive(Encode, Decode)]
#[cbor(map)]
struct Row {
    #[n(0)]
    kind: u8,
    #[n(1)]
    ticket: Option<u32>,
    #[n(2)]
    office: String,
    #[n(3)]
    bundle: String,
    #[n(4)]
    order: u64,
    #[n(5)]
    seats: u32,
    #[n(6)]
    code: String,
    /// How the seat came, where that is known: [`Cause::ALL`].
    #[n(7)]
    cause: Option<u8>,
}

/// The kinds by the numbers that are kept: never reused.
const KINDS: [SeatChangeKind; 4] = [
    SeatChangeKind::Promoted,
    SeatChangeKind::Bumped,
    SeatChangeKind::Cancelled,
    SeatChangeKind::Admitted,
];

fn at(batch: BatchId, person: PersonId) -> Vec<u8> {
    key(b'x', &[&batch.0, &person.0])
}

impl Desk {
    /// The last change of somebody's registration in a batch, with its reason. The person's name is not kept: it is
    /// looked up when it is shown.
    #[must_use]
    pub fn change(&self, batch: BatchId, person: PersonId) -> Option<SeatChange> {
        let row: Row = self.get(&at(batch, person))?;
        Some(SeatChange {
            batch,
            code: row.code,
            person,
            name: String::new(),
            kind: *KINDS.get(usize::from(row.kind))?,
            cause: row
                .cause
                .and_then(|cause| Cause::ALL.get(usize::from(cause)).copied())
                .unwrap_or_default(),
            ticket: row.ticket.map(TicketNo),
            seats: row.seats,
            office: row.office,
            bundle: row.bundle,
        })
    }

    /// Notes changes.
    pub fn note_changes(&mut self, changes: &[SeatChange]) -> Result<(), DeskError> {
        if changes.is_empty() {
            return Ok(());
        }
        let mut order = self.tick();
        let mut rows = Vec::with_capacity(changes.len());
        for change in changes {
            let kind = KINDS.iter().position(|kind| *kind == change.kind);
            let row = Row {
                kind: kind.and_then(|kind| u8::try_from(kind).ok()).unwrap_or(u8::MAX),
                ticket: change.ticket.map(|ticket| ticket.0),
                office: change.office.clone(),
                bundle: change.bundle.clone(),
                order,
                seats: change.seats,
                code: change.code.clone(),
                cause: Cause::ALL
                    .iter()
                    .position(|cause| *cause == change.cause)
                    .and_then(|cause| u8::try_from(cause).ok()),
            };
            rows.push((at(change.batch, change.person), Some(encoded(&row))));
            order = order.saturating_add(1);
        }
        rows.push(Self::ticked(order));
        self.commit(&rows)?;
        let gone = self.oldest(b"x", MAX_CHANGES, |value| {
            crate::ledger::body::read::<Row>(value).map_or(0, |row| row.order)
        });
        let gone: Vec<_> = gone.into_iter().map(|key| (key, None)).collect();
        self.commit(&gone)
    }

    /// Somebody registers anew: what changed an earlier registration says nothing of this one.
    pub fn forget_change(&mut self, batch: BatchId, person: PersonId) -> Result<(), DeskError> {
        let key = at(batch, person);
        if self.get::<Row>(&key).is_none() {
            return Ok(());
        }
        self.commit(&[(key, None)])
    }
}
