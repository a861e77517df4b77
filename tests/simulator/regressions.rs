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
