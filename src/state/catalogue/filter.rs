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
    /// How many credit hours.
    pub credit: Option<CreditBand>,
    /// Only trainings with a batch that is open and has a free seat.
    pub with_seats: bool,
}

/// Credit hours (JP) as people ask for them: a day, up to the year's goal of 20, more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CreditBand {
    /// At most 8 JP.
    Short,
    /// 9 to 20 JP.
    Medium,
    /// More than 20 JP.
    Long,
}

impl CreditBand {
    /// All bands, from the shortest.
    pub const ALL: [Self; 3] = [Self::Short, Self::Medium, Self::Long];

    /// The band of so many credit hours.
    pub fn of(credit: u16) -> Self {
        match credit {
            0..=8 => Self::Short,
            9..=20 => Self::Medium,
            _ => Self::Long,
        }
    }
}

/// One question of the filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    /// Where.
    Place,
    /// When.
    Month,
    /// How it is held.
    Mode,
    /// The kind of competence.
    Competence,
    /// The kind of partner.
    Partner,
    /// How many credit hours.
    Credit,
    /// Whether there are seats.
    Seats,
}

impl Facet {
    /// All questions, in the order they are asked.
    pub const ALL: [Self; 7] = [
        Self::Place,
        Self::Month,
        Self::Mode,
        Self::Competence,
        Self::Partner,
        Self::Credit,
        Self::Seats,
    ];
}

impl Filter {
    /// Whether it lets everything through.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether it asks something of a batch, so that a course without one does not pass.
    pub fn is_of_batches(&self) -> bool {
        self.place.is_some() || self.month.is_some() || self.with_seats
    }

    /// Whether it asks this question.
    pub fn has(&self, facet: Facet) -> bool {
        match facet {
            Facet::Place => self.place.is_some(),
            Facet::Month => self.month.is_some(),
            Facet::Mode => self.mode.is_some(),
            Facet::Competence => self.competence.is_some(),
            Facet::Partner => self.partner.is_some(),
            Facet::Credit => self.credit.is_some(),
            Facet::Seats => self.with_seats,
        }
    }

    /// The same without this question.
    #[must_use]
    pub fn without(&self, facet: Facet) -> Self {
        let mut filter = self.clone();
        match facet {
            Facet::Place => filter.place = None,
            Facet::Month => filter.month = None,
            Facet::Mode => filter.mode = None,
            Facet::Competence => filter.competence = None,
            Facet::Partner => filter.partner = None,
            Facet::Credit => filter.credit = None,
            Facet::Seats => filter.with_seats = false,
        }
        filter
    }
}
