//! New places of people, kept until everybody is written once: 12 bytes for each and about 30 for each person, where a
//! list of people and places would take 40 for each place, and as much again while it grows.

use crate::{
    domain::id::{BatchId, PersonId},
    state::person::Place,
};
use rustc_hash::FxHashMap;

/// How many places lie in one piece: a list that grows is moved, and holds twice the memory meanwhile.
const PIECE: usize = 16_384;

/// A place of a person whom the map names.
#[derive(Clone, Copy)]
struct Link {
    /// The number of the batch, with the attempt in the last eight bits.
    batch: u32,
    slot: u32,
    /// The place of the same person before this one, counted from 1; 0: there is none.
    before: u32,
}

/// New places, by person.
#[derive(Default)]
pub(super) struct Places {
    batches: Vec<BatchId>,
    numbers: FxHashMap<BatchId, u32>,
    links: Vec<Vec<Link>>,
    /// The last place of each person, counted from 1.
    people: FxHashMap<PersonId, u32>,
}

impl Places {
    /// Whether one more certainly fits the numbers.
    pub(super) fn is_full(&self) -> bool {
        self.links.len() >= 1 << 16 || self.batches.len() >= 1 << 24
    }

    /// Takes a place.
    pub(super) fn push(&mut self, person: PersonId, place: Place) {
        let batches = &mut self.batches;
        let number = *self.numbers.entry(place.batch).or_insert_with(|| {
            batches.push(place.batch);
            u32::try_from(batches.len() - 1).unwrap_or(u32::MAX)
        });
        if self.links.last().is_none_or(|piece| piece.len() >= PIECE) {
            self.links.push(Vec::with_capacity(PIECE));
        }
        let whole = self.links.len().saturating_sub(1).saturating_mul(PIECE);
        let Some(piece) = self.links.last_mut() else {
            return;
        };
        let last = self.people.entry(person).or_default();
        piece.push(Link {
            batch: number << 8 | u32::from(place.attempt),
            slot: place.slot,
            before: *last,
        });
        *last = u32::try_from(whole + piece.len()).unwrap_or(0);
    }

    fn link(&self, number: u32) -> Option<Link> {
        let at = usize::try_from(number.checked_sub(1)?).ok()?;
        self.links.get(at / PIECE)?.get(at % PIECE).copied()
    }

    /// The places of a person.
    pub(super) fn of(&self, person: PersonId) -> impl Iterator<Item = Place> {
        let first = self.people.get(&person).and_then(|last| self.link(*last));
        std::iter::successors(first, |link| self.link(link.before)).filter_map(|link| {
            let number = usize::try_from(link.batch >> 8).ok()?;
            let [.., attempt] = link.batch.to_be_bytes();
            Some(Place {
                batch: *self.batches.get(number)?,
                attempt,
                slot: link.slot,
            })
        })
    }

    /// Everybody who has a new place, in order.
    pub(super) fn people(&self) -> Vec<PersonId> {
        let mut people: Vec<PersonId> = self.people.keys().copied().collect();
        people.sort_unstable();
        people
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_gets_back_what_was_put_however_it_was_mixed() {
        let person = |n: u64| PersonId::of_op(1, 1, n);
        let place = |n: u64| Place {
            batch: BatchId([u8::try_from(n % 200).unwrap(); 16]),
            attempt: u8::try_from(1 + n % 255).unwrap(),
            slot: u32::try_from(n).unwrap(),
        };
        let mut places = Places::default();
        let count = u64::try_from(3 * PIECE).unwrap() + 5;
        for n in 0..count {
            places.push(person(n % 1_000), place(n));
        }
        let people = places.people();
        assert_eq!(people.len(), 1_000);
        assert!(people.is_sorted());
        for n in [0, 4, 999] {
            let mut found: Vec<Place> = places.of(person(n)).collect();
            found.sort_unstable_by_key(|place| place.slot);
            let put: Vec<Place> = (0..count).filter(|at| at % 1_000 == n).map(place).collect();
            assert_eq!(found, put);
        }
        assert_eq!(places.of(person(1_000)).count(), 0);
    }
}
