//! The copy of a stick's file that is read in its place.
//!
//! A hostile or failing stick may answer a second read differently than the first: what was verified would not be
//! what is used. So a file is copied once, and only the copy is ever parsed.

use std::path::{Path, PathBuf};

use super::{Fault, Stick};
use crate::store::files::Files;

/// A staged copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staged {
    /// The copy: `<BLAKE3 in hexadecimal>.bli` in the staging folder; the same content is staged once.
    pub path: PathBuf,
    /// Its bytes.
    pub bytes: u64,
    /// BLAKE3 of all of it.
    pub hash: [u8; 32],
}

/// Copies `path` of the stick into the folder `dir` (made when absent) while hashing. At most
/// [`super::MOST_BYTES`]: a longer file is [`Fault::NoBundle`], whatever it said of its length before. A failure
/// leaves nothing but, after a crash, `incoming.tmp`, which the next call takes the place of.
pub fn stage(stick: &dyn Stick, path: &Path, files: &dyn Files, dir: &Path) -> Result<Staged, Fault> {
    let _ = (stick, path, files, dir);
    Err(Fault::Pulled)
}
