//! One part after another: where the last one ended, the next begins.

use super::{Part, blobs::Sealing};
use crate::{
    bundle::{
        KeyId, Recipient, columns,
        format::MAX_FRAME,
        frame::{Base, Certs, FrameType, Haves, Manifest, Span},
        header::{self, Header, Purpose},
        write::{WriteError, Writer},
    },
    exchange::{
        Exchange, ExchangeError,
        own::{each_entry, receipt},
        plan::{ONE_PART, Plan, may_part},
    },
    ledger::{clock::Hlc, id::LogId},
    store::{
        book::{Book, BookError},
        secret,
    },
};
use std::{collections::VecDeque, io::Write, ops::ControlFlow};

/// Bytes of segments that are packed together.
const GROUP: usize = 3 << 20;

/// A frame that waits to be written.
pub(super) enum Waiting {
    /// Of segments: its payload, and how many bytes of segments are in it.
    Segments(Vec<u8>, u64),
    /// Of blobs that every recipient may have.
    Blobs(Vec<u8>),
    /// Of survey boxes.
    Survey(Vec<u8>),
    /// Sealed for one key.
    Sealed(KeyId, Vec<u8>),
}

/// How far the writing of a plan has come.
pub(super) struct Course {
    manifest: Manifest,
    set: [u8; 16],
    whole: bool,
    /// The most bytes of segments in a part.
    most: u64,
    number: u16,
    /// Which run, and up to where it was read.
    run: usize,
    after: u64,
    /// Frames that were made and not written.
    waiting: VecDeque<Waiting>,
    sealing: Sealing,
    /// Frames of survey boxes that go along.
    surveys: VecDeque<Vec<u8>>,
    /// Sealed blobs of others that go along.
    relayed: VecDeque<crate::exchange::desk::relays::Sealed>,
    done: u64,
}

impl Course {
    pub(super) fn new(
        exchange: &Exchange,
        book: &Book,
        plan: &Plan,
        set: [u8; 16],
        (wall_ms, most): (u64, u64),
    ) -> Self {
        let mut bases: Vec<Base> = plan
            .runs
            .iter()
            .map(|run| Base {
                log: run.log,
                seq: run.after,
            })
            .collect();
        bases.sort_by_key(|base| base.log);
        let mut carries: Vec<Span> = plan
            .runs
            .iter()
            .map(|run| Span {
                log: run.log,
                first: run.after.saturating_add(1),
                last: run.upto,
            })
            .collect();
        carries.sort_by_key(|span| span.log);
        Self {
            manifest: Manifest {
                software: concat!("balai ", env!("CARGO_PKG_VERSION")).to_owned(),
                made: Hlc::new(wall_ms, 0),
                bases,
                carries,
            },
            set,
            whole: plan.raw <= ONE_PART.min(most),
            most,
            number: 0,
            run: 0,
            after: plan.runs.first().map_or(0, |run| run.after),
            waiting: VecDeque::new(),
            sealing: Sealing::new(exchange, book, plan),
            surveys: exchange.survey_frames(book).into(),
            relayed: exchange.to_relay(book, plan).into(),
            done: 0,
        }
    }

    /// Writes the next part: as much as it takes.
    pub(super) fn part(
        &mut self,
        exchange: &mut Exchange,
        book: &mut Book,
        plan: &Plan,
        out: &mut dyn Write,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Part, ExchangeError> {
        self.number = self.number.saturating_add(1);
        let id = if self.number == 1 {
            self.set
        } else {
            secret::random::<16>().map_err(|fault| std::io::Error::other(fault.to_string()))?
        };
        let keys = recipients(book, &plan.to);
        let header = Header {
            set: self.set,
            part: header::Part {
                number: self.number,
                of: self.whole.then_some(1),
            },
            ..Header::new(id, book.log_id(), Purpose::Exchange)
        };
        let mut writer = Writer::new(out, header, &keys, &self.manifest)?;
        if self.number == 1 {
            let list = book.certs();
            if !list.is_empty() {
                writer.frame(FrameType::Certs, 0, &Certs { list }.to_bytes())?;
            }
        }
        if let Some(payload) = introduction(exchange, book, plan)? {
            writer.frame(FrameType::Segments, 0, &payload)?;
        }
        if self.number == 1 {
            for payload in have_frames(exchange) {
                writer.frame(FrameType::Have, 0, &payload)?;
            }
        }
        progress(self.done, plan.raw);
        let (mut last, mut here) = (false, 0_u64);
        loop {
            let Some(next) = self.next(exchange, book, plan)? else {
                last = true;
                break;
            };
            if let Waiting::Segments(_, raw) = &next {
                if here > 0 && here.saturating_add(*raw) > self.most {
                    self.waiting.push_front(next);
                    break;
                }
                here = here.saturating_add(*raw);
            }
            let written = match &next {
                Waiting::Segments(payload, _) => writer.frame(FrameType::Segments, 0, payload),
                Waiting::Blobs(payload) => writer.frame(FrameType::Blobs, 0, payload),
                Waiting::Survey(payload) => writer.frame(FrameType::Survey, 0, payload),
                Waiting::Sealed(key, payload) => writer.sealed(*key, payload),
            };
            match written {
                Ok(()) => {
                    if let Waiting::Segments(_, raw) = next {
                        self.done = self.done.saturating_add(raw);
                        progress(self.done, plan.raw);
                    }
                }
                Err(WriteError::Full) if !self.whole => {
                    self.waiting.push_front(next);
                    break;
                }
                // What does not fit the only part of a small plan is survey boxes and sealed blobs: they go next time.
                Err(WriteError::Full) if !matches!(next, Waiting::Segments(..)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        let parts = (last && !self.whole).then_some(self.number);
        let written = writer.finish(book.key(), parts)?;
        Ok(Part {
            id: written.id,
            bytes: written.len,
            last,
        })
    }

    /// The next frame; `None` where all is written.
    fn next(
        &mut self,
        exchange: &Exchange,
        book: &mut Book,
        plan: &Plan,
    ) -> Result<Option<Waiting>, ExchangeError> {
        loop {
            if let Some(next) = self.waiting.pop_front() {
                return Ok(Some(next));
            }
            if self.group(book, plan)? {
                continue;
            }
            if self.sealing.finish(book, &mut self.waiting)? {
                continue;
            }
            if let Some(payload) = self.surveys.pop_front() {
                return Ok(Some(Waiting::Survey(payload)));
            }
            let Some(sealed) = self.relayed.pop_front() else {
                return Ok(None);
            };
            if let Some(bytes) = exchange
                .desk
                .sealed_bytes(&sealed)
                .filter(|bytes| bytes.len() <= MAX_FRAME)
            {
                return Ok(Some(Waiting::Sealed(KeyId(sealed.recipient), bytes)));
            }
        }
    }

    /// Makes frames of the next segments and of their blobs; answers whether there were any.
    fn group(&mut self, book: &mut Book, plan: &Plan) -> Result<bool, ExchangeError> {
        let Some(run) = plan.runs.get(self.run).copied() else {
            return Ok(false);
        };
        let (mut segments, mut raw, mut after) = (Vec::new(), 0, self.after);
        let group = usize::try_from(self.most).map_or(GROUP, |most| most.min(GROUP));
        book.segments_after::<BookError>(run.log, self.after, |head, bytes| {
            if head.first_seq > run.upto || raw > 0 && raw + bytes.len() > group {
                return Ok(false);
            }
            raw += bytes.len();
            after = head.next_seq().saturating_sub(1);
            segments.push(bytes.to_vec());
            Ok(true)
        })?;
        if segments.is_empty() || after >= run.upto {
            self.run += 1;
            self.after = plan.runs.get(self.run).map_or(0, |run| run.after);
        } else {
            self.after = after;
        }
        if segments.is_empty() {
            return Ok(true);
        }
        let borrowed: Vec<&[u8]> = segments.iter().map(Vec::as_slice).collect();
        let payload = columns::pack(&borrowed);
        let bytes = u64::try_from(raw).unwrap_or(u64::MAX);
        self.waiting.push_back(Waiting::Segments(payload, bytes));
        for segment in &segments {
            let mut named = Vec::new();
            let _ = each_entry(segment, |entry| {
                if entry.id.seq > run.after
                    && let Some(hash) = entry.op.blob
                {
                    named.push((entry.id, hash, super::super::own::about(book, entry)));
                }
                ControlFlow::<()>::Continue(())
            });
            for (op, hash, about) in named {
                self.sealing.take(book, op, &hash, about, &mut self.waiting)?;
            }
        }
        self.sealing.end_group(&mut self.waiting);
        Ok(true)
    }
}

/// What makes us known to a centre that has not confirmed to have it, such as one made again from paper: the segment of
/// the former centre's ledger that let us in. It lies in front of every part, for of a stranger's file only the front is
/// read.
fn introduction(exchange: &Exchange, book: &Book, plan: &Plan) -> Result<Option<Vec<u8>>, ExchangeError> {
    let roll = book.roll();
    let own = roll.node(book.log_id()).and_then(|node| node.enrolled);
    let (Some(op), Some(hub)) = (own, roll.hub()) else {
        return Ok(None);
    };
    if hub == op.log || !plan.to.contains(&hub) {
        return Ok(None);
    }
    if receipt(book, &exchange.haves, hub, &book.holding(op.log)) >= op.seq {
        return Ok(None);
    }
    let mut payload = None;
    book.segments_after::<BookError>(op.log, op.seq.saturating_sub(1), |_, bytes| {
        payload = Some(columns::pack(&[bytes]));
        Ok(false)
    })?;
    Ok(payload)
}

/// The keys of open ledgers, and of one that is told that it was closed.
fn recipients(book: &Book, to: &[LogId]) -> Vec<Recipient> {
    let roll = book.roll();
    to.iter()
        .filter(|log| roll.is_open(**log) || may_part(roll, **log))
        .filter_map(|log| roll.node(*log))
        .map(|node| Recipient(node.recipient))
        .collect()
}

/// All have-lists, the newest of each node, in frames.
fn have_frames(exchange: &Exchange) -> Vec<Vec<u8>> {
    let (mut frames, mut list, mut room) = (Vec::new(), Vec::new(), 0);
    for have in exchange.haves.signed() {
        let length = have.as_bytes().len();
        if room + length > MAX_FRAME / 2 && !list.is_empty() {
            let full = Haves {
                list: std::mem::take(&mut list),
            };
            frames.push(full.to_bytes());
            room = 0;
        }
        room += length;
        list.push(have);
    }
    if !list.is_empty() {
        frames.push(Haves { list }.to_bytes());
    }
    frames
}
