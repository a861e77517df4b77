//! The scales of a questionnaire file.

use super::cursor::{Cursor, Found};
use super::{LABEL, Problem, small};
use crate::domain::questionnaire::{Index, Meaning, Point, Scale};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A scale of the file, and whether its items are asked twice.
pub(super) struct Defined {
    pub(super) id: String,
    /// None where the scale itself is at fault, so that its items are not blamed as well.
    pub(super) scale: Option<Arc<Scale>>,
    /// Whether items on it are asked for before and after.
    pub(super) paired: bool,
}

pub(super) fn scales(file: &Cursor<'_, '_>) -> Vec<Defined> {
    let mut seen = BTreeSet::new();
    let mut defined = Vec::new();
    for part in file.tables("scale", 40) {
        let Some(id) = part.id("id") else {
            part.done();
            continue;
        };
        if !seen.insert(id.value.clone()) {
            id.place.fault(Problem::Duplicate(id.value.clone()));
        }
        let paired = part.flag("paired").is_some_and(|flag| flag.value);
        let scale = scale(&part, id.value.clone()).map(Arc::new);
        part.done();
        defined.push(Defined {
            id: id.value,
            scale,
            paired,
        });
    }
    defined
}

fn scale(part: &Cursor<'_, '_>, id: String) -> Option<Scale> {
    let Some(kind) = part.text("kind", LABEL) else {
        part.forgive();
        return None;
    };
    let na = part.maybe_text("na", LABEL).map(|found| found.value);
    let (meaning, points) = match kind.value.as_str() {
        "likert" => {
            let index = part.maybe_text("index", LABEL);
            let points = points(part)?;
            let index = match index {
                Some(index) if index.value != "ikm" => {
                    index.place.fault(Problem::NotOneOf("ikm".to_owned()));
                    None
                }
                Some(index) => {
                    if !points.iter().map(|point| point.value).eq(1..=4) {
                        index.place.fault(Problem::NotAnIkmScale);
                    }
                    Some(Index::Ikm)
                }
                None => None,
            };
            (Meaning::Likert { index }, points)
        }
        "tengah_terbaik" => {
            let points = points(part)?;
            if points.len() < 3 || points.len().is_multiple_of(2) {
                part.place().fault(Problem::NoMiddle);
            }
            (Meaning::MiddleIsBest, points)
        }
        "nps" => (Meaning::Recommendation, recommendation(part)?),
        _ => {
            kind.place
                .fault(Problem::NotOneOf("likert, tengah_terbaik, nps".to_owned()));
            part.forgive();
            return None;
        }
    };
    Some(Scale {
        id,
        meaning,
        points,
        na,
    })
}

fn points(part: &Cursor<'_, '_>) -> Option<Vec<Point>> {
    let mut points: Vec<Point> = Vec::new();
    let options = part.tables("options", 11);
    if options.len() < 2 {
        part.place().fault(Problem::Missing("options"));
        return None;
    }
    let expected = options.len();
    for option in options {
        let value = option.number("value", 0..=99);
        let label = option.text("label", LABEL);
        let place = option.place();
        option.done();
        let (Some(value), Some(label)) = (value, label) else {
            continue;
        };
        let point = Point {
            value: small(value.value),
            label: label.value,
        };
        if points.last().is_some_and(|last| last.value >= point.value) {
            place.fault(Problem::NotAscending);
        }
        points.push(point);
    }
    (points.len() == expected).then_some(points)
}

fn recommendation(part: &Cursor<'_, '_>) -> Option<Vec<Point>> {
    let ends = (part.number("min", 0..=0), part.number("max", 10..=10));
    let labels = (part.text("min_label", LABEL), part.text("max_label", LABEL));
    let ((Some(_), Some(_)), (Some(least), Some(most))) = (ends, labels) else {
        return None;
    };
    let label = |value| match value {
        0 => least.value.clone(),
        10 => most.value.clone(),
        _ => String::new(),
    };
    Some(
        (0..=10)
            .map(|value| Point {
                value,
                label: label(value),
            })
            .collect(),
    )
}

/// The scale of a name, or a fault at the name.
pub(super) fn find<'d>(scales: &'d [Defined], name: &Found<'_, '_, String>) -> Option<&'d Defined> {
    let found = scales.iter().find(|defined| defined.id == name.value);
    if found.is_none() {
        name.place.fault(Problem::NoSuchScale(name.value.clone()));
    }
    found
}
