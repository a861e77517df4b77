use super::*;
use crate::domain::id::{PersonId, UnitId};
use crate::ledger::body::{office, people, plan, seat};
use crate::ledger::cert::{HubCert, HubClaim};
use crate::ledger::clock::Hlc;
use crate::ledger::key::{NodeKey, PublicKey};
use crate::ledger::segment::SegmentView;
use crate::state::world::Subject;
use crate::store::files::memory::MemoryFiles;
use crate::store::identity::Anchors;
use crate::store::shelf::Outcome;

const HUB: LogId = LogId::new(1, 1);
const KIOSK: LogId = LogId::new(5, 1);
const WALL: u64 = 1_800_000_000_000;

fn data() -> PathBuf {
    PathBuf::from("/data")
}

fn open(files: &MemoryFiles) -> Result<Book, BookError> {
    Ok(Book::open(Arc::new(files.clone()), &data())?.0)
}

fn create(files: &MemoryFiles) -> Book {
    Book::create(files, &data()).unwrap();
    open(files).unwrap()
}

fn cert(key: [u8; 32], log: LogId, serial: u32) -> Vec<u8> {
    let claim = HubClaim {
        root: PublicKey([0; 32]),
        serial,
        log,
        key: PublicKey(key),
        recipient: [1; 32],
        name: "Pusat".to_owned(),
        issued: Hlc(1),
    };
    let root = NodeKey::from_seed(&[9; 32]);
    HubCert::issue(claim, &root).unwrap().bytes().to_vec()
}

fn enrol(log: LogId, key: [u8; 32]) -> Draft {
    let body = office::NodeEnrolled {
        node: log.node.0,
        incarnation: log.incarnation,
        name: format!("Kios {log}"),
        key,
        recipient: [2; 32],
        units: Vec::new(),
        duties: 7,
    };
    Draft::new(Subject::None, body)
}

fn batch(number: u8) -> BatchId {
    BatchId([0x80 | number; 16])
}

fn person(number: u64, name: &str) -> Draft {
    let body = people::PersonAdded {
        unit: plan::Name([0x81; 16]),
        employment: 1,
        contract_end: None,
    };
    let blob = people::ProfileBlob {
        number: 198_503_122_010_012_000 + number,
        name: name.to_owned(),
        position: None,
        rank: None,
    };
    Draft::new(Subject::new_person(), body).with_blob(&blob)
}

fn request(batch: BatchId, person: u64) -> Draft {
    let body = seat::Request {
        person: plan::Name(PersonId::of_op(1, 1, person).0),
        attempt: 1,
        unsure: None,
    };
    Draft::new(Subject::Batch(batch), body)
}

fn unit(name: &str) -> Draft {
    let body = office::UnitSet {
        code: "DINKES".to_owned(),
        name: name.to_owned(),
        kind: None,
        link: None,
    };
    Draft::new(Subject::Unit(UnitId([0x81; 16])), body)
}

/// A centre with a few people, and a kiosk that it has made known.
struct Town {
    hub_files: MemoryFiles,
    kiosk_files: MemoryFiles,
    hub: Book,
    kiosk: Book,
}

fn town() -> Town {
    let (hub_files, kiosk_files) = (MemoryFiles::default(), MemoryFiles::default());
    let mut hub = create(&hub_files);
    let mut kiosk = create(&kiosk_files);
    let cert = cert(hub.public_key(), HUB, 1);
    for book in [&mut hub, &mut kiosk] {
        assert!(book.add_cert(&cert).unwrap());
        assert!(!book.add_cert(&cert).unwrap());
    }
    kiosk.begin_incarnation(KIOSK).unwrap();
    let drafts = [enrol(KIOSK, kiosk.public_key()), unit("Dinas Kesehatan")];
    hub.commit(&drafts, WALL).unwrap();
    hub.seal().unwrap();
    hub.commit(&[person(3, "Budi"), person(4, "Siti")], WALL).unwrap();
    hub.commit(
        &[Draft::new(
            Subject::Batch(batch(1)),
            seat::Mint { from: 0, count: 5 },
        )],
        WALL,
    )
    .unwrap();
    hub.seal().unwrap();
    kiosk.commit(&[request(batch(1), 3)], WALL).unwrap();
    kiosk.seal().unwrap();
    kiosk
        .commit(&[request(batch(1), 4), request(batch(2), 3)], WALL)
        .unwrap();
    kiosk.seal().unwrap();
    Town {
        hub_files,
        kiosk_files,
        hub,
        kiosk,
    }
}

/// What a book has to give: segments, the hub's first, and blobs.
#[derive(Clone, Default)]
struct Load {
    segments: Vec<Vec<u8>>,
    blobs: Vec<(BlobHash, Vec<u8>)>,
}

fn pack(book: &mut Book) -> Load {
    book.seal().unwrap();
    let mut load = Load::default();
    let mut hashes = Vec::new();
    for holding in book.holdings() {
        book.segments_after::<BookError>(holding.log, 0, |_, bytes| {
            load.segments.push(bytes.to_vec());
            let view = SegmentView::read(bytes).unwrap();
            hashes.extend(view.entries().filter_map(|entry| entry.unwrap().op.blob));
            Ok(true)
        })
        .unwrap();
    }
    for hash in hashes {
        if let Some(blob) = book.blob(&hash).unwrap() {
            load.blobs.push((hash, blob.as_bytes().to_vec()));
        }
    }
    load
}

fn unload(book: &mut Book, load: &Load) -> Result<(Received, Vec<Outcome>), BookError> {
    let mut outcomes = Vec::new();
    let received = book.receive::<BookError>(WALL, |rx| {
        for bytes in &load.segments {
            outcomes.push(rx.segment(bytes)?);
        }
        for (hash, bytes) in &load.blobs {
            rx.blob(hash, bytes)?;
        }
        Ok(())
    })?;
    Ok((received, outcomes))
}

fn give(from: &mut Book, to: &mut Book) -> Received {
    unload(to, &pack(from)).unwrap().0
}

/// All that a book shows, but for the order in which registrations came.
fn shown(book: &mut Book) -> Vec<String> {
    let mut lines = Vec::new();
    let units: std::collections::BTreeMap<_, _> = book.units().iter().collect();
    lines.push(format!("{units:?}"));
    let mut batches: Vec<BatchId> = book.heads().keys().copied().collect();
    batches.sort_unstable();
    for id in batches {
        let batch = book.batch(id).unwrap().unwrap();
        let mut regs: Vec<String> = batch.regs().iter().map(|reg| format!("{reg:?}")).collect();
        regs.sort_unstable();
        lines.push(format!("{id} {:?} {regs:?}", batch.head));
    }
    book.each_person(|id, person| {
        let places: Vec<_> = person
            .places
            .iter()
            .map(|place| (place.batch, place.attempt))
            .collect();
        lines.push(format!("{id} {:?} {places:?}", person.record));
        true
    })
    .unwrap();
    lines
}

fn names(book: &mut Book) -> Vec<Option<String>> {
    let mut names = Vec::new();
    book.each_person(|_, person| {
        let profile = person.record.and_then(|record| record.value.profile);
        names.push(profile.map(|profile| profile.name.to_string()));
        true
    })
    .unwrap();
    names
}

fn whole(book: &mut Book) {
    let verified = book.verify().unwrap();
    assert_eq!(verified.findings, []);
}

#[test]
fn two_offices_that_gave_each_other_everything_show_the_same() {
    let Town {
        mut hub, mut kiosk, ..
    } = town();
    let to_kiosk = give(&mut hub, &mut kiosk);
    assert_eq!((to_kiosk.folded, to_kiosk.blobs), (5, 2));
    give(&mut kiosk, &mut hub);
    assert_eq!(shown(&mut hub), shown(&mut kiosk));
    assert_eq!(hub.root().unwrap(), kiosk.root().unwrap());
    assert_eq!(hub.registrations_count(), 3);
    assert_eq!(
        names(&mut kiosk),
        [Some("Budi".to_owned()), Some("Siti".to_owned())]
    );
    for book in [&mut hub, &mut kiosk] {
        whole(book);
        let before = shown(book);
        book.make_anew("to see").unwrap();
        assert_eq!(shown(book), before);
    }
    let again = give(&mut hub, &mut kiosk);
    assert_eq!(again, Received::default());
}

#[test]
fn a_segment_twice_late_or_before_its_predecessor_makes_no_difference() {
    let Town {
        mut hub, mut kiosk, ..
    } = town();
    let mut load = pack(&mut hub);
    load.segments.extend(pack(&mut kiosk).segments);
    let mut wanted: Option<Vec<String>> = None;
    for turn in 0..load.segments.len() {
        let files = MemoryFiles::default();
        let mut book = create(&files);
        book.add_cert(&cert(hub.public_key(), HUB, 1)).unwrap();
        book.begin_incarnation(LogId::new(6, 1)).unwrap();
        let mut load = load.clone();
        load.segments.rotate_left(turn);
        for bytes in &load.segments {
            let one = Load {
                segments: vec![bytes.clone(), bytes.clone()],
                blobs: Vec::new(),
            };
            unload(&mut book, &one).unwrap();
            drop(book);
            book = open(&files).unwrap();
        }
        // What nobody had made known by then comes again.
        load.segments.reverse();
        unload(&mut book, &load).unwrap();
        unload(&mut book, &load).unwrap();
        whole(&mut book);
        let shown = shown(&mut book);
        assert_eq!(*wanted.get_or_insert_with(|| shown.clone()), shown, "turn {turn}");
    }
}

#[test]
fn a_crash_between_any_two_file_calls_of_a_receive_loses_nothing() {
    let Town {
        mut hub,
        kiosk,
        kiosk_files,
        ..
    } = town();
    drop(kiosk);
    let load = pack(&mut hub);
    let image = kiosk_files.image();
    let files = MemoryFiles::of(&image);
    let mut kiosk = open(&files).unwrap();
    let before = files.steps();
    kiosk.commit(&[request(batch(1), 9)], WALL).unwrap();
    unload(&mut kiosk, &load).unwrap();
    let wanted = shown(&mut kiosk);
    let steps = files.steps() - before;
    assert!(steps > 10);
    for cut in 0..=steps {
        for seed in 0..3 {
            let files = MemoryFiles::of(&image);
            let mut kiosk = open(&files).unwrap();
            files.cut_after(cut);
            let kept = kiosk.commit(&[request(batch(1), 9)], WALL).is_ok();
            let taken = kept && unload(&mut kiosk, &load).is_ok();
            drop(kiosk);
            files.restart(seed);
            let mut kiosk = open(&files).unwrap();
            whole(&mut kiosk);
            assert!(!kept || kiosk.operations() == 4, "cut {cut}, seed {seed}");
            if kiosk.operations() == 3 {
                kiosk.commit(&[request(batch(1), 9)], WALL).unwrap();
            }
            if !taken {
                unload(&mut kiosk, &load).unwrap();
            }
            let effective = |lines: Vec<String>| lines.len();
            assert_eq!(
                effective(shown(&mut kiosk)),
                effective(wanted.clone()),
                "cut {cut}, seed {seed}"
            );
            let known = [Some("Budi".to_owned()), Some("Siti".to_owned()), None];
            assert_eq!(names(&mut kiosk), known, "cut {cut}, seed {seed}");
            assert_eq!(kiosk.registrations_count(), 4);
            whole(&mut kiosk);
        }
    }
}

#[test]
fn much_at_once_shows_the_same_as_little_by_little() {
    let Town {
        mut hub, mut kiosk, ..
    } = town();
    for number in 0..300 {
        let of = batch(1 + u8::try_from(number % 7).unwrap());
        kiosk.commit(&[request(of, 1_000 + number / 3)], WALL).unwrap();
    }
    give(&mut kiosk, &mut hub);
    let load = pack(&mut hub);
    let files = MemoryFiles::default();
    create(&files);
    let settings = Settings {
        much: 1,
        ..Settings::default()
    };
    let (mut book, _) = Book::open_with(Arc::new(files), &data(), settings).unwrap();
    book.add_cert(&cert(hub.public_key(), HUB, 1)).unwrap();
    book.begin_incarnation(LogId::new(6, 1)).unwrap();
    unload(&mut book, &load).unwrap();
    assert_eq!(shown(&mut book), shown(&mut hub));
    whole(&mut book);
}

#[test]
fn what_a_closed_ledger_says_later_does_not_count_even_where_it_was_folded() {
    let Town {
        mut hub, mut kiosk, ..
    } = town();
    give(&mut kiosk, &mut hub);
    assert_eq!(hub.registrations_count(), 3);
    let end = hub.hash_at(KIOSK, 1).unwrap().unwrap();
    let closed = office::LogClosed {
        node: 5,
        incarnation: 1,
        last_seq: 1,
        last_hash: end.hash().0,
        reason: 2,
    };
    hub.commit(&[Draft::new(Subject::None, closed)], WALL).unwrap();
    assert_eq!(hub.registrations_count(), 1);
    assert_eq!(hub.rebuilt(), None);
    whole(&mut hub);
    assert!(give(&mut hub, &mut kiosk).rebuilt);
    assert_eq!(shown(&mut hub), shown(&mut kiosk));
    assert_eq!(hub.root().unwrap(), kiosk.root().unwrap());
    assert_eq!(kiosk.standing(), Standing::Closed);
    let refused = kiosk.commit(&[request(batch(1), 8)], WALL).unwrap_err();
    assert!(matches!(refused, BookError::Standing(Standing::Closed)));
}

#[test]
fn a_clone_s_branch_is_evidence_is_never_folded_and_counts_when_the_closure_names_it() {
    let Town {
        mut hub,
        mut kiosk,
        kiosk_files,
        hub_files,
    } = town();
    give(&mut hub, &mut kiosk);
    drop(kiosk);
    let clone_files = MemoryFiles::of(&kiosk_files.image());
    let mut kiosk = open(&kiosk_files).unwrap();
    let mut clone = open(&clone_files).unwrap();
    kiosk.commit(&[request(batch(3), 3)], WALL + 1).unwrap();
    clone
        .commit(&[request(batch(3), 4), request(batch(4), 4)], WALL + 2)
        .unwrap();
    give(&mut kiosk, &mut hub);
    assert_eq!(hub.registrations_count(), 4);
    let load = pack(&mut clone);
    let (_, outcomes) = unload(&mut hub, &load).unwrap();
    assert!(outcomes.contains(&Outcome::Fork));
    assert_eq!(hub.registrations_count(), 4);
    assert_eq!(hub.forks().unwrap().len(), 1);
    drop(hub);
    let mut hub = open(&hub_files).unwrap();
    let (stands, other) = hub.forks().unwrap()[0];
    assert_ne!(stands.unwrap().hash(), other.hash());
    let closed = office::LogClosed {
        node: 5,
        incarnation: 1,
        last_seq: other.next_seq() - 1,
        last_hash: other.hash().0,
        reason: 4,
    };
    hub.commit(&[Draft::new(Subject::None, closed)], WALL).unwrap();
    assert_eq!(hub.registrations_count(), 5);
    whole(&mut hub);
    drop(hub);
    let mut hub = open(&hub_files).unwrap();
    assert_eq!(hub.registrations_count(), 5);
    // The node itself sees that somebody else has written its ledger.
    let (_, outcomes) = unload(&mut kiosk, &load).unwrap();
    assert!(outcomes.contains(&Outcome::Fork));
    assert_eq!(kiosk.standing(), Standing::Restored(Sign::Elsewhere));
    drop(kiosk);
    let mut kiosk = open(&kiosk_files).unwrap();
    assert_eq!(kiosk.standing(), Standing::Restored(Sign::Elsewhere));
    assert!(matches!(
        kiosk.import::<BookError>(WALL, |_| Ok(())),
        Err(BookError::Standing(Standing::Restored(_)))
    ));
    // It begins anew, and then shows what everybody shows.
    let keys = kiosk.prepare_incarnation().unwrap();
    assert_eq!(kiosk.prepare_incarnation().unwrap(), keys);
    hub.commit(&[enrol(LogId::new(5, 2), keys.sign.0)], WALL).unwrap();
    kiosk.begin_incarnation(LogId::new(5, 2)).unwrap();
    assert_eq!(
        (kiosk.log_id(), kiosk.standing()),
        (LogId::new(5, 2), Standing::Good)
    );
    give(&mut hub, &mut kiosk);
    kiosk.commit(&[request(batch(6), 3)], WALL).unwrap();
    give(&mut kiosk, &mut hub);
    assert_eq!(shown(&mut hub), shown(&mut kiosk));
    assert_eq!(hub.root().unwrap(), kiosk.root().unwrap());
    assert_eq!(hub.registrations_count(), 6);
    whole(&mut kiosk);
    drop(kiosk);
    let kiosk = open(&kiosk_files).unwrap();
    assert_eq!(kiosk.log_id(), LogId::new(5, 2));
    assert_eq!(kiosk.public_key(), keys.sign.0);
    assert_eq!(
        crate::ledger::recipient::Recipient::of(kiosk.identity())
            .unwrap()
            .0,
        keys.recipient
    );
}

#[test]
fn a_beginning_of_an_incarnation_that_was_cut_off_is_completed_or_never_was() {
    let Town {
        mut hub,
        mut kiosk,
        kiosk_files,
        ..
    } = town();
    give(&mut hub, &mut kiosk);
    let keys = kiosk.prepare_incarnation().unwrap();
    kiosk.commit(&[request(batch(7), 3)], WALL).unwrap();
    drop(kiosk);
    let image = kiosk_files.image();
    let mut cut = 0;
    loop {
        let files = MemoryFiles::of(&image);
        let mut kiosk = open(&files).unwrap();
        files.cut_after(cut);
        let done = kiosk.begin_incarnation(LogId::new(5, 2)).is_ok();
        drop(kiosk);
        files.restart(cut);
        let mut kiosk = open(&files).unwrap();
        if done || kiosk.log_id() == LogId::new(5, 2) {
            assert_eq!(kiosk.log_id(), LogId::new(5, 2));
            assert_eq!(kiosk.public_key(), keys.sign.0);
            assert_eq!(
                crate::ledger::recipient::Recipient::of(kiosk.identity())
                    .unwrap()
                    .0,
                keys.recipient
            );
        } else {
            assert_eq!(kiosk.log_id(), KIOSK);
            kiosk.begin_incarnation(LogId::new(5, 2)).unwrap();
        }
        assert_eq!(kiosk.holding(KIOSK).seq, 4);
        assert_eq!(kiosk.registrations_count(), 4);
        whole(&mut kiosk);
        if done {
            break;
        }
        cut += 1;
    }
    assert!(cut > 4);
}

fn around(machine: u8) -> Settings {
    Settings {
        around: Around {
            anchors: Anchors::Folder(PathBuf::from("/state")),
            machine: Some([machine; 16]),
        },
        ..Settings::default()
    }
}

#[test]
fn a_copy_of_an_old_data_directory_is_recognised() {
    let Town {
        kiosk, kiosk_files, ..
    } = town();
    drop(kiosk);
    let open = |files: &MemoryFiles, machine| {
        let opened = Book::open_with(Arc::new(files.clone()), &data(), around(machine));
        opened.unwrap().0
    };
    let kiosk = open(&kiosk_files, 1);
    assert_eq!(kiosk.standing(), Standing::Good);
    kiosk.close().unwrap();
    let image = kiosk_files.image();
    let mut kiosk = open(&kiosk_files, 1);
    assert_eq!(kiosk.standing(), Standing::Good);
    kiosk.commit(&[request(batch(7), 3)], WALL).unwrap();
    kiosk.close().unwrap();
    // The data directory is restored; what lies outside of it is not.
    let anchors = kiosk_files.list(Path::new("/state")).unwrap();
    assert_eq!(anchors.len(), 1);
    let path = Path::new("/state").join(&anchors[0]);
    let anchor = kiosk_files.read(&path).unwrap();
    kiosk_files.restore(&image);
    crate::store::files::replace(&kiosk_files, &path, &anchor).unwrap();
    let mut kiosk = open(&kiosk_files, 1);
    assert_eq!(kiosk.standing(), Standing::Restored(Sign::Anchor));
    assert!(matches!(
        kiosk.commit(&[request(batch(7), 4)], WALL),
        Err(BookError::Standing(Standing::Restored(Sign::Anchor)))
    ));
    assert_eq!(kiosk.registrations_count(), 0);
    drop(kiosk);
    // A clone on a second machine, which has no anchor of it.
    let clone = MemoryFiles::of(&image);
    clone.remove(&path).unwrap();
    let kiosk = open(&clone, 2);
    assert_eq!(kiosk.standing(), Standing::Restored(Sign::Machine));
    drop(kiosk);
    let mut kiosk = open(&clone, 2);
    assert_eq!(kiosk.standing(), Standing::Restored(Sign::Machine));
    kiosk.prepare_incarnation().unwrap();
    kiosk.begin_incarnation(LogId::new(5, 2)).unwrap();
    assert_eq!(kiosk.standing(), Standing::Good);
    drop(kiosk);
    assert_eq!(open(&clone, 2).standing(), Standing::Good);
}

#[test]
fn a_copy_put_back_after_a_kill_is_recognised_however_little_was_done_since() {
    let Town {
        kiosk, kiosk_files, ..
    } = town();
    drop(kiosk);
    let open = |files: &MemoryFiles| {
        let opened = Book::open_with(Arc::new(files.clone()), &data(), around(1));
        opened.unwrap().0
    };
    open(&kiosk_files).close().unwrap();
    let image = kiosk_files.image();
    let anchors = kiosk_files.list(Path::new("/state")).unwrap();
    let path = Path::new("/state").join(&anchors[0]);
    let stale = kiosk_files.read(&path).unwrap();
    let put_back = |anchor: &[u8]| {
        kiosk_files.restore(&image);
        crate::store::files::replace(&kiosk_files, &path, anchor).unwrap();
        open(&kiosk_files).standing()
    };
    // One registration, and the process is killed.
    let mut kiosk = open(&kiosk_files);
    kiosk.commit(&[request(batch(7), 3)], WALL).unwrap();
    drop(kiosk);
    let now = kiosk_files.image();
    let anchor = kiosk_files.read(&path).unwrap();
    assert_eq!(put_back(&anchor), Standing::Restored(Sign::Anchor));
    // A power cut took the anchor's last record: the next start tells it anew.
    kiosk_files.restore(&now);
    crate::store::files::replace(&kiosk_files, &path, &stale).unwrap();
    let kiosk = open(&kiosk_files);
    assert_eq!(kiosk.standing(), Standing::Good);
    drop(kiosk);
    let anchor = kiosk_files.read(&path).unwrap();
    assert_eq!(put_back(&anchor), Standing::Restored(Sign::Anchor));
}

#[test]
fn an_office_of_its_own_opens_as_it_always_did() {
    let files = MemoryFiles::default();
    let mut book = create(&files);
    book.commit(&[unit("Dinas"), person(2, "Budi")], WALL).unwrap();
    drop(book);
    assert!(!files.list(&data()).unwrap().contains(&"node.id".to_owned()));
    let book = open(&files).unwrap();
    assert_eq!(book.log_id(), HUB);
    assert_eq!((book.operations(), book.standing()), (2, Standing::Good));
}

#[test]
fn an_erased_name_is_gone_everywhere_and_never_comes_back() {
    let Town {
        mut hub,
        mut kiosk,
        kiosk_files,
        ..
    } = town();
    let old = pack(&mut hub);
    give(&mut hub, &mut kiosk);
    let budi = old.blobs[0].0;
    let erase = people::Erase { blobs: vec![budi] };
    let id = PersonId::of_op(1, 1, 3);
    hub.commit(&[Draft::new(Subject::Person(id), erase)], WALL)
        .unwrap();
    assert_eq!(names(&mut hub), [None, Some("Siti".to_owned())]);
    assert!(give(&mut hub, &mut kiosk).rebuilt);
    unload(&mut kiosk, &old).unwrap();
    drop(kiosk);
    let mut kiosk = open(&kiosk_files).unwrap();
    for book in [&mut hub, &mut kiosk] {
        assert_eq!(names(book), [None, Some("Siti".to_owned())]);
        assert!(book.blob(&budi).unwrap().is_none());
        assert!(book.is_erased(&budi));
        whole(book);
    }
    // A node that never had it, and hears of the erasure first.
    let files = MemoryFiles::default();
    let mut late = create(&files);
    late.add_cert(&cert(hub.public_key(), HUB, 1)).unwrap();
    late.begin_incarnation(LogId::new(6, 1)).unwrap();
    give(&mut hub, &mut late);
    unload(&mut late, &old).unwrap();
    assert_eq!(names(&mut late), [None, Some("Siti".to_owned())]);
    assert_eq!(late.missing_blobs().unwrap(), []);
}

#[test]
fn a_name_that_comes_late_appears() {
    let Town {
        mut hub, mut kiosk, ..
    } = town();
    let load = pack(&mut hub);
    let without = Load {
        blobs: Vec::new(),
        ..load.clone()
    };
    unload(&mut kiosk, &without).unwrap();
    assert_eq!(names(&mut kiosk), [None, None]);
    assert_eq!(kiosk.missing_blobs().unwrap().len(), 2);
    whole(&mut kiosk);
    let (received, _) = unload(&mut kiosk, &load).unwrap();
    assert_eq!((received.blobs, received.late), (2, 2));
    assert_eq!(
        names(&mut kiosk),
        [Some("Budi".to_owned()), Some("Siti".to_owned())]
    );
    assert_eq!(kiosk.missing_blobs().unwrap(), []);
    whole(&mut kiosk);
}

#[test]
fn a_clock_a_year_ahead_is_bounded_by_the_hub_and_drags_nobody_along() {
    let Town {
        mut hub, mut kiosk, ..
    } = town();
    let year = 365 * 86_400_000;
    kiosk.commit(&[request(batch(8), 3)], WALL + year).unwrap();
    give(&mut kiosk, &mut hub);
    let stamps = |book: &mut Book| {
        let batch = book.batch(batch(8)).unwrap().unwrap();
        format!("{:?}", batch.regs()[0])
    };
    let bounded = format!("hlc: {}", Hlc::new(WALL, 0).0);
    assert!(stamps(&mut hub).contains(&bounded), "{}", stamps(&mut hub));
    let own = hub.commit(&[unit("Dinas")], WALL).unwrap();
    assert!(own[0].hlc >> 16 <= WALL + crate::ledger::clock::FOLLOW_MS);
    give(&mut hub, &mut kiosk);
    assert!(stamps(&mut kiosk).contains(&bounded));
    assert_eq!(shown(&mut hub), shown(&mut kiosk));
    assert_eq!(hub.root().unwrap(), kiosk.root().unwrap());
}

#[test]
fn a_segment_says_what_its_author_knew_of_the_hub() {
    let Town {
        mut hub, mut kiosk, ..
    } = town();
    give(&mut hub, &mut kiosk);
    let newest = hub.holding(HUB).hlc;
    kiosk.commit(&[request(batch(8), 3)], 0).unwrap();
    kiosk.seal().unwrap();
    let mut seen = Vec::new();
    kiosk
        .segments_after::<BookError>(KIOSK, 0, |head, _| {
            seen.push(head.hub_seen);
            Ok(true)
        })
        .unwrap();
    assert_eq!(seen, [0, 0, newest.0]);
    let mut seen = Vec::new();
    hub.segments_after::<BookError>(HUB, 0, |head, _| {
        seen.push(head.hub_seen);
        Ok(true)
    })
    .unwrap();
    assert!(seen.iter().all(|seen| *seen == 0));
}
