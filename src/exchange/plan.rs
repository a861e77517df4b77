//! What a bundle would carry: decided before a byte is written.
//!
//! Order: certificates, have-lists, the hub's ledgers, our own, then others by the oldest operation that the recipient
//! has not confirmed. Of each ledger a prefix goes, from where the recipient's newest have-list ends; what was sent
//! before and not confirmed goes again, for the stick may be lost. A budget ends the list: what does not fit goes next
//! time.

use super::{
    Exchange, ExchangeError,
    news::Tally,
    own::{each_entry, oldest, receipt},
};
use crate::{
    ledger::id::LogId,
    state::{roll::Roll, sync::ExportPlan},
    store::{
        book::{Book, BookError},
        shelf::Holding,
    },
};
use std::ops::ControlFlow;

/// For whom a bundle is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum To {
    /// Today's centre.
    #[default]
    Hub,
    /// One node: an open one, or, as a farewell, one whose ledger was closed and that is not lost.
    Node(LogId),
    /// Every open node.
    All,
}

/// A run of operations of one ledger: from behind one, up to and with another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// The ledger.
    pub log: LogId,
    /// The last operation that the recipients are taken to have.
    pub after: u64,
    /// The last operation that is carried; the end of a segment.
    pub upto: u64,
}

/// What a bundle would carry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The ledgers that it is encrypted to.
    pub to: Vec<LogId>,
    /// What is carried, in the order in which it is written.
    pub runs: Vec<Run>,
    /// The same for people.
    pub card: ExportPlan,
    /// Bytes of segments, before they are packed.
    pub raw: u64,
    /// Whether it is the last one for a ledger that was closed: it tells that, and carries nobody's data.
    pub farewell: bool,
}

/// What registrations pack to, of 100 bytes of segments: for the estimate that people see.
const PACKED: u64 = 40;

/// What a bundle without operations takes, about.
const FRONT: u64 = 6_000;

/// Bytes of segments that certainly fit one part, however badly they pack.
pub(super) const ONE_PART: u64 = 24 << 20;

/// The reason of a closure: the machine is lost or stolen.
const LOST: u8 = 2;

/// Whether a ledger was closed and its machine is still in the hands of its office: it may be told so by a last bundle.
#[must_use]
pub fn may_part(roll: &Roll, log: LogId) -> bool {
    !roll.is_hub(log) && roll.closure(log).is_some_and(|closure| closure.reason != LOST)
}

/// The ledgers that a bundle is encrypted to: open ones only, and never our own; one that was closed only where it alone
/// is named.
pub(super) fn recipients(roll: &Roll, own: LogId, to: To) -> Result<Vec<LogId>, ExchangeError> {
    let open = |log: LogId| log != own && roll.is_open(log);
    let one = |log: LogId, allowed: bool| {
        if allowed {
            Ok(vec![log])
        } else {
            Err(ExchangeError::NoRecipient(log))
        }
    };
    match to {
        To::Hub => {
            let hub = roll.hub().ok_or(ExchangeError::Alone)?;
            one(hub, open(hub))
        }
        To::Node(log) => one(log, open(log) || log != own && may_part(roll, log)),
        To::All => {
            let nodes = roll.nodes();
            let mut all: Vec<LogId> = nodes
                .iter()
                .map(|node| node.log)
                .filter(|log| open(*log))
                .collect();
            all.retain(|log| !roll.is_hub(*log) || roll.hub() == Some(*log));
            if all.is_empty() {
                return Err(if roll.root().is_some() {
                    ExchangeError::NobodyElse
                } else {
                    ExchangeError::Alone
                });
            }
            Ok(all)
        }
    }
}

impl Exchange {
    /// Plans a bundle of at most about `budget` bytes of segments. Seals the own ledger, so that all of it can go.
    pub fn plan(&self, book: &mut Book, to: To, budget: u64) -> Result<Plan, ExchangeError> {
        let to = recipients(book.roll(), book.log_id(), to)?;
        self.plan_of(book, to, budget)
    }

    /// The same for these ledgers.
    pub(super) fn plan_of(
        &self,
        book: &mut Book,
        to: Vec<LogId>,
        budget: u64,
    ) -> Result<Plan, ExchangeError> {
        book.seal()?;
        book.seal_tail()?;
        let own = book.log_id();
        let farewell = to.iter().any(|log| !book.roll().is_open(*log));
        let mut runs: Vec<((u8, u64), Run)> = Vec::new();
        for holding in book.holdings() {
            let after = self.base(book, &to, &holding);
            if after >= holding.seq || farewell && !book.roll().is_hub(holding.log) {
                continue;
            }
            let order = match () {
                () if book.roll().is_hub(holding.log) && holding.log != own => (0, 0),
                () if holding.log == own => (1, 0),
                () => (2, first_missing(book, holding.log, after)?),
            };
            let run = Run {
                log: holding.log,
                after,
                upto: holding.seq,
            };
            runs.push((order, run));
        }
        // The hub's own ledger is both: it makes the others known, and goes first.
        runs.sort_by_key(|(order, run)| (*order, run.log));
        let mut plan = Plan {
            to,
            farewell,
            ..Plan::default()
        };
        let mut tally = Tally::default();
        for (_, run) in runs {
            let fits = self.measure(book, run, budget, &mut plan, &mut tally)?;
            if !fits {
                break;
            }
        }
        plan.card.to = self.names(book, &plan.to);
        plan.card.operations = tally.total();
        plan.card.news = tally.lines();
        plan.card.bytes = FRONT.saturating_add(plan.raw.saturating_mul(PACKED) / 100);
        plan.card.parts =
            u32::try_from(plan.card.bytes.div_ceil(crate::bundle::format::MAX_PART)).unwrap_or(u32::MAX);
        plan.card.relayed =
            u64::try_from(plan.runs.iter().filter(|run| run.log != own).count()).unwrap_or(u64::MAX);
        Ok(plan)
    }

    /// The names of the offices, for people.
    fn names(&self, book: &Book, to: &[LogId]) -> String {
        let _ = self;
        let names: Vec<&str> = to.iter().map(|log| book.roll().name(*log)).collect();
        names.join(", ")
    }

    /// Up to where all recipients have a ledger. Of its own ledger a recipient needs nothing: it wrote it.
    fn base(&self, book: &Book, to: &[LogId], holding: &Holding) -> u64 {
        let others = to.iter().filter(|node| **node != holding.log);
        others
            .map(|node| receipt(book, &self.haves, *node, holding))
            .min()
            .unwrap_or(holding.seq)
    }

    /// Adds a run to the plan as far as the budget goes; answers whether all of it went in.
    fn measure(
        &self,
        book: &Book,
        run: Run,
        budget: u64,
        plan: &mut Plan,
        tally: &mut Tally,
    ) -> Result<bool, ExchangeError> {
        let _ = self;
        let (mut upto, mut fits) = (run.after, true);
        book.segments_after::<BookError>(run.log, run.after, |head, bytes| {
            let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
            if head.first_seq > run.upto {
                return Ok(false);
            }
            if plan.raw.saturating_add(length) > budget && plan.raw > 0 {
                fits = false;
                return Ok(false);
            }
            plan.raw = plan.raw.saturating_add(length);
            upto = head.next_seq().saturating_sub(1);
            let _ = each_entry(bytes, |entry| {
                if entry.id.seq > run.after {
                    tally.count(entry.op.kind);
                }
                ControlFlow::<()>::Continue(())
            });
            Ok(true)
        })?;
        if upto > run.after {
            plan.runs.push(Run { upto, ..run });
        }
        Ok(fits)
    }
}

/// When the first operation was made that a recipient lacks.
fn first_missing(book: &Book, log: LogId, after: u64) -> Result<u64, BookError> {
    let mut first = u64::MAX;
    book.segments_after::<BookError>(log, after, |head, _| {
        first = oldest(head);
        Ok(false)
    })?;
    Ok(first)
}
