//! The organisation, as this machine knows it: its name, its root key's public half, and the certificates of its
//! centres. The file `data/org`; it holds nothing secret, and any copy of it helps to make the centre again.
//!
//! ```text
//! off len
//! 0   12  "balai-org-1\n"
//! 12  ..  CBOR map 0 name 1 root key 2 certificates, in the order of their serials
//! ..  4   crc32c of all before
//! ```

use std::{io, path::Path};

use minicbor::{Decode, Encode, bytes::ByteVec};

use crate::{
    domain::text::{Text, limit},
    ledger::{body, cert::HubCert, clock::Hlc, id::LogId, key::PublicKey},
    store::files::{Files, replace},
};

use super::root::RootKey;

/// The file in the data directory.
pub const FILE: &str = "org";
/// The file that holds the root key's seed from the founding until the sheet is confirmed.
pub const SEED_FILE: &str = "org.seed";

const MAGIC: &[u8; 12] = b"balai-org-1\n";
const SEED_MAGIC: &[u8; 13] = b"balai-root-1\n";

/// The longest file that is read.
pub const MAX_FILE: usize = 256 * 1024;

/// Why the organisation cannot be read or kept.
#[derive(Debug, thiserror::Error)]
pub enum OrgError {
    /// The file cannot be read or written.
    #[error("{FILE}: {0}")]
    Io(#[from] io::Error),
    /// The file is damaged, or is none.
    #[error("{FILE}: damaged")]
    Damaged,
}

/// The certificate in `bytes`, where `root` has signed it.
#[must_use]
pub fn certified(bytes: &[u8], root: PublicKey) -> Option<HubCert> {
    HubCert::decode(bytes)
        .ok()
        .filter(|cert| cert.claim().root == root)
}

/// An organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// Its name.
    pub name: Text,
    /// Its root key's public half.
    pub root: PublicKey,
    certs: Vec<HubCert>,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Fields {
    #[n(0)]
    name: String,
    #[cbor(n(1), with = "minicbor::bytes")]
    root: [u8; 32],
    #[n(2)]
    certs: Vec<ByteVec>,
}

impl Organisation {
    /// An organisation whose only centre so far is `centre`; `None` where its root has not signed it.
    #[must_use]
    pub fn new(name: Text, centre: HubCert) -> Self {
        Self {
            name,
            root: centre.claim().root,
            certs: vec![centre],
        }
    }

    /// The certificates, the newest last; never none.
    #[must_use]
    pub fn certs(&self) -> &[HubCert] {
        &self.certs
    }

    /// The centre of today: the certificate with the highest serial.
    #[must_use]
    pub fn centre(&self) -> Option<&HubCert> {
        self.certs.last()
    }

    /// Takes another centre's certificate in; says whether it is new. One that the root key has not signed is not
    /// taken, nor one whose serial is known already: two centres of one serial are two answers to one question.
    pub fn learn(&mut self, cert: HubCert) -> bool {
        let serial = cert.claim().serial;
        if cert.claim().root != self.root {
            return false;
        }
        match self
            .certs
            .binary_search_by_key(&serial, |known| known.claim().serial)
        {
            Ok(_) => false,
            Err(at) => {
                self.certs.insert(at, cert);
                true
            }
        }
    }

    /// The bytes of the file.
    #[must_use]
    pub fn to_file(&self) -> Vec<u8> {
        let fields = Fields {
            name: self.name.to_string(),
            root: self.root.0,
            certs: self
                .certs
                .iter()
                .map(|cert| cert.bytes().to_vec().into())
                .collect(),
        };
        let mut out = MAGIC.to_vec();
        body::write(&fields, &mut out);
        let crc = crc32c::crc32c(&out);
        out.extend_from_slice(&crc.to_le_bytes());
        out
    }

    /// Reads the bytes of the file; every certificate is verified again.
    #[must_use]
    pub fn from_file(bytes: &[u8]) -> Option<Self> {
        if bytes.len() > MAX_FILE {
            return None;
        }
        let (before, crc) = bytes.split_last_chunk::<4>()?;
        let (magic, fields) = before.split_first_chunk::<12>()?;
        if magic != MAGIC || crc32c::crc32c(before).to_le_bytes() != *crc {
            return None;
        }
        let fields: Fields = body::read(fields)?;
        let root = PublicKey(fields.root);
        let mut certs = Vec::new();
        for bytes in &fields.certs {
            certs.push(certified(bytes, root)?);
        }
        let ordered = certs
            .windows(2)
            .all(|pair| matches!(pair, [a, b] if a.claim().serial < b.claim().serial));
        (ordered && !certs.is_empty()).then_some(Self {
            name: Text::read(&fields.name, limit::NAME).ok()?,
            root,
            certs,
        })
    }

    /// The organisation of a data directory; `None` where none was founded or joined.
    pub fn load(files: &dyn Files, data: &Path) -> Result<Option<Self>, OrgError> {
        match files.read(&data.join(FILE)) {
            Ok(bytes) => Self::from_file(&bytes).map(Some).ok_or(OrgError::Damaged),
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(fault) => Err(fault.into()),
        }
    }

    /// Keeps it durably.
    pub fn save(&self, files: &dyn Files, data: &Path) -> Result<(), OrgError> {
        Ok(replace(files, &data.join(FILE), &self.to_file())?)
    }
}

/// What a certificate is issued for.
#[derive(Clone, Debug)]
pub struct Post<'a> {
    /// The centre's ledger.
    pub log: LogId,
    /// The key that seals it.
    pub key: PublicKey,
    /// The key that bundles to it are encrypted to.
    pub recipient: [u8; 32],
    /// Its name.
    pub name: &'a Text,
    /// When, as the clock claims.
    pub issued: Hlc,
}

/// Founds an organisation: the first certificate.
#[must_use]
pub fn found(root: &RootKey, post: &Post<'_>) -> Option<Organisation> {
    let cert = HubCert::issue(claim(post, 1), &root.key()).ok()?;
    Some(Organisation::new(post.name.clone(), cert))
}

/// Makes another machine the centre: the next certificate. `None` where `root` is not this organisation's key, or its
/// serials have run out.
#[must_use]
pub fn succeed(organisation: &Organisation, root: &RootKey, post: &Post<'_>) -> Option<HubCert> {
    if root.public() != organisation.root {
        return None;
    }
    let serial = organisation.centre()?.claim().serial.checked_add(1)?;
    HubCert::issue(claim(post, serial), &root.key()).ok()
}

fn claim(post: &Post<'_>, serial: u32) -> crate::ledger::cert::HubClaim {
    crate::ledger::cert::HubClaim {
        root: PublicKey([0; 32]),
        serial,
        log: post.log,
        key: post.key,
        recipient: post.recipient,
        name: post.name.to_string(),
        issued: post.issued,
    }
}

/// Keeps the root key's seed until its sheet is confirmed, in a file of the owner's alone.
pub fn keep_seed(files: &dyn Files, data: &Path, root: &RootKey) -> io::Result<()> {
    let mut file = zeroize::Zeroizing::new(Vec::with_capacity(64));
    file.extend_from_slice(SEED_MAGIC);
    file.extend_from_slice(root.seed());
    let crc = crc32c::crc32c(&file);
    file.extend_from_slice(&crc.to_le_bytes());
    replace(files, &data.join(SEED_FILE), &file)
}

/// The root key that was kept; `None` where its sheet is confirmed.
pub fn kept_seed(files: &dyn Files, data: &Path) -> Result<Option<RootKey>, OrgError> {
    let file = match files.read(&data.join(SEED_FILE)) {
        Ok(bytes) => zeroize::Zeroizing::new(bytes),
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(fault) => return Err(fault.into()),
    };
    let read = || {
        let (before, crc) = file.split_last_chunk::<4>()?;
        let (magic, seed) = before.split_first_chunk::<13>()?;
        let whole = magic == SEED_MAGIC && crc32c::crc32c(before).to_le_bytes() == *crc;
        let seed: &[u8; 32] = seed.try_into().ok()?;
        whole.then(|| RootKey::from_seed(seed))
    };
    read().map(Some).ok_or(OrgError::Damaged)
}

/// Destroys a file that held a secret: overwritten, synced, then removed. What the disk itself keeps of old blocks is
/// out of reach from here; the disk's encryption answers for that.
pub fn wipe(files: &dyn Files, path: &Path) -> io::Result<()> {
    let file = match files.open(path, crate::store::files::Open::Read) {
        Ok(file) => file,
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(fault) => return Err(fault),
    };
    let length = usize::try_from(file.len()?).unwrap_or(0).min(MAX_FILE);
    drop(file);
    let file = files.open(path, crate::store::files::Open::Write)?;
    file.write_at(0, &vec![0; length])?;
    file.sync_data()?;
    drop(file);
    files.remove(path)?;
    files.sync_dir(path.parent().unwrap_or(path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ledger::key::NodeKey, store::files::RealFiles};

    fn text(text: &str) -> Text {
        Text::read(text, limit::NAME).unwrap()
    }

    fn post(name: &Text, incarnation: u16, seed: u8) -> Post<'_> {
        Post {
            log: LogId::new(1, incarnation),
            key: NodeKey::from_seed(&[seed; 32]).public(),
            recipient: [seed; 32],
            name,
            issued: Hlc::new(1000, 0),
        }
    }

    #[test]
    fn an_organisation_comes_back_from_its_file_with_every_centre() {
        let (name, root) = (text("BKPSDM"), RootKey::from_seed(&[1; 32]));
        let mut org = found(&root, &post(&name, 1, 2)).unwrap();
        let next = succeed(&org, &root, &post(&name, 2, 3)).unwrap();
        assert_eq!(next.claim().serial, 2);
        assert!(org.learn(next.clone()));
        assert!(!org.learn(next), "known already");
        assert_eq!(org.centre().unwrap().claim().log, LogId::new(1, 2));
        let dir = tempfile::tempdir().unwrap();
        assert!(Organisation::load(&RealFiles, dir.path()).unwrap().is_none());
        org.save(&RealFiles, dir.path()).unwrap();
        assert_eq!(
            Organisation::load(&RealFiles, dir.path()).unwrap(),
            Some(org.clone())
        );
        let file = org.to_file();
        for at in 0..file.len() {
            let mut bad = file.clone();
            bad[at] ^= 1;
            assert_eq!(Organisation::from_file(&bad), None, "byte {at}");
            assert_eq!(Organisation::from_file(&file[..at]), None, "cut at {at}");
        }
    }

    #[test]
    fn a_centre_of_another_root_key_is_never_learnt() {
        let (name, root, other) = (
            text("BKPSDM"),
            RootKey::from_seed(&[1; 32]),
            RootKey::from_seed(&[2; 32]),
        );
        let mut org = found(&root, &post(&name, 1, 2)).unwrap();
        let false_one = found(&other, &post(&name, 9, 9)).unwrap();
        assert!(succeed(&org, &other, &post(&name, 2, 3)).is_none());
        let cert = succeed(&false_one, &other, &post(&name, 2, 3)).unwrap();
        assert!(!org.learn(cert.clone()));
        assert_eq!(certified(cert.bytes(), root.public()), None);
        assert_eq!(org.certs().len(), 1);
    }

    #[test]
    fn the_seed_is_gone_once_it_is_wiped() {
        let dir = tempfile::tempdir().unwrap();
        let root = RootKey::from_seed(&[0x77; 32]);
        assert!(kept_seed(&RealFiles, dir.path()).unwrap().is_none());
        keep_seed(&RealFiles, dir.path(), &root).unwrap();
        assert_eq!(
            kept_seed(&RealFiles, dir.path()).unwrap().unwrap().seed(),
            root.seed()
        );
        wipe(&RealFiles, &dir.path().join(SEED_FILE)).unwrap();
        wipe(&RealFiles, &dir.path().join(SEED_FILE)).unwrap();
        assert!(kept_seed(&RealFiles, dir.path()).unwrap().is_none());
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
    }

    #[test]
    fn wiping_overwrites_before_it_removes() {
        use crate::store::files::recorder::Recorder;
        let dir = tempfile::tempdir().unwrap();
        let files = Recorder::new(dir.path());
        keep_seed(&files, dir.path(), &RootKey::from_seed(&[0x77; 32])).unwrap();
        let before = files.events();
        wipe(&files, &dir.path().join(SEED_FILE)).unwrap();
        // A cut after the overwriting was synced and before the name is gone leaves nothing of the seed.
        let mut zeroed = false;
        for events in before..=files.events() {
            let after = tempfile::tempdir().unwrap();
            files.cut(events, 1, after.path()).unwrap();
            if let Ok(bytes) = std::fs::read(after.path().join(SEED_FILE)) {
                zeroed |= bytes.iter().all(|byte| *byte == 0);
            }
        }
        assert!(zeroed);
    }
}
