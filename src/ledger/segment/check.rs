//! Sealing, and the checks that undo no trust: each says what it found and nothing is read that did not pass.

use crate::ledger::clock::Hlc;
use crate::ledger::id::LogId;
use crate::ledger::key::{NodeKey, PublicKey};
use crate::ledger::op::{Entries, OpView};
use crate::ledger::segment::{Draft, HEADER, Head, MAX_OPS, MAX_OPS_LEN, SegHash, SegmentError};

/// What the header says of the operations, counted.
struct Counted {
    ops: u32,
    hlc_last: Hlc,
    max_kind: u16,
}

fn count(log: LogId, first_seq: u64, first_hlc: Hlc, ops: &[u8]) -> Result<Counted, SegmentError> {
    let mut counted = Counted {
        ops: 0,
        hlc_last: first_hlc,
        max_kind: 0,
    };
    if OpView::decode(ops).is_ok_and(|(delta, ..)| delta != 0) {
        return Err(SegmentError::FirstDelta);
    }
    let mut entries = Entries::new(ops, log, first_seq, first_hlc);
    loop {
        let offset = HEADER + entries.offset();
        match entries.next() {
            None => return Ok(counted),
            Some(Ok(entry)) => {
                counted.ops = counted.ops.saturating_add(1);
                counted.hlc_last = entry.hlc;
                counted.max_kind = counted.max_kind.max(entry.op.kind);
            }
            Some(Err(error)) => {
                return Err(SegmentError::Op {
                    offset,
                    id: entries.next_id(),
                    error,
                });
            }
        }
    }
}

/// Appends the sealed segment to `out` and answers its header. On an error `out` is as it was.
pub fn seal(draft: &Draft<'_>, key: &NodeKey, out: &mut Vec<u8>) -> Result<Head, SegmentError> {
    let Draft {
        log,
        first_seq,
        first_hlc,
        hub_seen,
        prev,
        ops,
    } = *draft;
    let ops_len = u32::try_from(ops.len()).unwrap_or(u32::MAX);
    if ops_len > MAX_OPS_LEN {
        return Err(SegmentError::Size(ops_len));
    }
    let counted = count(log, first_seq, first_hlc, ops)?;
    if !(1..=MAX_OPS).contains(&counted.ops) {
        return Err(SegmentError::Count(counted.ops));
    }
    if first_seq == 0 || first_seq.checked_add(u64::from(counted.ops)).is_none() {
        return Err(SegmentError::Seq);
    }
    let head = Head {
        log,
        first_seq,
        op_count: counted.ops,
        ops_len,
        hlc_first: first_hlc,
        hlc_last: counted.hlc_last,
        hub_seen,
        prev,
        ops_hash: *blake3::hash(ops).as_bytes(),
        max_kind: counted.max_kind,
        signature: [0; 64],
    }
    .sign(key);
    out.extend_from_slice(&head.to_bytes());
    out.extend_from_slice(ops);
    Ok(head)
}

/// A segment, borrowed from its bytes.
#[derive(Debug, Clone, Copy)]
pub struct SegmentView<'a> {
    /// The header.
    pub head: Head,
    /// The operations, one behind another.
    pub ops: &'a [u8],
}

impl<'a> SegmentView<'a> {
    /// Takes the bytes apart: the header reads and the length is the one that it says.
    pub fn read(bytes: &'a [u8]) -> Result<Self, SegmentError> {
        let head = Head::read(bytes)?;
        let need = head.total_len();
        if bytes.len() < need {
            return Err(SegmentError::Short {
                have: bytes.len(),
                need,
            });
        }
        if bytes.len() > need {
            return Err(SegmentError::Long(bytes.len() - need));
        }
        Ok(Self {
            head,
            ops: bytes.get(HEADER..).unwrap_or_default(),
        })
    }

    /// Whether the operations are those that were sealed and all that the header says of them is true.
    pub fn check_ops(&self) -> Result<(), SegmentError> {
        let head = &self.head;
        if *blake3::hash(self.ops).as_bytes() != head.ops_hash {
            return Err(SegmentError::OpsHash);
        }
        let counted = count(head.log, head.first_seq, head.hlc_first, self.ops)?;
        if counted.ops != head.op_count {
            return Err(SegmentError::OpCount {
                said: head.op_count,
                found: counted.ops,
            });
        }
        if counted.hlc_last != head.hlc_last {
            return Err(SegmentError::LastStamp);
        }
        if counted.max_kind != head.max_kind {
            return Err(SegmentError::MaxKind);
        }
        Ok(())
    }

    /// Every check of a segment that stands in its place in `log`: signature, place and chain, operations.
    pub fn verify(
        &self,
        key: &PublicKey,
        log: LogId,
        prev: SegHash,
        next_seq: u64,
    ) -> Result<(), SegmentError> {
        self.head.check_signature(key)?;
        self.head.check_follows(log, prev, next_seq)?;
        self.check_ops()
    }

    /// The operations in their order.
    pub const fn entries(&self) -> Entries<'a> {
        Entries::new(self.ops, self.head.log, self.head.first_seq, self.head.hlc_first)
    }
}
