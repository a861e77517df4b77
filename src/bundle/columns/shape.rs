//! A body taken apart: CBOR heads and keys that shape it, values that fill it.
//!
//! Nothing is understood but CBOR (RFC 8949) in its shortest form with definite lengths. A value's *place* is the
//! way of map keys that leads to it; values of one place share a column, whatever else the bodies hold.

use crate::ledger::bytes::Cursor;

/// How deep maps and arrays may lie in each other.
const DEPTH: u8 = 8;

/// A part of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part<'a> {
    /// Bytes that shape it: heads, keys, true, false, null, floats.
    Shape(&'a [u8]),
    /// A number: its place, whether it is negative (CBOR's major type 1), its argument and its bytes.
    Number {
        place: u64,
        negative: bool,
        value: u64,
        bytes: &'a [u8],
    },
    /// A string of 16 bytes.
    Id { place: u64, id: &'a [u8; 16] },
    /// Another string.
    String {
        place: u64,
        text: bool,
        content: &'a [u8],
    },
}

/// Takes `body` apart into `parts`; `false` if it is not CBOR in the form above.
pub(super) fn split<'a>(body: &'a [u8], parts: &mut Vec<Part<'a>>) -> bool {
    parts.clear();
    let mut rest = Cursor::new(body);
    while !rest.rest().is_empty() {
        if item(&mut rest, 0, DEPTH, parts).is_none() {
            return false;
        }
    }
    true
}

/// A head: major type, additional information, argument. Only the shortest form is read.
fn head(from: &mut Cursor<'_>) -> Option<(u8, u8, u64)> {
    let first = from.u8()?;
    let (major, info) = (first >> 5, first & 31);
    let (value, least) = match info {
        0..=23 => (u64::from(info), 0),
        24 => (u64::from(from.u8()?), 24),
        25 => (u64::from(u16::from_be_bytes(from.array()?)), 1 << 8),
        26 => (u64::from(u32::from_be_bytes(from.array()?)), 1 << 16),
        27 => (u64::from_be_bytes(from.array()?), 1 << 32),
        _ => return None,
    };
    (major == 7 || value >= least).then_some((major, info, value))
}

const fn under(place: u64, key: u64) -> u64 {
    (place ^ key).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23)
}

fn item<'a>(from: &mut Cursor<'a>, place: u64, depth: u8, parts: &mut Vec<Part<'a>>) -> Option<()> {
    let start = from.rest();
    let (major, _, value) = head(from)?;
    let size = start.len() - from.rest().len();
    let bytes = start.get(..size)?;
    let inner = || depth.checked_sub(1);
    match major {
        0 | 1 => parts.push(Part::Number {
            place: under(place, u64::from(major)),
            negative: major == 1,
            value,
            bytes,
        }),
        2 | 3 => {
            let content = from.take(usize::try_from(value).ok()?)?;
            parts.push(match content.try_into() {
                Ok(id) if major == 2 => Part::Id { place, id },
                _ => Part::String {
                    place: under(place, u64::from(major)),
                    text: major == 3,
                    content,
                },
            });
        }
        4 => {
            parts.push(Part::Shape(bytes));
            for _ in 0..value {
                item(from, under(place, u64::MAX), inner()?, parts)?;
            }
        }
        5 => {
            parts.push(Part::Shape(bytes));
            for _ in 0..value {
                let start = from.rest();
                let (major, _, key) = head(from)?;
                if major > 1 {
                    return None;
                }
                parts.push(Part::Shape(start.get(..start.len() - from.rest().len())?));
                item(from, under(place, key << 1 | u64::from(major)), inner()?, parts)?;
            }
        }
        6 => {
            parts.push(Part::Shape(bytes));
            item(from, place, inner()?, parts)?;
        }
        _ => parts.push(Part::Shape(bytes)),
    }
    Some(())
}

/// Appends a CBOR head in its shortest form.
pub(super) fn put_head(out: &mut Vec<u8>, major: u8, value: u64) {
    let major = major << 5;
    let [.., a, b, c, d] = value.to_be_bytes();
    match value {
        0..=23 => out.push(major | d),
        24..=0xff => out.extend_from_slice(&[major | 0x18, d]),
        0x100..=0xffff => out.extend_from_slice(&[major | 0x19, c, d]),
        0x1_0000..=0xffff_ffff => out.extend_from_slice(&[major | 0x1a, a, b, c, d]),
        _ => {
            out.push(major | 0x1b);
            out.extend_from_slice(&value.to_be_bytes());
        }
    }
}
