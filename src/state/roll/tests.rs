use super::{derive::Bounds, *};
use crate::ledger::{
    body::{
        plan::Name,
        seat::{Give, Mint, Present, Request},
    },
    cert::HubClaim,
    key::NodeKey,
};
use proptest::prelude::*;

const HUB: LogId = LogId::new(1, 1);
const NEXT: LogId = LogId::new(1, 2);
const NORTH: LogId = LogId::new(2, 1);

fn root() -> NodeKey {
    NodeKey::from_seed(&[7; 32])
}

fn cert(by: &NodeKey, serial: u32, log: LogId) -> HubCert {
    let claim = HubClaim {
        root: PublicKey([0; 32]),
        serial,
        log,
        key: PublicKey([4; 32]),
        recipient: [5; 32],
        name: "Pusat".into(),
        issued: Hlc(1),
    };
    HubCert::issue(claim, by).unwrap()
}

fn enrol(duties: u8, unit: Option<u8>) -> Body {
    office::NodeEnrolled {
        node: 2,
        incarnation: 1,
        name: "Utara".into(),
        key: [2; 32],
        recipient: [3; 32],
        units: unit.into_iter().map(|n| Name([n; 16])).collect(),
        duties,
    }
    .into()
}

fn close(log: LogId, last_seq: u64) -> Body {
    office::LogClosed {
        node: log.node.0,
        incarnation: log.incarnation,
        last_seq,
        last_hash: [1; 32],
        reason: 1,
    }
    .into()
}

fn anchor(log: LogId, upto: u64, hlc: u64) -> Body {
    office::Anchor {
        node: log.node.0,
        incarnation: log.incarnation,
        upto,
        hlc,
    }
    .into()
}

fn nothing(_: LogId) -> Folded {
    Folded::default()
}

fn all(_: LogId) -> Folded {
    Folded {
        seq: 100,
        hlc: Hlc(1000),
    }
}

fn org() -> Roll {
    let mut roll = Roll::of(root().public());
    assert_eq!(roll.certify(&cert(&root(), 1, HUB), &nothing), Ripple::Changed);
    roll
}

#[test]
fn an_office_of_its_own_is_its_own_hub() {
    let key = PublicKey([9; 32]);
    let roll = Roll::alone(HUB, key);
    assert_eq!((roll.hub(), roll.key(HUB)), (Some(HUB), Some(key)));
    assert!(roll.allows(HUB, &Mint { from: 1, count: 1 }.into()) && roll.counts(HUB.op(7)));
    assert!(!roll.counts(NORTH.op(1)) && roll.key(NORTH).is_none());
}

#[test]
fn a_certificate_of_another_root_makes_nobody_a_hub() {
    let mut roll = org();
    let other = NodeKey::from_seed(&[8; 32]);
    assert_eq!(roll.certify(&cert(&other, 9, NORTH), &nothing), Ripple::Nothing);
    assert_eq!((roll.hub(), roll.node(NORTH)), (Some(HUB), None));
    let mut alone = Roll::alone(HUB, PublicKey([9; 32]));
    assert_eq!(alone.certify(&cert(&root(), 1, NORTH), &nothing), Ripple::Nothing);
}

#[test]
fn only_a_hub_enrols_and_an_enrolled_ledger_counts_from_its_first_operation() {
    let mut roll = org();
    assert_eq!(
        roll.apply(NORTH.op(1), &enrol(7, None), &nothing),
        Ripple::Nothing
    );
    assert_eq!(roll.judge(NORTH.op(1), &enrol(7, None)), Err(Ignored::Unknown));
    assert_eq!(roll.apply(HUB.op(1), &enrol(7, None), &nothing), Ripple::Changed);
    assert_eq!(roll.apply(HUB.op(1), &enrol(7, None), &nothing), Ripple::Nothing);
    assert!(roll.counts(NORTH.op(1)) && roll.is_open(NORTH));
    assert_eq!(
        (roll.name(NORTH), roll.key(NORTH)),
        ("Utara", Some(PublicKey([2; 32])))
    );
    assert_eq!(roll.nodes().len(), 2);
    let mut late = org();
    assert_eq!(late.apply(HUB.op(1), &enrol(7, None), &all), Ripple::Refold);
}

#[test]
fn a_kiosk_does_what_its_duties_say_and_never_the_hubs_work() {
    let person = Name([1; 16]);
    let request: Body = Request {
        person,
        attempt: 1,
        unsure: None,
    }
    .into();
    let present: Body = Present {
        person,
        attempt: 1,
        meeting: 1,
        unsure: None,
    }
    .into();
    let give: Body = Give {
        from: 1,
        count: 1,
        node: 1,
        incarnation: 1,
    }
    .into();
    for (duties, may) in [(1, [true, false]), (2, [false, true]), (0, [false, false])] {
        let mut roll = org();
        roll.apply(HUB.op(1), &enrol(duties, None), &nothing);
        assert_eq!([roll.allows(NORTH, &request), roll.allows(NORTH, &present)], may);
        assert!(roll.allows(NORTH, &give));
        for hub in [
            Mint { from: 1, count: 1 }.into(),
            enrol(7, None),
            close(HUB, 1),
            anchor(HUB, 1, 1),
        ] {
            assert!(!roll.allows(NORTH, &hub) && roll.allows(HUB, &hub));
        }
        assert_eq!(
            roll.apply(HUB.op(2), &enrol(7, None), &all),
            if duties == 7 {
                Ripple::Changed
            } else {
                Ripple::Refold
            }
        );
    }
}

#[test]
fn a_closed_ledger_counts_up_to_its_end() {
    let mut roll = org();
    roll.apply(HUB.op(1), &enrol(7, None), &nothing);
    assert_eq!(roll.apply(HUB.op(2), &close(NORTH, 100), &all), Ripple::Changed);
    assert_eq!(roll.apply(HUB.op(3), &close(NORTH, 90), &all), Ripple::Refold);
    assert!(roll.counts(NORTH.op(90)) && !roll.counts(NORTH.op(91)) && !roll.is_open(NORTH));
    assert!(roll.closed_before(NORTH, HUB.op(4)) && !roll.closed_before(NORTH, HUB.op(2)));
    assert!(!roll.closed_before(NORTH, NEXT.op(9)));
    assert!(roll.audience(UnitId([1; 16])).iter().all(|node| node.log == HUB));
}

#[test]
fn a_former_hub_counts_up_to_its_closure_and_closes_nothing_of_its_successor() {
    let mut roll = org();
    roll.certify(&cert(&root(), 2, NEXT), &nothing);
    assert_eq!((roll.hub(), roll.hubs()), (Some(NEXT), &[NEXT, HUB][..]));
    assert_eq!(roll.apply(HUB.op(5), &close(NEXT, 0), &all), Ripple::Nothing);
    assert_eq!(roll.apply(HUB.op(6), &enrol(7, None), &nothing), Ripple::Changed);
    assert!(roll.counts(NORTH.op(1)));
    // The new hub has the former ledger up to 5 only: what was enrolled later is of a stolen copy.
    assert_eq!(roll.apply(NEXT.op(1), &close(HUB, 5), &nothing), Ripple::Changed);
    assert!(roll.node(NORTH).is_none() && roll.counts(HUB.op(5)) && !roll.counts(HUB.op(6)));
    assert!(roll.counts(NEXT.op(1000)));
}

#[test]
fn people_are_known_to_the_hub_and_to_who_serves_their_unit() {
    let mut roll = org();
    roll.certify(&cert(&root(), 2, NEXT), &nothing);
    roll.apply(HUB.op(1), &enrol(7, Some(1)), &nothing);
    let logs = |unit| {
        let audience = roll.audience(UnitId([unit; 16]));
        audience.iter().map(|node| node.log).collect::<Vec<_>>()
    };
    assert_eq!(logs(1), [NEXT, NORTH]);
    assert_eq!(logs(2), [NEXT]);
}

#[test]
fn what_the_hub_erased_is_refused_and_a_kiosk_erases_nothing() {
    let blob = BlobHash([3; 32]);
    let erase: Body = crate::ledger::body::people::Erase { blobs: vec![blob] }.into();
    let mut roll = org();
    roll.apply(HUB.op(1), &enrol(7, None), &nothing);
    assert_eq!(roll.apply(NORTH.op(1), &erase, &all), Ripple::Nothing);
    assert!(!roll.is_erased(&blob));
    assert_eq!(roll.apply(HUB.op(2), &erase, &nothing), Ripple::Changed);
    assert!(roll.is_erased(&blob));
    assert_eq!(roll.erasures().into_iter().collect::<Vec<_>>(), [HUB.op(2)]);
    assert_eq!(org().apply(HUB.op(2), &erase, &all), Ripple::Refold);
}

#[test]
fn a_stamp_is_lifted_to_the_hub_seen_and_bounded_by_the_anchor() {
    let mut roll = org();
    roll.apply(HUB.op(1), &enrol(7, None), &nothing);
    let at = |roll: &Roll, seq, hlc| roll.effective(NORTH.op(seq), Hlc(hlc), Hlc(50)).0;
    assert_eq!(
        (at(&roll, 1, 10), at(&roll, 1, 60), at(&roll, 1, 5000)),
        (50, 60, 5000)
    );
    assert_eq!(
        roll.apply(HUB.op(2), &anchor(NORTH, 9, 1000), &all),
        Ripple::Changed
    );
    assert_eq!((at(&roll, 9, 5000), at(&roll, 10, 5000)), (1000, 5000));
    assert_eq!(
        roll.apply(HUB.op(3), &anchor(NORTH, 3, 999), &all),
        Ripple::Refold
    );
    assert_eq!((at(&roll, 3, 5000), at(&roll, 4, 5000)), (999, 1000));
    // What is behind everything that was folded bounds only what comes.
    assert_eq!(
        roll.apply(HUB.op(4), &anchor(NORTH, 200, 2000), &all),
        Ripple::Changed
    );
    assert_eq!(at(&roll, 150, 5000), 2000);
}

proptest! {
    #[test]
    fn bounds_are_the_smallest_of_all_that_reach_so_far(
        anchors in proptest::collection::vec((0u64..20, 0u64..20), 0..12),
    ) {
        let bounds = Bounds::of(anchors.iter().map(|(upto, hlc)| (*upto, Hlc(*hlc))).collect());
        for seq in 0..22 {
            let smallest = anchors.iter().filter(|(upto, _)| *upto >= seq).map(|(_, hlc)| Hlc(*hlc)).min();
            prop_assert_eq!(bounds.at(seq), smallest);
        }
    }
}
