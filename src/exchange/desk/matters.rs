//! Matters for an officer's eyes: found once, kept until they are resolved or too many.

use super::{Desk, DeskError, encoded, key};
use crate::{
    domain::{
        day::Moment,
        id::{BatchId, PersonId},
    },
    ledger::id::LogId,
    state::sync::{Matter, MatterKind},
};
use minicbor::{Decode, Encode};

/// The most matters that are kept; those that were seen and noted first go.
pub const MAX_MATTERS: usize = 2_000;

/// A matter as it is found: no name, no time, not seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What it is.
    pub kind: MatterKind,
    /// The office it is about.
    pub office: String,
    /// The ledger it is about.
    pub log: Option<LogId>,
    /// The operations it is about.
    pub ops: Option<(u64, u64)>,
    /// The batch.
    pub batch: Option<BatchId>,
    /// The person.
    pub person: Option<PersonId>,
    /// More.
    pub detail: String,
}

impl Found {
    /// A matter of a kind about an office; the rest is to be filled in.
    #[must_use]
    pub fn new(kind: MatterKind, office: &str) -> Self {
        Self {
            kind,
            office: office.to_owned(),
            log: None,
            ops: None,
            batch: None,
            person: None,
            detail: String::new(),
        }
    }

    /// The same, about a ledger.
    #[must_use]
    pub const fn of_log(mut self, log: LogId) -> Self {
        self.log = Some(log);
        self
    }

    /// The same, about operations.
    #[must_use]
    pub const fn of_ops(mut self, from: u64, to: u64) -> Self {
        self.ops = Some((from, to));
        self
    }

    /// The same, about a batch.
    #[must_use]
    pub const fn of_batch(mut self, batch: BatchId) -> Self {
        self.batch = Some(batch);
        self
    }

    /// The same, about somebody in a batch.
    #[must_use]
    pub const fn of_person(mut self, batch: BatchId, person: PersonId) -> Self {
        self.batch = Some(batch);
        self.person = Some(person);
        self
    }

    /// The same, with more to say.
    #[must_use]
    pub fn with(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    /// Its name: the same matter found twice is one. The office's name is no part of it: names change. Of matters
    /// that grow (an office that goes on writing after its closure) only the first operation is part of it.
    #[must_use]
    pub fn id(&self) -> [u8; 16] {
        let mut hash = blake3::Hasher::new();
        hash.update(b"balai/matter/1\0").update(&[number(self.kind)]);
        let log = self.log.map(|log| (log.node.0, log.incarnation));
        hash.update(&encoded(&(
            log,
            self.ops.map(|(from, _)| from),
            self.batch
                .map(|batch| minicbor::bytes::ByteVec::from(batch.0.to_vec())),
            self.person
                .map(|person| minicbor::bytes::ByteVec::from(person.0.to_vec())),
            &self.detail,
        )));
        let mut id = [0; 16];
        hash.finalize_xof().fill(&mut id);
        id
    }

    /// As it is shown.
    #[must_use]
    pub fn shown(&self, found: Moment, seen: bool) -> Matter {
        Matter {
            id: self.id(),
            kind: self.kind,
            office: self.office.clone(),
            log: self.log,
            ops: self.ops,
            batch: self.batch,
            person: self.person,
            name: String::new(),
            detail: self.detail.clone(),
            found,
            seen,
        }
    }
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Row {
    #[n(0)]
    kind: u8,
    #[n(1)]
    office: String,
    #[n(2)]
    log: Option<(u32, u16)>,
    #[n(3)]
    ops: Option<(u64, u64)>,
    #[cbor(n(4), with = "minicbor::bytes")]
    batch: Option<[u8; 16]>,
    #[cbor(n(5), with = "minicbor::bytes")]
    person: Option<[u8; 16]>,
    #[n(6)]
    detail: String,
    #[n(7)]
    found: i64,
    #[n(8)]
    seen: bool,
    #[n(9)]
    order: u64,
}

/// The kinds by the numbers that are kept: never reused.
const KINDS: [MatterKind; 16] = [
    MatterKind::Fork,
    MatterKind::Damaged,
    MatterKind::UnknownOffice,
    MatterKind::OutsideScope,
    MatterKind::AfterClosure,
    MatterKind::ClockAhead,
    MatterKind::NewerRelease,
    MatterKind::Bumped,
    MatterKind::TwoSeats,
    MatterKind::SetAsideThere,
    MatterKind::Restored,
    MatterKind::JoinRequest,
    MatterKind::MissingPerson,
    MatterKind::JoinRefused,
    MatterKind::NoRoom,
    MatterKind::SurveyCounts,
];

fn number(kind: MatterKind) -> u8 {
    let at = KINDS.iter().position(|known| *known == kind);
    at.and_then(|at| u8::try_from(at).ok()).unwrap_or(u8::MAX)
}

fn row_of(found: &Found, at: Moment, seen: bool, order: u64) -> Row {
    Row {
        kind: number(found.kind),
        office: found.office.clone(),
        log: found.log.map(|log| (log.node.0, log.incarnation)),
        ops: found.ops,
        batch: found.batch.map(|batch| batch.0),
        person: found.person.map(|person| person.0),
        detail: found.detail.clone(),
        found: at.0,
        seen,
        order,
    }
}

fn matter_of(id: &[u8], row: Row) -> Option<Matter> {
    Some(Matter {
        id: *id.get(1..)?.first_chunk()?,
        kind: *KINDS.get(usize::from(row.kind))?,
        office: row.office,
        log: row.log.map(|(node, incarnation)| LogId::new(node, incarnation)),
        ops: row.ops,
        batch: row.batch.map(BatchId),
        person: row.person.map(PersonId),
        name: String::new(),
        detail: row.detail,
        found: Moment(row.found),
        seen: row.seen,
    })
}

impl Desk {
    /// Every matter, the newest first, those that wait for eyes before those that were seen.
    #[must_use]
    pub fn matters(&self) -> Vec<Matter> {
        let mut rows: Vec<(u64, Matter)> = self
            .each::<Row>(b"m")
            .filter_map(|(key, row)| Some((row.order, matter_of(key, row)?)))
            .collect();
        rows.sort_by_key(|(order, matter)| (matter.seen, std::cmp::Reverse(*order)));
        rows.into_iter().map(|(_, matter)| matter).collect()
    }

    /// How many matters wait for eyes.
    #[must_use]
    pub fn unseen(&self) -> u64 {
        let unseen = self.each::<Row>(b"m").filter(|(_, row)| !row.seen);
        u64::try_from(unseen.count()).unwrap_or(u64::MAX)
    }

    /// Notes what was found; what was noted before keeps its time and whether it was seen, unless it has grown by
    /// operations: then it waits for eyes again. Answers them as they are shown.
    pub fn note_matters(&mut self, found: &[Found], at: Moment) -> Result<Vec<Matter>, DeskError> {
        let mut tick = self.tick();
        let (mut changes, mut shown) = (Vec::new(), Vec::new());
        for matter in found {
            let id = matter.id();
            let key = key(b'm', &[&id]);
            let before = self.get::<Row>(&key);
            let grown = before.as_ref().is_none_or(|row| row.ops != matter.ops);
            match before {
                Some(row) if !grown => shown.push(matter.shown(Moment(row.found), row.seen)),
                before => {
                    let first = before.map_or(at, |row| Moment(row.found));
                    changes.push((key, Some(encoded(&row_of(matter, first, false, tick)))));
                    shown.push(matter.shown(first, false));
                    tick = tick.saturating_add(1);
                }
            }
        }
        if !changes.is_empty() {
            changes.push(Self::ticked(tick));
            self.commit(&changes)?;
            let gone = self.oldest(b"m", MAX_MATTERS, |value| {
                // What was seen goes before what was not.
                crate::ledger::body::read::<Row>(value)
                    .map_or(0, |row| row.order | if row.seen { 0 } else { 1 << 62 })
            });
            let gone: Vec<_> = gone.into_iter().map(|key| (key, None)).collect();
            self.commit(&gone)?;
        }
        Ok(shown)
    }

    /// Somebody has looked at a matter. Answers whether there is such a matter.
    pub fn see_matter(&mut self, id: [u8; 16]) -> Result<bool, DeskError> {
        let key = key(b'm', &[&id]);
        let Some(mut row) = self.get::<Row>(&key) else {
            return Ok(false);
        };
        row.seen = true;
        self.commit(&[(key, Some(encoded(&row)))])?;
        Ok(true)
    }

    /// Takes away the matters that are no more: those of `kind` for which `still` says no.
    pub fn resolve(&mut self, kind: MatterKind, still: impl Fn(&Matter) -> bool) -> Result<(), DeskError> {
        let gone: Vec<_> = self
            .each::<Row>(b"m")
            .filter_map(|(key, row)| Some((key.to_vec(), matter_of(key, row)?)))
            .filter(|(_, matter)| matter.kind == kind && !still(matter))
            .map(|(key, _)| (key, None))
            .collect();
        self.commit(&gone)
    }
}
