//! How far long work on the view is: counted by who does it, looked at by who waits for it.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

#[derive(Debug, Default)]
struct Counts {
    done: AtomicU64,
    all: AtomicU64,
}

/// Counts operations. Clones count the same work, so that another thread can look while this one is busy.
#[derive(Clone, Debug, Default)]
pub struct Pulse(Arc<Counts>);

impl Pulse {
    /// Work on so many operations begins.
    pub fn begin(&self, all: u64) {
        self.0.done.store(0, Ordering::Relaxed);
        self.0.all.store(all, Ordering::Relaxed);
    }

    /// One more is done.
    pub fn step(&self) {
        self.0.done.fetch_add(1, Ordering::Relaxed);
    }

    /// It is over.
    pub fn end(&self) {
        self.0.all.store(0, Ordering::Relaxed);
    }

    /// Operations done, and of how many; `None` while nothing is under way.
    #[must_use]
    pub fn now(&self) -> Option<(u64, u64)> {
        let all = self.0.all.load(Ordering::Relaxed);
        (all > 0).then(|| (self.0.done.load(Ordering::Relaxed).min(all), all))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_waits_sees_how_far_it_is_and_nothing_behind_its_end() {
        let pulse = Pulse::default();
        let seen = pulse.clone();
        assert_eq!(seen.now(), None);
        pulse.begin(2);
        assert_eq!(seen.now(), Some((0, 2)));
        for _ in 0..3 {
            pulse.step();
        }
        assert_eq!(seen.now(), Some((2, 2)));
        pulse.end();
        assert_eq!(seen.now(), None);
    }
}
