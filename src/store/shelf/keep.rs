//! What is kept beside a ledger, and for how much of it there is room.

use super::{Outcome, Shelf, Taken, beside::Place, chain::Chain};
use crate::{
    ledger::{
        id::LogId,
        segment::{Head, SegHash, SegmentView},
    },
    store::log::LogError,
};
use std::collections::{BTreeMap, BTreeSet};

/// How many times the room of one ledger the branch of a settled one may take, until it is in its place.
const SETTLED: u64 = 4;

impl Shelf {
    /// Keeps a segment of the own ledger that is not in it: as evidence, and to go on from in its next incarnation. Its
    /// signature was checked.
    pub fn keep_own(
        &mut self,
        head: &Head,
        bytes: &[u8],
        next: u64,
        settled: bool,
    ) -> Result<Outcome, LogError> {
        let place = if head.first_seq < next {
            Place::Fork
        } else {
            Place::Held
        };
        Ok(self.keep_beside(head, bytes, place, settled)?.outcome)
    }

    /// Whether a segment of the own ledger is kept beside it that begins with operation `first` and with the operations
    /// `ops`.
    pub fn own_beside(&mut self, first: u64, ops: &[u8]) -> Result<bool, LogError> {
        self.writing.flush(&*self.files)?;
        let Some(chain) = self.chains.get(&self.own) else {
            return Ok(false);
        };
        for path in chain.beside_at(first) {
            let bytes = self.files.read(&path).map_err(LogError::io(&path))?;
            if SegmentView::read(&bytes).is_ok_and(|view| view.ops.starts_with(ops)) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Keeps a segment beside its ledger; of a ledger that is `settled` it is known which branch counts.
    pub(super) fn keep_beside(
        &mut self,
        head: &Head,
        bytes: &[u8],
        place: Place,
        settled: bool,
    ) -> Result<Taken, LogError> {
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let chain = self.chain(head.log)?;
        let outcome = match place {
            Place::Fork => Outcome::Fork,
            Place::Held => {
                let from = chain.held_before(head.first_seq).saturating_add(1);
                Outcome::Held {
                    from: from.min(head.first_seq),
                    to: head.first_seq.saturating_sub(1),
                }
            }
        };
        if chain.has_beside(place, head) {
            return Ok(outcome.alone());
        }
        if !self.has_room(head.log, length, 1) {
            if settled {
                self.clear_evidence(head)?;
            }
            // The branch that counts must not stay away because others have filled its room.
            if !self.has_room(head.log, length, if settled { SETTLED } else { 1 }) {
                return Ok(Outcome::NoRoom.alone());
            }
        }
        let chain = self.chain(head.log)?;
        let dir = chain.dir_of(place);
        let path = chain.beside(place, head);
        self.files.create_dir_all(&dir).map_err(LogError::io(&dir))?;
        self.writing.write(&*self.files, &path, bytes)?;
        self.chain(head.log)?.put_beside(place, *head);
        if place == Place::Fork {
            self.fresh_evidence.insert((head.log, head.hash()));
        }
        Ok(outcome.alone())
    }

    /// Whether `length` bytes more may be kept beside a ledger, which has so many times the room of one.
    fn has_room(&self, log: LogId, length: u64, times: u64) -> bool {
        let of_all: u64 = self.chains.values().map(Chain::beside_bytes).sum();
        let of_one = self.chains.get(&log).map_or(0, Chain::beside_bytes);
        of_one.saturating_add(length) <= self.quota.one.saturating_mul(times)
            && of_all.saturating_add(length) <= self.quota.all
    }

    /// Lets go of evidence of a settled ledger that was here before this receive, to make room for the branch that counts:
    /// all but what `head` goes on from, part of which may be held back. What then leaves its place for that branch is evidence again.
    fn clear_evidence(&mut self, head: &Head) -> Result<(), LogError> {
        self.writing.flush(&*self.files)?;
        let Some(chain) = self.chains.get_mut(&head.log) else {
            return Ok(());
        };
        let forks: BTreeMap<SegHash, Head> = chain.fork_heads().map(|fork| (fork.hash(), fork)).collect();
        let waiting = chain.held_heads().map(|waiting| (waiting.hash(), waiting.prev));
        let beside: BTreeMap<SegHash, SegHash> = waiting
            .chain(forks.iter().map(|(hash, fork)| (*hash, fork.prev)))
            .collect();
        let mut kept = BTreeSet::new();
        let mut before = head.prev;
        while let Some(prev) = beside.get(&before).filter(|_| kept.insert(before)) {
            before = *prev;
        }
        for (hash, fork) in forks {
            if !kept.contains(&hash) && !self.fresh_evidence.contains(&(head.log, hash)) {
                self.writing
                    .remove(&*self.files, &chain.beside(Place::Fork, &fork))?;
                chain.take_beside(Place::Fork, &fork);
            }
        }
        Ok(())
    }
}
