//! What somebody may do here beyond what every employee may.

use serde::{Deserialize, Serialize};

/// A role that the organiser gives. Everybody is an employee without one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Role {
    /// Marks who came and sees survey results of the batches they teach.
    Facilitator,
    /// Imports, prints activation codes, resets PINs, opens and closes batches, sees health.
    Officer,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 2] = [Self::Facilitator, Self::Officer];

    /// The stable number in operations; never reused.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Facilitator => 1,
            Self::Officer => 2,
        }
    }

    /// The role of a stable number; `None` where this release does not know it.
    #[must_use]
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.number() == number)
    }

    /// The word in files and JSON.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Facilitator => "fasilitator",
            Self::Officer => "petugas",
        }
    }
}

/// The roles of one person, as a small set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Roles(u8);

impl Roles {
    /// No role: an employee.
    pub const NONE: Self = Self(0);

    /// This set and `role`.
    #[must_use]
    pub const fn with(self, role: Role) -> Self {
        Self(self.0 | (1 << role.number()))
    }

    /// This set without `role`.
    #[must_use]
    pub const fn without(self, role: Role) -> Self {
        Self(self.0 & !(1 << role.number()))
    }

    /// Whether `role` is in the set.
    #[must_use]
    pub const fn has(self, role: Role) -> bool {
        self.0 & (1 << role.number()) != 0
    }

    /// Whether there is any role: staff has a longer idle time.
    #[must_use]
    pub const fn is_staff(self) -> bool {
        self.0 != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_given_and_taken_leaves_no_trace() {
        let roles = Roles::NONE.with(Role::Officer).with(Role::Facilitator);
        assert!(roles.has(Role::Officer) && roles.has(Role::Facilitator));
        assert_eq!(
            roles.without(Role::Officer).without(Role::Facilitator),
            Roles::NONE
        );
    }

    #[test]
    fn a_role_goes_to_its_number_and_back() {
        for role in Role::ALL {
            assert_eq!(Role::from_number(role.number()), Some(role));
        }
        assert_eq!(Role::from_number(0), None);
    }
}
