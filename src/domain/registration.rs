//! A person's way through a batch (pendaftaran): the state machine of `reference.toml` as far as one terminal goes.
//!
//! ```text
//!             +-> Confirmed -+-> Attended -+-> Completed
//! Recorded ---+              |             +-> NotCompleted
//!   |         +-> Waiting    +-> Absent
//!   |              |  ^      +-> Replaced
//!   +--------------+--+------+-> Cancelled
//! ```

use super::word::words;

words! {
    /// Where a registration stands.
    State {
        /// `tercatat`: a wish, waiting for the organiser's selection.
        Recorded = 1, "tercatat";
        /// `cadangan`: on the waiting list, no seat.
        Waiting = 2, "cadangan";
        /// `diterima`: holds a seat.
        Confirmed = 3, "diterima";
        /// `batal_peserta`: cancelled by the participant or an officer.
        Cancelled = 4, "batal_peserta";
        /// `diganti`: another person took the seat over.
        Replaced = 5, "diganti";
        /// `hadir`: came at least once.
        Attended = 6, "hadir";
        /// `tidak_hadir`: the batch is over and they never came.
        Absent = 7, "tidak_hadir";
        /// `lulus`: completed, credit hours count.
        Completed = 8, "lulus";
        /// `tidak_lulus`: came, but not often enough.
        NotCompleted = 9, "tidak_lulus";
    }
}

impl State {
    /// The states that may follow.
    #[must_use]
    pub const fn next(self) -> &'static [Self] {
        match self {
            Self::Recorded => &[Self::Confirmed, Self::Waiting, Self::Cancelled],
            Self::Waiting => &[Self::Confirmed, Self::Cancelled],
            Self::Confirmed => &[Self::Attended, Self::Absent, Self::Replaced, Self::Cancelled],
            Self::Attended => &[Self::Completed, Self::NotCompleted],
            Self::Cancelled | Self::Replaced | Self::Absent | Self::Completed | Self::NotCompleted => &[],
        }
    }

    /// Whether the person is still in, or waiting to be: a second registration in the same batch is refused.
    #[must_use]
    pub const fn is_live(self) -> bool {
        !matches!(self, Self::Cancelled | Self::Replaced)
    }

    /// Whether the person is to come: it counts for clashes of dates.
    #[must_use]
    pub const fn is_ahead(self) -> bool {
        matches!(self, Self::Recorded | Self::Waiting | Self::Confirmed)
    }

    /// Whether a seat belongs to it.
    #[must_use]
    pub const fn holds_seat(self) -> bool {
        matches!(
            self,
            Self::Confirmed | Self::Attended | Self::Absent | Self::Completed | Self::NotCompleted
        )
    }

    /// Whether its credit hours count. Somebody who came and whose batch is not closed yet counts as under way,
    /// not as earned; an imported past without a decision counts as earned, see [`Self::Completed`].
    #[must_use]
    pub const fn earns(self) -> bool {
        matches!(self, Self::Completed)
    }

    /// Whether the participant may cancel it themselves.
    #[must_use]
    pub const fn may_cancel(self) -> bool {
        matches!(self, Self::Recorded | Self::Waiting | Self::Confirmed)
    }
}

words! {
    /// Why a participant cancels; the words are fixed so that no personal note is asked for at a public terminal.
    CancelReason {
        /// Duties that cannot be moved.
        Duty = 1, "tugas";
        /// Ill, or somebody at home is.
        Illness = 2, "sakit";
        /// Clashes with another training.
        Clash = 3, "bentrok";
        /// Chosen by mistake.
        Mistake = 4, "keliru";
        /// The superior does not agree.
        Superior = 5, "atasan";
        /// Any other reason.
        Other = 6, "lain";
        /// Decided by the organiser.
        Organiser = 7, "penyelenggara";
    }
}

impl CancelReason {
    /// The reasons offered to a participant.
    pub const OFFERED: &'static [Self] = &[
        Self::Duty,
        Self::Illness,
        Self::Clash,
        Self::Mistake,
        Self::Superior,
        Self::Other,
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_can_be_reached_from_a_registration_and_none_is_left_twice() {
        let mut reached = vec![State::Recorded];
        let mut at = 0;
        while let Some(&state) = reached.get(at) {
            for &next in state.next() {
                if !reached.contains(&next) {
                    reached.push(next);
                }
            }
            at += 1;
        }
        assert_eq!(reached.len(), State::ALL.len());
    }

    #[test]
    fn what_may_be_cancelled_leads_to_cancelled() {
        for &state in State::ALL {
            assert_eq!(
                state.may_cancel(),
                state.next().contains(&State::Cancelled),
                "{state:?}"
            );
        }
    }
}
