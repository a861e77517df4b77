//! Pieces that many screens are made of: state with verbs, and a `draw`.

pub mod answer_rows;
pub mod dialog;
pub mod error_box;
pub mod field;
pub mod gauge;
pub mod list;
pub mod qr;
pub mod table;
pub mod text_area;
