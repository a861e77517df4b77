//! A typed tree of the view: a number, a name, and what its values are.

use std::marker::PhantomData;

use super::fault::IndexFault;

/// The most bytes of a key.
pub const MAX_KEY: usize = 200;

/// The most bytes of a written value. sled moves a page into a file that it never syncs once the page is larger than a
/// quarter of a segment (256 KiB here); a leaf holds up to 17 values, so this keeps every page inside the log.
/// Values of about 1 KB are best: a change rewrites its leaf now and then.
pub const MAX_VALUE: usize = 3_500;

/// One kind of record in the view. All trees share one sled tree, told apart by the first byte of the key, so that
/// one checkpoint is one atomic batch.
#[derive(Debug)]
pub struct Tree<T> {
    id: u8,
    name: &'static str,
    values: PhantomData<fn() -> T>,
}

impl<T> Tree<T> {
    /// The tree number `id`, which is never given to another kind again without raising
    /// [`crate::store::codec::SCHEMA`]; `name` is for messages. 0 is the view's own.
    ///
    /// # Panics
    ///
    /// When `id` is 0: at compile time, as trees are constants.
    pub const fn new(id: u8, name: &'static str) -> Self {
        assert!(id != 0, "tree 0 is the view's own");
        Tree {
            id,
            name,
            values: PhantomData,
        }
    }

    /// The tree's number.
    pub const fn id(&self) -> u8 {
        self.id
    }

    /// The tree's name.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The key in sled of this tree's `key`.
    pub(super) fn key(&self, key: &[u8]) -> Result<Vec<u8>, IndexFault> {
        if key.is_empty() || key.len() > MAX_KEY {
            return Err(IndexFault::Key {
                tree: self.name,
                len: key.len(),
            });
        }
        Ok(self.prefixed(key))
    }

    /// The tree's number before `key`, which may be any bound.
    pub(super) fn prefixed(&self, key: &[u8]) -> Vec<u8> {
        let mut whole = Vec::with_capacity(key.len().saturating_add(1));
        whole.push(self.id);
        whole.extend_from_slice(key);
        whole
    }
}
