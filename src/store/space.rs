//! Room on the disk, asked before it runs out: a full disk is noticed before new work is taken on, not by it.

use std::io;
use std::path::Path;

/// Below this many free bytes new work is refused (64 MiB).
pub const RESERVE: u64 = 64 * 1024 * 1024;

/// New work is refused.
#[derive(Debug, thiserror::Error)]
pub enum SpaceError {
    /// Too little room.
    #[error("{free} bytes are free on the disk; {needed} are needed")]
    Low {
        /// Bytes that are free.
        free: u64,
        /// Bytes that must be.
        needed: u64,
    },
    /// The file system does not say.
    #[error("the free space of the disk cannot be read: {0}")]
    Unknown(#[from] io::Error),
}

/// Bytes that this user may still write on the disk of `path`.
pub fn free_bytes(path: &Path) -> io::Result<u64> {
    let disk = rustix::fs::statvfs(path)?;
    Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
}

/// Refuses if fewer than `needed` bytes are free on the disk of `path`; usually [`RESERVE`].
pub fn require(path: &Path, needed: u64) -> Result<(), SpaceError> {
    let free = free_bytes(path)?;
    if free < needed {
        Err(SpaceError::Low { free, needed })
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_is_refused_when_the_disk_is_nearly_full() {
        let dir = tempfile::tempdir().unwrap();
        assert!(require(dir.path(), 1).is_ok());
        assert!(matches!(
            require(dir.path(), u64::MAX),
            Err(SpaceError::Low { needed: u64::MAX, .. })
        ));
        assert!(matches!(
            require(&dir.path().join("gone"), 1),
            Err(SpaceError::Unknown(_))
        ));
    }
}
