//! A test double of power cuts.
//!
//! [`Recorder`] does every call on a real folder and writes down what was called. [`Recorder::cut`] then builds the
//! folder as a power cut after any number of those calls may leave it: what was synced is there; of what was not,
//! each write is lost, whole, or torn, and each name made, changed or removed is there or not, as the seed decides.
//! [`Recorder::fail_from`] makes calls fail as on a full or broken disk, and [`Recorder::forget_syncs`] leaves out
//! every `fdatasync`, with which a test shows that it would notice one that is missing.

pub(in crate::store::files) mod replay;

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::store::files::{FileHandle, Files, Open, RealFiles};

/// A file apart from its name.
pub(in crate::store::files) type Inode = usize;

#[derive(Debug, Clone)]
pub(in crate::store::files) enum Event {
    Create {
        path: PathBuf,
        inode: Inode,
    },
    Rename {
        from: PathBuf,
        to: PathBuf,
    },
    Remove {
        path: PathBuf,
    },
    SyncDir {
        dir: PathBuf,
    },
    MakeDir {
        dir: PathBuf,
    },
    Write {
        inode: Inode,
        offset: u64,
        bytes: Vec<u8>,
    },
    Truncate {
        inode: Inode,
        length: u64,
    },
    Sync {
        inode: Inode,
    },
}

#[derive(Debug, Default)]
struct Record {
    events: Vec<Event>,
    names: HashMap<PathBuf, Inode>,
    inodes: Inode,
    fail: Option<(usize, io::ErrorKind)>,
    forget_syncs: bool,
    syncs: usize,
}

impl Record {
    /// Refuses the call that would be the next event if it is to fail.
    fn refuse(&self) -> io::Result<()> {
        match self.fail {
            Some((from, kind)) if self.events.len() >= from => Err(kind.into()),
            _ => Ok(()),
        }
    }
}

/// The calls on one folder, which is empty at the start. Clones share the record.
#[derive(Debug, Clone)]
pub struct Recorder {
    root: PathBuf,
    record: Arc<Mutex<Record>>,
}

impl Recorder {
    /// Records what happens below `root`, an existing empty folder.
    pub fn new(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            record: Arc::default(),
        }
    }

    fn record(&self) -> MutexGuard<'_, Record> {
        self.record.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many calls have changed something or synced; a power cut may come after any of them.
    pub fn events(&self) -> usize {
        self.record().events.len()
    }

    /// How many times data or names were synced.
    pub fn syncs(&self) -> usize {
        self.record().syncs
    }

    /// From event number `from` on every call that writes or syncs fails with `kind`; a write leaves half of its bytes.
    pub fn fail_from(&self, from: usize, kind: io::ErrorKind) {
        self.record().fail = Some((from, kind));
    }

    /// Calls succeed again.
    pub fn heal(&self) {
        self.record().fail = None;
    }

    /// From now on `fdatasync` does nothing, though it says that it did.
    pub fn forget_syncs(&self) {
        self.record().forget_syncs = true;
    }

    /// Builds in `into`, an existing empty folder, what a power cut after the first `events` events may leave below
    /// the recorded root. The same seed gives the same folder.
    pub fn cut(&self, events: usize, seed: u64, into: &Path) -> io::Result<()> {
        let record = self.record();
        replay::build(record.events.iter().take(events), seed, &self.root, into)
    }

    fn handle(&self, file: Box<dyn FileHandle>, inode: Inode) -> Box<dyn FileHandle> {
        Box::new(Recorded {
            file,
            inode,
            record: Arc::clone(&self.record),
        })
    }
}

impl Files for Recorder {
    fn open(&self, path: &Path, how: Open) -> io::Result<Box<dyn FileHandle>> {
        let mut record = self.record();
        if how != Open::Read {
            record.refuse()?;
        }
        let file = RealFiles.open(path, how)?;
        if let Some(&inode) = record.names.get(path) {
            if how == Open::Fresh {
                record.events.push(Event::Truncate { inode, length: 0 });
            }
            return Ok(self.handle(file, inode));
        }
        if how == Open::Read {
            // It lies elsewhere: a power cut here does not touch it.
            return Ok(file);
        }
        let inode = record.inodes;
        record.inodes += 1;
        record.names.insert(path.to_owned(), inode);
        record.events.push(Event::Create {
            path: path.to_owned(),
            inode,
        });
        Ok(self.handle(file, inode))
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        RealFiles.read(path)
    }

    fn list(&self, dir: &Path) -> io::Result<Vec<String>> {
        RealFiles.list(dir)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut record = self.record();
        record.refuse()?;
        RealFiles.rename(from, to)?;
        if let Some(inode) = record.names.remove(from) {
            record.names.insert(to.to_owned(), inode);
        }
        record.events.push(Event::Rename {
            from: from.to_owned(),
            to: to.to_owned(),
        });
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let mut record = self.record();
        RealFiles.remove(path)?;
        record.names.remove(path);
        record.events.push(Event::Remove {
            path: path.to_owned(),
        });
        Ok(())
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        let mut record = self.record();
        record.refuse()?;
        record.syncs += 1;
        record.events.push(Event::SyncDir { dir: dir.to_owned() });
        Ok(())
    }

    fn create_dir_all(&self, dir: &Path) -> io::Result<()> {
        let mut record = self.record();
        record.refuse()?;
        std::fs::create_dir_all(dir)?;
        record.events.push(Event::MakeDir { dir: dir.to_owned() });
        Ok(())
    }
}

#[derive(Debug)]
struct Recorded {
    file: Box<dyn FileHandle>,
    inode: Inode,
    record: Arc<Mutex<Record>>,
}

impl Recorded {
    fn record(&self) -> MutexGuard<'_, Record> {
        self.record.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl FileHandle for Recorded {
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        self.file.read_at(offset, buffer)
    }

    fn write_at(&self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        let mut record = self.record();
        let refused = record.refuse();
        let written = if refused.is_ok() {
            bytes
        } else {
            bytes.get(..bytes.len() / 2).unwrap_or_default()
        };
        self.file.write_at(offset, written)?;
        record.events.push(Event::Write {
            inode: self.inode,
            offset,
            bytes: written.to_vec(),
        });
        refused
    }

    fn sync_data(&self) -> io::Result<()> {
        let mut record = self.record();
        record.refuse()?;
        record.syncs += 1;
        // The calls go to a folder that outlives the test process only by mistake, so nothing needs the disk.
        if !record.forget_syncs {
            record.events.push(Event::Sync { inode: self.inode });
        }
        Ok(())
    }

    fn truncate(&self, length: u64) -> io::Result<()> {
        let mut record = self.record();
        self.file.truncate(length)?;
        record.events.push(Event::Truncate {
            inode: self.inode,
            length,
        });
        Ok(())
    }

    fn len(&self) -> io::Result<u64> {
        self.file.len()
    }
}

/// A folder for what needs no disk: in memory where the system has such a place, for there are thousands.
#[cfg(test)]
pub(crate) fn scratch() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm")
        .or_else(|_| tempfile::tempdir())
        .unwrap()
}
