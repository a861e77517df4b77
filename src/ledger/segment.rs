//! A sealed run of operations: the unit that is signed, chained, kept and relayed, byte for byte as it was sealed.
//!
//! ```text
//! off len
//! 0   4   "SEG1"
//! 4   4   node                8   2  incarnation        10  2  flags, none yet: 0
//! 12  8   first_seq           20  4  op_count           24  4  ops_len
//! 28  8   stamp of the first  36  8  stamp of the last  44  8  hub_seen
//! 52  32  prev: hash of the segment before; zeros in the first
//! 84  32  ops_hash = BLAKE3(ops)
//! 116 2   highest kind        118 2  lowest reader version that may read it, now 1
//! 120 8   zero
//! 128 64  Ed25519 over "balai/seg/1\0" || bytes [0,128), strict
//! 192 ..  ops: envelopes of `ledger::op`; the first has delta 0
//! ```
//!
//! Little-endian; the first 128 bytes never change their meaning. The segment's hash, which the next one carries, is
//! BLAKE3("balai/seg/1\0" || bytes [0,128)): with the hash of the operations in the header, their bytes can be dropped
//! one day while the chain of headers still verifies. `hub_seen` is the highest operation of the hub that was known
//! when this was sealed (0: none), which bounds its time from below.

mod check;
mod head;

pub use self::check::{SegmentView, seal};
pub use self::head::{HEADER, Head, MAX_OPS, MAX_OPS_LEN, SegHash};

use crate::ledger::clock::Hlc;
use crate::ledger::id::{LogId, OpId};
use crate::ledger::op::OpError;

/// What goes into a segment beside what follows from its operations.
#[derive(Debug, Clone, Copy)]
pub struct Draft<'a> {
    /// The ledger it belongs to.
    pub log: LogId,
    /// The number of its first operation.
    pub first_seq: u64,
    /// The stamp of its first operation.
    pub first_hlc: Hlc,
    /// The highest operation of the hub that is known here; 0 if none.
    pub hub_seen: u64,
    /// The hash of the segment before; [`SegHash::NONE`] for the first.
    pub prev: SegHash,
    /// The operations, one behind another; the first with delta 0.
    pub ops: &'a [u8],
}

/// What is wrong with a segment, and where. Offsets are bytes from the start of the segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SegmentError {
    /// Fewer bytes than the header says, or than a header has.
    #[error("{have} bytes of {need}")]
    Short {
        /// Bytes there are.
        have: usize,
        /// Bytes there should be.
        need: usize,
    },
    /// Bytes behind the end.
    #[error("{0} bytes too many")]
    Long(usize),
    /// The first four bytes are not `SEG1`.
    #[error("byte 0: not a segment")]
    Magic,
    /// Made for a later reader.
    #[error("byte 118: made for readers of version {0}; this is one of version 1")]
    TooNew(u16),
    /// Flags or zero bytes that have no meaning are set.
    #[error("byte {0}: reserved bytes are not zero")]
    Reserved(usize),
    /// No operation or more than [`MAX_OPS`].
    #[error("byte 20: {0} operations; 1 to {MAX_OPS} are allowed")]
    Count(u32),
    /// More bytes of operations than [`MAX_OPS_LEN`].
    #[error("byte 24: {0} bytes of operations; at most {MAX_OPS_LEN} are allowed")]
    Size(u32),
    /// The numbers run out of 64 bits.
    #[error("byte 12: the numbers run over")]
    Seq,
    /// The signature is not that of the ledger's key over this header.
    #[error("byte 128: the signature does not match the header")]
    Signature,
    /// The operations are not the ones that were sealed.
    #[error("byte 192: the operations are not those that were sealed (BLAKE3 differs)")]
    OpsHash,
    /// An operation does not read.
    #[error("byte {offset}: operation {id}: {error}")]
    Op {
        /// Where it starts.
        offset: usize,
        /// Its id.
        id: OpId,
        /// What is wrong with it.
        error: OpError,
    },
    /// The first operation's delta is not 0.
    #[error("byte 192: the first operation's stamp is not the header's")]
    FirstDelta,
    /// The header counts another number of operations than there are.
    #[error("byte 20: the header counts {said} operations, there are {found}")]
    OpCount {
        /// What the header says.
        said: u32,
        /// What there is.
        found: u32,
    },
    /// The header's last stamp is not that of the last operation.
    #[error("byte 36: the header's last stamp is not the last operation's")]
    LastStamp,
    /// The header's highest kind is not that of the operations.
    #[error("byte 116: the header's highest kind is not the operations'")]
    MaxKind,
    /// It belongs to another ledger.
    #[error("byte 4: it belongs to ledger {0}")]
    OtherLog(LogId),
    /// It does not start where the one before ends.
    #[error("byte 12: it starts at {found}, the one before it ends before {expected}")]
    Gap {
        /// The number it should start at.
        expected: u64,
        /// The number it starts at.
        found: u64,
    },
    /// It names another segment as the one before it.
    #[error("byte 52: it does not follow the segment before it (hash differs)")]
    Chain,
}

#[cfg(test)]
mod tests;
