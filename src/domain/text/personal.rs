//! Numbers in a free text that would betray a person: the survey warns before such an answer is kept.

use std::ops::Range;

use crate::domain::number::{Number, NumberKind};

/// What a run of digits looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonalKind {
    /// An identity number of 16 or 18 digits.
    Identity,
    /// A telephone number.
    Phone,
}

/// A run of digits that looks personal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonalNumber {
    /// What it looks like.
    pub kind: PersonalKind,
    /// Where it stands, in bytes of the text.
    pub range: Range<usize>,
}

/// A group of digits with no separator inside.
struct Group {
    range: Range<usize>,
    digits: String,
    /// Whether a single space, dot or hyphen ties it to the group before.
    tied: bool,
    /// Whether a plus sign stands before it.
    plus: bool,
}

/// The first personal number in a text: 16 or 18 digits in one piece, the same in groups where they could be an
/// identity number, or a telephone number as Indonesians write it (08.., +62.., 0274-..).
///
/// It warns and never refuses, so it may err on the side of warning.
pub fn personal_number_in(text: &str) -> Option<PersonalNumber> {
    let groups = groups(text);
    groups.iter().enumerate().find_map(|(index, first)| {
        let mut digits = String::new();
        for (step, group) in groups.iter().skip(index).enumerate() {
            if step > 0 && !group.tied {
                break;
            }
            digits.push_str(&group.digits);
            if digits.len() > 18 {
                break;
            }
            let next_tied = groups.get(index + step + 1).is_some_and(|next| next.tied);
            let whole = step == 0;
            let kind = if looks_like_identity(&digits, whole) {
                PersonalKind::Identity
            } else if !next_tied && looks_like_phone(&digits, first) {
                PersonalKind::Phone
            } else {
                continue;
            };
            return Some(PersonalNumber {
                kind,
                range: first.range.start..group.range.end,
            });
        }
        None
    })
}

fn groups(text: &str) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut between = String::new();
    let mut open = false;
    for (at, c) in text.char_indices() {
        if !c.is_ascii_digit() {
            open = false;
            between.push(c);
            continue;
        }
        if let (true, Some(group)) = (open, groups.last_mut()) {
            group.digits.push(c);
            group.range.end = at + 1;
            continue;
        }
        let mut gap = between.chars();
        let tied = matches!(
            (gap.next(), gap.next()),
            (Some(' ' | '.' | '-' | '\u{a0}' | '\u{2010}'..='\u{2013}'), None)
        );
        let plus = between.ends_with('+');
        groups.push(Group {
            range: at..at + 1,
            digits: c.to_string(),
            tied: tied && !groups.is_empty(),
            plus,
        });
        between.clear();
        open = true;
    }
    groups
}

/// In one piece any 16 or 18 digits do; in groups they must be able to be a number, or four years in a row would do.
fn looks_like_identity(digits: &str, whole: bool) -> bool {
    if !matches!(digits.len(), 16 | 18) {
        return false;
    }
    whole
        || digits
            .parse()
            .ok()
            .and_then(Number::from_u64)
            .is_some_and(|number| {
                let (day, month) = if number.kind() == NumberKind::Nik {
                    (6, 8)
                } else {
                    (6, 4)
                };
                number.kind().digits() == digits.len()
                    && digits.get(day..day + 2).is_some_and(|d| d != "00")
                    && digits
                        .get(month..month + 2)
                        .is_some_and(|m| ("01"..="12").contains(&m))
            })
}

/// `08..` and `+62 8..` of 10 to 13 digits, and area codes of three or four digits; a date in groups of two is none.
fn looks_like_phone(digits: &str, first: &Group) -> bool {
    let abroad = (first.plus || digits.starts_with("628")) && digits.starts_with("62");
    let home = digits.starts_with('0')
        && !digits.starts_with("00")
        && !digits.starts_with("01")
        && first.digits.len() >= 3;
    (abroad && (10..=14).contains(&digits.len())) || (home && (9..=13).contains(&digits.len()))
}
