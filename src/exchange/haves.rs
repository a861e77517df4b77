//! Have-lists of all nodes, as receipts: what each of them holds, as far as word of it has come.
//!
//! A have-list is signed by its own node and relayed by anybody; of each node the one with the highest number counts,
//! so that what is known of a node never goes back. What a node says to hold is believed as a receipt only where the
//! hash that it names is that of our own segment there: another hash is another history.

use crate::{
    bundle::frame::{Have, Held, SignedHave},
    exchange::desk::{Desk, DeskError},
    ledger::{
        id::{LogId, OpId},
        key::PublicKey,
        segment::SegHash,
    },
};
use std::collections::BTreeMap;

/// What became of a have-list that came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It is newer than what was known.
    New,
    /// It was known, or a newer one is.
    Old,
    /// Nobody vouches for its ledger, or it is not signed by its key.
    NotBelieved,
}

/// The newest have-list of each ledger.
#[derive(Clone, Debug, Default)]
pub struct Haves {
    newest: BTreeMap<LogId, SignedHave>,
}

impl Haves {
    /// Those that the desk keeps; they were verified when they came.
    #[must_use]
    pub fn of(desk: &Desk) -> Self {
        let newest = desk
            .haves()
            .filter_map(|(log, bytes)| Some((log, SignedHave::read(bytes).ok()?)))
            .filter(|(log, have)| have.log() == *log);
        Self {
            newest: newest.collect(),
        }
    }

    /// Takes a have-list that came; `key` is that of its ledger, where somebody vouches for it.
    pub fn take(&mut self, have: SignedHave, key: Option<PublicKey>) -> Taken {
        if key.is_none_or(|key| have.verify(&key).is_err()) {
            return Taken::NotBelieved;
        }
        let log = have.log();
        if self
            .newest
            .get(&log)
            .is_some_and(|known| known.claim().n >= have.claim().n)
        {
            return Taken::Old;
        }
        self.newest.insert(log, have);
        Taken::New
    }

    /// Keeps the lists of these ledgers.
    pub fn keep(&self, of: &[LogId], desk: &mut Desk) -> Result<(), DeskError> {
        let rows: Vec<_> = of
            .iter()
            .filter_map(|log| Some((*log, self.newest.get(log)?.as_bytes().to_vec())))
            .collect();
        desk.note_haves(&rows)
    }

    /// The newest list of a ledger.
    #[must_use]
    pub fn get(&self, log: LogId) -> Option<&Have> {
        self.newest.get(&log).map(SignedHave::claim)
    }

    /// The newest list of a ledger as it was signed.
    #[must_use]
    pub fn signed_by(&self, log: LogId) -> Option<&SignedHave> {
        self.newest.get(&log)
    }

    /// Every list, by ledger.
    pub fn each(&self) -> impl Iterator<Item = &Have> {
        self.newest.values().map(SignedHave::claim)
    }

    /// Every list as it was signed, by ledger.
    #[must_use]
    pub fn signed(&self) -> Vec<SignedHave> {
        self.newest.values().cloned().collect()
    }

    /// What `node` says of `log`.
    #[must_use]
    pub fn held(&self, node: LogId, log: LogId) -> Option<&Held> {
        let entries = &self.get(node)?.entries;
        let at = entries.binary_search_by_key(&log, |held| held.log).ok()?;
        entries.get(at)
    }

    /// Up to where `node` has confirmed to have `log`. `hash_at` answers the hash of our own segment of that ledger that
    /// ends with an operation: what a node says of another history is no receipt. Of what lies beyond our own end
    /// nothing can be said but that it has at least as much as we do.
    #[must_use]
    pub fn receipt(
        &self,
        node: LogId,
        log: LogId,
        hash_at: &dyn Fn(LogId, u64) -> Option<SegHash>,
        tip: u64,
    ) -> u64 {
        match self.held(node, log) {
            Some(held) if held.seq > tip => tip,
            Some(held) if held.seq > 0 && hash_at(log, held.seq) == Some(held.hash) => held.seq,
            _ => 0,
        }
    }

    /// Whether `node` misses the personal data of an operation, by its own word.
    #[must_use]
    pub fn misses(&self, node: LogId, op: OpId) -> bool {
        self.get(node)
            .is_some_and(|have| have.missing_blobs.contains(&op))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{clock::Hlc, key::NodeKey};

    const A: LogId = LogId::new(2, 1);
    const HUB: LogId = LogId::new(1, 1);

    fn have(n: u64, seq: u64, key: &NodeKey) -> SignedHave {
        Have {
            log: A,
            n,
            entries: vec![Held {
                log: HUB,
                seq,
                hash: if seq == 0 { SegHash::NONE } else { SegHash([9; 32]) },
                ranges: Vec::new(),
            }],
            missing_blobs: Vec::new(),
            erased: Vec::new(),
            refused: Vec::new(),
            stamp: Hlc(0),
            surveys: None,
        }
        .sign(key)
        .unwrap()
    }

    #[test]
    fn an_older_list_never_takes_a_receipt_back() {
        let key = NodeKey::from_seed(&[1; 32]);
        let mut haves = Haves::default();
        assert_eq!(haves.take(have(2, 40, &key), Some(key.public())), Taken::New);
        assert_eq!(haves.take(have(1, 10, &key), Some(key.public())), Taken::Old);
        assert_eq!(haves.take(have(2, 10, &key), Some(key.public())), Taken::Old);
        assert_eq!(haves.held(A, HUB).map(|held| held.seq), Some(40));
    }

    #[test]
    fn a_list_signed_by_somebody_else_is_no_receipt() {
        let (key, other) = (NodeKey::from_seed(&[1; 32]), NodeKey::from_seed(&[2; 32]));
        let mut haves = Haves::default();
        assert_eq!(
            haves.take(have(1, 40, &other), Some(key.public())),
            Taken::NotBelieved
        );
        assert_eq!(haves.take(have(1, 40, &key), None), Taken::NotBelieved);
        assert!(haves.get(A).is_none());
    }

    #[test]
    fn a_receipt_for_another_history_is_none() {
        let key = NodeKey::from_seed(&[1; 32]);
        let mut haves = Haves::default();
        haves.take(have(1, 40, &key), Some(key.public()));
        let same = |_: LogId, _: u64| Some(SegHash([9; 32]));
        let other = |_: LogId, _: u64| Some(SegHash([8; 32]));
        assert_eq!(haves.receipt(A, HUB, &same, 100), 40);
        assert_eq!(haves.receipt(A, HUB, &other, 100), 0);
        assert_eq!(haves.receipt(A, HUB, &same, 30), 30);
        assert_eq!(haves.receipt(HUB, HUB, &same, 30), 0);
    }
}
