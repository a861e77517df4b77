//! The key that a node receives with: X25519, as in an age recipient (<https://c2sp.org/age>), one per incarnation.
//!
//! age writes its keys as Bech32 text (`age1...`); operations and headers carry the 32 bytes.

use std::fmt;
use std::str::FromStr;

use age::x25519;
use bech32::{Bech32, Hrp};

const PREFIX: &str = "age";
const DOMAIN: &[u8; 18] = b"balai/recipient/1\0";

/// The secret half: what opens a bundle.
pub use age::x25519::Identity;

/// The public half: what bundles are encrypted to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Recipient(pub [u8; 32]);

/// The text or the bytes are no X25519 public key of age.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an age recipient")]
pub struct NotARecipient;

impl Recipient {
    /// The public half of `identity`.
    pub fn of(identity: &Identity) -> Result<Self, NotARecipient> {
        identity.to_public().to_string().parse()
    }

    /// The same key as the age crate takes it.
    pub fn to_age(self) -> Result<x25519::Recipient, NotARecipient> {
        self.to_string().parse().map_err(|_| NotARecipient)
    }

    /// The name by which headers call this key.
    pub fn key_id(&self) -> KeyId {
        let hash = blake3::Hasher::new().update(DOMAIN).update(&self.0).finalize();
        KeyId(hash.as_bytes().first_chunk().copied().unwrap_or_default())
    }
}

/// `age1...`
impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let prefix = Hrp::parse(PREFIX).map_err(|_| fmt::Error)?;
        bech32::encode_lower_to_fmt::<Bech32, _>(f, prefix, &self.0).map_err(|_| fmt::Error)
    }
}

impl fmt::Debug for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Recipient({self})")
    }
}

impl FromStr for Recipient {
    type Err = NotARecipient;

    fn from_str(text: &str) -> Result<Self, NotARecipient> {
        let (prefix, bytes) = bech32::decode(text).map_err(|_| NotARecipient)?;
        let key = Self(bytes.try_into().map_err(|_| NotARecipient)?);
        // Bech32m and capital letters read as well; age writes one form.
        if prefix.as_str() == PREFIX && key.to_string() == text {
            Ok(key)
        } else {
            Err(NotARecipient)
        }
    }
}

/// The first 8 bytes of BLAKE3("balai/recipient/1\0" || X25519 public key).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub [u8; 8]);

/// 16 hexadecimal digits.
impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyId({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_the_same_in_ages_words_and_in_bytes() {
        let identity = Identity::generate();
        let key = Recipient::of(&identity).unwrap();
        assert_eq!(key.to_string(), identity.to_public().to_string());
        assert_eq!(key.to_age().unwrap().to_string(), key.to_string());
        assert_eq!(key.to_string().parse(), Ok(key));
        assert_eq!(
            key.to_string().to_uppercase().parse::<Recipient>(),
            Err(NotARecipient)
        );
        assert_eq!("age1".parse::<Recipient>(), Err(NotARecipient));
    }

    #[test]
    fn two_keys_have_two_names() {
        assert_ne!(Recipient([1; 32]).key_id(), Recipient([2; 32]).key_id());
        assert_eq!(Recipient([1; 32]).key_id().to_string().len(), 16);
    }
}
