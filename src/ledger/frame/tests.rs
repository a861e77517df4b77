use proptest::prelude::*;

use super::*;

fn framing() -> Framing {
    Framing::of_log(LogId::new(1, 1))
}

/// Frames with payloads of these lengths, numbered from `first`.
fn file(first: u64, lengths: &[usize]) -> Vec<u8> {
    let mut out = Vec::new();
    for (seq, &length) in (first..).zip(lengths) {
        let payload = vec![u8::try_from(seq % 251).unwrap() + 1; length];
        out.extend(framing().header(seq, Hlc(seq * 10), &payload).unwrap());
        out.extend(payload);
    }
    out
}

fn scan(bytes: &[u8], first: u64) -> (Vec<u64>, Result<Tail, FrameError>) {
    let mut seen = Vec::new();
    let tail = framing().scan(bytes, first, &mut |frame| {
        assert_eq!(frame.stamp, Hlc(frame.seq * 10));
        seen.push(frame.seq);
        Ok(1)
    });
    (seen, tail)
}

#[test]
fn a_torn_last_frame_is_cut_at_any_byte_and_everything_before_is_kept() {
    let whole = file(1, &[30, 40, 50]);
    let two = HEADER * 2 + 70;
    for cut in two..whole.len() {
        for padding in [0, 100] {
            let mut bytes = whole[..cut].to_vec();
            bytes.resize(cut + padding, 0);
            let (seen, tail) = scan(&bytes, 1);
            assert_eq!(seen, [1, 2], "cut at {cut}");
            let tail = tail.unwrap();
            assert_eq!((tail.end, tail.next_seq), (two, 3));
            // The first byte of the length is not zero, so even one byte of the frame is seen as torn.
            assert_eq!(tail.torn > 0, cut > two, "cut at {cut}");
        }
    }
}

#[test]
fn a_bad_frame_with_a_good_one_behind_is_named_with_its_place() {
    let whole = file(1, &[30, 40, 50]);
    let second = HEADER + 30;
    let third = second + HEADER + 40;
    for at in 0..third {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x40;
        let (offset, seq) = if at < second { (0, 1) } else { (second, 2) };
        let good = if at < second { second } else { third };
        assert_eq!(
            scan(&bytes, 1).1,
            Err(FrameError::Damaged { offset, seq, good }),
            "byte {at}"
        );
    }
}

#[test]
fn the_first_release_s_frames_are_still_read_and_still_written() {
    let golden: &[u8] = include_bytes!("../../../tests/golden/frames-1.wal");
    assert_eq!([file(41, &[8, 16]), END.to_vec()].concat(), golden);
    assert_eq!(scan(golden, 41).0, [41, 42]);
}

#[test]
fn a_missing_frame_is_named() {
    let bytes = [file(1, &[10]), file(3, &[10])].concat();
    assert_eq!(
        scan(&bytes, 1).1,
        Err(FrameError::Gap {
            offset: 34,
            expected: 2,
            found: 3
        })
    );
}

#[test]
fn frames_of_an_earlier_use_of_the_file_are_not_read() {
    let old = file(1, &[20; 10]);
    assert_eq!(
        scan(&old, 11),
        (
            vec![],
            Ok(Tail {
                end: 0,
                next_seq: 11,
                torn: 0
            })
        )
    );
    let mut bytes = old.clone();
    let new = [file(11, &[33]), END.to_vec()].concat();
    bytes.splice(..new.len(), new);
    let (seen, tail) = scan(&bytes, 11);
    assert_eq!(
        (seen, tail),
        (
            vec![11],
            Ok(Tail {
                end: HEADER + 33,
                next_seq: 12,
                torn: 0
            })
        )
    );
}

#[test]
fn frames_of_another_ledger_are_not_taken() {
    let bytes = file(1, &[20]);
    let tail = Framing::of_log(LogId::new(1, 2))
        .scan(&bytes, 1, &mut |_| Ok(1))
        .unwrap();
    assert_eq!((tail.end, tail.torn), (0, bytes.len()));
}

#[test]
fn a_payload_of_nothing_or_too_much_gets_no_header() {
    assert!(framing().header(1, Hlc(0), &[]).is_none());
    assert!(framing().header(1, Hlc(0), &vec![0; MAX_PAYLOAD]).is_some());
    assert!(framing().header(1, Hlc(0), &vec![0; MAX_PAYLOAD + 1]).is_none());
}

proptest! {
    #[test]
    fn any_bytes_are_read_without_a_panic(
        good in 0_usize..4,
        bytes in prop::collection::vec(prop_oneof![Just(0_u8), any::<u8>()], 0..200),
        first in any::<u64>(),
    ) {
        let first = first >> 8;
        let mut all = file(first >> 8, &vec![9; good]);
        all.extend(bytes);
        let _ = framing().scan(&all, first >> 8, &mut |_| Ok(1));
    }
}
