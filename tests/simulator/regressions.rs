//! Stories that once ended badly, as short as they could be told.

use crate::{
    happen,
    story::{Event, Faults, Setting},
};

fn setting(kiosks: usize, machines: bool) -> Setting {
    Setting {
        seed: 7,
        kiosks,
        people: 18,
        seats: vec![9],
        machines,
        unknown: Vec::new(),
        beside: None,
        faults: Faults::default(),
    }
}

fn ends_well(setting: &Setting, events: &[Event]) {
    crate::quiet();
    if let Err(broken) = crate::apart(|| happen(setting, events, None)) {
        panic!("{}", broken.0);
    }
}

/// The answer to an office that asked for its next incarnation was encrypted to keys that it did not try.
#[test]
fn a_restored_office_reads_what_is_written_for_its_next_incarnation() {
    let story = [
        Event::Register {
            at: 1,
            person: 16,
            batch: 0,
        },
        Event::Image { at: 1 },
        Event::Export { from: 1, to: 0 },
        Event::Export { from: 1, to: 0 },
        Event::Again { bundle: 1 },
        Event::Restore { at: 1, anchor: false },
        Event::Register {
            at: 1,
            person: 17,
            batch: 0,
        },
    ];
    ends_well(&setting(1, true), &story);
}

/// What others had of the former ledger was held back for ever at the machine that came back.
#[test]
fn a_clone_that_comes_back_folds_the_branch_that_counts() {
    let story = [
        Event::Clone { at: 2 },
        Event::Register {
            at: 2,
            person: 15,
            batch: 0,
        },
    ];
    ends_well(&setting(2, false), &story);
}

/// A longer branch at an office counted as having the shorter one that the centre closed the ledger at: it was never
/// sent, and the office kept what did not count.
#[test]
fn an_office_with_a_longer_branch_is_sent_the_one_that_counts() {
    let story = [
        Event::Image { at: 1 },
        Event::Register {
            at: 1,
            person: 12,
            batch: 0,
        },
        Event::Export { from: 1, to: 0 },
        Event::Import { bundle: 0 },
        Event::Restore { at: 1, anchor: false },
        Event::Register {
            at: 1,
            person: 2,
            batch: 0,
        },
        Event::Register {
            at: 1,
            person: 9,
            batch: 0,
        },
        Event::Export { from: 1, to: 2 },
        Event::Again { bundle: 0 },
    ];
    ends_well(&setting(2, true), &story);
}

/// A segment that came before its predecessor was renamed twice before its folder was synced: behind a power cut it lay
/// in the one, its successors in the other, and the program did not start.
#[test]
fn a_centre_made_again_starts_after_a_power_cut() {
    let story = [
        Event::CentreLost,
        Event::Learn { at: 2 },
        register(2, 7),
        register(2, 3),
        Event::Export { from: 2, to: 0 },
        register(1, 12),
        Event::Again { bundle: 0 },
        Event::Crash {
            at: 0,
            steps: 4,
            seed: 2_749_400_732_557_659_103,
        },
        register(0, 0),
    ];
    let mut setting = setting(6, true);
    (setting.seed, setting.seats) = (450, vec![8, 8]);
    ends_well(&setting, &story);
}

/// What came of the centre dated the open end of a restored ledger anew: the view made again was another one.
#[test]
fn a_restored_office_that_hears_of_the_centre_has_the_same_history_as_before() {
    let story = [
        register(8, 5),
        register(0, 1),
        Event::Image { at: 8 },
        Event::Export { from: 0, to: 8 },
        register(8, 13),
        Event::Export { from: 8, to: 7 },
        Event::Restore { at: 8, anchor: true },
        Event::Import { bundle: 1 },
    ];
    ends_well(&setting(8, true), &story);
}

/// The branch that the centre had chosen found no room beside the ledger, at every round.
#[test]
fn a_branch_that_counts_is_taken_where_there_is_little_room() {
    let mut setting = setting(1, false);
    setting.beside = Some(500);
    let story = [
        register(1, 0),
        Event::Clone { at: 1 },
        register(1, 8),
        register(1, 12),
        Event::Export { from: 1, to: 0 },
        Event::Import { bundle: 0 },
        register(1, 16),
        register(1, 17),
        register(1, 4),
    ];
    ends_well(&setting, &story);
}

/// What was saved of a torn bundle named no office: the centre ended its former ledger before it had any of it, and
/// knew nobody for ever.
#[test]
fn a_centre_made_again_does_not_end_the_former_ledger_unseen() {
    let story = [
        Event::CentreLost,
        Event::Learn { at: 2 },
        Event::Export { from: 2, to: 0 },
        Event::Truncate {
            bundle: 0,
            keep: 12_685_376_113_143_541_583,
        },
    ];
    let mut setting = setting(2, true);
    setting.seed = 3802;
    ends_well(&setting, &story);
}

/// Somebody cancelled at an office whose disk was put back: there the second registration came without the end of the
/// first.
#[test]
fn nobody_is_twice_in_a_batch_where_the_cancellation_has_not_come() {
    let story = [
        register(0, 5),
        Event::Export { from: 0, to: 1 },
        Event::Import { bundle: 0 },
        Event::Image { at: 1 },
        Event::Cancel {
            at: 1,
            person: 5,
            batch: 0,
        },
        Event::Export { from: 1, to: 0 },
        Event::Restore { at: 1, anchor: false },
        Event::Import { bundle: 0 },
        register(0, 5),
        Event::Export { from: 0, to: 1 },
        Event::Import { bundle: 0 },
    ];
    ends_well(&setting(1, true), &story);
}

/// Each restart of a centre whose clock stood let others pull it ahead by another day.
#[test]
fn a_clock_that_stands_is_not_pulled_ahead_by_restarts() {
    let export = |from| Event::Export { from, to: 0 };
    let story = [
        Event::Stuck { at: 0 },
        register(1, 6),
        export(1),
        Event::Wait { hours: 31 },
        Event::Import { bundle: 0 },
        register(2, 9),
        Event::Crash {
            at: 0,
            steps: 3,
            seed: 6_575_414_829_508_506_832,
        },
        export(2),
        register(0, 3),
        Event::Import { bundle: 0 },
        register(0, 4),
    ];
    ends_well(&setting(3, false), &story);
}

/// The office with the larger of two seats let it go; the smaller one was promised in a ledger that the centre closed
/// before it had heard of it.
#[test]
fn the_second_seat_is_kept_until_the_centre_knows_the_first() {
    let story = [
        register(1, 4),
        register(3, 4),
        Event::Export { from: 3, to: 0 },
        Event::Import { bundle: 0 },
        Event::Attend {
            at: 0,
            person: 4,
            batch: 0,
        },
        Event::Export { from: 1, to: 3 },
        Event::Import { bundle: 0 },
        Event::Close { at: 1 },
    ];
    ends_well(&setting(3, false), &story);
}

/// Two machines of one office said with one number what they had: only the one was ever sent what it lacked.
#[test]
fn a_clone_that_writes_nothing_is_sent_everything_or_noticed() {
    let story = [
        register(0, 6),
        Event::Export { from: 0, to: 1 },
        Event::Export { from: 0, to: 1 },
        Event::Export { from: 1, to: 0 },
        Event::Export { from: 1, to: 0 },
        Event::Clone { at: 1 },
        Event::Import { bundle: 3 },
    ];
    ends_well(&setting(1, false), &story);
}

/// The office that let somebody ask again had not come yet, only what the centre said of it: a rule that waited for the
/// asking left both attempts standing.
#[test]
fn nobody_is_twice_in_a_batch_where_the_second_asking_comes_last() {
    let story = [
        register(1, 5),
        register(1, 2),
        register(1, 6),
        register(0, 2),
        Event::Cancel {
            at: 1,
            person: 2,
            batch: 0,
        },
        register(1, 2),
        Event::Clone { at: 2 },
    ];
    let mut setting = setting(3, true);
    setting.seed = 8330;
    ends_well(&setting, &story);
}

fn register(at: usize, person: usize) -> Event {
    Event::Register { at, person, batch: 0 }
}
