//! Random damage to a large bundle: never accepted, never a panic, with the signature check and without.
//!
//! `BALAI_MUTATIONS` says how many times (default 2,000).

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use balai::bundle::frame::{FrameType, Manifest};
use balai::bundle::header::{Header, Purpose};
use balai::bundle::read::Reader;
use balai::bundle::stream::Frames;
use balai::bundle::write::Writer;
use balai::bundle::{Identity, Recipient, columns, inspect};
use balai::ledger::clock::Hlc;
use balai::ledger::id::LogId;
use balai::ledger::key::NodeKey;
use balai::ledger::segment::SegmentView;
use std::io::{Cursor, Read};

const LOG: LogId = LogId::new(7, 1);

fn mutations() -> u64 {
    std::env::var("BALAI_MUTATIONS").map_or(2_000, |count| count.parse().unwrap())
}

/// Numbers that look random and are the same in every run.
struct Dice(blake3::OutputReader);

impl Dice {
    fn new(seed: u64) -> Self {
        Self(blake3::Hasher::new().update(&seed.to_le_bytes()).finalize_xof())
    }

    fn below(&mut self, end: usize) -> usize {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        usize::try_from(u64::from_le_bytes(bytes) % end.max(1) as u64).unwrap()
    }
}

/// Changes `bytes` in one of a few ways.
fn damage(bytes: &mut Vec<u8>, dice: &mut Dice) {
    let (at, other) = (dice.below(bytes.len()), dice.below(bytes.len()));
    match dice.below(7) {
        0 => bytes.truncate(at),
        1 => bytes.insert(at, u8::try_from(dice.below(256)).unwrap()),
        2 => drop(bytes.remove(at)),
        3 => bytes.swap(at, other),
        4 => {
            let length = dice.below(64).min(bytes.len() - at.max(other));
            bytes.copy_within(other..other + length, at);
        }
        5 => {
            for _ in 0..=dice.below(8) {
                let at = dice.below(bytes.len());
                bytes[at] = u8::try_from(dice.below(256)).unwrap();
            }
        }
        _ => bytes[at] ^= 1 << dice.below(8),
    }
}

fn large() -> (Vec<u8>, Identity, NodeKey) {
    let identity = Identity::generate();
    let key = NodeKey::from_seed(&[7; 32]);
    let to = Recipient::of(&identity).unwrap();
    let manifest = Manifest {
        software: "balai".to_owned(),
        made: Hlc(1),
        bases: Vec::new(),
        carries: Vec::new(),
    };
    let mut out = Vec::new();
    let header = Header::new([1; 16], LOG, Purpose::Exchange);
    let mut writer = Writer::new(&mut out, header, &[to], &manifest).unwrap();
    let mut dice = Dice::new(0);
    for _ in 0..24 {
        let noise: Vec<u8> = (0..8_000)
            .map(|_| u8::try_from(dice.below(200)).unwrap())
            .collect();
        writer.frame(FrameType::Survey, 0, &noise).unwrap();
    }
    writer.finish(&key, None).unwrap();
    (out, identity, key)
}

#[test]
fn a_large_bundle_is_never_accepted_once_it_is_damaged() {
    let (good, _, key) = large();
    let mut dice = Dice::new(1);
    let known = |_| Some(key.public());
    assert!(Reader::open(Cursor::new(&good), &known).is_ok());
    for round in 0..mutations() {
        let mut bad = good.clone();
        damage(&mut bad, &mut dice);
        let accepted = Reader::open(Cursor::new(&bad), &known).is_ok();
        assert!(!accepted || bad == good, "round {round}");
    }
}

#[test]
fn the_decoders_behind_the_signature_never_panic() {
    let bytes = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/bundle-1.bli")).unwrap();
    let text = include_str!("golden/bundle-1.key");
    let identity: Identity = text.trim().parse().unwrap();
    let length = usize::from(u16::from_le_bytes([bytes[10], bytes[11]]));
    let body = &bytes[16 + length..bytes.len() - 128];
    let mut plain = Vec::new();
    age::Decryptor::new_buffered(body)
        .unwrap()
        .decrypt(std::iter::once(&identity as &dyn age::Identity))
        .unwrap()
        .read_to_end(&mut plain)
        .unwrap();
    let mut payloads = Vec::new();
    let mut frames = Frames::new(plain.as_slice(), None).unwrap();
    let mut payload = Vec::new();
    while let Some(frame) = frames.next_frame(&mut payload).unwrap() {
        payloads.push((frame, payload.clone()));
    }
    let mut dice = Dice::new(2);
    let mut sink = Vec::new();
    for _ in 0..mutations() {
        let mut bad = plain.clone();
        damage(&mut bad, &mut dice);
        let mut frames = Frames::new(bad.as_slice(), None).unwrap();
        while let Ok(Some(frame)) = frames.next_frame(&mut payload) {
            sink.clear();
            let _ = inspect::frame_json(&frame, &payload, &mut sink);
        }
        // The checksums of frames keep most damage from the decoders: it is given to them as well.
        let (frame, good) = &payloads[dice.below(payloads.len())];
        let mut bad = good.clone();
        damage(&mut bad, &mut dice);
        sink.clear();
        let _ = inspect::frame_json(frame, &bad, &mut sink);
        if frame.kind == FrameType::Segments {
            for segment in columns::unpack(&bad, columns::Caps::FRAME).unwrap_or_default() {
                let _ = SegmentView::read(&segment).map(|view| view.check_ops());
            }
        }
    }
}
