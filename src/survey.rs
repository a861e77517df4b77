//! Questionnaires in, skip logic, tallies, indices.
