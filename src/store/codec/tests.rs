use super::*;
use proptest::prelude::*;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum Kind {
    Direct,
    Selected { by: u32 },
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Sample {
    id: [u8; 4],
    name: String,
    seats: Vec<u16>,
    kind: Kind,
    note: Option<String>,
    by_name: BTreeMap<String, i64>,
}

fn sample() -> Sample {
    Sample {
        id: [1, 2, 3, 4],
        name: "Angkatan II".into(),
        seats: vec![1, 300],
        kind: Kind::Selected { by: 7 },
        note: None,
        by_name: BTreeMap::from([("jp".into(), -20)]),
    }
}

/// The bytes of the sample as this schema writes them. When this test fails the format has changed: raise `SCHEMA`.
#[test]
fn the_bytes_of_this_schema_are_fixed() {
    assert_eq!(encode(&sample()).unwrap(), GOLDEN);
}

const GOLDEN: &[u8] = b"\x05\x2d\xa0\x7c\x72\
    \x01\x02\x03\x04\x0bAngkatan II\x02\x01\xfb\x2c\x01\x01\x07\x00\x01\x02jp\x27";

#[test]
fn what_is_written_is_read_back() {
    assert_eq!(decode::<Sample>(&encode(&sample()).unwrap()), Ok(sample()));
}

#[test]
fn a_value_of_another_schema_is_refused_by_name() {
    let mut bytes = encode(&sample()).unwrap();
    bytes[0] = SCHEMA + 1;
    assert_eq!(
        decode::<Sample>(&bytes),
        Err(CodecFault::Schema { found: SCHEMA + 1 })
    );
}

#[test]
fn bytes_behind_the_value_are_refused() {
    // A shorter type reads the front of a longer one: only the length tells.
    let bytes = encode(&(1_u8, 2_u8)).unwrap();
    assert_eq!(decode::<u8>(&bytes), Err(CodecFault::Trailing(1)));
}

#[test]
fn a_length_of_a_terabyte_is_not_believed() {
    // 253 announces a u64: a vector of 2^40 elements in twelve bytes, with a checksum that holds.
    let mut body = vec![253];
    body.extend_from_slice(&(1_u64 << 40).to_le_bytes());
    let mut bytes = vec![SCHEMA];
    bytes.extend_from_slice(&crc32c::crc32c(&body).to_le_bytes());
    bytes.extend_from_slice(&body);
    assert!(matches!(decode::<Vec<u64>>(&bytes), Err(CodecFault::Shape(_))));
    assert!(matches!(decode::<String>(&bytes), Err(CodecFault::Shape(_))));
    assert!(matches!(decode::<Vec<Sample>>(&bytes), Err(CodecFault::Shape(_))));
}

#[test]
fn a_value_above_the_limit_is_not_written() {
    assert!(matches!(encode(&vec![0_u8; LIMIT]), Err(CodecFault::Long(_))));
    assert!(matches!(
        decode::<Vec<u8>>(&vec![SCHEMA; LIMIT + 1]),
        Err(CodecFault::Long(_))
    ));
}

#[test]
fn every_flipped_bit_is_noticed() {
    let whole = encode(&sample()).unwrap();
    for at in 0..whole.len() * 8 {
        let mut bytes = whole.clone();
        bytes[at / 8] ^= 1 << (at % 8);
        assert!(decode::<Sample>(&bytes).is_err(), "bit {at}");
        assert!(check(&bytes).is_err(), "bit {at}");
    }
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = decode::<Sample>(&bytes);
        // And with a header that holds, so that bincode itself meets the bytes.
        let mut framed = vec![SCHEMA];
        framed.extend_from_slice(&crc32c::crc32c(&bytes).to_le_bytes());
        framed.extend_from_slice(&bytes);
        let _ = decode::<Sample>(&framed);
        let _ = decode::<Vec<Vec<String>>>(&framed);
    }

    #[test]
    fn any_value_comes_back(
        name in ".{0,40}", seats in proptest::collection::vec(any::<u16>(), 0..50), by: u32, note in proptest::option::of(".{0,9}")
    ) {
        let value = Sample { name, seats, kind: Kind::Selected { by }, note, ..sample() };
        prop_assert_eq!(decode::<Sample>(&encode(&value).unwrap()), Ok(value));
    }
}
