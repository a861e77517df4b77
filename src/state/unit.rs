//! The fold of an office.

use super::stamp::{Latest, Stamp, set_latest};
use crate::{
    domain::{
        id::UnitId,
        text::{Text, limit},
        unit::{Link, Unit},
    },
    ledger::body::office::UnitSet,
};
use serde::{Deserialize, Serialize};

/// An office, folded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitState {
    /// What the organiser says last.
    pub unit: Option<Latest<Unit>>,
    /// Whether a critical operation of a newer release touched it: it is not changed here.
    pub frozen: bool,
}

impl UnitState {
    /// Folds one operation; a text that breaks the rules of checked text leaves the state as it was.
    pub fn apply(&mut self, id: UnitId, stamp: Stamp, body: &UnitSet) -> bool {
        unit_of(id, body).is_some_and(|unit| set_latest(&mut self.unit, stamp, unit))
    }
}

fn unit_of(id: UnitId, body: &UnitSet) -> Option<Unit> {
    Some(Unit {
        id,
        code: Text::read(&body.code, limit::CODE).ok()?,
        name: Text::read(&body.name, limit::NAME).ok()?,
        kind: body
            .kind
            .as_deref()
            .and_then(|kind| Text::read(kind, limit::NAME).ok()),
        link: body.link.and_then(Link::from_number),
    })
}

/// The operation that says this of an office.
#[must_use]
pub fn body_of(unit: &Unit) -> UnitSet {
    UnitSet {
        code: unit.code.to_string(),
        name: unit.name.to_string(),
        kind: unit.kind.as_ref().map(ToString::to_string),
        link: unit.link.map(Link::number),
    }
}
