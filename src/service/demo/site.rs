//! Where a city is made: beside the folder it is meant for, until it is whole.

use crate::store::{
    book::BookError,
    files::{Files, RealFiles},
    lock::{DataLock, PATIENCE},
};
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// What follows the folder's name while the city is made.
const BESIDE: &str = ".dibuat";

/// A folder beside the one that a city is meant for; it goes when it is dropped.
pub(super) struct Site(PathBuf);

impl Site {
    /// A new folder beside `data`; none where `data` holds something, or where nothing can be made beside it. What an
    /// earlier making left there is removed, unless it is still going on: then that is what is answered.
    pub(super) fn beside(data: &Path) -> Result<Option<Self>, BookError> {
        let empty = match fs::read_dir(data) {
            Ok(mut entries) => entries.next().is_none() && !data.is_symlink(),
            Err(error) => error.kind() == io::ErrorKind::NotFound,
        };
        let Some(name) = data.file_name().filter(|_| empty) else {
            return Ok(None);
        };
        let mut beside = name.to_owned();
        beside.push(BESIDE);
        let path = data.with_file_name(beside);
        if path.is_dir() {
            let _lock = DataLock::acquire(&path, PATIENCE, &mut std::thread::sleep)?;
            fs::remove_dir_all(&path)?;
        }
        // For the owner alone, as every data folder.
        Ok(RealFiles.create_dir_all(&path).is_ok().then_some(Self(path)))
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    /// Puts the folder in the place of `data`; whether that could be done (not over a mount point, for one).
    pub(super) fn settle(&self, data: &Path) -> bool {
        fs::rename(&self.0, data).is_ok()
    }
}

impl Drop for Site {
    /// After it was put in its place there is nothing.
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
