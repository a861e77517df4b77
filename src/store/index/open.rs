//! Opening, and what decides whether the view is believed; closing.

use std::fs;
use std::path::Path;
use std::sync::{Mutex, PoisonError, RwLock};

use super::checkpoint::{Checkpoint, Side, Stamp, State, Watermark};
use super::clean;
use super::digest::Digests;
use super::engine::Engine;
use super::fault::{Doubt, IndexFault};
use super::pending::Pending;
use super::{Core, Index, Memory};

impl Index {
    /// Opens the view in `dir`, or begins an empty one where there is nothing. Takes 20-40 ms with a million
    /// registrations after an orderly close, most of a second after any other stop: not before the first frame.
    ///
    /// # Errors
    ///
    /// A fault whose [`IndexFault::rebuild`] is true means: [`Index::start_over`] and fold everything. The others mean
    /// that building again would not help.
    pub fn open(dir: &Path, cache_bytes: u64) -> Result<Index, IndexFault> {
        fs::create_dir_all(dir)?;
        match (Checkpoint::read(dir)?, clean::sled_dir(dir).exists()) {
            (None, false) => Index::create(dir, cache_bytes),
            (None, true) => Err(Doubt::Missing("the checkpoint").into()),
            (Some(_), false) => Err(Doubt::Missing("sled's directory").into()),
            (Some(found), true) => Index::adopt(dir, cache_bytes, found),
        }
    }

    /// Sets the view in `dir` aside, whatever it is, and begins an empty one.
    pub fn start_over(dir: &Path, cache_bytes: u64) -> Result<Index, IndexFault> {
        fs::create_dir_all(dir)?;
        clean::set_aside(dir)?;
        Index::create(dir, cache_bytes)
    }

    /// An empty view without a disk, for simulations: it is gone with the process.
    pub fn in_memory() -> Result<Index, IndexFault> {
        let now = Side {
            stamp: Stamp::after(None)?,
            watermark: Watermark::new(),
            digests: Digests::default(),
        };
        Ok(Index::of(
            Path::new(""),
            0,
            Engine::in_memory(),
            now,
            State::Loading,
        ))
    }

    fn create(dir: &Path, cache: u64) -> Result<Index, IndexFault> {
        fs::create_dir_all(clean::sled_dir(dir))?;
        let engine = Engine::open(dir, cache)?;
        let now = Side {
            stamp: Stamp::after(None)?,
            watermark: Watermark::new(),
            digests: Digests::default(),
        };
        engine.set_stamp(now.stamp)?;
        engine.sync()?;
        clean::sync_dir(&clean::sled_dir(dir))?;
        Checkpoint {
            state: State::Open,
            now: now.clone(),
            next: None,
        }
        .write(dir)?;
        Ok(Index::of(dir, cache, engine, now, State::Open))
    }

    fn adopt(dir: &Path, cache: u64, found: Checkpoint) -> Result<Index, IndexFault> {
        if found.state == State::Loading {
            return Err(Doubt::Loading.into());
        }
        if !clean::is_sled_0_34(dir) {
            return Err(Doubt::Version.into());
        }
        clean::remove_unfinished(dir)?;
        let orderly = matches!(&found.state, State::Closed(files) if *files == clean::files(dir)?);
        let engine = Engine::open(dir, cache)?;
        let stamp = engine.stamp()?.ok_or(Doubt::Stale)?;
        let mut sides = std::iter::once(found.now).chain(found.next);
        let now = sides
            .find(|side| side.stamp.bytes() == stamp)
            .ok_or(Doubt::Stale)?;
        let state = if orderly { found.state } else { State::Open };
        let index = Index::of(dir, cache, engine, now, state);
        if !orderly {
            index.verify()?;
        }
        Ok(index)
    }

    fn of(dir: &Path, cache: u64, engine: Engine, now: Side, state: State) -> Index {
        let memory = Memory {
            pending: Pending::default(),
            digests: now.digests.clone(),
        };
        let core = Mutex::new(Core { now, state });
        Index {
            dir: dir.to_owned(),
            cache,
            engine,
            core,
            memory: RwLock::new(memory),
        }
    }

    /// Closes the view in order, so that the next open is quick. What waits for a checkpoint stays in the ledger. When
    /// nothing was written since the open, nothing is written now.
    pub fn close(self) -> Result<(), IndexFault> {
        let Index {
            dir,
            cache,
            engine,
            core,
            ..
        } = self;
        let Core { now, state } = core.into_inner().unwrap_or_else(PoisonError::into_inner);
        engine.close()?;
        if dir.as_os_str().is_empty() || state != State::Open {
            return Ok(());
        }
        // sled takes its snapshot when it opens, not when it closes. After one more open everything is in a
        // snapshot, and later opens change nothing on the disk.
        Engine::open(&dir, cache)?.close()?;
        clean::sync_dir(&clean::sled_dir(&dir))?;
        let state = State::Closed(clean::files(&dir)?);
        Checkpoint {
            state,
            now,
            next: None,
        }
        .write(&dir)
    }
}
