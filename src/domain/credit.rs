//! Credit hours.

use serde::{Deserialize, Serialize};

/// A form of competence development.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Form(u8);
