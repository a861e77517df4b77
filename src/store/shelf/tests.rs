use super::*;
use crate::ledger::id::EntityId;
use crate::ledger::key::NodeKey;
use crate::ledger::op::NewOp;
use crate::ledger::segment::{Draft, seal};
use crate::store::files::memory::MemoryFiles;

const OWN: LogId = LogId::new(1, 1);
const OTHER: LogId = LogId::new(5, 1);

fn key() -> NodeKey {
    NodeKey::from_seed(&[5; 32])
}

/// A segment of `count` operations that say `what`.
fn segment(first_seq: u64, prev: SegHash, count: u64, what: u8) -> (Head, Vec<u8>) {
    let mut ops = Vec::new();
    for at in 0..count {
        let op = NewOp {
            critical: false,
            kind: 900,
            kind_ver: 1,
            subject_type: 3,
            subject: EntityId([what; 16]),
            actor: None,
            body: vec![what; 40],
            blob: None,
        };
        op.view().encode(u64::from(at > 0), &mut ops).unwrap();
    }
    let draft = Draft {
        log: OTHER,
        first_seq,
        first_hlc: Hlc::new(1_000 + first_seq, 0),
        hub_seen: 0,
        prev,
        ops: &ops,
    };
    let mut out = Vec::new();
    let head = seal(&draft, &key(), &mut out).unwrap();
    (head, out)
}

/// A chain of segments of three operations each.
fn chain(from: u64, prev: SegHash, count: usize, what: u8) -> Vec<(Head, Vec<u8>)> {
    let (mut next, mut prev) = (from, prev);
    let each = (0..count).map(|_| {
        let made = segment(next, prev, 3, what);
        (next, prev) = (made.0.next_seq(), made.0.hash());
        made
    });
    each.collect()
}

fn open(files: &MemoryFiles) -> Shelf {
    Shelf::open(Arc::new(files.clone()), Path::new("/data"), OWN).unwrap()
}

fn take(shelf: &mut Shelf, bytes: &[u8]) -> Outcome {
    let view = SegmentView::read(bytes).unwrap();
    shelf.take(&view, bytes, &key().public(), false).unwrap().outcome
}

fn stored(shelf: &Shelf) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    let keep = &mut |_: &SegmentView<'_>, bytes: &[u8]| {
        all.push(bytes.to_vec());
        Ok::<_, LogError>(true)
    };
    shelf.segments(OTHER, 1, Some(&key().public()), keep).unwrap();
    all
}

#[test]
fn in_any_order_and_twice_the_same_bytes_stand() {
    let all = chain(1, SegHash::NONE, 5, 1);
    for order in [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [2, 0, 4, 1, 3], [1, 1, 0, 3, 2]] {
        let files = MemoryFiles::default();
        let mut shelf = open(&files);
        for at in order {
            take(&mut shelf, &all[at].1);
            shelf.sync().unwrap();
            shelf = open(&files);
        }
        for (_, bytes) in &all {
            take(&mut shelf, bytes);
        }
        shelf.sync().unwrap();
        let shelf = open(&files);
        assert_eq!(
            stored(&shelf),
            all.iter().map(|(_, bytes)| bytes.clone()).collect::<Vec<_>>()
        );
        let holding = shelf.holding(OTHER);
        assert_eq!((holding.seq, holding.hash), (15, all[4].0.hash()));
        assert_eq!((holding.held.len(), holding.forks), (0, 0));
    }
}

#[test]
fn what_comes_before_its_predecessor_is_held_back_with_the_gap_named() {
    let all = chain(1, SegHash::NONE, 5, 1);
    let mut shelf = open(&MemoryFiles::default());
    assert_eq!(take(&mut shelf, &all[3].1), Outcome::Held { from: 1, to: 9 });
    assert_eq!(take(&mut shelf, &all[3].1), Outcome::Held { from: 1, to: 9 });
    assert_eq!(take(&mut shelf, &all[0].1), Outcome::New);
    assert_eq!(take(&mut shelf, &all[0].1), Outcome::Known);
    assert_eq!(take(&mut shelf, &all[4].1), Outcome::Held { from: 13, to: 12 });
    assert_eq!(shelf.holding(OTHER).held, [(10, 15)]);
    assert_eq!(take(&mut shelf, &all[2].1), Outcome::Held { from: 4, to: 6 });
    let view = SegmentView::read(&all[1].1).unwrap();
    let taken = shelf.take(&view, &all[1].1, &key().public(), false).unwrap();
    assert_eq!(taken.outcome, Outcome::New);
    assert_eq!(taken.promoted.len(), 3);
    assert_eq!(shelf.holding(OTHER).held, []);
}

#[test]
fn more_than_the_quota_is_not_held_back() {
    let all = chain(1, SegHash::NONE, 5, 1);
    let length = u64::try_from(all[1].1.len()).unwrap();
    let quota = Quota {
        one: 2 * length,
        all: 2 * length,
    };
    let files = MemoryFiles::default();
    let mut shelf = Shelf::open_with(Arc::new(files), Path::new("/data"), OWN, quota).unwrap();
    assert!(matches!(take(&mut shelf, &all[4].1), Outcome::Held { .. }));
    assert!(matches!(take(&mut shelf, &all[3].1), Outcome::Held { .. }));
    assert_eq!(take(&mut shelf, &all[2].1), Outcome::NoRoom);
    assert_eq!(shelf.holding(OTHER).held_bytes, 2 * length);
    // What follows has room always, and makes some.
    assert_eq!(take(&mut shelf, &all[0].1), Outcome::New);
    assert_eq!(take(&mut shelf, &all[1].1), Outcome::New);
    assert_eq!(take(&mut shelf, &all[2].1), Outcome::New);
    assert_eq!(shelf.holding(OTHER).seq, 15);
}

#[test]
fn damage_and_forgery_are_not_kept() {
    let (_, bytes) = segment(1, SegHash::NONE, 3, 1);
    let mut shelf = open(&MemoryFiles::default());
    for at in 0..bytes.len() {
        let mut bad = bytes.clone();
        bad[at] ^= 1;
        if SegmentView::read(&bad).is_ok() {
            assert!(matches!(take(&mut shelf, &bad), Outcome::Bad(_)), "byte {at}");
        }
    }
    let view = SegmentView::read(&bytes).unwrap();
    let other = NodeKey::from_seed(&[6; 32]).public();
    assert!(matches!(
        shelf.take(&view, &bytes, &other, false).unwrap().outcome,
        Outcome::Bad(_)
    ));
    assert_eq!(shelf.holding(OTHER), Holding::none(OTHER, false));
}

#[test]
fn a_fork_is_kept_as_evidence_and_the_branch_that_counts_is_put_in_place() {
    let files = MemoryFiles::default();
    let mut shelf = open(&files);
    let trunk = chain(1, SegHash::NONE, 2, 1);
    let (next, prev) = (trunk[1].0.next_seq(), trunk[1].0.hash());
    let ours = chain(next, prev, 3, 2);
    let theirs = chain(next, prev, 2, 3);
    for (_, bytes) in trunk.iter().chain(&ours) {
        assert_eq!(take(&mut shelf, bytes), Outcome::New);
    }
    assert_eq!(take(&mut shelf, &theirs[0].1), Outcome::Fork);
    shelf.sync().unwrap();
    // Half of the branch is not enough to go by.
    let end = theirs[1].0.next_seq() - 1;
    assert_eq!(shelf.choose(OTHER, end, theirs[1].0.hash()).unwrap(), None);
    assert_eq!(take(&mut shelf, &theirs[1].1), Outcome::Fork);
    assert_eq!(take(&mut shelf, &theirs[1].1), Outcome::Fork);
    shelf.sync().unwrap();
    let mut shelf = open(&files);
    assert_eq!(shelf.holding(OTHER).forks, 2);
    let evidence = shelf.forks().unwrap();
    assert_eq!(evidence[0], (Some(ours[0].0), theirs[0].0));
    assert_eq!(shelf.choose(OTHER, end, theirs[1].0.hash()).unwrap(), Some(next));
    for shelf in [shelf, open(&files)] {
        let all = trunk.iter().chain(&theirs);
        assert_eq!(
            stored(&shelf),
            all.map(|(_, bytes)| bytes.clone()).collect::<Vec<_>>()
        );
        assert_eq!(shelf.holding(OTHER).forks, 3);
    }
    let mut shelf = open(&files);
    assert_eq!(shelf.choose(OTHER, end, theirs[1].0.hash()).unwrap(), None);
    assert_eq!(take(&mut shelf, &ours[0].1), Outcome::Fork);
}

#[test]
fn evidence_that_fills_its_room_does_not_keep_the_branch_that_counts_away() {
    let files = MemoryFiles::default();
    let ours = chain(1, SegHash::NONE, 2, 2);
    let theirs = chain(1, SegHash::NONE, 3, 3);
    let length = u64::try_from(ours[0].1.len()).unwrap();
    let quota = Quota {
        one: 2 * length,
        all: 8 * length,
    };
    let mut shelf = Shelf::open_with(Arc::new(files), Path::new("/data"), OWN, quota).unwrap();
    for (_, bytes) in &ours {
        take(&mut shelf, bytes);
    }
    for what in 4..6 {
        let junk = segment(1, SegHash::NONE, 3, what);
        assert_eq!(take(&mut shelf, &junk.1), Outcome::Fork);
    }
    assert_eq!(take(&mut shelf, &theirs[0].1), Outcome::NoRoom);
    shelf.sync().unwrap();
    for (_, bytes) in &theirs {
        let view = SegmentView::read(bytes).unwrap();
        let taken = shelf.take(&view, bytes, &key().public(), true).unwrap();
        assert_eq!(taken.outcome, Outcome::Fork);
    }
    assert_eq!(shelf.choose(OTHER, 9, theirs[2].0.hash()).unwrap(), Some(1));
    assert_eq!(shelf.seq(OTHER), 9);
    // What stood in its place before is the evidence now.
    assert_eq!(shelf.holding(OTHER).forks, 2);
}

#[test]
fn the_branch_that_counts_is_not_cleared_away_where_a_part_of_it_is_held_back() {
    let files = MemoryFiles::default();
    let ours = chain(1, SegHash::NONE, 2, 2);
    let theirs = chain(1, SegHash::NONE, 5, 3);
    let length = u64::try_from(ours[0].1.len()).unwrap();
    let quota = Quota {
        one: 4 * length,
        all: 16 * length,
    };
    let mut shelf = Shelf::open_with(Arc::new(files), Path::new("/data"), OWN, quota).unwrap();
    for (_, bytes) in &ours {
        take(&mut shelf, bytes);
    }
    for (at, (_, bytes)) in theirs.iter().enumerate() {
        let view = SegmentView::read(bytes).unwrap();
        shelf.take(&view, bytes, &key().public(), true).unwrap();
        if at == 3 {
            // The last one comes with another bundle.
            assert!(shelf.holding(OTHER).held_bytes > 0);
            shelf.sync().unwrap();
        }
    }
    assert!(shelf.choose(OTHER, 15, theirs[4].0.hash()).unwrap().is_some());
    assert_eq!(shelf.seq(OTHER), 15);
}

#[test]
fn a_power_cut_anywhere_leaves_a_ledger_without_a_gap_and_all_that_was_synced() {
    cut_anywhere(&[&[3, 0], &[5, 1], &[2, 4]]);
}

#[test]
fn a_segment_that_was_held_back_and_followed_at_once_survives_a_power_cut() {
    cut_anywhere(&[&[2, 1, 0, 3], &[5, 4]]);
}

fn cut_anywhere(steps: &[&[usize]]) {
    let all = chain(1, SegHash::NONE, 6, 1);
    let work = |shelf: &mut Shelf, synced: &mut u64| -> Result<(), LogError> {
        for step in steps {
            for &at in *step {
                let view = SegmentView::read(&all[at].1).unwrap();
                shelf.take(&view, &all[at].1, &key().public(), false)?;
            }
            shelf.sync()?;
            *synced = shelf.seq(OTHER);
        }
        Ok(())
    };
    let whole = MemoryFiles::default();
    work(&mut open(&whole), &mut 0).unwrap();
    for cut in 0..=whole.steps() {
        for seed in 0..6 {
            let files = MemoryFiles::default();
            files.cut_after(cut);
            let mut synced = 0;
            let shelf = Shelf::open(Arc::new(files.clone()), Path::new("/data"), OWN);
            let _ = shelf.and_then(|mut shelf| work(&mut shelf, &mut synced));
            files.restart(seed);
            let mut shelf = open(&files);
            let before = stored(&shelf).len();
            assert!(
                u64::try_from(before).unwrap() * 3 >= synced,
                "cut {cut}, seed {seed}"
            );
            assert_eq!(
                stored(&shelf),
                all.iter()
                    .take(before)
                    .map(|(_, b)| b.clone())
                    .collect::<Vec<_>>()
            );
            work(&mut shelf, &mut synced).unwrap();
            assert_eq!(synced, 18, "cut {cut}, seed {seed}");
            assert_eq!(shelf.holding(OTHER).held, []);
        }
    }
}

#[test]
fn a_damaged_segment_is_set_aside_and_taken_again() {
    let files = MemoryFiles::default();
    let all = chain(1, SegHash::NONE, 4, 1);
    let mut shelf = open(&files);
    for (_, bytes) in &all {
        take(&mut shelf, bytes);
    }
    shelf.sync().unwrap();
    for first in [10, 4] {
        let path = format!("/data/log/5-1/{first:012}.seg");
        let file = files.open(Path::new(&path), Open::Write).unwrap();
        file.write_at(150, &[0xff; 8]).unwrap();
        file.write_at(190, &[0xff; 8]).unwrap();
        let mut shelf = open(&files);
        assert!(shelf.mend(OTHER, Some(&key().public())).unwrap());
        assert!(!shelf.mend(OTHER, Some(&key().public())).unwrap());
        let mut shelf = open(&files);
        assert_eq!(shelf.seq(OTHER), first - 1);
        let at = usize::try_from(first / 3).unwrap();
        assert_eq!(take(&mut shelf, &all[at].1), Outcome::New);
        shelf.sync().unwrap();
        assert_eq!(shelf.seq(OTHER), 12);
    }
}
