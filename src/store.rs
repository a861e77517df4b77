//! Where it is kept.

pub mod ballot;
