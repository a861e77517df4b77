//! Where a catalogue's credit hours contradict the rule of their form.
//!
//! A lint is said to whoever keeps the catalogue and refuses nothing: other agencies' data break the rules, and are kept.

use super::form::{Form, International, Rule};

/// More credit hours than this cannot be taught in a day: they would take twelve hours. A bound of reason, not of law.
const MOST_A_DAY: u16 = 16;

/// What the rule allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// This and nothing else.
    Exactly(u16),
    /// At least one, and no more than this.
    AtMost(u16),
    /// A multiple of `each`, and no more than `most`.
    MultipleOf {
        /// Credit hours a meeting.
        each: u16,
        /// As many as there are meeting days.
        most: u16,
    },
}

/// Credit hours that contradict their form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JpLint {
    /// The form.
    pub form: Form,
    /// The days the catalogue gives.
    pub days: u16,
    /// The credit hours the catalogue gives.
    pub found: u16,
    /// What the form's rule allows for so many days.
    pub expected: Expected,
}

/// Whether the credit hours a catalogue gives contradict the form's rule. For coaching and mentoring each day counts
/// as one meeting. For an international programme more hours are allowed.
pub fn lint(form: Form, days: u16, jp: u16, international: bool) -> Option<JpLint> {
    let rate = |national: u16| match form.international() {
        International::Jp(abroad) if international => abroad,
        _ => national,
    };
    let more = |most: u16| match form.international() {
        International::PlusPercent(percent) if international => {
            u16::try_from(u32::from(most) * (100 + u32::from(percent)) / 100).unwrap_or(u16::MAX)
        }
        _ => most,
    };
    let expected = match form.rule() {
        Rule::PerJp => Expected::AtMost(more(days.saturating_mul(MOST_A_DAY))),
        Rule::PerDay { jp } => Expected::Exactly(days.saturating_mul(rate(jp))),
        Rule::PerMeeting { jp, .. } => Expected::MultipleOf {
            each: rate(jp),
            most: days.saturating_mul(rate(jp)),
        },
        Rule::PerEvent { jp } => Expected::Exactly(rate(jp)),
        Rule::CapPerDay { jp } => Expected::AtMost(more(days.saturating_mul(rate(jp)))),
    };
    let fits = match expected {
        Expected::Exactly(value) => jp == value,
        Expected::AtMost(most) => (1..=most).contains(&jp),
        Expected::MultipleOf { each, most } => (1..=most).contains(&jp) && jp.is_multiple_of(each),
    };
    (!fits).then_some(JpLint {
        form,
        days,
        found: jp,
        expected,
    })
}
