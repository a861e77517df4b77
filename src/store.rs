//! Where it is kept.

pub mod codec;
pub mod index;
