//! Files written in groups: data first, all of it synced, then the names.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::store::files::{FileHandle, Files, Open, parent};
use crate::store::log::LogError;

/// How many files wait for their names at most.
const MANY: usize = 64;

/// Files on their way.
#[derive(Debug, Default)]
pub(super) struct Writing {
    /// Written, not synced: the file, and the name it will get.
    files: Vec<(Box<dyn FileHandle>, PathBuf)>,
    /// Folders with names that are not durable.
    dirs: BTreeSet<PathBuf>,
    /// Those of them with new names.
    fresh: BTreeSet<PathBuf>,
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".tmp");
    path.with_file_name(name)
}

impl Writing {
    /// Writes a file, which has its name after [`Writing::flush`] and is durable after [`Writing::sync`].
    pub(super) fn write(&mut self, files: &dyn Files, path: &Path, bytes: &[u8]) -> Result<(), LogError> {
        let file = beside(path);
        let written = files.open(&file, Open::Fresh).and_then(|handle| {
            handle.write_at(0, bytes)?;
            Ok(handle)
        });
        let handle = written.map_err(|error| {
            // What is left behind takes room that may be what was missing.
            let _ = files.remove(&file);
            LogError::io(&file)(error)
        })?;
        self.files.push((handle, path.to_owned()));
        if self.files.len() >= MANY {
            self.flush(files)?;
        }
        Ok(())
    }

    /// Syncs what was written and gives it its names, in the order of writing.
    pub(super) fn flush(&mut self, files: &dyn Files) -> Result<(), LogError> {
        for (handle, path) in &self.files {
            handle.sync_data().map_err(LogError::io(path))?;
        }
        for (_, path) in std::mem::take(&mut self.files) {
            self.rename(files, &beside(&path), &path)?;
        }
        Ok(())
    }

    /// Renames a file. Between folders, its name is durable where it comes from before it leaves: a power cut must not
    /// bring it back there, behind a file that was named after it.
    pub(super) fn rename(&mut self, files: &dyn Files, from: &Path, to: &Path) -> Result<(), LogError> {
        let (source, target) = (parent(from), parent(to));
        if source != target && self.fresh.remove(source) {
            files.sync_dir(source).map_err(LogError::io(source))?;
        }
        files.rename(from, to).map_err(LogError::io(to))?;
        self.fresh.insert(target.to_owned());
        self.dirs.insert(target.to_owned());
        self.dirs.insert(source.to_owned());
        Ok(())
    }

    pub(super) fn remove(&mut self, files: &dyn Files, path: &Path) -> Result<(), LogError> {
        files.remove(path).map_err(LogError::io(path))?;
        self.dirs.insert(parent(path).to_owned());
        Ok(())
    }

    /// Makes everything durable.
    pub(super) fn sync(&mut self, files: &dyn Files) -> Result<(), LogError> {
        self.flush(files)?;
        for dir in &self.dirs {
            files.sync_dir(dir).map_err(LogError::io(dir))?;
        }
        self.dirs.clear();
        self.fresh.clear();
        Ok(())
    }
}
