use proptest::prelude::*;

use super::*;
use crate::ledger::blob::BlobHash;
use crate::ledger::id::EntityId;
use crate::ledger::key::NodeKey;
use crate::ledger::op::NewOp;
use crate::ledger::op::tests::any_op;

const LOG: LogId = LogId::new(1, 1);
const GOLDEN: &[u8] = include_bytes!("../../../tests/golden/segment-1.seg");

fn key() -> NodeKey {
    NodeKey::from_seed(&[0x42; 32])
}

fn encode(ops: &[NewOp]) -> Vec<u8> {
    let mut out = Vec::new();
    for (at, op) in ops.iter().enumerate() {
        op.view()
            .encode(if at == 0 { 0 } else { 65_536 }, &mut out)
            .unwrap();
    }
    out
}

fn draft(ops: &[u8]) -> Draft<'_> {
    Draft {
        log: LOG,
        first_seq: 1,
        first_hlc: Hlc::new(1_780_000_000_000, 2),
        hub_seen: 5,
        prev: SegHash::NONE,
        ops,
    }
}

fn sealed(ops: &[NewOp]) -> Vec<u8> {
    let mut out = Vec::new();
    seal(&draft(&encode(ops)), &key(), &mut out).unwrap();
    out
}

fn fixed_ops() -> Vec<NewOp> {
    let op = NewOp {
        critical: false,
        kind: 1,
        kind_ver: 1,
        subject_type: 1,
        subject: EntityId::of_op(LOG.op(1)),
        actor: None,
        body: vec![0xa1, 0x00, 0x18, 0x2a],
        blob: None,
    };
    let actor = Some(EntityId::derived("person", &[b"7"]));
    vec![
        op.clone(),
        NewOp {
            kind: 300,
            actor,
            blob: Some(BlobHash([0xbb; 32])),
            ..op.clone()
        },
        NewOp {
            critical: true,
            kind: 40,
            kind_ver: 2,
            subject_type: 9,
            body: vec![0xa0],
            ..op
        },
    ]
}

fn verify(bytes: &[u8]) -> Result<(), SegmentError> {
    SegmentView::read(bytes)?.verify(&key().public(), LOG, SegHash::NONE, 1)
}

#[test]
fn the_first_release_s_segment_is_still_read_and_still_written() {
    assert_eq!(sealed(&fixed_ops()), GOLDEN);
    verify(GOLDEN).unwrap();
    let view = SegmentView::read(GOLDEN).unwrap();
    assert_eq!(view.head.to_bytes(), GOLDEN[..HEADER]);
    let read: Vec<_> = view.entries().map(|e| e.unwrap()).collect();
    assert_eq!(
        read.iter().map(|e| e.op.to_owned()).collect::<Vec<_>>(),
        fixed_ops()
    );
    assert_eq!(read[2].id, LOG.op(3));
    assert_eq!(read[2].hlc, Hlc::new(1_780_000_000_002, 2));
    let head = view.head;
    assert_eq!(
        (head.op_count, head.max_kind, head.hub_seen, head.next_seq()),
        (3, 300, 5, 4)
    );
    assert_eq!(head.hlc_last, read[2].hlc);
}

#[test]
fn every_flipped_bit_is_found() {
    let whole = sealed(&fixed_ops());
    for at in 0..whole.len() {
        for bit in 0..8 {
            let mut bad = whole.clone();
            bad[at] ^= 1 << bit;
            assert!(verify(&bad).is_err(), "byte {at} bit {bit}");
        }
    }
}

#[test]
fn what_is_wrong_is_named() {
    let whole = sealed(&fixed_ops());
    let flipped = |at: usize| {
        let mut bad = whole.clone();
        bad[at] ^= 1;
        verify(&bad).unwrap_err()
    };
    assert_eq!(flipped(0), SegmentError::Magic);
    assert_eq!(flipped(4), SegmentError::Signature);
    assert_eq!(flipped(10), SegmentError::Reserved(10));
    assert_eq!(flipped(52), SegmentError::Signature);
    assert_eq!(flipped(118), SegmentError::Reserved(118));
    assert_eq!(flipped(119), SegmentError::TooNew(257));
    assert_eq!(flipped(127), SegmentError::Reserved(120));
    assert_eq!(flipped(130), SegmentError::Signature);
    assert_eq!(flipped(200), SegmentError::OpsHash);
}

#[test]
fn a_segment_cut_or_lengthened_by_any_byte_is_refused() {
    let mut whole = sealed(&fixed_ops());
    for cut in 0..whole.len() {
        let need = if cut < HEADER { HEADER } else { whole.len() };
        assert_eq!(
            verify(&whole[..cut]).unwrap_err(),
            SegmentError::Short { have: cut, need }
        );
    }
    whole.push(0);
    assert_eq!(verify(&whole).unwrap_err(), SegmentError::Long(1));
}

#[test]
fn a_segment_out_of_its_place_is_refused() {
    let whole = sealed(&fixed_ops());
    let head = SegmentView::read(&whole).unwrap().head;
    assert_eq!(head.check_follows(LOG, SegHash::NONE, 1), Ok(()));
    let other = LogId::new(1, 2);
    assert_eq!(
        head.check_follows(other, SegHash::NONE, 1),
        Err(SegmentError::OtherLog(LOG))
    );
    let gap = SegmentError::Gap {
        expected: 4,
        found: 1,
    };
    assert_eq!(head.check_follows(LOG, SegHash::NONE, 4), Err(gap));
    assert_eq!(head.check_follows(LOG, head.hash(), 1), Err(SegmentError::Chain));
    let stranger = NodeKey::from_seed(&[1; 32]).public();
    assert_eq!(head.check_signature(&stranger), Err(SegmentError::Signature));
}

#[test]
fn a_header_that_lies_about_its_operations_is_refused_though_signed() {
    let whole = sealed(&fixed_ops());
    let lie = |change: &dyn Fn(&mut Head)| {
        let mut view = SegmentView::read(&whole).unwrap();
        change(&mut view.head);
        view.head = view.head.sign(&key());
        view.verify(&key().public(), LOG, SegHash::NONE, 1).unwrap_err()
    };
    assert_eq!(
        lie(&|h| h.op_count = 2),
        SegmentError::OpCount { said: 2, found: 3 }
    );
    assert_eq!(lie(&|h| h.hlc_last = Hlc(9)), SegmentError::LastStamp);
    assert_eq!(lie(&|h| h.max_kind = 9), SegmentError::MaxKind);
    assert_eq!(lie(&|h| h.ops_hash = [0; 32]), SegmentError::OpsHash);
}

#[test]
fn what_may_not_be_sealed_is_not() {
    let mut out = vec![7];
    let ops = encode(&fixed_ops());
    let mut refuse = |draft: Draft<'_>| {
        let error = seal(&draft, &key(), &mut out).unwrap_err();
        assert_eq!(out, [7]);
        error
    };
    assert_eq!(refuse(draft(&[])), SegmentError::Count(0));
    assert_eq!(
        refuse(Draft {
            first_seq: u64::MAX,
            ..draft(&ops)
        }),
        SegmentError::Seq
    );
    let many = encode(&vec![fixed_ops()[0].clone(); 4097]);
    assert_eq!(refuse(draft(&many)), SegmentError::Count(4097));
    let mut first = Vec::new();
    fixed_ops()[0].view().encode(1, &mut first).unwrap();
    assert_eq!(refuse(draft(&first)), SegmentError::FirstDelta);
    let cut = &ops[..ops.len() - 1];
    assert!(matches!(
        refuse(draft(cut)),
        SegmentError::Op {
            id: OpId { seq: 3, .. },
            ..
        }
    ));
    let huge = vec![0; 1024 * 1024 + 1];
    assert_eq!(refuse(draft(&huge)), SegmentError::Size(1_048_577));
}

proptest! {
    #[test]
    fn operations_come_back_from_a_segment(ops in prop::collection::vec(any_op(), 1..20)) {
        let bytes = sealed(&ops);
        prop_assert_eq!(verify(&bytes), Ok(()));
        let view = SegmentView::read(&bytes).unwrap();
        let read: Vec<_> = view.entries().map(|e| e.unwrap().op.to_owned()).collect();
        prop_assert_eq!(read, ops);
    }

    #[test]
    fn any_bytes_are_read_without_a_panic(
        mut bytes in prop::collection::vec(any::<u8>(), 0..400),
        magic in any::<bool>(),
    ) {
        if magic && bytes.len() >= HEADER {
            // Far enough in that the checks behind the magic run, too.
            bytes[..12].copy_from_slice(&GOLDEN[..12]);
            bytes[20..28].copy_from_slice(&[1, 0, 0, 0, 0, 0, 0, 0]);
            bytes[118..128].copy_from_slice(&GOLDEN[118..128]);
            let length = u32::try_from(bytes.len() - HEADER).unwrap();
            bytes[24..28].copy_from_slice(&length.to_le_bytes());
        }
        if let Ok(view) = SegmentView::read(&bytes) {
            let _ = view.check_ops();
            let _ = view.entries().count();
        }
        prop_assert!(verify(&bytes).is_err());
    }
}
