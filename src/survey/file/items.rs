//! The items of a questionnaire file.

use super::cursor::Cursor;
use super::scales::{Defined, find};
use super::{LABEL, Problem, TEXT, small};
use crate::domain::course::Mode;
use crate::domain::questionnaire::{Item, Kind, Scale};
use std::collections::BTreeSet;
use std::sync::Arc;

pub(super) fn item(
    part: Cursor<'_, '_>,
    scales: &[Defined],
    matrix: Option<&[Arc<Scale>]>,
    ids: &mut BTreeSet<String>,
) -> Option<Item> {
    let id = part.id("id");
    if let Some(id) = &id
        && !ids.insert(id.value.clone())
    {
        id.place.fault(Problem::Duplicate(id.value.clone()));
    }
    let text = part.text("text", TEXT);
    let required = part.flag("required").is_some_and(|flag| flag.value);
    let mut only_modes = Vec::new();
    for mode in part.texts("only_modes", Mode::ALL.len(), LABEL) {
        if let Some(mode) = Mode::from_id(&mode.value) {
            only_modes.push(mode);
        } else {
            let known: Vec<&str> = Mode::ALL.iter().map(|mode| mode.id()).collect();
            mode.place.fault(Problem::NotOneOf(known.join(", ")));
        }
    }
    let kind = match matrix {
        Some(scales) => Some(Kind::Matrix {
            scales: scales.to_vec(),
        }),
        None => kind(&part, scales),
    };
    part.done();
    Some(Item {
        id: id?.value,
        text: text?.value,
        kind: kind?,
        required,
        only_modes,
    })
}

fn kind(part: &Cursor<'_, '_>, scales: &[Defined]) -> Option<Kind> {
    let kind = part.maybe_text("kind", LABEL);
    if let Some(name) = part.maybe_text("scale", LABEL) {
        if let Some(kind) = &kind {
            kind.place.fault(Problem::Conflict("scale"));
        }
        let allow_na = part.flag("allow_na");
        let defined = find(scales, &name)?;
        let scale = defined.scale.clone()?;
        if let Some(flag) = &allow_na
            && flag.value
            && scale.na.is_none()
        {
            flag.place.fault(Problem::NoWordsForNa);
        }
        let allow_na = allow_na.is_some_and(|flag| flag.value);
        return Some(Kind::Scale {
            scale,
            paired: defined.paired,
            allow_na,
        });
    }
    let Some(kind) = kind else {
        part.place().fault(Problem::Missing("scale"));
        part.forgive();
        return None;
    };
    match kind.value.as_str() {
        "choice" => Some(Kind::Choice {
            options: options(part)?,
        }),
        "multi" => {
            let max = part.maybe_number("max_choices", 1..=40);
            let options = options(part)?;
            let all = i64::try_from(options.len()).unwrap_or(i64::MAX);
            if let Some(max) = &max
                && max.value > all
            {
                max.place.fault(Problem::OutOfRange { min: 1, max: all });
            }
            Some(Kind::Multi {
                options,
                max_choices: small(max.map_or(all, |max| max.value)),
            })
        }
        "text" => Some(Kind::Text {
            max_chars: small(part.number("max_chars", 1..=2000)?.value),
        }),
        "number" => {
            let range = i64::from(i32::MIN)..=i64::from(i32::MAX);
            let (min, max) = (part.number("min", range.clone()), part.number("max", range));
            let (min, max) = (min?, max?);
            if max.value < min.value {
                max.place.fault(Problem::NotAscending);
            }
            Some(Kind::Number {
                min: min.value,
                max: max.value,
            })
        }
        _ => {
            kind.place
                .fault(Problem::NotOneOf("choice, multi, text, number".to_owned()));
            part.forgive();
            None
        }
    }
}

fn options(part: &Cursor<'_, '_>) -> Option<Vec<String>> {
    let options: Vec<String> = part
        .texts("options", 40, LABEL)
        .into_iter()
        .map(|found| found.value)
        .collect();
    if options.len() < 2 {
        part.place().fault(Problem::Missing("options"));
        return None;
    }
    Some(options)
}
