//! Trainings (pelatihan): what is taught.

use super::{
    credit::Form,
    id::{CourseId, UnitId},
    person::Employment,
    text::Text,
    word::words,
};
use serde::{Deserialize, Serialize};

words! {
    /// The kind of competence (PermenPANRB 38/2017).
    Competence {
        /// Technical: each ministry writes its own dictionary.
        Technical = 1, "teknis";
        /// Managerial: M.01 to M.08.
        Managerial = 2, "manajerial";
        /// Social and cultural: SK.01.
        Sociocultural = 3, "sosiokultural";
    }
}

words! {
    /// How a training is held.
    Mode {
        /// In a room.
        FaceToFace = 1, "tatap_muka";
        /// Seminar.
        Seminar = 2, "seminar";
        /// Over the network.
        Online = 3, "daring";
        /// Workshop.
        Workshop = 4, "workshop";
        /// Parts in a room, parts over the network (campuran).
        Blended = 5, "blended";
    }
}

words! {
    /// Who holds it with the city.
    PartnerType {
        /// University or polytechnic.
        University = 1, "perguruan_tinggi";
        /// Professional organisation.
        Profession = 2, "organisasi_profesi";
        /// Private company.
        Private = 3, "swasta";
        /// Another agency.
        Agency = 4, "instansi";
        /// The city itself.
        Internal = 5, "internal";
    }
}

/// A training.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Course {
    /// Derived from the code.
    pub id: CourseId,
    /// The code, such as `MAP-01`.
    pub code: Text,
    /// The title.
    pub title: Text,
    /// What it is about.
    pub description: Option<Text>,
    /// What participants can do afterwards.
    pub outcomes: Vec<Text>,
    /// The kind of competence.
    pub competence: Competence,
    /// The code in the managerial dictionary, such as `M.03`.
    pub dictionary_code: Option<Text>,
    /// The form, which rules how credit hours are counted.
    pub form: Form,
    /// How it is held.
    pub mode: Mode,
    /// Days.
    pub days: u16,
    /// Credit hours (JP) as the catalogue says.
    pub credit: u16,
    /// Who holds it with the city.
    pub partner_type: PartnerType,
    /// The partner's name.
    pub partner: Option<Text>,
    /// Seats a batch has where it does not say its own.
    pub quota: u32,
    /// The least number of participants to hold it.
    pub min_quota: Option<u32>,
    /// Rupiah a participant.
    pub cost: u64,
    /// Whom it is open to; empty means everybody.
    pub open_to: Vec<Employment>,
    /// Units it is meant for; empty means all.
    pub target_units: Vec<UnitId>,
    /// Courses to have completed before.
    pub prerequisites: Vec<CourseId>,
    /// Words to be found by.
    pub tags: Vec<Text>,
}
