use std::io::Cursor;

use super::*;
use crate::bundle::frame::{BlobEntry, Blobs};
use crate::bundle::header::Purpose;
use crate::bundle::read::Reader;
use crate::bundle::sealed;
use crate::ledger::clock::Hlc;
use crate::ledger::id::LogId;
use crate::ledger::recipient::Identity;

fn manifest() -> Manifest {
    Manifest {
        software: "balai test".to_owned(),
        made: Hlc::new(1_700_000_000_000, 0),
        bases: Vec::new(),
        carries: Vec::new(),
    }
}

#[test]
fn what_is_written_is_read() {
    let identity = Identity::generate();
    let to = Recipient::of(&identity).unwrap();
    let key = NodeKey::from_seed(&[3; 32]);
    let log = LogId::new(7, 1);
    let mut out = Vec::new();
    let mut writer = Writer::new(
        &mut out,
        Header::new([9; 16], log, Purpose::Exchange),
        &[to],
        &manifest(),
    )
    .unwrap();
    let long = b"segments ".repeat(50_000);
    writer.frame(FrameType::Segments, 5, &long).unwrap();
    let blobs = Blobs {
        list: vec![BlobEntry {
            op: log.op(4),
            salted: vec![1; 40],
        }],
    };
    writer
        .sealed(to.key_id(), &sealed::seal(&to, &blobs).unwrap())
        .unwrap();
    let written = writer.finish(&key, None).unwrap();
    assert_eq!(written.len, out.len() as u64);

    let reader = Reader::open(Cursor::new(&out), &|asked| (asked == log).then(|| key.public())).unwrap();
    assert_eq!(reader.hash(), written.hash);
    let mut frames = reader.decrypt(&identity).unwrap();
    let mut payload = Vec::new();
    let first = frames.next_frame(&mut payload).unwrap().unwrap();
    assert_eq!(first.kind, FrameType::Manifest);
    assert_eq!(Manifest::read(&payload).unwrap(), manifest());
    let second = frames.next_frame(&mut payload).unwrap().unwrap();
    assert_eq!((second.kind, second.tag), (FrameType::Segments, 5));
    assert_eq!(payload, long);
    let third = frames.next_frame(&mut payload).unwrap().unwrap();
    assert_eq!(
        (third.kind, third.tag.to_le_bytes()),
        (FrameType::Sealed, to.key_id().0)
    );
    let mut opened = Vec::new();
    sealed::open(&payload, &identity, &mut |blobs| opened.push(blobs)).unwrap();
    assert_eq!(opened, [blobs]);
    assert_eq!(frames.next_frame(&mut payload).unwrap(), None);
    assert_eq!(frames.next_frame(&mut payload).unwrap(), None);
}
