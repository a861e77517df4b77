//! Workbooks: the cells of one sheet, row by row, as they stand in the file.

use std::ops::ControlFlow;

use calamine::{DataRef, Reader, Xlsx as Workbook};
use chrono::{NaiveDate, NaiveDateTime};

use super::{Cells, HEADER_WITHIN, Held, Notice, Row, Source, best_header};
use crate::intake::{
    fault::FileFault,
    header::{Header, Kind},
};

/// Columns beyond this are not read: a cell far out must not make every row wide.
const WIDEST: usize = 512;

/// The most bytes that a workbook may say it unpacks to: a small file must not fill the memory.
const MOST_UNPACKED: u64 = 256 << 20;

/// A workbook of which one sheet is read.
pub(super) struct Xlsx {
    book: Workbook<Box<dyn Source>>,
    sheet: String,
    /// The row of the header, from 0.
    header_row: u32,
}

impl Xlsx {
    pub(super) fn open(
        source: Box<dyn Source>,
        kind: Kind,
        sheet: Option<&str>,
        notices: &mut Vec<Notice>,
    ) -> Result<(Self, Header), FileFault> {
        let mut source = source;
        let damaged = |error: zip::result::ZipError| FileFault::Workbook(error.to_string());
        let mut archive = zip::ZipArchive::new(&mut source).map_err(damaged)?;
        let mut unpacked = 0u64;
        for at in 0..archive.len() {
            unpacked = unpacked.saturating_add(archive.by_index_raw(at).map_err(damaged)?.size());
        }
        if unpacked > MOST_UNPACKED {
            return Err(FileFault::TooLarge { most: MOST_UNPACKED });
        }
        source.rewind()?;
        let book = Workbook::new(source).map_err(|error| FileFault::Workbook(error.to_string()))?;
        let mut have = book.sheet_names();
        let at = match sheet {
            Some(asked) => have
                .iter()
                .position(|name| name.eq_ignore_ascii_case(asked.trim())),
            None => (!have.is_empty()).then_some(0),
        };
        let Some(at) = at else {
            return Err(FileFault::NoSheet {
                asked: sheet.map(str::to_owned),
                have,
            });
        };
        let sheet = have.remove(at);
        if !have.is_empty() {
            notices.push(Notice::OtherSheets {
                read: sheet.clone(),
                others: have,
            });
        }
        let mut xlsx = Self {
            book,
            sheet,
            header_row: 0,
        };
        let mut top: Vec<(u32, Vec<String>)> = Vec::new();
        xlsx.each_row(&mut |row, cells| {
            top.push((row, cells.iter().map(|cell| cell.cell().to_string()).collect()));
            if top.len() < HEADER_WITHIN {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        })?;
        if top.is_empty() {
            return Err(FileFault::Empty);
        }
        let (rows, names): (Vec<u32>, Vec<Vec<String>>) = top.into_iter().unzip();
        let (at, header) = best_header(kind, &names)
            .unwrap_or_else(|| (0, Header::of(kind, names.first().map_or(&[][..], Vec::as_slice))));
        xlsx.header_row = rows.get(at).copied().unwrap_or(0);
        if xlsx.header_row > 0 {
            notices.push(Notice::HeaderAt {
                row: u64::from(xlsx.header_row) + 1,
            });
        }
        Ok((xlsx, header))
    }

    /// Gives every row below the header to `each`.
    pub(super) fn rows(
        &mut self,
        header: &Header,
        each: &mut dyn FnMut(&Row<'_>) -> ControlFlow<()>,
    ) -> Result<(), FileFault> {
        let header_row = self.header_row;
        let width = header.names().len();
        self.each_row(&mut |at, cells| {
            if at <= header_row {
                return ControlFlow::Continue(());
            }
            let cells = cells.get(..width).unwrap_or(cells);
            let number = u64::from(at) + 1;
            let row = Row {
                number,
                offset: 0,
                cells: Cells::Held(cells),
                header,
                broken: None,
            };
            if row.is_blank() {
                ControlFlow::Continue(())
            } else {
                each(&row)
            }
        })
    }

    /// Gives the cells of each row that has any, with the row's number from 0.
    fn each_row(&mut self, each: &mut dyn FnMut(u32, &[Held]) -> ControlFlow<()>) -> Result<(), FileFault> {
        let broken = |error: calamine::XlsxError| FileFault::Workbook(error.to_string());
        let mut reader = self.book.worksheet_cells_reader(&self.sheet).map_err(broken)?;
        let mut cells: Vec<Held> = Vec::new();
        let mut current: Option<u32> = None;
        while let Some(cell) = reader.next_cell().map_err(broken)? {
            let (row, column) = cell.get_position();
            let column = usize::try_from(column).unwrap_or(usize::MAX);
            if let Some(at) = current
                && at != row
            {
                if each(at, &cells).is_break() {
                    return Ok(());
                }
                cells.iter_mut().for_each(clear);
            }
            current = Some(row);
            if column >= WIDEST {
                continue;
            }
            if cells.len() <= column {
                cells.resize_with(column + 1, Held::default);
            }
            if let Some(place) = cells.get_mut(column) {
                put(place, cell.get_value());
            }
        }
        if let Some(at) = current {
            // Whether the caller wants more does not matter any longer: this was the last row.
            let _ = each(at, &cells);
        }
        Ok(())
    }
}

/// Empties a cell but keeps the buffer of its text.
fn clear(cell: &mut Held) {
    match cell {
        Held::Text(text) => text.clear(),
        other => *other = Held::Empty,
    }
}

fn put(place: &mut Held, value: &DataRef<'_>) {
    let text = match value {
        DataRef::Empty => return,
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.as_str(),
        DataRef::SharedString(text) => text,
        DataRef::Int(number) => return *place = Held::Text(number.to_string()),
        DataRef::Float(number) => return *place = Held::Number(*number),
        DataRef::Bool(value) => return *place = Held::Bool(*value),
        DataRef::DateTime(date) if date.is_datetime() => {
            return *place = moment(*date).map_or(Held::Number(date.as_f64()), Held::Date);
        }
        DataRef::DateTime(duration) => return *place = Held::Number(duration.as_f64()),
        DataRef::Error(error) => return *place = Held::Text(error.to_string()),
    };
    match place {
        Held::Text(held) => {
            held.clear();
            held.push_str(text);
        }
        other => *other = Held::Text(text.to_owned()),
    }
}

fn moment(date: calamine::ExcelDateTime) -> Option<NaiveDateTime> {
    // A serial far out of range would make the conversion lose its digits.
    if !(0.0..3_000_000.0).contains(&date.as_f64()) {
        return None;
    }
    let (year, month, day, hour, minute, second, milli) = date.to_ymd_hms_milli();
    NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day))?.and_hms_milli_opt(
        u32::from(hour),
        u32::from(minute),
        u32::from(second),
        u32::from(milli),
    )
}
