//! What the owner of tickets does by itself when it hears of it: gives back what the centre asked for, and releases
//! what somebody was promised twice or gave up elsewhere.

use super::{ExchangeError, desk::matters::Found};
use crate::{
    domain::id::BatchId,
    ledger::body::{
        plan::Name,
        seat::{Give, Release},
    },
    state::{sync::MatterKind, world::Subject},
    store::{
        book::{Book, Draft},
        identity::Standing,
    },
};
use std::collections::BTreeSet;

/// The most operations that are written together.
const TOGETHER: usize = 400;

/// Obeys recalls, and releases our own larger tickets of those who hold two. `touched` are the batches that something
/// new is about. Answers how many tickets were given back. Nothing is done where this node may not write.
pub(super) fn obey(
    book: &mut Book,
    touched: &BTreeSet<BatchId>,
    wall_ms: u64,
    found: &mut Vec<Found>,
) -> Result<u64, ExchangeError> {
    let own = book.log_id();
    if book.standing() != Standing::Good {
        return Ok(0);
    }
    let hub = book.roll().hub().filter(|hub| *hub != own);
    let office = book.roll().name(own).to_owned();
    let (mut drafts, mut returned) = (Vec::new(), 0u64);
    // What was asked before is done again only if it was not done: a cut may have come between.
    for (id, head) in book.heads() {
        let Some(hub) = hub.filter(|_| !head.frozen) else {
            continue;
        };
        for (from, count) in head.to_return(own) {
            returned = returned.saturating_add(u64::from(count));
            let give = Give {
                from,
                count,
                node: hub.node.0,
                incarnation: hub.incarnation,
            };
            drafts.push(Draft::new(Subject::Batch(*id), give));
        }
    }
    for id in touched {
        let Some(batch) = book.batch(*id)? else { continue };
        if batch.head.frozen {
            continue;
        }
        for reg in batch.two_seats() {
            found.push(Found::new(MatterKind::TwoSeats, &office).of_person(*id, reg.person));
        }
        for idle in batch.to_release(own) {
            let release = Release {
                person: Name(idle.person.0),
                attempt: idle.attempt,
                ticket: idle.ticket.0,
            };
            drafts.push(Draft::new(Subject::Batch(*id), release));
        }
    }
    for group in drafts.chunks(TOGETHER) {
        book.commit(group, wall_ms)?;
    }
    Ok(returned)
}
