//! A stick in memory that fails as it is told: a test double, also for the simulator.

/// A stick in memory. Clones are the same stick.
#[derive(Clone, Debug, Default)]
pub struct FaultyStick {}
