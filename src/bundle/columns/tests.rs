use proptest::prelude::*;

use super::*;
use crate::ledger::blob::BlobHash;
use crate::ledger::body::office::NodeOpened;
use crate::ledger::body::people::PersonAdded;
use crate::ledger::body::plan::Name;
use crate::ledger::body::seat::{Confirm, Past, Request};
use crate::ledger::body::{self, Body};
use crate::ledger::bytes::put_varint;
use crate::ledger::clock::Hlc;
use crate::ledger::id::{EntityId, LogId};
use crate::ledger::key::NodeKey;
use crate::ledger::op::NewOp;
use crate::ledger::op::tests::any_op;
use crate::ledger::segment::{Draft, Head, SegHash, seal};

const LOG: LogId = LogId::new(3, 1);
const GOLDEN: &[u8] = include_bytes!("../../../tests/golden/columns-1.bin");
const GOLDEN_SEGMENTS: &[u8] = include_bytes!("../../../tests/golden/columns-1.segs");

/// A chain of segments of one ledger, an operation every `step` of the stamp.
struct Chain {
    log: LogId,
    seq: u64,
    prev: SegHash,
    hlc: u64,
    hub_seen: u64,
}

impl Chain {
    fn new(log: LogId) -> Self {
        Self {
            log,
            seq: 1,
            prev: SegHash::NONE,
            hlc: 1_780_000_000_000 << 16,
            hub_seen: 0,
        }
    }

    fn segment(&mut self, ops: &[(NewOp, u64)]) -> Vec<u8> {
        let (mut bytes, mut out) = (Vec::new(), Vec::new());
        let first = self.hlc + 65_536;
        let mut last = first;
        for (at, (op, delta)) in ops.iter().enumerate() {
            let delta = if at == 0 { 0 } else { *delta };
            last += delta;
            op.view().encode(delta, &mut bytes).unwrap();
        }
        let draft = Draft {
            log: self.log,
            first_seq: self.seq,
            first_hlc: Hlc(first),
            hub_seen: self.hub_seen,
            prev: self.prev,
            ops: &bytes,
        };
        let head = seal(&draft, &NodeKey::from_seed(&[0x42; 32]), &mut out).unwrap();
        (self.seq, self.prev, self.hlc) = (head.next_seq(), head.hash(), last);
        out
    }
}

fn op(subject: EntityId, body: impl Into<Body>) -> NewOp {
    let body = body.into();
    let mut bytes = Vec::new();
    body.write(&mut bytes);
    NewOp {
        critical: false,
        kind: body.kind(),
        kind_ver: 1,
        subject_type: 3,
        subject,
        actor: None,
        body: bytes,
        blob: None,
    }
}

fn person(number: u64) -> Name {
    Name(EntityId::of_op(LogId::new(1, 1).op(number)).0)
}

/// A stream of numbers that look like dice.
fn dice(seed: u64) -> impl FnMut(u64) -> u64 {
    let mut state = seed;
    move |sides| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % sides
    }
}

/// Registrations of the past as an import writes them: batch by batch, in the order in which they were made.
fn past(count: u64, dice: &mut impl FnMut(u64) -> u64) -> Vec<(NewOp, u64)> {
    let mut made = 0;
    let mut ticket = 0;
    (0..count)
        .map(|at| {
            let batch = EntityId::derived("batch", &[&(at / 200).to_le_bytes()]);
            if at % 200 == 0 {
                (made, ticket) = (1_700_000_000_000 + 1000 * dice(50_000_000), 0);
            }
            made += 1000 * dice(20_000);
            let holds = dice(10) != 0;
            ticket += u32::from(holds);
            let body = Past {
                person: person(1 + dice(200_000)),
                attempt: 1,
                state: if holds { 8 } else { 4 },
                made: i64::try_from(made).unwrap(),
                ticket: holds.then_some(ticket),
            };
            (op(batch, body), 1)
        })
        .collect()
}

/// A kiosk's day: people register and are confirmed at once, a minute or so apart.
fn day(count: u64, dice: &mut impl FnMut(u64) -> u64) -> Vec<(NewOp, u64)> {
    (0..count / 2)
        .flat_map(|at| {
            let batch = EntityId::derived("batch", &[&dice(40).to_le_bytes()]);
            let person = person(1 + dice(200_000));
            let actor = Some(EntityId(person.0));
            let request = op(
                batch,
                Request {
                    person,
                    attempt: 1,
                    unsure: None,
                },
            );
            let ticket = 20 + u32::try_from(at % 15).unwrap();
            let confirm = op(
                batch,
                Confirm {
                    person,
                    attempt: 1,
                    ticket,
                },
            );
            let wait = (20_000 + dice(90_000)) << 16;
            [
                (NewOp { actor, ..request }, wait),
                (NewOp { actor, ..confirm }, 1),
            ]
        })
        .collect()
}

fn views(segments: &[Vec<u8>]) -> Vec<&[u8]> {
    segments.iter().map(Vec::as_slice).collect()
}

fn caps(segments: &[Vec<u8>]) -> Caps {
    Caps {
        segments: segments.len(),
        bytes: segments.iter().map(Vec::len).sum(),
    }
}

/// The packed bytes, once they were seen to come back.
#[track_caller]
fn back(segments: &[Vec<u8>]) -> Vec<u8> {
    let packed = pack(&views(segments));
    assert_eq!(unpack(&packed, caps(segments)).as_deref(), Ok(segments));
    packed
}

fn compressed(bytes: &[u8]) -> usize {
    zstd::bulk::compress(bytes, 9).unwrap().len()
}

/// Every kind of column and piece, three segments of two ledgers.
fn small() -> Vec<Vec<u8>> {
    let mut dice = dice(7);
    let mut here = Chain::new(LOG);
    let mut first = vec![(
        op(
            EntityId([0; 16]),
            NodeOpened {
                name: "Kecamatan Selatan".into(),
                role: 2,
                public_key: [7; 32],
            },
        ),
        0,
    )];
    first.extend((0..3).map(|at| {
        let body = PersonAdded {
            unit: Name(EntityId::derived("unit", &[b"U01"]).0),
            employment: 1,
            contract_end: (at == 1).then_some(-5),
        };
        let blob = Some(BlobHash([at; 32]));
        let added = op(EntityId([0; 16]), body);
        (NewOp { blob, ..added }, 1)
    }));
    let first = here.segment(&first);
    here.hub_seen = 9;
    let second = here.segment(&day(6, &mut dice));
    let third = Chain::new(LogId::new(1, 1)).segment(&past(40, &mut dice));
    vec![first, second, third]
}

#[test]
fn a_million_registrations_would_take_five_bytes_each() {
    let mut dice = dice(1);
    let mut chain = Chain::new(LogId::new(1, 1));
    let segments: Vec<_> = (0..4).map(|_| chain.segment(&past(4096, &mut dice))).collect();
    let size = compressed(&back(&segments));
    assert!(size < 5 * 4 * 4096, "{size} bytes");
}

#[test]
fn a_day_of_two_hundred_operations_takes_two_kibibytes() {
    let segments = [Chain::new(LOG).segment(&day(200, &mut dice(3)))];
    let size = compressed(&back(&segments));
    assert!(size < 2048, "{size} bytes");
}

#[test]
fn every_kind_of_column_comes_back() {
    let segments = small();
    let packed = back(&segments);
    assert!(packed.len() < segments.iter().map(Vec::len).sum());
}

#[test]
fn what_follows_from_the_rest_is_not_carried() {
    let mut dice = dice(5);
    let mut chain = Chain::new(LOG);
    let segments: Vec<_> = (0..3).map(|_| chain.segment(&past(100, &mut dice))).collect();
    let packed = pack(&views(&segments));
    let head = Head::read(&segments[2]).unwrap();
    let holds = |needle: &[u8]| packed.windows(needle.len()).any(|window| window == needle);
    assert!(holds(&segments[2][128..192]), "the signature");
    assert!(!holds(&head.prev.0) && !holds(&head.ops_hash));
}

#[test]
fn segments_out_of_order_and_of_other_ledgers_come_back() {
    let mut dice = dice(11);
    let mut here = Chain::new(LOG);
    let mut there = Chain::new(LogId::new(u32::MAX, u16::MAX));
    let mut segments: Vec<_> = (0..4)
        .flat_map(|_| {
            [
                here.segment(&day(8, &mut dice)),
                there.segment(&past(30, &mut dice)),
            ]
        })
        .collect();
    back(&segments);
    segments.swap(0, 5);
    segments.swap(1, 3);
    let twice = segments[2].clone();
    segments.push(twice);
    back(&segments);
}

#[test]
fn a_segment_that_lies_about_itself_comes_back_all_the_same() {
    let mut segments = small();
    let whole = segments[1].clone();
    for at in 0..192 {
        segments[1] = whole.clone();
        segments[1][at] ^= 0x10;
        back(&segments);
    }
    for wrong in [
        whole[..whole.len() - 1].to_vec(),
        [&whole[..], &[0]].concat(),
        Vec::new(),
    ] {
        segments[1] = wrong;
        back(&segments);
    }
}

#[test]
fn nothing_is_packed_as_nothing() {
    assert_eq!(unpack(&back(&[]), caps(&[])), Ok(Vec::new()));
}

#[test]
fn packing_adds_next_to_nothing_to_what_does_not_compress() {
    let mut dice = dice(13);
    let noise: Vec<Vec<u8>> = (0..50)
        .map(|_| {
            (0..100 + dice(200))
                .map(|_| u8::try_from(dice(256)).unwrap())
                .collect()
        })
        .collect();
    let packed = back(&noise);
    assert!(packed.len() <= noise.iter().map(Vec::len).sum::<usize>() + 10 * noise.len() + 16);
}

#[test]
fn caps_hold_at_the_edge() {
    let segments = small();
    let (packed, caps) = (pack(&views(&segments)), caps(&segments));
    assert!(unpack(&packed, caps).is_ok());
    let bytes = caps.bytes - 1;
    assert_eq!(
        unpack(&packed, Caps { bytes, ..caps }),
        Err(ColumnsError::Size("what was packed"))
    );
    let fewer = caps.segments - 1;
    let fewer = Caps {
        segments: fewer,
        ..caps
    };
    assert_eq!(unpack(&packed, fewer), Err(ColumnsError::TooMany("segments")));
    let long = vec![0; MAX_PACKED + 1];
    assert_eq!(
        unpack(&long, Caps::FRAME),
        Err(ColumnsError::TooLong(MAX_PACKED + 1))
    );
}

#[test]
fn every_truncation_is_refused() {
    let packed = pack(&views(&small()));
    for length in 0..packed.len() {
        assert!(unpack(&packed[..length], Caps::FRAME).is_err(), "{length}");
    }
    let more = [&packed[..], &[0]].concat();
    assert_eq!(unpack(&more, Caps::FRAME), Err(ColumnsError::Long(1)));
}

#[test]
fn every_changed_byte_is_refused_or_makes_other_segments_within_the_caps() {
    let segments = small();
    let packed = pack(&views(&segments));
    let caps = Caps {
        segments: 4,
        bytes: 16 * 1024,
    };
    let mut same = 0;
    for at in 0..packed.len() {
        for flip in [1 << (at % 8), 0xff] {
            let mut wrong = packed.clone();
            wrong[at] ^= flip;
            if let Ok(found) = unpack(&wrong, caps) {
                assert!(found.iter().map(Vec::len).sum::<usize>() <= caps.bytes);
                same += usize::from(found == segments);
            }
        }
    }
    // Nothing is read from the bits behind the last row of a column of bits, nor from the scale of a column that has
    // one value.
    assert!(same * 20 < packed.len(), "{same} of {}", 2 * packed.len());
}

/// A payload of one segment with `ops` operations of one template, from pieces that a liar might choose.
fn lie(ops: u64, pieces: &[u8], columns: &[(u8, &[u8])]) -> Vec<u8> {
    let mut out = vec![VERSION, 1, form::COLUMNS, 1, 1, 1];
    out.extend([0; 32]);
    put_varint(&mut out, ops);
    out.extend([5, 0]);
    out.extend([0; 64]);
    put_varint(&mut out, wide(columns.len()));
    out.extend(columns.iter().map(|(of, _)| of));
    out.extend([1, 0, 60, 1, 3, 0]);
    out.extend(pieces);
    for count in [ops, ops - 1] {
        put_varint(&mut out, count);
        if count > 0 {
            out.extend([0, 0, 1]);
        }
    }
    out.extend(columns.iter().flat_map(|(_, bytes)| *bytes));
    out
}

/// A column of numbers that are all `value`, as many as `count` says.
fn same(count: u64, value: u64) -> Vec<u8> {
    let mut out = Vec::new();
    put_varint(&mut out, count);
    out.push(0);
    put_varint(&mut out, value);
    out.push(1);
    out
}

fn one_id(count: u64) -> Vec<u8> {
    [&[0, 1][..], &[9; 16], &same(count, 0)].concat()
}

#[test]
fn the_example_of_the_documentation_reads_as_it_says() {
    let text = include_str!("../../../docs/bundle-columns.md");
    let bytes = |line: &str| -> Vec<u8> {
        let hex = line.split("  ").next().unwrap();
        hex.split(' ')
            .map(|byte| u8::from_str_radix(byte, 16).unwrap())
            .collect()
    };
    let (_, example) = text.split_once("```hex\n").unwrap();
    let (packed, rest) = example.split_once("```").unwrap();
    let (_, rest) = rest.split_once("```\n").unwrap();
    let ops = rest.split_once("```").unwrap().0;
    let packed: Vec<u8> = packed.lines().flat_map(bytes).collect();
    let ops: Vec<u8> = ops.lines().flat_map(bytes).collect();
    let segments = unpack(&packed, Caps::FRAME).unwrap();
    assert_eq!(segments.len(), 1);
    assert_eq!(segments[0][192..], ops);
    let view = crate::ledger::segment::SegmentView::read(&segments[0]).unwrap();
    view.check_ops().unwrap();
    assert_eq!(
        (view.head.log, view.head.first_seq, view.head.hlc_first.0),
        (LOG, 7, 65_536)
    );
    assert_eq!(view.head.hlc_last.0, 65_541);
}

/// The reader in Python, which was written from the documentation, makes the same segments; where there is no Python
/// it says so.
#[test]
fn a_reader_in_python_finds_the_same_operations() {
    let reader = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/reader/columns.py");
    let golden = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/columns-1.bin");
    let Ok(said) = std::process::Command::new("python3")
        .args(["-B", reader, golden])
        .output()
    else {
        eprintln!("SKIPPED: there is no python3 here");
        return;
    };
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let said = String::from_utf8(said.stdout).unwrap();
    let mut lines = said.lines();
    let hex = |bytes: &[u8]| {
        bytes
            .iter()
            .fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
    };
    for segment in unpack(GOLDEN, Caps::FRAME).unwrap() {
        let view = crate::ledger::segment::SegmentView::read(&segment).unwrap();
        for entry in view.entries() {
            let (entry, line) = (entry.unwrap(), lines.next().unwrap());
            let found: serde_json::Value = serde_json::from_str(line).unwrap();
            assert_eq!(found["id"], entry.id.to_string());
            assert_eq!(found["stamp"], entry.hlc.0);
            assert_eq!(found["kind"], entry.op.kind);
            assert_eq!(found["subject"], entry.op.subject.to_string());
            assert_eq!(found["body"], hex(entry.op.body));
            assert_eq!(
                found["blob"].as_str().map(str::to_owned),
                entry.op.blob.map(|blob| hex(&blob.0))
            );
        }
    }
    assert_eq!(lines.next(), None);
}

#[test]
fn counts_that_lie_are_refused_before_anything_is_made() {
    let ids = one_id(4096);
    let good = lie(4096, &[0], &[(1, &ids)]);
    assert_eq!(unpack(&good, Caps::FRAME).unwrap()[0].len(), 192 + 4096 * 22);
    let few = Caps {
        segments: 1,
        bytes: 192 + 4096 * 22 - 1,
    };
    assert_eq!(unpack(&good, few), Err(ColumnsError::Size("what was packed")));
    for count in [0, 1, 4095, 4097, 1 << 40, u64::MAX] {
        let ids = one_id(count);
        assert!(
            unpack(&lie(4096, &[0], &[(1, &ids)]), Caps::FRAME).is_err(),
            "{count}"
        );
    }
    let ids = one_id(4097);
    let packed = lie(4097, &[0], &[(1, &ids)]);
    assert_eq!(
        unpack(&packed, Caps::FRAME),
        Err(ColumnsError::TooMany("operations in a segment"))
    );
    for (place, of) in [(1, "segments"), (1 + 1 + 4 + 32 + 2 + 66, "columns")] {
        let mut wrong = good.clone();
        wrong.splice(place..=place, [0xff, 0xff, 0xff, 0xff, 0x0f]);
        assert_eq!(unpack(&wrong, Caps::FRAME), Err(ColumnsError::TooMany(of)));
    }
}

#[test]
fn an_operation_and_a_segment_end_at_their_caps() {
    let ids = one_id(20);
    let lengths = same(20, 64 * 1024);
    let data = [&lengths[..], &[0x80, 0x80, 0x50], &vec![0; 20 * 64 * 1024]].concat();
    let packed = lie(20, &[1, 6, 1], &[(1, &ids), (2, &data)]);
    assert_eq!(
        unpack(&packed, Caps::FRAME),
        Err(ColumnsError::Size("an operation"))
    );
    let lengths = same(20, 60 * 1024);
    let data = [&lengths[..], &[0x80, 0x80, 0x4b], &vec![0; 20 * 60 * 1024]].concat();
    let packed = lie(20, &[1, 6, 1], &[(1, &ids), (2, &data)]);
    assert_eq!(unpack(&packed, Caps::FRAME), Err(ColumnsError::Size("a segment")));
}

#[test]
fn pieces_that_put_out_nothing_are_refused() {
    let ids = one_id(1);
    let empty = [&same(2, 0)[..], &[0]].concat();
    let none = lie(1, &[1, 0, 0], &[(1, &ids)]);
    assert_eq!(
        unpack(&none, Caps::FRAME),
        Err(ColumnsError::Unknown("an empty piece"))
    );
    let two = lie(1, &[2, 6, 1, 6, 1], &[(1, &ids), (2, &empty)]);
    assert_eq!(unpack(&two, Caps::FRAME), Err(ColumnsError::Unknown("a piece")));
}

#[test]
fn a_first_segment_leans_on_nothing() {
    let segments = small();
    let mut packed = pack(&views(&segments[..1]));
    assert_eq!(packed[2], form::COLUMNS);
    packed[2] |= form::SAME_HUB;
    assert!(unpack(&packed, Caps::FRAME).is_err());
    packed[2] = form::COLUMNS | form::FOLLOWS;
    assert!(unpack(&packed, Caps::FRAME).is_err());
}

#[test]
fn what_the_first_release_packed_is_still_read() {
    let mut rest = GOLDEN_SEGMENTS;
    let mut segments = Vec::new();
    while !rest.is_empty() {
        let (segment, more) = rest.split_at(Head::read(rest).unwrap().total_len());
        segments.push(segment.to_vec());
        rest = more;
    }
    assert_eq!(segments.len(), 3);
    assert_eq!(unpack(GOLDEN, caps(&segments)), Ok(segments));
}

/// Writes the golden files; run once, for a new version of the packing only.
#[test]
#[ignore = "writes files of the source tree"]
fn write_golden_files() {
    let segments = small();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/columns-1");
    std::fs::write(format!("{path}.segs"), segments.concat()).unwrap();
    std::fs::write(format!("{path}.bin"), pack(&views(&segments))).unwrap();
}

fn column(values: &[u64]) -> Vec<u8> {
    let mut out = Vec::new();
    num::put(values, &mut num::Trial::new(), &mut out);
    out
}

fn read_column(bytes: &[u8]) -> Vec<u64> {
    let mut from = crate::ledger::bytes::Cursor::new(bytes);
    let mut numbers = num::Numbers::read(&mut from).unwrap();
    assert!(from.rest().is_empty());
    std::iter::from_fn(|| numbers.next()).collect()
}

#[test]
fn columns_that_follow_a_rule_take_no_room() {
    for rule in [|_: u64| 7, |at| 5 + 3 * at, |at| 10 * at * at, |at| u64::MAX - at] {
        let values: Vec<u64> = (0..5000).map(rule).collect();
        let bytes = column(&values);
        let size = compressed(&bytes);
        assert!(size < 60, "{size} bytes");
        assert_eq!(read_column(&bytes), values);
    }
}

fn any_cbor() -> impl Strategy<Value = Vec<u8>> {
    fn head(major: u8, value: u64) -> Vec<u8> {
        let mut out = Vec::new();
        shape::put_head(&mut out, major, value);
        out
    }
    let leaf = prop_oneof![
        any::<(u64, u32)>().prop_map(|(value, shift)| head(0, value >> (shift % 64))),
        any::<u64>().prop_map(|value| head(1, value)),
        any::<[u8; 16]>().prop_map(|id| [&head(2, 16)[..], &id].concat()),
        "[a-z]{0,30}".prop_map(|text| [&head(3, wide(text.len()))[..], text.as_bytes()].concat()),
        prop::sample::select(vec![
            vec![0xf6],
            vec![0xf5],
            vec![0xf9, 0x3c, 0],
            vec![0x18, 3],
            vec![0x9f, 0xff]
        ]),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(|items| [
                head(4, wide(items.len())),
                items.concat()
            ]
            .concat()),
            prop::collection::vec((any::<u8>(), inner.clone()), 0..6).prop_map(|items| {
                let mut out = head(5, wide(items.len()));
                for (key, value) in items {
                    out.extend(head(key % 2, u64::from(key)));
                    out.extend(value);
                }
                out
            }),
            inner.prop_map(|item| [head(6, 40), item].concat()),
        ]
    })
}

fn any_segments() -> impl Strategy<Value = Vec<Vec<u8>>> {
    let cbor = (any_op(), any_cbor(), 0_u16..4, any::<bool>()).prop_map(|(op, body, kind, plain)| NewOp {
        kind: if plain { kind } else { op.kind },
        actor: op.actor.filter(|_| !plain),
        body,
        ..op
    });
    let ops = prop::collection::vec((prop_oneof![cbor, any_op()], 0_u64..1 << 40), 1..40);
    prop::collection::vec((ops, 0_u32..3, any::<bool>()), 1..5).prop_map(|runs| {
        let mut chains: Vec<Chain> = (0..3).map(|node| Chain::new(LogId::new(node, 1))).collect();
        runs.iter()
            .map(|(ops, node, seen)| {
                let chain = &mut chains[usize::try_from(*node).unwrap()];
                chain.hub_seen += u64::from(*seen);
                chain.segment(ops)
            })
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn segments_come_back_byte_for_byte(segments in any_segments()) {
        back(&segments);
    }

    #[test]
    fn bytes_that_are_no_segments_come_back(
        segments in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), 0..6),
    ) {
        back(&segments);
    }

    #[test]
    fn a_body_is_made_of_its_parts(body in prop_oneof![any_cbor(), prop::collection::vec(any::<u8>(), 0..60)]) {
        let mut parts = Vec::new();
        if shape::split(&body, &mut parts) {
            let mut again = Vec::new();
            for part in parts {
                match part {
                    shape::Part::Shape(bytes) => again.extend_from_slice(bytes),
                    shape::Part::Number { negative, value, bytes, .. } => {
                        let start = again.len();
                        shape::put_head(&mut again, u8::from(negative), value);
                        prop_assert_eq!(&again[start..], bytes);
                    }
                    shape::Part::Id { id, .. } => {
                        again.push(0x50);
                        again.extend_from_slice(id);
                    }
                    shape::Part::String { text, content, .. } => {
                        shape::put_head(&mut again, 2 + u8::from(text), wide(content.len()));
                        again.extend_from_slice(content);
                    }
                }
            }
            prop_assert_eq!(again, body);
        }
    }

    #[test]
    fn numbers_come_back(
        values in prop::collection::vec(any::<u64>(), 0..200),
        shift in 0_u32..64,
        scale in 1_u64..1000,
        sum in any::<bool>(),
    ) {
        let mut total = 0_u64;
        let values: Vec<u64> = values
            .iter()
            .map(|value| {
                let value = (value >> shift).wrapping_mul(scale);
                total = total.wrapping_add(value);
                if sum { total } else { value }
            })
            .collect();
        prop_assert_eq!(read_column(&column(&values)), values);
    }

    #[test]
    fn any_bytes_are_read_without_a_panic(mut bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = unpack(&bytes, Caps::FRAME);
        if let Some(first) = bytes.first_mut() {
            *first = VERSION;
        }
        let _ = unpack(&bytes, Caps::FRAME);
    }

    #[test]
    fn bytes_changed_anywhere_are_read_without_a_panic(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0_u8..3), 1..6),
    ) {
        let mut bytes = GOLDEN.to_vec();
        for (at, byte, how) in changes {
            let at = at.index(bytes.len());
            match how {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                _ => drop(bytes.remove(at)),
            }
        }
        let caps = Caps { segments: 16, bytes: 64 * 1024 };
        if let Ok(found) = unpack(&bytes, caps) {
            prop_assert!(found.iter().map(Vec::len).sum::<usize>() <= caps.bytes);
        }
    }
}

#[test]
fn bodies_of_this_release_are_taken_apart() {
    let mut parts = Vec::new();
    let mut bytes = Vec::new();
    body::write(
        &Request {
            person: person(5),
            attempt: 300_u16.to_le_bytes()[0],
            unsure: None,
        },
        &mut bytes,
    );
    assert!(shape::split(&bytes, &mut parts));
    assert!(parts.iter().any(|part| matches!(part, shape::Part::Id { .. })));
}
