//! Facts of this machine alone, which never travel: verifiers of PINs, hashes of activation codes, counters of failed
//! tries, settings. Neither in the ledger nor in sled.
//!
//! A journal `vault` of frames (`ledger::frame`, context `"balai/vault/1\0"`, numbered from 1, stamp 0); a frame is one
//! commit and sets or removes several keys at once. Its payload, for each key:
//!
//! ```text
//! varint  length of the key           ..  key
//! u8      0 removed, 1 set            if set: varint length of the value, value
//! ```
//!
//! All of it is in memory while it is open; it is rewritten when more than half of it is out of date. Values are wiped
//! from memory when they are replaced or dropped.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use zeroize::Zeroizing;

use crate::ledger::bytes::{Cursor, put_varint};
use crate::ledger::clock::Hlc;
use crate::ledger::frame::{FrameError, Framing, HEADER};
use crate::ledger::op::OpError;
use crate::store::files::{FileHandle, Files, Open, replace};

/// The longest commit, in bytes of keys and values with their lengths.
pub const MAX_COMMIT: usize = 256 * 1024;

/// A journal shorter than this is never rewritten.
const KEEP: u64 = 16 * 1024;

const NAME: &str = "vault";

/// What a commit does to a key: sets its value, or with `None` removes it.
pub type Change<'a> = (&'a [u8], Option<&'a [u8]>);

/// Why the vault did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The file could not be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// What was durable is damaged.
    #[error("{NAME}: {0}")]
    Damaged(#[from] FrameError),
    /// The vault of this office is not there any more, or empty.
    #[error("{NAME} is gone, and with it the PINs and the key of the ballots")]
    Lost,
    /// A commit longer than [`MAX_COMMIT`].
    #[error("a commit of {0} bytes; at most {MAX_COMMIT} are allowed")]
    TooLong(usize),
    /// A write has failed before; open the vault again.
    #[error("the vault takes nothing more after a failed write; it must be opened again")]
    Closed,
}

fn io_error(path: &Path) -> impl FnOnce(io::Error) -> VaultError {
    move |source| VaultError::Io {
        path: path.to_owned(),
        source,
    }
}

type Facts = BTreeMap<Vec<u8>, Zeroizing<Vec<u8>>>;

/// The vault of a data directory.
pub struct Vault {
    files: Arc<dyn Files>,
    path: PathBuf,
    file: Box<dyn FileHandle>,
    facts: Facts,
    /// Bytes that the facts would take if written alone.
    live: u64,
    end: u64,
    next: u64,
    closed: bool,
}

/// Says how many facts and never which.
impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Vault")
            .field("facts", &self.facts.len())
            .field("end", &self.end)
            .finish_non_exhaustive()
    }
}

fn framing() -> Framing {
    Framing::new(b"balai/vault/1\0")
}

fn size(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

/// What a fact takes in the journal, give or take the lengths' lengths.
fn cost(key: &[u8], value: &[u8]) -> u64 {
    size(key.len() + value.len() + 3)
}

fn encode(out: &mut Vec<u8>, (key, value): Change<'_>) {
    put_varint(out, size(key.len()));
    out.extend_from_slice(key);
    out.push(u8::from(value.is_some()));
    if let Some(value) = value {
        put_varint(out, size(value.len()));
        out.extend_from_slice(value);
    }
}

/// Reads a commit whole before any of it is applied.
fn decode(payload: &[u8]) -> Option<Vec<Change<'_>>> {
    let mut c = Cursor::new(payload);
    let mut changes = Vec::new();
    while !c.rest().is_empty() {
        let length = usize::try_from(c.varint()?).ok()?;
        let key = c.take(length)?;
        let value = match c.u8()? {
            0 => None,
            1 => {
                let length = usize::try_from(c.varint()?).ok()?;
                Some(c.take(length)?)
            }
            _ => return None,
        };
        changes.push((key, value));
    }
    Some(changes)
}

fn apply(facts: &mut Facts, live: &mut u64, (key, value): Change<'_>) {
    let before = match value {
        Some(value) => {
            *live += cost(key, value);
            facts.insert(key.to_vec(), Zeroizing::new(value.to_vec()))
        }
        None => facts.remove(key),
    };
    *live -= before.map_or(0, |old| cost(key, &old));
}

impl Vault {
    /// Opens or makes the vault of the data directory `data`. A torn last commit is cut off; damage before a good
    /// commit is an error.
    pub fn open(files: Arc<dyn Files>, data: &Path) -> Result<Self, VaultError> {
        let path = data.join(NAME);
        let opened = (|| {
            // A rewrite that was interrupted leaves secrets beside the journal.
            let beside = path.with_extension("tmp");
            match files.remove(&beside) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
            let file = files.open(&path, Open::Write)?;
            files.sync_dir(data)?;
            let bytes = Zeroizing::new(files.read(&path)?);
            Ok((file, bytes))
        })();
        let (file, bytes) = opened.map_err(io_error(&path))?;
        let (mut facts, mut live) = (Facts::new(), 0);
        let tail = framing().scan(&bytes, 1, &mut |frame| {
            for change in decode(frame.payload).ok_or(OpError::Short)? {
                apply(&mut facts, &mut live, change);
            }
            Ok(1)
        })?;
        let end = size(tail.end);
        if end < size(bytes.len()) {
            file.truncate(end)
                .and_then(|()| file.sync_data())
                .map_err(io_error(&path))?;
        }
        Ok(Self {
            files,
            path,
            file,
            facts,
            live,
            end,
            next: tail.next_seq,
            closed: false,
        })
    }

    /// The value of a key.
    pub fn get(&self, key: &[u8]) -> Option<&[u8]> {
        self.facts.get(key).map(|value| value.as_slice())
    }

    /// The keys that start with `prefix`, in order, with their values.
    pub fn starting_with<'a>(&'a self, prefix: &'a [u8]) -> impl Iterator<Item = (&'a [u8], &'a [u8])> {
        self.facts
            .range(prefix.to_vec()..)
            .take_while(move |(key, _)| key.starts_with(prefix))
            .map(|(key, value)| (key.as_slice(), value.as_slice()))
    }

    /// Sets one key, durably.
    pub fn set(&mut self, key: &[u8], value: &[u8]) -> Result<(), VaultError> {
        self.commit(&[(key, Some(value))])
    }

    /// Makes all changes at once: after a power cut all of them are there or none. When this returns they are durable.
    pub fn commit(&mut self, changes: &[Change<'_>]) -> Result<(), VaultError> {
        if self.closed {
            return Err(VaultError::Closed);
        }
        if changes.is_empty() {
            return Ok(());
        }
        let room = changes
            .iter()
            .map(|(key, value)| key.len() + value.map_or(0, <[u8]>::len) + 21)
            .sum();
        if room > MAX_COMMIT {
            return Err(VaultError::TooLong(room));
        }
        let mut payload = Zeroizing::new(Vec::with_capacity(room));
        for change in changes {
            encode(&mut payload, *change);
        }
        let frame = frame(self.next, &payload);
        if let Err(source) = self
            .file
            .write_at(self.end, &frame)
            .and_then(|()| self.file.sync_data())
        {
            self.closed = true;
            // As far as the disk obeys; the next opening decides by what it reads.
            let _ = self.file.truncate(self.end).and_then(|()| self.file.sync_data());
            return Err(VaultError::Io {
                path: self.path.clone(),
                source,
            });
        }
        self.end += size(frame.len());
        self.next += 1;
        for change in changes {
            apply(&mut self.facts, &mut self.live, *change);
        }
        if self.end > KEEP && self.live < self.end / 2 {
            self.rewrite()?;
        }
        Ok(())
    }

    /// Writes the facts alone into a new file that takes the journal's place.
    fn rewrite(&mut self) -> Result<(), VaultError> {
        let room = usize::try_from(self.end).unwrap_or(0);
        let mut file = Zeroizing::new(Vec::with_capacity(room));
        let mut payload = Zeroizing::new(Vec::with_capacity(2 * MAX_COMMIT));
        let mut number = 1;
        for (key, value) in &self.facts {
            if !payload.is_empty() && payload.len() + key.len() + value.len() + 21 > MAX_COMMIT {
                file.extend_from_slice(&frame(number, &payload));
                payload.clear();
                number += 1;
            }
            encode(&mut payload, (key, Some(value)));
        }
        if !payload.is_empty() {
            file.extend_from_slice(&frame(number, &payload));
            number += 1;
        }
        let renewed =
            replace(&*self.files, &self.path, &file).and_then(|()| self.files.open(&self.path, Open::Write));
        self.closed = renewed.is_err();
        self.file = renewed.map_err(io_error(&self.path))?;
        (self.end, self.next) = (size(file.len()), number);
        Ok(())
    }
}

fn frame(number: u64, payload: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut out = Zeroizing::new(Vec::with_capacity(HEADER + payload.len()));
    // A payload of one commit is never empty and never longer than a frame takes.
    out.extend_from_slice(&framing().header(number, Hlc(0), payload).unwrap_or_default());
    out.extend_from_slice(payload);
    out
}

#[cfg(test)]
mod tests;
