//! Questionnaires.

/// Answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerSheet;

/// The questions of one batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form;
