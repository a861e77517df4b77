//! The book: this node's ledger and those of others, and the view of what follows from them, kept in step.
//!
//! A change is appended to the ledger and durable before anybody is told ([`Book::commit`]); then it is folded, and
//! what it changed is put into the view. The view waits in memory for its next checkpoint: were the power cut now, the
//! operations behind the view's watermark would be folded again at the next start.
//!
//! Where the view does not open, fails its check or fails at work, it is set aside and made anew from the ledger, and
//! the office is told so by [`Opened::rebuilt`] or [`Book::rebuilt`].

mod bulk;
mod commit;
mod erased;
mod erasure;
mod exchange;
mod fill;
mod fold;
mod ours;
mod read;
mod rebuild;
mod receive;
mod roll;
pub mod rows;
mod settings;
mod sources;
mod unheeded;
mod verify;

pub use bulk::Importing;
pub use commit::Draft;
pub use erasure::Gone;
pub use exchange::NextKeys;
pub use receive::{Received, Receiving};
use settings::Place;
pub use settings::Settings;
pub use unheeded::Unheeded;
pub use verify::{Finding, Verified};

use super::{
    blobs::{Blobs, BlobsError},
    files::Files,
    identity::{self, Anchor, Around, Organisation, OwnId, Sign, Standing},
    index::{Index, IndexFault},
    lock::{DataLock, LockError},
    log::{self, Log, LogError},
    pulse::Pulse,
    secret::{self, SecretError},
    shelf::{Quota, Shelf},
    space,
};
use crate::{
    domain::{day::Moment, id::BatchId},
    ledger::{blob::BlobHash, clock::ClockTrust, id::LogId},
    state::{batch::Head, person::PersonState, roll::Roll, world::World},
};
use fold::Marks;
use rustc_hash::{FxHashMap, FxHashSet};
use std::{
    cell::RefCell,
    path::{Path, PathBuf},
    sync::Arc,
};

/// The node of an office that is its own centre.
pub const OWN_LOG: LogId = LogId::new(1, 1);

/// New work is refused below so many bytes of free disk.
pub const MIN_FREE: u64 = 64 << 20;

/// Operations that the view may lack at rest and at exit.
pub const FEW: u64 = 64;

/// Operations after which the view is written in the midst of work.
const MANY: u64 = 512;

/// Why the book did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum BookError {
    /// Nothing was ever made in this directory.
    #[error("{} holds no office", path.display())]
    NoOffice {
        /// The data directory.
        path: PathBuf,
    },
    /// Another process has it.
    #[error("{0}")]
    Lock(#[from] LockError),
    /// The ledger.
    #[error("{0}")]
    Log(#[from] LogError),
    /// The personal data.
    #[error("{0}")]
    Blobs(#[from] BlobsError),
    /// The view, for a reason that making it anew does not help.
    #[error("{0}")]
    Index(#[from] IndexFault),
    /// The node's key or another secret.
    #[error("{0}")]
    Secret(#[from] SecretError),
    /// What was asked is recorded, and the view of it could be neither kept nor made anew: most likely the disk is full
    /// or failing. It is tried again with the next change and at the next start.
    #[error("recorded, but the view cannot be written: {0}")]
    ViewLost(String),
    /// The ledger ends before what the view has seen: it is an older copy.
    #[error("the ledger ends at operation {ledger}, but {view} were seen before: it is an older copy")]
    Older {
        /// The last operation of the ledger.
        ledger: u64,
        /// The last operation that was seen.
        view: u64,
    },
    /// The ledger names personal data that is not in the packs: no view is made without it.
    #[error("{count} records of personal data that the ledger names are missing from {}", dir.display())]
    MissingBlobs {
        /// How many.
        count: u64,
        /// Where they should be.
        dir: PathBuf,
    },
    /// Less than [`MIN_FREE`] bytes are free: nothing new is taken.
    #[error("only {free} bytes are free on the disk")]
    Full {
        /// Bytes free.
        free: u64,
    },
    /// The own ledger may not be written.
    #[error("{0}")]
    Standing(Standing),
    /// A file or folder.
    #[error("{0}")]
    Io(#[from] std::io::Error),
}

/// What opening found, for the health page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opened {
    /// Bytes of a torn last write that nobody was told of.
    pub cut_bytes: u64,
    /// Operations that were folded again.
    pub replayed: u64,
    /// Why the view was made anew, where it was.
    pub rebuilt: Option<String>,
}

/// The book.
pub struct Book {
    _lock: Option<DataLock>,
    files: Arc<dyn Files>,
    data: PathBuf,
    place: Place,
    around: Around,
    quota: Quota,
    /// From so many operations on they are folded with a second thread.
    much: u64,
    pulse: Pulse,
    log: Log,
    shelf: Shelf,
    blobs: Blobs,
    index: Index,
    /// Who this node is.
    id: OwnId,
    age: age::x25519::Identity,
    anchor: Option<Anchor>,
    /// By what the data directory was recognised as a copy.
    copied: Option<Sign>,
    org: Option<Organisation>,
    roll: Roll,
    /// Blobs that are refused beside those that the roll names.
    erased: FxHashSet<BlobHash>,
    /// Blobs that the roll was told to be destroyed, and that are not yet.
    erasing: Vec<BlobHash>,
    /// What went with what was destroyed, since that was asked last.
    gone: Gone,
    /// Whether the view still holds what was destroyed.
    stale: bool,
    /// Whether a view that was set aside, and may hold what was destroyed, could not be removed.
    aside: bool,
    /// How often the view was made anew.
    anew: u64,
    /// Units, courses and batches at hand; people never stay.
    world: World,
    heads: FxHashMap<BatchId, Head>,
    /// Registrations of the batches at hand, to bound them.
    at_hand: usize,
    /// The person read last: a use case asks for the same one several times.
    last_person: RefCell<Option<(crate::domain::id::PersonId, PersonState)>>,
    /// How far each ledger is folded.
    folded: Marks,
    /// Operations that the view on the disk lacks.
    behind: u64,
    /// What was folded last without effect.
    ignored: Unheeded,
    /// The clock of the last own operation.
    last_hlc: u64,
    rebuilt: Option<String>,
    /// The view failed and could not be made anew: nothing is read from it or written to it before it is.
    lost: bool,
}

/// Whether there is anything of a ledger here: then its key must be here too, and no other is made for it.
fn has_ledger(files: &dyn Files, data: &Path) -> Result<bool, BookError> {
    let own = OwnId::read(files, data)?.map_or(OWN_LOG, |id| id.log);
    match files.list(&log::folder(data, own)) {
        Ok(names) => Ok(!names.is_empty()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// What surrounds the data directory says of it: whether it is a copy. Where nobody noted the machine, it is noted now.
fn look_around(
    files: &dyn Files,
    data: &Path,
    around: &Around,
    id: &mut OwnId,
    log: &Log,
) -> Result<(Option<Anchor>, Option<Sign>), BookError> {
    let mut copied = id.doubted.then_some(Sign::Elsewhere);
    match (id.machine, around.machine) {
        (None, Some(machine)) => {
            id.machine = Some(machine);
            id.write(files, data)?;
        }
        (Some(then), Some(now)) if then != now => copied = Some(Sign::Machine),
        _ => {}
    }
    if id.tail_saw.is_some() && log.open_ops().is_empty() {
        // Power went when that end was sealed.
        id.tail_saw = None;
        id.write(files, data)?;
    }
    let seq = log.next_id().seq.saturating_sub(1);
    let opened = around
        .anchor(&id.key)
        .and_then(|path| Anchor::open(files, &path, id, seq).ok());
    let anchor = opened.map(|(anchor, standing)| {
        if let Standing::Restored(sign) = standing {
            copied = Some(sign);
        }
        anchor
    });
    Ok((anchor, copied))
}

/// Where things are in a data directory.
#[must_use]
pub fn index_dir(data: &Path) -> PathBuf {
    data.join("index")
}

impl Book {
    /// Makes a new, empty office in `data` and its key. An office that is there already is left as it is; one whose key
    /// is gone is not given another.
    pub fn create(files: &dyn Files, data: &Path) -> Result<bool, BookError> {
        files.create_dir_all(data)?;
        // Two that make it at once make one: the second finds the first's key.
        let _lock = Place::of(files).lock(data)?;
        if secret::node_key(files, data)?.is_some() {
            return Ok(false);
        }
        if has_ledger(files, data)? {
            return Err(SecretError::Lost(secret::KEY_FILE).into());
        }
        let seed = secret::random::<32>().map_err(|fault| std::io::Error::other(fault.to_string()))?;
        secret::create_node_key(files, data, &seed)?;
        Ok(true)
    }

    /// Opens the office in `data`: waits up to two seconds for another process, then is refused.
    pub fn open(files: Arc<dyn Files>, data: &Path) -> Result<(Self, Opened), BookError> {
        Self::open_with(files, data, Settings::default())
    }

    /// [`Book::open`] with what surrounds the data directory, and other bounds.
    pub fn open_with(
        files: Arc<dyn Files>,
        data: &Path,
        settings: Settings,
    ) -> Result<(Self, Opened), BookError> {
        let Settings {
            around,
            quota,
            much,
            pulse,
        } = settings;
        let place = Place::of(&*files);
        let no_office = || BookError::NoOffice {
            path: data.to_owned(),
        };
        if !place.is_there(&*files, data) {
            return Err(no_office());
        }
        if secret::node_key(&*files, data)?.is_none()
            && secret::key_in(&*files, data, identity::NEXT_KEY)?.is_none()
        {
            let lost = has_ledger(&*files, data)?;
            return Err(if lost {
                SecretError::Lost(secret::KEY_FILE).into()
            } else {
                no_office()
            });
        }
        let lock = place.lock(data)?;
        // First of all: what it sets up once is then memory that is never touched, and not what others have freed.
        let opened_index = place.open(data);
        let (key, mut id) = identity::own(&*files, data, OWN_LOG)?.ok_or_else(no_office)?;
        let age = identity::receiving(&*files, data, identity::AGE_FILE)?;
        let org = Organisation::read(&*files, data)?;
        let erased = erased::read(&*files, data)?;
        let (log, opened) = Log::open(Arc::clone(&files), data, key, id.log)?;
        let shelf = Shelf::open_with(Arc::clone(&files), data, id.log, quota)?;
        let (blobs, _) = Blobs::open_named(Arc::clone(&files), data, &mut |held| {
            // A ledger that does not read says so itself, at the next reading.
            Ok(rebuild::missing(&log, held, &erased).unwrap_or(0))
        })?;
        let (anchor, copied) = look_around(&*files, data, &around, &mut id, &log)?;
        let mut found = Opened {
            cut_bytes: u64::try_from(opened.cut_bytes).unwrap_or(u64::MAX),
            ..Opened::default()
        };
        let index = match opened_index {
            Ok(index) => index,
            Err(fault) if fault.rebuild() => {
                found.rebuilt = Some(fault.to_string());
                place.start_over(data)?
            }
            Err(fault) => return Err(fault.into()),
        };
        let roll = roll::begin(org.as_ref(), id.log, log.public_key());
        let mut book = Self {
            _lock: lock,
            files,
            data: data.to_owned(),
            place,
            around,
            quota,
            much,
            pulse,
            log,
            shelf,
            blobs,
            index,
            id,
            age,
            anchor,
            copied,
            org,
            roll,
            erased,
            erasing: Vec::new(),
            gone: Gone::default(),
            stale: false,
            aside: false,
            anew: 0,
            world: World::default(),
            heads: FxHashMap::default(),
            at_hand: 0,
            last_person: RefCell::default(),
            folded: Marks::default(),
            behind: 0,
            ignored: Unheeded::default(),
            last_hlc: opened.last_hlc.0,
            rebuilt: None,
            lost: false,
        };
        found.replayed = match book.catch_up() {
            Ok(replayed) => replayed,
            Err(BookError::Index(fault)) if fault.rebuild() => {
                found.rebuilt = Some(fault.to_string());
                book.rebuild(&fault.to_string())?;
                0
            }
            Err(fault) => return Err(fault),
        };
        book.rebuilt.clone_from(&found.rebuilt);
        // Where the power was cut behind an erasure, what it should have removed is there still.
        book.forget_aside();
        Ok((book, found))
    }

    /// Reads anew which ledger is the own one, and everything beside the view that hangs on it.
    fn read_own(&mut self) -> Result<(), BookError> {
        let no_office = || BookError::NoOffice {
            path: self.data.clone(),
        };
        let (key, mut id) = identity::own(&*self.files, &self.data, OWN_LOG)?.ok_or_else(no_office)?;
        self.age = identity::receiving(&*self.files, &self.data, identity::AGE_FILE)?;
        let (log, opened) = Log::open(Arc::clone(&self.files), &self.data, key, id.log)?;
        self.shelf = Shelf::open_with(Arc::clone(&self.files), &self.data, id.log, self.quota)?;
        let observed = self.log.last_stamp();
        (self.anchor, self.copied) = look_around(&*self.files, &self.data, &self.around, &mut id, &log)?;
        self.log = log;
        // What was followed stays followed: the next incarnation does not begin before the end of the last.
        self.log.observe(observed, observed.ms());
        self.last_hlc = opened.last_hlc.0;
        self.id = id;
        Ok(())
    }

    /// Why the view was made anew since the start, where it was.
    #[must_use]
    pub fn rebuilt(&self) -> Option<&str> {
        self.rebuilt.as_deref()
    }

    /// How far long work on the view is.
    #[must_use]
    pub const fn pulse(&self) -> &Pulse {
        &self.pulse
    }

    /// The data directory.
    #[must_use]
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// The folder of the ledger.
    #[must_use]
    pub fn ledger_path(&self) -> &Path {
        self.log.path()
    }

    /// The folder of the view.
    #[must_use]
    pub fn index_path(&self) -> PathBuf {
        index_dir(&self.data)
    }

    /// Operations in the ledger.
    #[must_use]
    pub fn operations(&self) -> u64 {
        self.log.next_id().seq.saturating_sub(1)
    }

    /// Bytes of the ledger that are not sealed yet; begins again at every sealing.
    #[must_use]
    pub const fn open_bytes(&self) -> u64 {
        self.log.open_bytes()
    }

    /// Sealed segments of the ledger.
    #[must_use]
    pub fn segments(&self) -> u64 {
        u64::try_from(self.log.segments()).unwrap_or(u64::MAX)
    }

    /// The key that seals the ledger.
    #[must_use]
    pub fn public_key(&self) -> [u8; 32] {
        self.log.public_key().0
    }

    /// Whether the wall clock can be believed.
    #[must_use]
    pub fn clock_trusted(&self, wall_ms: u64, build_ms: u64) -> bool {
        matches!(self.log.clock_trust(wall_ms, build_ms), ClockTrust::Trusted)
    }

    /// The moment of the last operation, as its clock claimed: none before it was ever told here.
    #[must_use]
    pub fn last_moment(&self) -> Moment {
        Moment(i64::try_from(self.last_hlc >> 16).unwrap_or(i64::MAX))
    }

    /// Refuses new work while the disk is nearly full.
    pub fn check_space(&self) -> Result<(), BookError> {
        match space::free_bytes(&self.data) {
            Ok(free) if free < MIN_FREE => Err(BookError::Full { free }),
            _ => Ok(()),
        }
    }

    /// Bytes free on the disk, where the system says.
    #[must_use]
    pub fn free_bytes(&self) -> Option<u64> {
        space::free_bytes(&self.data).ok()
    }

    /// Ends in order. A few operations are left to be folded again at the next start: that is cheaper than a
    /// checkpoint, and a process that registered one person ends at once.
    pub fn close(mut self) -> Result<(), BookError> {
        if self.behind >= FEW {
            self.checkpoint()?;
        }
        self.note_anchor(true);
        Ok(self.index.close()?)
    }
}

#[cfg(test)]
mod tests;
