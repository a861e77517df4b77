//! sled 0.34.7 behind a wall: every call guarded, every flush followed by the `fdatasync` that sled leaves out.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::ops::Bound;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;
use std::time::Duration;

use super::checkpoint::Stamp;
use super::clean;
use super::fault::{Doubt, IndexFault};
use super::guard;

/// The key of the stamp: tree 0 is the view's own.
const STAMP: &[u8] = b"\0stamp";

/// Part of what sled calls a segment, and of the directory's layout: sled refuses to open one of another size. Half
/// of sled's own default: less is written at each open and less memory held while loading, at the same speed.
const SEGMENT: usize = 256 * 1024;

/// How long a lock that is being released is waited for: sled's threads let go of the file a little after its handle.
const LOCK_TRIES: u32 = 200;
const LOCK_PAUSE: Duration = Duration::from_millis(5);

pub(super) type Pair = (sled::IVec, sled::IVec);

#[derive(Debug, Clone)]
struct Failure {
    why: String,
    disk: bool,
    panicked: bool,
}

/// What holds the records.
enum Store {
    Sled {
        db: Option<sled::Db>,
        log: File,
    },
    /// For simulations: what was written is gone with the process.
    Memory(Mutex<BTreeMap<Vec<u8>, sled::IVec>>),
}

/// A range under way.
pub(super) enum Iter {
    Sled(Box<sled::Iter>),
    Memory(std::vec::IntoIter<Pair>),
}

/// An open sled.
pub(super) struct Engine {
    store: Store,
    failure: OnceLock<Failure>,
    /// Held while sled syncs: `File::sync_data` and sled's flush in one piece.
    syncing: Mutex<()>,
}

impl Engine {
    /// Opens or makes the sled of `dir`.
    pub fn open(dir: &Path, cache: u64) -> Result<Engine, IndexFault> {
        let sled = clean::sled_dir(dir);
        let config = sled::Config::new()
            .path(&sled)
            .cache_capacity(cache)
            .segment_size(SEGMENT)
            .flush_every_ms(None);
        let mut tries = 0;
        let db = loop {
            match guard::caught(|| config.open()) {
                Ok(Ok(db)) => break db,
                Ok(Err(fault)) if is_lock(&fault) => {
                    tries += 1;
                    if tries > LOCK_TRIES {
                        return Err(IndexFault::Busy);
                    }
                    thread::sleep(LOCK_PAUSE);
                }
                Ok(Err(sled::Error::Io(fault))) if is_disk(&fault) => return Err(fault.into()),
                Ok(Err(fault)) => return Err(Doubt::Damaged(fault.to_string()).into()),
                Err(said) => return Err(Doubt::Damaged(said).into()),
            }
        };
        let log = File::open(sled.join("db"))?;
        Ok(Engine::of(Store::Sled { db: Some(db), log }))
    }

    /// An engine without a disk.
    pub fn in_memory() -> Engine {
        Engine::of(Store::Memory(Mutex::default()))
    }

    fn of(store: Store) -> Engine {
        Engine {
            store,
            failure: OnceLock::new(),
            syncing: Mutex::new(()),
        }
    }

    /// The records in memory, where they are kept there.
    fn memory(&self) -> Option<MutexGuard<'_, BTreeMap<Vec<u8>, sled::IVec>>> {
        match &self.store {
            Store::Sled { .. } => None,
            Store::Memory(records) => Some(records.lock().unwrap_or_else(PoisonError::into_inner)),
        }
    }

    /// Whether no call failed yet.
    pub fn alive(&self) -> Result<(), IndexFault> {
        match self.failure.get() {
            None => Ok(()),
            Some(failure) => Err(IndexFault::Broken {
                why: failure.why.clone(),
                disk: failure.disk,
            }),
        }
    }

    /// Runs one call of sled. After the first failure no call reaches sled any more.
    pub fn call<T>(&self, call: impl FnOnce(&sled::Db) -> sled::Result<T>) -> Result<T, IndexFault> {
        self.alive()?;
        let Store::Sled { db: Some(db), .. } = &self.store else {
            return Err(self.fail("closed".into(), false, false));
        };
        match guard::caught(|| call(db)) {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(sled::Error::Io(fault))) => {
                let disk = is_disk(&fault);
                Err(self.fail(fault.to_string(), disk, false))
            }
            Ok(Err(fault)) => Err(self.fail(fault.to_string(), false, false)),
            Err(said) => Err(self.fail(said, false, true)),
        }
    }

    /// Marks sled as failed, for what is found above it as well.
    pub fn fail(&self, why: String, disk: bool, panicked: bool) -> IndexFault {
        let failure = self
            .failure
            .get_or_init(|| Failure { why, disk, panicked })
            .clone();
        IndexFault::Broken {
            why: failure.why,
            disk: failure.disk,
        }
    }

    /// The value of a whole key.
    pub fn get(&self, key: &[u8]) -> Result<Option<sled::IVec>, IndexFault> {
        match self.memory() {
            Some(records) => Ok(records.get(key).cloned()),
            None => self.call(|db| db.get(key)),
        }
    }

    /// Writes one value, or removes it, and gives back what stood there.
    pub fn replace(&self, key: &[u8], value: Option<sled::IVec>) -> Result<Option<sled::IVec>, IndexFault> {
        if let Some(mut records) = self.memory() {
            return Ok(match value {
                Some(value) => records.insert(key.to_vec(), value),
                None => records.remove(key),
            });
        }
        self.call(|db| {
            let before = match value {
                Some(value) => db.insert(key, value),
                None => db.remove(key),
            }?;
            visit(db, key)?;
            Ok(before)
        })
    }

    /// Writes all of `changes` and the stamp in one atomic step.
    pub fn apply(
        &self,
        changes: impl Iterator<Item = (Vec<u8>, Option<sled::IVec>)>,
        stamp: Stamp,
    ) -> Result<(), IndexFault> {
        if let Some(mut records) = self.memory() {
            for (key, value) in changes {
                match value {
                    Some(value) => records.insert(key, value),
                    None => records.remove(&key),
                };
            }
            return Ok(());
        }
        let mut batch = sled::Batch::default();
        let mut keys = vec![STAMP.to_vec()];
        for (key, value) in changes {
            keys.push(key.clone());
            match value {
                Some(value) => batch.insert(key, value),
                None => batch.remove(key),
            }
        }
        batch.insert(STAMP, stamp.bytes().to_vec());
        self.call(|db| {
            db.apply_batch(batch)?;
            keys.iter().try_for_each(|key| visit(db, key))
        })
    }

    /// The stamp of the content.
    pub fn stamp(&self) -> Result<Option<[u8; 16]>, IndexFault> {
        Ok(self.get(STAMP)?.and_then(|bytes| bytes.as_ref().try_into().ok()))
    }

    /// Writes the stamp alone.
    pub fn set_stamp(&self, stamp: Stamp) -> Result<(), IndexFault> {
        self.replace(STAMP, Some(stamp.bytes().to_vec().into())).map(drop)
    }

    /// Makes everything that was written durable. sled's own flush ends in `sync_file_range`, which promises nothing
    /// (spacejam/sled#1452).
    pub fn sync(&self) -> Result<(), IndexFault> {
        let Store::Sled { log, .. } = &self.store else {
            return self.alive();
        };
        let _one = self.syncing.lock();
        self.call(|db| db.flush())?;
        log.sync_data()
            .map_err(|fault| self.fail(fault.to_string(), true, false))
    }

    /// Everything between two keys in key order, except the view's own.
    pub fn range(&self, from: Bound<Vec<u8>>, to: Bound<Vec<u8>>) -> Result<Iter, IndexFault> {
        if let Some(records) = self.memory() {
            if is_empty(&from, &to) {
                return Ok(Iter::Memory(Vec::new().into_iter()));
            }
            let found: Vec<Pair> = records
                .range::<Vec<u8>, _>((from, to))
                .map(|(key, value)| (key.as_slice().into(), value.clone()))
                .collect();
            return Ok(Iter::Memory(found.into_iter()));
        }
        self.call(|db| Ok(Iter::Sled(Box::new(db.range::<Vec<u8>, _>((from, to))))))
    }

    /// The next pair of a range.
    pub fn step(&self, iter: &mut Iter) -> Result<Option<Pair>, IndexFault> {
        match iter {
            Iter::Sled(iter) => self.call(|_| iter.next().transpose()),
            Iter::Memory(iter) => Ok(iter.next()),
        }
    }

    /// Closes sled and waits until it let go of its files.
    pub fn close(mut self) -> Result<(), IndexFault> {
        self.alive()?;
        let Store::Sled { db, .. } = &mut self.store else {
            return Ok(());
        };
        let db = db.take();
        guard::caught(|| drop(db)).map_err(|said| self.fail(said, false, true))
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        let Store::Sled { db, .. } = &mut self.store else {
            return;
        };
        let Some(db) = db.take() else { return };
        if self.failure.get().is_some_and(|failure| failure.panicked) {
            // A lock inside may still be held where it panicked; dropping could wait for ever. A few megabytes are
            // lost until the process ends.
            std::mem::forget(db);
        } else {
            // sled panics when its last sync fails.
            let _ = guard::caught(|| drop(db));
        }
    }
}

/// Goes to the page of a key that was written. sled splits and joins pages when somebody comes by the next time, also
/// by reading: without this a session that only reads writes to a view that says it was closed in order.
fn visit(db: &sled::Db, key: &[u8]) -> sled::Result<()> {
    db.get(key).map(drop)
}

/// Whether no key can lie between the two: a map refuses such bounds.
fn is_empty(from: &Bound<Vec<u8>>, to: &Bound<Vec<u8>>) -> bool {
    match (from, to) {
        (Bound::Unbounded, _) | (_, Bound::Unbounded) => false,
        (Bound::Excluded(from), Bound::Excluded(to)) => from >= to,
        (Bound::Included(from) | Bound::Excluded(from), Bound::Included(to) | Bound::Excluded(to)) => {
            from > to
        }
    }
}

fn is_lock(fault: &sled::Error) -> bool {
    matches!(fault, sled::Error::Io(fault) if fault.to_string().contains("could not acquire lock"))
}

/// Whether the disk, not the content, is what is wrong.
fn is_disk(fault: &io::Error) -> bool {
    use io::ErrorKind::{
        NotFound, PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, ResourceBusy, StaleNetworkFileHandle,
        StorageFull,
    };
    matches!(
        fault.kind(),
        NotFound
            | PermissionDenied
            | QuotaExceeded
            | ReadOnlyFilesystem
            | ResourceBusy
            | StaleNetworkFileHandle
            | StorageFull
    )
}
