//! Imports: groups go straight into sealed segments, a sync each few thousand operations instead of each group.

use crate::ledger::clock::Hlc;
use crate::ledger::id::OpId;
use crate::ledger::op::{NewOp, OpError};
use crate::ledger::segment::{Draft, MAX_OPS, MAX_OPS_LEN};
use crate::store::log::{Appended, Log, LogError};

/// An import under way. Memory is bounded by one segment.
///
/// What [`Bulk::push`] took is durable when the segment that holds it is: at the latest when [`Bulk::finish`] has
/// returned. After a power cut each segment is there whole or not at all, and no group is split between two. Blobs that
/// the operations name must be durable before they are pushed. Dropped without `finish`, the last operations, not
/// written yet, were never there.
#[derive(Debug)]
pub struct Bulk<'a> {
    log: &'a mut Log,
    ops: Vec<u8>,
    group: Vec<u8>,
    count: u32,
    first_hlc: Hlc,
    last_hlc: Hlc,
}

impl<'a> Bulk<'a> {
    pub(super) const fn new(log: &'a mut Log) -> Self {
        Self {
            log,
            ops: Vec::new(),
            group: Vec::new(),
            count: 0,
            first_hlc: Hlc(0),
            last_hlc: Hlc(0),
        }
    }

    /// The id of the next operation.
    pub const fn next_id(&self) -> OpId {
        self.log.id.op(self.log.wal.next_seq() + self.count as u64)
    }

    /// Takes operations that stand or fall together; `wall_ms` is the wall clock in milliseconds since 1970 UTC.
    pub fn push(&mut self, group: &[NewOp], wall_ms: u64) -> Result<Appended, LogError> {
        let count = self.log.check_group(group)?;
        let most = self.log.settings.bulk_ops.min(MAX_OPS);
        if self.count > 0 && self.count + count > most {
            self.flush()?;
        }
        let first_hlc = self.log.clock.tick_many(wall_ms, u64::from(count));
        self.encode(group, first_hlc)?;
        let room = usize::try_from(MAX_OPS_LEN).unwrap_or(usize::MAX);
        if self.count > 0 && self.ops.len() + self.group.len() > room {
            self.flush()?;
            self.encode(group, first_hlc)?;
        }
        if self.group.len() > room {
            return Err(OpError::TooLong(u64::try_from(self.group.len()).unwrap_or(u64::MAX)).into());
        }
        let first = self.next_id();
        if self.count == 0 {
            self.first_hlc = first_hlc;
        }
        self.ops.append(&mut self.group);
        self.count += count;
        let count = u64::from(count);
        self.last_hlc = first_hlc.plus(count.saturating_sub(1));
        Ok(Appended {
            first,
            first_hlc,
            count,
        })
    }

    fn encode(&mut self, group: &[NewOp], first_hlc: Hlc) -> Result<(), OpError> {
        self.group.clear();
        let mut delta = if self.count == 0 {
            0
        } else {
            first_hlc.0.saturating_sub(self.last_hlc.0)
        };
        for op in group {
            op.view().encode(delta, &mut self.group)?;
            delta = 1;
        }
        Ok(())
    }

    /// Makes everything pushed so far durable.
    pub fn flush(&mut self) -> Result<(), LogError> {
        if self.log.closed {
            return Err(LogError::Closed);
        }
        if self.count == 0 {
            return Ok(());
        }
        let log = &mut *self.log;
        let draft = Draft {
            log: log.id,
            first_seq: log.wal.next_seq(),
            first_hlc: self.first_hlc,
            hub_seen: log.hub_seen.0,
            prev: log.sealed.last_hash,
            ops: &self.ops,
        };
        let written = log.sealed.write(&*log.files, &log.dir, &draft, &log.key);
        log.closed = written.is_err();
        written?;
        log.wal.start_again(log.sealed.next_seq());
        self.ops.clear();
        self.count = 0;
        Ok(())
    }

    /// Ends the import; everything pushed is durable.
    pub fn finish(mut self) -> Result<(), LogError> {
        self.flush()
    }
}
