use super::{
    marks::{MAX_READ, Refusal, SentMark},
    matters::Found,
    *,
};
use crate::{
    domain::{
        batch::TicketNo,
        day::Moment,
        id::{BatchId, PersonId},
    },
    ledger::segment::SegHash,
    state::sync::{MatterKind, SeatChange, SeatChangeKind},
    store::files::{RealFiles, recorder::Recorder, recorder::scratch},
};

const A: LogId = LogId::new(7, 1);

fn desk(dir: &Path) -> Desk {
    Desk::open(Arc::new(RealFiles), dir).unwrap()
}

#[test]
fn a_matter_found_twice_is_one_and_stays_seen() {
    let dir = scratch();
    let mut desk = desk(dir.path());
    let fork = Found::new(MatterKind::Fork, "Selatan").of_log(A).of_ops(3, 9);
    let other = Found::new(MatterKind::Damaged, "Selatan").of_log(A).of_ops(3, 9);
    let first = desk.note_matters(&[fork.clone(), other], Moment(5)).unwrap();
    assert_eq!((first.len(), desk.unseen()), (2, 2));
    assert!(desk.see_matter(fork.id()).unwrap());
    let again = desk.note_matters(std::slice::from_ref(&fork), Moment(9)).unwrap();
    assert!(again[0].seen && again[0].found == Moment(5), "{again:?}");
    assert_eq!((desk.matters().len(), desk.unseen()), (2, 1));
    // It has grown: somebody should look again.
    let grown = Found {
        ops: Some((3, 12)),
        ..fork
    };
    assert_eq!(grown.id(), first[0].id);
    desk.note_matters(&[grown], Moment(10)).unwrap();
    assert_eq!(desk.unseen(), 2);
    desk.resolve(MatterKind::Damaged, |_| false).unwrap();
    assert_eq!(desk.matters().len(), 1);
    assert!(!desk.see_matter([0; 16]).unwrap());
}

#[test]
fn what_was_noted_is_there_after_opening_again() {
    let dir = scratch();
    let mut one = desk(dir.path());
    let change = SeatChange {
        batch: BatchId([1; 16]),
        code: "A-1".to_owned(),
        person: PersonId([2; 16]),
        name: String::new(),
        kind: SeatChangeKind::Promoted,
        cause: crate::domain::receipt::Cause::Back,
        ticket: Some(TicketNo(4)),
        seats: 2,
        office: "Selatan".to_owned(),
        bundle: "00c0ffee".to_owned(),
    };
    one.note_changes(std::slice::from_ref(&change)).unwrap();
    one.note_read(&[9; 16], A, Moment(77)).unwrap();
    one.note_own_have(12).unwrap();
    one.note_haves(&[(A, b"signed".to_vec())]).unwrap();
    let sent = SentMark {
        id: [3; 16],
        to: vec![(1, 1)],
        at: 5,
        heard: vec![2],
        own: 40,
    };
    one.note_sent(&sent).unwrap();
    let refused = Refusal {
        log: A,
        seq: 513,
        hash: SegHash([6; 32]),
        reason: 2,
    };
    one.note_refused(&refused).unwrap();
    one.note_carriers(&[A], LogId::new(9, 1)).unwrap();
    one.keep_sealed([1; 8], b"for somebody", &[(A, 30)]).unwrap();
    drop(one);
    let mut two = desk(dir.path());
    assert_eq!(two.change(change.batch, change.person), Some(change));
    assert_eq!(
        two.last_read().map(|(id, mark)| (id, mark.at)),
        Some(([9; 16], 77))
    );
    assert_eq!(two.heard(A), Some(Moment(77)));
    assert_eq!(two.own_have(), 12);
    assert_eq!(two.haves().collect::<Vec<_>>(), [(A, b"signed".as_slice())]);
    assert_eq!(two.sent(), [sent]);
    assert_eq!(two.refused(), [refused]);
    assert_eq!(two.carrier(A), Some(LogId::new(9, 1)));
    let sealed = two.sealed();
    assert_eq!(
        two.sealed_bytes(&sealed[0]).as_deref(),
        Some(b"for somebody".as_slice())
    );
    two.drop_sealed(&sealed).unwrap();
    assert!(two.sealed().is_empty());
    two.forgive(|_| 513).unwrap();
    assert!(two.refused().is_empty());
}

#[test]
fn bundles_read_are_bounded_and_the_oldest_go() {
    let dir = scratch();
    let mut desk = desk(dir.path());
    for number in 0..u32::try_from(MAX_READ).unwrap() + 3 {
        let mut id = [0; 16];
        id[..4].copy_from_slice(&number.to_le_bytes());
        desk.note_read(&id, A, Moment(0)).unwrap();
    }
    assert!(desk.read_before(&[0; 16]).is_none());
    assert_eq!(desk.each::<marks::ReadMark>(b"b").count(), MAX_READ);
}

#[test]
fn a_cut_between_a_sealed_file_and_its_word_leaves_nothing_behind() {
    let root = scratch();
    let files = Recorder::new(root.path());
    let mut desk = Desk::open(Arc::new(files.clone()), root.path()).unwrap();
    desk.keep_sealed([1; 8], &[7; 300], &[]).unwrap();
    for events in 0..=files.events() {
        for seed in 0..3 {
            let into = scratch();
            files.cut(events, seed, into.path()).unwrap();
            if !folder(into.path()).is_dir() {
                continue;
            }
            let again = Desk::open(Arc::new(RealFiles), into.path()).unwrap();
            again.sweep_sealed().unwrap();
            let kept = again.sealed();
            assert!(
                kept.iter().all(|sealed| again.sealed_bytes(sealed).is_some()),
                "{events}/{seed}"
            );
            assert_eq!(
                again.names(&again.dir().join("sealed")).unwrap().len(),
                kept.len()
            );
        }
    }
}

#[test]
fn a_damaged_desk_is_begun_again() {
    let dir = scratch();
    let mut one = desk(dir.path());
    one.note_own_have(1).unwrap();
    one.note_own_have(2).unwrap();
    drop(one);
    let path = folder(dir.path()).join("vault");
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[20] ^= 0xff;
    std::fs::write(&path, bytes).unwrap();
    let two = desk(dir.path());
    assert_eq!(two.own_have(), 0);
}
