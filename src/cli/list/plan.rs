//! Units, courses and batches, each by its code.

use super::super::{failure::Failure, json, json::PhaseShape, out::Rows};
use crate::{
    domain::{
        batch::Stage,
        course::Course,
        id::{BatchId, CourseId, UnitId},
        registration::State,
        unit::Unit,
    },
    i18n::{Lang, format},
    service::Office,
    state::{batch::Head, stamp::get},
};
use serde::Serialize;

#[derive(Serialize)]
struct UnitShape<'a> {
    code: &'a str,
    name: &'a str,
    kind: Option<&'a str>,
    link: Option<&'static str>,
}

fn all_units(office: &mut Office) -> Vec<(UnitId, Unit)> {
    let units = office.book_mut().units().iter();
    let mut units: Vec<(UnitId, Unit)> = units
        .filter_map(|(id, state)| Some((*id, get(state.unit.as_ref())?.clone())))
        .collect();
    units.sort_by(|a, b| a.1.code.cmp(&b.1.code));
    units
}

pub(super) fn units(office: &mut Office, rows: &mut Rows) -> Result<(), Failure> {
    for (_, unit) in all_units(office) {
        let shape = UnitShape {
            code: &unit.code,
            name: &unit.name,
            kind: unit.kind.as_deref(),
            link: unit.link.map(crate::domain::unit::Link::id),
        };
        rows.row(&shape, |unit| format!("{:<14} {}", unit.code, unit.name))?;
    }
    Ok(())
}

#[derive(Serialize)]
struct CourseShape<'a> {
    code: &'a str,
    title: &'a str,
    description: Option<&'a str>,
    outcomes: Vec<&'a str>,
    competence: &'static str,
    form: &'static str,
    mode: &'static str,
    days: u16,
    jp: u16,
    partner_type: &'static str,
    partner: Option<&'a str>,
    quota: u32,
    cost: u64,
    open_to: Vec<&'static str>,
    target_units: Vec<String>,
    prerequisites: Vec<String>,
    tags: Vec<&'a str>,
}

fn all_courses(office: &mut Office) -> Vec<Course> {
    let courses = office.book_mut().courses().values();
    let mut courses: Vec<Course> = courses
        .filter_map(|state| get(state.course.as_ref()).cloned())
        .collect();
    courses.sort_by(|a, b| a.code.cmp(&b.code));
    courses
}

pub(super) fn courses(office: &mut Office, rows: &mut Rows) -> Result<(), Failure> {
    let units = all_units(office);
    let courses = all_courses(office);
    let unit_code = |id: &UnitId| {
        units
            .iter()
            .find(|(unit, _)| unit == id)
            .map(|(_, unit)| unit.code.to_string())
    };
    let course_code = |id: &CourseId| {
        courses
            .iter()
            .find(|course| course.id == *id)
            .map(|course| course.code.to_string())
    };
    for course in &courses {
        let shape = CourseShape {
            code: &course.code,
            title: &course.title,
            description: course.description.as_deref(),
            outcomes: course.outcomes.iter().map(|text| &**text).collect(),
            competence: course.competence.id(),
            form: course.form.id(),
            mode: course.mode.id(),
            days: course.days,
            jp: course.credit,
            partner_type: course.partner_type.id(),
            partner: course.partner.as_deref(),
            quota: course.quota,
            cost: course.cost,
            open_to: course.open_to.iter().map(|employment| employment.id()).collect(),
            target_units: course.target_units.iter().filter_map(unit_code).collect(),
            prerequisites: course.prerequisites.iter().filter_map(course_code).collect(),
            tags: course.tags.iter().map(|text| &**text).collect(),
        };
        rows.row(&shape, |course| {
            format!("{:<10} {:>3} JP  {}", course.code, course.jp, course.title)
        })?;
    }
    Ok(())
}

#[derive(Serialize)]
struct BatchShape<'a> {
    code: &'a str,
    course: String,
    title: String,
    phases: Vec<PhaseShape>,
    place: &'a str,
    room: Option<&'a str>,
    admission: &'static str,
    stage: &'static str,
    open: bool,
    opens: Option<String>,
    closes: Option<String>,
    capacity: u32,
    free: u32,
    seated: u32,
    waiting: u32,
    wishes: u32,
    facilitators: Vec<FacilitatorShape<'a>>,
}

#[derive(Serialize)]
struct FacilitatorShape<'a> {
    name: &'a str,
    subject: &'a str,
}

/// Whether somebody could register now, as far as the batch goes.
fn is_open(office: &Office, head: &Head) -> bool {
    let (now, today) = (office.now(), office.today());
    head.stage() == Stage::Open
        && head.batch().is_some_and(|batch| {
            batch.window.opens.is_none_or(|opens| opens <= now)
                && batch.window.closes.is_none_or(|closes| now <= closes)
                && today <= batch.last_day()
        })
}

/// The names of all batches, by code.
pub(super) fn by_code(office: &mut Office) -> Vec<(String, BatchId)> {
    let heads = office.book_mut().heads().iter();
    let mut batches: Vec<(String, BatchId)> = heads
        .filter_map(|(id, head)| Some((head.batch()?.code.to_string(), *id)))
        .collect();
    batches.sort_unstable();
    batches
}

pub(super) fn batches(
    office: &mut Office,
    rows: &mut Rows,
    only_open: bool,
    lang: Lang,
) -> Result<(), Failure> {
    let texts = &lang.texts().cli;
    for (_, id) in by_code(office) {
        let Some(head) = office.book_mut().heads().get(&id).cloned() else {
            continue;
        };
        let open = is_open(office, &head);
        let Some(batch) = head.batch().filter(|_| open || !only_open) else {
            continue;
        };
        let course = office.book_mut().courses().get(&batch.course);
        let course = course.and_then(|state| get(state.course.as_ref()));
        let shape = BatchShape {
            code: &batch.code,
            course: course.map(|course| course.code.to_string()).unwrap_or_default(),
            title: course.map(|course| course.title.to_string()).unwrap_or_default(),
            phases: json::phases(&batch.phases),
            place: &batch.place,
            room: batch.room.as_deref(),
            admission: batch.admission.id(),
            stage: head.stage().id(),
            open,
            opens: batch.window.opens.map(json::moment),
            closes: batch.window.closes.map(json::moment),
            capacity: head.tickets(),
            free: head.free_of(office.book_mut().log_id()),
            seated: head.seated(),
            waiting: head.count(State::Waiting),
            wishes: head.count(State::Recorded),
            facilitators: head
                .staff()
                .iter()
                .map(|member| FacilitatorShape {
                    name: &member.name,
                    subject: &member.subject,
                })
                .collect(),
        };
        rows.row(&shape, |shape| {
            let dates = format::dates(lang, batch.first_day().date(), batch.last_day().date());
            let seats = (texts.seats)(shape.free, shape.capacity, shape.waiting + shape.wishes);
            format!("{:<19} {dates:<33} {seats:<27} {}", shape.code, shape.title)
        })?;
    }
    Ok(())
}
