//! What is to be said of what came, once it is folded.

use super::{Read, called};
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
        body::Body,
        id::{LogId, OpId},
    },
    state::{
        roll::Ignored,
        sync::{Gap, MatterKind, News},
    },
    store::{
        book::{Book, BookError},
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
    let known = found
        .iter_mut()
        .find(|matter| matter.kind == kind && matter.log == Some(op.log));
    match known {
        Some(matter) => {
            let from = matter.ops.map_or(op.seq, |(from, _)| from);
            matter.ops = Some((from, op.seq));
        }
        None => found.push(
            Found::new(kind, &called(book, op.log))
                .of_log(op.log)
                .of_ops(op.seq, op.seq),
        ),
    }
}

/// Ledgers that go on behind something missing.
pub(super) fn gaps(book: &Book, desk: &Desk) -> Vec<Gap> {
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
    book.holdings().into_iter().filter_map(gap).collect()
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
        for holding in book.holdings().into_iter().filter(|holding| holding.log != own) {
            let had = before
                .iter()
                .find(|had| had.log == holding.log)
                .map_or(0, |had| had.seq);
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
        read.report.gaps = gaps(book, &self.desk).into_iter().filter(of_this).collect();
        found.extend(missing(book)?);
        Ok(causes)
    }

    /// Lets go of what is settled by now.
    pub(super) fn settle(&mut self, book: &Book) -> Result<(), ExchangeError> {
        let holdings = book.holdings();
        let has = |log: LogId| {
            holdings
                .iter()
                .find(|holding| holding.log == log)
                .map_or(0, |holding| holding.seq)
        };
        self.desk.forgive(has)?;
        let roll = book.roll();
        self.desk.resolve(MatterKind::UnknownOffice, |matter| {
            matter.log.is_none_or(|log| roll.node(log).is_none())
        })?;
        let missing = missing(book)?;
        self.desk.resolve(MatterKind::MissingPerson, |matter| {
            missing.iter().any(|found| found.log == matter.log)
        })?;
        // What we sent anew and they have by now is set aside nowhere.
        let (haves, own) = (&self.haves, book.log_id());
        let still = |have: &Have, seq: u64| {
            have.refused
                .iter()
                .any(|refused| refused.log == own && refused.seq == seq)
        };
        self.desk.resolve(MatterKind::SetAsideThere, |matter| {
            let (Some(log), Some((seq, _))) = (matter.log, matter.ops) else {
                return true;
            };
            haves.get(log).is_some_and(|have| still(have, seq))
        })?;
        self.forget_surveys(book)?;
        self.forget_delivered(book)
    }
}

/// Ledgers whose time the hub has bounded in operations behind number `after` of its own: their clock was ahead by more
/// than a day (exchange design 2.8).
pub(super) fn bounded(book: &Book, after: u64) -> Result<Vec<Found>, BookError> {
    let mut found = Vec::new();
    book.own_after(after, &mut |entry| {
        if let Ok(Body::Anchor(body)) = Body::read(entry.op.kind, entry.op.body) {
            let log = LogId::new(body.node, body.incarnation);
            found.push(clock_ahead(book, log, body.upto));
        }
    })?;
    Ok(found)
}

/// A ledger whose clock is ahead.
pub(super) fn clock_ahead(book: &Book, log: LogId, upto: u64) -> Found {
    Found::new(MatterKind::ClockAhead, &called(book, log))
        .of_log(log)
        .of_ops(upto, upto)
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
