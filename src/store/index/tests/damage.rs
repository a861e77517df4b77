//! What may happen to the files while nobody looks: the view is right or says that it is not.

use super::*;

const RECORDS: u32 = 400;

/// A small generator, so that the cases are the same everywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

/// The value of a person as of a checkpoint: everybody changes now and then, and leaves now and then.
fn person(n: u32, seq: u64) -> Option<Vec<u8>> {
    let since = seq - (seq + u64::from(n)) % 3;
    let len = 60 + (u64::from(n) * 37 + since * 11) % 700;
    let gone = (u64::from(n) + since).is_multiple_of(7);
    (!gone).then(|| {
        (0..len)
            .map(|i| u8::try_from((i * 7 + since * 13 + u64::from(n)) % 251).unwrap())
            .collect()
    })
}

/// Six checkpoints of a store in which everybody changes, loaded first and open at the end.
fn store(dir: &Path) -> Index {
    let index = open(dir);
    let mut loader = index.load().unwrap();
    for n in 0..RECORDS {
        if let Some(value) = person(n, 3) {
            loader.put(&PEOPLE, &n.to_be_bytes(), &value).unwrap();
        }
    }
    loader.finish(up_to(3)).unwrap();
    for seq in 4..9 {
        advance(&index, seq);
    }
    index
}

fn advance(index: &Index, seq: u64) {
    for n in 0..RECORDS {
        match person(n, seq) {
            Some(value) if person(n, seq - 1).as_ref() != Some(&value) => {
                index.put(&PEOPLE, &n.to_be_bytes(), &value).unwrap();
            }
            Some(_) => {}
            None => index.remove(&PEOPLE, &n.to_be_bytes()).unwrap(),
        }
    }
    index.checkpoint(up_to(seq)).unwrap();
}

/// Reads everything: true when it is what the watermark says, false when a fault says to rebuild. Anything else fails.
fn right(opened: Result<Index, IndexFault>, what: &str) -> bool {
    let fault = match opened {
        Err(fault) => fault,
        Ok(index) => {
            let seq = index.watermark().get(&HERE).map_or(0, |mark| mark.seq);
            let read = index
                .prefix(&PEOPLE, b"")
                .and_then(Iterator::collect::<Result<Vec<_>, _>>);
            match read {
                Err(fault) => fault,
                Ok(found) => {
                    let expected =
                        (0..RECORDS).filter_map(|n| Some((n.to_be_bytes().to_vec(), person(n, seq)?)));
                    assert!(
                        seq > 0 && found == expected.collect::<Vec<_>>(),
                        "{what}: wrong and silent at {seq}"
                    );
                    return true;
                }
            }
        }
    };
    assert!(fault.rebuild(), "{what}: {fault}");
    false
}

fn rebuilds(dir: &Path) {
    let index = Index::start_over(dir, CACHE).unwrap();
    assert!(index.watermark().is_empty() && all(&index, &PEOPLE).is_empty());
    let mut loader = index.load().unwrap();
    loader.put(&PEOPLE, b"a", &vec![1]).unwrap();
    loader.finish(up_to(1)).unwrap();
    index.close().unwrap();
    assert_eq!(open(dir).len(&PEOPLE), 1);
}

/// Every file of the view with its length, in a fixed order.
fn files(dir: &Path) -> Vec<(PathBuf, u64)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap().map(Result::unwrap) {
        if entry.file_type().unwrap().is_dir() {
            found.extend(files(&entry.path()));
        } else {
            found.push((entry.path(), entry.metadata().unwrap().len()));
        }
    }
    found.sort();
    found
}

/// Flips one byte at a time, every fourth in any file, however small; returns how often the view was still right.
fn flips(source: &Path, cases: u64, seed: u64) -> u64 {
    let mut dice = Dice(seed);
    let mut whole = 0;
    for case in 0..cases {
        let home = tempfile::tempdir().unwrap();
        copy(source, home.path());
        let files = files(home.path());
        let total: u64 = files.iter().map(|(_, len)| len).sum();
        let (path, at) = if case % 4 == 0 {
            let (path, len) = &files[usize::try_from(dice.below(files.len() as u64)).unwrap()];
            (path, dice.below((*len).max(1)))
        } else {
            let mut at = dice.below(total);
            let hit = files.iter().find(|(_, len)| {
                let inside = at < *len;
                at -= if inside { 0 } else { *len };
                inside
            });
            (&hit.unwrap().0, at)
        };
        let mut bytes = fs::read(path).unwrap();
        if let Some(byte) = bytes.get_mut(usize::try_from(at).unwrap()) {
            *byte ^= 1 << dice.below(8);
        }
        fs::write(path, bytes).unwrap();
        let name = path.strip_prefix(home.path()).unwrap().display();
        let what = format!("seed {seed} case {case}: byte {at} of {name}");
        if right(Index::open(home.path(), CACHE), &what) {
            whole += 1;
        } else if case % 8 == 0 {
            rebuilds(home.path());
        }
    }
    whole
}

#[test]
fn a_byte_flipped_in_a_closed_view_is_noticed_or_harmless() {
    let dir = tempfile::tempdir().unwrap();
    store(dir.path()).close().unwrap();
    assert!(right(Index::open(dir.path(), CACHE), "untouched"));
    let whole = flips(dir.path(), 100, 1);
    assert!(whole < 100, "some flip must meet something that is read");
}

#[test]
fn a_byte_flipped_in_a_killed_view_is_noticed_or_harmless() {
    let dir = tempfile::tempdir().unwrap();
    let index = store(dir.path());
    let copy = killed(&index);
    assert!(right(Index::open(killed(&index).path(), CACHE), "untouched"));
    let whole = flips(copy.path(), 100, 2);
    assert!(whole < 100, "some flip must meet something that is read");
}

#[test]
fn every_file_cut_short_is_noticed_or_harmless() {
    let dir = tempfile::tempdir().unwrap();
    let index = store(dir.path());
    let copied = killed(&index);
    index.close().unwrap();
    let mut dice = Dice(3);
    for (source, closed) in [(dir.path(), true), (copied.path(), false)] {
        for (path, len) in files(source) {
            for _ in 0..6 {
                let home = tempfile::tempdir().unwrap();
                copy(source, home.path());
                let cut = home.path().join(path.strip_prefix(source).unwrap());
                let keep = dice.below(len.max(1));
                fs::File::options()
                    .write(true)
                    .open(&cut)
                    .unwrap()
                    .set_len(keep)
                    .unwrap();
                right(
                    Index::open(home.path(), CACHE),
                    &format!("{} cut to {keep}, closed {closed}", path.display()),
                );
            }
        }
    }
}

#[test]
fn every_file_filled_with_garbage_is_noticed() {
    let dir = tempfile::tempdir().unwrap();
    store(dir.path()).close().unwrap();
    let mut dice = Dice(4);
    for (path, len) in files(dir.path()) {
        let home = tempfile::tempdir().unwrap();
        copy(dir.path(), home.path());
        let garbage: Vec<u8> = (0..len).map(|_| u8::try_from(dice.below(256)).unwrap()).collect();
        fs::write(home.path().join(path.strip_prefix(dir.path()).unwrap()), garbage).unwrap();
        assert!(
            !right(Index::open(home.path(), CACHE), &path.display().to_string()),
            "{}",
            path.display()
        );
        rebuilds(home.path());
    }
}

#[test]
fn what_was_deleted_is_missed() {
    let dir = tempfile::tempdir().unwrap();
    store(dir.path()).close().unwrap();
    for name in ["sled", "sled/db", "sled/conf", "checkpoint"] {
        let home = tempfile::tempdir().unwrap();
        copy(dir.path(), home.path());
        let path = home.path().join(name);
        if path.is_dir() {
            fs::remove_dir_all(path).unwrap();
        } else {
            fs::remove_file(path).unwrap();
        }
        assert!(Index::open(home.path(), CACHE).unwrap_err().rebuild(), "{name}");
        rebuilds(home.path());
    }
    let whole = tempfile::tempdir().unwrap();
    assert!(open(&whole.path().join("new")).watermark().is_empty());
}

#[test]
fn an_older_copy_of_everything_is_an_older_watermark() {
    let dir = tempfile::tempdir().unwrap();
    let index = store(dir.path());
    let older = killed(&index);
    advance(&index, 9);
    index.close().unwrap();
    assert_eq!(open(dir.path()).watermark(), up_to(9));
    let after = open(older.path());
    assert_eq!(after.watermark(), up_to(8));
    drop(after);
    assert!(right(Index::open(older.path(), CACHE), "older"));
}

#[test]
fn an_older_copy_of_sled_alone_or_of_the_checkpoint_alone_is_not_taken_for_the_present() {
    let dir = tempfile::tempdir().unwrap();
    let index = store(dir.path());
    let older = killed(&index);
    advance(&index, 9);
    let next = killed(&index);
    advance(&index, 10);
    index.close().unwrap();
    for closed_first in [false, true] {
        if closed_first {
            open(older.path()).close().unwrap();
        }
        for (sled, checkpoint) in [(older.path(), dir.path()), (dir.path(), older.path())] {
            let home = tempfile::tempdir().unwrap();
            copy(sled, home.path());
            fs::copy(checkpoint.join("checkpoint"), home.path().join("checkpoint")).unwrap();
            assert!(!right(Index::open(home.path(), CACHE), "mixed"));
        }
    }
    // One checkpoint back is a side that the file still names: it is that time's content or nothing.
    let home = tempfile::tempdir().unwrap();
    copy(older.path(), home.path());
    fs::copy(next.path().join("checkpoint"), home.path().join("checkpoint")).unwrap();
    assert!(right(Index::open(home.path(), CACHE), "one back"));
    assert_eq!(open(home.path()).watermark(), up_to(8));
}

/// What sled loses or keeps too long after a kill does not touch the stamp: only the digests tell.
#[test]
fn a_record_that_sled_lost_brought_back_or_kept_old_is_noticed_after_a_kill() {
    type Harm = fn(&sled::Db) -> sled::Result<Option<sled::IVec>>;
    let harms: [Harm; 4] = [
        |db| db.remove(b"\x02\0\0\0\x01"),
        |db| db.insert(b"\x02\0\0\0\x01", codec::encode(&person(1, 5)).unwrap()),
        |db| db.insert(b"\x02\0\x07\0\0", codec::encode(&person(1, 8)).unwrap()),
        |db| db.insert(b"\x07x", codec::encode(&1).unwrap()),
    ];
    let dir = tempfile::tempdir().unwrap();
    let index = store(dir.path());
    for harm in harms {
        let home = killed(&index);
        Engine::open(home.path(), CACHE).unwrap().call(harm).unwrap();
        assert!(matches!(
            Index::open(home.path(), CACHE),
            Err(IndexFault::Doubt(Doubt::Content { .. }))
        ));
    }
}

#[test]
fn two_copies_that_went_different_ways_are_told_apart() {
    let dir = tempfile::tempdir().unwrap();
    let index = store(dir.path());
    let other = killed(&index);
    advance(&index, 9);
    index.close().unwrap();
    let twin = open(other.path());
    advance(&twin, 9);
    twin.close().unwrap();
    fs::copy(dir.path().join("checkpoint"), other.path().join("checkpoint")).unwrap();
    assert!(matches!(
        Index::open(other.path(), CACHE),
        Err(IndexFault::Doubt(Doubt::Stale))
    ));
}

#[test]
fn a_snapshot_that_sled_did_not_finish_is_removed() {
    let dir = tempfile::tempdir().unwrap();
    store(dir.path()).close().unwrap();
    let left = dir.path().join("sled/snap.00000000FFFFFFFF.generating");
    fs::write(&left, b"cut off by a full disk").unwrap();
    assert!(right(Index::open(dir.path(), CACHE), "generating"));
    assert!(!left.exists());
}

#[test]
fn a_directory_of_another_sled_is_not_an_empty_view() {
    let dir = tempfile::tempdir().unwrap();
    store(dir.path()).close().unwrap();
    fs::remove_dir_all(dir.path().join("sled")).unwrap();
    for name in ["metadata", "object_cache", "slabs"] {
        fs::create_dir_all(dir.path().join("sled").join(name)).unwrap();
    }
    assert!(matches!(
        Index::open(dir.path(), CACHE),
        Err(IndexFault::Doubt(Doubt::Version))
    ));
    rebuilds(dir.path());
}

#[test]
fn what_is_set_aside_is_kept_once() {
    let dir = tempfile::tempdir().unwrap();
    store(dir.path()).close().unwrap();
    for round in 0..2 {
        fs::write(dir.path().join("checkpoint"), b"?").unwrap();
        assert!(Index::open(dir.path(), CACHE).unwrap_err().rebuild());
        rebuilds(dir.path());
        let names: Vec<_> = fs::read_dir(dir.path())
            .unwrap()
            .map(|e| e.unwrap().file_name())
            .collect();
        assert_eq!(names.len(), 3, "round {round}: {names:?}");
    }
    assert!(dir.path().join("sled.damaged/db").exists());
}

#[test]
fn a_view_that_failed_stays_out_of_use_and_says_why() {
    let dir = tempfile::tempdir().unwrap();
    let index = store(dir.path());
    let said = index
        .engine
        .call::<()>(|_| panic!("a page that is not there"))
        .unwrap_err();
    assert!(said.rebuild());
    for fault in [
        index.get(&PEOPLE, b"a").unwrap_err(),
        index.put(&PEOPLE, b"a", &vec![1]).unwrap_err(),
        index.prefix(&PEOPLE, b"").map(drop).unwrap_err(),
        index.load().map(drop).unwrap_err(),
    ] {
        assert_eq!(
            fault.to_string(),
            "the view is out of use: a page that is not there"
        );
    }
    drop(index);
    rebuilds(dir.path());
}
