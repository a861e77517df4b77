//! Writing a bundle to a stick so that "it may be pulled out" is true.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::{Fault, Stick};

/// A file on a stick, read again and compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Put<T> {
    /// The file, from the stick's root.
    pub path: PathBuf,
    /// Its bytes.
    pub bytes: u64,
    /// BLAKE3 of all of it.
    pub hash: [u8; 32],
    /// What the writer answered.
    pub answer: T,
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum PutError<E> {
    /// The stick.
    #[error(transparent)]
    Stick(Fault),
    /// What was to be written could not be made; the stick is well.
    #[error("{0}")]
    Content(E),
}

/// Writes `path` (see [`super::name::file`]) with what `fill` writes, once through: beside it as `.PRT`, synced, read
/// again past the cache and compared, renamed, the folder and the file system synced. When it answers, the stick may
/// be pulled out. `about` is how many bytes will come, 0 if unknown: a stick that is plainly too small is told before.
///
/// Any failure removes what was begun where that is possible; what cannot be removed ends in `.PRT`.
pub fn put<T, E: From<io::Error>>(
    stick: &dyn Stick,
    path: &Path,
    about: u64,
    fill: impl FnOnce(&mut dyn Write) -> Result<T, E>,
) -> Result<Put<T>, PutError<E>> {
    let _ = (stick, path, about, fill);
    Err(PutError::Stick(Fault::Pulled))
}

/// Removes what earlier, broken-off [`put()`]s of the office `from` (see [`super::name::office`]) have left, and says
/// how many files. Files of other offices stay.
pub fn sweep(stick: &dyn Stick, from: &str) -> Result<u32, Fault> {
    let _ = (stick, from);
    Ok(0)
}
