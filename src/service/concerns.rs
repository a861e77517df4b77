//! What speaks against a registration, gathered before it is confirmed.

use super::{Answer, Office};
use crate::domain::{
    batch::{Admission, Batch, Stage},
    concern::{Concern, Severity, Weighed},
    course::Course,
    day::Day,
    id::PersonId,
    person::Person,
    registration::State,
};

/// Credit hours of a person in a year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Credit {
    /// Earned, as recorded in this system.
    pub earned: u32,
    /// Registered for and not earned yet.
    pub ahead: u32,
}

impl Office {
    /// What speaks against registering `person` in `batch`, the gravest first.
    pub(crate) fn concerns(
        &mut self,
        person: &Person,
        batch: &Batch,
        course: &Course,
        stage: Stage,
    ) -> Answer<Vec<Weighed>> {
        let mut found = Vec::new();
        let mut add = |concern, severity| found.push(Weighed { concern, severity });
        if let Some(concern) = self.stage_concern(batch, stage)? {
            add(concern, Severity::Refusal);
        }
        if !course.open_to.is_empty() && !course.open_to.contains(&person.employment) {
            add(
                Concern::NotOpenTo {
                    employment: person.employment,
                },
                Severity::Refusal,
            );
        }
        if !course.target_units.is_empty() && !course.target_units.contains(&person.unit) {
            add(Concern::OtherUnits, Severity::Warning);
        }
        if let Some(day) = person.contract_end.filter(|day| *day < batch.last_day()) {
            add(Concern::ContractEnds { day }, Severity::Warning);
        }
        let (clash, prerequisite, attended) = (
            self.policy.clash,
            self.policy.missing_prerequisite,
            self.policy.already_attended,
        );
        let mut completed = Vec::new();
        // What a head says is enough to pass most registrations over without reading them.
        let matters = |other: &Batch| {
            other.id == batch.id
                || other.clashes(batch)
                || other.course == course.id
                || course.prerequisites.contains(&other.course)
        };
        for (other, other_course, state) in self.registrations_where(person.id, matters)? {
            let over = self.head(other.id)?.stage().is_over();
            if other.id == batch.id {
                if state.is_live() {
                    add(Concern::AlreadyRegistered, Severity::Refusal);
                }
                continue;
            }
            if state.is_ahead() && !over && other.clashes(batch) {
                let title = other_course.title.to_string();
                add(
                    Concern::Clash {
                        title,
                        from: other.first_day(),
                        to: other.last_day(),
                    },
                    clash,
                );
            }
            if matches!(state, State::Completed | State::Attended) {
                completed.push((other_course.id, other.last_day().year()));
            }
        }
        if let Some((_, year)) = completed.iter().find(|(id, _)| *id == course.id) {
            add(Concern::AlreadyCompleted { year: *year }, attended);
        }
        for id in &course.prerequisites {
            if !completed.iter().any(|(done, _)| done == id) {
                let title = self
                    .course(*id)
                    .map(|course| course.title.to_string())
                    .unwrap_or_default();
                add(Concern::MissingPrerequisite { title }, prerequisite);
            }
        }
        if person.employment.is_pppk() {
            let credit = self.credit(person.id, self.credit_year(batch))?;
            let with = credit.earned + credit.ahead + u32::from(course.credit);
            let cap = u32::from(self.policy.pppk_max_jp_per_year);
            if with > cap {
                add(Concern::BeyondCap { credit: with, cap }, self.policy.pppk_cap());
            }
        }
        found.sort_by_key(|weighed| std::cmp::Reverse(weighed.severity));
        found.dedup();
        Ok(found)
    }

    /// Why nobody can register now, by the stage and the dates.
    fn stage_concern(&mut self, batch: &Batch, stage: Stage) -> Answer<Option<Concern>> {
        let window = &batch.window;
        match stage {
            Stage::Open => {}
            Stage::Planned => return Ok(Some(Concern::NotOpenYet { opens: window.opens })),
            Stage::Cancelled => return Ok(Some(Concern::BatchCancelled)),
            _ => return Ok(Some(Concern::Closed)),
        }
        // Whether a window is open is for the clock to say: while it is doubtful, a human confirms it first. A stage
        // alone was set by a human, and no date takes that back.
        if window.opens.is_some() || window.closes.is_some() {
            self.require_date()?;
        } else if !self.clock_state().is_sure() {
            return Ok(None);
        }
        let now = self.now();
        if window.opens.is_some_and(|opens| now < opens) {
            return Ok(Some(Concern::NotOpenYet { opens: window.opens }));
        }
        let over = window.closes.is_some_and(|closes| now > closes) || self.today() > batch.last_day();
        Ok(over.then_some(Concern::Closed))
    }

    /// Every registration of a person, with its batch and course.
    pub(crate) fn registrations(&mut self, person: PersonId) -> Answer<Vec<(Batch, Course, State)>> {
        self.registrations_where(person, |_| true)
    }

    /// The registrations of a person in batches that matter, with batch and course. Only those are read.
    fn registrations_where(
        &self,
        person: PersonId,
        matters: impl Fn(&Batch) -> bool,
    ) -> Answer<Vec<(Batch, Course, State)>> {
        let mut found = Vec::new();
        for place in self.person_state(person)?.places {
            let batch = self.book.heads().get(&place.batch).and_then(|head| head.batch());
            let Some(batch) = batch.filter(|batch| matters(batch)) else {
                continue;
            };
            let Some(course) = self.course(batch.course) else {
                continue;
            };
            if let Some(reg) = self.book.registration(person, place)? {
                found.push((batch.clone(), course.clone(), reg.state));
            }
        }
        Ok(found)
    }

    /// The year that a batch's credit hours count in, as policy says.
    pub(crate) fn credit_year(&self, batch: &Batch) -> i32 {
        match self.policy.year_basis {
            crate::domain::policy::YearBasis::End => batch.last_day().year(),
            crate::domain::policy::YearBasis::Start => batch.first_day().year(),
        }
    }

    /// The year that a certificate's hours count in.
    pub(crate) fn certificate_year(&self, from: Day, to: Day) -> i32 {
        match self.policy.year_basis {
            crate::domain::policy::YearBasis::End => to.year(),
            crate::domain::policy::YearBasis::Start => from.year(),
        }
    }

    /// A person's credit hours of a year, as recorded in this system.
    pub(crate) fn credit(&mut self, person: PersonId, year: i32) -> Answer<Credit> {
        let mut credit = Credit::default();
        let state = self.person_state(person)?;
        for place in &state.places {
            let Some(batch) = self
                .book
                .heads()
                .get(&place.batch)
                .and_then(|head| head.batch().cloned())
            else {
                continue;
            };
            if self.credit_year(&batch) != year {
                continue;
            }
            let of_course = self.course(batch.course).map_or(0, |course| course.credit);
            let over = self.head(place.batch)?.stage().is_over();
            let Some(reg) = self.book.registration(person, *place)? else {
                continue;
            };
            let hours = u32::from(reg.earned().unwrap_or(of_course));
            match reg.state {
                State::Completed => credit.earned += hours,
                State::Confirmed | State::Attended if !over => credit.ahead += u32::from(of_course),
                _ => {}
            }
        }
        for line in &state.elsewhere {
            if self.certificate_year(line.from, line.to) == year {
                credit.earned += u32::from(line.credit);
            }
        }
        Ok(credit)
    }

    /// Whether seats of a batch are given at the kiosk.
    pub(crate) const fn is_direct(batch: &Batch) -> bool {
        matches!(batch.admission, Admission::Direct)
    }
}
