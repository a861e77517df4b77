//! Columns to segments. What is read here was signed by somebody at best: every count is held against what there is
//! before it is believed, and what comes out is bounded by the caller.

use super::ColumnsError::{self, Count, Over, Short, Size, TooMany, Unknown};
use super::num::Numbers;
use super::shape::put_head;
use super::template::{self, Columns, Piece, Template, flag, index};
use super::{Caps, MAX_PACKED, VERSION, form};
use crate::ledger::bytes::{Cursor, put_varint};
use crate::ledger::op::MAX_OP;
use crate::ledger::segment::{HEADER, Head, MAX_OPS, MAX_OPS_LEN};

/// The fewest bytes of an operation: its length, five bytes and the subject.
const LEAST_OP: usize = 22;

/// The segments that [`pack`](fn@super::pack) was given, byte for byte. They are claims until their signatures are
/// checked.
pub fn unpack(packed: &[u8], caps: Caps) -> Result<Vec<Vec<u8>>, ColumnsError> {
    let mut segments = Vec::new();
    let mut reader = Unpack::new(packed, caps)?;
    while let Some(segment) = reader.next_segment()? {
        segments.push(segment.to_vec());
    }
    Ok(segments)
}

/// Reads segments one by one; holds one of them and the templates.
pub struct Unpack<'a> {
    /// The segments' own part of the payload.
    segments: Cursor<'a>,
    left: usize,
    templates: Vec<Template<'a>>,
    which: Numbers<'a>,
    stamps: Numbers<'a>,
    columns: Columns<'a>,
    room: usize,
    before: Option<Before>,
    segment: Vec<u8>,
    body: Vec<u8>,
}

/// What the next segment may lean on.
struct Before {
    node: u32,
    incarnation: u16,
    next_seq: u64,
    hlc_last: u64,
    hub_seen: u64,
    hash: [u8; 32],
}

/// A segment's own part of the payload.
enum Own<'a> {
    AsIs(&'a [u8]),
    Columns(OwnHead<'a>),
}

struct OwnHead<'a> {
    form: u8,
    place: Option<(u32, u16, u64, [u8; 32])>,
    ops: u32,
    stamp: u64,
    hub_seen: Option<u64>,
    signature: &'a [u8],
}

fn read_own<'a>(from: &mut Cursor<'a>) -> Result<Own<'a>, ColumnsError> {
    let form = from.u8().ok_or(Short)?;
    if form == 0 {
        let length = index(from)?;
        return from.take(length).map(Own::AsIs).ok_or(Short);
    }
    if form & form::COLUMNS == 0 || form & !(form::COLUMNS | form::FOLLOWS | form::SAME_HUB) != 0 {
        return Err(Unknown("a form of segment"));
    }
    let place = if form & form::FOLLOWS == 0 {
        let node = u32::try_from(index(from)?).map_err(|_| Over)?;
        let incarnation = u16::try_from(index(from)?).map_err(|_| Over)?;
        Some((
            node,
            incarnation,
            from.varint().ok_or(Short)?,
            from.array().ok_or(Short)?,
        ))
    } else {
        None
    };
    let ops = u32::try_from(index(from)?).map_err(|_| Over)?;
    if !(1..=MAX_OPS).contains(&ops) {
        return Err(TooMany("operations in a segment"));
    }
    Ok(Own::Columns(OwnHead {
        form,
        place,
        ops,
        stamp: from.varint().ok_or(Short)?,
        hub_seen: if form & form::SAME_HUB == 0 {
            Some(from.varint().ok_or(Short)?)
        } else {
            None
        },
        signature: from.take(64).ok_or(Short)?,
    }))
}

impl<'a> Unpack<'a> {
    /// Reads what comes before the first segment, and whether all that was promised would be within `caps`.
    pub fn new(packed: &'a [u8], caps: Caps) -> Result<Self, ColumnsError> {
        if packed.len() > MAX_PACKED {
            return Err(ColumnsError::TooLong(packed.len()));
        }
        let mut from = Cursor::new(packed);
        match from.u8().ok_or(Short)? {
            VERSION => {}
            other => return Err(ColumnsError::Version(other)),
        }
        let left = index(&mut from)?;
        if left > caps.segments {
            return Err(TooMany("segments"));
        }
        let segments = from;
        let (mut ops, mut least) = (0_usize, 0_usize);
        for _ in 0..left {
            let (count, size) = match read_own(&mut from)? {
                Own::AsIs(bytes) => (0, bytes.len()),
                Own::Columns(own) => {
                    let count = usize::try_from(own.ops).map_err(|_| Over)?;
                    (count, HEADER + count * LEAST_OP)
                }
            };
            ops += count;
            least = least.saturating_add(size);
            if least > caps.bytes {
                return Err(Size("what was packed"));
            }
        }
        let types = template::read_types(&mut from)?;
        let templates = template::read_all(&mut from, types)?;
        let which = Numbers::read(&mut from)?;
        let stamps = Numbers::read(&mut from)?;
        if which.left() != ops {
            return Err(Count);
        }
        let columns = Columns::read(&mut from, types)?;
        if !from.rest().is_empty() {
            return Err(ColumnsError::Long(from.rest().len()));
        }
        Ok(Self {
            segments,
            left,
            templates,
            which,
            stamps,
            columns,
            room: caps.bytes,
            before: None,
            segment: Vec::new(),
            body: Vec::new(),
        })
    }

    /// The bytes of the next segment; `None` behind the last one, when nothing is left over either.
    pub fn next_segment(&mut self) -> Result<Option<&[u8]>, ColumnsError> {
        if self.left == 0 {
            let done = self.which.left() == 0 && self.stamps.left() == 0 && self.columns.is_done();
            return if done { Ok(None) } else { Err(Count) };
        }
        self.left -= 1;
        self.segment.clear();
        match read_own(&mut self.segments)? {
            Own::AsIs(bytes) => {
                self.take_room(bytes.len())?;
                self.segment.extend_from_slice(bytes);
                self.before = None;
            }
            Own::Columns(own) => self.rebuild(&own)?,
        }
        Ok(Some(&self.segment))
    }

    fn take_room(&mut self, length: usize) -> Result<(), ColumnsError> {
        self.room = self.room.checked_sub(length).ok_or(Size("what was packed"))?;
        Ok(())
    }

    fn rebuild(&mut self, own: &OwnHead<'_>) -> Result<(), ColumnsError> {
        let before = self.before.take();
        let (node, incarnation, first_seq, prev, last) = match (own.place, &before) {
            (Some((node, incarnation, first_seq, prev)), _) => (node, incarnation, first_seq, prev, 0),
            (None, Some(before)) => (
                before.node,
                before.incarnation,
                before.next_seq,
                before.hash,
                before.hlc_last,
            ),
            (None, None) => return Err(Unknown("the segment before")),
        };
        let hub_seen = match (own.hub_seen, &before) {
            (Some(hub_seen), _) => hub_seen,
            (None, Some(before)) => before.hub_seen,
            (None, None) => return Err(Unknown("the segment before")),
        };
        debug_assert!(own.form & form::COLUMNS != 0);
        self.take_room(HEADER)?;
        self.segment.resize(HEADER, 0);
        let hlc_first = last.wrapping_add(own.stamp);
        let (mut hlc_last, mut max_kind) = (hlc_first, 0);
        for op in 0..own.ops {
            let delta = if op == 0 {
                0
            } else {
                self.stamps.next().ok_or(Count)?
            };
            hlc_last = hlc_last.checked_add(delta).ok_or(Over)?;
            max_kind = self.op(delta)?.max(max_kind);
        }
        let ops = self.segment.get(HEADER..).unwrap_or_default();
        let ops_len = u32::try_from(ops.len()).map_err(|_| Over)?;
        let ops_hash = blake3::hash(ops);
        let fields = b"SEG1"
            .iter()
            .copied()
            .chain(node.to_le_bytes())
            .chain(incarnation.to_le_bytes())
            .chain([0, 0])
            .chain(first_seq.to_le_bytes())
            .chain(own.ops.to_le_bytes())
            .chain(ops_len.to_le_bytes())
            .chain(hlc_first.to_le_bytes())
            .chain(hlc_last.to_le_bytes())
            .chain(hub_seen.to_le_bytes())
            .chain(prev)
            .chain(*ops_hash.as_bytes())
            .chain(max_kind.to_le_bytes())
            .chain([1, 0])
            .chain([0; 8])
            .chain(own.signature.iter().copied());
        for (to, from) in self.segment.iter_mut().take(HEADER).zip(fields) {
            *to = from;
        }
        // What no reader of segments would take was never packed into columns.
        let head = Head::read(&self.segment).map_err(|_| Over)?;
        self.before = Some(Before {
            node,
            incarnation,
            next_seq: head.next_seq(),
            hlc_last,
            hub_seen,
            hash: head.hash().0,
        });
        Ok(())
    }

    /// Appends the next operation and answers its kind.
    fn op(&mut self, delta: u64) -> Result<u16, ColumnsError> {
        let which = usize::try_from(self.which.next().ok_or(Count)?).map_err(|_| Unknown("a template"))?;
        let template = self.templates.get(which).ok_or(Unknown("a template"))?;
        let op = &mut self.body;
        op.clear();
        op.push(template.flags & flag::ALL);
        put_varint(op, u64::from(template.kind));
        op.push(template.kind_ver);
        put_varint(op, delta);
        op.push(template.subject_type);
        op.extend_from_slice(&self.columns.id(template.subject)?);
        if let Some(actor) = template.actor {
            op.extend_from_slice(&self.columns.id(actor)?);
        }
        for piece in &template.pieces {
            match piece {
                Piece::Shape(bytes) => op.extend_from_slice(bytes),
                Piece::Number(major, column) => put_head(op, *major, self.columns.number(*column)?),
                Piece::Id(column) => {
                    put_head(op, 2, 16);
                    op.extend_from_slice(&self.columns.id(*column)?);
                }
                Piece::String(major, column) => {
                    let string = self.columns.string(*column)?;
                    if let Some(major) = major {
                        put_head(op, *major, u64::try_from(string.len()).map_err(|_| Over)?);
                    }
                    op.extend_from_slice(string);
                }
            }
            if op.len() > MAX_OP {
                return Err(Size("an operation"));
            }
        }
        if let Some(blob) = template.blob {
            op.extend_from_slice(self.columns.hash(blob)?);
        }
        if op.len() > MAX_OP {
            return Err(Size("an operation"));
        }
        let kind = template.kind;
        let length = self.segment.len();
        put_varint(
            &mut self.segment,
            u64::try_from(self.body.len()).map_err(|_| Over)?,
        );
        self.segment.extend_from_slice(&self.body);
        let most = HEADER + usize::try_from(MAX_OPS_LEN).map_err(|_| Over)?;
        if self.segment.len() > most {
            return Err(Size("a segment"));
        }
        self.take_room(self.segment.len() - length)?;
        Ok(kind)
    }
}
