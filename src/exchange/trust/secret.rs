//! The one-time secret of an invitation: 128 random bits, printed as 26 characters of Crockford's base 32.
//!
//! 26 characters hold 130 bits: the two that are left check the others, so that three of four mistypings are told before
//! the file is read. All that is made with the secret is made with keys derived from it, one a purpose (BLAKE3's
//! `derive_key`), so that what proves the invitation cannot be played back as a proof of the request.

use std::fmt;

use zeroize::Zeroizing;

use crate::domain::code::symbols;

/// Characters without separators.
pub const LENGTH: usize = 26;

/// The contexts of the derived keys; each is used for one purpose only.
const INVITE: &str = "balai 2026 invitation, from the centre to the kiosk";
const REQUEST: &str = "balai 2026 request to join, from the kiosk to the centre";

/// Why what was typed is no secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SecretFault {
    /// Not 26 characters.
    #[error("{found} characters, not {LENGTH}")]
    Length {
        /// How many there are, without separators.
        found: usize,
    },
    /// A character that no secret has.
    #[error("position {position} is no character of a secret")]
    Character {
        /// Where, counted from 1 without separators.
        position: usize,
    },
    /// The last character does not fit the others.
    #[error("one character is wrong")]
    Check,
}

/// The secret; wiped when dropped, and never shown by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<[u8; 16]>);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(hidden)")
    }
}

fn check(bytes: &[u8; 16]) -> u128 {
    let hash = blake3::derive_key("balai 2026 check of a typed secret", bytes);
    u128::from(hash.first().copied().unwrap_or(0) & 3)
}

impl Secret {
    /// The secret of 16 random bytes.
    #[must_use]
    pub fn from_random(bytes: [u8; 16]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The bytes, for the vault.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// As it is printed and read out: five groups, `K7M4Q-92QXT-...`.
    #[must_use]
    pub fn grouped(&self) -> Zeroizing<String> {
        let value = u128::from_be_bytes(*self.0);
        let mut out = Zeroizing::new(String::with_capacity(LENGTH + 4));
        for place in 0..LENGTH {
            if place > 0 && place % 5 == 0 && place < 25 {
                out.push('-');
            }
            // The last character holds three bits of the secret and two that check it.
            let symbol = if place + 1 == LENGTH {
                (value & 7) << 2 | check(&self.0)
            } else {
                value >> (123 - 5 * place) & 31
            };
            out.push(symbols::letter(u8::try_from(symbol).unwrap_or(0)));
        }
        out
    }

    /// Reads a secret as people type it: lower case, spaces and hyphens are forgiven, O is 0, I and L are 1.
    pub fn read(typed: &str) -> Result<Self, SecretFault> {
        let (mut value, mut last, mut found) = (Zeroizing::new(0_u128), 0_u8, 0_usize);
        for c in typed.chars().filter(|c| !symbols::is_separator(*c)) {
            found += 1;
            last = symbols::symbol(c).ok_or(SecretFault::Character { position: found })?;
            if found < LENGTH {
                *value = *value << 5 | u128::from(last);
            } else if found > LENGTH {
                return Err(SecretFault::Length {
                    found: typed.chars().filter(|c| !symbols::is_separator(*c)).count(),
                });
            }
        }
        if found != LENGTH {
            return Err(SecretFault::Length { found });
        }
        let bytes = (*value << 3 | u128::from(last >> 2)).to_be_bytes();
        if check(&bytes) == u128::from(last & 3) {
            Ok(Self::from_random(bytes))
        } else {
            Err(SecretFault::Check)
        }
    }

    /// Proves to the kiosk that an invitation is the centre's.
    #[must_use]
    pub fn prove_invite(&self, message: &[u8]) -> [u8; 32] {
        self.mac(INVITE, message)
    }

    /// Proves to the centre that a request is the invited kiosk's.
    #[must_use]
    pub fn prove_request(&self, message: &[u8]) -> [u8; 32] {
        self.mac(REQUEST, message)
    }

    fn mac(&self, context: &str, message: &[u8]) -> [u8; 32] {
        let key = Zeroizing::new(blake3::derive_key(context, self.0.as_slice()));
        *blake3::keyed_hash(&key, message).as_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_secret_comes_back_however_it_is_typed(bytes in any::<[u8; 16]>(), lower in any::<bool>()) {
            let secret = Secret::from_random(bytes);
            let shown = secret.grouped();
            prop_assert_eq!(shown.chars().filter(|c| *c != '-').count(), LENGTH);
            let mut typed = shown.replace('-', " ").replace('0', "o").replace('1', "l");
            if lower {
                typed = typed.to_lowercase();
            }
            prop_assert!(Secret::read(&typed).unwrap() == secret);
        }

        #[test]
        fn any_text_is_read_without_a_panic(text in "\\PC{0,60}") {
            let _ = Secret::read(&text);
        }
    }

    #[test]
    fn a_mistyped_secret_is_another_or_none_and_mostly_said_at_once() {
        let secret = Secret::from_random([0xa7; 16]);
        let shown = secret.grouped().replace('-', "");
        let mut told = 0;
        for at in 0..LENGTH {
            let mut typed: Vec<char> = shown.chars().collect();
            typed[at] = if typed[at] == 'Z' { 'Y' } else { 'Z' };
            match Secret::read(&typed.into_iter().collect::<String>()) {
                Ok(other) => assert!(other != secret),
                Err(fault) => {
                    assert_eq!(fault, SecretFault::Check);
                    told += 1;
                }
            }
        }
        assert!(told >= LENGTH / 2, "{told}");
        assert_eq!(Secret::read(&shown[1..]), Err(SecretFault::Length { found: 25 }));
        assert_eq!(
            Secret::read(&format!("{shown}00")),
            Err(SecretFault::Length { found: 28 })
        );
        assert_eq!(Secret::read("U"), Err(SecretFault::Character { position: 1 }));
    }

    #[test]
    fn the_proof_of_an_invitation_is_no_proof_of_a_request() {
        let secret = Secret::from_random([3; 16]);
        assert_ne!(secret.prove_invite(b"m"), secret.prove_request(b"m"));
        assert_ne!(
            secret.prove_request(b"m"),
            Secret::from_random([4; 16]).prove_request(b"m")
        );
        assert!(!format!("{secret:?}").contains('3'));
    }
}
