//! A panic anywhere: the terminal is given back, one record is written, the program ends.
//!
//! The record holds a code, the place in the source and the thread; never the panic's message, in which values of
//! people could be.

use super::guard;
use crate::store::index::expects_panic;
use std::fmt::Write as _;
use std::panic::PanicHookInfo;
use std::path::{Path, PathBuf};

/// The exit code after a panic, as Rust's own.
pub const EXIT: i32 = 101;

/// The record's name in the data folder.
pub const FILE: &str = "kerusakan.txt";

/// The line of a record that an earlier run left; it stays until somebody has looked after it and takes it away.
pub fn left(file: &Path) -> Option<String> {
    std::fs::read_to_string(file)
        .ok()?
        .lines()
        .next()
        .map(str::to_owned)
}

/// From now on a panic is recorded in this file, in the place of an older record, and ends the program.
pub fn install(file: Option<PathBuf>) {
    std::panic::set_hook(Box::new(move |info| {
        // The view catches sled's panics and is made anew: nobody at the kiosk need notice.
        if expects_panic() {
            return;
        }
        guard::restore();
        let record = record(info, std::thread::current().name());
        if let Some(file) = &file {
            write(file, &record);
        }
        eprint!("balai: {record}");
        // Not unwound: the loop would wait for a worker that is gone. What was told is on the disk already.
        std::process::exit(EXIT);
    }));
}

fn record(info: &PanicHookInfo<'_>, thread: Option<&str>) -> String {
    let mut record = String::from("PANIK-01");
    if let Some(place) = info.location() {
        // The file's path below the crate only: where it was built is nobody's business.
        let file = place
            .file()
            .rsplit_once("src/")
            .map_or(place.file(), |(_, rest)| rest);
        let _ = write!(record, " {file}:{}", place.line());
    }
    let _ = writeln!(record, " {}", thread.unwrap_or("-"));
    record
}

fn write(file: &Path, record: &str) {
    // The record helps to mend, and is not worth a second failure.
    let _ = std::fs::write(file, record);
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    #[test]
    fn a_crash_record_holds_the_place_and_no_value() {
        static SEEN: Mutex<String> = Mutex::new(String::new());
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(|info| {
            if let Ok(mut seen) = SEEN.lock() {
                *seen = record(info, Some("worker"));
            }
        }));
        let caught = std::panic::catch_unwind(|| panic!("NIP {}", "198503122010012004"));
        std::panic::set_hook(before);
        assert!(caught.is_err());
        let seen = SEEN.lock().unwrap().clone();
        assert!(seen.starts_with("PANIK-01 runtime/crash.rs:"), "{seen}");
        assert!(!seen.contains("1985"), "{seen}");
    }
}
