//! What is true: one fold for each kind of entity, and what screens read of it.

pub mod card;
