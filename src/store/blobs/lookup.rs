//! Finding blobs again, by place or by hash.

use std::io;

use crate::ledger::blob::{Blob, BlobHash, hash_of};
use crate::store::blobs::directory::{BlobAt, Directory};
use crate::store::blobs::{Blobs, BlobsError, io_error, list, name, pack};
use crate::store::files::{FileHandle, Open};

impl Blobs {
    /// The blob `hash`, which an index says lies at `at`. `None` if it was destroyed.
    pub fn get_at(&self, at: BlobAt, hash: &BlobHash) -> Result<Option<Blob>, BlobsError> {
        let path = self.dir.join(name(at.pack));
        let damaged = || BlobsError::Damaged { at, hash: *hash };
        let other;
        let file = if at.pack == self.pack {
            &self.file
        } else {
            other = self.files.open(&path, Open::Read).map_err(io_error(&path))?;
            &other
        };
        let offset = u64::from(at.offset);
        let mut head = [0; pack::RECORD_HEAD];
        read_exact(&**file, offset, &mut head)
            .map_err(io_error(&path))?
            .ok_or_else(damaged)?;
        let (found, length) = pack::record_head(&head).ok_or_else(damaged)?;
        if found != *hash {
            return Err(damaged());
        }
        let mut salted = vec![0; length];
        let from = offset + u64::try_from(pack::RECORD_HEAD).unwrap_or(0);
        read_exact(&**file, from, &mut salted)
            .map_err(io_error(&path))?
            .ok_or_else(damaged)?;
        if hash_of(&salted) == *hash {
            return Blob::from_bytes(salted).map(Some).map_err(|_| damaged());
        }
        if salted.iter().all(|&byte| byte == 0) {
            Ok(None)
        } else {
            Err(damaged())
        }
    }

    /// The blob `hash`, wherever it lies; `None` if it is not here or was destroyed. The first call reads all packs.
    pub fn get(&mut self, hash: &BlobHash) -> Result<Option<Blob>, BlobsError> {
        let mut damaged = None;
        for at in self.places(hash)? {
            match self.get_at(at, hash) {
                Ok(Some(blob)) => return Ok(Some(blob)),
                Ok(None) => {}
                Err(error) => damaged = Some(error),
            }
        }
        damaged.map_or(Ok(None), Err)
    }

    /// Whether the blob `hash` was ever put here, destroyed or not.
    pub fn knows(&mut self, hash: &BlobHash) -> Result<bool, BlobsError> {
        Ok(!self.places(hash)?.is_empty())
    }

    /// [`Blobs::knows`] without a sync of what was put before: that counts as here.
    pub fn has(&mut self, hash: &BlobHash) -> Result<bool, BlobsError> {
        self.fill_directory()?;
        let candidates = self
            .directory
            .as_ref()
            .map(|d| d.candidates(hash))
            .unwrap_or_default();
        for at in candidates {
            if at.pack == self.pack && u64::from(at.offset) >= self.end {
                // Waiting to be written: eight bytes of the hash are enough to know it by for that long.
                return Ok(true);
            }
            if self.lies(hash, at)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn fill_directory(&mut self) -> Result<(), BlobsError> {
        if self.directory.is_none() {
            self.sync()?;
            let mut directory = Directory::default();
            self.scan(&mut |hash, at| directory.insert(hash, at))?;
            self.directory = Some(directory);
        }
        Ok(())
    }

    /// Whether the record at `at` is this blob's: candidates share eight bytes of the hash, the record says all of it.
    fn lies(&self, hash: &BlobHash, at: BlobAt) -> Result<bool, BlobsError> {
        let path = self.dir.join(name(at.pack));
        let file = self.files.open(&path, Open::Read).map_err(io_error(&path))?;
        let mut head = [0; pack::RECORD_HEAD];
        let read = read_exact(&*file, u64::from(at.offset), &mut head).map_err(io_error(&path))?;
        Ok(read.is_some() && pack::record_head(&head).is_some_and(|(found, _)| found == *hash))
    }

    /// Where `hash` lies: once, or more often if it was put more than once.
    pub(super) fn places(&mut self, hash: &BlobHash) -> Result<Vec<BlobAt>, BlobsError> {
        self.sync()?;
        self.fill_directory()?;
        let mut places = Vec::new();
        let candidates = self
            .directory
            .as_ref()
            .map(|d| d.candidates(hash))
            .unwrap_or_default();
        for at in candidates {
            if self.lies(hash, at)? {
                places.push(at);
            }
        }
        Ok(places)
    }

    /// Visits every blob that is synced, destroyed ones too, with its place: to fill an index. One pack is in memory at
    /// a time.
    pub fn scan(&self, visit: &mut dyn FnMut(&BlobHash, BlobAt)) -> Result<(), BlobsError> {
        for pack in list(&*self.files, &self.dir)? {
            let path = self.dir.join(name(pack));
            let bytes = self.files.read(&path).map_err(io_error(&path))?;
            pack::scan(&bytes, pack, pack == self.pack, &mut |_, record| {
                if !record.is_tombstone() {
                    visit(
                        &record.hash,
                        BlobAt {
                            pack,
                            offset: record.offset,
                        },
                    );
                }
            });
        }
        Ok(())
    }
}

/// Fills `buffer`; `None` if the file ends before.
fn read_exact(file: &dyn FileHandle, offset: u64, buffer: &mut [u8]) -> io::Result<Option<()>> {
    match file.read_at(offset, buffer) {
        Ok(()) => Ok(Some(())),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
        Err(error) => Err(error),
    }
}
