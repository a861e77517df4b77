//! A folder of this machine: a mounted stick, or any folder.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read, Write};
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::path::{Component, Path, PathBuf};

use rustix::fs::{self, Access, Advice, AtFlags, FileType, Mode, OFlags, RenameFlags, StatVfsMountFlags};
use rustix::io::Errno;

use super::{Kind, Name, Stick, StickFile};

/// A stick by its folder.
///
/// The folder is opened once and everything is reached through it: when a stick is pulled and its folder becomes one
/// of this machine's disk, nothing is written there. While this lives, the stick cannot be unmounted.
#[derive(Debug)]
pub struct RealStick {
    place: PathBuf,
    root: OwnedFd,
    writable: bool,
}

impl RealStick {
    /// Opens the folder `place`.
    pub fn open(place: &Path) -> io::Result<Self> {
        let root = fs::open(place, FOLDER, Mode::empty())?;
        let mounted_to_read = fs::fstatvfs(&root)?.f_flag.contains(StatVfsMountFlags::RDONLY);
        let writable =
            !mounted_to_read && fs::accessat(&root, ".", Access::WRITE_OK, AtFlags::empty()).is_ok();
        Ok(Self {
            place: place.to_path_buf(),
            root,
            writable,
        })
    }

    /// Opens a folder below the root, one step at a time, so that no step is a link.
    fn folder(&self, dir: &Path) -> io::Result<OwnedFd> {
        let mut at = fs::openat(&self.root, ".", FOLDER, Mode::empty())?;
        for step in dir.components() {
            let Component::Normal(name) = step else {
                return Err(odd("not a path within the stick"));
            };
            at = fs::openat(&at, name, FOLDER | OFlags::NOFOLLOW, Mode::empty()).map_err(no_link)?;
        }
        Ok(at)
    }

    /// The folder of a path, opened, and the last name.
    fn at<'p>(&self, path: &'p Path) -> io::Result<(OwnedFd, &'p OsStr)> {
        match path.components().next_back() {
            Some(Component::Normal(name)) => Ok((self.folder(path.parent().unwrap_or(Path::new("")))?, name)),
            _ => Err(odd("not a path within the stick")),
        }
    }
}

/// How folders are opened.
const FOLDER: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);

fn odd(what: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, what)
}

/// What Linux answers at a link that is not to be followed, in our words.
fn no_link(errno: Errno) -> io::Error {
    match errno {
        Errno::LOOP | Errno::NOTDIR => odd("a link, or not a folder"),
        other => other.into(),
    }
}

fn kind_of(file_type: FileType) -> Kind {
    match file_type {
        FileType::RegularFile => Kind::File,
        FileType::Directory => Kind::Dir,
        _ => Kind::Other,
    }
}

fn kind_at(dir: &OwnedFd, name: &OsStr) -> io::Result<(Kind, u64)> {
    let stat = fs::statat(dir, name, AtFlags::SYMLINK_NOFOLLOW)?;
    let bytes = u64::try_from(stat.st_size).unwrap_or(0);
    Ok((kind_of(FileType::from_raw_mode(stat.st_mode)), bytes))
}

impl Stick for RealStick {
    fn place(&self) -> &Path {
        &self.place
    }

    fn list(&self, dir: &Path, most: usize) -> io::Result<Vec<Name>> {
        let folder = self.folder(dir)?;
        let mut names = Vec::new();
        for entry in fs::Dir::read_from(&folder)? {
            let entry = entry?;
            let bytes = entry.file_name().to_bytes();
            if bytes == b"." || bytes == b".." {
                continue;
            }
            if names.len() == most {
                break;
            }
            let name = OsStr::from_bytes(bytes).to_os_string();
            let kind = match entry.file_type() {
                // Some file systems do not say it in the folder.
                FileType::Unknown => kind_at(&folder, &name).map_or(Kind::Other, |(kind, _)| kind),
                known => kind_of(known),
            };
            names.push(Name { name, kind });
        }
        Ok(names)
    }

    fn kind(&self, path: &Path) -> io::Result<(Kind, u64)> {
        let (folder, name) = self.at(path)?;
        kind_at(&folder, name)
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Read + Send>> {
        let (folder, name) = self.at(path)?;
        // Asked before opening, because opening a device can do something, and after, because names can change.
        if kind_at(&folder, name)?.0 != Kind::File {
            return Err(odd("not a regular file"));
        }
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        let file = File::from(fs::openat(&folder, name, flags, Mode::empty()).map_err(no_link)?);
        if !file.metadata()?.is_file() {
            return Err(odd("not a regular file"));
        }
        Ok(Box::new(file))
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn StickFile>> {
        let (folder, name) = self.at(path)?;
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        // Another user reads it at the other end; what is in it is sealed.
        let file = fs::openat(&folder, name, flags, Mode::from_raw_mode(0o644))?;
        Ok(Box::new(RealFile(File::from(file))))
    }

    fn create_dir(&self, dir: &Path) -> io::Result<()> {
        let (folder, name) = self.at(dir)?;
        match fs::mkdirat(&folder, name, Mode::from_raw_mode(0o755)) {
            Ok(()) => Ok(fs::fsync(&folder)?),
            Err(Errno::EXIST) if kind_at(&folder, name)?.0 == Kind::Dir => Ok(()),
            Err(errno) => Err(errno.into()),
        }
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let (folder, old) = self.at(from)?;
        let Some(new) = to.file_name().filter(|_| from.parent() == to.parent()) else {
            return Err(odd("a rename stays in its folder"));
        };
        match fs::renameat_with(&folder, old, &folder, new, RenameFlags::NOREPLACE) {
            Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => rename_by_link(&folder, old, new),
            other => Ok(other?),
        }
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let (folder, name) = self.at(path)?;
        Ok(fs::unlinkat(&folder, name, AtFlags::empty())?)
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        match fs::fsync(self.folder(dir)?) {
            // Some user-space file systems cannot sync a folder; `sync_all` is asked after this.
            Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => Ok(()),
            other => Ok(other?),
        }
    }

    fn sync_all(&self) -> io::Result<()> {
        Ok(fs::syncfs(&self.root)?)
    }

    fn free(&self) -> io::Result<Option<u64>> {
        let stat = fs::fstatvfs(&self.root)?;
        // A file system that counts no blocks does not say.
        Ok((stat.f_blocks > 0).then(|| stat.f_bavail.saturating_mul(stat.f_frsize)))
    }

    fn writable(&self) -> bool {
        self.writable
    }
}

/// For file systems that know no `RENAME_NOREPLACE`: a second link fails where the name is taken.
fn rename_by_link(folder: &OwnedFd, old: &OsStr, new: &OsStr) -> io::Result<()> {
    match fs::linkat(folder, old, folder, new, AtFlags::empty()) {
        Ok(()) => Ok(fs::unlinkat(folder, old, AtFlags::empty())?),
        Err(Errno::PERM | Errno::OPNOTSUPP | Errno::NOSYS | Errno::MLINK) => {
            rename_by_claim(folder, old, new)
        }
        Err(errno) => Err(errno.into()),
    }
}

/// For file systems that know no links either, such as FAT under an older driver: the name is claimed by an empty file
/// that only one can make, and that is then replaced. An empty file is no bundle, should this be cut short.
fn rename_by_claim(folder: &OwnedFd, old: &OsStr, new: &OsStr) -> io::Result<()> {
    let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    drop(fs::openat(folder, new, flags, Mode::from_raw_mode(0o644))?);
    if let Err(errno) = fs::renameat(folder, old, folder, new) {
        let _ = fs::unlinkat(folder, new, AtFlags::empty());
        return Err(errno.into());
    }
    Ok(())
}

#[derive(Debug)]
struct RealFile(File);

impl Write for RealFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl StickFile for RealFile {
    fn sync(&mut self) -> io::Result<()> {
        self.0.sync_all()?;
        // A wish: where the system does not grant it, the read that follows proves less, and nothing breaks.
        let _ = fs::fadvise(&self.0, 0, None, Advice::DontNeed);
        Ok(())
    }
}

/// A file's name, made safe to show: at most 60 characters, and `?` for what is invisible or moves the cursor.
pub(super) fn shown(name: &OsStr) -> String {
    use crate::domain::text::why_forbidden;
    name.to_string_lossy()
        .chars()
        .map(|c| {
            if c == '\u{a0}' || why_forbidden(c).is_some() {
                '?'
            } else {
                c
            }
        })
        .take(60)
        .collect()
}

#[cfg(test)]
mod tests;
