//! A cell's meaning, or the rule it breaks.

mod amount;
mod date;
mod identity;
#[cfg(test)]
mod tests;
mod words;

pub use amount::{integer, money, yes_no};
pub use date::{Edge, day, moment};
pub use identity::number;
pub use words::{
    admission, competence, employment, form, form_of_mode, form_of_siasn, link, mode, partner_type, role,
    status,
};

use super::{fault::Rule, table::Cell};
use crate::domain::text::Text;

/// Errors that a spreadsheet writes into a cell.
const SHEET_ERRORS: [&str; 9] = [
    "#N/A",
    "#REF!",
    "#VALUE!",
    "#DIV/0!",
    "#NAME?",
    "#NUM!",
    "#NULL!",
    "#SPILL!",
    "#GETTING_DATA",
];

/// A text of one line.
///
/// # Errors
/// What the text breaks; an error of the spreadsheet is not taken for text.
pub fn text(cell: Cell<'_>, max_chars: usize) -> Result<Text, Rule> {
    checked(cell, |raw| Text::read(raw, max_chars).map_err(Rule::Text))
}

/// A text that may have several lines.
///
/// # Errors
/// As for [`text`].
pub fn lines(cell: Cell<'_>, max_chars: usize) -> Result<Text, Rule> {
    checked(cell, |raw| Text::read_lines(raw, max_chars).map_err(Rule::Text))
}

/// A list of sentences: one a line, or between `;` or `|`. Commas belong to the sentences.
///
/// # Errors
/// As for [`text`], of the first item that breaks it.
pub fn sentences(cell: Cell<'_>, max_chars: usize) -> Result<Vec<Text>, Rule> {
    items_of_lines(cell, |item| Text::read(item, max_chars).map_err(Rule::Text))
}

/// A list of words or codes: also between commas.
///
/// # Errors
/// What `read` says of the first item that breaks a rule.
pub fn items<T>(cell: Cell<'_>, read: impl Fn(Cell<'_>) -> Result<T, Rule>) -> Result<Vec<T>, Rule> {
    checked(cell, |raw| {
        list(raw, &['\n', ';', '|', ','], |item| read(Cell::of(item)))
    })
}

/// A list of which the items may hold commas and are read by `read`: one a line, or between `;` or `|`.
///
/// # Errors
/// What `read` says of the first item that breaks a rule.
pub fn items_of_lines<T>(cell: Cell<'_>, read: impl Fn(&str) -> Result<T, Rule>) -> Result<Vec<T>, Rule> {
    checked(cell, |raw| list(raw, &['\n', ';', '|'], read))
}

fn list<T>(raw: &str, at: &[char], read: impl Fn(&str) -> Result<T, Rule>) -> Result<Vec<T>, Rule> {
    raw.split(at)
        .map(str::trim)
        .filter(|item| !item.is_empty())
        .map(read)
        .collect()
}

/// The cell's text given to `read`, unless it is an error of the spreadsheet.
fn checked<T>(cell: Cell<'_>, read: impl FnOnce(&str) -> Result<T, Rule>) -> Result<T, Rule> {
    match cell {
        Cell::Empty => Err(Rule::Required),
        Cell::Text(text) if SHEET_ERRORS.contains(&text) => Err(Rule::SheetError),
        Cell::Text(text) => read(text),
        other => read(&other.to_string()),
    }
}
