//! Tallies.

/// Results of a survey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Results;
