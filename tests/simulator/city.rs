//! A golden city.
