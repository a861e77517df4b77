//! The file beside sled that says what sled's content is worth.
//!
//! ```text
//! "balai index 1\n"   the layout of the whole directory, greppable
//! then                a Checkpoint, written by `store::codec`
//! ```
//!
//! It is written whole to `checkpoint.new`, synced, renamed, and the directory synced. It names one or two *sides*:
//! the content as it is, and the content as it will be when the batch that follows has been applied. Each side has a
//! stamp that the batch writes into sled in the same atomic step, so the stamp found in sled tells which side is
//! true, whenever the process or the power stopped.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::clean;
use super::digest::Digests;
use super::fault::{Doubt, IndexFault};
use crate::store::codec::{self, CodecFault};

const NAME: &str = "checkpoint";
const MAGIC: &[u8] = b"balai index ";
const LAYOUT: &[u8] = b"1\n";

/// One ledger: an installation and its incarnation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LogId {
    /// The installation.
    pub node: u32,
    /// Which life of it: a restored copy begins another.
    pub incarnation: u16,
}

/// How far one ledger is in the view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The number of the last operation that is in the view.
    pub seq: u64,
    /// What the caller can work out again from the ledger at that number (a checksum of the frame, say), so that a
    /// view of another history is not taken for this one's. 0 when not used.
    pub check: u64,
}

/// What is in the view: every operation up to each mark, and nothing behind it.
pub type Watermark = BTreeMap<LogId, Mark>;

/// What a batch writes into sled so that its content can be told from every other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stamp {
    /// Counts the checkpoints.
    number: u64,
    /// Tells two copies of one view apart that went different ways.
    random: u64,
}

impl Stamp {
    /// A stamp after `before`.
    pub fn after(before: Option<Stamp>) -> io::Result<Stamp> {
        let mut random = [0; 8];
        getrandom::fill(&mut random).map_err(|fault| io::Error::other(fault.to_string()))?;
        let number = before.map_or(0, |stamp| stamp.number.wrapping_add(1));
        Ok(Stamp {
            number,
            random: u64::from_le_bytes(random),
        })
    }

    /// As sled keeps it.
    pub fn bytes(self) -> [u8; 16] {
        (u128::from(self.number) << 64 | u128::from(self.random)).to_le_bytes()
    }
}

/// One content that sled may have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Side {
    pub stamp: Stamp,
    pub watermark: Watermark,
    pub digests: Digests,
}

/// What sled's files looked like when they were closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Files {
    pub log: u64,
    pub snapshot: Option<(String, u64)>,
}

/// How far the content may be believed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum State {
    /// Closed in order, and not written since: sled finds damage by itself when it reads.
    Closed(Files),
    /// Written to: compare the digests before believing it.
    Open,
    /// Being filled without atomic batches: never believe it.
    Loading,
}

/// The content of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Checkpoint {
    pub state: State,
    pub now: Side,
    pub next: Option<Side>,
}

impl Checkpoint {
    /// Makes the checkpoint durable in `dir`.
    pub fn write(&self, dir: &Path) -> Result<(), IndexFault> {
        let body = codec::encode(self).map_err(|fault| IndexFault::Codec { tree: NAME, fault })?;
        let fresh = dir.join("checkpoint.new");
        let mut file = File::create(&fresh)?;
        file.write_all(&[MAGIC, LAYOUT, &body].concat())?;
        file.sync_data()?;
        fs::rename(&fresh, dir.join(NAME))?;
        Ok(clean::sync_dir(dir)?)
    }

    /// Reads the checkpoint of `dir`; `None` when there is none.
    pub fn read(dir: &Path) -> Result<Option<Checkpoint>, IndexFault> {
        let file = match File::open(dir.join(NAME)) {
            Ok(file) => file,
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(fault) => return Err(fault.into()),
        };
        let mut bytes = Vec::new();
        let most = u64::try_from(codec::LIMIT).unwrap_or(u64::MAX);
        file.take(most.saturating_add(64)).read_to_end(&mut bytes)?;
        let rest = bytes.strip_prefix(MAGIC).ok_or(Doubt::Checkpoint)?;
        let body = rest.strip_prefix(LAYOUT).ok_or(Doubt::Version)?;
        match codec::decode(body) {
            Ok(checkpoint) => Ok(Some(checkpoint)),
            Err(CodecFault::Schema { .. }) => Err(Doubt::Version.into()),
            Err(_) => Err(Doubt::Checkpoint.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Checkpoint {
        let mark = Mark { seq: 256, check: 9 };
        let stamp = Stamp { number: 3, random: 4 };
        let watermark = Watermark::from([(
            LogId {
                node: 1,
                incarnation: 0,
            },
            mark,
        )]);
        let now = Side {
            stamp,
            watermark,
            digests: Digests::default(),
        };
        let files = Files {
            log: 7,
            snapshot: Some(("snap.0".into(), 5)),
        };
        Checkpoint {
            state: State::Closed(files),
            now,
            next: None,
        }
    }

    #[test]
    fn a_checkpoint_comes_back_and_none_is_none() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(Checkpoint::read(dir.path()).unwrap(), None);
        sample().write(dir.path()).unwrap();
        assert_eq!(Checkpoint::read(dir.path()).unwrap(), Some(sample()));
    }

    #[test]
    fn every_cut_and_every_flipped_byte_is_a_doubt() {
        let dir = tempfile::tempdir().unwrap();
        sample().write(dir.path()).unwrap();
        let path = dir.path().join(NAME);
        let whole = fs::read(&path).unwrap();
        for len in 0..whole.len() {
            fs::write(&path, &whole[..len]).unwrap();
            assert!(
                Checkpoint::read(dir.path()).unwrap_err().rebuild(),
                "cut to {len}"
            );
        }
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x40;
            fs::write(&path, &bytes).unwrap();
            assert!(Checkpoint::read(dir.path()).unwrap_err().rebuild(), "byte {at}");
        }
    }

    #[test]
    fn a_later_layout_is_told_from_damage() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join(NAME), b"balai index 2\nwhatever").unwrap();
        assert!(matches!(
            Checkpoint::read(dir.path()),
            Err(IndexFault::Doubt(Doubt::Version))
        ));
    }
}
