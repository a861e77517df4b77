//! Deliberate faults and pretended older releases, for the simulator that must notice the one and bear the other.
//!
//! Only builds with debug assertions can switch them on, for the thread that asks; in others every question here is
//! answered with no at compile time.

/// A fault that the simulator has to find.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mutant {
    /// A node whose disk was restored or cloned goes on in the same ledger.
    NoIncarnationBump,
    /// A registration is answered before it is durable.
    NoSync,
    /// The centre takes an open office's tickets without its consent.
    SeatsTaken,
    /// A segment is taken without a look at the one before it.
    ChainSkipped,
    /// A ballot keeps when each answer came.
    BallotTimes,
}

impl Mutant {
    /// Every fault.
    pub const ALL: [Self; 5] = [
        Self::NoIncarnationBump,
        Self::NoSync,
        Self::SeatsTaken,
        Self::ChainSkipped,
        Self::BallotTimes,
    ];

    /// The name in the simulator's table.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NoIncarnationBump => "no incarnation bump",
            Self::NoSync => "no sync before the receipt",
            Self::SeatsTaken => "seats taken back without consent",
            Self::ChainSkipped => "chain check skipped",
            Self::BallotTimes => "ballot with times",
        }
    }
}

#[cfg(debug_assertions)]
mod active {
    use super::Mutant;
    use std::{
        cell::{Cell, RefCell},
        collections::HashSet,
    };

    thread_local! {
        pub static FOUND: RefCell<HashSet<[u8; 32]>> = RefCell::new(HashSet::new());
        pub static MUTANT: Cell<Option<Mutant>> = const { Cell::new(None) };
        pub static UNKNOWN: Cell<u128> = const { Cell::new(0) };
        pub static SEED: Cell<Option<u64>> = const { Cell::new(None) };
    }
}

/// Whether this thread rehearses the fault.
#[cfg(debug_assertions)]
#[must_use]
pub fn has(mutant: Mutant) -> bool {
    active::MUTANT.get() == Some(mutant)
}

/// Whether this thread rehearses the fault: never, in this build.
#[cfg(not(debug_assertions))]
#[must_use]
pub const fn has(_: Mutant) -> bool {
    false
}

/// Whether this thread's release knows a kind of operations.
#[cfg(debug_assertions)]
#[must_use]
pub fn knows(kind: u16) -> bool {
    active::UNKNOWN.get().checked_shr(u32::from(kind)).unwrap_or(0) & 1 == 0
}

/// Whether this release knows a kind of operations: it does, or has no arm for it.
#[cfg(not(debug_assertions))]
#[must_use]
pub const fn knows(_: u16) -> bool {
    true
}

/// Fills `bytes` by this thread's seed where it has one, so that a story can be told again; says whether it did.
#[cfg(debug_assertions)]
#[must_use]
pub fn told(bytes: &mut [u8]) -> bool {
    let Some(seed) = active::SEED.get() else {
        return false;
    };
    let mut state = seed;
    for chunk in bytes.chunks_mut(8) {
        // splitmix64 (Steele, Lea, Flood 2014).
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        for (to, from) in chunk.iter_mut().zip(z.to_le_bytes()) {
            *to = from;
        }
    }
    active::SEED.set(Some(state));
    true
}

/// Whether random bytes are told by a seed: never, in this build.
#[cfg(not(debug_assertions))]
#[must_use]
pub const fn told(_: &mut [u8]) -> bool {
    false
}

/// Whether something that costs much and always ends the same was found true before by this thread, whose story is told
/// by a seed; elsewhere, and at first, what `look` finds. `name` is a collision-free name of the question.
#[cfg(debug_assertions)]
#[must_use]
pub fn found(name: impl FnOnce() -> [u8; 32], look: impl FnOnce() -> bool) -> bool {
    const MOST: usize = 1 << 20;
    if active::SEED.get().is_none() {
        return look();
    }
    let name = name();
    if active::FOUND.with_borrow(|found| found.contains(&name)) {
        return true;
    }
    let is = look();
    if is {
        active::FOUND.with_borrow_mut(|found| {
            if found.len() >= MOST {
                found.clear();
            }
            found.insert(name);
        });
    }
    is
}

/// Whether something is so: what `look` finds, in this build.
#[cfg(not(debug_assertions))]
#[must_use]
pub fn found(_: impl FnOnce() -> [u8; 32], look: impl FnOnce() -> bool) -> bool {
    look()
}

/// From now on this thread's random bytes follow from a seed, or are random again.
#[cfg(debug_assertions)]
pub fn tell_random(seed: Option<u64>) {
    active::SEED.set(seed);
}

/// From now on this thread rehearses the fault, or none.
#[cfg(debug_assertions)]
pub fn rehearse(mutant: Option<Mutant>) {
    active::MUTANT.set(mutant);
}

/// From now on this thread is a release that knows none of these kinds.
#[cfg(debug_assertions)]
pub fn pretend_release(unknown: &[u16]) {
    let bit = |kind: &u16| 1u128.checked_shl(u32::from(*kind)).unwrap_or(0);
    active::UNKNOWN.set(unknown.iter().map(bit).fold(0, |all, bit| all | bit));
}
