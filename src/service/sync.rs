//! The exchange with other offices, as officers use it: how it stands, a bundle out, a bundle in, what to look at.

mod nodes;

use super::{Answer, Denied, Office, hub::Distrust, promote::Why};
use crate::{
    domain::{
        day::Moment,
        id::BatchId,
        refusal::{BundleFault, MediumFault, Refusal},
    },
    exchange::{
        Exchange, ExchangeError,
        media::{Fault, RealStick, Stick},
        plan::To,
        receive::{Came, Reading},
        send::Sending,
        trust::recover::Seen,
    },
    ledger::{
        body::{plan::Name, seat::Release},
        id::LogId,
    },
    state::batch::Idle,
    state::sync::{
        BundleMark, BundleReport, ExportPlan, ExportReport, Matter, NodeLine, NodeState, Standing, SyncHome,
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
            ExchangeError::NobodyElse => Refusal::NobodyElse,
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
        self.close_surveys()?;
        let mut sending = Sending {
            wall_ms: self.stamp_ms(),
            budget: BUDGET,
            part: u64::MAX,
            progress,
        };
        Ok(self.exchange.export_to(&mut self.book, stick, to, &mut sending)?)
    }

    /// The same for a folder or a mounted stick. Where this terminal may not go on as it is, its request to go on as the
    /// next incarnation is written beside a bundle for the centre.
    pub fn export_to_path(&mut self, to: To, medium: &Path, progress: Progress<'_>) -> Answer<ExportReport> {
        let stick = RealStick::open(medium).map_err(|error| Fault::of(&error))?;
        let mut report = self.export_bundle(to, &stick, progress)?;
        let hub = self.book.roll().hub();
        let to_hub = match to {
            To::Hub => true,
            To::Node(log) => Some(log) == hub,
            To::All => false,
        };
        if to_hub && matches!(self.standing(), Standing::Restored(_) | Standing::Closed) {
            self.ask_beside(&stick, &mut report)?;
        }
        Ok(report)
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
            wall_ms: self.stamp_ms(),
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
        self.close_surveys()?;
        if self.book.roll().root().is_none() {
            return Ok(());
        }
        let wall_ms = self.stamp_ms();
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
        let known = self.exchange.known_to_centre(&self.book);
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
        let idle = Exchange::idle_seats(own, &known, state);
        let drafts: Vec<Draft> = idle.into_iter().map(release).collect();
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
            let why = match gained.iter().find(|gained| gained.batch == batch) {
                Some(back) => Why {
                    cause: back.cause,
                    seats: back.seats,
                    office: back.office.clone(),
                    bundle: back.bundle.clone(),
                },
                None => Why {
                    bundle: report.id.clone(),
                    ..self.freed_here()
                },
            };
            let changes = self.promote_because(batch, &why)?;
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
}
