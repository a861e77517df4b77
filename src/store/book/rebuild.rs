//! The view made anew from the ledgers.

use super::{
    Book, BookError,
    fill::filling,
    fold::Marks,
    sources::{Sources, subject},
};
use crate::{
    ledger::{blob::BlobHash, id::LogId, op::Entry},
    state::world::World,
    store::log::Log,
};
use rustc_hash::FxHashSet;

/// Folds all ledgers in memory; answers too how many blobs that the own one names are not in the packs, not even as
/// destroyed ones.
pub(super) fn refold(sources: &mut Sources<'_>, logs: &[LogId]) -> Result<(World, u64), BookError> {
    let mut world = World::default();
    let roll = sources.roll;
    for log in logs {
        sources.read(*log, 1, &mut |op| {
            let subject = subject(op.subject, op.stamp);
            let change = op.fold(&mut world, roll, subject);
            for (person, place) in change.touched.placed {
                world.place(person, place);
            }
            Ok(())
        })?;
    }
    Ok((world, sources.missing))
}

/// How many blobs the ledger names that are not held.
pub(super) fn missing(
    log: &Log,
    held: &FxHashSet<BlobHash>,
    erased: &FxHashSet<BlobHash>,
) -> Result<usize, BookError> {
    let mut count = 0;
    log.replay::<BookError>(1, &mut |entry: Entry<'_>| {
        count += usize::from(
            entry
                .op
                .blob
                .is_some_and(|hash| !held.contains(&hash) && !erased.contains(&hash)),
        );
        Ok(())
    })?;
    Ok(count)
}

impl Book {
    /// Makes the view anew because reading it failed at work.
    pub fn make_anew(&mut self, why: &str) -> Result<(), BookError> {
        self.rebuild(why)
    }

    /// Sets the view aside and makes it anew: first the roll, then everything that counts by it.
    pub(super) fn rebuild(&mut self, why: &str) -> Result<(), BookError> {
        self.rebuilt = Some(why.to_owned());
        self.lost = true;
        for log in self.shelf.logs() {
            let key = self.roll.key(log);
            self.shelf.mend(log, key.as_ref())?;
        }
        // Before the view is touched: what is missing is not made better by folding without it.
        let missing = self.count_missing()?;
        self.check_missing(missing)?;
        let facts = self.read_roll()?;
        self.choose_branches()?;
        self.last_person.replace(None);
        self.index = self.place.start_over(&self.data)?;
        self.world = World::default();
        self.heads.clear();
        self.folded = Marks::default();
        let logs = self.ledgers();
        for (log, _) in &logs {
            self.mark_all(*log);
        }
        let mark = self.watermark();
        self.pulse.begin(logs.iter().map(|(_, last)| *last).sum());
        let Self {
            log,
            shelf,
            roll,
            blobs,
            erased,
            index,
            world,
            heads,
            pulse,
            ..
        } = self;
        let mut sources = Sources {
            log,
            shelf,
            roll,
            blobs,
            erased,
            missing: 0,
            pulse,
        };
        let filled = filling::<_, BookError>(
            index,
            roll,
            world,
            heads,
            |mut fill| {
                for (id, fact) in facts {
                    fill.fact(id, fact)?;
                }
                for (log, _) in &logs {
                    sources.read(*log, 1, &mut |op| fill.push(op))?;
                }
                Ok(((), fill))
            },
            |()| mark,
        );
        self.pulse.end();
        filled?;
        self.world.batches.clear();
        self.at_hand = 0;
        self.behind = 0;
        (self.lost, self.stale) = (false, false);
        self.anew = self.anew.saturating_add(1);
        self.forget_aside();
        Ok(())
    }

    /// How many records of personal data the own ledger names that are not here.
    fn count_missing(&mut self) -> Result<u64, BookError> {
        let Self {
            log,
            blobs,
            roll,
            erased,
            ..
        } = self;
        let mut missing = 0_u64;
        log.replay::<BookError>(1, &mut |entry: Entry<'_>| {
            if let Some(hash) = entry.op.blob
                && !erased.contains(&hash)
                && !roll.is_erased(&hash)
                && !blobs.knows(&hash)?
            {
                missing = missing.saturating_add(1);
            }
            Ok(())
        })?;
        Ok(missing)
    }
}
