//! Writing a bundle to a stick so that "it may be pulled out" is true.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::{Fault, HOME, Kind, MOST_BYTES, Stick, StickFile, name, stage};

/// Bytes that are gathered before a write.
const GATHERED: usize = 128 * 1024;
/// Names that [`sweep()`] reads of the folder at most.
const SWEPT: usize = 10_000;

/// A file on a stick, read again and compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Put<T> {
    /// The file, from the stick's root.
    pub path: PathBuf,
    /// Its bytes.
    pub bytes: u64,
    /// BLAKE3 of all of it.
    pub hash: [u8; 32],
    /// What the writer answered.
    pub answer: T,
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum PutError<E> {
    /// The stick.
    #[error(transparent)]
    Stick(Fault),
    /// What was to be written could not be made; the stick is well.
    #[error("{0}")]
    Content(E),
}

impl<E> From<Fault> for PutError<E> {
    fn from(fault: Fault) -> Self {
        Self::Stick(fault)
    }
}

/// Writes `path` (see [`super::name::file`]) with what `fill` writes, once through: beside it as `.PRT`, synced, read
/// again past the cache and compared, renamed, the folder and the file system synced. When it answers, the stick may
/// be pulled out. `about` is how many bytes will come, 0 if unknown: a stick that is plainly too small is told before.
///
/// Any failure removes what was begun where that is possible; what cannot be removed ends in `.PRT`. The one fault
/// that leaves a file under its own name is a stick pulled at the very last syncs: that file was read again before,
/// is whole, and is merely not promised.
pub fn put<T, E>(
    stick: &dyn Stick,
    path: &Path,
    about: u64,
    fill: impl FnOnce(&mut dyn Write) -> Result<T, E>,
) -> Result<Put<T>, PutError<E>> {
    put_at_least(stick, path, about, about, fill)
}

/// The same where `about` is no more than a guess, for people: only a stick with less room than `least` is told before;
/// on any other the write decides.
pub fn put_at_least<T, E>(
    stick: &dyn Stick,
    path: &Path,
    least: u64,
    about: u64,
    fill: impl FnOnce(&mut dyn Write) -> Result<T, E>,
) -> Result<Put<T>, PutError<E>> {
    let shown = || path.file_name().map(super::real::shown).unwrap_or_default();
    let dir = path.parent().unwrap_or(Path::new(""));
    let free = stick
        .free()
        .map_err(|error| Fault::of(&error))?
        .unwrap_or(u64::MAX);
    if !stick.writable() {
        return Err(Fault::ReadOnly.into());
    }
    if least > free {
        return Err(Fault::Full { needs: about, free }.into());
    }
    if dir != Path::new("") {
        stick
            .create_dir(dir)
            .map_err(|error| named(&error, || dir.display().to_string()))?;
    }
    match stick.kind(path) {
        Ok(_) => return Err(Fault::Exists(shown()).into()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(Fault::of(&error).into()),
    }
    let unfinished = path.with_extension(name::UNFINISHED);
    let begun = begin(stick, &unfinished).map_err(|error| named(&error, shown))?;
    let written = write(stick, &unfinished, begun, Room { about, free }, fill);
    let done = written.and_then(|(bytes, hash, answer)| {
        stick
            .rename(&unfinished, path)
            .map_err(|error| later(named(&error, shown)))?;
        Ok(Put {
            path: path.to_path_buf(),
            bytes,
            hash,
            answer,
        })
    });
    if done.is_err() {
        // A stick that is gone cannot be tidied; one that is full should be as it was.
        let _ = stick.remove(&unfinished);
        let _ = stick.sync_dir(dir);
        return done;
    }
    let safe = stick.sync_dir(dir).and_then(|()| stick.sync_all());
    safe.map_err(|error| later(Fault::of(&error)))?;
    done
}

/// Makes the unfinished file, in place of one that an earlier call of the same name has left.
fn begin(stick: &dyn Stick, unfinished: &Path) -> io::Result<Box<dyn StickFile>> {
    match stick.create(unfinished) {
        Err(error)
            if error.kind() == io::ErrorKind::AlreadyExists && stick.kind(unfinished)?.0 == Kind::File =>
        {
            stick.remove(unfinished)?;
            stick.create(unfinished)
        }
        made => made,
    }
}

/// The room that was there.
#[derive(Clone, Copy)]
struct Room {
    about: u64,
    free: u64,
}

/// Writes, syncs, reads again, compares.
fn write<T, E>(
    stick: &dyn Stick,
    unfinished: &Path,
    begun: Box<dyn StickFile>,
    room: Room,
    fill: impl FnOnce(&mut dyn Write) -> Result<T, E>,
) -> Result<(u64, [u8; 32], T), PutError<E>> {
    let mut sink = Sink {
        file: begun,
        hasher: blake3::Hasher::new(),
        bytes: 0,
        room,
        fault: None,
    };
    let mut out = BufWriter::with_capacity(GATHERED, &mut sink);
    let answer = fill(&mut out);
    let flushed = if answer.is_ok() { out.flush() } else { Ok(()) };
    // What is still gathered belongs to a file that is given up.
    let _ = out.into_parts();
    if let Some(fault) = sink.fault {
        return Err(fault.into());
    }
    let answer = answer.map_err(PutError::Content)?;
    flushed
        .and_then(|()| sink.file.sync())
        .map_err(|error| sink.room.fault(&error, sink.bytes))?;
    let (bytes, hash) = (sink.bytes, *sink.hasher.finalize().as_bytes());
    drop(sink.file);

    let mut again = blake3::Hasher::new();
    let mut count = 0;
    let read = stick.open(unfinished).map_err(|error| later(Fault::of(&error)));
    stage::each_chunk(&mut *read?, |chunk| {
        again.update(chunk);
        count = u64::try_from(chunk.len())
            .unwrap_or(u64::MAX)
            .saturating_add(count);
        Ok(())
    })
    .map_err(|fault| {
        if fault == Fault::NoBundle {
            Fault::Mismatch
        } else {
            later(fault)
        }
    })?;
    if count != bytes || *again.finalize().as_bytes() != hash {
        return Err(Fault::Mismatch.into());
    }
    Ok((bytes, hash, answer))
}

/// What is written, hashed and counted, and the first fault.
struct Sink {
    file: Box<dyn StickFile>,
    hasher: blake3::Hasher,
    bytes: u64,
    room: Room,
    fault: Option<Fault>,
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.fault.is_some() {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        let more = u64::try_from(bytes.len())
            .unwrap_or(u64::MAX)
            .saturating_add(self.bytes);
        if more > MOST_BYTES {
            self.fault = Some(Fault::NoBundle);
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        match self.file.write(bytes) {
            Ok(0) if !bytes.is_empty() => {
                self.fault = Some(Fault::Other(io::ErrorKind::WriteZero));
                Err(io::ErrorKind::WriteZero.into())
            }
            Ok(count) => {
                self.hasher.update(bytes.get(..count).unwrap_or(bytes));
                self.bytes = u64::try_from(count)
                    .unwrap_or(u64::MAX)
                    .saturating_add(self.bytes);
                Ok(count)
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Err(error),
            Err(error) => {
                self.fault = Some(self.room.fault(&error, more));
                Err(error)
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Room {
    /// The fault behind an error while writing; `more` is what was wanted so far.
    fn fault(self, error: &io::Error, more: u64) -> Fault {
        match later(Fault::of(error)) {
            Fault::Full { .. } => Fault::Full {
                needs: self.about.max(more),
                free: self.free.min(more),
            },
            fault => fault,
        }
    }
}

/// The fault of a call after the file was made: a stick that could be written and cannot any more was pulled (Linux
/// turns the file system of a device that is gone to read-only), and a file that is gone went with its stick.
fn later(fault: Fault) -> Fault {
    match fault {
        Fault::ReadOnly | Fault::Gone => Fault::Pulled,
        other => other,
    }
}

/// The fault of an error, with the name that was taken.
fn named(error: &io::Error, name: impl FnOnce() -> String) -> Fault {
    match Fault::of(error) {
        Fault::Exists(_) | Fault::NoBundle => Fault::Exists(name()),
        fault => fault,
    }
}

/// Removes what earlier, broken-off [`put()`]s of the office `from` (see [`super::name::office`]) have left, and says
/// how many files. Files of other offices stay.
pub fn sweep(stick: &dyn Stick, from: &str) -> Result<u32, Fault> {
    let home = Path::new(HOME);
    let names = match stick.list(home, SWEPT) {
        Err(error) if matches!(Fault::of(&error), Fault::Gone | Fault::NoBundle) => return Ok(0),
        listed => listed.map_err(|error| Fault::of(&error))?,
    };
    let mut removed = 0;
    for found in names.iter().filter(|found| found.kind == Kind::File) {
        let Some(text) = found.name.to_str().map(str::to_ascii_uppercase) else {
            continue;
        };
        let mine = text.strip_prefix(from).is_some_and(|rest| rest.starts_with('-'));
        if mine
            && Path::new(&text)
                .extension()
                .is_some_and(|ending| ending == name::UNFINISHED)
        {
            stick
                .remove(&home.join(&found.name))
                .map_err(|error| Fault::of(&error))?;
            removed += 1;
        }
    }
    if removed > 0 {
        stick.sync_dir(home).map_err(|error| Fault::of(&error))?;
    }
    Ok(removed)
}

#[cfg(test)]
mod tests;
