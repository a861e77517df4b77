//! What is wrong with a file of the ledger, and where.

use std::io;

use crate::ledger::frame::FrameError;
use crate::ledger::segment::SegmentError;

/// One damaged file.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {fault}")]
pub struct Damage {
    /// The name of the file in the ledger's folder.
    pub file: String,
    /// What is wrong.
    pub fault: Fault,
}

/// What is wrong.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// A segment does not pass a check.
    #[error("{0}")]
    Segment(#[from] SegmentError),
    /// A frame of `open.wal` is bad and not the last.
    #[error("{0}")]
    Frame(#[from] FrameError),
    /// Operations are missing before this file.
    #[error("operations {from} to {to} are missing")]
    Missing {
        /// The first that is missing.
        from: u64,
        /// The last that is missing.
        to: u64,
    },
    /// A segment starts at another number than its name says.
    #[error("it starts at operation {0}, which its name does not say")]
    Name(u64),
    /// The file is not there, though a ledger with sealed segments has one.
    #[error("it is gone, and what was not sealed yet with it")]
    Gone,
    /// The file cannot be read.
    #[error("it cannot be read: {0}")]
    Unreadable(io::ErrorKind),
}
