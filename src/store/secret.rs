//! What only this machine knows: the node's signing key and the pepper of its PINs, each in a file of mode 0600 that is
//! written once.
//!
//! The pepper file:
//!
//! ```text
//! off len
//! 0   15  "balai-pepper-1\n"
//! 15  32  random bytes
//! 47  4   crc32c of all before: a damaged pepper would refuse every PIN without a word why
//! ```

use std::io;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::domain::rehearsal;
use crate::ledger::key::{KeyError, NodeKey};
use crate::store::files::{Files, replace};

/// The file of the node's signing key in the data directory.
pub const KEY_FILE: &str = "node.key";
/// The file of the pepper in the data directory.
pub const PEPPER_FILE: &str = "pepper";
const PEPPER_MAGIC: &[u8; 15] = b"balai-pepper-1\n";

/// Mixed into every hash of a PIN, so that a stolen copy of the verifiers alone cannot be searched.
pub type Pepper = Zeroizing<[u8; 32]>;

/// A secret cannot be read or made.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// The file cannot be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The key file is damaged.
    #[error("{KEY_FILE}: {0}")]
    Key(#[from] KeyError),
    /// The pepper file is damaged.
    #[error("{PEPPER_FILE}: damaged")]
    Pepper,
    /// Another file is damaged.
    #[error("{0}: damaged")]
    Damaged(&'static str),
    /// A secret is there already and is not written over.
    #[error("{0} is there already")]
    Exists(&'static str),
    /// A secret that this office's data was made with is not there any more.
    #[error("{0} is gone")]
    Lost(&'static str),
    /// The operating system gives no random bytes.
    #[error("no random bytes: {0}")]
    Random(#[from] getrandom::Error),
}

/// Random bytes of the operating system: the only place where the program asks for them.
pub fn random<const N: usize>() -> Result<[u8; N], getrandom::Error> {
    let mut bytes = [0; N];
    if rehearsal::told(&mut bytes) {
        return Ok(bytes);
    }
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

fn read(files: &dyn Files, path: &Path) -> Result<Option<Zeroizing<Vec<u8>>>, SecretError> {
    match files.read(path) {
        Ok(bytes) => Ok(Some(Zeroizing::new(bytes))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(SecretError::Io {
            path: path.to_owned(),
            source,
        }),
    }
}

fn write_once(files: &dyn Files, data: &Path, name: &'static str, bytes: &[u8]) -> Result<(), SecretError> {
    let path = data.join(name);
    if read(files, &path)?.is_some() {
        return Err(SecretError::Exists(name));
    }
    replace(files, &path, bytes).map_err(|source| SecretError::Io { path, source })
}

/// The node's key, if the data directory has one.
pub fn node_key(files: &dyn Files, data: &Path) -> Result<Option<NodeKey>, SecretError> {
    key_in(files, data, KEY_FILE)
}

/// The signing key in the file `name` of the data directory, if there is one.
pub fn key_in(files: &dyn Files, data: &Path, name: &str) -> Result<Option<NodeKey>, SecretError> {
    let file = read(files, &data.join(name))?;
    Ok(file.map(|bytes| NodeKey::from_file(&bytes)).transpose()?)
}

/// Makes the node's key from a random `seed` and keeps it durably. Never in place of another: a ledger whose key is
/// gone must not be continued with a new one as if nothing had happened.
pub fn create_node_key(files: &dyn Files, data: &Path, seed: &[u8; 32]) -> Result<NodeKey, SecretError> {
    create_key(files, data, KEY_FILE, seed)
}

/// Makes a signing key in the file `name`; never in place of another.
pub fn create_key(
    files: &dyn Files,
    data: &Path,
    name: &'static str,
    seed: &[u8; 32],
) -> Result<NodeKey, SecretError> {
    let key = NodeKey::from_seed(seed);
    write_once(files, data, name, &key.to_file())?;
    Ok(key)
}

/// The pepper, if the data directory has one.
pub fn pepper(files: &dyn Files, data: &Path) -> Result<Option<Pepper>, SecretError> {
    let Some(file) = read(files, &data.join(PEPPER_FILE))? else {
        return Ok(None);
    };
    let (before, crc) = file.split_last_chunk::<4>().ok_or(SecretError::Pepper)?;
    let (magic, bytes) = before.split_first_chunk::<15>().ok_or(SecretError::Pepper)?;
    if magic != PEPPER_MAGIC || crc32c::crc32c(before).to_le_bytes() != *crc {
        return Err(SecretError::Pepper);
    }
    let bytes = bytes.try_into().map_err(|_| SecretError::Pepper)?;
    Ok(Some(Zeroizing::new(bytes)))
}

/// Makes the pepper from random `bytes` and keeps it durably; never in place of another.
pub fn create_pepper(files: &dyn Files, data: &Path, bytes: [u8; 32]) -> Result<Pepper, SecretError> {
    let bytes = Zeroizing::new(bytes);
    let mut file = Zeroizing::new(Vec::with_capacity(51));
    file.extend_from_slice(PEPPER_MAGIC);
    file.extend_from_slice(bytes.as_slice());
    let crc = crc32c::crc32c(&file);
    file.extend_from_slice(&crc.to_le_bytes());
    write_once(files, data, PEPPER_FILE, &file)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::store::files::RealFiles;
    use crate::store::files::recorder::Recorder;

    #[test]
    fn secrets_come_back_are_the_owner_s_alone_and_are_never_written_over() {
        let dir = tempfile::tempdir().unwrap();
        let data = dir.path();
        assert!(node_key(&RealFiles, data).unwrap().is_none());
        assert!(pepper(&RealFiles, data).unwrap().is_none());
        let made = create_node_key(&RealFiles, data, &random().unwrap()).unwrap();
        let salt = create_pepper(&RealFiles, data, [9; 32]).unwrap();
        assert_eq!(
            node_key(&RealFiles, data).unwrap().unwrap().public(),
            made.public()
        );
        assert_eq!(pepper(&RealFiles, data).unwrap().unwrap(), salt);
        assert!(matches!(
            create_node_key(&RealFiles, data, &[1; 32]),
            Err(SecretError::Exists("node.key"))
        ));
        assert!(matches!(
            create_pepper(&RealFiles, data, [1; 32]),
            Err(SecretError::Exists("pepper"))
        ));
        for name in [KEY_FILE, PEPPER_FILE] {
            let file = std::fs::metadata(data.join(name)).unwrap();
            assert_eq!(file.permissions().mode() & 0o777, 0o600, "{name}");
        }
    }

    #[test]
    fn a_damaged_pepper_is_said_to_be_damaged() {
        let dir = tempfile::tempdir().unwrap();
        create_pepper(&RealFiles, dir.path(), [9; 32]).unwrap();
        let path = dir.path().join(PEPPER_FILE);
        let file = std::fs::read(&path).unwrap();
        for at in 0..file.len() {
            let mut bad = file.clone();
            bad[at] ^= 1;
            std::fs::write(&path, bad).unwrap();
            assert!(
                matches!(pepper(&RealFiles, dir.path()), Err(SecretError::Pepper)),
                "byte {at}"
            );
            std::fs::write(&path, &file[..at]).unwrap();
            assert!(
                matches!(pepper(&RealFiles, dir.path()), Err(SecretError::Pepper)),
                "cut at {at}"
            );
        }
    }

    #[test]
    fn a_key_is_there_whole_after_any_power_cut_once_it_was_given_out() {
        let dir = tempfile::tempdir().unwrap();
        let files = Recorder::new(dir.path());
        let made = create_node_key(&files, dir.path(), &[3; 32]).unwrap();
        for seed in 0..20 {
            for events in 0..=files.events() {
                let after = tempfile::tempdir().unwrap();
                files.cut(events, seed, after.path()).unwrap();
                let key = node_key(&RealFiles, after.path()).unwrap();
                assert!(key.is_none_or(|key| key.public() == made.public()));
            }
            let after = tempfile::tempdir().unwrap();
            files.cut(files.events(), seed, after.path()).unwrap();
            assert!(node_key(&RealFiles, after.path()).unwrap().is_some());
        }
    }
}
