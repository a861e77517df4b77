//! Survey boxes: answers that offices have released, encrypted to the custodian. An office keeps its own for good, since
//! a centre that is made again from paper asks for them anew; those of others only until the centre has them.
//!
//! Each is a file of its own under `data/sync/survey/`, named by its hash; the journal says whose it is.

use super::{Desk, DeskError, encoded, key, log_key, log_of};
use crate::{
    bundle::frame::{SurveyBox, SurveyClaim},
    domain::id::BatchId,
    ledger::id::{EntityId, LogId},
};
use minicbor::{Decode, Encode};
use std::path::PathBuf;

/// The most bytes of survey boxes that are kept.
pub const MAX_BYTES: u64 = 256 << 20;

/// The most survey boxes that are kept.
pub const MAX_FILES: usize = 8_192;

/// What became of a box that came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It is new, and kept.
    New,
    /// It was here.
    Known,
    /// Another one of the same ledger and batch was here: that one stays.
    Other,
    /// There is no room for it: it comes again, for nobody has confirmed it.
    NoRoom,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Row {
    #[n(0)]
    claim: SurveyClaim,
    #[n(1)]
    bytes: u64,
}

fn name(claim: &SurveyClaim) -> String {
    EntityId(claim.hash.first_chunk().copied().unwrap_or_default()).to_string()
}

fn at(log: LogId, batch: BatchId) -> Vec<u8> {
    key(b'v', &[log_key(b'v', log).get(1..).unwrap_or_default(), &batch.0])
}

impl Desk {
    fn survey_dir(&self) -> PathBuf {
        self.dir().join("survey")
    }

    fn survey_rows(&self) -> impl Iterator<Item = Row> + '_ {
        let rows = self.each::<Row>(b"v");
        rows.filter(|(key, row)| log_of(key) == Some(row.claim.log))
            .map(|(_, row)| row)
    }

    /// The boxes that are kept, by ledger and batch.
    #[must_use]
    pub fn surveys(&self) -> Vec<SurveyClaim> {
        self.survey_rows().map(|row| row.claim).collect()
    }

    /// The box of a ledger and batch.
    #[must_use]
    pub fn survey(&self, log: LogId, batch: BatchId) -> Option<SurveyClaim> {
        self.get::<Row>(&at(log, batch)).map(|row| row.claim)
    }

    /// A box as it came; `None` where it is gone or not the one that was kept.
    #[must_use]
    pub fn survey_box(&self, claim: &SurveyClaim) -> Option<SurveyBox> {
        let bytes = self.files().read(&self.survey_dir().join(name(claim))).ok()?;
        SurveyBox::read(&bytes).ok().filter(|one| one.claim() == claim)
    }

    /// Keeps a box whose signature was verified: the file first, then the word of it. The same one twice is one.
    pub fn keep_survey(&mut self, one: &SurveyBox) -> Result<Taken, DeskError> {
        let claim = *one.claim();
        if let Some(known) = self.survey(claim.log, BatchId(claim.batch)) {
            if known.hash != claim.hash {
                return Ok(Taken::Other);
            }
            if self.survey_box(&known).is_some() {
                return Ok(Taken::Known);
            }
        }
        let bytes = u64::try_from(one.as_bytes().len()).unwrap_or(u64::MAX);
        let (count, all) = self.survey_rows().fold((0, bytes), |(count, all), row| {
            (count + 1, row.bytes.saturating_add(all))
        });
        if count >= MAX_FILES || all > MAX_BYTES {
            return Ok(Taken::NoRoom);
        }
        self.keep_file(&self.survey_dir(), &name(&claim), one.as_bytes())?;
        let row = Row { claim, bytes };
        self.commit(&[(at(claim.log, BatchId(claim.batch)), Some(encoded(&row)))])?;
        Ok(Taken::New)
    }

    /// Lets boxes go: the word first, then the file.
    pub fn drop_surveys(&mut self, gone: &[SurveyClaim]) -> Result<(), DeskError> {
        let words: Vec<_> = gone
            .iter()
            .map(|claim| (at(claim.log, BatchId(claim.batch)), None))
            .collect();
        self.commit(&words)?;
        for claim in gone {
            self.drop_file(&self.survey_dir().join(name(claim)))?;
        }
        Ok(())
    }

    /// Takes up files that no word is of: a cut came between the two, or the words were lost. A box lies here only once
    /// its signature was verified; made again, an own one would be another, and count as stuffed. What is no box is
    /// removed.
    pub fn sweep_surveys(&mut self) -> Result<(), DeskError> {
        let known: Vec<String> = self.surveys().iter().map(name).collect();
        for found in self.names(&self.survey_dir())? {
            if known.contains(&found) {
                continue;
            }
            let path = self.survey_dir().join(&found);
            let read = self.files().read(&path).ok();
            let read = read.and_then(|bytes| SurveyBox::read(&bytes).ok());
            let whole = read.filter(|one| name(one.claim()) == found);
            match whole.map(|one| self.keep_survey(&one)).transpose()? {
                Some(Taken::New | Taken::Known) => {}
                Some(Taken::Other | Taken::NoRoom) | None => self.drop_file(&path)?,
            }
        }
        Ok(())
    }
}
