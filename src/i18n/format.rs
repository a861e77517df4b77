//! Dates, times and numbers as people write them in each language.

use super::Lang;
use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

const DAYS_ID: [&str; 7] = ["Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min"];
const DAYS_EN: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS_ID: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des",
];
const MONTHS_EN: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];
const FULL_ID: [&str; 12] = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
];
const FULL_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn nth(names: &'static [&'static str], zero_based: u32) -> &'static str {
    usize::try_from(zero_based)
        .ok()
        .and_then(|i| names.get(i))
        .copied()
        .unwrap_or("")
}

/// "Sen" / "Mon".
pub fn weekday(lang: Lang, date: NaiveDate) -> &'static str {
    let names: &'static [&'static str] = match lang {
        Lang::Id => &DAYS_ID,
        Lang::En => &DAYS_EN,
    };
    nth(names, date.weekday().num_days_from_monday())
}

/// "Nov", "Des" / "Nov", "Dec".
pub fn month_short(lang: Lang, date: NaiveDate) -> &'static str {
    let names: &'static [&'static str] = match lang {
        Lang::Id => &MONTHS_ID,
        Lang::En => &MONTHS_EN,
    };
    nth(names, date.month0())
}

/// "Desember 2026" / "December 2026".
pub fn month_year(lang: Lang, date: NaiveDate) -> String {
    let names: &'static [&'static str] = match lang {
        Lang::Id => &FULL_ID,
        Lang::En => &FULL_EN,
    };
    format!("{} {}", nth(names, date.month0()), date.year())
}

/// "23 Nov", without day of the week and year: for narrow columns.
pub fn day_month(lang: Lang, date: NaiveDate) -> String {
    format!("{:02} {}", date.day(), month_short(lang, date))
}

/// "Sen 23 Nov" / "Mon 23 Nov".
pub fn day(lang: Lang, date: NaiveDate) -> String {
    format!("{} {}", weekday(lang, date), day_month(lang, date))
}

/// "Sen 23 Nov 2026" / "Mon 23 Nov 2026".
pub fn date(lang: Lang, date: NaiveDate) -> String {
    format!("{} {}", day(lang, date), date.year())
}

/// "07.15" / "07:15".
pub fn time(lang: Lang, time: NaiveTime) -> String {
    match lang {
        Lang::Id => format!("{:02}.{:02}", time.hour(), time.minute()),
        Lang::En => format!("{:02}:{:02}", time.hour(), time.minute()),
    }
}

/// "Sen 23 Nov 2026 07.15" / "Mon 23 Nov 2026 07:15".
pub fn date_time(lang: Lang, at: NaiveDateTime) -> String {
    format!("{} {}", date(lang, at.date()), time(lang, at.time()))
}

/// "Kam 26 - Sab 28 Nov 2026": from one day to another, saying the month and the year once where they are the same.
pub fn dates(lang: Lang, from: NaiveDate, to: NaiveDate) -> String {
    if from == to {
        date(lang, from)
    } else if from.year() != to.year() {
        format!("{} - {}", date(lang, from), date(lang, to))
    } else if from.month() != to.month() {
        format!("{} - {}", day(lang, from), date(lang, to))
    } else {
        format!("{} {:02} - {}", weekday(lang, from), from.day(), date(lang, to))
    }
}

/// The same without the year where both days are in `year`, and with the last day's alone where the first is.
pub fn dates_in(lang: Lang, from: NaiveDate, to: NaiveDate, year: i32) -> String {
    if from.year() != year {
        return dates(lang, from, to);
    }
    if from == to {
        return day(lang, from);
    }
    if to.year() != year {
        return format!("{} - {}", day(lang, from), date(lang, to));
    }
    if from.month() == to.month() {
        format!("{} {:02} - {}", weekday(lang, from), from.day(), day(lang, to))
    } else {
        format!("{} - {}", day(lang, from), day(lang, to))
    }
}

/// What ends a sentence whose last words are these: nothing more where they end with a full stop, as "Budi S." and
/// "M.M." do.
pub fn full_stop(words: &str) -> &'static str {
    if words.ends_with('.') { "" } else { "." }
}

/// A whole number with its thousands apart: "9.310" / "9,310".
pub fn number(lang: Lang, value: i64) -> String {
    let mark = match lang {
        Lang::Id => '.',
        Lang::En => ',',
    };
    let digits = value.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if value < 0 {
        text.push('-');
    }
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(mark);
        }
        text.push(digit);
    }
    text
}

/// A number given in tenths with one decimal: 41 is "4,1" / "4.1".
pub fn tenths(lang: Lang, value: i64) -> String {
    decimal(lang, value, 1)
}

/// A number given in hundredths with two decimals: 8125 is "81,25" / "81.25".
pub fn hundredths(lang: Lang, value: i64) -> String {
    decimal(lang, value, 2)
}

fn decimal(lang: Lang, value: i64, places: u32) -> String {
    let mark = match lang {
        Lang::Id => ',',
        Lang::En => '.',
    };
    let scale = 10_u64.pow(places.min(6));
    let whole = i64::try_from(value.unsigned_abs() / scale).unwrap_or(i64::MAX);
    let rest = value.unsigned_abs() % scale;
    let sign = if value < 0 { "-" } else { "" };
    let width = usize::try_from(places).unwrap_or(1);
    format!("{sign}{}{mark}{rest:0width$}", number(lang, whole))
}

/// Bytes as people read them: "812 KB", "1,4 GB".
pub fn bytes(lang: Lang, count: u64) -> String {
    const UNITS: [&str; 4] = ["KB", "MB", "GB", "TB"];
    if count < 1_000 {
        return format!("{count} B");
    }
    // In tenths of a unit, so that nothing is rounded up past what is there.
    let mut scaled = count / 100;
    let mut unit = 0;
    while scaled >= 10_000 && unit + 1 < UNITS.len() {
        scaled /= 1_000;
        unit += 1;
    }
    let name = UNITS.get(unit).copied().unwrap_or_default();
    let small = i64::try_from(scaled).unwrap_or(i64::MAX);
    if scaled < 100 {
        format!("{} {name}", tenths(lang, small))
    } else {
        format!("{} {name}", number(lang, small / 10))
    }
}

/// Minutes and seconds as the title bar shows what is left: "4.58" / "4:58".
pub fn minutes(lang: Lang, seconds: u64) -> String {
    match lang {
        Lang::Id => format!("{}.{:02}", seconds / 60, seconds % 60),
        Lang::En => format!("{}:{:02}", seconds / 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ymd(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn a_year_that_everybody_knows_is_not_said() {
        let days = |from, to| dates_in(Lang::Id, from, to, 2026);
        assert_eq!(days(ymd(2026, 11, 23), ymd(2026, 11, 23)), "Sen 23 Nov");
        assert_eq!(days(ymd(2026, 11, 23), ymd(2026, 11, 25)), "Sen 23 - Rab 25 Nov");
        assert_eq!(
            days(ymd(2026, 11, 30), ymd(2026, 12, 1)),
            "Sen 30 Nov - Sel 01 Des"
        );
        assert_eq!(
            days(ymd(2026, 12, 28), ymd(2027, 1, 1)),
            "Sen 28 Des - Jum 01 Jan 2027"
        );
        assert_eq!(days(ymd(2027, 1, 4), ymd(2027, 1, 5)), "Sen 04 - Sel 05 Jan 2027");
    }

    #[test]
    fn a_sentence_ends_with_one_full_stop() {
        assert_eq!(["Budi S.", "Budi"].map(full_stop), ["", "."]);
    }

    #[test]
    fn a_date_reads_as_the_country_writes_it() {
        let at = ymd(2026, 11, 23).and_hms_opt(7, 15, 0).unwrap();
        assert_eq!(date_time(Lang::Id, at), "Sen 23 Nov 2026 07.15");
        assert_eq!(date_time(Lang::En, at), "Mon 23 Nov 2026 07:15");
        assert_eq!(month_year(Lang::Id, ymd(2026, 8, 1)), "Agustus 2026");
    }

    #[test]
    fn a_span_says_month_and_year_once() {
        assert_eq!(
            dates(Lang::Id, ymd(2026, 11, 26), ymd(2026, 11, 28)),
            "Kam 26 - Sab 28 Nov 2026"
        );
        assert_eq!(
            dates(Lang::Id, ymd(2026, 11, 30), ymd(2026, 12, 2)),
            "Sen 30 Nov - Rab 02 Des 2026"
        );
        assert_eq!(
            dates(Lang::En, ymd(2026, 12, 30), ymd(2027, 1, 2)),
            "Wed 30 Dec 2026 - Sat 02 Jan 2027"
        );
        assert_eq!(
            dates(Lang::En, ymd(2026, 12, 30), ymd(2026, 12, 30)),
            "Wed 30 Dec 2026"
        );
    }

    #[test]
    fn numbers_keep_their_thousands_apart() {
        for (value, id, en) in [
            (0, "0", "0"),
            (999, "999", "999"),
            (1000, "1.000", "1,000"),
            (9310, "9.310", "9,310"),
            (-1_234_567, "-1.234.567", "-1,234,567"),
            (
                i64::MIN,
                "-9.223.372.036.854.775.808",
                "-9,223,372,036,854,775,808",
            ),
        ] {
            assert_eq!(number(Lang::Id, value), id);
            assert_eq!(number(Lang::En, value), en);
        }
        assert_eq!(tenths(Lang::Id, 41), "4,1");
        assert_eq!(tenths(Lang::En, -5), "-0.5");
        assert_eq!(hundredths(Lang::Id, 8125), "81,25");
        assert_eq!(hundredths(Lang::En, 8105), "81.05");
    }

    #[test]
    fn bytes_are_said_in_units_and_never_rounded_up() {
        for (n, said) in [
            (0, "0 B"),
            (999, "999 B"),
            (1_000, "1,0 KB"),
            (1_999, "1,9 KB"),
            (12_345, "12 KB"),
            (999_999, "999 KB"),
            (1_000_000, "1,0 MB"),
            (41_400_000_000, "41 GB"),
            (u64::MAX, "18.446.744 TB"),
        ] {
            assert_eq!(bytes(Lang::Id, n), said, "{n}");
        }
    }
}
