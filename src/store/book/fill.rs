//! Much at once: folded here, while a second thread writes the view.
//!
//! ```text
//! operations -> sorted by what they are about -> folds -> jobs -> writer thread -> view
//! ```
//!
//! While this runs, the view on the disk says of itself that it is not to be believed: whatever cuts it off, the view
//! is then made anew from the ledgers. Memory is bounded by the batches at hand, the jobs that wait, and 12 bytes for
//! each registration until its person is written.

mod places;

use super::{BookError, rows, sources::Op, unheeded::Unheeded};
use crate::{
    domain::id::{BatchId, PersonId},
    ledger::{blob::BlobHash, id::OpId},
    state::{
        batch::{BatchState, Head, Touched},
        roll::Roll,
        world::{Subject, World},
    },
    store::index::{Index, IndexFault, Loader, Watermark},
};
use places::Places;
use rustc_hash::FxHashMap;
use std::{
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread,
};

/// How many operations are sorted and folded together.
const TOGETHER: usize = 4_096;

/// How many jobs may wait for the writer, which bounds the memory they hold.
const WAITING: usize = 32;

/// Registrations at hand before batches are let go.
const AT_HAND: usize = 20_000;

/// As how many registrations the head of a batch counts.
const HEAD: usize = 8;

/// A piece of work for the thread that writes the view.
type Job = Box<dyn FnOnce(&mut Loader<'_>) -> Result<(), IndexFault> + Send>;

/// A view being filled.
pub(super) struct Fill<'a> {
    index: &'a Index,
    roll: &'a Roll,
    world: &'a mut World,
    heads: &'a mut FxHashMap<BatchId, Head>,
    jobs: SyncSender<Job>,
    waiting: Vec<Op>,
    at_hand: usize,
    /// New places of people; written at the end, person by person.
    places: Places,
    /// Operations that had no effect.
    pub(super) ignored: Unheeded,
}

/// Fills the view: `work` folds and gives the filling back, and `mark` says what the view has then seen.
pub(super) fn filling<'a, T, E: From<BookError>>(
    index: &'a Index,
    roll: &'a Roll,
    world: &'a mut World,
    heads: &'a mut FxHashMap<BatchId, Head>,
    work: impl FnOnce(Fill<'a>) -> Result<(T, Fill<'a>), E>,
    mark: impl FnOnce(&T) -> Watermark,
) -> Result<T, E> {
    // Batches at hand were folded before: what is folded now brings its own.
    world.batches.clear();
    thread::scope(|scope| {
        let (jobs, inbox) = sync_channel::<Job>(WAITING);
        let (marks, marked) = sync_channel::<Watermark>(1);
        let writer = scope.spawn(move || write_view(index, &inbox, &marked));
        let fill = Fill {
            index,
            roll,
            world,
            heads,
            jobs,
            waiting: Vec::new(),
            at_hand: 0,
            places: Places::default(),
            ignored: Unheeded::default(),
        };
        let worked = work(fill).and_then(|(done, mut fill)| {
            fill.finish()?;
            Ok(done)
        });
        if let Ok(done) = &worked {
            let _ = marks.send(mark(done));
        }
        drop(marks);
        let written = match writer.join() {
            Ok(written) => written.map_err(|fault| E::from(BookError::Index(fault))),
            Err(_) => Err(E::from(ended())),
        };
        let done = worked?;
        written?;
        Ok(done)
    })
}

fn ended() -> BookError {
    BookError::Io(std::io::Error::other("the writer of the view ended"))
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

impl Fill<'_> {
    /// Takes an operation to be folded, sooner or later before the end.
    pub(super) fn push(&mut self, op: Op) -> Result<(), BookError> {
        self.waiting.push(op);
        if self.waiting.len() >= TOGETHER {
            self.fold()
        } else {
            Ok(())
        }
    }

    /// Keeps an operation of the roll, to make the roll anew of.
    pub(super) fn fact(&self, id: OpId, fact: rows::Fact) -> Result<(), BookError> {
        self.send(move |loader| rows::FACTS.load(loader, &rows::op_key(id), &fact))
    }

    /// Notes whether the personal data of an operation is still to come.
    pub(super) fn absent(&self, id: OpId, hash: Option<BlobHash>) -> Result<(), BookError> {
        self.send(move |loader| match hash {
            Some(hash) => loader.put(&rows::ABSENT, &rows::op_key(id), &hash),
            None => loader.remove(&rows::ABSENT, &rows::op_key(id)),
        })
    }

    /// Folds what waits.
    pub(super) fn fold(&mut self) -> Result<(), BookError> {
        let mut waiting = std::mem::take(&mut self.waiting);
        // Folds of different entities do not meet; of one entity the order stays.
        waiting.sort_by_key(|op| op.subject.on_record());
        if waiting.iter().any(|op| matches!(op.subject, Subject::Person(_))) {
            // People are read from the view: what was said of them before must be there.
            self.wait()?;
        }
        if self.places.is_full() {
            self.wait()?;
            self.write_places()?;
        }
        let mut at_work: Option<(BatchId, Touched)> = None;
        let mut people: Vec<PersonId> = Vec::new();
        for op in waiting {
            let subject = super::sources::subject(op.subject, op.stamp);
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
            if op.absent.is_some() {
                self.absent(op.id, op.absent)?;
            }
            let change = op.fold(self.world, self.roll, subject);
            self.ignored.see(op.id, change.ignored);
            if let (Subject::Batch(_), Some((_, touched))) = (subject, &mut at_work) {
                touched.slots.extend(change.touched.slots);
                touched.placed.extend(change.touched.placed);
            }
            if let (Subject::Person(id), Some(number)) = (subject, change.number) {
                self.send(move |loader| loader.put(&rows::NUMBERS, &rows::number_key(number), &id))?;
            }
            if let (Subject::Person(id), Some(number)) = (subject, change.forgotten) {
                self.wait()?;
                if self.index.get(&rows::NUMBERS, &rows::number_key(number))? == Some(id) {
                    self.send(move |loader| loader.remove(&rows::NUMBERS, &rows::number_key(number)))?;
                }
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
        // The numbers at hand are for folding in memory; here the view has them.
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
        // First of all: batches that were brought while they were empty are at hand, and fill.
        if self.at_hand > AT_HAND {
            self.world.batches = FxHashMap::default();
            self.at_hand = 0;
        }
        if self.world.batches.contains_key(&id) {
            return Ok(());
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
        self.at_hand = self.at_hand.saturating_add(regs.len()).saturating_add(HEAD);
        self.world.batches.insert(id, BatchState::of(head, regs));
        Ok(())
    }

    fn put_batch(&mut self, id: BatchId, touched: Touched) -> Result<(), BookError> {
        let Some(batch) = self.world.batches.get(&id) else {
            return Ok(());
        };
        self.at_hand = self.at_hand.saturating_add(touched.placed.len());
        if self.heads.insert(id, batch.head.clone()).is_none() {
            self.at_hand = self.at_hand.saturating_add(HEAD);
        }
        let head = batch.head.clone();
        let chunks: Vec<_> = touched
            .chunks()
            .into_iter()
            .map(|chunk| (chunk, batch.chunk(usize::from(chunk)).to_vec()))
            .collect();
        for (person, place) in touched.placed {
            self.places.push(person, place);
        }
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
        self.jobs.send(Box::new(job)).map_err(|_| ended())
    }

    /// Waits until the writer has done all that was sent.
    fn wait(&self) -> Result<(), BookError> {
        let (done, heard) = sync_channel(1);
        self.send(move |_| {
            let _ = done.send(());
            Ok(())
        })?;
        heard.recv().map_err(|_| ended())
    }

    /// Folds what waits, and writes the new places of people.
    fn finish(&mut self) -> Result<(), BookError> {
        self.fold()?;
        self.wait()?;
        self.world.batches.clear();
        self.write_places()
    }

    fn write_places(&mut self) -> Result<(), BookError> {
        let places = std::mem::take(&mut self.places);
        for id in places.people() {
            let mut person = rows::PEOPLE.get(self.index, &id.0)?.unwrap_or_default();
            for place in places.of(id) {
                person.placed(place);
            }
            self.send(move |loader| rows::PEOPLE.load(loader, &id.0, &person))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        ledger::{
            body::{plan::Name, seat::Request},
            clock::Hlc,
            id::LogId,
            key::NodeKey,
        },
        store::book::{fold::stamp, sources::Said},
    };

    #[test]
    fn batches_that_were_brought_while_they_were_empty_are_let_go_when_they_have_filled() {
        let log = LogId::new(1, 1);
        let (index, roll) = (
            Index::in_memory().unwrap(),
            Roll::alone(log, NodeKey::from_seed(&[1; 32]).public()),
        );
        let (mut world, mut heads) = (World::default(), FxHashMap::default());
        let batches = 100;
        let op = |seq: u64| {
            let id = log.op(seq);
            let body = Request {
                person: Name(PersonId::of_op(1, 1, seq).0),
                attempt: 1,
                unsure: None,
            };
            Op {
                id,
                subject: Subject::Batch(BatchId([u8::try_from(seq % batches).unwrap(); 16])),
                stamp: stamp(id, Hlc(seq)),
                said: Said::Body(body.into()),
                blob: None,
                absent: None,
            }
        };
        let most = filling::<_, BookError>(
            &index,
            &roll,
            &mut world,
            &mut heads,
            |mut fill| {
                let mut most = 0;
                for seq in 1..=30_000 {
                    fill.push(op(seq))?;
                    // A batch a time, as a ledger has them; before that, each of them once.
                    if seq % 1_000 == 0 || seq == batches {
                        fill.fold()?;
                        let at_hand = fill.world.batches.values().map(|batch| batch.regs().len());
                        most = most.max(at_hand.sum());
                    }
                }
                Ok((most, fill))
            },
            |_| Watermark::new(),
        )
        .unwrap();
        assert!(most <= AT_HAND + 2_000, "{most}");
        let slots: u32 = heads.values().map(|head: &Head| head.slots).sum();
        assert_eq!(slots, 30_000);
    }
}
