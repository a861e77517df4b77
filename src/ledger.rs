//! What happened: operations, their bodies, blobs, clock, segments, keys. Bytes in, bytes out; no files.
//!
//! A node appends *operations* to its own ledger and to nobody else's. An operation has an id that never changes
//! ([`id`]), a stamp of a clock that never goes back ([`clock`]), an envelope that every release can read ([`op`])
//! and a body that only newer releases may know. Operations that stand or fall together share a *frame* of the
//! open write-ahead file ([`frame`]); full files become signed, chained *segments* ([`segment`]) that travel
//! unchanged. Personal data stays outside, in salted blobs that can be destroyed ([`blob`]).

pub mod blob;
pub mod body;
pub mod cert;
pub mod clock;
pub mod frame;
pub mod id;
pub mod key;
pub mod op;
pub mod recipient;
pub mod segment;

pub(crate) mod bytes;
