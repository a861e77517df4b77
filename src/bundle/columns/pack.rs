//! Segments to columns. How they are laid out is free: a reader follows what the templates say. What is chosen here
//! was chosen for small bundles, and is checked by unpacking it again.

use super::builder::{Builder, Way};
use super::unpack::Unpack;
use super::{Caps, VERSION, form, wide};
use crate::ledger::bytes::put_varint;
use crate::ledger::op::{Entry, OpView};
use crate::ledger::segment::{Head, SegHash, SegmentView};

/// A number with at most so many different values in one place of the bodies is part of their templates.
const FEW: usize = 8;

/// The payload from which [`unpack`](fn@super::unpack) makes the same segments, byte for byte, whatever they are; at most
/// 10 bytes a segment and 16 more than they are. About [`BATCH`](super::BATCH) bytes at once do best.
pub fn pack(segments: &[&[u8]]) -> Vec<u8> {
    let plain = pack_as(segments, &vec![true; segments.len()], Way::Whole).unwrap_or_default();
    let mut as_is: Vec<bool> = segments.iter().map(|bytes| !is_whole(bytes)).collect();
    for way in [Way::Few(FEW), Way::Few(1), Way::Whole] {
        // What does not come back is carried as it is; a second round must then succeed.
        for _ in 0..2 {
            match pack_as(segments, &as_is, way) {
                Some(packed) if packed.len() > plain.len() => break,
                Some(packed) if comes_back(&packed, segments, &mut as_is) => return packed,
                Some(_) => {}
                None => break,
            }
        }
    }
    plain
}

/// Whether all that the header says is true of the operations, so that it can be left out.
fn is_whole(bytes: &[u8]) -> bool {
    SegmentView::read(bytes).is_ok_and(|view| view.check_ops().is_ok())
}

/// Whether `packed` makes `segments` again; those that differ are marked.
fn comes_back(packed: &[u8], segments: &[&[u8]], as_is: &mut [bool]) -> bool {
    let caps = Caps {
        segments: segments.len(),
        bytes: segments.iter().map(|bytes| bytes.len()).sum(),
    };
    let mark_all = |as_is: &mut [bool]| {
        as_is.fill(true);
        false
    };
    let Ok(mut reader) = Unpack::new(packed, caps) else {
        return mark_all(as_is);
    };
    let mut same = true;
    for (segment, as_is) in segments.iter().zip(as_is.iter_mut()) {
        let Ok(Some(again)) = reader.next_segment() else {
            return mark_all(std::slice::from_mut(as_is));
        };
        if again != *segment {
            (same, *as_is) = (false, true);
        }
    }
    same && matches!(reader.next_segment(), Ok(None))
}

fn pack_as(segments: &[&[u8]], as_is: &[bool], way: Way) -> Option<Vec<u8>> {
    let mut out = vec![VERSION];
    put_varint(&mut out, wide(segments.len()));
    let mut before: Option<Head> = None;
    let mut views = Vec::new();
    for (bytes, as_is) in segments.iter().zip(as_is) {
        let view = (!*as_is).then(|| SegmentView::read(bytes).ok()).flatten();
        if let Some(view) = view {
            put_head(bytes, &view.head, before.as_ref(), &mut out);
            views.push(view);
        } else {
            out.push(0);
            put_varint(&mut out, wide(bytes.len()));
            out.extend_from_slice(bytes);
        }
        before = view.map(|view| view.head);
    }
    let mut builder = Builder::default();
    let mut parts = Vec::new();
    if let Way::Few(most) = way {
        for op in views.iter().flat_map(operations) {
            builder.count(&op, most, &mut parts);
        }
    }
    for view in &views {
        let mut last = None;
        for entry in view.entries().flatten() {
            if let Some(last) = last.replace(entry.hlc.0) {
                builder.stamps.push(entry.hlc.0.wrapping_sub(last));
            }
            builder.add(&entry.op, way, &mut parts);
        }
        if builder.is_over() {
            return None;
        }
    }
    builder.put(&mut out);
    Some(out)
}

fn operations<'a>(view: &SegmentView<'a>) -> impl Iterator<Item = OpView<'a>> {
    view.entries().flatten().map(|entry: Entry<'a>| entry.op)
}

/// A segment's own part of the payload.
fn put_head(bytes: &[u8], head: &Head, before: Option<&Head>, out: &mut Vec<u8>) {
    let follows = before.filter(|before| {
        before.log == head.log && before.next_seq() == head.first_seq && before.hash() == head.prev
    });
    let same_hub = before.is_some_and(|before| before.hub_seen == head.hub_seen);
    let mut bits = form::COLUMNS;
    if follows.is_some() {
        bits |= form::FOLLOWS;
    }
    if same_hub {
        bits |= form::SAME_HUB;
    }
    out.push(bits);
    if follows.is_none() {
        put_varint(out, u64::from(head.log.node.0));
        put_varint(out, u64::from(head.log.incarnation));
        put_varint(out, head.first_seq);
        let SegHash(prev) = head.prev;
        out.extend_from_slice(&prev);
    }
    put_varint(out, u64::from(head.op_count));
    let last = follows.map_or(0, |before| before.hlc_last.0);
    put_varint(out, head.hlc_first.0.wrapping_sub(last));
    if !same_hub {
        put_varint(out, head.hub_seen);
    }
    out.extend_from_slice(bytes.get(128..192).unwrap_or_default());
}
