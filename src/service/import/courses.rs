//! Courses from a file.

use super::{Plan, Verdict, unknown};
use crate::{
    domain::{
        course::Course,
        id::{CourseId, UnitId},
    },
    intake::{Column, CourseRow, Findings, Row, Rule},
    service::{Answer, Office},
    state::{course::body_of, world::Subject},
    store::book::Draft,
};
use rustc_hash::FxHashMap;

/// Courses collected.
#[derive(Default)]
pub(super) struct Courses {
    seen: FxHashMap<CourseId, u64>,
    courses: Vec<Course>,
}

impl Plan for Courses {
    fn row(&mut self, office: &mut Office, row: &Row<'_>, findings: &mut Findings) -> Answer<Verdict> {
        let Some(read) = CourseRow::read(row, findings) else {
            return Ok(Verdict::Faulty);
        };
        let id = CourseId::of_code(&read.code);
        if let Some(&earlier) = self.seen.get(&id) {
            findings.fault(row, Column::Code, Rule::Duplicate { row: earlier });
            return Ok(Verdict::Faulty);
        }
        self.seen.insert(id, row.number());
        let mut target_units = Vec::with_capacity(read.target_units.len());
        for code in &read.target_units {
            let Some(unit) = office.unit_of(code) else {
                return Ok(unknown(row, Column::TargetUnits, findings));
            };
            target_units.push(unit);
        }
        let mut prerequisites = Vec::with_capacity(read.prerequisites.len());
        for code in &read.prerequisites {
            let before = CourseId::of_code(code);
            if !self.seen.contains_key(&before) && !office.book.courses().contains_key(&before) {
                return Ok(unknown(row, Column::Prerequisites, findings));
            }
            prerequisites.push(before);
        }
        let course = Course {
            id,
            code: read.code,
            title: read.title,
            description: read.description,
            outcomes: read.outcomes,
            competence: read.competence,
            dictionary_code: read.dictionary_code,
            form: read.form,
            mode: read.mode,
            days: read.days,
            credit: read.credit,
            partner_type: read.partner_type,
            partner: read.partner,
            quota: read.quota,
            min_quota: read.min_quota,
            cost: read.cost,
            open_to: read.open_to,
            target_units,
            prerequisites,
            tags: read.tags,
        };
        let verdict = match office.course(id) {
            Some(now) if *now == course => return Ok(Verdict::Same),
            Some(_) => Verdict::Changed,
            None => Verdict::New,
        };
        self.courses.push(course);
        Ok(verdict)
    }

    fn write(self: Box<Self>, office: &mut Office) -> Answer<()> {
        office.write_all(
            self.courses
                .iter()
                .map(|course| Draft::new(Subject::Course(course.id), body_of(course))),
        )
    }
}

impl Office {
    /// The unit of a code or a name, as people write either.
    pub(crate) fn unit_of(&self, written: &str) -> Option<UnitId> {
        let id = UnitId::of_code(written);
        if self.book.units().contains_key(&id) {
            return Some(id);
        }
        let named = |unit: &crate::domain::unit::Unit| unit.name.eq_ignore_ascii_case(written.trim());
        let mut units = self.book.units().iter();
        units
            .find(|(_, state)| state.unit.as_ref().is_some_and(|unit| named(&unit.value)))
            .map(|(id, _)| *id)
    }
}
