//! Checkpoints, bulk loads, and the comparison of the content with its digests.

use std::ops::Bound;

use super::checkpoint::{Checkpoint, Side, Stamp, State, Watermark};
use super::digest::Digests;
use super::fault::{Doubt, IndexFault};
use super::load::Loader;
use super::pending::Pending;
use super::{Core, Index};
use crate::store::codec;

/// The most records that are written as one atomic batch; sled holds several times their pages in memory meanwhile.
/// More go as a bulk load.
const BATCH_MOST: usize = 4_096;

impl Index {
    /// Writes everything that changed, as one step: after any stop the view is as before or as of `watermark`. Every
    /// 512 operations commits and at exit; 15-30 ms and about four syncs.
    pub fn checkpoint(&self, watermark: Watermark) -> Result<(), IndexFault> {
        let mut core = self.core();
        self.engine.alive()?;
        let waiting = self.memory().pending.len();
        if waiting > BATCH_MOST {
            return Loader::begin(self, core)?.finish(watermark);
        }
        if waiting == 0 {
            if core.now.watermark != watermark {
                let now = Side {
                    watermark,
                    ..core.now.clone()
                };
                self.keep(&Checkpoint {
                    state: core.state.clone(),
                    now: now.clone(),
                    next: None,
                })?;
                core.now = now;
            }
            return Ok(());
        }
        self.look()?;
        let mut digests = core.now.digests.clone();
        self.memory().pending.digest(&mut digests);
        let next = Side {
            stamp: Stamp::after(Some(core.now.stamp))?,
            watermark,
            digests,
        };
        self.keep(&Checkpoint {
            state: State::Open,
            now: core.now.clone(),
            next: Some(next.clone()),
        })?;
        core.state = State::Open;
        self.engine.apply(self.memory().pending.changes(), next.stamp)?;
        self.engine.sync()?;
        self.settle(&mut core, next);
        Ok(())
    }

    /// Makes a checkpoint durable; a view in memory has none.
    pub(super) fn keep(&self, checkpoint: &Checkpoint) -> Result<(), IndexFault> {
        if self.dir.as_os_str().is_empty() {
            return Ok(());
        }
        checkpoint.write(&self.dir)
    }

    /// Notes what sled holds now; nothing waits any more.
    pub(super) fn settle(&self, core: &mut Core, now: Side) {
        let mut memory = self.memory_mut();
        memory.pending = Pending::default();
        memory.digests = now.digests.clone();
        core.now = now;
    }

    /// Begins a bulk load, during which nobody else writes.
    pub fn load(&self) -> Result<Loader<'_>, IndexFault> {
        let core = self.core();
        self.engine.alive()?;
        Loader::begin(self, core)
    }

    /// Compares the whole content on the disk with its counts and digests.
    pub fn verify(&self) -> Result<(), IndexFault> {
        let core = self.core();
        let mut found = Digests::default();
        let mut pairs = self.engine.range(Bound::Included(vec![1]), Bound::Unbounded)?;
        while let Some((key, value)) = self.engine.step(&mut pairs)? {
            found.add(&key, codec::check(&value).map_err(|fault| self.damaged(&fault))?);
        }
        match found.difference(&core.now.digests) {
            None => Ok(()),
            Some((tree, found, expected)) => {
                let doubt = Doubt::Content {
                    tree,
                    found,
                    expected,
                };
                self.engine.fail(doubt.to_string(), false, false);
                Err(doubt.into())
            }
        }
    }
}
