//! The sealed ballot of one batch: who has answered, and what was answered, with nothing between the two.
//!
//! One file holds both facts, so that after a cut a person has either answered and their answers are there, or
//! neither. It is rewritten whole at each answer. The answers are a sorted multiset: the file's content is a function
//! of *which* people answered and *which* sheets there are, and the order in which they came, or who wrote which,
//! is not in it. There is no time in it. It never enters the ledger or sled, whose pages keep the order of writing.
//!
//! # The file
//!
//! `<data>/ballot/<batch id, 32 hex digits>`; numbers are little-endian.
//!
//! ```text
//! off len
//! 0   8   magic "BALIBLT1"
//! 8   24  nonce, fresh at each writing
//! 32  ..  XChaCha20-Poly1305 of the plaintext under the node's ballot key, tag of 16 bytes last;
//!         associated data: bytes [0,8) and the batch id, so that no file passes for another batch's
//!
//! plaintext
//! 0   4   C, the length of the content
//! 4   C   content
//! ..      zeros up to a multiple of 4096
//!
//! content
//! 4       version of the questionnaire
//! 1       L, length of its id
//! L       its id
//! 4       n, how many answered
//! 16 n    ids of the people who answered, ascending, each once
//! ..      n records, ascending by their bytes:
//!           4   M, length of the answers
//!           M   the answers in CBOR, see `sheet`
//!           ..  zeros up to a multiple of 512 for the record
//! ```
//!
//! # Closed
//!
//! Once the time to answer is over, nobody has to be kept from answering again, and who did is destroyed: the file is
//! written anew with the magic "BALIBLT2" and a content without the ids. A text is left out where fewer answered than
//! make it safe. What leaves the office is that content alone ([`Ballot::released`]), encrypted to the custodian.
//!
//! # What is left
//!
//! Whoever holds the disk *and* the node's key can open the file, and whoever does so again and again while answers
//! come in learns from the differences. The modification time is set to a constant, but a file system also keeps when
//! a file was last changed and made, and this cannot be set: it tells when the last answer of a batch was given, as
//! blocks of overwritten files may tell older versions. Style of writing, and all answering alike, are beyond any file.

mod chest;
mod release;
mod seal;
mod sheet;

pub use chest::{AddFault, Chest, ReadFault};
pub use release::RELEASE_STEP;
pub use seal::{BallotKey, NONCE_LEN, OpenFault};

use crate::domain::id::{BatchId, PersonId};
use crate::domain::questionnaire::{AnswerSheet, QuestionnaireRef};
use crate::domain::rehearsal::{self, Mutant};
use std::collections::BTreeSet;
use zeroize::Zeroizing;

/// Records of answers are padded to a multiple of this many bytes: longer texts show in steps only.
const RECORD_STEP: usize = 512;

/// The plaintext is padded to a multiple of this many bytes.
const PLAIN_STEP: usize = 4096;

/// The largest ballot file that is read, in bytes: far more than the largest batch needs.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;

/// This person has answered before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this person has answered already")]
pub struct AlreadyAnswered;

/// The ballot of one batch, open.
#[derive(Clone, PartialEq, Eq)]
pub struct Ballot {
    questionnaire: QuestionnaireRef,
    /// Who has answered; none any more once it is closed.
    answered: Option<BTreeSet<PersonId>>,
    /// Sorted.
    sheets: Vec<AnswerSheet>,
}

impl Ballot {
    /// An empty ballot for a questionnaire.
    pub fn new(questionnaire: QuestionnaireRef) -> Self {
        Self {
            questionnaire,
            answered: Some(BTreeSet::new()),
            sheets: Vec::new(),
        }
    }

    /// The questionnaire its answers are to. It is fixed by the first answer: answers to two versions in one ballot
    /// would part those who came before the change from those who came after.
    pub fn questionnaire(&self) -> &QuestionnaireRef {
        &self.questionnaire
    }

    /// Takes a person's answers, once. A closed ballot takes nobody's.
    pub fn add(&mut self, person: PersonId, sheet: AnswerSheet) -> Result<(), AlreadyAnswered> {
        if !self
            .answered
            .as_mut()
            .is_some_and(|answered| answered.insert(person))
        {
            return Err(AlreadyAnswered);
        }
        let place = if rehearsal::has(Mutant::BallotTimes) {
            self.sheets.len()
        } else {
            self.sheets.partition_point(|other| *other <= sheet)
        };
        self.sheets.insert(place, sheet);
        Ok(())
    }

    /// Whether a person has answered.
    pub fn answered(&self, person: PersonId) -> bool {
        self.answered
            .as_ref()
            .is_some_and(|answered| answered.contains(&person))
    }

    /// How many people answered.
    pub fn count(&self) -> usize {
        self.sheets.len()
    }

    /// All answer sheets, sorted by their content.
    pub fn sheets(&self) -> &[AnswerSheet] {
        &self.sheets
    }

    /// The bytes of the file, under a key and a nonce that was never used before.
    pub fn seal(
        &self,
        batch: BatchId,
        key: &BallotKey,
        nonce: [u8; NONCE_LEN],
    ) -> Result<Vec<u8>, SealFault> {
        seal::seal(&self.plaintext()?, (batch, self.is_closed()), key, nonce).ok_or(SealFault)
    }

    /// Reads the bytes of a file. Whatever they are, the answer is a ballot or what is wrong with them.
    pub fn open(file: &[u8], batch: BatchId, key: &BallotKey) -> Result<Self, OpenFault> {
        let (plaintext, closed) = seal::open(file, batch, key)?;
        let ballot = Self::from_plaintext(&plaintext, closed).ok_or(OpenFault::Content)?;
        // One ballot has one encoding. Anything else was not written here, and could carry what ours does not.
        match ballot.plaintext() {
            Ok(again) if *again == *plaintext => Ok(ballot),
            _ => Err(OpenFault::Content),
        }
    }

    fn plaintext(&self) -> Result<Zeroizing<Vec<u8>>, SealFault> {
        self.padded(PLAIN_STEP)
    }

    /// The content with its length, padded to a multiple of `step`.
    fn padded(&self, step: usize) -> Result<Zeroizing<Vec<u8>>, SealFault> {
        let length = |len: usize| u32::try_from(len).map(u32::to_le_bytes).map_err(|_| SealFault);
        let id = self.questionnaire.id.as_bytes();
        let mut records = self
            .sheets
            .iter()
            .map(record)
            .collect::<Option<Vec<_>>>()
            .ok_or(SealFault)?;
        if !rehearsal::has(Mutant::BallotTimes) {
            records.sort_unstable_by(|one, two| one.as_slice().cmp(two.as_slice()));
        }
        let mut content = Zeroizing::new(Vec::new());
        content.extend_from_slice(&self.questionnaire.version.to_le_bytes());
        content.push(u8::try_from(id.len()).map_err(|_| SealFault)?);
        content.extend_from_slice(id);
        content.extend_from_slice(&length(self.sheets.len())?);
        for person in self.answered.iter().flatten() {
            content.extend_from_slice(person.bytes());
        }
        for record in &records {
            content.extend_from_slice(record);
        }
        let mut plaintext = Zeroizing::new(Vec::with_capacity((content.len() + 4).next_multiple_of(step)));
        plaintext.extend_from_slice(&length(content.len())?);
        plaintext.extend_from_slice(&content);
        pad(&mut plaintext, step);
        if plaintext.len() > MAX_BYTES - seal::OVERHEAD {
            Err(SealFault)
        } else {
            Ok(plaintext)
        }
    }

    fn from_plaintext(plaintext: &[u8], closed: bool) -> Option<Self> {
        let mut rest = plaintext;
        let length = take_length(&mut rest)?;
        let (mut content, _) = rest.split_at_checked(length)?;
        let version = u32::from_le_bytes(take_array(&mut content)?);
        let [id_length] = take_array(&mut content)?;
        let (id, rest) = content.split_at_checked(usize::from(id_length))?;
        content = rest;
        let id = std::str::from_utf8(id).ok()?.to_owned();
        let count = take_length(&mut content)?;
        let mut answered = (!closed).then(BTreeSet::new);
        if let Some(answered) = &mut answered {
            for _ in 0..count {
                answered.insert(PersonId(take_array(&mut content)?));
            }
        }
        let mut sheets = Vec::new();
        for _ in 0..count {
            let mut inner = content;
            let length = take_length(&mut inner)?;
            let (answers, _) = inner.split_at_checked(length)?;
            sheets.push(sheet::decode(answers)?);
            let step = length.checked_add(4)?.checked_next_multiple_of(RECORD_STEP)?;
            content = content.get(step..)?;
        }
        if !rehearsal::has(Mutant::BallotTimes) {
            sheets.sort_unstable();
        }
        Some(Self {
            questionnaire: QuestionnaireRef { id, version },
            answered,
            sheets,
        })
    }
}

/// Says how many and nothing else: a debug print may land in a log.
impl std::fmt::Debug for Ballot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ballot")
            .field("count", &self.count())
            .finish_non_exhaustive()
    }
}

/// The ballot has grown beyond what one file may hold, [`MAX_BYTES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the ballot has grown beyond {MAX_BYTES} bytes")]
pub struct SealFault;

fn record(answers: &AnswerSheet) -> Option<Zeroizing<Vec<u8>>> {
    let answers = sheet::encode(answers)?;
    let mut record = Zeroizing::new(Vec::with_capacity(
        (answers.len() + 4).next_multiple_of(RECORD_STEP),
    ));
    record.extend_from_slice(&u32::try_from(answers.len()).ok()?.to_le_bytes());
    record.extend_from_slice(&answers);
    pad(&mut record, RECORD_STEP);
    Some(record)
}

fn pad(bytes: &mut Vec<u8>, step: usize) {
    bytes.resize(bytes.len().next_multiple_of(step), 0);
}

fn take_array<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (head, rest) = bytes.split_first_chunk::<N>()?;
    *bytes = rest;
    Some(*head)
}

fn take_length(bytes: &mut &[u8]) -> Option<usize> {
    usize::try_from(u32::from_le_bytes(take_array(bytes)?)).ok()
}

#[cfg(test)]
mod tests;
