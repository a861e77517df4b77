//! The care of the view's directory before sled opens it and after it is closed.
//!
//! ```text
//! DIR/checkpoint     what sled's content is worth
//! DIR/sled/          conf, db, blobs/, snap.*: sled's own
//! DIR/sled.damaged/  the last one that was set aside
//! ```

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::checkpoint::Files;

/// sled's directory under the view's.
pub(super) fn sled_dir(dir: &Path) -> PathBuf {
    dir.join("sled")
}

/// Makes the names in `dir` durable.
pub(super) fn sync_dir(dir: &Path) -> io::Result<()> {
    File::open(dir)?.sync_all()
}

/// Removes the snapshots that sled did not finish. A full disk leaves one, and sled then fails at every open until it
/// is gone (spacejam/sled#1527).
pub(super) fn remove_unfinished(dir: &Path) -> io::Result<()> {
    for entry in fs::read_dir(sled_dir(dir))? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().ends_with(".generating") {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Whether sled 0.34 made the directory. sled 1.0 keeps no `conf` and would be taken for an empty store.
pub(super) fn is_sled_0_34(dir: &Path) -> bool {
    let sled = sled_dir(dir);
    sled.join("db").is_file() && sled.join("conf").is_file()
}

/// What sled's files look like.
pub(super) fn files(dir: &Path) -> io::Result<Files> {
    let sled = sled_dir(dir);
    let mut snapshot = None;
    for entry in fs::read_dir(&sled)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with("snap.") {
            snapshot = snapshot.max(Some((name, entry.metadata()?.len())));
        }
    }
    Ok(Files {
        log: fs::metadata(sled.join("db"))?.len(),
        snapshot,
    })
}

/// The bytes that sled's files have.
pub(super) fn bytes(dir: &Path) -> io::Result<u64> {
    let files = files(dir)?;
    Ok(files.log.saturating_add(files.snapshot.map_or(0, |(_, len)| len)))
}

/// Puts sled's directory aside and removes the checkpoint, so that the next open begins an empty view. The last
/// directory that was set aside makes room. Returns where the directory is now, if there was one.
///
/// # Errors
///
/// When a file cannot be renamed or removed; calling again goes on.
pub fn set_aside(dir: &Path) -> io::Result<Option<PathBuf>> {
    match fs::remove_file(dir.join("checkpoint")) {
        Err(fault) if fault.kind() != io::ErrorKind::NotFound => return Err(fault),
        _ => {}
    }
    let sled = sled_dir(dir);
    if !sled.exists() {
        return Ok(None);
    }
    let aside = aside_dir(dir);
    remove(&aside)?;
    fs::rename(&sled, &aside)?;
    sync_dir(dir)?;
    Ok(Some(aside))
}

/// Where the last one is that was set aside.
fn aside_dir(dir: &Path) -> PathBuf {
    dir.join("sled.damaged")
}

/// Removes a folder or a file; answers whether there was one.
fn remove(path: &Path) -> io::Result<bool> {
    let gone = if path.is_dir() {
        fs::remove_dir_all(path)
    } else {
        fs::remove_file(path)
    };
    match gone {
        Ok(()) => Ok(true),
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(fault) => Err(fault),
    }
}

/// Removes the directory that was set aside: what it holds may have been destroyed everywhere else. Durable when this
/// returns.
///
/// # Errors
///
/// When a file cannot be removed; calling again goes on.
pub fn forget_aside(dir: &Path) -> io::Result<()> {
    if remove(&aside_dir(dir))? {
        sync_dir(dir)
    } else {
        Ok(())
    }
}
