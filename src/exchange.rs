//! What travels between offices, and what is made of what came.

pub mod desk;
pub mod media;
pub mod news;
