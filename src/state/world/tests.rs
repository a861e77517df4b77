//! Several ledgers, read in any order: what must never depend on it, and what nobody may bring about.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    reason = "the numbers of these stories are small"
)]

use super::*;
use crate::{
    domain::registration::State,
    ledger::{
        body::{office::*, people::*, plan::*, seat::*},
        cert::{HubCert, HubClaim},
        clock::Hlc,
        id::OpId,
        key::{NodeKey, PublicKey},
        segment::SegHash,
    },
    state::{
        batch::Share,
        roll::{Folded, Ripple},
    },
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const HUB: LogId = LogId::new(1, 1);
const NEXT_HUB: LogId = LogId::new(1, 2);
const NORTH: LogId = LogId::new(2, 1);
const SOUTH: LogId = LogId::new(3, 1);
const STRANGER: LogId = LogId::new(9, 1);
const LOGS: [LogId; 5] = [HUB, NEXT_HUB, NORTH, SOUTH, STRANGER];
const START: u64 = 1_700_000_000_000;

fn name(n: u8) -> Name {
    Name([n; 16])
}

fn person(n: u8) -> PersonId {
    PersonId([n; 16])
}

fn batch() -> BatchId {
    BatchId::of_code("A")
}

/// An operation: about what, when, and what it says.
type Op = (Subject, Hlc, Body);

/// Ledgers as they are written.
#[derive(Clone, Debug, Default)]
struct Ledgers(BTreeMap<LogId, Vec<Op>>);

impl Ledgers {
    fn write(&mut self, log: LogId, body: impl Into<Body>) -> OpId {
        let total: usize = self.0.values().map(Vec::len).sum();
        self.write_at(log, Hlc::new(START + 1000 * total as u64, 0), body)
    }

    fn write_at(&mut self, log: LogId, hlc: Hlc, body: impl Into<Body>) -> OpId {
        let body = body.into();
        let subject = match &body {
            Body::NodeEnrolled(_) | Body::LogClosed(_) | Body::Anchor(_) | Body::CustodianSet(_) => {
                Subject::None
            }
            Body::PersonAdded(_) => Subject::new_person(),
            Body::PersonChanged(_) | Body::RoleSet(_) | Body::Elsewhere(_) | Body::Erase(_) => {
                Subject::Person(person(1))
            }
            Body::CourseSet(_) => Subject::Course(CourseId([1; 16])),
            Body::UnitSet(_) => Subject::Unit(UnitId([1; 16])),
            _ => Subject::Batch(batch()),
        };
        let ops = self.0.entry(log).or_default();
        let hlc = ops.last().map_or(hlc, |(_, last, _)| hlc.max(last.plus(1)));
        ops.push((subject, hlc, body));
        log.op(ops.len() as u64)
    }

    fn len(&self) -> usize {
        self.0.values().map(Vec::len).sum()
    }
}

fn root_key() -> NodeKey {
    NodeKey::from_seed(&[77; 32])
}

fn cert(serial: u32, log: LogId) -> HubCert {
    let claim = HubClaim {
        root: root_key().public(),
        serial,
        log,
        key: PublicKey([serial as u8; 32]),
        recipient: [serial as u8; 32],
        name: "Pusat".into(),
        issued: Hlc::new(START, 0),
    };
    HubCert::issue(claim, &root_key()).unwrap()
}

/// A node that reads ledgers, and folds anew where the roll says that it must.
struct Reader<'a> {
    ledgers: &'a Ledgers,
    roll: Roll,
    world: World,
    done: BTreeMap<LogId, (usize, Hlc)>,
    ignored: Vec<(OpId, Ignored)>,
    refolds: usize,
}

impl<'a> Reader<'a> {
    fn new(ledgers: &'a Ledgers) -> Self {
        Self {
            ledgers,
            roll: Roll::of(root_key().public()),
            world: World::default(),
            done: BTreeMap::new(),
            ignored: Vec::new(),
            refolds: 0,
        }
    }

    /// A node that knows both hubs from the start.
    fn certified(ledgers: &'a Ledgers) -> Self {
        let mut reader = Self::new(ledgers);
        reader.certify(1, HUB);
        reader.certify(2, NEXT_HUB);
        reader
    }

    fn certify(&mut self, serial: u32, log: LogId) {
        let done = self.done.clone();
        let ripple = self.roll.certify(&cert(serial, log), &|log| folded(&done, log));
        self.ripple(ripple);
    }

    fn ripple(&mut self, ripple: Ripple) {
        if ripple != Ripple::Refold {
            return;
        }
        self.refolds += 1;
        self.world = World::default();
        self.ignored.clear();
        let done = std::mem::take(&mut self.done);
        for (log, (count, _)) in done {
            for at in 0..count {
                self.fold(log, at);
            }
        }
    }

    /// Reads the next operation of a ledger.
    fn read(&mut self, log: LogId) -> bool {
        let at = self.done.get(&log).map_or(0, |(count, _)| *count);
        let ledgers = self.ledgers;
        let Some((_, _, body)) = ledgers.0.get(&log).and_then(|ops| ops.get(at)) else {
            return false;
        };
        let done = self.done.clone();
        let ripple = self
            .roll
            .apply(log.op(at as u64 + 1), body, &|log| folded(&done, log));
        self.ripple(ripple);
        self.fold(log, at);
        true
    }

    fn fold(&mut self, log: LogId, at: usize) {
        let (subject, hlc, body) = &self.ledgers.0[&log][at];
        let id = log.op(at as u64 + 1);
        let hlc = self.roll.effective(id, *hlc, Hlc::default());
        let stamp = Stamp {
            hlc: hlc.0,
            node: log.node.0,
            incarnation: log.incarnation,
            seq: id.seq,
        };
        let subject = match subject {
            Subject::Person(id) if id.0 == [0; 16] => Subject::Person(stamp.person()),
            subject => *subject,
        };
        let change = self.world.fold(&self.roll, subject, stamp, body, None);
        self.ignored.extend(change.ignored.map(|why| (id, why)));
        for (person, place) in change.touched.placed {
            self.world.place(person, place);
        }
        let last = self.done.entry(log).or_default();
        *last = (at + 1, last.1.max(hlc));
    }

    /// Reads everything, in an order that a number chooses.
    fn read_all(&mut self, order: u64) {
        let mut state = order | 1;
        let mut left: Vec<LogId> = self.ledgers.0.keys().copied().collect();
        while !left.is_empty() {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let at = (state >> 33) as usize % left.len();
            // Runs, as bundles bring them.
            for _ in 0..=(state >> 60) {
                if !self.read(left[at]) {
                    left.remove(at);
                    break;
                }
            }
        }
    }

    fn batch(&self) -> &BatchState {
        &self.world.batches[&batch()]
    }

    fn state(&self, n: u8) -> (State, Option<u32>) {
        let reg = self.batch().reg(person(n), 1).unwrap();
        (reg.state, reg.ticket.map(|ticket| ticket.0))
    }
}

fn folded(done: &BTreeMap<LogId, (usize, Hlc)>, log: LogId) -> Folded {
    done.get(&log)
        .map_or_else(Folded::default, |(count, hlc)| Folded {
            seq: *count as u64,
            hlc: *hlc,
        })
}

fn enrol(log: LogId) -> NodeEnrolled {
    NodeEnrolled {
        node: log.node.0,
        incarnation: log.incarnation,
        name: "Kecamatan".into(),
        key: [log.node.0 as u8; 32],
        recipient: [5; 32],
        units: vec![],
        duties: 7,
    }
}

fn close(log: LogId, last_seq: u64) -> LogClosed {
    LogClosed {
        node: log.node.0,
        incarnation: log.incarnation,
        last_seq,
        last_hash: [6; 32],
        reason: 2,
    }
}

fn give(from: u32, count: u32, to: LogId) -> Give {
    Give {
        from,
        count,
        node: to.node.0,
        incarnation: to.incarnation,
    }
}

fn take(from: u32, count: u32, of: LogId) -> Take {
    Take {
        from,
        count,
        node: of.node.0,
        incarnation: of.incarnation,
    }
}

fn request(n: u8) -> Request {
    Request {
        person: name(n),
        attempt: 1,
        unsure: None,
    }
}

fn confirm(n: u8, ticket: u32) -> Confirm {
    Confirm {
        person: name(n),
        attempt: 1,
        ticket,
    }
}

fn release(n: u8, ticket: u32) -> Release {
    Release {
        person: name(n),
        attempt: 1,
        ticket,
    }
}

fn cancel(n: u8) -> Cancel {
    Cancel {
        person: name(n),
        attempt: 1,
        reason: 1,
    }
}

fn replace(n: u8, by: u8, ticket: u32) -> Replace {
    Replace {
        person: name(n),
        attempt: 1,
        by: name(by),
        by_attempt: 1,
        ticket,
        unsure: None,
    }
}

/// What the organiser says of the batch: 1 it takes people directly, 2 it selects.
fn set(admission: u8) -> BatchSet {
    BatchSet {
        code: "A".into(),
        course: name(9),
        phases: vec![(739_000, 739_001, 1)],
        place: "Selaras".into(),
        room: None,
        admission,
        opens: None,
        closes: None,
        capacity: 6,
    }
}

/// Whatever order the ledgers are read in.
fn in_any_order(ledgers: &Ledgers, holds: impl Fn(&Reader<'_>)) {
    for order in 0..40u64 {
        let reader = read(ledgers, order.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        check(&reader);
        holds(&reader);
    }
}

/// An organisation with two kiosks and a batch of six tickets.
fn city() -> Ledgers {
    let mut ledgers = Ledgers::default();
    ledgers.write(HUB, enrol(NORTH));
    ledgers.write(HUB, enrol(SOUTH));
    ledgers.write(HUB, Mint { from: 1, count: 6 });
    ledgers
}

fn read(ledgers: &Ledgers, order: u64) -> Reader<'_> {
    let mut reader = Reader::certified(ledgers);
    reader.read_all(order);
    reader
}

/// What must hold of every batch at every moment, whatever was written.
fn check(reader: &Reader<'_>) {
    for state in reader.world.batches.values() {
        let head = &state.head;
        let tickets: Vec<_> = state.regs().iter().filter_map(|reg| reg.ticket).collect();
        let distinct: BTreeSet<_> = tickets.iter().collect();
        assert_eq!(tickets.len(), distinct.len(), "a ticket with two holders");
        for ticket in &tickets {
            assert!(head.minted.has(ticket.0) && !head.burned().has(ticket.0) && head.held.has(ticket.0));
        }
        assert!(head.held.count() <= head.tickets());
        let confirmed = state.regs().iter().filter(|reg| reg.state == State::Confirmed);
        assert!(confirmed.clone().all(|reg| reg.ticket.is_some()));
        assert_eq!(head.count(State::Confirmed) as usize, confirmed.count());
        assert_eq!(head.counts.iter().sum::<u32>(), head.slots);
        let owned: u32 = head.shares().iter().map(|share| share.owned).sum();
        assert_eq!(owned, head.tickets(), "tickets are lost or doubled");
        let free: u32 = head.shares().iter().map(|share| head.free_of(share.log)).sum();
        assert_eq!(free, head.free());
        for Share { log, .. } in head.shares() {
            assert_eq!(
                head.free_tickets(log).iter().next(),
                head.next_free_of(log).map(|t| t.0)
            );
        }
    }
}

fn any_body() -> impl Strategy<Value = Body> {
    (0u8..34, 1u8..5, 1u32..7, 1u32..4, 0usize..5, 0u64..12).prop_map(|(kind, who, from, count, other, n)| {
        let (person, attempt, log) = (name(who), 1, LOGS[other]);
        match kind {
            0 | 1 => request(who).into(),
            2..=6 => confirm(who, from).into(),
            7 => cancel(who).into(),
            8 | 9 => release(who, from).into(),
            10 => Replace {
                person,
                attempt,
                by: name(1 + (who + count as u8) % 5),
                by_attempt: 1,
                ticket: from,
                unsure: None,
            }
            .into(),
            11 => Present {
                person,
                attempt,
                meeting: 1,
                unsure: None,
            }
            .into(),
            12 => Void {
                person,
                attempt,
                meeting: 1,
            }
            .into(),
            13 => Past {
                person,
                attempt,
                state: 1 + who,
                made: n as i64,
                ticket: Some(from),
            }
            .into(),
            14 => Outcome {
                person,
                attempt,
                state: 8,
                credit: 10,
            }
            .into(),
            15..=19 => give(from, count, log).into(),
            20 => Burn {
                from,
                count,
                forced: true,
            }
            .into(),
            21 => Burn {
                from,
                count,
                forced: false,
            }
            .into(),
            22 => Recall {
                node: log.node.0,
                incarnation: log.incarnation,
                keep: count,
            }
            .into(),
            23 | 24 => take(from, count, log).into(),
            25 => close(log, n).into(),
            26 => Anchor {
                node: log.node.0,
                incarnation: log.incarnation,
                upto: n,
                hlc: Hlc::new(START + 3000 * n, 0).0,
            }
            .into(),
            27 => NodeEnrolled {
                duties: count as u8 * 2 + 1,
                ..enrol(log)
            }
            .into(),
            28 => Mint { from, count }.into(),
            30 | 31 => set(2).into(),
            32 => set(1).into(),
            33 => replace(who, 1 + (who + 1) % 4, from).into(),
            _ => Erase {
                blobs: vec![crate::ledger::blob::BlobHash([who; 32])],
            }
            .into(),
        }
    })
}

#[test]
fn nobody_but_its_owner_passes_somebodys_seat_on() {
    let mut ledgers = city();
    ledgers.write(HUB, give(1, 2, NORTH));
    ledgers.write(HUB, give(3, 2, SOUTH));
    for (who, ticket) in [(1, 1), (2, 2)] {
        ledgers.write(NORTH, request(who));
        ledgers.write(NORTH, confirm(who, ticket));
    }
    // With the seat that is not theirs, and with one that is.
    ledgers.write(SOUTH, replace(1, 3, 1));
    ledgers.write(SOUTH, replace(1, 3, 3));
    // Who is a promise's author and no owner of its ticket.
    ledgers.write(SOUTH, confirm(2, 2));
    ledgers.write(SOUTH, replace(2, 4, 2));
    in_any_order(&ledgers, |reader| {
        assert_eq!(reader.state(1), (State::Confirmed, Some(1)));
        assert_eq!(reader.state(2), (State::Confirmed, Some(2)));
    });
}

#[test]
fn a_seat_that_was_passed_on_does_not_come_back_when_its_ticket_goes_away() {
    let mut ledgers = city();
    ledgers.write(HUB, give(1, 2, NORTH));
    ledgers.write(NORTH, request(1));
    ledgers.write(NORTH, confirm(1, 1));
    ledgers.write(NORTH, replace(1, 2, 1));
    ledgers.write(NORTH, cancel(2));
    ledgers.write(NORTH, release(2, 1));
    ledgers.write(NORTH, give(1, 1, HUB));
    in_any_order(&ledgers, |reader| {
        assert_eq!(reader.state(1), (State::Replaced, None));
        assert_eq!(reader.state(2), (State::Cancelled, None));
    });
}

#[test]
fn to_a_batch_that_selects_only_a_centre_admits() {
    let mut ledgers = city();
    ledgers.write(HUB, set(2));
    ledgers.write(HUB, give(1, 2, NORTH));
    for who in [1, 2] {
        ledgers.write(NORTH, request(who));
    }
    ledgers.write(NORTH, confirm(1, 1));
    ledgers.write(NEXT_HUB, confirm(2, 9));
    ledgers.write(HUB, confirm(2, 4));
    in_any_order(&ledgers, |reader| {
        assert_eq!(reader.state(1), (State::Recorded, None));
        assert_eq!(reader.state(2), (State::Confirmed, Some(4)));
        assert_eq!(reader.batch().head.free_of(NORTH), 2);
    });
    // What was promised while the batch took people directly stays promised.
    ledgers.write(HUB, set(1));
    ledgers.write(HUB, set(2));
    in_any_order(&ledgers, |reader| {
        assert_eq!(reader.state(1), (State::Confirmed, Some(1)));
    });
}

fn any_ledgers() -> impl Strategy<Value = Ledgers> {
    proptest::collection::vec((0usize..5, any_body(), 0u64..20), 0..60).prop_map(|ops| {
        let mut ledgers = city();
        ledgers.write(HUB, give(1, 2, NORTH));
        ledgers.write(HUB, give(3, 2, SOUTH));
        for (log, body, ahead) in ops {
            let at = Hlc::new(START + 3000 * ahead, 0);
            ledgers.write_at(LOGS[log], at, body);
        }
        ledgers
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn ledgers_read_in_any_order_give_the_same_state(
        ledgers in any_ledgers(),
        orders in proptest::array::uniform3(any::<u64>()),
    ) {
        // The roll first, then ledger by ledger: what a view that is made anew does.
        let mut straight = Reader::certified(&ledgers);
        for (log, ops) in &ledgers.0 {
            for ((_, _, body), seq) in ops.iter().zip(1..) {
                straight.roll.apply(log.op(seq), body, &|_| Folded::default());
            }
        }
        for (log, ops) in &ledgers.0 {
            for at in 0..ops.len() {
                straight.fold(*log, at);
            }
        }
        for order in orders {
            let mut reader = Reader::new(&ledgers);
            let first = order % 3;
            if first > 0 { reader.certify(1, HUB); }
            if first > 1 { reader.certify(2, NEXT_HUB); }
            for log in LOGS {
                for _ in 0..(order >> 8) % 7 { reader.read(log); }
            }
            reader.certify(2, NEXT_HUB);
            reader.certify(1, HUB);
            reader.read_all(order);
            prop_assert_eq!(straight.world.root(), reader.world.root());
            let ignored = |reader: &Reader<'_>| reader.ignored.iter().copied().collect::<BTreeSet<_>>();
            prop_assert_eq!(ignored(&straight), ignored(&reader));
        }
    }

    #[test]
    fn a_ticket_never_has_two_holders_at_any_moment_whatever_is_written(
        ledgers in any_ledgers(),
        order in any::<u64>(),
    ) {
        let mut reader = Reader::certified(&ledgers);
        let mut state = order | 1;
        for _ in 0..ledgers.len() * 8 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            if reader.read(LOGS[(state >> 33) as usize % 5]) {
                check(&reader);
            }
        }
    }

    #[test]
    fn operations_out_of_scope_and_of_strangers_change_nothing(
        bodies in proptest::collection::vec((any_body(), 0usize..3), 0..30),
        order in any::<u64>(),
    ) {
        let mut ledgers = city();
        ledgers.write(HUB, give(1, 4, NORTH));
        ledgers.write(NORTH, request(1));
        ledgers.write(NORTH, confirm(1, 1));
        let before = read(&ledgers, order).world.root();
        let mut outside = 0;
        for (body, log) in bodies {
            let log = [NORTH, SOUTH, STRANGER][log];
            let hub_only = [2, 3, 4, 10, 11, 12, 13, 14, 20, 22, 23, 24, 30, 31, 32, 33, 34, 52, 60];
            if log == STRANGER || hub_only.contains(&body.kind()) {
                outside += 1;
                ledgers.write(log, body);
            }
        }
        let reader = read(&ledgers, order);
        prop_assert_eq!(before, reader.world.root());
        prop_assert_eq!(reader.ignored.len(), outside);
    }

    /// Who sits where goes by ledgers: the clocks may say what they want.
    #[test]
    fn clocks_years_off_unseat_nobody(
        steps in proptest::collection::vec((0usize..2, 1u8..8, any::<bool>()), 1..40),
        clocks in proptest::array::uniform3(0u64..4_000_000_000_000),
        order in any::<u64>(),
    ) {
        let write = |clocks: Option<[u64; 3]>| {
            let mut ledgers = city();
            let mut write = |log: LogId, body: Body| {
                match clocks {
                    None => ledgers.write(log, body),
                    Some(clocks) => ledgers.write_at(log, Hlc::new(clocks[log.node.0 as usize - 1], 0), body),
                };
            };
            write(HUB, give(1, 3, NORTH).into());
            write(HUB, give(4, 3, SOUTH).into());
            let (mut free, mut seats) = ([vec![1, 2, 3], vec![4, 5, 6]], BTreeMap::new());
            for (kiosk, who, leave) in &steps {
                let log = [NORTH, SOUTH][*kiosk];
                // Each person goes to one kiosk.
                let who = who * 2 + *kiosk as u8;
                match seats.remove(&who) {
                    Some(ticket) if *leave => {
                        write(log, release(who, ticket).into());
                        free[*kiosk].push(ticket);
                    }
                    Some(ticket) => {
                        seats.insert(who, ticket);
                    }
                    None => {
                        write(log, request(who).into());
                        if let Some(ticket) = free[*kiosk].pop() {
                            write(log, confirm(who, ticket).into());
                            seats.insert(who, ticket);
                        }
                    }
                }
            }
            (ledgers, seats)
        };
        for clocks in [None, Some(clocks)] {
            let (ledgers, promised) = write(clocks);
            let reader = read(&ledgers, order);
            for (who, ticket) in promised {
                prop_assert_eq!(reader.state(who), (State::Confirmed, Some(ticket)));
            }
        }
    }
}

#[test]
fn a_confirmation_counts_once_the_gift_arrives() {
    let mut ledgers = city();
    ledgers.write(HUB, give(1, 2, NORTH));
    ledgers.write(NORTH, request(1));
    ledgers.write(NORTH, confirm(1, 2));
    let mut reader = Reader::certified(&ledgers);
    for _ in 0..3 {
        reader.read(HUB);
    }
    reader.read(NORTH);
    reader.read(NORTH);
    assert_eq!(reader.state(1), (State::Waiting, None));
    reader.read(HUB);
    assert_eq!(reader.state(1), (State::Confirmed, Some(2)));
    let head = &reader.batch().head;
    assert_eq!((head.free_of(NORTH), head.free_of(HUB), head.free()), (1, 4, 5));
    assert_eq!(head.next_free_of(NORTH).map(|ticket| ticket.0), Some(1));
    assert_eq!(head.owner(crate::domain::batch::TicketNo(2)), Some(NORTH));
}

#[test]
fn a_gift_of_a_stranger_moves_nothing_until_it_owns() {
    let mut ledgers = city();
    ledgers.write(NORTH, give(1, 2, SOUTH));
    ledgers.write(SOUTH, confirm(1, 1));
    let reader = read(&ledgers, 1);
    assert_eq!(reader.batch().head.free_of(HUB), 6);
    assert_eq!(reader.state(1), (State::Waiting, None));
    // It had given it away before it knew: the ticket passes on at once.
    ledgers.write(HUB, give(1, 1, NORTH));
    let reader = read(&ledgers, 1);
    let head = &reader.batch().head;
    assert_eq!(
        (head.free_of(HUB), head.free_of(NORTH), head.free_of(SOUTH)),
        (5, 0, 0)
    );
    assert_eq!(reader.state(1), (State::Confirmed, Some(1)));
}

#[test]
fn a_ticket_that_comes_back_begins_a_new_turn() {
    let mut ledgers = city();
    ledgers.write(HUB, give(1, 1, NORTH));
    ledgers.write(NORTH, confirm(1, 1));
    ledgers.write(NORTH, release(1, 1));
    ledgers.write(NORTH, give(1, 1, HUB));
    ledgers.write(HUB, give(1, 1, NORTH));
    ledgers.write(NORTH, confirm(2, 1));
    ledgers.write(NORTH, request(1));
    for order in 0..20 {
        let reader = read(&ledgers, order);
        assert_eq!(reader.state(2), (State::Confirmed, Some(1)));
        assert_eq!(reader.state(1), (State::Waiting, None));
    }
}

#[test]
fn a_promise_ends_with_the_turn_even_if_the_ticket_comes_back() {
    let mut ledgers = city();
    ledgers.write(HUB, give(1, 1, NORTH));
    ledgers.write(NORTH, confirm(1, 1));
    ledgers.write(NORTH, give(1, 1, HUB));
    ledgers.write(HUB, give(1, 1, NORTH));
    for order in 0..20 {
        let reader = read(&ledgers, order);
        assert_eq!(reader.state(1), (State::Waiting, None));
        assert_eq!(reader.batch().head.free_of(NORTH), 1);
    }
}

#[test]
fn a_gift_before_the_closure_counts_even_if_it_arrives_after_the_taking() {
    let mut ledgers = city();
    ledgers.write(HUB, give(1, 3, NORTH));
    ledgers.write(NORTH, give(1, 1, SOUTH));
    ledgers.write(SOUTH, confirm(1, 1));
    ledgers.write(HUB, close(NORTH, 1));
    ledgers.write(HUB, take(1, 3, NORTH));
    for order in [[HUB, NORTH, SOUTH], [HUB, SOUTH, NORTH], [SOUTH, NORTH, HUB]] {
        let mut reader = Reader::certified(&ledgers);
        for log in order {
            while reader.read(log) {}
        }
        assert_eq!(reader.state(1), (State::Confirmed, Some(1)));
        assert_eq!(reader.batch().head.free_of(HUB), 5);
    }
}

#[test]
fn two_seats_of_one_registration_are_one_and_the_larger_is_released_by_its_owner() {
    let mut ledgers = city();
    ledgers.write(HUB, give(1, 1, NORTH));
    ledgers.write(HUB, give(2, 1, SOUTH));
    ledgers.write(NORTH, request(1));
    ledgers.write(NORTH, confirm(1, 1));
    ledgers.write(SOUTH, confirm(1, 2));
    let reader = read(&ledgers, 3);
    let state = reader.batch();
    assert_eq!(reader.state(1), (State::Confirmed, Some(1)));
    assert_eq!((state.two_seats().len(), state.head.free_of(SOUTH)), (1, 0));
    assert!(state.to_release(NORTH, &|_| true).is_empty());
    // As long as the centre has not heard of the other seat, this one is kept.
    assert!(state.to_release(SOUTH, &|_| false).is_empty());
    let idle = state.to_release(SOUTH, &|kept| kept == NORTH.op(2));
    assert_eq!((idle.len(), idle[0].ticket.0), (1, 2));
    ledgers.write(SOUTH, release(1, 2));
    let reader = read(&ledgers, 3);
    assert_eq!(reader.state(1), (State::Confirmed, Some(1)));
    assert_eq!(
        (
            reader.batch().two_seats().len(),
            reader.batch().head.free_of(SOUTH)
        ),
        (0, 1)
    );
}

#[test]
fn a_seat_cancelled_elsewhere_stays_with_its_owner_until_it_is_released() {
    let mut ledgers = city();
    ledgers.write(HUB, give(1, 1, NORTH));
    ledgers.write(NORTH, confirm(1, 1));
    ledgers.write(SOUTH, cancel(1));
    let reader = read(&ledgers, 3);
    assert_eq!(reader.state(1), (State::Cancelled, Some(1)));
    assert_eq!(reader.batch().head.free_of(NORTH), 0);
    assert_eq!(reader.batch().to_release(NORTH, &|_| false).len(), 1);
    assert!(reader.batch().to_release(HUB, &|_| false).is_empty());
    // A release by somebody else says nothing of the owner's promise.
    ledgers.write(SOUTH, release(1, 1));
    assert_eq!(read(&ledgers, 4).batch().head.free_of(NORTH), 0);
    ledgers.write(NORTH, release(1, 1));
    assert_eq!(read(&ledgers, 4).batch().head.free_of(NORTH), 1);
}

#[test]
fn whoever_is_bumped_waits_before_everybody_with_the_time_they_asked_at() {
    let mut ledgers = city();
    ledgers.write(HUB, give(1, 2, NORTH));
    ledgers.write(SOUTH, request(3));
    for n in [1, 2] {
        ledgers.write(NORTH, request(n));
        ledgers.write(NORTH, confirm(n, u32::from(n)));
    }
    ledgers.write(
        HUB,
        Burn {
            from: 2,
            count: 1,
            forced: true,
        },
    );
    for order in 0..10 {
        let reader = read(&ledgers, order);
        let state = reader.batch();
        assert_eq!(reader.state(1), (State::Confirmed, Some(1)));
        assert_eq!(reader.state(2), (State::Waiting, None));
        let waiting: Vec<_> = state.waiting().iter().map(|reg| reg.person).collect();
        assert_eq!(waiting, [person(2), person(3)]);
        assert_eq!((state.bumped().len(), state.head.tickets()), (1, 5));
        assert_eq!(state.promotions(HUB)[0].0.person, person(2));
    }
}

#[test]
fn an_unforced_burn_takes_only_what_the_hub_owns_and_nobody_holds() {
    let mut ledgers = city();
    ledgers.write(HUB, give(1, 1, NORTH));
    ledgers.write(HUB, confirm(1, 2));
    ledgers.write(NORTH, confirm(2, 1));
    ledgers.write(
        HUB,
        Burn {
            from: 1,
            count: 4,
            forced: false,
        },
    );
    for order in 0..10 {
        let reader = read(&ledgers, order);
        assert_eq!(reader.batch().head.burned().iter().collect::<Vec<_>>(), [3, 4]);
        assert_eq!(reader.state(1), (State::Confirmed, Some(2)));
        assert_eq!(reader.state(2), (State::Confirmed, Some(1)));
    }
}

#[test]
fn tickets_are_taken_only_from_a_ledger_that_the_same_hub_has_closed() {
    let mut ledgers = city();
    ledgers.write(HUB, give(1, 3, NORTH));
    ledgers.write(NORTH, confirm(1, 1));
    ledgers.write(HUB, take(1, 3, NORTH));
    let reader = read(&ledgers, 3);
    assert_eq!(reader.batch().head.free_of(NORTH), 2);
    assert_eq!(reader.ignored, [(HUB.op(5), Ignored::Scope)]);
    ledgers.write(HUB, close(NORTH, 1));
    ledgers.write(HUB, take(1, 3, NORTH));
    for order in 0..10 {
        let reader = read(&ledgers, order);
        let head = &reader.batch().head;
        assert_eq!((head.free_of(NORTH), head.free_of(HUB)), (0, 6));
        assert_eq!(reader.state(1), (State::Waiting, None));
        assert_eq!(reader.batch().bumped().len(), 1);
    }
}

#[test]
fn closure_cuts_what_comes_after_it_in_whatever_order() {
    let mut ledgers = city();
    ledgers.write(HUB, give(1, 3, NORTH));
    ledgers.write(NORTH, confirm(1, 1));
    ledgers.write(NORTH, confirm(2, 2));
    ledgers.write(HUB, close(NORTH, 1));
    // The hub's news first, or the kiosk's.
    for first in [HUB, NORTH] {
        let mut reader = Reader::certified(&ledgers);
        for log in [HUB, HUB, first] {
            reader.read(log);
        }
        while reader.read(first) {}
        reader.read_all(1);
        assert_eq!(reader.state(1), (State::Confirmed, Some(1)));
        assert!(reader.batch().reg(person(2), 1).is_none());
        assert_eq!(reader.ignored, [(NORTH.op(2), Ignored::Closed)]);
        assert_eq!(reader.refolds, usize::from(first == NORTH));
        assert_eq!(
            reader.roll.closure(NORTH).map(|end| end.last_hash),
            Some(SegHash([6; 32]))
        );
    }
}

#[test]
fn a_recall_names_the_highest_free_tickets_until_more_are_given() {
    let mut ledgers = city();
    ledgers.write(HUB, give(1, 5, NORTH));
    ledgers.write(NORTH, confirm(1, 4));
    let recall = |keep| Recall {
        node: NORTH.node.0,
        incarnation: 1,
        keep,
    };
    ledgers.write(HUB, recall(1));
    let returns = |ledgers: &Ledgers| read(ledgers, 1).batch().head.to_return(NORTH);
    assert_eq!(returns(&ledgers), [(2, 2), (5, 1)]);
    ledgers.write(NORTH, give(2, 2, HUB));
    ledgers.write(NORTH, give(5, 1, HUB));
    assert!(returns(&ledgers).is_empty());
    assert_eq!(read(&ledgers, 1).batch().head.recalled(NORTH), Some(1));
    ledgers.write(HUB, give(5, 2, NORTH));
    assert_eq!(read(&ledgers, 1).batch().head.recalled(NORTH), None);
}

#[test]
fn an_anchor_bounds_a_clock_that_ran_ahead_and_its_place_in_the_queue() {
    let mut ledgers = city();
    let ahead = Hlc::new(4_000_000_000_000, 0);
    ledgers.write_at(NORTH, ahead, request(1));
    ledgers.write(SOUTH, request(2));
    let order = |ledgers: &Ledgers, n| {
        let reader = read(ledgers, n);
        let waiting = reader.batch().waiting();
        waiting.iter().map(|reg| reg.person).collect::<Vec<_>>()
    };
    assert_eq!(order(&ledgers, 1), [person(2), person(1)]);
    ledgers.write(
        HUB,
        Anchor {
            node: NORTH.node.0,
            incarnation: 1,
            upto: 1,
            hlc: Hlc::new(START, 5).0,
        },
    );
    for n in 0..10 {
        assert_eq!(order(&ledgers, n), [person(1), person(2)]);
    }
}

#[test]
fn what_of_a_newer_release_is_critical_makes_its_subject_read_only() {
    let ledgers = city();
    let mut reader = read(&ledgers, 1);
    let stamp = |log: LogId| Stamp {
        hlc: START << 16,
        node: log.node.0,
        incarnation: log.incarnation,
        seq: 9,
    };
    let op = |critical| OpView {
        critical,
        kind: 999,
        kind_ver: 1,
        subject_type: 3,
        subject: crate::ledger::id::EntityId(batch().0),
        actor: None,
        body: &[],
        blob: None,
    };
    let fold = |reader: &mut Reader<'_>, log, critical| {
        reader
            .world
            .fold_all(&reader.roll, stamp(log), &op(critical), None)
    };
    assert_eq!(fold(&mut reader, STRANGER, true), Some(Ignored::Unknown));
    assert_eq!(fold(&mut reader, NORTH, false), Some(Ignored::Newer));
    assert!(!reader.batch().head.frozen);
    assert_eq!(fold(&mut reader, NORTH, true), Some(Ignored::Newer));
    assert!(reader.batch().head.frozen);
}

fn profile() -> Vec<u8> {
    let mut blob = Vec::new();
    crate::ledger::body::write(
        &ProfileBlob {
            number: Number::from_u64(198_501_012_010_011_001).unwrap().as_u64(),
            name: "Siti".into(),
            position: None,
            rank: None,
        },
        &mut blob,
    );
    blob
}

#[test]
fn personal_data_that_comes_late_is_taken_and_what_was_erased_is_not() {
    let mut ledgers = city();
    let added = ledgers.write(
        HUB,
        PersonAdded {
            unit: name(1),
            employment: 1,
            contract_end: None,
        },
    );
    let reader = read(&ledgers, 1);
    let (roll, mut world) = (reader.roll, reader.world);
    let who = PersonId::of_op(1, 1, added.seq);
    let hlc = ledgers.0[&HUB][added.seq as usize - 1].1.0;
    let stamp = |seq, hlc| Stamp {
        hlc,
        node: 1,
        incarnation: 1,
        seq,
    };
    let (subject, body) = (Subject::Person(who), &ledgers.0[&HUB][added.seq as usize - 1].2);
    let blob = profile();
    let root = world.root();
    let change = world.fold(&roll, subject, stamp(added.seq, hlc), body, Some(&blob));
    let number = change.number.unwrap();
    assert_eq!(world.numbers.get(&number), Some(&who));
    assert_eq!(world.root(), root, "the root depends on whether the blob is here");
    let erase = Erase { blobs: vec![] }.into();
    let change = world.fold(&roll, subject, stamp(added.seq + 1, hlc + 1), &erase, None);
    assert_eq!(change.forgotten, Some(number));
    assert!(world.numbers.is_empty() && world.people[&who].number().is_none());
    world.fold(&roll, subject, stamp(added.seq, hlc), body, Some(&blob));
    assert!(world.people[&who].number().is_none());
}
