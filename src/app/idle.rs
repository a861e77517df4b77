//! Nobody does anything: a dialog, then the session is left (WCAG 2.2.1: warned for 20 s, prolonged by any key, as
//! often as wanted).

use super::App;
use crate::ui::input::Millis;
use crate::ui::screen::Idle;

/// How long nobody may do nothing, in milliseconds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct IdleTimes {
    /// For guests and employees.
    pub public_ms: u64,
    /// For staff.
    pub staff_ms: u64,
    /// How long the dialog waits.
    pub dialog_ms: u64,
}

impl Default for IdleTimes {
    fn default() -> Self {
        Self {
            public_ms: 60_000,
            staff_ms: 300_000,
            dialog_ms: 20_000,
        }
    }
}

/// Above a minute the time left is shown in steps of 30 s, below in steps of 10 s: it is no stopwatch, and nothing
/// wakes up between.
fn step(left_ms: u64) -> u64 {
    if left_ms > 60_000 { 30_000 } else { 10_000 }
}

impl App {
    /// Milliseconds of doing nothing after which the dialog comes; `None` where it never does.
    fn patience(&self) -> Option<u64> {
        match self.top()?.screen.idle() {
            Idle::Never => None,
            Idle::Usual => {
                let staff = self
                    .world
                    .session
                    .as_ref()
                    .is_some_and(|session| session.roles.is_staff());
                let times = self.settings.idle;
                Some(if staff { times.staff_ms } else { times.public_ms })
            }
        }
    }

    /// Milliseconds left as shown, a multiple of the step.
    fn left_shown(&self) -> Option<u64> {
        let left = self
            .patience()?
            .saturating_sub(self.world.stamp.at.since(self.last_active));
        Some(left.div_ceil(step(left)) * step(left))
    }

    /// Seconds left for the title bar, where somebody is signed in.
    pub(super) fn seconds_left(&self) -> Option<u64> {
        self.world.session.as_ref()?;
        self.left_shown().map(|ms| ms / 1_000)
    }

    /// Seconds left in the dialog, in steps of 5.
    pub(super) fn seconds_to_close(&self) -> Option<u64> {
        let left = self.closing_at?.since(self.world.stamp.at);
        Some((left.div_ceil(5_000) * 5).max(1))
    }

    pub(super) fn idle_deadline(&self) -> Option<Millis> {
        let now = self.world.stamp.at;
        if let Some(closing) = self.closing_at {
            let left = closing.since(now);
            let next_step = (left.saturating_sub(1) / 5_000) * 5_000;
            return Some(Millis(closing.0.saturating_sub(next_step)));
        }
        let patience = self.patience()?;
        let end = self.last_active.plus(patience);
        if self.world.session.is_none() {
            return Some(end);
        }
        let left = end.since(now);
        let shown = left.div_ceil(step(left)) * step(left);
        let next_shown = shown.saturating_sub(step(left));
        Some(Millis(end.0.saturating_sub(next_shown)))
    }

    /// Opens the dialog, or leaves, when it is time.
    pub(super) fn watch_idle(&mut self) {
        let now = self.world.stamp.at;
        if let Some(closing) = self.closing_at {
            self.dirty = true;
            if now >= closing {
                self.leave();
            }
            return;
        }
        let Some(patience) = self.patience() else { return };
        if now.since(self.last_active) >= patience {
            self.closing_at = Some(now.plus(self.settings.idle.dialog_ms));
            self.dirty = true;
        } else if self.seconds_left() != self.shown_left {
            self.dirty = true;
        }
    }

    /// Somebody is here.
    pub(super) fn active(&mut self) {
        self.last_active = self.world.stamp.at;
        if self.seconds_left() != self.shown_left {
            self.dirty = true;
        }
    }
}
