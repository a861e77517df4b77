//! Natural numbers of any size: the product of many counts outgrows 128 bits.

use std::cmp::Ordering;

/// A natural number in limbs of 32 bits, least first, without zeros at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Natural(Vec<u32>);

impl From<u32> for Natural {
    fn from(value: u32) -> Self {
        Self(if value == 0 { Vec::new() } else { vec![value] })
    }
}

impl Natural {
    /// The product with a small number.
    pub(super) fn times(&self, factor: u32) -> Self {
        if factor == 0 {
            return Self(Vec::new());
        }
        let mut carry = 0_u64;
        let mut limbs = Vec::with_capacity(self.0.len() + 1);
        for &limb in &self.0 {
            carry += u64::from(limb) * u64::from(factor);
            limbs.push(low(carry));
            carry >>= 32;
        }
        if carry > 0 {
            limbs.push(low(carry));
        }
        Self(limbs)
    }

    /// The sum.
    pub(super) fn plus(&self, other: &Self) -> Self {
        let mut carry = 0_u64;
        let len = self.0.len().max(other.0.len());
        let mut limbs = Vec::with_capacity(len + 1);
        for at in 0..len {
            let limb = |n: &Self| u64::from(n.0.get(at).copied().unwrap_or(0));
            carry += limb(self) + limb(other);
            limbs.push(low(carry));
            carry >>= 32;
        }
        if carry > 0 {
            limbs.push(low(carry));
        }
        Self(limbs)
    }

    /// `floor(self / divisor)`, where it is at most `max`.
    pub(super) fn quotient(&self, divisor: &Self, max: u32) -> Option<u32> {
        let fits = |quotient: u32| divisor.times(quotient).order(self) != Ordering::Greater;
        if divisor.0.is_empty() || fits(max + 1) {
            return None;
        }
        let (mut low, mut high) = (0, max);
        while low < high {
            let middle = (low + high).div_ceil(2);
            if fits(middle) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        Some(low)
    }

    fn order(&self, other: &Self) -> Ordering {
        self.0
            .len()
            .cmp(&other.0.len())
            .then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }
}

/// The low 32 bits.
fn low(value: u64) -> u32 {
    u32::try_from(value & u64::from(u32::MAX)).unwrap_or(u32::MAX)
}
