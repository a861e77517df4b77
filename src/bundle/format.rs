//! The bytes of a bundle, and the caps that no reader goes beyond.
//!
//! ```text
//! off   len
//! 0     8   magic 89 42 4C 49 0D 0A 1A 0A
//! 8     1   major version, 1       9  1  minor version, 0       10  2  H, length of the header's map
//! 12    H   header: a CBOR map (`bundle::header`)
//! 12+H  4   crc32c of [0,12+H)
//! 16+H  ..  body: one binary age v1 file; its plaintext is frames, one behind another
//! T     8   "BLIEND01"             T+8  8  length of the body    T+16 8  length of its plaintext
//! T+24  4   node                   T+28 2  incarnation           T+30 2  algorithm, 1
//! T+32  32  BLAKE3 of [0,T+32)
//! T+64  64  Ed25519 over "balai/bundle/1\0" || that hash
//! ```
//!
//! A frame:
//!
//! ```text
//! 0   1   type           1  1  flags: 1 zstd, 2 critical, 4 sealed     2  2  codec of the payload, 0
//! 4   4   clen: bytes of payload that follow                           8  4  ulen: bytes once inflated
//! 12  4   crc32c of the payload as it lies here                        16 8  tag
//! 24  ..  payload
//! ```
//!
//! All numbers little-endian. The magic is that of PNG with other letters: it tells a transfer that changed line ends.
//! The header says no lengths, so that a writer never goes back (pipe, tape, one PUT); the trailer is the last 128
//! bytes, and a file without a good one is not a bundle.

/// The first eight bytes.
pub const MAGIC: [u8; 8] = *b"\x89BLI\r\n\x1a\n";

/// The version whose bytes are drawn here. Another one is another format.
pub const MAJOR: u8 = 1;

/// What has been added to it since without breaking readers.
pub const MINOR: u8 = 0;

/// The version of this reader: a header may ask for a later one.
pub const READER: u16 = 1;

/// Bytes before the header's map.
pub const PREFIX: usize = 12;

/// Bytes of the checksum behind the header's map.
pub const CRC: usize = 4;

/// Bytes of the trailer.
pub const TRAILER: usize = 128;

/// Bytes before a frame's payload.
pub const FRAME_HEAD: usize = 24;

/// The longest file: 64 MiB, which FAT32, mail gateways and a single PUT take.
pub const MAX_PART: u64 = 64 * 1024 * 1024;

/// The longest map of a header, in bytes.
pub const MAX_HEADER: usize = 16 * 1024;

/// The most recipients that a header names.
pub const MAX_RECIPIENTS: usize = 64;

/// The most recipients that a writer seals to: age adds a stanza of noise of its own, and readers take
/// [`MAX_STANZAS`].
pub const MAX_SEALED_TO: usize = MAX_STANZAS - 1;

/// The longest header of an age file, in bytes, with the line of its MAC.
pub const MAX_AGE_HEADER: usize = 16 * 1024;

/// The most stanzas of an age file.
pub const MAX_STANZAS: usize = 64;

/// The longest payload of a frame, packed or inflated, in bytes: 4 MiB.
pub const MAX_FRAME: usize = 4 * 1024 * 1024;

/// The most frames.
pub const MAX_FRAMES: u32 = 65_536;

/// The most bytes that all payloads of one bundle inflate to: 1 GiB.
pub const MAX_INFLATED: u64 = 1024 * 1024 * 1024;

/// The largest window of a zstd frame, as a power of two.
pub const MAX_WINDOW_LOG: u32 = 22;

/// The deepest nesting of CBOR.
pub const MAX_DEPTH: u32 = 8;

/// The most elements of one array or map in CBOR.
pub const MAX_ITEMS: u64 = 65_536;

/// The longest text in CBOR, in bytes.
pub const MAX_TEXT: u64 = 4096;

/// The shortest plaintext a writer leaves: a bundle with nothing to say is as long as one with little to say.
pub const MIN_PLAIN: u64 = 4096;

/// Bytes of plaintext that age encrypts and authenticates at a time.
pub const AGE_CHUNK: u64 = 64 * 1024;

/// Bytes that age adds to each chunk.
pub const AGE_TAG: u64 = 16;

/// What a trailer's hash is signed under.
pub const BUNDLE_DOMAIN: &[u8; 15] = b"balai/bundle/1\0";

/// What a have-list is signed under.
pub const HAVE_DOMAIN: &[u8; 13] = b"balai/have/1\0";
