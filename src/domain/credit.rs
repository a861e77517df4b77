//! Credit hours (jam pelajaran, JP): what a training counts for, by the rule of its form.
//!
//! 1 JP is 45 minutes, but hours are not what counts for every form: a seminar is 4 JP a day however long it is, an
//! internship 20 in all. The table is that of Perlan 10/2018 as BPS applies it (letter B-031/BPS/2600/02/2019) and
//! stands in `assets/content/reference.toml`; a test holds the two together.

mod form;
mod lint;
#[cfg(test)]
mod tests;

use chrono::{Datelike, NaiveDate};

pub use form::{Form, International, Path, Rule};
pub use lint::{Expected, JpLint, lint};

/// Minutes in one credit hour (Perlan 10/2018).
pub const MINUTES_PER_JP: u32 = 45;

/// What was held, as far as a form's rule asks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taught {
    /// Days it lasted.
    pub days: u16,
    /// Credit hours taught, of 45 minutes each.
    pub jp: u16,
    /// Meetings that count, for coaching and mentoring: see [`countable_meetings`].
    pub meetings: u16,
    /// Whether it was held internationally.
    pub international: bool,
}

/// Full credit hours in a span of teaching; a rest below 45 minutes does not count.
pub fn jp_of_minutes(minutes: u32) -> u16 {
    u16::try_from(minutes / MINUTES_PER_JP).unwrap_or(u16::MAX)
}

/// The credit hours that a training of this form counts for.
///
/// The twenty percent for international programmes are added to the hours taught and rounded down: no source says how,
/// and nobody is credited an hour that was not earned.
pub fn credit(form: Form, taught: Taught) -> u16 {
    let Taught {
        days,
        jp,
        meetings,
        international,
    } = taught;
    let rate = |national: u16| match form.international() {
        International::Jp(abroad) if international => abroad,
        _ => national,
    };
    let hours = match form.rule() {
        Rule::PerJp => jp,
        Rule::PerDay { jp: a_day } => days.saturating_mul(rate(a_day)),
        Rule::PerMeeting { jp: each, .. } => meetings.saturating_mul(rate(each)),
        Rule::PerEvent { jp: flat } => rate(flat),
        Rule::CapPerDay { jp: most } => jp.min(days.saturating_mul(rate(most))),
    };
    match form.international() {
        International::PlusPercent(percent) if international => {
            let more = u32::from(hours) * (100 + u32::from(percent)) / 100;
            u16::try_from(more).unwrap_or(u16::MAX)
        }
        _ => hours,
    }
}

/// How many of these meetings count where at most `per_month` in a calendar month do.
pub fn countable_meetings(dates: &[NaiveDate], per_month: u16) -> u16 {
    let mut months: Vec<(i32, u32)> = dates.iter().map(|date| (date.year(), date.month())).collect();
    months.sort_unstable();
    months.chunk_by(|a, b| a == b).fold(0, |total: u16, month| {
        total.saturating_add(u16::try_from(month.len()).unwrap_or(u16::MAX).min(per_month))
    })
}
