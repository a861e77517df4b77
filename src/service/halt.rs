//! A terminal that may record nothing: a refusal with its own sentence, not a trouble.

use super::Denied;
use crate::{
    domain::refusal::{Halt, Refusal},
    store::{
        book::BookError,
        identity::{Sign, Standing},
    },
};

impl From<BookError> for Denied {
    fn from(fault: BookError) -> Self {
        let halt = match &fault {
            BookError::Standing(standing) => halt(*standing),
            _ => None,
        };
        halt.map_or(Self::Book(fault), |halt| Self::Refused(Refusal::Standing(halt)))
    }
}

/// Why a standing keeps the ledger from being written; `None` where it does not.
const fn halt(standing: Standing) -> Option<Halt> {
    match standing {
        Standing::Good => None,
        Standing::Restored(Sign::Machine) => Some(Halt::OtherMachine),
        Standing::Restored(Sign::Anchor | Sign::Elsewhere) => Some(Halt::Older),
        Standing::Closed => Some(Halt::Closed),
    }
}
