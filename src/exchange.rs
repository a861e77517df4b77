//! What travels between offices, and what is made of what came.

pub mod media;
pub mod trust;
