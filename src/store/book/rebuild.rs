//! The view made anew from the ledger.

use super::{Book, BookError, fold::stamp, index_dir, rows};
use crate::{
    ledger::{
        blob::{Blob, BlobHash},
        op::Entry,
    },
    state::{batch::CHUNK, roll::Roll, world::World},
    store::{
        blobs::Blobs,
        index::{self, Index, IndexFault},
        log::Log,
    },
};
use rustc_hash::{FxHashMap, FxHashSet};

/// Folds the whole ledger in memory; answers too how many blobs that it names are not in the packs, not even as
/// destroyed ones.
pub(super) fn refold(log: &Log, roll: &Roll, blobs: &mut Blobs) -> Result<(World, u64), BookError> {
    let mut world = World::default();
    let mut missing = 0u64;
    log.replay::<BookError>(1, &mut |entry: Entry<'_>| {
        let blob = entry.op.blob.map(|hash| blobs.get(&hash)).transpose()?.flatten();
        if let (None, Some(hash)) = (&blob, entry.op.blob)
            && !blobs.knows(&hash)?
        {
            missing = missing.saturating_add(1);
        }
        world.fold_all(
            roll,
            stamp(entry.id, entry.hlc),
            &entry.op,
            blob.as_ref().map(Blob::body),
        );
        Ok(())
    })?;
    Ok((world, missing))
}

/// How many blobs the ledger names that are not held.
pub(super) fn missing(log: &Log, held: &FxHashSet<BlobHash>) -> Result<usize, BookError> {
    let mut count = 0;
    log.replay::<BookError>(1, &mut |entry: Entry<'_>| {
        count += usize::from(entry.op.blob.is_some_and(|hash| !held.contains(&hash)));
        Ok(())
    })?;
    Ok(count)
}

fn sorted<K: Ord + Copy, V>(map: &FxHashMap<K, V>) -> Vec<(K, &V)> {
    let mut rows: Vec<(K, &V)> = map.iter().map(|(key, value)| (*key, value)).collect();
    rows.sort_unstable_by_key(|(key, _)| *key);
    rows
}

impl Book {
    /// Makes the view anew because reading it failed at work.
    pub fn make_anew(&mut self, why: &str) -> Result<(), BookError> {
        self.rebuild(why)
    }

    /// Sets the view aside and makes it anew.
    pub(super) fn rebuild(&mut self, why: &str) -> Result<(), BookError> {
        self.rebuilt = Some(why.to_owned());
        self.lost = true;
        let (world, missing) = refold(&self.log, &self.roll, &mut self.blobs)?;
        if missing > 0 {
            // Somebody without a number would be somebody else at the next import.
            return Err(BookError::MissingBlobs {
                count: missing,
                dir: self.blobs.path().to_owned(),
            });
        }
        self.last_person.replace(None);
        self.index = Index::start_over(&index_dir(&self.data), index::CACHE)?;
        self.load(&world)?;
        self.heads = world
            .batches
            .iter()
            .map(|(id, batch)| (*id, batch.head.clone()))
            .collect();
        self.world = World {
            units: world.units,
            courses: world.courses,
            ..World::default()
        };
        self.at_hand = 0;
        self.behind = 0;
        self.lost = false;
        Ok(())
    }

    /// Writes everything into an empty view, keys in order, which is what sled keeps fastest.
    fn load(&self, world: &World) -> Result<(), IndexFault> {
        let mut loader = self.index.load()?;
        for (id, unit) in sorted(&world.units) {
            rows::UNITS.load(&mut loader, &id.0, unit)?;
        }
        for (id, course) in sorted(&world.courses) {
            rows::COURSES.load(&mut loader, &id.0, course)?;
        }
        let batches = sorted(&world.batches);
        for (id, batch) in &batches {
            rows::HEADS.load(&mut loader, &id.0, &batch.head)?;
        }
        for (id, batch) in &batches {
            for (regs, number) in batch.regs().chunks(CHUNK).zip(0..=u16::MAX) {
                loader.put(&rows::CHUNKS, &rows::chunk_key(*id, number), &regs.to_vec())?;
            }
        }
        for (id, person) in sorted(&world.people) {
            rows::PEOPLE.load(&mut loader, &id.0, person)?;
        }
        for (number, person) in sorted(&world.numbers) {
            loader.put(&rows::NUMBERS, &rows::number_key(number), person)?;
        }
        loader.finish(self.watermark())
    }
}
