//! Filling the view with much at once: a rebuild, or an import of a million rows.

use std::sync::MutexGuard;

use serde::Serialize;

use super::checkpoint::{Checkpoint, Side, Stamp, State, Watermark};
use super::digest::Digests;
use super::fault::IndexFault;
use super::tree::Tree;
use super::{Core, Index};
use crate::store::codec;

/// A bulk load: values go straight to sled, fastest in key order. Until [`Loader::finish`] the view on the disk says
/// of itself that it is not to be believed; a loader that is dropped leaves it so, and the open view out of use.
pub struct Loader<'a> {
    index: &'a Index,
    core: MutexGuard<'a, Core>,
    digests: Digests,
    finished: bool,
}

impl<'a> Loader<'a> {
    /// Begins; changes that were waiting for a checkpoint are written now.
    pub(super) fn begin(index: &'a Index, core: MutexGuard<'a, Core>) -> Result<Self, IndexFault> {
        let now = core.now.clone();
        let digests = now.digests.clone();
        let mut loader = Loader {
            index,
            core,
            digests,
            finished: false,
        };
        index.keep(&Checkpoint {
            state: State::Loading,
            now,
            next: None,
        })?;
        loader.core.state = State::Loading;
        let waiting = index.memory().pending.changes().collect::<Vec<_>>();
        for (key, value) in waiting {
            loader.replace(&key, value)?;
        }
        Ok(loader)
    }

    /// Writes a record.
    ///
    /// # Errors
    ///
    /// Those of [`Index::put`].
    pub fn put<T: Serialize>(&mut self, tree: &Tree<T>, key: &[u8], value: &T) -> Result<(), IndexFault> {
        let (key, value) = (tree.key(key)?, super::written(tree, value)?);
        self.replace(&key, Some(value.into()))
    }

    /// Removes a record.
    pub fn remove<T>(&mut self, tree: &Tree<T>, key: &[u8]) -> Result<(), IndexFault> {
        self.replace(&tree.key(key)?, None)
    }

    fn replace(&mut self, key: &[u8], value: Option<sled::IVec>) -> Result<(), IndexFault> {
        let new = value.as_deref().map(codec::fingerprint).transpose();
        let new = new.map_err(|fault| self.index.damaged(&fault))?;
        let old = self.index.engine.replace(key, value)?;
        let old = old.as_deref().map(codec::fingerprint).transpose();
        if let Some(old) = old.map_err(|fault| self.index.damaged(&fault))? {
            self.digests.remove(key, old);
        }
        if let Some(new) = new {
            self.digests.add(key, new);
        }
        Ok(())
    }

    /// Makes everything durable and the view believed again, as of `watermark`.
    pub fn finish(mut self, watermark: Watermark) -> Result<(), IndexFault> {
        let stamp = Stamp::after(Some(self.core.now.stamp))?;
        self.index.engine.set_stamp(stamp)?;
        self.index.engine.sync()?;
        let now = Side {
            stamp,
            watermark,
            digests: std::mem::take(&mut self.digests),
        };
        self.index.keep(&Checkpoint {
            state: State::Open,
            now: now.clone(),
            next: None,
        })?;
        self.core.state = State::Open;
        self.index.settle(&mut self.core, now);
        self.finished = true;
        Ok(())
    }
}

impl Drop for Loader<'_> {
    fn drop(&mut self) {
        if !self.finished {
            self.index
                .engine
                .fail("a bulk load was not finished".into(), false, false);
        }
    }
}
