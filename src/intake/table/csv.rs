//! CSV, one record at a time with one buffer.

use std::{
    io::{self, Cursor, Read},
    ops::ControlFlow,
};

use ::csv::{ByteRecord, Reader, ReaderBuilder, StringRecord};

use super::{Cells, Notice, Row, Source, decode, sniff};
use crate::intake::{
    fault::{FileFault, Rule},
    header::{Header, Kind},
};

/// More bytes than any row has: a row that goes on longer is a quote that was never closed.
const LONGEST_ROW: usize = 1 << 20;

/// A reader of a CSV file, behind its header.
pub(super) struct Csv {
    reader: Reader<Lines>,
    record: StringRecord,
    delimiter: u8,
    /// Line ends inside cells so far: a spreadsheet counts such a row as one.
    inner_lines: u64,
    skipped_bytes: u64,
    not_utf8: Option<u64>,
}

/// How records are split. Rows of another width than the header's are let through here and named later.
pub(super) fn builder(delimiter: u8) -> ReaderBuilder {
    let mut builder = ReaderBuilder::new();
    builder.delimiter(delimiter).has_headers(false).flexible(true);
    builder
}

impl Csv {
    /// Reads up to the header. `head` are the bytes that were read of `source` so far.
    pub(super) fn open(
        source: Box<dyn Source>,
        head: Vec<u8>,
        kind: Kind,
        notices: &mut Vec<Notice>,
    ) -> Result<(Self, Header), FileFault> {
        let sniffed = sniff::sniff(&head, kind);
        let mut head = Cursor::new(head);
        head.set_position(u64::try_from(sniffed.skip_bytes).unwrap_or(0));
        let mut csv = Self {
            reader: builder(sniffed.delimiter)
                .buffer_capacity(64 * 1024)
                .from_reader(Lines::new(head, source)),
            record: StringRecord::new(),
            delimiter: sniffed.delimiter,
            inner_lines: 0,
            skipped_bytes: u64::try_from(sniffed.skip_bytes).unwrap_or(0),
            not_utf8: None,
        };
        let mut row = 0;
        for _ in 0..=sniffed.skip_records {
            row = match csv.next()? {
                Next::Row(row) => row,
                Next::End | Next::TooLong(_) => break,
            };
        }
        if row > 1 {
            notices.push(Notice::HeaderAt { row });
        }
        Ok((csv, sniffed.header))
    }

    pub(super) const fn delimiter(&self) -> u8 {
        self.delimiter
    }

    /// The first row that was not UTF-8, so far.
    pub(super) const fn not_utf8(&self) -> Option<u64> {
        self.not_utf8
    }

    /// Gives every row to `each`.
    pub(super) fn rows(
        &mut self,
        header: &Header,
        each: &mut dyn FnMut(&Row<'_>) -> ControlFlow<()>,
    ) -> Result<(), FileFault> {
        loop {
            let lines_before = self.inner_lines;
            let (number, too_long) = match self.next()? {
                Next::End => return Ok(()),
                Next::Row(number) => (number, false),
                Next::TooLong(number) => (number, true),
            };
            let inner = self.inner_lines - lines_before;
            let broken = if too_long {
                Some(Rule::RowTooLong)
            } else {
                self.broken(header.names().len(), inner)
            };
            let offset = self.skipped_bytes + self.reader.position().byte();
            let row = Row {
                number,
                offset,
                cells: Cells::Record(&self.record),
                header,
                broken,
            };
            if (row.broken.is_some() || !row.is_blank()) && each(&row).is_break() || too_long {
                return Ok(());
            }
        }
    }

    /// The next record into the buffer, with its row number.
    fn next(&mut self) -> Result<Next, FileFault> {
        let mut bytes = std::mem::take(&mut self.record).into_byte_record();
        self.reader.get_mut().budget = LONGEST_ROW;
        let start = self.reader.position().line();
        let read = self.reader.read_byte_record(&mut bytes);
        let ended = self.reader.position().line();
        match read {
            Ok(true) => {}
            Ok(false) => return Ok(Next::End),
            Err(_) if self.reader.get_ref().exhausted => {
                return Ok(Next::TooLong(start.saturating_sub(self.inner_lines)));
            }
            Err(error) => return Err(FileFault::Io(error.into())),
        }
        let inner = line_feeds(&bytes);
        self.inner_lines += inner;
        // Every line ends with one line feed by now, the last one too, so the reader stands one line further on: but not
        // where a quote was open to the end of the file, so that even the last line feed is part of the record.
        let past = u64::from(ended.saturating_sub(start) > inner);
        let number = ended.saturating_sub(past).saturating_sub(self.inner_lines);
        let (record, utf8) = decode::record(bytes);
        self.record = record;
        if !utf8 && self.not_utf8.is_none() {
            self.not_utf8 = Some(number);
        }
        Ok(Next::Row(number))
    }

    /// What makes the record as a whole unreadable.
    fn broken(&self, expected: usize, inner_lines: u64) -> Option<Rule> {
        let found = self.record.len();
        if inner_lines > 0 && (found != expected || self.swallowed_a_row(expected)) {
            return Some(Rule::TornQuote {
                lines: inner_lines + 1,
            });
        }
        if found < expected && !self.record.as_slice().trim().is_empty() {
            return Some(Rule::TooFewCells { found, expected });
        }
        if found > expected
            && self
                .record
                .iter()
                .skip(expected)
                .any(|cell| !cell.trim().is_empty())
        {
            return Some(Rule::TooManyCells { found, expected });
        }
        None
    }

    /// Whether a line inside a cell has as many separators as a row: then it was a row.
    fn swallowed_a_row(&self, expected: usize) -> bool {
        let delimiter = char::from(self.delimiter);
        let is_row = |line: &str| line.matches(delimiter).count() + 1 >= expected;
        expected > 2 && self.record.iter().any(|cell| cell.lines().skip(1).any(is_row))
    }
}

enum Next {
    Row(u64),
    TooLong(u64),
    End,
}

/// Line feeds inside the cells of a record.
fn line_feeds(record: &ByteRecord) -> u64 {
    let bytes = record.as_slice();
    if bytes.contains(&b'\n') {
        bytes.iter().map(|&byte| u64::from(byte == b'\n')).sum()
    } else {
        0
    }
}

/// The bytes of a file with every line end made a single line feed, and one after the last line: so that lines can be
/// counted the same in files of all systems. It stops where one record takes more than its budget.
struct Lines {
    head: Cursor<Vec<u8>>,
    source: Box<dyn Source>,
    budget: usize,
    exhausted: bool,
    after_return: bool,
    last: u8,
    ended: bool,
}

impl Lines {
    fn new(head: Cursor<Vec<u8>>, source: Box<dyn Source>) -> Self {
        Self {
            head,
            source,
            budget: LONGEST_ROW,
            exhausted: false,
            after_return: false,
            last: b'\n',
            ended: false,
        }
    }

    fn read_some(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.head.read(buffer)? {
            0 => self.source.read(buffer),
            read => Ok(read),
        }
    }

    /// Makes the line ends of `bytes` line feeds, in place; how many bytes are left.
    fn tidy(&mut self, bytes: &mut [u8]) -> usize {
        if !self.after_return && !bytes.contains(&b'\r') {
            return bytes.len();
        }
        let mut kept = 0;
        for at in 0..bytes.len() {
            let byte = bytes.get(at).copied().unwrap_or(0);
            let drop = byte == b'\n' && self.after_return;
            self.after_return = byte == b'\r';
            if drop {
                continue;
            }
            if let Some(place) = bytes.get_mut(kept) {
                *place = if byte == b'\r' { b'\n' } else { byte };
            }
            kept += 1;
        }
        kept
    }
}

impl Read for Lines {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.budget == 0 {
            self.exhausted = true;
            return Err(io::Error::new(io::ErrorKind::InvalidData, "a row without end"));
        }
        while !self.ended {
            let read = match self.read_some(buffer) {
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if read == 0 {
                self.ended = true;
                break;
            }
            let kept = buffer.get_mut(..read).map_or(0, |bytes| self.tidy(bytes));
            if let Some(&last) = buffer.get(..kept).and_then(<[u8]>::last) {
                self.last = last;
                self.budget = self.budget.saturating_sub(kept);
                return Ok(kept);
            }
        }
        match buffer.first_mut() {
            Some(place) if self.last != b'\n' => {
                self.last = b'\n';
                *place = b'\n';
                Ok(1)
            }
            _ => Ok(0),
        }
    }
}
