//! A pause after too many tries: whole seconds left, one tick a second and none at rest.

use crate::ui::input::Millis;

/// A pause, or none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Countdown {
    until: Option<Millis>,
    seen: Millis,
}

impl Countdown {
    /// Begins a pause of so many seconds.
    pub fn start(&mut self, seconds: u32, now: Millis) {
        self.until = (seconds > 0).then(|| now.plus(u64::from(seconds) * 1_000));
        self.seen = now;
    }

    /// Time has passed; `true` if the pause is over by now.
    pub fn tick(&mut self, now: Millis) -> bool {
        self.seen = now;
        let over = self.until.is_some_and(|until| now >= until);
        if over {
            self.until = None;
        }
        over
    }

    /// Whether the pause is still on.
    pub fn is_on(&self) -> bool {
        self.until.is_some()
    }

    /// Seconds left, rounded up: never said shorter than it is.
    pub fn seconds(&self) -> u32 {
        let left = self.until.map_or(0, |until| until.since(self.seen));
        u32::try_from(left.div_ceil(1_000)).unwrap_or(u32::MAX)
    }

    /// When the number of seconds changes next.
    pub fn deadline(&self) -> Option<Millis> {
        let until = self.until?;
        let after = u64::from(self.seconds()).saturating_sub(1) * 1_000;
        Some(Millis(until.0.saturating_sub(after)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn it_ticks_once_a_second_and_then_never() {
        let mut pause = Countdown::default();
        assert_eq!(pause.deadline(), None);
        pause.start(3, Millis(500));
        let mut said = Vec::new();
        while let Some(at) = pause.deadline() {
            said.push((pause.seconds(), at.0));
            pause.tick(at);
        }
        assert_eq!(said, [(3, 1_500), (2, 2_500), (1, 3_500)]);
        assert!(!pause.is_on());
    }

    proptest! {
        #[test]
        fn the_next_tick_is_ahead_and_at_most_a_second_away(seconds in 1_u32..9_000, late in 0_u64..9_000_000) {
            let mut pause = Countdown::default();
            pause.start(seconds, Millis(7));
            let now = Millis(7 + late);
            pause.tick(now);
            prop_assert_eq!(pause.is_on(), late < u64::from(seconds) * 1_000);
            if let Some(at) = pause.deadline() {
                prop_assert!(at > now && at.since(now) <= 1_000);
            }
        }
    }
}
