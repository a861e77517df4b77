//! The anchor: outside of the data directory, how far its ledger was ever promised.
//!
//! ```text
//! two records of 64 bytes, written in turn; of those that read, the one with the higher count holds
//! off len
//! 0   8   "balaianc"
//! 8   4   node            12  2  incarnation      14  2  zero
//! 16  8   the highest operation
//! 24  16  BLAKE3 of the public key, its first bytes
//! 40  16  machine; zeros where it is not known
//! 56  4   count           60  4  crc32c of all before
//! ```
//!
//! Little-endian. Written in place with every group of operations, without a sync: a process that is killed has said
//! all that it promised, and what a power cut takes from the anchor is written again at the next opening.

use super::{Machine, OwnId, Sign, Standing};
use crate::{
    ledger::{bytes::Cursor, id::LogId},
    store::files::{FileHandle, Files, Open, parent},
};
use std::{io, path::Path};

const MAGIC: &[u8; 8] = b"balaianc";
const RECORD: usize = 64;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Said {
    log: LogId,
    seq: u64,
    key: [u8; 16],
    machine: Machine,
    count: u32,
}

impl Said {
    fn bytes(&self) -> [u8; RECORD] {
        let mut out = [0; RECORD];
        let fields = MAGIC
            .iter()
            .copied()
            .chain(self.log.node.0.to_le_bytes())
            .chain(self.log.incarnation.to_le_bytes())
            .chain([0, 0])
            .chain(self.seq.to_le_bytes())
            .chain(self.key)
            .chain(self.machine)
            .chain(self.count.to_le_bytes());
        for (to, from) in out.iter_mut().zip(fields) {
            *to = from;
        }
        if let Some((before, crc)) = out.split_last_chunk_mut::<4>() {
            *crc = crc32c::crc32c(before).to_le_bytes();
        }
        out
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (before, crc) = bytes.split_last_chunk::<4>()?;
        let mut c = Cursor::new(before);
        if c.array()? != *MAGIC || crc32c::crc32c(before).to_le_bytes() != *crc {
            return None;
        }
        let log = LogId::new(c.u32()?, c.u16()?);
        let _ = c.u16()?;
        Some(Self {
            log,
            seq: c.u64()?,
            key: c.array()?,
            machine: c.array()?,
            count: c.u32()?,
        })
    }
}

/// The open anchor of a node.
#[derive(Debug)]
pub struct Anchor {
    file: Box<dyn FileHandle>,
    now: Said,
    /// The data directory is a copy: what was seen stays as it is.
    frozen: bool,
}

fn key_of(id: &OwnId) -> [u8; 16] {
    blake3::hash(&id.key.0)
        .as_bytes()
        .first_chunk()
        .copied()
        .unwrap_or_default()
}

impl Anchor {
    /// Opens or makes the anchor in `path` of the node `id`, whose ledger has `seq` operations; answers too what it says
    /// of the data directory.
    pub fn open(files: &dyn Files, path: &Path, id: &OwnId, seq: u64) -> io::Result<(Self, Standing)> {
        files.create_dir_all(parent(path))?;
        let bytes = match files.read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(error),
        };
        let file = files.open(path, Open::Write)?;
        files.sync_dir(parent(path))?;
        let said = bytes.chunks_exact(RECORD).take(2).filter_map(Said::read);
        let said = said.max_by_key(|said| said.count);
        let key = key_of(id);
        let standing = match said {
            // The same key: this data directory or a copy of it.
            Some(said) if said.key == key && said.log == id.log && said.seq > seq => Sign::Anchor.into(),
            Some(said) if said.key == key && said.log != id.log && said.seq > 0 => Sign::Anchor.into(),
            // Another key: a later life of this node, or another node altogether.
            Some(said)
                if said.key != key
                    && said.log.node == id.log.node
                    && said.log.incarnation > id.log.incarnation =>
            {
                Sign::Anchor.into()
            }
            _ => Standing::Good,
        };
        let mut anchor = Self {
            file,
            now: Said {
                log: id.log,
                seq: said
                    .filter(|said| said.key == key && said.log == id.log)
                    .map_or(0, |said| said.seq),
                key,
                machine: id.machine.unwrap_or_default(),
                count: said.map_or(0, |said| said.count),
            },
            frozen: standing != Standing::Good,
        };
        if bytes.is_empty() && !anchor.frozen {
            anchor.note(seq, true)?;
        } else if !anchor.frozen && seq > anchor.now.seq {
            // A power cut took the last records: now it is tried again, and later once more where it fails.
            let _ = anchor.note(seq, true);
        }
        Ok((anchor, standing))
    }

    /// Writes that the ledger has `seq` operations, durably where it is said so.
    pub fn note(&mut self, seq: u64, sync: bool) -> io::Result<()> {
        if self.frozen {
            return Ok(());
        }
        if seq > self.now.seq || self.now.count == 0 {
            self.now.seq = seq.max(self.now.seq);
            self.now.count = self.now.count.wrapping_add(1);
            let slot = u64::from(self.now.count % 2);
            self.file
                .write_at(slot * u64::try_from(RECORD).unwrap_or(0), &self.now.bytes())?;
        }
        if sync { self.file.sync_data() } else { Ok(()) }
    }

    /// [`Anchor::note`] on the hot path, without a sync.
    pub fn pass(&mut self, seq: u64) {
        // The next operation tries again.
        let _ = self.note(seq, false);
    }

    /// This ledger has ended: whatever copy of it there is, it is an older one.
    pub fn end(&mut self) -> io::Result<()> {
        self.frozen = false;
        self.note(u64::MAX, true)?;
        self.frozen = true;
        Ok(())
    }
}

impl From<Sign> for Standing {
    fn from(sign: Sign) -> Self {
        Self::Restored(sign)
    }
}
