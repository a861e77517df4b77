//! TOML: an array of tables, each a row, its keys the columns.

use std::{io::Read, ops::ControlFlow};

use toml::de::{DeTable, DeValue};

use super::{Cells, Held, Row, Source};
use crate::intake::{
    fault::FileFault,
    header::{Header, Kind},
};

/// The rows of a TOML file, with the line each starts in.
pub(super) struct Toml {
    rows: Vec<(u64, Vec<Held>)>,
}

impl Toml {
    pub(super) fn open(mut source: Box<dyn Source>, kind: Kind) -> Result<(Self, Header), FileFault> {
        let mut bytes = Vec::new();
        source.read_to_end(&mut bytes)?;
        let text = std::str::from_utf8(&bytes).map_err(|error| FileFault::Toml {
            line: line_of(&bytes, error.valid_up_to()),
            message: "UTF-8".into(),
        })?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let document = DeTable::parse(text).map_err(|error| FileFault::Toml {
            line: line_of(text.as_bytes(), error.span().map_or(0, |span| span.start)),
            message: crate::intake::fault::shown(error.message()),
        })?;
        let expected = kind.toml_names();
        let array = document
            .get_ref()
            .iter()
            .find(|(key, _)| expected.contains(&key.get_ref().as_ref()))
            .and_then(|(_, value)| value.get_ref().as_array())
            .ok_or(FileFault::NoTable { expected })?;
        let mut names: Vec<String> = Vec::new();
        let mut rows = Vec::new();
        for item in array {
            let DeValue::Table(table) = item.get_ref() else {
                return Err(FileFault::NoTable { expected });
            };
            let mut cells = Vec::new();
            for (key, value) in table {
                let key = key.get_ref().as_ref();
                let at = names.iter().position(|name| name == key).unwrap_or_else(|| {
                    names.push(key.to_owned());
                    names.len() - 1
                });
                if cells.len() <= at {
                    cells.resize_with(at + 1, Held::default);
                }
                if let Some(place) = cells.get_mut(at) {
                    *place = held(value.get_ref());
                }
            }
            rows.push((line_of(text.as_bytes(), item.span().start), cells));
        }
        if rows.is_empty() {
            return Err(FileFault::NoTable { expected });
        }
        Ok((Self { rows }, Header::of(kind, &names)))
    }

    pub(super) fn rows(&self, header: &Header, each: &mut dyn FnMut(&Row<'_>) -> ControlFlow<()>) {
        for (number, cells) in &self.rows {
            let row = Row {
                number: *number,
                offset: 0,
                cells: Cells::Held(cells),
                header,
                broken: None,
            };
            if each(&row).is_break() {
                return;
            }
        }
    }
}

/// A value as a cell. A list is its items on lines of their own; a table inside a row has no cell.
fn held(value: &DeValue<'_>) -> Held {
    match value {
        DeValue::String(text) => Held::Text(text.to_string()),
        DeValue::Integer(number) if number.radix() == 10 => Held::Text(number.as_str().replace('_', "")),
        DeValue::Integer(number) => Held::Text(number.to_string()),
        DeValue::Float(number) => Held::Text(number.as_str().replace('_', "")),
        DeValue::Boolean(value) => Held::Bool(*value),
        DeValue::Datetime(date) => Held::Text(date.to_string()),
        DeValue::Array(items) => {
            let items = items.iter().filter_map(|item| match held(item.get_ref()) {
                Held::Text(text) => Some(text.replace('\n', " ")),
                _ => None,
            });
            Held::Text(items.collect::<Vec<_>>().join("\n"))
        }
        DeValue::Table(_) => Held::Empty,
    }
}

/// The line of a byte, from 1.
fn line_of(text: &[u8], at: usize) -> u64 {
    let feeds = text.iter().take(at).filter(|&&byte| byte == b'\n').count();
    u64::try_from(feeds).unwrap_or(0) + 1
}
