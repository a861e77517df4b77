//! The rejects file: the rows that were not taken, as they were, to be mended and imported again.

use std::io::Write;

use csv::{Writer, WriterBuilder};

use super::table::{Row, Table};

/// Writes rejected rows as CSV with the columns and the separator of the file they came from (`;` for a workbook or
/// TOML). Why each was rejected is in the report and not here: the file must be fit to be imported as it is.
pub struct Rejects<W: Write> {
    writer: Writer<W>,
    width: usize,
    rows: u64,
}

impl<W: Write> Rejects<W> {
    /// Starts the file with the header of `table`. A byte order mark comes first, so that a spreadsheet reads UTF-8.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn of(table: &Table, mut out: W) -> std::io::Result<Self> {
        out.write_all("\u{feff}".as_bytes())?;
        let mut writer = WriterBuilder::new()
            .delimiter(table.delimiter())
            .flexible(true)
            .from_writer(out);
        writer.write_record(table.header().names())?;
        Ok(Self {
            writer,
            width: table.header().names().len(),
            rows: 0,
        })
    }

    /// Writes a row; one that is cut off is filled up with empty cells.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn write(&mut self, row: &Row<'_>) -> std::io::Result<()> {
        let mut cells = 0;
        for cell in row.raw() {
            self.writer.write_field(cell)?;
            cells += 1;
        }
        for _ in cells..self.width {
            self.writer.write_field("")?;
        }
        self.writer.write_record(None::<&[u8]>)?;
        self.rows += 1;
        Ok(())
    }

    /// How many rows were written.
    pub const fn rows(&self) -> u64 {
        self.rows
    }

    /// Writes out what is still held and gives the target back, to be synced.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn finish(mut self) -> std::io::Result<W> {
        self.writer.flush()?;
        self.writer
            .into_inner()
            .map_err(|error| std::io::Error::other(error.to_string()))
    }
}
