//! How the seats of a batch are shared between offices: a reserve stays at the centre, the rest goes by past demand.

/// The share of seats that the centre keeps, in percent (exchange design 2.7).
pub const RESERVE_PERCENT: u32 = 25;

/// The seats that stay at the centre, of so many: [`RESERVE_PERCENT`], rounded up.
#[must_use]
pub fn reserve(free: u32) -> u32 {
    let seats = (u64::from(free) * u64::from(RESERVE_PERCENT)).div_ceil(100);
    u32::try_from(seats).unwrap_or(u32::MAX)
}

/// Shares `free` seats by `demand`, which counts what each office registered before; the centre keeps
/// [`RESERVE_PERCENT`], rounded up. Every office that ever asked for one gets what is whole of its part; what is left
/// goes to the largest remainders, then to the earlier office (Hamilton's method). Offices without any demand at all
/// share alike.
///
/// The sum never exceeds `free`.
#[must_use]
pub fn proposal(free: u32, demand: &[u64]) -> Vec<u32> {
    let shared = u64::from(free.saturating_sub(reserve(free)));
    let total: u64 = demand.iter().sum();
    let weights: Vec<u64> = if total == 0 {
        vec![1; demand.len()]
    } else {
        demand.to_vec()
    };
    let total: u128 = weights.iter().map(|&weight| u128::from(weight)).sum();
    if total == 0 {
        return Vec::new();
    }
    let part = |weight: u64| u128::from(shared) * u128::from(weight);
    let mut parts: Vec<u64> = weights
        .iter()
        .map(|&weight| u64::try_from(part(weight) / total).unwrap_or(0))
        .collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    let remainder = |at: usize| weights.get(at).map_or(0, |&weight| part(weight) % total);
    order.sort_by_key(|&at| (std::cmp::Reverse(remainder(at)), at));
    let left = shared.saturating_sub(parts.iter().sum());
    for at in order.into_iter().take(usize::try_from(left).unwrap_or(0)) {
        if let Some(share) = parts.get_mut(at).filter(|_| remainder(at) > 0) {
            *share += 1;
        }
    }
    parts
        .into_iter()
        .map(|share| u32::try_from(share).unwrap_or(0))
        .collect()
}

/// Whether so few are free that an office may run out within a week, by what it registered in the last four.
#[must_use]
pub const fn is_low(free: u32, registered_in_28_days: u32) -> bool {
    free < registered_in_28_days.div_ceil(4)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_centre_keeps_a_quarter_and_demand_decides_the_rest() {
        assert_eq!(proposal(40, &[10, 20, 0]), [10, 20, 0]);
        assert_eq!(proposal(30, &[0, 0, 0]), [8, 7, 7], "nobody knows: alike");
        assert_eq!(proposal(1, &[5]), [0], "the only seat stays at the centre");
        assert_eq!(proposal(12, &[]), [] as [u32; 0]);
    }

    #[test]
    fn an_office_is_low_before_it_runs_out() {
        assert!(is_low(1, 8));
        assert!(!is_low(2, 8));
        assert!(!is_low(0, 0));
    }

    proptest! {
        #[test]
        fn no_seat_is_shared_out_twice(free in 0_u32..10_000, demand in prop::collection::vec(any::<u64>(), 0..40)) {
            let demand: Vec<u64> = demand.into_iter().map(|d| d >> 8).collect();
            let shares = proposal(free, &demand);
            prop_assert_eq!(shares.len(), demand.len());
            let sum: u64 = shares.iter().map(|&share| u64::from(share)).sum();
            prop_assert!(sum <= u64::from(free) - (u64::from(free) * 25).div_ceil(100));
        }
    }
}
