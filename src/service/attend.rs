//! Attendance: a mark is durable before the word appears. A fact is never refused for its time.

use super::{Answer, Denied, Office, register::slip_code};
use crate::{
    domain::{
        batch::{Batch, MeetingNo},
        code::Code,
        day::Day,
        id::{BatchId, PersonId, RegistrationId},
        number::Number,
        refusal::Refusal,
        registration::State,
        role::Role,
    },
    ledger::body::{
        plan::Name,
        seat::{Present, Void},
    },
    state::{
        batch::Reg,
        card::{AttendanceLine, AttendanceSheet, Mark},
        world::Subject,
    },
    store::book::Draft,
};

/// How long a scanned text may be in an answer.
const SHOWN: usize = 20;

/// Whose mark it is and whether they may be marked.
const fn may_come(state: State) -> bool {
    matches!(
        state,
        State::Confirmed | State::Attended | State::Completed | State::NotCompleted
    )
}

impl Office {
    /// Refuses unless the person is an officer, or a facilitator of this batch.
    fn require_staff(&self, person: PersonId, batch: BatchId) -> Answer<Batch> {
        let roles = self.person_state(person)?.roles_now();
        let head = self.head(batch)?;
        let teaches = head.staff().iter().any(|member| member.person == Some(person));
        if !(roles.has(Role::Officer) || roles.has(Role::Facilitator) && teaches) {
            return Err(Refusal::NotAllowed.into());
        }
        head.batch().cloned().ok_or(Denied::Refused(Refusal::NotFound))
    }

    /// Refuses like [`Self::require_staff`], for other use cases of staff.
    pub(super) fn require_facilitator(&self, person: PersonId, batch: BatchId) -> Answer<Batch> {
        self.require_staff(person, batch)
    }

    /// The attendance of a meeting: today's, or the last before, where none is given.
    pub fn attendance(
        &mut self,
        staff: PersonId,
        batch_id: BatchId,
        meeting: Option<MeetingNo>,
    ) -> Answer<AttendanceSheet> {
        let batch = self.require_staff(staff, batch_id)?;
        let days = batch.meeting_days();
        let today = self.today();
        let usual = days.iter().rposition(|day| *day <= today).unwrap_or(0);
        let at = meeting.map_or(usual, |meeting| usize::from(meeting.0).saturating_sub(1));
        let day = *days.get(at).ok_or(Denied::Refused(Refusal::NotFound))?;
        let meeting = MeetingNo(u16::try_from(at + 1).unwrap_or(1));
        let title = self
            .course(batch.course)
            .map(|course| course.title.to_string())
            .unwrap_or_default();
        let state = self
            .book
            .batch(batch_id)?
            .ok_or(Denied::Refused(Refusal::NotFound))?;
        let seated: Vec<Reg> = state
            .regs()
            .iter()
            .filter(|reg| may_come(reg.state))
            .cloned()
            .collect();
        let mut lines: Vec<AttendanceLine> = seated
            .iter()
            .map(|reg| self.line(batch_id, reg, meeting))
            .collect::<Answer<_>>()?;
        lines.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(AttendanceSheet {
            batch: batch_id,
            title,
            batch_code: batch.code.to_string(),
            meeting,
            day,
            days,
            lines,
        })
    }

    fn line(&self, batch: BatchId, reg: &Reg, meeting: MeetingNo) -> Answer<AttendanceLine> {
        let person = self.person(reg.person)?;
        let profile = person.profile.as_ref();
        Ok(AttendanceLine {
            registration: reg.id(batch),
            name: profile
                .map(|profile| profile.name.to_string())
                .unwrap_or_default(),
            number_masked: profile.map(|profile| profile.number.masked()).unwrap_or_default(),
            unit: self.unit_name(person.unit),
            present: reg.came(meeting),
            unsure: reg.came_unsure(meeting),
        })
    }

    /// How many came to a meeting, and how many hold a seat.
    pub fn present_count(&mut self, batch: BatchId, meeting: MeetingNo) -> Answer<(u32, u32)> {
        let state = self
            .book
            .batch(batch)?
            .ok_or(Denied::Refused(Refusal::NotFound))?;
        let present = state
            .regs()
            .iter()
            .filter(|reg| reg.came(meeting).is_some())
            .count();
        let seated = state.regs().iter().filter(|reg| may_come(reg.state)).count();
        Ok((
            u32::try_from(present).unwrap_or(u32::MAX),
            u32::try_from(seated).unwrap_or(u32::MAX),
        ))
    }

    /// Refuses a meeting that the batch does not have: its mark would count as a day on which somebody came.
    fn meeting(batch: &Batch, meeting: MeetingNo) -> Answer<()> {
        if (1..=batch.meeting_days().len()).contains(&usize::from(meeting.0)) {
            Ok(())
        } else {
            Err(Refusal::NotFound.into())
        }
    }

    /// Marks by a scanned card (a number) or slip (its code).
    pub fn mark_scan(
        &mut self,
        staff: PersonId,
        batch_id: BatchId,
        meeting: MeetingNo,
        scanned: &str,
    ) -> Answer<Mark> {
        Self::meeting(&self.require_staff(staff, batch_id)?, meeting)?;
        let unknown = || Mark::Unknown {
            scanned: scanned.chars().filter(|c| !c.is_control()).take(SHOWN).collect(),
        };
        let text = scanned.trim();
        if let Ok(code) = Code::from_payload(text).or_else(|_| Code::read(text)) {
            return match self.by_code(code, batch_id)? {
                Some((batch, person)) => self.mark_person(staff, batch_id, meeting, person, batch),
                None => Ok(unknown()),
            };
        }
        let Ok(reading) = Number::read(text, self.number_day()) else {
            return Ok(unknown());
        };
        match self.book.person_of(reading.number)? {
            Some(person) => self.mark_person(staff, batch_id, meeting, person, batch_id),
            None => Ok(unknown()),
        }
    }

    /// The batch and person of a slip, looked for in `first`, then in batches by their days, the nearest first.
    pub fn by_code(&mut self, code: Code, first: BatchId) -> Answer<Option<(BatchId, PersonId)>> {
        let today = self.today();
        let mut batches: Vec<(i32, BatchId)> = self
            .book
            .heads()
            .iter()
            .filter(|(id, _)| **id != first)
            .filter_map(|(id, head)| Some(((head.batch()?.first_day().0 - today.0).abs(), *id)))
            .collect();
        batches.sort_unstable();
        for id in std::iter::once(first).chain(batches.into_iter().map(|(_, id)| id)) {
            let Some(batch) = self.book.batch(id)? else {
                continue;
            };
            if let Some(reg) = batch.regs().iter().find(|reg| slip_code(reg.id(id)) == code) {
                return Ok(Some((id, reg.person)));
            }
        }
        Ok(None)
    }

    /// The title of the training that a slip is for, where there is such a slip here. Never whose it is.
    pub fn title_of_code(&mut self, code: Code) -> Answer<Option<String>> {
        let anywhere = BatchId([0; 16]);
        match self.by_code(code, anywhere)? {
            Some((batch, _)) => Ok(Some(self.title_of(batch)?)),
            None => Ok(None),
        }
    }

    fn mark_person(
        &mut self,
        staff: PersonId,
        batch_id: BatchId,
        meeting: MeetingNo,
        person: PersonId,
        of_slip: BatchId,
    ) -> Answer<Mark> {
        let name = self
            .person(person)?
            .profile
            .map(|profile| profile.name.to_string())
            .unwrap_or_default();
        let here = self
            .book
            .batch(batch_id)?
            .and_then(|batch| batch.reg_of(person))
            .cloned();
        let Some(reg) = here.filter(|reg| reg.state.is_live()) else {
            let elsewhere = if of_slip == batch_id {
                self.near_batch(person)?
            } else {
                self.first_day(of_slip)
            };
            return Ok(match elsewhere {
                Some(day) => Mark::WrongBatch { name, day: Some(day) },
                None => Mark::NoSeat { name, state: None },
            });
        };
        if !may_come(reg.state) {
            return Ok(Mark::NoSeat {
                name,
                state: Some(reg.state),
            });
        }
        if reg.came(meeting).is_some() {
            return Ok(Mark::Already {
                line: self.line(batch_id, &reg, meeting)?,
            });
        }
        let body = Present {
            person: Name(person.0),
            attempt: reg.attempt,
            meeting: meeting.0,
            unsure: None,
        };
        self.commit(&[Draft::new(Subject::Batch(batch_id), body).by(Some(staff))])?;
        Ok(Mark::Present {
            line: self.marked_line(batch_id, person, reg.attempt, meeting)?,
        })
    }

    fn marked_line(
        &mut self,
        batch: BatchId,
        person: PersonId,
        attempt: u8,
        meeting: MeetingNo,
    ) -> Answer<AttendanceLine> {
        let reg = self
            .book
            .batch(batch)?
            .and_then(|batch| batch.reg(person, attempt))
            .cloned();
        self.line(batch, &reg.ok_or(Denied::Refused(Refusal::NotFound))?, meeting)
    }

    fn first_day(&self, batch: BatchId) -> Option<Day> {
        self.book
            .heads()
            .get(&batch)
            .and_then(|head| head.batch())
            .map(Batch::first_day)
    }

    /// The first day of the nearest batch that somebody is registered in.
    fn near_batch(&mut self, person: PersonId) -> Answer<Option<Day>> {
        let today = self.today();
        let days = self
            .registrations(person)?
            .into_iter()
            .filter(|(_, _, state)| state.is_ahead());
        Ok(days
            .map(|(batch, _, _)| batch.first_day())
            .min_by_key(|day| (day.0 - today.0).abs()))
    }

    /// Marks somebody from the list.
    pub fn mark_present(
        &mut self,
        staff: PersonId,
        batch_id: BatchId,
        meeting: MeetingNo,
        id: RegistrationId,
    ) -> Answer<Mark> {
        Self::meeting(&self.require_staff(staff, batch_id)?, meeting)?;
        let (person, _) = self.whose(batch_id, id)?;
        self.mark_person(staff, batch_id, meeting, person, batch_id)
    }

    /// Takes a mark back.
    pub fn undo_mark(
        &mut self,
        staff: PersonId,
        batch_id: BatchId,
        meeting: MeetingNo,
        id: RegistrationId,
    ) -> Answer<Mark> {
        self.require_staff(staff, batch_id)?;
        let (person, attempt) = self.whose(batch_id, id)?;
        let marked = self
            .book
            .batch(batch_id)?
            .and_then(|batch| batch.reg(person, attempt)?.came(meeting));
        if marked.is_none() {
            return Err(Refusal::WrongState.into());
        }
        let body = Void {
            person: Name(person.0),
            attempt,
            meeting: meeting.0,
        };
        self.commit(&[Draft::new(Subject::Batch(batch_id), body).by(Some(staff))])?;
        Ok(Mark::Undone {
            line: self.marked_line(batch_id, person, attempt, meeting)?,
        })
    }
}
