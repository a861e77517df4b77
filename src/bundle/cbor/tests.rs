use super::*;
use proptest::prelude::*;

#[test]
fn nothing_is_nested_deeper_than_the_cap() {
    let deep = |depth: usize| [vec![0x81; depth], vec![0]].concat();
    assert_eq!(check(&deep(8)), Ok(()));
    assert_eq!(check(&deep(9)), Err(CborError::Depth(8)));
    assert_eq!(check(&vec![0x81; 4 << 20]), Err(CborError::Depth(8)));
}

#[test]
fn a_length_that_lies_is_refused_before_anything_is_kept() {
    assert_eq!(
        check(&[0x9a, 0xff, 0xff, 0xff, 0xff, 0]),
        Err(CborError::Items(0, 0xffff_ffff))
    );
    assert_eq!(check(&[0x9a, 0, 1, 0, 1, 0]), Err(CborError::Items(0, 65_537)));
    assert_eq!(check(&[0x99, 0x01, 0x00, 0]), Err(CborError::Items(0, 256)));
    assert_eq!(check(&[0xb9, 0x01, 0x00, 0]), Err(CborError::Items(0, 256)));
    assert_eq!(
        check(&[0x5b, 255, 255, 255, 255, 255, 255, 255, 255]),
        Err(CborError::Short)
    );
    let full = [[0x9a, 0, 1, 0, 0].as_slice(), &vec![0; 65_536]].concat();
    assert_eq!(check(&full), Ok(()));
    let above = [[0x9a, 0, 1, 0, 1].as_slice(), &vec![0; 65_537]].concat();
    assert_eq!(check(&above), Err(CborError::Items(0, 65_537)));
}

#[test]
fn what_has_no_place_is_refused() {
    for (bytes, error) in [
        (&[0x9f, 0xff][..], CborError::Indefinite(0)),
        (&[0x5f, 0xff], CborError::Indefinite(0)),
        (&[0xbf, 0xff], CborError::Indefinite(0)),
        (&[0xff], CborError::Indefinite(0)),
        (&[0xc1, 0], CborError::Kind(0)),
        (&[0xf9, 0, 0], CborError::Kind(0)),
        (&[0xf7], CborError::Kind(0)),
        (&[0x18, 23], CborError::Overlong(0)),
        (&[0x19, 0, 255], CborError::Overlong(0)),
        (&[0x1a, 0, 0, 255, 255], CborError::Overlong(0)),
        (&[0xa2, 1, 0, 1, 0], CborError::Key(3)),
        (&[0xa2, 2, 0, 1, 0], CborError::Key(3)),
        (&[0xa1, 0x20, 0], CborError::Key(1)),
        (&[0x61, 0xff], CborError::Text(0)),
        (&[0, 0], CborError::Long(1)),
        (&[], CborError::Short),
    ] {
        assert_eq!(check(bytes), Err(error), "{bytes:02x?}");
    }
    let text = |length: u16| {
        [
            vec![0x79],
            length.to_be_bytes().to_vec(),
            vec![b'a'; length.into()],
        ]
        .concat()
    };
    assert_eq!(check(&text(4096)), Ok(()));
    assert_eq!(check(&text(4097)), Err(CborError::Text(0)));
}

proptest! {
    #[test]
    fn what_passes_is_the_only_encoding_of_its_value(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
        if check(&bytes).is_ok() {
            let mut d = minicbor::Decoder::new(&bytes);
            d.skip().unwrap();
            prop_assert_eq!(d.position(), bytes.len());
        }
    }
}
