//! The catalogue: every course with its batches that are not over.

use super::{Answer, Office};
use crate::{
    domain::{batch::Stage, course::Course, id::CourseId, registration::State},
    ledger::id::LogId,
    state::{
        batch::Head,
        card::{BatchCard, Catalogue, CourseCard},
        stamp::get,
    },
};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// The card of a batch: the free seats are those that this office may confirm.
pub(crate) fn batch_card(head: &Head, own: LogId) -> Option<BatchCard> {
    let batch = head.batch()?;
    Some(BatchCard {
        id: batch.id,
        code: batch.code.to_string(),
        phases: batch.phases.clone(),
        place: batch.place.to_string(),
        room: batch.room.as_ref().map(ToString::to_string),
        admission: batch.admission,
        window: batch.window,
        stage: head.stage(),
        capacity: head.tickets(),
        free: head.free_of(own),
        waiting: head.count(State::Waiting),
        facilitators: head
            .staff()
            .iter()
            .map(|member| (member.name.to_string(), member.subject.to_string()))
            .collect(),
    })
}

impl Office {
    /// The catalogue as of now; made anew after a change.
    pub fn catalogue(&mut self) -> Answer<Arc<Catalogue>> {
        let today = self.today();
        if let Some((day, catalogue)) = &self.catalogue
            && *day == today
        {
            return Ok(Arc::clone(catalogue));
        }
        let own = self.book.log_id();
        let mut batches: FxHashMap<CourseId, Vec<BatchCard>> = FxHashMap::default();
        let mut as_of = None;
        for head in self.book.heads().values() {
            as_of = as_of.max(head.batch.as_ref().map(|latest| latest.stamp.moment()));
            let Some(batch) = head.batch() else { continue };
            let over = batch.last_day() < today
                || matches!(head.stage(), Stage::Closed | Stage::Cancelled | Stage::Finished);
            if !over && let Some(card) = batch_card(head, own) {
                batches.entry(batch.course).or_default().push(card);
            }
        }
        let mut courses: Vec<CourseCard> = self
            .book
            .courses()
            .values()
            .filter_map(|state| get(state.course.as_ref()))
            .map(|course| self.course_card(course, batches.remove(&course.id).unwrap_or_default()))
            .collect();
        courses.sort_by(|a, b| (&a.title, &a.code).cmp(&(&b.title, &b.code)));
        let catalogue = Arc::new(Catalogue { courses, as_of });
        self.catalogue = Some((today, Arc::clone(&catalogue)));
        Ok(catalogue)
    }

    fn course_card(&self, course: &Course, mut batches: Vec<BatchCard>) -> CourseCard {
        batches.sort_by(|a, b| (a.first_day(), &a.code).cmp(&(b.first_day(), &b.code)));
        let unit_code = |id| {
            let unit = self
                .book
                .units()
                .get(id)
                .and_then(|state| get(state.unit.as_ref()));
            unit.map(|unit| unit.code.to_string())
        };
        CourseCard {
            id: course.id,
            code: course.code.to_string(),
            title: course.title.to_string(),
            description: course
                .description
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            outcomes: course.outcomes.iter().map(ToString::to_string).collect(),
            competence: course.competence,
            form: course.form,
            mode: course.mode,
            days: course.days,
            credit: course.credit,
            partner_type: course.partner_type,
            partner: course
                .partner
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            cost: course.cost,
            open_to: course.open_to.clone(),
            target_units: course.target_units.iter().filter_map(unit_code).collect(),
            prerequisites: course
                .prerequisites
                .iter()
                .filter_map(|id| self.course(*id))
                .map(|course| course.title.to_string())
                .collect(),
            tags: course.tags.iter().map(ToString::to_string).collect(),
            batches,
        }
    }
}
