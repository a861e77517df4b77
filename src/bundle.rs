//! How it travels: the file that offices exchange. Bytes in, bytes out; no files, no store.
//!
//! A *bundle* is one file, written once from front to back ([`mod@write`]) and read in bounded memory ([`read`]): a header
//! that anybody can read ([`header`]), a body that is one age file for its recipients, and a trailer ([`trailer`]) with
//! a hash and the producer's signature over all of it. Inside the body lie *frames* ([`frame`]). The bytes are drawn in
//! [`mod@format`], and for strangers in `docs/bundle-format.md`.
//!
//! Nothing of a bundle is believed before its trailer has verified; [`salvage`] takes the frames of a damaged one as
//! far as age authenticates them, and what it finds must prove itself by its own signatures.

pub mod cbor;
pub mod columns;
pub mod format;
pub mod frame;
pub mod header;
pub mod inspect;
pub mod read;
pub mod salvage;
pub mod scan;
pub mod sealed;
pub mod section;
pub mod squeeze;
pub mod stream;
pub mod trailer;
pub mod write;

mod codec;
mod pad;
#[cfg(test)]
pub(crate) mod testing;

pub use crate::ledger::recipient::{Identity, KeyId, Recipient};
