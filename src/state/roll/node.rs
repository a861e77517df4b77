//! One ledger on the roll.

use crate::{
    domain::id::UnitId,
    ledger::{
        id::{LogId, OpId},
        key::PublicKey,
        segment::SegHash,
    },
};

/// What a kiosk may do, as bits of `NodeEnrolled::duties`. The newest enrolment of a ledger says it for the whole
/// ledger: to end a duty from a point on, the ledger is closed and its node goes on with the next incarnation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duty {
    /// Registers people, confirms seats it owns, cancels.
    Register,
    /// Marks who came.
    Attend,
    /// Collects survey answers.
    Survey,
}

impl Duty {
    /// Every duty.
    pub const ALL: u8 = 7;

    /// The bit on the record; never reused.
    #[must_use]
    pub const fn bit(self) -> u8 {
        match self {
            Self::Register => 1,
            Self::Attend => 2,
            Self::Survey => 4,
        }
    }
}

/// A ledger that the organisation knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// The ledger.
    pub log: LogId,
    /// The office's name.
    pub name: String,
    /// The key that seals its segments and signs its bundles and have-lists.
    pub key: PublicKey,
    /// The key that bundles to it are encrypted to (X25519); zeros in an office of its own.
    pub recipient: [u8; 32],
    /// Whether it is a hub's, of today or a former one.
    pub hub: bool,
    /// The units whose people it may know; none: all of them.
    pub units: Vec<UnitId>,
    /// What it may do, as bits of [`Duty`].
    pub duties: u8,
    /// The operation that made it known; `None` for a hub, which a certificate makes known.
    pub enrolled: Option<OpId>,
}

impl Node {
    /// Whether it has a duty.
    #[must_use]
    pub const fn has(&self, duty: Duty) -> bool {
        self.duties & duty.bit() != 0
    }

    /// Whether it may know people of a unit.
    #[must_use]
    pub fn serves(&self, unit: UnitId) -> bool {
        self.units.is_empty() || self.units.contains(&unit)
    }
}

/// The end of a ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closure {
    /// The last operation that counts; 0: none does.
    pub last_seq: u64,
    /// The hash of the segment that ends there: it tells the branch that counts where the ledger forked.
    pub last_hash: SegHash,
    /// Why: 1 replaced by the next incarnation, 2 lost or stolen, 3 given up, 4 forked.
    pub reason: u8,
    /// The hub's operation that says so.
    pub by: OpId,
}
