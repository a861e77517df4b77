//! The rejects file while it is written: under another name, and gone again unless it is kept.

use crate::intake::{FileFault, Rejects, Row, Table};
use std::{
    fs::File,
    io::{self, BufWriter},
    path::{Path, PathBuf},
};

/// The rejected rows of an import that takes the good ones.
pub(super) struct Aside<'a> {
    writer: Option<Rejects<BufWriter<File>>>,
    beside: PathBuf,
    target: &'a Path,
}

fn fault(target: &Path) -> impl FnOnce(io::Error) -> FileFault {
    move |source| FileFault::Rejects {
        path: target.to_owned(),
        source,
    }
}

impl<'a> Aside<'a> {
    /// Begins the file that is to be `target`, with the header of `table`.
    pub(super) fn begin(table: &Table, target: &'a Path) -> Result<Self, FileFault> {
        let beside = target.with_extension("part");
        let mut aside = Self {
            writer: None,
            beside,
            target,
        };
        let begun = File::create(&aside.beside).and_then(|file| Rejects::of(table, BufWriter::new(file)));
        aside.writer = Some(begun.map_err(fault(target))?);
        Ok(aside)
    }

    /// Adds a row.
    pub(super) fn write(&mut self, row: &Row<'_>) -> Result<(), FileFault> {
        match &mut self.writer {
            Some(writer) => writer.write(row).map_err(fault(self.target)),
            None => Ok(()),
        }
    }

    /// Makes the rows durable and gives the file its name, in place of an older one.
    pub(super) fn keep(mut self) -> Result<PathBuf, FileFault> {
        if let Some(writer) = self.writer.take() {
            writer
                .finish()
                .and_then(|buffered| buffered.into_inner().map_err(io::IntoInnerError::into_error))
                .and_then(|file| file.sync_all())
                .and_then(|()| std::fs::rename(&self.beside, self.target))
                .map_err(fault(self.target))?;
        }
        Ok(self.target.to_owned())
    }
}

impl Drop for Aside<'_> {
    /// People's names and numbers are not left lying under a name that nobody was told. After `keep` there is nothing.
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.beside);
    }
}
