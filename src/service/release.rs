//! After the time to answer: who answered is forgotten, and where enough did, the answers leave for the centre,
//! encrypted to the custodian and in an order that tells nothing (exchange design 2.6).
//!
//! Each step finds done what a cut has left done: the counts are said in the ledger, then the ballot is closed, then the
//! box is made. A box is made once; nothing but its bytes ever leaves.

use super::{Answer, Denied, Office, survey};
use crate::{
    bundle::{
        Recipient,
        frame::{SurveyBox, SurveyClaim},
        sealed,
    },
    domain::{
        id::BatchId,
        questionnaire::{MIN_RESPONDENTS, MIN_RESPONDENTS_TEXT},
    },
    exchange::ExchangeError,
    ledger::body::{Body, office::SurveyClosed},
    state::{batch::Head, world::Subject},
    store::{ballot::Ballot, book::Draft, identity::Standing},
};

/// After so many days behind the time to answer, answers of too few are destroyed.
const KEPT_DAYS: i32 = 365;

impl Office {
    /// From how many answers on anything of them is told.
    pub(super) fn needed(&self) -> u32 {
        let asked = survey::questionnaire().map_or(0, |questionnaire| questionnaire.min_respondents);
        MIN_RESPONDENTS
            .max(u32::from(self.policy.min_respondents_to_show))
            .max(asked)
    }

    /// From how many answers on a text is told.
    fn needed_for_texts(&self) -> u32 {
        let texts = MIN_RESPONDENTS_TEXT.max(u32::from(self.policy.min_respondents_for_texts));
        texts.max(self.needed())
    }

    /// Closes the surveys whose time is over, and makes the boxes that can be made; answers how many were made now.
    /// Nothing is done by a clock that nobody has confirmed, or on a copy of the data.
    pub fn close_surveys(&mut self) -> Answer<u32> {
        if !self.clock_state().is_sure() || self.book.standing() != Standing::Good {
            return Ok(0);
        }
        let mut made = 0;
        let batches = self
            .chest
            .batches()
            .map_err(|fault| Denied::Ballot(fault.to_string()))?;
        for batch in batches {
            let head = self.book.heads().get(&batch).cloned();
            let Some(head) = head.filter(|head| survey::is_past(head, self.today())) else {
                continue;
            };
            // A ballot that cannot be read is said elsewhere, and keeps no other from being closed.
            if let Ok(Some(ballot)) = self.ballot(batch) {
                made += match self.close_survey(batch, &head, &ballot) {
                    // A batch that is read-only here, or a full disk: it is tried again, and holds nothing else up.
                    Err(Denied::Refused(_)) => 0,
                    made => u32::from(made?),
                };
            }
        }
        Ok(made)
    }

    /// Takes one survey as far as it can go; answers whether its box was made now.
    fn close_survey(&mut self, batch: BatchId, head: &Head, ballot: &Ballot) -> Answer<bool> {
        let fault = |fault: &dyn std::fmt::Display| Denied::Ballot(fault.to_string());
        let own = self.book.log_id();
        let answered = u32::try_from(ballot.count()).unwrap_or(u32::MAX);
        let counts = SurveyClosed {
            rights: self.rights(batch)?,
            answered,
        };
        let said = Body::from(counts.clone());
        let organised = self.book.roll().root().is_some();
        let may = organised && self.book.roll().allows(own, &said);
        if !ballot.is_closed() {
            let before = |(log, _): &(crate::ledger::id::LogId, _)| log.node == own.node && *log != own;
            if head.surveys.iter().any(before) {
                // Closed in this node's life before: this is what an old copy of the disk brought back.
                self.chest.remove(batch).map_err(|error| fault(&error))?;
                return Ok(false);
            }
            if may {
                self.commit(&[Draft::new(Subject::Batch(batch), counts)])?;
            }
            let texts = usize::try_from(self.needed_for_texts()).unwrap_or(usize::MAX);
            self.chest.close(batch, texts).map_err(|error| fault(&error))?;
        }
        if answered < self.needed() {
            let end = head.batch().map_or(i32::MAX, |batch| batch.last_day().0);
            if self.today().0 > end.saturating_add(KEPT_DAYS) {
                self.chest.remove(batch).map_err(|error| fault(&error))?;
            }
            return Ok(false);
        }
        let known = self
            .exchange
            .desk()
            .surveys()
            .iter()
            .any(|claim| claim.log.node == own.node && claim.batch == batch.0);
        let custodian = self.book.roll().custodian();
        match (custodian, self.ballot(batch)?) {
            (Some(custodian), Some(closed)) if may && !known => {
                self.make_box(batch, custodian, &closed)?;
                Ok(true)
            }
            _ => Ok(false),
        }
    }

    /// How many people may answer here.
    fn rights(&mut self, batch: BatchId) -> Answer<u32> {
        let own = self.book.log_id();
        let roll = self.book.roll().clone();
        let state = self.book.batch(batch)?;
        let here = state.map_or(0, |state| {
            let regs = state.regs().iter();
            regs.filter(|reg| survey::asked_at(&roll, reg) == Some(own))
                .count()
        });
        Ok(u32::try_from(here).unwrap_or(u32::MAX))
    }

    /// Encrypts a closed ballot to the custodian, signs who sends how many, and keeps it to be carried to the centre.
    fn make_box(&mut self, batch: BatchId, custodian: Recipient, closed: &Ballot) -> Answer<()> {
        let plain = closed
            .released()
            .map_err(|fault| Denied::Ballot(fault.to_string()))?;
        let sealed =
            sealed::encrypt(&custodian, &plain).map_err(|fault| Denied::Ballot(fault.to_string()))?;
        let claim = SurveyClaim {
            log: self.book.log_id(),
            batch: batch.0,
            n: u32::try_from(closed.count()).unwrap_or(u32::MAX),
            key: custodian.key_id().0,
            hash: [0; 32],
        };
        // Too many answers for one box stay where they are.
        if let Ok(made) = SurveyBox::sign(claim, &sealed, self.book.key()) {
            self.exchange
                .desk
                .keep_survey(&made)
                .map_err(ExchangeError::from)?;
        }
        Ok(())
    }
}
