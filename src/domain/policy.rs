//! The values an office may set: dated rules of law and custom, kept as data because they change without the program.
//!
//! [`Policy::default`] is what `assets/content/reference.toml` says; a test holds the two together.

use serde::{Deserialize, Serialize};

use super::concern::Severity;

/// The year that a training's credit hours count in, where it crosses New Year. No regulation was found that says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum YearBasis {
    /// The year of the last day.
    #[serde(rename = "selesai")]
    End,
    /// The year of the first day.
    #[serde(rename = "mulai")]
    Start,
}

/// The rules of this office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Policy {
    /// Minutes in one credit hour (JP): 45 (Perlan 10/2018).
    pub jp_minutes: u16,
    /// Credit hours a year that every PNS has a right to: 20, a minimum and no cap (PP 11/2017).
    pub pns_min_jp_per_year: u16,
    /// Credit hours a year of a PPPK's contract: 24 (Perlan 15/2020); doubtful since UU 20/2023.
    pub pppk_max_jp_per_year: u16,
    /// Whether going over the PPPK cap is only said ([`Policy::pppk_cap`]).
    pub pppk_cap_is_warning: bool,
    /// The fewest answers from which a survey's results are shown; custom of surveys.
    pub min_respondents_to_show: u16,
    /// The fewest answers from which open texts are shown: a text can betray its writer where a mean cannot.
    pub min_respondents_for_texts: u16,
    /// Share of the hours that has to be attended, percent; a course may say otherwise.
    pub attendance_min_percent: u8,
    /// Months after which the effect is asked about, where a course says nothing.
    pub follow_up_months_default: u8,
    /// The year credit hours count in.
    pub year_basis: YearBasis,
    /// Another registration of the person on the same days.
    pub clash: Severity,
    /// A course that has to come first is not on record. The record here is never whole, so a warning by default.
    pub missing_prerequisite: Severity,
    /// The person has attended this course before.
    pub already_attended: Severity,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            jp_minutes: 45,
            pns_min_jp_per_year: 20,
            pppk_max_jp_per_year: 24,
            pppk_cap_is_warning: true,
            min_respondents_to_show: 5,
            min_respondents_for_texts: 10,
            attendance_min_percent: 90,
            follow_up_months_default: 3,
            year_basis: YearBasis::End,
            clash: Severity::Warning,
            missing_prerequisite: Severity::Warning,
            already_attended: Severity::Warning,
        }
    }
}

impl Policy {
    /// What is made of the yearly cap of a PPPK.
    pub const fn pppk_cap(&self) -> Severity {
        if self.pppk_cap_is_warning {
            Severity::Warning
        } else {
            Severity::Refusal
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Reference {
        policy: toml::Table,
    }

    #[test]
    fn the_default_is_what_the_reference_says() {
        let reference: Reference =
            toml::from_str(include_str!("../../assets/content/reference.toml")).unwrap();
        let read: Policy = reference.policy.clone().try_into().unwrap();
        assert_eq!(read, Policy::default());
        let own = toml::Table::try_from(Policy::default()).unwrap();
        for (name, value) in &reference.policy {
            assert_eq!(own.get(name), Some(value), "{name} has no field or another value");
        }
        assert_eq!(Policy::default().pppk_cap(), Severity::Warning);
    }
}
