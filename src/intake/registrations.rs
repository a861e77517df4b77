//! Rows of registrations, and of trainings of the past.

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
    credit::Form,
    day::{Day, Moment},
    number::Number,
    registration::State,
    text::{Text, limit::NAME},
};

/// A registration as a file gives it. It borrows the batch's code, for a file may have a million rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistrationRow<'a> {
    /// The person.
    pub number: Number,
    /// The batch, or the training of the past in the place of one.
    pub what: What<'a>,
    /// Where it stands; `None` where the file does not say.
    pub state: Option<State>,
    /// When it was made.
    pub created: Option<Moment>,
    /// When it last changed.
    pub updated: Option<Moment>,
    /// The number of the certificate, as written.
    pub certificate: Option<Text>,
}

/// What a registration is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What<'a> {
    /// A batch of this system, by its code as written.
    Batch(&'a str),
    /// A training of the past that has no batch here.
    Past(Box<History>),
}

/// A training of the past, as another system knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    /// The title.
    pub title: Text,
    /// Who held it.
    pub organiser: Option<Text>,
    /// The first day; the last where the file does not say.
    pub from: Day,
    /// The last day: its year is the one the credit hours count in.
    pub to: Day,
    /// Credit hours as the file says, already counted by the rule of the form; none where it does not say.
    pub credit: Option<u16>,
    /// The form, where the file says.
    pub form: Option<Form>,
}

impl<'a> RegistrationRow<'a> {
    /// Reads a row; nothing where it has faults, which are noted. `today` as for [`Number::read`].
    pub fn read(row: &Row<'a>, today: NaiveDate, findings: &mut Findings) -> Option<Self> {
        let mut check = Check::of(row, findings)?;
        let reading = check.required(Column::Number, |cell| value::number(cell, today));
        let what = match row.cell(Column::Batch) {
            Cell::Text(code) => Some(What::Batch(code)),
            Cell::Empty => history(&mut check).map(|history| What::Past(Box::new(history))),
            _ => {
                // A spreadsheet has made a number or a date of the code.
                check.fault(Column::Batch, Rule::Unknown(Column::Batch));
                None
            }
        };
        let state = check.optional(Column::Status, value::status);
        let created = check.optional(Column::Created, |cell| value::moment(cell, Edge::Start));
        let updated = check.optional(Column::Updated, |cell| value::moment(cell, Edge::Start));
        let certificate = check.optional(Column::Certificate, |cell| value::text(cell, NAME));
        let reading = reading?;
        for &warning in &reading.warnings {
            check.remark(Column::Number, Rule::Unusual(warning));
        }
        let good = check.is_good();
        good.then_some(Self {
            number: reading.number,
            what: what?,
            state,
            created,
            updated,
            certificate,
        })
    }
}

fn history(check: &mut Check<'_, '_>) -> Option<History> {
    let title = check.required(Column::Title, |cell| value::text(cell, NAME));
    let organiser = check.optional(Column::Organiser, |cell| value::text(cell, NAME));
    let credit = check.optional(Column::Jp, |cell| {
        value::integer(cell, 0, 2_000).map(small::<u16>)
    });
    let form = check.optional(Column::Form, |cell| match value::form(cell) {
        // Other systems have kinds of their own; only what is known tells the form.
        Err(Rule::Word(_)) => Ok(None),
        other => other.map(Some),
    });
    let from = check.optional(Column::Start, value::day);
    let to = check.optional(Column::End, value::day);
    let year = check.optional(Column::Year, |cell| value::integer(cell, 1950, 2199));
    let by_year = year.and_then(|year| Day::of(i32::try_from(year).ok()?, 12, 31));
    if to.or(from).is_none() && by_year.is_some() && check.is_good() {
        check.remark(Column::Year, Rule::YearOnly);
    }
    let Some(to) = to.or(from).or(by_year) else {
        if check.is_good() {
            check.fault(Column::End, Rule::Required);
        }
        return None;
    };
    let from = from.unwrap_or(to);
    if to < from {
        check.fault(Column::End, Rule::EndBeforeStart);
    }
    Some(History {
        title: title?,
        organiser,
        from,
        to,
        credit,
        form: form.flatten(),
    })
}
