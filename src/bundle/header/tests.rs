use super::*;
use proptest::prelude::*;

fn header() -> Header {
    Header {
        recipients: vec![KeyId([1; 8]), KeyId([2; 8])],
        part: Part { number: 2, of: None },
        ..Header::new([5; 16], LogId::new(7, 1), Purpose::Exchange)
    }
}

fn read(bytes: &[u8]) -> Result<(Header, usize), HeaderError> {
    Header::read(&mut &*bytes).unwrap()
}

#[test]
fn a_header_comes_back_and_nothing_behind_it_is_read() {
    let bytes = header().to_bytes().unwrap();
    let mut source = [bytes.as_slice(), b"rest"].concat();
    assert_eq!(read(&source).unwrap(), (header(), bytes.len()));
    source.truncate(bytes.len() - 1);
    assert_eq!(read(&source), Err(HeaderError::Short));
}

#[test]
fn every_flipped_byte_and_every_cut_is_noticed() {
    let bytes = header().to_bytes().unwrap();
    for at in 0..bytes.len() {
        assert!(read(&bytes[..at]).is_err(), "cut at {at}");
        // The minor version may be any; the checksum covers it all the same.
        for bit in 0..8 {
            let mut bad = bytes.clone();
            bad[at] ^= 1 << bit;
            assert!(read(&bad).is_err(), "byte {at} bit {bit}");
        }
    }
}

#[test]
fn a_transfer_as_text_is_called_by_its_name() {
    let bytes = header().to_bytes().unwrap();
    let mangled: Vec<u8> = bytes.iter().copied().filter(|&byte| byte != b'\r').collect();
    assert_eq!(read(&mangled), Err(HeaderError::TextMode));
    assert_eq!(read(b"PK\x03\x04 and so on"), Err(HeaderError::NotABundle));
    assert_eq!(read(b""), Err(HeaderError::Short));
}

#[test]
fn the_caps_hold_at_the_edge() {
    let with = |count: usize| Header {
        recipients: vec![KeyId([3; 8]); count],
        ..header()
    };
    assert!(read(&with(64).to_bytes().unwrap()).is_ok());
    assert_eq!(
        with(65).to_bytes(),
        Err(HeaderError::Rule("more than 64 recipients"))
    );
    let long = |length: u16| {
        let mut bytes = MAGIC.to_vec();
        bytes.extend_from_slice(&[MAJOR, MINOR]);
        bytes.extend_from_slice(&length.to_le_bytes());
        bytes.resize(PREFIX + usize::from(length), 0);
        let crc = crc32c::crc32c(&bytes);
        bytes.extend_from_slice(&crc.to_le_bytes());
        read(&bytes)
    };
    assert_eq!(long(16_384), Err(HeaderError::Cbor(CborError::Long(1))));
    assert_eq!(long(16_385), Err(HeaderError::TooLong(16_385)));
}

#[test]
fn a_body_is_open_only_in_a_join_request() {
    let open = |purpose| Header {
        recipients: Vec::new(),
        purpose,
        ..header()
    };
    assert!(open(Purpose::Join).to_bytes().is_ok());
    for purpose in [Purpose::Exchange, Purpose::Welcome, Purpose::Other(9)] {
        assert!(open(purpose).to_bytes().is_err(), "{purpose:?}");
    }
    let introduced = |purpose| Header {
        signer: Some(PublicKey([1; 32])),
        purpose,
        ..header()
    };
    assert!(introduced(Purpose::Welcome).to_bytes().is_ok());
    assert!(introduced(Purpose::Exchange).to_bytes().is_err());
}

/// The map of [`header`] with more fields behind.
fn map_with(more: &[u8], count: u8) -> Vec<u8> {
    let bytes = header().to_bytes().unwrap();
    let mut map = bytes[PREFIX..bytes.len() - CRC].to_vec();
    map[0] += count;
    map.extend_from_slice(more);
    map
}

#[test]
fn unknown_fields_are_passed_over_below_128_and_refused_from_there_on() {
    assert_eq!(
        Header::from_map(&map_with(&[0x18, 127, 0x82, 1, 2], 1)),
        Ok(header())
    );
    assert_eq!(
        Header::from_map(&map_with(&[0x18, 128, 0], 1)),
        Err(HeaderError::Unknown(128))
    );
}

#[test]
fn a_header_for_later_readers_is_refused_as_that() {
    let mut map = map_with(&[], 0);
    let at = map.windows(2).rposition(|pair| pair == [6, 1]).unwrap();
    map[at + 1] = 2;
    assert_eq!(
        Header::from_map(&map),
        Err(HeaderError::TooNew { major: 1, reader: 2 })
    );
}

proptest! {
    #[test]
    fn any_map_is_read_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        let _ = Header::from_map(&bytes);
    }
}
