//! The copy of a stick's file that is read in its place.
//!
//! A hostile or failing stick may answer a second read differently than the first: what was verified would not be
//! what is used. So a file is copied once, and only the copy is ever parsed.

use std::fmt::Write;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use super::{Fault, MOST_BYTES, Stick};
use crate::store::files::{FileHandle, Files, Open};

/// Bytes of one read.
const CHUNK: usize = 128 * 1024;
/// A copy that is not complete.
const INCOMING: &str = "incoming.tmp";

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

impl Staged {
    /// Opens the copy.
    pub fn open(&self, files: &dyn Files) -> io::Result<Copied> {
        Copied::open(files, &self.path, self.bytes)
    }
}

/// An open staged copy, of the bytes that were copied.
#[derive(Debug)]
pub struct Copied {
    file: Box<dyn FileHandle>,
    at: u64,
    bytes: u64,
}

impl Copied {
    /// Opens the first `bytes` of a file of this machine.
    pub(crate) fn open(files: &dyn Files, path: &Path, bytes: u64) -> io::Result<Self> {
        let file = files.open(path, Open::Read)?;
        Ok(Self { file, at: 0, bytes })
    }
}

impl Read for Copied {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.bytes.saturating_sub(self.at)).unwrap_or(usize::MAX);
        let count = left.min(into.len());
        let into = into.get_mut(..count).unwrap_or_default();
        self.file.read_at(self.at, into)?;
        self.at = self.at.saturating_add(u64::try_from(count).unwrap_or(0));
        Ok(count)
    }
}

impl Seek for Copied {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.bytes.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

/// Copies `path` of the stick into the folder `dir` (made when absent) while hashing. At most [`MOST_BYTES`]: a longer
/// file is [`Fault::NoBundle`], whatever it said of its length before. A failure leaves nothing but, after a crash,
/// `incoming.tmp`, which the next call takes the place of. The copy is not synced: after a power cut it is made anew.
pub fn stage(stick: &dyn Stick, path: &Path, files: &dyn Files, dir: &Path) -> Result<Staged, Fault> {
    let mut from = stick.open(path).map_err(|error| Fault::of(&error))?;
    keep(&mut *from, files, dir)
}

/// Copies what `from` gives, as [`stage`] does; an error of `from` is the stick's.
pub(crate) fn keep(from: &mut dyn Read, files: &dyn Files, dir: &Path) -> Result<Staged, Fault> {
    files.create_dir_all(dir).map_err(|error| here(&error))?;
    let incoming = dir.join(INCOMING);
    let kept = copy(from, files, dir, &incoming);
    if kept.is_err() {
        let _ = files.remove(&incoming);
    }
    kept
}

fn copy(from: &mut dyn Read, files: &dyn Files, dir: &Path, incoming: &Path) -> Result<Staged, Fault> {
    let file = files.open(incoming, Open::Fresh).map_err(|error| here(&error))?;
    let mut hasher = blake3::Hasher::new();
    let mut bytes = 0_u64;
    each_chunk(from, |chunk| {
        file.write_at(bytes, chunk).map_err(|error| here(&error))?;
        hasher.update(chunk);
        bytes = u64::try_from(chunk.len())
            .unwrap_or(u64::MAX)
            .saturating_add(bytes);
        Ok(())
    })?;
    drop(file);
    let hash = *hasher.finalize().as_bytes();
    let mut name = String::with_capacity(68);
    for byte in hash {
        let _ = write!(name, "{byte:02x}");
    }
    let path = dir.join(name + ".bli");
    files.rename(incoming, &path).map_err(|error| here(&error))?;
    Ok(Staged { path, bytes, hash })
}

/// Reads to the end and no further than a bundle can be long.
pub(super) fn each_chunk(
    from: &mut dyn Read,
    mut take: impl FnMut(&[u8]) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let mut buffer = vec![0; CHUNK];
    let mut total = 0_u64;
    loop {
        let count = match from.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(Fault::of(&error)),
        };
        total = u64::try_from(count).unwrap_or(u64::MAX).saturating_add(total);
        if total > MOST_BYTES {
            return Err(Fault::NoBundle);
        }
        take(buffer.get(..count).unwrap_or_default())?;
    }
}

fn here(error: &io::Error) -> Fault {
    Fault::Here(error.kind())
}

#[cfg(test)]
mod tests;
