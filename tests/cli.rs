//! The commands, as the real program in processes of its own.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod cli {
    mod back;
    mod exchange;
    mod lost;
    pub mod office;
    pub mod pair;
}

use assert_cmd::cargo::cargo_bin;
use cli::office::{ANA, BUDI, CICI, Office, Ran, digits_in, run_plain};
use serde_json::Value;
use std::{
    fs,
    io::{BufRead, BufReader, Write},
    process::{Command, Stdio},
};

const COMMANDS: [&str; 18] = [
    "demo",
    "kiosk",
    "init",
    "import",
    "list",
    "register",
    "cancel",
    "status",
    "verify",
    "about",
    "clock",
    "hub",
    "join",
    "bundle",
    "sync",
    "seats",
    "erase",
    "completions",
];

/// Commands within commands.
const INNER: [&str; 18] = [
    "hub found",
    "hub invite",
    "hub accept",
    "hub close",
    "hub nodes",
    "hub recover",
    "bundle export",
    "bundle import",
    "bundle inspect",
    "bundle salvage",
    "sync status",
    "seats status",
    "seats give",
    "seats return",
    "seats recall",
    "seats share",
    "seats capacity",
    "seats take",
];

fn help(lang: &str) -> String {
    let mut pages = run_plain(&["--help", "--lang", lang]).out;
    for command in COMMANDS.into_iter().chain(INNER) {
        let words: Vec<&str> = command.split(' ').chain(["--help", "--lang", lang]).collect();
        let ran = run_plain(&words);
        assert_eq!(ran.code, 0, "{command}");
        pages.push_str("\n----------------------------------------\n");
        pages.push_str(&ran.out);
    }
    pages
}

#[test]
fn help_teaches_in_indonesian() {
    insta::assert_snapshot!("help_id", help("id"));
}

#[test]
fn help_teaches_in_english() {
    insta::assert_snapshot!("help_en", help("en"));
}

#[test]
fn a_command_line_that_is_wrong_is_said_in_one_sentence_with_the_way_on() {
    for (words, said) in [
        (["regster"].as_slice(), "Maksudnya \"register\"?"),
        (&["list", "orang"], "Pilihan: units"),
        (&["register", "--person", "1"], "Masih kurang: --batch"),
        (&["--foo"], "\"--foo\" tidak dikenal."),
        (
            &["cancel", "--person", "1", "--batch", "A", "--reason", "x"],
            "Lihat \"balai cancel --help\".",
        ),
        (
            &["list", "units", "--open"],
            "--open hanya untuk \"balai list batches\".",
        ),
        (&["kiosk"], "Kios memerlukan terminal"),
    ] {
        let ran = run_plain(words);
        assert_eq!(ran.code, 2, "{words:?}: {}", ran.err);
        assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
        assert!(ran.err.contains(said), "{words:?}: {}", ran.err);
    }
}

#[test]
fn completions_know_every_command() {
    for shell in ["bash", "zsh", "fish"] {
        let ran = run_plain(&["completions", shell]);
        assert_eq!(ran.code, 0);
        for command in COMMANDS {
            assert!(ran.out.contains(command), "{shell} {command}");
        }
        assert!(!ran.out.contains("bench"), "what is hidden is not offered");
    }
}

#[test]
fn without_an_office_every_command_says_how_to_make_one_and_makes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("none");
    let data = data.to_str().unwrap();
    for words in [
        ["status", "--json"].as_slice(),
        &["verify"],
        &["list", "units", "--json"],
        &["register", "--person", ANA, "--batch", "A"],
        &["cancel", "--person", ANA, "--batch", "A"],
    ] {
        let ran = run_plain(&[words, &["--data", data]].concat());
        assert_eq!(ran.code, 7, "{words:?}: {}", ran.err);
        assert!(ran.err.contains("balai init"), "{}", ran.err);
        if words.contains(&"--json") {
            assert_eq!(ran.json()["error"]["kind"], "no_office");
        }
        assert!(!std::path::Path::new(data).exists());
    }
}

#[test]
fn an_office_is_made_once_and_its_first_officer_gets_a_code() {
    let office = Office::empty();
    let args = [
        "init",
        "--office",
        "BKPSDM Uji",
        "--officer",
        ANA,
        "--officer-name",
        "Ana Lestari",
        "--unit",
        "BKPSDM",
    ];
    let ran = office.run(&[&args[..], &["--json"]].concat());
    assert_eq!(ran.code, 0, "{}", ran.err);
    let made = ran.json();
    assert_eq!(
        (&made["made"], &made["officer"]["number"]),
        (&Value::Bool(true), &ANA.into())
    );
    assert_eq!(made["officer"]["activation"].as_str().unwrap().len(), 11);
    let people = office.ok(&["list", "people", "--json"]).json();
    assert_eq!(people[0]["roles"][0], "petugas");
    assert_eq!(people.as_array().unwrap().len(), 1);
    let again = office.run(&["init", "--office", "Nama Lain", "--json"]);
    assert_eq!(again.code, 0);
    assert_eq!(
        office.ok(&["init", "--office", "BKPSDM Uji", "--json"]).json()["made"],
        Value::Bool(false)
    );
    assert_eq!(
        (&again.json()["made"], &again.json()["office"]),
        (&Value::Bool(false), &"BKPSDM Uji".into())
    );
    assert_eq!(
        office.run(&["init", "--office", "a\u{7}b"]).code,
        2,
        "a name is checked text"
    );
}

#[test]
fn registering_twice_gives_the_same_receipt() {
    let office = Office::filled();
    let first = office.ok(&["register", "--person", ANA, "--batch", "MAP-01/1", "--json"]);
    let second = office.ok(&[
        "register",
        "--person",
        "19850312 201001 2 004",
        "--batch",
        " map-01/1",
        "--json",
    ]);
    assert_eq!(first.out, second.out);
    let receipt = first.json();
    assert_eq!(receipt["promise"], "seat");
    let slip = receipt["code"].as_str().unwrap();
    assert_eq!(slip.len(), 8);
    let listed = office.ok(&["list", "registrations", "--json"]).json();
    assert_eq!(
        (&listed[0]["code"], &listed[0]["number"]),
        (&receipt["code"], &ANA.into())
    );
    assert_eq!(listed.as_array().unwrap().len(), 1);
    let words = office.ok(&["register", "--person", ANA, "--batch", "MAP-01/1"]);
    assert!(
        words.out.contains(&format!("{}-{}", &slip[..4], &slip[4..])),
        "{}",
        words.out
    );
}

#[test]
fn of_two_processes_one_gets_the_last_seat_and_the_other_is_told_that_it_waits() {
    let office = Office::filled();
    let both = [ANA, BUDI].map(|person| {
        office
            .command(&["register", "--person", person, "--batch", "MAP-01/1", "--json"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    });
    let receipts = both.map(|child| Ran::of(child.wait_with_output().unwrap()));
    let mut promises: Vec<String> = receipts
        .iter()
        .map(|ran| ran.json()["promise"].as_str().unwrap().to_owned())
        .collect();
    promises.sort();
    assert_eq!(promises, ["seat", "waiting"]);
    let loser = receipts
        .iter()
        .find(|ran| ran.json()["promise"] == "waiting")
        .unwrap()
        .json();
    assert_eq!((&loser["waiting"], &loser["seat"]), (&1.into(), &Value::Null));
    let winner = receipts
        .iter()
        .find(|ran| ran.json()["promise"] == "seat")
        .unwrap()
        .json();
    let words = office.ok(&[
        "register",
        "--person",
        loser["number"].as_str().unwrap(),
        "--batch",
        "MAP-01/1",
    ]);
    assert!(words.out.contains("DAFTAR TUNGGU, antrean ke-1"), "{}", words.out);

    let cancelled = office.ok(&[
        "cancel",
        "--code",
        winner["code"].as_str().unwrap(),
        "--reason",
        "sakit",
        "--json",
    ]);
    assert_eq!(cancelled.json()["promoted"], serde_json::json!([loser["code"]]));
    let number = loser["number"].as_str().unwrap();
    let now = office
        .ok(&["register", "--person", number, "--batch", "MAP-01/1", "--json"])
        .json();
    assert_eq!((&now["promise"], &now["code"]), (&"seat".into(), &loser["code"]));
    let again = office.run(&["cancel", "--code", winner["code"].as_str().unwrap()]);
    assert_eq!(again.code, 3, "what is cancelled cannot be cancelled");
    assert_eq!(office.ok(&["verify"]).code, 0);
}

#[test]
fn warnings_are_said_and_stop_until_they_are_accepted() {
    let office = Office::filled();
    office.ok(&["register", "--person", ANA, "--batch", "MAP-01/1"]);
    let ran = office.run(&["register", "--person", ANA, "--batch", "SIM-01/1", "--json"]);
    assert_eq!(ran.code, 4, "{}", ran.err);
    let error = &ran.json()["error"];
    assert_eq!(
        (&error["kind"], &error["concerns"][0]["concern"]),
        (&"warnings".into(), &"clash".into())
    );
    assert!(ran.err.contains("--accept-warnings"), "{}", ran.err);
    assert_eq!(
        office
            .ok(&["list", "registrations", "--person", ANA, "--json"])
            .json()
            .as_array()
            .unwrap()
            .len(),
        1
    );
    office.ok(&[
        "register",
        "--person",
        ANA,
        "--batch",
        "SIM-01/1",
        "--accept-warnings",
    ]);
}

#[test]
fn what_is_not_there_is_refused_by_its_name() {
    let office = Office::filled();
    let nobodys = balai::domain::code::Code::from_hash(&[7; 5]).plain();
    for (words, reason) in [
        (
            [
                "register",
                "--person",
                "199001012015011009",
                "--batch",
                "MAP-01/1",
                "--json",
            ]
            .as_slice(),
            "no_person",
        ),
        (
            &["register", "--person", "12", "--batch", "MAP-01/1", "--json"],
            "panjang",
        ),
        (
            &["register", "--person", ANA, "--batch", "X", "--json"],
            "no_batch",
        ),
        (
            &["cancel", "--person", ANA, "--batch", "MAP-01/1", "--json"],
            "no_registration",
        ),
        (&["cancel", "--code", &nobodys, "--json"], "no_code"),
        (
            &["register", "--person", ANA, "--batch", "TUTUP/1", "--json"],
            "concerns",
        ),
    ] {
        let ran = office.run(words);
        assert_eq!(
            (ran.code, &ran.json()["error"]["reason"]),
            (3, &reason.into()),
            "{words:?} {}",
            ran.err
        );
    }
}

#[test]
fn lines_come_back_as_lines_each_with_its_receipt_or_its_reason() {
    let office = Office::filled();
    let lines = format!(
        "nip,kode_angkatan\n{ANA},MAP-01/1\n\n\"{BUDI}\";MAP-01/1\nkosong\n{ANA},SIM-01/1\n{ANA},MAP-01/1\n12,MAP-01/1\n"
    );
    let ran = office.feed(&["register", "--from", "-"], &lines);
    assert_eq!(ran.code, 5, "{}", ran.err);
    let answers: Vec<Value> = ran
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(answers.len(), 6);
    assert_eq!(
        (&answers[0]["promise"], &answers[1]["promise"]),
        (&"seat".into(), &"waiting".into())
    );
    assert_eq!(answers[2]["error"]["line"], 5);
    assert_eq!(answers[3]["error"]["kind"], "warnings");
    assert_eq!(answers[4], answers[0]);
    assert_eq!(answers[5]["error"]["reason"], "panjang");
    assert_eq!(
        office.ok(&["status", "--json"]).json()["counts"]["registrations"],
        2
    );
}

#[test]
fn a_receipt_is_out_before_the_next_line_comes_and_meanwhile_the_data_is_in_use() {
    let office = Office::filled();
    let mut child = office
        .command(&["register", "--from", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    writeln!(input, "{ANA},MAP-01/1").unwrap();
    let mut line = String::new();
    output.read_line(&mut line).unwrap();
    assert!(line.contains("\"seat\""), "{line}");
    let second = office.run(&["status", "--json"]);
    assert_eq!(second.code, 6);
    assert!(
        second.err.contains(&format!("proses {}", child.id())),
        "{}",
        second.err
    );
    // What was printed stays, however the process ends.
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(
        office
            .ok(&["list", "registrations", "--json"])
            .json()
            .as_array()
            .unwrap()
            .len(),
        1
    );
    office.ok(&["verify"]);
}

#[test]
fn a_reader_that_stops_reading_is_no_fault() {
    let office = Office::filled();
    for words in [
        ["list", "people", "--json"].as_slice(),
        &["status"],
        &["--help"],
        &["verify"],
    ] {
        let mut child = office
            .command(words)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let ran = Ran::of(child.wait_with_output().unwrap());
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{words:?}");
    }
}

#[test]
fn every_fault_of_a_file_is_told_by_row_column_value_and_rule() {
    let office = Office::filled();
    let file = office.file("baru.csv", "nip;nama;unit\n198503122010012004;Ana;BKPSDM\n1985031220100;Budi;BKPSDM\n199205172015031002;;DISDIK\n");
    let ran = office.run(&["import", "people", &file, "--json"]);
    assert_eq!(ran.code, 5);
    let report = ran.json();
    assert_eq!(
        (&report["written"], &report["rejected"]),
        (&Value::Bool(false), &2.into())
    );
    let faults = report["faults"].as_array().unwrap();
    assert_eq!(
        (&faults[0]["row"], &faults[0]["column"]),
        (&3.into(), &"A (nip)".into())
    );
    assert_eq!(
        (&faults[0]["value"], &faults[0]["rule"]),
        (&"1985031220100".into(), &"panjang".into())
    );
    assert_eq!(
        (&faults[1]["row"], &faults[1]["rule"]),
        (&4.into(), &"wajib".into())
    );
    let words = office.run(&["import", "people", &file]);
    assert!(
        words
            .out
            .contains("baru.csv, baris 3, kolom A (nip), isi \"1985031220100\":"),
        "{}",
        words.out
    );
    assert!(words.out.contains("tidak diimpor"), "{}", words.out);
    assert_eq!(
        office.ok(&["status", "--json"]).json()["counts"]["people"],
        3,
        "nothing was written"
    );
    let gone = office.run(&["import", "people", "/nowhere/x.csv", "--json"]);
    assert_eq!(
        (gone.code, &gone.json()["error"]["reason"]),
        (5, &"tidak_terbaca".into())
    );
}

#[test]
fn good_rows_are_taken_and_the_mended_rejects_are_taken_after_them() {
    let office = Office::filled();
    let text = "nip;nama;unit\n199205172015031002;Dodi;DISDIK\n19920517201503100;Eka;DISDIK\n";
    let file = office.file("baru.csv", text);
    let tried = office.run(&["import", "people", &file, "--accept-good", "--dry-run", "--json"]);
    assert_eq!((tried.code, &tried.json()["written"]), (5, &Value::Bool(false)));
    let ran = office.run(&["import", "people", &file, "--accept-good", "--json"]);
    assert_eq!((ran.code, &ran.json()["added"]), (5, &1.into()), "{}", ran.err);
    let rejects = ran.json()["rejects_file"].as_str().unwrap().to_owned();
    let left = fs::read_to_string(&rejects).unwrap();
    assert_eq!(left, "\u{feff}nip;nama;unit\n19920517201503100;Eka;DISDIK\n");
    fs::write(
        &rejects,
        left.replace("19920517201503100;", "199205172015031003;"),
    )
    .unwrap();
    assert_eq!(
        office.ok(&["import", "people", &rejects, "--json"]).json()["added"],
        1
    );
    assert_eq!(office.ok(&["status", "--json"]).json()["counts"]["people"], 5);
}

#[test]
fn importing_again_changes_nothing() {
    let office = Office::filled();
    let operations = || office.ok(&["status", "--json"]).json()["ledger"]["operations"].clone();
    let before = operations();
    for (kind, file) in office.files() {
        let report = office.ok(&["import", kind, &file, "--json"]).json();
        assert_eq!(
            (&report["added"], &report["changed"]),
            (&0.into(), &0.into()),
            "{kind}"
        );
    }
    assert_eq!(operations(), before);
}

#[test]
fn a_flipped_byte_in_a_sealed_segment_is_named_and_nothing_is_touched() {
    let office = Office::filled();
    office.ok(&["register", "--person", ANA, "--batch", "MAP-01/1"]);
    let log = office.data().join("log/1-1");
    let mut segments: Vec<_> = fs::read_dir(&log)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|kind| kind == "seg"))
        .collect();
    segments.sort();
    let segment = &segments[segments.len() / 2];
    let mut bytes = fs::read(segment).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(segment, &bytes).unwrap();
    let ran = office.run(&["verify", "--json"]);
    assert_eq!(ran.code, 1, "{}", ran.out);
    let name = segment.file_name().unwrap().to_str().unwrap();
    assert_eq!(ran.json()["findings"][0]["place"], format!("log/1-1/{name}"));
    assert_eq!(digits_in(&ran.out), Vec::<String>::new());
    let words = office.run(&["verify"]);
    assert!(
        words.out.contains(name) && words.out.contains("Jangan hapus apa pun"),
        "{}",
        words.out
    );
    assert_eq!(fs::read(segment).unwrap(), bytes, "verify mends nothing");
    bytes[middle] ^= 1;
    fs::write(segment, &bytes).unwrap();
    office.ok(&["verify"]);
}

#[test]
fn a_flipped_byte_of_personal_data_is_named_and_not_cut_off_like_a_torn_write() {
    let office = Office::filled();
    let pack = office.data().join("blob/000001.pack");
    let mut bytes = fs::read(&pack).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&pack, &bytes).unwrap();
    let ran = office.run(&["verify", "--json"]);
    assert_eq!(
        (ran.code, &ran.json()["findings"][0]["place"]),
        (1, &"blob/000001.pack".into()),
        "{}",
        ran.out
    );
    assert_eq!(
        office.run(&["status"]).code,
        1,
        "an office with lost names does not open"
    );
    assert_eq!(fs::read(&pack).unwrap(), bytes);
    bytes[middle] ^= 1;
    fs::write(&pack, &bytes).unwrap();
    office.ok(&["verify"]);
    fs::remove_file(&pack).unwrap();
    let gone = office.run(&["verify", "--json"]);
    assert_eq!(
        (gone.code, &gone.json()["findings"][0]["place"]),
        (1, &"blob".into()),
        "{}",
        gone.out
    );
}

#[test]
fn a_damaged_view_is_told_as_damage_and_as_mended_and_the_second_look_finds_all_whole() {
    let office = Office::filled();
    office.ok(&["register", "--person", ANA, "--batch", "MAP-01/1"]);
    let index = office.data().join("index");
    let largest = cli::office::largest_file(&index);
    let mut bytes = fs::read(&largest).unwrap();
    bytes.iter_mut().take(65_536).for_each(|byte| *byte ^= 0x55);
    fs::write(&largest, bytes).unwrap();
    let ran = office.run(&["verify", "--json"]);
    assert_eq!(ran.code, 1, "{}", ran.out);
    let finding = &ran.json()["findings"][0];
    assert_eq!(
        (&finding["place"], &finding["mended"]),
        (&"index".into(), &Value::Bool(true)),
        "{}",
        ran.out
    );
    office.ok(&["verify"]);
    fs::remove_dir_all(&index).unwrap();
    office.ok(&["verify"]);
    assert_eq!(
        office
            .ok(&["list", "registrations", "--json"])
            .json()
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[test]
fn the_demo_greets_needs_no_terminal_and_is_never_poured_into_a_real_office() {
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().to_str().unwrap();
    let demo = || {
        let output = Command::new(cargo_bin("balai"))
            .args(["demo", "--no-kiosk", "--lang", "en"])
            .env_remove("BALAI_DATA")
            .env("XDG_DATA_HOME", home)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        Ran::of(output)
    };
    let first = demo();
    assert_eq!(first.code, 0, "{}", first.err);
    assert!(
        first.out.contains("balai-demo") && first.out.contains("246813"),
        "{}",
        first.out
    );
    let second = demo();
    assert!(second.out.contains("opened again"), "{}", second.out);
    assert_eq!(digits_in(&first.out), digits_in(&second.out));
    let office = Office::filled();
    let refused = office.run(&["demo", "--no-kiosk"]);
    assert_eq!(refused.code, 3, "{}", refused.err);
    assert_eq!(office.ok(&["status", "--json"]).json()["counts"]["people"], 3);
}

#[test]
fn the_bench_says_what_it_measured_and_leaves_nothing_behind() {
    let office = Office::filled();
    let ran = office
        .ok(&["bench", "register", "--count", "3", "--batch", "SIM-01/1"])
        .json();
    for key in ["median_us", "p99_us", "raw_median_us", "ratio"] {
        assert!(ran[key].as_f64().unwrap() > 0.0, "{key}");
    }
    assert!(ran["bytes_per_registration"].as_u64().unwrap() > 30);
    office.ok(&["verify"]);
    assert_eq!(
        office
            .run(&["bench", "register", "--count", "3", "--batch", "SIM-01/1"])
            .code,
        1
    );
}

/// Whether two values have the same form: the same keys in the same order, the same kinds of values.
fn same_form(told: &Value, given: &Value, path: &str) {
    match (told, given) {
        (Value::Object(told), Value::Object(given)) => {
            let (a, b): (Vec<&String>, Vec<&String>) = (told.keys().collect(), given.keys().collect());
            assert_eq!(a, b, "{path}");
            for (key, value) in told {
                same_form(value, &given[key], &format!("{path}.{key}"));
            }
        }
        (Value::Array(told), Value::Array(given)) => {
            if let (Some(told), Some(given)) = (told.first(), given.first()) {
                same_form(told, given, &format!("{path}[0]"));
            }
        }
        (Value::Null, _) | (_, Value::Null) => {}
        (told, given) => {
            assert_eq!(
                std::mem::discriminant(told),
                std::mem::discriminant(given),
                "{path}: {told} {given}"
            );
        }
    }
}

#[test]
fn the_documented_shapes_are_those_that_come_out() {
    let office = Office::filled();
    let page = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/json.md")).unwrap();
    let mut examples = 0;
    for block in page.split("```console\n").skip(1) {
        let block = block.split("```").next().unwrap();
        let (command, told) = block.split_once('\n').unwrap();
        let command = command.strip_prefix("$ balai ").unwrap();
        let files = office.dir();
        let words: Vec<String> = command
            .split(' ')
            .map(|word| word.replace("FOLDER", files.to_str().unwrap()))
            .collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let told: Value = serde_json::from_str(told).unwrap_or_else(|fault| panic!("{command}: {fault}"));
        let ran = office.run(&words);
        same_form(&told, &ran.json(), command);
        examples += 1;
    }
    assert!(examples >= 12, "{examples}");
    assert!(page.contains(CICI), "the examples are of this office");
}
