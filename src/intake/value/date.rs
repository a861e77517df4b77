//! Dates and times as files have them.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use super::checked;
use crate::{
    domain::day::{Day, Moment, wib},
    intake::{fault::Rule, table::Cell},
};

/// Which moment of a day is meant where a file gives only the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// Its first.
    Start,
    /// Its last second.
    End,
}

/// Years in which a date of a training or a contract can lie.
const YEARS: std::ops::RangeInclusive<i32> = 1950..=2199;

/// A day: `2026-12-31`, `31-12-2026`, `31/12/2026`, `31.12.2026`, `20261231`, `31 Desember 2026`, a date of a
/// spreadsheet; a time of day after it is passed over. Day comes before month, as Indonesians write it.
///
/// # Errors
/// [`Rule::Date`] where it is none, among them two-digit years: a century is not guessed.
pub fn day(cell: Cell<'_>) -> Result<Day, Rule> {
    match cell {
        Cell::Date(date) => within(date.date()).ok_or(Rule::Date),
        Cell::Number(serial) => serial_date(serial)
            .map(|date| date.date())
            .and_then(within)
            .ok_or(Rule::Date),
        cell => checked(cell, |raw| {
            let (date, rest) = date_and_rest(raw).ok_or(Rule::Date)?;
            if rest.is_empty() || time_of(rest).is_some() {
                within(date).ok_or(Rule::Date)
            } else {
                Err(Rule::Date)
            }
        }),
    }
}

/// A moment: a day with a time of day, with `Z` or an offset, or in Western Indonesian Time. A day without time is the
/// `edge` of that day.
///
/// # Errors
/// [`Rule::Moment`] where it is none.
pub fn moment(cell: Cell<'_>, edge: Edge) -> Result<Moment, Rule> {
    let bare = |date: NaiveDate| match edge {
        Edge::Start => date.and_time(NaiveTime::MIN),
        Edge::End => date.and_time(NaiveTime::MIN) + TimeDelta::seconds(86_399),
    };
    let local = |at: NaiveDateTime| Moment::of_local(at, wib());
    match cell {
        Cell::Date(date) if within(date.date()).is_some() => Ok(local(if date.time() == NaiveTime::MIN {
            bare(date.date())
        } else {
            date
        })),
        Cell::Date(_) | Cell::Number(_) | Cell::Bool(_) => Err(Rule::Moment),
        cell => checked(cell, |raw| {
            if let Some(at) = plain_utc(raw) {
                return Ok(at);
            }
            let (date, rest) = date_and_rest(raw).ok_or(Rule::Moment)?;
            within(date).ok_or(Rule::Moment)?;
            if rest.is_empty() {
                return Ok(local(bare(date)));
            }
            let (time, zone) = time_of(rest).ok_or(Rule::Moment)?;
            let at = date.and_time(time);
            Ok(match zone {
                Zone::Ahead(minutes) => {
                    Moment((at.and_utc() - TimeDelta::minutes(minutes)).timestamp_millis())
                }
                Zone::Unsaid => local(at),
            })
        }),
    }
}

/// `2026-12-31T08:00:00Z`, which files of a million rows are full of, without looking at any other spelling.
fn plain_utc(raw: &str) -> Option<Moment> {
    let [
        y1,
        y2,
        y3,
        y4,
        b'-',
        m1,
        m2,
        b'-',
        d1,
        d2,
        b'T',
        h1,
        h2,
        b':',
        i1,
        i2,
        b':',
        s1,
        s2,
        b'Z',
    ] = raw.as_bytes()
    else {
        return None;
    };
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0_u32, |value, byte| {
            byte.is_ascii_digit().then(|| value * 10 + u32::from(byte - b'0'))
        })
    };
    let year = i32::try_from(number(&[*y1, *y2, *y3, *y4])?).ok()?;
    let date = NaiveDate::from_ymd_opt(year, number(&[*m1, *m2])?, number(&[*d1, *d2])?)?;
    within(date)?;
    let at = date.and_hms_opt(number(&[*h1, *h2])?, number(&[*i1, *i2])?, number(&[*s1, *s2])?)?;
    Some(Moment(at.and_utc().timestamp_millis()))
}

fn within(date: NaiveDate) -> Option<Day> {
    use chrono::Datelike;
    YEARS.contains(&date.year()).then(|| Day::from(date))
}

/// The date of a spreadsheet's serial number, for cells that lost their format: days since 30 December 1899.
fn serial_date(serial: f64) -> Option<NaiveDateTime> {
    // 1950 to 2199; a plain number such as a year is none.
    if !(18_264.0..=109_938.0).contains(&serial) {
        return None;
    }
    let seconds: i64 = format!("{:.0}", serial * 86_400.0).parse().ok()?;
    DateTime::from_timestamp(seconds - 25_569 * 86_400, 0).map(|at| at.naive_utc())
}

/// The date at the start of a text, and what follows it.
fn date_and_rest(raw: &str) -> Option<(NaiveDate, &str)> {
    // "Senin, 3 Maret 2026"
    let raw = match raw.split_once(',') {
        Some((weekday, rest)) if weekday.chars().all(char::is_alphabetic) => rest.trim_start(),
        _ => raw,
    };
    let (first, rest) = digits(raw)?;
    if first.len() == 8 {
        let value: u32 = first.parse().ok()?;
        let date = NaiveDate::from_ymd_opt(
            i32::try_from(value / 10_000).ok()?,
            value / 100 % 100,
            value % 100,
        )?;
        return Some((date, after(rest)?));
    }
    let (second, rest) = middle(rest)?;
    let rest = rest.strip_prefix(['-', '/', '.', ' ']).map(str::trim_start)?;
    let (third, rest) = digits(rest)?;
    let (year, day) = match (first.len(), third.len()) {
        (4, 1..=2) => (first, third),
        (1..=2, 4) => (third, first),
        _ => return None,
    };
    let date = NaiveDate::from_ymd_opt(year.parse().ok()?, second, day.parse().ok()?)?;
    Some((date, after(rest)?))
}

/// What follows a date, behind the `T` or the space.
fn after(rest: &str) -> Option<&str> {
    match rest.chars().next() {
        None => Some(rest),
        Some('T' | 't' | ' ' | ',') => Some(rest.get(1..)?.trim()),
        Some(_) => None,
    }
}

/// The digits at the start of a text.
fn digits(raw: &str) -> Option<(&str, &str)> {
    let end = raw
        .bytes()
        .position(|byte| !byte.is_ascii_digit())
        .unwrap_or(raw.len());
    (end > 0).then_some(())?;
    raw.split_at_checked(end)
}

/// The month behind its separator: a number, or a name in Indonesian or English.
fn middle(raw: &str) -> Option<(u32, &str)> {
    let raw = raw.strip_prefix(['-', '/', '.', ' ']).map(str::trim_start)?;
    if let Some((month, rest)) = digits(raw) {
        return (month.len() <= 2).then_some((month.parse().ok()?, rest));
    }
    let end = raw
        .bytes()
        .position(|byte| !byte.is_ascii_alphabetic())
        .unwrap_or(raw.len());
    let (name, rest) = raw.split_at_checked(end)?;
    let month = match name.to_ascii_lowercase().as_str() {
        "januari" | "january" | "jan" => 1,
        "februari" | "february" | "pebruari" | "feb" | "peb" => 2,
        "maret" | "march" | "mar" => 3,
        "april" | "apr" => 4,
        "mei" | "may" => 5,
        "juni" | "june" | "jun" => 6,
        "juli" | "july" | "jul" => 7,
        "agustus" | "august" | "agu" | "ags" | "agt" | "aug" => 8,
        "september" | "sep" | "sept" => 9,
        "oktober" | "october" | "okt" | "oct" => 10,
        "november" | "nopember" | "nov" | "nop" => 11,
        "desember" | "december" | "des" | "dec" => 12,
        _ => return None,
    };
    Some((month, rest))
}

/// What a time of day is counted from.
enum Zone {
    /// The office's own time.
    Unsaid,
    /// So many minutes ahead of UTC.
    Ahead(i64),
}

/// A time of day, with its zone.
fn time_of(raw: &str) -> Option<(NaiveTime, Zone)> {
    let (hour, rest) = digits(raw)?;
    let (minute, rest) = digits(rest.strip_prefix([':', '.'])?)?;
    let (second, rest) = match rest.strip_prefix([':', '.']) {
        Some(rest) => digits(rest)?,
        None => ("0", rest),
    };
    // Parts of a second, as other programs write them.
    let rest = match rest.strip_prefix('.') {
        Some(fraction) => digits(fraction)?.1,
        None => rest,
    };
    let time = NaiveTime::from_hms_opt(hour.parse().ok()?, minute.parse().ok()?, second.parse().ok()?)?;
    Some((time, zone_of(rest.trim())?))
}

/// The zone behind a time of day.
fn zone_of(raw: &str) -> Option<Zone> {
    match raw {
        "" | "WIB" => return Some(Zone::Unsaid),
        "Z" | "z" | "UTC" => return Some(Zone::Ahead(0)),
        "WITA" => return Some(Zone::Ahead(8 * 60)),
        "WIT" => return Some(Zone::Ahead(9 * 60)),
        _ => {}
    }
    let (sign, rest) = match raw.strip_prefix('+') {
        Some(rest) => (1, rest),
        None => (-1, raw.strip_prefix('-')?),
    };
    let (hours, rest) = digits(rest)?;
    let (hours, minutes) = match (hours.len(), rest.strip_prefix(':')) {
        (1..=2, Some(minutes)) => (hours, minutes),
        (1..=2, None) if rest.is_empty() => (hours, "0"),
        (4, None) if rest.is_empty() => hours.split_at_checked(2)?,
        _ => return None,
    };
    let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours <= 14 && (0..60).contains(&minutes)).then_some(Zone::Ahead(sign * (hours * 60 + minutes)))
}
