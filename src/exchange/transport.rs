//! The same files over a network: a folder, S3-compatible storage or WebDAV, where there is one (exchange design 2.10).
//!
//! A mailbox holds `in/<recipient's ledger>/<bundle id>.bli`. Names are written once and never mean anything else, so
//! there are no locks: who puts looks whether it is there already, whole; who gets takes what is addressed to it, hands
//! it to the same importer that reads sticks, and removes it when that has acknowledged. After a cut the next run goes
//! on where this one stopped, within a file too. The server is trusted in nothing: it sees sealed bytes, sizes and
//! ledgers' numbers, and what it answers is verified like a stick's.

mod fault;
mod mailbox;
mod via;

pub use fault::NetFault;
pub use via::Via;

use std::path::{Path, PathBuf};

use self::mailbox::{Mailbox, Waiting};
use super::media::{MOST_BYTES, Staged, stage};
use crate::ledger::id::LogId;
use crate::store::files::{Files, Open};

/// Bundles that one run fetches at most.
pub const MOST_TAKEN: usize = 1_000;

/// A finished bundle that is to be put.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// Who it is for.
    pub to: LogId,
    /// Its id.
    pub bundle: [u8; 16],
    /// The file here, at most [`MOST_BYTES`].
    pub file: PathBuf,
}

/// Who takes what is fetched.
pub trait Inbox {
    /// What to do with a bundle that lies in the mailbox, by the name and the length that the server gives it.
    fn wants(&mut self, bundle: [u8; 16], bytes: u64) -> Wanted;
    /// Reads a fetched bundle; durable when it answers [`Verdict::Acknowledged`].
    fn take(&mut self, bundle: [u8; 16], staged: &Staged) -> Verdict;
}

/// What to do with a bundle in the mailbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Fetch it.
    Fetch,
    /// Leave it there.
    Leave,
    /// It was read and is durable here: remove it there.
    Remove,
}

/// What became of a fetched bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Read and durable: it is removed from the mailbox, and so is the staged copy.
    Acknowledged,
    /// Not read: it stays in the mailbox, and the staged copy here.
    Kept,
}

/// How far a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// The `at`th of `of` files is being put; it has `bytes`.
    Putting {
        /// Counted from 1.
        at: usize,
        /// Files in all.
        of: usize,
        /// Bytes of the file.
        bytes: u64,
    },
    /// `done` of `bytes` of the `at`th of `of` files are here.
    Getting {
        /// Counted from 1.
        at: usize,
        /// Files in all.
        of: usize,
        /// Bytes that are here.
        done: u64,
        /// Bytes of the file.
        bytes: u64,
    },
}

/// What a run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Synced {
    /// Bundles put.
    pub put: u64,
    /// Bundles that were there already, whole.
    pub there: u64,
    /// Bundles fetched.
    pub fetched: u64,
    /// Bytes that came over the network.
    pub received: u64,
    /// Bundles removed from the mailbox.
    pub removed: u64,
    /// Bundles left in the mailbox.
    pub left: u64,
}

/// Where fetched files go.
#[derive(Clone, Copy, Debug)]
pub struct Incoming<'a> {
    /// The files of this machine.
    pub files: &'a dyn Files,
    /// The staging folder, made when absent; what is broken off stays there as `<bundle id>.part` for the next run.
    pub dir: &'a Path,
}

/// [`get`], then [`put`]: what is put may acknowledge what came.
pub fn sync(
    via: &Via,
    ours: LogId,
    outgoing: &[Outgoing],
    incoming: Incoming<'_>,
    inbox: &mut dyn Inbox,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<Synced, NetFault> {
    let mut done = get(via, ours, incoming, inbox, progress)?;
    let sent = put(via, outgoing, incoming.files, progress)?;
    (done.put, done.there) = (sent.put, sent.there);
    Ok(done)
}

/// Puts what is outgoing. `progress` answers whether to go on. Blocks; run it where waiting is allowed.
///
/// An error leaves everything as far as it came: run it again.
pub fn put(
    via: &Via,
    outgoing: &[Outgoing],
    files: &dyn Files,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<Synced, NetFault> {
    let mailbox = Mailbox::open(via)?;
    let mut done = Synced::default();
    for (at, sent) in outgoing.iter().enumerate() {
        let bytes = files
            .read(&sent.file)
            .map_err(|error| NetFault::Here(error.kind()))?;
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if length > MOST_BYTES {
            return Err(NetFault::Here(std::io::ErrorKind::FileTooLarge));
        }
        let (at, of) = (at.saturating_add(1), outgoing.len());
        if !progress(Progress::Putting {
            at,
            of,
            bytes: length,
        }) {
            return Err(NetFault::Stopped);
        }
        if mailbox.put(sent.to, &sent.bundle, bytes)? {
            done.put += 1;
        } else {
            done.there += 1;
        }
    }
    Ok(done)
}

/// Gets what is addressed to `ours`, hands it to `inbox`, removes what that has acknowledged: a mailbox that is full has
/// room again. At most [`MOST_TAKEN`] that are wanted, the oldest first.
///
/// An error leaves everything as far as it came: run it again. Nothing is removed anywhere before it is durable here.
pub fn get(
    via: &Via,
    ours: LogId,
    incoming: Incoming<'_>,
    inbox: &mut dyn Inbox,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<Synced, NetFault> {
    let mailbox = Mailbox::open(via)?;
    let mut done = Synced::default();
    incoming
        .files
        .create_dir_all(incoming.dir)
        .map_err(|error| NetFault::Here(error.kind()))?;
    let waiting = mailbox.waiting(ours)?;
    forget_parts(&waiting, incoming);
    let mut wanted = Vec::new();
    for found in &waiting {
        match inbox.wants(found.bundle, found.bytes) {
            Wanted::Remove => {
                mailbox.remove(found)?;
                done.removed += 1;
            }
            // What is not wanted takes nobody's place.
            Wanted::Fetch if wanted.len() < MOST_TAKEN => wanted.push(found),
            Wanted::Fetch | Wanted::Leave => done.left += 1,
        }
    }
    let of = wanted.len();
    for (at, found) in wanted.into_iter().enumerate() {
        let step = Step {
            at: at.saturating_add(1),
            of,
        };
        let staged = fetch(&mailbox, found, incoming, step, &mut done, progress)?;
        done.fetched += 1;
        match inbox.take(found.bundle, &staged) {
            Verdict::Kept => done.left += 1,
            Verdict::Acknowledged => {
                // It is durable elsewhere here; the inbox may have moved it already.
                let _ = incoming.files.remove(&staged.path);
                mailbox.remove(found)?;
                done.removed += 1;
            }
        }
    }
    Ok(done)
}

#[derive(Clone, Copy)]
struct Step {
    at: usize,
    of: usize,
}

/// Fetches a bundle, going on where an earlier run was cut, and stages it.
fn fetch(
    mailbox: &Mailbox,
    found: &Waiting,
    incoming: Incoming<'_>,
    step: Step,
    done: &mut Synced,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<Staged, NetFault> {
    let here = |error: std::io::Error| NetFault::Here(error.kind());
    let Incoming { files, dir } = incoming;
    let part = part_of(found, dir);
    let file = files.open(&part, Open::Write).map_err(here)?;
    let mut from = file.len().map_err(here)?;
    if from > found.bytes {
        file.truncate(0).map_err(here)?;
        from = 0;
    }
    mailbox.get(found, from, |at, chunk| {
        file.write_at(at, chunk).map_err(here)?;
        let count = u64::try_from(chunk.len()).unwrap_or(u64::MAX);
        done.received = done.received.saturating_add(count);
        let (Step { at: file, of }, bytes) = (step, found.bytes);
        let getting = Progress::Getting {
            at: file,
            of,
            done: at.saturating_add(count),
            bytes,
        };
        if progress(getting) {
            Ok(())
        } else {
            Err(NetFault::Stopped)
        }
    })?;
    drop(file);
    // Read as a stick's file is: what came in pieces over several days may be anything, and is verified by who takes it.
    let bytes = found.bytes;
    let mut whole = stage::Copied::open(files, &part, bytes).map_err(here)?;
    let staged = stage::keep(&mut whole, files, dir).map_err(|fault| match fault {
        super::media::Fault::Here(kind) => NetFault::Here(kind),
        other => NetFault::Other(other.to_string()),
    })?;
    files.remove(&part).map_err(here)?;
    Ok(staged)
}

fn part_of(found: &Waiting, dir: &Path) -> PathBuf {
    dir.join(format!("{}.part", mailbox::hex(&found.bundle)))
}

/// Removes what was broken off of bundles that do not wait any more.
fn forget_parts(waiting: &[Waiting], incoming: Incoming<'_>) {
    let wanted: Vec<PathBuf> = waiting.iter().map(|found| part_of(found, incoming.dir)).collect();
    for name in incoming.files.list(incoming.dir).unwrap_or_default() {
        let path = incoming.dir.join(&name);
        if path.extension().is_some_and(|ending| ending == "part") && !wanted.contains(&path) {
            // A file too many is no reason not to fetch.
            let _ = incoming.files.remove(&path);
        }
    }
}
