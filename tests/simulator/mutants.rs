//! Deliberate faults: the simulator must notice each of them.
