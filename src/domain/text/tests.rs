use proptest::prelude::*;

use super::*;

fn read(raw: &str) -> String {
    Text::read(raw, 200).unwrap().to_string()
}

#[test]
fn spaces_are_made_plain_and_single() {
    assert_eq!(
        read("  Drs.\tAgus \u{a0}\u{3000} Ma'ruf\r\n, M.Si. "),
        "Drs. Agus Ma'ruf , M.Si."
    );
    assert_eq!(read("Siti"), "Siti");
    assert_eq!(Text::read(" \t\n ", 9), Err(TextFault::Empty));
    assert_eq!(Text::read("", 9), Err(TextFault::Empty));
    assert_eq!(Text::read_optional("  ", 9), Ok(None));
}

#[test]
fn lines_are_kept_only_where_they_may_be() {
    let raw = "\n satu  dua \r\n tiga\n\n\n\nempat \n";
    assert_eq!(
        Text::read_lines(raw, 99).unwrap().as_str(),
        "satu dua\ntiga\n\nempat"
    );
    assert_eq!(Text::read(raw, 99).unwrap().as_str(), "satu dua tiga empat");
}

#[test]
fn an_accent_typed_apart_is_the_same_text() {
    assert_eq!(read("Rene\u{301}"), "Ren\u{e9}");
    assert_eq!(
        Text::read("Rene\u{301}", 4).unwrap().chars().count(),
        4,
        "length counts after composing"
    );
}

#[test]
fn length_is_counted_in_characters() {
    assert!(Text::read("ééé", 3).is_ok());
    assert_eq!(
        Text::read("éééé", 3),
        Err(TextFault::TooLong { chars: 4, max: 3 })
    );
    assert_eq!(
        Text::read("abcd", 3),
        Err(TextFault::TooLong { chars: 4, max: 3 })
    );
}

#[test]
fn what_fools_a_terminal_or_an_eye_is_refused_with_its_place() {
    for (raw, position, why) in [
        ("a\u{1b}]52;c;x\u{7}", 2, Forbidden::Control),
        ("a\0", 2, Forbidden::Control),
        ("ab\u{85}", 3, Forbidden::Control),
        ("a\u{2028}b", 2, Forbidden::Control),
        ("Agus \u{202e}isuB", 6, Forbidden::Direction),
        ("\u{2067}x", 1, Forbidden::Direction),
        ("a\u{200b}b", 2, Forbidden::Invisible),
        ("a\u{200c}b", 2, Forbidden::Invisible),
        ("a\u{200d}b", 2, Forbidden::Invisible),
        ("a\u{feff}b", 2, Forbidden::Invisible),
        ("a\u{ad}b", 2, Forbidden::Invisible),
        ("a\u{e0041}", 2, Forbidden::Invisible),
        ("\u{1f600}\u{fe0f}", 2, Forbidden::Invisible),
        ("\u{e000}", 1, Forbidden::PrivateUse),
        ("\u{10fffd}", 1, Forbidden::PrivateUse),
        ("\u{ffff}", 1, Forbidden::Unassigned),
        ("\u{378}", 1, Forbidden::Unassigned),
    ] {
        let found = raw.chars().nth(position - 1).unwrap();
        assert_eq!(
            Text::read(raw, 99),
            Err(TextFault::Character { position, found, why }),
            "{raw:?}"
        );
        assert_eq!(
            Text::read_lines(raw, 99),
            Err(TextFault::Character { position, found, why }),
            "{raw:?}"
        );
    }
    assert_eq!(
        Text::read("a\u{202e}", 9).unwrap_err().to_string(),
        "U+202E at position 2 is not allowed"
    );
}

#[test]
fn marks_do_not_climb_over_other_lines() {
    assert!(Text::read(&format!("a{}", "\u{316}".repeat(4)), 99).is_ok());
    let fault = Text::read(&format!("a{}", "\u{316}".repeat(5)), 99).unwrap_err();
    assert_eq!(
        fault,
        TextFault::Mark {
            position: 6,
            found: '\u{316}'
        }
    );
    assert_eq!(Text::read("a \u{301}", 9).unwrap_err().position(), Some(3));
    assert_eq!(Text::read("\u{301}a", 9).unwrap_err().position(), Some(1));
}

#[test]
fn a_personal_number_in_an_answer_is_seen() {
    for (text, kind, seen) in [
        (
            "NIP saya 198702142014041991.",
            PersonalKind::Identity,
            "198702142014041991",
        ),
        (
            "no. 5 19870214 201404 1 991 ya",
            PersonalKind::Identity,
            "19870214 201404 1 991",
        ),
        (
            "19870214.201404.1.991",
            PersonalKind::Identity,
            "19870214.201404.1.991",
        ),
        ("nik 1275014107909903", PersonalKind::Identity, "1275014107909903"),
        (
            "nik 1275-0141-0790-9903",
            PersonalKind::Identity,
            "1275-0141-0790-9903",
        ),
        ("WA 0812-3456-7890", PersonalKind::Phone, "0812-3456-7890"),
        ("hubungi 081234567890, Budi", PersonalKind::Phone, "081234567890"),
        ("+62 812 3456 789", PersonalKind::Phone, "62 812 3456 789"),
        (
            "telp (0274) 512345 / 0274-512345",
            PersonalKind::Phone,
            "0274-512345",
        ),
    ] {
        let found = personal_number_in(text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!((found.kind, &text[found.range]), (kind, seen), "{text}");
    }
}

#[test]
fn ordinary_numbers_in_an_answer_do_not_alarm() {
    for text in [
        "",
        "Baik",
        "nilai 90 85 80 75 70",
        "2019 2020 2021 2022",
        "Rp 1.350.000",
        "tanggal 02-03-2026 08.00",
        "10 peserta, 3 hari, 24 JP",
        "kelas 08.00-16.00",
        "SK 800.2.4.2/045/BKPSDM/2026",
        "12345678901234567890",
    ] {
        assert_eq!(personal_number_in(text), None, "{text}");
    }
}

proptest! {
    #[test]
    fn reading_twice_changes_nothing(raw in "(\\PC|[ \\t\\n\u{301}\u{323}\u{a0}a-e]){0,40}") {
        if let Ok(text) = Text::read(&raw, 500) {
            prop_assert_eq!(Text::read(&text, 500).unwrap(), text.clone());
            prop_assert!(text.chars().all(|c| why_forbidden(c).is_none()));
            prop_assert!(!text.contains("  ") && text.trim() == text.as_str());
        }
        if let Ok(text) = Text::read_lines(&raw, 500) {
            prop_assert_eq!(Text::read_lines(&text, 500).unwrap(), text);
        }
    }

    #[test]
    fn any_string_is_read_or_refused_without_panic(raw in any::<String>()) {
        let _ = Text::read(&raw, 20);
        let _ = Text::read_lines(&raw, 20);
        if let Some(found) = personal_number_in(&raw) {
            prop_assert!(raw.get(found.range).is_some());
        }
    }
}
