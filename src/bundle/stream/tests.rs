use super::*;
use crate::bundle::format::{MAX_FRAME, MAX_INFLATED};
use crate::bundle::squeeze::Packer;
use crate::bundle::testing::{Plaintext, manifest, noise};
use proptest::prelude::*;

/// The payloads that are handed out, or why not all.
fn read(plaintext: &[u8]) -> Result<usize, FrameError> {
    read_as(plaintext, None)
}

fn read_as(plaintext: &[u8], said: Option<u64>) -> Result<usize, FrameError> {
    let mut frames = Frames::new(plaintext, said).unwrap();
    let (mut payload, mut count) = (Vec::new(), 0);
    loop {
        match frames.next_frame(&mut payload) {
            Ok(Some(_)) => count += 1,
            Ok(None) => return Ok(count),
            Err(ReadError::Frame { error, .. }) => {
                // Once refused, it stays refused.
                assert!(frames.next_frame(&mut payload).is_err());
                return Err(error);
            }
            Err(ReadError::PlainLength) => return Err(FrameError::Short),
            Err(other) => panic!("{other}"),
        }
    }
}

#[test]
fn the_frames_of_a_true_plaintext_are_handed_out() {
    let plaintext = Plaintext::new()
        .frame(FrameType::Segments, b"one")
        .frame(FrameType::Pad, &[0; 100])
        .frame(FrameType::Other(200), b"of a later release")
        .frame(FrameType::Blobs, &[])
        .end();
    assert_eq!(read(&plaintext), Ok(3));
    let length = plaintext.len() as u64;
    assert_eq!(read_as(&plaintext, Some(length)), Ok(3));
    assert_eq!(read_as(&plaintext, Some(length + 1)), Err(FrameError::Short));
}

#[test]
fn a_frame_too_few_or_too_many_is_noticed() {
    let body = || Plaintext::new().frame(FrameType::Segments, b"one");
    let whole = body().frame(FrameType::Segments, b"two").end();
    let one = body();
    let (first, second) = (one.bytes.len(), one.bytes.len() + 27);
    let without = [&whole[..first], &whole[second..]].concat();
    assert_eq!(read(&without), Err(FrameError::End));
    let swapped = [
        &whole[..first - 27],
        &whole[first..second],
        &whole[first - 27..first],
        &whole[second..],
    ]
    .concat();
    assert_eq!(read(&swapped), Err(FrameError::End));
    assert_eq!(read(&[whole.as_slice(), &[0]].concat()), Err(FrameError::Long));
    assert_eq!(read(&one.bytes), Err(FrameError::Short));
    for at in 0..whole.len() {
        assert!(read(&whole[..at]).is_err(), "cut at {at}");
    }
}

#[test]
fn the_manifest_is_first_and_alone() {
    let plain = |plaintext: Plaintext| read(&plaintext.end());
    let manifest = manifest().to_bytes();
    assert_eq!(
        plain(Plaintext::default().frame(FrameType::Have, b"")),
        Err(FrameError::Manifest)
    );
    assert_eq!(plain(Plaintext::default()), Err(FrameError::Manifest));
    assert_eq!(
        plain(Plaintext::new().frame(FrameType::Manifest, &manifest)),
        Err(FrameError::Manifest)
    );
}

#[test]
fn a_critical_frame_of_a_later_release_ends_the_reading() {
    let head = |kind, codec, critical| FrameHead {
        critical,
        codec,
        ..FrameHead::plain(kind, 0, b"new")
    };
    let with = |head| read(&Plaintext::new().raw(head, b"new").end());
    assert_eq!(with(head(FrameType::Other(99), 0, false)), Ok(1));
    assert_eq!(
        with(head(FrameType::Other(99), 0, true)),
        Err(FrameError::Critical(99, 0))
    );
    assert_eq!(with(head(FrameType::Segments, 1, false)), Ok(1));
    assert_eq!(
        with(head(FrameType::Segments, 1, true)),
        Err(FrameError::Critical(4, 1))
    );
    assert_eq!(with(head(FrameType::Segments, 0, true)), Ok(2));
}

#[test]
fn a_pad_hides_nothing() {
    assert_eq!(
        read(&Plaintext::new().frame(FrameType::Pad, &[0, 1]).end()),
        Err(FrameError::Pad)
    );
}

#[test]
fn the_number_of_frames_is_capped_at_the_edge() {
    let with = |count: usize| {
        let mut plaintext = Plaintext::new();
        for _ in 0..count {
            plaintext = plaintext.frame(FrameType::Have, b"");
        }
        read(&plaintext.end())
    };
    assert_eq!(with(65_534), Ok(65_535));
    assert_eq!(with(65_535), Err(FrameError::Count));
}

#[test]
fn what_all_frames_inflate_to_is_capped_at_the_edge() {
    let zeros = vec![0; MAX_FRAME];
    let mut packer = Packer::new(1).unwrap();
    let full = packer.pack(&zeros).unwrap().to_vec();
    let bomb = FrameHead {
        zstd: true,
        ulen: MAX_FRAME,
        ..FrameHead::plain(FrameType::Survey, 0, &full)
    };
    let mut with = |last: usize| {
        let mut plaintext = Plaintext::new();
        for _ in 0..255 {
            plaintext = plaintext.raw(bomb, &full);
        }
        let rest = vec![0; last];
        let short = packer.pack(&rest).unwrap().to_vec();
        let head = FrameHead {
            zstd: true,
            ulen: last,
            ..FrameHead::plain(FrameType::Survey, 0, &short)
        };
        plaintext.raw(head, &short)
    };
    // Manifest and END inflate to themselves.
    let probe = with(MAX_FRAME - 10_000);
    let before = probe.bytes.len();
    let end_payload = probe.end().len() - before - FRAME_HEAD;
    let spent = manifest().to_bytes().len() + end_payload;
    assert_eq!(read(&with(MAX_FRAME - spent).end()), Ok(257));
    assert_eq!(
        read(&with(MAX_FRAME - spent + 1).end()),
        Err(FrameError::Inflated)
    );
    assert_eq!(MAX_INFLATED, 256 * MAX_FRAME as u64);
}

#[test]
fn a_packed_payload_that_lies_is_refused() {
    let payload = b"payload ".repeat(100);
    let packed = Packer::new(9).unwrap().pack(&payload).unwrap().to_vec();
    let head = FrameHead {
        zstd: true,
        ulen: payload.len(),
        ..FrameHead::plain(FrameType::Segments, 0, &packed)
    };
    assert_eq!(read(&Plaintext::new().raw(head, &packed).end()), Ok(2));
    let lie = FrameHead { ulen: 801, ..head };
    assert!(matches!(
        read(&Plaintext::new().raw(lie, &packed).end()),
        Err(FrameError::Squeeze(_))
    ));
    let crc = FrameHead {
        crc: !head.crc,
        ..head
    };
    assert_eq!(
        read(&Plaintext::new().raw(crc, &packed).end()),
        Err(FrameError::Crc)
    );
}

proptest! {
    #[test]
    fn a_changed_plaintext_is_never_taken_for_a_whole_one(
        at in any::<prop::sample::Index>(),
        value in 1_u8..,
    ) {
        let mut plaintext = Plaintext::new()
            .frame(FrameType::Segments, &noise(5, 200))
            .frame(FrameType::Pad, &[0; 50])
            .end();
        let at = at.index(plaintext.len());
        plaintext[at] ^= value;
        // Of the END frame's own head, the tag and the flag of a critical frame mean nothing.
        let end = plaintext.len() - plaintext.len().min(at);
        prop_assert!(read(&plaintext).is_err() || end < 120, "byte {at}");
    }

    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(read(&bytes).is_err());
        let behind = [Plaintext::new().bytes, bytes].concat();
        prop_assert!(read(&behind).is_err());
    }
}
