use super::*;
use crate::bundle::format::{FRAME_HEAD, MAX_FRAME};
use crate::ledger::clock::Hlc;
use crate::ledger::id::LogId;
use crate::ledger::key::NodeKey;
use crate::ledger::segment::SegHash;
use proptest::prelude::*;

fn have() -> Have {
    let log = LogId::new(7, 1);
    Have {
        log,
        n: 12,
        entries: vec![
            Held {
                log: LogId::new(1, 1),
                seq: 40,
                hash: SegHash([1; 32]),
                ranges: vec![(50, 60), (70, 70)],
            },
            Held {
                log,
                seq: 0,
                hash: SegHash::NONE,
                ranges: Vec::new(),
            },
        ],
        missing_blobs: vec![log.op(3)],
        erased: vec![LogId::new(1, 1).op(9)],
        refused: vec![Refused {
            log,
            seq: 1,
            hash: SegHash([2; 32]),
            reason: 4,
        }],
        stamp: Hlc(99),
        surveys: Some(vec![BoxId([1; 8]), BoxId([2; 8])]),
    }
}

#[test]
fn a_have_list_is_believed_only_from_its_own_node_and_relayed_as_it_came() {
    let key = NodeKey::from_seed(&[7; 32]);
    let signed = have().sign(&key).unwrap();
    let again = SignedHave::read(signed.as_bytes()).unwrap();
    assert_eq!(again, signed);
    assert_eq!(again.verify(&key.public()), Ok(&have()));
    let other = NodeKey::from_seed(&[8; 32]).public();
    assert_eq!(again.verify(&other), Err(HaveError::Signature));
    let haves = Haves { list: vec![signed] };
    assert_eq!(Haves::read(&haves.to_bytes()).unwrap(), haves);
}

#[test]
fn every_flipped_byte_of_a_have_list_is_noticed() {
    let key = NodeKey::from_seed(&[7; 32]);
    let signed = have().sign(&key).unwrap();
    for at in 0..signed.as_bytes().len() {
        for bit in 0..8 {
            let mut bad = signed.as_bytes().to_vec();
            bad[at] ^= 1 << bit;
            let believed = SignedHave::read(&bad).is_ok_and(|list| list.verify(&key.public()).is_ok());
            assert!(!believed, "byte {at} bit {bit}");
        }
    }
}

#[test]
fn a_have_list_that_contradicts_itself_is_refused() {
    let key = NodeKey::from_seed(&[7; 32]);
    let refused = |change: &dyn Fn(&mut Have)| {
        let mut have = have();
        change(&mut have);
        have.sign(&key).is_err()
    };
    assert!(!refused(&|_| {}));
    assert!(refused(&|have| have.entries.swap(0, 1)));
    assert!(refused(&|have| have.entries[1] = have.entries[0].clone()));
    assert!(refused(&|have| have.entries[0].ranges = vec![(40, 41)]));
    assert!(refused(&|have| have.entries[0].ranges = vec![(60, 50)]));
    assert!(refused(&|have| have.entries[0].ranges = vec![(50, 60), (60, 61)]));
    assert!(refused(&|have| have.entries[0].hash = SegHash::NONE));
    assert!(refused(&|have| have.entries[1].hash = SegHash([1; 32])));
}

#[test]
fn payloads_come_back() {
    let log = LogId::new(u32::MAX, u16::MAX);
    let blobs = Blobs {
        list: vec![BlobEntry {
            op: log.op(u64::MAX),
            salted: vec![7; 16],
        }],
    };
    assert_eq!(Blobs::read(&blobs.to_bytes()).unwrap(), blobs);
    let certs = Certs {
        list: vec![vec![1; MAX_CERT], Vec::new()],
    };
    assert_eq!(Certs::read(&certs.to_bytes()).unwrap(), certs);
    let manifest = Manifest {
        software: "balai".to_owned(),
        made: Hlc(1),
        bases: vec![Base { log, seq: 3 }],
        carries: vec![
            Span {
                log,
                first: 4,
                last: 4,
            },
            Span {
                log,
                first: 6,
                last: 9,
            },
        ],
    };
    assert_eq!(Manifest::read(&manifest.to_bytes()).unwrap(), manifest);
    for parts in [None, Some(3)] {
        let end = End {
            counts: vec![(1, 1), (4, 70_000)],
            hash: [3; 32],
            parts,
        };
        assert_eq!(End::read(&end.to_bytes()).unwrap(), end);
    }
}

#[test]
fn payloads_beyond_their_caps_are_refused() {
    let log = LogId::new(1, 1);
    let blob = |length: usize| Blobs {
        list: vec![BlobEntry {
            op: log.op(1),
            salted: vec![7; length],
        }],
    };
    for (length, good) in [(15, false), (16, true), (65_552, true), (65_553, false)] {
        assert_eq!(Blobs::read(&blob(length).to_bytes()).is_ok(), good, "{length}");
    }
    for (length, good) in [(4096, true), (4097, false)] {
        let certs = Certs {
            list: vec![vec![0; length]],
        };
        assert_eq!(Certs::read(&certs.to_bytes()).is_ok(), good, "{length}");
    }
    for (count, good) in [(1024, true), (1025, false)] {
        let certs = Certs {
            list: vec![Vec::new(); count],
        };
        assert_eq!(Certs::read(&certs.to_bytes()).is_ok(), good, "{count}");
    }
    for (count, good) in [(16_384, true), (16_385, false)] {
        let mut blobs = blob(16);
        blobs.list = vec![blobs.list[0].clone(); count];
        assert_eq!(Blobs::read(&blobs.to_bytes()).is_ok(), good, "{count}");
    }
}

#[test]
fn a_head_beyond_the_caps_is_refused() {
    let head = FrameHead::plain(FrameType::Segments, 7, b"payload");
    let bytes = head.to_bytes().unwrap();
    assert_eq!(FrameHead::read(&bytes), Ok(head));
    let longest = FrameHead {
        clen: MAX_FRAME,
        ulen: MAX_FRAME,
        ..head
    };
    assert_eq!(FrameHead::read(&longest.to_bytes().unwrap()), Ok(longest));
    let longer = FrameHead {
        ulen: MAX_FRAME + 1,
        ..longest
    };
    assert_eq!(longer.to_bytes(), None);
    let with = |at: usize, value: u8| {
        let mut bytes = bytes;
        bytes[at] = value;
        FrameHead::read(&bytes)
    };
    assert_eq!(with(1, 8), Err(FrameError::Flags(8)));
    assert_eq!(with(1, 5), Err(FrameError::SealedZstd));
    assert_eq!(with(8, 8), Err(FrameError::Lengths));
    assert_eq!(with(7, 255), Err(FrameError::TooLong(7 + (255 << 24))));
}

proptest! {
    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        let _ = (SignedHave::read(&bytes), Haves::read(&bytes), Manifest::read(&bytes));
        let _ = (Blobs::read(&bytes), Certs::read(&bytes), End::read(&bytes));
        if let Some(head) = bytes.first_chunk::<FRAME_HEAD>()
            && let Ok(read) = FrameHead::read(head)
        {
            prop_assert_eq!(&read.to_bytes().unwrap(), head);
        }
    }
}
