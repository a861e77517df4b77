//! A ballot after the time to answer: without a word on who answered, and as it leaves the office.
//!
//! ```text
//! 0   8   magic "BALISRV1"
//! 8   4   C, length of the content
//! 12  C   content of a closed ballot: version, id, n, n records ascending
//! ..      zeros up to a multiple of 1024 for all of it
//! ```
//!
//! These bytes are a function of the multiset of answers and of nothing else: not of who answered, not of when or in
//! which order, not of the office. A reader takes only what it would write itself, so that nothing can be hidden there.

use super::{Ballot, RECORD_STEP, SealFault};
use crate::domain::questionnaire::{Answer, AnswerSheet};
use zeroize::Zeroizing;

const MAGIC: &[u8; 8] = b"BALISRV1";

/// What leaves the office is padded to a multiple of this many bytes.
pub const RELEASE_STEP: usize = 1024;

impl Ballot {
    /// Whether the time to answer is over: nobody is known to have answered, and nobody can.
    pub const fn is_closed(&self) -> bool {
        self.answered.is_none()
    }

    /// Destroys who has answered. Texts go as well where fewer than `texts` have: a style of writing is a name among
    /// few.
    pub fn close(&mut self, texts: usize) {
        self.answered = None;
        if self.sheets.len() >= texts {
            return;
        }
        for sheet in &mut self.sheets {
            let said = sheet.answers().iter();
            let kept = said.filter(|(_, answer)| !matches!(answer, Answer::Text(_)));
            *sheet = AnswerSheet::restore(kept.map(|(key, answer)| (key.clone(), answer.clone())).collect());
        }
        self.sheets.sort_unstable();
    }

    /// The bytes that are encrypted to the custodian. An open ballot has none.
    pub fn released(&self) -> Result<Zeroizing<Vec<u8>>, SealFault> {
        if !self.is_closed() {
            return Err(SealFault);
        }
        let content = self.padded(RECORD_STEP)?;
        let mut bytes = Zeroizing::new(Vec::with_capacity(
            (MAGIC.len() + content.len()).next_multiple_of(RELEASE_STEP),
        ));
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&content);
        super::pad(&mut bytes, RELEASE_STEP);
        Ok(bytes)
    }

    /// Reads what [`Self::released`] wrote, and only that.
    pub fn from_released(bytes: &[u8]) -> Option<Self> {
        let content = bytes.strip_prefix(MAGIC)?;
        let ballot = Self::from_plaintext(content, true)?;
        let again = ballot.released().ok()?;
        (again.as_slice() == bytes).then_some(ballot)
    }
}
