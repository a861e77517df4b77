//! A column of numbers.
//!
//! ```text
//! varint  how many, n; nothing follows if that is 0
//! u8      4 * layout + transform
//! varint  base
//! varint  scale
//! ..      rows: n in transform 0, n - 1 in the others
//! ```
//!
//! | transform | value, modulo 2^64, with `zz` undoing the zigzag: 0, -1, 1, -2 ... |
//! | ---: | --- |
//! | 0 | `v[i] = base + scale * row[i]` |
//! | 1 | `v[0] = base`, `v[i] = v[i-1] + scale * zz(row[i-1])` |
//! | 2 | `v[0] = base`, `d[0] = 0`, `d[i] = d[i-1] + scale * zz(row[i-1])`, `v[i] = v[i-1] + d[i]` |
//!
//! | layout | rows |
//! | ---: | --- |
//! | 0 | all 0, no bytes |
//! | 1..8 | so many planes of a byte a row, the lowest bytes of all rows first |
//! | 9, 10, 11 | 1, 2, 4 bits a row, from the lowest bit of each byte |
//!
//! Planes and not LEB128: the low bytes of what is random fill their plane evenly, the high ones repeat, and an
//! entropy coder that sees them apart loses nothing (2.2 bytes against 2.6 for a person of 200,000).

use super::ColumnsError::{self, Short};
use super::wide;
use crate::ledger::bytes::{Cursor, put_varint};

const PLAIN: u8 = 0;
const DELTA: u8 = 1;
const DELTA2: u8 = 2;

/// Few values are not worth a trial: their bytes are counted.
const TRIAL: usize = 48;

/// Says how long bytes get when they are compressed, so that the shortest form is chosen and not guessed.
pub(super) struct Trial {
    compressor: Option<zstd::bulk::Compressor<'static>>,
    room: Vec<u8>,
}

impl Trial {
    pub(super) fn new() -> Self {
        Self {
            compressor: zstd::bulk::Compressor::new(1).ok(),
            room: Vec::new(),
        }
    }

    /// The compressed length of `bytes`; of few bytes, their length.
    pub(super) fn cost(&mut self, bytes: &[u8]) -> usize {
        if bytes.len() < TRIAL {
            return bytes.len();
        }
        let Some(compressor) = &mut self.compressor else {
            return bytes.len();
        };
        self.room.clear();
        self.room.reserve(zstd::zstd_safe::compress_bound(bytes.len()));
        compressor
            .compress_to_buffer(bytes, &mut self.room)
            .unwrap_or(bytes.len())
    }
}

const fn zigzag(value: u64) -> u64 {
    (value << 1) ^ 0_u64.wrapping_sub(value >> 63)
}

const fn unzigzag(row: u64) -> u64 {
    (row >> 1) ^ 0_u64.wrapping_sub(row & 1)
}

fn gcd(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// Rows of `values` without a transform, with base and scale.
fn plain(values: &[u64]) -> (u64, u64, Vec<u64>) {
    let base = values.iter().copied().min().unwrap_or(0);
    let scale = values.iter().fold(0, |scale, v| gcd(v - base, scale)).max(1);
    let rows = values.iter().map(|v| (v - base) / scale).collect();
    (base, scale, rows)
}

/// Rows of differences, taken once or twice.
fn deltas(values: &[u64], twice: bool) -> (u64, u64, Vec<u64>) {
    let base = values.first().copied().unwrap_or(0);
    let (mut last, mut step) = (base, 0);
    let mut rows: Vec<u64> = values
        .iter()
        .skip(1)
        .map(|&value| {
            let delta = value.wrapping_sub(last);
            let row = delta.wrapping_sub(if twice { step } else { 0 });
            (last, step) = (value, delta);
            row
        })
        .collect();
    let size = |row: u64| row.cast_signed().unsigned_abs();
    let scale = rows.iter().fold(0, |scale, &row| gcd(size(row), scale)).max(1);
    for row in &mut rows {
        let part = size(*row) / scale;
        let negative = row.cast_signed() < 0;
        *row = zigzag(if negative { 0_u64.wrapping_sub(part) } else { part });
    }
    (base, scale, rows)
}

fn put_planes(rows: &[u64], width: u32, out: &mut Vec<u8>) {
    for plane in 0..width {
        out.extend(
            rows.iter()
                .map(|row| (row >> (8 * plane)).to_le_bytes().first().copied().unwrap_or(0)),
        );
    }
}

fn put_bits(rows: &[u64], bits: u32, out: &mut Vec<u8>) {
    let each = usize::try_from(8 / bits).unwrap_or(1);
    out.extend(rows.chunks(each).map(|rows| {
        let byte = rows.iter().rev().fold(0_u64, |byte, row| byte << bits | row);
        byte.to_le_bytes().first().copied().unwrap_or(0)
    }));
}

/// Appends the column of `values` in the form that compresses best.
pub(super) fn put(values: &[u64], trial: &mut Trial, out: &mut Vec<u8>) {
    put_varint(out, wide(values.len()));
    if values.is_empty() {
        return;
    }
    let mut best: Option<(usize, Vec<u8>)> = None;
    for transform in [PLAIN, DELTA, DELTA2] {
        let (base, scale, rows) = match transform {
            PLAIN => plain(values),
            _ => deltas(values, transform == DELTA2),
        };
        let bits = 64 - rows.iter().fold(0, |all, row| all | row).leading_zeros();
        let narrow = match bits {
            1 => Some((9, 1)),
            2 => Some((10, 2)),
            3..=4 => Some((11, 4)),
            _ => None,
        };
        let width = bits.div_ceil(8);
        let wide = (u8::try_from(width).unwrap_or(8), 8 * width);
        for (layout, bits) in narrow.into_iter().chain([wide]) {
            let mut bytes = vec![4 * layout + transform];
            put_varint(&mut bytes, base);
            put_varint(&mut bytes, scale);
            if layout > 8 {
                put_bits(&rows, bits, &mut bytes);
            } else {
                put_planes(&rows, width, &mut bytes);
            }
            let cost = trial.cost(&bytes);
            if best.as_ref().is_none_or(|(least, _)| cost < *least) {
                best = Some((cost, bytes));
            }
        }
    }
    out.extend_from_slice(&best.unwrap_or_default().1);
}

/// A column of numbers, read one by one; it holds nothing but its place in the payload.
pub(super) struct Numbers<'a> {
    left: usize,
    row: usize,
    rows: usize,
    layout: u8,
    transform: u8,
    begun: bool,
    value: u64,
    step: u64,
    base: u64,
    scale: u64,
    data: &'a [u8],
}

impl<'a> Numbers<'a> {
    pub(super) fn read(from: &mut Cursor<'a>) -> Result<Self, ColumnsError> {
        let left = usize::try_from(from.varint().ok_or(Short)?).map_err(|_| Short)?;
        let mut numbers = Self {
            left,
            row: 0,
            rows: left,
            layout: 0,
            transform: PLAIN,
            begun: false,
            value: 0,
            step: 0,
            base: 0,
            scale: 0,
            data: &[],
        };
        if left == 0 {
            return Ok(numbers);
        }
        let code = from.u8().ok_or(Short)?;
        numbers.layout = code / 4;
        numbers.transform = code % 4;
        if numbers.transform > DELTA2 {
            return Err(ColumnsError::Unknown("a transform"));
        }
        numbers.base = from.varint().ok_or(Short)?;
        numbers.scale = from.varint().ok_or(Short)?;
        if numbers.transform != PLAIN {
            numbers.rows -= 1;
        }
        let rows = numbers.rows;
        let size = match numbers.layout {
            layout @ 0..=8 => rows.checked_mul(usize::from(layout)).ok_or(Short)?,
            9 => rows.div_ceil(8),
            10 => rows.div_ceil(4),
            11 => rows.div_ceil(2),
            _ => return Err(ColumnsError::Unknown("a layout")),
        };
        numbers.data = from.take(size).ok_or(Short)?;
        Ok(numbers)
    }

    /// How many are left.
    pub(super) const fn left(&self) -> usize {
        self.left
    }

    fn next_row(&mut self) -> Option<u64> {
        let at = self.row;
        self.row += 1;
        let bits = |each: usize, mask: u8| {
            let byte = self.data.get(at / each)?;
            Some(u64::from(byte >> (at % each * (8 / each)) & mask))
        };
        match self.layout {
            0 => Some(0),
            9 => bits(8, 1),
            10 => bits(4, 3),
            11 => bits(2, 15),
            layout => (0..usize::from(layout)).rev().try_fold(0, |row, plane| {
                Some(row << 8 | u64::from(*self.data.get(plane * self.rows + at)?))
            }),
        }
    }

    /// The next one; `None` when there is none.
    pub(super) fn next(&mut self) -> Option<u64> {
        self.left = self.left.checked_sub(1)?;
        self.value = if self.transform == PLAIN {
            self.base.wrapping_add(self.scale.wrapping_mul(self.next_row()?))
        } else if self.begun {
            let change = self.scale.wrapping_mul(unzigzag(self.next_row()?));
            self.step = if self.transform == DELTA {
                change
            } else {
                self.step.wrapping_add(change)
            };
            self.value.wrapping_add(self.step)
        } else {
            self.begun = true;
            self.base
        };
        Some(self.value)
    }
}
