//! The centre that was lost with its machine: made again from paper, what the offices have is heard, and no seat is
//! sold twice on the way.

use crate::town::{OFFICER, clock, furnish, number, person, scratch, standings};
use balai::domain::id::{BatchId, RegistrationId};
use balai::domain::refusal::{BundleFault, Refusal};
use balai::domain::registration::State;
use balai::domain::text::{Text, limit};
use balai::exchange::plan::To;
use balai::exchange::trust::invite::Proof;
use balai::exchange::trust::{letter, org};
use balai::ledger::id::LogId;
use balai::service::hub::Wish;
use balai::service::{Answer, Clock, Denied, Office};
use balai::state::sync::BundleReport;
use balai::store::files::RealFiles;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;

const OLD: LogId = LogId::new(1, 1);
const NEW: LogId = LogId::new(1, 2);

fn text(text: &str) -> Text {
    Text::read(text, limit::NAME).unwrap()
}

struct Place {
    dir: TempDir,
    office: Office,
}

/// A centre, two offices that it let in, and the words of its sheet.
struct City {
    clock: Clock,
    words: String,
    places: Vec<Place>,
    stick: TempDir,
}

impl City {
    fn new() -> Self {
        let dir = scratch();
        let (clock, _) = clock();
        let mut office = Office::create(dir.path(), "BKPSDM", Arc::clone(&clock)).unwrap();
        furnish(
            &mut office,
            &[
                "A;DASAR;Selaras;R1;2026-12-07;2026-12-09;6;langsung;;;",
                "S;DASAR;Selaras;R1;2026-12-14;2026-12-15;6;seleksi;;;",
            ],
        );
        let founded = office.found(&text("Kota Selaras")).unwrap();
        let root = org::kept_seed(&RealFiles, dir.path()).unwrap().unwrap();
        let words: Vec<String> = root.words().iter().map(str::to_owned).collect();
        let typed: Vec<String> = founded
            .asked
            .iter()
            .map(|place| words[usize::from(*place) - 1].clone())
            .collect();
        office.confirm_sheet(&typed).unwrap();
        let mut city = Self {
            clock,
            words: words.join(" "),
            places: vec![Place { dir, office }],
            stick: scratch(),
        };
        for name in ["Dinas Kesehatan", "Dinas Pendidikan"] {
            city.join(name);
        }
        city
    }

    fn join(&mut self, name: &str) {
        let name = text(name);
        let wish = Wish {
            office: &name,
            units: &[],
            duties: 7,
            with_secret: true,
        };
        let invited = self.places[0].office.invite(&wish).unwrap();
        let dir = scratch();
        let proof = Proof::Secret(invited.secret.as_ref().unwrap());
        let clock = Arc::clone(&self.clock);
        let (office, asked) =
            Office::join(Arc::new(RealFiles), dir.path(), &invited.file, proof, clock).unwrap();
        let request = letter::read(&asked.file).unwrap();
        self.places[0].office.take_request(&request).unwrap();
        self.places.push(Place { dir, office });
    }

    fn log(&mut self, at: usize) -> LogId {
        self.places[at].office.book_mut().log_id()
    }

    fn write(&mut self, from: usize, to: To) -> Answer<PathBuf> {
        let stick = self.stick.path().to_owned();
        let written = self.places[from]
            .office
            .export_to_path(to, &stick, &mut |_, _| {})?;
        Ok(stick.join(&written.files[0]))
    }

    fn read(&mut self, at: usize, file: &Path) -> Answer<BundleReport> {
        let office = &mut self.places[at].office;
        let preview = office.preview_bundle(file, &mut |_, _| {})?;
        let read = office.import_bundle(file, false, &mut |_, _| {})?;
        assert_eq!(preview.from, read.from, "the preview names another office");
        Ok(read)
    }

    /// From one office to another; what the preview refuses is no accident of the real thing.
    fn carry(&mut self, from: usize, to: usize) -> BundleReport {
        let target = To::Node(self.log(to));
        let file = self.write(from, target).unwrap();
        self.read(to, &file).unwrap()
    }

    /// The centre's machine is gone; a new one is made from the words and an office's file.
    fn lose_and_recover(&mut self) {
        drop(self.places.remove(0));
        let known = std::fs::read(self.places[0].dir.path().join(org::FILE)).unwrap();
        let dir = scratch();
        let clock = Arc::clone(&self.clock);
        let (office, _) =
            Office::recover(Arc::new(RealFiles), dir.path(), &self.words, &known, clock).unwrap();
        self.places.insert(0, Place { dir, office });
    }

    fn learn(&mut self, at: usize) {
        let file = std::fs::read(self.places[0].dir.path().join(org::FILE)).unwrap();
        assert_eq!(self.places[at].office.learn_centres(&file).unwrap(), 1);
    }

    fn register(&mut self, at: usize, who: usize) {
        let office = &mut self.places[at].office;
        let somebody = person(office, &number(who));
        office
            .register(somebody, BatchId::of_code("A"), true, Some(somebody))
            .unwrap();
    }

    fn seats(&mut self, at: usize, log: LogId) -> u32 {
        self.places[at].office.book_mut().heads()[&BatchId::of_code("A")].free_of(log)
    }
}

fn refused<T: std::fmt::Debug>(answer: Answer<T>) -> Refusal {
    match answer {
        Err(Denied::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

#[test]
fn a_centre_made_again_hears_its_offices_and_sells_no_seat_before_all_know_it() {
    let mut city = City::new();
    let batch = BatchId::of_code("A");
    let (health, school) = (city.log(1), city.log(2));
    city.places[0].office.give_seats(None, batch, health, 2).unwrap();
    city.places[0].office.give_seats(None, batch, school, 2).unwrap();
    for at in [1, 2] {
        city.carry(0, at);
        city.carry(at, 0);
    }
    // A promise that the centre never heard of.
    city.register(1, 0);
    city.lose_and_recover();
    assert_eq!(city.log(0), NEW);

    // Nobody is known at first, and that is what is said.
    assert_eq!(refused(city.write(0, To::All)), Refusal::NobodyElse);
    city.learn(1);
    let first = city.carry(1, 0);
    assert_eq!(first.from, "Dinas Kesehatan");
    assert!(first.matters.is_empty(), "{:?}", first.matters);
    let all = standings(&mut city.places[0].office).unwrap();
    assert!(all.values().any(|standing| standing.state == State::Confirmed));

    // The other office is not heard of yet: seats of before are frozen, with a sentence of their own.
    let centre = |city: &mut City, what: fn(&mut Office, BatchId, LogId) -> Answer<()>| {
        refused(what(&mut city.places[0].office, BatchId::of_code("A"), OLD))
    };
    assert_eq!(
        centre(&mut city, |office, batch, _| office
            .set_capacity(None, batch, 9, false)
            .map(drop)),
        Refusal::Handover
    );
    assert_eq!(
        centre(&mut city, |office, batch, old| office
            .take_seats(None, batch, old)
            .map(drop)),
        Refusal::Handover
    );
    assert_eq!(
        centre(&mut city, |office, batch, _| office.give_seats(
            None,
            batch,
            LogId::new(2, 1),
            1
        )),
        Refusal::Handover
    );

    city.learn(2);
    city.carry(2, 0);
    assert!(city.places[0].office.handover().is_some());
    for at in [1, 2] {
        city.carry(0, at);
        city.carry(at, 0);
    }
    assert!(
        city.places[0].office.handover().is_none(),
        "the change is not over"
    );

    // The former centre's two free seats are the new one's, and new ones can be made and given.
    assert_eq!(city.places[0].office.take_seats(None, batch, OLD).unwrap(), 2);
    city.places[0].office.set_capacity(None, batch, 8, false).unwrap();
    assert_eq!(city.seats(0, NEW), 4);
    city.places[0].office.give_seats(None, batch, school, 1).unwrap();
    for at in [1, 2, 1, 2] {
        city.carry(at, 0);
        city.carry(0, at);
    }
    assert_eq!(city.seats(2, school), 3);
    let all: Vec<_> = (0..3)
        .map(|at| standings(&mut city.places[at].office).unwrap())
        .collect();
    assert!(all.windows(2).all(|pair| pair[0] == pair[1]), "{all:?}");
    // Names came back from the offices too.
    let officer = number(OFFICER);
    assert!(
        city.places[0]
            .office
            .book_mut()
            .person_of(
                balai::domain::number::Number::read(
                    &officer,
                    balai::domain::day::Day::of(2026, 11, 23).unwrap().date()
                )
                .unwrap()
                .number
            )
            .unwrap()
            .is_some()
    );
}

#[test]
fn an_office_that_the_former_centre_never_let_in_stays_a_stranger_to_the_new_one() {
    let mut city = City::new();
    for at in [1, 2] {
        city.carry(0, at);
    }
    city.lose_and_recover();
    // It knows the new centre by its file, and its own centre's word on it is another organisation's.
    let mut other = City::new();
    other.carry(0, 1);
    let target = other.log(0);
    let file = other.write(1, To::Node(target)).unwrap();
    let read = city.places[0].office.import_bundle(&file, false, &mut |_, _| {});
    assert!(
        matches!(
            refused(read),
            Refusal::Bundle(BundleFault::UnknownOffice | BundleFault::ForOthers)
        ),
        "somebody else's office was let in"
    );
}

#[test]
fn a_kiosk_that_owns_seats_admits_nobody_to_a_batch_that_selects() {
    let mut city = City::new();
    let batch = BatchId::of_code("S");
    let health = city.log(1);
    city.places[0].office.give_seats(None, batch, health, 2).unwrap();
    city.carry(0, 1);
    let wish = |office: &mut Office| {
        let somebody = person(office, &number(1));
        office.register(somebody, batch, true, Some(somebody)).unwrap();
        RegistrationId::of(batch, somebody, 1)
    };
    let id = wish(&mut city.places[1].office);
    let officer = person(&mut city.places[1].office, &number(OFFICER));
    let before = city.places[1].office.book_mut().operations();
    let answer = city.places[1].office.admit(officer, batch, id);
    assert_eq!(refused(answer), Refusal::CentreOnly);
    assert_eq!(city.places[1].office.book_mut().operations(), before);
    city.carry(1, 0);
    city.places[0].office.admit(officer, batch, id).unwrap();
    city.carry(0, 1);
    let all = standings(&mut city.places[1].office).unwrap();
    assert_eq!(all[&id].state, State::Confirmed);
}
