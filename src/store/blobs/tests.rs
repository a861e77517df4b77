use proptest::prelude::*;

use super::pack::PackDamage;
use super::*;
use crate::store::files::recorder::{Recorder, scratch};

fn blob(number: u32) -> Blob {
    let word = format!("nama-{number:06}-");
    let body = word.repeat(1 + usize::try_from(number % 60).unwrap());
    Blob::seal([u8::try_from(number % 200).unwrap() + 1; 16], body.as_bytes()).unwrap()
}

fn open(data: &Path) -> (Blobs, usize) {
    Blobs::open_with(Arc::new(Recorder::new(data)), data, 2000).unwrap()
}

fn whole(data: &Path) -> BlobsVerified {
    let found = verify(&crate::store::files::RealFiles, data).unwrap();
    assert_eq!(found.damage, []);
    found
}

#[test]
fn blobs_come_back_by_place_and_by_hash_across_packs() {
    let dir = scratch();
    let (mut blobs, _) = open(dir.path());
    let mut places = Vec::new();
    for number in 0..40 {
        places.push(blobs.put(&blob(number)).unwrap());
        if number % 3 == 0 {
            blobs.sync().unwrap();
        }
    }
    blobs.sync().unwrap();
    assert!(list(&*blobs.files, &blobs.dir).unwrap().len() > 3);
    drop(blobs);
    let (mut blobs, cut) = open(dir.path());
    assert_eq!(cut, 0);
    let mut scanned = Vec::new();
    blobs.scan(&mut |hash, at| scanned.push((*hash, at))).unwrap();
    let put: Vec<_> = (0..40)
        .map(|n| blob(n).hash())
        .zip(places.iter().copied())
        .collect();
    assert_eq!(scanned, put);
    for (number, at) in (0..40).zip(places) {
        let expected = blob(number);
        assert_eq!(
            blobs.get_at(at, &expected.hash()).unwrap(),
            Some(expected.clone())
        );
        assert_eq!(blobs.get(&expected.hash()).unwrap(), Some(expected));
    }
    assert_eq!(blobs.get(&blob(99).hash()).unwrap(), None);
    assert!(matches!(
        blobs.get_at(scanned[0].1, &blob(1).hash()),
        Err(BlobsError::Damaged { .. })
    ));
    blobs.put(&blob(99)).unwrap();
    assert_eq!(blobs.get(&blob(99).hash()).unwrap(), Some(blob(99)));
    assert_eq!(whole(dir.path()).whole, 41);
}

#[test]
fn the_first_release_s_pack_is_still_read_and_still_written() {
    let golden: &[u8] = include_bytes!("../../../tests/golden/blobs-1.pack");
    let dir = scratch();
    let (mut blobs, _) = open(dir.path());
    blobs.put(&blob(1)).unwrap();
    blobs.put(&blob(2)).unwrap();
    blobs.destroy(&blob(1).hash()).unwrap();
    let path = blobs.path().join(name(1));
    assert_eq!(std::fs::read(&path).unwrap(), golden);
    let found = whole(dir.path());
    assert_eq!((found.whole, found.destroyed), (1, 1));
}

#[test]
fn a_missing_pack_is_named() {
    let dir = scratch();
    let (mut blobs, _) = open(dir.path());
    for number in 0..60 {
        blobs.put(&blob(number)).unwrap();
        blobs.sync().unwrap();
    }
    let folder = blobs.path().to_owned();
    for pack in [1, 3] {
        let (path, aside) = (folder.join(name(pack)), folder.join("aside"));
        std::fs::rename(&path, &aside).unwrap();
        let found = verify(&crate::store::files::RealFiles, dir.path()).unwrap();
        assert_eq!(found.damage, [(name(pack + 1), PackDamage::MissingBefore)]);
        std::fs::rename(&aside, &path).unwrap();
    }
}

#[test]
fn many_blobs_are_one_write_and_one_sync() {
    let dir = scratch();
    let files = Recorder::new(dir.path());
    let mut blobs = Blobs::open(Arc::new(files.clone()), dir.path()).unwrap().0;
    let before = (files.events(), files.syncs());
    for number in 0..1000 {
        blobs.put(&blob(number)).unwrap();
    }
    blobs.sync().unwrap();
    blobs.sync().unwrap();
    assert_eq!((files.events(), files.syncs()), (before.0 + 2, before.1 + 1));
}

#[test]
fn a_destroyed_blob_is_gone_from_the_disk_and_the_rest_still_verifies() {
    let dir = scratch();
    let (mut blobs, _) = open(dir.path());
    for number in [0, 1, 2, 1, 3] {
        blobs.put(&blob(number)).unwrap();
    }
    assert!(
        blobs.destroy(&blob(1).hash()).unwrap(),
        "destroyed in both places"
    );
    assert!(!blobs.destroy(&blob(7).hash()).unwrap());
    assert_eq!(blobs.get(&blob(1).hash()).unwrap(), None);
    blobs.put(&blob(4)).unwrap();
    blobs.sync().unwrap();
    for _ in 0..2 {
        assert!(!holds(dir.path(), &blob(1)));
        let found = whole(dir.path());
        assert_eq!((found.whole, found.destroyed, found.torn), (4, 2, 0));
        drop(blobs);
        blobs = open(dir.path()).0;
        assert_eq!(blobs.get(&blob(1).hash()).unwrap(), None);
        assert_eq!(blobs.get(&blob(2).hash()).unwrap(), Some(blob(2)));
    }
}

/// Whether the content of a blob is anywhere in the packs.
fn holds(data: &Path, blob: &Blob) -> bool {
    let packs = std::fs::read_dir(data.join("blob")).unwrap();
    packs
        .map(|file| std::fs::read(file.unwrap().path()).unwrap())
        .any(|bytes| {
            bytes
                .windows(blob.as_bytes().len())
                .any(|window| window == blob.as_bytes())
        })
}

#[test]
fn every_flipped_byte_is_found_and_the_other_blobs_still_read() {
    let dir = scratch();
    let (mut blobs, _) = open(dir.path());
    for number in 0..5 {
        blobs.put(&blob(number)).unwrap();
        blobs.sync().unwrap();
    }
    let path = dir.path().join("blob").join(name(1));
    let last = usize::try_from(blobs.end).unwrap() - BATCH_OF_LAST;
    let good = std::fs::read(&path).unwrap();
    for at in 0..good.len() {
        let mut bad = good.clone();
        bad[at] ^= 4;
        std::fs::write(&path, &bad).unwrap();
        let found = verify(&crate::store::files::RealFiles, dir.path()).unwrap();
        assert_eq!(found.whole, 4, "byte {at}");
        // In the last batch it cannot be told from a torn write.
        assert_eq!(
            (found.damage.len(), found.torn > 0),
            if at < last { (1, false) } else { (0, true) }
        );
    }
}
const BATCH_OF_LAST: usize = 20 + 36 + 16 + 5 * 12;

#[test]
fn a_torn_last_batch_is_cut_at_any_byte() {
    let dir = scratch();
    let (mut blobs, _) = open(dir.path());
    blobs.put(&blob(1)).unwrap();
    blobs.sync().unwrap();
    let before = usize::try_from(blobs.end).unwrap();
    blobs.put(&blob(2)).unwrap();
    blobs.put(&blob(3)).unwrap();
    blobs.sync().unwrap();
    let path = dir.path().join("blob").join(name(1));
    let good = std::fs::read(&path).unwrap();
    for cut in before..good.len() {
        std::fs::write(&path, &good[..cut]).unwrap();
        let (mut blobs, torn) = open(dir.path());
        assert_eq!(torn, cut - before);
        assert_eq!(blobs.get(&blob(2).hash()).unwrap(), None);
        blobs.put(&blob(4)).unwrap();
        blobs.sync().unwrap();
        assert_eq!(whole(dir.path()).whole, 2);
    }
}

#[test]
fn a_failed_write_closes_the_packs_until_they_are_opened_again() {
    let dir = scratch();
    let files = Recorder::new(dir.path());
    let mut blobs = Blobs::open(Arc::new(files.clone()), dir.path()).unwrap().0;
    blobs.put(&blob(1)).unwrap();
    blobs.sync().unwrap();
    files.fail_from(files.events(), io::ErrorKind::StorageFull);
    blobs.put(&blob(2)).unwrap();
    assert!(matches!(blobs.sync(), Err(BlobsError::Io { .. })));
    files.heal();
    assert!(matches!(blobs.put(&blob(3)), Err(BlobsError::Closed)));
    assert!(matches!(blobs.sync(), Err(BlobsError::Closed)));
    drop(blobs);
    let (mut blobs, _) = open(dir.path());
    assert_eq!(blobs.get(&blob(1).hash()).unwrap(), Some(blob(1)));
    assert_eq!(blobs.get(&blob(2).hash()).unwrap(), None);
}

#[test]
fn after_any_power_cut_synced_blobs_are_there_and_destroyed_ones_are_not() {
    for seed in 0_u32..20 {
        let dir = scratch();
        let files = Recorder::new(dir.path());
        let mut blobs = Blobs::open_with(Arc::new(files.clone()), dir.path(), 2000)
            .unwrap()
            .0;
        // After which event a blob was synced, and after which it was destroyed.
        let (mut synced, mut destroyed) = (Vec::new(), Vec::new());
        for turn in 0..12 {
            let first = seed * 100 + turn * 3;
            for number in first..=first + (seed + turn) % 3 {
                blobs.put(&blob(number)).unwrap();
                synced.push((number, usize::MAX));
            }
            blobs.sync().unwrap();
            let now = files.events();
            synced
                .iter_mut()
                .filter(|(_, at)| *at == usize::MAX)
                .for_each(|(_, at)| *at = now);
            if turn % 4 == 3 {
                let started = files.events();
                let number = seed * 100 + (turn - seed % 3) * 3;
                assert!(blobs.destroy(&blob(number).hash()).unwrap());
                destroyed.push((number, started, files.events()));
            }
        }
        for cut in 0..15_u64 {
            let events =
                usize::try_from(cut * 7919 + u64::from(seed) * 104_729).unwrap() % (files.events() + 1);
            let after = scratch();
            files
                .cut(events, cut + u64::from(seed) * 1000, after.path())
                .unwrap();
            let (mut left, _) = open(after.path());
            for (number, at) in &synced {
                let expected = blob(*number);
                let found = left.get(&expected.hash()).unwrap();
                let fate = destroyed.iter().find(|(gone, ..)| gone == number);
                if fate.is_some_and(|(.., done)| *done <= events) {
                    assert!(
                        found.is_none() && !holds(after.path(), &expected),
                        "seed {seed} cut {cut}"
                    );
                } else if *at <= events && fate.is_none_or(|(_, started, _)| *started > events) {
                    assert_eq!(found, Some(expected), "seed {seed} cut {cut} event {events}");
                } else {
                    assert_eq!(found.is_some(), holds(after.path(), &expected));
                }
            }
            left.put(&blob(99_999)).unwrap();
            left.sync().unwrap();
            whole(after.path());
        }
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read_without_a_panic(
        bytes in prop::collection::vec(prop_oneof![Just(0_u8), any::<u8>()], 0..300),
        last in any::<bool>(),
        good in any::<bool>(),
    ) {
        let mut batch = Batch::default();
        batch.push(&blob(1).hash(), blob(1).as_bytes());
        let mut all = if good { batch.finish(1, 1).unwrap().to_vec() } else { vec![] };
        all.extend(bytes);
        let mut records = 0;
        let scanned = pack::scan(&all, 1, last, &mut |_, _| records += 1);
        prop_assert_eq!(records, usize::from(good));
        prop_assert!(scanned.end <= all.len());
    }
}
