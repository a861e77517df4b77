//! The view: what is true now, folded from the ledgers and kept in sled so that screens need not fold it again.
//!
//! The ledger is the truth; everything here can be built again from it. The view's one promise is that its content is
//! exactly the fold of the operations up to its [`Index::watermark`], or that it says it is not to be believed. So
//! after an open the caller folds only the operations behind the watermark, and a fold need not bear being done twice.
//!
//! # How the promise is kept
//!
//! Changes wait in memory (`pending`) until a checkpoint; the ledger has them already. A checkpoint is:
//!
//! 1. the checkpoint file, durable: what sled holds (stamp, watermark, count and digest of each tree) and what it
//!    will hold;
//! 2. one atomic batch into sled with the new stamp;
//! 3. sled's flush and the `fdatasync` that sled leaves out.
//!
//! The stamp found in sled at the next open tells which of the two is true. After an unclean stop the whole content is
//! compared with the digests, because sled 0.34 then drops what it cannot read without a word. After an orderly
//! close sled has a snapshot of everything and notices damage when it reads; then only the names and lengths of its
//! files are compared.
//!
//! # Costs
//!
//! Measured on a busy machine of two cores with 5,000 batches (12 chunks of 1 KB each), 200,000 people of 250 B and 4,096
//! buckets of 1 KB, 114 MB, release build:
//!
//! | what | takes | resident |
//! | --- | ---: | ---: |
//! | loading all in key order | 3.0-3.9 s | 35-59 MB |
//! | opening after an orderly close | 20-40 ms | 12-14 MB |
//! | opening after any other stop, which reads and compares everything | 0.75-0.85 s | 90 MB |
//! | four gets of a registration, most not in the cache / all in the cache | 30-55 / 6 us | |
//! | the four puts that follow | 8-17 us | |
//! | a checkpoint of 256 registrations | 15-30 ms | |
//! | bytes written for a registration, checkpoint included | 2.8-4.8 KB | |
//!
//! With chunks of 3 KB and buckets of 2 KB it is 6-12 KB for a registration, 48-85 us for its gets and up to 119 MB while
//! loading: values of about 1 KB are best.

mod checkpoint;
mod clean;
mod digest;
mod engine;
mod fault;
mod guard;
mod load;
mod open;
mod pending;
mod save;
mod scan;
mod tree;

use std::ops::Bound;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use serde::Serialize;
use serde::de::DeserializeOwned;

pub use checkpoint::{LogId, Mark, Watermark};
pub use clean::{forget_aside, set_aside};
pub use fault::{Doubt, IndexFault};
pub use guard::expects_panic;
pub use load::Loader;
pub use scan::Scan;
pub use tree::{MAX_KEY, MAX_VALUE, Tree};

use self::checkpoint::{Side, State};
use self::digest::Digests;
use self::engine::Engine;
use self::pending::{Change, Pending};
use super::codec::{self, CodecFault};

/// A cache for [`Index::open`] that fits a kiosk, in bytes. What sled holds in memory is two to three times that: it
/// counts pages as they lie on the disk. The heads of the batches need no room in it: they stay at hand above the view.
pub const CACHE: u64 = 8 << 20;

/// The open view. It may be read from any thread; writers wait for each other.
pub struct Index {
    /// Empty where the view lies in memory.
    dir: PathBuf,
    cache: u64,
    engine: Engine,
    core: Mutex<Core>,
    memory: RwLock<Memory>,
}

/// What writers share.
struct Core {
    /// What sled holds durably.
    now: Side,
    /// What the checkpoint on the disk says.
    state: State,
}

/// What readers share.
struct Memory {
    pending: Pending,
    /// Of what sled holds, without the pending changes.
    digests: Digests,
}

impl Index {
    /// What is in the view for good: fold the operations behind it after an open.
    pub fn watermark(&self) -> Watermark {
        self.core().now.watermark.clone()
    }

    /// One record.
    pub fn get<T: DeserializeOwned>(&self, tree: &Tree<T>, key: &[u8]) -> Result<Option<T>, IndexFault> {
        let key = tree.key(key)?;
        let changed = self.memory().pending.get(&key);
        let bytes = match changed {
            Change::Written(value) => Some(value),
            Change::Removed => None,
            Change::None => self.engine.get(&key)?,
        };
        bytes
            .map(|bytes| codec::decode(&bytes).map_err(|fault| self.damaged(&fault)))
            .transpose()
    }

    /// Writes a record, to be seen at once and durable with the next checkpoint.
    ///
    /// # Errors
    ///
    /// [`IndexFault::Key`] and [`IndexFault::Value`] when it is too long for sled.
    pub fn put<T: Serialize>(&self, tree: &Tree<T>, key: &[u8], value: &T) -> Result<(), IndexFault> {
        self.change(tree.key(key)?, Some(written(tree, value)?.into()))
    }

    /// Removes a record, if it is there.
    pub fn remove<T>(&self, tree: &Tree<T>, key: &[u8]) -> Result<(), IndexFault> {
        self.change(tree.key(key)?, None)
    }

    fn change(&self, key: Vec<u8>, value: Option<sled::IVec>) -> Result<(), IndexFault> {
        let _one_writer = self.core();
        self.engine.alive()?;
        let Err(value) = self.memory_mut().pending.change(&key, value) else {
            return Ok(());
        };
        self.memory_mut().pending.first(key, value);
        Ok(())
    }

    /// Looks at what sled holds of the records that wait.
    fn look(&self) -> Result<(), IndexFault> {
        self.memory_mut().pending.look(|key| {
            let old = self.engine.get(key)?;
            let old = old.as_deref().map(codec::fingerprint).transpose();
            old.map_err(|fault| self.damaged(&fault))
        })
    }

    /// The records whose keys lie in the bounds, in key order.
    pub fn range<T: DeserializeOwned>(
        &self,
        tree: &Tree<T>,
        from: Bound<&[u8]>,
        to: Bound<&[u8]>,
    ) -> Result<Scan<'_, T>, IndexFault> {
        let from = match from {
            Bound::Unbounded => Bound::Included(tree.prefixed(&[])),
            bound => bound.map(|key| tree.prefixed(key)),
        };
        let to = match to {
            Bound::Unbounded => after(tree.prefixed(&[])),
            bound => bound.map(|key| tree.prefixed(key)),
        };
        Scan::new(self, from, to)
    }

    /// The records whose keys begin with `prefix`, in key order; all with an empty one.
    pub fn prefix<T: DeserializeOwned>(
        &self,
        tree: &Tree<T>,
        prefix: &[u8],
    ) -> Result<Scan<'_, T>, IndexFault> {
        let from = tree.prefixed(prefix);
        Scan::new(self, Bound::Included(from.clone()), after(from))
    }

    /// How many records the tree holds.
    pub fn len<T>(&self, tree: &Tree<T>) -> u64 {
        // A view that cannot be read says so at the next call that may fail.
        let _ = self.look();
        let memory = self.memory();
        memory
            .digests
            .count(tree.id())
            .saturating_add_signed(memory.pending.counted(tree.id()))
    }

    /// Whether the tree holds no record.
    pub fn is_empty<T>(&self, tree: &Tree<T>) -> bool {
        self.len(tree) == 0
    }

    /// How many records wait for a checkpoint, and about how many bytes they hold in memory.
    pub fn waiting(&self) -> (usize, usize) {
        let memory = self.memory();
        (memory.pending.len(), memory.pending.bytes())
    }

    /// The bytes that sled's files have on the disk.
    pub fn bytes_on_disk(&self) -> Result<u64, IndexFault> {
        if self.dir.as_os_str().is_empty() {
            return Ok(0);
        }
        Ok(clean::bytes(&self.dir)?)
    }

    /// Marks the view as damaged for what was read from it.
    fn damaged(&self, fault: &CodecFault) -> IndexFault {
        self.engine.fail(fault.to_string(), false, false)
    }

    fn core(&self) -> MutexGuard<'_, Core> {
        self.core.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn memory(&self) -> RwLockReadGuard<'_, Memory> {
        self.memory.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn memory_mut(&self) -> RwLockWriteGuard<'_, Memory> {
        self.memory.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index")
            .field("dir", &self.dir)
            .finish_non_exhaustive()
    }
}

/// The bytes of a value, short enough for sled.
fn written<T: Serialize>(tree: &Tree<T>, value: &T) -> Result<Vec<u8>, IndexFault> {
    let bytes = codec::encode(value).map_err(|fault| IndexFault::Codec {
        tree: tree.name(),
        fault,
    })?;
    if bytes.len() > MAX_VALUE {
        return Err(IndexFault::Value {
            tree: tree.name(),
            len: bytes.len(),
        });
    }
    Ok(bytes)
}

/// The bound behind every key that begins with `prefix`.
fn after(mut prefix: Vec<u8>) -> Bound<Vec<u8>> {
    while let Some(last) = prefix.last_mut() {
        if let Some(next) = last.checked_add(1) {
            *last = next;
            return Bound::Excluded(prefix);
        }
        prefix.pop();
    }
    Bound::Unbounded
}

#[cfg(test)]
mod tests;
