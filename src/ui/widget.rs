//! Pieces that many screens are made of: state with verbs, and a `draw`.

pub mod answer_rows;
pub mod big;
pub mod countdown;
pub mod dialog;
pub mod entry;
pub mod error_box;
pub mod facts;
pub mod field;
pub mod finder;
pub mod gauge;
pub mod list;
pub mod menu;
pub mod pace;
pub mod qr;
pub mod row;
pub mod sheet;
pub mod table;
pub mod text_area;
