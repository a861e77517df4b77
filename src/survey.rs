//! Questionnaires in, skip logic, tallies, indices.

pub mod tally;
