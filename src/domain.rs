//! Pure nouns and rules: no clock, no disk, no terminal, no other room.

pub mod code;
pub mod credit;
pub mod number;
pub mod policy;
pub mod questionnaire;
pub mod score;
pub mod text;
