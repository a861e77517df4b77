//! Units from a file.

use super::{Plan, Verdict};
use crate::{
    domain::{id::UnitId, unit::Unit},
    intake::{Column, Findings, Row, Rule, UnitRow},
    service::{Answer, Office},
    state::{stamp::get, unit::body_of, world::Subject},
    store::book::Draft,
};
use rustc_hash::FxHashMap;

/// Units collected.
#[derive(Default)]
pub(super) struct Units {
    seen: FxHashMap<UnitId, u64>,
    units: Vec<Unit>,
}

impl Plan for Units {
    fn row(&mut self, office: &mut Office, row: &Row<'_>, findings: &mut Findings) -> Answer<Verdict> {
        let Some(read) = UnitRow::read(row, findings) else {
            return Ok(Verdict::Faulty);
        };
        let id = UnitId::of_code(&read.code);
        if let Some(&earlier) = self.seen.get(&id) {
            findings.fault(row, Column::Code, Rule::Duplicate { row: earlier });
            return Ok(Verdict::Faulty);
        }
        self.seen.insert(id, row.number());
        let unit = Unit {
            id,
            code: read.code,
            name: read.name,
            kind: read.kind,
            link: read.link,
        };
        let now = office
            .book
            .units()
            .get(&id)
            .and_then(|state| get(state.unit.as_ref()));
        let verdict = match now {
            Some(now) if *now == unit => return Ok(Verdict::Same),
            Some(_) => Verdict::Changed,
            None => Verdict::New,
        };
        self.units.push(unit);
        Ok(verdict)
    }

    fn write(self: Box<Self>, office: &mut Office) -> Answer<()> {
        office.write_all(
            self.units
                .iter()
                .map(|unit| Draft::new(Subject::Unit(unit.id), body_of(unit))),
        )
    }
}
