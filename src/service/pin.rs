//! PINs: six digits, kept as a verifier that is slow to try, bound to a secret of this machine, and never replicated.

use super::{Answer, Denied, Office, random};
use crate::{
    domain::{day::Day, id::PersonId, refusal::Refusal},
    store::book::BookError,
};
use argon2::{Algorithm, Argon2, Params, Version};
use zeroize::Zeroizing;

/// How hard a verifier is to try (Argon2id).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory: u32,
    /// Passes.
    pub passes: u32,
}

impl Default for Cost {
    /// 64 MiB and three passes: some 0.4 s on an old PC (exchange design, section 3).
    fn default() -> Self {
        Self {
            memory: 64 * 1024,
            passes: 3,
        }
    }
}

impl Cost {
    /// For PINs that everybody knows: the demo's, and those of tests.
    pub const LIGHT: Self = Self {
        memory: 64,
        passes: 1,
    };
}

const SALT: usize = 16;
const HASH: usize = 32;

/// A verifier as kept: memory u32 LE, passes u32 LE, salt 16 B, hash 32 B.
fn verifier(cost: Cost, salt: &[u8; SALT], secret: &[u8], pepper: &[u8]) -> Option<Vec<u8>> {
    let params = Params::new(cost.memory, cost.passes, 1, Some(HASH)).ok()?;
    let argon = Argon2::new_with_secret(pepper, Algorithm::Argon2id, Version::V0x13, params).ok()?;
    let mut hash = Zeroizing::new([0; HASH]);
    argon.hash_password_into(secret, salt, hash.as_mut_slice()).ok()?;
    let mut kept = Vec::with_capacity(8 + SALT + HASH);
    kept.extend(cost.memory.to_le_bytes());
    kept.extend(cost.passes.to_le_bytes());
    kept.extend(salt);
    kept.extend(hash.as_slice());
    Some(kept)
}

fn parts(kept: &[u8]) -> Option<(Cost, &[u8; SALT])> {
    let (memory, rest) = kept.split_first_chunk::<4>()?;
    let (passes, rest) = rest.split_first_chunk::<4>()?;
    let (salt, hash) = rest.split_first_chunk::<SALT>()?;
    let cost = Cost {
        memory: u32::from_le_bytes(*memory),
        passes: u32::from_le_bytes(*passes),
    };
    (hash.len() == HASH).then_some((cost, salt))
}

/// Equal in a time that does not tell where they differ.
fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |difference, (x, y)| difference | (x ^ y)) == 0
}

/// PINs among the node-local facts.
pub(super) const PINS: &[u8] = b"pin/";
/// Activation codes.
pub(super) const ACTIVATIONS: &[u8] = b"act/";

/// The key of a person's PIN among the node-local facts.
pub(super) fn pin_key(person: PersonId) -> Vec<u8> {
    [PINS, &person.0].concat()
}

/// The key of a person's activation code.
pub(super) fn activation_key(person: PersonId) -> Vec<u8> {
    [ACTIVATIONS, &person.0].concat()
}

/// Whether a PIN is too easy to guess: not six digits, one digit, a run, or the birth date in the number.
#[must_use]
pub fn is_weak(pin: &str, born: Option<Day>) -> bool {
    let digits: Vec<u32> = pin.chars().filter_map(|digit| digit.to_digit(10)).collect();
    if pin.chars().count() != 6 || digits.len() != 6 {
        return true;
    }
    let step = |by: i64| {
        digits
            .windows(2)
            .all(|pair| matches!(pair, [a, b] if i64::from(*b) - i64::from(*a) == by))
    };
    if step(0) || step(1) || step(-1) {
        return true;
    }
    let Some(born) = born else { return false };
    let date = born.date();
    ["%d%m%y", "%y%m%d", "%m%d%y"]
        .iter()
        .any(|form| date.format(form).to_string() == pin)
}

impl Office {
    /// Whether a PIN is set.
    #[must_use]
    pub fn has_pin(&self, person: PersonId) -> bool {
        self.vault.get(&pin_key(person)).is_some()
    }

    /// A verifier of a secret, to be kept.
    pub(super) fn make_verifier(&self, secret: &str) -> Answer<Vec<u8>> {
        let salt = random::<SALT>()?;
        verifier(self.cost, &salt, secret.as_bytes(), self.pepper.as_slice())
            .ok_or_else(|| BookError::Io(std::io::Error::other("argon2")).into())
    }

    /// Whether a secret is the one of a verifier. Where there is none, as much time is spent and the answer is no: an
    /// unknown number takes as long as a wrong PIN.
    pub(super) fn check_verifier(&self, kept: Option<&[u8]>, secret: &str) -> bool {
        let (cost, salt) = kept
            .and_then(parts)
            .map_or((self.cost, [0; SALT]), |(cost, salt)| (cost, *salt));
        let made = verifier(cost, &salt, secret.as_bytes(), self.pepper.as_slice());
        match (kept, made) {
            (Some(kept), Some(made)) => same(kept, &made),
            _ => false,
        }
    }

    /// Sets a PIN, for the demo and for tests: the kiosk's roads are activation and change.
    pub fn set_pin(&mut self, person: PersonId, pin: &str) -> Answer<()> {
        let kept = self.make_verifier(pin)?;
        self.vault
            .commit(&[(&pin_key(person), Some(&kept)), (&activation_key(person), None)])?;
        Ok(())
    }

    /// Changes one's own PIN; the old one must be right.
    pub fn change_pin(&mut self, person: PersonId, old: &str, new: &str) -> Answer<()> {
        let number = self
            .person_state(person)?
            .number()
            .ok_or(Denied::Refused(Refusal::NotFound))?;
        let tried = self.tried(number);
        self.refuse_while_paused(tried)?;
        let kept = self.vault.get(&pin_key(person)).map(<[u8]>::to_vec);
        if !self.check_verifier(kept.as_deref(), old) {
            return Err(self.failed_try(tried)?.into());
        }
        self.good_try(tried)?;
        if is_weak(new, self.born(person)) {
            return Err(Denied::Refused(Refusal::WeakPin));
        }
        self.set_pin(person, new)
    }

    /// The birth date that a person's number says, for the check of a weak PIN and nothing else.
    pub(super) fn born(&self, person: PersonId) -> Option<Day> {
        let number = self.person_state(person).ok()?.number()?;
        number.says(self.number_day()).born.map(Day::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_that_everybody_would_try_first_is_weak() {
        let born = Day::of(1987, 2, 14);
        for weak in [
            "111111", "123456", "654321", "140287", "870214", "021487", "12345", "1234567", "12a456", "",
        ] {
            assert!(is_weak(weak, born), "{weak}");
        }
        for good in ["493058", "112233", "140288"] {
            assert!(!is_weak(good, born), "{good}");
        }
    }

    #[test]
    fn a_verifier_knows_its_own_pin_and_pepper_only() {
        let kept = verifier(Cost::LIGHT, &[1; SALT], b"493058", b"pepper..").unwrap();
        let (cost, salt) = parts(&kept).unwrap();
        assert_eq!(cost, Cost::LIGHT);
        assert!(same(
            &kept,
            &verifier(cost, salt, b"493058", b"pepper..").unwrap()
        ));
        assert!(!same(
            &kept,
            &verifier(cost, salt, b"493059", b"pepper..").unwrap()
        ));
        assert!(!same(
            &kept,
            &verifier(cost, salt, b"493058", b"another.").unwrap()
        ));
        assert!(!kept.windows(6).any(|window| window == b"493058"));
    }
}
