//! The nodes of the organisation as the centre knows them, and the end of one.

use super::{Distrust, Trusted};
use crate::{
    domain::{day::Moment, text::Text},
    ledger::{body::office::LogClosed, id::LogId, segment::Head},
    service::{Answer, Office},
    state::{
        sync::{Branch, ForkLine, NodeState},
        world::Subject,
    },
    store::book::Draft,
};
use std::fmt::Write as _;

/// A node as the centre knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownNode {
    /// Its ledger.
    pub log: LogId,
    /// The office's name.
    pub name: String,
    /// Whether it is a centre's, of today or a former one.
    pub hub: bool,
    /// How it stands.
    pub state: NodeState,
    /// Operations of its ledger that are here.
    pub operations: u64,
    /// Segments kept as evidence that its ledger forked.
    pub forks: u64,
    /// What they say.
    pub evidence: Vec<ForkLine>,
    /// The fingerprint of its key; none before it has asked.
    pub fingerprint: Option<String>,
    /// Where its ledger ends for ever; `None` while it is open.
    pub closed_at: Option<u64>,
    /// The ledger in which the same office goes on.
    pub goes_on: Option<LogId>,
}

impl KnownNode {
    fn new(log: LogId, name: &Text) -> Self {
        Self {
            log,
            name: name.to_string(),
            hub: false,
            state: NodeState::Invited,
            operations: 0,
            forks: 0,
            evidence: Vec::new(),
            fingerprint: None,
            closed_at: None,
            goes_on: None,
        }
    }
}

impl Office {
    /// Ends a node's ledger at what is known of it here; what it says later never counts. Reasons as in
    /// [`LogClosed::reason`].
    pub fn close_node(&mut self, log: LogId, reason: u8) -> Trusted<u64> {
        self.centre_of()?;
        let roll = self.book.roll();
        if roll.hub() == Some(log) || !roll.is_open(log) {
            return Err(Distrust::NoNode(log.to_string()));
        }
        let holdings = self.book.holdings();
        let here = holdings.iter().find(|holding| holding.log == log);
        let (last_seq, last_hash) = here.map_or((0, [0; 32]), |here| (here.seq, here.hash.0));
        let closed = LogClosed {
            node: log.node.0,
            incarnation: log.incarnation,
            last_seq,
            last_hash,
            reason,
        };
        self.commit(&[Draft::new(Subject::None, closed)])?;
        Ok(last_seq)
    }

    /// Where ledgers have two histories, by ledger and operation.
    pub fn evidence(&self) -> Answer<Vec<ForkLine>> {
        let branch = |head: &Head| Branch {
            hash: head.hash().0.iter().take(4).fold(String::new(), |mut out, byte| {
                let _ = write!(out, "{byte:02x}");
                out
            }),
            at: Moment(i64::try_from(head.hlc_last.ms()).unwrap_or(i64::MAX)),
        };
        let line = |(stands, other): (Option<Head>, Head)| ForkLine {
            log: other.log,
            ops: (other.first_seq, other.next_seq().saturating_sub(1)),
            stands: stands.as_ref().map(branch),
            other: branch(&other),
        };
        let mut lines: Vec<ForkLine> = self.book.forks()?.into_iter().map(line).collect();
        lines.sort_by_key(|line| (line.log, line.ops));
        Ok(lines)
    }

    /// The ledger in which the office goes on whose ledger `log` was closed.
    pub(crate) fn goes_on(&self, log: LogId) -> Option<LogId> {
        let roll = self.book.roll();
        roll.closure(log)?;
        let later = roll.nodes().into_iter().map(|node| node.log);
        later
            .filter(|other| other.node == log.node && other.incarnation > log.incarnation)
            .max()
    }

    /// Every node that is known, was invited, or asks.
    pub fn known_nodes(&self) -> Trusted<Vec<KnownNode>> {
        let roll = self.book.roll();
        let holdings = self.book.holdings();
        let evidence = self.evidence()?;
        let mut lines: Vec<KnownNode> = Vec::new();
        for node in roll.nodes() {
            let here = holdings.iter().find(|holding| holding.log == node.log);
            let forks = here.map_or(0, |here| here.forks);
            lines.push(KnownNode {
                log: node.log,
                name: node.name.clone(),
                hub: node.hub,
                state: match roll.closure(node.log) {
                    Some(_) => NodeState::Closed,
                    None if forks > 0 => NodeState::Forked,
                    None => NodeState::Open,
                },
                operations: here.map_or(0, |here| here.seq),
                forks: u64::try_from(forks).unwrap_or(u64::MAX),
                evidence: of(&evidence, node.log),
                fingerprint: Some(node.key.fingerprint()),
                closed_at: roll.closure(node.log).map(|closure| closure.last_seq),
                goes_on: self.goes_on(node.log),
            });
        }
        let asking = self.asking();
        for request in &asking {
            lines.push(KnownNode {
                state: NodeState::Asking,
                fingerprint: Some(request.fingerprint()),
                ..KnownNode::new(request.log, &request.office)
            });
        }
        let asks = |node| asking.iter().any(|request| request.log.node.0 == node);
        for invitation in self.invitations() {
            if invitation.used.is_none() && !asks(invitation.node) {
                lines.push(KnownNode::new(LogId::new(invitation.node, 1), &invitation.office));
            }
        }
        lines.sort_by_key(|line| line.log);
        Ok(lines)
    }
}

/// The evidence about one ledger.
pub(crate) fn of(evidence: &[ForkLine], log: LogId) -> Vec<ForkLine> {
    evidence.iter().filter(|line| line.log == log).cloned().collect()
}
