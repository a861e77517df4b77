//! What can be wrong with the view, and what helps.

use std::io;

use crate::store::codec::CodecFault;

/// Why a call on the view failed. [`IndexFault::rebuild`] tells whether building it again from the ledger helps.
#[derive(Debug, thiserror::Error)]
pub enum IndexFault {
    /// The view on the disk cannot be trusted.
    #[error("the view cannot be trusted: {0}")]
    Doubt(#[from] Doubt),
    /// sled failed under an open view, which is out of use until it is opened again.
    #[error("the view is out of use: {why}")]
    Broken {
        /// What sled said.
        why: String,
        /// Whether the disk refused, so that the same view may be whole when it is opened again.
        disk: bool,
    },
    /// The disk refused: full, read-only, gone. Building again does not help before the disk does.
    #[error("the disk refused: {0}")]
    Disk(#[from] io::Error),
    /// Another process, or another handle of this one, has the view open.
    #[error("the view is open elsewhere")]
    Busy,
    /// A key is empty or longer than [`super::MAX_KEY`].
    #[error("a key of {len} bytes in {tree}")]
    Key {
        /// The tree's name.
        tree: &'static str,
        /// The key's length in bytes.
        len: usize,
    },
    /// A value is longer than [`super::MAX_VALUE`]: the entity must be split.
    #[error("a value of {len} bytes in {tree}")]
    Value {
        /// The tree's name.
        tree: &'static str,
        /// The value's length in bytes.
        len: usize,
    },
    /// A value cannot be written.
    #[error("a value of {tree}: {fault}")]
    Codec {
        /// The tree's name.
        tree: &'static str,
        /// What the codec said.
        fault: CodecFault,
    },
}

impl IndexFault {
    /// Whether the view is to be set aside and built again from the ledger.
    pub fn rebuild(&self) -> bool {
        matches!(
            self,
            IndexFault::Doubt(_) | IndexFault::Broken { disk: false, .. }
        )
    }
}

/// Why the view on the disk is not believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Doubt {
    /// sled's directory or the checkpoint beside it is gone.
    #[error("{0} is missing")]
    Missing(&'static str),
    /// The checkpoint cannot be read.
    #[error("the checkpoint is damaged")]
    Checkpoint,
    /// Written by a release with another layout or other types.
    #[error("it was written by another release")]
    Version,
    /// A bulk load was cut off.
    #[error("it was being filled when the program stopped")]
    Loading,
    /// sled's directory and the checkpoint are not of the same time.
    #[error("it is of another time than its checkpoint")]
    Stale,
    /// sled refused or panicked.
    #[error("it is damaged ({0})")]
    Damaged(String),
    /// The content does not have the count or the digest of the checkpoint.
    #[error("tree {tree} holds {found} records that do not match the {expected} of the checkpoint")]
    Content {
        /// The tree's number.
        tree: u8,
        /// Records found.
        found: u64,
        /// Records that the checkpoint names.
        expected: u64,
    },
}
