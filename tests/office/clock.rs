//! The clock that nobody should have believed; the office that stopped because of a battery.

use crate::town::{DAY, MINUTE, START, Town, refusal};
use balai::domain::batch::Stage;
use balai::domain::clock::{ClockState, Doubt};
use balai::domain::receipt::Promise;
use balai::domain::refusal::Refusal;
use balai::report::slip;
use balai::service::clock::Steady;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

const OPEN: &str = "A;DASAR;Selaras;R1;2026-12-07;2026-12-09;9;langsung;;;";
const WINDOWED: &str = "W;DASAR;Selaras;R1;2026-12-17;2026-12-18;9;langsung;2026-11-01;2026-11-30;";

fn running(town: &mut Town) -> Arc<AtomicU64> {
    let steady = Arc::new(AtomicU64::new(1_000));
    let shared = Arc::clone(&steady);
    let clock: Steady = Arc::new(move || shared.load(Ordering::Relaxed));
    town.office.set_steady(clock);
    assert!(town.office.look_at_clock().is_sure());
    steady
}

#[test]
fn a_dead_battery_stops_no_registration_but_the_slip_says_that_the_time_is_uncertain() {
    let mut town = Town::with(&[OPEN]);
    let before = town.register(0, "A").unwrap();
    assert!(!before.uncertain && !slip::receipt("Balai", &before).contains("belum pasti"));
    town.set_clock(0);
    assert_eq!(
        town.office.clock_state(),
        ClockState::Doubtful(Doubt::BeforeBuild)
    );
    let receipt = town.register(1, "A").unwrap();
    assert!(matches!(receipt.promise, Promise::Seat(_)));
    assert!(receipt.uncertain);
    assert!(slip::receipt("Balai", &receipt).contains("(jam kios belum pasti)"));
    town.set_clock(START + DAY);
    let after = town.register(2, "A").unwrap();
    assert!(!after.uncertain);
    // What was written in doubt stays so, over a restart too.
    let mut town = town.reopen(false);
    assert!(town.register(1, "A").unwrap().uncertain);
    assert!(!town.register(0, "A").unwrap().uncertain);
    assert!(!town.register(2, "A").unwrap().uncertain);
}

#[test]
fn whether_a_window_is_open_waits_for_an_officer_while_the_date_is_doubtful() {
    let mut town = Town::with(&[OPEN, WINDOWED]);
    town.register(0, "W").unwrap();
    let far = START + 73 * 365 * DAY;
    town.set_clock(far);
    assert_eq!(refusal(town.register(1, "W")), Refusal::ClockUntrusted);
    assert!(
        town.register(1, "A").is_ok(),
        "a stage that a human opened is no matter of the date"
    );
    // Set right again, it is believed: nothing of 2099 has reached the ledger.
    town.set_clock(START + MINUTE);
    assert!(town.register(2, "W").is_ok());
    assert!(town.office.book_mut().last_moment().0 < START + DAY);
    // An officer confirms 2099 by mistake: from now on its stamps are in the ledger.
    town.set_clock(far);
    let officer = town.officer();
    town.office.confirm_clock(officer).unwrap();
    town.stage("A", Stage::Ready).unwrap();
    town.set_clock(START + 2 * MINUTE);
    let mut town = town.reopen(false);
    assert_eq!(refusal(town.register(4, "W")), Refusal::ClockUntrusted);
    let (officer, somebody) = (town.officer(), town.person(3));
    assert_eq!(refusal(town.office.confirm_clock(somebody)), Refusal::NotAllowed);
    town.office.confirm_clock(officer).unwrap();
    assert!(town.register(4, "W").is_ok());
    let mut town = town.reopen(false);
    assert!(
        town.register(3, "W").is_ok(),
        "confirmed once is confirmed after a restart"
    );
    town.set_clock(START + 20 * DAY);
    assert!(matches!(refusal(town.register(5, "W")), Refusal::Concerns(_)));
}

#[test]
fn nobody_confirms_the_year_1970() {
    let mut town = Town::with(&[WINDOWED]);
    town.set_clock(0);
    let officer = town.officer();
    assert_eq!(
        refusal(town.office.confirm_clock(officer)),
        Refusal::ClockUntrusted
    );
    assert_eq!(refusal(town.register(0, "W")), Refusal::ClockUntrusted);
}

#[test]
fn a_jump_while_the_kiosk_runs_is_noticed_and_not_forgotten_by_pulling_the_plug() {
    let mut town = Town::with(&[WINDOWED]);
    let steady = running(&mut town);
    town.register(0, "W").unwrap();
    steady.fetch_add(60_000, Ordering::Relaxed);
    town.later(5 * DAY);
    assert_eq!(refusal(town.register(1, "W")), Refusal::ClockUntrusted);
    // Somebody else writes something, and the power is cut.
    town.stage("W", Stage::Ready).unwrap();
    let mut town = town.reopen(false);
    assert_eq!(town.office.clock_state(), ClockState::Doubtful(Doubt::Jumped));
    let officer = town.officer();
    town.office.confirm_clock(officer).unwrap();
    assert!(town.office.clock_state().is_sure());
}

#[test]
fn a_clock_that_stands_or_goes_back_a_day_while_the_kiosk_runs_is_noticed() {
    let mut town = Town::with(&[WINDOWED]);
    let steady = running(&mut town);
    steady.fetch_add(20 * 60_000, Ordering::Relaxed);
    assert_eq!(town.office.look_at_clock(), ClockState::Doubtful(Doubt::Stuck));
    town.later(20 * MINUTE);
    assert_eq!(town.office.look_at_clock(), ClockState::Sure);
    town.later(-DAY);
    assert_eq!(town.office.look_at_clock(), ClockState::Doubtful(Doubt::Back));
    assert_eq!(refusal(town.register(0, "W")), Refusal::ClockUntrusted);
}

#[test]
fn a_survey_s_end_waits_for_an_officer_too() {
    let mut town = Town::with(&[OPEN]);
    town.set_clock(0);
    let person = town.person(0);
    let batch = balai::domain::id::BatchId::of_code("A");
    assert_eq!(
        refusal(town.office.survey(person, batch)),
        Refusal::ClockUntrusted
    );
}
