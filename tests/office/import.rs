//! The file that was half taken, taken twice, or taken for something else.

use crate::town::{self, Town, check_seats, good, import_with, number, standings};
use balai::domain::batch::Stage;
use balai::domain::id::BatchId;
use balai::domain::receipt::Promise;
use balai::domain::registration::State;
use balai::intake::Kind;
use balai::service::Office;
use balai::service::import::{NotImported, Options};
use balai::service::pin::Cost;
use std::path::Path;

const UNITS: &str = "kode;nama\nDISDIK;Dinas Pendidikan\nDINKES;Dinas Kesehatan\n";

fn history() -> String {
    format!(
        "nip;kode_angkatan;status;judul;tanggal_mulai;tanggal_selesai;jp\n\
         {};A;diterima;;;;\n{};S;tercatat;;;;\n{};;;Diklat Lama;2026-02-01;2026-02-03;12\n\
         {};;;Diklat Tahun Lalu;2025-12-30;2026-01-02;7\n",
        number(0),
        number(1),
        number(0),
        number(2)
    )
}

/// A file of every kind, in the order in which they are imported.
fn files_of_every_kind() -> Vec<(Kind, String)> {
    let teacher = number(town::FACILITATOR);
    let batches = format!(
        "{}A;DASAR;Selaras;R1;2026-12-07;2026-12-09;2;langsung;;;{teacher}\n\
         S;DASAR;Selaras;;2026-12-14;2026-12-15;2;seleksi;2026-11-01;2026-12-12;Ibu Luar: Materi\n",
        town::BATCH_HEADER
    );
    vec![
        (Kind::Units, UNITS.to_owned()),
        (Kind::Courses, town::COURSES.to_owned()),
        (Kind::People, town::people_csv()),
        (Kind::Batches, batches),
        (Kind::Registrations, history()),
    ]
}

fn empty() -> Town {
    let mut town = Town::with(&[]);
    // `with` has filled it: an office of its own, with nothing in it.
    let (clock, _) = town::clock();
    let dir = town::scratch();
    let mut office = Office::create(dir.path(), "Balai Kosong", clock).unwrap();
    office.set_cost(Cost::LIGHT);
    town.office = office;
    town.dir = dir;
    town
}

#[test]
fn every_kind_is_taken_and_taken_again_changes_nothing() {
    let mut town = empty();
    for (kind, csv) in files_of_every_kind() {
        let before = town.ops();
        let tried = import_with(
            &mut town.office,
            kind,
            &csv,
            &Options {
                dry_run: true,
                ..Options::default()
            },
            Path::new("/nonexistent/x.csv"),
        );
        assert_eq!(
            (town.ops(), tried.written),
            (before, false),
            "{kind:?}: a trial wrote something"
        );
        let report = good(&mut town.office, kind, &csv);
        assert_eq!(
            (report.added, report.rejected),
            (report.rows, 0),
            "{kind:?}: {:?}",
            report.faults
        );
        assert_eq!((tried.added, tried.rows), (report.added, report.rows));
    }
    for again in [false, true] {
        let before = town.ops();
        for (kind, csv) in files_of_every_kind() {
            let report = good(&mut town.office, kind, &csv);
            assert_eq!(
                (report.same, report.added, report.changed),
                (report.rows, 0, 0),
                "{kind:?}"
            );
        }
        assert_eq!(town.ops(), before, "the same files wrote something");
        if again {
            break;
        }
        town = town.reopen(false);
    }
    check_seats(&mut town.office);
    town::assert_whole(&mut town.office);
}

#[test]
fn a_person_s_batch_and_their_past_in_one_file_are_both_kept() {
    let mut town = empty();
    for (kind, csv) in files_of_every_kind() {
        good(&mut town.office, kind, &csv);
    }
    for _ in 0..2 {
        let person = town.person(0);
        let trainings = town.office.trainings(person, Some(2026)).unwrap();
        assert_eq!((trainings.credit, trainings.credit_ahead), (12, 10));
        assert_eq!((trainings.ahead.len(), trainings.past.len()), (1, 1));
        let other = town.person(2);
        // It ended in 2026.
        assert_eq!(town.office.trainings(other, Some(2026)).unwrap().credit, 7);
        assert_eq!(town.office.trainings(other, Some(2025)).unwrap().credit, 0);
        town::assert_whole(&mut town.office);
        town = town.reopen(false);
    }
}

#[test]
fn every_fault_is_found_at_once_and_nothing_of_the_file_is_taken() {
    let mut town = Town::new();
    let before = town.ops();
    let bad = "nip;nama;unit_kerja;akhir_kontrak\n\
         198702142010031901;Baik Sekali;DISDIK;\n\
         1.98702E+17;Rusak Excel;DISDIK;\n\
         198702142010031000;Nol Nol;DISDIK;\n\
         198702302010031902;Tanggal Lahir;DISDIK;\n\
         198702142010031901;Kembar;DISDIK;\n\
         198702142010031903;;DISDIK;\n\
         198702142010031904;Tanpa Unit;;31-31-2026\n";
    let report = town.import(Kind::People, bad);
    assert!(!report.written);
    assert_eq!(town.ops(), before, "a file with faults wrote something");
    assert_eq!(report.rows, 7);
    let rows: std::collections::BTreeSet<u64> = report
        .details
        .iter()
        .filter(|fault| !fault.remark)
        .map(|fault| fault.row)
        .collect();
    assert!(report.rejected >= 5, "{:?}", report.faults);
    assert_eq!(u64::try_from(rows.len()).unwrap(), report.rejected);
    let damaged = report.details.iter().find(|fault| fault.row == 3).unwrap();
    assert_eq!(damaged.rule, "rusak_excel", "{damaged:?}");
    let twice = report.details.iter().find(|fault| fault.row == 6).unwrap();
    assert_eq!(twice.rule, "ganda", "{twice:?}");
    // One row may have several faults, and all are told.
    assert!(
        report.details.iter().filter(|fault| fault.row == 8).count() >= 2,
        "{:?}",
        report.faults
    );
}

#[test]
fn a_number_that_excel_has_rounded_is_not_taken_for_somebody() {
    let mut town = Town::new();
    let before = town.ops();
    for damaged in [
        "198702142010031000",
        "1,98702E+17",
        "1.98702142010031E+17",
        "'1.98702E+17",
    ] {
        let csv = format!("nip;nama;unit_kerja\n{damaged};Siapa Saja;DISDIK\n");
        let report = town.import(Kind::People, &csv);
        assert!(!report.written, "{damaged}");
    }
    assert_eq!(town.ops(), before);
    // With the apostrophe of a spreadsheet the whole number is whole.
    let csv = "nip;nama;unit_kerja\n'198702142010031905;Siapa Saja;DISDIK\n";
    assert!(town.import(Kind::People, csv).written);
}

#[test]
fn the_good_rows_are_taken_and_the_mended_rest_can_follow() {
    let mut town = Town::new();
    let aside = town::scratch();
    let rejects = aside.path().join("pegawai-ditolak.csv");
    let csv = "nip;nama;unit_kerja\n198702142010031911;Satu Baik;DISDIK\n1.98E+17;\"Dua; Rusak\";DISDIK\n\
               198702142010031913;Tiga Baik;DISDIK\n";
    let options = Options {
        accept_good: true,
        ..Options::default()
    };
    let report = import_with(&mut town.office, Kind::People, csv, &options, &rejects);
    assert_eq!((report.added, report.rejected, report.written), (2, 1, true));
    assert_eq!(report.rejects_file.as_deref(), Some(rejects.as_path()));
    let left = std::fs::read_to_string(&rejects).unwrap();
    assert_eq!(left.lines().count(), 2, "{left}");
    let mended = left.replace("1.98E+17", "198702142010031912");
    let report = good(&mut town.office, Kind::People, &mended);
    assert_eq!((report.rows, report.added), (1, 1));
    // The whole file, mended too, is then nothing new.
    let before = town.ops();
    let report = good(
        &mut town.office,
        Kind::People,
        &csv.replace("1.98E+17", "198702142010031912"),
    );
    assert_eq!((report.same, town.ops()), (3, before));
    assert_eq!(
        std::fs::read_dir(aside.path()).unwrap().count(),
        1,
        "something was left beside it"
    );
}

#[test]
fn rows_that_could_not_be_kept_for_mending_stop_the_import_and_leave_nothing_behind() {
    let mut town = Town::new();
    let before = town.ops();
    let aside = town::scratch();
    let csv = "nip;nama;unit_kerja\n198702142010031911;Satu Baik;DISDIK\n1.98E+17;Dua Rusak;DISDIK\n";
    let options = Options {
        accept_good: true,
        ..Options::default()
    };
    let mut run = |csv: &[u8], rejects: &std::path::Path| {
        let source = Box::new(std::io::Cursor::new(csv.to_owned()));
        town.office
            .import(Kind::People, source, "x.csv", rejects, &options, &mut |_, _| {})
    };
    let nowhere = aside.path().join("none").join("x-ditolak.csv");
    match run(csv.as_bytes(), &nowhere).unwrap_err() {
        NotImported::File(fault) => assert_eq!(fault.id(), "berkas_ditolak"),
        NotImported::Denied(denied) => panic!("{denied}"),
    }
    // A folder stands where the list should go: that shows at the last step, and no half of it is left.
    let taken = aside.path().join("x-ditolak.csv");
    std::fs::create_dir(&taken).unwrap();
    assert!(run(csv.as_bytes(), &taken).is_err());
    assert_eq!(std::fs::read_dir(aside.path()).unwrap().count(), 1);
    assert_eq!(town.ops(), before);
}

#[test]
fn seats_that_were_made_are_not_taken_away_by_a_file() {
    let mut town = Town::new();
    let before = town.ops();
    let row = |seats: u32| format!("A;DASAR;Selaras;R1;2026-12-07;2026-12-09;{seats};langsung;;;");
    let report = town.batches(&[&row(1)]);
    assert!(!report.written);
    assert_eq!(report.details[0].rule, "bilangan");
    assert_eq!(town.ops(), before);
    for at in 0..4 {
        town.register(at, "A").unwrap();
    }
    assert!(town.batches(&[&row(3)]).written);
    assert!(matches!(town.register(2, "A").unwrap().promise, Promise::Seat(_)));
    assert_eq!(
        town.register(3, "A").unwrap().promise,
        Promise::Waiting { place: 1 }
    );
    check_seats(&mut town.office);
}

#[test]
fn registrations_from_a_file_bring_their_seats_and_none_that_there_is_not() {
    let mut town = Town::new();
    let rows = |people: std::ops::Range<usize>, status: &str| {
        let lines: Vec<String> = people.map(|at| format!("{};A;{status}", number(at))).collect();
        format!("nip;kode_angkatan;status\n{}\n", lines.join("\n"))
    };
    let before = town.ops();
    let report = town.import(Kind::Registrations, &rows(0..3, "diterima"));
    assert!(!report.written);
    assert_eq!(report.details.len(), 1);
    assert_eq!(
        (report.details[0].row, report.details[0].rule),
        (4, "tanpa_kursi")
    );
    assert_eq!(town.ops(), before);
    assert!(town.import(Kind::Registrations, &rows(0..2, "diterima")).written);
    assert_eq!(
        town.register(2, "A").unwrap().promise,
        Promise::Waiting { place: 1 }
    );
    // What the kiosk recorded is nearer to the truth than a file.
    let before = town.ops();
    assert_eq!(
        town.import(Kind::Registrations, &rows(2..3, "diterima")).rejected,
        0
    );
    assert_eq!(town.ops(), before);
    check_seats(&mut town.office);
    let unknown = "nip;kode_angkatan;status\n198702142010031999;A;diterima\n";
    assert_eq!(
        town.import(Kind::Registrations, unknown).details[0].rule,
        "tidak_dikenal"
    );
    let unknown = format!("nip;kode_angkatan;status\n{};TIDAK-ADA;diterima\n", number(0));
    assert_eq!(
        town.import(Kind::Registrations, &unknown).details[0].rule,
        "tidak_dikenal"
    );
}

#[test]
fn more_than_one_segment_of_people_comes_in_whole_and_all_are_found() {
    use std::fmt::Write as _;
    let mut town = Town::new();
    let mut csv = "nip;nama;unit_kerja;peran\n".to_owned();
    let someone = |at: usize| {
        format!(
            "19{:02}0{}{:02}20100{}1{:03}",
            60 + at % 30,
            1 + at / 30 % 9,
            1 + at / 270 % 28,
            1 + at / 7560,
            at % 999 + 1
        )
    };
    for at in 0..5_000 {
        writeln!(
            csv,
            "{};Orang {};DISDIK;{}",
            someone(at),
            "a".repeat(at % 7 + 1),
            if at % 1000 == 0 { "fasilitator" } else { "" }
        )
        .unwrap();
    }
    let report = good(&mut town.office, Kind::People, &csv);
    assert_eq!(
        report.added,
        5_000,
        "{:?}",
        &report.faults[..3.min(report.faults.len())]
    );
    let mut town = town.reopen(false);
    for at in (0..5_000).step_by(500) {
        town::person(&mut town.office, &someone(at));
    }
    assert_eq!(
        town.office.health().unwrap().counts[3],
        5_000 + u64::try_from(town::PEOPLE).unwrap()
    );
    town::assert_whole(&mut town.office);
    let before = town.ops();
    assert_eq!(good(&mut town.office, Kind::People, &csv).same, 5_000);
    assert_eq!(town.ops(), before);
}

/// Made by a generator of synthetic personnel exports: comma-separated, English headers, nobody exists.
const DATASET: [(Kind, &str, &str); 4] = [
    (
        Kind::People,
        "employees.csv",
        include_str!("dataset/employees.csv"),
    ),
    (Kind::Courses, "courses.csv", include_str!("dataset/courses.csv")),
    (
        Kind::Batches,
        "sessions.csv",
        include_str!("dataset/sessions.csv"),
    ),
    (
        Kind::Registrations,
        "enrolments.csv",
        include_str!("dataset/enrolments.csv"),
    ),
];

#[test]
fn another_system_s_export_is_taken_as_it_is() {
    // Once while some of its batches are ahead (30 June 2026), once long after.
    for now in [1_782_788_400_000, town::START] {
        let town = empty();
        let dir = town.dir.path().to_owned();
        let (clock, at) = town::clock();
        at.store(now, std::sync::atomic::Ordering::Relaxed);
        drop(town.office);
        let mut office = Office::open(&dir, clock).unwrap();
        for again in [false, true] {
            for (kind, name, text) in DATASET {
                let before = office.book_mut().operations();
                let source = Box::new(std::io::Cursor::new(text.as_bytes()));
                let report = office
                    .import(
                        kind,
                        source,
                        name,
                        Path::new("/nonexistent/x"),
                        &Options::default(),
                        &mut |_, _| {},
                    )
                    .unwrap();
                assert!(report.written, "{name}: {:?}", report.faults);
                let rows = u64::try_from(text.lines().count() - 1).unwrap();
                assert_eq!((report.rows, report.rejected), (rows, 0), "{name}");
                let taken = if again { report.same } else { report.added };
                assert_eq!(taken, rows, "{name}");
                assert!(!again || office.book_mut().operations() == before);
            }
        }
        let lines: Vec<&str> = DATASET[3].2.lines().skip(1).collect();
        let said = |word: &str| {
            lines
                .iter()
                .filter(|line| line.split(',').nth(3) == Some(word))
                .count()
        };
        let all = standings(&mut office).unwrap();
        assert_eq!(all.len(), lines.len());
        let count = |state: State| all.values().filter(|standing| standing.state == state).count();
        assert!(said("registered") > 0 && said("waitlisted") > 0);
        assert_eq!(count(State::Completed), said("attended"));
        assert_eq!(count(State::Absent), said("absent"));
        assert_eq!(count(State::Cancelled), said("cancelled"));
        assert_eq!(count(State::Waiting), said("waitlisted"));
        // Who is registered in a batch whose seats are given at once has one.
        assert_eq!(count(State::Confirmed), said("registered") + said("confirmed"));
        check_seats(&mut office);
        town::assert_whole(&mut office);
    }
}

#[test]
fn opening_a_batch_gives_its_seats_to_who_waited_for_it() {
    let mut town = Town::new();
    // Held back by the organiser, with a waiting list from another system.
    town.stage("S", Stage::Ready).unwrap();
    let csv = format!("nip;kode_angkatan;status\n{};S;cadangan\n", number(0));
    good(&mut town.office, Kind::Registrations, &csv);
    // The batch is then one whose seats are given at once.
    assert!(
        town.batches(&["S;DASAR;Selaras;R1;2026-12-14;2026-12-15;2;langsung;;;"])
            .written
    );
    check_seats(&mut town.office);
    town.stage("S", Stage::Open).unwrap();
    check_seats(&mut town.office);
    assert!(town.office.book_mut().heads()[&BatchId::of_code("S")].seated() == 1);
}
