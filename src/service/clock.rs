//! Time that is doubtful: noticed, said, confirmed by an officer, and marked on what is written meanwhile.
//!
//! While the wall clock cannot be believed the office goes on: seats are promised by tickets, order comes from the ledger.
//! What waits for a human is what a date alone decides: whether a registration window is open, and whether a survey
//! still is. An officer looks at the clock and confirms it, or sets the computer's date.

use super::{Answer, Denied, Office, health::BUILD_MS};
use crate::{
    domain::{
        clock::{ClockState, Doubt, Memory, Reading, Watch},
        day::{Day, Moment, wib},
        id::PersonId,
        refusal::Refusal,
        role::Role,
    },
    store::{book::Draft, vault::Vault},
};
use std::sync::Arc;

/// Milliseconds that only ever count on, sleep counted too, since some moment before the program began. Injected, as
/// the wall clock is.
pub type Steady = Arc<dyn Fn() -> u64 + Send + Sync>;

const MEMORY: &[u8] = b"clock/memory";

/// The clock of the office.
pub(super) struct Keeper {
    watch: Watch,
    steady: Option<Steady>,
    kept: Memory,
}

/// Operations that are written in doubt, marked: every office that reads of them can tell, for ever.
pub(super) fn unsure(drafts: &[Draft]) -> Vec<Draft> {
    let mut marked = drafts.to_vec();
    for draft in &mut marked {
        draft.body.mark_unsure();
    }
    marked
}

fn memory_of(bytes: &[u8]) -> Option<Memory> {
    let (wall, rest) = bytes.split_first_chunk::<8>()?;
    let (excused, rest) = rest.split_first_chunk::<8>()?;
    Some(Memory {
        wall: u64::from_le_bytes(*wall),
        excused: u64::from_le_bytes(*excused),
        doubt: rest.first().copied().and_then(Doubt::from_number),
    })
}

fn memory_bytes(memory: Memory) -> Vec<u8> {
    let mut bytes = memory.wall.to_le_bytes().to_vec();
    bytes.extend_from_slice(&memory.excused.to_le_bytes());
    bytes.push(memory.doubt.map_or(0, Doubt::number));
    bytes
}

impl Keeper {
    /// The clock as it was kept; `stamp` is the newest stamp in the ledgers, in milliseconds.
    pub(super) fn open(vault: &Vault, stamp: u64) -> Self {
        let kept = vault.get(MEMORY).and_then(memory_of).unwrap_or_default();
        Self {
            watch: Watch::new(kept, BUILD_MS, stamp),
            steady: None,
            kept,
        }
    }

    fn reading(&self, wall: u64) -> Reading {
        Reading {
            wall,
            steady: self.steady.as_ref().map(|steady| steady()),
        }
    }
}

impl Office {
    /// Gives the office a clock that counts on, so that jumps are noticed while it runs.
    pub fn set_steady(&mut self, steady: Steady) {
        self.keeper.steady = Some(steady);
    }

    /// Whether the wall clock can be believed, as it shows now.
    #[must_use]
    pub fn clock_state(&self) -> ClockState {
        self.keeper.watch.judge(self.keeper.reading(self.wall_ms()))
    }

    /// Looks at the clock and notes what it shows: before every change, and whenever the runtime asks.
    pub fn look_at_clock(&mut self) -> ClockState {
        let reading = self.keeper.reading(self.wall_ms());
        self.keeper.watch.look(reading)
    }

    /// A stamp of the centre that came with a bundle, in milliseconds since 1970 UTC: a clock that is earlier is wrong.
    pub fn heard_stamp(&mut self, ms: u64) {
        self.keeper.watch.heard(ms);
    }

    /// An officer has looked at the clock: it shows the right date and time.
    pub fn confirm_clock(&mut self, officer: PersonId) -> Answer<()> {
        self.require(officer, Role::Officer)?;
        self.confirm_clock_here()
    }

    /// [`Self::confirm_clock`] for the command line, where the data directory itself is the authority.
    pub fn confirm_clock_here(&mut self) -> Answer<()> {
        let reading = self.keeper.reading(self.wall_ms());
        self.keeper
            .watch
            .confirm(reading)
            .map_err(|_| Denied::Refused(Refusal::ClockUntrusted))?;
        self.keep_clock()
    }

    /// Refuses while the clock is doubtful: what a date alone decides waits for a human.
    pub(crate) fn require_date(&mut self) -> Answer<()> {
        if self.look_at_clock().is_sure() {
            Ok(())
        } else {
            Err(Refusal::ClockUntrusted.into())
        }
    }

    /// Before operations are written: keeps, durably, what the clock shows; answers whether it can be believed.
    pub(super) fn note_clock(&mut self) -> Answer<bool> {
        let sure = self.look_at_clock().is_sure();
        if self.keeper.kept != self.keeper.watch.memory() {
            self.keep_clock()?;
        }
        Ok(sure)
    }

    /// What the wall clock claims: for the watch over it, and for a human to compare.
    #[must_use]
    pub fn wall(&self) -> Moment {
        (self.clock)()
    }

    fn wall_ms(&self) -> u64 {
        u64::try_from(self.wall().0).unwrap_or(0)
    }

    /// The time as far as it is known: the wall clock's while that is believed. What is shown and chosen goes by it, so
    /// that a clock in 2099 empties no list.
    #[must_use]
    pub fn now(&self) -> Moment {
        let known = self.keeper.watch.known(self.keeper.reading(self.wall_ms()));
        Moment(i64::try_from(known).unwrap_or(i64::MAX))
    }

    /// The local day of [`Self::now`].
    #[must_use]
    pub fn today(&self) -> Day {
        self.now().day(wib())
    }

    /// By how many milliseconds [`Self::now`] is later than the wall clock: 0 while that is believed.
    #[must_use]
    pub fn astray(&self) -> i64 {
        self.now().0.saturating_sub(self.wall().0)
    }

    /// The day that numbers are judged by: a clock that fell back to 1970 must not make everybody unborn.
    pub(crate) fn number_day(&self) -> chrono::NaiveDate {
        let build = Moment(i64::try_from(BUILD_MS).unwrap_or(0)).day(wib());
        self.today().max(build).date()
    }

    /// The time that operations are stamped with; see [`Watch::best`].
    pub(crate) fn stamp_ms(&self) -> u64 {
        self.keeper.watch.best(self.keeper.reading(self.wall_ms()))
    }

    /// Keeps what is known of the clock.
    fn keep_clock(&mut self) -> Answer<()> {
        let memory = self.keeper.watch.memory();
        self.vault.set(MEMORY, &memory_bytes(memory))?;
        self.keeper.kept = memory;
        Ok(())
    }

    /// At the end of a kiosk's day: what was found out about the clock is not forgotten.
    pub(super) fn rest_clock(&mut self) -> Answer<()> {
        if self.keeper.steady.is_none() {
            return Ok(());
        }
        self.look_at_clock();
        if self.keeper.kept == self.keeper.watch.memory() {
            Ok(())
        } else {
            self.keep_clock()
        }
    }
}

/// The system's clock that counts on since the machine was started, sleep counted too; since the program was started
/// where the system does not say.
#[must_use]
pub fn system_steady() -> Steady {
    let start = std::time::Instant::now();
    Arc::new(move || {
        uptime().unwrap_or_else(|| u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX))
    })
}

/// Milliseconds since the machine was started: the first number of `/proc/uptime`, seconds with two decimals, which
/// counts sleep (proc(5)).
fn uptime() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/uptime").ok()?;
    let (seconds, hundredths) = text.split_whitespace().next()?.split_once('.')?;
    let (seconds, hundredths): (u64, u64) = (seconds.parse().ok()?, hundredths.get(..2)?.parse().ok()?);
    seconds.checked_mul(1000)?.checked_add(hundredths * 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_kept_comes_back() {
        for doubt in Doubt::ALL.iter().copied().map(Some).chain([None]) {
            let memory = Memory {
                wall: 7,
                excused: u64::MAX,
                doubt,
            };
            assert_eq!(memory_of(&memory_bytes(memory)), Some(memory));
        }
        assert_eq!(memory_of(&[1; 15]), None);
    }

    #[test]
    fn the_system_s_counting_clock_never_goes_back() {
        let steady = system_steady();
        let first = steady();
        assert!(steady() >= first);
    }
}
