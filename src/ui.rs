//! What screens share.

pub mod ask;
