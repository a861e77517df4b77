//! A small office to be afraid for: a few courses, batches and people, a clock that is told.

use balai::domain::batch::{Admission, MeetingNo, Stage};
use balai::domain::day::{Day, Moment};
use balai::domain::id::{BatchId, PersonId, RegistrationId};
use balai::domain::number::Number;
use balai::domain::receipt::Receipt;
use balai::domain::refusal::Refusal;
use balai::domain::registration::State;
use balai::intake::Kind;
use balai::service::import::Options;
use balai::service::pin::Cost;
use balai::service::{Answer, Clock, Denied, Office};
use balai::state::card::ImportReport;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Cursor;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tempfile::TempDir;

/// Monday 23 November 2026, 07.15 in the west of Indonesia.
pub const START: i64 = 1_795_392_900_000;
pub const MINUTE: i64 = 60_000;
pub const DAY: i64 = 24 * 60 * MINUTE;

/// How many people the town has; the last two are the facilitator and the officer.
pub const PEOPLE: usize = 24;

pub fn clock() -> (Clock, Arc<AtomicI64>) {
    let now = Arc::new(AtomicI64::new(START));
    let shared = Arc::clone(&now);
    (Arc::new(move || Moment(shared.load(Ordering::Relaxed))), now)
}

/// A folder in memory where the system has such a place: what is tested is what is written, not the disk.
pub fn scratch() -> TempDir {
    tempfile::tempdir_in("/dev/shm")
        .or_else(|_| tempfile::tempdir())
        .unwrap()
}

/// The number of the person at a place; every fourth is a PPPK.
pub fn number(at: usize) -> String {
    if is_pppk(at) {
        format!("1990010120212110{:02}", at + 1)
    } else {
        format!("1987021420100310{:02}", at + 1)
    }
}

pub const fn is_pppk(at: usize) -> bool {
    at % 4 == 3 && at < PEOPLE - 2
}

/// A name that is found nowhere by chance.
pub fn name(at: usize) -> String {
    let letter = |n: usize| char::from(b'a' + u8::try_from(n % 26).unwrap());
    format!("Zqx{}{} Wyvern", letter(at / 5), letter(at))
}

pub const FACILITATOR: usize = PEOPLE - 2;
pub const OFFICER: usize = PEOPLE - 1;

pub const COURSES: &str =
    "kode;judul;jp;kompetensi;bentuk;metode;hari;kuota;terbuka_untuk;unit_sasaran;prasyarat
DASAR;Pelatihan Dasar;10;teknis;pelatihan_teknis;tatap_muka;3;20;;;
LANJUT;Pelatihan Lanjut;8;teknis;pelatihan_teknis;tatap_muka;3;20;;;DASAR
KHUSUS;Pelatihan Khusus PNS;6;teknis;pelatihan_teknis;tatap_muka;1;20;pns;;
SEHAT;Pelatihan Kesehatan;6;teknis;pelatihan_teknis;tatap_muka;1;20;;DINKES;
BESAR;Pelatihan Besar;30;teknis;pelatihan_teknis;tatap_muka;4;20;;;
";

pub const BATCH_HEADER: &str = "kode;kode_pelatihan;lokasi;ruang;tanggal_mulai;tanggal_selesai;kuota;penerimaan;buka;tutup;fasilitator\n";

pub struct Town {
    pub dir: TempDir,
    pub now: Arc<AtomicI64>,
    clock: Clock,
    pub office: Office,
}

impl Town {
    /// An office with units, courses and people, and the batches of these rows.
    pub fn with(batches: &[&str]) -> Self {
        let dir = scratch();
        let (clock, now) = clock();
        let office = Office::create(dir.path(), "Balai Uji", Arc::clone(&clock)).unwrap();
        let mut town = Self {
            dir,
            now,
            clock,
            office,
        };
        furnish(&mut town.office, batches);
        town
    }

    /// The usual batches: `A` of two seats, `B` of two seats at the same time, `S` by selection.
    pub fn new() -> Self {
        Self::with(&[
            "A;DASAR;Selaras;R1;2026-12-07;2026-12-09;2;langsung;;;",
            "B;LANJUT;Selaras;R2;2026-12-08;2026-12-10;2;langsung;;;",
            "S;DASAR;Selaras;R1;2026-12-14;2026-12-15;2;seleksi;;;",
        ])
    }

    pub fn later(&self, ms: i64) {
        self.now.fetch_add(ms, Ordering::Relaxed);
    }

    pub fn set_clock(&self, ms: i64) {
        self.now.store(ms, Ordering::Relaxed);
    }

    pub fn import(&mut self, kind: Kind, csv: &str) -> ImportReport {
        import(&mut self.office, kind, csv)
    }

    pub fn batches(&mut self, rows: &[&str]) -> ImportReport {
        self.import(Kind::Batches, &format!("{BATCH_HEADER}{}\n", rows.join("\n")))
    }

    pub fn person(&mut self, at: usize) -> PersonId {
        person(&mut self.office, &number(at))
    }

    pub fn officer(&mut self) -> PersonId {
        self.person(OFFICER)
    }

    pub fn register(&mut self, at: usize, code: &str) -> Answer<Receipt> {
        let person = self.person(at);
        self.office
            .register(person, BatchId::of_code(code), true, Some(person))
    }

    pub fn stage(&mut self, code: &str, stage: Stage) -> Answer<()> {
        let officer = self.officer();
        self.office.set_stage(officer, BatchId::of_code(code), stage)
    }

    pub fn ops(&mut self) -> u64 {
        self.office.book_mut().operations()
    }

    /// Ends the process in order, or without a word, and starts the next.
    pub fn reopen(self, orderly: bool) -> Self {
        let Self {
            dir,
            now,
            clock,
            office,
        } = self;
        if orderly {
            office.close().unwrap();
        } else {
            drop(office);
        }
        let mut office = Office::open(dir.path(), Arc::clone(&clock)).unwrap();
        office.set_cost(Cost::LIGHT);
        Self {
            dir,
            now,
            clock,
            office,
        }
    }

    /// Ends the process in order and leaves the folder.
    pub fn close(self) -> (TempDir, Clock) {
        self.office.close().unwrap();
        (self.dir, self.clock)
    }
}

/// Units, courses, people and batches.
pub fn furnish(office: &mut Office, batches: &[&str]) {
    office.set_cost(Cost::LIGHT);
    good(
        office,
        Kind::Units,
        "kode;nama\nDISDIK;Dinas Pendidikan\nDINKES;Dinas Kesehatan\n",
    );
    good(office, Kind::Courses, COURSES);
    good(office, Kind::People, &people_csv());
    if !batches.is_empty() {
        good(
            office,
            Kind::Batches,
            &format!("{BATCH_HEADER}{}\n", batches.join("\n")),
        );
    }
}

pub fn people_csv() -> String {
    let mut csv = "nip;nama;unit_kerja;jenis_pegawai;peran;akhir_kontrak\n".to_owned();
    for at in 0..PEOPLE {
        let (kind, end) = if is_pppk(at) {
            ("pppk", "2026-12-31")
        } else {
            ("pns", "")
        };
        let role = match at {
            FACILITATOR => "fasilitator",
            OFFICER => "petugas",
            _ => "",
        };
        let unit = if at % 2 == 0 { "DISDIK" } else { "DINKES" };
        writeln!(csv, "{};{};{unit};{kind};{role};{end}", number(at), name(at)).unwrap();
    }
    csv
}

pub fn import_with(
    office: &mut Office,
    kind: Kind,
    csv: &str,
    options: &Options,
    rejects: &Path,
) -> ImportReport {
    let source = Box::new(Cursor::new(csv.to_owned().into_bytes()));
    office
        .import(kind, source, "berkas.csv", rejects, options, &mut |_, _| {})
        .unwrap()
}

pub fn import(office: &mut Office, kind: Kind, csv: &str) -> ImportReport {
    import_with(
        office,
        kind,
        csv,
        &Options::default(),
        Path::new("/nonexistent/berkas-ditolak.csv"),
    )
}

/// Imports what must be whole.
pub fn good(office: &mut Office, kind: Kind, csv: &str) -> ImportReport {
    let report = import(office, kind, csv);
    assert!(report.written, "{:?}", report.faults);
    report
}

pub fn person(office: &mut Office, number: &str) -> PersonId {
    let today = Day::of(2026, 11, 23).unwrap().date();
    let number = Number::read(number, today).unwrap().number;
    office.book_mut().person_of(number).unwrap().unwrap()
}

pub fn refusal<T: std::fmt::Debug>(answer: Answer<T>) -> Refusal {
    match answer {
        Err(Denied::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

/// Where a registration stands, as far as anybody was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub state: State,
    pub ticket: Option<u32>,
    pub place: Option<u32>,
    pub came: u16,
}

pub type Standings = BTreeMap<RegistrationId, Standing>;

/// Every registration of the office.
pub fn standings(office: &mut Office) -> Answer<Standings> {
    let ids: Vec<BatchId> = office.book_mut().heads().keys().copied().collect();
    let mut all = Standings::new();
    for id in ids {
        let Some(batch) = office.book_mut().batch(id)? else {
            continue;
        };
        for reg in batch.regs() {
            let standing = Standing {
                state: reg.state,
                ticket: reg.ticket.map(|ticket| ticket.0),
                place: batch.place(reg),
                came: (1..=9)
                    .filter(|n| reg.came(MeetingNo(*n)).is_some())
                    .fold(0, |sum, _| sum + 1),
            };
            all.insert(reg.id(id), standing);
        }
    }
    Ok(all)
}

/// What holds of every batch at every moment.
pub fn check_seats(office: &mut Office) {
    let ids: Vec<BatchId> = office.book_mut().heads().keys().copied().collect();
    for id in ids {
        let head = office.book_mut().heads()[&id].clone();
        let Some(batch) = office.book_mut().batch(id).unwrap() else {
            panic!("a head without a batch")
        };
        assert_eq!(batch.head, head, "the head at hand is the head that lists read");
        let mut tickets: Vec<u32> = batch
            .regs()
            .iter()
            .filter_map(|reg| Some(reg.ticket?.0))
            .collect();
        tickets.sort_unstable();
        let claims = tickets.len();
        tickets.dedup();
        assert_eq!(claims, tickets.len(), "a ticket has two holders");
        assert!(
            tickets
                .iter()
                .all(|ticket| head.minted.has(*ticket) && head.held.has(*ticket))
        );
        assert_eq!(usize::try_from(head.held.count()).unwrap(), claims);
        for state in State::ALL {
            let count = batch.regs().iter().filter(|reg| reg.state == *state).count();
            assert_eq!(usize::try_from(head.count(*state)).unwrap(), count, "{state:?}");
        }
        assert_eq!(usize::try_from(head.slots).unwrap(), batch.regs().len());
        assert!(
            head.count(State::Confirmed) <= head.minted.count(),
            "a seat was sold twice"
        );
        let sleeping = batch.regs().iter().find(|reg| {
            reg.ticket.is_some() && matches!(reg.state, State::Cancelled | State::Replaced | State::Waiting)
        });
        assert_eq!(
            sleeping, None,
            "a seat is held by somebody who does not sit in it"
        );
        let asked: Vec<_> = batch.waiting().iter().map(|reg| reg.asked_at()).collect();
        assert!(
            asked.is_sorted(),
            "the waiting list is not in the order of asking"
        );
        let places: Vec<_> = batch
            .waiting()
            .iter()
            .map(|reg| batch.place(reg).unwrap())
            .collect();
        assert_eq!(places, (1..).take(places.len()).collect::<Vec<u32>>());
        let direct = head
            .batch()
            .is_some_and(|batch| batch.admission == Admission::Direct);
        if direct && head.stage().takes_people() {
            assert!(
                head.count(State::Waiting) == 0 || head.free() == 0,
                "somebody waits while a seat is free: {:?} {:?}",
                head.counts,
                head.free()
            );
        }
        let mut live: Vec<_> = batch
            .regs()
            .iter()
            .filter(|reg| reg.state.is_live())
            .map(|reg| reg.person)
            .collect();
        live.sort_unstable();
        let count = live.len();
        live.dedup();
        assert_eq!(count, live.len(), "somebody is in a batch twice");
    }
}

pub fn assert_whole(office: &mut Office) {
    let verified = office.book_mut().verify().unwrap();
    assert_eq!(verified.findings, []);
}

pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Every file below a folder.
pub fn files(dir: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_dir() {
            found.extend(files(&entry.path()));
        } else {
            found.push(entry.path());
        }
    }
    found.sort();
    found
}

/// A small generator (`splitmix64`), so that a seed is all that a failure needs to be seen again.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % u64::try_from(sides.max(1)).unwrap()).unwrap()
    }
}
