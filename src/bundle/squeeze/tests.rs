use super::*;
use proptest::prelude::*;

fn unpack(packed: &[u8], size: usize) -> Result<Vec<u8>, SqueezeError> {
    let mut out = Vec::new();
    Unpacker::new()?.unpack(packed, size, &mut out).map(|()| out)
}

fn packed(payload: &[u8]) -> Vec<u8> {
    Packer::new(9).unwrap().pack(payload).unwrap().to_vec()
}

#[test]
fn what_does_not_get_shorter_is_not_packed() {
    let mut packer = Packer::new(19).unwrap();
    assert_eq!(packer.pack(&[0; 63]), None);
    assert!(packer.pack(&[0; 64]).is_some());
    assert_eq!(packer.pack(&vec![0; MAX_FRAME + 1]), None);
    let noise = blake3::Hasher::new().finalize_xof();
    let mut bytes = vec![0; 4096];
    let mut noise = noise;
    noise.fill(&mut bytes);
    assert_eq!(packer.pack(&bytes), None);
}

#[test]
fn a_size_that_lies_is_refused() {
    let payload = b"payload ".repeat(100);
    let good = packed(&payload);
    assert_eq!(unpack(&good, payload.len()).unwrap(), payload);
    assert_eq!(unpack(&good, payload.len() - 1), Err(SqueezeError::Size));
    assert_eq!(unpack(&good, payload.len() + 1), Err(SqueezeError::Size));
    assert_eq!(unpack(&good, MAX_FRAME + 1), Err(SqueezeError::Size));
}

#[test]
fn two_frames_or_a_frame_and_more_are_refused() {
    let payload = vec![7; 1000];
    let good = packed(&payload);
    let twice = [good.as_slice(), &good].concat();
    assert_eq!(unpack(&twice, 1000), Err(SqueezeError::Long));
    let skippable = [good.as_slice(), &[0x50, 0x2a, 0x4d, 0x18, 0, 0, 0, 0]].concat();
    assert_eq!(unpack(&skippable, 1000), Err(SqueezeError::Long));
    assert_eq!(
        unpack(&[0x50, 0x2a, 0x4d, 0x18, 0, 0, 0, 0], 0),
        Err(SqueezeError::Form)
    );
}

#[test]
fn a_window_is_capped_at_the_edge() {
    // Descriptor: content size in four bytes, no single segment; window; size; one last block of one repeated byte.
    let frame = |window: u8, size: u32| {
        let mut frame = MAGIC.to_vec();
        frame.extend_from_slice(&[0x80, window]);
        frame.extend_from_slice(&size.to_le_bytes());
        frame.extend_from_slice(&(size << 3 | 3).to_le_bytes()[..3]);
        frame.push(0x61);
        frame
    };
    let log = |log: u8| (log - 10) << 3;
    assert_eq!(unpack(&frame(log(22), 1000), 1000).unwrap(), vec![0x61; 1000]);
    assert_eq!(
        unpack(&frame(log(22) + 1, 1000), 1000),
        Err(SqueezeError::Window((1 << 22) + (1 << 19)))
    );
    assert_eq!(
        unpack(&frame(log(31), 1000), 1000),
        Err(SqueezeError::Window(1 << 31))
    );
    assert_eq!(
        unpack(&frame(0xff, 1000), 1000),
        Err(SqueezeError::Window((1 << 41) / 8 * 15))
    );
}

#[test]
fn a_frame_that_does_not_say_its_size_is_refused() {
    let mut frame = MAGIC.to_vec();
    frame.extend_from_slice(&[0, 0, 0x0b, 0, 0, 0x61]);
    assert_eq!(unpack(&frame, 1), Err(SqueezeError::Size));
    let mut dictionary = packed(&[1; 100]);
    dictionary[4] |= 1;
    assert_eq!(unpack(&dictionary, 100), Err(SqueezeError::Form));
}

proptest! {
    #[test]
    fn a_payload_comes_back(payload in prop::collection::vec(0_u8..4, 64..3000), level in 1..19) {
        let mut packer = Packer::new(level).unwrap();
        if let Some(packed) = packer.pack(&payload) {
            prop_assert_eq!(unpack(packed, payload.len()), Ok(payload.clone()));
        }
    }

    #[test]
    fn a_changed_frame_never_panics(at in any::<prop::sample::Index>(), bit in 0_u8..8, size in 0_usize..3000) {
        let mut bad = packed(&b"one two three ".repeat(100));
        let at = at.index(bad.len());
        bad[at] ^= 1 << bit;
        let _ = unpack(&bad, size);
        let _ = unpack(&bad, 1400);
    }
}
