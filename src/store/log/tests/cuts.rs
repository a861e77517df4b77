//! Power cuts: whatever was acknowledged is there afterwards.

use super::*;

/// A small generator for what a run does, so that a seed is all a failure needs to be seen again.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// A run of appends, seals, imports and reopenings; after which event how many operations were acknowledged, and the
/// numbers at which a group ends.
struct Run {
    _dir: tempfile::TempDir,
    files: Recorder,
    acknowledged: Vec<(usize, u64)>,
    ends: Vec<u64>,
}

fn sizes() -> Settings {
    Settings {
        seal_ops: 12,
        bulk_ops: 24,
        ..small()
    }
}

fn run(seed: u64, forget_syncs: bool) -> Run {
    let dir = scratch();
    let files = Recorder::new(dir.path());
    if forget_syncs {
        files.forget_syncs();
    }
    let mut dice = Dice(seed);
    let (mut acknowledged, mut ends) = (vec![(0, 0)], vec![0]);
    let open = || {
        Log::open_with(Arc::new(files.clone()), dir.path(), key(), ID, sizes())
            .unwrap()
            .0
    };
    let mut log = open();
    for _ in 0..24 {
        match dice.roll(12) {
            0 => log.seal().unwrap(),
            1 => {
                drop(log);
                log = open();
            }
            2 => {
                let mut bulk = log.bulk().unwrap();
                for _ in 0..dice.roll(6) {
                    let first = bulk.next_id().seq;
                    let count = 1 + dice.roll(7);
                    bulk.push(&group(first, count), NOW).unwrap();
                    ends.push(first + count - 1);
                }
                bulk.finish().unwrap();
            }
            _ => {
                let first = log.next_id().seq;
                let count = 1 + dice.roll(3);
                log.append(&group(first, count), NOW).unwrap();
                ends.push(first + count - 1);
            }
        }
        acknowledged.push((files.events(), log.next_id().seq - 1));
    }
    Run {
        _dir: dir,
        files,
        acknowledged,
        ends,
    }
}

/// Cuts the power after `events` events; answers what was acknowledged by then and the ledger that is left, or why
/// it does not open.
fn after_cut(
    run: &Run,
    events: usize,
    seed: u64,
) -> (u64, tempfile::TempDir, Result<(Log, Opened), LogError>) {
    let promised = run
        .acknowledged
        .iter()
        .rev()
        .find(|(at, _)| *at <= events)
        .unwrap()
        .1;
    let dir = scratch();
    run.files.cut(events, seed, dir.path()).unwrap();
    let files = Arc::new(Recorder::new(dir.path()));
    let opened = Log::open_with(files, dir.path(), key(), ID, sizes());
    (promised, dir, opened)
}

#[test]
fn every_acknowledged_operation_is_there_after_a_thousand_power_cuts() {
    let mut unacknowledged = 0;
    let mut torn = 0;
    for seed in 0..40 {
        let run = run(seed, false);
        let mut dice = Dice(seed + 1000);
        for _ in 0..25 {
            let events = usize::try_from(dice.roll(u64::try_from(run.files.events()).unwrap() + 1)).unwrap();
            let cut = dice.roll(1 << 30);
            let (promised, dir, opened) = after_cut(&run, events, cut);
            let (mut log, opened) =
                opened.unwrap_or_else(|e| panic!("seed {seed} event {events} cut {cut}: {e}"));
            let kept = opened.next_seq - 1;
            assert!(
                kept >= promised,
                "seed {seed} event {events} cut {cut}: {promised} promised, {kept} kept"
            );
            assert!(
                run.ends.contains(&kept),
                "seed {seed} event {events} cut {cut}: a group in part"
            );
            unacknowledged += usize::from(kept > promised);
            torn += usize::from(opened.cut_bytes > 0);
            assert_holds(&log, kept);
            // It goes on from there as if nothing had happened.
            append(&mut log, 2);
            log.seal().unwrap();
            append(&mut log, 1);
            drop(log);
            let found = open(dir.path()).0.verify().unwrap();
            assert_eq!((found.ops, found.damage), (kept + 3, vec![]));
        }
    }
    // The cuts were cuts: some tore a frame, some came between the disk and the answer.
    assert!(
        torn > 10 && unacknowledged > 50,
        "{torn} torn, {unacknowledged} kept without an answer"
    );
}

#[test]
fn a_missing_sync_would_be_noticed() {
    let lost = (0..10).flat_map(|seed| {
        let run = run(seed, true);
        let events = run.files.events();
        (0..10).map(move |cut| {
            let (promised, _dir, opened) = after_cut(&run, events - events / 10, cut);
            opened.map_or(true, |(_, opened)| opened.next_seq <= promised)
        })
    });
    assert!(lost.filter(|lost| *lost).count() > 50);
}
