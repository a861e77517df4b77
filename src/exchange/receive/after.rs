//! What is to be said of what came, once it is folded.

use super::{Read, called, look::Look};
use crate::{
    bundle::frame::Have,
    exchange::{
        Exchange, ExchangeError,
        desk::{Desk, matters::Found},
        news::{Tally, news_of},
        own::{each_entry, missing_here},
        receive::changes::{Before, Causes},
    },
    ledger::{
        body::{Body, office::Anchor},
        clock::{FOLLOW_MS, Hlc},
        id::{LogId, OpId},
    },
    state::{
        roll::Ignored,
        sync::{Gap, MatterKind, News},
        world::Subject,
    },
    store::{
        book::{Book, BookError, Draft},
        shelf::Holding,
    },
};
use std::{collections::BTreeSet, ops::ControlFlow};

/// Notes that an operation has no effect: one matter for each ledger and reason.
pub(super) fn ignored(book: &Book, op: OpId, why: Ignored, found: &mut Vec<Found>) {
    let kind = match why {
        Ignored::Unknown => MatterKind::UnknownOffice,
        Ignored::Closed => MatterKind::AfterClosure,
        Ignored::Scope => MatterKind::OutsideScope,
        Ignored::Newer => MatterKind::NewerRelease,
    };
    let known = found.iter_mut().find(|matter| matter.kind == kind && matter.log == Some(op.log));
    match known {
        Some(matter) => {
            let from = matter.ops.map_or(op.seq, |(from, _)| from);
            matter.ops = Some((from, op.seq));
        }
        None => found.push(Found::new(kind, &called(book, op.log)).of_log(op.log).of_ops(op.seq, op.seq)),
    }
}

/// Ledgers that go on behind something missing.
pub(super) fn gaps(book: &Book, desk: &Desk) -> Result<Vec<Gap>, BookError> {
    let gap = |holding: Holding| {
        let (first, _) = holding.held.first().copied()?;
        let carrier = desk.carrier(holding.log).unwrap_or(holding.log);
        Some(Gap {
            log: holding.log,
            office: called(book, holding.log),
            from: holding.seq.saturating_add(1),
            to: first.saturating_sub(1),
            ask: called(book, carrier),
        })
    };
    Ok(book.holdings()?.into_iter().filter_map(gap).collect())
}

impl Exchange {
    /// Says what has come: counts, gaps, what an officer should look at.
    pub(super) fn after(
        &self,
        book: &Book,
        before: &[Holding],
        regs: &Before,
        held: &BTreeSet<LogId>,
        found: &mut Vec<Found>,
        read: &mut Read,
    ) -> Result<Causes, ExchangeError> {
        let (mut tally, mut causes) = (Tally::default(), Causes::default());
        let own = book.log_id();
        let roll = book.roll();
        for holding in book.holdings()?.into_iter().filter(|holding| holding.log != own) {
            let had = before.iter().find(|had| had.log == holding.log).map_or(0, |had| had.seq);
            let plain = roll.is_hub(holding.log) && roll.closure(holding.log).is_none();
            book.segments_after::<BookError>(holding.log, had, |_, bytes| {
                let _ = each_entry(bytes, |entry| {
                    if entry.id.seq <= had {
                        return ControlFlow::<()>::Continue(());
                    }
                    tally.count(entry.op.kind);
                    causes.see(regs, own, entry);
                    if plain && news_of(entry.op.kind) != News::Unknown {
                        return ControlFlow::Continue(());
                    }
                    match Body::read(entry.op.kind, entry.op.body) {
                        Ok(body) => {
                            if let Err(why) = roll.judge(entry.id, &body) {
                                ignored(book, entry.id, why, found);
                            }
                        }
                        Err(_) => ignored(book, entry.id, Ignored::Newer, found),
                    }
                    ControlFlow::Continue(())
                });
                Ok(true)
            })?;
        }
        read.report.news = tally.lines();
        let of_this = |gap: &Gap| held.contains(&gap.log);
        read.report.gaps = gaps(book, &self.desk)?.into_iter().filter(of_this).collect();
        found.extend(missing(book)?);
        Ok(causes)
    }

    /// The hub bounds the time of ledgers whose clock is more than a day ahead of its own, before what they say is
    /// folded (exchange design 2.8).
    pub(super) fn anchor(
        &self,
        book: &mut Book,
        look: &Look,
        wall_ms: u64,
    ) -> Result<Vec<Found>, ExchangeError> {
        let _ = self;
        let last = u64::try_from(book.last_moment().0).unwrap_or(0);
        let now = wall_ms.max(last);
        let limit = now.saturating_add(FOLLOW_MS);
        let own = book.log_id();
        let (mut drafts, mut found) = (Vec::new(), Vec::new());
        for (&log, &(upto, hlc)) in &look.latest {
            let effective = book.roll().effective(log.op(upto), hlc, Hlc(0));
            if log == own || book.roll().is_hub(log) || effective.ms() <= limit {
                continue;
            }
            let anchor = Anchor {
                node: log.node.0,
                incarnation: log.incarnation,
                upto,
                hlc: Hlc::new(now, 0).0,
            };
            drafts.push(Draft::new(Subject::None, anchor));
            found.push(Found::new(MatterKind::ClockAhead, &called(book, log)).of_log(log).of_ops(upto, upto));
        }
        if !drafts.is_empty() {
            book.commit(&drafts, wall_ms)?;
        }
        Ok(found)
    }

    /// Lets go of what is settled by now.
    pub(super) fn settle(&mut self, book: &Book) -> Result<(), ExchangeError> {
        let holdings = book.holdings()?;
        let has = |log: LogId| holdings.iter().find(|holding| holding.log == log).map_or(0, |holding| holding.seq);
        self.desk.forgive(has)?;
        let roll = book.roll();
        self.desk.resolve(MatterKind::UnknownOffice, |matter| {
            matter.log.is_none_or(|log| roll.node(log).is_none())
        })?;
        let missing = missing(book)?;
        self.desk
            .resolve(MatterKind::MissingPerson, |matter| missing.iter().any(|found| found.log == matter.log))?;
        // What we sent anew and they have by now is set aside nowhere.
        let (haves, own) = (&self.haves, book.log_id());
        let still = |have: &Have, seq: u64| {
            have.refused.iter().any(|refused| refused.log == own && refused.seq == seq)
        };
        self.desk.resolve(MatterKind::SetAsideThere, |matter| {
            let (Some(log), Some((seq, _))) = (matter.log, matter.ops) else {
                return true;
            };
            haves.get(log).is_some_and(|have| still(have, seq))
        })?;
        self.forget_delivered(book)
    }
}

/// Personal data that this node may have and that has not come: one matter for each ledger.
fn missing(book: &Book) -> Result<Vec<Found>, BookError> {
    let mut found: Vec<Found> = Vec::new();
    for op in missing_here(book)? {
        match found.iter_mut().find(|matter| matter.log == Some(op.log)) {
            Some(matter) => {
                let from = matter.ops.map_or(op.seq, |(from, _)| from);
                matter.ops = Some((from, op.seq));
            }
            None => found.push(
                Found::new(MatterKind::MissingPerson, &called(book, op.log))
                    .of_log(op.log)
                    .of_ops(op.seq, op.seq),
            ),
        }
    }
    Ok(found)
}
