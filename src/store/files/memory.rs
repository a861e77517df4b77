//! Files in memory, for simulations: thousands of offices a second, power cuts between any two calls, disks that are
//! restored from an older image or cloned to another machine.
//!
//! What is durable follows the rules of [`super::Files`]; what was not synced when the power is cut is lost, whole or
//! torn as a seed decides, by the same rules as [`super::recorder::Recorder`].

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::recorder::replay::{Content, Dice, Fate, apply, dir_of, rename};
use super::recorder::{Event, Inode};
use super::{FileHandle, Files, Open, parent};

/// A file: what is durable of it, what waits, and what a reader sees.
#[derive(Clone, Debug, Default)]
struct File {
    content: Content,
    now: Vec<u8>,
}

#[derive(Clone, Debug, Default)]
struct Disk {
    dirs: BTreeSet<PathBuf>,
    names: BTreeMap<PathBuf, Inode>,
    durable_names: BTreeMap<PathBuf, Inode>,
    unsynced_names: Vec<Event>,
    files: HashMap<Inode, File>,
    inodes: Inode,
    /// Calls that changed something or synced.
    steps: u64,
    /// From this step on every call fails: the power is off.
    off_at: Option<u64>,
    forget_syncs: bool,
}

impl Disk {
    /// Counts a call that changes something; refused where the power is off.
    fn step(&mut self) -> io::Result<()> {
        if self.off_at.is_some_and(|at| self.steps >= at) {
            return Err(io::Error::other("the power is off"));
        }
        self.steps += 1;
        Ok(())
    }

    fn name(&mut self, event: Event) {
        rename(&mut self.names, &event);
        self.unsynced_names.push(event);
    }

    fn change(&mut self, inode: Inode, event: Event) {
        let file = self.files.entry(inode).or_default();
        apply(&mut file.now, &event);
        file.content.pending.push(event);
    }
}

/// A disk in memory. Clones are handles to one disk; [`MemoryFiles::image`] is a copy of it.
#[derive(Debug, Clone, Default)]
pub struct MemoryFiles(Arc<Mutex<Disk>>);

/// A copy of a disk as it was: to restore it, or to make a clone of the machine.
#[derive(Debug, Clone)]
pub struct Image(Disk);

impl MemoryFiles {
    fn disk(&self) -> MutexGuard<'_, Disk> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many calls have changed something or synced.
    pub fn steps(&self) -> u64 {
        self.disk().steps
    }

    /// Cuts the power after so many more such calls: every later one fails until [`MemoryFiles::restart`].
    pub fn cut_after(&self, steps: u64) {
        let mut disk = self.disk();
        disk.off_at = Some(disk.steps.saturating_add(steps));
    }

    /// Whether the power is off by now.
    pub fn is_off(&self) -> bool {
        let disk = self.disk();
        disk.off_at.is_some_and(|at| disk.steps >= at)
    }

    /// The machine comes up again after a power cut: what was not synced is lost, there or torn, as `seed` decides.
    pub fn restart(&self, seed: u64) {
        let disk = &mut *self.disk();
        let mut dice = Dice(seed);
        let fate = Fate::roll(&mut dice);
        for event in std::mem::take(&mut disk.unsynced_names) {
            if fate.keeps_name(&mut dice) {
                rename(&mut disk.durable_names, &event);
            }
        }
        disk.names.clone_from(&disk.durable_names);
        let kept: BTreeSet<Inode> = disk.names.values().copied().collect();
        disk.files.retain(|inode, _| kept.contains(inode));
        // In the order of inodes, so that a seed decides the same every time.
        for inode in kept {
            let file = disk.files.entry(inode).or_default();
            file.content.cut(fate, &mut dice);
            file.now.clone_from(&file.content.durable);
        }
        disk.off_at = None;
    }

    /// From now on `fdatasync` does nothing, though it says that it did.
    pub fn forget_syncs(&self) {
        self.disk().forget_syncs = true;
    }

    /// A copy of the whole disk as readers see it now.
    pub fn image(&self) -> Image {
        Image(self.disk().clone())
    }

    /// The disk is as it was when the image was made.
    pub fn restore(&self, image: &Image) {
        let mut disk = self.disk();
        let (steps, forget_syncs) = (disk.steps, disk.forget_syncs);
        *disk = image.0.clone();
        disk.steps = steps;
        disk.forget_syncs = forget_syncs;
        disk.off_at = None;
    }

    /// Another machine with a copy of an image.
    pub fn of(image: &Image) -> Self {
        Self(Arc::new(Mutex::new(image.0.clone())))
    }
}

fn not_found() -> io::Error {
    io::ErrorKind::NotFound.into()
}

impl Files for MemoryFiles {
    fn on_disk(&self) -> bool {
        false
    }

    fn open(&self, path: &Path, how: Open) -> io::Result<Box<dyn FileHandle>> {
        let mut disk = self.disk();
        let known = disk.names.get(path).copied();
        let inode = match (known, how) {
            (Some(inode), Open::Read | Open::Write) => inode,
            (None, Open::Read) => return Err(not_found()),
            (Some(inode), Open::Fresh) => {
                disk.step()?;
                disk.change(inode, Event::Truncate { inode, length: 0 });
                inode
            }
            (None, _) => {
                if !disk.dirs.contains(parent(path)) {
                    return Err(not_found());
                }
                disk.step()?;
                let inode = disk.inodes;
                disk.inodes += 1;
                disk.files.insert(inode, File::default());
                disk.name(Event::Create {
                    path: path.to_owned(),
                    inode,
                });
                inode
            }
        };
        Ok(Box::new(Handle {
            disk: Arc::clone(&self.0),
            inode,
        }))
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let disk = self.disk();
        let inode = disk.names.get(path).ok_or_else(not_found)?;
        Ok(disk
            .files
            .get(inode)
            .map(|file| file.now.clone())
            .unwrap_or_default())
    }

    fn list(&self, dir: &Path) -> io::Result<Vec<String>> {
        let disk = self.disk();
        if !disk.dirs.contains(dir) {
            return Err(not_found());
        }
        let files = disk.names.keys().filter(|path| parent(path) == dir);
        let dirs = disk.dirs.iter().filter(|path| path.parent() == Some(dir));
        Ok(files
            .chain(dirs)
            .filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()))
            .collect())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut disk = self.disk();
        if !disk.names.contains_key(from) {
            return Err(not_found());
        }
        disk.step()?;
        disk.name(Event::Rename {
            from: from.to_owned(),
            to: to.to_owned(),
        });
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let mut disk = self.disk();
        if !disk.names.contains_key(path) {
            return Err(not_found());
        }
        disk.step()?;
        disk.name(Event::Remove {
            path: path.to_owned(),
        });
        Ok(())
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        let disk = &mut *self.disk();
        disk.step()?;
        let (here, elsewhere): (Vec<Event>, Vec<Event>) = std::mem::take(&mut disk.unsynced_names)
            .into_iter()
            .partition(|event| dir_of(event) == Some(dir));
        for event in &here {
            rename(&mut disk.durable_names, event);
        }
        disk.unsynced_names = elsewhere;
        Ok(())
    }

    fn create_dir_all(&self, dir: &Path) -> io::Result<()> {
        let mut disk = self.disk();
        if disk.dirs.contains(dir) {
            return Ok(());
        }
        disk.step()?;
        for above in dir.ancestors() {
            disk.dirs.insert(above.to_owned());
        }
        Ok(())
    }
}

#[derive(Debug)]
struct Handle {
    disk: Arc<Mutex<Disk>>,
    inode: Inode,
}

impl Handle {
    fn disk(&self) -> MutexGuard<'_, Disk> {
        self.disk.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl FileHandle for Handle {
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        let disk = self.disk();
        let file = disk.files.get(&self.inode).ok_or_else(not_found)?;
        let start = usize::try_from(offset).unwrap_or(usize::MAX);
        let bytes = start
            .checked_add(buffer.len())
            .and_then(|end| file.now.get(start..end));
        buffer.copy_from_slice(bytes.ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }

    fn write_at(&self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        let mut disk = self.disk();
        let on = disk.step();
        // The write under way when the power goes may leave a part of its bytes.
        let written = if on.is_ok() {
            bytes
        } else {
            bytes.get(..bytes.len() / 2).unwrap_or_default()
        };
        let inode = self.inode;
        disk.change(
            inode,
            Event::Write {
                inode,
                offset,
                bytes: written.to_vec(),
            },
        );
        on
    }

    fn sync_data(&self) -> io::Result<()> {
        let mut disk = self.disk();
        disk.step()?;
        if !disk.forget_syncs
            && let Some(file) = disk.files.get_mut(&self.inode)
        {
            file.content.sync();
        }
        Ok(())
    }

    fn truncate(&self, length: u64) -> io::Result<()> {
        let mut disk = self.disk();
        disk.step()?;
        let inode = self.inode;
        disk.change(inode, Event::Truncate { inode, length });
        Ok(())
    }

    fn len(&self) -> io::Result<u64> {
        let disk = self.disk();
        let file = disk.files.get(&self.inode).ok_or_else(not_found)?;
        u64::try_from(file.now.len()).map_err(io::Error::other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::files::replace;

    fn disk() -> MemoryFiles {
        let files = MemoryFiles::default();
        files.create_dir_all(Path::new("/d")).unwrap();
        files
    }

    #[test]
    fn what_was_synced_survives_every_power_cut_and_a_replaced_file_is_old_or_new() {
        let path = Path::new("/d/a");
        for seed in 0..50 {
            for steps in 0..8 {
                let files = disk();
                replace(&files, path, b"old").unwrap();
                files.cut_after(steps);
                let replaced = replace(&files, path, b"new!");
                files.restart(seed);
                let read = files.read(path).unwrap();
                assert!(read == b"old" || read == b"new!", "{read:?}");
                assert!(replaced.is_err() || read == b"new!");
            }
        }
    }

    #[test]
    fn what_was_not_synced_may_be_lost() {
        let lost = (0..50).filter(|&seed| {
            let files = disk();
            let file = files.open(Path::new("/d/a"), Open::Write).unwrap();
            file.write_at(0, b"gone").unwrap();
            files.restart(seed);
            files.read(Path::new("/d/a")).map_or(true, |read| read != b"gone")
        });
        assert!(lost.count() > 10);
    }

    #[test]
    fn a_restored_disk_is_as_it_was_and_a_clone_goes_its_own_way() {
        let files = disk();
        replace(&files, Path::new("/d/a"), b"1").unwrap();
        let image = files.image();
        replace(&files, Path::new("/d/a"), b"2").unwrap();
        let clone = MemoryFiles::of(&image);
        assert_eq!(clone.read(Path::new("/d/a")).unwrap(), b"1");
        assert_eq!(files.read(Path::new("/d/a")).unwrap(), b"2");
        files.restore(&image);
        assert_eq!(files.read(Path::new("/d/a")).unwrap(), b"1");
        assert_eq!(files.list(Path::new("/d")).unwrap(), ["a"]);
    }

    #[test]
    fn nothing_is_written_while_the_power_is_off() {
        let files = disk();
        files.cut_after(0);
        assert!(replace(&files, Path::new("/d/a"), b"1").is_err());
        assert!(files.is_off());
        files.restart(1);
        assert!(files.read(Path::new("/d/a")).is_err());
    }
}
