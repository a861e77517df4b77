//! One process at a time: the lock of a data directory.
//!
//! The lock is the operating system's, on the open file `lock`, and ends with the process however that ends; nothing
//! needs to be cleaned up after a crash. The file holds the number of the process for the message to the second one.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::Duration;

/// How long a second process waits for the first one.
pub const PATIENCE: Duration = Duration::from_secs(2);

const PAUSE: Duration = Duration::from_millis(20);

/// The data directory could not be locked.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another process has it and did not let go in time.
    #[error("the data is in use by {}", holder.map_or_else(
        || "another process".to_owned(),
        |pid| format!("process {pid}"),
    ))]
    Held {
        /// The process that has it, if its number can be read.
        holder: Option<u32>,
    },
    /// The lock file cannot be made or locked.
    #[error("the data directory cannot be locked: {0}")]
    Io(#[from] io::Error),
}

/// The lock, held until this is dropped or the process ends.
#[derive(Debug)]
pub struct DataLock {
    _file: File,
}

impl DataLock {
    /// Locks `data`, an existing folder. While another process has it, `sleep` is called to wait between tries, for
    /// `patience` altogether.
    pub fn acquire(
        data: &Path,
        patience: Duration,
        sleep: &mut dyn FnMut(Duration),
    ) -> Result<Self, LockError> {
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(data.join("lock"))?;
        let mut waited = Duration::ZERO;
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::Error(error)) => return Err(error.into()),
                Err(TryLockError::WouldBlock) if waited < patience => {
                    let pause = PAUSE.min(patience.saturating_sub(waited));
                    sleep(pause);
                    waited += pause;
                }
                Err(TryLockError::WouldBlock) => {
                    return Err(LockError::Held {
                        holder: holder(&mut file),
                    });
                }
            }
        }
        file.set_len(0)?;
        file.rewind()?;
        writeln!(file, "{}", std::process::id())?;
        Ok(Self { _file: file })
    }
}

fn holder(file: &mut File) -> Option<u32> {
    let mut text = String::new();
    file.take(20).read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn acquire(data: &Path, sleep: &mut dyn FnMut(Duration)) -> Result<DataLock, LockError> {
        DataLock::acquire(data, PATIENCE, sleep)
    }

    #[test]
    fn a_second_holder_waits_two_seconds_and_is_told_who_has_it() {
        let dir = tempfile::tempdir().unwrap();
        let _first = acquire(dir.path(), &mut |_| {}).unwrap();
        let mut waited = Duration::ZERO;
        let refused = acquire(dir.path(), &mut |pause| waited += pause).unwrap_err();
        assert_eq!(waited, PATIENCE);
        let LockError::Held { holder } = refused else {
            panic!("{refused}")
        };
        assert_eq!(holder, Some(std::process::id()));
        assert_eq!(
            refused.to_string(),
            format!("the data is in use by process {}", std::process::id())
        );
    }

    #[test]
    fn a_lock_let_go_while_waiting_is_taken() {
        let dir = tempfile::tempdir().unwrap();
        let mut first = Some(acquire(dir.path(), &mut |_| {}).unwrap());
        let mut tries = 0;
        let second = acquire(dir.path(), &mut |_| {
            tries += 1;
            if tries == 3 {
                first = None;
            }
        });
        assert!(second.is_ok());
        assert_eq!(tries, 3);
    }

    #[test]
    fn a_file_without_a_number_still_gives_a_sentence() {
        let dir = tempfile::tempdir().unwrap();
        let _first = acquire(dir.path(), &mut |_| {}).unwrap();
        std::fs::write(dir.path().join("lock"), "?").unwrap();
        let refused = acquire(dir.path(), &mut |_| {}).unwrap_err();
        assert_eq!(refused.to_string(), "the data is in use by another process");
    }

    #[test]
    fn no_folder_is_said_so() {
        let dir = tempfile::tempdir().unwrap();
        assert!(matches!(
            acquire(&dir.path().join("gone"), &mut |_| {}),
            Err(LockError::Io(_))
        ));
    }
}
