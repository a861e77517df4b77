//! A file as rows of cells, one at a time.

mod csv;
mod decode;
mod sniff;
#[cfg(test)]
mod tests;
mod toml;
mod xlsx;

use std::{
    fmt,
    io::{self, Read, Seek, SeekFrom},
    ops::ControlFlow,
};

use ::csv::StringRecord;
use chrono::NaiveDateTime;

use super::{
    fault::{FileFault, Place, Rule},
    header::{Column, Header, Kind},
};

/// How many bytes of a file are looked at to find out what it is.
const HEAD: u64 = 64 * 1024;
/// Rows at the top of a file among which the header is looked for: sheets often start with a title.
const HEADER_WITHIN: usize = 20;
/// So many headers are told where a file has others than those looked for: more than a sheet has on purpose.
const MOST_SHOWN: usize = 40;
/// The greatest workbook, in bytes: its strings are held in memory.
const MOST_XLSX: u64 = 256 << 20;
/// The greatest TOML file, in bytes: it is held in memory whole.
const MOST_TOML: u64 = 16 << 20;

/// Bytes that can be read again from the start: a file, or bytes in memory.
pub trait Source: Read + Seek {}

impl<T: Read + Seek> Source for T {}

/// A file with its header understood, ready to give its rows.
pub struct Table {
    kind: Kind,
    header: Header,
    notices: Vec<Notice>,
    delimiter: u8,
    body: Body,
}

enum Body {
    Csv(Box<csv::Csv>),
    Xlsx(Box<xlsx::Xlsx>),
    Toml(toml::Toml),
}

/// Something about the whole file that its reader should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Columns that are not known and not read.
    UnknownColumns(Vec<String>),
    /// The header is not in the first row; what stands above it is not read.
    HeaderAt {
        /// The header's row.
        row: u64,
    },
    /// The text is not UTF-8 and was read as Windows-1252; the first such row. Only known when the rows were read.
    NotUtf8 {
        /// The row.
        row: u64,
    },
    /// Only one sheet of the workbook is read.
    OtherSheets {
        /// The one that is read.
        read: String,
        /// The others.
        others: Vec<String>,
    },
}

impl Notice {
    /// The notice in Indonesian.
    pub fn sentence_id(&self) -> String {
        match self {
            Self::UnknownColumns(names) => {
                format!("Kolom tidak dikenal dan tidak dibaca: {}.", names.join(", "))
            }
            Self::HeaderAt { row } => {
                format!("Judul kolom ditemukan di baris {row}; baris di atasnya dilewati.")
            }
            Self::NotUtf8 { row } => format!(
                "Bukan UTF-8 (mulai baris {row}): dibaca sebagai Windows-1252. Periksa huruf beraksen."
            ),
            Self::OtherSheets { read, others } => {
                format!(
                    "Yang dibaca lembar \"{read}\"; tidak dibaca: {}.",
                    others.join(", ")
                )
            }
        }
    }

    /// The notice in English.
    pub fn sentence_en(&self) -> String {
        match self {
            Self::UnknownColumns(names) => {
                format!("Columns that are not known and not read: {}.", names.join(", "))
            }
            Self::HeaderAt { row } => {
                format!("The header was found in row {row}; the rows above it are passed over.")
            }
            Self::NotUtf8 { row } => {
                format!("Not UTF-8 (from row {row}): read as Windows-1252. Check accented letters.")
            }
            Self::OtherSheets { read, others } => {
                format!("The sheet \"{read}\" is read; not read: {}.", others.join(", "))
            }
        }
    }
}

/// What a cell holds, tidied of what spreadsheets put around it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'a> {
    /// Nothing, or what stands for nothing: `-`, `NULL`.
    Empty,
    /// Text, trimmed, without a leading apostrophe or `="..."`.
    Text(&'a str),
    /// A number of a spreadsheet, which has fifteen digits at most.
    Number(f64),
    /// A date of a spreadsheet.
    Date(NaiveDateTime),
    /// True or false.
    Bool(bool),
}

impl<'a> Cell<'a> {
    /// The cell of a text as a file has it.
    pub fn of(raw: &'a str) -> Self {
        let mut text = raw.trim();
        if let Some(inner) = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')) {
            text = inner.trim();
        } else if let Some(rest) = text.strip_prefix('\'') {
            // A name may end with an apostrophe but starts with one only where a spreadsheet was told "text".
            text = rest.trim_start();
        }
        match text {
            "" | "-" | "--" | "NULL" | "null" | "(null)" | "\\N" => Self::Empty,
            _ => Self::Text(text),
        }
    }
}

/// The cell as text; a spreadsheet's whole number without exponent.
impl fmt::Display for Cell<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => Ok(()),
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => write!(f, "{number}"),
            Self::Date(date) => write!(f, "{}", date.format("%Y-%m-%d %H:%M:%S")),
            Self::Bool(true) => f.write_str("TRUE"),
            Self::Bool(false) => f.write_str("FALSE"),
        }
    }
}

/// A cell of a row that is kept in a buffer, for files that are not text.
#[derive(Clone, Debug, Default)]
enum Held {
    #[default]
    Empty,
    Text(String),
    Number(f64),
    Date(NaiveDateTime),
    Bool(bool),
}

impl Held {
    fn cell(&self) -> Cell<'_> {
        match self {
            Self::Empty => Cell::Empty,
            Self::Text(text) => Cell::of(text),
            Self::Number(number) => Cell::Number(*number),
            Self::Date(date) => Cell::Date(*date),
            Self::Bool(value) => Cell::Bool(*value),
        }
    }
}

#[derive(Clone, Copy)]
enum Cells<'a> {
    Record(&'a StringRecord),
    Held(&'a [Held]),
}

/// One row of a table.
pub struct Row<'a> {
    number: u64,
    offset: u64,
    cells: Cells<'a>,
    header: &'a Header,
    broken: Option<Rule>,
}

impl<'a> Row<'a> {
    /// The row as a spreadsheet counts it, the rows of the header included; the line in a TOML file.
    pub const fn number(&self) -> u64 {
        self.number
    }

    /// Bytes of the file read up to this row, for a progress bar; 0 where that is not known (XLSX, TOML).
    pub const fn offset(&self) -> u64 {
        self.offset
    }

    /// What makes the row as a whole unreadable.
    pub const fn broken(&self) -> Option<&Rule> {
        self.broken.as_ref()
    }

    /// The cell of a column; empty where the file lacks the column.
    pub fn cell(&self, column: Column) -> Cell<'a> {
        let first = self.header.source(column).map_or(Cell::Empty, |at| self.at(at));
        if first == Cell::Empty && column == Column::Number {
            let more = self.header.more_numbers().iter().map(|&at| self.at(at));
            return more
                .into_iter()
                .find(|cell| *cell != Cell::Empty)
                .unwrap_or(Cell::Empty);
        }
        first
    }

    /// Where a column stands, as a person finds it; the column that was read where there are several.
    pub fn place(&self, column: Column) -> Place {
        let filled = |at: &usize| self.at(*at) != Cell::Empty;
        let source = self.header.source(column);
        let more = (column == Column::Number).then(|| self.header.more_numbers());
        let more = more.unwrap_or_default().iter().copied();
        match source.into_iter().chain(more).find(filled).or(source) {
            Some(at) => Place::of(at, self.header.names().get(at).map_or("", String::as_str)),
            None => Place {
                letter: String::new(),
                header: column.name().to_owned(),
            },
        }
    }

    /// Every cell as the file has it, for the rejects.
    pub fn raw(&self) -> impl Iterator<Item = String> + '_ {
        let count = match self.cells {
            Cells::Record(record) => record.len(),
            Cells::Held(held) => held.len(),
        };
        (0..count).map(|at| match self.cells {
            Cells::Record(record) => record.get(at).unwrap_or_default().to_owned(),
            Cells::Held(held) => match held.get(at) {
                Some(Held::Text(text)) => text.clone(),
                Some(other) => other.cell().to_string(),
                None => String::new(),
            },
        })
    }

    fn at(&self, at: usize) -> Cell<'a> {
        match self.cells {
            Cells::Record(record) => record.get(at).map_or(Cell::Empty, Cell::of),
            Cells::Held(held) => held.get(at).map_or(Cell::Empty, Held::cell),
        }
    }

    fn is_blank(&self) -> bool {
        match self.cells {
            Cells::Record(record) => record.as_slice().bytes().all(|byte| byte.is_ascii_whitespace()),
            Cells::Held(held) => held.iter().all(|cell| cell.cell() == Cell::Empty),
        }
    }
}

impl Table {
    /// Opens a file of one kind. `name` is the file's name, of which only the ending `.toml` is looked at: a workbook is
    /// known by its bytes. `sheet` names the sheet of a workbook; without it the first is read.
    ///
    /// # Errors
    /// What is wrong with the file as a whole; missing columns are all named at once.
    pub fn open(
        mut source: Box<dyn Source>,
        name: &str,
        kind: Kind,
        sheet: Option<&str>,
    ) -> Result<Self, FileFault> {
        let size = source.seek(SeekFrom::End(0))?;
        source.rewind()?;
        let mut head = Vec::new();
        source.by_ref().take(HEAD).read_to_end(&mut head)?;
        if head.iter().all(u8::is_ascii_whitespace) && size <= HEAD {
            return Err(FileFault::Empty);
        }
        let mut notices = Vec::new();
        let most = |most: u64| {
            if size > most {
                Err(FileFault::TooLarge { most })
            } else {
                Ok(())
            }
        };
        let (header, delimiter, body) = if head.starts_with(b"PK\x03\x04") {
            most(MOST_XLSX)?;
            source.rewind()?;
            let (xlsx, header) = xlsx::Xlsx::open(source, kind, sheet, &mut notices)?;
            (header, b';', Body::Xlsx(Box::new(xlsx)))
        } else if head.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
            return Err(FileFault::OldWorkbook);
        } else if head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]) {
            return Err(FileFault::Utf16);
        } else if head.contains(&0) {
            return Err(FileFault::Binary);
        } else if name.to_ascii_lowercase().ends_with(".toml") {
            most(MOST_TOML)?;
            source.rewind()?;
            let (toml, header) = toml::Toml::open(source, kind)?;
            (header, b';', Body::Toml(toml))
        } else {
            let (csv, header) = csv::Csv::open(source, head, kind, &mut notices)?;
            (header, csv.delimiter(), Body::Csv(Box::new(csv)))
        };
        let columns = header.missing(kind);
        if !columns.is_empty() {
            let found = header
                .names()
                .iter()
                .take(MOST_SHOWN)
                .map(|name| super::fault::shown(name))
                .collect();
            return Err(FileFault::Missing { kind, columns, found });
        }
        let unknown: Vec<String> = header
            .unknown()
            .take(MOST_SHOWN)
            .map(super::fault::shown)
            .collect();
        if !unknown.is_empty() {
            notices.push(Notice::UnknownColumns(unknown));
        }
        Ok(Self {
            kind,
            header,
            notices,
            delimiter,
            body,
        })
    }

    /// A table of text in memory, such as the catalogue that comes with the program.
    ///
    /// # Errors
    /// As for [`Table::open`].
    pub fn of_text(text: impl Into<Vec<u8>>, name: &str, kind: Kind) -> Result<Self, FileFault> {
        Self::open(Box::new(io::Cursor::new(text.into())), name, kind, None)
    }

    /// What the file holds.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// The columns.
    pub const fn header(&self) -> &Header {
        &self.header
    }

    /// What the reader should know of the whole file; complete when the rows were read.
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// The separator of a CSV file; `;` for the other formats, as Indonesian spreadsheets expect it.
    pub const fn delimiter(&self) -> u8 {
        self.delimiter
    }

    /// Gives every row that is not blank to `each`, in order, until it breaks off. Rows can be read once.
    ///
    /// # Errors
    /// Where the file cannot be read on; the rows before were given.
    pub fn rows(&mut self, each: &mut dyn FnMut(&Row<'_>) -> ControlFlow<()>) -> Result<(), FileFault> {
        let header = &self.header;
        match &mut self.body {
            Body::Csv(csv) => {
                let result = csv.rows(header, each);
                self.notices
                    .extend(csv.not_utf8().map(|row| Notice::NotUtf8 { row }));
                result
            }
            Body::Xlsx(xlsx) => xlsx.rows(header, each),
            Body::Toml(toml) => {
                toml.rows(header, each);
                Ok(())
            }
        }
    }
}

/// The best header among the first rows: the one with the most columns recognised. `None` where nothing is recognised.
fn best_header<S: AsRef<str>>(kind: Kind, rows: &[Vec<S>]) -> Option<(usize, Header)> {
    let mut best: Option<(usize, Header)> = None;
    for (at, row) in rows.iter().take(HEADER_WITHIN).enumerate() {
        let header = Header::of(kind, row);
        if header.recognised() > best.as_ref().map_or(0, |(_, best)| best.recognised()) {
            best = Some((at, header));
        }
    }
    best
}
