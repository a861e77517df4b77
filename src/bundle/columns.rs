//! Segments transposed: what many operations have in common is written once, and what differs lies in columns.
//!
//! A ledger is kept and signed row by row; a general compressor sees 55 bytes of a registration of which 4 say
//! something new. Here the operations of whole segments are taken apart into *templates* (the bytes that are the same
//! in many of them) and *columns* of numbers, ids, texts and hashes, which the frame then compresses with zstd. What
//! follows from the rest is left out: lengths, counts, hashes of operations and of the segment before. Nothing is
//! understood: a body of any kind, known or not, is CBOR whose values go to columns by their place in it. Segments
//! come back byte for byte, so that their signatures hold; one that would not is carried as it is.
//!
//! ```text
//! u8      version, 1
//! varint  number of segments, then for each
//!   u8      form: 1 in columns, 2 it follows the one before, 4 hub_seen is that of the one before
//!   form 0: varint length, bytes
//!   else  : [varint node, varint incarnation, varint first_seq, 32 hash of the segment before]     unless form & 2
//!           varint operations
//!           varint stamp of the first operation - stamp of the last one of the segment before (0 unless form & 2)
//!           [varint hub_seen]                                                                     unless form & 4
//!           64 signature
//! varint  number of columns, then a u8 for each: its type, 0 numbers, 1 ids, 2 bytes, 3 hashes
//! varint  number of templates, then for each
//!   u8 flags, varint kind, u8 version of the kind, u8 type of the subject, as in the operation's envelope
//!   varint column of the subject, [varint column of the actor], [varint column of the blob's hash]
//!   varint number of pieces of the body, then for each
//!     u8 0     varint length, not 0, bytes: these bytes
//!     u8 1, 2  varint column of numbers: a CBOR number, unsigned or negative
//!     u8 3     varint column of ids: a CBOR string of 16 bytes
//!     u8 4, 5  varint column of bytes: a CBOR string, of bytes or of text
//!     u8 6     varint column of bytes: bytes as they are; the only piece of its template
//! numbers the template of each operation
//! numbers the stamp of each operation less that of the one before, without the first of each segment
//! ..      the columns, one behind another
//! ```
//!
//! Differences are taken modulo 2^64. `docs/bundle-columns.md` draws the columns and works an example.

mod builder;
mod bytes;
mod id;
mod num;
mod pack;
mod shape;
mod template;
mod unpack;

pub use self::pack::pack;
pub use self::unpack::{Unpack, unpack};

/// How many bytes of segments a writer packs together at most. More compresses hardly better; what does not compress
/// at all still fits [`MAX_PACKED`] with what packing adds.
pub const BATCH: usize = 4_000_000;
/// The longest payload that is read: 4 MiB, as of any frame.
pub const MAX_PACKED: usize = 4 << 20;

/// The first byte.
const VERSION: u8 = 1;
/// The most columns of a payload.
const MAX_COLUMNS: usize = 4096;
/// The most templates of a payload.
const MAX_TEMPLATES: usize = 4096;
/// The most pieces of all templates of a payload together.
const MAX_PIECES: usize = 65_536;

/// A segment's form.
mod form {
    pub(super) const COLUMNS: u8 = 1;
    pub(super) const FOLLOWS: u8 = 2;
    pub(super) const SAME_HUB: u8 = 4;
}

/// What a reader is willing to take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caps {
    /// The most segments.
    pub segments: usize,
    /// The most bytes of all segments together, headers included.
    pub bytes: usize,
}

impl Caps {
    /// What a frame may hold: 65,536 segments, 8 MiB.
    pub const FRAME: Self = Self {
        segments: 65_536,
        bytes: 8 << 20,
    };
}

/// Why bytes are no packed segments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ColumnsError {
    /// More bytes than [`MAX_PACKED`].
    #[error("{0} packed bytes; at most {MAX_PACKED} are allowed")]
    TooLong(usize),
    /// Made for a later reader.
    #[error("version {0} of the packing; this reader knows version 1")]
    Version(u8),
    /// The bytes end too soon, or a number in them is malformed.
    #[error("the packed segments are cut short")]
    Short,
    /// Bytes behind the end.
    #[error("{0} bytes behind the packed segments")]
    Long(usize),
    /// More of something than is allowed.
    #[error("too many {0}")]
    TooMany(&'static str),
    /// A number that stands for nothing.
    #[error("{0} does not exist")]
    Unknown(&'static str),
    /// A segment, an operation or all segments together are longer than allowed.
    #[error("{0} is longer than allowed")]
    Size(&'static str),
    /// A column has fewer or more values than the operations take from it.
    #[error("a column's values are not as many as are needed")]
    Count,
    /// Stamps or numbers of operations run out of 64 bits.
    #[error("a number runs over")]
    Over,
}

/// A length as a number of the payload.
fn wide(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests;
