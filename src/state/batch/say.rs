//! A batch as operations say it, and back.

use crate::{
    domain::{
        batch::{Admission, Batch, Facilitator, Phase, Window},
        course::Mode,
        day::{Day, Moment},
        id::{BatchId, CourseId, PersonId},
        text::{Text, limit},
    },
    ledger::body::plan,
};

pub(super) fn batch_of(id: BatchId, body: &plan::BatchSet) -> Option<Batch> {
    let mut phases: Vec<Phase> = body
        .phases
        .iter()
        .filter(|(from, to, _)| from <= to)
        .map(|&(from, to, mode)| {
            Some(Phase {
                from: Day(from),
                to: Day(to),
                mode: Mode::from_number(mode)?,
            })
        })
        .collect::<Option<_>>()?;
    phases.sort_by_key(|phase| (phase.from, phase.to));
    if phases.is_empty() {
        return None;
    }
    Some(Batch {
        id,
        code: Text::read(&body.code, limit::CODE).ok()?,
        course: CourseId(body.course.0),
        phases,
        place: Text::read(&body.place, limit::NAME).ok()?,
        room: body
            .room
            .as_deref()
            .and_then(|room| Text::read(room, limit::NAME).ok()),
        admission: Admission::from_number(body.admission)?,
        window: Window {
            opens: body.opens.map(Moment),
            closes: body.closes.map(Moment),
        },
        capacity: body.capacity,
    })
}

/// The operation that says this of a batch.
#[must_use]
pub fn body_of(batch: &Batch) -> plan::BatchSet {
    plan::BatchSet {
        code: batch.code.to_string(),
        course: plan::Name(batch.course.0),
        phases: batch
            .phases
            .iter()
            .map(|phase| (phase.from.0, phase.to.0, phase.mode.number()))
            .collect(),
        place: batch.place.to_string(),
        room: batch.room.as_ref().map(ToString::to_string),
        admission: batch.admission.number(),
        opens: batch.window.opens.map(|moment| moment.0),
        closes: batch.window.closes.map(|moment| moment.0),
        capacity: batch.capacity,
    }
}

pub(super) fn staff_of(blob: &[u8]) -> Vec<Facilitator> {
    let list: Option<plan::StaffList> = crate::ledger::body::read(blob);
    let members = list.map(|list| list.members).unwrap_or_default();
    members
        .into_iter()
        .zip(1..=u16::MAX)
        .filter_map(|(member, place)| {
            Some(Facilitator {
                number: member.number.unwrap_or(place),
                person: member.person.map(|name| PersonId(name.0)),
                name: Text::read(&member.name, limit::NAME).ok()?,
                subject: Text::read(&member.subject, limit::NAME).ok()?,
            })
        })
        .collect()
}

/// The blob that says who teaches.
#[must_use]
pub fn staff_blob(staff: &[Facilitator]) -> plan::StaffList {
    let members = staff.iter().map(|member| plan::StaffMember {
        number: Some(member.number),
        person: member.person.map(|person| plan::Name(person.0)),
        name: member.name.to_string(),
        subject: member.subject.to_string(),
    });
    plan::StaffList {
        members: members.collect(),
    }
}
