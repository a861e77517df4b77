//! Identity numbers.

use serde::{Deserialize, Serialize};

/// An identity number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Number(u64);

/// Why a text is no identity number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberFault;
