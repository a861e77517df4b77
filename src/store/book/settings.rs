//! How a book is opened: what surrounds it, its bounds, and where its view lies.

use super::BookError;
use crate::store::{
    files::Files,
    identity::Around,
    index::{self, Index, IndexFault},
    lock::{DataLock, PATIENCE},
    pulse::Pulse,
    shelf::Quota,
};
use std::path::Path;

/// Where the view lies, and what keeps a second process out: as the file calls say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In the data directory, which is locked.
    Disk,
    /// In memory, of a data directory that is in memory too: nothing is locked, and the view is made at every opening.
    Memory,
}

/// How a book is opened.
#[derive(Debug, Clone)]
pub struct Settings {
    /// What surrounds the data directory.
    pub around: Around,
    /// How much is kept beside ledgers.
    pub quota: Quota,
    /// So many operations or more are folded with a second thread that writes the view.
    pub much: u64,
    /// Where it is told how far long work is.
    pub pulse: Pulse,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            around: Around::nothing(),
            quota: Quota::default(),
            much: super::fold::MUCH,
            pulse: Pulse::default(),
        }
    }
}

impl Place {
    pub(super) fn of(files: &dyn Files) -> Self {
        if files.on_disk() { Self::Disk } else { Self::Memory }
    }

    /// Whether there is anything at `data`.
    pub(super) fn is_there(self, files: &dyn Files, data: &Path) -> bool {
        match self {
            Self::Disk => data.is_dir(),
            Self::Memory => files.list(data).is_ok(),
        }
    }

    pub(super) fn lock(self, data: &Path) -> Result<Option<DataLock>, BookError> {
        match self {
            Self::Disk => Ok(Some(DataLock::acquire(data, PATIENCE, &mut std::thread::sleep)?)),
            Self::Memory => Ok(None),
        }
    }

    pub(super) fn open(self, data: &Path) -> Result<Index, IndexFault> {
        match self {
            Self::Disk => Index::open(&super::index_dir(data), index::CACHE),
            Self::Memory => Index::in_memory(),
        }
    }

    /// Removes the view that was set aside.
    pub(super) fn forget_aside(self, data: &Path) -> std::io::Result<()> {
        match self {
            Self::Disk => index::forget_aside(&super::index_dir(data)),
            Self::Memory => Ok(()),
        }
    }

    pub(super) fn start_over(self, data: &Path) -> Result<Index, IndexFault> {
        match self {
            Self::Disk => Index::start_over(&super::index_dir(data), index::CACHE),
            Self::Memory => Index::in_memory(),
        }
    }
}
