//! A centre and its offices, each with a disk, a clock and a machine of its own, and the bundles that lie about.

use crate::{
    Kept, broken,
    dice::Dice,
    story::{Event, Setting},
    surveys::{self, HandedIn},
};
use balai::{
    domain::{
        day::Moment,
        id::{BatchId, PersonId, RegistrationId},
        receipt::Promise,
        refusal::Refusal,
        registration::CancelReason,
        rehearsal,
        text::{Text, limit},
    },
    exchange::{
        media::{FaultyStick, Stick},
        plan::To,
        trust::{admit::Verdict, invite::Proof, letter, org},
    },
    intake::Kind,
    ledger::{id::LogId, segment::SegHash},
    service::{Answer, Clock, Denied, Office, hub::Wish, import::Options, pin::Cost},
    state::{root::StateRoot, sync::Standing},
    store::{
        book::Settings,
        files::{
            Files, Open,
            memory::{Image, MemoryFiles},
        },
        identity::{Anchors, Around},
        shelf::Quota,
    },
};
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    fmt::{self, Write as _},
    io::Cursor,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

/// Monday 23 November 2026, 07.15 in the west of Indonesia.
pub const START: i64 = 1_795_392_900_000;
pub const HOUR: i64 = 3_600_000;
/// People who register; one more is the officer.
pub const PEOPLE: usize = 24;
/// Every data directory has the same name: disks are apart.
pub const DATA: &str = "/simulated/data";
const STATE: &str = "/simulated/state";

/// What happened in all.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    pub stories: u64,
    pub events: u64,
    pub offices: u64,
    pub hours: u64,
    pub seats: u64,
    pub waits: u64,
    pub cancels: u64,
    pub bundles: u64,
    pub imports: u64,
    pub refused: u64,
    pub lost: u64,
    pub crashes: u64,
    pub restores: u64,
    pub clones: u64,
    pub returns: u64,
    pub erasures: u64,
    pub recoveries: u64,
    pub exempt: u64,
    pub answers: u64,
    pub boxes: u64,
}

impl Counts {
    fn each(&mut self) -> [(&'static str, &mut u64); 20] {
        [
            ("stories", &mut self.stories),
            ("events", &mut self.events),
            ("offices", &mut self.offices),
            ("office hours", &mut self.hours),
            ("seats promised", &mut self.seats),
            ("places on waiting lists", &mut self.waits),
            ("cancellations", &mut self.cancels),
            ("bundles written", &mut self.bundles),
            ("bundles read", &mut self.imports),
            ("files refused", &mut self.refused),
            ("bundles lost", &mut self.lost),
            ("power cuts", &mut self.crashes),
            ("disks restored", &mut self.restores),
            ("machines cloned", &mut self.clones),
            ("new incarnations", &mut self.returns),
            ("erasures", &mut self.erasures),
            ("centres made again from paper", &mut self.recoveries),
            ("slips that a human or a fork took back", &mut self.exempt),
            ("survey answers handed in", &mut self.answers),
            ("surveys that left for the centre", &mut self.boxes),
        ]
    }

    pub fn add(&mut self, other: &Self) {
        let mut other = other.clone();
        for ((_, to), (_, from)) in self.each().into_iter().zip(other.each()) {
            *to += *from;
        }
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, count) in self.clone().each() {
            writeln!(f, "{count:>10} {name}")?;
        }
        Ok(())
    }
}

/// An office and its machine.
pub struct Node {
    pub files: MemoryFiles,
    machine: Option<[u8; 16]>,
    wall: Arc<AtomicI64>,
    quota: Quota,
    offset: i64,
    stuck: Option<i64>,
    /// The latest that its wall clock ever claimed.
    pub latest: i64,
    pub office: Option<Office>,
    /// Kinds that its release does not know.
    pub unknown: Vec<u16>,
    /// The ledger that it has asked the centre for.
    asked: Option<LogId>,
    image: Option<(Image, LogId, u64)>,
    crash_seed: u64,
    /// Operations that were acknowledged, of its ledger.
    pub acked: (LogId, u64),
    /// What have-lists that left it said of each ledger.
    pub said: BTreeMap<LogId, u64>,
    /// Another machine came back in its place: this one is put away, its office would be invited anew.
    pub retired: bool,
    /// What lies outside of its data directory shows that the data is an older copy: it must write nothing more to
    /// this ledger, which had so many operations.
    pub must_stop: Option<(LogId, u64)>,
    /// How far its own ledger was looked through for seats that it gave, and the batches that it may not change.
    pub spent: (Option<(LogId, u64)>, BTreeSet<BatchId>),
    /// How far each ledger was looked through here, and the last segment's hash.
    pub looked: BTreeMap<LogId, (u64, SegHash)>,
}

/// A promise of a seat that somebody has on paper.
#[derive(Clone, Debug)]
pub struct Slip {
    pub batch: BatchId,
    pub person: PersonId,
    pub attempt: u8,
    pub ticket: u32,
    /// The ledger and operation that promised it.
    pub log: LogId,
    pub seq: u64,
}

/// A file that lies somewhere.
#[derive(Clone, Debug)]
pub struct Parcel {
    pub to: usize,
    pub to_log: LogId,
    pub bytes: Vec<u8>,
    /// Whether it is as it was written.
    pub whole: bool,
}

pub struct World {
    pub setting: Setting,
    pub nodes: Vec<Node>,
    now: i64,
    pub people: Vec<PersonId>,
    pub batches: Vec<BatchId>,
    pub parcels: Vec<Parcel>,
    /// Every bundle that was written whole, lost or not.
    pub archive: Vec<Parcel>,
    pub slips: BTreeMap<RegistrationId, Slip>,
    /// Ledgers whose disk was restored or cloned, with the number of the last operation that all copies share.
    pub broken: BTreeMap<LogId, u64>,
    /// Which ledgers ever owned a ticket, in their own view.
    pub owned: BTreeSet<(BatchId, u32, LogId)>,
    /// Segments of each ledger as they were seen first.
    pub seen: BTreeMap<(LogId, u64), SegHash>,
    /// The state that was made of so many operations of each ledger.
    pub roots: BTreeMap<Vec<(LogId, u64)>, StateRoot>,
    pub forced: BTreeSet<BatchId>,
    /// Registrations that somebody has cancelled somewhere. It stays cancelled everywhere (2.5), also where the same
    /// person registers again at an office that has not heard of it.
    pub cancelled: BTreeSet<RegistrationId>,
    /// Who was erased, and the operation that said so.
    pub erased: Vec<(usize, LogId, u64)>,
    words: String,
    /// The words of the survey custodian.
    pub custodian: String,
    /// Who handed in answers where.
    pub answers: BTreeMap<(usize, BatchId, PersonId), HandedIn>,
    /// The new centre's certificates, where the centre was made again.
    centre: Option<Vec<u8>>,
    pub touched: Vec<usize>,
    /// Rounds of bundles both ways, once the story is over.
    pub rounds: usize,
    pub counts: Counts,
}

pub fn number(at: usize) -> String {
    format!("198702142010031{:03}", at + 1)
}

/// A name that occurs nowhere by chance.
pub fn name(at: usize) -> String {
    let letter = |n: usize| char::from(b'a' + u8::try_from(n % 26).unwrap());
    format!("Zqx{}{}{} Wyvern", letter(at / 100), letter(at / 5), letter(at))
}

pub fn batch_code(at: usize) -> String {
    format!("ANGKATAN-{}", at + 1)
}

fn people_csv(people: usize) -> String {
    let mut csv = "nip;nama;unit_kerja;jenis_pegawai;peran;akhir_kontrak\n".to_owned();
    for at in 0..=people {
        let role = if at == people { "petugas" } else { "" };
        let unit = if at % 2 == 0 { "DISDIK" } else { "DINKES" };
        writeln!(csv, "{};{};{unit};pns;{role};", number(at), name(at)).unwrap();
    }
    csv
}

fn import(office: &mut Office, kind: Kind, csv: &str) {
    let source = Box::new(Cursor::new(csv.to_owned().into_bytes()));
    let report = office
        .import(
            kind,
            source,
            "berkas.csv",
            Path::new("/nonexistent/ditolak.csv"),
            &Options::default(),
            &mut |_, _| {},
        )
        .unwrap();
    assert!(report.written, "{:?}", report.faults);
}

impl Node {
    fn new(machine: Option<[u8; 16]>) -> Self {
        Self {
            files: MemoryFiles::default(),
            machine,
            wall: Arc::new(AtomicI64::new(START)),
            quota: Quota::default(),
            offset: 0,
            stuck: None,
            latest: START,
            office: None,
            unknown: Vec::new(),
            asked: None,
            image: None,
            crash_seed: 0,
            acked: (LogId::new(0, 0), 0),
            said: BTreeMap::new(),
            retired: false,
            must_stop: None,
            spent: (None, BTreeSet::new()),
            looked: BTreeMap::new(),
        }
    }

    pub fn clock(&self) -> Clock {
        let wall = Arc::clone(&self.wall);
        Arc::new(move || Moment(wall.load(Ordering::Relaxed)))
    }

    pub fn shared(&self) -> Arc<dyn Files> {
        Arc::new(self.files.clone())
    }

    fn settings(&self) -> Settings {
        Settings {
            quota: self.quota,
            around: Around {
                anchors: Anchors::Folder(PathBuf::from(STATE)),
                machine: self.machine,
            },
            ..Settings::default()
        }
    }

    /// Starts the program on this disk.
    pub fn open(&mut self) -> Answer<()> {
        let mut office = Office::open_around(self.shared(), Path::new(DATA), self.clock(), self.settings())?;
        office.set_cost(Cost::LIGHT);
        self.office = Some(office);
        Ok(())
    }

    pub fn office(&mut self) -> &mut Office {
        self.office.as_mut().expect("an office that runs")
    }

    pub fn log(&mut self) -> LogId {
        self.office().book_mut().log_id()
    }

    pub fn standing(&mut self) -> Standing {
        self.office().standing()
    }
}

/// An organisation of a centre and so many offices that have joined and know everybody, as disks.
struct Base {
    disks: Vec<Image>,
    /// The words on the recovery sheet.
    words: String,
    /// The words of the survey custodian, where one was named.
    custodian: String,
    people: Vec<PersonId>,
}

thread_local! {
    static BASES: RefCell<BTreeMap<(usize, usize, bool), std::rc::Rc<Base>>> = const { RefCell::new(BTreeMap::new()) };
}

fn machine(at: usize) -> [u8; 16] {
    [u8::try_from(at + 1).unwrap(); 16]
}

fn base(kiosks: usize, people: usize, asked: bool) -> std::rc::Rc<Base> {
    if let Some(base) = BASES.with_borrow(|bases| bases.get(&(kiosks, people, asked)).cloned()) {
        return base;
    }
    rehearsal::tell_random(Some(u64::try_from(kiosks).unwrap()));
    let data = Path::new(DATA);
    let hub = Node::new(None);
    let mut office = Office::create_with(hub.shared(), data, "BKPSDM", hub.clock()).unwrap();
    office.set_cost(Cost::LIGHT);
    let text = |text: &str| Text::read(text, limit::NAME).unwrap();
    let founded = office.found(&text("BKPSDM Kota Selaras")).unwrap();
    let root = org::kept_seed(&hub.files, data).unwrap().unwrap();
    let words: Vec<String> = root.words().iter().map(ToString::to_string).collect();
    let typed: Vec<String> = founded
        .asked
        .iter()
        .map(|place| words[usize::from(*place) - 1].clone())
        .collect();
    office.confirm_sheet(&typed).unwrap();
    let custodian = if asked {
        surveys::name_custodian(&mut office, &hub)
    } else {
        String::new()
    };
    import(
        &mut office,
        Kind::Units,
        "kode;nama\nDISDIK;Dinas Pendidikan\nDINKES;Dinas Kesehatan\n",
    );
    import(
        &mut office,
        Kind::Courses,
        "kode;judul;jp;kompetensi;bentuk;metode;hari;kuota;terbuka_untuk;unit_sasaran;prasyarat
DASAR;Pelatihan Dasar;10;teknis;pelatihan_teknis;tatap_muka;3;20;;;
LANJUT;Pelatihan Lanjut;8;teknis;pelatihan_teknis;tatap_muka;3;20;;;
",
    );
    import(&mut office, Kind::People, &people_csv(people));
    let mut offices = Vec::new();
    for at in 1..=kiosks {
        let title = text(&format!("Kecamatan {at}"));
        let wish = Wish {
            office: &title,
            units: &[],
            duties: 7,
            with_secret: true,
        };
        let invited = office.invite(&wish).unwrap();
        let node = Node::new(None);
        let proof = Proof::Secret(invited.secret.as_ref().unwrap());
        let (kiosk, asked) = Office::join(node.shared(), data, &invited.file, proof, node.clock()).unwrap();
        let request = letter::read(&asked.file).unwrap();
        assert!(matches!(office.take_request(&request), Ok(Verdict::Accepted(_))));
        offices.push((node, kiosk, asked.log));
    }
    let mut disks = Vec::new();
    let mut known = Vec::new();
    for (node, mut kiosk, log) in offices {
        let stick = FaultyStick::new();
        let report = office
            .export_bundle(To::Node(log), &stick, &mut |_, _| {})
            .unwrap();
        kiosk
            .read_bundle(&stick, &report.files[0], false, false, &mut |_, _| {})
            .unwrap();
        kiosk.close().unwrap();
        disks.push(node.files.image());
    }
    for at in 0..=people {
        known.push(office.person_by_number(&number(at)).unwrap().unwrap());
    }
    office.close().unwrap();
    disks.insert(0, hub.files.image());
    let base = std::rc::Rc::new(Base {
        disks,
        words: words.join(" "),
        custodian,
        people: known,
    });
    BASES.with_borrow_mut(|bases| bases.insert((kiosks, people, asked), std::rc::Rc::clone(&base)));
    base
}

impl World {
    pub fn new(setting: &Setting) -> Self {
        let base = base(setting.kiosks, setting.people.max(PEOPLE), setting.faults.surveys);
        rehearsal::tell_random(Some(setting.seed ^ 0x5eed_5eed));
        let mut nodes = Vec::new();
        for (at, disk) in base.disks.iter().enumerate() {
            let mut node = Node::new(setting.machines.then(|| machine(at)));
            node.files = MemoryFiles::of(disk);
            node.quota = quota(setting);
            node.open().unwrap();
            node.acked = (node.log(), node.office().book_mut().operations());
            nodes.push(node);
        }
        let mut world = Self {
            setting: setting.clone(),
            nodes,
            now: START,
            people: base.people.clone(),
            batches: (0..setting.seats.len())
                .map(|at| BatchId::of_code(&batch_code(at)))
                .collect(),
            parcels: Vec::new(),
            archive: Vec::new(),
            slips: BTreeMap::new(),
            broken: BTreeMap::new(),
            owned: BTreeSet::new(),
            seen: BTreeMap::new(),
            roots: BTreeMap::new(),
            forced: BTreeSet::new(),
            cancelled: BTreeSet::new(),
            erased: Vec::new(),
            words: base.words.clone(),
            custodian: base.custodian.clone(),
            answers: BTreeMap::new(),
            centre: None,
            touched: Vec::new(),
            rounds: 0,
            counts: Counts::default(),
        };
        world.counts.stories = 1;
        world.counts.offices = u64::try_from(world.nodes.len()).unwrap();
        world.furnish();
        world
    }

    fn furnish(&mut self) {
        let mut csv = "kode;kode_pelatihan;lokasi;ruang;tanggal_mulai;tanggal_selesai;kuota;penerimaan;buka;tutup;fasilitator\n".to_owned();
        for (at, seats) in self.setting.seats.iter().enumerate() {
            // Each batch is in a month of its own: nobody is kept from it by another.
            let course = ["DASAR", "LANJUT"][at % 2];
            let (year, month) = (2028 + at / 12, 1 + at % 12);
            writeln!(
                csv,
                "{};{course};Selaras;R{at};{year}-{month:02}-06;{year}-{month:02}-08;{seats};langsung;;;",
                batch_code(at)
            )
            .unwrap();
        }
        let batches = self.batches.clone();
        let hub = self.nodes[0].office();
        import(hub, Kind::Batches, &csv);
        for batch in batches {
            hub.share_seats(None, batch).unwrap();
        }
        for to in 1..self.nodes.len() {
            self.carry(0, to).unwrap();
        }
        self.counts.bundles = 0;
        self.counts.imports = 0;
        self.archive.clear();
        for at in 0..self.nodes.len() {
            self.note(at);
        }
    }

    /// Something is done at an office: its clock tells what it claims, its release knows what it knows, and where the
    /// power goes, the office starts again. `None` where the power went.
    pub fn at<T>(
        &mut self,
        at: usize,
        work: impl FnOnce(&mut Office) -> Answer<T>,
    ) -> Kept<Option<Answer<T>>> {
        let now = self.now;
        if !self.touched.contains(&at) {
            self.touched.push(at);
        }
        let node = &mut self.nodes[at];
        let wall = node.stuck.unwrap_or(now + node.offset).max(0);
        node.wall.store(wall, Ordering::Relaxed);
        node.latest = node.latest.max(wall);
        rehearsal::pretend_release(&node.unknown);
        let answer = work(node.office());
        let off = node.files.is_off();
        rehearsal::pretend_release(&[]);
        if off {
            self.restart(at)?;
            return Ok(None);
        }
        if let Err(fault) = &answer {
            Self::allowed(at, fault)?;
        }
        self.note(at);
        Ok(Some(answer))
    }

    /// Whether a use case may fail so: by rules, or because its ledger may not be written, never by a fault of ours.
    fn allowed(at: usize, fault: &Denied) -> Kept {
        use balai::store::book::BookError;
        match fault {
            Denied::Refused(_) | Denied::Book(BookError::Standing(_)) => Ok(()),
            other => broken(format!("I26 office {at} fails: {other}")),
        }
    }

    /// Takes down what an office has promised to remember.
    fn note(&mut self, at: usize) {
        let node = &mut self.nodes[at];
        let book = node.office.as_mut().unwrap().book_mut();
        let log = book.log_id();
        node.acked = (log, book.operations());
        for (batch, head) in book.heads() {
            for ticket in head.owned_by(log).iter() {
                self.owned.insert((*batch, ticket, log));
            }
        }
    }

    /// The power has gone: the machine comes up again.
    fn restart(&mut self, at: usize) -> Kept {
        self.counts.crashes += 1;
        let node = &mut self.nodes[at];
        node.office = None;
        node.files.restart(node.crash_seed);
        node.looked.clear();
        self.start(at)
    }

    /// Starts the program again; what was acknowledged is there.
    pub fn start(&mut self, at: usize) -> Kept {
        let node = &mut self.nodes[at];
        node.office = None;
        rehearsal::pretend_release(&node.unknown);
        let mut opened = node.open();
        if opened.is_err() && node.files.is_off() {
            // Power that was about to go went while the program started.
            self.counts.crashes += 1;
            node.files.restart(node.crash_seed);
            node.looked.clear();
            opened = node.open();
        }
        rehearsal::pretend_release(&[]);
        if let Err(fault) = opened {
            return broken(format!("I13 office {at} does not start: {fault}"));
        }
        let (log, acked) = node.acked;
        let book = node.office().book_mut();
        if book.log_id() == log && book.operations() < acked {
            let have = book.operations();
            return broken(format!(
                "I13 office {at} has {have} operations of {log} of {acked} it acknowledged"
            ));
        }
        // I15: what a have-list said that left this office is here.
        for (log, seq) in node.said.clone() {
            let have = node.office().book_mut().holding(log).seq;
            if have < seq {
                return broken(format!(
                    "I15 office {at} has {have} of {seq} operations of {log} that it confirmed"
                ));
            }
        }
        self.note(at);
        Ok(())
    }

    pub fn happen(&mut self, event: &Event) -> Kept {
        self.now += 7 * 60_000;
        self.counts.events += 1;
        self.touched.clear();
        match event {
            Event::Register { at, person, batch } => self.register(*at, *person, *batch),
            Event::Cancel { at, person, batch } => self.cancel(*at, *person, *batch),
            Event::Export { from, to } => self.export(*from, *to, None),
            Event::Pulled { from, to, calls } => self.export(*from, *to, Some(*calls)),
            Event::Import { bundle } => self.import(*bundle, true),
            Event::Again { bundle } => self.import(*bundle, false),
            Event::Lose { bundle } => {
                if let Some(at) = self.parcel(*bundle) {
                    self.parcels.remove(at);
                    self.counts.lost += 1;
                }
                Ok(())
            }
            Event::Flip { bundle, at } => self.flip(*bundle, *at),
            Event::Truncate { bundle, keep } => self.truncate(*bundle, *keep),
            Event::Give {
                from,
                to,
                batch,
                count,
            } => self.give(*from, *to, *batch, *count),
            Event::Recall { from, batch, keep } => {
                let (from, batch) = (self.nodes[*from].log(), self.batches[*batch]);
                self.at(0, |hub| hub.recall_seats(None, batch, from, *keep))
                    .map(drop)
            }
            Event::Share { batch } => {
                let batch = self.batches[*batch];
                self.at(0, |hub| hub.share_seats(None, batch)).map(drop)
            }
            Event::Capacity { batch, seats } => {
                let batch = self.batches[*batch];
                self.at(0, |hub| hub.set_capacity(None, batch, *seats, false))
                    .map(drop)
            }
            Event::Burn { batch, seats } => {
                let batch = self.batches[*batch];
                self.forced.insert(batch);
                self.at(0, |hub| hub.set_capacity(None, batch, *seats, true))
                    .map(drop)
            }
            Event::Crash { at, steps, seed } => {
                let node = &mut self.nodes[*at];
                node.crash_seed = *seed;
                node.files.cut_after(*steps);
                Ok(())
            }
            Event::Image { at } => {
                let node = &mut self.nodes[*at];
                let log = node.log();
                let operations = node.office().book_mut().operations();
                node.image = Some((node.files.image(), log, operations));
                Ok(())
            }
            Event::Restore { at, anchor } => self.restore(*at, *anchor),
            Event::Clone { at } => self.clone_of(*at),
            Event::Clock { at, hours } => {
                let node = &mut self.nodes[*at];
                node.offset = hours * HOUR;
                node.stuck = None;
                Ok(())
            }
            Event::Stuck { at } => {
                let now = self.now;
                let node = &mut self.nodes[*at];
                node.stuck = Some(node.stuck.unwrap_or(now + node.offset));
                Ok(())
            }
            Event::Wait { hours } => {
                self.now += i64::from(*hours) * HOUR;
                self.counts.hours += u64::from(*hours) * u64::try_from(self.nodes.len()).unwrap();
                Ok(())
            }
            Event::Close { at } => {
                let log = self.nodes[*at].log();
                self.at(0, |hub| hub.end_node(log, 2)).map(drop)
            }
            Event::Take { at, batch } => {
                let (log, batch) = (self.nodes[*at].log(), self.batches[*batch]);
                self.at(0, |hub| hub.take_seats(None, batch, log)).map(drop)
            }
            Event::ComeBack { at } => self.come_back(*at),
            Event::CentreLost => self.centre_lost(),
            Event::Learn { at } => self.learn(*at),
            Event::Erase { person } => {
                let id = self.people[*person];
                if let Some(Ok(_)) = self.at(0, |hub| hub.erase(None, id))? {
                    let book = self.nodes[0].office().book_mut();
                    self.erased.push((*person, book.log_id(), book.operations()));
                    self.counts.erasures += 1;
                }
                Ok(())
            }
            Event::Release { at, old } => {
                // Of an older release the program is stopped and another one started, and the other way round.
                self.nodes[*at].unknown = if *old {
                    self.setting.unknown.clone()
                } else {
                    Vec::new()
                };
                self.touched.push(*at);
                if self.nodes[*at].files.is_off() {
                    return self.restart(*at);
                }
                self.start(*at)
            }
            Event::Answer { at, person, batch } => {
                let (person, batch) = (self.people[*person], self.batches[*batch]);
                surveys::answer(self, *at, person, batch)
            }
            Event::Attend { at, person, batch } => {
                let (staff, person, batch) = (
                    self.people[self.people.len() - 1],
                    self.people[*person],
                    self.batches[*batch],
                );
                if self.nodes[*at].unknown.contains(&50) {
                    return Ok(());
                }
                let id = RegistrationId::of(batch, person, 1);
                let meeting = balai::domain::batch::MeetingNo(1);
                self.at(*at, |office| office.mark_present(staff, batch, meeting, id))
                    .map(drop)
            }
        }
    }

    fn register(&mut self, at: usize, person: usize, batch: usize) -> Kept {
        let (person, batch) = (self.people[person], self.batches[batch]);
        let Some(Ok(receipt)) = self.at(at, |office| office.register(person, batch, true, Some(person)))?
        else {
            return Ok(());
        };
        match receipt.promise {
            Promise::Seat(ticket) => self.counts.seats += u64::from(self.slip(at, batch, person, ticket.0)),
            Promise::Waiting { .. } => self.counts.waits += 1,
            Promise::Wish => {}
        }
        Ok(())
    }

    /// Keeps a slip; it names the operation that backs it. Answers whether it is a new one.
    fn slip(&mut self, at: usize, batch: BatchId, person: PersonId, ticket: u32) -> bool {
        let book = self.nodes[at].office().book_mut();
        let Ok(Some(state)) = book.batch(batch) else {
            return false;
        };
        let Some(reg) = state.reg_of(person) else {
            return false;
        };
        let backing = reg.claims().find(|claim| claim.ticket.0 == ticket);
        let backing = backing.map(|claim| (claim.log, claim.seq));
        let (log, seq) = backing.expect("a slip without an operation behind it");
        let (id, attempt) = (reg.id(batch), reg.attempt);
        if self.cancelled.contains(&id) {
            return false;
        }
        let slip = Slip {
            batch,
            person,
            attempt,
            ticket,
            log,
            seq,
        };
        self.slips.insert(id, slip).is_none()
    }

    fn cancel(&mut self, at: usize, person: usize, batch: usize) -> Kept {
        let (person, batch) = (self.people[person], self.batches[batch]);
        let mut id = None;
        let answer = self.at(at, |office| {
            let state = office.book_mut().batch(batch)?;
            let reg = state.and_then(|state| state.reg_of(person));
            let Some(found) = reg.map(|reg| reg.id(batch)) else {
                return Err(Refusal::NotFound.into());
            };
            id = Some(found);
            office.cancel_own(person, found, CancelReason::from_number(1).unwrap())
        })?;
        // Cut off in the midst, it may be written or not: who cancelled does not come for the seat.
        if let (None | Some(Ok(())), Some(id)) = (answer, id) {
            self.slips.remove(&id);
            self.cancelled.insert(id);
            self.counts.cancels += 1;
        }
        Ok(())
    }

    /// A parcel by the number in a story: the newest is 0.
    fn parcel(&self, bundle: usize) -> Option<usize> {
        self.parcels.len().checked_sub(bundle + 1)
    }

    fn export(&mut self, from: usize, to: usize, pulled: Option<u64>) -> Kept {
        if from == to {
            return Ok(());
        }
        let to_log = self.address(to);
        let stick = FaultyStick::new();
        if let Some(calls) = pulled {
            stick.pull_at(calls + 1);
        }
        let written = self.at(from, |office| {
            office.export_bundle(To::Node(to_log), &stick, &mut |_, _| {})
        })?;
        stick.plug(pulled.unwrap_or(0));
        let whole = matches!(written, Some(Ok(_)));
        if whole {
            self.counts.bundles += 1;
            // What the have-list says that left.
            let node = &mut self.nodes[from];
            let own = node.log();
            for holding in node.office().book_mut().holdings() {
                if holding.log != own {
                    node.said.insert(holding.log, holding.seq);
                }
            }
        }
        for path in stick.paths() {
            if path.extension().is_none_or(|end| end != "BLI") {
                continue;
            }
            let parcel = Parcel {
                to,
                to_log,
                bytes: stick.content(&path).unwrap_or_default(),
                whole,
            };
            if whole {
                self.archive.push(parcel.clone());
            }
            self.parcels.push(parcel);
        }
        Ok(())
    }

    /// The ledger that others write to when they mean an office: the one it asked for, once the centre agreed.
    fn address(&mut self, to: usize) -> LogId {
        let asked = self.nodes[to].asked;
        let roll = self.nodes[0].office().book_mut().roll();
        match asked.filter(|log| roll.is_open(*log)) {
            Some(log) => log,
            None => self.nodes[to].log(),
        }
    }

    fn import(&mut self, bundle: usize, gone: bool) -> Kept {
        let Some(at) = self.parcel(bundle) else {
            return Ok(());
        };
        let parcel = self.parcels[at].clone();
        if gone {
            self.parcels.remove(at);
        }
        self.read(&parcel, false)
    }

    /// Reads a file where it was addressed to.
    pub fn read(&mut self, parcel: &Parcel, salvage: bool) -> Kept {
        let stick = FaultyStick::new();
        let path = Path::new("BALAI/A.BLI");
        stick.place_file(path, &parcel.bytes);
        let (seq, log) = {
            let node = &mut self.nodes[parcel.to];
            (node.office().book_mut().operations(), node.log())
        };
        let stick: &dyn Stick = &stick;
        let read = self.at(parcel.to, |office| {
            office.read_bundle(stick, path, false, salvage, &mut |_, _| {})
        })?;
        match read {
            None | Some(Err(Denied::Book(_) | Denied::Sync(_))) => {}
            Some(Ok(_)) => self.counts.imports += 1,
            Some(Err(Denied::Refused(refusal))) => {
                self.counts.refused += 1;
                let node = &mut self.nodes[parcel.to];
                // What was written for an incarnation can be read by no other.
                let same = node.log() == parcel.to_log;
                let explained = !parcel.whole
                    || !same
                    || matches!(
                        refusal,
                        Refusal::Bundle(balai::domain::refusal::BundleFault::UnknownOffice)
                    );
                if !explained {
                    return broken(format!(
                        "I4 a whole bundle for office {} is refused: {refusal:?}",
                        parcel.to
                    ));
                }
            }
            Some(Err(other)) => {
                return broken(format!("I26 a bundle fails at office {}: {other}", parcel.to));
            }
        }
        let _ = (seq, log);
        Ok(())
    }

    /// A byte of a file changes: it is refused whole, and nothing changes.
    fn flip(&mut self, bundle: usize, place: u64) -> Kept {
        let Some(at) = self.parcel(bundle) else {
            return Ok(());
        };
        let parcel = &mut self.parcels[at];
        if parcel.bytes.is_empty() {
            return Ok(());
        }
        let length = u64::try_from(parcel.bytes.len()).unwrap();
        let byte = usize::try_from(place % length).unwrap();
        parcel.bytes[byte] ^= 1 << (place % 7);
        parcel.whole = false;
        let parcel = parcel.clone();
        let to = parcel.to;
        let before = self.nodes[to].office().book_mut().root().unwrap();
        let refused = self.counts.refused;
        let crashes = self.counts.crashes;
        self.read(&parcel, false)?;
        if self.counts.crashes > crashes {
            return Ok(());
        }
        let after = self.nodes[to].office().book_mut().root().unwrap();
        if self.counts.refused == refused || before != after {
            return broken(format!(
                "I19 office {to} took a bundle of which byte {byte} was changed"
            ));
        }
        Ok(())
    }

    /// A file loses its end; the good part of it is saved.
    fn truncate(&mut self, bundle: usize, keep: u64) -> Kept {
        let Some(at) = self.parcel(bundle) else {
            return Ok(());
        };
        let mut parcel = self.parcels.remove(at);
        let length = u64::try_from(parcel.bytes.len()).unwrap();
        parcel
            .bytes
            .truncate(usize::try_from(keep % length.max(1)).unwrap());
        parcel.whole = false;
        self.read(&parcel, false)?;
        self.read(&parcel, true)
    }

    fn give(&mut self, from: usize, to: usize, batch: usize, count: u32) -> Kept {
        let (to, batch) = (self.nodes[to].log(), self.batches[batch]);
        self.at(from, |office| office.give_seats(None, batch, to, count))
            .map(drop)
    }

    /// A disk is as it was: what was written since is gone.
    fn restore(&mut self, at: usize, anchor: bool) -> Kept {
        let Some((image, log, seq)) = self.nodes[at].image.clone() else {
            return Ok(());
        };
        self.counts.restores += 1;
        let node = &mut self.nodes[at];
        let now_log = node.log();
        let sealed = node.office().book_mut().holding(now_log).seq;
        node.office = None;
        // Power that was about to go does not go on the new disk.
        let kept = anchors(&node.files);
        node.files.restore(&image);
        if anchor {
            for (path, bytes) in kept {
                node.files.create_dir_all(Path::new(STATE)).unwrap();
                let file = node.files.open(&path, Open::Fresh).unwrap();
                file.write_at(0, &bytes).unwrap();
                file.sync_data().unwrap();
                node.files.sync_dir(Path::new(STATE)).unwrap();
            }
        }
        self.forget(at, log, seq);
        if now_log != log {
            self.broken.insert(now_log, 0);
        }
        // The anchor is written at every sealing at the latest.
        if anchor && now_log == log && sealed > seq {
            self.nodes[at].must_stop = Some((log, seq));
        }
        self.touched.push(at);
        self.start(at)
    }

    /// The centre's machine is gone with its disk: it is made again from the words on paper and the file of an office.
    fn centre_lost(&mut self) -> Kept {
        let Some(from) = (1..self.nodes.len()).find(|at| !self.nodes[*at].retired) else {
            return Ok(());
        };
        let Ok(known) = self.nodes[from].files.read(&Path::new(DATA).join(org::FILE)) else {
            return Ok(());
        };
        self.counts.recoveries += 1;
        let former = self.nodes[0].log();
        // What an office has of the old centre's ledger is not lost.
        let open = |world: &mut Self, at: usize| {
            let log = world.nodes[at].log();
            !world.nodes[at].retired && world.nodes[0].office().book_mut().roll().is_open(log)
        };
        let mut shared = 0;
        for at in 1..self.nodes.len() {
            if open(self, at) {
                shared = shared.max(self.nodes[at].office().book_mut().holding(former).seq);
            }
        }
        self.forget(0, former, shared);
        self.erased
            .retain(|(_, log, seq)| *log != former || *seq <= shared);
        let node = &mut self.nodes[0];
        node.office = None;
        node.files = MemoryFiles::default();
        node.image = None;
        node.spent = (None, BTreeSet::new());
        let clock = node.clock();
        let (shared, data) = (node.shared(), Path::new(DATA));
        match Office::recover(shared, data, &self.words, &known, clock) {
            Ok((office, _)) => office.close().unwrap(),
            Err(fault) => return broken(format!("I13 the centre cannot be made again: {fault}")),
        }
        self.centre = self.nodes[0].files.read(&data.join(org::FILE)).ok();
        self.nodes[0].acked = (LogId::new(0, 0), 0);
        self.touched.push(0);
        self.start(0)
    }

    /// An office is told of the centre that was made again.
    pub fn learn(&mut self, at: usize) -> Kept {
        let Some(file) = self.centre.clone() else {
            return Ok(());
        };
        let learned = self.at(at, |office| match office.learn_centres(&file) {
            Ok(_) => Ok(()),
            Err(balai::service::hub::Distrust::Denied(denied)) => Err(denied),
            Err(_) => Err(Refusal::WrongState.into()),
        })?;
        if let Some(Err(fault)) = learned {
            return broken(format!(
                "I13 office {at} does not learn of the new centre: {fault}"
            ));
        }
        Ok(())
    }

    /// What a node was held to does not hold of an older copy of its disk.
    fn forget(&mut self, at: usize, log: LogId, seq: u64) {
        let shared = self.broken.entry(log).or_insert(seq);
        *shared = seq.min(*shared);
        let node = &mut self.nodes[at];
        node.acked = (log, 0);
        node.said.clear();
        node.looked.clear();
        node.must_stop = None;
    }

    /// A second machine begins with a copy of the disk as it is; the first goes on too.
    fn clone_of(&mut self, at: usize) -> Kept {
        if self.nodes.len() > self.setting.kiosks + 2 {
            return Ok(());
        }
        self.counts.clones += 1;
        let latest = self.nodes[at].latest;
        let (image, log, seq) = {
            let node = &mut self.nodes[at];
            let log = node.log();
            let seq = node.office().book_mut().operations();
            (node.files.image(), log, seq)
        };
        let next = self.nodes.len();
        let mut node = Node::new(self.setting.machines.then(|| machine(next)));
        node.files = MemoryFiles::of(&image);
        node.quota = self.quota();
        node.latest = latest;
        // The other machine's state folder stays there.
        for (path, _) in anchors(&node.files) {
            node.files.remove(&path).unwrap();
        }
        self.nodes.push(node);
        self.forget(next, log, seq);
        if self.setting.machines {
            self.nodes[next].must_stop = Some((log, seq));
        }
        self.touched.push(next);
        // A copy that was made while the power went starts as it is.
        self.nodes[next].files.restart(seq);
        self.start(next)
    }

    /// An office that may not write asks for its next incarnation, and the centre agrees.
    pub fn come_back(&mut self, at: usize) -> Kept {
        let log = self.nodes[at].log();
        // Nothing is written for a closed ledger: that it is closed, its people hear by telephone.
        let told = self.nodes[0].office().book_mut().roll().closure(log).is_some();
        if !told
            && !matches!(
                self.nodes[at].standing(),
                Standing::Restored(_) | Standing::Closed
            )
        {
            return Ok(());
        }
        let mut file = Vec::new();
        self.at(at, |office| match office.ask_again() {
            Ok(asked) => {
                file = asked.file;
                Ok(())
            }
            Err(balai::service::hub::Distrust::Denied(denied)) => Err(denied),
            Err(_) => Err(Refusal::WrongState.into()),
        })?;
        let Ok(request) = letter::read(&file) else {
            return Ok(());
        };
        let before = self.nodes[at].asked;
        let roll = self.nodes[0].office().book_mut().roll();
        let other = |of: LogId| roll.key(of).is_some_and(|key| key != request.key);
        // Another machine came back in its place, in the incarnation that it asks for or in an earlier one: this one is
        // put away, its office would be invited anew.
        let replaced = roll
            .nodes()
            .iter()
            .map(|node| node.log)
            .filter(|of| of.node == log.node && *of > log && *of < request.log)
            .any(|of| roll.is_open(of) && Some(of) != before);
        if other(request.log) || replaced {
            self.nodes[at].retired = true;
            return Ok(());
        }
        self.nodes[at].asked = Some(request.log);
        let patient = self.rounds < 4;
        self.at(0, |hub| {
            let digits = request.fingerprint();
            let done = hub.take_request(&request).and_then(|verdict| match verdict {
                Verdict::Compare { .. } => hub.accept(&request, &digits).map(drop),
                // What the office still has does not come any more: an officer ends the ledger where it is known.
                Verdict::Behind { log, .. } if !patient => hub
                    .close_node(log, 1)
                    .and_then(|_| hub.accept(&request, &digits).map(drop)),
                _ => Ok(()),
            });
            match done {
                Ok(()) => Ok(()),
                Err(balai::service::hub::Distrust::Denied(denied)) => Err(denied),
                Err(_) => Err(Refusal::WrongState.into()),
            }
        })?;
        self.counts.returns += 1;
        Ok(())
    }

    /// From one office to another, nothing lost.
    pub fn carry(&mut self, from: usize, to: usize) -> Kept {
        let before = self.parcels.len();
        self.export(from, to, None)?;
        for parcel in self.parcels.split_off(before) {
            self.read(&parcel, false)?;
        }
        Ok(())
    }

    /// Everything that can be healed is: power, clocks, releases.
    pub fn heal(&mut self) -> Kept {
        for at in 0..self.nodes.len() {
            let node = &mut self.nodes[at];
            node.offset = 0;
            node.stuck = None;
            node.unknown.clear();
            if node.files.is_off() {
                node.office = None;
                node.files.restart(node.crash_seed);
            }
            // A cut that was still to come does not come.
            node.files.cut_after(u64::MAX);
            self.start(at)?;
        }
        Ok(())
    }

    /// How much offices of this story keep beside their ledgers.
    pub fn quota(&self) -> Quota {
        quota(&self.setting)
    }

    pub fn dice(&self) -> Dice {
        Dice::new(self.setting.seed ^ 0xd1ce)
    }

    pub fn wait(&mut self, hours: i64) {
        self.now += hours * HOUR;
    }
}

fn quota(setting: &Setting) -> Quota {
    match setting.beside {
        Some(one) => Quota { one, all: 8 * one },
        None => Quota::default(),
    }
}

/// What lies outside of a data directory.
fn anchors(files: &MemoryFiles) -> Vec<(PathBuf, Vec<u8>)> {
    let names = files.list(Path::new(STATE)).unwrap_or_default();
    names
        .into_iter()
        .map(|name| Path::new(STATE).join(name))
        .filter_map(|path| Some((path.clone(), files.read(&path).ok()?)))
        .collect()
}
