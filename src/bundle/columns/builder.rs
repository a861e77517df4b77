//! The columns and templates of the operations of a payload, as they come.

use super::bytes::Strings;
use super::num::Trial;
use super::shape::{Part, split};
use super::template::{column, flag, piece};
use super::{MAX_COLUMNS, MAX_PIECES, MAX_TEMPLATES, id, num, wide};
use crate::ledger::bytes::put_varint;
use crate::ledger::op::OpView;
use rustc_hash::FxHashMap;

/// How bodies are taken apart: the first way that stays within the caps is taken.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// Numbers of few values in the templates.
    Few(usize),
    /// Bodies as they are.
    Whole,
}

/// Which column a value belongs to: which kinds share it, the place in their bodies, the type.
type Key = (u16, u64, u8);

/// Places that are not in a body.
const SUBJECT: u64 = u64::MAX;
const ACTOR: u64 = u64::MAX - 1;
const BLOB: u64 = u64::MAX - 2;
const WHOLE: u64 = u64::MAX - 3;

/// Operations on registrations name the person in one place: a request and its confirmation name the same one.
const fn kin(kind: u16) -> u16 {
    if kind >= 40 && kind < 70 { 40 } else { kind }
}

/// Values of a column to write.
enum Values {
    Numbers(Vec<u64>),
    Ids(Vec<[u8; 16]>),
    Bytes(Strings),
    Hashes(Vec<[u8; 32]>),
}

/// The different numbers in a place, and how many there were; none once there were too many.
#[derive(Default)]
struct Seen {
    count: usize,
    values: Option<Vec<u64>>,
}

/// Collects columns and templates.
#[derive(Default)]
pub(super) struct Builder {
    seen: FxHashMap<(u16, u64), Seen>,
    places: FxHashMap<Key, usize>,
    columns: Vec<Values>,
    templates: FxHashMap<Vec<u8>, u64>,
    template_bytes: Vec<u8>,
    pieces: usize,
    which: Vec<u64>,
    pub(super) stamps: Vec<u64>,
    key: Vec<u8>,
    shape: Vec<u8>,
}

impl Builder {
    /// Takes note of the numbers in an operation's body.
    pub(super) fn count<'a>(&mut self, op: &OpView<'a>, most: usize, parts: &mut Vec<Part<'a>>) {
        if !split(op.body, parts) {
            return;
        }
        for part in parts.iter() {
            if let Part::Number { place, value, .. } = part {
                let seen = self.seen.entry((op.kind, *place)).or_insert_with(|| Seen {
                    count: 0,
                    values: Some(Vec::new()),
                });
                seen.count += 1;
                if let Some(values) = &mut seen.values
                    && !values.contains(value)
                {
                    values.push(*value);
                    if values.len() > most {
                        seen.values = None;
                    }
                }
            }
        }
    }

    /// Whether a number of this place is part of the templates: there are few, and each comes often.
    fn is_few(&self, kind: u16, place: u64) -> bool {
        self.seen.get(&(kind, place)).is_some_and(|seen| {
            seen.values
                .as_ref()
                .is_some_and(|values| values.len() == 1 || seen.count >= 16 * values.len())
        })
    }

    pub(super) fn is_over(&self) -> bool {
        self.columns.len() > MAX_COLUMNS || self.templates.len() > MAX_TEMPLATES || self.pieces > MAX_PIECES
    }

    fn column(&mut self, key: Key, new: impl FnOnce() -> Values) -> (u64, Option<&mut Values>) {
        let next = self.columns.len();
        let at = *self.places.entry(key).or_insert(next);
        if at == next {
            self.columns.push(new());
        }
        (wide(at), self.columns.get_mut(at))
    }

    fn number(&mut self, kind: u16, place: u64, value: u64) -> u64 {
        let (at, values) = self.column((kind, place, column::NUMBERS), || Values::Numbers(Vec::new()));
        if let Some(Values::Numbers(values)) = values {
            values.push(value);
        }
        at
    }

    fn id(&mut self, kind: u16, place: u64, id: [u8; 16]) -> u64 {
        let (at, values) = self.column((kind, place, column::IDS), || Values::Ids(Vec::new()));
        if let Some(Values::Ids(values)) = values {
            values.push(id);
        }
        at
    }

    fn string(&mut self, kind: u16, place: u64, string: &[u8]) -> u64 {
        let (at, values) = self.column((kind, place, column::BYTES), || Values::Bytes(Strings::default()));
        if let Some(Values::Bytes(values)) = values {
            values.push(string);
        }
        at
    }

    fn hash(&mut self, kind: u16, hash: [u8; 32]) -> u64 {
        let (at, values) = self.column((kind, BLOB, column::HASHES), || Values::Hashes(Vec::new()));
        if let Some(Values::Hashes(values)) = values {
            values.push(hash);
        }
        at
    }

    /// Adds an operation: its template, and its values to their columns.
    pub(super) fn add<'a>(&mut self, op: &OpView<'a>, way: Way, parts: &mut Vec<Part<'a>>) {
        let mut key = std::mem::take(&mut self.key);
        key.clear();
        let bit = |set: bool, bit: u8| if set { bit } else { 0 };
        key.push(
            bit(op.critical, flag::CRITICAL)
                | bit(op.blob.is_some(), flag::BLOB)
                | bit(op.actor.is_some(), flag::ACTOR),
        );
        put_varint(&mut key, u64::from(op.kind));
        key.extend_from_slice(&[op.kind_ver, op.subject_type]);
        // Entities of one type are named by operations of many kinds.
        put_varint(
            &mut key,
            self.id(u16::from(op.subject_type), SUBJECT, op.subject.0),
        );
        if let Some(actor) = op.actor {
            put_varint(&mut key, self.id(0, ACTOR, actor.0));
        }
        if let Some(blob) = op.blob {
            put_varint(&mut key, self.hash(op.kind, blob.0));
        }
        let pieces = if way != Way::Whole && split(op.body, parts) {
            self.body(op.kind, parts, &mut key)
        } else {
            put_varint(&mut key, 1);
            key.push(piece::AS_IS);
            put_varint(&mut key, self.string(op.kind, WHOLE, op.body));
            1
        };
        let next = wide(self.templates.len());
        let which = if let Some(which) = self.templates.get(&key) {
            *which
        } else {
            self.template_bytes.extend_from_slice(&key);
            self.templates.insert(key.clone(), next);
            self.pieces += pieces;
            next
        };
        self.which.push(which);
        self.key = key;
    }

    /// Appends the pieces of a body to a template; answers how many.
    fn body(&mut self, kind: u16, parts: &[Part<'_>], key: &mut Vec<u8>) -> usize {
        let mut list = Vec::with_capacity(64);
        let mut shape = std::mem::take(&mut self.shape);
        shape.clear();
        let mut pieces = 0;
        let mut close = |shape: &mut Vec<u8>, list: &mut Vec<u8>| {
            if !shape.is_empty() {
                list.push(piece::SHAPE);
                put_varint(list, wide(shape.len()));
                list.append(shape);
                pieces += 1;
            }
        };
        let mut values = 0;
        for part in parts {
            let (tag, column) = match *part {
                Part::Shape(bytes) => {
                    shape.extend_from_slice(bytes);
                    continue;
                }
                Part::Number { place, bytes, .. } if self.is_few(kind, place) => {
                    shape.extend_from_slice(bytes);
                    continue;
                }
                Part::Number {
                    place,
                    negative,
                    value,
                    ..
                } => {
                    let tag = if negative {
                        piece::NEGATIVE
                    } else {
                        piece::UNSIGNED
                    };
                    (tag, self.number(kind, place, value))
                }
                Part::Id { place, id } => (piece::ID, self.id(kin(kind), place, *id)),
                Part::String { place, text, content } => {
                    let tag = if text { piece::TEXT } else { piece::BYTES };
                    (tag, self.string(kind, place, content))
                }
            };
            close(&mut shape, &mut list);
            list.push(tag);
            put_varint(&mut list, column);
            values += 1;
        }
        close(&mut shape, &mut list);
        self.shape = shape;
        pieces += values;
        put_varint(key, wide(pieces));
        key.append(&mut list);
        pieces
    }

    /// Appends columns and templates.
    pub(super) fn put(&self, out: &mut Vec<u8>) {
        let mut trial = Trial::new();
        put_varint(out, wide(self.columns.len()));
        out.extend(self.columns.iter().map(|values| match values {
            Values::Numbers(_) => column::NUMBERS,
            Values::Ids(_) => column::IDS,
            Values::Bytes(_) => column::BYTES,
            Values::Hashes(_) => column::HASHES,
        }));
        put_varint(out, wide(self.templates.len()));
        out.extend_from_slice(&self.template_bytes);
        num::put(&self.which, &mut trial, out);
        num::put(&self.stamps, &mut trial, out);
        for values in &self.columns {
            match values {
                Values::Numbers(values) => num::put(values, &mut trial, out),
                Values::Ids(ids) => id::put(ids, &mut trial, out),
                Values::Bytes(strings) => strings.put(&mut trial, out),
                Values::Hashes(hashes) => {
                    put_varint(out, wide(hashes.len()));
                    out.extend(hashes.iter().flatten());
                }
            }
        }
    }
}
