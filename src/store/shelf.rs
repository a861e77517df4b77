//! The ledgers of other nodes on disk, and what came of them out of order.
//!
//! ```text
//! log/<node>-<incarnation>/
//!   000000000001.seg           verified segments without a gap, byte for byte as they came
//!   held/000000000513-<hash>.seg   verified segments behind a gap: not folded until it closes
//!   fork/000000000001-<hash>.seg   another segment for a place that is taken: evidence, never folded
//! ```
//!
//! The ledger that this node writes lies beside them in the same form, with its `open.wal` ([`super::log`]).

use crate::ledger::{
    clock::Hlc,
    id::LogId,
    segment::{SegHash, SegmentError},
};

/// The most bytes held back of one ledger: 64 MiB.
pub const HELD_A_LOG: u64 = 64 << 20;

/// The most bytes held back in all: 1 GiB.
pub const HELD_IN_ALL: u64 = 1 << 30;

/// What is here of one ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    /// The ledger.
    pub log: LogId,
    /// Whether this node writes it.
    pub own: bool,
    /// The last operation of the segments without a gap; 0 if there are none. Of the own ledger: the last sealed one.
    pub seq: u64,
    /// The hash of the segment that ends with it; [`SegHash::NONE`] if there is none.
    pub hash: SegHash,
    /// The stamp of that operation.
    pub hlc: Hlc,
    /// Segments without a gap.
    pub segments: usize,
    /// Held back behind a gap: first and last operation of each range, in order, joined where they touch.
    pub held: Vec<(u64, u64)>,
    /// Bytes held back.
    pub held_bytes: u64,
    /// Segments kept as evidence that the ledger forked.
    pub forks: usize,
}

/// What became of a segment that came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It follows what was here, and is kept.
    New,
    /// It was here already.
    Known,
    /// It is kept behind a gap: operations `from` to `to` are missing before it.
    Held {
        /// The first missing operation.
        from: u64,
        /// The last missing operation.
        to: u64,
    },
    /// There is another segment at its place: both are kept as evidence.
    Fork,
    /// Nobody has made its ledger known yet: it is not kept.
    UnknownLog,
    /// It lies behind a gap, and so much is held back already that it is not kept.
    NoRoom,
    /// It is damaged or forged: it is not kept.
    Bad(SegmentError),
}
