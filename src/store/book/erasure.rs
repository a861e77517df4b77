//! Erasure: what goes with the blobs, and when it may be said to be done.
//!
//! The blob is destroyed first; then the view, which was folded of it, is made anew, and the one that was set aside for
//! it is removed. Only then does this node say that the erasure is done ([`Book::erasures_done`]).

use super::{Book, BookError, sources};
use crate::{
    domain::{id::PersonId, number::Number},
    ledger::{
        blob::BlobHash,
        body::{self, Body, people::ProfileBlob},
        id::{LogId, OpId},
    },
    state::world::Subject,
    store::papers::{self, Named},
};
use std::collections::{BTreeMap, BTreeSet};

/// What went with personal data that was destroyed, beside the view.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gone {
    /// Whose it was, as far as known here.
    pub people: BTreeSet<PersonId>,
    /// The numbers that they had.
    pub numbers: Vec<Number>,
    /// Printed letters that were removed.
    pub papers: u64,
    /// Printed sheets that an officer should look at: a letter was cut out of one with letters of others, or one could
    /// not be removed.
    pub sheets: Vec<String>,
}

impl Book {
    /// Takes note that the hub has an operation destroy personal data.
    pub(super) fn told_erase(&mut self, id: OpId, body: &Body) {
        if let Body::Erase(body) = body
            && self.roll.is_hub(id.log)
            && self.roll.counts(id)
        {
            self.erasing.extend(body.blobs.iter().copied());
        }
    }

    /// Destroys what the roll was told to be destroyed, and what was printed of it; answers how much was here.
    pub(super) fn erase_told(&mut self) -> Result<u64, BookError> {
        let erasing = std::mem::take(&mut self.erasing);
        if erasing.is_empty() {
            return Ok(0);
        }
        let (mut held, mut named) = (0u64, Vec::new());
        for hash in &erasing {
            let Ok(Some(blob)) = self.blobs.get(hash) else {
                continue;
            };
            held = held.saturating_add(1);
            if let Some(profile) = body::read::<ProfileBlob>(blob.body()) {
                let number = Number::try_from(profile.number).ok();
                let person = number.and_then(|number| self.person_of(number).ok().flatten());
                self.gone.people.extend(person);
                self.gone.numbers.extend(number);
                named.push(Named {
                    name: profile.name,
                    digits: number.map(Number::digits).unwrap_or_default(),
                });
            }
        }
        // While the blobs say whom to look for: a power cut behind this leaves them, and it is done again.
        let burned = papers::burn(&*self.files, &self.data, &named);
        self.gone.papers = self.gone.papers.saturating_add(burned.papers);
        self.gone.sheets.extend(burned.sheets);
        for hash in &erasing {
            self.blobs.destroy(hash)?;
        }
        self.forget_aside();
        Ok(held)
    }

    pub(super) fn destroy(&mut self, hash: &BlobHash) -> Result<bool, BookError> {
        let held = self.blobs.get(hash).is_ok_and(|blob| blob.is_some());
        self.blobs.destroy(hash)?;
        Ok(held)
    }

    /// Removes the view that was set aside, where personal data was ever destroyed: it may hold the name. One that
    /// cannot be removed keeps every erasure from being said to be done, and is tried again at the next start.
    pub(super) fn forget_aside(&mut self) {
        let any = !self.erased.is_empty() || self.roll.erased().next().is_some();
        self.aside = any && self.place.forget_aside(&self.data).is_err();
    }

    /// What went with personal data that was destroyed since this was asked last.
    pub fn take_gone(&mut self) -> Gone {
        std::mem::take(&mut self.gone)
    }

    /// The erasures that are done here, to the last: blobs, view, and the view that was set aside.
    #[must_use]
    pub fn erasures_done(&self) -> BTreeSet<OpId> {
        if self.lost || self.stale || self.aside {
            BTreeSet::new()
        } else {
            self.roll.erasures()
        }
    }

    /// The erasures by the person they are about, the newest first: a long life takes several operations.
    pub fn erasures_by_person(&mut self) -> Result<Vec<Vec<OpId>>, BookError> {
        let operations = self.roll.erasures();
        let mut first: BTreeMap<LogId, u64> = BTreeMap::new();
        for op in &operations {
            first.entry(op.log).or_insert(op.seq);
        }
        let mut found: BTreeMap<PersonId, Vec<OpId>> = BTreeMap::new();
        for (log, from) in first {
            self.sources().entries(log, from, &mut |entry, _| {
                if operations.contains(&entry.id) {
                    let stamp = super::fold::stamp(entry.id, entry.hlc);
                    if let Subject::Person(person) = sources::subject(Subject::of(&entry.op, stamp), stamp) {
                        found.entry(person).or_default().push(entry.id);
                    }
                }
                Ok(())
            })?;
        }
        let mut groups: Vec<Vec<OpId>> = found.into_values().collect();
        groups.sort_unstable_by_key(|group| std::cmp::Reverse(group.last().copied()));
        Ok(groups)
    }

    /// How often the view was made anew since the office was opened.
    #[must_use]
    pub const fn times_made_anew(&self) -> u64 {
        self.anew
    }
}
