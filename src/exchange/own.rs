//! What this terminal says of itself and knows of the others: its own have-list, what exists nowhere else, and whether
//! somebody has more of its ledger than it has.

use super::{Exchange, ExchangeError, haves::Haves, news::Touching};
use crate::{
    bundle::frame::{Have, Held, Refused, SignedHave},
    domain::{day::Moment, id::UnitId},
    ledger::{
        body::Body,
        clock::Hlc,
        id::{LogId, OpId},
        segment::{Head, SegHash, SegmentView},
    },
    state::{
        roll::{Node, Roll},
        sync::OnlyHere,
    },
    store::{
        book::{Book, BookError},
        identity::Standing,
        shelf::Holding,
    },
};
use std::{collections::BTreeMap, ops::ControlFlow};

/// The most operations whose missing personal data a have-list names; the rest is named by later ones.
pub const MAX_MISSING: usize = 4_096;

/// The hash of our segment of a ledger that ends with an operation.
pub(super) fn hash_at(book: &Book, log: LogId, seq: u64) -> Option<SegHash> {
    book.hash_at(log, seq).ok().flatten().map(|head| head.hash())
}

/// Up to where `node` has confirmed to have a ledger of ours. Of the own ledger nobody can have more than was sealed here,
/// and of one that is known to have branches who has more may have another one: no hash here tells where that parts from
/// ours.
pub(super) fn receipt(book: &Book, haves: &Haves, node: LogId, holding: &Holding) -> u64 {
    let other = holding.log == book.log_id() || holding.forks > 0;
    if other
        && haves
            .held(node, holding.log)
            .is_some_and(|held| held.seq > holding.seq)
    {
        return 0;
    }
    let hash = |log: LogId, seq: u64| {
        if (log, seq) == (holding.log, holding.seq) {
            Some(holding.hash)
        } else {
            hash_at(book, log, seq)
        }
    };
    haves.receipt(node, holding.log, &hash, holding.seq)
}

/// Whose personal data an operation carries, as far as it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    /// A person of this unit.
    Unit(UnitId),
    /// What everybody may know, such as who teaches a batch.
    Everybody,
    /// It does not say: the centre alone may know it.
    Unsaid,
}

/// Whose personal data the blob of an operation is.
pub(super) fn about(book: &Book, entry: &crate::ledger::op::Entry<'_>) -> About {
    match Body::read(entry.op.kind, entry.op.body) {
        Ok(Body::PersonAdded(body)) => About::Unit(UnitId(body.unit.0)),
        Ok(Body::PersonChanged(body)) => About::Unit(UnitId(body.unit.0)),
        Ok(Body::BatchStaff(_)) => About::Everybody,
        Ok(Body::Elsewhere(_)) => {
            let person = crate::domain::id::PersonId(entry.op.subject.0);
            let state = book.person(person).ok().flatten();
            let unit = state.and_then(|state| state.record.map(|record| record.value.unit));
            unit.map_or(About::Unsaid, About::Unit)
        }
        _ => About::Unsaid,
    }
}

/// Whether a node may have personal data: the centre all of it, others what is of the units they serve.
pub(super) fn may_know(roll: &Roll, node: &Node, about: About) -> bool {
    if !roll.is_open(node.log) {
        return false;
    }
    if node.hub {
        return roll.hub() == Some(node.log);
    }
    match about {
        About::Everybody => true,
        About::Unit(unit) => node.serves(unit),
        About::Unsaid => false,
    }
}

impl Exchange {
    /// Makes and keeps our own have-list: the ledger must have been sealed before.
    pub(super) fn make_have(&mut self, book: &Book, wall_ms: u64) -> Result<SignedHave, ExchangeError> {
        let mut last = self.desk.own_have();
        if self.haves.signed_by(book.log_id()).is_none() {
            // A first list, or what was remembered is lost and others may still have lists of ours: their numbers began
            // at an earlier time and went up by one a bundle, so that now is above them all.
            last = last.max(wall_ms);
        }
        let n = last.saturating_add(1);
        // Durable before anybody can have it: two lists of one number would be two truths.
        self.desk.note_own_have(n)?;
        let entries = book
            .holdings()
            .into_iter()
            .map(|holding| Held {
                log: holding.log,
                seq: holding.seq,
                hash: holding.hash,
                ranges: holding.held,
            })
            .collect();
        let refused = self.desk.refused();
        let have = Have {
            log: book.log_id(),
            n,
            entries,
            missing_blobs: missing_here(book)?,
            erased: book.erasures_done().into_iter().collect(),
            refused: refused
                .iter()
                .map(|refused| Refused {
                    log: refused.log,
                    seq: refused.seq,
                    hash: refused.hash,
                    reason: refused.reason,
                })
                .collect(),
            stamp: Hlc::new(wall_ms, 0),
            surveys: self.boxes_here(book),
        };
        let signed = have
            .sign(book.key())
            .map_err(|error| ExchangeError::Damaged(error.to_string()))?;
        self.haves.take(signed.clone(), Some(book.key().public()));
        self.haves.keep(&[book.log_id()], &mut self.desk)?;
        Ok(signed)
    }

    /// Up to where somebody else has confirmed to have our own ledger. Only who is still there counts: an office whose
    /// ledger is open, and of the centres today's. While the data here is an older copy, what others have of the ledger
    /// may be another history, and nothing counts.
    #[must_use]
    pub fn receipted(&self, book: &Book) -> u64 {
        if matches!(book.standing(), Standing::Restored(_)) {
            return 0;
        }
        let own = book.log_id();
        let roll = book.roll();
        let is_there = |log: LogId| roll.is_open(log) && (!roll.is_hub(log) || roll.hub() == Some(log));
        let holding = book.holdings().into_iter().find(|holding| holding.log == own);
        let Some(holding) = holding else { return 0 };
        let others = self
            .haves
            .each()
            .filter(|have| have.log != own && is_there(have.log));
        others
            .map(|have| receipt(book, &self.haves, have.log, &holding))
            .max()
            .unwrap_or(0)
    }

    /// What exists nowhere else, as far as receipts have come. Reads the operations behind the last receipt.
    pub fn only_here(&self, book: &mut Book) -> Result<OnlyHere, ExchangeError> {
        let receipted = self.receipted(book);
        let operations = book.operations().saturating_sub(receipted);
        if operations == 0 {
            return Ok(OnlyHere::default());
        }
        let (mut touching, mut since) = (Touching::default(), None);
        book.own_after(receipted, &mut |entry| {
            touching.see(entry);
            since.get_or_insert_with(|| Moment(i64::try_from(entry.hlc.ms()).unwrap_or(i64::MAX)));
        })?;
        Ok(OnlyHere {
            registrations: touching.count(),
            operations,
            since,
        })
    }

    /// Whether today's centre has all of our ledger, by its own word.
    #[must_use]
    pub fn hub_has_all(&self, book: &Book) -> bool {
        let own = book.log_id();
        let Some(hub) = book.roll().hub().filter(|hub| *hub != own) else {
            return false;
        };
        let holdings = book.holdings();
        holdings
            .iter()
            .filter(|holding| holding.log == own)
            .all(|holding| {
                holding.seq == book.operations() && receipt(book, &self.haves, hub, holding) == holding.seq
            })
    }

    /// How many operations known here a node has not confirmed to have.
    #[must_use]
    pub fn behind(&self, book: &Book, node: LogId) -> u64 {
        let holdings = book.holdings();
        let of = |holding: &Holding| {
            holding
                .seq
                .saturating_sub(receipt(book, &self.haves, node, holding))
        };
        holdings
            .iter()
            .filter(|holding| holding.log != node)
            .map(of)
            .sum()
    }

    /// Up to where every open node has confirmed to have each ledger: what lies before could be dropped one day.
    /// Nothing is dropped by this release.
    #[must_use]
    pub fn horizon(&self, book: &Book) -> BTreeMap<LogId, u64> {
        let own = book.log_id();
        let roll = book.roll();
        let nodes = roll.nodes();
        let open: Vec<LogId> = nodes
            .iter()
            .map(|node| node.log)
            .filter(|log| *log != own && roll.is_open(*log))
            .collect();
        let least = |holding: &Holding| {
            let receipts = open
                .iter()
                .filter(|node| **node != holding.log)
                .map(|node| receipt(book, &self.haves, *node, holding));
            receipts.min().unwrap_or(holding.seq)
        };
        let holdings = book.holdings();
        holdings
            .iter()
            .map(|holding| (holding.log, least(holding)))
            .collect()
    }

    /// Which of today's erasures a node has confirmed, of how many.
    #[must_use]
    pub fn erased(&self, book: &Book, node: LogId) -> (u64, u64) {
        let all = book.roll().erasures();
        let done = self
            .haves
            .get(node)
            .map(|have| have.erased.as_slice())
            .unwrap_or_default();
        let confirmed = if node == book.log_id() {
            all.len()
        } else {
            all.iter().filter(|op| done.contains(op)).count()
        };
        let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        (count(confirmed), count(all.len()))
    }

    /// Whether an erasure was confirmed by a node.
    #[must_use]
    pub fn has_erased(&self, node: LogId, op: OpId) -> bool {
        self.haves.get(node).is_some_and(|have| have.erased.contains(&op))
    }

    /// Whether somebody has more of our own ledger than we have, or another history of it: then the data here is an
    /// older copy, or a clone. Looked for in have-lists; the book recognises it in segments.
    pub(super) fn heard_more(&self, book: &Book) -> Option<LogId> {
        let own = book.log_id();
        let sealed = book.holdings().into_iter().find(|holding| holding.log == own);
        let sealed = sealed.map_or(0, |holding| holding.seq);
        let mut others = self.haves.each().filter(|have| have.log != own);
        let found = others.find(|have| {
            self.haves.held(have.log, own).is_some_and(|held| {
                held.seq > book.operations()
                    || held.seq > 0 && held.seq <= sealed && hash_at(book, own, held.seq) != Some(held.hash)
            })
        });
        found.map(|have| have.log)
    }
}

/// The operations whose personal data this node may have and has not.
pub(super) fn missing_here(book: &Book) -> Result<Vec<OpId>, BookError> {
    let mut missing: Vec<OpId> = book.missing_blobs()?.into_iter().map(|(op, _)| op).collect();
    missing.sort_unstable();
    let roll = book.roll();
    let Some(node) = roll.node(book.log_id()) else {
        return Ok(Vec::new());
    };
    if node.hub || node.units.is_empty() {
        missing.truncate(MAX_MISSING);
        return Ok(missing);
    }
    let mut ours = Vec::new();
    let mut rest = missing.as_slice();
    while let Some(first) = rest.first().copied() {
        if ours.len() >= MAX_MISSING {
            break;
        }
        let mut seen = first.seq;
        // One segment at a time: those that miss nothing are not read.
        book.segments_after::<BookError>(first.log, first.seq.saturating_sub(1), |head, bytes| {
            seen = head.next_seq().saturating_sub(1);
            let _ = each_entry(bytes, |entry| {
                if missing.binary_search(&entry.id).is_ok() && may_know(roll, node, about(book, entry)) {
                    ours.push(entry.id);
                }
                ControlFlow::<()>::Continue(())
            });
            Ok(false)
        })?;
        let behind = rest
            .iter()
            .take_while(|op| op.log == first.log && op.seq <= seen)
            .count();
        rest = rest.get(behind.max(1)..).unwrap_or_default();
    }
    ours.truncate(MAX_MISSING);
    Ok(ours)
}

/// Visits the operations of a segment that was verified.
pub(super) fn each_entry<B>(
    bytes: &[u8],
    mut visit: impl FnMut(&crate::ledger::op::Entry<'_>) -> ControlFlow<B>,
) -> ControlFlow<B> {
    if let Ok(view) = SegmentView::read(bytes) {
        for entry in view.entries().map_while(Result::ok) {
            visit(&entry)?;
        }
    }
    ControlFlow::Continue(())
}

/// The moment of a segment's first operation, to order by.
pub(super) const fn oldest(head: &Head) -> u64 {
    head.hlc_first.0
}
