//! Offices (perangkat daerah, OPD).

use super::{id::UnitId, text::Text, word::words};
use serde::{Deserialize, Serialize};

words! {
    /// How an office is connected.
    Link {
        /// Cable or fibre.
        Online = 1, "daring";
        /// A cellular modem that often drops.
        Limited = 2, "terbatas";
        /// No connection: data travels on sticks.
        Offline = 3, "luring";
    }
}

/// An office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// Derived from the code.
    pub id: UnitId,
    /// The short code, such as `DINKES`.
    pub code: Text,
    /// The name.
    pub name: Text,
    /// The kind as the city writes it (sekretariat, dinas, kecamatan ...).
    pub kind: Option<Text>,
    /// How it is connected, where known.
    pub link: Option<Link>,
}
