//! Which ledger this installation writes, its key for what is sealed to it, and whether it is still the only one.
//!
//! A data directory that was restored from an older copy or copied to a second machine would go on in a ledger that
//! has gone on elsewhere: two different operations would bear one id, and one seat would be promised twice. So the
//! machine is named in the directory, and an *anchor* outside of it holds the highest operation that was ever promised
//! from it (exchange design 2.1).

/// Whether this node may write its ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Standing {
    /// It may.
    #[default]
    Good,
    /// The data directory is an older copy, or a second one: it opens and reads, and writes nothing before it has begun
    /// the next incarnation.
    Restored(Sign),
    /// The hub has closed this ledger: what is written to it would count nowhere.
    Closed,
}

/// By what a copy was recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// The anchor outside the data directory has seen operations that are not in the ledger.
    Anchor,
    /// The data directory was last used on another machine.
    Machine,
    /// Others have operations of this ledger that are not in it.
    Elsewhere,
}

impl std::fmt::Display for Standing {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            Self::Good => "the ledger may be written",
            Self::Restored(Sign::Anchor) => "the data is an older copy of what was here before",
            Self::Restored(Sign::Machine) => "the data was made on another machine",
            Self::Restored(Sign::Elsewhere) => "others have more of this ledger than is here",
            Self::Closed => "the centre has closed this ledger",
        })
    }
}
