//! The roll: which ledgers there are, who may write what, and from when to when.
//!
//! It is folded from certificates of the organisation's root key and from five kinds of operations in hubs' ledgers
//! (`NodeEnrolled`, `LogClosed`, `Anchor`, `CustodianSet`, `Erase`), in any order across ledgers. Everything it answers is a function of
//! the set of what it was told: a hub's operations count up to the closure of its ledger by a *newer* hub (a higher
//! serial of the certificate), so a stolen copy of a former hub can close nothing of its successor.
//!
//! Where what was folded already would now be folded otherwise, [`Roll::apply`] says so ([`Ripple::Refold`]).

mod derive;
mod node;
mod scope;

pub use node::{Closure, Duty, Node};
pub use scope::Ignored;

use crate::{
    domain::id::UnitId,
    ledger::{
        blob::BlobHash,
        body::{Body, office},
        cert::HubCert,
        clock::Hlc,
        id::{LogId, OpId},
        key::PublicKey,
        recipient::Recipient,
    },
};
use derive::Derived;
use std::collections::{BTreeMap, BTreeSet};

/// What follows for the view from news on the roll.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ripple {
    /// Nothing: known before, of no effect, or no matter of the roll.
    Nothing,
    /// The roll answers differently from now on; nothing folded so far is affected.
    Changed,
    /// What was folded so far is affected: the view is to be folded anew from the ledgers with the roll as it is now.
    Refold,
}

/// How far a ledger was folded. Nothing: [`Folded::default`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    /// Its last operation that was folded.
    pub seq: u64,
    /// The highest *effective* stamp among those that were folded, or a bound above it.
    pub hlc: Hlc,
}

/// An operation of the roll, as it was told.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Fact {
    Enrolled(office::NodeEnrolled),
    Closed(office::LogClosed),
    Anchor(office::Anchor),
    Custodian([u8; 32]),
}

/// The roll.
#[derive(Clone, Debug)]
pub struct Roll {
    root: Option<PublicKey>,
    alone: Option<(LogId, PublicKey)>,
    /// The newest certificate of each ledger.
    certs: BTreeMap<LogId, HubCert>,
    facts: BTreeMap<OpId, Fact>,
    erased: BTreeMap<BlobHash, BTreeSet<OpId>>,
    derived: Derived,
}

impl Roll {
    /// The roll of an office of its own: its ledger is the hub's, and there is no root key.
    #[must_use]
    pub fn alone(log: LogId, key: PublicKey) -> Self {
        Self::new(None, Some((log, key)))
    }

    /// The roll of an organisation: nobody is known before the first certificate.
    #[must_use]
    pub fn of(root: PublicKey) -> Self {
        Self::new(Some(root), None)
    }

    fn new(root: Option<PublicKey>, alone: Option<(LogId, PublicKey)>) -> Self {
        let mut roll = Self {
            root,
            alone,
            certs: BTreeMap::new(),
            facts: BTreeMap::new(),
            erased: BTreeMap::new(),
            derived: Derived::default(),
        };
        roll.derived = roll.derive();
        roll
    }

    /// The organisation's root key; `None` in an office of its own.
    #[must_use]
    pub const fn root(&self) -> Option<PublicKey> {
        self.root
    }

    /// Takes a certificate of this organisation's root: its ledger is a hub's. One of another root, or one that is
    /// older than what is known of its ledger, changes nothing. `folded` tells how far each ledger was folded.
    pub fn certify(&mut self, cert: &HubCert, folded: &dyn Fn(LogId) -> Folded) -> Ripple {
        let claim = cert.claim();
        if self.root != Some(claim.root) {
            return Ripple::Nothing;
        }
        let newer = |known: &HubCert| (known.claim().serial, known.bytes()) < (claim.serial, cert.bytes());
        if !self.certs.get(&claim.log).is_none_or(newer) {
            return Ripple::Nothing;
        }
        self.certs.insert(claim.log, cert.clone());
        self.rederive(folded)
    }

    /// The newest certificate of each hub ledger: what is carried along with every bundle.
    pub fn certs(&self) -> impl Iterator<Item = &HubCert> {
        self.certs.values()
    }

    /// Whether an operation is the roll's matter: only these need to be told to it (and kept, to make it anew).
    #[must_use]
    pub const fn concerns(body: &Body) -> bool {
        matches!(
            body,
            Body::NodeEnrolled(_)
                | Body::LogClosed(_)
                | Body::Anchor(_)
                | Body::CustodianSet(_)
                | Body::Erase(_)
        )
    }

    /// Takes one operation of any ledger, in any order across ledgers, twice or not at all. What is no matter of the
    /// roll changes nothing. `folded` tells how far each ledger was folded: while everything is folded anew, give
    /// `&|_| Folded::default()` and tell the roll all its operations first.
    pub fn apply(&mut self, id: OpId, body: &Body, folded: &dyn Fn(LogId) -> Folded) -> Ripple {
        let fact = match body {
            Body::NodeEnrolled(body) => Fact::Enrolled(body.clone()),
            Body::LogClosed(body) => Fact::Closed(body.clone()),
            Body::Anchor(body) => Fact::Anchor(body.clone()),
            Body::CustodianSet(body) => Fact::Custodian(body.recipient),
            Body::Erase(body) => return self.erase(id, &body.blobs, folded),
            _ => return Ripple::Nothing,
        };
        if self.facts.insert(id, fact).is_some() {
            return Ripple::Nothing;
        }
        self.rederive(folded)
    }

    fn erase(&mut self, id: OpId, blobs: &[BlobHash], folded: &dyn Fn(LogId) -> Folded) -> Ripple {
        let mut new = false;
        for blob in blobs {
            new |= self.erased.entry(*blob).or_default().insert(id);
        }
        if !new || !self.is_hub(id.log) || !self.counts(id) {
            return Ripple::Nothing;
        }
        // Blobs are named by hubs' operations only: where none was folded, none is in the view.
        let any = self.derived.hubs.iter().any(|hub| folded(*hub).seq > 0);
        if any { Ripple::Refold } else { Ripple::Changed }
    }

    fn rederive(&mut self, folded: &dyn Fn(LogId) -> Folded) -> Ripple {
        let derived = self.derive();
        let ripple = self.derived.ripple(&derived, folded);
        self.derived = derived;
        ripple
    }

    /// What is known of a ledger; `None`: the hub has not made it known, and nothing of it counts.
    #[must_use]
    pub fn node(&self, log: LogId) -> Option<&Node> {
        self.derived.nodes.get(&log)
    }

    /// Every ledger that is known, by name.
    #[must_use]
    pub fn nodes(&self) -> Vec<&Node> {
        let mut nodes: Vec<&Node> = self.derived.nodes.values().collect();
        nodes.sort_unstable_by_key(|node| node.log);
        nodes
    }

    /// The hub's ledger of today: the one with the newest certificate, or an office's own where it is alone. `None`
    /// before the first certificate.
    #[must_use]
    pub fn hub(&self) -> Option<LogId> {
        self.derived.hubs.first().copied()
    }

    /// Hubs' ledgers, today's first, then former ones.
    #[must_use]
    pub fn hubs(&self) -> &[LogId] {
        &self.derived.hubs
    }

    /// Whether a ledger is a hub's, of today or a former one.
    #[must_use]
    pub fn is_hub(&self, log: LogId) -> bool {
        self.node(log).is_some_and(|node| node.hub)
    }

    /// The key that seals a ledger's segments and signs its bundles and have-lists.
    #[must_use]
    pub fn key(&self, log: LogId) -> Option<PublicKey> {
        self.node(log).map(|node| node.key)
    }

    /// The office's name; empty where the ledger is unknown.
    #[must_use]
    pub fn name(&self, log: LogId) -> &str {
        self.node(log).map_or("", |node| node.name.as_str())
    }

    /// Where a ledger ends for ever; `None` while it is open.
    #[must_use]
    pub fn closure(&self, log: LogId) -> Option<&Closure> {
        self.derived.closures.get(&log)
    }

    /// Whether a ledger is known and not closed: only then it is written to, and bundles are encrypted to it.
    #[must_use]
    pub fn is_open(&self, log: LogId) -> bool {
        self.node(log).is_some() && self.closure(log).is_none()
    }

    /// Whether an operation counts: its ledger is known, and it is not behind the ledger's closure.
    #[must_use]
    pub fn counts(&self, id: OpId) -> bool {
        self.node(id.log).is_some()
            && self
                .closure(id.log)
                .is_none_or(|closure| id.seq <= closure.last_seq)
    }

    /// Whether the author of a ledger may say this at all; see [`Duty`].
    #[must_use]
    pub fn allows(&self, log: LogId, body: &Body) -> bool {
        self.node(log).is_some_and(|node| scope::allows(node, body))
    }

    /// Whether an operation has effect; why not, where it has none.
    ///
    /// # Errors
    ///
    /// [`Ignored`]: the operation is kept and relayed, and every fold passes it over.
    pub fn judge(&self, id: OpId, body: &Body) -> Result<(), Ignored> {
        let node = self.node(id.log).ok_or(Ignored::Unknown)?;
        if !self.counts(id) {
            Err(Ignored::Closed)
        } else if scope::allows(node, body) {
            Ok(())
        } else {
            Err(Ignored::Scope)
        }
    }

    /// The stamp that folds go by: the ledger's own, not before `hub_seen` (the stamp of the newest operation of the hub
    /// that the author knew, as the segment's header says; 0 where it knew none), and not after any bound that the hub
    /// has set for it (exchange design 2.8).
    #[must_use]
    pub fn effective(&self, id: OpId, hlc: Hlc, hub_seen: Hlc) -> Hlc {
        let lifted = hlc.max(hub_seen);
        match self.derived.bounds.get(&id.log) {
            None => lifted,
            Some(bounds) => bounds.at(id.seq).map_or(lifted, |bound| lifted.min(bound)),
        }
    }

    /// Whether the hub that writes `take` had closed `log` before it, in the same ledger.
    #[must_use]
    pub fn closed_before(&self, log: LogId, take: OpId) -> bool {
        self.derived
            .closers
            .get(&log)
            .is_some_and(|ops| ops.iter().any(|op| op.log == take.log && op.seq < take.seq))
    }

    /// The key that survey answers are encrypted to before they leave an office: what the newest hub said last; `None`
    /// where nobody has named one yet.
    #[must_use]
    pub fn custodian(&self) -> Option<Recipient> {
        self.derived.custodian.map(Recipient)
    }

    /// The ledger that asks those what they think whom `marked` was the first to mark: that of the same node in its
    /// incarnation of today, or the hub's where the node is closed or does not collect surveys.
    #[must_use]
    pub fn surveyor(&self, marked: LogId) -> Option<LogId> {
        let nodes = self.derived.nodes.values();
        let there = nodes.filter(|node| node.log.node == marked.node && self.closure(node.log).is_none());
        there
            .filter(|node| node.has(Duty::Survey))
            .map(|node| node.log)
            .max()
            .or_else(|| self.hub())
    }

    /// Who may know people of a unit: today's hub, and open nodes that serve the unit or all units.
    #[must_use]
    pub fn audience(&self, unit: UnitId) -> Vec<&Node> {
        let mut audience = self.nodes();
        audience.retain(|node| {
            self.closure(node.log).is_none()
                && if node.hub {
                    Some(node.log) == self.hub()
                } else {
                    node.serves(unit)
                }
        });
        audience
    }

    /// Whether personal data was destroyed by the hub: it is refused wherever it comes from.
    #[must_use]
    pub fn is_erased(&self, blob: &BlobHash) -> bool {
        self.erased.get(blob).is_some_and(|ops| self.erases(ops))
    }

    /// Everything that was destroyed.
    pub fn erased(&self) -> impl Iterator<Item = &BlobHash> {
        let counted = self.erased.iter().filter(|(_, ops)| self.erases(ops));
        counted.map(|(blob, _)| blob)
    }

    /// The operations that destroyed something: what a node reports as done.
    #[must_use]
    pub fn erasures(&self) -> BTreeSet<OpId> {
        let ops = self.erased.values().flatten().copied();
        ops.filter(|op| self.is_hub(op.log) && self.counts(*op)).collect()
    }

    fn erases(&self, ops: &BTreeSet<OpId>) -> bool {
        ops.iter().any(|op| self.is_hub(op.log) && self.counts(*op))
    }
}

#[cfg(test)]
mod tests;
