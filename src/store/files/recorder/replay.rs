//! From the recorded calls to the folder after the cut.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io;
use std::path::{Path, PathBuf};

use crate::store::files::parent;
use crate::store::files::recorder::{Event, Inode};

/// Storage is written in blocks of this many bytes; of a longer write any of them may be missing.
const BLOCK: u64 = 512;

/// A small generator (`splitmix64`), so that a seed is all that a failure needs to be seen again.
pub(in crate::store::files) struct Dice(pub(in crate::store::files) u64);

impl Dice {
    pub(in crate::store::files) fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % sides.max(1)
    }
}

/// What becomes of everything that was not synced.
#[derive(Clone, Copy, PartialEq)]
pub(in crate::store::files) enum Fate {
    Lost,
    Kept,
    Mixed,
}

impl Fate {
    pub(in crate::store::files) fn roll(dice: &mut Dice) -> Self {
        match dice.roll(4) {
            0 => Self::Lost,
            1 => Self::Kept,
            _ => Self::Mixed,
        }
    }

    /// Whether a name that was not synced is there.
    pub(in crate::store::files) fn keeps_name(self, dice: &mut Dice) -> bool {
        self == Self::Kept || self == Self::Mixed && dice.roll(2) == 0
    }
}

/// What of a file is durable, and what was done to it since.
#[derive(Clone, Debug, Default)]
pub(in crate::store::files) struct Content {
    pub(in crate::store::files) durable: Vec<u8>,
    pub(in crate::store::files) pending: Vec<Event>,
}

impl Content {
    /// Everything until now is durable.
    pub(in crate::store::files) fn sync(&mut self) {
        for event in std::mem::take(&mut self.pending) {
            apply(&mut self.durable, &event);
        }
    }

    /// What a power cut leaves.
    pub(in crate::store::files) fn cut(&mut self, fate: Fate, dice: &mut Dice) {
        for event in std::mem::take(&mut self.pending) {
            match (fate, dice.roll(3)) {
                (Fate::Kept, _) | (Fate::Mixed, 0) => apply(&mut self.durable, &event),
                (Fate::Mixed, 1) => apply_torn(&mut self.durable, &event, dice),
                _ => {}
            }
        }
    }
}

fn write(content: &mut Vec<u8>, offset: u64, bytes: &[u8]) {
    let start = usize::try_from(offset).unwrap_or(usize::MAX);
    let end = start.saturating_add(bytes.len());
    if content.len() < end {
        content.resize(end, 0);
    }
    if let Some(place) = content.get_mut(start..end) {
        place.copy_from_slice(bytes);
    }
}

pub(in crate::store::files) fn apply(content: &mut Vec<u8>, event: &Event) {
    match event {
        Event::Write { offset, bytes, .. } => write(content, *offset, bytes),
        Event::Truncate { length, .. } => content.resize(usize::try_from(*length).unwrap_or(usize::MAX), 0),
        _ => {}
    }
}

/// A write of which some bytes did not arrive: all behind a random byte, all before one, or random blocks.
fn apply_torn(content: &mut Vec<u8>, event: &Event, dice: &mut Dice) {
    let Event::Write { offset, bytes, .. } = event else {
        return apply(content, event);
    };
    let length = u64::try_from(bytes.len()).unwrap_or(0);
    let at = usize::try_from(dice.roll(length)).unwrap_or(0);
    let (head, tail) = bytes.split_at(at.min(bytes.len()));
    match dice.roll(3) {
        0 => write(content, *offset, head),
        1 => write(content, offset + u64::try_from(at).unwrap_or(0), tail),
        _ => {
            let mut from = *offset;
            let mut rest = bytes.as_slice();
            while !rest.is_empty() {
                let room = usize::try_from(BLOCK - from % BLOCK).unwrap_or(rest.len());
                let (block, behind) = rest.split_at(room.min(rest.len()));
                if dice.roll(2) == 0 {
                    write(content, from, block);
                }
                from += u64::try_from(block.len()).unwrap_or(0);
                rest = behind;
            }
        }
    }
}

pub(in crate::store::files) fn rename(names: &mut BTreeMap<PathBuf, Inode>, event: &Event) {
    match event {
        Event::Create { path, inode } => {
            names.insert(path.clone(), *inode);
        }
        Event::Rename { from, to } => {
            if let Some(inode) = names.remove(from) {
                names.insert(to.clone(), inode);
            }
        }
        Event::Remove { path } => {
            names.remove(path);
        }
        _ => {}
    }
}

pub(in crate::store::files) fn dir_of(event: &Event) -> Option<&Path> {
    match event {
        Event::Create { path, .. } | Event::Remove { path } => Some(parent(path)),
        Event::Rename { to, .. } => Some(parent(to)),
        _ => None,
    }
}

pub(super) fn build<'a>(
    events: impl Iterator<Item = &'a Event>,
    seed: u64,
    root: &Path,
    into: &Path,
) -> io::Result<()> {
    let mut dice = Dice(seed);
    let mut contents: HashMap<Inode, Content> = HashMap::new();
    let mut names: BTreeMap<PathBuf, Inode> = BTreeMap::new();
    let mut unsynced_names: Vec<&Event> = Vec::new();
    let mut dirs = BTreeSet::new();
    for event in events {
        match event {
            Event::Create { .. } | Event::Rename { .. } | Event::Remove { .. } => unsynced_names.push(event),
            Event::SyncDir { dir } => unsynced_names.retain(|event| {
                let here = dir_of(event) == Some(dir);
                if here {
                    rename(&mut names, event);
                }
                !here
            }),
            Event::MakeDir { dir } => {
                dirs.insert(dir.clone());
            }
            Event::Write { inode, .. } | Event::Truncate { inode, .. } => {
                contents.entry(*inode).or_default().pending.push(event.clone());
            }
            Event::Sync { inode } => {
                contents.entry(*inode).or_default().sync();
            }
        }
    }

    let fate = Fate::roll(&mut dice);
    for event in unsynced_names {
        if fate.keeps_name(&mut dice) {
            rename(&mut names, event);
        }
    }
    for dir in &dirs {
        std::fs::create_dir_all(moved(dir, root, into))?;
    }
    for (path, inode) in &names {
        let mut content = contents.remove(inode).unwrap_or_default();
        content.cut(fate, &mut dice);
        std::fs::write(moved(path, root, into), &content.durable)?;
    }
    Ok(())
}

fn moved(path: &Path, root: &Path, into: &Path) -> PathBuf {
    into.join(path.strip_prefix(root).unwrap_or(path))
}
