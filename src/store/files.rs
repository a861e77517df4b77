//! The file calls that durability rests on, as a trait, so that a test can cut the power between any two of them.
//!
//! The rules that every caller keeps: data is durable after [`FileHandle::sync_data`], a name (of a file created,
//! renamed or removed) after [`Files::sync_dir`] of its folder, and neither before.

pub mod memory;
pub mod recorder;

use std::fmt;
use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, FileExt, OpenOptionsExt};
use std::path::Path;

/// How a file is opened. Every file is the owner's alone (mode 0600).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Open {
    /// To read what is there.
    Read,
    /// To read and write; made empty if it is not there.
    Write,
    /// To write anew: made, or emptied if it is there.
    Fresh,
}

/// The folder's and the names' side of a file system.
pub trait Files: Send + Sync + fmt::Debug {
    /// Whether they lie on a disk: then other processes may want them, the disk may be full, and the view is kept too.
    fn on_disk(&self) -> bool {
        true
    }

    /// Opens a file. A file that this makes is not durable before its folder is synced.
    fn open(&self, path: &Path, how: Open) -> io::Result<Box<dyn FileHandle>>;
    /// The whole content of a file.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;
    /// The names in a folder, in no order.
    fn list(&self, dir: &Path) -> io::Result<Vec<String>>;
    /// Gives a file another name, in place of what bears it.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Makes the names in a folder durable.
    fn sync_dir(&self, dir: &Path) -> io::Result<()>;
    /// Makes a folder and those above it (mode 0700), durably.
    fn create_dir_all(&self, dir: &Path) -> io::Result<()>;
}

/// An open file.
pub trait FileHandle: Send + Sync + fmt::Debug {
    /// Fills `buffer` from `offset`; an error if the file ends before.
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()>;
    /// Writes all of `bytes` at `offset`.
    fn write_at(&self, offset: u64, bytes: &[u8]) -> io::Result<()>;
    /// Makes content and length durable (`fdatasync`).
    fn sync_data(&self) -> io::Result<()>;
    /// Cuts or lengthens (with zeros) to `length` bytes.
    fn truncate(&self, length: u64) -> io::Result<()>;
    /// Length in bytes.
    fn len(&self) -> io::Result<u64>;
    /// Whether there is nothing in it.
    fn is_empty(&self) -> io::Result<bool> {
        Ok(self.len()? == 0)
    }
}

/// Writes a whole file so that after a power cut there is either the old one or the new one: beside it, synced,
/// renamed, the folder synced. The file beside it ends in `.tmp`.
pub fn replace(files: &dyn Files, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = path.with_extension(path.extension().map_or_else(
        || "tmp".to_owned(),
        |extension| format!("{}.tmp", extension.to_string_lossy()),
    ));
    let written = files.open(&beside, Open::Fresh).and_then(|file| {
        file.write_at(0, bytes)?;
        file.sync_data()
    });
    if let Err(error) = written.and_then(|()| files.rename(&beside, path)) {
        // What is left behind takes room that may be what was missing.
        let _ = files.remove(&beside);
        return Err(error);
    }
    files.sync_dir(parent(path))
}

/// The folder of a path; `.` for a bare name.
pub(crate) fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(dir) if !dir.as_os_str().is_empty() => dir,
        _ => Path::new("."),
    }
}

/// The file system itself.
#[derive(Debug, Clone, Copy, Default)]
pub struct RealFiles;

impl Files for RealFiles {
    fn open(&self, path: &Path, how: Open) -> io::Result<Box<dyn FileHandle>> {
        let mut options = OpenOptions::new();
        options.read(true).mode(0o600);
        match how {
            Open::Read => &mut options,
            Open::Write => options.write(true).create(true).truncate(false),
            Open::Fresh => options.write(true).create(true).truncate(true),
        };
        Ok(Box::new(options.open(path)?))
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        std::fs::read(path)
    }

    fn list(&self, dir: &Path) -> io::Result<Vec<String>> {
        std::fs::read_dir(dir)?
            .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
            .collect()
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        std::fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        std::fs::remove_file(path)
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        File::open(dir)?.sync_all()
    }

    fn create_dir_all(&self, dir: &Path) -> io::Result<()> {
        if dir.is_dir() {
            return Ok(());
        }
        let above = parent(dir);
        if above != dir {
            self.create_dir_all(above)?;
        }
        match std::fs::DirBuilder::new().mode(0o700).create(dir) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
            _ => self.sync_dir(above),
        }
    }
}

impl FileHandle for File {
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        FileExt::read_exact_at(self, buffer, offset)
    }

    fn write_at(&self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        FileExt::write_all_at(self, bytes, offset)
    }

    fn sync_data(&self) -> io::Result<()> {
        File::sync_data(self)
    }

    fn truncate(&self, length: u64) -> io::Result<()> {
        self.set_len(length)
    }

    fn len(&self) -> io::Result<u64> {
        Ok(self.metadata()?.len())
    }
}
