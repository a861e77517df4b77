//! A questionnaire file as a whole, and its sections.

use super::cursor::{Cursor, Found};
use super::items::item;
use super::scales::{Defined, find, scales};
use super::{LABEL, PARAGRAPH, Problem, SCHEMA, TEXT, small};
use crate::domain::questionnaire::{
    MIN_RESPONDENTS, Questionnaire, QuestionnaireRef, Repeat, Scale, Section, Window,
};
use std::collections::BTreeSet;
use std::sync::Arc;

pub(super) fn questionnaire(file: Cursor<'_, '_>) -> Option<Questionnaire> {
    if let Some(schema) = file.text("schema", TEXT)
        && schema.value != SCHEMA
    {
        schema.place.fault(Problem::NotOneOf(SCHEMA.to_owned()));
    }
    let id = file.id("id");
    let version = file.number("version", 1..=i64::from(u32::MAX));
    let level = file.number("level", 0..=4);
    let title = file.text("title", LABEL);
    let intro = file.text("intro", PARAGRAPH);
    let thanks = file.text("thanks", PARAGRAPH);
    let anonymous = file.flag("anonymous").is_some_and(|flag| flag.value);
    let minutes = file.maybe_number("minutes", 1..=240);
    let min_peers = file.maybe_number("min_rekan", 1..=99);
    let min_respondents = file.maybe_number("min_respondents_to_show", i64::from(MIN_RESPONDENTS)..=1000);
    let respondents = respondents(&file);
    let window = window(&file);
    let scales = scales(&file);
    let mut ids = BTreeSet::new();
    let mut section_ids = BTreeSet::new();
    let parts = file.tables("section", 60);
    if parts.is_empty() {
        file.place().fault(Problem::Missing("section"));
    }
    let sections = parts
        .into_iter()
        .filter_map(|part| section(part, &scales, &respondents, &mut section_ids, &mut ids))
        .collect();
    file.done();
    Some(Questionnaire {
        reference: QuestionnaireRef {
            id: id?.value,
            version: small(version?.value),
        },
        level: small(level?.value),
        title: title?.value,
        intro: intro?.value,
        thanks: thanks?.value,
        respondents,
        anonymous,
        minutes: minutes.map_or(0, |found| small(found.value)),
        min_peers: min_peers.map_or(0, |found| small(found.value)),
        min_respondents: min_respondents.map_or(MIN_RESPONDENTS, |found| small(found.value)),
        window,
        sections,
    })
}

fn respondents(file: &Cursor<'_, '_>) -> Vec<String> {
    let one = file.maybe_text("respondent", LABEL);
    let several = file.texts("respondents", 9, LABEL);
    match one {
        Some(one) => {
            if !several.is_empty() {
                one.place.fault(Problem::Conflict("respondents"));
            }
            vec![one.value]
        }
        None => several.into_iter().map(|role| role.value).collect(),
    }
}

fn window(file: &Cursor<'_, '_>) -> Window {
    let after = file.maybe_text("open_after", LABEL);
    let days = file.maybe_number("close_days", 1..=3650);
    let from_month = file.maybe_number("open_after_months", 0..=120);
    let to_month = file.maybe_number("close_after_months", 1..=120);
    let season = file.table("season");
    let mut window = Window::Always;
    if let Some(after) = after {
        if after.value != "selesai" {
            after.place.fault(Problem::NotOneOf("selesai".to_owned()));
        }
        if let Some(days) = days {
            window = Window::AfterLastMeeting {
                days: small(days.value),
            };
        } else {
            after.place.fault(Problem::Missing("close_days"));
        }
    } else if let Some(days) = days {
        days.place.fault(Problem::Missing("open_after"));
    }
    match (from_month, to_month) {
        (Some(from), Some(to)) => {
            if window != Window::Always {
                from.place.fault(Problem::Conflict("open_after"));
            }
            if to.value <= from.value {
                to.place.fault(Problem::NotAscending);
            }
            window = Window::Months {
                from: small(from.value),
                to: small(to.value),
            };
        }
        (Some(from), None) => from.place.fault(Problem::Missing("close_after_months")),
        (None, Some(to)) => to.place.fault(Problem::Missing("open_after_months")),
        (None, None) => {}
    }
    if let Some(season) = season {
        if window != Window::Always {
            season.place().fault(Problem::Conflict("open_after"));
        }
        let (from, to) = (season.text("from", LABEL), season.text("to", LABEL));
        if let (Some(from), Some(to)) = (
            from.and_then(|day| month_day(&day)),
            to.and_then(|day| month_day(&day)),
        ) {
            window = Window::Season { from, to };
        }
        season.done();
    }
    window
}

fn month_day(found: &Found<'_, '_, String>) -> Option<(u8, u8)> {
    let day = found.value.split_once('-').and_then(|(month, day)| {
        let (month, day) = (month.parse().ok()?, day.parse().ok()?);
        let longest = match month {
            2 => 29,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
        (found.value.len() == 5 && (1..=longest).contains(&day)).then_some((month, day))
    });
    if day.is_none() {
        found.place.fault(Problem::NotADay);
    }
    day
}

fn section(
    part: Cursor<'_, '_>,
    scales: &[Defined],
    roles: &[String],
    section_ids: &mut BTreeSet<String>,
    item_ids: &mut BTreeSet<String>,
) -> Option<Section> {
    let id = part.id("id");
    if let Some(id) = &id
        && !section_ids.insert(id.value.clone())
    {
        id.place.fault(Problem::Duplicate(id.value.clone()));
    }
    let title = part.text("title", LABEL);
    let help = part.maybe_text("help", TEXT).map(|found| found.value);
    let repeat = match part.maybe_text("repeat", LABEL) {
        Some(repeat) if repeat.value == "facilitator_subject" => Repeat::FacilitatorSubject,
        Some(repeat) => {
            repeat
                .place
                .fault(Problem::NotOneOf("facilitator_subject".to_owned()));
            Repeat::Once
        }
        None => Repeat::Once,
    };
    let mut respondents = Vec::new();
    for role in part.texts("respondents", 9, LABEL) {
        if !roles.contains(&role.value) {
            role.place.fault(Problem::NoSuchRole(role.value.clone()));
        }
        respondents.push(role.value);
    }
    let named = part.texts("matrix", 4, LABEL);
    let in_matrix = !named.is_empty();
    let matrix: Vec<Arc<Scale>> = named
        .iter()
        .filter_map(|name| find(scales, name))
        .filter_map(|defined| defined.scale.clone())
        .collect();
    let parts = part.tables("item", 200);
    if parts.is_empty() {
        part.place().fault(Problem::Missing("item"));
    }
    let items = parts
        .into_iter()
        .filter_map(|part| item(part, scales, in_matrix.then_some(matrix.as_slice()), item_ids))
        .collect();
    part.done();
    Some(Section {
        id: id?.value,
        title: title?.value,
        help,
        repeat,
        respondents,
        items,
    })
}
