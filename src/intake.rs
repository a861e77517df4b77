//! Files in: rows of CSV, XLSX and TOML, and the faults in them.
//!
//! ```text
//! bytes -> table (rows of cells, in the file's own order) -> header (which column is which)
//!       -> value (a cell's meaning, or the rule it breaks) -> people, units ... (typed rows)
//!                                         \-> fault (row, column, value, rule, what to do)
//! ```
//!
//! A table is read once from front to back and hands out one row at a time, so a million rows take the memory of one.
//! Nothing here knows what becomes of the rows: that is the service's, and so are faults that need the store (a unit
//! that does not exist, a person imported twice), which it adds to the same [`Findings`].

mod batches;
mod check;
mod courses;
mod fault;
mod header;
mod people;
mod registrations;
mod rejects;
mod table;
mod units;
pub mod value;

#[cfg(test)]
mod tests;

pub use batches::{BatchRow, FacilitatorRow, PhaseRow};
pub use check::{Check, Findings};
pub use courses::CourseRow;
pub use fault::{Damage, Fault, Faults, FileFault, Missing, Place, Rule, Words, shown};
pub use header::{Column, Header, Kind};
pub use people::PersonRow;
pub use registrations::{History, RegistrationRow, What};
pub use rejects::Rejects;
pub use table::{Cell, Notice, Row, Source, Table};
pub use units::UnitRow;
