//! What exchange asks of the own ledger beside what it asks of all.

use super::{Book, BookError};
use crate::{
    domain::day::Moment,
    ledger::{id::OpId, key::NodeKey, op::Entry, segment::SegmentView},
};

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

    /// Visits every operation of every ledger that is here.
    pub fn every_entry(&mut self, visit: &mut dyn FnMut(&Entry<'_>)) -> Result<(), BookError> {
        for (log, last) in self.ledgers() {
            if last > 0 {
                self.sources().entries(log, 1, &mut |entry, _| {
                    visit(&entry);
                    Ok(())
                })?;
            }
        }
        Ok(())
    }

    /// When an operation was written, as its ledger's clock claimed; `None` where it is not here.
    pub fn moment_of(&self, op: OpId) -> Result<Option<Moment>, BookError> {
        let mut found = None;
        let see = &mut |entry: Entry<'_>| {
            if entry.id == op {
                found = Some(Moment(i64::try_from(entry.hlc.ms()).unwrap_or(i64::MAX)));
            }
            Ok::<(), BookError>(())
        };
        if op.log == self.log.id() {
            self.log.replay(op.seq, see)?;
        } else {
            self.segments_after::<BookError>(op.log, op.seq.saturating_sub(1), |_, bytes| {
                if let Ok(view) = SegmentView::read(bytes) {
                    for entry in view.entries().map_while(Result::ok) {
                        see(entry)?;
                    }
                }
                // It lies in the first one, or nowhere.
                Ok(false)
            })?;
        }
        Ok(found)
    }
}
