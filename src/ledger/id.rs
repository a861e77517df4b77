//! Names that are given once and never again: nodes, ledgers, operations, entities.

use std::fmt;
use std::str::FromStr;

use minicbor::decode::{Decoder, Error as DecodeError};
use minicbor::encode::{Encoder, Error as EncodeError, Write};
use serde::{Deserialize, Serialize};

/// One installation, numbered by the hub; 1 is an office that is its own hub.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct NodeId(pub u32);

impl fmt::Display for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// One ledger: a node and its incarnation.
///
/// A ledger is never continued from an older copy of itself; a node whose disk was restored starts the next
/// incarnation, so that two different operations never bear one id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LogId {
    /// The node that alone may write it.
    pub node: NodeId,
    /// Counted from 1; one more after each restore.
    pub incarnation: u16,
}

impl LogId {
    /// The ledger of `node` in its `incarnation`.
    pub const fn new(node: u32, incarnation: u16) -> Self {
        Self {
            node: NodeId(node),
            incarnation,
        }
    }

    /// The operation with number `seq` of this ledger.
    pub const fn op(self, seq: u64) -> OpId {
        OpId { log: self, seq }
    }
}

/// `node-incarnation`, as in the folder's name.
impl fmt::Display for LogId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.node, self.incarnation)
    }
}

/// Reads what [`LogId`]'s `Display` wrote, and only that: `007-1` names no ledger.
impl FromStr for LogId {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let (node, incarnation) = text.split_once('-').ok_or(NotAnId)?;
        let id = Self::new(
            node.parse().map_err(|_| NotAnId)?,
            incarnation.parse().map_err(|_| NotAnId)?,
        );
        if id.to_string() == text {
            Ok(id)
        } else {
            Err(NotAnId)
        }
    }
}

/// The text or the bytes do not name anything of this kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an id")]
pub struct NotAnId;

/// One operation: its ledger and its number there, counted from 1. Sorts by ledger, then number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct OpId {
    /// The ledger it is written in.
    pub log: LogId,
    /// Its number in that ledger; the first is 1.
    pub seq: u64,
}

impl OpId {
    /// The id `count` operations later in the same ledger.
    #[must_use]
    pub const fn plus(self, count: u64) -> Self {
        Self {
            log: self.log,
            seq: self.seq.saturating_add(count),
        }
    }
}

/// `node-incarnation/seq`.
impl fmt::Display for OpId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.log, self.seq)
    }
}

impl<C> minicbor::Encode<C> for OpId {
    fn encode<W: Write>(&self, e: &mut Encoder<W>, _: &mut C) -> Result<(), EncodeError<W::Error>> {
        e.array(3)?
            .u32(self.log.node.0)?
            .u16(self.log.incarnation)?
            .u64(self.seq)?;
        Ok(())
    }
}

impl<'b, C> minicbor::Decode<'b, C> for OpId {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, DecodeError> {
        if d.array()? != Some(3) {
            return Err(DecodeError::message("an operation id is an array of three"));
        }
        Ok(LogId::new(d.u32()?, d.u16()?).op(d.u64()?))
    }
}

/// A thing that operations are about: a person, a batch, a registration; 16 bytes.
///
/// Either the id of the operation that made it (starts with two zero bytes) or a hash of what makes it the same
/// thing everywhere (first bit set), so that the two can never meet.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EntityId(pub [u8; 16]);

impl EntityId {
    /// The entity that `op` makes: two zero bytes, node, incarnation and number, each big-endian, so that
    /// entities of one ledger sort in the order in which they were made.
    pub fn of_op(op: OpId) -> Self {
        let mut out = [0_u8; 16];
        let node = op.log.node.0.to_be_bytes();
        let incarnation = op.log.incarnation.to_be_bytes();
        let seq = op.seq.to_be_bytes();
        let bytes = [0, 0].into_iter().chain(node).chain(incarnation).chain(seq);
        for (to, from) in out.iter_mut().zip(bytes) {
            *to = from;
        }
        Self(out)
    }

    /// The operation that made this entity, if it was made by one.
    pub fn as_op(self) -> Option<OpId> {
        let [0, 0, n0, n1, n2, n3, i0, i1, seq @ ..] = self.0 else {
            return None;
        };
        let log = LogId::new(u32::from_be_bytes([n0, n1, n2, n3]), u16::from_be_bytes([i0, i1]));
        Some(log.op(u64::from_be_bytes(seq)))
    }

    /// The entity of a `kind` that is the same wherever the same `parts` are known: the first 16 bytes of BLAKE3 in
    /// its key derivation mode over kind and parts, each with its length before it (so that `ab`, `c` differs
    /// from `a`, `bc`), the first bit set.
    pub fn derived(kind: &str, parts: &[&[u8]]) -> Self {
        let mut hasher = blake3::Hasher::new_derive_key("balai 2026 entity id 1");
        for part in std::iter::once(kind.as_bytes()).chain(parts.iter().copied()) {
            hasher.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
            hasher.update(part);
        }
        let mut out = [0_u8; 16];
        hasher.finalize_xof().fill(&mut out);
        if let Some(first) = out.first_mut() {
            *first |= 0x80;
        }
        Self(out)
    }

    /// The bytes.
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

/// 32 hexadecimal digits.
impl fmt::Display for EntityId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for EntityId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EntityId({self})")
    }
}

impl<C> minicbor::Encode<C> for EntityId {
    fn encode<W: Write>(&self, e: &mut Encoder<W>, _: &mut C) -> Result<(), EncodeError<W::Error>> {
        e.bytes(&self.0)?;
        Ok(())
    }
}

impl<'b, C> minicbor::Decode<'b, C> for EntityId {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, DecodeError> {
        let bytes = d
            .bytes()?
            .try_into()
            .map_err(|_| DecodeError::message("an entity id is 16 bytes"))?;
        Ok(Self(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_entity_knows_the_operation_that_made_it() {
        let op = LogId::new(7, 2).op(0x0102_0304);
        let id = EntityId::of_op(op);
        assert_eq!(id.to_string(), "00000000000700020000000001020304");
        assert_eq!(id.as_op(), Some(op));
        assert_eq!(EntityId::derived("person", &[b"x"]).as_op(), None);
    }

    #[test]
    fn parts_do_not_run_into_each_other() {
        assert_ne!(
            EntityId::derived("k", &[b"ab", b"c"]),
            EntityId::derived("k", &[b"a", b"bc"])
        );
        assert_ne!(EntityId::derived("k", &[b"a"]), EntityId::derived("ka", &[]));
        assert_eq!(EntityId::derived("k", &[b"ab"]), EntityId::derived("k", &[b"ab"]));
    }

    #[test]
    fn a_derived_id_stays_what_it_was_in_the_first_release() {
        let id = EntityId::derived("registration", &[b"batch", b"person", &[1]]);
        assert_eq!(id.to_string(), "a4166b51b25ca9ddd3f6232f49bc4992");
    }

    #[test]
    fn a_ledger_has_one_name() {
        assert_eq!("3-1".parse(), Ok(LogId::new(3, 1)));
        for wrong in ["03-1", "3-+1", "3", "-", "3-1-1", "3-70000", ""] {
            assert_eq!(wrong.parse::<LogId>(), Err(NotAnId), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn entities_of_one_ledger_sort_as_they_were_made(a in any::<u64>(), b in any::<u64>()) {
            let log = LogId::new(1, 1);
            prop_assert_eq!(EntityId::of_op(log.op(a)).cmp(&EntityId::of_op(log.op(b))), a.cmp(&b));
        }

        #[test]
        fn ids_take_their_bytes_and_no_more(bytes in any::<[u8; 16]>(), node in any::<u32>(), seq in any::<u64>()) {
            let entity = EntityId(bytes);
            let config = bincode::config::standard();
            let stored = bincode::serde::encode_to_vec(entity, config).unwrap();
            prop_assert_eq!(stored.len(), 16);
            prop_assert_eq!(bincode::serde::decode_from_slice::<EntityId, _>(&stored, config).unwrap().0, entity);
            let op = LogId::new(node, 1).op(seq);
            let body = minicbor::to_vec((entity, op)).unwrap();
            prop_assert_eq!(minicbor::decode::<(EntityId, OpId)>(&body).unwrap(), (entity, op));
        }
    }
}
