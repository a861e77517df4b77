//! Stories that once ended badly.
