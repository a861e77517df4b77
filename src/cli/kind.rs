//! What files hold and lists show.

use crate::intake;
use clap::ValueEnum;

/// The kinds of things there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Kind {
    Units,
    Courses,
    People,
    Batches,
    Registrations,
}

impl From<Kind> for intake::Kind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Units => Self::Units,
            Kind::Courses => Self::Courses,
            Kind::People => Self::People,
            Kind::Batches => Self::Batches,
            Kind::Registrations => Self::Registrations,
        }
    }
}
