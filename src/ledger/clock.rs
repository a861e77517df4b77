//! A clock that never goes back, beside a wall clock that nobody trusts.
//!
//! A hybrid logical clock (Kulkarni et al., "Logical Physical Clocks", 2014): follows the wall clock while that runs
//! forward, counts on by itself while it stands or jumps back. An operation is never refused for its time; the two
//! rules of the exchange design are that a far-ahead stamp of somebody else is not followed by more than a day
//! ([`HybridClock::observe`]) and that a doubtful wall clock is said to be doubtful ([`HybridClock::trust`]).

use std::fmt;

use serde::{Deserialize, Serialize};

const COUNTER_BITS: u32 = 16;
const MAX_MS: u64 = u64::MAX >> COUNTER_BITS;

/// How far a stamp of another node may pull this clock ahead, in milliseconds: 24 hours.
pub const FOLLOW_MS: u64 = 24 * 60 * 60 * 1000;

/// How far the wall clock may be ahead of the ledger's last stamp before it is doubted, in milliseconds: 400 days.
pub const FAR_AHEAD_MS: u64 = 400 * 24 * 60 * 60 * 1000;

/// A stamp: 48 bits of milliseconds since 1970 UTC, then a 16-bit counter. Sorts by time, then counter.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Hlc(pub u64);

impl Hlc {
    /// The stamp of `ms` milliseconds since 1970 UTC (capped at 48 bits, the year 10889) and `counter`.
    pub fn new(ms: u64, counter: u16) -> Self {
        Self(ms.min(MAX_MS) << COUNTER_BITS | u64::from(counter))
    }

    /// Milliseconds since 1970 UTC.
    pub const fn ms(self) -> u64 {
        self.0 >> COUNTER_BITS
    }

    /// Whether a wall clock said it: what was counted on from the stamp before, or followed, bears a counter.
    pub const fn is_claimed(self) -> bool {
        self.0.trailing_zeros() >= COUNTER_BITS
    }

    /// The stamp `count` steps later; what does not fit the counter carries into the milliseconds.
    #[must_use]
    pub const fn plus(self, count: u64) -> Self {
        Self(self.0.saturating_add(count))
    }
}

/// `milliseconds.counter`.
impl fmt::Debug for Hlc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hlc({}.{})", self.ms(), self.0 & 0xffff)
    }
}

/// What a glance at the wall clock says about it at start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockTrust {
    /// No reason for doubt.
    Trusted,
    /// Earlier than the program was built.
    BeforeBuild,
    /// Earlier than the last stamp of the ledger.
    BeforeLedger,
    /// More than [`FAR_AHEAD_MS`] after the last stamp of the ledger.
    FarAhead,
}

/// The clock of one ledger. It reads no time itself: the wall clock's milliseconds since 1970 UTC are passed in.
#[derive(Debug, Clone)]
pub struct HybridClock {
    last: Hlc,
    persisted: Hlc,
    /// The latest that the wall clock itself ever claimed in a stamp.
    claimed: Hlc,
}

impl HybridClock {
    /// A clock that goes on after `persisted`, the last stamp in the ledger ([`Hlc::default`] in a new one).
    pub const fn new(persisted: Hlc) -> Self {
        Self {
            last: persisted,
            persisted,
            claimed: Hlc(0),
        }
    }

    /// The same, where the wall clock claimed `stamp` before ([`Hlc::is_claimed`]).
    #[must_use]
    pub const fn claiming(mut self, stamp: Hlc) -> Self {
        self.claimed = stamp;
        self
    }

    /// The last stamp given or followed.
    pub const fn last(&self) -> Hlc {
        self.last
    }

    /// A new stamp, later than every one before it.
    pub fn tick(&mut self, wall_ms: u64) -> Hlc {
        self.tick_many(wall_ms, 1)
    }

    /// `count` new stamps in a row; returns the first, the others are its [`Hlc::plus`].
    pub fn tick_many(&mut self, wall_ms: u64, count: u64) -> Hlc {
        let wall = Hlc::new(wall_ms, 0);
        let first = if wall > self.last {
            self.claimed = wall;
            wall
        } else {
            // Not one of them may look claimed: where the counter would run over, they begin a millisecond later.
            let next = self.last.plus(1);
            let next = if next.is_claimed() { next.plus(1) } else { next };
            if next.plus(count.saturating_sub(1)).ms() == next.ms() {
                next
            } else {
                Hlc::new(next.ms().saturating_add(1), 1)
            }
        };
        self.last = first.plus(count.saturating_sub(1));
        first
    }

    /// Takes note of another node's stamp: later ticks come after it, but no further ahead than
    /// [`FOLLOW_MS`] after the wall clock or the latest that it ever claimed, whichever is later.
    ///
    /// The bound does not move with what was observed, not by a restart either, or a stamp from 2099 seen twice a day
    /// would arrive there.
    pub fn observe(&mut self, remote: Hlc, wall_ms: u64) {
        let bound = Hlc::new(wall_ms.max(self.claimed.ms()).saturating_add(FOLLOW_MS), 0);
        self.last = self.last.max(remote.min(bound));
    }

    /// Judges the wall clock against the build's date and the ledger's last stamp at start.
    pub fn trust(&self, wall_ms: u64, build_ms: u64) -> ClockTrust {
        let ledger_ms = self.persisted.ms();
        if wall_ms < build_ms {
            ClockTrust::BeforeBuild
        } else if wall_ms < ledger_ms {
            ClockTrust::BeforeLedger
        } else if ledger_ms > 0 && wall_ms - ledger_ms > FAR_AHEAD_MS {
            ClockTrust::FarAhead
        } else {
            ClockTrust::Trusted
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const DAY: u64 = 86_400_000;

    proptest! {
        #[test]
        fn stamps_never_go_back(walls in prop::collection::vec(any::<u64>(), 1..50)) {
            let mut clock = HybridClock::new(Hlc::default());
            let mut last = Hlc::default();
            for wall in walls {
                let next = clock.tick(wall % (1 << 47));
                prop_assert!(next > last);
                last = next;
            }
        }

        #[test]
        fn nobody_pulls_the_clock_ahead_by_more_than_a_day_not_by_restarts_either(
            seen in prop::collection::vec((any::<u64>(), 0_u64..1 << 41, 0..4, 1_u64..4), 0..40),
        ) {
            let mut clock = HybridClock::new(Hlc::default());
            let (mut latest, mut claimed, mut written) = (0, Hlc(0), Hlc(0));
            for (remote, wall, what, count) in seen {
                latest = latest.max(wall);
                match what {
                    0 => clock = HybridClock::new(written).claiming(claimed),
                    1 => {
                        let first = clock.tick_many(wall, count);
                        written = clock.last();
                        for stamp in [first, written].into_iter().filter(|stamp| stamp.is_claimed()) {
                            claimed = stamp;
                        }
                    }
                    // Half of them end with a counter that is about to run over.
                    2 => clock.observe(Hlc(remote | 0xfffe), wall),
                    _ => clock.observe(Hlc(remote), wall),
                }
                prop_assert!(clock.last().ms() <= latest + FOLLOW_MS);
            }
        }
    }

    #[test]
    fn a_full_counter_carries_into_the_milliseconds() {
        let mut clock = HybridClock::new(Hlc::new(1000, u16::MAX));
        assert_eq!(clock.tick(1000), Hlc::new(1001, 1));
        assert_eq!(clock.tick_many(5, 70_000), Hlc::new(1002, 1));
        assert_eq!(clock.last(), Hlc::new(1002, 1).plus(69_999));
        assert_eq!(clock.tick(2000), Hlc::new(2000, 0));
    }

    #[test]
    fn a_near_stamp_of_another_node_is_followed() {
        let mut clock = HybridClock::new(Hlc::new(1000, 0));
        clock.observe(Hlc::new(1500, 7), 1000);
        assert_eq!(clock.tick(1000), Hlc::new(1500, 8));
    }

    #[test]
    fn a_doubtful_wall_clock_is_named() {
        let clock = HybridClock::new(Hlc::new(1000 * DAY, 0));
        assert_eq!(clock.trust(1000 * DAY, 900 * DAY), ClockTrust::Trusted);
        assert_eq!(clock.trust(899 * DAY, 900 * DAY), ClockTrust::BeforeBuild);
        assert_eq!(clock.trust(999 * DAY, 900 * DAY), ClockTrust::BeforeLedger);
        assert_eq!(clock.trust(1400 * DAY, 900 * DAY), ClockTrust::Trusted);
        assert_eq!(clock.trust(1401 * DAY, 900 * DAY), ClockTrust::FarAhead);
        assert_eq!(
            HybridClock::new(Hlc::default()).trust(9000 * DAY, 0),
            ClockTrust::Trusted
        );
    }
}
