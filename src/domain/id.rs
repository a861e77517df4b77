//! The names of entities: 16 bytes each, derived where they can be.
//!
//! A unit, a course and a batch are named by their code, so that the same file imported at two offices makes one
//! entity. A registration is named by batch, person and attempt, so that two kiosks that register one person make
//! one registration. A person has the name of the operation that added them: nothing in it comes from their number.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(pub [u8; 16]);

        impl $name {
            /// The bytes of the name.
            #[must_use]
            pub const fn bytes(&self) -> &[u8; 16] {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(out, "{}({self})", stringify!($name))
            }
        }
    )+};
}

ids! {
    /// A person: the operation that added them, see [`PersonId::of_op`].
    PersonId,
    /// An office (perangkat daerah), by its code.
    UnitId,
    /// A training, by its code.
    CourseId,
    /// One run of a training, by its code.
    BatchId,
    /// A person's way through a batch: batch, person and attempt.
    RegistrationId,
}

fn derived(kind: &str, parts: &[&[u8]]) -> [u8; 16] {
    let mut hash = blake3::Hasher::new();
    hash.update(b"balai/id/1\0");
    hash.update(kind.as_bytes());
    for part in parts {
        // The length keeps ("ab", "c") and ("a", "bc") apart.
        hash.update(&u32::try_from(part.len()).unwrap_or(u32::MAX).to_le_bytes());
        hash.update(part);
    }
    let mut id = [0; 16];
    hash.finalize_xof().fill(&mut id);
    id
}

fn of_code(kind: &str, code: &str) -> [u8; 16] {
    derived(kind, &[code.trim().to_uppercase().as_bytes()])
}

impl UnitId {
    /// The unit of this code; case and outer spaces do not matter.
    #[must_use]
    pub fn of_code(code: &str) -> Self {
        Self(of_code("unit", code))
    }
}

impl CourseId {
    /// The course of this code; case and outer spaces do not matter.
    #[must_use]
    pub fn of_code(code: &str) -> Self {
        Self(of_code("course", code))
    }
}

impl BatchId {
    /// The batch of this code; case and outer spaces do not matter.
    #[must_use]
    pub fn of_code(code: &str) -> Self {
        Self(of_code("batch", code))
    }
}

impl PersonId {
    /// The person added by operation `seq` of a node's ledger.
    #[must_use]
    pub fn of_op(node: u32, incarnation: u16, seq: u64) -> Self {
        let mut id = [0; 16];
        let (_, rest) = id.split_at_mut(2);
        let (head, tail) = rest.split_at_mut(4);
        head.copy_from_slice(&node.to_be_bytes());
        let (mid, last) = tail.split_at_mut(2);
        mid.copy_from_slice(&incarnation.to_be_bytes());
        last.copy_from_slice(&seq.to_be_bytes());
        Self(id)
    }
}

impl RegistrationId {
    /// The registration of `person` in `batch`; `attempt` counts from 1 and grows after a cancellation.
    #[must_use]
    pub fn of(batch: BatchId, person: PersonId, attempt: u8) -> Self {
        Self(derived("registration", &[&batch.0, &person.0, &[attempt]]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_names_one_entity_however_it_is_typed() {
        assert_eq!(CourseId::of_code("map-01 "), CourseId::of_code("MAP-01"));
        assert_ne!(CourseId::of_code("MAP-01").0, BatchId::of_code("MAP-01").0);
    }

    #[test]
    fn a_registration_has_the_same_name_at_every_kiosk_and_another_after_a_cancellation() {
        let (batch, person) = (BatchId::of_code("A"), PersonId::of_op(1, 1, 7));
        assert_eq!(
            RegistrationId::of(batch, person, 1),
            RegistrationId::of(batch, person, 1)
        );
        assert_ne!(
            RegistrationId::of(batch, person, 1),
            RegistrationId::of(batch, person, 2)
        );
    }

    #[test]
    fn people_added_one_after_the_other_sort_one_after_the_other() {
        assert!(PersonId::of_op(1, 1, 255) < PersonId::of_op(1, 1, 256));
        assert!(PersonId::of_op(1, 1, u64::MAX) < PersonId::of_op(1, 2, 0));
    }
}
