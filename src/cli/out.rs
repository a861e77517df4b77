//! What is printed. A reader that closes its end is no fault and ends quietly; nothing here panics on it.

use super::failure::Failure;
use serde::Serialize;
use std::io::{self, BufWriter, Stdout, Write};

/// Standard output, buffered.
pub(super) struct Out(BufWriter<Stdout>);

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::Closed
        } else {
            Self::Output(error)
        }
    }
}

impl Out {
    pub(super) fn new() -> Self {
        Self(BufWriter::new(io::stdout()))
    }

    /// Writes a line of text.
    pub(super) fn line(&mut self, text: &str) -> Result<(), Failure> {
        Ok(writeln!(self.0, "{}", printable(text))?)
    }

    /// Writes a value as one line of JSON.
    pub(super) fn json(&mut self, value: &impl Serialize) -> Result<(), Failure> {
        serde_json::to_writer(&mut self.0, value).map_err(io::Error::from)?;
        Ok(self.0.write_all(b"\n")?)
    }

    /// Where what writes itself goes.
    pub(super) const fn writer(&mut self) -> &mut (impl Write + use<>) {
        &mut self.0
    }

    /// Everything written so far is out.
    pub(super) fn flush(&mut self) -> Result<(), Failure> {
        Ok(self.0.flush()?)
    }
}

/// What is left unwritten when a command fails is not wanted.
impl Drop for Out {
    fn drop(&mut self) {
        let _ = self.0.flush();
    }
}

/// A text that does nothing to a terminal.
pub(super) fn printable(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() && c != '\n' { '?' } else { c })
        .collect()
}

/// A list: an array of one object a line, written as its elements come, or plain lines.
pub(super) struct Rows {
    out: Out,
    json: bool,
    count: u64,
}

impl Rows {
    pub(super) fn begin(json: bool) -> Self {
        Self {
            out: Out::new(),
            json,
            count: 0,
        }
    }

    /// Writes one row: `value` as JSON, or the line of it.
    pub(super) fn row<T: Serialize>(
        &mut self,
        value: &T,
        line: impl FnOnce(&T) -> String,
    ) -> Result<(), Failure> {
        if self.json {
            let before = if self.count == 0 { "[\n" } else { ",\n" };
            self.out.0.write_all(before.as_bytes())?;
            serde_json::to_writer(&mut self.out.0, value).map_err(io::Error::from)?;
        } else {
            self.out.line(&line(value))?;
        }
        self.count += 1;
        Ok(())
    }

    /// Ends the list; where it is empty, says so in words or as `[]`.
    pub(super) fn end(mut self, nothing: &str) -> Result<(), Failure> {
        match (self.json, self.count) {
            (true, 0) => self.out.line("[]")?,
            (true, _) => self.out.line("\n]")?,
            (false, 0) => self.out.line(nothing)?,
            (false, _) => {}
        }
        self.out.flush()
    }
}
