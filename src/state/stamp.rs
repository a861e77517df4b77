//! The place of an operation in the order that folds go by.

use crate::{
    domain::{day::Moment, id::PersonId},
    ledger::id::{LogId, OpId},
};
use serde::{Deserialize, Serialize};

/// The place of an operation: its logical clock, then its ledger, then its number there. No two are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Stamp {
    /// The hybrid logical clock: 48 bits of milliseconds, 16 bits of counter.
    pub hlc: u64,
    /// The node.
    pub node: u32,
    /// The node's incarnation.
    pub incarnation: u16,
    /// The number in the node's ledger.
    pub seq: u64,
}

impl Stamp {
    /// The moment that the clock claims.
    #[must_use]
    pub fn moment(&self) -> Moment {
        Moment(i64::try_from(self.hlc >> 16).unwrap_or(i64::MAX))
    }

    /// The ledger.
    #[must_use]
    pub const fn log(&self) -> LogId {
        LogId::new(self.node, self.incarnation)
    }

    /// The operation.
    #[must_use]
    pub const fn op(&self) -> OpId {
        self.log().op(self.seq)
    }

    /// The person that this operation adds.
    #[must_use]
    pub fn person(&self) -> PersonId {
        PersonId::of_op(self.node, self.incarnation, self.seq)
    }
}

/// A value and the operation that set it: the newest operation wins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Latest<T> {
    /// The operation.
    pub stamp: Stamp,
    /// The value.
    pub value: T,
}

/// Sets `slot` where `stamp` is newer than what is there; says whether it did.
pub fn set_latest<T>(slot: &mut Option<Latest<T>>, stamp: Stamp, value: T) -> bool {
    if slot.as_ref().is_some_and(|now| now.stamp >= stamp) {
        return false;
    }
    *slot = Some(Latest { stamp, value });
    true
}

/// The value, where there is one.
pub fn get<T>(slot: Option<&Latest<T>>) -> Option<&T> {
    slot.map(|latest| &latest.value)
}
