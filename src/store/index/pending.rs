//! What has changed since the last checkpoint, in memory.
//!
//! The ledger holds every change already, so nothing here is lost when the process stops; between checkpoints sled
//! is only read, and a record that changes ten times is written once.

use std::collections::{BTreeMap, HashMap};
use std::ops::Bound;

use super::digest::Digests;
use crate::store::codec::{self, Fingerprint};

/// What sled holds of a record that changed.
#[derive(Clone, Copy)]
enum Old {
    /// Nobody has looked: that costs a read from the disk, and only a checkpoint and a count need to know.
    Unseen,
    /// Nothing.
    Absent,
    /// A value with this fingerprint.
    Held(Fingerprint),
}

struct Entry {
    /// What sled holds.
    old: Old,
    /// What it will hold; `None` when the record is removed.
    new: Option<sled::IVec>,
}

/// What became of a record since the last checkpoint.
pub(super) enum Change {
    /// Nothing: sled has it, if it is.
    None,
    /// It was removed.
    Removed,
    /// It has this value.
    Written(sled::IVec),
}

/// The changed records by whole key.
#[derive(Default)]
pub(super) struct Pending {
    entries: BTreeMap<Vec<u8>, Entry>,
    bytes: usize,
    counts: HashMap<u8, i64>,
}

impl Pending {
    /// What became of the record.
    pub fn get(&self, key: &[u8]) -> Change {
        match self.entries.get(key) {
            None => Change::None,
            Some(Entry { new: None, .. }) => Change::Removed,
            Some(Entry { new: Some(value), .. }) => Change::Written(value.clone()),
        }
    }

    /// Notes a change of a record that changed before; gives the value back when it did not.
    pub fn change(&mut self, key: &[u8], new: Option<sled::IVec>) -> Result<(), Option<sled::IVec>> {
        let Some(entry) = self.entries.get_mut(key) else {
            return Err(new);
        };
        let before = entry.new.as_ref().map_or(0, |value| value.len());
        let after = new.as_ref().map_or(0, |value| value.len());
        let counted = i64::from(new.is_some()) - i64::from(entry.new.is_some());
        entry.new = new;
        self.bytes = self.bytes.saturating_sub(before).saturating_add(after);
        self.recount(key, counted);
        Ok(())
    }

    /// Notes the first change of a record.
    pub fn first(&mut self, key: Vec<u8>, new: Option<sled::IVec>) {
        self.bytes = self
            .bytes
            .saturating_add(key.len())
            .saturating_add(new.as_ref().map_or(0, |v| v.len()));
        self.recount(&key, i64::from(new.is_some()));
        self.entries.insert(
            key,
            Entry {
                old: Old::Unseen,
                new,
            },
        );
    }

    /// Looks at what sled holds of every record that nobody has looked at.
    pub fn look<E>(
        &mut self,
        mut held: impl FnMut(&[u8]) -> Result<Option<Fingerprint>, E>,
    ) -> Result<(), E> {
        let mut gone: Vec<u8> = Vec::new();
        for (key, entry) in &mut self.entries {
            if matches!(entry.old, Old::Unseen) {
                entry.old = held(key)?.map_or(Old::Absent, Old::Held);
                if matches!(entry.old, Old::Held(_)) {
                    gone.extend(key.first());
                }
            }
        }
        for tree in gone {
            *self.counts.entry(tree).or_default() -= 1;
        }
        Ok(())
    }

    fn recount(&mut self, key: &[u8], by: i64) {
        if let (Some(tree), true) = (key.first(), by != 0) {
            *self.counts.entry(*tree).or_default() += by;
        }
    }

    /// By how much the tree's count in sled is off, once everything was looked at.
    pub fn counted(&self, tree: u8) -> i64 {
        self.counts.get(&tree).copied().unwrap_or(0)
    }

    /// How many records changed.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// About how many bytes they hold.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Puts the changes into the digests of what sled holds, once everything was looked at.
    pub fn digest(&self, digests: &mut Digests) {
        for (key, entry) in &self.entries {
            if let Old::Held(old) = entry.old {
                digests.remove(key, old);
            }
            if let Some(Ok(new)) = entry.new.as_ref().map(|value| codec::fingerprint(value)) {
                digests.add(key, new);
            }
        }
    }

    /// All changes in key order.
    pub fn changes(&self) -> impl Iterator<Item = (Vec<u8>, Option<sled::IVec>)> {
        self.entries
            .iter()
            .map(|(key, entry)| (key.clone(), entry.new.clone()))
    }

    /// The changes between two keys in key order.
    pub fn range(&self, from: &Bound<Vec<u8>>, to: &Bound<Vec<u8>>) -> Vec<(Vec<u8>, Option<sled::IVec>)> {
        // `BTreeMap::range` panics when the bounds cross.
        let crossed = match (from, to) {
            (Bound::Included(a), Bound::Included(b)) => a > b,
            (Bound::Included(a) | Bound::Excluded(a), Bound::Included(b) | Bound::Excluded(b)) => a >= b,
            _ => false,
        };
        if crossed {
            return Vec::new();
        }
        let bounds = (from.as_ref().map(Vec::as_slice), to.as_ref().map(Vec::as_slice));
        let pairs = self.entries.range::<[u8], _>(bounds);
        pairs
            .map(|(key, entry)| (key.clone(), entry.new.clone()))
            .collect()
    }
}
