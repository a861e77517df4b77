//! The two clocks: one that never goes back, for intervals, and the wall clock, to be shown.

use crate::domain::day::{Moment, wib};
use crate::ui::input::{Millis, Stamp};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// A clock that began with the program. The wall time is that of the west of Indonesia.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    start: Instant,
}

impl Clock {
    /// A clock that begins now.
    pub fn start() -> Self {
        Self {
            start: Instant::now(),
        }
    }

    /// Now.
    pub fn stamp(self) -> Stamp {
        self.stamp_at(Instant::now())
    }

    /// A moment ago; the wall time is now's.
    pub fn stamp_at(self, at: Instant) -> Stamp {
        let ms = at.saturating_duration_since(self.start).as_millis();
        let wall = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or(Duration::ZERO)
            .as_millis();
        Stamp {
            at: Millis(u64::try_from(ms).unwrap_or(u64::MAX)),
            wall: Moment(i64::try_from(wall).unwrap_or(0)).local(wib()),
        }
    }

    /// When it will be so late; rounded up, so that waking then is never too early.
    pub fn instant(self, at: Millis) -> Instant {
        self.start
            .checked_add(Duration::from_millis(at.0))
            .unwrap_or_else(Instant::now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waking_at_a_deadline_is_not_before_it() {
        let clock = Clock::start();
        for ms in [0, 1, 35, 60_000] {
            assert!(clock.stamp_at(clock.instant(Millis(ms))).at >= Millis(ms));
        }
    }
}
