//! What goes wrong between a centre and its offices: seats that are shared, promises that nobody has seen, reasons that
//! name the wrong office, clocks that nobody should have believed.

use crate::town::{self, DAY, MINUTE, START, Town, number, refusal};
use balai::domain::batch::MeetingNo;
use balai::domain::day::Moment;
use balai::domain::id::{BatchId, PersonId};
use balai::domain::receipt::{Cause, Change, ChangeKind, Promise};
use balai::domain::refusal::Refusal;
use balai::domain::registration::CancelReason;
use balai::domain::text::{Text, limit};
use balai::exchange::plan::To;
use balai::exchange::trust::invite::Proof;
use balai::exchange::trust::{letter, org};
use balai::ledger::id::LogId;
use balai::report::slip;
use balai::service::hub::Wish;
use balai::service::pin::Cost;
use balai::service::{Answer, Clock, Office};
use balai::state::card::Mark;
use balai::state::sync::MatterKind;
use balai::store::files::RealFiles;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tempfile::TempDir;

fn text(text: &str) -> Text {
    Text::read(text, limit::NAME).unwrap()
}

/// An office with a clock of its own.
struct Place {
    office: Office,
    log: LogId,
    now: Arc<AtomicI64>,
    _dir: TempDir,
}

fn own_clock() -> (Clock, Arc<AtomicI64>) {
    let now = Arc::new(AtomicI64::new(START));
    let shared = Arc::clone(&now);
    (Arc::new(move || Moment(shared.load(Ordering::Relaxed))), now)
}

/// A centre with courses and people, and offices that have joined; what they exchange lies in one folder.
struct City {
    places: Vec<Place>,
    stick: TempDir,
}

impl City {
    fn new(names: &[&str], batches: &[&str]) -> Self {
        let dir = town::scratch();
        let (clock, now) = own_clock();
        let mut office = Office::create(dir.path(), "BKPSDM", clock).unwrap();
        town::furnish(&mut office, batches);
        let founded = office.found(&text("Kota Selaras")).unwrap();
        let root = org::kept_seed(&RealFiles, dir.path()).unwrap().unwrap();
        let words: Vec<String> = root.words().iter().map(ToString::to_string).collect();
        let asked = founded.asked.iter().map(|at| words[usize::from(*at) - 1].clone());
        office.confirm_sheet(&asked.collect::<Vec<_>>()).unwrap();
        let log = office.book_mut().log_id();
        let mut city = Self {
            places: vec![Place {
                office,
                log,
                now,
                _dir: dir,
            }],
            stick: town::scratch(),
        };
        for name in names {
            city.join(name);
        }
        city
    }

    fn join(&mut self, name: &str) {
        let office = text(name);
        let wish = Wish {
            office: &office,
            units: &[],
            duties: 7,
            with_secret: true,
        };
        let invited = self.hub().invite(&wish).unwrap();
        let dir = town::scratch();
        let (clock, now) = own_clock();
        let proof = Proof::Secret(invited.secret.as_ref().unwrap());
        let (mut kiosk, asked) =
            Office::join(Arc::new(RealFiles), dir.path(), &invited.file, proof, clock).unwrap();
        kiosk.set_cost(Cost::LIGHT);
        let request = letter::read(&asked.file).unwrap();
        self.hub().take_request(&request).unwrap();
        let log = asked.log;
        self.places.push(Place {
            office: kiosk,
            log,
            now,
            _dir: dir,
        });
        self.carry(0, self.places.len() - 1);
    }

    fn hub(&mut self) -> &mut Office {
        &mut self.places[0].office
    }

    fn at(&mut self, at: usize) -> &mut Office {
        &mut self.places[at].office
    }

    /// A bundle from one office to another.
    fn carry(&mut self, from: usize, to: usize) {
        let target = self.places[to].log;
        let folder = self.stick.path().to_owned();
        let written = self.places[from]
            .office
            .export_to_path(To::Node(target), &folder, &mut |_, _| {})
            .unwrap();
        for file in &written.files {
            let file = folder.join(file);
            self.at(to).import_bundle(&file, false, &mut |_, _| {}).unwrap();
        }
    }

    fn person(&mut self, who: usize) -> PersonId {
        town::person(self.hub(), &number(who))
    }

    fn register(&mut self, at: usize, who: usize, code: &str) -> Answer<balai::domain::receipt::Receipt> {
        let person = self.person(who);
        self.at(at)
            .register(person, BatchId::of_code(code), true, Some(person))
    }

    fn why(&mut self, at: usize, who: usize, code: &str) -> Option<Change> {
        self.register(at, who, code).unwrap().change
    }

    fn give(&mut self, to: usize, code: &str, count: u32) {
        let log = self.places[to].log;
        self.hub()
            .give_seats(None, BatchId::of_code(code), log, count)
            .unwrap();
        self.carry(0, to);
    }
}

const LONG_AGO: &str = "L;DASAR;Selaras;R1;2026-12-01;2026-12-03;20;langsung;;;";
const OPEN: &str = "A;DASAR;Selaras;R1;2026-12-07;2026-12-09;20;langsung;;;";
const TIGHT: &str = "T;DASAR;Selaras;R1;2026-12-14;2026-12-16;1;langsung;;;";

#[test]
fn seats_are_shared_by_past_demand_and_what_was_shown_is_what_moves() {
    let mut city = City::new(&["Dinas Kesehatan", "Dinas Pendidikan"], &[LONG_AGO, OPEN]);
    // The past: five people wanted this course at the first office, one at the second.
    for who in 0..5 {
        city.register(1, who, "L").unwrap();
    }
    city.register(2, 6, "L").unwrap();
    for at in [1, 2] {
        city.carry(at, 0);
    }
    let batch = BatchId::of_code("A");
    let plan = city.hub().plan_share(batch).unwrap();
    assert_eq!(plan.reserve, 5, "a quarter stays at the centre");
    let gives: Vec<(LogId, u32, u32)> = plan
        .steps
        .iter()
        .map(|step| (step.log, step.gives, step.recalls))
        .collect();
    let (first, second) = (city.places[1].log, city.places[2].log);
    // Fifteen seats by five to one.
    assert_eq!(gives, [(first, 13, 0), (second, 2, 0)], "{plan:?}");
    let line = city.hub().seat_line(batch).unwrap();
    let own = line.shares.iter().find(|share| share.own).unwrap();
    assert_eq!(own.proposed, 5, "the centre's part is its reserve");
    assert_eq!(city.hub().share_seats(None, batch).unwrap(), plan);
    let line = city.hub().seat_line(batch).unwrap();
    let owned: Vec<u32> = line.shares.iter().map(|share| share.owned).collect();
    assert_eq!(owned, [5, 13, 2]);
    assert!(
        line.plan.steps.is_empty(),
        "done twice, nothing moves: {:?}",
        line.plan
    );
    // Demand turns: what the first office has too much is asked for, exactly as it is shown.
    for who in 7..22 {
        city.register(2, who, "L").unwrap();
    }
    city.carry(2, 0);
    let plan = city.hub().plan_share(batch).unwrap();
    let step = plan.steps.iter().find(|step| step.log == first).unwrap();
    assert!(step.recalls > 0 && step.keep == 13 - step.recalls, "{plan:?}");
    assert_eq!(city.hub().share_seats(None, batch).unwrap(), plan);
    city.carry(0, 1);
    city.carry(1, 0);
    let line = city.hub().seat_line(batch).unwrap();
    let theirs = line.shares.iter().find(|share| share.log == first).unwrap();
    assert_eq!(theirs.owned, step.keep, "what was asked for has come back");
}

#[test]
fn a_reason_names_the_office_that_is_the_cause_and_nothing_comes_back_that_was_never_away() {
    let mut city = City::new(&["Dinas Kesehatan"], &[TIGHT, OPEN]);
    let batch = BatchId::of_code("A");
    let waits = |city: &mut City, at: usize, who: usize, code: &str| {
        let receipt = city.register(at, who, code).unwrap();
        assert!(matches!(receipt.promise, Promise::Waiting { .. }), "{receipt:?}");
    };
    // A first allotment is given; it does not come back.
    waits(&mut city, 1, 0, "A");
    city.give(1, "A", 3);
    let why = city.why(1, 0, "A").unwrap();
    assert_eq!(
        (why.kind, why.cause, why.seats, why.office.as_str()),
        (ChangeKind::Promoted, Cause::Given, 3, "Kota Selaras")
    );
    // The centre calls itself as everybody calls it, and does not thank the office that only asked.
    waits(&mut city, 1, 1, "T");
    city.carry(1, 0);
    let why = city.why(0, 1, "T").unwrap();
    assert_eq!(
        (why.cause, why.seats, why.office.as_str()),
        (Cause::Freed, 0, "Kota Selaras")
    );
    // What the office promised itself did not come back, though it returns seats in the same bundle.
    city.give(1, "A", 17);
    waits(&mut city, 0, 3, "A");
    city.carry(0, 1);
    city.at(1).return_seats(None, Some(batch)).unwrap();
    city.carry(1, 0);
    let why = city.why(0, 3, "A").unwrap();
    assert_eq!(
        (why.kind, why.cause, why.seats, why.office.as_str()),
        (ChangeKind::Promoted, Cause::Freed, 0, "Dinas Kesehatan")
    );
    // Seats that do come back say so.
    let log = city.places[0].log;
    let line = city.hub().seat_line(batch).unwrap();
    let here = line.shares.iter().find(|share| share.log == log).unwrap();
    city.give(1, "A", here.free());
    waits(&mut city, 0, 4, "A");
    let back = city.at(1).return_seats(None, Some(batch)).unwrap();
    city.carry(1, 0);
    let why = city.why(0, 4, "A").unwrap();
    assert_eq!(
        (why.cause, why.seats, why.office.as_str()),
        (Cause::Back, back, "Dinas Kesehatan")
    );
    assert!(why.bundle.is_some());
}

#[test]
fn whoever_moves_up_or_is_cancelled_at_the_same_office_reads_why() {
    let mut town = Town::with(&["A;DASAR;Selaras;R1;2026-12-07;2026-12-09;1;langsung;;;"]);
    let batch = BatchId::of_code("A");
    let first = town.register(0, "A").unwrap().registration;
    town.register(1, "A").unwrap();
    town.register(2, "A").unwrap();
    let (one, officer) = (town.person(0), town.officer());
    town.office.cancel_own(one, first, CancelReason::Duty).unwrap();
    let moved = town.register(1, "A").unwrap();
    let why = moved.change.clone().expect("a reason for the promotion");
    assert_eq!((why.kind, why.bundle.as_deref()), (ChangeKind::Promoted, None));
    assert!(slip::receipt("Balai", &moved).contains("Sebab"));
    // Nobody is told that they cancelled themselves.
    let line = &town.office.trainings(one, None).unwrap().past;
    assert!(line.iter().all(|line| line.change.is_none()));
    // An officer's word is not theirs.
    town.office
        .cancel_for(officer, batch, moved.registration)
        .unwrap();
    let person = town.person(1);
    let kind = |town: &mut Town, person| {
        let all = town.office.trainings(person, None).unwrap();
        let mut lines = all.ahead.into_iter().chain(all.past);
        lines.find_map(|line| line.change).map(|change| change.kind)
    };
    assert_eq!(kind(&mut town, person), Some(ChangeKind::Cancelled));
    assert_eq!(
        town.register(2, "A").unwrap().change.map(|why| why.kind),
        Some(ChangeKind::Promoted)
    );
    // The room grows for whoever waits, and shrinks for whoever came last.
    assert!(
        town.register(1, "A").unwrap().change.is_none(),
        "a new registration has no past"
    );
    town.office.set_capacity(None, batch, 2, false).unwrap();
    assert_eq!(kind(&mut town, person), Some(ChangeKind::Promoted));
    town.office.set_capacity(None, batch, 1, true).unwrap();
    assert_eq!(kind(&mut town, person), Some(ChangeKind::Bumped));
    let matters = town.office.matters().unwrap();
    assert!(matters.iter().any(|matter| matter.kind == MatterKind::Bumped));
}

#[test]
fn a_shrunken_room_is_forced_with_every_unseen_promise_counted_even_where_nobody_is_known_to_lose() {
    let mut city = City::new(&["Dinas Kesehatan", "Dinas Pendidikan"], &[OPEN]);
    city.give(1, "A", 12);
    city.give(2, "A", 4);
    let batch = BatchId::of_code("A");
    // The second office is gone for good; the first cannot be reached and sells on.
    let second = city.places[2].log;
    city.hub().end_node(second, 2).unwrap();
    city.register(1, 0, "A").unwrap();
    let plan = city.hub().plan_capacity(batch, 2).unwrap();
    assert_eq!(
        (plan.taken_out, plan.recalled, plan.idle, plan.beyond),
        (4, 12, 2, 0)
    );
    assert_eq!((plan.unseen, plan.losing.len()), (14, 0), "{plan:?}");
    assert!(plan.can_force(), "an office that nobody reaches blocks no room");
    city.hub().set_capacity(None, batch, 2, true).unwrap();
    assert_eq!(city.hub().seat_line(batch).unwrap().tickets, 2);
    city.carry(1, 0);
    let line = city.hub().seat_line(batch).unwrap();
    assert!(line.tickets <= 2, "{line:?}");
}

#[test]
fn a_clock_in_2099_or_1970_empties_no_list() {
    for wrong in [START + 73 * 365 * DAY, 0] {
        let mut town = Town::with(&[]);
        // Made the week before, so that it is open, and held from today on.
        let teacher = number(town::FACILITATOR);
        town.batches(&[
            &format!("A;DASAR;Selaras;R1;2026-11-30;2026-12-02;5;langsung;;;{teacher}"),
            "W;LANJUT;Selaras;R1;2026-12-17;2026-12-18;9;langsung;;;",
        ]);
        town.later(7 * DAY);
        let batch = BatchId::of_code("A");
        town.register(0, "A").unwrap();
        town.set_clock(wrong);
        let shown = town.office.catalogue().unwrap();
        let batches: usize = shown.courses.iter().map(|course| course.batches.len()).sum();
        assert_eq!(batches, 2, "the catalogue at {wrong}");
        assert!(matches!(town.register(1, "A").unwrap().promise, Promise::Seat(_)));
        let (officer, staff) = (town.officer(), town.person(town::FACILITATOR));
        assert_eq!(town.office.staff_batches(officer).unwrap().len(), 2);
        let teaching = town.office.staff_batches(staff).unwrap();
        assert_eq!(
            (teaching.len(), teaching[0].today),
            (1, Some(MeetingNo(1))),
            "the meeting of today at {wrong}"
        );
        let sheet = town.office.attendance(staff, batch, None).unwrap();
        assert_eq!(sheet.meeting, MeetingNo(1));
        let mark = town
            .office
            .mark_scan(staff, batch, MeetingNo(1), &number(0))
            .unwrap();
        assert!(
            matches!(mark, Mark::Present { line } if line.unsure),
            "the time of a mark is uncertain"
        );
        assert_eq!(town.office.seat_board().unwrap().lines.len(), 2);
        assert_eq!(town.office.sync_home().unwrap().free_seats, 12);
        assert_eq!(town.office.trainings(officer, None).unwrap().year, 2026);
        town.office.begin_day().unwrap();
        assert!(
            town.office.book_mut().last_moment().0 < START + 8 * DAY,
            "nothing of {wrong} is in the ledger"
        );
    }
}

#[test]
fn an_uncertain_time_is_said_at_every_office_that_reads_of_it_and_an_innocent_one_nowhere() {
    let mut city = City::new(&["Dinas Kesehatan"], &[OPEN]);
    city.give(1, "A", 4);
    city.register(1, 0, "A").unwrap();
    city.places[1].now.store(0, Ordering::Relaxed);
    let unsure = city.register(1, 1, "A").unwrap();
    assert!(unsure.uncertain);
    city.places[1].now.store(START + 10 * MINUTE, Ordering::Relaxed);
    city.register(1, 2, "A").unwrap();
    city.carry(1, 0);
    for (who, wanted) in [(0, false), (1, true), (2, false)] {
        for at in [0, 1] {
            let receipt = city.register(at, who, "A").unwrap();
            assert_eq!(receipt.uncertain, wanted, "person {who} at office {at}");
        }
    }
    let officer = city.person(town::OFFICER);
    let lines = city.hub().participants(officer, BatchId::of_code("A")).unwrap();
    assert_eq!(lines.iter().filter(|line| line.unsure).count(), 1);
    let person = city.person(1);
    let line = &city.hub().trainings(person, None).unwrap().ahead[0];
    assert!(line.unsure);
}

#[test]
fn an_office_is_told_to_give_back_in_time_and_never_by_a_doubtful_clock() {
    let mut city = City::new(&["Dinas Kesehatan"], &[OPEN]);
    city.give(1, "A", 4);
    let batch = BatchId::of_code("A");
    let surplus = |city: &mut City| city.at(1).seat_line(batch).unwrap().surplus;
    assert_eq!(surplus(&mut city), 0, "two weeks before");
    city.places[1].now.store(START + 11 * DAY, Ordering::Relaxed);
    assert_eq!(surplus(&mut city), 4, "three days before");
    city.places[1].now.store(START + 800 * DAY, Ordering::Relaxed);
    assert_eq!(surplus(&mut city), 0, "nobody knows the day");
    city.at(1).begin_day().unwrap();
    let line = city.at(1).seat_line(batch).unwrap();
    assert!(
        line.shares.iter().any(|share| share.own && share.owned == 4),
        "nothing went by itself"
    );
}

#[test]
fn nobody_is_let_in_by_digits_that_were_not_read_out() {
    let mut city = City::new(&[], &[OPEN]);
    let office = text("Dinas Kesehatan");
    let wish = Wish {
        office: &office,
        units: &[],
        duties: 7,
        with_secret: false,
    };
    let invited = city.hub().invite(&wish).unwrap();
    let dir = town::scratch();
    let (clock, _) = own_clock();
    let proof = Proof::Fingerprint(&invited.fingerprint);
    let (_kiosk, asked) = Office::join(Arc::new(RealFiles), dir.path(), &invited.file, proof, clock).unwrap();
    let request = letter::read(&asked.file).unwrap();
    city.hub().take_request(&request).unwrap();
    for wrong in ["", "000000 000000 000000 000000"] {
        assert_eq!(
            refusal(city.hub().accept_node(asked.log, wrong)),
            Refusal::OtherFingerprint
        );
    }
    assert!(city.hub().book_mut().roll().node(asked.log).is_none());
    let digits = asked.fingerprint.unwrap();
    city.hub().accept_node(asked.log, &digits).unwrap();
    assert!(city.hub().book_mut().roll().is_open(asked.log));
}
