//! Who belongs to whom: the organisation's key, invitations, requests to join, new incarnations, and a centre that is
//! made again from paper (exchange design 2.1).
//!
//! Nothing is trusted at first sight, in either direction. A kiosk believes a centre whose certificate is signed by
//! the organisation's root key ([`root`], [`org`]), and it believes the root key because it came with a one-time
//! secret ([`secret`]) or because somebody read its fingerprint out over the telephone. The centre believes a kiosk
//! because its request ([`request`]) proves that secret, or because its fingerprint was compared ([`admit`]).
//!
//! Everything here is bytes in, bytes out: randomness and time are handed in, files are read and written elsewhere.

pub mod admit;
pub mod custodian;
pub mod invite;
pub mod letter;
pub mod org;
pub mod recover;
pub mod request;
pub mod root;
pub mod secret;
pub mod sheet;

/// Whether two runs of bytes are the same, in a time that does not tell where they differ.
fn same(left: &[u8; 32], right: &[u8; 32]) -> bool {
    blake3::Hash::from_bytes(*left) == blake3::Hash::from_bytes(*right)
}
