//! Blobs that were destroyed and are refused for ever, beside those that the hub's operations name.
//!
//! ```text
//! off len
//! 0   15  "balai-erased-1\n"
//! 15  32  hashes, sorted
//! ..  4   crc32c of all before
//! ```

use crate::{
    ledger::blob::BlobHash,
    store::{
        files::{Files, replace},
        secret::SecretError,
    },
};
use rustc_hash::FxHashSet;
use std::{io, path::Path};

const FILE: &str = "erased";
const MAGIC: &[u8; 15] = b"balai-erased-1\n";

/// What the data directory says.
pub(super) fn read(files: &dyn Files, data: &Path) -> Result<FxHashSet<BlobHash>, SecretError> {
    let path = data.join(FILE);
    let bytes = match files.read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(FxHashSet::default()),
        Err(source) => return Err(SecretError::Io { path, source }),
    };
    let damaged = SecretError::Damaged(FILE);
    let Some((before, crc)) = bytes.split_last_chunk::<4>() else {
        return Err(damaged);
    };
    if crc32c::crc32c(before).to_le_bytes() != *crc {
        return Err(damaged);
    }
    let hashes = before.strip_prefix(MAGIC).ok_or(damaged)?;
    Ok(hashes.as_chunks::<32>().0.iter().copied().map(BlobHash).collect())
}

/// Keeps them durably.
pub(super) fn write(files: &dyn Files, data: &Path, erased: &FxHashSet<BlobHash>) -> Result<(), SecretError> {
    let mut hashes: Vec<BlobHash> = erased.iter().copied().collect();
    hashes.sort_unstable();
    let mut out = MAGIC.to_vec();
    for hash in hashes {
        out.extend_from_slice(&hash.0);
    }
    let crc = crc32c::crc32c(&out);
    out.extend_from_slice(&crc.to_le_bytes());
    let path = data.join(FILE);
    replace(files, &path, &out).map_err(|source| SecretError::Io { path, source })
}
