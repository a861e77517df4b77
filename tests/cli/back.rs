//! A kiosk whose data was put back from an older copy, one that was closed, and a copy that lives on beside it: as
//! processes of their own.

use super::{
    office::{ANA, BUDI, CICI, Office},
    pair::{centre, join, stick},
};
use serde_json::Value;
use std::{fs, path::Path};

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let into = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &into);
        } else {
            fs::copy(entry.path(), into).unwrap();
        }
    }
}

/// Puts the data of an office back as it was.
fn put_back(office: &Office, image: &Path) {
    fs::remove_dir_all(office.data()).unwrap();
    copy(image, &office.data());
}

/// A centre, a stick, and a kiosk that has one seat of `MAP-01/1` and knows everybody.
fn town() -> (Office, String, Office, String) {
    let centre = centre();
    let stick = stick(&centre, "stik").to_str().unwrap().to_owned();
    let (kiosk, log) = join(&centre, &stick);
    centre.ok(&["bundle", "import", &stick]);
    centre.ok(&[
        "seats", "give", "--batch", "MAP-01/1", "--to", &log, "--count", "1",
    ]);
    centre.ok(&["bundle", "export", &stick]);
    kiosk.ok(&["bundle", "import", &stick]);
    (centre, stick, kiosk, log)
}

fn standing(office: &Office) -> Value {
    office.ok(&["sync", "status", "--json"]).json()["standing"].clone()
}

fn numbers(office: &Office) -> Vec<String> {
    let all = office.ok(&["list", "registrations", "--json"]).json();
    let mut numbers: Vec<String> = all
        .as_array()
        .unwrap()
        .iter()
        .map(|reg| reg["number"].as_str().unwrap().to_owned())
        .collect();
    numbers.sort();
    numbers
}

#[test]
fn a_kiosk_put_back_from_an_older_copy_loses_no_registration_that_it_still_has() {
    let (centre, stick, kiosk, log) = town();
    kiosk.ok(&["register", "--person", ANA, "--batch", "MAP-01/1"]);
    let image = kiosk.dir().join("salinan");
    copy(&kiosk.data(), &image);
    kiosk.ok(&["register", "--person", BUDI, "--batch", "SIM-01/1"]);
    put_back(&kiosk, &image);

    // One sentence, one code, the same everywhere.
    assert_eq!(standing(&kiosk), "older_copy");
    let status = kiosk.ok(&["status", "--json"]).json();
    assert_eq!(
        (&status["standing"], &status["healthy"], &status["anchor"]),
        (&"older_copy".into(), &false.into(), &"outside".into()),
        "{status}"
    );
    assert_eq!(status["only_here"]["registrations"], 1, "{status}");
    let words = ["register", "--person", CICI, "--batch", "SIM-01/1"];
    let refused = kiosk.run(&words);
    assert_eq!(
        (refused.code, refused.err.lines().count()),
        (3, 1),
        "{}",
        refused.err
    );
    assert!(refused.err.contains("salinan lama"), "{}", refused.err);
    let refused = kiosk.run(&[&words[..], &["--json"]].concat());
    assert_eq!(refused.json()["error"]["reason"], "older_copy");

    // One step: the bundle and the request, with the digits to read out.
    let written = kiosk.ok(&["bundle", "export", &stick, "--json"]).json();
    assert_eq!(written["again"]["log"], "2-2", "{written}");
    let digits = written["again"]["fingerprint"].as_str().unwrap();
    let request = written["files"][1].as_str().unwrap();
    // The request alone would end the ledger before Ana.
    let early = centre.run(&["hub", "accept", request, "--fingerprint", digits, "--json"]);
    assert_eq!(
        (early.code, &early.json()["error"]["reason"]),
        (3, &"behind".into()),
        "{}",
        early.err
    );
    let taken = centre.ok(&["bundle", "import", &stick, "--json"]).json();
    assert_eq!(numbers(&centre), [ANA], "{taken}");
    // The key alone lets nobody in.
    let last = taken["read"].as_array().unwrap().last().unwrap();
    assert_eq!(last["matters"][0]["kind"], "join_request", "{taken}");
    assert_eq!(
        last["gaps"].as_array().unwrap().len(),
        0,
        "read behind its bundle: {taken}"
    );
    let here = centre.ok(&["hub", "nodes", "--json"]).json();
    assert_eq!(here[1]["closed_at"], Value::Null, "{here}");
    let wrong = "000000 000000 000000 000000";
    let refused = centre.run(&["hub", "accept", request, "--fingerprint", wrong, "--json"]);
    assert_eq!(refused.json()["error"]["reason"], "other_fingerprint");
    let accepted = centre
        .ok(&["hub", "accept", request, "--fingerprint", digits, "--json"])
        .json();
    assert_eq!(accepted["closed"]["log"], log.as_str(), "{accepted}");
    assert_eq!(accepted["closed"]["last"], here[1]["operations"]);
    let nodes = centre.ok(&["hub", "nodes", "--json"]).json();
    assert_eq!(
        (&nodes[1]["goes_on"], &nodes[2]["log"]),
        (&"2-2".into(), &"2-2".into())
    );

    centre.ok(&["bundle", "export", &stick]);
    kiosk.ok(&["bundle", "import", &stick]);
    assert_eq!(standing(&kiosk), "open");
    assert_eq!(numbers(&kiosk), [ANA]);
    kiosk.ok(&["register", "--person", CICI, "--batch", "SIM-01/1"]);
    kiosk.ok(&["bundle", "export", &stick]);
    let taken = centre.ok(&["bundle", "import", &stick, "--json"]).json();
    assert_eq!(numbers(&centre), [ANA, CICI], "{taken}");
    assert!(!taken.to_string().contains("after_closure"), "{taken}");
    for office in [&centre, &kiosk] {
        office.ok(&["verify"]);
    }
}

#[test]
fn a_kiosk_that_was_closed_learns_it_and_promises_nothing_more() {
    let (centre, stick, kiosk, log) = town();
    let said = centre.ok(&["hub", "close", &log, "--reason", "berhenti"]);
    assert!(said.out.contains("bundel terakhir"), "{}", said.out);
    let written = centre
        .ok(&["bundle", "export", &stick, "--to", &log, "--json"])
        .json();
    kiosk.ok(&["bundle", "import", &stick]);
    assert_eq!(standing(&kiosk), "closed");
    let refused = kiosk.run(&["register", "--person", ANA, "--batch", "MAP-01/1"]);
    assert_eq!(
        (refused.code, refused.err.lines().count()),
        (3, 1),
        "{}",
        refused.err
    );
    assert!(refused.err.contains("ditutup oleh pusat"), "{}", refused.err);
    // A farewell carries nobody's data.
    let file = written["files"][0].as_str().unwrap();
    let inside = kiosk.ok(&["bundle", "inspect", file, "--json"]).json();
    for frame in inside["frames"].as_array().unwrap() {
        let kind = frame["type"].as_str().unwrap();
        assert!(!matches!(kind, "blobs" | "sealed"), "{inside}");
    }
}

#[test]
fn nothing_is_written_for_a_kiosk_that_was_stolen() {
    let (centre, stick, _kiosk, log) = town();
    let said = centre.ok(&["hub", "close", &log, "--reason", "hilang"]);
    assert!(!said.out.contains("bundel terakhir"), "{}", said.out);
    let refused = centre.run(&["bundle", "export", &stick, "--to", &log, "--json"]);
    assert_eq!(
        (refused.code, &refused.json()["error"]["reason"]),
        (3, &"unknown_node".into())
    );
}

#[test]
fn evidence_that_a_kiosk_was_copied_is_shown_with_both_histories() {
    let (centre, stick, kiosk, log) = town();
    let image = kiosk.dir().join("salinan");
    copy(&kiosk.data(), &image);
    kiosk.ok(&["register", "--person", ANA, "--batch", "MAP-01/1"]);
    kiosk.ok(&["bundle", "export", &stick]);
    put_back(&kiosk, &image);
    // A machine without the anchor does not know better.
    fs::remove_dir_all(kiosk.dir().join("state")).unwrap();
    kiosk.ok(&["register", "--person", BUDI, "--batch", "MAP-01/1"]);
    kiosk.ok(&["bundle", "export", &stick]);
    centre.ok(&["bundle", "import", &stick]);
    let nodes = centre.ok(&["hub", "nodes", "--json"]).json();
    let node = &nodes[1];
    assert_eq!(
        (&node["state"], &node["forks"]),
        (&"forked".into(), &1.into()),
        "{nodes}"
    );
    let fork = &node["evidence"][0];
    assert_eq!(
        (&fork["log"], &fork["last"]),
        (&log.as_str().into(), &node["operations"])
    );
    let hashes = [&fork["stands"]["hash"], &fork["other"]["hash"]];
    assert!(
        hashes.iter().all(|hash| hash.as_str().unwrap().len() == 8),
        "{fork}"
    );
    assert_ne!(hashes[0], hashes[1]);
    let said = centre.ok(&["hub", "nodes"]);
    assert!(said.out.contains(hashes[1].as_str().unwrap()), "{}", said.out);
}
