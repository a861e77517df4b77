//! This node's own ledger on disk: `log/<node>-<incarnation>/`, one folder a ledger.
//!
//! ```text
//! 000000000001.seg   sealed segments, named by the number of their first operation (`ledger::segment`)
//! 000000000513.seg
//! open.wal           frames of what is not sealed yet (`ledger::frame`)
//! ```
//!
//! An append is one frame, one write, one `fdatasync`; then it is acknowledged. `open.wal` is filled up with zeros in
//! advance and used again from its start after sealing, so that an append changes no file's length: that makes
//! `fdatasync` a quarter cheaper. A full file is sealed: the segment is written beside, synced, renamed, the folder
//! synced. Only then does the next frame overwrite the old ones, whose numbers tell that they are old; so an operation
//! is at every moment in the one file or in the other, and sealing costs two syncs in 512 operations.
//!
//! After the first failed write the ledger takes nothing more until it is opened again: what the disk holds is then
//! no longer known, and reading it is the only way to know.

mod bulk;
mod damage;
mod replay;
pub(in crate::store) mod segments;
mod verify;
mod wal;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use self::bulk::Bulk;
pub use self::damage::{Damage, Fault};
pub use self::verify::{Verified, verify};

use self::segments::Sealed;
use self::wal::Wal;
use crate::ledger::clock::{ClockTrust, Hlc, HybridClock};
use crate::ledger::id::{LogId, OpId};
use crate::ledger::key::{NodeKey, PublicKey};
use crate::ledger::op::{NewOp, OpError};
use crate::ledger::segment::{Draft, MAX_OPS, SegHash, SegmentError};
use crate::store::files::Files;

/// The most operations that stand or fall together.
pub const MAX_GROUP: usize = 512;

/// Sizes of the files. The defaults are what a kiosk runs with; tests take smaller ones.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// Seal when this many operations are open: 512.
    pub seal_ops: u32,
    /// Seal when this many bytes of operations are open: 1 MiB, which is also the most.
    pub seal_bytes: usize,
    /// Lengthen `open.wal` by this many bytes at a time: 64 KiB.
    pub grow: u64,
    /// Operations in a segment of [`Log::bulk`]: 4096, which is also the most.
    pub bulk_ops: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            seal_ops: 512,
            seal_bytes: 1024 * 1024,
            grow: 64 * 1024,
            bulk_ops: MAX_OPS,
        }
    }
}

/// Why the ledger did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Something that was durable is damaged.
    #[error("{0}")]
    Damaged(Box<Damage>),
    /// A write has failed before; open the ledger again.
    #[error("the ledger takes nothing more after a failed write; it must be opened again")]
    Closed,
    /// No operation in a group, or more than [`MAX_GROUP`].
    #[error("a group of {0} operations; 1 to {MAX_GROUP} are allowed")]
    Group(usize),
    /// An operation cannot be written, or all of a group do not fit a segment.
    #[error("{0}")]
    Op(#[from] OpError),
    /// A segment cannot be sealed.
    #[error("sealing: {0}")]
    Seal(#[from] SegmentError),
}

impl LogError {
    pub(in crate::store) fn io(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io {
            path: path.to_owned(),
            source,
        }
    }

    pub(in crate::store) fn damaged(file: String, fault: Fault) -> Self {
        Self::Damaged(Box::new(Damage { file, fault }))
    }
}

/// What opening found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opened {
    /// The number that the next operation will have.
    pub next_seq: u64,
    /// The stamp of the last operation; zero in a new ledger.
    pub last_hlc: Hlc,
    /// Sealed segments.
    pub segments: usize,
    /// Bytes of a torn write that were cut off `open.wal`; nobody was told that they were kept.
    pub cut_bytes: usize,
}

/// What an append made: consecutive operations with consecutive stamps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Appended {
    /// The first operation.
    pub first: OpId,
    /// Its stamp.
    pub first_hlc: Hlc,
    /// How many operations.
    pub count: u64,
}

impl Appended {
    /// Id and stamp of each operation in the order of the group.
    pub fn iter(&self) -> impl Iterator<Item = (OpId, Hlc)> + use<> {
        let Self {
            first,
            first_hlc,
            count,
        } = *self;
        (0..count).map(move |at| (first.plus(at), first_hlc.plus(at)))
    }
}

/// The folder of a ledger in a data directory.
pub fn folder(data: &Path, id: LogId) -> PathBuf {
    data.join("log").join(id.to_string())
}

/// The node's own ledger, open for appending.
#[derive(Debug)]
pub struct Log {
    files: Arc<dyn Files>,
    dir: PathBuf,
    id: LogId,
    key: NodeKey,
    settings: Settings,
    clock: HybridClock,
    sealed: Sealed,
    wal: Wal,
    /// The stamp of the newest operation of the hub that is here: what the next segment says.
    hub_seen: Hlc,
    closed: bool,
}

impl Log {
    /// Opens or makes the ledger `id` in the data directory `data`. Reads the last segment's header and `open.wal`, not
    /// more: [`verify()`] reads all. Damage in either is an error, a torn last write is cut off.
    pub fn open(
        files: Arc<dyn Files>,
        data: &Path,
        key: NodeKey,
        id: LogId,
    ) -> Result<(Self, Opened), LogError> {
        Self::open_with(files, data, key, id, Settings::default())
    }

    /// [`Log::open`] with other sizes.
    pub fn open_with(
        files: Arc<dyn Files>,
        data: &Path,
        key: NodeKey,
        id: LogId,
        settings: Settings,
    ) -> Result<(Self, Opened), LogError> {
        let dir = folder(data, id);
        files.create_dir_all(&dir).map_err(LogError::io(&dir))?;
        let sealed = Sealed::open(&*files, &dir, id, &key.public())?;
        // It is made with the folder, before any segment: a new one in its place would hide what it held.
        let names = files.list(&dir).map_err(LogError::io(&dir))?;
        if !sealed.firsts.is_empty() && !names.iter().any(|name| name == wal::NAME) {
            return Err(LogError::damaged(wal::NAME.to_owned(), Fault::Gone));
        }
        let (wal, cut_bytes) = Wal::open(&*files, &dir, id, sealed.next_seq(), settings.grow)?;
        let last_hlc = wal.last_hlc().unwrap_or(sealed.last_hlc);
        let stamps = [
            wal.first_hlc(),
            wal.last_hlc(),
            Some(sealed.first_hlc),
            Some(sealed.last_hlc),
        ];
        let claimed = stamps
            .into_iter()
            .flatten()
            .filter(|stamp| stamp.is_claimed())
            .max();
        let clock = HybridClock::new(last_hlc).claiming(claimed.unwrap_or_default());
        let opened = Opened {
            next_seq: wal.next_seq(),
            last_hlc,
            segments: sealed.firsts.len(),
            cut_bytes,
        };
        Ok((
            Self {
                files,
                dir,
                id,
                key,
                settings,
                clock,
                sealed,
                wal,
                hub_seen: Hlc::default(),
                closed: false,
            },
            opened,
        ))
    }

    /// The folder of this ledger.
    pub fn path(&self) -> &Path {
        &self.dir
    }

    /// Which ledger this is.
    pub const fn id(&self) -> LogId {
        self.id
    }

    /// The key that others check it with.
    pub fn public_key(&self) -> PublicKey {
        self.key.public()
    }

    /// The key that seals it.
    pub const fn key(&self) -> &NodeKey {
        &self.key
    }

    /// What is open, as it will be sealed.
    pub fn open_ops(&self) -> &[u8] {
        self.wal.open_ops()
    }

    /// Signs `message`, which begins with the words that say what it is.
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.key.sign(message)
    }

    /// The id of the next operation: what the first of the next group will have, so that an operation can make the
    /// entity that bears its id.
    pub const fn next_id(&self) -> OpId {
        self.id.op(self.wal.next_seq())
    }

    /// Bytes of frames in `open.wal`; begins again at every sealing.
    pub const fn open_bytes(&self) -> u64 {
        self.wal.end()
    }

    /// How many segments are sealed.
    pub const fn segments(&self) -> usize {
        self.sealed.firsts.len()
    }

    /// Judges the wall clock against the build's date and the last stamp at opening; both in milliseconds since 1970.
    pub fn clock_trust(&self, wall_ms: u64, build_ms: u64) -> ClockTrust {
        self.clock.trust(wall_ms, build_ms)
    }

    /// Appends operations that stand or fall together. When this returns they are durable. `wall_ms` is the wall clock
    /// in milliseconds since 1970 UTC.
    ///
    /// After an error of writing nothing of the group is kept as far as the disk obeys, and the ledger is closed to
    /// further appends.
    pub fn append(&mut self, group: &[NewOp], wall_ms: u64) -> Result<Appended, LogError> {
        let count = self.check_group(group)?;
        if self.wal.ops() > 0 && self.wal.ops() + count > self.settings.seal_ops.min(MAX_OPS) {
            self.seal()?;
        }
        let count = u64::from(count);
        let first_hlc = self.clock.tick_many(wall_ms, count);
        let bytes = self.wal.stage(group, first_hlc)?;
        if self.wal.ops() > 0 && self.wal.bytes() + bytes > self.settings.seal_bytes {
            self.seal()?;
            self.wal.stage(group, first_hlc)?;
        }
        let first = self.next_id();
        if let Err(source) = self.wal.commit(count, first_hlc) {
            self.closed = true;
            self.wal.cut_back();
            return Err(LogError::Io {
                path: self.dir.join(wal::NAME),
                source,
            });
        }
        Ok(Appended {
            first,
            first_hlc,
            count,
        })
    }

    fn check_group(&self, group: &[NewOp]) -> Result<u32, LogError> {
        if self.closed {
            return Err(LogError::Closed);
        }
        match u32::try_from(group.len()) {
            Ok(count) if (1..=MAX_GROUP).contains(&group.len()) => Ok(count),
            _ => Err(LogError::Group(group.len())),
        }
    }

    /// Seals what is open into a segment; does nothing if nothing is.
    pub fn seal(&mut self) -> Result<(), LogError> {
        if self.closed {
            return Err(LogError::Closed);
        }
        let Some(first_hlc) = self.wal.first_hlc() else {
            return Ok(());
        };
        let draft = Draft {
            log: self.id,
            first_seq: self.wal.first_seq(),
            first_hlc,
            hub_seen: self.hub_seen.0,
            prev: self.sealed.last_hash,
            ops: self.wal.open_ops(),
        };
        let written = self.sealed.write(&*self.files, &self.dir, &draft, &self.key);
        self.closed = written.is_err();
        written?;
        self.wal.start_again(self.sealed.next_seq());
        Ok(())
    }

    /// What the segment in the making says of the hub: the stamp of its newest operation that is here. It may change
    /// only while nothing is open, so that it is one for the whole segment.
    pub const fn hub_seen(&self) -> Hlc {
        self.hub_seen
    }

    /// Tells the stamp of the newest operation of the hub that is here; [`Log::seal`] comes before.
    pub const fn see_hub(&mut self, newest: Hlc) {
        self.hub_seen = newest;
    }

    /// Later stamps come after `remote`, another ledger's, as far as [`HybridClock::observe`] follows it.
    pub fn observe(&mut self, remote: Hlc, wall_ms: u64) {
        self.clock.observe(remote, wall_ms);
    }

    /// The last stamp that was given or followed.
    pub const fn last_stamp(&self) -> Hlc {
        self.clock.last()
    }

    /// The stamp of the last operation that was written; zero in a new ledger.
    pub fn last_written(&self) -> Hlc {
        self.wal.last_hlc().unwrap_or(self.sealed.last_hlc)
    }

    /// The last sealed operation, its stamp, and the hash of its segment; 0 and zeros where nothing is sealed.
    pub fn sealed(&self) -> (u64, Hlc, SegHash) {
        let Sealed {
            last_hash, last_hlc, ..
        } = self.sealed;
        (self.sealed.next_seq().saturating_sub(1), last_hlc, last_hash)
    }

    /// Starts an import: many groups, written straight into segments. What is open is sealed first.
    pub fn bulk(&mut self) -> Result<Bulk<'_>, LogError> {
        self.seal()?;
        Ok(Bulk::new(self))
    }

    /// Reads every sealed segment and `open.wal` from the disk and lists what is damaged.
    pub fn verify(&self) -> Result<Verified, LogError> {
        let mut found = verify(&*self.files, &self.dir, self.id, &self.key.public())?;
        let next_seq = self.wal.next_seq();
        if found.next_seq < next_seq && !self.closed {
            // This process has acknowledged what the file no longer has.
            let fault = Fault::Missing {
                from: found.next_seq,
                to: next_seq - 1,
            };
            found.damage.push(Damage {
                file: wal::NAME.to_owned(),
                fault,
            });
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests;
