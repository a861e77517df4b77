//! The envelope of an operation: what every release can read of it, now and later.
//!
//! ```text
//! varint  length of what follows, at most 64 KiB
//! u8      flags: 1 critical, 2 has a blob, 4 has an actor
//! varint  kind            u8 version of the kind's body
//! varint  stamp minus the stamp of the operation before it; 0 in the first of a segment
//! u8      type of the subject
//! 16      subject         the entity that this is about
//! [16]    actor           the person or the officer who did it
//! ..      body            a CBOR map with integer keys
//! [32]    blob            hash of the personal data that belongs to it
//! ```
//!
//! The subject is outside the body on purpose: an old kiosk that meets a newer operation keeps it, counts it,
//! verifies it, relays it, and knows which entity it touches. An operation that it does not know is ignored in the
//! fold, unless it is *critical*: then that entity is read-only there. Numbers are LEB128 in the shortest form, so
//! that an operation has one encoding.

use crate::ledger::blob::BlobHash;
use crate::ledger::bytes::{Cursor, put_varint, varint_len};
use crate::ledger::clock::Hlc;
use crate::ledger::id::{EntityId, LogId, OpId};

/// The longest operation, in bytes after its length.
pub const MAX_OP: usize = 64 * 1024;

const CRITICAL: u8 = 1;
const HAS_BLOB: u8 = 2;
const HAS_ACTOR: u8 = 4;

/// Why bytes are not an operation, or an operation does not become bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OpError {
    /// The bytes end inside the operation, or a number in it is malformed.
    #[error("the operation is cut short")]
    Short,
    /// Longer than [`MAX_OP`].
    #[error("an operation of {0} bytes; at most {MAX_OP}")]
    TooLong(u64),
    /// Flag bits that no release has given a meaning.
    #[error("unknown flags {0:#04x}")]
    Flags(u8),
    /// The kind does not fit 16 bits.
    #[error("kind {0} is out of range")]
    Kind(u64),
    /// The stamps run out of 64 bits.
    #[error("the stamp runs over")]
    Stamp,
}

/// An operation to append.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOp {
    /// Old readers must not act on the entity if they do not know this kind.
    pub critical: bool,
    /// What kind of operation; numbers are never reused.
    pub kind: u16,
    /// The version of the kind's body.
    pub kind_ver: u8,
    /// What kind of entity the subject is.
    pub subject_type: u8,
    /// The entity that it is about.
    pub subject: EntityId,
    /// Who did it, if it was somebody.
    pub actor: Option<EntityId>,
    /// The CBOR body.
    pub body: Vec<u8>,
    /// The personal data that belongs to it.
    pub blob: Option<BlobHash>,
}

impl NewOp {
    /// The same operation, borrowed, as a reader will see it.
    pub fn view(&self) -> OpView<'_> {
        OpView {
            critical: self.critical,
            kind: self.kind,
            kind_ver: self.kind_ver,
            subject_type: self.subject_type,
            subject: self.subject,
            actor: self.actor,
            body: &self.body,
            blob: self.blob,
        }
    }
}

/// An operation, borrowed from the bytes it was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpView<'a> {
    /// Old readers must not act on the entity if they do not know this kind.
    pub critical: bool,
    /// What kind of operation.
    pub kind: u16,
    /// The version of the kind's body.
    pub kind_ver: u8,
    /// What kind of entity the subject is.
    pub subject_type: u8,
    /// The entity that it is about.
    pub subject: EntityId,
    /// Who did it, if it was somebody.
    pub actor: Option<EntityId>,
    /// The CBOR body.
    pub body: &'a [u8],
    /// The personal data that belongs to it.
    pub blob: Option<BlobHash>,
}

impl<'a> OpView<'a> {
    /// Appends the operation's bytes to `out`; `delta` is its stamp minus the stamp before it. On an error `out` is
    /// as it was.
    pub fn encode(&self, delta: u64, out: &mut Vec<u8>) -> Result<(), OpError> {
        let kind = u64::from(self.kind);
        let length = 3
            + varint_len(kind)
            + varint_len(delta)
            + 16
            + self.actor.map_or(0, |_| 16)
            + self.body.len()
            + self.blob.map_or(0, |_| 32);
        let prefix = u64::try_from(length).unwrap_or(u64::MAX);
        if length > MAX_OP {
            return Err(OpError::TooLong(prefix));
        }
        out.reserve(length + varint_len(prefix));
        put_varint(out, prefix);
        let flag = |set: bool, bit: u8| if set { bit } else { 0 };
        out.push(
            flag(self.critical, CRITICAL)
                | flag(self.blob.is_some(), HAS_BLOB)
                | flag(self.actor.is_some(), HAS_ACTOR),
        );
        put_varint(out, kind);
        out.push(self.kind_ver);
        put_varint(out, delta);
        out.push(self.subject_type);
        out.extend_from_slice(&self.subject.0);
        if let Some(actor) = self.actor {
            out.extend_from_slice(&actor.0);
        }
        out.extend_from_slice(self.body);
        if let Some(blob) = self.blob {
            out.extend_from_slice(&blob.0);
        }
        Ok(())
    }

    /// Reads the operation at the front of `bytes`: its stamp's delta, itself, and the bytes behind it.
    pub fn decode(bytes: &'a [u8]) -> Result<(u64, Self, &'a [u8]), OpError> {
        let mut outer = Cursor::new(bytes);
        let length = outer.varint().ok_or(OpError::Short)?;
        let length = usize::try_from(length)
            .ok()
            .filter(|&l| l <= MAX_OP)
            .ok_or(OpError::TooLong(length))?;
        let mut c = Cursor::new(outer.take(length).ok_or(OpError::Short)?);
        let flags = c.u8().ok_or(OpError::Short)?;
        if flags & !(CRITICAL | HAS_BLOB | HAS_ACTOR) != 0 {
            return Err(OpError::Flags(flags));
        }
        let kind = c.varint().ok_or(OpError::Short)?;
        let kind = u16::try_from(kind).map_err(|_| OpError::Kind(kind))?;
        let kind_ver = c.u8().ok_or(OpError::Short)?;
        let delta = c.varint().ok_or(OpError::Short)?;
        let subject_type = c.u8().ok_or(OpError::Short)?;
        let subject = EntityId(c.array().ok_or(OpError::Short)?);
        let actor = if flags & HAS_ACTOR == 0 {
            None
        } else {
            Some(EntityId(c.array().ok_or(OpError::Short)?))
        };
        let (body, blob) = if flags & HAS_BLOB == 0 {
            (c.rest(), None)
        } else {
            let (body, hash) = c.rest().split_last_chunk::<32>().ok_or(OpError::Short)?;
            (body, Some(BlobHash(*hash)))
        };
        let op = Self {
            critical: flags & CRITICAL != 0,
            kind,
            kind_ver,
            subject_type,
            subject,
            actor,
            body,
            blob,
        };
        Ok((delta, op, outer.rest()))
    }

    /// An owned copy.
    pub fn to_owned(&self) -> NewOp {
        NewOp {
            critical: self.critical,
            kind: self.kind,
            kind_ver: self.kind_ver,
            subject_type: self.subject_type,
            subject: self.subject,
            actor: self.actor,
            body: self.body.to_vec(),
            blob: self.blob,
        }
    }
}

/// An operation in its place: its id and its stamp beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry<'a> {
    /// Where it stands.
    pub id: OpId,
    /// When, by the ledger's own clock.
    pub hlc: Hlc,
    /// What it says.
    pub op: OpView<'a>,
}

/// Reads operations that lie one behind another. Ends after the first error.
#[derive(Debug, Clone)]
pub struct Entries<'a> {
    rest: &'a [u8],
    total: usize,
    next: OpId,
    last: Option<Hlc>,
    first: Hlc,
    failed: bool,
}

impl<'a> Entries<'a> {
    /// The operations in `ops`: the first has number `first_seq` of `log` and the stamp `first_hlc`, whatever its own
    /// delta says (that is relative to an operation which lies elsewhere).
    pub const fn new(ops: &'a [u8], log: LogId, first_seq: u64, first_hlc: Hlc) -> Self {
        Self {
            rest: ops,
            total: ops.len(),
            next: log.op(first_seq),
            last: None,
            first: first_hlc,
            failed: false,
        }
    }

    /// How many bytes the operations read so far take: the offset of the next one, or of the one that failed.
    pub const fn offset(&self) -> usize {
        self.total - self.rest.len()
    }

    /// The id of the next operation, or of the one that failed.
    pub const fn next_id(&self) -> OpId {
        self.next
    }
}

impl<'a> Iterator for Entries<'a> {
    type Item = Result<Entry<'a>, OpError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() || self.failed {
            return None;
        }
        let read = OpView::decode(self.rest).and_then(|(delta, op, rest)| {
            let hlc = match self.last {
                None => self.first,
                Some(last) => Hlc(last.0.checked_add(delta).ok_or(OpError::Stamp)?),
            };
            Ok((
                Entry {
                    id: self.next,
                    hlc,
                    op,
                },
                rest,
            ))
        });
        Some(match read {
            Ok((entry, rest)) => {
                self.rest = rest;
                self.last = Some(entry.hlc);
                self.next = self.next.plus(1);
                Ok(entry)
            }
            Err(error) => {
                self.failed = true;
                Err(error)
            }
        })
    }
}

#[cfg(test)]
pub(crate) mod tests;
