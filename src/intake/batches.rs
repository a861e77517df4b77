//! Rows of runs of a training.

use chrono::NaiveDate;

use super::{
    check::{Check, Findings},
    courses::small,
    fault::Rule,
    header::Column,
    table::{Cell, Row},
    value::{self, Edge},
};
use crate::domain::{
    batch::{Admission, Window},
    course::Mode,
    day::Day,
    number::Number,
    text::{
        Text, TextFault,
        limit::{CODE, NAME},
    },
};

/// A part of a batch as a file gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhaseRow {
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
    /// How it is held; as the training where the file does not say.
    pub mode: Option<Mode>,
}

/// Somebody who teaches, as a file gives them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacilitatorRow {
    /// The number, where the file gives one in the place of the name.
    pub number: Option<Number>,
    /// The name as written; empty of meaning where there is a number: then the number's digits are not kept here.
    pub name: Option<Text>,
    /// The subject.
    pub subject: Option<Text>,
}

/// A batch as a file gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchRow {
    /// The code; that of the training and the label, `MAP-01/3`, where the file has none.
    pub code: Text,
    /// The training, by code.
    pub course: Text,
    /// The parts in the file's order, at least one.
    pub phases: Vec<PhaseRow>,
    /// The town or site.
    pub place: Text,
    /// The room or address.
    pub room: Option<Text>,
    /// Seats; as the training where the file does not say.
    pub capacity: Option<u32>,
    /// When registration is open.
    pub window: Window,
    /// How people get a seat; at once where the file does not say.
    pub admission: Admission,
    /// Who teaches what; `None` where the file has no such column.
    pub facilitators: Option<Vec<FacilitatorRow>>,
}

impl BatchRow {
    /// Reads a row; nothing where it has faults, which are noted. `today` as for [`Number::read`].
    pub fn read(row: &Row<'_>, today: NaiveDate, findings: &mut Findings) -> Option<Self> {
        let mut check = Check::of(row, findings)?;
        let course = check.required(Column::Course, |cell| value::text(cell, CODE));
        let label = check.optional(Column::Label, |cell| value::text(cell, CODE));
        let code = match (row.cell(Column::Code), &course, &label) {
            (Cell::Empty, Some(course), Some(label)) => check.required(Column::Label, |_| {
                value::text(Cell::Text(&format!("{course}/{label}")), CODE)
            }),
            _ => check.required(Column::Code, |cell| value::text(cell, CODE)),
        };
        let phases = phases(&mut check, row);
        let place = check.required(Column::Place, |cell| value::text(cell, NAME));
        let room = check.optional(Column::Room, |cell| value::text(cell, NAME));
        let capacity = check.optional(Column::Quota, |cell| {
            value::integer(cell, 1, 100_000).map(small::<u32>)
        });
        let opens = check.optional(Column::Opens, |cell| value::moment(cell, Edge::Start));
        let closes = check.optional(Column::Closes, |cell| value::moment(cell, Edge::End));
        if opens.zip(closes).is_some_and(|(opens, closes)| closes < opens) {
            check.fault(Column::Closes, Rule::EndBeforeStart);
        }
        let admission = check.optional(Column::Admission, value::admission);
        let facilitators = check.optional(Column::Facilitators, |cell| facilitators(cell, today));
        check.is_good().then_some(Self {
            code: code?,
            course: course?,
            phases: phases?,
            place: place?,
            room,
            capacity,
            window: Window { opens, closes },
            admission: admission.unwrap_or(Admission::Direct),
            facilitators,
        })
    }
}

/// The parts: the column of parts, or one from the first to the last day.
fn phases(check: &mut Check<'_, '_>, row: &Row<'_>) -> Option<Vec<PhaseRow>> {
    if row.cell(Column::Phases) != Cell::Empty {
        return check.required(Column::Phases, |cell| value::items_of_lines(cell, phase));
    }
    let mode = check.optional(Column::Mode, value::mode);
    let from = check.required(Column::Start, value::day)?;
    let to = check.optional(Column::End, value::day).unwrap_or(from);
    if to < from {
        check.fault(Column::End, Rule::EndBeforeStart);
        return None;
    }
    Some(vec![PhaseRow { from, to, mode }])
}

/// One part: `2026-07-28..2026-08-10 daring`, `28-07-2026 s.d. 10-08-2026`, a single day.
fn phase(raw: &str) -> Result<PhaseRow, Rule> {
    let (days, mode) = match raw.rsplit_once(' ') {
        Some((days, word)) if word.starts_with(|c: char| c.is_ascii_alphabetic()) => {
            match value::mode(Cell::of(word)) {
                Ok(mode) => (days, Some(mode)),
                Err(_) => (raw, None),
            }
        }
        _ => (raw, None),
    };
    let mut ends = ["..", " s.d. ", " s/d ", " sd ", " sampai ", " to "]
        .iter()
        .filter_map(|sign| days.split_once(sign));
    let (from, to) = ends.next().unwrap_or((days, days));
    let day = |text| value::day(Cell::of(text)).map_err(|_| Rule::Phase);
    let (from, to) = (day(from)?, day(to)?);
    if to < from {
        Err(Rule::EndBeforeStart)
    } else {
        Ok(PhaseRow { from, to, mode })
    }
}

/// Facilitators on lines or between `;`, each `name: subject`, or an identity number in the place of the name.
fn facilitators(cell: Cell<'_>, today: NaiveDate) -> Result<Vec<FacilitatorRow>, Rule> {
    value::items_of_lines(cell, |raw| {
        let (name, subject) = match raw.split_once(':') {
            Some((name, subject)) => (name, Text::read_optional(subject, NAME).map_err(Rule::Text)?),
            None => (raw, None),
        };
        if let Ok(reading) = Number::read(name, today) {
            return Ok(FacilitatorRow {
                number: Some(reading.number),
                name: None,
                subject,
            });
        }
        let name = Text::read_optional(name, NAME)
            .map_err(Rule::Text)?
            .ok_or(Rule::Text(TextFault::Empty))?;
        Ok(FacilitatorRow {
            number: None,
            name: Some(name),
            subject,
        })
    })
}
