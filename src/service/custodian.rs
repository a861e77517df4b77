//! The survey custodian and what the custodian's words open: results over all offices, never anybody's sheet.

use super::{
    Denied, Office,
    hub::{Distrust, Trusted, file_fault},
    random,
};
use crate::{
    bundle::{frame::MAX_SEALED, sealed},
    domain::{
        id::BatchId,
        questionnaire::{AnswerSheet, MIN_RESPONDENTS, QuestionnaireRef},
    },
    exchange::{
        surveys::counts,
        trust::{
            custodian::{self, Custodian},
            org,
        },
    },
    ledger::body::office::CustodianSet,
    state::world::Subject,
    store::{ballot::Ballot, book::Draft},
    survey::{
        merge::merge,
        tally::{Results, Tally},
    },
};
use std::path::PathBuf;

/// The key of the public half of a sheet that is not proven yet.
const PENDING: &[u8] = b"survey/custodian";

/// A sheet that was written, to be printed and proven.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Where it is.
    pub path: PathBuf,
    /// The public half, in 24 digits.
    pub fingerprint: String,
}

/// What all offices together answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gathered {
    /// The training's title.
    pub title: String,
    /// The counts.
    pub tally: Tally,
    /// How many offices are in them.
    pub offices: u32,
    /// How many boxes are not: their counts contradict each other, another custodian's key locks them, or they are to
    /// another version of the questions.
    pub left_out: u32,
}

impl Office {
    /// Makes a key for a survey custodian and writes the sheet of its words; nothing is encrypted to it before somebody
    /// has proven the sheet. Asked again before that, it makes another, and the first sheet is worth nothing.
    pub fn make_custodian(&mut self, replace: bool) -> Trusted<Sheet> {
        let org = self.centre_of()?;
        if self.sheet_asked()?.is_some() {
            return Err(Distrust::SheetWaits);
        }
        if self.book.roll().custodian().is_some() && !replace {
            return Err(Distrust::CustodianThere);
        }
        let seed = zeroize::Zeroizing::new(random::<32>()?);
        let made = Custodian::from_seed(&seed).ok_or(Distrust::NoCustodian)?;
        let text = custodian::sheet(&org.name, &made);
        let path = self.write_out(custodian::FILE, &text)?;
        let public = made.recipient();
        self.vault.set(PENDING, &public.0).map_err(Denied::from)?;
        Ok(Sheet {
            path,
            fingerprint: custodian::fingerprint(public),
        })
    }

    /// Takes the words of the sheet: if they are right, its file is wiped from this machine, and all offices hear of the
    /// key. Answers its fingerprint.
    pub fn confirm_custodian(&mut self, words: &str) -> Trusted<String> {
        self.centre_of()?;
        let pending = self.vault.get(PENDING);
        let pending: [u8; 32] = pending
            .and_then(|bytes| bytes.try_into().ok())
            .ok_or(Distrust::NoCustodian)?;
        let typed = Custodian::from_words(words)?.recipient();
        if typed.0 != pending {
            return Err(Distrust::WrongWords);
        }
        let path = self.book.data().join("cetak").join(custodian::FILE);
        org::wipe(&*self.files, &path).map_err(file_fault(&path))?;
        let recipient = typed.0;
        self.commit(&[Draft::new(Subject::None, CustodianSet { recipient })])?;
        self.vault.commit(&[(PENDING, None)]).map_err(Denied::from)?;
        Ok(custodian::fingerprint(typed))
    }

    /// What all offices answered to a batch's survey, opened with the custodian's words. Only sums come out of this,
    /// and none of fewer than enough people, whichever offices are added or left out.
    pub fn survey_results(&mut self, batch: BatchId, words: &str) -> Trusted<Gathered> {
        self.centre_of()?;
        let named = self.book.roll().custodian().ok_or(Distrust::NoCustodian)?;
        let custodian = Custodian::from_words(words)?;
        self.close_surveys()?;
        let mut form = self.form(batch)?;
        form.min_respondents = form.min_respondents.max(self.needed());
        let title = self.title_of(batch)?;
        // The boxes of this office itself came with no bundle: nobody has compared their counts yet.
        let now = self.now();
        self.exchange
            .audit_survey(&mut self.book, batch, now)
            .map_err(Denied::from)?;
        let sound: Vec<_> = counts(&mut self.book, self.exchange.desk(), batch)
            .map_err(Denied::from)?
            .into_iter()
            .filter(crate::exchange::surveys::Counts::are_sound)
            .map(|counts| counts.log.node)
            .collect();
        let ours = custodian.recipient().key_id().0;
        let boxes = self.exchange.desk().surveys();
        let boxes: Vec<_> = boxes.into_iter().filter(|claim| claim.batch == batch.0).collect();
        if custodian.recipient() != named && boxes.iter().all(|claim| claim.key != ours) {
            return Err(Distrust::OtherCustodian);
        }
        if boxes.is_empty() {
            return Err(Distrust::NothingCame);
        }
        let (mut offices, mut left_out) = (Vec::new(), 0);
        for claim in &boxes {
            // Of fewer answers nobody honest makes a box.
            let enough = claim.n >= MIN_RESPONDENTS;
            let opened = (enough && claim.key == ours && sound.contains(&claim.log.node))
                .then(|| self.exchange.desk().survey_box(claim))
                .flatten()
                .and_then(|one| sheets_of(one.sealed(), &custodian, claim.n, &form.questionnaire));
            match opened {
                Some(sheets) => offices.push(sheets),
                None => left_out += 1,
            }
        }
        let count = u32::try_from(offices.len()).unwrap_or(u32::MAX);
        if offices.is_empty() {
            return Err(Distrust::NothingCounts { boxes: left_out });
        }
        let sheets = merge(offices, form.min_respondents);
        match Results::of(&form, &sheets) {
            Results::TooFew { needed } => Err(Distrust::TooFewAnswers { needed }),
            Results::Shown(tally) => Ok(Gathered {
                title,
                tally,
                offices: count,
                left_out,
            }),
        }
    }
}

/// The sheets of a box; none where it is not what its envelope says.
fn sheets_of(
    file: &[u8],
    custodian: &Custodian,
    n: u32,
    questionnaire: &QuestionnaireRef,
) -> Option<Vec<AnswerSheet>> {
    let plain = sealed::decrypt(file, custodian.identity(), MAX_SEALED).ok()?;
    let ballot = Ballot::from_released(&plain)?;
    let whole = usize::try_from(n).ok() == Some(ballot.count()) && ballot.questionnaire() == questionnaire;
    whole.then(|| ballot.sheets().to_vec())
}
