// What each fuzz target does with its bytes. Included by the targets of cargo-fuzz and by `tests/corpus.rs`, so that what
// was found once is run again on stable by every test run.

use std::io::Cursor;

use balai::bundle::frame::{Blobs, Certs, End, Haves, Manifest, Surveys};
use balai::bundle::{Identity, cbor, columns, header, inspect, read, salvage, scan, sealed, squeeze, stream};
use balai::ledger::blob::Blob;
use balai::ledger::body::Body;
use balai::ledger::frame::Framing;
use balai::ledger::id::LogId;
use balai::ledger::key::{NodeKey, PublicKey};
use balai::ledger::op::OpView;
use balai::ledger::segment::SegmentView;

/// Takes bytes of anybody's and does not panic.
pub type Target = fn(&[u8]);

/// The targets by the name of their corpus.
pub const TARGETS: &[(&str, Target)] = &[
    ("bundle", bundle),
    ("header", header_map),
    ("frames", frames),
    ("payload", payload),
    ("columns", columns_payload),
    ("zstd", zstd),
    ("age_header", age_header),
    ("sealed", sealed_payload),
    ("salvage", salvage_file),
    ("segment", segment),
    ("op", op),
    ("body", body),
    ("wal", wal),
    ("blob", blob),
];

fn identity() -> Identity {
    include_str!("../tests/golden/bundle-1.key").trim().parse().unwrap()
}

fn key() -> PublicKey {
    NodeKey::from_seed(&[7; 32]).public()
}

fn listed<R: std::io::Read>(mut frames: stream::Frames<R>) {
    let (mut payload, mut out) = (Vec::new(), Vec::new());
    while let Ok(Some(frame)) = frames.next_frame(&mut payload) {
        out.clear();
        let _ = inspect::frame_json(&frame, &payload, &mut out);
    }
}

/// Header, trailer, signature, age, frames.
pub fn bundle(data: &[u8]) {
    let _ = read::peek(&mut &*data);
    if let Ok(reader) = read::Reader::open(Cursor::new(data), &|_| Some(key()))
        && let Ok(frames) = reader.decrypt(&identity())
    {
        listed(frames);
    }
    if let Ok(reader) = read::Reader::open_introduced(Cursor::new(data))
        && let Ok(frames) = reader.plain()
    {
        listed(frames);
    }
}

/// The header's map.
pub fn header_map(data: &[u8]) {
    if let Ok(header) = header::Header::from_map(data) {
        let _ = header.to_bytes();
    }
}

/// The plaintext of a body.
pub fn frames(data: &[u8]) {
    if let Ok(frames) = stream::Frames::new(data, None) {
        listed(frames);
    }
}

/// The payloads that are CBOR. What reads is written the same again.
pub fn payload(data: &[u8]) {
    let _ = cbor::check(data);
    let _ = (Blobs::read(data), Certs::read(data), End::read(data), Manifest::read(data));
    if let Ok(haves) = Haves::read(data) {
        assert_eq!(haves.to_bytes(), data);
        for have in &haves.list {
            let _ = have.verify(&key());
        }
    }
    if let Ok(surveys) = Surveys::read(data) {
        assert_eq!(surveys.to_bytes(), data);
        for one in &surveys.list {
            let _ = one.is_signed_by(&key());
            if let Ok(plain) = sealed::decrypt(one.sealed(), &identity(), 1 << 20) {
                let _ = balai::store::ballot::Ballot::from_released(&plain);
            }
        }
    }
    let _ = balai::store::ballot::Ballot::from_released(data);
}

/// The payload of a SEGMENTS frame: never more than was allowed, and what was packed comes back.
pub fn columns_payload(data: &[u8]) {
    let caps = columns::Caps {
        segments: 64,
        bytes: 256 * 1024,
    };
    if let Ok(segments) = columns::unpack(data, caps) {
        assert!(segments.iter().map(Vec::len).sum::<usize>() <= caps.bytes);
        let views: Vec<&[u8]> = segments.iter().map(Vec::as_slice).collect();
        assert_eq!(columns::unpack(&columns::pack(&views), caps).as_ref(), Ok(&segments));
        for segment in &segments {
            let _ = SegmentView::read(segment).map(|view| view.check_ops());
        }
    }
}

/// A packed payload; its first two bytes say how long it should get.
pub fn zstd(data: &[u8]) {
    if let Some((size, packed)) = data.split_first_chunk::<2>() {
        let mut out = Vec::new();
        let size = usize::from(u16::from_le_bytes(*size));
        if let Ok(mut unpacker) = squeeze::Unpacker::new() {
            let _ = unpacker.unpack(packed, size, &mut out);
        }
    }
}

/// The look at an age header.
pub fn age_header(data: &[u8]) {
    if let Ok(length) = scan::scan(data) {
        assert!(length <= data.len());
    }
}

/// The payload of a SEALED frame.
pub fn sealed_payload(data: &[u8]) {
    let _ = sealed::open(data, &identity(), &mut |_| ());
}

/// A damaged file.
pub fn salvage_file(data: &[u8]) {
    let _ = salvage::salvage(&mut Cursor::new(data), &identity(), &mut |_, _| ());
}

/// A segment.
pub fn segment(data: &[u8]) {
    if let Ok(view) = SegmentView::read(data) {
        let _ = view.head.check_signature(&key());
        let _ = view.check_ops();
        for entry in view.entries().flatten() {
            let _ = Body::read(entry.op.kind, entry.op.body);
        }
    }
}

/// An operation's envelope. What reads is written the same again.
pub fn op(data: &[u8]) {
    if let Ok((delta, view, rest)) = OpView::decode(data) {
        let mut again = Vec::new();
        assert!(view.encode(delta, &mut again).is_ok());
        assert_eq!(again, data[..data.len() - rest.len()]);
        let _ = Body::read(view.kind, view.body);
    }
}

/// A body; its first byte is its kind.
pub fn body(data: &[u8]) {
    if let Some((kind, body)) = data.split_first() {
        let _ = Body::read(u16::from(*kind), body);
    }
}

/// A write-ahead file.
pub fn wal(data: &[u8]) {
    let _ = Framing::of_log(LogId::new(1, 1)).scan(data, 1, &mut |_| Ok(1));
}

/// A blob.
pub fn blob(data: &[u8]) {
    if let Ok(blob) = Blob::from_bytes(data.to_vec()) {
        let _ = balai::ledger::body::read::<balai::ledger::body::people::ProfileBlob>(blob.body());
    }
}
