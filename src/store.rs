//! Where it is kept.
//!
//! What was promised is in the ledger ([`log`]) and in the packs of personal data beside it ([`blobs`]); secrets and
//! counters that never leave this machine are in the [`vault`] and in files of their own ([`secret`]). Each of them is
//! made durable with `fdatasync` before anyone is told, through the few calls of [`files`]. What follows from the
//! ledger is kept in sled ([`index`], values by [`codec`]) and can be made anew; the [`book`] keeps both in step.
//! Answers to surveys are in none of them but in sealed files of their own ([`ballot`]). One process at a time holds
//! the [`lock`].

pub mod ballot;
pub mod blobs;
pub mod book;
pub mod codec;
pub mod files;
pub mod identity;
pub mod index;
pub mod lock;
pub mod log;
pub mod papers;
pub mod pulse;
pub mod secret;
pub mod shelf;
pub mod space;
pub mod vault;
