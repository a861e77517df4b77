//! Whether the wall clock can be believed: rules over readings that are handed in.
//!
//! A kiosk's clock runs on a battery that dies. What tells are four witnesses: the day the program was built, the last
//! reading that was believed, the newest stamp in the ledgers, and a clock that only counts on since the machine was
//! started. None of them says what time it is; together they say when the wall clock cannot be right. Only a human can
//! say that it is right again. Nothing that keeps a promise rests on it: order comes from the ledgers (exchange design
//! 2.8).

use super::word::words;

/// How far two witnesses may differ without a doubt, in milliseconds: 5 minutes. Clocks are set by hand, and by the
/// network in small steps.
pub const SLACK_MS: u64 = 5 * 60_000;

/// How far stamps may be ahead of the wall clock because another node's are: a day, which is how far they are followed.
pub const AHEAD_MS: u64 = 86_400_000;

/// How long a terminal can have been off before its clock is doubted for being so late: 400 days.
pub const FAR_MS: u64 = 400 * 86_400_000;

/// After so long of good running the readings are noted anew: an hour.
pub const NOTE_MS: u64 = 3_600_000;

/// One part in so many that the counting clock and the wall clock may drift apart.
const DRIFT: u64 = 1_000;

words! {
    /// Why the wall clock cannot be believed.
    Doubt {
        /// Earlier than the program was built: the battery is dead, or the clock was never set.
        BeforeBuild = 1, "sebelum_versi";
        /// Earlier than what was seen before: it was set back, or the battery is weak.
        Back = 2, "mundur";
        /// More than 400 days after what was seen before.
        FarAhead = 3, "terlalu_maju";
        /// It jumped while the terminal was running.
        Jumped = 4, "melompat";
        /// It stands while the terminal is running.
        Stuck = 5, "berhenti";
    }
}

/// Whether the wall clock can be believed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ClockState {
    /// Nothing speaks against it.
    #[default]
    Sure,
    /// It cannot: an officer is asked, times are marked, and what depends on the date waits.
    Doubtful(Doubt),
}

impl ClockState {
    /// Whether it can be believed.
    #[must_use]
    pub const fn is_sure(self) -> bool {
        matches!(self, Self::Sure)
    }
}

/// What is kept of the clock over a restart. All times in milliseconds since 1970 UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Memory {
    /// The last wall reading that was believed; 0 where there is none.
    pub wall: u64,
    /// Stamps up to here say nothing: an officer confirmed the clock in spite of them.
    pub excused: u64,
    /// What was found while running and not confirmed since.
    pub doubt: Option<Doubt>,
}

/// A reading of both clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The wall clock: milliseconds since 1970 UTC, as it claims.
    pub wall: u64,
    /// The clock that counts on: milliseconds since some moment, sleep counted too; where there is one.
    pub steady: Option<u64>,
}

/// The watch over the wall clock.
#[derive(Clone, Debug)]
pub struct Watch {
    memory: Memory,
    build: u64,
    stamp: u64,
    /// Both clocks when they were believed last in this run.
    good: Option<(u64, u64)>,
}

impl Watch {
    /// A watch that begins with the program: what was kept, when the program was built, and the newest stamp in the
    /// ledgers (0 where there is none).
    #[must_use]
    pub const fn new(memory: Memory, build: u64, stamp: u64) -> Self {
        Self {
            memory,
            build,
            stamp,
            good: None,
        }
    }

    /// What is to be kept.
    #[must_use]
    pub const fn memory(&self) -> Memory {
        self.memory
    }

    /// A stamp of the centre that came: it was that late at the centre already.
    pub fn heard(&mut self, stamp: u64) {
        self.stamp = self.stamp.max(stamp);
    }

    /// Judges a reading. Nothing changes.
    #[must_use]
    pub fn judge(&self, now: Reading) -> ClockState {
        match self.doubt(now) {
            Some(doubt) => ClockState::Doubtful(doubt),
            None => ClockState::Sure,
        }
    }

    /// What is written into the ledger as the time: the wall clock while it is believed; else the last reading that was,
    /// and what the counting clock has counted since. Where none was kept, never later than the newest stamp in the ledgers.
    /// So a clock in 2099 never reaches the ledger, and with it no other office, unless an officer confirms it.
    #[must_use]
    pub fn best(&self, now: Reading) -> u64 {
        match (self.judge(now), self.good, now.steady) {
            (ClockState::Sure, _, _) => now.wall,
            (_, Some((wall, since)), Some(steady)) => wall.saturating_add(steady.saturating_sub(since)),
            _ if self.memory.wall > 0 => self.memory.wall,
            _ => match self.telling_stamp() {
                0 => now.wall,
                stamp => now.wall.min(stamp),
            },
        }
    }

    /// The time that lists are chosen by: [`Self::best`], or what the ledgers have seen since. Where a wall clock that is
    /// possible is more than 400 days earlier than that, it is what was kept that is likely wrong, and the earlier time
    /// hides nothing.
    #[must_use]
    pub fn known(&self, now: Reading) -> u64 {
        if self.judge(now).is_sure() {
            return now.wall;
        }
        let known = self.best(now).max(self.telling_stamp());
        if now.wall >= self.build && now.wall.saturating_add(FAR_MS) < known {
            now.wall
        } else {
            known
        }
    }

    /// The newest stamp, where it says something. A clock of stamps never goes back: after an excuse it creeps on from
    /// there.
    const fn telling_stamp(&self) -> u64 {
        let excused = self.memory.excused.saturating_add(AHEAD_MS);
        if self.memory.excused == 0 || self.stamp > excused {
            self.stamp
        } else {
            0
        }
    }

    fn doubt(&self, now: Reading) -> Option<Doubt> {
        if now.wall < self.build {
            return Some(Doubt::BeforeBuild);
        }
        let stamp = self.telling_stamp();
        if now.wall.saturating_add(SLACK_MS) < self.memory.wall
            || now.wall.saturating_add(AHEAD_MS + SLACK_MS) < stamp
        {
            return Some(Doubt::Back);
        }
        if let (Some(good), Some(steady)) = (self.good, now.steady) {
            // Both clocks were believed in this run: they say more than what was kept.
            return running(good, (now.wall, steady));
        }
        if self.memory.doubt.is_some() {
            return self.memory.doubt;
        }
        let known = self.memory.wall.max(stamp);
        (known > 0 && now.wall > known.saturating_add(FAR_MS)).then_some(Doubt::FarAhead)
    }

    /// Judges a reading, and notes it.
    pub fn look(&mut self, now: Reading) -> ClockState {
        let state = self.judge(now);
        match state {
            ClockState::Sure => {
                self.memory.doubt = None;
                if now.wall >= self.memory.wall.saturating_add(NOTE_MS) {
                    self.memory.wall = now.wall;
                }
                let due =
                    |(_, since): (u64, u64)| now.steady.is_some_and(|at| at >= since.saturating_add(NOTE_MS));
                if self.good.is_none_or(due) {
                    self.good = now.steady.map(|steady| (now.wall, steady));
                }
            }
            // The others are found again by what is kept.
            ClockState::Doubtful(doubt @ (Doubt::Jumped | Doubt::Stuck)) => self.memory.doubt = Some(doubt),
            ClockState::Doubtful(_) => {}
        }
        state
    }

    /// An officer says that the clock shows the right date and time. From here on it is judged by what comes.
    ///
    /// # Errors
    ///
    /// [`Doubt::BeforeBuild`]: that cannot be right, whoever says so; the clock is to be set first.
    pub fn confirm(&mut self, now: Reading) -> Result<(), Doubt> {
        if now.wall < self.build {
            return Err(Doubt::BeforeBuild);
        }
        self.memory = Memory {
            wall: now.wall,
            excused: self.stamp.max(self.memory.excused),
            doubt: None,
        };
        self.good = now.steady.map(|steady| (now.wall, steady));
        Ok(())
    }
}

/// What speaks against the wall clock since both clocks were believed.
fn running(good: (u64, u64), now: (u64, u64)) -> Option<Doubt> {
    let steady = now.1.saturating_sub(good.1);
    let wall = now.0.saturating_sub(good.0);
    let apart = now.0.abs_diff(good.0.saturating_add(steady));
    if apart <= SLACK_MS.saturating_add(steady / DRIFT) {
        None
    } else if now.0 >= good.0 && wall < steady / 2 {
        Some(Doubt::Stuck)
    } else {
        Some(Doubt::Jumped)
    }
}

#[cfg(test)]
mod tests;
