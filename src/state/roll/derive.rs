//! What follows from what the roll was told, computed anew at each news: there are few.

use super::{
    Fact, Folded, Ripple, Roll,
    node::{Closure, Duty, Node},
};
use crate::{
    domain::id::UnitId,
    ledger::{
        body::office,
        clock::Hlc,
        id::{LogId, OpId},
        key::PublicKey,
        segment::SegHash,
    },
};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// The upper bounds of a ledger's stamps: up to which operation, and the latest stamp up to there. Sorted by the
/// operation; stamps never sink from one to the next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Bounds(Vec<(u64, Hlc)>);

impl Bounds {
    pub(super) fn of(mut anchors: Vec<(u64, Hlc)>) -> Self {
        anchors.sort_unstable_by(|a, b| b.cmp(a));
        let mut kept: Vec<(u64, Hlc)> = Vec::new();
        for (upto, hlc) in anchors {
            // Behind the end of a bound only a tighter one says more.
            match kept.last_mut() {
                Some(last) if last.1 <= hlc => {}
                Some(last) if last.0 == upto => last.1 = hlc,
                _ => kept.push((upto, hlc)),
            }
        }
        kept.reverse();
        Self(kept)
    }

    /// The bound of an operation.
    pub(super) fn at(&self, seq: u64) -> Option<Hlc> {
        let at = self.0.partition_point(|(upto, _)| *upto < seq);
        self.0.get(at).map(|(_, hlc)| *hlc)
    }

    /// Whether these bounds give the first operations of a ledger other stamps than `before` did.
    fn differs(&self, before: &Self, folded: Folded) -> bool {
        let edges = self.0.iter().chain(&before.0).map(|(upto, _)| *upto);
        let edges = edges.flat_map(|upto| [upto, upto.saturating_add(1)]).chain([1]);
        edges.filter(|seq| (1..=folded.seq).contains(seq)).any(|seq| {
            match (before.at(seq), self.at(seq)) {
                (before, now) if before == now => false,
                // Nothing that was folded is above the new bound.
                (None, Some(now)) => now < folded.hlc,
                (Some(before), Some(now)) => now > before || now < folded.hlc,
                (_, None) => true,
            }
        })
    }
}

#[derive(Clone, Debug, Default)]
pub(super) struct Derived {
    pub(super) nodes: FxHashMap<LogId, Node>,
    /// Today's first.
    pub(super) hubs: Vec<LogId>,
    pub(super) closures: FxHashMap<LogId, Closure>,
    /// Every operation that closes a ledger and counts.
    pub(super) closers: BTreeMap<LogId, Vec<OpId>>,
    pub(super) bounds: FxHashMap<LogId, Bounds>,
    pub(super) custodian: Option<[u8; 32]>,
}

impl Derived {
    /// What the step from this to `next` means for what was folded.
    pub(super) fn ripple(&self, next: &Self, folded: &dyn Fn(LogId) -> Folded) -> Ripple {
        let mut ripple = Ripple::Nothing;
        if self.hubs != next.hubs || self.closers != next.closers || self.custodian != next.custodian {
            ripple = Ripple::Changed;
        }
        let none = Bounds::default();
        let mut logs: Vec<LogId> = self.nodes.keys().chain(next.nodes.keys()).copied().collect();
        logs.extend(self.closures.keys().chain(next.closures.keys()));
        logs.extend(self.bounds.keys().chain(next.bounds.keys()));
        logs.sort_unstable();
        logs.dedup();
        for log in logs {
            let (before, after) = (self.nodes.get(&log), next.nodes.get(&log));
            let ends = [self, next].map(|roll| roll.closures.get(&log));
            let bounds = [self, next].map(|roll| roll.bounds.get(&log).unwrap_or(&none));
            if before == after && ends[0] == ends[1] && bounds[0] == bounds[1] {
                continue;
            }
            ripple = ripple.max(Ripple::Changed);
            let seen = folded(log);
            if seen.seq == 0 {
                continue;
            }
            let rights = |node: Option<&Node>| node.map(|node| (node.hub, node.duties));
            let cut = ends.map(|end| end.map_or(seen.seq, |end| end.last_seq.min(seen.seq)));
            if rights(before) != rights(after) || cut[0] != cut[1] || bounds[1].differs(bounds[0], seen) {
                return Ripple::Refold;
            }
        }
        ripple
    }
}

impl Roll {
    /// Hubs' ledgers with their rank, newest first.
    fn ranked(&self) -> Vec<(u32, Node)> {
        let hub = |log, name: &str, key, recipient| Node {
            log,
            name: name.to_owned(),
            key,
            recipient,
            hub: true,
            units: Vec::new(),
            duties: Duty::ALL,
            enrolled: None,
        };
        let alone = self.alone.map(|(log, key)| (0, hub(log, "", key, [0; 32])));
        let certified = self.certs.values().map(|cert| {
            let claim = cert.claim();
            (
                claim.serial,
                hub(claim.log, &claim.name, claim.key, claim.recipient),
            )
        });
        let mut ranked: Vec<(u32, Node)> = alone.into_iter().chain(certified).collect();
        ranked.sort_by_key(|(serial, node)| std::cmp::Reverse((*serial, node.log)));
        ranked
    }

    pub(super) fn derive(&self) -> Derived {
        let mut derived = Derived::default();
        let mut rank: FxHashMap<LogId, u32> = FxHashMap::default();
        for (serial, node) in self.ranked() {
            rank.insert(node.log, serial);
            derived.hubs.push(node.log);
            derived.nodes.insert(node.log, node);
        }
        let mut anchors: BTreeMap<LogId, Vec<(u64, Hlc)>> = BTreeMap::new();
        // The newest hub first: only a newer one closes or bounds a hub, so its own end is known by then.
        for &hub in &derived.hubs.clone() {
            let serial = rank.get(&hub).copied().unwrap_or(0);
            let over = |log: LogId| rank.get(&log).is_none_or(|other| *other < serial);
            let end = derived.closures.get(&hub).map_or(u64::MAX, |end| end.last_seq);
            for (&id, fact) in self.facts.range(hub.op(0)..=hub.op(end)).rev() {
                match fact {
                    Fact::Enrolled(body) => {
                        let log = LogId::new(body.node, body.incarnation);
                        if body.node != 0 && body.incarnation != 0 && !rank.contains_key(&log) {
                            derived
                                .nodes
                                .entry(log)
                                .or_insert_with(|| enrolled(log, id, body));
                        }
                    }
                    Fact::Closed(body) => {
                        let log = LogId::new(body.node, body.incarnation);
                        if over(log) {
                            let closure = Closure {
                                last_seq: body.last_seq,
                                last_hash: SegHash(body.last_hash),
                                reason: body.reason,
                                by: id,
                            };
                            let key = |closure: &Closure| (closure.last_seq, closure.by);
                            derived.closers.entry(log).or_default().push(id);
                            let now = derived.closures.entry(log).or_insert(closure);
                            if key(&closure) < key(now) {
                                *now = closure;
                            }
                        }
                    }
                    // The newest hub's last word comes first.
                    Fact::Custodian(key) => {
                        derived.custodian.get_or_insert(*key);
                    }
                    Fact::Anchor(body) => {
                        let log = LogId::new(body.node, body.incarnation);
                        if over(log) {
                            anchors.entry(log).or_default().push((body.upto, Hlc(body.hlc)));
                        }
                    }
                }
            }
        }
        derived.bounds = anchors
            .into_iter()
            .map(|(log, anchors)| (log, Bounds::of(anchors)))
            .collect();
        derived
    }
}

fn enrolled(log: LogId, id: OpId, body: &office::NodeEnrolled) -> Node {
    Node {
        log,
        name: body.name.clone(),
        key: PublicKey(body.key),
        recipient: body.recipient,
        hub: false,
        units: body.units.iter().map(|name| UnitId(name.0)).collect(),
        duties: body.duties,
        enrolled: Some(id),
    }
}
