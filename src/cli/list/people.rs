//! People, in the order in which they were added.

use super::super::{failure::Failure, json, out::Rows};
use crate::{
    domain::{id::PersonId, role::Role},
    service::Office,
    state::stamp::get,
};
use rustc_hash::FxHashMap;
use serde::Serialize;

#[derive(Serialize)]
struct PersonShape<'a> {
    number: String,
    name: &'a str,
    unit: &'a str,
    position: Option<&'a str>,
    rank: Option<&'a str>,
    employment: &'static str,
    contract_end: Option<String>,
    roles: Vec<&'static str>,
    has_pin: bool,
}

pub(super) fn list(office: &mut Office, rows: &mut Rows) -> Result<(), Failure> {
    let units: FxHashMap<_, String> = office
        .book_mut()
        .units()
        .iter()
        .filter_map(|(id, state)| Some((*id, get(state.unit.as_ref())?.code.to_string())))
        .collect();
    let mut failed = None;
    office.each_person(|office, id: PersonId, state| {
        let Some(record) = get(state.record.as_ref()) else {
            return true;
        };
        // Somebody whose data was destroyed has nothing left to be shown.
        let Some(profile) = &record.profile else {
            return true;
        };
        let roles = state.roles_now();
        let shape = PersonShape {
            number: profile.number.digits(),
            name: &profile.name,
            unit: units.get(&record.unit).map_or("", String::as_str),
            position: profile.position.as_deref(),
            rank: profile.rank.as_deref(),
            employment: record.employment.id(),
            contract_end: record.contract_end.map(json::day),
            roles: Role::ALL
                .into_iter()
                .filter(|role| roles.has(*role))
                .map(Role::id)
                .collect(),
            has_pin: office.has_pin(id),
        };
        let written = rows.row(&shape, |person| {
            format!(
                "{:<18} {:<14} {} {}",
                person.number,
                person.unit,
                person.name,
                person.roles.join(" ")
            )
            .trim_end()
            .to_owned()
        });
        failed = written.err();
        failed.is_none()
    })?;
    failed.map_or(Ok(()), Err)
}
