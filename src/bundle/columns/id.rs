//! A column of ids, 16 bytes each.
//!
//! ```text
//! u8 0  varint k, k * 16 bytes: different ids; numbers: which of them, for each
//! u8 1  varint k, k * 8 bytes: different first halves; numbers: which of them, for each;
//!       numbers: the second half of each, big-endian
//! u8 2  varint n, n * 16 bytes
//! ```
//!
//! An id is either the place of the operation that made the entity, whose second half is a small number, or a hash,
//! which comes back many times or cannot be made shorter.

use super::ColumnsError::{self, Short, Unknown};
use super::num::{Numbers, Trial};
use super::{num, wide};
use crate::ledger::bytes::{Cursor, put_varint};
use rustc_hash::FxHashMap;
use std::hash::Hash;

const LISTED: u8 = 0;
const HALVES: u8 = 1;
const PLAIN: u8 = 2;

/// The different values in the order in which they come first, and for each value which of them it is. `None` if
/// there are more than `most`.
fn distinct<T: Copy + Eq + Hash>(values: impl Iterator<Item = T>, most: usize) -> Option<(Vec<T>, Vec<u64>)> {
    let mut places = FxHashMap::default();
    let mut list = Vec::new();
    let mut which = Vec::new();
    for value in values {
        let place = *places.entry(value).or_insert_with(|| {
            list.push(value);
            list.len() - 1
        });
        if list.len() > most {
            return None;
        }
        which.push(wide(place));
    }
    Some((list, which))
}

fn halves(id: &[u8; 16]) -> ([u8; 8], u64) {
    let (mut first, mut second) = ([0; 8], [0; 8]);
    for (to, from) in first.iter_mut().chain(&mut second).zip(id) {
        *to = *from;
    }
    (first, u64::from_be_bytes(second))
}

/// Appends the column of `ids` in the form that compresses best.
pub(super) fn put(ids: &[[u8; 16]], trial: &mut Trial, out: &mut Vec<u8>) {
    let mut best = vec![PLAIN];
    put_varint(&mut best, wide(ids.len()));
    best.extend(ids.iter().flatten());
    let mut least = trial.cost(&best);
    let mut offer = |bytes: Vec<u8>, trial: &mut Trial| {
        let cost = trial.cost(&bytes);
        if cost < least {
            (least, best) = (cost, bytes);
        }
    };
    // Few enough that the list can pay.
    if let Some((list, which)) = distinct(ids.iter().copied(), ids.len() / 2 + 1) {
        let mut bytes = vec![LISTED];
        put_varint(&mut bytes, wide(list.len()));
        bytes.extend(list.iter().flatten());
        num::put(&which, trial, &mut bytes);
        offer(bytes, trial);
    }
    if let Some((list, which)) = distinct(ids.iter().map(|id| halves(id).0), 256) {
        let mut bytes = vec![HALVES];
        put_varint(&mut bytes, wide(list.len()));
        bytes.extend(list.iter().flatten());
        num::put(&which, trial, &mut bytes);
        let second: Vec<u64> = ids.iter().map(|id| halves(id).1).collect();
        num::put(&second, trial, &mut bytes);
        offer(bytes, trial);
    }
    out.extend_from_slice(&best);
}

/// A column of ids, read one by one.
pub(super) enum Ids<'a> {
    Listed(&'a [[u8; 16]], Numbers<'a>),
    Halves(&'a [[u8; 8]], Numbers<'a>, Numbers<'a>),
    Plain(&'a [[u8; 16]]),
}

/// A list of so many values of `N` bytes.
fn list<'a, const N: usize>(from: &mut Cursor<'a>) -> Result<&'a [[u8; N]], ColumnsError> {
    let count = usize::try_from(from.varint().ok_or(Short)?).map_err(|_| Short)?;
    let bytes = from.take(count.checked_mul(N).ok_or(Short)?).ok_or(Short)?;
    Ok(bytes.as_chunks::<N>().0)
}

impl<'a> Ids<'a> {
    pub(super) fn read(from: &mut Cursor<'a>) -> Result<Self, ColumnsError> {
        Ok(match from.u8().ok_or(Short)? {
            LISTED => Self::Listed(list(from)?, Numbers::read(from)?),
            HALVES => Self::Halves(list(from)?, Numbers::read(from)?, Numbers::read(from)?),
            PLAIN => Self::Plain(list(from)?),
            _ => return Err(Unknown("a form of ids")),
        })
    }

    /// Whether all were read.
    pub(super) const fn is_done(&self) -> bool {
        match self {
            Self::Listed(_, which) => which.left() == 0,
            Self::Halves(_, which, second) => which.left() == 0 && second.left() == 0,
            Self::Plain(rest) => rest.is_empty(),
        }
    }

    /// The next one.
    pub(super) fn next(&mut self) -> Result<[u8; 16], ColumnsError> {
        let pick = |which: &mut Numbers<'_>| {
            let which = which.next().ok_or(ColumnsError::Count)?;
            usize::try_from(which).map_err(|_| Unknown("an id"))
        };
        match self {
            Self::Listed(list, which) => {
                let at = pick(which)?;
                list.get(at).copied().ok_or(Unknown("an id"))
            }
            Self::Halves(list, which, second) => {
                let first = list.get(pick(which)?).ok_or(Unknown("an id"))?;
                let second = second.next().ok_or(ColumnsError::Count)?.to_be_bytes();
                let mut id = [0; 16];
                for (to, from) in id.iter_mut().zip(first.iter().chain(&second)) {
                    *to = *from;
                }
                Ok(id)
            }
            Self::Plain(rest) => {
                let (id, left) = rest.split_first().ok_or(ColumnsError::Count)?;
                *rest = left;
                Ok(*id)
            }
        }
    }
}
