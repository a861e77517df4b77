//! "My trainings": what is ahead, what is over, and the year's credit hours as recorded in this system.

use super::{Answer, Office, register::promise, register::slip_code};
use crate::{
    domain::{id::PersonId, registration::State},
    state::card::{SurveyMark, TrainingLine, Trainings},
};

impl Office {
    /// One's own trainings of a year; the current one where none is given. What is ahead is shown whatever its year.
    pub fn trainings(&mut self, person: PersonId, year: Option<i32>) -> Answer<Trainings> {
        let today = self.today();
        let year = year.unwrap_or_else(|| self.today().year());
        let state = self.person_state(person)?;
        let (mut ahead, mut past) = (Vec::new(), Vec::new());
        for place in &state.places {
            let Some(head) = self.book.heads().get(&place.batch) else {
                continue;
            };
            let Some(batch) = head.batch().cloned() else {
                continue;
            };
            let Some((title, credit)) = self
                .course(batch.course)
                .map(|course| (course.title.to_string(), course.credit))
            else {
                continue;
            };
            let Some(found) = self.book.batch(place.batch)? else {
                continue;
            };
            let Some(reg) = found.reg(person, place.attempt) else {
                continue;
            };
            let meetings = u16::try_from(batch.meeting_days().len()).unwrap_or(u16::MAX);
            let (came, reg_state, id) = (reg.meetings(), reg.state, reg.id(place.batch));
            let earned = reg.earned().unwrap_or(credit);
            let unsure = reg.asked_unsure();
            // Nobody is to come to a batch that is closed or will not be held.
            let is_ahead = reg_state.is_ahead() && !found.head.stage().is_over();
            let promised = is_ahead.then(|| promise(reg, found.place(reg)));
            let open = super::survey::is_open(&found.head, reg, today);
            let survey = if came > 0 && self.has_answered(place.batch, person)? {
                SurveyMark::Answered
            } else if open {
                SurveyMark::Waiting
            } else {
                SurveyMark::None
            };
            let change = match (reg_state, promised) {
                (State::Cancelled, _) => self.cancelled_elsewhere(place.batch, person),
                (_, Some(promised)) => self.change_of(place.batch, person, promised),
                _ => None,
            };
            let line = TrainingLine {
                registration: Some(id),
                batch: Some(place.batch),
                code: Some(slip_code(id)),
                title,
                from: batch.first_day(),
                to: batch.last_day(),
                place: batch.place.to_string(),
                credit: earned,
                state: reg_state,
                promise: promised,
                attended: (came, meetings),
                survey,
                change,
                unsure,
            };
            if is_ahead {
                ahead.push(line);
            } else if self.credit_year(&batch) == year || survey == SurveyMark::Waiting {
                // A survey that waits is shown in January too.
                past.push(line);
            }
        }
        for line in &state.elsewhere {
            if self.certificate_year(line.from, line.to) == year {
                past.push(TrainingLine {
                    registration: None,
                    batch: None,
                    code: None,
                    title: line.title.as_ref().map(ToString::to_string).unwrap_or_default(),
                    from: line.from,
                    to: line.to,
                    place: line
                        .organiser
                        .as_ref()
                        .map(ToString::to_string)
                        .unwrap_or_default(),
                    credit: line.credit,
                    state: State::Completed,
                    promise: None,
                    attended: (0, 0),
                    survey: SurveyMark::None,
                    change: None,
                    unsure: false,
                });
            }
        }
        ahead.sort_by_key(|line| line.from);
        past.sort_by_key(|line| std::cmp::Reverse(line.from));
        let credit = self.credit(person, year)?;
        Ok(Trainings {
            year,
            credit: credit.earned,
            credit_ahead: credit.ahead,
            goal: u32::from(self.policy.pns_min_jp_per_year),
            ahead,
            past,
        })
    }
}
