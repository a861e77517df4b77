//! The mark that was made for nobody, twice, or by somebody who may not.

use crate::town::{self, DAY, FACILITATOR, Town, check_seats, number, refusal, standings};
use balai::domain::batch::{MeetingNo, Stage};
use balai::domain::id::{BatchId, PersonId};
use balai::domain::receipt::Receipt;
use balai::domain::refusal::Refusal;
use balai::domain::registration::{CancelReason, State};
use balai::domain::role::Role;
use balai::state::card::Mark;

const ONE: MeetingNo = MeetingNo(1);

/// Two batches held today; the first has ten meetings around New Year and three seats.
fn held() -> (Town, Vec<Receipt>) {
    let teacher = number(FACILITATOR);
    let mut town = Town::with(&[
        &format!("T;BESAR;Selaras;R1;2026-12-28;2027-01-06;3;langsung;;;{teacher}"),
        "U;DASAR;Selaras;R1;2026-12-28;2026-12-29;3;langsung;;;",
    ]);
    let slips = (0..5).map(|at| town.register(at, "T").unwrap()).collect();
    town.register(5, "U").unwrap();
    town.later(35 * DAY);
    (town, slips)
}

fn t() -> BatchId {
    BatchId::of_code("T")
}

fn scan(town: &mut Town, what: &str) -> Mark {
    let staff = town.person(FACILITATOR);
    town.office.mark_scan(staff, t(), ONE, what).unwrap()
}

#[test]
fn a_card_or_a_slip_is_marked_once_and_can_be_taken_back() {
    let (mut town, slips) = held();
    let staff = town.person(FACILITATOR);
    assert!(matches!(scan(&mut town, &number(0)), Mark::Present { .. }));
    assert!(matches!(
        scan(&mut town, &slips[1].code.payload()),
        Mark::Present { .. }
    ));
    assert!(matches!(
        scan(&mut town, &format!(" {}\r", slips[2].code)),
        Mark::Present { .. }
    ));
    let before = town.ops();
    for again in [
        number(0),
        slips[0].code.payload(),
        slips[0].code.plain().to_lowercase(),
    ] {
        let Mark::Already { line } = scan(&mut town, &again) else {
            panic!("marked twice")
        };
        assert_eq!(line.registration, slips[0].registration);
    }
    assert_eq!(town.ops(), before);
    assert_eq!(town.office.present_count(t(), ONE).unwrap(), (3, 3));
    let undone = town
        .office
        .undo_mark(staff, t(), ONE, slips[0].registration)
        .unwrap();
    assert!(matches!(undone, Mark::Undone { .. }));
    assert_eq!(
        refusal(town.office.undo_mark(staff, t(), ONE, slips[0].registration)),
        Refusal::WrongState
    );
    assert_eq!(
        standings(&mut town.office).unwrap()[&slips[0].registration].state,
        State::Confirmed
    );
    assert!(matches!(scan(&mut town, &number(0)), Mark::Present { .. }));
    let mut town = town.reopen(false);
    assert_eq!(town.office.present_count(t(), ONE).unwrap(), (3, 3));
    town::assert_whole(&mut town.office);
}

#[test]
fn what_has_no_seat_here_is_said_and_not_marked() {
    let (mut town, slips) = held();
    let person = town.person(4);
    town.office
        .cancel_own(person, slips[4].registration, CancelReason::Duty)
        .unwrap();
    let before = town.ops();
    for unknown in [
        "",
        "8991234567890",
        "BLI1ZZZZ",
        "198702142010031999",
        "\u{202e}xyz",
        &"9".repeat(500),
    ] {
        let Mark::Unknown { scanned } = scan(&mut town, unknown) else {
            panic!("{unknown}")
        };
        assert!(scanned.chars().count() <= 20);
    }
    let waiting = scan(&mut town, &number(3));
    assert!(
        matches!(
            waiting,
            Mark::NoSeat {
                state: Some(State::Waiting),
                ..
            }
        ),
        "{waiting:?}"
    );
    let waiting = scan(&mut town, &slips[3].code.payload());
    assert!(
        matches!(
            waiting,
            Mark::NoSeat {
                state: Some(State::Waiting),
                ..
            }
        ),
        "{waiting:?}"
    );
    let elsewhere = scan(&mut town, &number(5));
    assert!(
        matches!(elsewhere, Mark::WrongBatch { day: Some(_), .. }),
        "{elsewhere:?}"
    );
    let cancelled = scan(&mut town, &number(4));
    assert!(matches!(cancelled, Mark::NoSeat { .. }), "{cancelled:?}");
    let stranger = scan(&mut town, &number(9));
    assert!(
        matches!(stranger, Mark::NoSeat { state: None, .. }),
        "{stranger:?}"
    );
    assert_eq!(town.ops(), before);
}

#[test]
fn a_slip_of_another_batch_is_told_from_this_one_s() {
    let (mut town, _) = held();
    let slip = town.register(5, "U").unwrap();
    let before = town.ops();
    let mark = scan(&mut town, &slip.code.payload());
    assert!(matches!(mark, Mark::WrongBatch { day: Some(_), .. }), "{mark:?}");
    assert_eq!(town.ops(), before);
}

#[test]
fn a_meeting_that_there_is_not_is_refused() {
    let (mut town, slips) = held();
    let staff = town.person(FACILITATOR);
    let before = town.ops();
    for meeting in [0, 11, u16::MAX] {
        let answer = town.office.mark_scan(staff, t(), MeetingNo(meeting), &number(0));
        assert_eq!(refusal(answer), Refusal::NotFound, "{meeting}");
        let answer = town
            .office
            .mark_present(staff, t(), MeetingNo(meeting), slips[0].registration);
        assert_eq!(refusal(answer), Refusal::NotFound, "{meeting}");
    }
    assert_eq!(town.ops(), before);
}

#[test]
fn closing_decides_by_the_share_of_meetings_and_the_hours_count_in_the_year_of_the_last_day() {
    let (mut town, slips) = held();
    let (staff, officer) = (town.person(FACILITATOR), town.officer());
    // Nine of ten are ninety percent; eight are not; the third never came; the others wait.
    for (at, came) in [(0, 9), (1, 8)] {
        for meeting in 1..=came {
            town.office
                .mark_scan(staff, t(), MeetingNo(meeting), &number(at))
                .unwrap();
        }
    }
    assert_eq!(
        refusal(town.office.set_stage(officer, t(), Stage::Closed)),
        Refusal::WrongState
    );
    for stage in [Stage::Ready, Stage::Running, Stage::Finished, Stage::Closed] {
        town.stage("T", stage).unwrap();
    }
    let all = standings(&mut town.office).unwrap();
    let states: Vec<State> = slips.iter().map(|slip| all[&slip.registration].state).collect();
    assert_eq!(
        states,
        [
            State::Completed,
            State::NotCompleted,
            State::Absent,
            State::Waiting,
            State::Waiting
        ]
    );
    check_seats(&mut town.office);
    let hours = |town: &mut Town, at: usize, year: i32| {
        let person = town.person(at);
        town.office.trainings(person, Some(year)).unwrap().credit
    };
    assert_eq!([hours(&mut town, 0, 2026), hours(&mut town, 0, 2027)], [0, 30]);
    assert_eq!([hours(&mut town, 1, 2026), hours(&mut town, 1, 2027)], [0, 0]);
    // What was decided does not change with the course; nobody waits for what is over.
    town::good(
        &mut town.office,
        balai::intake::Kind::Courses,
        "kode;judul;jp;kompetensi;bentuk;metode;hari;kuota\nBESAR;Pelatihan Besar;3;teknis;pelatihan_teknis;tatap_muka;4;20\n",
    );
    assert_eq!(hours(&mut town, 0, 2027), 30);
    let person = town.person(3);
    assert!(
        town.office
            .trainings(person, Some(2027))
            .unwrap()
            .ahead
            .is_empty()
    );
    town::assert_whole(&mut town.office);
}

#[test]
fn policy_may_ask_for_less_and_count_by_the_first_day() {
    let (town, _) = held();
    std::fs::write(
        town.dir.path().join("policy.toml"),
        "attendance_min_percent = 10\nyear_basis = \"mulai\"\n",
    )
    .unwrap();
    let mut town = town.reopen(true);
    assert!(matches!(scan(&mut town, &number(0)), Mark::Present { .. }));
    for stage in [Stage::Ready, Stage::Running, Stage::Finished, Stage::Closed] {
        town.stage("T", stage).unwrap();
    }
    let person = town.person(0);
    assert_eq!(town.office.trainings(person, Some(2026)).unwrap().credit, 30);
}

/// Everything that only staff may do, tried by somebody; what was not refused, by its name.
fn allowed(town: &mut Town, who: PersonId, slip: &Receipt) -> Vec<&'static str> {
    let id = slip.registration;
    let someone = town.person(7);
    let before = town.ops();
    let office = &mut town.office;
    let tries: Vec<(&str, bool)> = vec![
        ("attendance", refused(office.attendance(who, t(), None))),
        ("mark_scan", refused(office.mark_scan(who, t(), ONE, &number(0)))),
        ("mark_present", refused(office.mark_present(who, t(), ONE, id))),
        ("undo_mark", refused(office.undo_mark(who, t(), ONE, id))),
        ("results", refused(office.results(who, t()))),
        ("participants", refused(office.participants(who, t()))),
        ("set_stage", refused(office.set_stage(who, t(), Stage::Ready))),
        ("admit", refused(office.admit(who, t(), id))),
        ("cancel_for", refused(office.cancel_for(who, t(), id))),
        ("replace", refused(office.replace(who, t(), id, &number(9)))),
        ("people", refused(office.people(who, "zqx"))),
        ("new_activation", refused(office.new_activation(who, someone))),
        (
            "print_activations",
            refused(office.print_activations(who, "DISDIK")),
        ),
        (
            "set_role",
            refused(office.set_role(who, someone, Role::Officer, true)),
        ),
        ("staff_batches", refused(office.staff_batches(who))),
        ("staff_health", refused(office.staff_health(who))),
        ("require_officer", refused(office.require_officer(who))),
    ];
    assert_eq!(town.ops(), before, "something refused was written");
    tries
        .into_iter()
        .filter(|(_, refused)| !refused)
        .map(|(what, _)| what)
        .collect()
}

#[expect(clippy::needless_pass_by_value, reason = "asked where the answer is made")]
fn refused<T>(answer: balai::service::Answer<T>) -> bool {
    matches!(answer, Err(balai::service::Denied::Refused(Refusal::NotAllowed)))
}

#[test]
fn an_employee_is_refused_everywhere_and_a_facilitator_works_with_their_own_batch_only() {
    let (mut town, slips) = held();
    let nothing: Vec<&str> = Vec::new();
    for at in [0, 9] {
        let employee = town.person(at);
        assert_eq!(allowed(&mut town, employee, &slips[0]), nothing);
    }
    let nobody = PersonId([9; 16]);
    assert!(matches!(
        town.office.attendance(nobody, t(), None),
        Err(balai::service::Denied::Refused(
            Refusal::NotFound | Refusal::NotAllowed
        ))
    ));
    // A facilitator of another batch.
    let (officer, other) = (town.officer(), town.person(8));
    town.office
        .set_role(officer, other, Role::Facilitator, true)
        .unwrap();
    assert_eq!(
        allowed(&mut town, other, &slips[0]),
        ["staff_batches", "staff_health"]
    );
    assert_eq!(town.office.staff_batches(other).unwrap(), []);
    // And once the role is taken, nothing.
    town.office
        .set_role(officer, other, Role::Facilitator, false)
        .unwrap();
    assert_eq!(allowed(&mut town, other, &slips[0]), nothing);
    // Who is named as teacher and has no role may not either.
    let teacher = town.person(FACILITATOR);
    town.office
        .set_role(officer, teacher, Role::Facilitator, false)
        .unwrap();
    assert_eq!(allowed(&mut town, teacher, &slips[0]), nothing);
    assert_eq!(
        refusal(town.office.set_role(officer, officer, Role::Officer, false)),
        Refusal::WrongState
    );
}
