//! Plan: an officer moves a batch from stage to stage, admits people and sees who is in it.

use super::{Answer, Denied, Office, catalogue::batch_card};
use crate::{
    domain::{
        batch::{MeetingNo, Stage},
        id::{BatchId, PersonId, RegistrationId},
        receipt::ChangeKind,
        refusal::Refusal,
        registration::State,
        role::Role,
    },
    ledger::body::{
        plan::{BatchStage, Name},
        seat::{Confirm, Outcome},
    },
    state::{
        card::{ParticipantLine, StaffBatch},
        world::Subject,
    },
    store::book::Draft,
};

impl Office {
    /// The batches that somebody works with: an officer's are all that are not closed, a facilitator's those they
    /// teach.
    pub fn staff_batches(&mut self, person: PersonId) -> Answer<Vec<StaffBatch>> {
        let roles = self.person_state(person)?.roles_now();
        if !roles.is_staff() {
            return Err(Refusal::NotAllowed.into());
        }
        let today = self.today();
        let ids: Vec<BatchId> = self
            .book
            .heads()
            .iter()
            .filter(|(_, head)| !matches!(head.stage(), Stage::Closed | Stage::Cancelled))
            .filter(|(_, head)| {
                roles.has(Role::Officer) || head.staff().iter().any(|member| member.person == Some(person))
            })
            // What was imported from years ago and never closed is history, not work.
            .filter(|(_, head)| {
                head.batch()
                    .is_some_and(|batch| batch.last_day() >= today.plus(-120))
            })
            .map(|(id, _)| *id)
            .collect();
        let mut found = Vec::with_capacity(ids.len());
        let own = self.book.log_id();
        for id in ids {
            let head = self.head(id)?;
            let (Some(card), Some(batch)) = (batch_card(head, own), head.batch().cloned()) else {
                continue;
            };
            let Some(course) = self.course(batch.course) else {
                continue;
            };
            let (title, course_code) = (course.title.to_string(), course.code.to_string());
            let head = self.head(id)?;
            let (seated, wishes) = (head.seated(), head.count(State::Recorded));
            let meeting = batch.meeting_days().iter().position(|day| *day == today);
            let today_no = meeting.and_then(|at| u16::try_from(at + 1).ok()).map(MeetingNo);
            let present = match today_no {
                Some(meeting) => self.book.batch(id)?.map_or(0, |batch| {
                    u32::try_from(
                        batch
                            .regs()
                            .iter()
                            .filter(|reg| reg.came(meeting).is_some())
                            .count(),
                    )
                    .unwrap_or(0)
                }),
                None => 0,
            };
            found.push(StaffBatch {
                batch: card,
                title,
                course_code,
                seated,
                wishes,
                today: today_no,
                present_today: present,
                answered: self.answered_shown(id)?,
            });
        }
        found.sort_by(|a, b| {
            (a.today.is_none(), a.batch.first_day(), &a.batch.code).cmp(&(
                b.today.is_none(),
                b.batch.first_day(),
                &b.batch.code,
            ))
        });
        Ok(found)
    }

    /// An officer sends a batch to a stage. Closing it decides who has completed: who came to at least the share of
    /// meetings that policy asks for. Opening it lets the waiting list move up.
    pub fn set_stage(&mut self, officer: PersonId, batch_id: BatchId, stage: Stage) -> Answer<()> {
        self.require(officer, Role::Officer)?;
        let head = self.head(batch_id)?;
        if !head.stage().next().contains(&stage) {
            return Err(Refusal::WrongState.into());
        }
        let subject = Subject::Batch(batch_id);
        let mut drafts = vec![
            Draft::new(
                subject,
                BatchStage {
                    stage: stage.number(),
                },
            )
            .by(Some(officer)),
        ];
        if stage == Stage::Closed {
            drafts.extend(self.outcomes(batch_id, officer)?);
        }
        // A group has a most of operations; outcomes may be said again without harm, so the stage goes last.
        drafts.rotate_left(1);
        for group in drafts.chunks(400) {
            self.commit(group)?;
        }
        self.promote(batch_id)
    }

    fn outcomes(&mut self, batch_id: BatchId, officer: PersonId) -> Answer<Vec<Draft>> {
        let Some(batch) = self.head(batch_id)?.batch().cloned() else {
            return Ok(Vec::new());
        };
        let credit = self.course(batch.course).map_or(0, |course| course.credit);
        let meetings = u32::try_from(batch.meeting_days().len()).unwrap_or(1).max(1);
        let needed = u32::from(self.policy.attendance_min_percent);
        let Some(state) = self.book.batch(batch_id)? else {
            return Ok(Vec::new());
        };
        let outcome = |reg: &crate::state::batch::Reg| {
            let came = u32::from(reg.meetings());
            let (state, credit) = match reg.state {
                State::Attended if came * 100 >= meetings * needed => (State::Completed, credit),
                State::Attended => (State::NotCompleted, 0),
                State::Confirmed => (State::Absent, 0),
                _ => return None,
            };
            let body = Outcome {
                person: Name(reg.person.0),
                attempt: reg.attempt,
                state: state.number(),
                credit,
            };
            Some(Draft::new(Subject::Batch(batch_id), body).by(Some(officer)))
        };
        Ok(state.regs().iter().filter_map(outcome).collect())
    }

    /// An officer admits a wish or somebody who waits, spending a free seat.
    pub fn admit(&mut self, officer: PersonId, batch_id: BatchId, id: RegistrationId) -> Answer<()> {
        self.require(officer, Role::Officer)?;
        let (person, attempt) = self.whose(batch_id, id)?;
        let own = self.book.log_id();
        let hub = self.require_hub().is_ok();
        let state = self
            .book
            .batch(batch_id)?
            .ok_or(Denied::Refused(Refusal::NotFound))?;
        // To a batch that selects, the centre admits: another's word would have no effect anywhere.
        if !hub && !state.head.batch().is_some_and(Self::is_direct) {
            return Err(Refusal::CentreOnly.into());
        }
        let reg = state
            .reg(person, attempt)
            .ok_or(Denied::Refused(Refusal::NotFound))?;
        if !matches!(reg.state, State::Recorded | State::Waiting) || state.head.stage().is_over() {
            return Err(Refusal::WrongState.into());
        }
        let ticket = state
            .head
            .next_free_of(own)
            .ok_or(Denied::Refused(Refusal::NoSeat))?;
        let body = Confirm {
            person: Name(person.0),
            attempt,
            ticket: ticket.0,
        };
        self.commit(&[Draft::new(Subject::Batch(batch_id), body).by(Some(officer))])?;
        self.note_here(batch_id, person, ChangeKind::Admitted)
    }

    /// Who is in a batch: seats first, then wishes and the waiting list in its order, then who left.
    pub fn participants(&mut self, officer: PersonId, batch_id: BatchId) -> Answer<Vec<ParticipantLine>> {
        self.require(officer, Role::Officer)?;
        let year = self.today().year();
        let state = self
            .book
            .batch(batch_id)?
            .ok_or(Denied::Refused(Refusal::NotFound))?;
        let regs: Vec<_> = state
            .regs()
            .iter()
            .map(|reg| {
                let (place, unsure) = (state.place(reg), reg.asked_unsure());
                (reg.person, reg.id(batch_id), reg.state, place, unsure)
            })
            .collect();
        let mut lines = Vec::with_capacity(regs.len());
        for (person, registration, state, place, unsure) in regs {
            let Ok(person_state) = self.person(person) else {
                continue;
            };
            let unit = self.unit_name(person_state.unit);
            lines.push(ParticipantLine {
                registration,
                name: person_state
                    .profile
                    .map(|profile| profile.name.to_string())
                    .unwrap_or_default(),
                unit,
                state,
                place,
                credit_this_year: self.credit(person, year)?.earned,
                unsure,
            });
        }
        lines.sort_by(|a, b| {
            let rank = |line: &ParticipantLine| match line.state {
                state if state.holds_seat() => 0,
                State::Recorded => 1,
                State::Waiting => 2,
                _ => 3,
            };
            (rank(a), a.place, &a.name).cmp(&(rank(b), b.place, &b.name))
        });
        Ok(lines)
    }
}
