//! What goes out on paper and as tables.

pub mod slip;
