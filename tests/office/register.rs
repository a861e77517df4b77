//! The slip that says something else than what is true; the refusal that wrote something all the same.

use crate::town::{MINUTE, Town, good, is_pppk, number, refusal, standings};
use balai::domain::batch::Stage;
use balai::domain::concern::{Concern, Severity};
use balai::domain::id::BatchId;
use balai::domain::receipt::Promise;
use balai::domain::refusal::Refusal;
use balai::domain::registration::{CancelReason, State};
use balai::intake::Kind;
use balai::state::card::PromiseAhead;

fn wishes(town: &mut Town, at: usize, code: &str) -> PromiseAhead {
    let person = town.person(at);
    town.office
        .preview(person, BatchId::of_code(code))
        .unwrap()
        .promise
}

#[test]
fn a_seat_while_there_is_one_then_a_place_on_the_waiting_list_in_the_order_of_asking() {
    let mut town = Town::new();
    let mut told = Vec::new();
    for at in 0..4 {
        let ahead = wishes(&mut town, at, "A");
        let receipt = town.register(at, "A").unwrap();
        told.push((ahead, receipt.promise));
        town.later(MINUTE);
    }
    let kinds: Vec<_> = told.iter().map(|(_, promise)| *promise).collect();
    assert!(
        matches!(kinds[..2], [Promise::Seat(a), Promise::Seat(b)] if a != b),
        "{kinds:?}"
    );
    assert_eq!(
        kinds[2..],
        [Promise::Waiting { place: 1 }, Promise::Waiting { place: 2 }]
    );
    // What was said before is what became of it.
    let ahead: Vec<_> = told.iter().map(|(ahead, _)| *ahead).collect();
    assert_eq!(
        ahead,
        [
            PromiseAhead::Seat,
            PromiseAhead::Seat,
            PromiseAhead::Waiting { place: 1 },
            PromiseAhead::Waiting { place: 2 }
        ]
    );
}

#[test]
fn a_selected_batch_records_a_wish_and_promises_no_seat() {
    let mut town = Town::new();
    assert_eq!(wishes(&mut town, 0, "S"), PromiseAhead::Wish);
    assert_eq!(town.register(0, "S").unwrap().promise, Promise::Wish);
    let id = town.register(0, "S").unwrap().registration;
    let officer = town.officer();
    town.office.admit(officer, BatchId::of_code("S"), id).unwrap();
    assert!(matches!(town.register(0, "S").unwrap().promise, Promise::Seat(_)));
    assert_eq!(
        refusal(town.office.admit(officer, BatchId::of_code("S"), id)),
        Refusal::WrongState
    );
}

#[test]
fn nobody_is_admitted_beyond_the_seats_or_to_a_batch_that_will_not_be() {
    let mut town = Town::new();
    let ids: Vec<_> = (0..3)
        .map(|at| town.register(at, "S").unwrap().registration)
        .collect();
    let (officer, batch) = (town.officer(), BatchId::of_code("S"));
    town.office.admit(officer, batch, ids[0]).unwrap();
    town.office.admit(officer, batch, ids[1]).unwrap();
    let before = town.ops();
    assert_eq!(
        refusal(town.office.admit(officer, batch, ids[2])),
        Refusal::NoSeat
    );
    assert_eq!(town.ops(), before);
    let mut town = Town::new();
    let id = town.register(0, "S").unwrap().registration;
    town.stage("S", Stage::Cancelled).unwrap();
    let officer = town.officer();
    assert_eq!(
        refusal(town.office.admit(officer, batch, id)),
        Refusal::WrongState
    );
}

#[test]
fn asked_twice_it_is_one_registration_and_one_slip() {
    let mut town = Town::new();
    for (at, code) in [(0, "A"), (0, "S"), (1, "A"), (2, "A")] {
        let first = town.register(at, code).unwrap();
        let before = town.ops();
        town.later(MINUTE);
        assert_eq!(town.register(at, code).unwrap(), first);
        assert_eq!(town.ops(), before, "a second operation was written");
    }
}

#[test]
fn after_a_cancellation_the_second_attempt_has_another_code_and_goes_to_the_end_of_the_list() {
    let mut town = Town::new();
    let slips: Vec<_> = (0..4)
        .map(|at| {
            town.later(MINUTE);
            town.register(at, "A").unwrap()
        })
        .collect();
    let first = town.person(0);
    town.office
        .cancel_own(first, slips[0].registration, CancelReason::Duty)
        .unwrap();
    // The seat went to whoever asked first of those who wait.
    assert!(matches!(town.register(2, "A").unwrap().promise, Promise::Seat(_)));
    assert_eq!(
        town.register(3, "A").unwrap().promise,
        Promise::Waiting { place: 1 }
    );
    town.later(MINUTE);
    let again = town.register(0, "A").unwrap();
    assert_ne!(again.code, slips[0].code);
    assert_ne!(again.registration, slips[0].registration);
    assert_eq!(again.promise, Promise::Waiting { place: 2 });
    let all = standings(&mut town.office).unwrap();
    assert_eq!(all[&slips[0].registration].state, State::Cancelled);
    // A registration is cancelled once, and by its owner.
    assert_eq!(
        refusal(
            town.office
                .cancel_own(first, slips[0].registration, CancelReason::Duty)
        ),
        Refusal::WrongState
    );
    assert_eq!(
        refusal(
            town.office
                .cancel_own(first, slips[1].registration, CancelReason::Duty)
        ),
        Refusal::NotFound
    );
}

#[test]
fn a_cancelled_registration_has_no_slip_that_promises_anything() {
    let mut town = Town::new();
    let slip = town.register(0, "A").unwrap();
    let person = town.person(0);
    town.office
        .cancel_own(person, slip.registration, CancelReason::Duty)
        .unwrap();
    assert_eq!(
        refusal(town.office.own_receipt(person, slip.registration)),
        Refusal::WrongState
    );
    // Another person's slip is not found at all.
    let other = town.register(1, "A").unwrap();
    assert_eq!(
        refusal(town.office.own_receipt(person, other.registration)),
        Refusal::NotFound
    );
}

/// Registers without accepting warnings; says what speaks against it, and that nothing was written.
fn against(town: &mut Town, at: usize, code: &str) -> (Severity, Concern) {
    let person = town.person(at);
    let batch = BatchId::of_code(code);
    let before = town.ops();
    let preview = town.office.preview(person, batch).unwrap().concerns;
    let refused = refusal(town.office.register(person, batch, false, Some(person)));
    assert_eq!(town.ops(), before, "a refusal wrote something");
    let (severity, weighed) = match refused {
        Refusal::Warnings(weighed) => (Severity::Warning, weighed),
        Refusal::Concerns(weighed) => (Severity::Refusal, weighed),
        other => panic!("{other:?}"),
    };
    assert_eq!(preview, weighed, "the preview said something else");
    assert_eq!(weighed.len(), 1, "{weighed:?}");
    assert_eq!(weighed[0].severity, severity);
    // What was refused is refused to those who accept warnings too, and a warning is not.
    let accepting = town.office.register(person, batch, true, Some(person));
    if severity == Severity::Refusal {
        refusal(accepting);
        assert_eq!(town.ops(), before, "a refusal wrote something");
    } else {
        accepting.unwrap();
    }
    (severity, weighed[0].concern.clone())
}

const HISTORY: &str = "nip;kode_angkatan;status\n";

fn office_of_concerns() -> Town {
    let mut town = Town::with(&[
        "LALU;DASAR;Selaras;R1;2026-03-02;2026-03-04;20;langsung;;;",
        "A;DASAR;Selaras;R1;2026-12-07;2026-12-09;20;langsung;;;",
        "B;LANJUT;Selaras;R2;2026-12-08;2026-12-10;20;langsung;;;",
        "C;DASAR;Selaras;R2;2026-12-09;2026-12-11;20;langsung;;;",
        "K;KHUSUS;Selaras;R2;2026-12-21;2026-12-21;20;langsung;;;",
        "H;SEHAT;Selaras;R2;2026-12-22;2026-12-22;20;langsung;;;",
        "P;BESAR;Selaras;R2;2026-12-14;2026-12-17;20;langsung;;;",
        "T;DASAR;Selaras;R2;2027-01-11;2027-01-13;20;langsung;;;",
        "NANTI;DASAR;Selaras;R2;2026-12-28;2026-12-29;20;langsung;2026-12-01;2026-12-20;",
        "LEWAT;DASAR;Selaras;R2;2026-12-28;2026-12-29;20;langsung;2026-11-01;2026-11-20;",
        "BATAL;DASAR;Selaras;R2;2026-12-28;2026-12-29;20;langsung;;;",
        "SIAP;DASAR;Selaras;R2;2026-12-28;2026-12-29;20;langsung;;;",
    ]);
    town.stage("BATAL", Stage::Cancelled).unwrap();
    town.stage("SIAP", Stage::Ready).unwrap();
    let past = format!("{HISTORY}{};LALU;hadir\n", number(4));
    good(&mut town.office, Kind::Registrations, &past);
    town
}

/// Every concern that policy weighs, brought about one by one: who, for which batch, and what was registered before.
fn weighed_by_policy(town: &mut Town) -> [Severity; 4] {
    town.register(0, "A").unwrap();
    let (clash, concern) = against(town, 0, "C");
    assert!(matches!(concern, Concern::Clash { .. }), "{concern:?}");
    let (prerequisite, concern) = against(town, 2, "B");
    assert!(
        matches!(concern, Concern::MissingPrerequisite { .. }),
        "{concern:?}"
    );
    let (attended, concern) = against(town, 4, "A");
    assert_eq!(concern, Concern::AlreadyCompleted { year: 2026 });
    assert!(is_pppk(3));
    let (cap, concern) = against(town, 3, "P");
    assert_eq!(concern, Concern::BeyondCap { credit: 30, cap: 24 });
    [clash, prerequisite, attended, cap]
}

#[test]
fn what_policy_warns_of_is_said_first_and_may_be_accepted() {
    let mut town = office_of_concerns();
    assert_eq!(weighed_by_policy(&mut town), [Severity::Warning; 4]);
}

#[test]
fn what_policy_refuses_is_refused_and_nothing_is_written() {
    let town = office_of_concerns();
    std::fs::write(
        town.dir.path().join("policy.toml"),
        "clash = \"refusal\"\nmissing_prerequisite = \"refusal\"\nalready_attended = \"refusal\"\n\
         pppk_cap_is_warning = false\n",
    )
    .unwrap();
    let mut town = town.reopen(true);
    assert_eq!(weighed_by_policy(&mut town), [Severity::Refusal; 4]);
}

#[test]
fn a_policy_file_that_cannot_be_read_is_not_passed_over_in_silence() {
    let town = Town::new();
    std::fs::write(town.dir.path().join("policy.toml"), "clash = \"refuse\"\n").unwrap();
    let mut town = town.reopen(true);
    let damage = town.office.health().unwrap().damage;
    assert!(
        damage.iter().any(|line| line.contains("policy.toml")),
        "{damage:?}"
    );
}

#[test]
fn what_the_organiser_said_of_a_batch_holds() {
    let mut town = office_of_concerns();
    let mut said = |at, code| against(&mut town, at, code);
    assert!(matches!(
        said(0, "NANTI"),
        (Severity::Refusal, Concern::NotOpenYet { opens: Some(_) })
    ));
    assert_eq!(said(0, "LEWAT"), (Severity::Refusal, Concern::Closed));
    assert_eq!(said(0, "BATAL"), (Severity::Refusal, Concern::BatchCancelled));
    assert_eq!(said(0, "SIAP"), (Severity::Refusal, Concern::Closed));
    assert_eq!(said(0, "LALU"), (Severity::Refusal, Concern::Closed));
    assert!(matches!(
        said(3, "K"),
        (Severity::Refusal, Concern::NotOpenTo { .. })
    ));
    assert_eq!(said(0, "H"), (Severity::Warning, Concern::OtherUnits));
    assert!(matches!(
        said(3, "T"),
        (Severity::Warning, Concern::ContractEnds { .. })
    ));
}

#[test]
fn the_window_opens_and_closes_at_its_minute() {
    let mut town = office_of_concerns();
    let opens = |day: i64| crate::town::START - 435 * MINUTE + day * crate::town::DAY;
    // 1 December, 00.00 in the west of Indonesia; the window closes at the end of 20 December.
    town.set_clock(opens(8) - 1);
    refusal(town.register(0, "NANTI"));
    town.set_clock(opens(8));
    town.register(0, "NANTI").unwrap();
    town.set_clock(opens(28) - MINUTE);
    town.register(1, "NANTI").unwrap();
    town.set_clock(opens(28) + 1000);
    refusal(town.register(2, "NANTI"));
}

#[test]
fn a_batch_that_was_cancelled_clashes_with_nothing_and_counts_for_nothing() {
    let mut town = office_of_concerns();
    town.register(3, "A").unwrap();
    town.stage("A", Stage::Cancelled).unwrap();
    let person = town.person(3);
    let preview = town.office.preview(person, BatchId::of_code("C")).unwrap();
    assert_eq!(preview.concerns, []);
    let trainings = town.office.trainings(person, None).unwrap();
    assert_eq!(trainings.credit_ahead, 0);
    assert!(
        trainings.ahead.is_empty(),
        "a cancelled batch is not ahead of anybody"
    );
    assert_eq!(trainings.past.len(), 1);
}

#[test]
fn two_numbers_that_are_not_here_are_refused_and_so_is_a_batch_that_is_not() {
    let mut town = Town::new();
    let person = town.person(0);
    let before = town.ops();
    assert_eq!(
        refusal(
            town.office
                .register(person, BatchId::of_code("TIDAK-ADA"), true, None)
        ),
        Refusal::NotFound
    );
    let nobody = balai::domain::id::PersonId([7; 16]);
    assert_eq!(
        refusal(town.office.register(nobody, BatchId::of_code("A"), true, None)),
        Refusal::NotFound
    );
    assert_eq!(town.ops(), before);
}
