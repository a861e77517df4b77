//! Typed reading of a TOML table, with the place of everything that is wrong.

use super::{Faults, FileFault, Problem};
use crate::domain::text::{Text, TextFault};
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The text of a file and the faults found in it so far.
pub(super) struct Source<'i> {
    text: &'i str,
    faults: RefCell<Vec<(usize, FileFault)>>,
    broken: Cell<bool>,
}

impl<'i> Source<'i> {
    pub(super) fn new(text: &'i str) -> Self {
        Self {
            text,
            faults: RefCell::default(),
            broken: Cell::new(false),
        }
    }

    /// Notes a fault at a byte of the file.
    pub(super) fn fault(&self, at: usize, path: &str, problem: Problem) {
        self.broken.set(true);
        let before = self.text.get(..at).unwrap_or(self.text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let fault = FileFault {
            line: before.matches('\n').count() + 1,
            column: before.get(line_start..).unwrap_or_default().chars().count() + 1,
            path: path.to_owned(),
            problem,
        };
        self.faults.borrow_mut().push((at, fault));
    }

    pub(super) fn is_clean(&self) -> bool {
        !self.broken.get()
    }

    /// All faults, by place in the file.
    pub(super) fn into_faults(self) -> Faults {
        let mut faults = self.faults.into_inner();
        faults.sort_by_key(|(at, _)| *at);
        Faults(faults.into_iter().map(|(_, fault)| fault).collect())
    }
}

/// A place of a value, to complain about it.
#[derive(Clone)]
pub(super) struct Place<'s, 'i> {
    source: &'s Source<'i>,
    at: usize,
    path: String,
}

impl Place<'_, '_> {
    pub(super) fn fault(&self, problem: Problem) {
        self.source.fault(self.at, &self.path, problem);
    }
}

/// A value with its place.
pub(super) struct Found<'s, 'i, T> {
    pub(super) value: T,
    pub(super) place: Place<'s, 'i>,
}

/// Reads the keys of one table, and knows at the end which were never asked for.
pub(super) struct Cursor<'s, 'i> {
    source: &'s Source<'i>,
    table: &'s DeTable<'i>,
    at: usize,
    path: String,
    asked: RefCell<BTreeSet<&'static str>>,
    forgiven: Cell<bool>,
}

impl<'s, 'i> Cursor<'s, 'i> {
    pub(super) fn new(source: &'s Source<'i>, table: &'s DeTable<'i>, at: usize, path: String) -> Self {
        Self {
            source,
            table,
            at,
            path,
            asked: RefCell::default(),
            forgiven: Cell::new(false),
        }
    }

    /// The place of the table itself.
    pub(super) fn place(&self) -> Place<'s, 'i> {
        Place {
            source: self.source,
            at: self.at,
            path: self.path.clone(),
        }
    }

    fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.path)
        }
    }

    fn raw(&self, key: &'static str) -> Option<(&'s DeValue<'i>, Place<'s, 'i>)> {
        self.asked.borrow_mut().insert(key);
        let value = self.table.get(key)?;
        let place = Place {
            source: self.source,
            at: value.span().start,
            path: self.path_of(key),
        };
        Some((value.get_ref(), place))
    }

    fn must<T>(&self, key: &'static str, found: Option<T>) -> Option<T> {
        if found.is_none() && !self.table.contains_key(key) {
            self.place().fault(Problem::Missing(key));
        }
        found
    }

    /// A text of 1 to `max` characters that any screen can show, if there is one.
    pub(super) fn maybe_text(&self, key: &'static str, max: usize) -> Option<Found<'s, 'i, String>> {
        let (value, place) = self.raw(key)?;
        text(value, &place, max).map(|value| Found { value, place })
    }

    /// The same, which must be there.
    pub(super) fn text(&self, key: &'static str, max: usize) -> Option<Found<'s, 'i, String>> {
        self.must(key, self.maybe_text(key, max))
    }

    /// An id: letters, digits, `-` and `_`, at most 32.
    pub(super) fn id(&self, key: &'static str) -> Option<Found<'s, 'i, String>> {
        let found = self.text(key, 32)?;
        if found
            .value
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        {
            Some(found)
        } else {
            found.place.fault(Problem::BadId);
            None
        }
    }

    /// A whole number in a range, if there is one.
    pub(super) fn maybe_number(
        &self,
        key: &'static str,
        range: RangeInclusive<i64>,
    ) -> Option<Found<'s, 'i, i64>> {
        let (value, place) = self.raw(key)?;
        let Some(integer) = value.as_integer() else {
            place.fault(Problem::WrongType {
                expected: "a whole number",
                found: value.type_str(),
            });
            return None;
        };
        match i64::from_str_radix(integer.as_str(), integer.radix()) {
            Ok(value) if range.contains(&value) => Some(Found { value, place }),
            _ => {
                place.fault(Problem::OutOfRange {
                    min: *range.start(),
                    max: *range.end(),
                });
                None
            }
        }
    }

    /// The same, which must be there.
    pub(super) fn number(&self, key: &'static str, range: RangeInclusive<i64>) -> Option<Found<'s, 'i, i64>> {
        self.must(key, self.maybe_number(key, range))
    }

    /// `true` or `false`, if it is there.
    pub(super) fn flag(&self, key: &'static str) -> Option<Found<'s, 'i, bool>> {
        let (value, place) = self.raw(key)?;
        if let Some(value) = value.as_bool() {
            return Some(Found { value, place });
        }
        place.fault(Problem::WrongType {
            expected: "true or false",
            found: value.type_str(),
        });
        None
    }

    /// A list of texts, none twice; empty where there is none.
    pub(super) fn texts(&self, key: &'static str, most: usize, max: usize) -> Vec<Found<'s, 'i, String>> {
        let mut seen = BTreeSet::new();
        self.entries(key, most)
            .into_iter()
            .filter_map(|(value, place)| {
                let value = text(value, &place, max)?;
                if !seen.insert(value.clone()) {
                    place.fault(Problem::Duplicate(value.clone()));
                }
                Some(Found { value, place })
            })
            .collect()
    }

    /// A list of tables; empty where there is none.
    pub(super) fn tables(&self, key: &'static str, most: usize) -> Vec<Cursor<'s, 'i>> {
        self.entries(key, most)
            .into_iter()
            .filter_map(|(value, place)| {
                if let Some(table) = value.as_table() {
                    return Some(Cursor::new(self.source, table, place.at, place.path));
                }
                place.fault(Problem::WrongType {
                    expected: "a table",
                    found: value.type_str(),
                });
                None
            })
            .collect()
    }

    /// A table, if there is one.
    pub(super) fn table(&self, key: &'static str) -> Option<Cursor<'s, 'i>> {
        let (value, place) = self.raw(key)?;
        if let Some(table) = value.as_table() {
            return Some(Cursor::new(self.source, table, place.at, place.path));
        }
        place.fault(Problem::WrongType {
            expected: "a table",
            found: value.type_str(),
        });
        None
    }

    fn entries(&self, key: &'static str, most: usize) -> Vec<(&'s DeValue<'i>, Place<'s, 'i>)> {
        let Some((value, place)) = self.raw(key) else {
            return Vec::new();
        };
        let Some(array) = value.as_array() else {
            place.fault(Problem::WrongType {
                expected: "a list",
                found: value.type_str(),
            });
            return Vec::new();
        };
        if array.is_empty() {
            place.fault(Problem::Empty);
        }
        if array.len() > most {
            place.fault(Problem::TooLong(most));
            return Vec::new();
        }
        array
            .iter()
            .enumerate()
            .map(|(index, entry): (usize, &Spanned<DeValue<'i>>)| {
                let path = format!("{}[{}]", place.path, index + 1);
                (
                    entry.get_ref(),
                    Place {
                        source: self.source,
                        at: entry.span().start,
                        path,
                    },
                )
            })
            .collect()
    }

    /// Lets unknown keys of this table pass: which are known depends on a key that is itself at fault.
    pub(super) fn forgive(&self) {
        self.forgiven.set(true);
    }

    /// Notes every key that nobody asked for. To be called when all were asked for.
    pub(super) fn done(self) {
        if self.forgiven.get() {
            return;
        }
        let asked = self.asked.borrow();
        for key in self.table.keys() {
            if !asked.contains(key.get_ref().as_ref()) {
                let path = self.path_of(&key.get_ref().escape_debug().to_string());
                self.source.fault(key.span().start, &path, Problem::UnknownKey);
            }
        }
    }
}

fn text(value: &DeValue<'_>, place: &Place<'_, '_>, max: usize) -> Option<String> {
    let Some(text) = value.as_str() else {
        place.fault(Problem::WrongType {
            expected: "a text",
            found: value.type_str(),
        });
        return None;
    };
    match Text::read(text, max) {
        Ok(text) => Some(text.as_str().to_owned()),
        Err(fault) => {
            place.fault(match fault {
                TextFault::Empty => Problem::Empty,
                TextFault::TooLong { max, .. } => Problem::TooLong(max),
                other => Problem::BadCharacter(other.position().unwrap_or(1)),
            });
            None
        }
    }
}
