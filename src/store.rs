//! Where it is kept.
//!
//! What was promised is in the ledger ([`log`]) and in the packs of personal data beside it ([`blobs`]); secrets and
//! counters that never leave this machine are in the [`vault`] and in files of their own ([`secret`]). Each of them is
//! made durable with `fdatasync` before anyone is told, through the few calls of [`files`]. One process at a time holds
//! the [`lock`].

pub mod blobs;
pub mod files;
pub mod lock;
pub mod log;
pub mod secret;
pub mod space;
pub mod vault;
