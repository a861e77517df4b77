//! Which ledger this installation writes, its key for what is sealed to it, and whether it is still the only one.
//!
//! A data directory that was restored from an older copy or copied to a second machine would go on in a ledger that
//! has gone on elsewhere: two different operations would bear one id, and one seat would be promised twice. So the
//! machine is named in the directory, and an *anchor* outside of it holds the highest operation that was ever promised
//! from it (exchange design 2.1).
//!
//! | file in the data directory | holds |
//! | --- | --- |
//! | `node.id` | the own ledger and its public key, the machine, whether it was doubted, what its open end knew of the hub |
//! | `node.age` | the X25519 identity, as the program `age` writes it |
//! | `next.key`, `next.age` | keys of the incarnation to be, until it begins |
//!
//! A `node.id` is text with a checksum. Without one the own ledger is 1-1, on a machine that nobody noted.

mod anchor;
mod around;
mod organisation;

pub use anchor::Anchor;
pub use around::{Anchors, Around};
pub use organisation::{CERTS_FILE, Organisation};

use crate::{
    ledger::{
        clock::Hlc,
        id::LogId,
        key::{NodeKey, PublicKey},
    },
    store::{
        files::{Files, replace},
        secret::{self, SecretError},
    },
};
use age::secrecy::ExposeSecret;
use std::{fmt::Write as _, io, path::Path};
use zeroize::Zeroizing;

/// The file that names the own ledger.
pub const ID_FILE: &str = "node.id";
/// The file of the X25519 identity.
pub const AGE_FILE: &str = "node.age";
/// The signing key of the incarnation to be.
pub const NEXT_KEY: &str = "next.key";
/// The X25519 identity of the incarnation to be.
pub const NEXT_AGE: &str = "next.age";

/// Whether this node may write its ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Standing {
    /// It may.
    #[default]
    Good,
    /// The data directory is an older copy, or a second one: it opens and reads, and writes nothing before it has begun
    /// the next incarnation.
    Restored(Sign),
    /// The hub has closed this ledger: what is written to it would count nowhere.
    Closed,
}

/// By what a copy was recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// The anchor outside the data directory has seen operations that are not in the ledger.
    Anchor,
    /// The data directory was last used on another machine.
    Machine,
    /// Others have operations of this ledger that are not in it.
    Elsewhere,
}

impl std::fmt::Display for Standing {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            Self::Good => "the ledger may be written",
            Self::Restored(Sign::Anchor) => "the data is an older copy of what was here before",
            Self::Restored(Sign::Machine) => "the data was made on another machine",
            Self::Restored(Sign::Elsewhere) => "others have more of this ledger than is here",
            Self::Closed => "the centre has closed this ledger",
        })
    }
}

/// 16 bytes that stand for a machine.
pub type Machine = [u8; 16];

/// What `node.id` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnId {
    /// The own ledger.
    pub log: LogId,
    /// The key that seals it.
    pub key: PublicKey,
    /// The machine it was begun on, where that was known.
    pub machine: Option<Machine>,
    /// Whether others have shown more of it than was here.
    pub doubted: bool,
    /// What was known of the hub when the end of the ledger was written that could not be sealed, where more has come
    /// since.
    pub tail_saw: Option<Hlc>,
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut out = [0; N];
    if text.len() != N * 2 || !text.is_ascii() {
        return None;
    }
    for (at, byte) in out.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(at * 2..at * 2 + 2)?, 16).ok()?;
    }
    Some(out)
}

impl OwnId {
    /// The text of the file.
    pub fn to_text(&self) -> String {
        let machine = self
            .machine
            .map_or_else(|| "-".to_owned(), |machine| hex(&machine));
        let mut said = format!(
            "balai-node-1\nlog {}\nkey {}\nmachine {machine}\ndoubted {}\n",
            self.log,
            hex(&self.key.0),
            u8::from(self.doubted),
        );
        if let Some(Hlc(saw)) = self.tail_saw {
            let _ = writeln!(said, "saw {saw}");
        }
        let crc = crc32c::crc32c(said.as_bytes());
        format!("{said}crc {crc:08x}\n")
    }

    /// Reads the text of the file.
    pub fn from_text(text: &str) -> Option<Self> {
        let (said, crc) = text.split_at_checked(text.len().checked_sub(13)?)?;
        if crc != format!("crc {:08x}\n", crc32c::crc32c(said.as_bytes())) {
            return None;
        }
        let mut lines = said.lines();
        if lines.next()? != "balai-node-1" {
            return None;
        }
        let log = lines.next()?.strip_prefix("log ")?.parse().ok()?;
        let key = PublicKey(unhex(lines.next()?.strip_prefix("key ")?)?);
        let machine = match lines.next()?.strip_prefix("machine ")? {
            "-" => None,
            machine => Some(unhex(machine)?),
        };
        let doubted = match lines.next()?.strip_prefix("doubted ")? {
            "0" => false,
            "1" => true,
            _ => return None,
        };
        let tail_saw = match lines.next() {
            None => None,
            Some(line) => Some(Hlc(line.strip_prefix("saw ")?.parse().ok()?)),
        };
        Some(Self {
            log,
            key,
            machine,
            doubted,
            tail_saw,
        })
    }

    /// What the data directory says; `None` where it says nothing.
    pub fn read(files: &dyn Files, data: &Path) -> Result<Option<Self>, SecretError> {
        match files.read(&data.join(ID_FILE)) {
            Ok(bytes) => std::str::from_utf8(&bytes)
                .ok()
                .and_then(Self::from_text)
                .map(Some)
                .ok_or(SecretError::Damaged(ID_FILE)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(SecretError::Io {
                path: data.join(ID_FILE),
                source,
            }),
        }
    }

    /// Keeps it durably.
    pub fn write(&self, files: &dyn Files, data: &Path) -> Result<(), SecretError> {
        let path = data.join(ID_FILE);
        replace(files, &path, self.to_text().as_bytes()).map_err(|source| SecretError::Io { path, source })
    }
}

/// The node's key and the ledger that it seals. Where a power cut interrupted the beginning of an incarnation, that is
/// completed: what `node.id` says holds. `None` where there is no key.
pub fn own(files: &dyn Files, data: &Path, default: LogId) -> Result<Option<(NodeKey, OwnId)>, SecretError> {
    let said = OwnId::read(files, data)?;
    let key = secret::node_key(files, data)?;
    let (key, said) = match (key, said) {
        (None, None) => return Ok(None),
        (Some(key), None) => {
            let id = OwnId {
                log: default,
                key: key.public(),
                machine: None,
                doubted: false,
                tail_saw: None,
            };
            return Ok(Some((key, id)));
        }
        (key, Some(said)) => (key, said),
    };
    if let Some(key) = key
        && key.public() == said.key
    {
        return Ok(Some((key, said)));
    }
    match secret::key_in(files, data, NEXT_KEY)? {
        Some(next) if next.public() == said.key => {
            adopt(files, data)?;
            Ok(Some((next, said)))
        }
        _ => Err(SecretError::Lost(secret::KEY_FILE)),
    }
}

/// Puts the keys of the incarnation to be in the place of those in use; what is not there any more was put already.
pub fn adopt(files: &dyn Files, data: &Path) -> Result<(), SecretError> {
    // The identity first: while the key is not in its place, opening comes here again.
    for (from, to) in [(NEXT_AGE, AGE_FILE), (NEXT_KEY, secret::KEY_FILE)] {
        match files.rename(&data.join(from), &data.join(to)) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => {
                return Err(SecretError::Io {
                    path: data.join(to),
                    source,
                });
            }
            _ => files.sync_dir(data).map_err(|source| SecretError::Io {
                path: data.to_owned(),
                source,
            })?,
        }
    }
    Ok(())
}

/// The X25519 identity in a file of the data directory, made where it is not there.
pub fn receiving(
    files: &dyn Files,
    data: &Path,
    name: &'static str,
) -> Result<age::x25519::Identity, SecretError> {
    let path = data.join(name);
    match files.read(&path) {
        Ok(bytes) => {
            let bytes = Zeroizing::new(bytes);
            let text = std::str::from_utf8(&bytes).map_err(|_| SecretError::Damaged(name))?;
            text.trim_end().parse().map_err(|_| SecretError::Damaged(name))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let identity = age::x25519::Identity::generate();
            let text = identity.to_string();
            let mut bytes = Zeroizing::new(Vec::with_capacity(text.expose_secret().len().saturating_add(1)));
            bytes.extend_from_slice(text.expose_secret().as_bytes());
            bytes.push(b'\n');
            replace(files, &path, &bytes).map_err(|source| SecretError::Io { path, source })?;
            Ok(identity)
        }
        Err(source) => Err(SecretError::Io { path, source }),
    }
}

#[cfg(test)]
mod tests;
