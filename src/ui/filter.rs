//! What the catalogue is narrowed to: a word of the search, which every screen may use.

pub use crate::state::catalogue::filter::{CreditBand, Facet, Filter};
