//! The roll between the ledgers and the folds: made of certificates and of the hubs' operations on it.

use super::{Book, BookError, rows};
use crate::{
    ledger::{
        body::Body,
        cert::HubCert,
        clock::Hlc,
        id::{LogId, OpId},
        op::OpView,
        segment::Head,
    },
    state::roll::{Folded, Ripple, Roll},
    store::{identity::Organisation, index::IndexFault},
};

/// Whether a kind is the roll's matter, before its body is read.
pub(super) fn concerns(op: &OpView<'_>) -> Option<Body> {
    // The kinds of `Roll::concerns`: reading every body only to ask would cost as much as folding it.
    matches!(op.kind, 2 | 3 | 4 | 34 | 71)
        .then(|| Body::read(op.kind, op.body).ok())
        .flatten()
        .filter(Roll::concerns)
}

/// The roll before any operation.
pub(super) fn begin(org: Option<&Organisation>, own: LogId, key: crate::ledger::key::PublicKey) -> Roll {
    let Some(org) = org else {
        return Roll::alone(own, key);
    };
    let mut roll = Roll::of(org.root);
    for cert in &org.certs {
        roll.certify(cert, &|_| Folded::default());
    }
    roll
}

impl Book {
    /// Which ledgers there are, and who may write what.
    #[must_use]
    pub const fn roll(&self) -> &Roll {
        &self.roll
    }

    /// Tells the roll an operation of a hub's ledger; what it destroys is destroyed with [`Book::erase_told`].
    pub(super) fn tell_roll(&mut self, id: OpId, body: &Body) -> Result<Ripple, IndexFault> {
        let folded = &self.folded;
        let ripple = self.roll.apply(id, body, &|log| folded.folded(log));
        rows::FACTS.put(&self.index, &rows::op_key(id), &fact(body))?;
        // The view was folded of what is destroyed: until it is made anew, the name is in it.
        self.stale |= ripple == Ripple::Refold && matches!(body, Body::Erase(_));
        self.told_erase(id, body);
        Ok(ripple)
    }

    /// Makes the roll of what the view keeps of it and of what the view has not seen; what follows for the view.
    pub(super) fn recall_roll(&mut self) -> Result<Ripple, BookError> {
        self.roll = begin(self.org.as_ref(), self.log.id(), self.log.public_key());
        let mut kept = Vec::new();
        rows::FACTS.each(&self.index, |key, fact| {
            kept.extend(rows::key_op(&key).map(|id| (id, fact)));
            true
        })?;
        for (id, fact) in kept {
            if let Ok(body) = Body::read(fact.kind, &fact.body) {
                self.roll.apply(id, &body, &|_| Folded::default());
            }
        }
        let mut ripple = Ripple::Nothing;
        for hub in self.roll.hubs().to_vec() {
            let mut new = Vec::new();
            let from = self.folded.of(hub).seq.saturating_add(1);
            if from <= self.last_of(hub) {
                self.sources().entries(hub, from, &mut |entry, _| {
                    if entry.id.seq >= from {
                        new.extend(concerns(&entry.op).map(|body| (entry.id, body)));
                    }
                    Ok(())
                })?;
            }
            for (id, body) in new {
                ripple = ripple.max(self.tell_roll(id, &body)?);
            }
        }
        self.erase_told()?;
        if self.choose_branches()? {
            ripple = Ripple::Refold;
        }
        self.see_hubs();
        Ok(ripple)
    }

    /// Makes the roll anew of the ledgers alone; answers the operations that it was told.
    pub(super) fn read_roll(&mut self) -> Result<Vec<(OpId, rows::Fact)>, BookError> {
        let mut roll = begin(self.org.as_ref(), self.log.id(), self.log.public_key());
        std::mem::swap(&mut self.roll, &mut roll);
        let mut facts = Vec::new();
        for hub in self.roll.hubs().to_vec() {
            let mut told = Vec::new();
            self.sources().entries(hub, 1, &mut |entry, _| {
                told.extend(concerns(&entry.op).map(|body| (entry.id, body)));
                Ok(())
            })?;
            for (id, body) in told {
                self.roll.apply(id, &body, &|_| Folded::default());
                self.told_erase(id, &body);
                facts.push((id, fact(&body)));
            }
        }
        self.erase_told()?;
        self.see_hubs();
        Ok(facts)
    }

    /// Puts the branches in place that closures name; answers whether any ledger is another now.
    pub(super) fn choose_branches(&mut self) -> Result<bool, BookError> {
        let mut chosen = false;
        for log in self.shelf.logs() {
            let Some(closure) = self.roll.closure(log).copied() else {
                continue;
            };
            chosen |= self
                .shelf
                .choose(log, closure.last_seq, closure.last_hash)?
                .is_some();
        }
        Ok(chosen)
    }

    /// Tells the own ledger the newest operation of a hub that is here.
    pub(super) fn see_hubs(&mut self) {
        let own = self.log.id();
        let newest = if self.roll.is_hub(own) {
            None
        } else {
            let hubs = self.roll.hubs().iter();
            hubs.filter_map(|hub| self.shelf.tip(*hub))
                .map(|tip: &Head| tip.hlc_last)
                .max()
        };
        let newest = newest.unwrap_or(Hlc::default());
        match self.id.tail_saw {
            Some(then) if !self.log.open_ops().is_empty() => self.log.see_hub(then),
            _ => self.log.see_hub(newest),
        }
    }

    /// The certificates of hubs, as they came.
    #[must_use]
    pub fn certs(&self) -> Vec<Vec<u8>> {
        self.roll.certs().map(|cert| cert.bytes().to_vec()).collect()
    }

    /// Keeps a certificate of a hub, durably; answers whether it is new. The first one makes this office part of the
    /// organisation whose root key has signed it: that key must have been compared. Later ones of other roots are
    /// refused. The view is made anew where it changes who is believed.
    pub fn add_cert(&mut self, cert: &[u8]) -> Result<bool, BookError> {
        let invalid = |fault: String| std::io::Error::new(std::io::ErrorKind::InvalidData, fault);
        let cert = HubCert::decode(cert).map_err(|fault| invalid(fault.to_string()))?;
        let mut org = match &self.org {
            Some(org) if org.root == cert.claim().root => org.clone(),
            Some(_) => return Ok(false),
            None => Organisation {
                root: cert.claim().root,
                certs: Vec::new(),
            },
        };
        if org.certs.contains(&cert) {
            return Ok(false);
        }
        // What the next segment says of the hub may change.
        self.seal()?;
        self.remember_hub()?;
        org.certs.push(cert.clone());
        org.write(&*self.files, &self.data)?;
        let first = self.org.is_none();
        let hubs = self.roll.hubs().to_vec();
        let ripple = if first {
            let roll = begin(Some(&org), self.log.id(), self.log.public_key());
            let own = self.log.id();
            let same = roll.hubs() == hubs && roll.key(own) == self.roll.key(own);
            self.org = Some(org.clone());
            if same || self.operations() == 0 {
                self.recall_roll()?
            } else {
                Ripple::Refold
            }
        } else {
            let folded = &self.folded;
            self.roll.certify(&cert, &|log| folded.folded(log))
        };
        self.org = Some(org);
        let came: Vec<LogId> = self
            .roll
            .hubs()
            .iter()
            .filter(|hub| !hubs.contains(hub))
            .copied()
            .collect();
        if ripple == Ripple::Refold || came.iter().any(|hub| self.last_of(*hub) > 0) {
            self.rebuild("another hub is believed")?;
        }
        self.see_hubs();
        Ok(true)
    }
}

pub(super) fn fact(body: &Body) -> rows::Fact {
    let mut bytes = Vec::new();
    body.write(&mut bytes);
    rows::Fact {
        kind: body.kind(),
        body: bytes,
    }
}
