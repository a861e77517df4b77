use super::*;

const LINE: &str = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopq";

fn header(stanzas: usize) -> Vec<u8> {
    let stanza = format!("-> X25519 {LINE}\n{LINE}\n");
    format!("age-encryption.org/v1\n{}--- {LINE}\n", stanza.repeat(stanzas)).into_bytes()
}

#[test]
fn a_header_ends_behind_its_mac() {
    let good = header(2);
    assert_eq!(scan(&good), Ok(good.len()));
    assert_eq!(scan(&[good.as_slice(), b"nonce \n"].concat()), Ok(good.len()));
    for at in 0..good.len() {
        assert!(scan(&good[..at]).is_err(), "cut at {at}");
    }
}

#[test]
fn the_number_of_stanzas_is_capped_at_the_edge() {
    assert!(scan(&header(64)).is_ok());
    assert_eq!(scan(&header(65)), Err(ScanError::Stanzas(65)));
    assert_eq!(scan(&header(50_000)), Err(ScanError::Stanzas(65)));
    assert_eq!(scan(&header(0)), Err(ScanError::Stanzas(0)));
}

#[test]
fn the_length_is_capped_at_the_edge() {
    let long = |length: usize| {
        let mut bytes = b"age-encryption.org/v1\n-> noise\n".to_vec();
        let rest = length - bytes.len() - 48;
        let (full, part) = (rest / 65, rest % 65);
        bytes.extend(format!("{}\n", "A".repeat(64)).repeat(full).bytes());
        bytes.extend(
            "A".repeat(part.saturating_sub(1))
                .bytes()
                .chain((part > 0).then_some(b'\n')),
        );
        bytes.extend(format!("--- {LINE}\n").bytes());
        assert_eq!(bytes.len(), length);
        scan(&bytes)
    };
    assert_eq!(long(MAX_AGE_HEADER), Ok(MAX_AGE_HEADER));
    assert_eq!(long(MAX_AGE_HEADER + 1), Err(ScanError::TooLong));
    assert_eq!(scan(&vec![b'a'; 20_000]), Err(ScanError::NotAge));
}

#[test]
fn a_stanza_that_asks_for_work_is_refused() {
    let scrypt = format!("age-encryption.org/v1\n-> scrypt {LINE} 30\n{LINE}\n--- {LINE}\n");
    assert_eq!(scan(scrypt.as_bytes()), Err(ScanError::Line(22)));
    let armor = b"-----BEGIN AGE ENCRYPTED FILE-----\n";
    assert_eq!(scan(armor), Err(ScanError::NotAge));
}
