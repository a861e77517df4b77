//! The fold of a training.

use super::stamp::{Latest, Stamp, set_latest};
use crate::{
    domain::{
        course::{Competence, Course, Mode, PartnerType},
        credit::Form,
        id::{CourseId, UnitId},
        person::Employment,
        text::{Text, limit},
    },
    ledger::body::plan::{CourseSet, Name},
};
use serde::{Deserialize, Serialize};

/// A training, folded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseState {
    /// What the organiser says last.
    pub course: Option<Latest<Course>>,
    /// Whether a critical operation of a newer release touched it: it is not changed here.
    pub frozen: bool,
}

impl CourseState {
    /// Folds one operation; a body that breaks the rules leaves the state as it was.
    pub fn apply(&mut self, id: CourseId, stamp: Stamp, body: &CourseSet) -> bool {
        course_of(id, body).is_some_and(|course| set_latest(&mut self.course, stamp, course))
    }
}

fn texts(raw: &[String], max: usize) -> Vec<Text> {
    raw.iter().filter_map(|text| Text::read(text, max).ok()).collect()
}

fn course_of(id: CourseId, body: &CourseSet) -> Option<Course> {
    let optional =
        |text: &Option<String>, max| text.as_deref().and_then(|text| Text::read_lines(text, max).ok());
    Some(Course {
        id,
        code: Text::read(&body.code, limit::CODE).ok()?,
        title: Text::read(&body.title, limit::NAME).ok()?,
        description: optional(&body.description, limit::BLOCK),
        outcomes: texts(&body.outcomes, limit::NAME),
        competence: Competence::from_number(body.competence)?,
        dictionary_code: optional(&body.dictionary_code, limit::CODE),
        form: Form::from_id(&body.form)?,
        mode: Mode::from_number(body.mode)?,
        days: body.days,
        credit: body.credit,
        partner_type: PartnerType::from_number(body.partner_type)?,
        partner: optional(&body.partner, limit::NAME),
        quota: body.quota,
        min_quota: body.min_quota,
        cost: body.cost,
        open_to: body
            .open_to
            .iter()
            .filter_map(|&number| Employment::from_number(number))
            .collect(),
        target_units: body.target_units.iter().map(|name| UnitId(name.0)).collect(),
        prerequisites: body.prerequisites.iter().map(|name| CourseId(name.0)).collect(),
        tags: texts(&body.tags, limit::NAME),
    })
}

/// The operation that says this of a training.
#[must_use]
pub fn body_of(course: &Course) -> CourseSet {
    let strings = |texts: &[Text]| texts.iter().map(ToString::to_string).collect();
    CourseSet {
        code: course.code.to_string(),
        title: course.title.to_string(),
        description: course.description.as_ref().map(ToString::to_string),
        outcomes: strings(&course.outcomes),
        competence: course.competence.number(),
        dictionary_code: course.dictionary_code.as_ref().map(ToString::to_string),
        form: course.form.id().to_owned(),
        mode: course.mode.number(),
        days: course.days,
        credit: course.credit,
        partner_type: course.partner_type.number(),
        partner: course.partner.as_ref().map(ToString::to_string),
        quota: course.quota,
        min_quota: course.min_quota,
        cost: course.cost,
        open_to: course
            .open_to
            .iter()
            .map(|employment| employment.number())
            .collect(),
        target_units: course.target_units.iter().map(|id| Name(id.0)).collect(),
        prerequisites: course.prerequisites.iter().map(|id| Name(id.0)).collect(),
        tags: strings(&course.tags),
    }
}
