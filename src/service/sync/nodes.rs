//! The other offices: who asks to join, who goes on, whose ledger ends, and how each stands.

use super::SILENT_MS;
use crate::{
    domain::{
        day::Moment,
        joining::Reason,
        refusal::{BundleFault, Refusal},
    },
    exchange::{
        ExchangeError,
        desk::matters::Found,
        plan::may_part,
        trust::{admit::Verdict, letter},
    },
    ledger::id::LogId,
    service::{
        Answer, Denied, Office,
        hub::{Distrust, evidence_of, file_fault},
    },
    state::sync::{BundleReport, Gap, MatterKind, NodeLine, NodeState},
};
use std::path::Path;

impl Office {
    /// An office asks to join: whoever proves the secret of an invitation is let in; of the others the fingerprint is to
    /// be compared, which is a matter for an officer.
    pub(super) fn read_request(&mut self, file: &Path, dry_run: bool) -> Answer<BundleReport> {
        let bytes = self.files.read(file).map_err(file_fault(file))?;
        // The copy has served.
        let _ = self.files.remove(file);
        let request =
            letter::read(&bytes).map_err(|_| Denied::Refused(Refusal::Bundle(BundleFault::Damaged)))?;
        let office = request.office.to_string();
        let mut report = BundleReport {
            from: office.clone(),
            dry_run,
            ..BundleReport::default()
        };
        // Without the digits: they are to come from whoever calls, and not to be read off here.
        let waits = Found::new(MatterKind::JoinRequest, &office).of_log(request.log);
        if dry_run {
            report.matters.push(waits.shown(self.now(), false));
            return Ok(report);
        }
        let verdict = self.take_request(&request);
        if let Ok(Verdict::Behind { log, known, to }) = verdict {
            report.gaps.push(Gap {
                log,
                office: self.office_of(log),
                from: known.saturating_add(1),
                to,
                ask: self.office_of(log),
            });
        }
        match verdict {
            Ok(Verdict::Accepted(_)) => report.joined.push(office),
            Ok(Verdict::Compare { .. } | Verdict::Behind { .. }) => {
                let now = self.now();
                self.exchange
                    .note_matter(&waits, now)
                    .map_err(ExchangeError::from)?;
                report.matters.push(waits.shown(now, false));
            }
            // The request of an office that was let in lies on the stick still.
            Ok(Verdict::Refused(Reason::Known)) => {}
            Ok(Verdict::Refused(reason)) => {
                let refused = Found::new(MatterKind::JoinRefused, &office)
                    .of_log(request.log)
                    .with(reason.id());
                let now = self.now();
                self.exchange
                    .note_matter(&refused, now)
                    .map_err(ExchangeError::from)?;
                report.matters.push(refused.shown(now, false));
            }
            Err(Distrust::NotTheCentre | Distrust::NoOrganisation) => return Err(Refusal::CentreOnly.into()),
            Err(Distrust::Denied(denied)) => return Err(denied),
            Err(_) => return Err(Refusal::Bundle(BundleFault::Damaged).into()),
        }
        Ok(report)
    }

    /// The people of an office that asks read its fingerprint out: it is let in if `typed` is the same.
    pub fn accept_node(&mut self, log: LogId, typed: &str) -> Answer<()> {
        let request = self.asking().into_iter().find(|request| request.log == log);
        let request = request.ok_or(Denied::Refused(Refusal::NotFound))?;
        match self.accept(&request, typed) {
            Ok(_) => Ok(()),
            Err(Distrust::Denied(denied)) => Err(denied),
            Err(Distrust::NotTheCentre | Distrust::NoOrganisation) => Err(Refusal::CentreOnly.into()),
            Err(Distrust::Behind { .. }) => Err(Refusal::Behind.into()),
            Err(Distrust::OtherFingerprint) => Err(Refusal::OtherFingerprint.into()),
            Err(_) => Err(Refusal::WrongState.into()),
        }
    }

    /// The centre ends a node's ledger at what is known of it here.
    pub fn end_node(&mut self, log: LogId, reason: u8) -> Answer<()> {
        match self.close_node(log, reason) {
            Ok(_) => Ok(()),
            Err(Distrust::Denied(denied)) => Err(denied),
            Err(Distrust::NotTheCentre | Distrust::NoOrganisation) => Err(Refusal::CentreOnly.into()),
            Err(_) => Err(Refusal::UnknownNode.into()),
        }
    }

    /// When something of a node came last: a bundle that it made, its have-list, or its ledger by way of another. Its own
    /// clock may be ahead: nothing was heard later than now.
    fn heard_of(
        &self,
        log: LogId,
        holding: Option<&crate::store::shelf::Holding>,
        now: Moment,
    ) -> Option<Moment> {
        let claimed = |ms: u64| Moment(i64::try_from(ms).unwrap_or(i64::MAX).min(now.0));
        let have = self
            .exchange
            .haves()
            .get(log)
            .map(|have| claimed(have.stamp.ms()));
        let ledger = holding
            .filter(|holding| holding.seq > 0)
            .map(|holding| claimed(holding.hlc.ms()));
        self.exchange.heard(log).max(have).max(ledger)
    }

    /// The nodes of the organisation: those that asked or were invited, the open ones, then the closed.
    pub fn node_lines(&mut self) -> Answer<Vec<NodeLine>> {
        let own = self.book.log_id();
        let now = self.now();
        let sure = self.clock_state().is_sure();
        let forks = self.book.holdings();
        let evidence = self.evidence()?;
        let roll = self.book.roll();
        let mut lines = Vec::new();
        for node in roll.nodes() {
            let holding = forks.iter().find(|holding| holding.log == node.log);
            let heard = self.heard_of(node.log, holding, now);
            // Who was never heard is not silent before the time since it was let in is over.
            let since = match heard {
                Some(heard) => Some(heard),
                None => node
                    .enrolled
                    .and_then(|op| self.book.moment_of(op).ok().flatten()),
            };
            let silent = sure && since.is_some_and(|since| now.0.saturating_sub(since.0) > SILENT_MS);
            let state = if roll.closure(node.log).is_some() {
                NodeState::Closed
            } else if holding.is_some_and(|holding| holding.forks > 0) {
                NodeState::Forked
            } else if node.log != own && silent {
                NodeState::Silent
            } else {
                NodeState::Open
            };
            let free_seats = self
                .book
                .heads()
                .values()
                .filter(|head| !head.stage().is_over())
                .map(|head| u64::from(head.free_of(node.log)))
                .sum();
            lines.push(NodeLine {
                log: node.log,
                name: self.office_of(node.log),
                hub: node.hub,
                own: node.log == own,
                state,
                heard,
                operations: if node.log == own {
                    self.book.operations()
                } else {
                    holding.map_or(0, |holding| holding.seq)
                },
                behind: if node.log == own {
                    0
                } else {
                    self.exchange.behind(&self.book, node.log)
                },
                free_seats,
                erased: self.exchange.erased(&self.book, node.log),
                fingerprint: node.key.fingerprint(),
                closed_at: roll.closure(node.log).map(|closure| closure.last_seq),
                goes_on: self.goes_on(node.log),
                farewell: may_part(roll, node.log) && self.goes_on(node.log).is_none(),
                forks: evidence_of(&evidence, node.log),
            });
        }
        // Whoever was invited or asks is known to the centre alone.
        for known in self.known_nodes().unwrap_or_default() {
            if matches!(known.state, NodeState::Invited | NodeState::Asking) {
                lines.push(NodeLine {
                    log: known.log,
                    name: known.name,
                    hub: false,
                    own: false,
                    state: known.state,
                    heard: None,
                    operations: 0,
                    behind: 0,
                    free_seats: 0,
                    erased: (0, 0),
                    fingerprint: known.fingerprint.unwrap_or_default(),
                    closed_at: None,
                    goes_on: None,
                    farewell: false,
                    forks: Vec::new(),
                });
            }
        }
        lines.sort_by_key(|line| (line.state == NodeState::Closed, line.log));
        Ok(lines)
    }
}
