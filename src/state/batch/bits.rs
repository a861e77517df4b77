//! A set of small numbers: the tickets of a batch.

use serde::{Deserialize, Serialize};

/// A set of numbers up to some 100,000, a bit each.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bits(Vec<u64>);

/// The highest number that is kept: a batch with more seats than this is no class.
const MAX: u32 = 1 << 20;

fn place(number: u32) -> (usize, u64) {
    (
        usize::try_from(number / 64).unwrap_or(usize::MAX),
        1 << (number % 64),
    )
}

impl Bits {
    /// Puts a number in; numbers beyond the cap are left out.
    pub fn insert(&mut self, number: u32) {
        if number > MAX {
            return;
        }
        let (word, bit) = place(number);
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        if let Some(word) = self.0.get_mut(word) {
            *word |= bit;
        }
    }

    /// Takes a number out.
    pub fn remove(&mut self, number: u32) {
        let (word, bit) = place(number);
        if let Some(word) = self.0.get_mut(word) {
            *word &= !bit;
        }
        self.trim();
    }

    /// Equal sets have equal bytes.
    fn trim(&mut self) {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }

    /// Whether a number is in.
    #[must_use]
    pub fn has(&self, number: u32) -> bool {
        let (word, bit) = place(number);
        self.0.get(word).is_some_and(|word| word & bit != 0)
    }

    /// Whether no number is in.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The numbers that are in, rising.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.0.iter().zip(0u32..).flat_map(|(word, at)| {
            let bits = (0u32..64).filter(move |bit| word & (1 << bit) != 0);
            bits.map(move |bit| at * 64 + bit)
        })
    }

    /// The numbers that are in and not in `other`.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        let mut left = self.clone();
        for (word, out) in left.0.iter_mut().zip(&other.0) {
            *word &= !out;
        }
        left.trim();
        left
    }

    /// How many numbers are in.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    /// The highest number that is in.
    #[must_use]
    pub fn last(&self) -> Option<u32> {
        let word = self.0.last()?;
        let base = u32::try_from(self.0.len() - 1).ok()? * 64;
        Some(base + 63 - word.leading_zeros())
    }

    /// The lowest number that is in and not in `other`.
    #[must_use]
    pub fn first_without(&self, other: &Self) -> Option<u32> {
        self.0.iter().zip(0u32..).find_map(|(word, at)| {
            let left = word
                & !usize::try_from(at)
                    .ok()
                    .and_then(|at| other.0.get(at))
                    .unwrap_or(&0);
            (left != 0).then(|| at * 64 + left.trailing_zeros())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn bits_behave_as_a_set(steps in proptest::collection::vec((any::<bool>(), 0u32..300), 0..80), others in proptest::collection::btree_set(0u32..300, 0..40)) {
            let (mut bits, mut set) = (Bits::default(), BTreeSet::new());
            for (put, number) in steps {
                if put { bits.insert(number); set.insert(number); } else { bits.remove(number); set.remove(&number); }
            }
            let mut other = Bits::default();
            for &number in &others { other.insert(number); }
            prop_assert_eq!(bits.count() as usize, set.len());
            prop_assert_eq!(bits.last(), set.last().copied());
            prop_assert_eq!(bits.first_without(&other), set.difference(&others).next().copied());
            prop_assert_eq!(bits.is_empty(), set.is_empty());
            prop_assert_eq!(bits.iter().collect::<Vec<_>>(), set.iter().copied().collect::<Vec<_>>());
            let mut left = Bits::default();
            for &number in set.difference(&others) { left.insert(number); }
            prop_assert_eq!(bits.without(&other), left);
            let mut again = Bits::default();
            for &number in &set { again.insert(number); }
            prop_assert_eq!(bits, again);
        }
    }
}
