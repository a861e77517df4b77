use super::*;
use proptest::prelude::*;

const DAY: u64 = 86_400_000;
const MINUTE: u64 = 60_000;
/// 2026-11-01.
const BUILD: u64 = 1_793_491_200_000;
const NOW: u64 = BUILD + 22 * DAY;

fn at(wall: u64, steady: u64) -> Reading {
    Reading {
        wall,
        steady: Some(steady),
    }
}

fn start(memory: Memory, stamp: u64) -> Watch {
    Watch::new(memory, BUILD, stamp)
}

fn used(wall: u64) -> Memory {
    Memory {
        wall,
        ..Memory::default()
    }
}

#[test]
fn a_dead_battery_is_noticed_at_the_start() {
    let mut watch = start(used(NOW), NOW);
    assert_eq!(watch.look(at(0, 0)), ClockState::Doubtful(Doubt::BeforeBuild));
    assert_eq!(
        watch.confirm(at(0, 0)),
        Err(Doubt::BeforeBuild),
        "1970 is never right"
    );
    // Set by hand or by the network to what is possible, it is believed without a word.
    assert_eq!(watch.look(at(NOW + DAY, MINUTE)), ClockState::Sure);
}

#[test]
fn a_clock_in_2099_is_noticed_and_an_officer_may_undo_a_wrong_confirmation() {
    let far = NOW + 73 * 365 * DAY;
    let mut watch = start(used(NOW), NOW);
    assert_eq!(watch.look(at(far, 0)), ClockState::Doubtful(Doubt::FarAhead));
    watch.confirm(at(far, 0)).unwrap();
    assert_eq!(watch.look(at(far + MINUTE, MINUTE)), ClockState::Sure);
    // The stamps of that time are in the ledger for ever; the clock is set right, and confirmed.
    let mut watch = start(watch.memory(), far);
    assert_eq!(watch.look(at(NOW, 0)), ClockState::Doubtful(Doubt::Back));
    watch.confirm(at(NOW, 0)).unwrap();
    // What is written from now on has stamps of that time still, a little later each.
    let mut watch = start(watch.memory(), far + 5);
    assert_eq!(watch.look(at(NOW + DAY, 0)), ClockState::Sure);
    let mut watch = start(watch.memory(), far + 2 * DAY);
    assert_eq!(watch.look(at(NOW + DAY, 0)), ClockState::Doubtful(Doubt::Back));
}

#[test]
fn a_day_back_is_noticed_at_the_start_and_while_running() {
    let mut watch = start(used(NOW), NOW);
    assert_eq!(watch.look(at(NOW - DAY, 0)), ClockState::Doubtful(Doubt::Back));
    assert_eq!(watch.look(at(NOW + MINUTE, 0)), ClockState::Sure);
    assert_eq!(
        watch.look(at(NOW + MINUTE - DAY, MINUTE)),
        ClockState::Doubtful(Doubt::Back)
    );
    assert_eq!(
        watch.look(at(NOW + MINUTE - 10 * MINUTE + 1, MINUTE)),
        ClockState::Doubtful(Doubt::Back)
    );
}

#[test]
fn a_jump_while_running_is_noticed_and_a_restart_does_not_forget_it() {
    let mut watch = start(used(NOW), NOW);
    assert_eq!(watch.look(at(NOW, 0)), ClockState::Sure);
    let jumped = at(NOW + 10 * DAY, MINUTE);
    assert_eq!(watch.look(jumped), ClockState::Doubtful(Doubt::Jumped));
    // Ten days later would be believable at a start: it is the jump that is not.
    let mut again = start(watch.memory(), NOW);
    assert_eq!(
        again.look(at(NOW + 10 * DAY, 0)),
        ClockState::Doubtful(Doubt::Jumped)
    );
    again.confirm(at(NOW + 10 * DAY, 0)).unwrap();
    assert_eq!(again.look(at(NOW + 10 * DAY + MINUTE, MINUTE)), ClockState::Sure);
    // It comes back by itself where the clock does.
    assert_eq!(watch.look(at(NOW + 2 * MINUTE, 2 * MINUTE)), ClockState::Sure);
    assert_eq!(watch.memory().doubt, None);
}

#[test]
fn a_clock_that_stands_is_noticed_after_minutes() {
    let mut watch = start(used(NOW), NOW);
    let mut first = None;
    for minute in 0..60 {
        if !watch.look(at(NOW, minute * MINUTE)).is_sure() && first.is_none() {
            first = Some(minute);
        }
    }
    assert_eq!(first, Some(6));
    assert_eq!(
        watch.judge(at(NOW, 60 * MINUTE)),
        ClockState::Doubtful(Doubt::Stuck)
    );
}

#[test]
fn stamps_of_a_neighbour_a_day_ahead_are_no_reason_for_doubt() {
    // Another node's bad clock pulls our stamps ahead by at most a day.
    let mut watch = start(used(NOW), NOW + DAY);
    assert_eq!(watch.look(at(NOW + MINUTE, 0)), ClockState::Sure);
    watch.heard(NOW + DAY + 10 * MINUTE);
    assert_eq!(watch.look(at(NOW + MINUTE, 0)), ClockState::Doubtful(Doubt::Back));
}

#[test]
fn a_kiosk_that_was_off_for_a_year_is_believed_and_after_two_it_is_asked() {
    assert_eq!(start(used(NOW), 0).look(at(NOW + 365 * DAY, 0)), ClockState::Sure);
    assert_eq!(
        start(used(NOW), 0).look(at(NOW + 730 * DAY, 0)),
        ClockState::Doubtful(Doubt::FarAhead)
    );
    assert_eq!(
        start(Memory::default(), 0).look(at(NOW + 730 * DAY, 0)),
        ClockState::Sure
    );
}

#[test]
fn a_doubtful_clock_does_not_reach_the_ledger() {
    let mut watch = start(used(NOW), NOW);
    assert_eq!(watch.best(at(NOW + 73 * 365 * DAY, 0)), NOW);
    assert_eq!(watch.best(at(0, 0)), NOW);
    watch.look(at(NOW + DAY, 0));
    assert_eq!(watch.best(at(NOW + 2 * DAY, DAY)), NOW + 2 * DAY);
    assert_eq!(watch.best(at(NOW + 900 * DAY, MINUTE)), NOW + DAY + MINUTE);
    for wrong in [NOW + 73 * 365 * DAY, 0] {
        let watch = start(Memory::default(), NOW);
        assert!(
            watch.best(at(wrong, 0)) <= NOW,
            "the ledgers know better than {wrong}"
        );
        assert_eq!(watch.known(at(wrong, 0)), NOW);
    }
    let poisoned = start(used(NOW + 73 * 365 * DAY), NOW + 73 * 365 * DAY);
    assert_eq!(
        poisoned.known(at(NOW, 0)),
        NOW,
        "2099, confirmed by mistake, empties no list"
    );
    assert_eq!(
        start(Memory::default(), 0).best(at(0, 0)),
        0,
        "nothing is known that is better"
    );
}

#[test]
fn small_corrections_by_the_network_and_sleep_are_no_jump() {
    let mut watch = start(used(NOW), NOW);
    watch.look(at(NOW, 0));
    assert_eq!(watch.look(at(NOW + 3 * MINUTE, 0)), ClockState::Sure);
    // The counting clock counts sleep: a closed lid is no jump.
    assert_eq!(watch.look(at(NOW + 3 * DAY, 3 * DAY)), ClockState::Sure);
    // Without a clock that counts, only what was kept can speak.
    let mut alone = start(used(NOW), NOW);
    let wall = |wall| Reading { wall, steady: None };
    assert_eq!(alone.look(wall(NOW + 30 * DAY)), ClockState::Sure);
    assert_eq!(alone.look(wall(NOW)), ClockState::Doubtful(Doubt::Back));
}

proptest! {
    #[test]
    fn a_clock_that_runs_is_never_doubted(
        steps in prop::collection::vec(1_u64..40 * DAY, 1..40),
        wobble in prop::collection::vec(0_u64..MINUTE, 40),
    ) {
        let mut watch = start(used(NOW), NOW);
        let (mut wall, mut steady) = (NOW, 0);
        for (step, wobble) in steps.into_iter().zip(wobble) {
            prop_assert_eq!(watch.look(at(wall + wobble, steady)), ClockState::Sure);
            wall += step;
            steady += step;
        }
    }

    #[test]
    fn a_doubtful_reading_is_never_kept_as_good(wall in any::<u64>(), steady in any::<u64>()) {
        let mut watch = start(used(NOW), NOW);
        let before = watch.memory().wall;
        if !watch.look(at(wall, steady)).is_sure() {
            prop_assert_eq!(watch.memory().wall, before);
            prop_assert!(watch.judge(at(NOW, 0)).is_sure() || watch.memory().doubt.is_some());
        }
    }

    #[test]
    fn an_officer_s_word_always_ends_the_doubt(
        wall in BUILD..BUILD + 40_000 * DAY, stamp in any::<u64>(), kept in any::<u64>(), steady in any::<u64>(),
    ) {
        let mut watch = start(Memory { wall: kept, excused: 0, doubt: Some(Doubt::Stuck) }, stamp);
        watch.confirm(at(wall, steady)).unwrap();
        prop_assert_eq!(watch.look(at(wall, steady)), ClockState::Sure);
        let mut again = start(watch.memory(), stamp);
        prop_assert_eq!(again.look(at(wall + MINUTE, 0)), ClockState::Sure);
    }
}
