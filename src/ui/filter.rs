//! What the catalogue is narrowed to.

use crate::domain::course::{Competence, Mode, PartnerType};

/// The catalogue's filter; `None` in a field means all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// The town or site of a batch.
    pub place: Option<String>,
    /// Year and month (1-12) in which a batch begins.
    pub month: Option<(i32, u8)>,
    /// How it is held.
    pub mode: Option<Mode>,
    /// The kind of competence.
    pub competence: Option<Competence>,
    /// The kind of partner.
    pub partner: Option<PartnerType>,
    /// Only trainings with a batch that has a free seat.
    pub with_seats: bool,
}

impl Filter {
    /// Whether it lets everything through.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
