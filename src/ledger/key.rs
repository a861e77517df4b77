//! The key with which a node signs its ledger: Ed25519 (RFC 8032), one per incarnation.
//!
//! The secret file:
//!
//! ```text
//! off len
//! 0   12  "balai-key-1\n"
//! 12  32  secret seed
//! 44  32  public key; not the seed's own: the file is damaged
//! ```

use std::fmt;

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::{domain::rehearsal, ledger::bytes::Cursor};

const MAGIC: &[u8; 12] = b"balai-key-1\n";
const FILE_LEN: usize = 76;

/// A node's signing key; wiped from memory when dropped.
pub struct NodeKey(SigningKey);

/// The secret file of a key is not one, or is damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Other bytes than a key file's, or another length.
    #[error("not a key file")]
    NotAKey,
    /// The public half does not belong to the secret half.
    #[error("the key file is damaged: its halves do not belong together")]
    Halves,
}

impl NodeKey {
    /// The key of a 32-byte seed, which must be random and is not kept elsewhere.
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(seed))
    }

    /// The bytes of the secret file; wiped when dropped.
    pub fn to_file(&self) -> Zeroizing<Vec<u8>> {
        // Room for all of it at once: a vector that grows leaves copies of the secret behind.
        let mut out = Zeroizing::new(Vec::with_capacity(FILE_LEN));
        out.extend_from_slice(MAGIC);
        out.extend_from_slice(self.0.as_bytes());
        out.extend_from_slice(self.0.verifying_key().as_bytes());
        out
    }

    /// Reads the bytes of the secret file.
    pub fn from_file(bytes: &[u8]) -> Result<Self, KeyError> {
        let mut cursor = Cursor::new(bytes);
        if cursor.array() != Some(*MAGIC) {
            return Err(KeyError::NotAKey);
        }
        let seed = Zeroizing::new(cursor.array::<32>().ok_or(KeyError::NotAKey)?);
        let public = cursor.array::<32>().ok_or(KeyError::NotAKey)?;
        if !cursor.rest().is_empty() {
            return Err(KeyError::NotAKey);
        }
        let key = Self::from_seed(&seed);
        if key.public().0 == public {
            Ok(key)
        } else {
            Err(KeyError::Halves)
        }
    }

    /// The public half.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key().to_bytes())
    }

    /// Signs `message`, which starts with the words that say what it is.
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

/// Says the fingerprint and never the secret.
impl fmt::Debug for NodeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NodeKey({})", self.public().fingerprint())
    }
}

/// The public half of a node's key, 32 bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PublicKey(pub [u8; 32]);

impl PublicKey {
    /// Whether `signature` over `message` is this key's, by the strict rule (no weak keys, one signature form).
    pub fn verifies(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        let name = || {
            let mut hasher = blake3::Hasher::new();
            hasher.update(&self.0).update(signature).update(message);
            *hasher.finalize().as_bytes()
        };
        rehearsal::found(name, || {
            VerifyingKey::from_bytes(&self.0).is_ok_and(|key| {
                key.verify_strict(message, &Signature::from_bytes(signature))
                    .is_ok()
            })
        })
    }

    /// 24 decimal digits in six groups of four, to be read out over the telephone: 80 bits of BLAKE3 over the key,
    /// modulo 10^24.
    pub fn fingerprint(&self) -> String {
        let hash = blake3::Hasher::new()
            .update(b"balai/fingerprint/1\0")
            .update(&self.0)
            .finalize();
        let bits = hash
            .as_bytes()
            .iter()
            .take(10)
            .fold(0_u128, |sum, byte| sum << 8 | u128::from(*byte));
        let digits = format!("{:024}", bits % 10_u128.pow(24));
        let mut out = String::with_capacity(29);
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && at % 4 == 0 {
                out.push(' ');
            }
            out.push(digit);
        }
        out
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({})", self.fingerprint())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_key_comes_back_from_its_file() {
        let key = NodeKey::from_seed(&[7; 32]);
        let again = NodeKey::from_file(&key.to_file()).unwrap();
        assert_eq!(again.public(), key.public());
        assert!(key.public().verifies(b"m", &again.sign(b"m")));
        assert!(!key.public().verifies(b"n", &again.sign(b"m")));
        assert!(
            !NodeKey::from_seed(&[8; 32])
                .public()
                .verifies(b"m", &again.sign(b"m"))
        );
    }

    #[test]
    fn every_damaged_key_file_is_refused() {
        let file = NodeKey::from_seed(&[7; 32]).to_file();
        assert_eq!(file.len(), FILE_LEN);
        for at in 0..file.len() {
            let mut bad = file.to_vec();
            bad[at] ^= 1;
            let expected = if at < MAGIC.len() {
                KeyError::NotAKey
            } else {
                KeyError::Halves
            };
            assert_eq!(NodeKey::from_file(&bad).unwrap_err(), expected, "byte {at}");
            assert_eq!(NodeKey::from_file(&file[..at]).unwrap_err(), KeyError::NotAKey);
        }
    }

    #[test]
    fn a_fingerprint_is_six_groups_of_four_digits() {
        let print = NodeKey::from_seed(&[7; 32]).public().fingerprint();
        let groups: Vec<_> = print.split(' ').collect();
        assert_eq!(groups.len(), 6, "{print}");
        assert!(
            groups
                .iter()
                .all(|g| g.len() == 4 && g.bytes().all(|b| b.is_ascii_digit()))
        );
    }

    #[test]
    fn the_secret_never_shows_in_debug() {
        let shown = format!("{:?}", NodeKey::from_seed(&[0x61; 32]));
        assert!(shown.starts_with("NodeKey(") && shown.len() < 40, "{shown}");
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
            let _ = NodeKey::from_file(&bytes);
        }
    }
}
