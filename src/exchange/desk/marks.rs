//! Bundles read and written, have-lists, segments that were refused, carriers of what is held back.

use super::{Desk, DeskError, encoded, key, log_key, log_of};
use crate::{
    domain::day::Moment,
    ledger::{id::LogId, segment::SegHash},
};
use minicbor::{Decode, Encode};

/// The most bundles read that are remembered. An older one may be read again: that changes nothing.
pub const MAX_READ: usize = 4_096;

/// The most bundles written that are remembered.
pub const MAX_SENT: usize = 256;

/// The most refused segments that are remembered and reported.
pub const MAX_REFUSED: usize = 256;

/// A bundle that was read.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct ReadMark {
    /// The node that made it.
    #[n(0)]
    pub node: u32,
    /// Its incarnation.
    #[n(1)]
    pub incarnation: u16,
    /// When, as this terminal's clock claimed: milliseconds since 1970 UTC.
    #[n(2)]
    pub at: i64,
    /// The order in which it was noted.
    #[n(3)]
    pub order: u64,
}

/// A bundle that was written.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct SentMark {
    /// Its id.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub id: [u8; 16],
    /// The ledgers of the offices it goes to.
    #[n(1)]
    pub to: Vec<(u32, u16)>,
    /// When, as this terminal's clock claimed: milliseconds since 1970 UTC.
    #[n(2)]
    pub at: i64,
    /// The number of the newest have-list of each of them that was known then.
    #[n(3)]
    pub heard: Vec<u64>,
    /// The last operation of our own ledger that it carries.
    #[n(4)]
    pub own: u64,
}

/// A segment that was refused: it is reported to the office that made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The ledger that it says it belongs to.
    pub log: LogId,
    /// Its first operation.
    pub seq: u64,
    /// Its hash.
    pub hash: SegHash,
    /// Why: 1 signature, 2 operations, 3 chain, 4 the header.
    pub reason: u8,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct RefusedRow {
    #[cbor(n(0), with = "minicbor::bytes")]
    hash: [u8; 32],
    #[n(1)]
    reason: u8,
    #[n(2)]
    order: u64,
}

impl Desk {
    /// When and whose a bundle was that was read before.
    #[must_use]
    pub fn read_before(&self, bundle: &[u8; 16]) -> Option<ReadMark> {
        self.get(&key(b'b', &[bundle]))
    }

    /// Notes that a bundle was read whole.
    pub fn note_read(&mut self, bundle: &[u8; 16], from: LogId, at: Moment) -> Result<(), DeskError> {
        let order = self.tick();
        let mark = ReadMark {
            node: from.node.0,
            incarnation: from.incarnation,
            at: at.0,
            order,
        };
        self.commit(&[
            (key(b'b', &[bundle]), Some(encoded(&mark))),
            (log_key(b't', from), Some(encoded(&at.0))),
            Self::ticked(order),
        ])?;
        let gone = self.oldest(b"b", MAX_READ, |value| {
            crate::ledger::body::read::<ReadMark>(value).map_or(0, |mark| mark.order)
        });
        let gone: Vec<_> = gone.into_iter().map(|key| (key, None)).collect();
        self.commit(&gone)
    }

    /// The bundle that was read last.
    #[must_use]
    pub fn last_read(&self) -> Option<([u8; 16], ReadMark)> {
        self.each::<ReadMark>(b"b")
            .filter_map(|(key, mark)| Some((*key.get(1..)?.first_chunk()?, mark)))
            .max_by_key(|(_, mark)| mark.order)
    }

    /// When a bundle made by a ledger was read last, as this terminal's clock claimed.
    #[must_use]
    pub fn heard(&self, log: LogId) -> Option<Moment> {
        self.get::<i64>(&log_key(b't', log)).map(Moment)
    }

    /// Notes that a bundle was written, read again and compared.
    pub fn note_sent(&mut self, mark: &SentMark) -> Result<(), DeskError> {
        let order = self.tick();
        self.commit(&[
            (key(b's', &[&order.to_be_bytes()]), Some(encoded(mark))),
            Self::ticked(order),
        ])?;
        let over = self.each::<SentMark>(b"s").count().saturating_sub(MAX_SENT);
        let gone: Vec<_> = self
            .vault
            .starting_with(b"s")
            .take(over)
            .map(|(key, _)| (key.to_vec(), None))
            .collect();
        self.commit(&gone)
    }

    /// The bundles that were written, the last one first.
    #[must_use]
    pub fn sent(&self) -> Vec<SentMark> {
        let mut sent: Vec<SentMark> = self.each(b"s").map(|(_, mark)| mark).collect();
        sent.reverse();
        sent
    }

    /// The number of our own last have-list.
    #[must_use]
    pub fn own_have(&self) -> u64 {
        self.get(b"n").unwrap_or(0)
    }

    /// Notes the number of our own have-list, before it is given to anybody.
    pub fn note_own_have(&mut self, n: u64) -> Result<(), DeskError> {
        self.commit(&[(b"n".to_vec(), Some(encoded(&n)))])
    }

    /// The newest have-list of every ledger, as it was signed.
    pub fn haves(&self) -> impl Iterator<Item = (LogId, &[u8])> {
        self.vault
            .starting_with(b"h")
            .filter_map(|(key, bytes)| Some((log_of(key)?, bytes)))
    }

    /// Keeps have-lists as they were signed. The caller has compared them with those that are here.
    pub fn note_haves(&mut self, haves: &[(LogId, Vec<u8>)]) -> Result<(), DeskError> {
        let changes: Vec<_> = haves
            .iter()
            .map(|(log, bytes)| (log_key(b'h', *log), Some(bytes.clone())))
            .collect();
        self.commit(&changes)
    }

    /// The segments that were refused and are still missing.
    #[must_use]
    pub fn refused(&self) -> Vec<Refusal> {
        self.each::<RefusedRow>(b"q")
            .filter_map(|(key, row)| {
                Some(Refusal {
                    log: log_of(key)?,
                    seq: u64::from_be_bytes(*key.get(7..)?.first_chunk()?),
                    hash: SegHash(row.hash),
                    reason: row.reason,
                })
            })
            .collect()
    }

    /// Notes a refused segment.
    pub fn note_refused(&mut self, refused: &Refusal) -> Result<(), DeskError> {
        let order = self.tick();
        let mut at = log_key(b'q', refused.log);
        at.extend_from_slice(&refused.seq.to_be_bytes());
        let row = RefusedRow {
            hash: refused.hash.0,
            reason: refused.reason,
            order,
        };
        self.commit(&[(at, Some(encoded(&row))), Self::ticked(order)])?;
        let gone = self.oldest(b"q", MAX_REFUSED, |value| {
            crate::ledger::body::read::<RefusedRow>(value).map_or(0, |row| row.order)
        });
        let gone: Vec<_> = gone.into_iter().map(|key| (key, None)).collect();
        self.commit(&gone)
    }

    /// Forgets refused segments that a good copy has come of: `has` says up to where a ledger is here.
    pub fn forgive(&mut self, has: impl Fn(LogId) -> u64) -> Result<(), DeskError> {
        let gone: Vec<_> = self
            .refused()
            .into_iter()
            .filter(|refused| has(refused.log) >= refused.seq)
            .map(|refused| {
                let mut at = log_key(b'q', refused.log);
                at.extend_from_slice(&refused.seq.to_be_bytes());
                (at, None)
            })
            .collect();
        self.commit(&gone)
    }

    /// Who carried what is held back of a ledger.
    #[must_use]
    pub fn carrier(&self, log: LogId) -> Option<LogId> {
        self.get::<(u32, u16)>(&log_key(b'g', log))
            .map(|(node, incarnation)| LogId::new(node, incarnation))
    }

    /// Notes who carried what is held back of ledgers.
    pub fn note_carriers(&mut self, of: &[LogId], carrier: LogId) -> Result<(), DeskError> {
        let value = encoded(&(carrier.node.0, carrier.incarnation));
        let changes: Vec<_> = of
            .iter()
            .filter(|log| self.carrier(**log) != Some(carrier))
            .map(|log| (log_key(b'g', *log), Some(value.clone())))
            .collect();
        self.commit(&changes)
    }
}
