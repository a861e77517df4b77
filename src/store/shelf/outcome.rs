//! What is here of a ledger, and what became of a segment.

use super::Taken;
use crate::ledger::{
    clock::Hlc,
    id::LogId,
    segment::{SegHash, SegmentError},
};

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

impl Holding {
    /// Nothing of a ledger.
    #[must_use]
    pub const fn none(log: LogId, own: bool) -> Self {
        Self {
            log,
            own,
            seq: 0,
            hash: SegHash::NONE,
            hlc: Hlc(0),
            segments: 0,
            held: Vec::new(),
            held_bytes: 0,
            forks: 0,
        }
    }
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
        /// The first missing operation; behind `to` where another one that is held back ends right before it.
        from: u64,
        /// The last missing operation.
        to: u64,
    },
    /// There is another segment at its place: both are kept as evidence.
    Fork,
    /// Nobody has made its ledger known yet: it is not kept.
    UnknownLog,
    /// It lies behind a gap, or is another for a place that is taken, and so much is kept beside already that it is not.
    NoRoom,
    /// It is damaged or forged: it is not kept.
    Bad(SegmentError),
}

impl Outcome {
    pub(super) const fn alone(self) -> Taken {
        Taken {
            outcome: self,
            promoted: Vec::new(),
        }
    }
}
