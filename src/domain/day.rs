//! Days and moments, small enough to be kept by the million.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

/// A calendar day: the number of days since 1 January of the year 1 (which is day 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Day(pub i32);

impl Day {
    /// The day as a calendar date; the last day of the calendar where the number is beyond it.
    #[must_use]
    pub fn date(self) -> NaiveDate {
        NaiveDate::from_num_days_from_ce_opt(self.0).unwrap_or(if self.0 < 0 {
            NaiveDate::MIN
        } else {
            NaiveDate::MAX
        })
    }

    /// The day of year `year`, month `month`, day `day`, if there is one.
    #[must_use]
    pub fn of(year: i32, month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, day).map(Self::from)
    }

    /// The calendar year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.date().year()
    }

    /// The day `days` later, or earlier where negative.
    #[must_use]
    pub const fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }
}

impl From<NaiveDate> for Day {
    fn from(date: NaiveDate) -> Self {
        Self(date.num_days_from_ce())
    }
}

/// A moment as some clock claimed it: milliseconds since 1970 UTC. A claim, never the ground of a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Moment(pub i64);

impl Moment {
    /// The local date and time at `offset` from UTC.
    #[must_use]
    pub fn local(self, offset: FixedOffset) -> NaiveDateTime {
        DateTime::from_timestamp_millis(self.0)
            .unwrap_or_default()
            .with_timezone(&offset)
            .naive_local()
    }

    /// The local day at `offset` from UTC.
    #[must_use]
    pub fn day(self, offset: FixedOffset) -> Day {
        self.local(offset).date().into()
    }

    /// The moment when a local date and time shows at `offset` from UTC.
    #[must_use]
    pub fn of_local(local: NaiveDateTime, offset: FixedOffset) -> Self {
        Self(
            local
                .and_utc()
                .timestamp_millis()
                .saturating_sub(i64::from(offset.local_minus_utc()) * 1000),
        )
    }
}

/// Western Indonesian Time (WIB), UTC+7, without summer time: the zone of every office here.
#[must_use]
pub fn wib() -> FixedOffset {
    const SECONDS: i32 = 7 * 3600;
    FixedOffset::east_opt(SECONDS).unwrap_or_else(|| chrono::Offset::fix(&chrono::Utc))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_goes_to_a_date_and_back() {
        let date = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        assert_eq!(Day::from(date).date(), date);
        assert_eq!(Day(i32::MAX).date(), NaiveDate::MAX);
    }

    #[test]
    fn the_day_changes_at_midnight_in_the_west_of_indonesia() {
        let eve = NaiveDate::from_ymd_opt(2026, 11, 23)
            .unwrap()
            .and_hms_opt(23, 59, 0)
            .unwrap();
        let moment = Moment::of_local(eve, wib());
        assert_eq!(moment.day(wib()), Day::of(2026, 11, 23).unwrap());
        assert_eq!(
            Moment(moment.0 + 60_000).day(wib()),
            Day::of(2026, 11, 24).unwrap()
        );
    }
}
