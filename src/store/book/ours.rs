//! What exchange asks of the own ledger beside what it asks of all.

use super::{Book, BookError};
use crate::ledger::{key::NodeKey, op::Entry};

impl Book {
    /// The key of the own ledger: it signs bundles and have-lists.
    #[must_use]
    pub const fn key(&self) -> &NodeKey {
        self.log.key()
    }

    /// Visits the operations of the own ledger behind number `seq`, what is not sealed yet too.
    pub fn own_after(&self, seq: u64, visit: &mut dyn FnMut(&Entry<'_>)) -> Result<(), BookError> {
        let each = &mut |entry: Entry<'_>| {
            visit(&entry);
            Ok::<(), BookError>(())
        };
        self.log.replay(seq.saturating_add(1), each).map(drop)
    }
}
