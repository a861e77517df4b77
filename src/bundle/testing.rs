//! Bundles for tests, and plaintexts that no writer makes.

use crate::bundle::frame::{End, FrameHead, FrameType, Manifest};
use crate::bundle::header::{Header, Purpose};
use crate::bundle::write::Writer;
use crate::ledger::clock::Hlc;
use crate::ledger::id::LogId;
use crate::ledger::key::{NodeKey, PublicKey};
use crate::ledger::recipient::{Identity, Recipient};
use std::collections::BTreeMap;

pub(crate) const LOG: LogId = LogId::new(7, 1);

pub(crate) fn key() -> NodeKey {
    NodeKey::from_seed(&[3; 32])
}

pub(crate) fn known(asked: LogId) -> Option<PublicKey> {
    (asked == LOG).then(|| key().public())
}

pub(crate) fn manifest() -> Manifest {
    Manifest {
        software: "balai test".to_owned(),
        made: Hlc::new(1_700_000_000_000, 0),
        bases: Vec::new(),
        carries: Vec::new(),
    }
}

pub(crate) fn header() -> Header {
    Header::new([9; 16], LOG, Purpose::Exchange)
}

/// A bundle for a new identity with one SEGMENTS frame for each of `payloads`.
pub(crate) fn bundle(payloads: &[&[u8]]) -> (Vec<u8>, Identity) {
    let identity = Identity::generate();
    let to = Recipient::of(&identity).unwrap();
    let mut out = Vec::new();
    let mut writer = Writer::new(&mut out, header(), &[to], &manifest()).unwrap();
    for (payload, tag) in payloads.iter().zip(0..) {
        writer.frame(FrameType::Segments, tag, payload).unwrap();
    }
    writer.finish(&key(), None).unwrap();
    (out, identity)
}

/// Bytes that do not pack.
pub(crate) fn noise(seed: u64, length: usize) -> Vec<u8> {
    let mut bytes = vec![0; length];
    blake3::Hasher::new()
        .update(&seed.to_le_bytes())
        .finalize_xof()
        .fill(&mut bytes);
    bytes
}

/// A plaintext, frame by frame, with an END frame that is true of it.
#[derive(Default)]
pub(crate) struct Plaintext {
    pub(crate) bytes: Vec<u8>,
    counts: BTreeMap<u8, u32>,
}

impl Plaintext {
    pub(crate) fn new() -> Self {
        Self::default().frame(FrameType::Manifest, &manifest().to_bytes())
    }

    pub(crate) fn frame(self, kind: FrameType, payload: &[u8]) -> Self {
        self.raw(FrameHead::plain(kind, 0, payload), payload)
    }

    pub(crate) fn raw(mut self, head: FrameHead, payload: &[u8]) -> Self {
        self.bytes.extend_from_slice(&head.to_bytes().unwrap());
        self.bytes.extend_from_slice(payload);
        *self.counts.entry(head.kind.number()).or_default() += 1;
        self
    }

    pub(crate) fn end(self) -> Vec<u8> {
        let end = End {
            counts: self.counts.iter().map(|(kind, count)| (*kind, *count)).collect(),
            hash: *blake3::hash(&self.bytes).as_bytes(),
            parts: None,
        };
        self.frame(FrameType::End, &end.to_bytes()).bytes
    }
}
