//! People with a number (pegawai).

use super::{
    day::Day,
    id::{PersonId, UnitId},
    number::Number,
    role::Roles,
    text::Text,
    word::words,
};
use serde::{Deserialize, Serialize};

words! {
    /// How somebody is employed (domain notes 1.2, 1.3; UU 20/2023, KepmenPANRB 16/2025).
    Employment {
        /// Pegawai negeri sipil.
        Pns = 1, "pns";
        /// Calon PNS.
        Cpns = 2, "cpns";
        /// Pegawai pemerintah dengan perjanjian kerja.
        Pppk = 3, "pppk";
        /// PPPK paruh waktu: one-year contracts.
        PppkPartTime = 4, "pppk_pw";
        /// Other staff, known by their NIK.
        NonAsn = 5, "non_asn";
    }
}

impl Employment {
    /// The label on a screen, the same in both languages.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Pns => "PNS",
            Self::Cpns => "CPNS",
            Self::Pppk => "PPPK",
            Self::PppkPartTime => "PPPK Paruh Waktu",
            Self::NonAsn => "Non-ASN",
        }
    }

    /// Whether the yearly cap of PPPK applies (a warning, never a refusal).
    #[must_use]
    pub const fn is_pppk(self) -> bool {
        matches!(self, Self::Pppk | Self::PppkPartTime)
    }
}

/// Who somebody is: personal data, kept in a detached blob and never in an operation's body. `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// NIP, NI PPPK or NIK.
    pub number: Number,
    /// The name as written, with titles. Display text, never a key to match by.
    pub name: Text,
    /// The post (jabatan), as written.
    pub position: Option<Text>,
    /// Pangkat and golongan, as written.
    pub rank: Option<Text>,
}

impl std::fmt::Debug for Profile {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Profile({:?})", self.number)
    }
}

/// A person as everything now stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The random internal name.
    pub id: PersonId,
    /// Who they are; `None` after erasure.
    pub profile: Option<Profile>,
    /// The office they belong to.
    pub unit: UnitId,
    /// How they are employed.
    pub employment: Employment,
    /// The last day of the contract, where there is one.
    pub contract_end: Option<Day>,
    /// What they may do beyond what everybody may.
    pub roles: Roles,
}

impl Person {
    /// The name for the title bar: the first word and the initial of the second ("Siti R.").
    #[must_use]
    pub fn short_name(&self) -> String {
        self.profile
            .as_ref()
            .map_or_else(String::new, |profile| short_name(&profile.name))
    }
}

/// The first word of a name without its titles, and the initial of the next ("dr. Siti Rahmawati, S.Ked." gives
/// "Siti R.").
#[must_use]
pub fn short_name(name: &str) -> String {
    let plain = name.split(',').next().unwrap_or(name);
    let mut words = plain
        .split_whitespace()
        .filter(|word| !word.ends_with('.'))
        .peekable();
    if words.peek().is_none() {
        return plain.trim().to_owned();
    }
    let first = words.next().unwrap_or_default();
    match words.next().and_then(|word| word.chars().next()) {
        Some(initial) => format!("{first} {initial}."),
        None => first.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_bar_shows_a_short_name_without_titles() {
        for (name, short) in [
            ("Siti Rahmawati", "Siti R."),
            ("dr. Siti Rahmawati, S.Ked.", "Siti R."),
            ("Sutrisno", "Sutrisno"),
            ("Hj. Nu'ma Sa'adah Lestari, S.Pd., M.Pd.", "Nu'ma S."),
            ("", ""),
            ("Drs.", "Drs."),
        ] {
            assert_eq!(short_name(name), short, "{name}");
        }
    }

    #[test]
    fn an_employment_goes_to_its_number_and_word_and_back() {
        for &employment in Employment::ALL {
            assert_eq!(Employment::from_number(employment.number()), Some(employment));
            assert_eq!(Employment::from_id(employment.id()), Some(employment));
        }
    }
}
