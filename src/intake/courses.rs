//! Rows of trainings.

use super::{
    check::{Check, Findings},
    fault::Rule,
    header::Column,
    table::Row,
    value,
};
use crate::domain::{
    course::{Competence, Mode, PartnerType},
    credit::{self, Form},
    person::Employment,
    text::{
        Text,
        limit::{BLOCK, CODE, NAME},
    },
};

/// The most credit hours of one training: structural leadership trainings have about 900.
const MOST_JP: u64 = 2_000;
/// Credit hours of a day of class, for a catalogue that does not give the days.
const JP_A_DAY: u16 = 8;
/// Seats where a catalogue gives none: a usual class.
const USUAL_CLASS: u32 = 30;

/// A training as a file gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CourseRow {
    /// The code.
    pub code: Text,
    /// The title.
    pub title: Text,
    /// What it is about.
    pub description: Option<Text>,
    /// What participants can do afterwards.
    pub outcomes: Vec<Text>,
    /// The kind of competence; by the form where the file does not say.
    pub competence: Competence,
    /// The code in the managerial dictionary.
    pub dictionary_code: Option<Text>,
    /// The form; by SIASN's id, or by mode and competence, where the file does not say.
    pub form: Form,
    /// How it is held; by the form where the file does not say.
    pub mode: Mode,
    /// Days; eight credit hours a day where the file does not say.
    pub days: u16,
    /// Credit hours.
    pub credit: u16,
    /// What kind of partner holds it; internal where the file does not say.
    pub partner_type: PartnerType,
    /// The partner.
    pub partner: Option<Text>,
    /// Seats of a batch; 30 where the file does not say.
    pub quota: u32,
    /// The fewest participants; a file may also say 0 for none.
    pub min_quota: Option<u32>,
    /// Rupiah a participant; 0 where the file does not say.
    pub cost: u64,
    /// Whom it is open to; empty means everybody.
    pub open_to: Vec<Employment>,
    /// Units it is meant for, by code; empty means all.
    pub target_units: Vec<Text>,
    /// Trainings to have completed before, by code.
    pub prerequisites: Vec<Text>,
    /// Words to be found by.
    pub tags: Vec<Text>,
}

impl CourseRow {
    /// Reads a row; nothing where it has faults, which are noted. Credit hours that contradict the form are remarked.
    pub fn read(row: &Row<'_>, findings: &mut Findings) -> Option<Self> {
        let mut check = Check::of(row, findings)?;
        let codes = |cell| value::items(cell, |item| value::text(item, CODE));
        let seats = |cell| value::integer(cell, 1, 100_000).map(small::<u32>);
        let code = check.required(Column::Code, |cell| value::text(cell, CODE));
        let title = check.required(Column::Title, |cell| value::text(cell, NAME));
        let description = check.optional(Column::Description, |cell| value::lines(cell, BLOCK));
        let outcomes = check.optional(Column::Outcomes, |cell| value::sentences(cell, NAME));
        let dictionary_code = check.optional(Column::Dictionary, |cell| {
            // A training may name several; the first leads.
            value::text(first_of(cell), CODE)
        });
        let (form, mode, competence) = kind(&mut check);
        let credit = check.required(Column::Jp, |cell| {
            value::integer(cell, 1, MOST_JP).map(small::<u16>)
        });
        let days = check.optional(Column::Days, |cell| {
            value::integer(cell, 1, 366).map(small::<u16>)
        });
        let partner_type = check.optional(Column::PartnerType, value::partner_type);
        let partner = check.optional(Column::Partner, |cell| value::text(cell, NAME));
        let quota = check.optional(Column::Quota, seats);
        let min_quota = check.optional(Column::MinQuota, |cell| {
            value::integer(cell, 0, 100_000).map(small::<u32>)
        });
        let cost = check.optional(Column::Cost, value::money);
        let open_to = check.optional(Column::OpenTo, |cell| value::items(cell, value::employment));
        let target_units = check.optional(Column::TargetUnits, codes);
        let prerequisites = check.optional(Column::Prerequisites, codes);
        let tags = check.optional(Column::Tags, codes);
        let (credit, form) = (credit?, form?);
        if let Some(days) = days
            && let Some(lint) = credit::lint(form, days, credit, false)
        {
            check.remark(Column::Jp, Rule::Jp(lint));
        }
        check.is_good().then_some(Self {
            code: code?,
            title: title?,
            description,
            outcomes: outcomes.unwrap_or_default(),
            competence: competence?,
            dictionary_code,
            form,
            mode: mode?,
            days: days.unwrap_or(credit.div_ceil(JP_A_DAY)),
            credit,
            partner_type: partner_type.unwrap_or(PartnerType::Internal),
            partner,
            quota: quota.unwrap_or(USUAL_CLASS),
            min_quota: min_quota.filter(|&fewest| fewest > 0),
            cost: cost.unwrap_or(0),
            open_to: open_to.unwrap_or_default(),
            target_units: target_units.unwrap_or_default(),
            prerequisites: prerequisites.unwrap_or_default(),
            tags: tags.unwrap_or_default(),
        })
    }
}

/// Form, mode and competence: what the file does not say follows from what it says.
fn kind(check: &mut Check<'_, '_>) -> (Option<Form>, Option<Mode>, Option<Competence>) {
    let form = check.optional(Column::Form, value::form);
    let siasn = check.optional(Column::Siasn, |cell| value::integer(cell, 1, 99));
    let form = form.or_else(|| siasn.and_then(value::form_of_siasn));
    let (mode, competence) = match form {
        Some(form) => (
            check.optional(Column::Mode, value::mode).or(Some(mode_of(form))),
            check
                .optional(Column::Competence, value::competence)
                .or(Some(competence_of(form))),
        ),
        None => (
            check.required(Column::Mode, value::mode),
            check.required(Column::Competence, value::competence),
        ),
    };
    let guessed = mode
        .zip(competence)
        .map(|(mode, competence)| value::form_of_mode(mode, competence));
    (form.or(guessed), mode, competence)
}

/// How trainings of a form are most often held.
const fn mode_of(form: Form) -> Mode {
    match form {
        Form::Seminar | Form::Socialisation => Mode::Seminar,
        Form::Workshop => Mode::Workshop,
        Form::ELearning | Form::DistanceLearning | Form::SelfStudy => Mode::Online,
        _ => Mode::FaceToFace,
    }
}

/// The competence that trainings of a form most often build.
const fn competence_of(form: Form) -> Competence {
    match form {
        Form::Structural | Form::Managerial => Competence::Managerial,
        Form::Sociocultural => Competence::Sociocultural,
        _ => Competence::Technical,
    }
}

fn first_of(cell: super::table::Cell<'_>) -> super::table::Cell<'_> {
    match cell {
        super::table::Cell::Text(text) => {
            super::table::Cell::of(text.split(['\n', ';', '|', ',']).next().unwrap_or(text))
        }
        other => other,
    }
}

/// A number that was checked to be in the range of the smaller type.
pub(super) fn small<T: TryFrom<u64> + Default>(value: u64) -> T {
    T::try_from(value).unwrap_or_default()
}
