use std::io::Cursor;

use super::*;
use crate::bundle::format::AGE_CHUNK;
use crate::bundle::frame::{BlobEntry, Blobs};
use crate::bundle::read::ReadError;
use crate::bundle::read::Reader;
use crate::bundle::sealed;
use crate::bundle::testing::{header, key, known, manifest, noise};
use crate::ledger::id::LogId;
use crate::ledger::recipient::Identity;

#[test]
fn what_is_written_is_read() {
    let identity = Identity::generate();
    let to = Recipient::of(&identity).unwrap();
    let key = NodeKey::from_seed(&[3; 32]);
    let log = LogId::new(7, 1);
    let mut out = Vec::new();
    let mut bundle = Writer::new(&mut out, header(), &[to], &manifest()).unwrap();
    let words = b"segments ".repeat(50_000);
    bundle.frame(FrameType::Segments, 5, &words).unwrap();
    let blobs = Blobs {
        list: vec![BlobEntry {
            op: log.op(4),
            salted: vec![1; 40],
        }],
    };
    bundle
        .sealed(to.key_id(), &sealed::seal(&to, &blobs).unwrap())
        .unwrap();
    let written = bundle.finish(&key, None).unwrap();
    assert_eq!(written.len, out.len() as u64);

    let reading = Reader::open(Cursor::new(&out), &|asked| (asked == log).then(|| key.public())).unwrap();
    assert_eq!(reading.hash(), written.hash);
    let mut frames = reading.decrypt(&identity).unwrap();
    let mut payload = Vec::new();
    let first = frames.next_frame(&mut payload).unwrap().unwrap();
    assert_eq!(first.kind, FrameType::Manifest);
    assert_eq!(Manifest::read(&payload).unwrap(), manifest());
    let second = frames.next_frame(&mut payload).unwrap().unwrap();
    assert_eq!((second.kind, second.tag), (FrameType::Segments, 5));
    assert_eq!(payload, words);
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

#[test]
fn a_full_part_says_so_before_it_writes_and_is_a_bundle_all_the_same() {
    let identity = Identity::generate();
    let to = Recipient::of(&identity).unwrap();
    let mut out = Vec::new();
    let mut writer = Writer::new(&mut out, header(), &[to], &manifest()).unwrap();
    let big = noise(1, MAX_FRAME);
    let mut frames = 0;
    while writer.room() == MAX_FRAME as u64 {
        writer.frame(FrameType::Segments, 0, &big).unwrap();
        frames += 1;
    }
    assert_eq!(frames, 15);
    let room = usize::try_from(writer.room()).unwrap();
    assert!(matches!(
        writer.frame(FrameType::Segments, 0, &big[..=room]),
        Err(WriteError::Full)
    ));
    writer.frame(FrameType::Segments, 0, &big[..room]).unwrap();
    assert_eq!(writer.room(), 0);
    assert!(matches!(
        writer.frame(FrameType::Have, 0, b"more"),
        Err(WriteError::Full)
    ));
    let written = writer.finish(&key(), Some(2)).unwrap();
    assert!(
        written.len <= MAX_PART && written.len > MAX_PART - 8192,
        "{}",
        written.len
    );
    let mut read = Reader::open(Cursor::new(&out), &known)
        .unwrap()
        .decrypt(&identity)
        .unwrap();
    let (mut payload, mut count) = (Vec::new(), 0);
    while read.next_frame(&mut payload).unwrap().is_some() {
        count += 1;
    }
    assert_eq!((count, read.parts()), (17, Some(2)));
}

#[test]
fn frames_that_the_writer_makes_itself_are_not_taken() {
    let to = Recipient::of(&Identity::generate()).unwrap();
    let mut writer = Writer::new(Vec::new(), header(), &[to], &manifest()).unwrap();
    for kind in [
        FrameType::Manifest,
        FrameType::Pad,
        FrameType::End,
        FrameType::Sealed,
    ] {
        assert!(matches!(writer.frame(kind, 0, b""), Err(WriteError::Kind(_))));
    }
    let long = vec![0; MAX_FRAME + 1];
    assert!(matches!(
        writer.frame(FrameType::Have, 0, &long),
        Err(WriteError::Payload(_))
    ));
    assert!(matches!(
        Writer::new(Vec::new(), header(), &[], &manifest()),
        Err(WriteError::Header(_))
    ));
}

#[test]
fn every_recipient_of_the_most_there_can_be_opens_it() {
    let identities: Vec<_> = (0..MAX_SEALED_TO).map(|_| Identity::generate()).collect();
    let mut to: Vec<_> = identities
        .iter()
        .map(|identity| Recipient::of(identity).unwrap())
        .collect();
    let mut out = Vec::new();
    let writer = Writer::new(&mut out, header(), &to, &manifest()).unwrap();
    writer.finish(&key(), None).unwrap();
    for identity in &identities {
        let mut frames = Reader::open(Cursor::new(&out), &known)
            .unwrap()
            .decrypt(identity)
            .unwrap();
        let mut payload = Vec::new();
        while frames.next_frame(&mut payload).unwrap().is_some() {}
    }
    to.push(to[0]);
    assert!(matches!(
        Writer::new(Vec::new(), header(), &to, &manifest()),
        Err(WriteError::Recipients(64))
    ));
}

#[test]
fn lengths_around_ages_chunks_come_back() {
    for by in 0..80_usize {
        let identity = Identity::generate();
        let to = Recipient::of(&identity).unwrap();
        let mut out = Vec::new();
        let mut writer = Writer::new(&mut out, header(), &[to], &manifest()).unwrap();
        let length = 2 * usize::try_from(AGE_CHUNK).unwrap() - 200 + 3 * by;
        writer.frame(FrameType::Segments, 0, &noise(2, length)).unwrap();
        let written = writer.finish(&key(), None).unwrap();
        assert_eq!(written.plain_len, super::super::pad::padded(written.plain_len));
        let read = || -> Result<(), ReadError> {
            let mut frames = Reader::open(Cursor::new(&out), &known)?.decrypt(&identity)?;
            let mut payload = Vec::new();
            while frames.next_frame(&mut payload)?.is_some() {}
            Ok(())
        };
        read().unwrap();
    }
}

#[test]
fn a_destination_that_fails_leaves_no_bundle() {
    struct Full(Vec<u8>, usize);
    impl Write for Full {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let count = bytes.len().min(self.1 - self.0.len());
            if count == 0 && !bytes.is_empty() {
                return Err(io::ErrorKind::StorageFull.into());
            }
            self.0.extend_from_slice(&bytes[..count]);
            Ok(count)
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let to = Recipient::of(&Identity::generate()).unwrap();
    for size in (0..4600).step_by(100) {
        let mut out = Full(Vec::new(), size);
        let write = |out: &mut Full| -> Result<Written, WriteError> {
            let mut writer = Writer::new(out, header(), &[to], &manifest())?;
            writer.frame(FrameType::Have, 0, b"have")?;
            writer.finish(&key(), None)
        };
        assert!(matches!(write(&mut out), Err(WriteError::Io(_))), "{size}");
        assert!(Reader::open(Cursor::new(&out.0), &known).is_err());
    }
}
