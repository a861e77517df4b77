//! Personal data beside the operations that name it: plainly for recipients who may all have it, sealed for one key
//! where the bundle is opened by others or carried through another office.

use super::part::Waiting;
use crate::{
    bundle::{
        Recipient,
        frame::{BlobEntry, Blobs},
        sealed,
    },
    exchange::{
        Exchange, ExchangeError,
        desk::relays::Sealed,
        own::{About, about, each_entry, may_know, receipt},
        plan::Plan,
    },
    ledger::{
        blob::BlobHash,
        id::{LogId, OpId},
    },
    state::roll::Node,
    store::book::{Book, BookError},
};
use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    ops::ControlFlow,
};

/// Bytes of blobs in one frame, about.
const FRAME: usize = 1 << 20;

/// Bytes of blobs that wait to be sealed, over all nodes.
const AT_HAND: usize = 16 << 20;

/// A node that blobs are gathered for.
struct Reader {
    node: Node,
    /// Whether the bundle is encrypted to it.
    direct: bool,
    /// What it has confirmed, by ledger.
    has: BTreeMap<LogId, u64>,
    /// What it says to miss.
    misses: BTreeSet<OpId>,
    gathered: Gathered,
}

#[derive(Default)]
struct Gathered {
    list: Vec<BlobEntry>,
    bytes: usize,
}

impl Gathered {
    fn push(&mut self, op: OpId, salted: &[u8]) {
        self.bytes += salted.len() + 24;
        self.list.push(BlobEntry {
            op,
            salted: salted.to_vec(),
        });
    }

    fn take(&mut self) -> Blobs {
        self.bytes = 0;
        Blobs {
            list: std::mem::take(&mut self.list),
        }
    }
}

/// Blobs on their way into a bundle.
pub(super) struct Sealing {
    readers: Vec<Reader>,
    /// For every recipient alike.
    plain: Gathered,
    /// Operations that somebody misses and that no run carries: looked up at the end.
    missed: BTreeSet<OpId>,
}

impl Sealing {
    pub(super) fn new(exchange: &Exchange, book: &Book, plan: &Plan) -> Self {
        let (roll, own) = (book.roll(), book.log_id());
        let holdings = book.holdings();
        let mut readers = Vec::new();
        let mut missed = BTreeSet::new();
        // A ledger that was closed relays nothing any more.
        let nodes = if plan.farewell { Vec::new() } else { roll.nodes() };
        for node in nodes {
            if node.log == own || !roll.is_open(node.log) || node.hub && roll.hub() != Some(node.log) {
                continue;
            }
            let have = exchange.haves.get(node.log);
            let absent: BTreeSet<OpId> = have
                .iter()
                .flat_map(|have| have.missing_blobs.iter().copied())
                .collect();
            missed.extend(absent.iter().copied());
            readers.push(Reader {
                node: node.clone(),
                direct: plan.to.contains(&node.log),
                has: holdings
                    .iter()
                    .map(|holding| (holding.log, receipt(book, &exchange.haves, node.log, holding)))
                    .collect(),
                misses: absent,
                gathered: Gathered::default(),
            });
        }
        Self {
            readers,
            plain: Gathered::default(),
            missed,
        }
    }

    /// Takes the blob of an operation, for everybody who may have it and has not confirmed the operation.
    pub(super) fn take(
        &mut self,
        book: &mut Book,
        op: OpId,
        hash: &BlobHash,
        about: About,
        waiting: &mut VecDeque<Waiting>,
    ) -> Result<(), ExchangeError> {
        self.missed.remove(&op);
        let roll = book.roll();
        let wants = |reader: &Reader| {
            let lacks = reader.has.get(&op.log).is_none_or(|seq| *seq < op.seq);
            (lacks || reader.misses.contains(&op)) && may_know(roll, &reader.node, about)
        };
        let chosen: Vec<usize> = (0..self.readers.len())
            .filter(|at| self.readers.get(*at).is_some_and(&wants))
            .collect();
        if chosen.is_empty() {
            return Ok(());
        }
        let everybody = self
            .readers
            .iter()
            .filter(|reader| reader.direct)
            .all(|reader| may_know(roll, &reader.node, about));
        let Some(blob) = book.blob(hash)? else {
            return Ok(());
        };
        let mut plainly = false;
        for at in chosen {
            let Some(reader) = self.readers.get_mut(at) else {
                continue;
            };
            if reader.direct && everybody {
                plainly = true;
            } else {
                reader.gathered.push(op, blob.as_bytes());
            }
        }
        if plainly {
            self.plain.push(op, blob.as_bytes());
            if self.plain.bytes >= FRAME {
                self.end_group(waiting);
            }
        }
        self.seal_full(waiting)
    }

    /// Ends the frame of blobs that stands behind its operations.
    pub(super) fn end_group(&mut self, waiting: &mut VecDeque<Waiting>) {
        if !self.plain.list.is_empty() {
            waiting.push_back(Waiting::Blobs(self.plain.take().to_bytes()));
        }
    }

    /// Seals what has become a frame's worth, and the most where too much waits.
    fn seal_full(&mut self, waiting: &mut VecDeque<Waiting>) -> Result<(), ExchangeError> {
        let all: usize = self.readers.iter().map(|reader| reader.gathered.bytes).sum();
        let most = self
            .readers
            .iter()
            .map(|reader| reader.gathered.bytes)
            .max()
            .unwrap_or(0);
        for reader in &mut self.readers {
            let bytes = reader.gathered.bytes;
            if bytes >= FRAME || all > AT_HAND && bytes == most {
                seal(reader, waiting)?;
            }
        }
        Ok(())
    }

    /// Behind the last segment: what somebody misses of earlier bundles, then all that still waits. Answers whether
    /// there was anything.
    pub(super) fn finish(
        &mut self,
        book: &mut Book,
        waiting: &mut VecDeque<Waiting>,
    ) -> Result<bool, ExchangeError> {
        let missed = std::mem::take(&mut self.missed);
        let mut found = Vec::new();
        let mut rest = missed.iter().copied().peekable();
        while let Some(first) = rest.next() {
            let mut seen = first.seq;
            book.segments_after::<BookError>(first.log, first.seq.saturating_sub(1), |head, bytes| {
                seen = head.next_seq().saturating_sub(1);
                let _ = each_entry(bytes, |entry| {
                    if missed.contains(&entry.id)
                        && let Some(hash) = entry.op.blob
                    {
                        found.push((entry.id, hash, about(book, entry)));
                    }
                    ControlFlow::<()>::Continue(())
                });
                Ok(false)
            })?;
            while rest.next_if(|op| op.log == first.log && op.seq <= seen).is_some() {}
        }
        for (op, hash, about) in found {
            self.take(book, op, &hash, about, waiting)?;
        }
        self.end_group(waiting);
        for reader in &mut self.readers {
            seal(reader, waiting)?;
        }
        Ok(!waiting.is_empty())
    }
}

fn seal(reader: &mut Reader, waiting: &mut VecDeque<Waiting>) -> Result<(), ExchangeError> {
    if reader.gathered.list.is_empty() {
        return Ok(());
    }
    let key = Recipient(reader.node.recipient);
    let payload = sealed::seal(&key, &reader.gathered.take())?;
    waiting.push_back(Waiting::Sealed(key.key_id(), payload));
    Ok(())
}

impl Exchange {
    /// Sealed blobs that go along: those for the recipients, and those for others where the recipient is no hub, which
    /// has everything by its own right.
    pub(super) fn to_relay(&self, book: &Book, plan: &Plan) -> Vec<Sealed> {
        let roll = book.roll();
        let keys: Vec<[u8; 8]> = plan
            .to
            .iter()
            .filter_map(|log| roll.node(*log))
            .map(|node| Recipient(node.recipient).key_id().0)
            .collect();
        if plan.farewell {
            return Vec::new();
        }
        let carries = plan.to.iter().any(|log| !roll.is_hub(*log));
        let mut sealed = self.desk.sealed();
        sealed.retain(|sealed| carries || keys.contains(&sealed.recipient));
        sealed
    }

    /// Lets go of sealed blobs that are of no use any more: those for ledgers that are closed or unknown, and those
    /// whose recipient has all that their bundle carried and misses nobody's data of it.
    pub(in crate::exchange) fn forget_delivered(&mut self, book: &Book) -> Result<(), ExchangeError> {
        let roll = book.roll();
        let nodes: BTreeMap<[u8; 8], LogId> = roll
            .nodes()
            .iter()
            .filter(|node| roll.is_open(node.log))
            .map(|node| (Recipient(node.recipient).key_id().0, node.log))
            .collect();
        let gone: Vec<Sealed> = self
            .desk
            .sealed()
            .into_iter()
            .filter(|sealed| {
                let Some(node) = nodes.get(&sealed.recipient) else {
                    return true;
                };
                let Some(have) = self.haves.get(*node) else {
                    return false;
                };
                let covered = sealed
                    .covers
                    .iter()
                    .all(|(log, seq)| self.haves.held(*node, *log).is_some_and(|held| held.seq >= *seq));
                !sealed.covers.is_empty() && covered && have.missing_blobs.is_empty()
            })
            .collect();
        Ok(self.desk.drop_sealed(&gone)?)
    }
}
