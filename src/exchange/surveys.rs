//! Survey boxes between offices: which go along, what is made of those that come, and whether their counts can be true.
//!
//! A box is carried by anybody until the centre's have-list names it. The centre believes the counts of an office only
//! where `n <= answered <= attended`: what the box holds, what the office said when it closed the survey, and whom it
//! was to ask by the marks that everybody folds alike (exchange design 2.6).

use super::{
    Exchange, ExchangeError,
    desk::{Desk, matters::Found, surveys::Taken},
};
use crate::{
    bundle::frame::{BoxId, MAX_BOXES, SurveyBox, SurveyClaim, Surveys},
    domain::{day::Moment, id::BatchId},
    ledger::id::{LogId, NodeId},
    state::{batch::Reg, sync::MatterKind},
    store::book::Book,
};
use std::collections::BTreeSet;

/// Bytes of boxes in one bundle, about; the rest goes next time.
const MOST: usize = 8 << 20;

/// Bytes of boxes in one frame, about.
const FRAME: usize = 1 << 20;

/// Bytes of boxes that are taken of one bundle.
pub(super) const MOST_TAKEN: usize = 16 << 20;

/// The counts of a batch's survey at one node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    /// Its ledger, the first where it has several.
    pub log: LogId,
    /// Answers in its boxes.
    pub boxed: u32,
    /// People who answered, by its own word; `None` where that has not come.
    pub answered: Option<u32>,
    /// People whom it was to ask.
    pub attended: u32,
}

impl Counts {
    /// Whether they contradict each other: somebody stuffed a box, or answered in two places.
    #[must_use]
    pub fn are_broken(&self) -> bool {
        self.answered
            .is_some_and(|answered| self.boxed > answered || answered > self.attended)
    }

    /// Whether its boxes are counted.
    #[must_use]
    pub fn are_sound(&self) -> bool {
        self.answered.is_some() && !self.are_broken()
    }
}

/// The counts of a batch's survey, by node.
pub fn counts(book: &mut Book, desk: &Desk, batch: BatchId) -> Result<Vec<Counts>, ExchangeError> {
    let boxes: Vec<SurveyClaim> = desk
        .surveys()
        .into_iter()
        .filter(|claim| claim.batch == batch.0)
        .collect();
    let Some(head) = book.heads().get(&batch).cloned() else {
        return Ok(Vec::new());
    };
    let closed = head.surveys.iter().map(|(log, _)| *log);
    let logs: BTreeSet<LogId> = boxes.iter().map(|claim| claim.log).chain(closed).collect();
    if logs.is_empty() {
        return Ok(Vec::new());
    }
    // Where each who came was marked first, and who asks them because of that.
    let roll = book.roll().clone();
    let asked: Vec<(NodeId, Option<NodeId>)> = book.batch(batch)?.map_or_else(Vec::new, |state| {
        let marked = state.regs().iter().filter_map(Reg::first_mark);
        marked
            .map(|stamp| (stamp.log().node, roll.surveyor(stamp.log()).map(|log| log.node)))
            .collect()
    });
    let mut found: Vec<Counts> = Vec::new();
    for log in logs {
        if found.iter().any(|counts| counts.log.node == log.node) {
            continue;
        }
        let of_it = boxes.iter().filter(|claim| claim.log.node == log.node);
        let here =
            |(marked, asks): &&(NodeId, Option<NodeId>)| *marked == log.node || *asks == Some(log.node);
        found.push(Counts {
            log,
            boxed: of_it.map(|claim| claim.n).fold(0, u32::saturating_add),
            answered: head.answered_at(log.node),
            attended: u32::try_from(asked.iter().filter(here).count()).unwrap_or(u32::MAX),
        });
    }
    Ok(found)
}

impl Exchange {
    /// The payloads of frames of the boxes that go along: those that today's centre has not named.
    pub(super) fn survey_frames(&self, book: &Book) -> Vec<Vec<u8>> {
        if book.roll().hub() == Some(book.log_id()) {
            return Vec::new();
        }
        let (mut frames, mut list, mut here, mut all) = (Vec::new(), Vec::new(), 0, 0);
        for claim in self.desk.surveys() {
            if self.centre_has(book, &claim) {
                continue;
            }
            let Some(one) = self.desk.survey_box(&claim) else {
                continue;
            };
            let length = one.as_bytes().len();
            if all + length > MOST && all > 0 {
                break;
            }
            if here + length > FRAME && here > 0 || list.len() >= MAX_BOXES {
                let full = std::mem::take(&mut list);
                frames.push(Surveys { list: full }.to_bytes());
                here = 0;
            }
            here += length;
            all += length;
            list.push(one);
        }
        if !list.is_empty() {
            frames.push(Surveys { list }.to_bytes());
        }
        frames
    }

    /// Whether today's centre keeps a box, by its own word.
    #[must_use]
    pub fn centre_has(&self, book: &Book, claim: &SurveyClaim) -> bool {
        let have = book.roll().hub().and_then(|hub| self.haves.get(hub));
        let named = have.and_then(|have| have.surveys.as_ref());
        named.is_some_and(|named| named.binary_search(&BoxId::of(&claim.hash)).is_ok())
    }

    /// What the have-list of a centre says of boxes.
    pub(super) fn boxes_here(&self, book: &Book) -> Option<Vec<BoxId>> {
        if book.roll().hub() != Some(book.log_id()) {
            return None;
        }
        let mut boxes: Vec<BoxId> = self
            .desk
            .surveys()
            .iter()
            .map(|claim| BoxId::of(&claim.hash))
            .collect();
        boxes.sort_unstable();
        boxes.dedup();
        (!boxes.is_empty()).then_some(boxes)
    }

    /// Takes boxes that came, once everybody is known whom the bundle makes known: each proves itself by the key of its
    /// ledger. Answers the batches that there is news of.
    pub(super) fn take_surveys(
        &mut self,
        book: &Book,
        boxes: &[SurveyBox],
        found: &mut Vec<Found>,
    ) -> Result<BTreeSet<BatchId>, ExchangeError> {
        let mut news = BTreeSet::new();
        for one in boxes {
            let claim = one.claim();
            let key = book.roll().key(claim.log);
            if !key.is_some_and(|key| one.is_signed_by(&key)) || self.centre_has(book, claim) {
                continue;
            }
            let batch = BatchId(claim.batch);
            match self.desk.keep_survey(one)? {
                Taken::New => {
                    news.insert(batch);
                }
                Taken::Other => {
                    let [a, b, c, d, ..] = claim.hash;
                    let name = format!("{:08x}", u32::from_be_bytes([a, b, c, d]));
                    found.push(matter(book, claim.log, batch, name));
                }
                Taken::Known | Taken::NoRoom => {}
            }
        }
        Ok(news)
    }

    /// At the centre: says where the counts of a survey cannot be true.
    pub(super) fn audit(
        &self,
        book: &mut Book,
        batches: &BTreeSet<BatchId>,
        found: &mut Vec<Found>,
    ) -> Result<(), ExchangeError> {
        if book.roll().hub() != Some(book.log_id()) {
            return Ok(());
        }
        for batch in batches {
            for counts in counts(book, &self.desk, *batch)? {
                if counts.are_broken() {
                    let said = format!(
                        "{} : {} : {}",
                        counts.boxed,
                        counts.answered.unwrap_or(0),
                        counts.attended
                    );
                    found.push(matter(book, counts.log, *batch, said));
                }
            }
        }
        Ok(())
    }

    /// At the centre: compares the counts of one batch; what cannot be true is a matter for an officer.
    pub fn audit_survey(&mut self, book: &mut Book, batch: BatchId, at: Moment) -> Result<(), ExchangeError> {
        let mut found = Vec::new();
        self.audit(book, &BTreeSet::from([batch]), &mut found)?;
        self.desk.note_matters(&found, at)?;
        Ok(())
    }

    /// Lets go of other offices' boxes that the centre has by now.
    pub(super) fn forget_surveys(&mut self, book: &Book) -> Result<(), ExchangeError> {
        let own = book.log_id();
        if book.roll().hub() == Some(own) {
            return Ok(());
        }
        let mut gone = self.desk.surveys();
        gone.retain(|claim| claim.log.node != own.node && self.centre_has(book, claim));
        if gone.is_empty() {
            return Ok(());
        }
        Ok(self.desk.drop_surveys(&gone)?)
    }
}

fn matter(book: &Book, log: LogId, batch: BatchId, detail: String) -> Found {
    Found::new(MatterKind::SurveyCounts, &super::receive::called(book, log))
        .of_log(log)
        .of_batch(batch)
        .with(detail)
}
