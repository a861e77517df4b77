mod cuts;

use std::path::Path;

use super::*;
use crate::ledger::id::EntityId;
use crate::ledger::op::Entry;
use crate::store::files::RealFiles;
use crate::store::files::recorder::{Recorder, scratch};

pub(super) const ID: LogId = LogId::new(1, 1);
pub(super) const NOW: u64 = 1_780_000_000_000;

pub(super) fn key() -> NodeKey {
    NodeKey::from_seed(&[0x42; 32])
}

pub(super) fn small() -> Settings {
    Settings {
        seal_ops: 8,
        grow: 512,
        bulk_ops: 16,
        ..Settings::default()
    }
}

pub(super) fn op(seq: u64) -> NewOp {
    NewOp {
        critical: false,
        kind: 1,
        kind_ver: 1,
        subject_type: 1,
        subject: EntityId::of_op(ID.op(seq)),
        actor: None,
        body: vec![u8::try_from(seq % 255).unwrap() + 1; usize::try_from(seq * 37 % 90).unwrap()],
        blob: None,
    }
}

/// The operations that a group of `count` from `first` on has in these tests.
pub(super) fn group(first: u64, count: u64) -> Vec<NewOp> {
    (first..first + count).map(op).collect()
}

pub(super) fn open(data: &Path) -> (Log, Opened) {
    // A recorder that nobody asks to cut is a disk that syncs at once.
    Log::open_with(Arc::new(Recorder::new(data)), data, key(), ID, small()).unwrap()
}

pub(super) fn read(log: &Log, from: u64) -> Vec<(u64, Hlc, NewOp)> {
    let mut all = Vec::new();
    let mut keep = |entry: Entry<'_>| -> Result<(), LogError> {
        assert_eq!(entry.id.log, ID);
        all.push((entry.id.seq, entry.hlc, entry.op.to_owned()));
        Ok(())
    };
    let next = log.replay(from, &mut keep).unwrap();
    assert_eq!(next, log.next_id().seq);
    all
}

/// Whether the ledger holds exactly the operations 1 to `last`, from wherever it is read.
pub(super) fn assert_holds(log: &Log, last: u64) {
    let all = read(log, 0);
    assert_eq!(all.len(), usize::try_from(last).unwrap());
    for (at, (seq, hlc, found)) in (1..).zip(&all) {
        assert_eq!((*seq, found), (at, &op(at)));
        assert!(*hlc >= Hlc::new(NOW, 0));
    }
    assert!(all.is_sorted_by(|a, b| a.1 < b.1), "stamps grow");
}

fn append(log: &mut Log, count: u64) -> Appended {
    let first = log.next_id().seq;
    log.append(&group(first, count), NOW).unwrap()
}

#[test]
fn what_was_appended_is_read_again_in_order_across_segments() {
    let dir = scratch();
    let (mut log, opened) = open(dir.path());
    assert_eq!(
        opened,
        Opened {
            next_seq: 1,
            last_hlc: Hlc(0),
            segments: 0,
            cut_bytes: 0
        }
    );
    for count in [1, 3, 2, 4, 1, 8, 1, 1] {
        let made = append(&mut log, count);
        assert_eq!(made.count, count);
        assert_eq!(made.iter().last().unwrap().0.seq + 1, log.next_id().seq);
    }
    assert_holds(&log, 21);
    assert_eq!(log.segments(), 3);
    let stamps: Vec<_> = read(&log, 0).iter().map(|e| e.1).collect();
    for from in 0..=22 {
        let part = read(&log, from);
        assert_eq!(part.first().map(|e| e.0), (from <= 21).then_some(from.max(1)));
        assert!(
            part.iter()
                .all(|e| e.1 == stamps[usize::try_from(e.0).unwrap() - 1])
        );
    }
    drop(log);
    let (mut log, opened) = open(dir.path());
    assert_eq!((opened.next_seq, opened.segments, opened.cut_bytes), (22, 3, 0));
    assert_eq!(opened.last_hlc, *stamps.last().unwrap());
    append(&mut log, 1);
    assert_holds(&log, 22);
    let whole = Verified {
        segments: 3,
        ops: 22,
        next_seq: 23,
        torn: 0,
        damage: vec![],
    };
    assert_eq!(log.verify().unwrap(), whole);
}

#[test]
fn the_stamps_that_an_append_answers_are_those_that_are_read() {
    let dir = scratch();
    let (mut log, _) = open(dir.path());
    let mut told = Vec::new();
    for (count, wall) in [(2, 5000), (3, 4000), (5, 9000), (1, 9000)] {
        let first = log.next_id().seq;
        told.extend(
            log.append(&group(first, count), wall)
                .unwrap()
                .iter()
                .map(|(id, hlc)| (id.seq, hlc)),
        );
    }
    assert_eq!(read(&log, 0).iter().map(|e| (e.0, e.1)).collect::<Vec<_>>(), told);
    drop(log);
    assert_eq!(
        read(&open(dir.path()).0, 0)
            .iter()
            .map(|e| (e.0, e.1))
            .collect::<Vec<_>>(),
        told
    );
}

#[test]
fn an_append_is_one_write_and_one_sync_and_sealing_adds_two() {
    let dir = scratch();
    let files = Recorder::new(dir.path());
    let mut log = Log::open_with(Arc::new(files.clone()), dir.path(), key(), ID, small())
        .unwrap()
        .0;
    for _ in 0..8 {
        let (events, syncs) = (files.events(), files.syncs());
        append(&mut log, 1);
        assert_eq!((files.events() - events, files.syncs() - syncs), (2, 1));
    }
    let syncs = files.syncs();
    append(&mut log, 1);
    assert_eq!(files.syncs() - syncs, 3);
}

#[test]
fn an_import_goes_into_whole_segments() {
    let dir = scratch();
    let (mut log, _) = open(dir.path());
    append(&mut log, 3);
    let mut bulk = log.bulk().unwrap();
    for _ in 0..10 {
        let first = bulk.next_id().seq;
        assert_eq!(bulk.push(&group(first, 5), NOW).unwrap().first.seq, first);
    }
    bulk.finish().unwrap();
    assert_eq!(
        log.segments(),
        5,
        "one of three, three of three groups, one of one group"
    );
    append(&mut log, 2);
    assert_holds(&log, 55);
    let mut bulk = log.bulk().unwrap();
    bulk.push(&group(56, 4), NOW).unwrap();
    drop(bulk);
    assert_eq!(
        append(&mut log, 1).first.seq,
        56,
        "an import not finished was never there"
    );
    drop(log);
    let (log, _) = open(dir.path());
    assert_holds(&log, 56);
    assert_eq!(log.verify().unwrap().damage, []);
}

#[test]
fn large_operations_seal_before_the_segment_is_too_long() {
    let dir = scratch();
    let files = Arc::new(Recorder::new(dir.path()));
    let mut log = Log::open(files, dir.path(), key(), ID).unwrap().0;
    let large = NewOp {
        body: vec![7; 60_000],
        ..op(1)
    };
    let group = vec![large; 10];
    for _ in 0..4 {
        log.append(&group, NOW).unwrap();
    }
    let mut bulk = log.bulk().unwrap();
    for _ in 0..4 {
        bulk.push(&group, NOW).unwrap();
    }
    bulk.finish().unwrap();
    assert_eq!(
        log.verify().unwrap(),
        Verified {
            segments: 8,
            ops: 80,
            next_seq: 81,
            ..Verified::default()
        }
    );
    let over = vec![group[0].clone(); 20];
    assert!(matches!(
        log.append(&over, NOW),
        Err(LogError::Op(OpError::TooLong(_)))
    ));
    assert!(matches!(
        log.bulk().unwrap().push(&over, NOW),
        Err(LogError::Op(OpError::TooLong(_)))
    ));
    assert!(matches!(log.append(&[], NOW), Err(LogError::Group(0))));
    assert_eq!(
        log.append(&group, NOW).unwrap().first.seq,
        81,
        "what is refused leaves no gap"
    );
}

#[test]
fn every_flipped_byte_of_a_sealed_segment_is_found_and_named() {
    let dir = scratch();
    let (mut log, _) = open(dir.path());
    for _ in 0..26 {
        append(&mut log, 1);
    }
    let folder = log.path().to_owned();
    for (first, at_a_time) in [(1, 1), (9, 7), (17, 7)] {
        let file = segments::name(first);
        let path = folder.join(&file);
        let whole = std::fs::read(&path).unwrap();
        for at in (0..whole.len()).step_by(at_a_time) {
            let mut bad = whole.clone();
            bad[at] ^= 0x10;
            std::fs::write(&path, &bad).unwrap();
            let found = log.verify().unwrap();
            let names: Vec<_> = found.damage.iter().map(|d| d.file.as_str()).collect();
            assert_eq!(names, [file.as_str()], "byte {at} of {file}: {:?}", found.damage);
            assert_eq!(found.next_seq, 27);
            if at % 7 == 0 {
                let replayed = log.replay(1, &mut |_| Ok::<(), LogError>(()));
                assert!(matches!(replayed, Err(LogError::Damaged(d)) if d.file == file));
            }
        }
        std::fs::write(&path, &whole).unwrap();
    }
    let gone = folder.join(segments::name(9));
    std::fs::remove_file(gone).unwrap();
    let found = log.verify().unwrap().damage;
    assert_eq!(
        found[0].to_string(),
        "000000000017.seg: operations 9 to 16 are missing"
    );
    assert_eq!(found.len(), 1);
}

#[test]
fn a_last_segment_whose_header_is_damaged_is_not_continued() {
    let dir = scratch();
    let (mut log, _) = open(dir.path());
    for _ in 0..10 {
        append(&mut log, 1);
    }
    let path = log.path().join(segments::name(1));
    drop(log);
    let mut bad = std::fs::read(&path).unwrap();
    bad[60] ^= 1;
    std::fs::write(&path, bad).unwrap();
    let error = Log::open(Arc::new(RealFiles), dir.path(), key(), ID).unwrap_err();
    assert!(
        error.to_string().contains("000000000001.seg: byte 128"),
        "{error}"
    );
}

#[test]
fn a_frame_damaged_before_a_good_one_is_refused_and_named() {
    let dir = scratch();
    let (mut log, _) = open(dir.path());
    for _ in 0..5 {
        append(&mut log, 1);
    }
    let path = log.path().join(wal::NAME);
    let whole = std::fs::read(&path).unwrap();
    let mut bad = whole.clone();
    bad[30] ^= 1;
    std::fs::write(&path, &bad).unwrap();
    let found = log.verify().unwrap().damage;
    assert!(
        matches!(&found[0].fault, Fault::Frame(error) if error.offset() == 0),
        "{found:?}"
    );
    let error = Log::open(Arc::new(RealFiles), dir.path(), key(), ID).unwrap_err();
    assert!(matches!(error, LogError::Damaged(_)), "{error}");
    assert_eq!(std::fs::read(&path).unwrap(), bad, "nothing was cut");

    // All of it gone: this process knows what it acknowledged.
    std::fs::write(&path, []).unwrap();
    let found = log.verify().unwrap().damage;
    assert_eq!(found[0].to_string(), "open.wal: operations 1 to 5 are missing");
}

#[test]
fn an_open_file_that_is_gone_beside_sealed_segments_is_missed() {
    let dir = scratch();
    let (mut log, _) = open(dir.path());
    for _ in 0..10 {
        append(&mut log, 1);
    }
    assert!(log.segments() > 0);
    let path = log.path().join(wal::NAME);
    drop(log);
    std::fs::remove_file(&path).unwrap();
    let error = Log::open(Arc::new(RealFiles), dir.path(), key(), ID).unwrap_err();
    assert!(error.to_string().contains("open.wal: it is gone"), "{error}");
    assert!(!path.exists(), "no empty one takes its place");
}

#[test]
fn a_torn_last_record_is_cut_at_any_byte_and_the_ledger_goes_on() {
    let dir = scratch();
    let (mut log, _) = open(dir.path());
    for _ in 0..3 {
        append(&mut log, 1);
    }
    let path = log.path().join(wal::NAME);
    let before = log.wal_end();
    append(&mut log, 2);
    let after = log.wal_end();
    drop(log);
    let whole = std::fs::read(&path).unwrap();
    for cut in before..after {
        for zeros in [0, 300] {
            let mut torn = whole[..cut].to_vec();
            torn.resize(cut + zeros, 0);
            std::fs::write(&path, &torn).unwrap();
            let (mut log, opened) = open(dir.path());
            assert_eq!(
                (opened.next_seq, opened.cut_bytes > 0),
                (4, cut > before),
                "cut at {cut}"
            );
            append(&mut log, 1);
            drop(log);
            let (log, opened) = open(dir.path());
            assert_eq!((opened.next_seq, opened.cut_bytes), (5, 0));
            assert_holds(&log, 4);
        }
    }
}

#[test]
fn a_full_or_broken_disk_closes_the_ledger_and_loses_nothing_acknowledged() {
    for kind in [std::io::ErrorKind::StorageFull, std::io::ErrorKind::Other] {
        let mut failed = 0;
        for fail in 0..60 {
            let dir = scratch();
            let files = Recorder::new(dir.path());
            let opened = Log::open_with(Arc::new(files.clone()), dir.path(), key(), ID, small());
            let mut log = opened.unwrap().0;
            files.fail_from(files.events() + fail, kind);
            let mut acknowledged = 0;
            for turn in 0..20 {
                let first = log.next_id().seq;
                let done = if turn % 7 == 6 {
                    log.bulk().and_then(|mut bulk| {
                        bulk.push(&group(first, 9), NOW)?;
                        bulk.finish()
                    })
                } else {
                    log.append(&group(first, 2), NOW).map(|_| ())
                };
                match done {
                    Ok(()) => acknowledged = log.next_id().seq - 1,
                    Err(LogError::Io { source, .. }) => {
                        assert_eq!(source.kind(), kind);
                        break;
                    }
                    Err(other) => panic!("{other}"),
                }
            }
            files.heal();
            let first = log.next_id().seq;
            let refused = log.append(&group(first, 1), NOW);
            assert!(
                matches!(refused, Err(LogError::Closed)),
                "nothing more until it is opened again"
            );
            assert_holds(&log, acknowledged);
            drop(log);
            let (mut log, opened) = open(dir.path());
            // A failed import's segment may have arrived although its folder was not synced.
            assert!(opened.next_seq > acknowledged, "{opened:?} {acknowledged}");
            append(&mut log, 1);
            assert_holds(&log, opened.next_seq);
            assert_eq!(log.verify().unwrap().damage, []);
            failed += 1;
        }
        assert_eq!(failed, 60);
    }
}

#[test]
fn another_node_s_ledger_is_not_taken_for_this_one() {
    let dir = scratch();
    let (mut log, _) = open(dir.path());
    for _ in 0..10 {
        append(&mut log, 1);
    }
    drop(log);
    let stranger = NodeKey::from_seed(&[1; 32]);
    let error = Log::open(Arc::new(RealFiles), dir.path(), stranger, ID).unwrap_err();
    assert!(error.to_string().contains("signature"), "{error}");
    let other = LogId::new(2, 1);
    std::fs::rename(folder(dir.path(), ID), folder(dir.path(), other)).unwrap();
    let error = Log::open(Arc::new(RealFiles), dir.path(), key(), other).unwrap_err();
    assert!(error.to_string().contains("belongs to ledger 1-1"), "{error}");
}

impl Log {
    fn wal_end(&self) -> usize {
        let bytes = std::fs::read(self.path().join(wal::NAME)).unwrap();
        wal::read(&bytes, ID, self.wal.first_seq()).unwrap().1.end
    }
}
