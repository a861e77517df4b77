//! What is true: one fold for each kind of entity, and what screens read of it.
//!
//! A fold takes operations one at a time, in any order, twice or not at all: an attribute keeps the value with the
//! newest [`stamp::Stamp`], a set keeps its members. So equal sets of operations give equal state, whatever bundles
//! brought them.

pub mod batch;
pub mod card;
pub mod catalogue;
pub mod course;
pub mod person;
pub mod roll;
pub mod stamp;
pub mod sync;
pub mod unit;
pub mod world;
