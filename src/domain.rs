//! Pure nouns and rules: no clock, no disk, no terminal, no other room.

pub mod batch;
pub mod clock;
pub mod code;
pub mod concern;
pub mod course;
pub mod credit;
pub mod day;
pub mod id;
pub mod joining;
pub mod number;
pub mod person;
pub mod policy;
pub mod questionnaire;
pub mod receipt;
pub mod refusal;
pub mod registration;
pub mod rehearsal;
pub mod role;
pub mod score;
pub mod share;
pub mod text;
pub mod unit;
mod word;
