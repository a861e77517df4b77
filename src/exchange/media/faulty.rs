//! A stick in memory that fails as it is told: a test double, also for the simulator.
//!
//! It keeps two states: what the system shows, and what is safe on the stick. [`FaultyStick::plug`] after a pull builds
//! what such a pull may leave: of what was not synced each name is there or not, and each content old, new, torn or
//! zeros, as the seed decides. Writes and reads go sector by sector, and each is a call at which it can be pulled.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustix::io::Errno;

use super::{Kind, Name, Stick, StickFile};

/// Bytes of one write or read.
const SECTOR: usize = 512;

/// A stick in memory. Clones are the same stick.
#[derive(Clone, Debug, Default)]
pub struct FaultyStick {
    place: PathBuf,
    disk: Arc<Mutex<Disk>>,
}

#[derive(Debug, Default)]
struct Disk {
    /// Names as the system shows them, to nodes.
    live: BTreeMap<PathBuf, usize>,
    /// Names that are safe on the stick.
    safe: BTreeMap<PathBuf, usize>,
    nodes: Vec<Node>,
    calls: u64,
    pull_at: Option<u64>,
    pulled: bool,
    room: Option<u64>,
    protected: bool,
    lies: bool,
    keeps: Option<usize>,
    reads: BTreeMap<PathBuf, u64>,
}

#[derive(Clone, Debug)]
struct Node {
    kind: Kind,
    live: Vec<u8>,
    safe: Vec<u8>,
}

impl FaultyStick {
    /// An empty stick without faults.
    pub fn new() -> Self {
        Self {
            place: PathBuf::from("stick"),
            disk: Arc::default(),
        }
    }

    fn disk(&self) -> MutexGuard<'_, Disk> {
        self.disk.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Pulls it at the `call`th call from now, 1 being the next; that call fails too.
    pub fn pull_at(&self, call: u64) {
        let mut disk = self.disk();
        disk.pull_at = Some(disk.calls.saturating_add(call));
    }

    /// Leaves room for `bytes` in all, or for anything.
    pub fn limit(&self, bytes: Option<u64>) {
        self.disk().room = bytes;
    }

    /// Protects it from being written, or not.
    pub fn protect(&self, protected: bool) {
        self.disk().protected = protected;
    }

    /// Answers the second and every later reading of a file with other bytes than the first.
    pub fn lie(&self, lies: bool) {
        let mut disk = self.disk();
        disk.lies = lies;
        disk.reads.clear();
    }

    /// Keeps only the first bytes of every file and reads zeros behind them, as a counterfeit stick does that claims
    /// more room than it has.
    pub fn keep_only(&self, bytes: Option<usize>) {
        self.disk().keeps = bytes;
    }

    /// Calls so far.
    pub fn calls(&self) -> u64 {
        self.disk().calls
    }

    /// Whether it was pulled.
    pub fn is_pulled(&self) -> bool {
        self.disk().pulled
    }

    /// Plugs it in again: what was not safe is there, not there, or torn, as `seed` decides. Does nothing to the
    /// content of a stick that was not pulled, but forgets a pull that was to come.
    pub fn plug(&self, seed: u64) {
        let mut disk = self.disk();
        disk.pull_at = None;
        if std::mem::take(&mut disk.pulled) {
            disk.settle(&mut Coin(seed));
        }
    }

    /// Puts a file on it, safe, whatever its faults are; makes the folders above it.
    pub fn place_file(&self, path: impl AsRef<Path>, bytes: &[u8]) {
        self.disk().place(path.as_ref(), Kind::File, bytes);
    }

    /// Puts a name on it that is no regular file, safe: a folder, or a trap.
    pub fn place_name(&self, path: impl AsRef<Path>, kind: Kind) {
        self.disk().place(path.as_ref(), kind, &[]);
    }

    /// The content of a file, whatever the faults are; nothing where there is none.
    pub fn content(&self, path: impl AsRef<Path>) -> Option<Vec<u8>> {
        let disk = self.disk();
        let node = disk.node(path.as_ref())?;
        (node.kind == Kind::File).then(|| node.live.clone())
    }

    /// Every name on it that is not a folder, in order.
    pub fn paths(&self) -> Vec<PathBuf> {
        let disk = self.disk();
        let file = |path: &&PathBuf| disk.node(path).is_some_and(|node| node.kind != Kind::Dir);
        disk.live.keys().filter(file).cloned().collect()
    }
}

/// A source of choices: splitmix64 (Steele, Lea, Flood 2014).
struct Coin(u64);

impl Coin {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % end).unwrap_or(0)
    }
}

impl Disk {
    /// Counts a call; an error if the stick is gone.
    fn call(&mut self) -> io::Result<()> {
        self.calls = self.calls.saturating_add(1);
        if self.pull_at.is_some_and(|at| self.calls >= at) {
            self.pulled = true;
        }
        if self.pulled {
            Err(Errno::IO.into())
        } else {
            Ok(())
        }
    }

    /// Counts a call that changes something.
    fn change(&mut self) -> io::Result<()> {
        self.call()?;
        if self.protected {
            Err(Errno::ROFS.into())
        } else {
            Ok(())
        }
    }

    fn node(&self, path: &Path) -> Option<&Node> {
        self.live.get(path).and_then(|at| self.nodes.get(*at))
    }

    fn add(&mut self, kind: Kind, bytes: &[u8]) -> usize {
        let (live, safe) = (bytes.to_vec(), bytes.to_vec());
        self.nodes.push(Node { kind, live, safe });
        self.nodes.len().saturating_sub(1)
    }

    fn place(&mut self, path: &Path, kind: Kind, bytes: &[u8]) {
        if let Some(above) = path.parent().filter(|above| *above != Path::new(""))
            && !self.live.contains_key(above)
        {
            self.place(above, Kind::Dir, &[]);
        }
        let at = self.add(kind, bytes);
        self.live.insert(path.to_path_buf(), at);
        self.safe.insert(path.to_path_buf(), at);
    }

    fn used(&self) -> u64 {
        let lengths = self
            .live
            .values()
            .filter_map(|at| self.nodes.get(*at))
            .map(|node| node.live.len());
        lengths
            .map(|length| u64::try_from(length).unwrap_or(u64::MAX))
            .sum()
    }

    fn left(&self) -> Option<u64> {
        self.room.map(|room| room.saturating_sub(self.used()))
    }

    fn is_folder(&self, dir: &Path) -> bool {
        dir == Path::new("") || self.node(dir).is_some_and(|node| node.kind == Kind::Dir)
    }

    /// A folder that a new name goes to.
    fn folder_of(&self, path: &Path) -> io::Result<()> {
        match path.parent() {
            Some(above) if self.is_folder(above) => Ok(()),
            _ => Err(Errno::NOENT.into()),
        }
    }

    /// What a pull leaves.
    fn settle(&mut self, coin: &mut Coin) {
        let names: BTreeSet<PathBuf> = self.live.keys().chain(self.safe.keys()).cloned().collect();
        let mut kept = BTreeMap::new();
        for path in names {
            let (live, safe) = (self.live.get(&path), self.safe.get(&path));
            let chosen = if live == safe || coin.below(2) == 0 {
                safe
            } else {
                live
            };
            // A name whose folder was lost is lost with it.
            let folder = path
                .parent()
                .is_none_or(|above| above == Path::new("") || kept.contains_key(above));
            if let Some(at) = chosen.filter(|_| folder) {
                kept.insert(path, *at);
            }
        }
        for node in &mut self.nodes {
            if node.live != node.safe {
                let torn = coin.below(node.live.len().saturating_add(1));
                node.live = match coin.below(4) {
                    0 => std::mem::take(&mut node.safe),
                    1 => std::mem::take(&mut node.live),
                    2 => node.live.get(..torn).unwrap_or_default().to_vec(),
                    _ => vec![0; node.live.len()],
                };
                node.safe.clone_from(&node.live);
            }
        }
        self.live.clone_from(&kept);
        self.safe = kept;
        self.reads.clear();
    }
}

impl Stick for FaultyStick {
    fn place(&self) -> &Path {
        &self.place
    }

    fn list(&self, dir: &Path, most: usize) -> io::Result<Vec<Name>> {
        let mut disk = self.disk();
        disk.call()?;
        if !disk.is_folder(dir) {
            return Err(Errno::NOENT.into());
        }
        let within = disk.live.iter().filter(|(path, _)| path.parent() == Some(dir));
        let named = within.filter_map(|(path, at)| {
            let name = path.file_name().map(OsStr::to_os_string)?;
            let kind = disk.nodes.get(*at)?.kind;
            Some(Name { name, kind })
        });
        Ok(named.take(most).collect())
    }

    fn kind(&self, path: &Path) -> io::Result<(Kind, u64)> {
        let mut disk = self.disk();
        disk.call()?;
        let node = disk.node(path).ok_or(Errno::NOENT)?;
        Ok((node.kind, u64::try_from(node.live.len()).unwrap_or(u64::MAX)))
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Read + Send>> {
        let mut disk = self.disk();
        disk.call()?;
        let at = *disk.live.get(path).ok_or(Errno::NOENT)?;
        if disk.node(path).is_none_or(|node| node.kind != Kind::File) {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"));
        }
        let times = disk.reads.entry(path.to_path_buf()).or_default();
        *times = times.saturating_add(1);
        let lies = disk.lies && disk.reads.get(path).is_some_and(|times| *times > 1);
        Ok(Box::new(Reading {
            stick: self.clone(),
            at,
            from: 0,
            lies,
        }))
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn StickFile>> {
        let mut disk = self.disk();
        disk.change()?;
        disk.folder_of(path)?;
        if disk.live.contains_key(path) {
            return Err(Errno::EXIST.into());
        }
        let at = disk.add(Kind::File, &[]);
        disk.live.insert(path.to_path_buf(), at);
        Ok(Box::new(Writing {
            stick: self.clone(),
            at,
        }))
    }

    fn create_dir(&self, dir: &Path) -> io::Result<()> {
        let mut disk = self.disk();
        disk.call()?;
        match disk.node(dir).map(|node| node.kind) {
            Some(Kind::Dir) => Ok(()),
            Some(_) => Err(Errno::EXIST.into()),
            None if disk.protected => Err(Errno::ROFS.into()),
            None => {
                disk.folder_of(dir)?;
                let at = disk.add(Kind::Dir, &[]);
                disk.live.insert(dir.to_path_buf(), at);
                Ok(())
            }
        }
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut disk = self.disk();
        disk.change()?;
        disk.folder_of(to)?;
        if disk.live.contains_key(to) {
            return Err(Errno::EXIST.into());
        }
        let at = disk.live.remove(from).ok_or(Errno::NOENT)?;
        disk.live.insert(to.to_path_buf(), at);
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let mut disk = self.disk();
        disk.change()?;
        disk.live
            .remove(path)
            .map(|_| ())
            .ok_or_else(|| Errno::NOENT.into())
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        let mut disk = self.disk();
        disk.change()?;
        let inside = |path: &Path| path.parent() == Some(dir);
        let live: Vec<_> = disk
            .live
            .iter()
            .filter(|(path, _)| inside(path))
            .map(|(p, at)| (p.clone(), *at))
            .collect();
        disk.safe.retain(|path, _| !inside(path));
        disk.safe.extend(live);
        Ok(())
    }

    fn sync_all(&self) -> io::Result<()> {
        let mut disk = self.disk();
        disk.change()?;
        disk.safe = disk.live.clone();
        for node in &mut disk.nodes {
            node.safe.clone_from(&node.live);
        }
        Ok(())
    }

    fn free(&self) -> io::Result<Option<u64>> {
        let mut disk = self.disk();
        disk.call()?;
        Ok(disk.left())
    }

    fn writable(&self) -> bool {
        !self.disk().protected
    }
}

#[derive(Debug)]
struct Writing {
    stick: FaultyStick,
    at: usize,
}

impl Write for Writing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut disk = self.stick.disk();
        disk.change()?;
        let left = disk
            .left()
            .map_or(usize::MAX, |left| usize::try_from(left).unwrap_or(usize::MAX));
        let taken = bytes.get(..bytes.len().min(SECTOR).min(left)).unwrap_or(bytes);
        if taken.is_empty() && !bytes.is_empty() {
            return Err(Errno::NOSPC.into());
        }
        if let Some(node) = disk.nodes.get_mut(self.at) {
            node.live.extend_from_slice(taken);
        }
        Ok(taken.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl StickFile for Writing {
    fn sync(&mut self) -> io::Result<()> {
        let mut disk = self.stick.disk();
        disk.change()?;
        if let Some(node) = disk.nodes.get_mut(self.at) {
            node.safe.clone_from(&node.live);
        }
        Ok(())
    }
}

#[derive(Debug)]
struct Reading {
    stick: FaultyStick,
    at: usize,
    from: usize,
    lies: bool,
}

impl Read for Reading {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut disk = self.stick.disk();
        disk.call()?;
        let keeps = disk.keeps.unwrap_or(usize::MAX);
        let all = disk
            .nodes
            .get(self.at)
            .map(|node| node.live.as_slice())
            .unwrap_or_default();
        let count = all.len().saturating_sub(self.from).min(into.len()).min(SECTOR);
        for (at, (target, byte)) in into
            .iter_mut()
            .zip(all.iter().skip(self.from))
            .take(count)
            .enumerate()
        {
            let at = self.from.saturating_add(at);
            let lie = self.lies && at.saturating_add(1) == all.len();
            *target = if at >= keeps { 0 } else { *byte ^ u8::from(lie) };
        }
        self.from = self.from.saturating_add(count);
        Ok(count)
    }
}
