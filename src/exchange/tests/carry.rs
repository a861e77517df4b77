//! Bundles carried in any order, twice, partly and late.

use super::net::Net;
use crate::{
    domain::registration::State,
    exchange::{media::FaultyStick, plan::To, send::Sending},
    ledger::{body::seat::Recall, id::LogId},
    state::{
        sync::{MatterKind, News, SeatChangeKind},
        world::Subject,
    },
    store::book::Draft,
};
use proptest::prelude::*;

#[test]
fn a_registration_at_a_kiosk_reaches_the_centre_and_another_kiosk() {
    let mut net = Net::new(2, false);
    net.give(0, 1, (1, 5));
    let read = net.carry(0, 1);
    assert!(read.report.news.contains(&(News::People, 6)), "{:?}", read.report);
    assert_eq!(
        read.gained.iter().map(|gained| gained.seats).collect::<Vec<_>>(),
        [5]
    );
    net.request(1, 0);
    net.confirm(1, 0, 1);
    net.carry(1, 0);
    assert_eq!(net.state(0, 0), Some(State::Confirmed));
    net.carry(0, 2);
    net.settle();
    assert_eq!(net.state(2, 0), Some(State::Confirmed));
    net.assert_equal();
}

#[test]
fn a_preview_says_what_will_happen_and_changes_nothing() {
    let mut net = Net::new(1, false);
    net.carry(0, 1);
    net.request(1, 0);
    net.request(1, 1);
    net.cancel(1, 1);
    let hub = net.to(0);
    let bytes = net.bundle(1, hub);
    let before = net.root(0);
    let preview = net.read_as(0, &bytes, true, false).unwrap();
    assert!(preview.report.dry_run);
    let counts = [(News::Registrations, 2), (News::Cancellations, 1)];
    assert!(
        counts.iter().all(|line| preview.report.news.contains(line)),
        "{:?}",
        preview.report
    );
    assert_eq!(preview.report.from, "Kecamatan 1");
    assert_eq!(net.root(0), before);
    assert!(net.offices[0].exchange.desk().last_read().is_none());
    let real = net.read(0, &bytes).unwrap();
    assert_eq!(real.report.news, preview.report.news);
    let again = net.read(0, &bytes).unwrap();
    assert!(
        again.report.news.is_empty() && again.report.known > 0,
        "{:?}",
        again.report
    );
}

#[test]
fn nothing_counts_as_elsewhere_before_its_receipt() {
    let mut net = Net::new(1, false);
    net.carry(0, 1);
    net.request(1, 0);
    net.request(1, 1);
    let only = |net: &mut Net| {
        let office = &mut net.offices[1];
        office.exchange.only_here(&mut office.book).unwrap()
    };
    assert_eq!(only(&mut net).registrations, 2);
    assert!(only(&mut net).since.is_some());
    net.carry(1, 0);
    // The centre has it; nobody here knows that yet.
    assert_eq!(only(&mut net).registrations, 2);
    assert!(!net.offices[1].exchange.hub_has_all(&net.offices[1].book));
    net.carry(0, 1);
    assert_eq!(only(&mut net).operations, 0);
    assert!(net.offices[1].exchange.hub_has_all(&net.offices[1].book));
    net.request(1, 2);
    assert_eq!(only(&mut net).registrations, 1);
}

#[test]
fn a_missing_bundle_is_named_with_who_carries_what_came_after() {
    let mut net = Net::new(1, false);
    net.carry(0, 1);
    net.carry(1, 0);
    net.request(1, 0);
    let hub = net.to(0);
    let lost = net.bundle(1, hub);
    net.request(1, 1);
    let own = net.offices[1].log;
    let late = {
        // Only what lies behind the lost bundle.
        let office = &mut net.offices[1];
        let mut plan = office.exchange.plan(&mut office.book, hub, u64::MAX).unwrap();
        let holding = office
            .book
            .holdings()
            .into_iter()
            .find(|held| held.log == own)
            .unwrap();
        for run in plan.runs.iter_mut().filter(|run| run.log == own) {
            run.after = holding.seq - 1;
        }
        let mut out = Vec::new();
        let mut export = crate::exchange::send::Export::begin(
            &mut office.exchange,
            &mut office.book,
            plan,
            net.now,
            u64::MAX,
        )
        .unwrap();
        export.part(&mut out, &mut |_, _| {}).unwrap();
        export.end().unwrap();
        out
    };
    let read = net.read(0, &late).unwrap();
    let gap = &read.report.gaps[0];
    assert_eq!(
        (gap.log, gap.office.as_str(), gap.ask.as_str()),
        (own, "Kecamatan 1", "Kecamatan 1")
    );
    assert_eq!(net.state(0, 1), None);
    let filled = net.read(0, &lost).unwrap();
    assert!(filled.report.gaps.is_empty());
    assert_eq!(
        (net.state(0, 0), net.state(0, 1)),
        (Some(State::Waiting), Some(State::Waiting))
    );
}

#[test]
fn a_kiosk_carries_another_kiosks_ledger() {
    let mut net = Net::new(2, false);
    net.settle();
    net.request(1, 0);
    net.carry(1, 2);
    let read = net.carry(2, 0);
    assert_eq!(net.state(0, 0), Some(State::Waiting));
    assert_eq!(read.report.from, "Kecamatan 2");
}

#[test]
fn an_office_that_nobody_knows_yet_waits_until_the_centre_has_made_it_known() {
    let mut net = Net::new(2, false);
    // Kiosk 2 hears of the centre's word on it; the centre's copy at kiosk 1 is older.
    net.carry(0, 2);
    net.request(2, 0);
    let one = net.offices[1].log;
    // Kiosk 1 knows nobody but the centre. What kiosk 2 made is signed by a stranger.
    let target = To::Node(one);
    let bytes = net.bundle(2, target);
    assert!(net.read(1, &bytes).is_err());
    net.carry(0, 1);
    net.read(1, &bytes).unwrap();
    assert_eq!(net.state(1, 0), Some(State::Waiting));
}

#[test]
fn seats_that_come_back_on_request_are_given_back_once() {
    let mut net = Net::new(1, false);
    net.give(0, 1, (1, 8));
    net.carry(0, 1);
    net.request(1, 0);
    net.confirm(1, 0, 1);
    let log = net.offices[1].log;
    let recall = Recall {
        node: log.node.0,
        incarnation: log.incarnation,
        keep: 2,
    };
    let batch = net.batch;
    net.commit(0, Draft::new(Subject::Batch(batch), recall));
    let hub = To::Node(log);
    let bytes = net.bundle(0, hub);
    let read = net.read(1, &bytes).unwrap();
    assert_eq!(read.report.returned, 5);
    let again = net.read(1, &bytes).unwrap();
    assert_eq!(again.report.returned, 0);
    let back = net.carry(1, 0);
    assert_eq!(
        back.gained
            .iter()
            .map(|gained| (gained.seats, gained.office.as_str()))
            .collect::<Vec<_>>(),
        [(5, "Kecamatan 1")]
    );
    net.settle();
    net.assert_equal();
}

#[test]
fn whoever_moves_up_elsewhere_learns_why() {
    let mut net = Net::new(1, false);
    net.carry(0, 1);
    net.request(1, 0);
    net.carry(1, 0);
    net.confirm(0, 0, 3);
    let read = net.carry(0, 1);
    let change = &read.report.changes[0];
    assert_eq!(
        (
            change.kind,
            change.office.as_str(),
            change.ticket.map(|ticket| ticket.0)
        ),
        (SeatChangeKind::Promoted, "Pusat", Some(3))
    );
    let kept = net.offices[1].exchange.change(net.batch, net.people[0]).unwrap();
    assert_eq!(
        (kept.kind, kept.bundle),
        (SeatChangeKind::Promoted, read.report.id.clone())
    );
    assert!(kept.name.is_empty());
}

#[test]
fn whoever_cancelled_elsewhere_and_came_here_before_that_was_heard_is_told_where_it_was_cancelled() {
    let mut net = Net::new(2, false);
    net.give(0, 2, (1, 2));
    net.settle();
    // At kiosk 1 asked for and cancelled; at kiosk 2, which knows of neither, registered with a seat.
    net.request(1, 0);
    net.cancel(1, 0);
    net.request(2, 0);
    net.confirm(2, 0, 1);
    net.carry(1, 0);
    let read = net.carry(0, 2);
    let change = &read.report.changes[0];
    assert_eq!(
        (change.kind, change.office.as_str()),
        (SeatChangeKind::Cancelled, "Kecamatan 1")
    );
    let kept = net.offices[2].exchange.change(net.batch, net.people[0]).unwrap();
    assert_eq!(
        (kept.kind, kept.office.as_str()),
        (SeatChangeKind::Cancelled, "Kecamatan 1")
    );
}

#[test]
fn somebody_with_two_seats_keeps_the_smaller_and_the_owner_releases_the_other() {
    let mut net = Net::new(2, false);
    net.give(0, 1, (1, 2));
    net.give(0, 2, (3, 2));
    net.settle();
    for (office, ticket) in [(1, 1), (2, 3)] {
        net.request(office, 0);
        net.confirm(office, 0, ticket);
    }
    net.carry(1, 0);
    net.carry(0, 2);
    let told = net.offices[2].exchange.matters();
    assert!(
        told.iter().any(|matter| matter.kind == MatterKind::TwoSeats),
        "{told:?}"
    );
    net.settle();
    let batch = net.batch;
    let head = net.offices[0].book.batch(batch).unwrap().unwrap().head.clone();
    assert!(head.held.has(1) && !head.held.has(3), "{head:?}");
    net.assert_equal();
}

#[test]
fn a_budget_leaves_a_prefix_and_the_rest_goes_next_time() {
    let mut net = Net::new(1, false);
    net.carry(0, 1);
    net.carry(1, 0);
    for at in 6..40 {
        net.add_person(at);
        net.offices[0].book.seal().unwrap();
    }
    let target = net.to(1);
    let office = &mut net.offices[0];
    let all = office.exchange.plan(&mut office.book, target, u64::MAX).unwrap();
    let some = office.exchange.plan(&mut office.book, target, 3_000).unwrap();
    assert!(
        some.card.operations > 0 && some.card.operations < all.card.operations,
        "{some:?} {all:?}"
    );
    assert_eq!(some.runs[0].after, all.runs[0].after);
    let hub = LogId::new(1, 1);
    assert_eq!(some.runs.iter().filter(|run| run.log == hub).count(), 1);
}

#[test]
fn parts_of_a_set_are_read_in_any_order() {
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
        let mut net = Net::new(1, false);
        for at in 6..30 {
            net.add_person(at);
            net.offices[0].book.seal().unwrap();
        }
        let (target, wall_ms) = (net.to(1), net.now);
        let stick = FaultyStick::new();
        let office = &mut net.offices[0];
        let all = office
            .exchange
            .plan(&mut office.book, target, u64::MAX)
            .unwrap()
            .raw;
        let mut sending = Sending {
            wall_ms,
            budget: u64::MAX,
            part: all / 3 + 400,
            progress: &mut |_, _| {},
        };
        let report = office
            .exchange
            .export_to(&mut office.book, &stick, target, &mut sending)
            .unwrap();
        assert_eq!((report.files.len(), report.plan.parts), (3, 3));
        for (at, part) in order.into_iter().enumerate() {
            let read = net
                .read_from(1, &stick, &report.files[part], false, false)
                .unwrap();
            assert_eq!(
                read.report.gaps.is_empty(),
                at == 2 || order[0] == 0,
                "{order:?} {at}"
            );
        }
        net.assert_equal();
        let last = net.people[29];
        assert!(
            net.offices[1]
                .book
                .person(last)
                .unwrap()
                .unwrap()
                .number()
                .is_some()
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn any_order_doubled_lost_and_late_bundles_end_in_equal_roots(
        steps in prop::collection::vec((0_u8..6, 0_usize..3, 0_usize..3, 0_usize..6), 10..40),
    ) {
        let mut net = Net::new(2, false);
        net.give(0, 1, (1, 4));
        net.give(0, 2, (5, 4));
        net.settle();
        // Bundles under way, to be read in any order, twice or never.
        let mut under_way: Vec<(usize, Vec<u8>)> = Vec::new();
        let mut ticket = [9_u32, 1, 5];
        for (what, at, to, person) in steps {
            match what {
                0 => net.request(at, person),
                1 => {
                    net.request(at, person);
                    if ticket[at] < [20, 4, 8][at] {
                        net.confirm(at, person, ticket[at]);
                        ticket[at] += 1;
                    }
                }
                2 => net.cancel(at, person),
                3 if at != to => {
                    let target = net.to(to);
                    let bytes = net.bundle(at, target);
                    under_way.push((to, bytes));
                }
                4 if !under_way.is_empty() => {
                    let (office, bytes) = under_way[person % under_way.len()].clone();
                    net.read(office, &bytes).unwrap();
                }
                5 if !under_way.is_empty() => {
                    let lost = person % under_way.len();
                    under_way.swap_remove(lost);
                }
                _ => {}
            }
        }
        net.settle();
        for (office, bytes) in under_way {
            net.read(office, &bytes).unwrap();
        }
        net.settle();
        net.assert_equal();
    }
}
