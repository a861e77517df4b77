//! Long work: a bar, how much is done, and about how long it still takes.
//!
//! The screen has no clock: every report brings its time, and what is left is guessed from the pace since the first.

use crate::i18n::refusal::wait;
use crate::ui::context::Context;
use crate::ui::input::Millis;
use crate::ui::painter::Painter;
use crate::ui::theme::Role;
use crate::ui::widget::gauge::gauge;

/// A bar moves at most four times a second.
const STEP_MS: u64 = 250;
/// Before so long a pace is no pace.
const LEAST_MS: u64 = 1_000;
/// More than this is no help to anybody.
const MOST_SECONDS: u64 = 24 * 3600;

/// How far long work is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pace {
    /// Done.
    pub done: u64,
    /// Of how many; 0 where unknown.
    pub total: u64,
    /// When that was said.
    at: Option<Millis>,
    /// When it was first said of this total, and what was done then.
    first: Option<(Millis, u64)>,
}

impl Pace {
    /// The office says how far it is. What comes too soon after the last is not shown.
    pub fn take(&mut self, done: u64, total: u64, now: Millis) {
        let again = total != self.total || done < self.done;
        if !again && self.at.is_some_and(|at| now.since(at) < STEP_MS) {
            return;
        }
        if again || self.first.is_none() {
            self.first = Some((now, done));
        }
        (self.done, self.total, self.at) = (done, total, Some(now));
    }

    /// About how many seconds are left, never said shorter than the pace says; in steps, so that it does not flicker.
    pub fn seconds_left(&self) -> Option<u64> {
        let (at, (since, before)) = (self.at?, self.first?);
        let (passed, made) = (at.since(since), self.done.checked_sub(before)?);
        let rest = self.total.checked_sub(self.done)?;
        if passed < LEAST_MS || made == 0 || rest == 0 {
            return None;
        }
        let ms = u128::from(rest) * u128::from(passed) / u128::from(made);
        let seconds = u64::try_from(ms.div_ceil(1_000)).ok()?;
        (seconds <= MOST_SECONDS).then_some(if seconds > 10 {
            seconds.div_ceil(5) * 5
        } else {
            seconds
        })
    }

    /// Draws the bar at row `y`, `counted` under it and what is left after that; gives the row after them.
    pub fn draw(&self, painter: &mut Painter, y: u16, counted: &str, cx: &Context) -> u16 {
        let body = painter.body();
        painter.cursor(body.x, y);
        if self.total > 0 {
            let percent = u64::try_from(u128::from(self.done) * 100 / u128::from(self.total)).unwrap_or(100);
            let text = format!("{}%", percent.min(100));
            let width = body.width.min(60).saturating_sub(6);
            gauge(painter, body.x, y, width, (self.done, self.total), &text);
        }
        let mut end = painter.put(body.x, y + 1, counted, Role::Base);
        if let Some(seconds) = self.seconds_left() {
            let left =
                (cx.texts.common.time_left)(&wait(cx.lang, u32::try_from(seconds).unwrap_or(u32::MAX)));
            if painter.is_large() {
                painter.put(body.x, y + 2, &left, Role::Muted);
                return y + 3;
            }
            end += 3;
            painter.put(end, y + 1, &left, Role::Muted);
        }
        y + 2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_follows_the_pace() {
        let mut pace = Pace::default();
        assert_eq!(pace.seconds_left(), None);
        pace.take(0, 10_000, Millis(5_000));
        pace.take(100, 10_000, Millis(5_500));
        assert_eq!(pace.seconds_left(), None, "half a second is no pace");
        pace.take(2_000, 10_000, Millis(9_000));
        assert_eq!(
            pace.seconds_left(),
            Some(20),
            "2,000 in 4 s: 8,000 in 16 s, in steps of 5"
        );
        pace.take(10_000, 10_000, Millis(30_000));
        assert_eq!(pace.seconds_left(), None);
        let mut stuck = Pace::default();
        stuck.take(7, 10, Millis(0));
        stuck.take(7, 10, Millis(60_000));
        assert_eq!(stuck.seconds_left(), None);
        let mut endless = Pace::default();
        endless.take(0, u64::MAX, Millis(0));
        endless.take(1, u64::MAX, Millis(60_000));
        assert_eq!(endless.seconds_left(), None);
    }

    #[test]
    fn the_next_step_of_the_work_has_a_pace_of_its_own() {
        let mut pace = Pace::default();
        pace.take(0, 100, Millis(0));
        pace.take(90, 100, Millis(10_000));
        pace.take(0, 5_000, Millis(10_010));
        assert_eq!((pace.done, pace.total, pace.seconds_left()), (0, 5_000, None));
    }
}
