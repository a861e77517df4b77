//! The exchange with other offices, as officers use it: how it stands, a bundle out, a bundle in, what to look at.

use super::{Answer, Denied, Office, hub::Distrust};
use crate::{
    domain::{
        day::Moment,
        id::BatchId,
        joining::Reason,
        receipt::ChangeKind,
        refusal::{BundleFault, MediumFault, Refusal},
    },
    exchange::{
        ExchangeError,
        desk::matters::Found,
        media::{Fault, RealStick, Stick},
        plan::To,
        receive::{Came, Reading},
        send::Sending,
        trust::{admit::Verdict, letter, recover::Seen},
    },
    ledger::{
        body::{plan::Name, seat::Release},
        id::LogId,
    },
    state::batch::Idle,
    state::sync::{
        BundleMark, BundleReport, ExportPlan, ExportReport, Matter, MatterKind, NodeLine, NodeState,
        SeatChange, Standing, SyncHome,
    },
    state::world::Subject,
    store::{book::Draft, identity},
};
use std::path::Path;

/// Bytes of segments in one export: what does not fit goes next time.
const BUDGET: u64 = 4 << 30;

/// After so many milliseconds without a word a node is silent: 14 days.
const SILENT_MS: i64 = 14 * 24 * 60 * 60 * 1000;

/// Told of what is done, and of how much.
pub type Progress<'a> = &'a mut dyn FnMut(u64, u64);

impl From<ExchangeError> for Denied {
    fn from(error: ExchangeError) -> Self {
        let refusal = match error {
            ExchangeError::Stick(fault) => return fault.into(),
            ExchangeError::Book(fault) => return fault.into(),
            ExchangeError::Desk(fault) => return Self::Sync(fault.to_string()),
            ExchangeError::Io(fault) => return Self::Sync(fault.to_string()),
            ExchangeError::Write(fault) => return Self::Sync(fault.to_string()),
            ExchangeError::NoBundle => Refusal::Bundle(BundleFault::NotOne),
            ExchangeError::TooNew => Refusal::Bundle(BundleFault::TooNew),
            ExchangeError::Damaged(_) => Refusal::Bundle(BundleFault::Damaged),
            ExchangeError::ForOthers => Refusal::Bundle(BundleFault::ForOthers),
            ExchangeError::Stranger(_) => Refusal::Bundle(BundleFault::UnknownOffice),
            ExchangeError::NoRecipient(_) => Refusal::UnknownNode,
            ExchangeError::Alone => Refusal::NoOrganisation,
        };
        refusal.into()
    }
}

impl From<Fault> for Denied {
    fn from(fault: Fault) -> Self {
        let medium = match fault {
            Fault::Pulled => MediumFault::Pulled,
            Fault::Full { needs, free } => MediumFault::Full { needs, free },
            Fault::ReadOnly => MediumFault::ReadOnly,
            Fault::Exists(_) => MediumFault::Exists,
            Fault::Mismatch => MediumFault::Mismatch,
            Fault::Gone => MediumFault::NotFound,
            Fault::Other(std::io::ErrorKind::NotADirectory) => MediumFault::NotAFolder,
            Fault::NoBundle => return Refusal::Bundle(BundleFault::NotOne).into(),
            Fault::Here(kind) | Fault::Other(kind) => return Self::Sync(kind.to_string()),
        };
        Refusal::Medium(medium).into()
    }
}

/// For whom: one ledger, or the centre where none is named.
fn target(to: Option<LogId>) -> To {
    to.map_or(To::Hub, To::Node)
}

impl Office {
    /// How this terminal stands in the exchange.
    #[must_use]
    pub fn standing(&self) -> Standing {
        use crate::state::sync::Restored;
        match self.book.standing() {
            identity::Standing::Restored(sign) => Standing::Restored(match sign {
                identity::Sign::Anchor => Restored::Anchor,
                identity::Sign::Machine => Restored::Machine,
                identity::Sign::Elsewhere => Restored::Heard,
            }),
            identity::Standing::Closed => Standing::Closed,
            identity::Standing::Good => {
                let roll = self.book.roll();
                if roll.root().is_none() {
                    Standing::Alone
                } else if roll.node(self.book.log_id()).is_none() {
                    Standing::Joining
                } else {
                    Standing::Open
                }
            }
        }
    }

    /// The exchange at a glance; sticks and folders are for the caller to look for.
    pub fn sync_home(&mut self) -> Answer<SyncHome> {
        let own = self.book.log_id();
        let only_here = self.exchange.only_here(&mut self.book)?;
        let last_out = self.exchange.last_sent().map(|(mark, at)| BundleMark {
            id: crate::exchange::short(&mark.id),
            office: self.offices_of(&mark.to),
            at,
        });
        let last_in = self.exchange.desk().last_read().map(|(id, mark)| BundleMark {
            id: crate::exchange::short(&id),
            office: self.office_of(LogId::new(mark.node, mark.incarnation)),
            at: Moment(mark.at),
        });
        let nodes = self.node_lines()?;
        let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        let open = |line: &&NodeLine| matches!(line.state, NodeState::Open | NodeState::Silent);
        let today = self.today();
        let ahead = |head: &crate::state::batch::Head| {
            !head.stage().is_over() && head.batch().is_some_and(|batch| batch.last_day() >= today)
        };
        let free_seats = self
            .book
            .heads()
            .values()
            .filter(|head| ahead(head))
            .map(|head| u64::from(head.free_of(own)))
            .sum();
        Ok(SyncHome {
            office: self.name.clone(),
            log: own.to_string(),
            hub: self.book.roll().hub() == Some(own),
            standing: self.standing(),
            only_here,
            last_in,
            last_out,
            media: Vec::new(),
            matters: count(
                self.exchange
                    .matters()
                    .iter()
                    .filter(|matter| !matter.seen)
                    .count(),
            ),
            nodes: (
                count(nodes.iter().filter(open).count()),
                count(
                    nodes
                        .iter()
                        .filter(|line| line.state == NodeState::Silent)
                        .count(),
                ),
            ),
            free_seats,
            clock_doubtful: !self.clock_state().is_sure(),
        })
    }

    /// How an office is called; its ledger where it has no name here.
    pub(crate) fn office_of(&self, log: LogId) -> String {
        match self.book.roll().name(log) {
            "" if log == self.book.log_id() => self.name.clone(),
            "" => log.to_string(),
            name => name.to_owned(),
        }
    }

    /// Several offices on one line: the first three by name, and how many more.
    fn offices_of(&self, to: &[(u32, u16)]) -> String {
        let name = |&(node, incarnation): &(u32, u16)| self.office_of(LogId::new(node, incarnation));
        let named: Vec<String> = to.iter().take(3).map(name).collect();
        match to.len().saturating_sub(named.len()) {
            0 => named.join(", "),
            more => format!("{} +{more}", named.join(", ")),
        }
    }

    /// What a bundle would carry to an office; to the centre where none is named.
    pub fn export_plan(&mut self, to: Option<LogId>) -> Answer<ExportPlan> {
        Ok(self.exchange.plan(&mut self.book, target(to), BUDGET)?.card)
    }

    /// Writes a bundle to a stick or folder. When this returns the stick may be pulled out.
    pub fn export_bundle(
        &mut self,
        to: To,
        stick: &dyn Stick,
        progress: Progress<'_>,
    ) -> Answer<ExportReport> {
        let mut sending = Sending {
            wall_ms: self.wall_ms(),
            budget: BUDGET,
            part: u64::MAX,
            progress,
        };
        Ok(self.exchange.export_to(&mut self.book, stick, to, &mut sending)?)
    }

    /// The same for a folder or a mounted stick.
    pub fn export_to_path(&mut self, to: To, medium: &Path, progress: Progress<'_>) -> Answer<ExportReport> {
        let stick = RealStick::open(medium).map_err(|error| Fault::of(&error))?;
        self.export_bundle(to, &stick, progress)
    }

    /// Reads a bundle and says what would happen. Nothing is changed.
    pub fn preview_bundle(&mut self, path: &Path, progress: Progress<'_>) -> Answer<BundleReport> {
        self.read_at_path(path, true, false, progress)
    }

    /// Takes a bundle in, or the good part of a damaged one, and does what follows from it: seats that came are given
    /// to whoever waits, what was erased is forgotten, an office that asks to join is let in by its one-time secret.
    pub fn import_bundle(
        &mut self,
        path: &Path,
        salvage: bool,
        progress: Progress<'_>,
    ) -> Answer<BundleReport> {
        self.read_at_path(path, false, salvage, progress)
    }

    fn read_at_path(
        &mut self,
        path: &Path,
        dry_run: bool,
        salvage: bool,
        progress: Progress<'_>,
    ) -> Answer<BundleReport> {
        // A bare name lies in the folder one is in: the parent of it is "", which is no folder.
        let folder = crate::store::files::parent(path);
        let name = path.file_name().ok_or(Denied::Refused(Refusal::NotFound))?;
        let stick = RealStick::open(folder).map_err(|error| Fault::of(&error))?;
        let mut report = self.read_bundle(&stick, Path::new(name), dry_run, salvage, progress)?;
        path.clone_into(&mut report.file);
        Ok(report)
    }

    /// [`Self::import_bundle`] and, as a dry run, [`Self::preview_bundle`] of a file on a stick.
    pub fn read_bundle(
        &mut self,
        stick: &dyn Stick,
        path: &Path,
        dry_run: bool,
        salvage: bool,
        progress: Progress<'_>,
    ) -> Answer<BundleReport> {
        let mut reading = Reading {
            wall_ms: self.wall_ms(),
            dry_run,
            salvage,
            progress,
        };
        let came = self
            .exchange
            .import_from(&mut self.book, stick, path, &mut reading)?;
        let mut report = match came {
            Came::Bundle(read) => {
                let mut report = read.report;
                if !dry_run {
                    self.catalogue = None;
                    (report.papers, report.sheets) = self.forget_erased()?;
                    self.follow()?;
                    self.tend(&read.gained, &mut report)?;
                }
                report
            }
            Came::Request(file) => self.read_request(&file, dry_run)?,
            // No release writes one: an ordinary bundle welcomes.
            Came::Welcome(_) => return Err(Refusal::Bundle(BundleFault::TooNew).into()),
        };
        path.clone_into(&mut report.file);
        self.name_changes(&mut report)?;
        Ok(report)
    }

    /// An office asks to join: whoever proves the secret of an invitation is let in; of the others the fingerprint is to
    /// be compared, which is a matter for an officer.
    fn read_request(&mut self, file: &Path, dry_run: bool) -> Answer<BundleReport> {
        let bytes = self.files.read(file).map_err(super::hub::file_fault(file))?;
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
        match self.take_request(&request) {
            Ok(Verdict::Accepted(_)) => report.joined.push(office),
            Ok(Verdict::Compare { .. }) => {
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

    /// An officer has compared the fingerprint of an office that asks: it is let in.
    pub fn accept_node(&mut self, log: LogId) -> Answer<()> {
        let request = self.asking().into_iter().find(|request| request.log == log);
        let request = request.ok_or(Denied::Refused(Refusal::NotFound))?;
        let digits = request.fingerprint();
        match self.accept(&request, &digits) {
            Ok(_) => Ok(()),
            Err(Distrust::Denied(denied)) => Err(denied),
            Err(Distrust::NotTheCentre | Distrust::NoOrganisation) => Err(Refusal::CentreOnly.into()),
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

    /// What the newest have-list of each ledger says, for a change of centres.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        let seen = |have: &crate::bundle::frame::Have| Seen {
            by: have.log,
            has: have
                .entries
                .iter()
                .map(|held| (held.log, held.seq, held.hash.0))
                .collect(),
        };
        self.exchange.haves().each().map(seen).collect()
    }

    /// Refuses to make or move seats of a batch that was planned before this centre was made again from paper, until
    /// every office has shown that it knows the new centre.
    pub(crate) fn require_settled(&mut self, batch: BatchId) -> Answer<()> {
        let Some(handover) = self.handover() else {
            return Ok(());
        };
        let own = self.book.log_id();
        let head = self.head(batch)?;
        let ours = head
            .batch
            .as_ref()
            .is_some_and(|said| LogId::new(said.stamp.node, said.stamp.incarnation) == own);
        if handover.now != own || ours {
            return Ok(());
        }
        Err(Refusal::Handover.into())
    }

    /// Puts names to the people and batches of a report.
    fn name_changes(&mut self, report: &mut BundleReport) -> Answer<()> {
        for change in &mut report.changes {
            change.name = self.name_of(change.person)?;
            change.code = self.batch_code(change.batch);
        }
        for matter in &mut report.matters {
            if let Some(person) = matter.person {
                matter.name = self.name_of(person)?;
            }
        }
        Ok(())
    }

    pub(crate) fn batch_code(&self, batch: BatchId) -> String {
        let head = self.book.heads().get(&batch);
        let batch = head.and_then(|head| head.batch());
        batch.map(|batch| batch.code.to_string()).unwrap_or_default()
    }

    /// What is looked at when the office opens: whether others have more of our ledger than we have, and what an import
    /// that was cut off left undone.
    pub fn begin_day(&mut self) -> Answer<()> {
        if self.book.roll().root().is_none() {
            return Ok(());
        }
        let wall_ms = self.wall_ms();
        self.exchange.check(&mut self.book, wall_ms)?;
        let own = self.book.log_id();
        if self.book.standing() != identity::Standing::Good {
            return Ok(());
        }
        let owning: Vec<BatchId> = self
            .book
            .heads()
            .iter()
            .filter(|(_, head)| !head.frozen && !head.stage().is_over() && head.owned_by(own).count() > 0)
            .map(|(id, _)| *id)
            .collect();
        for batch in owning {
            self.release_idle(batch)?;
            self.promote(batch)?;
        }
        Ok(())
    }

    /// Takes back what this node's tickets are claimed for in vain: by registrations that were cancelled, and the larger
    /// of two seats.
    fn release_idle(&mut self, batch: BatchId) -> Answer<()> {
        let own = self.book.log_id();
        let Some(state) = self.book.batch(batch)? else {
            return Ok(());
        };
        let release = |idle: Idle| {
            let body = Release {
                person: Name(idle.person.0),
                attempt: idle.attempt,
                ticket: idle.ticket.0,
            };
            Draft::new(Subject::Batch(batch), body)
        };
        let drafts: Vec<Draft> = state.to_release(own).into_iter().map(release).collect();
        for group in drafts.chunks(400) {
            self.commit(group)?;
        }
        Ok(())
    }

    /// What follows for this node's own standing: the centre agreed to its next incarnation, or a change of centres is
    /// over.
    fn follow(&mut self) -> Answer<()> {
        let took = |fault| match fault {
            Distrust::Denied(denied) => denied,
            other => Denied::Sync(other.to_string()),
        };
        self.begin_again().map_err(took)?;
        // What the centre's clock said is later than any doubtful one here.
        let hubs = self.book.roll().hubs().to_vec();
        let heard = self
            .book
            .holdings()
            .into_iter()
            .filter(|holding| hubs.contains(&holding.log));
        if let Some(newest) = heard.map(|holding| holding.hlc.ms()).max() {
            self.heard_stamp(newest);
        }
        if self.handover().is_some() {
            let seen = self.seen();
            self.end_handover(&seen).map_err(took)?;
        }
        Ok(())
    }

    /// What follows from what came, by this node's own ledger: its free tickets go to whoever waits, in the order that
    /// everybody computes.
    pub(crate) fn tend(
        &mut self,
        gained: &[crate::exchange::receive::Gained],
        report: &mut BundleReport,
    ) -> Answer<()> {
        let own = self.book.log_id();
        if self.book.standing() != identity::Standing::Good {
            return Ok(());
        }
        let batches: Vec<BatchId> = self
            .book
            .heads()
            .iter()
            .filter(|(_, head)| !head.frozen && !head.stage().is_over() && head.free_of(own) > 0)
            .map(|(id, _)| *id)
            .collect();
        for batch in batches {
            let promoted: Vec<_> = self
                .promotions(batch, None, None, None)?
                .iter()
                .filter_map(|draft| match &draft.body {
                    crate::ledger::body::Body::Confirm(body) => Some((body.person, body.ticket)),
                    _ => None,
                })
                .collect();
            self.promote(batch)?;
            let back = gained.iter().find(|gained| gained.batch == batch);
            let changes: Vec<SeatChange> = promoted
                .into_iter()
                .map(|(person, ticket)| SeatChange {
                    batch,
                    code: String::new(),
                    person: crate::domain::id::PersonId(person.0),
                    name: String::new(),
                    kind: ChangeKind::Promoted,
                    ticket: Some(crate::domain::batch::TicketNo(ticket)),
                    seats: back.map_or(0, |gained| gained.seats),
                    office: back.map_or_else(|| self.name.clone(), |gained| gained.office.clone()),
                    bundle: report.id.clone(),
                })
                .collect();
            self.exchange
                .note_changes(&changes)
                .map_err(ExchangeError::from)?;
            report.changes.extend(changes);
        }
        Ok(())
    }

    /// What an officer should look at, what nobody has seen first, the newest first.
    pub fn matters(&mut self) -> Answer<Vec<Matter>> {
        let mut matters = self.exchange.matters();
        matters.sort_by_key(|matter| (matter.seen, std::cmp::Reverse(matter.found)));
        for matter in &mut matters {
            if let Some(person) = matter.person {
                matter.name = self.name_of(person)?;
            }
        }
        Ok(matters)
    }

    /// Somebody has looked at a matter.
    pub fn matter_seen(&mut self, id: [u8; 16]) -> Answer<()> {
        if self.exchange.see_matter(id).map_err(ExchangeError::from)? {
            Ok(())
        } else {
            Err(Refusal::NotFound.into())
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
                });
            }
        }
        lines.sort_by_key(|line| (line.state == NodeState::Closed, line.log));
        Ok(lines)
    }
}
