//! How the office stands.

use super::{Answer, Office};
use crate::{
    domain::{id::PersonId, refusal::Refusal},
    state::{
        card::{AnchorPlace, Health},
        sync::Standing,
    },
};
use std::path::Path;

/// When this release was made, in milliseconds since 1970: a clock before it is wrong.
pub const BUILD_MS: u64 = 1_793_491_200_000;

impl Office {
    /// How the office stands, for staff.
    pub fn staff_health(&mut self, staff: PersonId) -> Answer<Health> {
        if self.person_state(staff)?.roles_now().is_staff() {
            self.health()
        } else {
            Err(Refusal::NotAllowed.into())
        }
    }

    /// Whether the wall clock can be believed.
    #[must_use]
    pub fn clock_trusted(&self) -> bool {
        self.clock_state().is_sure()
    }

    /// How the office stands. Of ledgers it reads only what no other office is known to have: `verify` reads all.
    pub fn health(&mut self) -> Answer<Health> {
        // An office of its own has nobody who could have it too.
        let only_here = match self.standing() {
            Standing::Alone => None,
            _ => Some(self.exchange.only_here(&mut self.book)?),
        };
        let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        Ok(Health {
            office: self.name.clone(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            ledger_path: self.book.ledger_path().display().to_string(),
            store_path: self.book.index_path().display().to_string(),
            ops: self.book.operations(),
            segments: self.book.segments(),
            ledger_bytes: folder_bytes(self.book.ledger_path()),
            free_bytes: self.book.free_bytes(),
            counts: [
                count(self.book.units().len()),
                count(self.book.courses().len()),
                count(self.book.heads().len()),
                self.book.people_count()?,
                self.book.registrations_count(),
            ],
            rebuilt: self.book.rebuilt().map(str::to_owned),
            cut_bytes: self.opened.cut_bytes,
            damage: [&self.policy_fault, &self.unwritten]
                .into_iter()
                .flatten()
                .cloned()
                .collect(),
            clock_trusted: self.clock_trusted(),
            only_here,
            recovered: None,
            standing: self.standing(),
            anchor: self.anchor_place(),
        })
    }

    fn anchor_place(&self) -> Option<AnchorPlace> {
        self.book.roll().root()?;
        // Links are followed: a folder beside the data may be one into it.
        let real = |path: &Path| std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        Some(match self.book.anchor_path() {
            None => AnchorPlace::Missing,
            Some(path) if real(&path).starts_with(real(self.book.data())) => AnchorPlace::Inside,
            Some(_) => AnchorPlace::Outside,
        })
    }
}

fn folder_bytes(dir: &std::path::Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(dir) else {
        return 0;
    };
    entries
        .filter_map(|entry| entry.ok()?.metadata().ok())
        .map(|meta| meta.len())
        .sum()
}
