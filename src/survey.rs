//! Questionnaires in, skip logic, tallies, indices.
//!
//! What is asked, and in which batch, is a rule of [`crate::domain::questionnaire`]; here are the files that
//! questionnaires come from, the ones that are shipped, and what is counted from the answers.

pub mod file;
pub mod merge;
pub mod release;
pub mod shipped;
pub mod tally;
