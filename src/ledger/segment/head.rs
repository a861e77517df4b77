//! The 192 bytes before the operations.

use std::fmt;

use crate::ledger::bytes::Cursor;
use crate::ledger::clock::Hlc;
use crate::ledger::id::LogId;
use crate::ledger::key::{NodeKey, PublicKey};
use crate::ledger::segment::SegmentError;

/// Bytes of header and signature.
pub const HEADER: usize = 192;

/// The most operations in one segment.
pub const MAX_OPS: u32 = 4096;

/// The most bytes of operations in one segment: 1 MiB.
pub const MAX_OPS_LEN: u32 = 1024 * 1024;

const SIGNED: usize = 128;
const MAGIC: &[u8; 4] = b"SEG1";
const DOMAIN: &[u8; 12] = b"balai/seg/1\0";
const READER: u16 = 1;

/// The hash by which the next segment names this one.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SegHash(pub [u8; 32]);

impl SegHash {
    /// What the first segment of a ledger carries.
    pub const NONE: Self = Self([0; 32]);
}

/// 64 hexadecimal digits.
impl fmt::Display for SegHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for SegHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SegHash({self})")
    }
}

/// A segment's header, read. The fields are claims until [`Head::check_signature`] has passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// The ledger it belongs to.
    pub log: LogId,
    /// The number of the first operation.
    pub first_seq: u64,
    /// How many operations.
    pub op_count: u32,
    /// How many bytes of operations.
    pub ops_len: u32,
    /// The stamp of the first operation.
    pub hlc_first: Hlc,
    /// The stamp of the last operation.
    pub hlc_last: Hlc,
    /// The highest operation of the hub known at sealing; 0 if none.
    pub hub_seen: u64,
    /// The hash of the segment before.
    pub prev: SegHash,
    /// BLAKE3 of the operations' bytes.
    pub ops_hash: [u8; 32],
    /// The highest kind among the operations.
    pub max_kind: u16,
    pub(super) signature: [u8; 64],
}

impl Head {
    /// The header at the front of `bytes`: magic, reader version, reserved bytes and caps are checked.
    pub fn read(bytes: &[u8]) -> Result<Self, SegmentError> {
        let short = SegmentError::Short {
            have: bytes.len(),
            need: HEADER,
        };
        let head = bytes.first_chunk::<HEADER>().ok_or(short)?;
        Self::fields(head).ok_or(short)?
    }

    fn fields(bytes: &[u8; HEADER]) -> Option<Result<Self, SegmentError>> {
        let mut c = Cursor::new(bytes);
        if c.array()? != *MAGIC {
            return Some(Err(SegmentError::Magic));
        }
        let log = LogId::new(c.u32()?, c.u16()?);
        let flags = c.u16()?;
        let (first_seq, op_count, ops_len) = (c.u64()?, c.u32()?, c.u32()?);
        let (hlc_first, hlc_last, hub_seen) = (Hlc(c.u64()?), Hlc(c.u64()?), c.u64()?);
        let (prev, ops_hash) = (SegHash(c.array()?), c.array()?);
        let (max_kind, min_reader, zero) = (c.u16()?, c.u16()?, c.u64()?);
        let signature = c.array()?;
        Some(if min_reader > READER {
            Err(SegmentError::TooNew(min_reader))
        } else if flags != 0 {
            Err(SegmentError::Reserved(10))
        } else if min_reader != READER {
            Err(SegmentError::Reserved(118))
        } else if zero != 0 {
            Err(SegmentError::Reserved(120))
        } else if !(1..=MAX_OPS).contains(&op_count) {
            Err(SegmentError::Count(op_count))
        } else if ops_len > MAX_OPS_LEN {
            Err(SegmentError::Size(ops_len))
        } else if first_seq == 0 || first_seq.checked_add(u64::from(op_count)).is_none() {
            Err(SegmentError::Seq)
        } else {
            Ok(Self {
                log,
                first_seq,
                op_count,
                ops_len,
                hlc_first,
                hlc_last,
                hub_seen,
                prev,
                ops_hash,
                max_kind,
                signature,
            })
        })
    }

    /// The number that the next segment starts at.
    pub fn next_seq(&self) -> u64 {
        self.first_seq.saturating_add(u64::from(self.op_count))
    }

    /// Header and operations together, in bytes.
    pub fn total_len(&self) -> usize {
        HEADER + usize::try_from(self.ops_len).unwrap_or(usize::MAX - HEADER)
    }

    /// The signed bytes with the domain before them: fields, so that what is hashed is what was understood.
    fn signed(&self) -> [u8; DOMAIN.len() + SIGNED] {
        let mut out = [0; DOMAIN.len() + SIGNED];
        let fields = DOMAIN
            .iter()
            .chain(MAGIC)
            .copied()
            .chain(self.log.node.0.to_le_bytes())
            .chain(self.log.incarnation.to_le_bytes())
            .chain([0, 0])
            .chain(self.first_seq.to_le_bytes())
            .chain(self.op_count.to_le_bytes())
            .chain(self.ops_len.to_le_bytes())
            .chain(self.hlc_first.0.to_le_bytes())
            .chain(self.hlc_last.0.to_le_bytes())
            .chain(self.hub_seen.to_le_bytes())
            .chain(self.prev.0)
            .chain(self.ops_hash)
            .chain(self.max_kind.to_le_bytes())
            .chain(READER.to_le_bytes());
        for (to, from) in out.iter_mut().zip(fields) {
            *to = from;
        }
        out
    }

    /// The header's 192 bytes.
    pub fn to_bytes(&self) -> [u8; HEADER] {
        let mut out = [0; HEADER];
        let signed = self.signed();
        let bytes = signed.iter().skip(DOMAIN.len()).chain(&self.signature);
        for (to, from) in out.iter_mut().zip(bytes) {
            *to = *from;
        }
        out
    }

    /// The same header, signed by `key`.
    pub(super) fn sign(self, key: &NodeKey) -> Self {
        Self {
            signature: key.sign(&self.signed()),
            ..self
        }
    }

    /// Whether the header was signed by the ledger's key.
    pub fn check_signature(&self, key: &PublicKey) -> Result<(), SegmentError> {
        if key.verifies(&self.signed(), &self.signature) {
            Ok(())
        } else {
            Err(SegmentError::Signature)
        }
    }

    /// Whether it is the segment of `log` that follows the one with hash `prev` and starts at `next_seq`.
    pub fn check_follows(&self, log: LogId, prev: SegHash, next_seq: u64) -> Result<(), SegmentError> {
        if self.log != log {
            Err(SegmentError::OtherLog(self.log))
        } else if self.first_seq != next_seq {
            Err(SegmentError::Gap {
                expected: next_seq,
                found: self.first_seq,
            })
        } else if self.prev != prev {
            Err(SegmentError::Chain)
        } else {
            Ok(())
        }
    }

    /// The hash by which the next segment names this one.
    pub fn hash(&self) -> SegHash {
        SegHash(*blake3::hash(&self.signed()).as_bytes())
    }
}
