//! Sticks and folders: what can be plugged in, pulled out, full, write-protected, infected, or lying.
//!
//! A stick is not trusted in anything: not to keep what was written ([`put()`] reads it again past the cache before it
//! says so), not to stay (every call may fail, and what is left is never a file that could be taken for a bundle),
//! not to answer the same twice ([`stage()`] copies first, and only the copy is read), and not to hold what its names
//! say ([`look()`] goes by content). A plain folder serves as a stick everywhere.
//!
//! FAT and exFAT have no journal and no hard links, and a rename on them is not safe in a power cut: a file is a
//! bundle because its trailer verifies, not because of its name. The dance of [`put()`] makes the usual case clean.

pub mod discover;
pub mod faulty;
pub mod look;
pub mod name;
pub mod put;
pub mod real;
pub mod stage;

pub use discover::{Found, Places, discover};
pub use faulty::FaultyStick;
pub use look::{Look, Seen, look};
pub use put::{Put, PutError, put, put_at_least, sweep};
pub use real::RealStick;
pub use stage::{Staged, stage};

use std::ffi::OsString;
use std::fmt;
use std::io::{self, Read, Write};
use std::path::Path;

/// What a bundle's file begins with (exchange design 2.3; the trick of PNG's: it shows damage by text transfer).
pub const MAGIC: [u8; 8] = *b"\x89BLI\r\n\x1a\n";
/// The folder on a stick that bundles are written to.
pub const HOME: &str = "BALAI";
/// The longest file that is read from a stick, in bytes: a part of a bundle and its surroundings.
pub const MOST_BYTES: u64 = 64 * 1024 * 1024 + 1024;

/// A stick, or a folder that serves as one. Paths are relative to its root; no call follows a symbolic link.
///
/// Data is safe after [`StickFile::sync`], a name after [`Stick::sync_dir`] of its folder, all of it after
/// [`Stick::sync_all`].
pub trait Stick: fmt::Debug + Send + Sync {
    /// Where it is, for people.
    fn place(&self) -> &Path;
    /// Names in a folder, in the order of the file system, at most `most` of them.
    fn list(&self, dir: &Path, most: usize) -> io::Result<Vec<Name>>;
    /// What a name stands for, and its bytes.
    fn kind(&self, path: &Path) -> io::Result<(Kind, u64)>;
    /// Opens a regular file to read; an error of the kind `InvalidInput` if it is anything else.
    fn open(&self, path: &Path) -> io::Result<Box<dyn Read + Send>>;
    /// Makes a file that was not there; an error of the kind `AlreadyExists` if the name is taken.
    fn create(&self, path: &Path) -> io::Result<Box<dyn StickFile>>;
    /// Makes a folder; no error if it is there.
    fn create_dir(&self, dir: &Path) -> io::Result<()>;
    /// Gives a file another name in the same folder; an error of the kind `AlreadyExists` if that is taken.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Makes the names in a folder safe.
    fn sync_dir(&self, dir: &Path) -> io::Result<()>;
    /// Makes everything safe (`syncfs`).
    fn sync_all(&self) -> io::Result<()>;
    /// Bytes free, where the system says; an error if the stick is gone.
    fn free(&self) -> io::Result<Option<u64>>;
    /// Whether it was mounted to be written.
    fn writable(&self) -> bool;
}

/// A file that is being written to a stick.
pub trait StickFile: Write + Send {
    /// Makes what was written safe (`fsync`) and asks the system to forget its copy, so that the next read is one of
    /// the stick itself.
    fn sync(&mut self) -> io::Result<()>;
}

/// A name in a folder of a stick.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    /// The name as it is, not made safe to show.
    pub name: OsString,
    /// What it stands for.
    pub kind: Kind,
}

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A regular file.
    File,
    /// A folder.
    Dir,
    /// A link, a pipe, a socket, a device.
    Other,
}

/// Why a stick could not be used. One sentence each, on the screen and on the command line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The stick was pulled out, or does not answer any more.
    #[error("the stick was pulled out or does not answer")]
    Pulled,
    /// No room. Nothing was left on it.
    #[error("the stick is full: at least {needs} bytes are needed, {free} are free")]
    Full {
        /// Bytes that are needed at least.
        needs: u64,
        /// Bytes that are free.
        free: u64,
    },
    /// It cannot be written: a write-protected stick, or not this user's folder.
    #[error("the stick cannot be written")]
    ReadOnly,
    /// The name is taken; nothing is ever overwritten.
    #[error("{0} is there already")]
    Exists(String),
    /// What was read back is not what was written: a broken or counterfeit stick.
    #[error("the stick does not keep what is written to it")]
    Mismatch,
    /// The file is not there any more.
    #[error("the file is not there")]
    Gone,
    /// Not a regular file, or longer than any bundle.
    #[error("this is no bundle file")]
    NoBundle,
    /// This machine's own disk: not the stick's fault.
    #[error("this machine's disk: {0}")]
    Here(io::ErrorKind),
    /// Anything else that the system said.
    #[error("the stick: {0}")]
    Other(io::ErrorKind),
}

impl Fault {
    /// The fault behind an error of a stick's call.
    pub fn of(error: &io::Error) -> Self {
        use rustix::io::Errno;
        // What Linux answers when the device behind an open file system has gone.
        const PULLED: [Errno; 8] = [
            Errno::IO,
            Errno::NODEV,
            Errno::NXIO,
            Errno::NOTCONN,
            Errno::STALE,
            Errno::SHUTDOWN,
            Errno::NOMEDIUM,
            Errno::REMOTEIO,
        ];
        if Errno::from_io_error(error).is_some_and(|errno| PULLED.contains(&errno)) {
            return Self::Pulled;
        }
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full { needs: 0, free: 0 },
            io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => Self::ReadOnly,
            io::ErrorKind::AlreadyExists => Self::Exists(String::new()),
            io::ErrorKind::NotFound => Self::Gone,
            io::ErrorKind::InvalidInput | io::ErrorKind::FileTooLarge => Self::NoBundle,
            kind => Self::Other(kind),
        }
    }
}
