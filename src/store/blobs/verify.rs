//! Reading every pack, to say whether it is whole.

use std::path::Path;

use rustc_hash::FxHashSet;

use crate::ledger::blob::{BlobHash, hash_of};
use crate::store::blobs::pack::{self, PackDamage};
use crate::store::blobs::{BlobsError, io_error, list, name};
use crate::store::files::Files;

/// What reading everything found.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct BlobsVerified {
    /// Blobs that are whole.
    pub whole: usize,
    /// Blobs that were destroyed.
    pub destroyed: usize,
    /// Bytes of a torn last write, which the next opening cuts off; no damage.
    pub torn: usize,
    /// Damage: the file, and what is wrong where.
    pub damage: Vec<(String, PackDamage)>,
}

/// Reads every pack of the data directory `data` and every blob in them. Nothing is changed. Damage is listed, not an
/// error; an error means that the folder cannot be read.
pub fn verify(files: &dyn Files, data: &Path) -> Result<BlobsVerified, BlobsError> {
    let dir = data.join("blob");
    let mut result = BlobsVerified::default();
    let packs = list(files, &dir)?;
    let mut before = 0;
    for &pack in &packs {
        let path = dir.join(name(pack));
        let bytes = files.read(&path).map_err(io_error(&path))?;
        let mut bad = Vec::new();
        let found = pack::scan(&bytes, pack, Some(&pack) == packs.last(), &mut |_, record| {
            if record.is_tombstone() {
                return;
            }
            if hash_of(record.salted) == record.hash {
                result.whole += 1;
            } else if record.salted.iter().all(|&byte| byte == 0) {
                result.destroyed += 1;
            } else {
                bad.push(PackDamage::Blob {
                    offset: record.offset,
                    hash: record.hash,
                });
            }
        });
        result.torn += found.torn;
        result.damage.extend(
            found
                .damage
                .into_iter()
                .chain(bad)
                .map(|damage| (name(pack), damage)),
        );
        if pack != before + 1 {
            result.damage.push((name(pack), PackDamage::MissingBefore));
        }
        before = pack;
    }
    Ok(result)
}

/// The names of the blobs in all packs, destroyed ones too; what a torn last write left does not count. Nothing is
/// changed.
pub fn held(files: &dyn Files, data: &Path) -> Result<FxHashSet<BlobHash>, BlobsError> {
    let dir = data.join("blob");
    let packs = list(files, &dir)?;
    let mut held = FxHashSet::default();
    for &pack in &packs {
        let path = dir.join(name(pack));
        let bytes = files.read(&path).map_err(io_error(&path))?;
        pack::scan(&bytes, pack, Some(&pack) == packs.last(), &mut |_, record| {
            if !record.is_tombstone() {
                held.insert(record.hash);
            }
        });
    }
    Ok(held)
}
