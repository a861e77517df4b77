//! Rows of people.

use chrono::NaiveDate;

use super::{
    check::{Check, Findings},
    fault::Rule,
    header::Column,
    table::Row,
    value,
};
use crate::domain::{
    day::Day,
    number::{Number, NumberKind},
    person::Employment,
    role::Roles,
    text::{
        Text,
        limit::{CODE, NAME},
    },
};

/// A person as a file gives them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonRow {
    /// The number.
    pub number: Number,
    /// The name, with titles.
    pub name: Text,
    /// The unit, by its code or name as written.
    pub unit: Text,
    /// The post.
    pub position: Option<Text>,
    /// Pangkat and golongan.
    pub rank: Option<Text>,
    /// How they are employed; by the kind of number where the file does not say.
    pub employment: Employment,
    /// The last day of the contract.
    pub contract_end: Option<Day>,
    /// The roles; `None` where the file has no such column, so that an import of staff takes no role away.
    pub roles: Option<Roles>,
}

impl PersonRow {
    /// Reads a row; nothing where it has faults, which are noted. `today` as for [`Number::read`].
    pub fn read(row: &Row<'_>, today: NaiveDate, findings: &mut Findings) -> Option<Self> {
        let mut check = Check::of(row, findings)?;
        let reading = check.required(Column::Number, |cell| value::number(cell, today));
        let name = check.required(Column::Name, |cell| value::text(cell, NAME));
        let unit = check.required(Column::Unit, |cell| value::text(cell, NAME));
        let position = check.optional(Column::Position, |cell| value::text(cell, NAME));
        let rank = check.optional(Column::Rank, |cell| value::text(cell, CODE));
        let employment = check.optional(Column::Employment, value::employment);
        let contract_end = check.optional(Column::ContractEnd, value::day);
        let roles = check.optional(Column::Roles, |cell| value::items(cell, value::role));
        let roles = roles.map(|roles| roles.into_iter().fold(Roles::NONE, Roles::with));
        let reading = reading?;
        for &warning in &reading.warnings {
            check.remark(Column::Number, Rule::Unusual(warning));
        }
        let by_number = match reading.number.kind() {
            NumberKind::Nip => Employment::Pns,
            NumberKind::NiPppk => Employment::Pppk,
            NumberKind::Nik => Employment::NonAsn,
        };
        let employment = employment.unwrap_or(by_number);
        if !goes_with(employment, reading.number.kind()) {
            check.remark(Column::Number, Rule::OtherKind);
        }
        check.is_good().then_some(Self {
            number: reading.number,
            name: name?,
            unit: unit?,
            position,
            rank,
            employment,
            contract_end,
            roles,
        })
    }
}

/// Whether people employed so have numbers of this kind. Anybody may still be known by a NIK.
const fn goes_with(employment: Employment, kind: NumberKind) -> bool {
    match kind {
        NumberKind::Nip => matches!(employment, Employment::Pns | Employment::Cpns),
        NumberKind::NiPppk => employment.is_pppk(),
        NumberKind::Nik => true,
    }
}
