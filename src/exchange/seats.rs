//! What the owner of tickets does by itself when it hears of it: gives back what the centre asked for, and releases
//! what somebody was promised twice or gave up elsewhere.

use super::{ExchangeError, desk::matters::Found, haves::Haves, own::receipt};
use crate::{
    domain::id::BatchId,
    ledger::{
        body::{
            plan::Name,
            seat::{Give, Release},
        },
        id::LogId,
    },
    state::{
        batch::{BatchState, Idle},
        sync::MatterKind,
        world::Subject,
    },
    store::{
        book::{Book, Draft},
        identity::Standing,
    },
};
use std::collections::{BTreeMap, BTreeSet};

/// The most operations that are written together.
const TOGETHER: usize = 400;

/// Obeys recalls, and releases our own larger tickets of those who hold two. `touched` are the batches that something
/// new is about. Answers how many tickets were given back. Nothing is done where this node may not write.
pub(super) fn obey(
    book: &mut Book,
    haves: &Haves,
    touched: &BTreeSet<BatchId>,
    wall_ms: u64,
    found: &mut Vec<Found>,
) -> Result<u64, ExchangeError> {
    let own = book.log_id();
    if book.standing() != Standing::Good {
        return Ok(0);
    }
    let known = known_to_centre(book, haves);
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
    // A seat too many that waited for the centre to hear of the other one may be released without news of its batch.
    let doubled = book
        .heads()
        .iter()
        .filter(|(_, head)| head.held.count() > head.seated() && head.owned_by(own).count() > 0);
    let looked: BTreeSet<BatchId> = touched
        .iter()
        .copied()
        .chain(doubled.map(|(id, _)| *id))
        .collect();
    for id in &looked {
        let Some(batch) = book.batch(*id)? else { continue };
        if batch.head.frozen {
            continue;
        }
        // One that waits for the centre was told when it came.
        for reg in batch.two_seats().into_iter().filter(|_| touched.contains(id)) {
            found.push(Found::new(MatterKind::TwoSeats, &office).of_person(*id, reg.person));
        }
        for idle in idle(own, &known, batch) {
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

/// Up to where the centre is known to have each ledger; without end of its own, and where this is the centre.
pub(super) fn known_to_centre(book: &Book, haves: &Haves) -> BTreeMap<LogId, u64> {
    let own = book.log_id();
    let hub = book.roll().hub().unwrap_or(own);
    let holdings = book.holdings();
    let known = holdings.iter().map(|holding| {
        let all = hub == own || holding.log == hub;
        let upto = if all {
            u64::MAX
        } else {
            receipt(book, haves, hub, holding)
        };
        (holding.log, upto)
    });
    known.collect()
}

/// The tickets of the ledger `own` that should be released ([`BatchState::to_release`]), by what the centre is known to
/// have.
pub(super) fn idle(own: LogId, known: &BTreeMap<LogId, u64>, batch: &BatchState) -> Vec<Idle> {
    batch.to_release(own, &|kept| {
        known.get(&kept.log).is_some_and(|upto| *upto >= kept.seq)
    })
}
