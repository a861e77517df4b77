//! Taking in what a bundle carries, frame by frame.

use super::{
    Reading,
    drive::{self, File},
    take_certs,
};
use crate::{
    bundle::{
        KeyId, Recipient, columns,
        frame::{Blobs, Certs, Frame, FrameType, Haves, Manifest, SurveyBox, Surveys},
        sealed,
    },
    exchange::{
        Exchange, ExchangeError,
        desk::{Desk, marks::Refusal, matters::Found},
        haves::{Haves as Known, Taken as HaveTaken},
        surveys::MOST_TAKEN,
    },
    ledger::{
        blob::{BlobHash, hash_of},
        id::{LogId, OpId},
        segment::{SegmentError, SegmentView},
    },
    state::sync::MatterKind,
    store::{
        book::{Book, Receiving},
        shelf::{Holding, Outcome},
    },
};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// The most operations whose blobs are looked out for, before the segments of one more frame: a bundle of nothing but
/// sealed blobs has no frame behind which they could be let go. What is let go too early is asked for again.
const MAX_NAMED: usize = 1 << 16;

/// What was taken in.
pub(super) struct TakenIn {
    /// What was here before.
    pub(super) before: Vec<Holding>,
    /// Operations that were here already.
    pub(super) known: u64,
    /// Ledgers of which something was held back.
    pub(super) held: BTreeSet<LogId>,
    /// What was found on the way.
    pub(super) found: Vec<Found>,
    /// Survey boxes, not verified yet.
    pub(super) boxes: Vec<SurveyBox>,
    /// Whether the file was read to its end, and there was room for all of it.
    pub(super) complete: bool,
}

/// Everything that the frames are taken into.
struct Taking<'a> {
    desk: &'a mut Desk,
    own_key: KeyId,
    /// Only the good part of a file is read, which nobody has signed: nothing that cannot prove itself is kept of it.
    salvaging: bool,
    /// Blobs by the operations of the frames of segments since the last frame of blobs.
    named: FxHashMap<OpId, BlobHash>,
    after_blobs: bool,
    missing: FxHashMap<OpId, BlobHash>,
    covers: Vec<(LogId, u64)>,
    haves: Vec<crate::bundle::frame::SignedHave>,
    boxes: Vec<SurveyBox>,
    /// Bytes of them.
    boxed: usize,
    producer: String,
    known: u64,
    held: BTreeSet<LogId>,
    found: Vec<Found>,
}

impl Exchange {
    /// Takes in all of a file that can be taken.
    pub(super) fn take(
        &mut self,
        book: &mut Book,
        file: File<'_>,
        producer: Option<LogId>,
        reading: &mut Reading<'_>,
    ) -> Result<TakenIn, ExchangeError> {
        // Before anything else: who may be believed.
        let mut certs = Vec::new();
        let _ = drive::drive(file, book, &mut |_, _| {}, &mut |_, frame, payload| {
            match frame.kind {
                FrameType::Certs => certs.extend(Certs::read(payload).unwrap_or_default().list),
                FrameType::Manifest => {}
                // Certificates lie in front.
                _ => return Err(ExchangeError::NoBundle),
            }
            Ok(())
        });
        take_certs(book, &certs)?;
        book.seal()?;
        let before = book.holdings();
        let identity = drive::identity(file.files, book, file.path)?;
        let roll = book.roll().clone();
        let keys = |log: LogId| file.key(log, roll.key(log));
        let own_key = Recipient::of(&identity)
            .map_err(|_| ExchangeError::Alone)?
            .key_id();
        let mut taking = Taking {
            desk: &mut self.desk,
            own_key,
            salvaging: file.salvaging,
            named: FxHashMap::default(),
            after_blobs: false,
            missing: book.missing_blobs()?.into_iter().collect(),
            covers: Vec::new(),
            haves: Vec::new(),
            boxes: Vec::new(),
            boxed: 0,
            producer: producer.map(|log| super::called(book, log)).unwrap_or_default(),
            known: 0,
            held: BTreeSet::new(),
            found: Vec::new(),
        };
        let mut complete = Ok(false);
        let progress = &mut *reading.progress;
        book.receive::<ExchangeError>(reading.wall_ms, |rx| {
            let read = drive::each(file, &identity, &keys, progress, &mut |frame, payload| {
                taking.frame(rx, frame, payload)
            });
            // What was read until then is kept and folded; the damage is said behind it.
            match read {
                Err(error @ (ExchangeError::Book(_) | ExchangeError::Desk(_))) => Err(error),
                read => {
                    complete = read;
                    Ok(())
                }
            }
        })?;
        let Taking {
            haves,
            boxes,
            known,
            held,
            mut found,
            ..
        } = taking;
        let from = producer.map_or_else(String::new, |log| super::called(book, log));
        self.take_haves(book, haves, &from, reading.wall_ms, &mut found)?;
        if let Some(producer) = producer {
            let held: Vec<LogId> = held.iter().copied().collect();
            self.desk.note_carriers(&held, producer)?;
        }
        Ok(TakenIn {
            before,
            known,
            held,
            // What found no room is to be taken when the bundle is read again.
            complete: complete? && !found.iter().any(|matter| matter.kind == MatterKind::NoRoom),
            found,
            boxes,
        })
    }

    /// Takes have-lists, once everybody is known whom the bundle makes known.
    fn take_haves(
        &mut self,
        book: &mut Book,
        haves: Vec<crate::bundle::frame::SignedHave>,
        from: &str,
        wall_ms: u64,
        found: &mut Vec<Found>,
    ) -> Result<(), ExchangeError> {
        let own = book.log_id();
        let mut new = Vec::new();
        for have in haves {
            let log = have.log();
            if log == own && self.is_another_of_ours(book, &have) {
                // Two machines count on with one number: neither would ever be sent what the other has.
                found.push(Found::new(MatterKind::Restored, from).of_log(own));
                book.doubt_own_ledger()?;
            }
            if log == own
                && have.claim().n > self.desk.own_have()
                && book.roll().key(own).is_some_and(|key| have.verify(&key).is_ok())
            {
                // Ours, and not remembered here: the next one must have a higher number, also than lists that have not
                // come yet where none is remembered.
                let lost = self.haves.signed_by(own).is_none();
                let least = if lost { wall_ms } else { 0 };
                self.desk.note_own_have(have.claim().n.max(least))?;
            }
            let key = book.roll().key(log);
            if Known::take(&mut self.haves, have, key) == HaveTaken::New {
                new.push(log);
            }
        }
        self.haves.keep(&new, &mut self.desk)?;
        for log in new.into_iter().filter(|log| *log != own) {
            let Some(have) = self.haves.get(log) else { continue };
            for refused in have.refused.iter().filter(|refused| refused.log == own) {
                let matter = Found::new(MatterKind::SetAsideThere, &super::called(book, log))
                    .of_log(log)
                    .of_ops(refused.seq, refused.seq);
                found.push(matter);
            }
        }
        self.rollback(book, found)
    }

    /// Whether a have-list of ours with the number of our last one says something else: two machines write this ledger.
    /// Where our own of that number is not here any more, nothing is known.
    fn is_another_of_ours(&self, book: &Book, have: &crate::bundle::frame::SignedHave) -> bool {
        let own = book.log_id();
        let ours = self.haves.signed_by(own);
        ours.is_some_and(|ours| ours.claim().n == have.claim().n && ours.as_bytes() != have.as_bytes())
            && book.roll().key(own).is_some_and(|key| have.verify(&key).is_ok())
    }

    /// Tries again what waits: segments of ledgers that have become known, blobs sealed for us. Until nothing more
    /// comes of it.
    pub(super) fn retry(&mut self, book: &mut Book, wall_ms: u64) -> Result<Vec<Found>, ExchangeError> {
        let mut found = Vec::new();
        loop {
            let waiting = self.desk.waiting()?;
            let ready: Vec<_> = waiting
                .into_iter()
                .filter(|waiting| book.roll().node(waiting.log).is_some())
                .collect();
            if ready.is_empty() {
                break;
            }
            let desk = &mut self.desk;
            book.receive::<ExchangeError>(wall_ms, |rx| {
                for waiting in &ready {
                    if let Some(bytes) = desk.later_bytes(waiting) {
                        let outcome = rx.segment(&bytes)?;
                        weigh(desk, rx.book(), &bytes, outcome, &mut found)?;
                    }
                }
                Ok(())
            })?;
            // They are on the shelf now, or refused.
            for waiting in &ready {
                self.desk.drop_later(waiting)?;
            }
        }
        self.open_sealed(book, wall_ms)?;
        Ok(found)
    }

    /// Opens the blobs that were sealed for us, and lets go of those that nothing more is missing of.
    fn open_sealed(&mut self, book: &mut Book, wall_ms: u64) -> Result<(), ExchangeError> {
        let identity = book.identity().clone();
        let own = Recipient::of(&identity)
            .map_err(|_| ExchangeError::Alone)?
            .key_id();
        let waiting: Vec<_> = self
            .desk
            .sealed()
            .into_iter()
            .filter(|sealed| sealed.recipient == own.0)
            .collect();
        if waiting.is_empty() {
            return Ok(());
        }
        let missing: FxHashMap<OpId, BlobHash> = book.missing_blobs()?.into_iter().collect();
        let tips: FxHashMap<LogId, u64> = book
            .holdings()
            .into_iter()
            .map(|held| (held.log, held.seq))
            .collect();
        let mut done = Vec::new();
        let desk = &self.desk;
        book.receive::<ExchangeError>(wall_ms, |rx| {
            for sealed in waiting {
                let Some(bytes) = desk.sealed_bytes(&sealed) else {
                    done.push(sealed);
                    continue;
                };
                let (mut all, mut failed) = (true, None);
                let opened = sealed::open(&bytes, &identity, &mut |blobs| {
                    for entry in blobs.list {
                        // An operation that has not come yet: the blob waits with the file.
                        all &= tips.get(&entry.op.log).is_some_and(|seq| *seq >= entry.op.seq);
                        if let Some(hash) = missing.get(&entry.op)
                            && hash_of(&entry.salted) == *hash
                            && let Err(error) = rx.blob(hash, &entry.salted)
                        {
                            failed = Some(error);
                        }
                    }
                });
                if let Some(error) = failed {
                    return Err(error.into());
                }
                if all || opened.is_err() {
                    done.push(sealed);
                }
            }
            Ok(())
        })?;
        Ok(self.desk.drop_sealed(&done)?)
    }
}

impl Taking<'_> {
    fn frame(&mut self, rx: &mut Receiving<'_>, frame: &Frame, payload: &[u8]) -> Result<(), ExchangeError> {
        match frame.kind {
            FrameType::Manifest => {
                if let Ok(manifest) = Manifest::read(payload) {
                    self.covers = manifest
                        .carries
                        .iter()
                        .map(|span| (span.log, span.last))
                        .collect();
                }
            }
            FrameType::Have => self.haves.extend(Haves::read(payload).unwrap_or_default().list),
            FrameType::Segments => match columns::unpack(payload, columns::Caps::FRAME) {
                Ok(segments) => {
                    if std::mem::take(&mut self.after_blobs) || self.named.len() > MAX_NAMED {
                        self.named.clear();
                    }
                    for bytes in &segments {
                        self.segment(rx, bytes)?;
                    }
                }
                Err(error) => {
                    let matter = Found::new(MatterKind::Damaged, &self.producer).with(error.to_string());
                    self.found.push(matter);
                }
            },
            FrameType::Blobs => {
                self.after_blobs = true;
                for entry in Blobs::read(payload).unwrap_or_default().list {
                    let hash = self.named.get(&entry.op).or_else(|| self.missing.get(&entry.op));
                    if let Some(hash) = hash.filter(|hash| hash_of(&entry.salted) == **hash) {
                        rx.blob(hash, &entry.salted)?;
                    }
                }
            }
            FrameType::Survey => {
                // What is beyond the bound comes again: nobody has confirmed it.
                for one in Surveys::read(payload).unwrap_or_default().list {
                    self.boxed = self.boxed.saturating_add(one.as_bytes().len());
                    if self.boxed <= MOST_TAKEN {
                        self.boxes.push(one);
                    }
                }
            }
            FrameType::Sealed if !self.salvaging => {
                let key = KeyId(frame.tag.to_le_bytes());
                let roll = rx.book().roll();
                let open = |node: &&&crate::state::roll::Node| roll.is_open(node.log);
                let nodes = roll.nodes();
                let mut nodes = nodes.iter().filter(open);
                // Nobody carries what no open node can read.
                if key == self.own_key || nodes.any(|node| Recipient(node.recipient).key_id() == key) {
                    self.desk.keep_sealed(key.0, payload, &self.covers)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn segment(&mut self, rx: &mut Receiving<'_>, bytes: &[u8]) -> Result<(), ExchangeError> {
        let outcome = rx.segment(bytes)?;
        let Ok(view) = SegmentView::read(bytes) else {
            return Ok(());
        };
        match outcome {
            Outcome::Known => self.known = self.known.saturating_add(u64::from(view.head.op_count)),
            Outcome::Held { .. } => {
                self.held.insert(view.head.log);
            }
            _ => {}
        }
        if matches!(outcome, Outcome::New | Outcome::Held { .. } | Outcome::Known) {
            for entry in view.entries().map_while(Result::ok) {
                if let Some(hash) = entry.op.blob {
                    self.named.insert(entry.id, hash);
                }
            }
        }
        if self.salvaging && outcome == Outcome::UnknownLog {
            unknown(view.head.log, &mut self.found);
            return Ok(());
        }
        weigh(self.desk, rx.book(), bytes, outcome, &mut self.found)
    }
}

/// Notes a ledger that nobody has made known, once.
fn unknown(log: LogId, found: &mut Vec<Found>) {
    let unknown = Found::new(MatterKind::UnknownOffice, &log.to_string()).of_log(log);
    if !found.contains(&unknown) {
        found.push(unknown);
    }
}

/// Notes that something of a ledger found no room, once.
fn no_room(book: &Book, log: LogId, found: &mut Vec<Found>) {
    let full = Found::new(MatterKind::NoRoom, &super::called(book, log)).of_log(log);
    if !found.contains(&full) {
        found.push(full);
    }
}

/// What is to be remembered of a segment that was not simply taken.
fn weigh(
    desk: &mut Desk,
    book: &Book,
    bytes: &[u8],
    outcome: Outcome,
    found: &mut Vec<Found>,
) -> Result<(), ExchangeError> {
    let Ok(view) = SegmentView::read(bytes) else {
        return Ok(());
    };
    let head = view.head;
    let last = head.next_seq().saturating_sub(1);
    let matter = |kind| {
        Found::new(kind, &super::called(book, head.log))
            .of_log(head.log)
            .of_ops(head.first_seq, last)
    };
    match outcome {
        Outcome::New | Outcome::Known | Outcome::Held { .. } => {}
        Outcome::NoRoom => no_room(book, head.log, found),
        Outcome::Fork => {
            let kind = if head.log == book.log_id() {
                MatterKind::Restored
            } else {
                MatterKind::Fork
            };
            found.push(matter(kind));
        }
        Outcome::UnknownLog => {
            if !desk.keep_later(&head, bytes)? {
                no_room(book, head.log, found);
            }
            unknown(head.log, found);
        }
        Outcome::Bad(error) => {
            desk.note_refused(&Refusal {
                log: head.log,
                seq: head.first_seq,
                hash: head.hash(),
                reason: reason(&error),
            })?;
            found.push(matter(MatterKind::Damaged).with(error.to_string()));
        }
    }
    Ok(())
}

/// Why a segment was refused, by the number that have-lists say.
const fn reason(error: &SegmentError) -> u8 {
    match error {
        SegmentError::Signature => 1,
        SegmentError::OpsHash | SegmentError::Op { .. } | SegmentError::FirstDelta => 2,
        SegmentError::Chain | SegmentError::Gap { .. } => 3,
        _ => 4,
    }
}
