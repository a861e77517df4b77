//! Rows of offices.

use super::{
    check::{Check, Findings},
    header::Column,
    table::Row,
    value,
};
use crate::domain::{
    text::{
        Text,
        limit::{CODE, NAME},
    },
    unit::Link,
};

/// An office as a file gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitRow {
    /// The code.
    pub code: Text,
    /// The name.
    pub name: Text,
    /// The kind, as written.
    pub kind: Option<Text>,
    /// How it is connected.
    pub link: Option<Link>,
}

impl UnitRow {
    /// Reads a row; nothing where it has faults, which are noted.
    pub fn read(row: &Row<'_>, findings: &mut Findings) -> Option<Self> {
        let mut check = Check::of(row, findings)?;
        let code = check.required(Column::Code, |cell| value::text(cell, CODE));
        let name = check.required(Column::Name, |cell| value::text(cell, NAME));
        let kind = check.optional(Column::UnitKind, |cell| value::text(cell, NAME));
        let link = check.optional(Column::Link, value::link);
        check.is_good().then_some(Self {
            code: code?,
            name: name?,
            kind,
            link,
        })
    }
}
