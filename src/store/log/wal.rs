//! `open.wal`: frames that are durable one by one, in a file that keeps its length.

use std::io;
use std::path::Path;

use crate::domain::rehearsal::{self, Mutant};
use crate::ledger::clock::Hlc;
use crate::ledger::frame::{END, Frame, Framing, HEADER, MAX_PAYLOAD, Tail};
use crate::ledger::id::LogId;
use crate::ledger::op::{Entries, NewOp, OpError, OpView};
use crate::store::files::{FileHandle, Files, Open};
use crate::store::log::LogError;

pub(super) const NAME: &str = "open.wal";

/// The operations of the frames read so far, one behind another, as they will be sealed.
#[derive(Debug)]
pub(super) struct Pending {
    log: LogId,
    pub(super) first_seq: u64,
    pub(super) ops: Vec<u8>,
    pub(super) count: u32,
    pub(super) first_hlc: Hlc,
    last_hlc: Hlc,
}

impl Pending {
    pub(super) const fn new(log: LogId, first_seq: u64) -> Self {
        Self {
            log,
            first_seq,
            ops: Vec::new(),
            count: 0,
            first_hlc: Hlc(0),
            last_hlc: Hlc(0),
        }
    }

    /// Takes a frame's operations; answers how many there are. Their stamps must join those before.
    pub(super) fn take(&mut self, frame: Frame<'_>) -> Result<u64, OpError> {
        let (delta, ..) = OpView::decode(frame.payload)?;
        let joined = if self.count == 0 {
            delta == 0
        } else {
            self.last_hlc.0.checked_add(delta) == Some(frame.stamp.0)
        };
        if !joined {
            return Err(OpError::Stamp);
        }
        let (mut count, mut last) = (0, frame.stamp);
        for entry in Entries::new(frame.payload, self.log, frame.seq, frame.stamp) {
            last = entry?.hlc;
            count += 1;
        }
        self.extend(frame.payload, count, frame.stamp, last);
        Ok(u64::from(count))
    }

    fn extend(&mut self, payload: &[u8], count: u32, first_hlc: Hlc, last_hlc: Hlc) {
        if self.count == 0 {
            self.first_hlc = first_hlc;
        }
        self.ops.extend_from_slice(payload);
        self.count += count;
        self.last_hlc = last_hlc;
    }
}

/// The open file.
#[derive(Debug)]
pub(super) struct Wal {
    file: Box<dyn FileHandle>,
    framing: Framing,
    pending: Pending,
    /// Where the next frame goes.
    end: u64,
    /// Bytes in the file, zeros or old frames behind `end`.
    length: u64,
    grow: u64,
    /// The frame being made: room for its header, then its operations.
    staged: Vec<u8>,
}

fn len(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

/// Reads the frames of a file's `bytes` that follow what is sealed.
pub(super) fn read(bytes: &[u8], log: LogId, next_seq: u64) -> Result<(Pending, Tail), LogError> {
    let mut pending = Pending::new(log, next_seq);
    let tail = Framing::of_log(log)
        .scan(bytes, next_seq, &mut |frame| pending.take(frame))
        .map_err(|error| LogError::damaged(NAME.to_owned(), error.into()))?;
    Ok((pending, tail))
}

/// The number of the first frame in a file: `next_seq`, or, where that is 0 and not known, what the file says.
pub(super) fn starts_at(bytes: &[u8], next_seq: u64) -> u64 {
    let said = bytes
        .get(4..12)
        .and_then(<[u8]>::first_chunk)
        .map(|number| u64::from_le_bytes(*number));
    if next_seq > 0 {
        next_seq
    } else {
        said.unwrap_or_default()
    }
}

impl Wal {
    /// Opens or makes the file; what follows the sealed operations is read, a torn last frame is cut off. Answers how
    /// many bytes that were.
    pub(super) fn open(
        files: &dyn Files,
        dir: &Path,
        log: LogId,
        next_seq: u64,
        grow: u64,
    ) -> Result<(Self, usize), LogError> {
        let path = dir.join(NAME);
        let opened = (|| {
            let file = files.open(&path, Open::Write)?;
            files.sync_dir(dir)?;
            Ok((file, files.read(&path)?))
        })();
        let (file, bytes) = opened.map_err(LogError::io(&path))?;
        let (pending, tail) = read(&bytes, log, next_seq)?;
        let end = u64::try_from(tail.end).unwrap_or(u64::MAX);
        let mut length = len(&bytes);
        if tail.torn > 0 {
            file.truncate(end)
                .and_then(|()| file.sync_data())
                .map_err(LogError::io(&path))?;
            length = end;
        }
        let framing = Framing::of_log(log);
        Ok((
            Self {
                file,
                framing,
                pending,
                end,
                length,
                grow,
                staged: Vec::new(),
            },
            tail.torn,
        ))
    }

    pub(super) const fn first_seq(&self) -> u64 {
        self.pending.first_seq
    }

    /// Where the next frame goes.
    pub(super) const fn end(&self) -> u64 {
        self.end
    }

    pub(super) const fn next_seq(&self) -> u64 {
        self.pending.first_seq + self.pending.count as u64
    }

    /// How many operations are open.
    pub(super) const fn ops(&self) -> u32 {
        self.pending.count
    }

    /// How many bytes they take in a segment.
    pub(super) const fn bytes(&self) -> usize {
        self.pending.ops.len()
    }

    pub(super) fn open_ops(&self) -> &[u8] {
        &self.pending.ops
    }

    pub(super) fn first_hlc(&self) -> Option<Hlc> {
        (self.pending.count > 0).then_some(self.pending.first_hlc)
    }

    pub(super) fn last_hlc(&self) -> Option<Hlc> {
        (self.pending.count > 0).then_some(self.pending.last_hlc)
    }

    /// Encodes a group with its first stamp as the next frame; answers the bytes of its operations.
    pub(super) fn stage(&mut self, group: &[NewOp], first_hlc: Hlc) -> Result<usize, OpError> {
        self.staged.clear();
        self.staged.resize(HEADER, 0);
        let mut delta = self
            .last_hlc()
            .map_or(0, |last| first_hlc.0.saturating_sub(last.0));
        for op in group {
            op.view().encode(delta, &mut self.staged)?;
            delta = 1;
        }
        let bytes = self.staged.len() - HEADER;
        if bytes > MAX_PAYLOAD {
            return Err(OpError::TooLong(u64::try_from(bytes).unwrap_or(u64::MAX)));
        }
        Ok(bytes)
    }

    /// Writes the staged frame and makes it durable: one write, one `fdatasync`.
    pub(super) fn commit(&mut self, count: u64, first_hlc: Hlc) -> io::Result<()> {
        let (head, payload) = self.staged.split_at_mut(HEADER);
        let seq = self.pending.first_seq + u64::from(self.pending.count);
        let header = self
            .framing
            .header(seq, first_hlc, payload)
            .ok_or(io::ErrorKind::InvalidInput)?;
        head.copy_from_slice(&header);
        let frame = self.staged.len();
        self.staged.extend_from_slice(&END);
        let need = self.end.saturating_add(len(&self.staged));
        if need > self.length {
            let length = need.next_multiple_of(self.grow.max(1));
            let zeros = usize::try_from(length - need).unwrap_or(0);
            self.staged.resize(self.staged.len() + zeros, 0);
        }
        self.file.write_at(self.end, &self.staged)?;
        if !rehearsal::has(Mutant::NoSync) {
            self.file.sync_data()?;
        }

        self.length = self.length.max(self.end.saturating_add(len(&self.staged)));
        let payload = self.staged.get(HEADER..frame).unwrap_or_default();
        let last_hlc = first_hlc.plus(count.saturating_sub(1));
        self.pending.extend(
            payload,
            u32::try_from(count).unwrap_or(u32::MAX),
            first_hlc,
            last_hlc,
        );
        self.end = self.end.saturating_add(u64::try_from(frame).unwrap_or(u64::MAX));
        Ok(())
    }

    /// After a failed commit: removes what of it may have reached the file, as far as the disk obeys.
    pub(super) fn cut_back(&mut self) {
        // Cutting needs no room, so it works on a full disk; on a broken one nothing does, and the next opening
        // decides by what it reads.
        let _ = self.file.truncate(self.end).and_then(|()| self.file.sync_data());
        self.length = self.end;
    }

    /// Everything is sealed: the file is used again from its start.
    pub(super) fn start_again(&mut self, next_seq: u64) {
        let mut ops = std::mem::take(&mut self.pending.ops);
        ops.clear();
        self.pending = Pending {
            ops,
            ..Pending::new(self.pending.log, next_seq)
        };
        self.end = 0;
    }
}
