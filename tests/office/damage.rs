//! The view that was lost, aged or damaged, and the ledger that was.

use crate::town::{self, Dice, FACILITATOR, MINUTE, Standings, Town, check_seats, copy, files, standings};
use balai::domain::batch::MeetingNo;
use balai::domain::id::BatchId;
use balai::domain::registration::CancelReason;
use balai::service::{Clock, Denied, Office};
use balai::store::book::BookError;
use balai::store::index::{Doubt, IndexFault};
use balai::store::lock::LockError;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A town in which something has happened, closed in order.
struct Scene {
    dir: tempfile::TempDir,
    clock: Clock,
    truth: Standings,
    ops: u64,
    /// The index as it was in the middle.
    older_index: PathBuf,
    /// The whole directory as it was in the middle.
    older: PathBuf,
    _aside: tempfile::TempDir,
}

fn happen(town: &mut Town, people: std::ops::Range<usize>) {
    for at in people {
        for code in ["A", "S", "VOLL"] {
            let _ = town.register(at, code);
            town.later(MINUTE);
        }
    }
}

fn scene() -> Scene {
    let facilitator = town::number(FACILITATOR);
    let voll = format!("VOLL;BESAR;Selaras;R3;2026-12-20;2026-12-23;30;langsung;;;{facilitator}");
    let mut town = Town::with(&[
        "A;DASAR;Selaras;R1;2026-12-07;2026-12-09;2;langsung;;;",
        "S;DASAR;Selaras;R1;2026-12-14;2026-12-15;2;seleksi;;;",
        &voll,
    ]);
    happen(&mut town, 0..8);
    let aside = town::scratch();
    let (older_index, older) = (aside.path().join("index"), aside.path().join("data"));
    let mut town = town.reopen(true);
    let (dir, clock) = {
        copy(&town.dir.path().join("index"), &older_index);
        copy(town.dir.path(), &older);
        happen(&mut town, 8..20);
        let person = town.person(0);
        let slip = town.register(0, "A").unwrap();
        town.office
            .cancel_own(person, slip.registration, CancelReason::Duty)
            .unwrap();
        let staff = town.person(FACILITATOR);
        let scanned = town::number(3);
        town.office
            .mark_scan(staff, BatchId::of_code("VOLL"), MeetingNo(1), &scanned)
            .unwrap();
        // A few operations would be left to the next start.
        town.office.settle().unwrap();
        town.close()
    };
    let mut office = Office::open(dir.path(), Arc::clone(&clock)).unwrap();
    let truth = standings(&mut office).unwrap();
    let ops = office.book_mut().operations();
    office.close().unwrap();
    Scene {
        dir,
        clock,
        truth,
        ops,
        older_index,
        older,
        _aside: aside,
    }
}

impl Scene {
    /// A copy of the directory, to be harmed.
    fn copy(&self) -> tempfile::TempDir {
        let copied = town::scratch();
        copy(self.dir.path(), copied.path());
        copied
    }

    fn open(&self, dir: &Path) -> Result<Office, Denied> {
        Office::open(dir, Arc::clone(&self.clock))
    }

    /// Opens and finds everything as it was.
    fn assert_same(&self, dir: &Path, rebuilt: Option<bool>) {
        let mut office = self.open(dir).unwrap();
        if let Some(rebuilt) = rebuilt {
            let why = office.health().unwrap().rebuilt;
            assert_eq!(why.is_some(), rebuilt, "{why:?}");
        }
        assert_eq!(standings(&mut office).unwrap(), self.truth);
        assert_eq!(office.book_mut().operations(), self.ops);
        check_seats(&mut office);
        town::assert_whole(&mut office);
    }
}

#[test]
fn sled_deleted_or_replaced_by_an_older_copy_is_made_anew_and_says_so() {
    let scene = scene();
    let gone = scene.copy();
    std::fs::remove_dir_all(gone.path().join("index")).unwrap();
    scene.assert_same(gone.path(), None);
    let gone = scene.copy();
    std::fs::remove_dir_all(gone.path().join("index/sled")).unwrap();
    scene.assert_same(gone.path(), Some(true));
    // A whole older view is caught up; sled alone does not go with its checkpoint.
    let older = scene.copy();
    std::fs::remove_dir_all(older.path().join("index")).unwrap();
    copy(&scene.older_index, &older.path().join("index"));
    scene.assert_same(older.path(), Some(false));
    let older = scene.copy();
    std::fs::remove_dir_all(older.path().join("index/sled")).unwrap();
    copy(&scene.older_index.join("sled"), &older.path().join("index/sled"));
    scene.assert_same(older.path(), Some(true));
}

#[test]
fn one_flipped_byte_in_the_view_changes_no_answer() {
    let scene = scene();
    let mut dice = Dice(11);
    for round in 0..100 {
        let harmed = scene.copy();
        let found = files(&harmed.path().join("index"));
        let path = &found[dice.roll(found.len())];
        let mut bytes = std::fs::read(path).unwrap();
        if bytes.is_empty() {
            continue;
        }
        // Half of the flips where something is: sled's files are mostly empty room.
        let mut at = dice.roll(bytes.len());
        if round % 2 == 0 {
            at = (at..bytes.len()).find(|at| bytes[*at] != 0).unwrap_or(at);
        }
        bytes[at] ^= 1 << dice.roll(8);
        std::fs::write(path, bytes).unwrap();
        let mut office = scene.open(harmed.path()).unwrap();
        let told = format!("round {round}, {} at {at}", path.display());
        // What is read at work goes through `steady`: a view that fails there is made anew.
        let all = office
            .steady(standings)
            .unwrap_or_else(|fault| panic!("{told}: {fault}"));
        assert_eq!(all, scene.truth, "{told}");
        for person in 0..4 {
            let number = town::number(person);
            let there = office.steady(|office| Ok(town::person(office, &number)));
            assert!(there.is_ok(), "{told}");
        }
        // Verify finds what is left of it, or nothing is; the next start has everything.
        let findings = office.book_mut().verify().unwrap().findings;
        assert!(
            findings.iter().all(|finding| finding.place.starts_with("index")),
            "{told}: {findings:?}"
        );
        drop(office);
        let mut office = scene.open(harmed.path()).unwrap();
        assert_eq!(office.steady(standings).unwrap(), scene.truth, "{told}");
    }
}

fn log_files(dir: &Path, ending: &str) -> Vec<PathBuf> {
    files(&dir.join("log"))
        .into_iter()
        .filter(|path| path.to_string_lossy().ends_with(ending))
        .collect()
}

#[test]
fn a_torn_last_record_is_cut_off_and_nothing_before_it_is_lost() {
    let scene = scene();
    let torn = scene.copy();
    let path = log_files(torn.path(), "open.wal").remove(0);
    // A registration that reached the file in part, of a process that died before anybody was told.
    let before = std::fs::read(&path).unwrap();
    let mut office = scene.open(torn.path()).unwrap();
    office.set_cost(balai::service::pin::Cost::LIGHT);
    let person = town::person(&mut office, &town::number(21));
    office
        .register(person, BatchId::of_code("VOLL"), true, None)
        .unwrap();
    drop(office);
    let after = std::fs::read(&path).unwrap();
    let changed: Vec<usize> = (0..after.len())
        .filter(|at| before.get(*at) != after.get(*at))
        .collect();
    let (first, last) = (changed[0], changed[changed.len() - 1]);
    for cut in [first + 1, first + 9, usize::midpoint(first, last), last] {
        let harmed = scene.copy();
        let mut bytes = before.clone();
        bytes.resize(after.len(), 0);
        bytes[first..cut].copy_from_slice(&after[first..cut]);
        std::fs::write(log_files(harmed.path(), "open.wal").remove(0), bytes).unwrap();
        scene.assert_same(harmed.path(), None);
    }
}

#[test]
fn a_flipped_byte_in_a_sealed_segment_is_named_and_never_swallowed() {
    let scene = scene();
    let count = log_files(scene.dir.path(), ".seg").len();
    assert!(count >= 3, "{count} segments");
    let mut dice = Dice(5);
    for _ in 0..60 {
        let harmed = scene.copy();
        let path = log_files(harmed.path(), ".seg").remove(dice.roll(count));
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let mut bytes = std::fs::read(&path).unwrap();
        let at = dice.roll(bytes.len());
        bytes[at] ^= 1 << dice.roll(8);
        std::fs::write(&path, bytes).unwrap();
        // While the view is whole the office may work; verify names the file.
        match scene.open(harmed.path()) {
            Ok(mut office) => {
                let findings = office.book_mut().verify().unwrap().findings;
                assert!(
                    findings.iter().any(|finding| finding.place == name),
                    "{name} at {at}: {findings:?}"
                );
                assert_eq!(standings(&mut office).unwrap(), scene.truth);
            }
            Err(fault) => assert!(fault.to_string().contains(&name), "{fault}"),
        }
        // Without the view nothing is made up from what is left of the ledger.
        std::fs::remove_dir_all(harmed.path().join("index")).unwrap();
        let Err(fault) = scene.open(harmed.path()) else {
            panic!("{name} at {at} was swallowed")
        };
        assert!(matches!(fault, Denied::Book(BookError::Log(_))), "{fault}");
        assert!(fault.to_string().contains(&name), "{fault}");
    }
}

#[test]
fn a_segment_that_is_gone_is_missed() {
    let scene = scene();
    let count = log_files(scene.dir.path(), ".seg").len();
    for at in 0..count {
        let harmed = scene.copy();
        std::fs::remove_file(log_files(harmed.path(), ".seg").remove(at)).unwrap();
        if let Ok(mut office) = scene.open(harmed.path()) {
            assert_ne!(office.book_mut().verify().unwrap().findings, [], "segment {at}");
        }
        std::fs::remove_dir_all(harmed.path().join("index")).unwrap();
        assert!(scene.open(harmed.path()).is_err(), "segment {at}");
    }
}

#[test]
fn personal_data_that_is_gone_is_missed() {
    let scene = scene();
    let harmed = scene.copy();
    std::fs::remove_dir_all(harmed.path().join("blob")).unwrap();
    let mut office = scene.open(harmed.path()).unwrap();
    assert_ne!(
        office.book_mut().verify().unwrap().findings,
        [],
        "people without names were called whole"
    );
    drop(office);
    // And the view, which still has the names, is not made anew without them.
    std::fs::remove_dir_all(harmed.path().join("index")).unwrap();
    assert!(scene.open(harmed.path()).is_err(), "an office of nobody was made");
}

#[test]
fn an_older_ledger_under_a_newer_view_is_refused_and_an_older_copy_of_everything_is_an_office() {
    let scene = scene();
    let copied = town::scratch();
    copy(&scene.older, copied.path());
    let mut office = scene.open(copied.path()).unwrap();
    town::assert_whole(&mut office);
    assert!(office.book_mut().operations() < scene.ops);
    office.close().unwrap();
    let mixed = scene.copy();
    std::fs::remove_dir_all(mixed.path().join("log")).unwrap();
    copy(&scene.older.join("log"), &mixed.path().join("log"));
    let Err(Denied::Book(BookError::Older { ledger, view })) = scene.open(mixed.path()) else {
        panic!("an older ledger was continued")
    };
    assert_eq!(view, scene.ops);
    assert!(ledger < view);
}

#[test]
fn a_view_of_another_history_is_not_taken_for_this_one_s() {
    let scene = scene();
    // The older copy goes on by itself, past the number of the other, and then meets its view.
    let other = town::scratch();
    copy(&scene.older, other.path());
    let mut office = scene.open(other.path()).unwrap();
    let officer = town::person(&mut office, &town::number(town::OFFICER));
    let role = balai::domain::role::Role::Facilitator;
    while office.book_mut().operations() <= scene.ops + 3 {
        office.grant(officer, role, true, None).unwrap();
    }
    let truth = standings(&mut office).unwrap();
    office.close().unwrap();
    std::fs::remove_dir_all(other.path().join("index")).unwrap();
    copy(&scene.dir.path().join("index"), &other.path().join("index"));
    let mut office = scene.open(other.path()).unwrap();
    assert_eq!(standings(&mut office).unwrap(), truth, "seats of another history");
    town::assert_whole(&mut office);
}

#[test]
fn a_view_that_cannot_be_written_takes_nothing_back_from_who_was_registered() {
    let mut town = Town::with(&["VOLL;DASAR;Selaras;R3;2026-12-20;2026-12-23;3;langsung;;;"]);
    town.office.settle().unwrap();
    // The checkpoint can no longer be written.
    let beside = town.dir.path().join("index/checkpoint.new");
    std::fs::create_dir(&beside).unwrap();
    let mut slips = Vec::new();
    for at in 0..6 {
        slips.push(town.register(at, "VOLL").unwrap());
    }
    let officer = town.officer();
    for _ in 0..300 {
        let role = balai::domain::role::Role::Facilitator;
        town.office.grant(officer, role, true, None).unwrap();
    }
    assert!(town.office.settle().is_err());
    for (at, slip) in slips.iter().enumerate() {
        assert_eq!(town.register(at, "VOLL").unwrap(), *slip);
    }
    std::fs::remove_dir(&beside).unwrap();
    let mut town = town.reopen(false);
    for (at, slip) in slips.iter().enumerate() {
        assert_eq!(town.register(at, "VOLL").unwrap(), *slip);
    }
    town::assert_whole(&mut town.office);
}

#[test]
fn two_processes_do_not_work_on_one_office() {
    let town = Town::new();
    let (path, clock) = (town.dir.path().to_owned(), town::clock().0);
    let second = std::thread::spawn(move || Office::open(&path, clock).err());
    let Some(Denied::Book(BookError::Lock(LockError::Held { holder }))) = second.join().unwrap() else {
        panic!("two at once")
    };
    assert_eq!(holder, Some(std::process::id()));
}

#[test]
fn an_office_made_by_two_at_once_has_one_key() {
    for _ in 0..8 {
        let dir = town::scratch();
        let start = Arc::new(std::sync::Barrier::new(4));
        let makers: Vec<_> = (0..4)
            .map(|_| {
                let (path, start, clock) = (dir.path().to_owned(), Arc::clone(&start), town::clock().0);
                std::thread::spawn(move || {
                    start.wait();
                    Office::create(&path, "Balai Uji", clock).and_then(Office::close)
                })
            })
            .collect();
        for maker in makers {
            maker.join().unwrap().unwrap();
        }
        let mut office = Office::open(dir.path(), town::clock().0).unwrap();
        assert_eq!(office.book_mut().operations(), 1);
        town::assert_whole(&mut office);
    }
}

#[test]
fn a_view_that_fails_on_reading_is_made_anew_and_the_work_is_done() {
    let mut town = Town::new();
    let slip = town.register(0, "A").unwrap();
    let mut times = 0;
    let all = town.office.steady(|office| {
        times += 1;
        if times == 1 {
            return Err(IndexFault::from(Doubt::Damaged("a page".to_owned())).into());
        }
        standings(office)
    });
    assert_eq!(times, 2);
    assert!(all.unwrap().contains_key(&slip.registration));
    assert!(town.office.health().unwrap().rebuilt.unwrap().contains("a page"));
    // What building again does not help is not done twice.
    let full = || IndexFault::Disk(std::io::ErrorKind::StorageFull.into());
    let mut times = 0;
    let answer: Result<(), Denied> = town.office.steady(|_| {
        times += 1;
        Err(full().into())
    });
    assert!(answer.is_err());
    assert_eq!(times, 1);
    town::assert_whole(&mut town.office);
}
