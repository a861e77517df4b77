//! The seat that was sold twice.

use crate::town::{self, FACILITATOR, MINUTE, Town, check_seats, number, standings};
use balai::domain::batch::{MeetingNo, Stage};
use balai::domain::id::{BatchId, PersonId, RegistrationId};
use balai::domain::receipt::{Promise, Receipt};
use balai::domain::registration::{CancelReason, State};
use proptest::prelude::*;
use std::collections::BTreeMap;

const CODES: [&str; 3] = ["A", "S", "P"];
const CROWD: usize = 9;

fn row(code: &str, seats: u32) -> String {
    let (course, from, to, admission) = match code {
        "A" => ("DASAR", "2026-11-30", "2026-12-02", "langsung"),
        "S" => ("LANJUT", "2026-12-14", "2026-12-15", "seleksi"),
        _ => ("BESAR", "2026-12-07", "2026-12-10", "langsung"),
    };
    let facilitator = number(FACILITATOR);
    format!("{code};{course};Selaras;R1;{from};{to};{seats};{admission};;;{facilitator}")
}

#[derive(Clone, Debug)]
enum Step {
    Register { who: usize, code: usize },
    Cancel { who: usize, code: usize },
    CancelFor { who: usize, code: usize },
    Replace { who: usize, code: usize, by: usize },
    Admit { who: usize, code: usize },
    Move { code: usize, to: usize },
    More { code: usize, seats: u32 },
    Come { who: usize, code: usize, meeting: u16 },
    NotCome { who: usize, code: usize, meeting: u16 },
    Past { who: usize, code: usize, status: usize },
    Reopen { orderly: bool },
    Settle,
    Clock { minutes: i64 },
}

fn step() -> impl Strategy<Value = Step> {
    let who = 0..CROWD;
    let code = prop_oneof![3 => Just(0usize), 2 => Just(1), 1 => Just(2)];
    prop_oneof![
        12 => (who.clone(), code.clone()).prop_map(|(who, code)| Step::Register { who, code }),
        5 => (who.clone(), code.clone()).prop_map(|(who, code)| Step::Cancel { who, code }),
        1 => (who.clone(), code.clone()).prop_map(|(who, code)| Step::CancelFor { who, code }),
        3 => (who.clone(), code.clone(), who.clone()).prop_map(|(who, code, by)| Step::Replace { who, code, by }),
        3 => (who.clone(), code.clone()).prop_map(|(who, code)| Step::Admit { who, code }),
        2 => (code.clone(), 0usize..7).prop_map(|(code, to)| Step::Move { code, to }),
        2 => (code.clone(), 1u32..3).prop_map(|(code, seats)| Step::More { code, seats }),
        4 => (who.clone(), code.clone(), 0u16..5).prop_map(|(who, code, meeting)| Step::Come { who, code, meeting }),
        1 => (who.clone(), code.clone(), 1u16..4).prop_map(|(who, code, meeting)| Step::NotCome { who, code, meeting }),
        3 => (who, code, 0usize..6).prop_map(|(who, code, status)| Step::Past { who, code, status }),
        1 => any::<bool>().prop_map(|orderly| Step::Reopen { orderly }),
        1 => Just(Step::Settle),
        2 => (-20i64..90).prop_map(|minutes| Step::Clock { minutes }),
    ]
}

/// What people have in their hands: the slip of each registration that was not given up.
type Slips = BTreeMap<RegistrationId, (Receipt, PersonId)>;

struct Run {
    town: Town,
    slips: Slips,
    seats: [u32; 3],
}

impl Run {
    fn new() -> Self {
        let seats = [2, 2, 1];
        let rows: Vec<String> = CODES
            .iter()
            .zip(seats)
            .map(|(code, seats)| row(code, seats))
            .collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let mut town = Town::with(&[]);
        // Made the week before, so that the first is open, and held from today on.
        town.batches(&rows);
        town.later(7 * town::DAY);
        Self {
            town,
            slips: Slips::new(),
            seats,
        }
    }

    /// The registration of somebody in a batch, as the screens see it.
    fn of(&mut self, who: usize, code: usize) -> Option<RegistrationId> {
        let (person, batch) = (self.town.person(who), BatchId::of_code(CODES[code]));
        let state = self.town.office.book_mut().batch(batch).unwrap()?;
        Some(state.reg_of(person)?.id(batch))
    }

    #[expect(clippy::too_many_lines, reason = "one arm a step")]
    fn go(mut self, step: &Step) -> Self {
        let officer = self.town.officer();
        match *step {
            Step::Register { who, code } => {
                let person = self.town.person(who);
                if let Ok(receipt) = self.town.register(who, CODES[code]) {
                    self.slips.insert(receipt.registration, (receipt, person));
                }
            }
            Step::Cancel { who, code } => {
                let person = self.town.person(who);
                if let Some(id) = self.of(who, code)
                    && self
                        .town
                        .office
                        .cancel_own(person, id, CancelReason::Duty)
                        .is_ok()
                {
                    self.slips.remove(&id);
                }
            }
            Step::CancelFor { who, code } => {
                if let Some(id) = self.of(who, code)
                    && self
                        .town
                        .office
                        .cancel_for(officer, BatchId::of_code(CODES[code]), id)
                        .is_ok()
                {
                    self.slips.remove(&id);
                }
            }
            Step::Replace { who, code, by } => {
                if let Some(id) = self.of(who, code)
                    && self
                        .town
                        .office
                        .replace(officer, BatchId::of_code(CODES[code]), id, &number(by))
                        .is_ok()
                {
                    self.slips.remove(&id);
                }
            }
            Step::Admit { who, code } => {
                if let Some(id) = self.of(who, code) {
                    let _ = self.town.office.admit(officer, BatchId::of_code(CODES[code]), id);
                }
            }
            Step::Move { code, to } => {
                let _ = self.town.stage(CODES[code], Stage::ALL[to]);
            }
            Step::More { code, seats } => {
                self.seats[code] += seats;
                let report = self.town.batches(&[&row(CODES[code], self.seats[code])]);
                assert!(report.written, "{:?}", report.faults);
            }
            Step::Come { who, code, meeting } => {
                let scanned = number(who);
                let batch = BatchId::of_code(CODES[code]);
                let staff = self.town.person(FACILITATOR);
                let _ = self
                    .town
                    .office
                    .mark_scan(staff, batch, MeetingNo(meeting), &scanned);
            }
            Step::NotCome { who, code, meeting } => {
                let staff = self.town.person(FACILITATOR);
                if let Some(id) = self.of(who, code) {
                    let batch = BatchId::of_code(CODES[code]);
                    let _ = self.town.office.undo_mark(staff, batch, MeetingNo(meeting), id);
                }
            }
            Step::Past { who, code, status } => {
                let word = [
                    "tercatat",
                    "cadangan",
                    "diterima",
                    "batal_peserta",
                    "hadir",
                    "lulus",
                ][status];
                let csv = format!(
                    "nip;kode_angkatan;status\n{};{};{word}\n",
                    number(who),
                    CODES[code]
                );
                if self.town.import(balai::intake::Kind::Registrations, &csv).written
                    && let Some(id) = self.of(who, code)
                {
                    // The organiser's file may take back what an earlier file of theirs said; a slip of this office
                    // was for what was asked here, which no file changes.
                    let state = standings(&mut self.town.office).unwrap()[&id].state;
                    assert!(
                        state.is_live() || !self.slips.contains_key(&id) || status == 3,
                        "a file took a slip's promise"
                    );
                    if !state.is_live() {
                        self.slips.remove(&id);
                    }
                }
            }
            Step::Reopen { orderly } => {
                let before = standings(&mut self.town.office).unwrap();
                self.town = self.town.reopen(orderly);
                assert_eq!(
                    before,
                    standings(&mut self.town.office).unwrap(),
                    "orderly: {orderly}"
                );
            }
            Step::Settle => self.town.office.settle().unwrap(),
            Step::Clock { minutes } => self.town.later(minutes * MINUTE),
        }
        self
    }

    /// Every slip that was given and not given up is still true.
    fn check_slips(&mut self) {
        let all = standings(&mut self.town.office).unwrap();
        for (id, (slip, person)) in &mut self.slips {
            let found = self.town.office.by_code(slip.code, slip.batch).unwrap();
            assert_eq!(
                found,
                Some((slip.batch, *person)),
                "the code of a slip is not found"
            );
            let standing = &all[id];
            let now = self.town.office.own_receipt(*person, *id).unwrap();
            assert_eq!((now.code, now.recorded), (slip.code, slip.recorded));
            match (slip.promise, now.promise) {
                (Promise::Seat(then), Promise::Seat(now)) => {
                    assert_eq!(then, now, "a promised seat became another");
                    assert_eq!(standing.ticket, Some(now.0));
                    assert!(standing.state.holds_seat());
                }
                (Promise::Waiting { place: then }, Promise::Waiting { place: now }) => {
                    assert!(now <= then, "somebody came before a place that was told");
                }
                (Promise::Waiting { .. } | Promise::Wish, Promise::Seat(_))
                | (Promise::Wish, Promise::Wish) => {}
                (then, now) => {
                    // Who came without a seat, or whose batch ended, is told what happened instead.
                    assert!(
                        !standing.state.is_ahead(),
                        "{then:?} became {now:?}, {:?}",
                        standing.state
                    );
                }
            }
            *slip = now;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: std::env::var("BALAI_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(24),
        failure_persistence: None,
        max_shrink_iters: 300,
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_seat_is_never_sold_twice_whatever_people_do(steps in proptest::collection::vec(step(), 1..60)) {
        let mut run = Run::new();
        for step in &steps {
            run = run.go(step);
            check_seats(&mut run.town.office);
            run.check_slips();
        }
        town::assert_whole(&mut run.town.office);
        for orderly in [true, false] {
            run = run.go(&Step::Reopen { orderly });
            check_seats(&mut run.town.office);
            town::assert_whole(&mut run.town.office);
        }
        run.check_slips();
    }
}

#[test]
fn a_file_that_cancels_gives_the_seat_to_whoever_waits() {
    let mut town = Town::new();
    let csv = |status: &str| format!("nip;kode_angkatan;status\n{};A;{status}\n", number(0));
    town::good(
        &mut town.office,
        balai::intake::Kind::Registrations,
        &csv("diterima"),
    );
    town.register(1, "A").unwrap();
    assert_eq!(
        town.register(2, "A").unwrap().promise,
        Promise::Waiting { place: 1 }
    );
    town::good(
        &mut town.office,
        balai::intake::Kind::Registrations,
        &csv("batal_peserta"),
    );
    check_seats(&mut town.office);
    assert!(matches!(town.register(2, "A").unwrap().promise, Promise::Seat(_)));
}

#[test]
fn who_waits_by_a_file_has_the_seat_that_is_free() {
    let mut town = Town::new();
    let csv = format!("nip;kode_angkatan;status\n{};A;cadangan\n", number(0));
    town::good(&mut town.office, balai::intake::Kind::Registrations, &csv);
    check_seats(&mut town.office);
}

#[test]
fn a_file_does_not_take_a_seat_for_somebody_who_cancelled_here() {
    let mut town = Town::new();
    let csv = |status: &str| format!("nip;kode_angkatan;status\n{};A;{status}\n", number(0));
    town::good(
        &mut town.office,
        balai::intake::Kind::Registrations,
        &csv("diterima"),
    );
    let person = town.person(0);
    let id = town.register(0, "A").unwrap().registration;
    town.office.cancel_own(person, id, CancelReason::Duty).unwrap();
    town::good(
        &mut town.office,
        balai::intake::Kind::Registrations,
        &csv("hadir"),
    );
    check_seats(&mut town.office);
    assert_eq!(standings(&mut town.office).unwrap()[&id].state, State::Cancelled);
    assert_eq!(town.office.book_mut().heads()[&BatchId::of_code("A")].free(), 2);
}
