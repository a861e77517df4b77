//! Detached blobs of personal data (`ledger::blob`) on disk: append-only packs `blob/000001.pack`, in which single
//! blobs can be destroyed.
//!
//! Blobs are put, then synced all together, and only then is the operation that names them appended: what the ledger
//! names is there. The format of a pack is drawn in [`pack`]. Where a blob lies ([`BlobAt`], 8 bytes) can be kept by
//! an index; without one, the first look-up by hash reads the packs through and keeps about 20 to 40 bytes a blob.

mod directory;
mod lookup;
pub mod pack;
mod verify;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use self::directory::BlobAt;
pub use self::verify::{BlobsVerified, held, verify};

use self::directory::Directory;
use self::pack::Batch;
use crate::ledger::blob::{Blob, BlobHash};
use crate::store::files::{FileHandle, Files, Open};
use rustc_hash::FxHashSet;

/// A pack is closed when it has this many bytes: 4 MiB. Opening reads the last pack only.
pub const PACK_LEN: u64 = 4 * 1024 * 1024;

/// What is put is written by itself when it has this many bytes.
const BATCH_LEN: usize = 512 * 1024;

const EXTENSION: &str = ".pack";

/// Why blobs were not kept or found.
#[derive(Debug, thiserror::Error)]
pub enum BlobsError {
    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The blob's bytes are not those that were put.
    #[error("{at}: the blob {hash} is damaged")]
    Damaged {
        /// Where it lies.
        at: BlobAt,
        /// Which it is.
        hash: BlobHash,
    },
    /// The end of the last pack reads like a torn write, but the ledger names blobs that are in no other place: they
    /// were durable, so this is damage, and it is not cut off.
    #[error("{pack}: the end does not read, and {count} blobs that the ledger names are missing")]
    Lost {
        /// The last pack.
        pack: String,
        /// How many blobs.
        count: usize,
    },
    /// A write has failed before; open the packs again.
    #[error("the packs take nothing more after a failed write; they must be opened again")]
    Closed,
}

fn io_error(path: &Path) -> impl FnOnce(io::Error) -> BlobsError {
    move |source| BlobsError::Io {
        path: path.to_owned(),
        source,
    }
}

/// The packs of a data directory.
#[derive(Debug)]
pub struct Blobs {
    files: Arc<dyn Files>,
    dir: PathBuf,
    pack_len: u64,
    /// The last pack, which is written to.
    file: Box<dyn FileHandle>,
    pack: u32,
    end: u64,
    batches: u64,
    /// Put and not written.
    waiting: Batch,
    directory: Option<Directory>,
    closed: bool,
}

fn name(pack: u32) -> String {
    format!("{pack:06}{EXTENSION}")
}

fn list(files: &dyn Files, dir: &Path) -> Result<Vec<u32>, BlobsError> {
    let mut packs: Vec<u32> = files
        .list(dir)
        .map_err(io_error(dir))?
        .iter()
        .filter_map(|file| {
            let number = file.strip_suffix(EXTENSION)?.parse().ok()?;
            (name(number) == *file).then_some(number)
        })
        .collect();
    packs.sort_unstable();
    Ok(packs)
}

impl Blobs {
    /// Opens or makes the packs of the data directory `data`; answers how many bytes of a torn last write were cut off.
    /// A blob whose destruction a power cut interrupted is destroyed.
    pub fn open(files: Arc<dyn Files>, data: &Path) -> Result<(Self, usize), BlobsError> {
        Self::open_with(files, data, PACK_LEN)
    }

    /// [`Blobs::open`] with another length of a pack.
    pub fn open_with(files: Arc<dyn Files>, data: &Path, pack_len: u64) -> Result<(Self, usize), BlobsError> {
        Self::open_asking(files, data, pack_len, &mut |_| Ok(0))
    }

    /// [`Blobs::open`] of packs that a ledger names. Before a torn end is cut off, `missing` is asked how many blobs
    /// the ledger names that are not among those that are held: a blob is durable before it is named, so one that is
    /// named was not torn but damaged.
    pub fn open_named(
        files: Arc<dyn Files>,
        data: &Path,
        missing: &mut dyn FnMut(&FxHashSet<BlobHash>) -> Result<usize, BlobsError>,
    ) -> Result<(Self, usize), BlobsError> {
        Self::open_asking(files, data, PACK_LEN, missing)
    }

    fn open_asking(
        files: Arc<dyn Files>,
        data: &Path,
        pack_len: u64,
        missing: &mut dyn FnMut(&FxHashSet<BlobHash>) -> Result<usize, BlobsError>,
    ) -> Result<(Self, usize), BlobsError> {
        let dir = data.join("blob");
        files.create_dir_all(&dir).map_err(io_error(&dir))?;
        let pack = list(&*files, &dir)?.last().copied().unwrap_or(1);
        let path = dir.join(name(pack));
        let file = open_pack(&*files, &dir, pack)?;
        let bytes = files.read(&path).map_err(io_error(&path))?;
        let mut destroying = Vec::new();
        let mut last_batch = 0;
        let found = pack::scan(&bytes, pack, true, &mut |batch, record| {
            if batch != last_batch {
                last_batch = batch;
                destroying.clear();
            }
            if record.is_tombstone() {
                destroying.push(record.hash);
            }
        });
        let end = u64::try_from(found.end).unwrap_or(u64::MAX);
        if found.torn > 0 {
            let count = missing(&held(&*files, data)?)?;
            if count > 0 {
                return Err(BlobsError::Lost {
                    pack: name(pack),
                    count,
                });
            }
            file.truncate(end)
                .and_then(|()| file.sync_data())
                .map_err(io_error(&path))?;
        }
        let mut blobs = Self {
            files,
            dir,
            pack_len,
            file,
            pack,
            end,
            batches: found.batches,
            waiting: Batch::default(),
            directory: None,
            closed: false,
        };
        for hash in destroying {
            blobs.overwrite(&hash)?;
        }
        Ok((blobs, found.torn))
    }

    /// The folder of the packs.
    pub fn path(&self) -> &Path {
        &self.dir
    }

    /// Takes a blob and answers where it will lie. It is durable after the next [`Blobs::sync`] and cannot be read
    /// before.
    pub fn put(&mut self, blob: &Blob) -> Result<BlobAt, BlobsError> {
        if self.waiting.len() + blob.as_bytes().len() > BATCH_LEN {
            self.sync()?;
        }
        self.start_pack()?;
        let hash = blob.hash();
        let within = self.waiting.push(&hash, blob.as_bytes());
        let offset = self.end.saturating_add(u64::try_from(within).unwrap_or(u64::MAX));
        let at = BlobAt {
            pack: self.pack,
            offset: u32::try_from(offset).unwrap_or(u32::MAX),
        };
        if let Some(directory) = &mut self.directory {
            directory.insert(&hash, at);
        }
        Ok(at)
    }

    /// Makes everything that was put durable: one write, one `fdatasync`; nothing at all if nothing was put.
    pub fn sync(&mut self) -> Result<(), BlobsError> {
        if self.closed {
            return Err(BlobsError::Closed);
        }
        let Some(bytes) = self.waiting.finish(self.pack, self.batches + 1) else {
            return Ok(());
        };
        let written = self
            .file
            .write_at(self.end, bytes)
            .and_then(|()| self.file.sync_data());
        if let Err(source) = written {
            self.closed = true;
            // As far as the disk obeys; the next opening decides by what it reads.
            let _ = self.file.truncate(self.end).and_then(|()| self.file.sync_data());
            return Err(BlobsError::Io {
                path: self.dir.join(name(self.pack)),
                source,
            });
        }
        self.end = self
            .end
            .saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        self.batches += 1;
        self.waiting.clear();
        Ok(())
    }

    /// Goes on in a new pack if the last one is full and nothing waits to be written to it.
    fn start_pack(&mut self) -> Result<(), BlobsError> {
        if self.closed {
            return Err(BlobsError::Closed);
        }
        if self.end >= self.pack_len && self.waiting.is_empty() {
            let next = self.pack + 1;
            self.file = open_pack(&*self.files, &self.dir, next).inspect_err(|_| self.closed = true)?;
            (self.pack, self.end, self.batches) = (next, 0, 0);
        }
        Ok(())
    }

    /// Destroys the blob `hash` (UU 27/2022, articles 43 and 44): its bytes are overwritten with zeros on the disk, in
    /// every place. Answers whether it was here. When this returns it is durable; a power cut before leaves the blob
    /// whole or destroyed at the next opening.
    pub fn destroy(&mut self, hash: &BlobHash) -> Result<bool, BlobsError> {
        if self.places(hash)?.is_empty() {
            return Ok(false);
        }
        self.start_pack()?;
        self.waiting.push(hash, &[]);
        self.sync()?;
        self.overwrite(hash)?;
        Ok(true)
    }

    fn overwrite(&mut self, hash: &BlobHash) -> Result<(), BlobsError> {
        for at in self.places(hash)? {
            let path = self.dir.join(name(at.pack));
            let overwritten = self.files.open(&path, Open::Write).and_then(|file| {
                let mut head = [0; pack::RECORD_HEAD];
                file.read_at(u64::from(at.offset), &mut head)?;
                let (_, length) = pack::record_head(&head).ok_or(io::ErrorKind::InvalidData)?;
                let from = u64::from(at.offset) + u64::try_from(pack::RECORD_HEAD).unwrap_or(0);
                file.write_at(from, &vec![0; length])?;
                file.sync_data()
            });
            self.closed |= overwritten.is_err();
            overwritten.map_err(io_error(&path))?;
        }
        Ok(())
    }
}

fn open_pack(files: &dyn Files, dir: &Path, pack: u32) -> Result<Box<dyn FileHandle>, BlobsError> {
    let path = dir.join(name(pack));
    let opened = files.open(&path, Open::Write).and_then(|file| {
        files.sync_dir(dir)?;
        Ok(file)
    });
    opened.map_err(io_error(&path))
}

#[cfg(test)]
mod tests;
