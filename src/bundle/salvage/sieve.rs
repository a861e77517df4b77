//! Frames out of a plaintext with holes.

use crate::bundle::format::FRAME_HEAD;
use crate::bundle::frame::{Frame, FrameError, FrameHead, FrameType};
use crate::bundle::read::ReadError;
use crate::bundle::squeeze::Unpacker;

/// How many bytes are summed up in the search for the next frame behind a hole before the search is given up: somebody
/// who wrote nothing but beginnings of frames would otherwise have each of them summed up to its end.
const SEARCH: usize = 256 * 1024 * 1024;

pub(super) struct Sieve<'v> {
    visit: &'v mut dyn FnMut(Frame, &[u8]),
    unpacker: Unpacker,
    /// Content without a hole in it; what lies before `read` is done with.
    buffer: Vec<u8>,
    read: usize,
    /// Where the buffer's first byte lies in the plaintext.
    base: u64,
    inflated: Vec<u8>,
    /// Whether a frame starts at `read`.
    aligned: bool,
    search: usize,
    found: u32,
    frames: u32,
    broken: u32,
    ended: bool,
}

/// What the bytes at a place are.
enum Here {
    Frame(FrameHead),
    NoFrame,
    TooFew,
}

impl<'v> Sieve<'v> {
    pub(super) fn new(visit: &'v mut dyn FnMut(Frame, &[u8])) -> Result<Self, ReadError> {
        let unpacker = Unpacker::new().map_err(|error| ReadError::Frame {
            index: 0,
            offset: 0,
            error: FrameError::from(error),
        })?;
        Ok(Self {
            visit,
            unpacker,
            buffer: Vec::new(),
            read: 0,
            base: 0,
            inflated: Vec::new(),
            aligned: true,
            search: SEARCH,
            found: 0,
            frames: 0,
            broken: 0,
            ended: false,
        })
    }

    /// Content that follows what was pushed before.
    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.buffer.drain(..self.read);
        self.base = self
            .base
            .saturating_add(u64::try_from(self.read).unwrap_or(u64::MAX));
        self.read = 0;
        self.buffer.extend_from_slice(bytes);
        self.sift(false);
    }

    /// `length` bytes of content are missing here.
    pub(super) fn gap(&mut self, length: u64) {
        self.sift(true);
        let held = u64::try_from(self.buffer.len()).unwrap_or(u64::MAX);
        self.base = self.base.saturating_add(held).saturating_add(length);
        self.buffer.clear();
        self.read = 0;
        self.aligned = false;
    }

    /// Frames handed out, frames that did not unpack, whether END was seen.
    pub(super) fn finish(mut self) -> (u32, u32, bool) {
        self.sift(true);
        (self.frames, self.broken, self.ended)
    }

    /// Takes what frames there are; `last`: no more bytes follow these.
    fn sift(&mut self, last: bool) {
        while !self.ended && self.search > 0 {
            match self.here() {
                Here::Frame(head) => self.take(&head),
                Here::TooFew if !last || self.read >= self.buffer.len() => return,
                Here::TooFew | Here::NoFrame => {
                    self.aligned = false;
                    self.read += 1;
                }
            }
        }
    }

    fn here(&mut self) -> Here {
        let rest = self.buffer.get(self.read..).unwrap_or_default();
        let Some((head, payload)) = rest.split_first_chunk::<FRAME_HEAD>() else {
            return Here::TooFew;
        };
        let Ok(head) = FrameHead::read(head) else {
            return Here::NoFrame;
        };
        // In the search only what this release writes is a frame: fewer bytes look like one by chance.
        if !self.aligned && !head.is_known() {
            return Here::NoFrame;
        }
        let Some(payload) = payload.get(..head.clen) else {
            return Here::TooFew;
        };
        if !self.aligned {
            self.search = self.search.saturating_sub(payload.len().max(1));
        }
        if crc32c::crc32c(payload) == head.crc {
            Here::Frame(head)
        } else {
            Here::NoFrame
        }
    }

    fn take(&mut self, head: &FrameHead) {
        let start = self.read + FRAME_HEAD;
        let payload = self.buffer.get(start..start + head.clen).unwrap_or_default();
        let offset = self
            .base
            .saturating_add(u64::try_from(self.read).unwrap_or(u64::MAX));
        let frame = Frame {
            kind: head.kind,
            sealed: head.sealed,
            tag: head.tag,
            index: self.found,
            offset,
            clen: head.clen,
        };
        match head.kind {
            _ if !head.is_known() => {}
            FrameType::Pad => {}
            FrameType::End => self.ended = true,
            _ if head.zstd => {
                if self
                    .unpacker
                    .unpack(payload, head.ulen, &mut self.inflated)
                    .is_ok()
                {
                    (self.visit)(frame, &self.inflated);
                    self.frames = self.frames.saturating_add(1);
                } else {
                    self.broken = self.broken.saturating_add(1);
                }
            }
            _ => {
                (self.visit)(frame, payload);
                self.frames = self.frames.saturating_add(1);
            }
        }
        self.found = self.found.saturating_add(1);
        self.read = start + head.clen;
        self.aligned = true;
    }
}
