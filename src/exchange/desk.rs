//! What this terminal remembers of the exchange, beside the ledgers: have-lists as they were signed, bundles read and
//! written, matters for an officer, changes of seats with their reason, sealed blobs that wait for others, segments of
//! ledgers that nobody has made known yet.
//!
//! None of it is the record: were it lost, bundles would carry more than they need and an officer would look at a
//! matter twice. Small facts lie in one journal of their own ([`Vault`], `data/sync/vault`), many at once or none;
//! what is large lies in files beside it. Every kind of fact is bounded.
//!
//! | key | value |
//! | --- | --- |
//! | `c` | counter, for the order in which things were noted |
//! | `n` | the number of the last have-list of our own |
//! | `h` log | the newest have-list of a ledger, as received |
//! | `t` log | when a bundle of that ledger was read last |
//! | `b` bundle | a bundle that was read |
//! | `s` counter | a bundle that was written |
//! | `m` matter | a matter |
//! | `x` batch person | the last change of a seat, with its reason |
//! | `q` log seq | a segment that was refused |
//! | `g` log | who carried what is held back |
//! | `r` key hash | a sealed blob for another node |
//! | `v` log batch | a survey box |

pub mod later;
pub mod marks;
pub mod matters;
pub mod relays;
pub mod seats;
pub mod surveys;

use crate::{
    ledger::{body, id::LogId},
    store::{
        files::Files,
        vault::{Change, MAX_COMMIT, Vault, VaultError},
    },
};
use minicbor::{Decode, Encode};
use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

/// Where the exchange keeps its things in a data directory.
#[must_use]
pub fn folder(data: &Path) -> PathBuf {
    data.join("sync")
}

/// Why the desk did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// The journal.
    #[error("{0}")]
    Vault(#[from] VaultError),
    /// A file beside it.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// The desk.
pub struct Desk {
    vault: Vault,
    files: Arc<dyn Files>,
    dir: PathBuf,
    /// What waits of unknown ledgers, once it was measured.
    later: Option<later::Kept>,
}

impl std::fmt::Debug for Desk {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Desk")
            .field("dir", &self.dir)
            .finish_non_exhaustive()
    }
}

/// The key of a fact of a ledger: a letter, the node and the incarnation, big-endian, so that they sort as ledgers do.
fn log_key(letter: u8, log: LogId) -> Vec<u8> {
    let mut key = vec![letter];
    key.extend_from_slice(&log.node.0.to_be_bytes());
    key.extend_from_slice(&log.incarnation.to_be_bytes());
    key
}

/// The ledger of a key that [`log_key`] made.
fn log_of(key: &[u8]) -> Option<LogId> {
    let rest = key.get(1..)?;
    let node = u32::from_be_bytes(*rest.first_chunk::<4>()?);
    let incarnation = u16::from_be_bytes(*rest.get(4..)?.first_chunk::<2>()?);
    Some(LogId::new(node, incarnation))
}

fn key(letter: u8, parts: &[&[u8]]) -> Vec<u8> {
    let mut key = vec![letter];
    for part in parts {
        key.extend_from_slice(part);
    }
    key
}

fn encoded<T: Encode<()>>(value: &T) -> Vec<u8> {
    let mut bytes = Vec::new();
    body::write(value, &mut bytes);
    bytes
}

impl Desk {
    /// Opens or makes the desk of the data directory `data`. A journal that is damaged is set aside and begun again:
    /// nothing in it is the record.
    pub fn open(files: Arc<dyn Files>, data: &Path) -> Result<Self, DeskError> {
        let dir = folder(data);
        let at = |path: &Path| {
            let path = path.to_owned();
            move |source| DeskError::Io { path, source }
        };
        files.create_dir_all(&dir).map_err(at(&dir))?;
        let vault = match Vault::open(Arc::clone(&files), &dir) {
            Err(VaultError::Damaged(_)) => {
                let (path, aside) = (dir.join("vault"), dir.join("vault.damaged"));
                files.rename(&path, &aside).map_err(at(&path))?;
                files.sync_dir(&dir).map_err(at(&dir))?;
                Vault::open(Arc::clone(&files), &dir)?
            }
            opened => opened?,
        };
        Ok(Self {
            vault,
            files,
            dir,
            later: None,
        })
    }

    /// Opens the desk again after a failed write.
    pub fn reopen(&mut self) -> Result<(), DeskError> {
        self.vault = Vault::open(Arc::clone(&self.files), &self.dir)?;
        Ok(())
    }

    /// The folder.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The file calls.
    #[must_use]
    pub fn files(&self) -> &Arc<dyn Files> {
        &self.files
    }

    fn get<T: for<'b> Decode<'b, ()>>(&self, key: &[u8]) -> Option<T> {
        self.vault.get(key).and_then(body::read)
    }

    fn each<'a, T: for<'b> Decode<'b, ()>>(
        &'a self,
        prefix: &'a [u8],
    ) -> impl Iterator<Item = (&'a [u8], T)> + 'a {
        self.vault
            .starting_with(prefix)
            .filter_map(|(key, value)| Some((key, body::read(value)?)))
    }

    /// Makes the changes durable: together where they fit into one commit of the journal, else in their order.
    fn commit(&mut self, changes: &[(Vec<u8>, Option<Vec<u8>>)]) -> Result<(), DeskError> {
        let mut batch: Vec<Change<'_>> = Vec::new();
        let mut room = 0;
        for (key, value) in changes {
            let cost = key.len() + value.as_ref().map_or(0, Vec::len) + 21;
            if room + cost > MAX_COMMIT && !batch.is_empty() {
                self.vault.commit(&batch)?;
                batch.clear();
                room = 0;
            }
            room += cost;
            batch.push((key, value.as_deref()));
        }
        if !batch.is_empty() {
            self.vault.commit(&batch)?;
        }
        Ok(())
    }

    /// The next number of the order in which things are noted. It is durable with what is noted under it, so that it
    /// may be given twice only if nothing was noted.
    fn tick(&self) -> u64 {
        self.get::<u64>(b"c").unwrap_or(0).saturating_add(1)
    }

    fn ticked(tick: u64) -> (Vec<u8>, Option<Vec<u8>>) {
        (b"c".to_vec(), Some(encoded(&tick)))
    }

    /// The keys that go so that at most `most` of a prefix stay: those noted first.
    fn oldest(&self, prefix: &[u8], most: usize, order: impl Fn(&[u8]) -> u64) -> Vec<Vec<u8>> {
        let mut all: Vec<(u64, &[u8])> = self
            .vault
            .starting_with(prefix)
            .map(|(key, value)| (order(value), key))
            .collect();
        let Some(over) = all.len().checked_sub(most).filter(|over| *over > 0) else {
            return Vec::new();
        };
        all.sort_unstable();
        all.iter().take(over).map(|(_, key)| key.to_vec()).collect()
    }

    /// Writes a file durably, under a name that says what is in it.
    fn keep_file(&self, folder: &Path, name: &str, bytes: &[u8]) -> Result<(), DeskError> {
        let path = folder.join(name);
        self.files
            .create_dir_all(folder)
            .and_then(|()| crate::store::files::replace(&*self.files, &path, bytes))
            .map_err(|source| DeskError::Io { path, source })
    }

    /// Removes a file; one that is gone already is as well.
    fn drop_file(&self, path: &Path) -> Result<(), DeskError> {
        match self.files.remove(path) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => Err(DeskError::Io {
                path: path.to_owned(),
                source,
            }),
            _ => Ok(()),
        }
    }

    /// Removes every file of a folder of this desk's: leftovers of a process that was cut off.
    pub fn sweep(&self, folder: &str) -> Result<(), DeskError> {
        let folder = self.dir.join(folder);
        for name in self.names(&folder)? {
            self.drop_file(&folder.join(name))?;
        }
        Ok(())
    }

    fn names(&self, folder: &Path) -> Result<Vec<String>, DeskError> {
        match self.files.list(folder) {
            Ok(names) => Ok(names),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(source) => Err(DeskError::Io {
                path: folder.to_owned(),
                source,
            }),
        }
    }
}

#[cfg(test)]
mod tests;
