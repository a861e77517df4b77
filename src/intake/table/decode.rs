//! Bytes that are not UTF-8, read as Windows-1252: what Excel writes as plain "CSV" in this part of the world.

use csv::{ByteRecord, StringRecord};

/// The characters of the bytes 80 to 9F, <https://encoding.spec.whatwg.org/index-windows-1252.txt>. Five bytes have
/// none and stand for the control character of the same number, which the check of texts refuses later.
const HIGH: [char; 32] = [
    '\u{20ac}', '\u{81}', '\u{201a}', '\u{192}', '\u{201e}', '\u{2026}', '\u{2020}', '\u{2021}', '\u{2c6}',
    '\u{2030}', '\u{160}', '\u{2039}', '\u{152}', '\u{8d}', '\u{17d}', '\u{8f}', '\u{90}', '\u{2018}',
    '\u{2019}', '\u{201c}', '\u{201d}', '\u{2022}', '\u{2013}', '\u{2014}', '\u{2dc}', '\u{2122}', '\u{161}',
    '\u{203a}', '\u{153}', '\u{9d}', '\u{17e}', '\u{178}',
];

/// The bytes as UTF-8 where they are that, else as Windows-1252.
pub(super) fn text(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|&byte| character(byte)).collect(),
    }
}

/// A record as text; whether all of it was UTF-8. The buffer of a record that was is kept.
pub(super) fn record(bytes: ByteRecord) -> (StringRecord, bool) {
    match StringRecord::from_byte_record(bytes) {
        Ok(record) => (record, true),
        Err(error) => {
            let bytes = error.into_byte_record();
            let mut record: StringRecord = bytes.iter().map(text).collect();
            record.set_position(bytes.position().cloned());
            (record, false)
        }
    }
}

fn character(byte: u8) -> char {
    byte.checked_sub(0x80)
        .and_then(|at| HIGH.get(usize::from(at)))
        .copied()
        .unwrap_or(char::from(byte))
}
