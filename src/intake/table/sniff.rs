//! What the first bytes of a CSV file tell: separator, byte order mark, and where the header is.

use crate::intake::header::{Header, Kind};

use super::{HEADER_WITHIN, best_header, decode};

/// Separators in use: the first is what Indonesian spreadsheets write.
const DELIMITERS: [u8; 4] = [b';', b',', b'\t', b'|'];

/// What the head of a file tells.
pub(super) struct Sniffed {
    pub(super) delimiter: u8,
    /// Bytes before the first row: a byte order mark, a line `sep=;`. Spreadsheets do not count that line either.
    pub(super) skip_bytes: usize,
    /// Records before the header.
    pub(super) skip_records: usize,
    pub(super) header: Header,
}

/// The separator under which the most columns are recognised; without any, the one that makes the most columns.
pub(super) fn sniff(head: &[u8], kind: Kind) -> Sniffed {
    let mut skip_bytes = if head.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let mut candidates: Vec<u8> = DELIMITERS.to_vec();
    let text = head.get(skip_bytes..).unwrap_or_default();
    // Excel's own mark of the separator: a first line "sep=;".
    if let Some(rest) = text.strip_prefix(b"sep=")
        && let Some((&delimiter, rest)) = rest.split_first()
        && delimiter.is_ascii()
        && !delimiter.is_ascii_alphanumeric()
        && let Some(line) = rest.iter().position(|&byte| byte == b'\n')
        && rest.iter().take(line).all(|&byte| byte == b'\r')
    {
        candidates = vec![delimiter];
        skip_bytes += 4 + 1 + line + 1;
    }
    let text = head.get(skip_bytes..).unwrap_or_default();
    let mut best: Option<(usize, usize, Sniffed)> = None;
    for delimiter in candidates {
        let rows = rows(text, delimiter);
        let (skip_records, header) = best_header(kind, &rows)
            .unwrap_or_else(|| (0, Header::of(kind, rows.first().map_or(&[][..], Vec::as_slice))));
        let (recognised, width) = (header.recognised(), header.names().len());
        if best
            .as_ref()
            .is_none_or(|(r, w, _)| (recognised, width) > (*r, *w))
        {
            let sniffed = Sniffed {
                delimiter,
                skip_bytes,
                skip_records,
                header,
            };
            best = Some((recognised, width, sniffed));
        }
    }
    match best {
        Some((_, _, sniffed)) => sniffed,
        None => Sniffed {
            delimiter: b';',
            skip_bytes,
            skip_records: 0,
            header: Header::of::<&str>(kind, &[]),
        },
    }
}

/// The first rows under a separator.
fn rows(text: &[u8], delimiter: u8) -> Vec<Vec<String>> {
    let mut reader = super::csv::builder(delimiter).from_reader(text);
    let mut rows = Vec::new();
    let mut record = csv::ByteRecord::new();
    while rows.len() < HEADER_WITHIN && reader.read_byte_record(&mut record).unwrap_or(false) {
        rows.push(record.iter().map(decode::text).collect());
    }
    rows
}
