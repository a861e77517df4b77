//! Sealing and opening of a ballot's plaintext.

use crate::domain::id::BatchId;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use std::fmt;
use zeroize::Zeroizing;

/// The first bytes of every ballot file, with the version of its format last.
const MAGIC: [u8; 8] = *b"BALIBLT1";

/// Those of a closed one, which names nobody.
const CLOSED: [u8; 8] = *b"BALIBLT2";

/// The length of a nonce in bytes: long enough to be drawn at random for ever.
pub const NONCE_LEN: usize = 24;

/// Bytes of a file beside its plaintext.
pub(super) const OVERHEAD: usize = MAGIC.len() + NONCE_LEN + 16;

/// The key of this node's ballots: 32 random bytes that never leave the node.
#[derive(Clone)]
pub struct BallotKey(Zeroizing<[u8; 32]>);

impl BallotKey {
    /// The key of these bytes, which must come from a source of randomness.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&Key::from(*self.0))
    }
}

impl fmt::Debug for BallotKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BallotKey(..)")
    }
}

/// Why bytes are not a ballot of this batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenFault {
    /// They do not begin as a ballot does, or are too short or too long for one.
    #[error("this is not a ballot file")]
    NotABallot,
    /// They were made by a later version of this program.
    #[error("this ballot file was made by a later version of the program")]
    LaterVersion,
    /// They were changed or cut, or belong to another batch or another node's key.
    #[error("this ballot file is damaged, or it is another batch's or another node's")]
    NotAuthentic,
    /// They are authentic, and hold something that is not a ballot.
    #[error("this ballot file holds something that is not a ballot")]
    Content,
}

/// Seals the plaintext of a batch's ballot, which is closed or not.
pub(super) fn seal(
    plaintext: &[u8],
    (batch, closed): (BatchId, bool),
    key: &BallotKey,
    nonce: [u8; NONCE_LEN],
) -> Option<Vec<u8>> {
    let magic = if closed { CLOSED } else { MAGIC };
    let aad = associated(magic, batch);
    let sealed = key
        .cipher()
        .encrypt(
            &XNonce::from(nonce),
            Payload {
                msg: plaintext,
                aad: &aad,
            },
        )
        .ok()?;
    let mut file = Vec::with_capacity(plaintext.len() + OVERHEAD);
    file.extend_from_slice(&magic);
    file.extend_from_slice(&nonce);
    file.extend_from_slice(&sealed);
    Some(file)
}

/// Opens a file; answers its plaintext and whether the ballot is closed.
pub(super) fn open(
    file: &[u8],
    batch: BatchId,
    key: &BallotKey,
) -> Result<(Zeroizing<Vec<u8>>, bool), OpenFault> {
    let (magic, rest) = file.split_first_chunk::<8>().ok_or(OpenFault::NotABallot)?;
    if *magic != MAGIC && *magic != CLOSED {
        let same_kind = magic.starts_with(b"BALIBLT") && magic.last() > CLOSED.last();
        return Err(if same_kind {
            OpenFault::LaterVersion
        } else {
            OpenFault::NotABallot
        });
    }
    let (nonce, sealed) = rest
        .split_first_chunk::<NONCE_LEN>()
        .ok_or(OpenFault::NotABallot)?;
    if file.len() > super::MAX_BYTES {
        return Err(OpenFault::NotABallot);
    }
    let aad = associated(*magic, batch);
    key.cipher()
        .decrypt(
            &XNonce::from(*nonce),
            Payload {
                msg: sealed,
                aad: &aad,
            },
        )
        .map(|plaintext| (Zeroizing::new(plaintext), *magic == CLOSED))
        .map_err(|_| OpenFault::NotAuthentic)
}

fn associated(magic: [u8; 8], batch: BatchId) -> Vec<u8> {
    let mut aad = magic.to_vec();
    aad.extend_from_slice(batch.bytes());
    aad
}
