//! What is kept in the view, and under which keys.
//!
//! | tree | key | value |
//! | --- | --- | --- |
//! | unit | unit 16 B, part | [`UnitState`] |
//! | course | course 16 B, part | [`CourseState`] |
//! | head | batch 16 B, part | [`Head`] |
//! | chunk | batch 16 B, chunk u16 BE | registrations |
//! | person | person 16 B, part | [`PersonState`] |
//! | number | u64 BE | person |
//! | fact | operation 16 B, part | an operation of the roll |
//! | absent | operation 16 B | the hash of personal data that is still to come |
//!
//! A value longer than one record of the view goes into parts: the first says how many there are.

use crate::{
    domain::{id::BatchId, id::PersonId, number::Number},
    ledger::{
        blob::BlobHash,
        id::{EntityId, OpId},
    },
    state::{
        batch::{Head, Reg},
        course::CourseState,
        person::PersonState,
        unit::UnitState,
    },
    store::{
        codec,
        index::{Doubt, Index, IndexFault, Loader, Tree},
    },
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::marker::PhantomData;

/// A part of a value: how many parts there are, and this one's bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    count: u8,
    #[serde(with = "bytes")]
    bytes: Vec<u8>,
}

/// Bytes as bytes: serde would write a `Vec<u8>` one element at a time.
mod bytes {
    use serde::{Deserializer, Serializer, de::Visitor};

    pub fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(bytes)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        struct Bytes;

        impl Visitor<'_> for Bytes {
            type Value = Vec<u8>;

            fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str("bytes")
            }

            fn visit_byte_buf<E>(self, bytes: Vec<u8>) -> Result<Vec<u8>, E> {
                Ok(bytes)
            }

            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Vec<u8>, E> {
                Ok(bytes.to_vec())
            }
        }

        deserializer.deserialize_byte_buf(Bytes)
    }
}

/// The most bytes in a part.
const PART: usize = 3_300;

/// A tree whose values may be long.
#[derive(Debug)]
pub struct Rows<T> {
    tree: Tree<Part>,
    value: PhantomData<fn() -> T>,
}

/// Units.
pub const UNITS: Rows<UnitState> = Rows::new(1, "unit");
/// Courses.
pub const COURSES: Rows<CourseState> = Rows::new(2, "course");
/// Heads of batches.
pub const HEADS: Rows<Head> = Rows::new(3, "head");
/// Registrations of batches.
pub const CHUNKS: Tree<Vec<Reg>> = Tree::new(4, "chunk");
/// People.
pub const PEOPLE: Rows<PersonState> = Rows::new(5, "person");
/// Who has a number.
pub const NUMBERS: Tree<PersonId> = Tree::new(6, "number");

/// Operations of the roll, to make it anew of at the next start.
pub const FACTS: Rows<Fact> = Rows::new(7, "fact");
/// Operations of others whose personal data is still to come.
pub const ABSENT: Tree<BlobHash> = Tree::new(8, "absent");

/// An operation of the roll.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// Its kind.
    pub kind: u16,
    /// Its body, as it was written.
    #[serde(with = "bytes")]
    pub body: Vec<u8>,
}

/// The key of an operation.
#[must_use]
pub fn op_key(op: OpId) -> [u8; 16] {
    EntityId::of_op(op).0
}

/// The operation of a key.
#[must_use]
pub fn key_op(key: &[u8]) -> Option<OpId> {
    EntityId(*key.first_chunk::<16>()?).as_op()
}

/// The key of a chunk of a batch.
#[must_use]
pub fn chunk_key(batch: BatchId, chunk: u16) -> [u8; 18] {
    let mut key = [0; 18];
    let (name, number) = key.split_at_mut(16);
    name.copy_from_slice(&batch.0);
    number.copy_from_slice(&chunk.to_be_bytes());
    key
}

/// The key of a number.
#[must_use]
pub fn number_key(number: Number) -> [u8; 8] {
    number.as_u64().to_be_bytes()
}

#[expect(clippy::needless_pass_by_value, reason = "fits `map_err`")]
fn damaged(fault: codec::CodecFault) -> IndexFault {
    Doubt::Damaged(fault.to_string()).into()
}

fn part_key(id: &[u8; 16], part: u8) -> [u8; 17] {
    let mut key = [part; 17];
    let (name, _) = key.split_at_mut(16);
    name.copy_from_slice(id);
    key
}

impl<T: Serialize + DeserializeOwned> Rows<T> {
    const fn new(id: u8, name: &'static str) -> Self {
        Self {
            tree: Tree::new(id, name),
            value: PhantomData,
        }
    }

    /// The parts of a value, with their keys.
    pub fn parts(id: &[u8; 16], value: &T) -> Result<Vec<([u8; 17], Part)>, IndexFault> {
        let bytes = codec::encode(value).map_err(|fault| IndexFault::Codec { tree: "rows", fault })?;
        let parts: Vec<&[u8]> = bytes.chunks(PART).collect();
        let count = u8::try_from(parts.len()).unwrap_or(u8::MAX);
        let part = |(bytes, number): (&&[u8], u8)| {
            (
                part_key(id, number),
                Part {
                    count,
                    bytes: bytes.to_vec(),
                },
            )
        };
        Ok(parts.iter().zip(0..=u8::MAX).map(part).collect())
    }

    /// Keeps a value. Parts of a longer one before it stay, and are not read: to look for them would cost a read each.
    pub fn put(&self, index: &Index, id: &[u8; 16], value: &T) -> Result<(), IndexFault> {
        let parts = Self::parts(id, value)?;
        for (key, part) in parts {
            index.put(&self.tree, &key, &part)?;
        }
        Ok(())
    }

    /// Keeps a value in a bulk load. Parts of a longer one before it stay, and are not read.
    pub fn load(&self, loader: &mut Loader<'_>, id: &[u8; 16], value: &T) -> Result<(), IndexFault> {
        Self::parts(id, value)?
            .into_iter()
            .try_for_each(|(key, part)| loader.put(&self.tree, &key, &part))
    }

    /// The value, where there is one.
    pub fn get(&self, index: &Index, id: &[u8; 16]) -> Result<Option<T>, IndexFault> {
        let Some(first) = index.get(&self.tree, &part_key(id, 0))? else {
            return Ok(None);
        };
        let mut bytes = first.bytes;
        for part in 1..first.count {
            if let Some(part) = index.get(&self.tree, &part_key(id, part))? {
                bytes.extend(part.bytes);
            }
        }
        codec::decode(&bytes).map(Some).map_err(damaged)
    }

    /// Every value in the order of names, until `see` says enough.
    pub fn each(&self, index: &Index, mut see: impl FnMut([u8; 16], T) -> bool) -> Result<(), IndexFault> {
        let mut whole: Vec<u8> = Vec::new();
        // How many parts the value at hand has, as its first says: what lies behind them is of a longer one before.
        let mut count = 0;
        for row in index.prefix(&self.tree, &[])? {
            let (key, part) = row?;
            let number = key.last().copied().unwrap_or(0);
            if number == 0 {
                whole.clear();
                count = part.count;
            }
            if number >= count {
                continue;
            }
            whole.extend(part.bytes);
            if number.saturating_add(1) == count {
                let value = codec::decode(&whole).map_err(damaged)?;
                if !see(key.first_chunk::<16>().copied().unwrap_or_default(), value) {
                    break;
                }
            }
        }
        Ok(())
    }

    /// How many values there are. Reads every key.
    pub fn count(&self, index: &Index) -> Result<u64, IndexFault> {
        let mut count = 0;
        for row in index.prefix(&self.tree, &[])? {
            count += u64::from(row?.0.last() == Some(&0));
        }
        Ok(count)
    }
}
