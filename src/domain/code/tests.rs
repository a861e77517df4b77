use proptest::prelude::*;

use super::*;

const LETTERS: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Every single wrong character and every exchange of two characters of a code.
fn damaged(plain: &str) -> Vec<String> {
    let chars: Vec<char> = plain.chars().collect();
    let mut out = Vec::new();
    for at in 0..chars.len() {
        for letter in LETTERS.chars().filter(|&letter| letter != chars[at]) {
            let mut wrong = chars.clone();
            wrong[at] = letter;
            out.push(wrong.into_iter().collect());
        }
        for other in at + 1..chars.len() {
            if chars[at] != chars[other] {
                let mut wrong = chars.clone();
                wrong.swap(at, other);
                out.push(wrong.into_iter().collect());
            }
        }
    }
    out
}

#[test]
fn a_known_hash_has_a_known_code() {
    let code = Code::from_hash(&[0xff, 0x00, 0xaa, 0x55, 0x1f, 9, 9]);
    assert_eq!(code.as_u64(), 0xff_00aa_551f >> 5);
    assert_eq!(
        code.to_string(),
        "ZW0A-MN8G",
        "slips in people's hands must stay readable"
    );
    assert_eq!(Code::from_hash(&[]).as_u64(), 0);
}

#[test]
fn a_code_of_zeros_is_no_code() {
    assert_eq!(Code::read("00000000"), Err(CodeFault::Check));
    assert_eq!(Activation::read("0000000000"), Err(CodeFault::Check));
}

#[test]
fn reading_forgives_what_people_do() {
    let code = Code::from_hash(b"balai");
    let plain = code.plain();
    let typed = format!(
        " {} - {} ",
        &plain[..3].to_lowercase(),
        &plain[3..].to_lowercase()
    );
    assert_eq!(Code::read(&typed), Ok(code));
    assert_eq!(Code::read(&code.to_string()), Ok(code));
    let zeros = Code::from_hash(&[0, 0x40, 0, 0x40, 0]);
    let typed = zeros.plain().replace('0', "o").replace('1', "L");
    assert_ne!(typed, zeros.plain());
    assert_eq!(Code::read(&typed), Ok(zeros));
    assert_eq!(Code::read(&typed.replace('L', "i")), Ok(zeros));
}

#[test]
fn what_is_wrong_with_a_code_is_said() {
    assert_eq!(
        Code::read(""),
        Err(CodeFault::Length {
            found: 0,
            expected: 8
        })
    );
    assert_eq!(
        Code::read("K7M4-92Q"),
        Err(CodeFault::Length {
            found: 7,
            expected: 8
        })
    );
    assert_eq!(
        Code::read("K7M4-92QU"),
        Err(CodeFault::Character {
            position: 8,
            found: 'U'
        })
    );
    assert_eq!(
        Code::read("K7M4-9?QU"),
        Err(CodeFault::Character {
            position: 6,
            found: '?'
        })
    );
}

#[test]
fn a_slips_qr_code_is_read_back_and_no_other() {
    let code = Code::from_hash(b"slip");
    assert_eq!(code.payload().len(), 12);
    assert!(
        code.payload()
            .chars()
            .all(|c| c.is_ascii_digit() || c.is_ascii_uppercase()),
        "QR alphanumeric mode"
    );
    assert_eq!(
        Code::from_payload(&format!("{}\r\n", code.payload().to_lowercase())),
        Ok(code)
    );
    assert_eq!(
        Code::from_payload("https://example.id/"),
        Err(CodeFault::NotASlip)
    );
    assert_eq!(Code::from_payload(&code.plain()), Err(CodeFault::NotASlip));
    assert_eq!(Code::from_payload("BLI"), Err(CodeFault::NotASlip));
    assert_eq!(
        Code::from_payload("BLI1"),
        Err(CodeFault::Length {
            found: 0,
            expected: 8
        })
    );
    assert_eq!(
        Code::from_payload("BL\u{e9}1xx"),
        Err(CodeFault::NotASlip),
        "not cut inside a character"
    );
}

#[test]
fn an_activation_code_is_not_shown_by_accident() {
    let code = Activation::from_random([1, 2, 3, 4, 5, 6]);
    assert_eq!(format!("{code:?}"), "Activation(hidden)");
    assert_eq!(code.plain().len(), 10);
    assert_eq!(Activation::read(&code.grouped()), Ok(code));
}

proptest! {
    #[test]
    fn every_single_error_and_every_exchange_is_caught(hash in any::<[u8; 6]>()) {
        let code = Code::from_hash(&hash);
        prop_assert_eq!(Code::read(&code.plain()), Ok(code));
        for wrong in damaged(&code.plain()) {
            prop_assert_eq!(Code::read(&wrong), Err(CodeFault::Check), "{} for {}", wrong, code);
        }
        let code = Activation::from_random(hash);
        prop_assert_eq!(Activation::read(&code.plain()), Ok(code.clone()));
        for wrong in damaged(&code.plain()) {
            prop_assert_eq!(Activation::read(&wrong), Err(CodeFault::Check));
        }
    }

    #[test]
    fn no_input_panics(input in any::<String>()) {
        let _ = Code::read(&input);
        let _ = Code::from_payload(&input);
        let _ = Activation::read(&input);
    }
}
