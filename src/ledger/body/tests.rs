use super::{people::*, plan::*, seat::*, *};
use proptest::prelude::*;
use std::fmt::Write as _;

#[expect(clippy::too_many_lines, reason = "one sample a kind")]
fn samples() -> Vec<Body> {
    let person = Name([7; 16]);
    vec![
        office::NodeOpened {
            name: "BKPSDM".into(),
            role: 1,
            public_key: [9; 32],
        }
        .into(),
        office::UnitSet {
            code: "DINKES".into(),
            name: "Dinas Kesehatan".into(),
            kind: None,
            link: Some(2),
        }
        .into(),
        CourseSet {
            code: "MAP-01".into(),
            title: "Manajemen".into(),
            description: Some("Isi".into()),
            outcomes: vec!["Satu".into()],
            competence: 1,
            dictionary_code: None,
            form: "pelatihan_teknis".into(),
            mode: 1,
            days: 3,
            credit: 24,
            partner_type: 1,
            partner: None,
            quota: 30,
            min_quota: Some(20),
            cost: 1_350_000,
            open_to: vec![1, 3],
            target_units: vec![Name([1; 16])],
            prerequisites: vec![],
            tags: vec!["arsip".into()],
        }
        .into(),
        BatchSet {
            code: "MAP-01/1".into(),
            course: Name([2; 16]),
            phases: vec![(739_000, 739_002, 1)],
            place: "Tanjung Selaras".into(),
            room: None,
            admission: 1,
            opens: Some(1),
            closes: None,
            capacity: 30,
        }
        .into(),
        BatchStage { stage: 2 }.into(),
        BatchStaff { count: 1 }.into(),
        Mint { from: 1, count: 30 }.into(),
        office::NodeEnrolled {
            node: 7,
            incarnation: 1,
            name: "Dinas Kesehatan".into(),
            key: [4; 32],
            recipient: [5; 32],
            units: vec![Name([3; 16])],
            duties: 7,
        }
        .into(),
        office::LogClosed {
            node: 7,
            incarnation: 1,
            last_seq: 90,
            last_hash: [6; 32],
            reason: 1,
        }
        .into(),
        office::Anchor {
            node: 7,
            incarnation: 2,
            upto: 12,
            hlc: 1 << 56,
        }
        .into(),
        Give {
            from: 1,
            count: 10,
            node: 7,
            incarnation: 1,
        }
        .into(),
        Burn {
            from: 29,
            count: 2,
            forced: true,
        }
        .into(),
        Recall {
            node: 7,
            incarnation: 1,
            keep: 2,
        }
        .into(),
        Take {
            from: 1,
            count: 10,
            node: 7,
            incarnation: 1,
        }
        .into(),
        Erase {
            blobs: vec![crate::ledger::blob::BlobHash([8; 32])],
        }
        .into(),
        PersonAdded {
            unit: Name([3; 16]),
            employment: 1,
            contract_end: None,
        }
        .into(),
        PersonChanged {
            unit: Name([3; 16]),
            employment: 3,
            contract_end: Some(740_000),
        }
        .into(),
        RoleSet { role: 2, given: true }.into(),
        Elsewhere {
            from: 1,
            to: 2,
            credit: 20,
            form: Some("magang".into()),
        }
        .into(),
        Request {
            person,
            attempt: 1,
            unsure: None,
        }
        .into(),
        Confirm {
            person,
            attempt: 1,
            ticket: 5,
        }
        .into(),
        Cancel {
            person,
            attempt: 1,
            reason: 1,
        }
        .into(),
        Release {
            person,
            attempt: 1,
            ticket: 5,
        }
        .into(),
        Replace {
            person,
            attempt: 1,
            by: Name([8; 16]),
            by_attempt: 1,
            ticket: 5,
            unsure: None,
        }
        .into(),
        Present {
            person,
            attempt: 1,
            meeting: 2,
            unsure: None,
        }
        .into(),
        Void {
            person,
            attempt: 1,
            meeting: 2,
        }
        .into(),
        Outcome {
            person,
            attempt: 1,
            state: 8,
            credit: 24,
        }
        .into(),
        Past {
            person,
            attempt: 1,
            state: 8,
            made: 1_700_000_000_000,
            ticket: None,
        }
        .into(),
        office::SurveyClosed {
            rights: 20,
            answered: 12,
        }
        .into(),
        office::CustodianSet { recipient: [9; 32] }.into(),
    ]
}

#[test]
fn every_body_reads_back_as_written() {
    for body in samples() {
        let mut bytes = Vec::new();
        body.write(&mut bytes);
        assert_eq!(Body::read(body.kind(), &bytes), Ok(body));
    }
}

#[test]
fn a_field_of_a_newer_release_is_stepped_over() {
    let mut bytes = vec![0xA3]; // a map of three
    bytes.extend([0x00, 0x50]);
    bytes.extend([7; 16]);
    bytes.extend([0x01, 0x01]);
    bytes.extend([0x18, 99, 0x82, 0x61, b'x', 0xA1, 0x00, 0xF6]); // key 99: ["x", {0: null}]
    let body = Body::read(40, &bytes).unwrap();
    assert_eq!(
        body,
        Request {
            person: Name([7; 16]),
            attempt: 1,
            unsure: None,
        }
        .into()
    );
}

#[test]
fn a_kind_of_a_newer_release_is_named_and_bytes_left_over_are_refused() {
    assert_eq!(Body::read(999, &[0xA0]), Err(BodyFault::UnknownKind(999)));
    let mut bytes = Vec::new();
    Body::from(Mint { from: 1, count: 2 }).write(&mut bytes);
    bytes.push(0);
    assert_eq!(Body::read(20, &bytes), Err(BodyFault::Unreadable(20)));
}

/// The bytes of released kinds: they must be readable for ever.
#[test]
fn the_bytes_of_every_kind_are_as_they_were_released() {
    let mut text = String::new();
    for body in samples() {
        let mut bytes = Vec::new();
        body.write(&mut bytes);
        write!(text, "{} ", body.kind()).unwrap();
        for byte in bytes {
            write!(text, "{byte:02x}").unwrap();
        }
        text.push('\n');
    }
    // A file for each release that brought kinds; none is changed later.
    let golden = [
        include_str!("../../../tests/golden/bodies-1.txt"),
        include_str!("../../../tests/golden/bodies-2.txt"),
    ];
    assert_eq!(text, golden.concat());
}

/// The keys of every kind in `docs/operations.md`, each with whether it may be missing.
fn written_down() -> std::collections::BTreeMap<u16, (String, Vec<(u8, bool)>)> {
    let page = include_str!("../../../docs/operations.md");
    let (_, table) = page.split_once("## Kinds\n").unwrap();
    let (table, _) = table.split_once("\n## ").unwrap();
    let mut kinds = std::collections::BTreeMap::new();
    let mut last = 0;
    for row in table.lines().filter(|row| row.starts_with("| ")).skip(2) {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        if let Ok(kind) = cells[1].parse() {
            last = kind;
            kinds.insert(kind, (cells[2].to_owned(), Vec::new()));
        }
        let (_, keys) = kinds.get_mut(&last).unwrap();
        keys.push((cells[3].parse().unwrap(), cells[5].ends_with('?')));
    }
    kinds
}

#[test]
fn the_page_for_strangers_names_every_kind_and_every_key() {
    let mut page = written_down();
    for body in samples() {
        let (name, keys) = page.remove(&body.kind()).unwrap();
        assert!(format!("{body:?}").starts_with(&format!("{name}({name}")));
        let mut bytes = Vec::new();
        body.write(&mut bytes);
        let mut map = minicbor::Decoder::new(&bytes);
        let mut found = Vec::new();
        for _ in 0..map.map().unwrap().unwrap() {
            found.push(map.u8().unwrap());
            map.skip().unwrap();
        }
        for (key, optional) in &keys {
            assert!(*optional || found.contains(key), "{name} has no key {key}");
        }
        for key in found {
            assert!(
                keys.iter().any(|(known, _)| *known == key),
                "{name} has a key {key}"
            );
        }
    }
    assert!(page.is_empty(), "kinds that are none: {page:?}");
}

proptest! {
    #[test]
    fn no_bytes_make_a_body_panic(kind in 0u16..80, bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = Body::read(kind, &bytes);
    }

    #[test]
    fn a_flipped_byte_is_another_body_or_none(index in 0..samples().len(), at in 0usize..400, with in 1u8..) {
        let body = samples().remove(index);
        let mut bytes = Vec::new();
        body.write(&mut bytes);
        if let Some(byte) = bytes.get_mut(at) {
            *byte ^= with;
            prop_assert_ne!(Body::read(body.kind(), &bytes), Ok(body));
        }
    }
}
