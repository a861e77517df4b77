//! The questionnaires that come with the program.

use super::file::{self, Faults};
use crate::domain::questionnaire::Questionnaire;

/// Every shipped file: its name and its bytes.
pub const FILES: [(&str, &[u8]); 3] = [
    (
        "survey_level1.toml",
        include_bytes!("../../assets/content/survey_level1.toml"),
    ),
    (
        "survey_level3.toml",
        include_bytes!("../../assets/content/survey_level3.toml"),
    ),
    (
        "survey_needs.toml",
        include_bytes!("../../assets/content/survey_needs.toml"),
    ),
];

/// Reaction, answered by those who came, right after the training.
pub fn level1() -> Result<Questionnaire, Faults> {
    let [(_, bytes), _, _] = FILES;
    file::read(bytes)
}

/// Use at work, three to six months later, answered by the person, the superior and peers.
pub fn level3() -> Result<Questionnaire, Faults> {
    let [_, (_, bytes), _] = FILES;
    file::read(bytes)
}

/// Training needs, answered once a year.
pub fn needs() -> Result<Questionnaire, Faults> {
    let [_, _, (_, bytes)] = FILES;
    file::read(bytes)
}
