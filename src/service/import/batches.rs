//! Batches from a file. A new one gets its tickets and a stage by its dates; an old one keeps its stage.

use super::{Plan, Verdict, unknown};
use crate::{
    domain::{
        batch::{Batch, Facilitator, Phase, Stage},
        day::Day,
        id::{BatchId, CourseId},
        person::Profile,
        text::Text,
    },
    intake::{BatchRow, Column, FacilitatorRow, Findings, Row, Rule},
    ledger::body::{
        plan::{BatchStaff, BatchStage},
        seat::Mint,
    },
    service::{Answer, Office},
    state::{
        batch::{body_of, staff_blob},
        world::Subject,
    },
    store::book::Draft,
};
use rustc_hash::FxHashMap;

/// A batch to be written.
struct Planned {
    batch: Batch,
    /// The stage of a new batch.
    stage: Option<Stage>,
    /// Tickets to be made: the first, and how many.
    mint: Option<(u32, u32)>,
    staff: Option<Vec<Facilitator>>,
    changed: bool,
}

/// Batches collected.
#[derive(Default)]
pub(super) struct Batches {
    seen: FxHashMap<BatchId, u64>,
    batches: Vec<Planned>,
}

/// Where a batch that is new here stands, by its dates.
fn stage_of(batch: &Batch, today: Day) -> Stage {
    if batch.last_day() < today {
        Stage::Closed
    } else if batch.first_day() <= today {
        Stage::Running
    } else {
        Stage::Open
    }
}

/// Gives each pair its number: the one it had, or the next that no pair ever had. Answers stay with whom they were
/// given for, whatever the order of a file.
fn numbered(mut staff: Vec<Facilitator>, before: &[Facilitator]) -> Vec<Facilitator> {
    let mut next = before.iter().map(|member| member.number).max().unwrap_or(0);
    for member in &mut staff {
        let same = before.iter().find(|old| {
            (old.person, &old.name, &old.subject) == (member.person, &member.name, &member.subject)
        });
        member.number = same.map_or_else(
            || {
                next = next.saturating_add(1);
                next
            },
            |old| old.number,
        );
    }
    staff
}

impl Office {
    fn facilitator(&self, row: FacilitatorRow, title: &Text) -> Answer<Option<Facilitator>> {
        let person = match row.number {
            Some(number) => self.book.person_of(number)?,
            None => None,
        };
        let profile: Option<Profile> = match person {
            Some(person) => self.person(person).ok().and_then(|person| person.profile),
            None => None,
        };
        let name = row.name.or_else(|| profile.map(|profile| profile.name));
        let subject = row.subject.unwrap_or_else(|| title.clone());
        Ok(name.map(|name| Facilitator {
            number: 0,
            person,
            name,
            subject,
        }))
    }
}

impl Plan for Batches {
    fn row(&mut self, office: &mut Office, row: &Row<'_>, findings: &mut Findings) -> Answer<Verdict> {
        let today = office.today();
        let Some(read) = BatchRow::read(row, office.number_day(), findings) else {
            return Ok(Verdict::Faulty);
        };
        let id = BatchId::of_code(&read.code);
        if let Some(&earlier) = self.seen.get(&id) {
            findings.fault(row, Column::Code, Rule::Duplicate { row: earlier });
            return Ok(Verdict::Faulty);
        }
        self.seen.insert(id, row.number());
        let course = CourseId::of_code(&read.course);
        let Some(course) = office.course(course).cloned() else {
            return Ok(unknown(row, Column::Course, findings));
        };
        let mut phases: Vec<Phase> = read
            .phases
            .iter()
            .map(|phase| Phase {
                from: phase.from,
                to: phase.to,
                mode: phase.mode.unwrap_or(course.mode),
            })
            .collect();
        phases.sort_by_key(|phase| (phase.from, phase.to));
        let capacity = read.capacity.unwrap_or(course.quota);
        let batch = Batch {
            id,
            code: read.code,
            course: course.id,
            phases,
            place: read.place,
            room: read.room,
            admission: read.admission,
            window: read.window,
            capacity,
        };
        let staff = match read.facilitators {
            None => None,
            Some(rows) => {
                let mut staff = Vec::with_capacity(rows.len());
                for facilitator in rows {
                    let Some(member) = office.facilitator(facilitator, &course.title)? else {
                        return Ok(unknown(row, Column::Facilitators, findings));
                    };
                    staff.push(member);
                }
                Some(numbered(
                    staff,
                    office.book.heads().get(&id).map_or(&[], |head| head.staff()),
                ))
            }
        };
        let head = office.book.heads().get(&id);
        // Those that were taken out are not there any more, and their numbers are never used again.
        let tickets = head.map_or(0, |head| head.tickets());
        let next = head
            .and_then(|head| head.minted.last())
            .map_or(1, |last| last.saturating_add(1));
        if capacity < tickets {
            // Seats that were made may be promised: they are not taken away by a file.
            findings.fault(
                row,
                Column::Quota,
                Rule::Integer {
                    min: u64::from(tickets),
                    max: 100_000,
                },
            );
            return Ok(Verdict::Faulty);
        }
        let now = head.and_then(|head| head.batch());
        let staff = staff.filter(|staff| head.is_none_or(|head| head.staff() != staff.as_slice()));
        let changed = now != Some(&batch);
        let verdict = match (now.is_some(), changed || staff.is_some()) {
            (true, false) => return Ok(Verdict::Same),
            (true, true) => Verdict::Changed,
            (false, _) => Verdict::New,
        };
        let stage = now.is_none().then(|| stage_of(&batch, today));
        let mint = (capacity > tickets).then(|| (next, capacity - tickets));
        self.batches.push(Planned {
            batch,
            stage,
            mint,
            staff,
            changed,
        });
        Ok(verdict)
    }

    fn write(self: Box<Self>, office: &mut Office) -> Answer<()> {
        let ids: Vec<BatchId> = self.batches.iter().map(|planned| planned.batch.id).collect();
        let drafts = self.batches.into_iter().flat_map(|planned| {
            let subject = Subject::Batch(planned.batch.id);
            let set = planned
                .changed
                .then(|| Draft::new(subject, body_of(&planned.batch)));
            let stage = planned.stage.map(|stage| {
                Draft::new(
                    subject,
                    BatchStage {
                        stage: stage.number(),
                    },
                )
            });
            let mint = planned
                .mint
                .map(|(from, count)| Draft::new(subject, Mint { from, count }));
            let staff = planned.staff.map(|staff| {
                let count = u16::try_from(staff.len()).unwrap_or(u16::MAX);
                Draft::new(subject, BatchStaff { count }).with_blob(&staff_blob(&staff))
            });
            [set, stage, mint, staff].into_iter().flatten()
        });
        office.write_all(drafts)?;
        // More seats than before: who waits moves up.
        for id in ids {
            office.promote(id)?;
        }
        Ok(())
    }
}
