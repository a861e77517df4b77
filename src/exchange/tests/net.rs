//! A small organisation: a centre and a few kiosks, each with a book of its own.

use crate::{
    bundle::Recipient,
    domain::{
        id::{BatchId, CourseId, PersonId, UnitId},
        registration::State,
    },
    exchange::{
        Exchange, ExchangeError,
        media::FaultyStick,
        plan::To,
        receive::{Came, Read, Reading},
        send::Sending,
    },
    ledger::{
        body::{
            office::{NodeEnrolled, UnitSet},
            people::{PersonAdded, ProfileBlob},
            plan::{BatchSet, BatchStage, Name},
            seat::{Cancel, Confirm, Give, Mint, Request},
        },
        cert::{HubCert, HubClaim},
        clock::Hlc,
        id::LogId,
        key::{NodeKey, PublicKey},
    },
    state::{
        root::{Gather, StateRoot},
        sync::ExportReport,
        world::Subject,
    },
    store::{
        book::{Book, Draft},
        files::{Files, RealFiles, recorder::scratch},
    },
};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};
use tempfile::TempDir;

/// The first of January 2026, in milliseconds since 1970 UTC.
pub const NOW: u64 = 1_767_225_600_000;

pub fn root_key() -> NodeKey {
    NodeKey::from_seed(&[77; 32])
}

/// An office of the organisation.
pub struct Office {
    pub dir: TempDir,
    pub book: Book,
    pub exchange: Exchange,
    pub log: LogId,
}

pub fn open(files: Arc<dyn Files>, data: &Path) -> (Book, Exchange) {
    let (book, _) = Book::open(Arc::clone(&files), data).unwrap();
    let exchange = Exchange::open(files, data).unwrap();
    (book, exchange)
}

/// A folder with a book that says nothing yet.
pub fn blank() -> (TempDir, Book, Exchange) {
    let dir = scratch();
    Book::create(&RealFiles, dir.path()).unwrap();
    let (book, exchange) = open(Arc::new(RealFiles), dir.path());
    (dir, book, exchange)
}

fn recipient(book: &Book) -> [u8; 32] {
    Recipient::of(book.identity()).unwrap().0
}

/// The centre's certificate by a root key.
pub fn cert(book: &Book, log: LogId, root: &NodeKey) -> HubCert {
    let claim = HubClaim {
        root: root.public(),
        serial: 1,
        log,
        key: PublicKey(book.public_key()),
        recipient: recipient(book),
        name: "Pusat".to_owned(),
        issued: Hlc::new(NOW, 0),
    };
    HubCert::issue(claim, root).unwrap()
}

/// A centre and `kiosks` kiosks that know the centre and nothing else.
pub struct Net {
    pub offices: Vec<Office>,
    pub now: u64,
    pub batch: BatchId,
    pub people: Vec<PersonId>,
}

pub const UNITS: [&str; 3] = ["DINKES", "DISDIK", "DISHUB"];

pub fn unit(at: usize) -> UnitId {
    UnitId::of_code(UNITS[at % UNITS.len()])
}

/// A name and a number that occur nowhere by chance.
pub fn personal(at: usize) -> (String, u64) {
    (
        format!("Zubaedah Qowiyyah ke-{at} Wirjokoesoemo"),
        197_803_122_005_011_000 + u64::try_from(at).unwrap(),
    )
}

impl Net {
    /// Kiosk `k` (from 1) serves unit `k - 1` alone where `narrow`, else all units.
    pub fn new(kiosks: usize, narrow: bool) -> Self {
        let (dir, mut book, exchange) = blank();
        let hub = LogId::new(1, 1);
        let cert = cert(&book, hub, &root_key());
        book.add_cert(cert.bytes()).unwrap();
        let mut offices = vec![Office {
            dir,
            book,
            exchange,
            log: hub,
        }];
        let batch = BatchId::of_code("K3-1");
        let mut drafts: Vec<Draft> = UNITS
            .iter()
            .map(|code| {
                let body = UnitSet {
                    code: (*code).to_owned(),
                    name: format!("Dinas {code}"),
                    kind: None,
                    link: None,
                };
                Draft::new(Subject::Unit(UnitId::of_code(code)), body)
            })
            .collect();
        drafts.push(Draft::new(
            Subject::Batch(batch),
            BatchSet {
                code: "K3-1".to_owned(),
                course: Name(CourseId::of_code("K3").0),
                phases: vec![(740_000, 740_002, 1)],
                place: "Aula".to_owned(),
                room: None,
                admission: 1,
                opens: None,
                closes: None,
                capacity: 20,
            },
        ));
        drafts.push(Draft::new(Subject::Batch(batch), BatchStage { stage: 2 }));
        drafts.push(Draft::new(Subject::Batch(batch), Mint { from: 1, count: 20 }));
        offices[0].book.commit(&drafts, NOW).unwrap();
        let mut net = Self {
            offices,
            now: NOW,
            batch,
            people: Vec::new(),
        };
        for at in 0..6 {
            net.add_person(at);
        }
        for kiosk in 1..=kiosks {
            net.join(kiosk, narrow);
        }
        net
    }

    pub fn tick(&mut self) -> u64 {
        self.now += 1_000;
        self.now
    }

    pub fn add_person(&mut self, at: usize) -> PersonId {
        let now = self.tick();
        let (name, number) = personal(at);
        let blob = ProfileBlob {
            number,
            name,
            position: Some(format!("Analis {at}")),
            rank: None,
        };
        let body = PersonAdded {
            unit: Name(unit(at).0),
            employment: 1,
            contract_end: None,
        };
        let draft = Draft::new(Subject::new_person(), body).with_blob(&blob);
        let person = self.offices[0].book.commit(&[draft], now).unwrap()[0].person();
        self.people.push(person);
        person
    }

    fn join(&mut self, kiosk: usize, narrow: bool) {
        let (dir, mut book, exchange) = blank();
        let log = LogId::new(u32::try_from(kiosk).unwrap() + 1, 1);
        let hub = &mut self.offices[0].book;
        book.add_cert(&hub.certs()[0]).unwrap();
        book.begin_incarnation(log).unwrap();
        let enrolled = NodeEnrolled {
            node: log.node.0,
            incarnation: 1,
            name: format!("Kecamatan {kiosk}"),
            key: book.public_key(),
            recipient: recipient(&book),
            units: if narrow {
                vec![Name(unit(kiosk - 1).0)]
            } else {
                Vec::new()
            },
            duties: 7,
        };
        hub.commit(&[Draft::new(Subject::None, enrolled)], self.now)
            .unwrap();
        self.offices.push(Office {
            dir,
            book,
            exchange,
            log,
        });
    }

    pub fn commit(&mut self, office: usize, draft: Draft) {
        let now = self.tick();
        self.offices[office].book.commit(&[draft], now).unwrap();
    }

    pub fn give(&mut self, from: usize, to: usize, tickets: (u32, u32)) {
        let log = self.offices[to].log;
        let body = Give {
            from: tickets.0,
            count: tickets.1,
            node: log.node.0,
            incarnation: log.incarnation,
        };
        let batch = self.batch;
        self.commit(from, Draft::new(Subject::Batch(batch), body));
    }

    pub fn request(&mut self, office: usize, person: usize) {
        let body = Request {
            person: Name(self.people[person].0),
            attempt: 1,
            unsure: None,
        };
        let batch = self.batch;
        self.commit(office, Draft::new(Subject::Batch(batch), body));
    }

    pub fn confirm(&mut self, office: usize, person: usize, ticket: u32) {
        let body = Confirm {
            person: Name(self.people[person].0),
            attempt: 1,
            ticket,
        };
        let batch = self.batch;
        self.commit(office, Draft::new(Subject::Batch(batch), body));
    }

    pub fn cancel(&mut self, office: usize, person: usize) {
        let body = Cancel {
            person: Name(self.people[person].0),
            attempt: 1,
            reason: 1,
        };
        let batch = self.batch;
        self.commit(office, Draft::new(Subject::Batch(batch), body));
    }

    pub fn state(&mut self, office: usize, person: usize) -> Option<State> {
        let (batch, person) = (self.batch, self.people[person]);
        let state = self.offices[office].book.batch(batch).unwrap()?;
        state.reg(person, 1).map(|reg| reg.state)
    }

    /// Writes a bundle to a stick.
    pub fn export(
        &mut self,
        from: usize,
        to: To,
        stick: &FaultyStick,
    ) -> Result<ExportReport, ExchangeError> {
        let wall_ms = self.tick();
        let office = &mut self.offices[from];
        let mut sending = Sending {
            wall_ms,
            budget: u64::MAX,
            part: u64::MAX,
            progress: &mut |_, _| {},
        };
        office
            .exchange
            .export_to(&mut office.book, stick, to, &mut sending)
    }

    /// A bundle as bytes.
    pub fn bundle(&mut self, from: usize, to: To) -> Vec<u8> {
        let stick = FaultyStick::new();
        let report = self.export(from, to, &stick).unwrap();
        assert_eq!(report.files.len(), 1);
        stick.content(&report.files[0]).unwrap()
    }

    pub fn to(&self, office: usize) -> To {
        To::Node(self.offices[office].log)
    }

    /// Reads a bundle's bytes.
    pub fn read(&mut self, at: usize, bytes: &[u8]) -> Result<Read, ExchangeError> {
        self.read_as(at, bytes, false, false)
    }

    pub fn read_as(
        &mut self,
        at: usize,
        bytes: &[u8],
        dry_run: bool,
        salvage: bool,
    ) -> Result<Read, ExchangeError> {
        let stick = FaultyStick::new();
        let path = PathBuf::from("BALAI/A.BLI");
        stick.place_file(&path, bytes);
        self.read_from(at, &stick, &path, dry_run, salvage)
    }

    pub fn read_from(
        &mut self,
        at: usize,
        stick: &FaultyStick,
        path: &Path,
        dry_run: bool,
        salvage: bool,
    ) -> Result<Read, ExchangeError> {
        let wall_ms = self.tick();
        let office = &mut self.offices[at];
        let mut reading = Reading {
            wall_ms,
            dry_run,
            salvage,
            progress: &mut |_, _| {},
        };
        match office
            .exchange
            .import_from(&mut office.book, stick, path, &mut reading)?
        {
            Came::Bundle(read) => Ok(*read),
            other => panic!("{other:?}"),
        }
    }

    /// From one office to another, nothing lost.
    pub fn carry(&mut self, from: usize, to: usize) -> Read {
        let target = self.to(to);
        let bytes = self.bundle(from, target);
        self.read(to, &bytes).unwrap()
    }

    /// Everybody tells the centre and hears of it, until nothing more is news.
    pub fn settle(&mut self) {
        for _ in 0..2 {
            for kiosk in 1..self.offices.len() {
                self.carry(kiosk, 0);
            }
            for kiosk in 1..self.offices.len() {
                self.carry(0, kiosk);
            }
        }
    }

    pub fn root(&mut self, office: usize) -> StateRoot {
        root(&mut self.offices[office].book)
    }

    pub fn assert_equal(&mut self) {
        let roots: Vec<StateRoot> = (0..self.offices.len()).map(|at| self.root(at)).collect();
        assert!(roots.windows(2).all(|pair| pair[0] == pair[1]), "{roots:?}");
    }
}

/// The hash of all that is true in a book.
pub fn root(book: &mut Book) -> StateRoot {
    let mut gather = Gather::default();
    let mut units: Vec<_> = book.units().iter().collect();
    units.sort_by_key(|(id, _)| **id);
    for (id, unit) in units {
        gather.unit(*id, unit);
    }
    let mut batches: Vec<BatchId> = book.heads().keys().copied().collect();
    batches.sort();
    for id in batches {
        let state = book.batch(id).unwrap().unwrap().clone();
        gather.batch(id, &state);
    }
    let mut people = Vec::new();
    book.each_person(|id, state| {
        people.push((id, state));
        true
    })
    .unwrap();
    people.sort_by_key(|(id, _)| *id);
    for (id, person) in people {
        gather.person(id, &person);
    }
    gather.finish()
}
