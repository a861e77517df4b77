//! What operations say, counted for people.

use crate::{
    ledger::{body::Body, op::Entry},
    state::sync::News,
};
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;

/// What an operation of a kind says (kinds: table in [`crate::ledger::body`]).
#[must_use]
pub const fn news_of(kind: u16) -> News {
    match kind {
        1..=4 => News::Nodes,
        10..=14 => News::Plans,
        20..=24 | 43 => News::Seats,
        30..=33 => News::People,
        34 => News::Erasures,
        40 | 44 | 60 => News::Registrations,
        41 => News::Confirmations,
        42 => News::Cancellations,
        50 | 51 => News::Attendance,
        52 => News::Outcomes,
        70 | 71 => News::Surveys,
        _ => News::Unknown,
    }
}

/// Operations counted by what they say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    counts: BTreeMap<News, u64>,
}

impl Tally {
    /// Counts one operation.
    pub fn count(&mut self, kind: u16) {
        let count = self.counts.entry(news_of(kind)).or_default();
        *count = count.saturating_add(1);
    }

    /// All of them.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.counts.values().sum()
    }

    /// In the order of [`News`]; what did not occur is left out.
    #[must_use]
    pub fn lines(&self) -> Vec<(News, u64)> {
        self.counts.iter().map(|(&news, &count)| (news, count)).collect()
    }
}

/// Registrations that operations make or change, each counted once.
#[derive(Clone, Debug, Default)]
pub struct Touching {
    /// A 64-bit hash each: a million of them take 16 MB, and two that meet make the count one too low.
    seen: FxHashSet<u64>,
}

impl Touching {
    /// Takes note of one operation.
    pub fn see(&mut self, entry: &Entry<'_>) {
        if !matches!(entry.op.kind, 40..=44 | 60) {
            return;
        }
        let Ok(body) = Body::read(entry.op.kind, entry.op.body) else {
            return;
        };
        let (person, attempt) = match &body {
            Body::Request(body) => (body.person, body.attempt),
            Body::Confirm(body) => (body.person, body.attempt),
            Body::Cancel(body) => (body.person, body.attempt),
            Body::Release(body) => (body.person, body.attempt),
            Body::Past(body) => (body.person, body.attempt),
            Body::Replace(body) => (body.by, body.by_attempt),
            _ => return,
        };
        let mut hash = blake3::Hasher::new();
        hash.update(&entry.op.subject.0)
            .update(&person.0)
            .update(&[attempt]);
        let first = hash.finalize();
        if let Some(bytes) = first.as_bytes().first_chunk::<8>() {
            self.seen.insert(u64::from_le_bytes(*bytes));
        }
    }

    /// How many.
    #[must_use]
    pub fn count(&self) -> u64 {
        u64::try_from(self.seen.len()).unwrap_or(u64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_today_says_something_and_one_of_tomorrow_is_unknown() {
        let known = [
            1, 2, 3, 4, 10, 11, 12, 13, 14, 20, 21, 22, 23, 24, 30, 31, 32, 33, 34, 40, 41, 42, 43, 44, 50,
            51, 52, 60, 70,
        ];
        for kind in known {
            assert_ne!(news_of(kind), News::Unknown, "{kind}");
        }
        assert_eq!(news_of(4_000), News::Unknown);
    }

    #[test]
    fn a_tally_counts_each_operation_once() {
        let mut tally = Tally::default();
        for kind in [40, 40, 42, 999, 60] {
            tally.count(kind);
        }
        assert_eq!(tally.total(), 5);
        assert_eq!(
            tally.lines(),
            [
                (News::Registrations, 3),
                (News::Cancellations, 1),
                (News::Unknown, 1)
            ]
        );
    }
}
