//! What is true: one fold for each kind of entity, and what screens read of it.
//!
//! A fold takes operations one at a time: those of one ledger in their order, those of several ledgers in any order. An
//! attribute keeps the value with the newest [`stamp::Stamp`], a set keeps its members, a seat goes by who owned it when.
//! So equal ledgers give equal state ([`root`]), whatever bundles brought them. Who may say what, and up to where a ledger
//! counts, is on the [`roll`].

pub mod batch;
pub mod card;
pub mod catalogue;
pub mod course;
pub mod person;
pub mod roll;
pub mod root;
pub mod stamp;
pub mod sync;
pub mod unit;
pub mod world;
