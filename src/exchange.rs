//! What travels between offices, and what is made of what came.

pub mod media;
#[cfg(feature = "network")]
pub mod transport;
