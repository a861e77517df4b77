use proptest::prelude::*;

use super::*;

pub(crate) fn any_op() -> impl Strategy<Value = NewOp> {
    (
        any::<(bool, u16, u8, u8)>(),
        any::<[u8; 16]>(),
        prop::option::of(any::<[u8; 16]>()),
        prop::collection::vec(any::<u8>(), 0..300),
        prop::option::of(any::<[u8; 32]>()),
    )
        .prop_map(
            |((critical, kind, kind_ver, subject_type), subject, actor, body, blob)| NewOp {
                critical,
                kind,
                kind_ver,
                subject_type,
                subject: EntityId(subject),
                actor: actor.map(EntityId),
                body,
                blob: blob.map(BlobHash),
            },
        )
}

fn plain(body: usize) -> NewOp {
    NewOp {
        critical: false,
        kind: 3,
        kind_ver: 1,
        subject_type: 2,
        subject: EntityId([5; 16]),
        actor: None,
        body: vec![0xa0; body],
        blob: None,
    }
}

proptest! {
    #[test]
    fn an_operation_comes_back(op in any_op(), delta in any::<u64>()) {
        let mut bytes = Vec::new();
        op.view().encode(delta, &mut bytes).unwrap();
        bytes.push(9);
        let (again, view, rest) = OpView::decode(&bytes).unwrap();
        prop_assert_eq!((again, view.to_owned(), rest), (delta, op, &[9_u8][..]));
    }

    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok((delta, view, rest)) = OpView::decode(&bytes) {
            let mut again = Vec::new();
            view.encode(delta, &mut again).unwrap();
            prop_assert_eq!(&again[..], &bytes[..bytes.len() - rest.len()], "one encoding only");
        }
        let entries = Entries::new(&bytes, LogId::new(1, 1), 1, Hlc(u64::MAX));
        prop_assert!(entries.count() <= bytes.len());
    }

    #[test]
    fn an_operation_cut_anywhere_is_refused(op in any_op(), cut in any::<prop::sample::Index>()) {
        let mut bytes = Vec::new();
        op.view().encode(1, &mut bytes).unwrap();
        bytes.truncate(cut.index(bytes.len()));
        prop_assert_eq!(OpView::decode(&bytes).unwrap_err(), OpError::Short);
    }
}

#[test]
fn the_longest_operation_is_kept_and_one_byte_more_is_refused_without_a_trace() {
    let head = 3 + 1 + 1 + 16;
    let mut out = vec![1];
    plain(MAX_OP - head).view().encode(1, &mut out).unwrap();
    assert!(OpView::decode(&out[1..]).is_ok());
    let before = out.len();
    let error = plain(MAX_OP - head + 1).view().encode(1, &mut out).unwrap_err();
    assert_eq!(error, OpError::TooLong(65_537));
    assert_eq!(out.len(), before);
}

#[test]
fn stamps_add_up_and_may_not_run_over() {
    let mut ops = Vec::new();
    for delta in [77, 5, 6] {
        plain(1).view().encode(delta, &mut ops).unwrap();
    }
    let log = LogId::new(1, 1);
    let read: Vec<_> = Entries::new(&ops, log, 10, Hlc(100))
        .map(|e| e.map(|e| (e.id.seq, e.hlc.0)))
        .collect();
    assert_eq!(read, [Ok((10, 100)), Ok((11, 105)), Ok((12, 111))]);

    let mut over = Entries::new(&ops, log, 10, Hlc(u64::MAX - 7));
    assert!(over.next().unwrap().is_ok() && over.next().unwrap().is_ok());
    let offset = over.offset();
    assert_eq!(over.next(), Some(Err(OpError::Stamp)));
    assert_eq!(over.next(), None);
    assert_eq!(over.offset(), offset);
    assert_eq!(offset, ops.len() / 3 * 2);
}

#[test]
fn flags_and_kinds_of_no_release_are_named() {
    let mut bytes = Vec::new();
    plain(0).view().encode(0, &mut bytes).unwrap();
    let mut flags = bytes.clone();
    flags[1] = 8;
    assert_eq!(OpView::decode(&flags).unwrap_err(), OpError::Flags(8));
    bytes.splice(2..3, [0x80, 0x80, 0x04]);
    bytes[0] += 2;
    assert_eq!(OpView::decode(&bytes).unwrap_err(), OpError::Kind(65_536));
}
