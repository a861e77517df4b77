//! Batches (angkatan): one run of a training.

use super::{
    course::Mode,
    day::{Day, Moment},
    id::{BatchId, CourseId, PersonId},
    text::Text,
    word::words,
};
use serde::{Deserialize, Serialize};

words! {
    /// How people get a seat.
    Admission {
        /// `langsung`: a seat is given at the kiosk, at once, while there is one.
        Direct = 1, "langsung";
        /// `seleksi`: the click is a registered wish; the organiser admits by spending a seat.
        Selection = 2, "seleksi";
    }
}

words! {
    /// Where a batch stands (`batch_state` of reference.toml, as far as one office goes).
    Stage {
        /// `rencana`: in the calendar, not open yet.
        Planned = 1, "rencana";
        /// `pendaftaran`: open for registration.
        Open = 2, "pendaftaran";
        /// `siap`: registration closed, participants set.
        Ready = 3, "siap";
        /// `berjalan`: being held.
        Running = 4, "berjalan";
        /// `selesai`: over, evaluation open.
        Finished = 5, "selesai";
        /// `tutup`: closed for good.
        Closed = 6, "tutup";
        /// `batal`: will not be held.
        Cancelled = 7, "batal";
    }
}

impl Stage {
    /// Whether seats are still given out: while registration is open or closed, before it is over.
    #[must_use]
    pub const fn takes_people(self) -> bool {
        matches!(self, Self::Open | Self::Ready | Self::Running)
    }

    /// The stages an officer may go to from here.
    #[must_use]
    pub const fn next(self) -> &'static [Self] {
        match self {
            Self::Planned => &[Self::Open, Self::Cancelled],
            Self::Open => &[Self::Ready, Self::Cancelled],
            Self::Ready => &[Self::Open, Self::Running, Self::Cancelled],
            Self::Running => &[Self::Finished],
            Self::Finished => &[Self::Closed],
            Self::Closed | Self::Cancelled => &[],
        }
    }
}

/// A part of a batch: a training may have several, with gaps, in different modes and places.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phase {
    /// The first day.
    pub from: Day,
    /// The last day, not before the first.
    pub to: Day,
    /// How this part is held.
    pub mode: Mode,
}

impl Phase {
    /// Whether both have a day in common.
    #[must_use]
    pub const fn clashes(&self, other: &Self) -> bool {
        self.from.0 <= other.to.0 && other.from.0 <= self.to.0
    }
}

/// When registration is open; an end that is missing is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// The first moment.
    pub opens: Option<Moment>,
    /// The last moment.
    pub closes: Option<Moment>,
}

/// Who teaches what. A facilitator from outside has no person here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facilitator {
    /// Its number within the batch, from 1, given once: answers of the survey are kept under it.
    pub number: u16,
    /// The person, where they have a number here.
    pub person: Option<PersonId>,
    /// The name as written.
    pub name: Text,
    /// The subject (mata pelatihan).
    pub subject: Text,
}

/// What an organiser says of a batch. Facilitators are personal data and come beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    /// Derived from the code.
    pub id: BatchId,
    /// The code, such as `MAP-01/2026-3`.
    pub code: Text,
    /// The training it runs.
    pub course: CourseId,
    /// Its parts in order of days, at least one.
    pub phases: Vec<Phase>,
    /// The town or site, for the filter.
    pub place: Text,
    /// The room or address.
    pub room: Option<Text>,
    /// How people get a seat.
    pub admission: Admission,
    /// When registration is open.
    pub window: Window,
    /// The number of seats.
    pub capacity: u32,
}

impl Batch {
    /// The first day.
    #[must_use]
    pub fn first_day(&self) -> Day {
        self.phases.iter().map(|phase| phase.from).min().unwrap_or(Day(0))
    }

    /// The last day: its year is the year that the credit hours count in (`year_basis = "selesai"`).
    #[must_use]
    pub fn last_day(&self) -> Day {
        self.phases.iter().map(|phase| phase.to).max().unwrap_or(Day(0))
    }

    /// The days on which people meet, one meeting a day, at most 366.
    #[must_use]
    pub fn meeting_days(&self) -> Vec<Day> {
        let mut days: Vec<Day> = self
            .phases
            .iter()
            .flat_map(|phase| (phase.from.0..=phase.to.0).take(366).map(Day))
            .collect();
        days.sort_unstable();
        days.dedup();
        days.truncate(366);
        days
    }

    /// Whether a day of this batch is a day of the other.
    #[must_use]
    pub fn clashes(&self, other: &Self) -> bool {
        self.phases
            .iter()
            .any(|mine| other.phases.iter().any(|theirs| mine.clashes(theirs)))
    }
}

/// A sitting of a batch (sesi): its number, from 1, in the order of [`Batch::meeting_days`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct MeetingNo(pub u16);

/// A numbered seat of a batch, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TicketNo(pub u32);

#[cfg(test)]
mod tests {
    use super::*;

    fn phase(from: i32, to: i32) -> Phase {
        Phase {
            from: Day(from),
            to: Day(to),
            mode: Mode::FaceToFace,
        }
    }

    #[test]
    fn two_phases_clash_when_they_share_a_day_and_only_then() {
        assert!(phase(1, 3).clashes(&phase(3, 5)));
        assert!(phase(1, 9).clashes(&phase(4, 5)));
        assert!(!phase(1, 3).clashes(&phase(4, 5)));
    }

    #[test]
    fn a_stage_leads_on_and_never_back_from_the_end() {
        assert!(Stage::Closed.next().is_empty() && Stage::Cancelled.next().is_empty());
        assert!(Stage::Planned.next().contains(&Stage::Open));
    }
}
