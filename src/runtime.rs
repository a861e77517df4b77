//! The shell: terminal guard, events, the effect runner with its one worker, the wall clock.
