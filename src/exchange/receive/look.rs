//! A look through a bundle before anything of it is taken in: what it would do.

use super::{after, called};
use crate::{
    bundle::{
        columns,
        frame::{Certs, Frame, FrameType},
    },
    domain::{day::Moment, id::BatchId},
    exchange::{
        desk::{Desk, matters::Found},
        news::Tally,
    },
    ledger::{
        body::Body,
        cert::HubCert,
        clock::{FOLLOW_MS, Hlc},
        id::LogId,
        key::PublicKey,
        segment::{SegHash, SegmentView},
    },
    state::sync::{BundleReport, Gap, MatterKind},
    store::book::Book,
};
use rustc_hash::FxHashSet;
use std::collections::{BTreeMap, BTreeSet};

/// A ledger as it would stand.
struct Tip {
    seq: u64,
    hash: SegHash,
    held: Vec<(u64, u64)>,
}

/// What a look through a bundle has found.
pub(super) struct Look {
    producer: Option<LogId>,
    /// Whether signatures and operations are checked: where this is all that happens.
    checks: bool,
    tips: BTreeMap<LogId, Tip>,
    /// Keys that the bundle itself makes known.
    keys: BTreeMap<LogId, (PublicKey, String)>,
    /// Centres that the bundle's certificates make known.
    hubs: BTreeSet<LogId>,
    tally: Tally,
    known: u64,
    batches: FxHashSet<BatchId>,
    found: Vec<Found>,
    /// The last stamp of each ledger that came, with its operation.
    latest: BTreeMap<LogId, (u64, Hlc)>,
}

impl Look {
    pub(super) fn new(book: &Book, producer: Option<LogId>, checks: bool) -> Self {
        let tips = book.holdings().into_iter().map(|holding| {
            let tip = Tip {
                seq: holding.seq,
                hash: holding.hash,
                held: holding.held,
            };
            (holding.log, tip)
        });
        Self {
            producer,
            checks,
            tips: tips.collect(),
            keys: BTreeMap::new(),
            hubs: BTreeSet::new(),
            tally: Tally::default(),
            known: 0,
            batches: FxHashSet::default(),
            found: Vec::new(),
            latest: BTreeMap::new(),
        }
    }

    /// The batches that something new is about.
    pub(super) fn batches(&self) -> impl Iterator<Item = BatchId> {
        self.batches.iter().copied()
    }

    pub(super) fn frame(&mut self, book: &Book, frame: &Frame, payload: &[u8]) {
        if frame.kind == FrameType::Certs {
            self.certificates(book, payload);
        }
        if frame.kind != FrameType::Segments {
            return;
        }
        match columns::unpack(payload, columns::Caps::FRAME) {
            Ok(segments) => segments.iter().for_each(|bytes| self.segment(book, bytes)),
            Err(error) => {
                let from = self.producer.map(|log| called(book, log)).unwrap_or_default();
                self.found
                    .push(Found::new(MatterKind::Damaged, &from).with(error.to_string()));
            }
        }
    }

    /// What certificates of this organisation would make known, were they taken.
    fn certificates(&mut self, book: &Book, payload: &[u8]) {
        let root = book.roll().root();
        for bytes in Certs::read(payload).unwrap_or_default().list {
            let Ok(cert) = HubCert::decode(&bytes) else {
                continue;
            };
            let claim = cert.claim();
            if Some(claim.root) == root && book.roll().node(claim.log).is_none() {
                self.hubs.insert(claim.log);
                self.keys.insert(claim.log, (claim.key, claim.name.clone()));
            }
        }
    }

    fn key(&self, book: &Book, log: LogId) -> Option<PublicKey> {
        book.roll()
            .key(log)
            .or_else(|| self.keys.get(&log).map(|(key, _)| *key))
    }

    fn segment(&mut self, book: &Book, bytes: &[u8]) {
        let Ok(view) = SegmentView::read(bytes) else {
            return;
        };
        let head = view.head;
        let last = head.next_seq().saturating_sub(1);
        if self.checks {
            let Some(key) = self.key(book, head.log) else {
                let matter = Found::new(MatterKind::UnknownOffice, &head.log.to_string()).of_log(head.log);
                if !self.found.contains(&matter) {
                    self.found.push(matter);
                }
                return;
            };
            if let Err(error) = head.check_signature(&key).and_then(|()| view.check_ops()) {
                let matter = Found::new(MatterKind::Damaged, &called(book, head.log))
                    .of_log(head.log)
                    .of_ops(head.first_seq, last);
                self.found.push(matter.with(error.to_string()));
                return;
            }
        }
        let tip = self.tips.entry(head.log).or_insert(Tip {
            seq: 0,
            hash: SegHash::NONE,
            held: Vec::new(),
        });
        if last <= tip.seq {
            self.known = self.known.saturating_add(u64::from(head.op_count));
            return;
        }
        if head.first_seq > tip.seq.saturating_add(1) {
            tip.held.push((head.first_seq, last));
            return;
        }
        if head.prev != tip.hash && self.checks {
            let matter = Found::new(MatterKind::Fork, &called(book, head.log)).of_log(head.log);
            self.found.push(matter.of_ops(head.first_seq, last));
            return;
        }
        tip.seq = last;
        tip.hash = head.hash();
        let hub = book.roll().is_hub(head.log) || self.hubs.contains(&head.log);
        self.latest.insert(head.log, (last, head.hlc_last));
        for entry in view.entries().map_while(Result::ok) {
            self.tally.count(entry.op.kind);
            if entry.op.subject_type == 3 {
                self.batches.insert(BatchId(entry.op.subject.0));
            }
            if hub
                && entry.op.kind == 2
                && let Ok(Body::NodeEnrolled(body)) = Body::read(2, entry.op.body)
            {
                let log = LogId::new(body.node, body.incarnation);
                self.keys.insert(log, (PublicKey(body.key), body.name));
            }
            if self.checks
                && let Ok(body) = Body::read(entry.op.kind, entry.op.body)
                && let Err(ignored) = book.roll().judge(entry.id, &body)
                && book.roll().node(head.log).is_some()
            {
                after::ignored(book, entry.id, ignored, &mut self.found);
            }
        }
    }

    /// Looks for clocks that the hub would bound.
    fn clocks(&mut self, book: &Book, wall_ms: u64) {
        if Some(book.log_id()) != book.roll().hub() {
            return;
        }
        let last = u64::try_from(book.last_moment().0).unwrap_or(0);
        let limit = wall_ms.max(last).saturating_add(FOLLOW_MS);
        for (&log, &(upto, hlc)) in &self.latest {
            if book.roll().effective(log.op(upto), hlc, Hlc(0)).ms() > limit {
                self.found.push(after::clock_ahead(book, log, upto));
            }
        }
    }

    /// What it would do, for people.
    pub(super) fn report(mut self, book: &Book, desk: &Desk, wall_ms: u64, report: &mut BundleReport) {
        self.clocks(book, wall_ms);
        let at = Moment(i64::try_from(wall_ms).unwrap_or(i64::MAX));
        report.news = self.tally.lines();
        report.known = self.known;
        let carrier = self.producer;
        for (log, tip) in &mut self.tips {
            tip.held.retain(|(_, to)| *to > tip.seq);
            tip.held.sort_unstable();
            if let Some((from, _)) = tip.held.first().copied().filter(|(from, _)| *from > tip.seq + 1) {
                let named = self.keys.get(log).map(|(_, name)| name.clone());
                let ask = desk.carrier(*log).or(carrier).unwrap_or(*log);
                report.gaps.push(Gap {
                    log: *log,
                    office: named.unwrap_or_else(|| called(book, *log)),
                    from: tip.seq + 1,
                    to: from - 1,
                    ask: called(book, ask),
                });
            }
        }
        report.matters = self.found.iter().map(|found| found.shown(at, false)).collect();
    }
}
