//! What many operations have in common, and which columns the rest comes from; and the columns, read.

use super::ColumnsError::{self, Short, TooMany, Unknown};
use super::bytes::{Bytes, Hashes};
use super::id::Ids;
use super::num::Numbers;
use super::{MAX_COLUMNS, MAX_PIECES, MAX_TEMPLATES};
use crate::ledger::bytes::Cursor;

/// The types of columns.
pub(super) mod column {
    pub(in super::super) const NUMBERS: u8 = 0;
    pub(in super::super) const IDS: u8 = 1;
    pub(in super::super) const BYTES: u8 = 2;
    pub(in super::super) const HASHES: u8 = 3;
}

/// The types of pieces.
pub(super) mod piece {
    pub(in super::super) const SHAPE: u8 = 0;
    pub(in super::super) const UNSIGNED: u8 = 1;
    pub(in super::super) const NEGATIVE: u8 = 2;
    pub(in super::super) const ID: u8 = 3;
    pub(in super::super) const BYTES: u8 = 4;
    pub(in super::super) const TEXT: u8 = 5;
    pub(in super::super) const AS_IS: u8 = 6;
}

/// The flags of an operation's envelope that say what it has (`ledger::op`).
pub(super) mod flag {
    pub(in super::super) const CRITICAL: u8 = 1;
    pub(in super::super) const BLOB: u8 = 2;
    pub(in super::super) const ACTOR: u8 = 4;
    /// All that have a meaning.
    pub(in super::super) const ALL: u8 = CRITICAL | BLOB | ACTOR;
}

/// A piece of a body.
pub(super) enum Piece<'a> {
    /// These bytes.
    Shape(&'a [u8]),
    /// A CBOR number of this major type, from a column of numbers.
    Number(u8, usize),
    /// A CBOR string of 16 bytes, from a column of ids.
    Id(usize),
    /// A CBOR string of this major type, or bytes without a head, from a column of bytes.
    String(Option<u8>, usize),
}

/// What is the same in many operations.
pub(super) struct Template<'a> {
    pub flags: u8,
    pub kind: u16,
    pub kind_ver: u8,
    pub subject_type: u8,
    pub subject: usize,
    pub actor: Option<usize>,
    pub blob: Option<usize>,
    pub pieces: Vec<Piece<'a>>,
}

/// A number that counts or points.
pub(super) fn index(from: &mut Cursor<'_>) -> Result<usize, ColumnsError> {
    from.varint()
        .and_then(|value| usize::try_from(value).ok())
        .ok_or(Short)
}

/// The types of the columns.
pub(super) fn read_types<'a>(from: &mut Cursor<'a>) -> Result<&'a [u8], ColumnsError> {
    let count = index(from)?;
    if count > MAX_COLUMNS {
        return Err(TooMany("columns"));
    }
    from.take(count).ok_or(Short)
}

/// The templates; each names only columns that there are, of the type that it needs.
pub(super) fn read_all<'a>(from: &mut Cursor<'a>, types: &[u8]) -> Result<Vec<Template<'a>>, ColumnsError> {
    let count = index(from)?;
    if count > MAX_TEMPLATES {
        return Err(TooMany("templates"));
    }
    let mut pieces_left = MAX_PIECES;
    let mut templates = Vec::new();
    for _ in 0..count {
        templates.push(read(from, types, &mut pieces_left)?);
    }
    Ok(templates)
}

fn read<'a>(
    from: &mut Cursor<'a>,
    types: &[u8],
    pieces_left: &mut usize,
) -> Result<Template<'a>, ColumnsError> {
    let column = |from: &mut Cursor<'a>, of: u8| {
        let at = index(from)?;
        let there = types.get(at).is_some_and(|&is| is == of);
        there.then_some(at).ok_or(Unknown("a column"))
    };
    let flags = from.u8().ok_or(Short)?;
    if flags & !flag::ALL != 0 {
        return Err(Unknown("a flag"));
    }
    let kind = u16::try_from(index(from)?).map_err(|_| Unknown("a kind"))?;
    let (kind_ver, subject_type) = (from.u8().ok_or(Short)?, from.u8().ok_or(Short)?);
    let subject = column(from, column::IDS)?;
    let actor = (flags & flag::ACTOR != 0)
        .then(|| column(from, column::IDS))
        .transpose()?;
    let blob = (flags & flag::BLOB != 0)
        .then(|| column(from, column::HASHES))
        .transpose()?;
    let count = index(from)?;
    *pieces_left = pieces_left.checked_sub(count).ok_or(TooMany("pieces"))?;
    let mut pieces = Vec::new();
    for _ in 0..count {
        pieces.push(match from.u8().ok_or(Short)? {
            piece::SHAPE => {
                let length = index(from)?;
                let bytes = from.take(length).ok_or(Short)?;
                // Every piece puts out a byte at least, so that work is bounded by what comes out.
                if bytes.is_empty() {
                    return Err(Unknown("an empty piece"));
                }
                Piece::Shape(bytes)
            }
            piece::UNSIGNED => Piece::Number(0, column(from, column::NUMBERS)?),
            piece::NEGATIVE => Piece::Number(1, column(from, column::NUMBERS)?),
            piece::ID => Piece::Id(column(from, column::IDS)?),
            piece::BYTES => Piece::String(Some(2), column(from, column::BYTES)?),
            piece::TEXT => Piece::String(Some(3), column(from, column::BYTES)?),
            // May be empty, and so stands alone.
            piece::AS_IS if count == 1 => Piece::String(None, column(from, column::BYTES)?),
            _ => return Err(Unknown("a piece")),
        });
    }
    Ok(Template {
        flags,
        kind,
        kind_ver,
        subject_type,
        subject,
        actor,
        blob,
        pieces,
    })
}

/// A column, read value by value.
enum Column<'a> {
    Numbers(Numbers<'a>),
    Ids(Ids<'a>),
    Bytes(Bytes<'a>),
    Hashes(Hashes<'a>),
}

/// All columns.
pub(super) struct Columns<'a>(Vec<Column<'a>>);

impl<'a> Columns<'a> {
    pub(super) fn read(from: &mut Cursor<'a>, types: &[u8]) -> Result<Self, ColumnsError> {
        let columns: Result<_, _> = types
            .iter()
            .map(|of| {
                Ok(match *of {
                    column::NUMBERS => Column::Numbers(Numbers::read(from)?),
                    column::IDS => Column::Ids(Ids::read(from)?),
                    column::BYTES => Column::Bytes(Bytes::read(from)?),
                    column::HASHES => Column::Hashes(Hashes::read(from)?),
                    _ => return Err(Unknown("a type of column")),
                })
            })
            .collect();
        columns.map(Self)
    }

    /// Whether every value was read.
    pub(super) fn is_done(&self) -> bool {
        self.0.iter().all(|column| match column {
            Column::Numbers(numbers) => numbers.left() == 0,
            Column::Ids(ids) => ids.is_done(),
            Column::Bytes(bytes) => bytes.is_done(),
            Column::Hashes(hashes) => hashes.is_done(),
        })
    }

    /// The next number of column `at`.
    pub(super) fn number(&mut self, at: usize) -> Result<u64, ColumnsError> {
        match self.0.get_mut(at) {
            Some(Column::Numbers(numbers)) => numbers.next().ok_or(ColumnsError::Count),
            _ => Err(Unknown("a column")),
        }
    }

    /// The next id of column `at`.
    pub(super) fn id(&mut self, at: usize) -> Result<[u8; 16], ColumnsError> {
        match self.0.get_mut(at) {
            Some(Column::Ids(ids)) => ids.next(),
            _ => Err(Unknown("a column")),
        }
    }

    /// The next string of column `at`.
    pub(super) fn string(&mut self, at: usize) -> Result<&'a [u8], ColumnsError> {
        match self.0.get_mut(at) {
            Some(Column::Bytes(bytes)) => bytes.next(),
            _ => Err(Unknown("a column")),
        }
    }

    /// The next hash of column `at`.
    pub(super) fn hash(&mut self, at: usize) -> Result<&'a [u8; 32], ColumnsError> {
        match self.0.get_mut(at) {
            Some(Column::Hashes(hashes)) => hashes.next(),
            _ => Err(Unknown("a column")),
        }
    }
}
