//! Imports: many operations with few syncs, folded here while a second thread writes the view.
//!
//! ```text
//! file -> drafts -> ledger (a segment each 4,096 operations) -> folds -> jobs -> writer thread -> view
//! ```
//!
//! While an import runs, the view on the disk says of itself that it is not to be believed: whatever cuts the import
//! off, the view is then made anew from the ledger, and the same file imported again completes what is missing.

use super::{Book, BookError, Draft, fold::stamp, rows};
use crate::{
    domain::id::{BatchId, PersonId},
    ledger::{blob::Blob, op::NewOp},
    state::{
        batch::{BatchState, Head, Touched},
        person::Place,
        roll::Roll,
        stamp::Stamp,
        world::{Subject, World},
    },
    store::{
        blobs::Blobs,
        index::{Index, IndexFault, Loader, Watermark},
        log::Log,
    },
};
use rustc_hash::FxHashMap;
use std::{
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread,
};

/// How many operations are made durable together: one segment.
const TOGETHER: usize = 4_096;

/// How many jobs may wait for the writer, which bounds the memory they hold.
const WAITING: usize = 128;

/// Registrations at hand before batches are let go.
const AT_HAND: usize = 20_000;

/// A piece of work for the thread that writes the view.
type Job = Box<dyn FnOnce(&mut Loader<'_>) -> Result<(), IndexFault> + Send>;

/// An import under way. Nothing is promised before [`Book::import`] has returned.
pub struct Importing<'a> {
    log: &'a mut Log,
    blobs: &'a mut Blobs,
    index: &'a Index,
    world: &'a mut World,
    heads: &'a mut FxHashMap<BatchId, Head>,
    roll: &'a Roll,
    last_hlc: &'a mut u64,
    wall_ms: u64,
    jobs: SyncSender<Job>,
    salted: Vec<Blob>,
    waiting: Vec<(Draft, NewOp)>,
    at_hand: usize,
    /// New places of people; written at the end, person by person.
    places: Vec<(PersonId, Place)>,
}

impl Book {
    /// Runs an import: `work` pushes operations, and when this returns they are durable and seen. On any failure the
    /// view is made anew, so that it shows what the ledger then holds.
    pub fn import<E: From<BookError>>(
        &mut self,
        wall_ms: u64,
        work: impl FnOnce(&mut Importing<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.checkpoint()?;
        self.last_person.replace(None);
        match self.run_import(wall_ms, work) {
            Ok(()) => Ok(()),
            Err(fault) => {
                // What cut the import off may hinder this too; then the next start does it.
                let _ = self.rebuild("an import was cut off");
                Err(fault)
            }
        }
    }

    fn run_import<E: From<BookError>>(
        &mut self,
        wall_ms: u64,
        work: impl FnOnce(&mut Importing<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let Self {
            log,
            blobs,
            index,
            world,
            heads,
            roll,
            last_hlc,
            ..
        } = self;
        let index: &Index = index;
        // Batches at hand were folded before: the import brings its own.
        world.batches.clear();
        self.at_hand = 0;
        let done: Result<Watermark, E> = thread::scope(|scope| {
            let (jobs, inbox) = sync_channel::<Job>(WAITING);
            let (marks, mark) = sync_channel::<Watermark>(1);
            let writer = scope.spawn(move || write_view(index, &inbox, &mark));
            let mut importing = Importing {
                log,
                blobs,
                index,
                world,
                heads,
                roll,
                last_hlc,
                wall_ms,
                jobs,
                salted: Vec::new(),
                waiting: Vec::new(),
                at_hand: 0,
                places: Vec::new(),
            };
            let worked = work(&mut importing).and_then(|()| importing.finish().map_err(E::from));
            let watermark = super::fold::watermark(importing.log, *importing.last_hlc);
            drop(importing);
            if worked.is_ok() {
                let _ = marks.send(watermark.clone());
            }
            drop(marks);
            let written = match writer.join() {
                Ok(written) => written.map_err(|fault| E::from(BookError::Index(fault))),
                Err(_) => Err(E::from(BookError::Io(std::io::Error::other(
                    "the writer of the view ended",
                )))),
            };
            worked?;
            written?;
            Ok(watermark)
        });
        done?;
        self.world.batches.clear();
        self.behind = 0;
        Ok(())
    }
}

/// The writer: carries jobs out in their order, and ends the load once it is told what the view has then seen.
fn write_view(index: &Index, inbox: &Receiver<Job>, mark: &Receiver<Watermark>) -> Result<(), IndexFault> {
    let mut loader = index.load()?;
    for job in inbox {
        job(&mut loader)?;
    }
    match mark.recv() {
        Ok(watermark) => loader.finish(watermark),
        // Cut off: the load stays unfinished, and the view says so.
        Err(_) => Ok(()),
    }
}

impl Importing<'_> {
    /// The person that the next operation would add.
    #[must_use]
    pub fn next_person(&self) -> PersonId {
        let next = self.log.next_id();
        let waiting = u64::try_from(self.waiting.len()).unwrap_or(u64::MAX);
        PersonId::of_op(
            next.log.node.0,
            next.log.incarnation,
            next.seq.saturating_add(waiting),
        )
    }

    /// Takes one operation. Operations on one batch should come one after the other: its registrations are written
    /// once for each run of them.
    pub fn push(&mut self, draft: Draft) -> Result<(), BookError> {
        let (op, blob) = draft.seal()?;
        self.salted.extend(blob);
        self.waiting.push((draft, op));
        if self.waiting.len() >= TOGETHER {
            self.write()
        } else {
            Ok(())
        }
    }

    /// Makes what waits durable, then folds it.
    fn write(&mut self) -> Result<(), BookError> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        if !self.salted.is_empty() {
            for blob in self.salted.drain(..) {
                self.blobs.put(&blob)?;
            }
            self.blobs.sync()?;
        }
        let mut stamps: Vec<Stamp> = Vec::with_capacity(self.waiting.len());
        let mut bulk = self.log.bulk()?;
        for (_, op) in &self.waiting {
            let appended = bulk.push(std::slice::from_ref(op), self.wall_ms)?;
            stamps.extend(appended.iter().map(|(id, hlc)| stamp(id, hlc)));
        }
        bulk.finish()?;
        if let Some(last) = stamps.last() {
            *self.last_hlc = last.hlc;
        }
        let mut at_work: Option<(BatchId, Touched)> = None;
        let mut people: Vec<PersonId> = Vec::new();
        let waiting = std::mem::take(&mut self.waiting);
        if waiting
            .iter()
            .any(|(draft, _)| matches!(draft.subject, Subject::Person(_)))
        {
            // People are read from the view: what was said of them before must be there.
            self.wait()?;
        }
        for ((draft, _), stamp) in waiting.into_iter().zip(stamps) {
            let subject = match draft.subject {
                Subject::Person(id) if id.0 == [0; 16] => Subject::Person(stamp.person()),
                subject => subject,
            };
            match subject {
                Subject::Batch(id) if at_work.as_ref().is_none_or(|(at, _)| *at != id) => {
                    if let Some((done, touched)) = at_work.replace((id, Touched::default())) {
                        self.put_batch(done, touched)?;
                    }
                    self.bring_batch(id)?;
                }
                Subject::Person(id) => {
                    if !self.world.people.contains_key(&id)
                        && let Some(person) = rows::PEOPLE.get(self.index, &id.0)?
                    {
                        self.world.people.insert(id, person);
                    }
                    people.push(id);
                }
                _ => {}
            }
            let change = self
                .world
                .fold(self.roll, subject, stamp, &draft.body, draft.blob.as_deref());
            if let (Subject::Batch(_), Some((_, touched))) = (subject, &mut at_work) {
                touched.slots.extend(change.touched.slots);
                touched.placed.extend(change.touched.placed);
            }
            if let (Subject::Person(id), Some(number)) = (subject, change.number) {
                self.send(move |loader| loader.put(&rows::NUMBERS, &rows::number_key(number), &id))?;
            }
            self.put_plan(subject)?;
        }
        if let Some((done, touched)) = at_work {
            self.put_batch(done, touched)?;
        }
        people.sort_unstable();
        people.dedup();
        let states: Vec<_> = people
            .into_iter()
            .filter_map(|id| Some((id, self.world.people.remove(&id)?)))
            .collect();
        // The numbers at hand are for folding everything anew; here the view has them.
        self.world.numbers.clear();
        if states.is_empty() {
            return Ok(());
        }
        self.send(move |loader| {
            states
                .iter()
                .try_for_each(|(id, state)| rows::PEOPLE.load(loader, &id.0, state))
        })
    }

    fn put_plan(&self, subject: Subject) -> Result<(), BookError> {
        match subject {
            Subject::Unit(id) => match self.world.units.get(&id).cloned() {
                Some(unit) => self.send(move |loader| rows::UNITS.load(loader, &id.0, &unit)),
                None => Ok(()),
            },
            Subject::Course(id) => match self.world.courses.get(&id).cloned() {
                Some(course) => self.send(move |loader| rows::COURSES.load(loader, &id.0, &course)),
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }

    fn bring_batch(&mut self, id: BatchId) -> Result<(), BookError> {
        if self.world.batches.contains_key(&id) {
            return Ok(());
        }
        if self.at_hand > AT_HAND {
            self.world.batches.clear();
            self.at_hand = 0;
        }
        let Some(head) = self.heads.get(&id).cloned() else {
            return Ok(());
        };
        let mut regs = Vec::new();
        if head.slots > 0 {
            self.wait()?;
            for row in self.index.prefix(&rows::CHUNKS, &id.0)? {
                regs.extend(row?.1);
            }
        }
        self.world.batches.insert(id, BatchState::of(head, regs));
        Ok(())
    }

    fn put_batch(&mut self, id: BatchId, touched: Touched) -> Result<(), BookError> {
        let Some(batch) = self.world.batches.get(&id) else {
            return Ok(());
        };
        self.at_hand = self.at_hand.saturating_add(touched.placed.len());
        self.heads.insert(id, batch.head.clone());
        let head = batch.head.clone();
        let chunks: Vec<_> = touched
            .chunks()
            .into_iter()
            .map(|chunk| (chunk, batch.chunk(usize::from(chunk)).to_vec()))
            .collect();
        self.places.extend(touched.placed);
        self.send(move |loader| {
            rows::HEADS.load(loader, &id.0, &head)?;
            chunks
                .iter()
                .try_for_each(|(chunk, regs)| loader.put(&rows::CHUNKS, &rows::chunk_key(id, *chunk), regs))
        })
    }

    fn send(
        &self,
        job: impl FnOnce(&mut Loader<'_>) -> Result<(), IndexFault> + Send + 'static,
    ) -> Result<(), BookError> {
        let ended = |_| BookError::Io(std::io::Error::other("the writer of the view ended"));
        self.jobs.send(Box::new(job)).map_err(ended)
    }

    /// Waits until the writer has done all that was sent.
    fn wait(&self) -> Result<(), BookError> {
        let (done, heard) = sync_channel(1);
        self.send(move |_| {
            let _ = done.send(());
            Ok(())
        })?;
        heard
            .recv()
            .map_err(|_| BookError::Io(std::io::Error::other("the writer of the view ended")))
    }

    /// Writes what waits, and the new places of people.
    fn finish(&mut self) -> Result<(), BookError> {
        self.write()?;
        self.wait()?;
        self.places.sort_unstable();
        for run in self.places.chunk_by(|(a, _), (b, _)| a == b) {
            let Some((id, _)) = run.first().copied() else {
                continue;
            };
            let mut person = rows::PEOPLE.get(self.index, &id.0)?.unwrap_or_default();
            for (_, place) in run {
                person.placed(*place);
            }
            self.send(move |loader| rows::PEOPLE.load(loader, &id.0, &person))?;
        }
        self.places = Vec::new();
        Ok(())
    }
}
