//! The organisation as this node knows it: its root key's public half, and the certificates of its hubs.
//!
//! ```text
//! off len
//! 0   14  "balai-certs-1\n"
//! 14  32  root key
//! 46  ..  certificates, each with its length (u16) before it
//! ..  4   crc32c of all before
//! ```

use crate::{
    ledger::{bytes::Cursor, cert::HubCert, key::PublicKey},
    store::{
        files::{Files, replace},
        secret::SecretError,
    },
};
use std::{io, path::Path};

/// The file in the data directory.
pub const CERTS_FILE: &str = "certs";

const MAGIC: &[u8; 14] = b"balai-certs-1\n";

/// An organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// Its root key.
    pub root: PublicKey,
    /// The certificates of its hubs, as they came, all of this root.
    pub certs: Vec<HubCert>,
}

impl Organisation {
    fn decode(bytes: &[u8]) -> Option<Self> {
        let (before, crc) = bytes.split_last_chunk::<4>()?;
        let mut c = Cursor::new(before);
        if c.array()? != *MAGIC || crc32c::crc32c(before).to_le_bytes() != *crc {
            return None;
        }
        let root = PublicKey(c.array()?);
        let mut certs = Vec::new();
        while !c.rest().is_empty() {
            let length = usize::from(c.u16()?);
            certs.push(HubCert::decode(c.take(length)?).ok()?);
        }
        Some(Self { root, certs })
    }

    /// What the data directory says; `None` in an office of its own.
    pub fn read(files: &dyn Files, data: &Path) -> Result<Option<Self>, SecretError> {
        let path = data.join(CERTS_FILE);
        match files.read(&path) {
            Ok(bytes) => Self::decode(&bytes)
                .map(Some)
                .ok_or(SecretError::Damaged(CERTS_FILE)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(SecretError::Io { path, source }),
        }
    }

    /// Keeps it durably.
    pub fn write(&self, files: &dyn Files, data: &Path) -> Result<(), SecretError> {
        let mut out = MAGIC.to_vec();
        out.extend_from_slice(&self.root.0);
        for cert in &self.certs {
            let bytes = cert.bytes();
            out.extend_from_slice(&u16::try_from(bytes.len()).unwrap_or(u16::MAX).to_le_bytes());
            out.extend_from_slice(bytes);
        }
        let crc = crc32c::crc32c(&out);
        out.extend_from_slice(&crc.to_le_bytes());
        let path = data.join(CERTS_FILE);
        replace(files, &path, &out).map_err(|source| SecretError::Io { path, source })
    }
}
