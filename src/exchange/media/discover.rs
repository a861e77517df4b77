//! Sticks that are mounted on this machine.

use std::path::PathBuf;

/// Where to look; a test gives its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    /// The table of mounts.
    pub mounts: PathBuf,
    /// The folder of block devices.
    pub block: PathBuf,
    /// The folder of labels.
    pub labels: PathBuf,
    /// Folders under which whatever is mounted is offered.
    pub roots: Vec<PathBuf>,
}

impl Default for Places {
    fn default() -> Self {
        Self {
            mounts: "/proc/self/mounts".into(),
            block: "/sys/block".into(),
            labels: "/dev/disk/by-label".into(),
            roots: vec!["/media".into(), "/run/media".into(), "/mnt".into()],
        }
    }
}

/// A mounted stick.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// Where it is mounted.
    pub path: PathBuf,
    /// Its name, as the person would call it; made safe to show.
    pub label: String,
    /// Whether it is mounted to be written.
    pub writable: bool,
}

/// Sticks that are mounted: removable or USB disks, and whatever is mounted under `/media`, `/run/media` and `/mnt`.
/// What cannot be read counts as none. Opens nothing on the sticks.
pub fn discover(places: &Places) -> Vec<Found> {
    let _ = places;
    Vec::new()
}
