//! A centre and an office that exchange bundles, as processes of their own.

use super::{
    office::{ANA, BUDI, Office},
    pair::{centre, join, stick},
};
use serde_json::Value;
use std::{
    fs,
    path::{Path, PathBuf},
};

fn first<'a>(report: &'a Value, list: &str) -> &'a Value {
    &report[list][0]
}

#[test]
fn an_office_joins_gets_seats_sells_them_and_what_it_sold_comes_home() {
    let centre = centre();
    let stick = stick(&centre, "stik");
    let stick = stick.to_str().unwrap();
    let (kiosk, log) = join(&centre, stick);
    assert_eq!(
        kiosk.ok(&["sync", "status", "--json"]).json()["standing"],
        "joining"
    );

    // The request lies on the stick: reading the stick lets the office in.
    let taken = centre.ok(&["bundle", "import", stick, "--json"]).json();
    assert_eq!(first(&taken, "read")["joined"][0], "Dinas Kesehatan", "{taken}");

    // One seat for the kiosk; it travels with the first bundle.
    let given = [
        "seats", "give", "--batch", "MAP-01/1", "--to", &log, "--count", "1", "--json",
    ];
    assert_eq!(centre.ok(&given).json()["moved"], 1);
    let again = centre.run(&given);
    assert_eq!(
        (again.code, &again.json()["error"]["reason"]),
        (3, &"no_seat".into())
    );
    centre.ok(&["bundle", "export", stick, "--json"]);
    let seen = kiosk
        .ok(&["bundle", "import", stick, "--dry-run", "--json"])
        .json();
    assert_eq!(first(&seen, "read")["dry_run"], true, "{seen}");
    assert!(
        kiosk
            .ok(&["list", "batches", "--json"])
            .json()
            .as_array()
            .unwrap()
            .is_empty()
    );
    let came = kiosk.ok(&["bundle", "import", stick]);
    assert!(
        came.out.contains("Dari Kota Selaras: 3 data pegawai"),
        "{}",
        came.out
    );
    assert_eq!(kiosk.ok(&["sync", "status", "--json"]).json()["standing"], "open");

    // The kiosk sells the one seat that it owns, and the next in line waits.
    let sold = kiosk
        .ok(&["register", "--person", ANA, "--batch", "MAP-01/1", "--json"])
        .json();
    assert_eq!(sold["promise"], "seat", "{sold}");
    let waits = kiosk
        .ok(&["register", "--person", BUDI, "--batch", "MAP-01/1", "--json"])
        .json();
    assert_eq!(waits["promise"], "waiting");
    let status = kiosk.ok(&["status", "--json"]).json();
    assert_eq!(status["only_here"]["registrations"], 2, "{status}");
    let said = kiosk.ok(&["sync", "status"]);
    assert!(
        said.out.contains("2 pendaftaran hanya ada di kiosk ini"),
        "{}",
        said.out
    );
    assert!(
        kiosk.ok(&["status"]).out.contains("2 pendaftaran hanya ada"),
        "also in status"
    );

    // There and back: the centre knows, and its answer is the receipt.
    let written = kiosk.ok(&["bundle", "export", stick]);
    assert!(written.out.contains("boleh dicabut"), "{}", written.out);
    centre.ok(&["bundle", "import", stick]);
    let known = centre
        .ok(&["list", "registrations", "--batch", "MAP-01/1", "--json"])
        .json();
    assert_eq!(known.as_array().unwrap().len(), 2, "{known}");
    assert_eq!(known[0]["code"], sold["code"]);
    centre.ok(&["bundle", "export", stick]);
    kiosk.ok(&["bundle", "import", stick]);
    let status = kiosk.ok(&["status", "--json"]).json();
    assert_eq!(status["only_here"]["registrations"], 0, "{status}");

    // A second seat is made at the centre and given: whoever waits at the kiosk moves up, and the slip says why.
    let grown = centre
        .ok(&[
            "seats", "capacity", "--batch", "MAP-01/1", "--seats", "2", "--json",
        ])
        .json();
    assert_eq!((&grown["made"], &grown["before"]), (&1.into(), &1.into()));
    for office in [&centre, &kiosk] {
        office.ok(&["verify"]);
    }
    let seats = centre
        .ok(&["seats", "status", "--batch", "MAP-01/1", "--json"])
        .json();
    assert_eq!(seats[0]["seats"], 2, "{seats}");
}

#[test]
fn a_bundle_twice_or_for_others_or_cut_off_is_said_in_one_sentence_and_changes_nothing() {
    let centre = centre();
    let stick = stick(&centre, "stik");
    let stick = stick.to_str().unwrap();
    let (kiosk, log) = join(&centre, stick);
    centre.ok(&["bundle", "import", stick]);
    let written = centre
        .ok(&["bundle", "export", stick, "--to", &log, "--json"])
        .json();
    let file = written["files"][0].as_str().unwrap().to_owned();
    kiosk.ok(&["bundle", "import", stick]);
    let again = kiosk.ok(&["bundle", "import", stick, "--json"]).json();
    assert_eq!(
        (&again["read_before"], again["read"].as_array().unwrap().len()),
        (&1.into(), 0),
        "{again}"
    );
    // Whoever is not named sees the header, and no more.
    let looked = Office::filled()
        .ok(&["bundle", "inspect", &file, "--json"])
        .json();
    assert_eq!(looked["producer"], "1-1");
    assert!(looked.get("frames").is_none());
    let inside = kiosk.ok(&["bundle", "inspect", &file, "--json"]).json();
    assert!(inside["frames"].as_array().unwrap().len() > 2, "{inside}");
    let words = kiosk.ok(&["bundle", "inspect", &file]);
    assert!(words.out.contains("1-1 1-"), "{}", words.out);
    let stranger = Office::filled().run(&["bundle", "import", &file, "--json"]);
    assert_eq!(stranger.code, 3, "{}{}", stranger.out, stranger.err);
    assert_eq!(stranger.err.lines().count(), 1, "{}", stranger.err);

    let whole = fs::read(&file).unwrap();
    let cut = kiosk.dir().join("cut.BLI");
    fs::write(&cut, &whole[..whole.len() - 200]).unwrap();
    let cut = cut.to_str().unwrap();
    let refused = kiosk.run(&["bundle", "import", cut, "--json"]);
    assert_eq!(
        (refused.code, &refused.json()["error"]["reason"]),
        (3, &"bundle_damaged".into())
    );
    let none = kiosk.file("bukan.BLI", "apa saja");
    let refused = kiosk.run(&["bundle", "import", &none, "--json"]);
    assert_eq!(refused.json()["error"]["reason"], "bundle_not_one");
    let nowhere = kiosk.run(&["bundle", "export", "/nowhere/at/all", "--json"]);
    assert_eq!(
        (nowhere.code, nowhere.err.lines().count()),
        (3, 1),
        "{}",
        nowhere.err
    );
}

#[test]
fn what_only_the_centre_may_do_is_refused_at_a_kiosk_before_anything_is_written() {
    let centre = centre();
    let stick = stick(&centre, "stik");
    let stick = stick.to_str().unwrap();
    let (kiosk, log) = join(&centre, stick);
    centre.ok(&["bundle", "import", stick]);
    centre.ok(&["bundle", "export", stick]);
    kiosk.ok(&["bundle", "import", stick]);
    let operations = || kiosk.ok(&["status", "--json"]).json()["ledger"]["operations"].clone();
    let before = operations();
    let people = kiosk.files()[2].1.clone();
    for words in [
        ["import", "people", &people, "--json"].as_slice(),
        &["seats", "share", "--batch", "MAP-01/1", "--json"],
        &[
            "seats", "capacity", "--batch", "MAP-01/1", "--seats", "9", "--json",
        ],
        &["seats", "recall", "--batch", "MAP-01/1", "--from", &log, "--json"],
        &["erase", ANA, "--yes", "--json"],
        &[
            "init",
            "--office",
            "X",
            "--officer",
            ANA,
            "--officer-name",
            "Ana",
            "--unit",
            "BKPSDM",
            "--json",
        ],
    ] {
        let ran = kiosk.run(words);
        assert_eq!(
            (ran.code, &ran.json()["error"]["reason"]),
            (3, &"centre_only".into()),
            "{words:?} {}",
            ran.err
        );
    }
    assert_eq!(operations(), before);
}

#[test]
fn erasure_waits_for_a_word_reaches_every_office_and_says_how_far_it_got() {
    let centre = centre();
    let stick = stick(&centre, "stik");
    let stick = stick.to_str().unwrap();
    let (kiosk, _) = join(&centre, stick);
    centre.ok(&["bundle", "import", stick]);
    centre.ok(&["bundle", "export", stick]);
    kiosk.ok(&["bundle", "import", stick]);
    kiosk.ok(&["register", "--person", ANA, "--batch", "SIM-01/1"]);
    let about = centre.ok(&["about", ANA, "--json"]).json();
    assert_eq!(
        (&about["name"], &about["numbers"][0]),
        (&"Ana Lestari".into(), &ANA.into())
    );

    let asked = centre.run(&["erase", ANA, "--json"]);
    assert_eq!((asked.code, &asked.json()["error"]["reason"]), (4, &"yes".into()));
    assert_eq!(centre.ok(&["about", ANA, "--json"]).json()["name"], "Ana Lestari");
    let erased = centre.ok(&["erase", ANA, "--yes", "--json"]).json();
    assert_eq!(
        (&erased["reach"]["done"], &erased["reach"]["of"]),
        (&1.into(), &2.into()),
        "{erased}"
    );
    assert_eq!(erased["reach"]["waiting"][0], "Dinas Kesehatan");
    assert_eq!(
        centre.run(&["about", ANA]).code,
        3,
        "nobody has the number any more"
    );

    centre.ok(&["bundle", "export", stick]);
    kiosk.ok(&["bundle", "import", stick]);
    assert_eq!(kiosk.run(&["about", ANA]).code, 3);
    kiosk.ok(&["bundle", "export", stick]);
    centre.ok(&["bundle", "import", stick]);
    let said = centre.ok(&["erase", "--status"]);
    assert!(said.out.contains("2 dari 2 kantor"), "{}", said.out);
    for office in [&centre, &kiosk] {
        office.ok(&["verify"]);
    }
}

#[test]
fn a_smaller_room_names_who_would_lose_a_seat_and_takes_none_until_it_is_forced() {
    let centre = centre();
    centre.ok(&["register", "--person", ANA, "--batch", "MAP-01/1"]);
    let plan = ["seats", "capacity", "--batch", "MAP-01/1", "--seats", "0"];
    let said = centre.ok(&[&plan[..], &["--dry-run"]].concat());
    assert!(
        said.out.contains("Ana Lestari") && said.out.contains("--force"),
        "{}",
        said.out
    );
    let state = || centre.ok(&["list", "registrations", "--json"]).json()[0]["state"].clone();
    centre.ok(&plan);
    assert_eq!(state(), "diterima", "who was promised a seat keeps it");
    let named = centre.run(&[&plan[..], &["--force"]].concat());
    assert_eq!(named.code, 4, "{}{}", named.out, named.err);
    assert!(named.out.contains("Ana Lestari"), "{}", named.out);
    let unsaid = centre.run(&[&plan[..], &["--force", "--json"]].concat());
    assert_eq!(
        (unsaid.code, &unsaid.json()["error"]["reason"]),
        (4, &"yes".into())
    );
    assert_eq!(
        state(),
        "diterima",
        "nobody loses a seat before the names were shown"
    );
    let forced = centre
        .ok(&[&plan[..], &["--force", "--yes", "--json"]].concat())
        .json();
    assert_eq!(forced["losing"][0], "Ana Lestari", "{forced}");
    assert_eq!(state(), "cadangan");
    let told = centre.ok(&["list", "registrations"]);
    assert!(told.out.contains("mengurangi 1 kursi"), "{}", told.out);
    let matters = centre.ok(&["sync", "status", "--json"]).json()["matters"].clone();
    assert_eq!(matters[0]["kind"], "bumped", "{matters}");
    let again = centre
        .ok(&["register", "--person", ANA, "--batch", "MAP-01/1", "--json"])
        .json();
    assert_eq!(
        (&again["change"]["kind"], &again["change"]["bundle"]),
        (&"bumped".into(), &Value::Null)
    );
}

#[test]
fn a_shared_folder_does_without_a_stick_and_a_network_says_how_to_get_it() {
    let centre = centre();
    let folder = stick(&centre, "bersama");
    let folder = folder.to_str().unwrap();
    let (kiosk, _) = join(&centre, folder);
    let taken = centre.ok(&["sync", "--folder", folder, "--json"]).json();
    assert_eq!(taken["read"][0]["joined"][0], "Dinas Kesehatan", "{taken}");
    kiosk.ok(&["sync", "--folder", folder]);
    kiosk.ok(&["register", "--person", ANA, "--batch", "SIM-01/1"]);
    kiosk.ok(&["sync", "--folder", folder]);
    centre.ok(&["sync", "--folder", folder]);
    let known = centre.ok(&["list", "registrations", "--json"]).json();
    assert_eq!(known[0]["number"], ANA, "{known}");
    if !cfg!(feature = "network") {
        let ran = kiosk.run(&["sync", "--via", "https://example.org/", "--json"]);
        assert_eq!(
            (ran.code, &ran.json()["error"]["reason"]),
            (1, &"no_network".into())
        );
        assert!(ran.err.contains("--features network"), "{}", ran.err);
    }
}

/// The words of a numbered sheet in the folder of what is printed.
fn words(centre: &Office, name: &str) -> String {
    let text = fs::read_to_string(centre.data().join("cetak").join(name)).unwrap();
    let mut found: Vec<(u8, String)> = Vec::new();
    for line in text.lines().filter(|line| line.starts_with("   ")) {
        let parts = line.split_whitespace().collect::<Vec<_>>();
        for pair in parts.chunks(2).filter(|pair| pair.len() == 2) {
            if let Ok(at) = pair[0].trim_end_matches('.').parse() {
                found.push((at, pair[1].to_owned()));
            }
        }
    }
    found.sort();
    found
        .into_iter()
        .map(|(_, word)| word)
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn a_survey_custodian_is_named_on_paper_and_every_refusal_is_one_sentence() {
    let centre = centre();
    let results = ["survey", "results", "--batch", "MAP-01/1", "--json"];
    let refused = |input: &str, reason: &str| {
        let ran = centre.feed(&results, input);
        assert_eq!(
            (ran.code, &ran.json()["error"]["reason"]),
            (3, &reason.into()),
            "{}",
            ran.out
        );
        assert!(ran.json()["error"]["message"].as_str().unwrap().len() > 20);
    };
    refused("x\n", "no_custodian");
    let made = centre.ok(&["survey", "custodian", "--json"]).json();
    assert_eq!(made["confirmed"], false, "{made}");
    let words = words(&centre, "lembar-survei.txt");
    assert_eq!(words.split(' ').count(), 24);
    refused(&format!("{words}\n"), "no_custodian");
    let ran = centre.feed(
        &["survey", "custodian", "--confirm", "--json"],
        &format!("{words}\n"),
    );
    assert_eq!(
        (ran.code, &ran.json()["confirmed"]),
        (0, &true.into()),
        "{}",
        ran.err
    );
    assert_eq!(ran.json()["fingerprint"], made["fingerprint"]);
    assert!(!centre.data().join("cetak/lembar-survei.txt").exists());
    refused("abandon\n", "words");
    refused(&format!("{words}\n"), "nothing_came");
    let again = centre.run(&["survey", "custodian", "--json"]);
    assert_eq!(
        (again.code, &again.json()["error"]["reason"]),
        (3, &"custodian_there".into())
    );
    centre.ok(&["survey", "custodian", "--replace"]);
    let nowhere = centre.feed(&["survey", "results", "--batch", "TIDAK-ADA"], "x\n");
    assert_eq!(nowhere.code, 3);
    let elsewhere = Office::filled();
    let ran = elsewhere.run(&["survey", "custodian", "--json"]);
    assert_eq!(
        (ran.code, &ran.json()["error"]["reason"]),
        (3, &"no_organisation".into())
    );
}
/// Every file below a folder whose bytes contain one of the words; numbers also as the eight bytes that they are kept in.
fn files_with(folder: &Path, words: &[&str]) -> Vec<PathBuf> {
    let mut wanted: Vec<Vec<u8>> = words.iter().map(|word| word.as_bytes().to_vec()).collect();
    for number in words.iter().filter_map(|word| word.parse::<u64>().ok()) {
        wanted.extend([number.to_be_bytes().to_vec(), number.to_le_bytes().to_vec()]);
    }
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = fs::read(&path).unwrap();
            let has = |word: &Vec<u8>| bytes.windows(word.len()).any(|part| part == word);
            if wanted.iter().any(has) {
                found.push(path);
            }
        }
    }
    found
}

fn letter(name: &str) -> String {
    format!(
        "BKPSDM: KODE AKTIVASI\n\nNama          : {name}\nUnit          : Badan\n\n{}\n",
        "- ".repeat(36)
    )
}

#[test]
fn an_erased_name_is_in_no_file_of_any_office_before_it_says_so() {
    let centre = centre();
    let stick = stick(&centre, "stik");
    let stick = stick.to_str().unwrap();
    let (kiosk, _) = join(&centre, stick);
    centre.ok(&["bundle", "import", stick]);
    centre.ok(&["bundle", "export", stick]);
    kiosk.ok(&["bundle", "import", stick]);
    kiosk.ok(&["register", "--person", ANA, "--batch", "SIM-01/1"]);
    let sold = centre
        .ok(&["register", "--person", ANA, "--batch", "MAP-01/1", "--json"])
        .json();
    // A view that was set aside long ago, and what was printed: alone, with others, and a slip.
    for office in [&centre, &kiosk] {
        let aside = office.data().join("index/sled.damaged");
        fs::create_dir_all(&aside).unwrap();
        fs::write(aside.join("db"), format!("lama {ANA} Ana Lestari")).unwrap();
        let printed = office.data().join("cetak");
        fs::create_dir_all(&printed).unwrap();
        fs::write(printed.join("satu.txt"), letter("Ana Lestari")).unwrap();
        let two = [letter("Ana Lestari"), letter("Budi Santoso")].concat();
        fs::write(printed.join("aktivasi.txt"), two).unwrap();
    }
    let slip = format!("cetak/slip-{}.txt", sold["code"].as_str().unwrap());
    fs::write(centre.data().join(&slip), "BUKTI").unwrap();
    let words = [ANA, "Ana Lestari"];
    for office in [&centre, &kiosk] {
        assert!(!files_with(&office.data(), &words).is_empty());
    }
    let erased = centre.ok(&["erase", ANA, "--yes", "--json"]).json();
    assert_eq!(
        (&erased["papers"], &erased["sheets"][0]),
        (&3.into(), &"aktivasi.txt".into()),
        "{erased}"
    );
    assert_eq!(files_with(&centre.data(), &words), Vec::<PathBuf>::new());
    assert!(!centre.data().join(&slip).exists());
    centre.ok(&["bundle", "export", stick]);
    let read = kiosk.ok(&["bundle", "import", stick, "--json"]).json();
    let came = first(&read, "read");
    assert_eq!(
        (&came["papers"], &came["sheets"][0]),
        (&2.into(), &"aktivasi.txt".into()),
        "{read}"
    );
    assert_eq!(files_with(&kiosk.data(), &words), Vec::<PathBuf>::new());
    for office in [&centre, &kiosk] {
        let left = fs::read_to_string(office.data().join("cetak/aktivasi.txt")).unwrap();
        assert!(left.contains("Budi Santoso"), "{left}");
        office.ok(&["verify"]);
    }
    kiosk.ok(&["bundle", "export", stick]);
    centre.ok(&["bundle", "import", stick]);
    assert!(centre.ok(&["erase", "--status"]).out.contains("2 dari 2 kantor."));
    // As a cut leaves it that came before the last was removed: the next start ends it.
    let aside = kiosk.data().join("index/sled.damaged");
    fs::create_dir_all(&aside).unwrap();
    fs::write(aside.join("db"), ANA).unwrap();
    kiosk.ok(&["status"]);
    assert!(!aside.exists());
}

#[test]
fn closing_an_office_makes_no_erasure_look_done() {
    let centre = centre();
    let stick = stick(&centre, "stik");
    let stick = stick.to_str().unwrap();
    let (kiosk, log) = join(&centre, stick);
    centre.ok(&["bundle", "import", stick]);
    centre.ok(&["bundle", "export", stick]);
    kiosk.ok(&["bundle", "import", stick]);
    centre.ok(&["erase", ANA, "--yes"]);
    centre.ok(&["hub", "close", &log, "--reason", "hilang"]);
    let told = centre.ok(&["erase", "--status", "--json"]).json();
    assert_eq!(
        (&told[0]["done"], &told[0]["of"], &told[0]["closed"][0]),
        (&1.into(), &1.into(), &"Dinas Kesehatan".into()),
        "{told}"
    );
    let said = centre.ok(&["erase", "--status"]).out;
    assert!(
        said.contains("1 dari 1 kantor; 1 kantor ditutup tanpa bukti"),
        "{said}"
    );
}

#[test]
fn what_a_file_here_says_of_somebody_is_told_to_them_in_lines_too() {
    let office = Office::filled();
    let people = office.file(
        "baru.csv",
        "nip,nama,jabatan,unit,jenis_pegawai\n198503122010012004,Ana Qzlestari,Penata Qzruang,DISDIK,pns\n",
    );
    office.ok(&["import", "people", &people]);
    let sold = office
        .ok(&["register", "--person", ANA, "--batch", "MAP-01/1", "--json"])
        .json();
    let printed = office.data().join("cetak");
    fs::create_dir_all(&printed).unwrap();
    fs::write(printed.join("aktivasi.txt"), letter("Ana Lestari")).unwrap();
    let object = office.ok(&["about", ANA, "--json"]).out;
    let lines = office.ok(&["about", ANA]).out;
    let code = sold["code"].as_str().unwrap();
    for word in [ANA, "Ana Lestari", "Ana Qzlestari", "Penata Qzruang"] {
        assert!(!files_with(&office.data(), &[word]).is_empty(), "{word}");
        assert!(object.contains(word) && lines.contains(word), "{word}\n{lines}");
    }
    for word in [code, "aktivasi.txt", "MAP-01/1"] {
        assert!(object.contains(word) && lines.contains(word), "{word}\n{lines}");
    }
    // What the object says, the lines say.
    let told: Value = serde_json::from_str(&object).unwrap();
    let mut values = vec![&told];
    while let Some(value) = values.pop() {
        match value {
            Value::Object(fields) => values.extend(fields.values()),
            Value::Array(list) => values.extend(list),
            Value::String(text) => assert!(lines.contains(text.as_str()), "{text}\n{lines}"),
            Value::Number(number) => assert!(lines.contains(&number.to_string())),
            _ => {}
        }
    }
}

#[test]
fn a_bundle_named_without_a_folder_is_found() {
    let centre = centre();
    let stick = stick(&centre, "stik");
    let stick = stick.to_str().unwrap();
    let (kiosk, log) = join(&centre, stick);
    centre.ok(&["bundle", "import", stick]);
    let written = centre
        .ok(&["bundle", "export", stick, "--to", &log, "--json"])
        .json();
    let file = PathBuf::from(written["files"][0].as_str().unwrap());
    let ran = kiosk
        .command(&["bundle", "import", file.file_name().unwrap().to_str().unwrap()])
        .current_dir(file.parent().unwrap())
        .output()
        .unwrap();
    assert_eq!(
        ran.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&ran.stderr)
    );
    let status = kiosk.ok(&["sync", "status", "--json"]).json();
    assert_eq!(status["silent"], 0, "nobody is silent who was let in today");
}
