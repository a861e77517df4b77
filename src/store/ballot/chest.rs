//! The ballots of all batches, as files.

use super::{AlreadyAnswered, Ballot, BallotKey, NONCE_LEN, OpenFault, SealFault};
use crate::domain::id::{BatchId, PersonId};
use crate::domain::questionnaire::{AnswerSheet, QuestionnaireRef};
use crate::store::files::{Files, Open};
use crate::store::secret::random;
use std::fs::OpenOptions;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// The modification time of every ballot file, in seconds since 1970: 1 January 2000, which every file system has.
const NO_TIME: u64 = 946_684_800;

/// What a file being written is called.
const BESIDE: &str = "tmp";

/// The folder of this node's ballots. Nothing of them is kept in memory between two calls.
#[derive(Debug)]
pub struct Chest {
    files: Arc<dyn Files>,
    dir: PathBuf,
    key: BallotKey,
}

/// Why a ballot cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadFault {
    /// The file cannot be read.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The file is no ballot of this batch. It is left as it is: what it holds may still be saved.
    #[error(transparent)]
    Open(#[from] OpenFault),
}

/// Why answers were not taken.
#[derive(Debug, thiserror::Error)]
pub enum AddFault {
    /// This person has answered before.
    #[error(transparent)]
    Already(#[from] AlreadyAnswered),
    /// The batch's ballot holds answers to another questionnaire, or another version of it.
    #[error("this batch answers {} version {}", .0.id, .0.version)]
    OtherQuestionnaire(QuestionnaireRef),
    /// The time to answer is over.
    #[error("the ballot is closed")]
    Closed,
    /// The batch's ballot cannot be read.
    #[error(transparent)]
    Read(#[from] ReadFault),
    /// The batch's ballot is full.
    #[error(transparent)]
    Full(#[from] SealFault),
    /// The file cannot be written. The answers may be there all the same if only the last step failed.
    #[error(transparent)]
    Write(io::Error),
    /// The operating system gives no random bytes.
    #[error("no random bytes: {0}")]
    Random(#[from] getrandom::Error),
}

impl Chest {
    /// Opens the folder of ballots, made where it is not there. What a power cut left half written is removed.
    pub fn open(files: Arc<dyn Files>, dir: PathBuf, key: BallotKey) -> io::Result<Self> {
        files.create_dir_all(&dir)?;
        for name in files.list(&dir)? {
            let path = dir.join(name);
            if path.extension().is_some_and(|extension| extension == BESIDE) {
                files.remove(&path)?;
            }
        }
        Ok(Self { files, dir, key })
    }

    /// The ballot of a batch; none where nobody has answered.
    pub fn read(&self, batch: BatchId) -> Result<Option<Ballot>, ReadFault> {
        match self.files.read(&self.path(batch)) {
            Ok(bytes) => Ok(Some(Ballot::open(&bytes, batch, &self.key)?)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Whether a person has answered for a batch.
    pub fn answered(&self, batch: BatchId, person: PersonId) -> Result<bool, ReadFault> {
        Ok(self.read(batch)?.is_some_and(|ballot| ballot.answered(person)))
    }

    /// Takes a person's answers for a batch, once. On `Ok` both facts are durable, after a power cut both are or
    /// neither is.
    pub fn add(
        &mut self,
        batch: BatchId,
        questionnaire: &QuestionnaireRef,
        person: PersonId,
        sheet: AnswerSheet,
    ) -> Result<(), AddFault> {
        let mut ballot = self
            .read(batch)?
            .unwrap_or_else(|| Ballot::new(questionnaire.clone()));
        if ballot.questionnaire() != questionnaire {
            return Err(AddFault::OtherQuestionnaire(ballot.questionnaire().clone()));
        }
        if ballot.is_closed() {
            return Err(AddFault::Closed);
        }
        ballot.add(person, sheet)?;
        self.write(batch, &ballot)
    }

    /// Ends the time to answer: who has answered is destroyed, and texts where fewer than `texts` have. A ballot that
    /// is closed stays as it is.
    pub fn close(&mut self, batch: BatchId, texts: usize) -> Result<(), AddFault> {
        match self.read(batch)? {
            Some(mut ballot) if !ballot.is_closed() => {
                ballot.close(texts);
                self.write(batch, &ballot)
            }
            _ => Ok(()),
        }
    }

    /// Destroys a ballot.
    pub fn remove(&mut self, batch: BatchId) -> io::Result<()> {
        match self.files.remove(&self.path(batch)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => self.files.sync_dir(&self.dir),
        }
    }

    fn write(&self, batch: BatchId, ballot: &Ballot) -> Result<(), AddFault> {
        let nonce: [u8; NONCE_LEN] = random()?;
        let bytes = ballot.seal(batch, &self.key, nonce)?;
        self.replace(&self.path(batch), &bytes).map_err(AddFault::Write)
    }

    /// The batches with a ballot, in order of id.
    pub fn batches(&self) -> io::Result<Vec<BatchId>> {
        let mut batches: Vec<BatchId> = self
            .files
            .list(&self.dir)?
            .iter()
            .filter_map(|name| batch_of(name))
            .collect();
        batches.sort_unstable();
        Ok(batches)
    }

    fn path(&self, batch: BatchId) -> PathBuf {
        self.dir.join(batch.to_string())
    }

    /// Writes a file beside, makes it durable, takes its time away, and puts it in the old one's place.
    fn replace(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let beside = path.with_extension(BESIDE);
        let written = self.files.open(&beside, Open::Fresh).and_then(|file| {
            file.write_at(0, bytes)?;
            file.sync_data()?;
            if !self.files.on_disk() {
                return Ok(());
            }
            let time = SystemTime::UNIX_EPOCH + Duration::from_secs(NO_TIME);
            OpenOptions::new().write(true).open(&beside)?.set_modified(time)
        });
        if let Err(error) = written.and_then(|()| self.files.rename(&beside, path)) {
            // What is left behind takes room that may be what was missing; the next start removes it too.
            let _ = self.files.remove(&beside);
            return Err(error);
        }
        self.files.sync_dir(&self.dir)
    }
}

fn batch_of(name: &str) -> Option<BatchId> {
    let mut id = [0; 16];
    if name.len() != 32 || !name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
        return None;
    }
    for (byte, at) in id.iter_mut().zip((0..32).step_by(2)) {
        *byte = u8::from_str_radix(name.get(at..at + 2)?, 16).ok()?;
    }
    Some(BatchId(id))
}

#[cfg(test)]
mod tests;
