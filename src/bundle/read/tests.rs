use std::io::Cursor;

use super::*;
use crate::bundle::format::MAX_PART;
use crate::bundle::header::Purpose;
use crate::bundle::testing::{LOG, bundle, header, key, known, manifest, noise};
use crate::bundle::write::Writer;
use crate::ledger::key::NodeKey;
use proptest::prelude::*;

fn open(bytes: &[u8]) -> Result<Reader<Cursor<&[u8]>>, ReadError> {
    Reader::open(Cursor::new(bytes), &known)
}

/// All of it is read, to its END frame.
fn accepted(bytes: &[u8], identity: &Identity) -> bool {
    let read = || -> Result<(), ReadError> {
        let mut frames = open(bytes)?.decrypt(identity)?;
        let mut payload = Vec::new();
        while frames.next_frame(&mut payload)?.is_some() {}
        Ok(())
    };
    read().is_ok()
}

#[test]
fn every_flipped_byte_and_every_truncation_is_refused() {
    let (good, identity) = bundle(&[b"one", &noise(1, 100)]);
    assert!(accepted(&good, &identity));
    let mut bad = good.clone();
    for at in 0..good.len() {
        bad[at] ^= 1 << (at % 8);
        assert!(open(&bad).is_err(), "byte {at}");
        bad[at] = good[at];
        assert!(open(&good[..at]).is_err(), "cut at {at}");
    }
    assert!(open(&[good.as_slice(), &[0]].concat()).is_err());
}

#[test]
fn a_flipped_byte_is_noticed_where_nobody_checks_the_signature() {
    let (good, identity) = bundle(&[b"one", &noise(1, 100)]);
    let reader = open(&good).unwrap();
    let (from, length) = (usize::try_from(reader.body_at).unwrap(), reader.trailer.body_len);
    let end = from + usize::try_from(length).unwrap();
    for at in from..end {
        let mut body = good[from..end].to_vec();
        body[at - from] ^= 1;
        let read = || -> Result<(), ReadError> {
            let mut frames = Frames::new(open_age(Cursor::new(&body), &identity)?, None)?;
            let mut payload = Vec::new();
            while frames.next_frame(&mut payload)?.is_some() {}
            Ok(())
        };
        assert!(read().is_err(), "byte {at}");
    }
}

#[test]
fn a_bundle_for_one_office_does_not_open_at_another() {
    let (good, _) = bundle(&[b"one"]);
    let other = Identity::generate();
    assert!(matches!(
        open(&good).unwrap().decrypt(&other),
        Err(ReadError::NotForUs)
    ));
    let mut reader = open(&good).unwrap();
    // A header that lies about its recipients helps nobody.
    reader.header.recipients = vec![Recipient::of(&other).unwrap().key_id()];
    assert!(matches!(reader.decrypt(&other), Err(ReadError::NotForUs)));
}

/// Counts the bytes that are read.
struct Counting(Cursor<Vec<u8>>, std::rc::Rc<std::cell::Cell<usize>>);
impl Read for Counting {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.0.read(buffer)?;
        self.1.set(self.1.get() + count);
        Ok(count)
    }
}
impl Seek for Counting {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.0.seek(to)
    }
}

#[test]
fn who_made_it_must_be_known_before_anything_is_hashed() {
    let (good, _) = bundle(&[b"one"]);
    let nobody = Reader::open(Cursor::new(&good), &|_| None);
    assert!(matches!(nobody, Err(ReadError::UnknownProducer(LOG))));
    let other = NodeKey::from_seed(&[4; 32]).public();
    let forged = Reader::open(Cursor::new(&good), &|_| Some(other));
    assert!(matches!(forged, Err(ReadError::Signature(LOG))));
    // Only 12 + H + 4 bytes and the trailer are read of a stranger's file.
    let (long, _) = bundle(&[&noise(2, 1 << 20)]);
    let reads = std::rc::Rc::default();
    let source = Counting(Cursor::new(long), std::rc::Rc::clone(&reads));
    assert!(Reader::open(source, &|_| None).is_err());
    assert!(reads.get() < 512, "{} bytes read", reads.get());
}

#[test]
fn what_is_no_bundle_is_called_by_its_name() {
    let (good, _) = bundle(&[b"one"]);
    assert!(matches!(
        open(b"text"),
        Err(ReadError::Header(HeaderError::NotABundle))
    ));
    let half = &good[..good.len() / 2];
    assert!(matches!(open(half), Err(ReadError::NoTrailer)));
    let front = &good[..20];
    assert!(matches!(open(front), Err(ReadError::Header(HeaderError::Short))));
    let inside = [&good[..300], &good[good.len() - 128..]].concat();
    assert!(matches!(open(&inside), Err(ReadError::Mismatch)));
}

#[test]
fn a_file_longer_than_a_part_is_refused_by_its_length() {
    let (good, _) = bundle(&[b"one"]);
    let mut long = good;
    long.resize(usize::try_from(MAX_PART).unwrap(), 0);
    assert!(matches!(open(&long), Err(ReadError::NoTrailer)));
    long.push(0);
    assert!(matches!(open(&long), Err(ReadError::TooLong(_))));
}

#[test]
fn a_join_request_is_read_by_the_key_that_it_brings() {
    let mut introduced = header();
    introduced.purpose = Purpose::Join;
    introduced.signer = Some(key().public());
    let mut out = Vec::new();
    let mut writer = Writer::new(&mut out, introduced, &[], &manifest()).unwrap();
    writer
        .frame(crate::bundle::frame::FrameType::Join, 0, b"let me in")
        .unwrap();
    writer.finish(&key(), None).unwrap();
    let reader = Reader::open_introduced(Cursor::new(&out)).unwrap();
    assert_eq!(reader.signer(), key().public());
    let mut frames = reader.plain().unwrap();
    let mut payload = Vec::new();
    frames.next_frame(&mut payload).unwrap();
    frames.next_frame(&mut payload).unwrap();
    assert_eq!(payload, b"let me in");
    assert_eq!(frames.next_frame(&mut payload).unwrap(), None);
    let (sealed, _) = bundle(&[b"one"]);
    assert!(matches!(open(&sealed).unwrap().plain(), Err(ReadError::Sealing)));
    assert!(matches!(
        Reader::open_introduced(Cursor::new(&sealed)),
        Err(ReadError::NoSigner)
    ));
    for at in 0..out.len() {
        let mut bad = out.clone();
        bad[at] ^= 4;
        // Another key in the header is another signer, and then the signature is not theirs.
        assert!(Reader::open_introduced(Cursor::new(&bad)).is_err(), "byte {at}");
    }
}

#[test]
fn the_front_alone_tells_what_it_is() {
    let (good, _) = bundle(&[b"one"]);
    assert_eq!(peek(&mut &good[..200]).unwrap().producer, LOG);
    assert!(peek(&mut &good[..20]).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_body_of_any_bytes_is_refused_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let identity = Identity::generate();
        prop_assert!(open_age(Cursor::new(&bytes), &identity).is_err());
        prop_assert!(open(&bytes).is_err());
    }
}
