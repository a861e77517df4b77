//! Operations that had no effect, as far as anybody will look at them.

use crate::{ledger::id::OpId, state::roll::Ignored};

/// How many are named.
const MOST: usize = 1_000;

/// Operations that had no effect, with the reason.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unheeded {
    /// How many there were.
    pub count: u64,
    /// The first thousand of them.
    pub first: Vec<(OpId, Ignored)>,
}

impl Unheeded {
    pub(super) fn see(&mut self, id: OpId, ignored: Option<Ignored>) {
        let Some(why) = ignored else { return };
        self.count = self.count.saturating_add(1);
        if self.first.len() < MOST {
            self.first.push((id, why));
        }
    }

    pub(super) fn add(&mut self, other: Self) {
        self.count = self.count.saturating_add(other.count);
        let room = MOST.saturating_sub(self.first.len());
        self.first.extend(other.first.into_iter().take(room));
    }
}
