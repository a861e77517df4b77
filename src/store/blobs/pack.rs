//! The bytes of a pack: batches, each of which was one write and one `fdatasync`.
//!
//! ```text
//! off len
//! 0   4   length of the records
//! 4   8   number of the batch in its pack, from 1
//! 12  4   crc32c of the records as they were written
//! 16  4   crc32c over "balai/pack/1\0" || number of the pack (4) || bytes [0,16) || the heads of all records
//! 20  ..  records:
//!         0   4   length of salt and body; 0: the blob with this hash has been destroyed
//!         4   32  hash
//!         36  ..  salt and body; all zeros: destroyed
//! ```
//!
//! Little-endian. The second checksum leaves out what may be overwritten with zeros, so that a batch still reads when
//! blobs in it were destroyed; each blob is checked by its own hash. The first one is looked at only where the batch is
//! the last of all: if it fails there, a power cut tore the write, and the batch is cut off. Before a blob's bytes are
//! overwritten, a batch that says so is written behind them; so a half overwritten blob is never in the last batch.

use crate::ledger::blob::{BlobHash, MAX_BODY, SALT_LEN};
use crate::ledger::bytes::Cursor;

/// Bytes before the records of a batch.
const BATCH_HEAD: usize = 20;

const BEFORE_CRC: usize = 16;

/// Bytes before a record's salt and body.
pub(super) const RECORD_HEAD: usize = 36;

/// What is wrong in a pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PackDamage {
    /// These bytes are no batch, though one follows or should be here.
    #[error("bytes {from} to {to} do not read")]
    Unreadable {
        /// The first byte.
        from: usize,
        /// The byte after the last.
        to: usize,
    },
    /// A blob's bytes are neither what was put nor zeros.
    #[error("byte {offset}: the blob {hash} is damaged")]
    Blob {
        /// Where its record starts.
        offset: u32,
        /// Which blob.
        hash: BlobHash,
    },
    /// The pack before this one is not there.
    #[error("the pack before it is missing")]
    MissingBefore,
}

/// A record, borrowed from its pack.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record<'a> {
    pub(super) offset: u32,
    pub(super) hash: BlobHash,
    pub(super) salted: &'a [u8],
}

impl Record<'_> {
    /// Whether it says that a blob has been destroyed.
    pub(super) const fn is_tombstone(&self) -> bool {
        self.salted.is_empty()
    }
}

/// Hash and length of the record whose head this is; `None` if no record has such a length.
pub(super) fn record_head(head: &[u8; RECORD_HEAD]) -> Option<(BlobHash, usize)> {
    let mut c = Cursor::new(head);
    let length = usize::try_from(c.u32()?).ok()?;
    (length == 0 || (SALT_LEN..=SALT_LEN + MAX_BODY).contains(&length))
        .then_some((BlobHash(c.array()?), length))
}

fn seed(pack: u32) -> u32 {
    crc32c::crc32c_append(crc32c::crc32c(b"balai/pack/1\0"), &pack.to_le_bytes())
}

/// Records to be written together.
#[derive(Debug, Default)]
pub(super) struct Batch {
    /// Room for the head, then the records; empty if there are none.
    bytes: Vec<u8>,
}

impl Batch {
    pub(super) const fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    pub(super) const fn len(&self) -> usize {
        self.bytes.len()
    }

    pub(super) fn clear(&mut self) {
        self.bytes.clear();
    }

    /// Adds a record, or with nothing `salted` the word that the blob is destroyed; answers where in the batch it
    /// starts.
    pub(super) fn push(&mut self, hash: &BlobHash, salted: &[u8]) -> usize {
        if self.bytes.is_empty() {
            self.bytes.resize(BATCH_HEAD, 0);
        }
        let at = self.bytes.len();
        self.bytes
            .extend_from_slice(&u32::try_from(salted.len()).unwrap_or(u32::MAX).to_le_bytes());
        self.bytes.extend_from_slice(&hash.0);
        self.bytes.extend_from_slice(salted);
        at
    }

    /// The batch's bytes as number `number` of `pack`; `None` if there is nothing in it.
    pub(super) fn finish(&mut self, pack: u32, number: u64) -> Option<&[u8]> {
        let (head, records) = self.bytes.split_at_mut_checked(BATCH_HEAD)?;
        let length = u32::try_from(records.len()).unwrap_or(u32::MAX).to_le_bytes();
        let content = crc32c::crc32c(records).to_le_bytes();
        let fields = length.into_iter().chain(number.to_le_bytes()).chain(content);
        for (to, from) in head.iter_mut().zip(fields) {
            *to = from;
        }
        let (before, crc) = head.split_at_mut(BEFORE_CRC);
        let heads = walk(records, 0, crc32c::crc32c_append(seed(pack), before), &mut |_| {})?;
        crc.copy_from_slice(&heads.to_le_bytes());
        Some(&self.bytes)
    }
}

/// Visits the records that fill `records` exactly; answers `crc` continued over their heads.
fn walk<'a>(records: &'a [u8], start: usize, mut crc: u32, visit: &mut dyn FnMut(Record<'a>)) -> Option<u32> {
    let mut c = Cursor::new(records);
    while !c.rest().is_empty() {
        let offset = u32::try_from(start + records.len() - c.rest().len()).ok()?;
        let head = c.array::<RECORD_HEAD>()?;
        let (hash, length) = record_head(&head)?;
        crc = crc32c::crc32c_append(crc, &head);
        visit(Record {
            offset,
            hash,
            salted: c.take(length)?,
        });
    }
    Some(crc)
}

/// A batch whose heads are whole.
struct Found<'a> {
    number: u64,
    start: usize,
    records: &'a [u8],
    content: u32,
}

impl<'a> Found<'a> {
    fn at(bytes: &'a [u8], offset: usize, pack: u32) -> Option<Self> {
        let from = bytes.get(offset..)?;
        let mut c = Cursor::new(from);
        let length = usize::try_from(c.u32()?).ok()?;
        let (number, content, crc) = (c.u64()?, c.u32()?, c.u32()?);
        if length < RECORD_HEAD {
            return None;
        }
        let records = c.take(length)?;
        let start = offset + BATCH_HEAD;
        let before = crc32c::crc32c_append(seed(pack), from.get(..BEFORE_CRC)?);
        (walk(records, start, before, &mut |_| {})? == crc).then_some(Self {
            number,
            start,
            records,
            content,
        })
    }

    const fn end(&self) -> usize {
        self.start + self.records.len()
    }

    /// Whether the records are as they were written.
    fn as_written(&self) -> bool {
        crc32c::crc32c(self.records) == self.content
    }
}

/// What was found in a pack.
#[derive(Debug)]
pub(super) struct Scanned {
    /// The byte after the last batch.
    pub(super) end: usize,
    /// The number of the last batch.
    pub(super) batches: u64,
    /// Bytes behind `end`, of a torn write.
    pub(super) torn: usize,
    pub(super) damage: Vec<PackDamage>,
}

/// Visits every record of the pack with the number of its batch. Only in the `last` pack can there be a torn write.
pub(super) fn scan<'a>(
    bytes: &'a [u8],
    pack: u32,
    last: bool,
    visit: &mut dyn FnMut(u64, Record<'a>),
) -> Scanned {
    let mut scanned = Scanned {
        end: 0,
        batches: 0,
        torn: 0,
        damage: Vec::new(),
    };
    let mut next = Found::at(bytes, 0, pack).or_else(|| behind(bytes, 1, scanned.batches, pack));
    while let Some(batch) = next {
        let end = batch.end();
        next = Found::at(bytes, end, pack)
            .filter(|next| next.number > batch.number)
            .or_else(|| behind(bytes, end + 1, batch.number, pack));
        if last && next.is_none() && !batch.as_written() {
            break;
        }
        let start = batch.start - BATCH_HEAD;
        if start > scanned.end {
            scanned.damage.push(PackDamage::Unreadable {
                from: scanned.end,
                to: start,
            });
        }
        walk(batch.records, batch.start, 0, &mut |record| {
            visit(batch.number, record);
        });
        (scanned.end, scanned.batches) = (end, batch.number);
    }
    if last {
        scanned.torn = bytes.len() - scanned.end;
    } else if bytes.len() > scanned.end {
        scanned.damage.push(PackDamage::Unreadable {
            from: scanned.end,
            to: bytes.len(),
        });
    }
    scanned
}

/// The first batch from byte `from` on that is numbered after `number`.
fn behind(bytes: &[u8], from: usize, number: u64, pack: u32) -> Option<Found<'_>> {
    let last = bytes.len().checked_sub(BATCH_HEAD + RECORD_HEAD)?;
    (from..=last).find_map(|offset| Found::at(bytes, offset, pack).filter(|found| found.number > number))
}
