use std::io::Cursor;

use super::*;
use crate::bundle::frame::FrameType;
use crate::bundle::testing::{bundle, noise};
use proptest::prelude::*;

/// Payloads by their tag.
type Payloads = Vec<(u64, Vec<u8>)>;

/// What is found, and the payloads of the SEGMENTS frames by their tag.
fn salvaged(bytes: &[u8], identity: &Identity) -> Result<(Salvaged, Payloads), ReadError> {
    let mut payloads = Vec::new();
    let found = salvage(&mut Cursor::new(bytes), identity, &mut |frame, payload| {
        if frame.kind == FrameType::Segments {
            payloads.push((frame.tag, payload.to_vec()));
        }
    })?;
    Ok((found, payloads))
}

fn payloads() -> Vec<Vec<u8>> {
    (0..40).map(|seed| noise(seed, 10_000)).collect()
}

fn large() -> (Vec<u8>, Identity) {
    let payloads = payloads();
    bundle(&payloads.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

#[test]
fn a_whole_bundle_is_salvaged_whole() {
    let (good, identity) = large();
    let (found, segments) = salvaged(&good, &identity).unwrap();
    assert!(found.complete && found.lost_chunks == 0 && found.header.is_some());
    assert_eq!(segments.len(), 40);
    let (found, segments) = salvaged(&[good.as_slice(), &[0; 5000]].concat(), &identity).unwrap();
    assert!(found.complete, "clusters behind the end: {found:?}");
    assert_eq!(segments.len(), 40);
}

#[test]
fn a_cut_bundle_gives_what_lies_before_the_cut() {
    let (good, identity) = large();
    let (found, segments) = salvaged(&good[..good.len() / 2], &identity).unwrap();
    assert!(!found.complete);
    // Half of 400 kB: three chunks of 64 KiB are whole.
    assert_eq!(segments.len(), 19);
    for (tag, payload) in segments {
        assert_eq!(payload, payloads()[usize::try_from(tag).unwrap()]);
    }
}

#[test]
fn a_bad_sector_costs_the_frames_that_touch_its_chunk() {
    let (good, identity) = large();
    let mut bad = good.clone();
    bad[200_000] ^= 1;
    let (found, segments) = salvaged(&bad, &identity).unwrap();
    assert_eq!((found.lost_chunks, found.complete), (1, false));
    assert!((32..=33).contains(&segments.len()), "{}", segments.len());
    for (tag, payload) in &segments {
        assert_eq!(*payload, payloads()[usize::try_from(*tag).unwrap()]);
    }
    assert_eq!(
        segments.last().unwrap().0,
        39,
        "what lies behind the damage is found"
    );
}

#[test]
fn a_lost_header_or_first_chunk_is_no_end() {
    let (good, identity) = large();
    let mut bad = good.clone();
    bad[20] ^= 1;
    let (found, segments) = salvaged(&bad, &identity).unwrap();
    assert_eq!((found.header.is_none(), segments.len()), (true, 40));
    let mut bad = good.clone();
    bad[2000] ^= 1;
    let (_, segments) = salvaged(&bad, &identity).unwrap();
    assert!(segments.len() >= 33, "{}", segments.len());
    let last = good.len() - 200;
    let mut bad = good;
    bad[last] ^= 1;
    let (found, segments) = salvaged(&bad, &identity).unwrap();
    assert!(!found.complete && segments.len() >= 33, "{found:?}");
}

#[test]
fn a_stranger_salvages_nothing() {
    let (good, _) = large();
    assert!(matches!(
        salvaged(&good, &Identity::generate()),
        Err(ReadError::NotForUs)
    ));
    assert!(salvaged(b"nothing of the kind", &Identity::generate()).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn nothing_is_handed_out_that_was_not_written(
        hits in prop::collection::vec((any::<prop::sample::Index>(), 1_u8..), 1..6),
        cut in any::<prop::sample::Index>(),
    ) {
        let (mut bad, identity) = large();
        for (at, value) in hits {
            let at = at.index(bad.len());
            bad[at] ^= value;
        }
        bad.truncate(bad.len() - cut.index(bad.len() / 2));
        let written = payloads();
        if let Ok((_, segments)) = salvaged(&bad, &identity) {
            for (tag, payload) in segments {
                prop_assert_eq!(&payload, &written[usize::try_from(tag).unwrap()]);
            }
        }
    }
}
