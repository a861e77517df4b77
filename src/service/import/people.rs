//! People from a file.
//!
//! A unit that is not there yet is made from its name, since personnel systems export names and no codes; the report
//! lists each, so that a dry run shows a mistyped one.

use super::{Plan, Verdict};
use crate::{
    domain::{
        id::{PersonId, UnitId},
        number::Number,
        person::Profile,
        role::{Role, Roles},
        text::Text,
        unit::Unit,
    },
    intake::{Column, Findings, PersonRow, Row, Rule},
    ledger::body::{
        people::{PersonAdded, PersonChanged, RoleSet},
        plan::Name,
    },
    service::{Answer, Office},
    state::{
        person::{Record, blob_of},
        unit::body_of,
        world::Subject,
    },
    store::book::Draft,
};
use rustc_hash::FxHashMap;

/// How many new units a report names.
const NAMED: usize = 20;

/// A person to be written.
struct Planned {
    /// Who, where they are known.
    known: Option<(PersonId, bool)>,
    record: Record,
    profile: Profile,
    roles: Vec<(Role, bool)>,
}

/// People collected.
#[derive(Default)]
pub(super) struct People {
    seen: FxHashMap<Number, u64>,
    /// Units by what is written in the file.
    units: FxHashMap<String, UnitId>,
    new_units: Vec<Unit>,
    planned: Vec<Planned>,
}

impl People {
    fn unit(&mut self, office: &Office, written: &Text) -> UnitId {
        let key = written.to_lowercase();
        if let Some(id) = self.units.get(&key) {
            return *id;
        }
        let id = office.unit_of(written).unwrap_or_else(|| {
            let id = UnitId::of_code(&key);
            self.new_units.push(Unit {
                id,
                code: code_of(id, written),
                name: written.clone(),
                kind: None,
                link: None,
            });
            id
        });
        self.units.insert(key, id);
        id
    }
}

/// A code for a unit that came with a name alone: the name where it is short, else a short one of its own.
fn code_of(id: UnitId, written: &Text) -> Text {
    if written.chars().count() <= 12 {
        return written.clone();
    }
    let hex: String = id.to_string().chars().take(8).collect();
    Text::read(&format!("U-{}", hex.to_uppercase()), 20).unwrap_or_else(|_| written.clone())
}

fn role_changes(now: Roles, then: Roles) -> Vec<(Role, bool)> {
    let changed = Role::ALL
        .into_iter()
        .filter(|role| now.has(*role) != then.has(*role));
    changed.map(|role| (role, then.has(role))).collect()
}

impl Plan for People {
    fn row(&mut self, office: &mut Office, row: &Row<'_>, findings: &mut Findings) -> Answer<Verdict> {
        let today = office.number_day();
        let Some(read) = PersonRow::read(row, today, findings) else {
            return Ok(Verdict::Faulty);
        };
        if let Some(&earlier) = self.seen.get(&read.number) {
            findings.fault(row, Column::Number, Rule::Duplicate { row: earlier });
            return Ok(Verdict::Faulty);
        }
        self.seen.insert(read.number, row.number());
        let unit = self.unit(office, &read.unit);
        let profile = Profile {
            number: read.number,
            name: read.name,
            position: read.position,
            rank: read.rank,
        };
        let record = Record {
            unit,
            employment: read.employment,
            contract_end: read.contract_end,
            profile: Some(profile.clone()),
        };
        let known = office.book.person_of(read.number)?;
        let state = match known {
            Some(person) => office.book.person(person)?,
            None => None,
        };
        let now = state
            .as_ref()
            .and_then(|state| state.record.as_ref())
            .map(|latest| &latest.value);
        let changes = now != Some(&record);
        let roles_now = state
            .as_ref()
            .map_or(Roles::NONE, super::super::PersonState::roles_now);
        let roles = read
            .roles
            .map(|then| role_changes(roles_now, then))
            .unwrap_or_default();
        let verdict = match (known, changes || !roles.is_empty()) {
            (Some(_), false) => return Ok(Verdict::Same),
            (Some(_), true) => Verdict::Changed,
            (None, _) => Verdict::New,
        };
        self.planned.push(Planned {
            known: known.map(|person| (person, changes)),
            record,
            profile,
            roles,
        });
        Ok(verdict)
    }

    fn notices(&self) -> Vec<(String, String)> {
        if self.new_units.is_empty() {
            return Vec::new();
        }
        let count = self.new_units.len();
        let names: Vec<&str> = self
            .new_units
            .iter()
            .take(NAMED)
            .map(|unit| unit.name.as_str())
            .collect();
        let more = if count > NAMED { ", ..." } else { "" };
        let names = format!("{}{more}", names.join(", "));
        vec![(
            format!("{count} unit kerja belum ada dan dibuat dari namanya: {names}"),
            format!("{count} units were not there and are made from their names: {names}"),
        )]
    }

    fn write(self: Box<Self>, office: &mut Office) -> Answer<()> {
        let wall = office.stamp_ms();
        office.book.import(wall, |importing| {
            importing.expect(self.new_units.len().saturating_add(self.planned.len()));
            for unit in &self.new_units {
                importing.push(Draft::new(Subject::Unit(unit.id), body_of(unit)))?;
            }
            for planned in self.planned {
                let unit = Name(planned.record.unit.0);
                let employment = planned.record.employment.number();
                let contract_end = planned.record.contract_end.map(|day| day.0);
                let person = match planned.known {
                    None => {
                        let person = importing.next_person();
                        let body = PersonAdded {
                            unit,
                            employment,
                            contract_end,
                        };
                        let draft =
                            Draft::new(Subject::new_person(), body).with_blob(&blob_of(&planned.profile));
                        importing.push(draft)?;
                        person
                    }
                    Some((person, changes)) => {
                        if changes {
                            let body = PersonChanged {
                                unit,
                                employment,
                                contract_end,
                            };
                            let draft = Draft::new(Subject::Person(person), body)
                                .with_blob(&blob_of(&planned.profile));
                            importing.push(draft)?;
                        }
                        person
                    }
                };
                for (role, given) in planned.roles {
                    importing.push(Draft::new(
                        Subject::Person(person),
                        RoleSet {
                            role: role.number(),
                            given,
                        },
                    ))?;
                }
            }
            Ok(())
        })
    }
}
