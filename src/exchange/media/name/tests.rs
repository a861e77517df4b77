use super::*;
use proptest::prelude::*;

#[test]
fn an_office_is_known_by_its_words_and_its_number() {
    assert_eq!(office(7, "Dinas Kesehatan"), "DINKES7");
    assert_eq!(office(12, "Kecamatan Selatan"), "KECSEL12");
    assert_eq!(
        office(1, "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia"),
        "BADKEPPENSUM1"
    );
    assert_eq!(office(3, "Kélurahan “Çempaka”"), "KELCEM3");
    assert_eq!(office(4, "教育局"), "KIOS4");
    assert_eq!(office(5, ""), "KIOS5");
    assert_eq!(office(6, "SMP 12"), "SMP12N6");
}

#[test]
fn a_file_is_named_for_its_way_its_bundle_and_its_part() {
    let id = *b"\x0a\x1b\x2c\x3drest is unsaid";
    let id: [u8; 16] = id[..16].try_into().unwrap();
    let path = file("DINKES7", "PUSAT1", &id, 1);
    assert_eq!(path, Path::new("BALAI/DINKES7-PUSAT1-0A1B2C3D-P01.BLI"));
    assert_eq!(
        file("A1", "B2", &id, 100),
        Path::new("BALAI/A1-B2-0A1B2C3D-P100.BLI")
    );
}

proptest! {
    #[test]
    fn no_name_of_an_office_leaves_the_plain_letters(node: u32, name in ".{0,80}") {
        let short = office(node, &name);
        prop_assert!(short.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit()), "{short}");
        prop_assert!(short.ends_with(&node.to_string()) && short.len() <= SHORT + 11);
    }
}
