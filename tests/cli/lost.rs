//! A file of the data folder that is gone: it is named, nothing is made in its place, and with it all is well again.

use super::office::{ANA, Office, Ran};
use std::fs;

/// The place of the first finding.
fn first_place(ran: &Ran) -> String {
    let place = ran.json().pointer("/findings/0/place").cloned();
    place
        .and_then(|place| place.as_str().map(str::to_owned))
        .unwrap_or_default()
}

/// Takes a file away, looks at what the commands say, and puts it back.
fn without(office: &Office, file: &str, named: &str) {
    let (path, aside) = (office.data().join(file), office.data().join("aside"));
    fs::rename(&path, &aside).unwrap();
    for words in [
        ["status", "--json"].as_slice(),
        &["register", "--person", ANA, "--batch", "SIM-01/1", "--json"],
        &["init", "--office", "Baru"],
    ] {
        let ran = office.run(words);
        assert_eq!(ran.code, 1, "{file}: {words:?}: {}{}", ran.out, ran.err);
        assert!(ran.err.contains("balai verify"), "{file}: {}", ran.err);
        assert!(
            !path.exists(),
            "{file}: {words:?} made another in place of the lost one"
        );
    }
    let ran = office.run(&["verify", "--json"]);
    assert_eq!(ran.code, 1, "{file}: {}", ran.out);
    assert_eq!(first_place(&ran), named, "{}", ran.out);
    assert!(!path.exists(), "{file}: looking made another in its place");
    fs::rename(&aside, &path).unwrap();
    office.ok(&["verify"]);
}

#[test]
fn a_lost_key_pepper_or_open_file_is_named_and_nothing_is_made_in_its_place() {
    let office = Office::filled();
    office.ok(&["register", "--person", ANA, "--batch", "MAP-01/1"]);
    without(&office, "node.key", "node.key");
    without(&office, "pepper", "pepper");
    without(&office, "log/1-1/open.wal", "log/1-1/open.wal");
}

#[test]
fn a_vault_that_is_lost_or_emptied_is_not_begun_anew() {
    let office = Office::filled();
    let path = office.data().join("vault");
    let whole = fs::read(&path).unwrap();
    for left in [None, Some(b"".as_slice())] {
        match left {
            None => fs::remove_file(&path).unwrap(),
            Some(bytes) => fs::write(&path, bytes).unwrap(),
        }
        for words in [["status"].as_slice(), &["init", "--office", "Baru"], &["verify"]] {
            let ran = office.run(words);
            assert_eq!(ran.code, 1, "{words:?}: {}{}", ran.out, ran.err);
        }
        let ran = office.run(&["verify", "--json"]);
        assert_eq!(first_place(&ran), "vault", "{}", ran.out);
        fs::write(&path, &whole).unwrap();
        office.ok(&["verify"]);
    }
}

#[test]
fn a_line_without_end_is_one_fault_and_the_lines_after_it_keep_their_numbers() {
    let office = Office::filled();
    let lines = format!("{},{}\n{ANA},MAP-01/1\n", "9".repeat(20_000), "A".repeat(9_000));
    let ran = office.feed(&["register", "--from", "-"], &lines);
    assert_eq!(ran.code, 5, "{}", ran.err);
    let told: Vec<serde_json::Value> = ran
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(told.len(), 2, "{}", ran.out);
    let at = |line: usize, place: &str| told.get(line).and_then(|told| told.pointer(place)).cloned();
    assert_eq!(at(0, "/error/reason"), Some("line".into()));
    assert_eq!(at(0, "/error/line"), Some(1.into()));
    assert_eq!(at(1, "/batch"), Some("MAP-01/1".into()));
}

#[test]
fn a_crash_of_the_kiosk_is_told_by_status_too() {
    let office = Office::filled();
    let status = || office.ok(&["status", "--json"]).json();
    assert_eq!(status().pointer("/recovered"), Some(&serde_json::Value::Null));
    fs::write(
        office.data().join("kerusakan.txt"),
        "PANIK-01 screen/home.rs:7 main\n",
    )
    .unwrap();
    let told = status();
    assert_eq!(
        told.pointer("/recovered"),
        Some(&"PANIK-01 screen/home.rs:7 main".into())
    );
    assert_eq!(told.pointer("/healthy"), Some(&false.into()));
}
