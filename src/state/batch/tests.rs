use super::*;
use crate::ledger::body::{plan::*, seat::*};
use proptest::prelude::*;

fn stamp(seq: u64) -> Stamp {
    Stamp {
        hlc: (1_700_000_000_000 + seq) << 16,
        node: 1,
        incarnation: 1,
        seq,
    }
}

fn person(n: u8) -> PersonId {
    PersonId([n; 16])
}

fn name(n: u8) -> Name {
    Name([n; 16])
}

fn id() -> BatchId {
    BatchId::of_code("A")
}

fn fold(ops: &[(Stamp, Body)]) -> BatchState {
    let mut batch = BatchState::default();
    for (stamp, body) in ops {
        batch.apply(id(), *stamp, true, body, None, &mut Touched::default());
    }
    batch
}

fn open(admission: u8) -> Vec<Body> {
    vec![
        BatchSet {
            code: "A".into(),
            course: name(9),
            phases: vec![(739_000, 739_001, 1)],
            place: "Selaras".into(),
            room: None,
            admission,
            opens: None,
            closes: None,
            capacity: 3,
        }
        .into(),
        Mint { from: 1, count: 3 }.into(),
    ]
}

fn any_body() -> impl Strategy<Value = Body> {
    let (who, attempt, ticket) = (1u8..5, 0u8..4, 1u32..6);
    (0u8..12, who, attempt, ticket, 1u8..5).prop_map(|(kind, who, attempt, ticket, other)| {
        let person = name(who);
        match kind {
            0 | 1 => Request {
                person,
                attempt,
                unsure: None,
            }
            .into(),
            2 | 3 => Confirm {
                person,
                attempt,
                ticket,
            }
            .into(),
            4 => Cancel {
                person,
                attempt,
                reason: 1,
            }
            .into(),
            5 => Release {
                person,
                attempt,
                ticket,
            }
            .into(),
            6 => Replace {
                person,
                attempt,
                by: name(other),
                by_attempt: 1,
                ticket,
                unsure: None,
            }
            .into(),
            7 => Present {
                person,
                attempt,
                meeting: 1,
                unsure: None,
            }
            .into(),
            8 => Void {
                person,
                attempt,
                meeting: 1,
            }
            .into(),
            9 => Outcome {
                person,
                attempt,
                state: 8,
                credit: 10,
            }
            .into(),
            10 => Past {
                person,
                attempt,
                state: 1 + other,
                made: i64::from(ticket),
                ticket: Some(ticket),
            }
            .into(),
            _ => Mint { from: 4, count: 2 }.into(),
        }
    })
}

#[test]
fn a_request_waits_and_a_ticket_makes_it_a_seat() {
    let mut ops = open(1);
    ops.push(
        Request {
            person: name(1),
            attempt: 1,
            unsure: None,
        }
        .into(),
    );
    ops.push(
        Request {
            person: name(2),
            attempt: 1,
            unsure: None,
        }
        .into(),
    );
    ops.push(
        Confirm {
            person: name(1),
            attempt: 1,
            ticket: 1,
        }
        .into(),
    );
    let batch = fold(
        &ops.into_iter()
            .zip(1..)
            .map(|(body, seq)| (stamp(seq), body))
            .collect::<Vec<_>>(),
    );
    assert_eq!(batch.reg(person(1), 1).unwrap().state, State::Confirmed);
    let waiting = batch.reg(person(2), 1).unwrap();
    assert_eq!((waiting.state, batch.place(waiting)), (State::Waiting, Some(1)));
    assert_eq!(
        (batch.head.free(), batch.head.next_free_of(stamp(1).log())),
        (2, Some(TicketNo(2)))
    );
}

#[test]
fn a_wish_for_a_selected_batch_is_recorded_and_not_on_the_waiting_list() {
    let mut ops = open(2);
    ops.push(
        Request {
            person: name(1),
            attempt: 1,
            unsure: None,
        }
        .into(),
    );
    let batch = fold(
        &ops.into_iter()
            .zip(1..)
            .map(|(body, seq)| (stamp(seq), body))
            .collect::<Vec<_>>(),
    );
    assert_eq!(batch.reg(person(1), 1).unwrap().state, State::Recorded);
    assert!(batch.waiting().is_empty());
}

#[test]
fn a_cancelled_seat_is_free_only_once_its_owner_has_released_it() {
    let mut ops = open(1);
    ops.push(
        Request {
            person: name(1),
            attempt: 1,
            unsure: None,
        }
        .into(),
    );
    ops.push(
        Confirm {
            person: name(1),
            attempt: 1,
            ticket: 1,
        }
        .into(),
    );
    ops.push(
        Cancel {
            person: name(1),
            attempt: 1,
            reason: 1,
        }
        .into(),
    );
    let stamped = |ops: &[Body]| {
        ops.iter()
            .cloned()
            .zip(1..)
            .map(|(b, s)| (stamp(s), b))
            .collect::<Vec<_>>()
    };
    assert_eq!(fold(&stamped(&ops)).head.free(), 2);
    ops.push(
        Release {
            person: name(1),
            attempt: 1,
            ticket: 1,
        }
        .into(),
    );
    let batch = fold(&stamped(&ops));
    assert_eq!(
        (batch.head.free(), batch.reg(person(1), 1).unwrap().state),
        (3, State::Cancelled)
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_ticket_never_has_two_holders_and_the_counts_are_those_of_the_registrations(
        bodies in proptest::collection::vec(any_body(), 0..60),
    ) {
        let ops: Vec<(Stamp, Body)> =
            open(1).into_iter().chain(bodies).zip(1..).map(|(body, seq)| (stamp(seq), body)).collect();
        let batch = fold(&ops);
        let held: Vec<_> = batch.regs.iter().filter_map(|reg| reg.ticket).collect();
        let mut distinct = held.clone();
        distinct.sort();
        distinct.dedup();
        prop_assert_eq!(held.len(), distinct.len());
        // A ticket that its owner has promised is not free, be it the second of one registration.
        prop_assert!(batch.head.held.count() as usize >= held.len());
        prop_assert!(held.iter().all(|ticket| batch.head.held.has(ticket.0)));
        prop_assert!(batch.head.held.count() <= batch.head.minted.count());
        let confirmed = batch.regs.iter().filter(|reg| reg.state == State::Confirmed).count();
        prop_assert_eq!(batch.head.count(State::Confirmed) as usize, confirmed);
        prop_assert!(confirmed <= batch.head.minted.count() as usize);
        let total: u32 = batch.head.counts.iter().sum();
        prop_assert_eq!(total, batch.head.slots);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// What is settled operation by operation is what is settled at once, of the same facts.
    #[test]
    fn settling_one_by_one_is_settling_everything(bodies in proptest::collection::vec(any_body(), 0..60)) {
        let ops: Vec<(Stamp, Body)> = open(1).into_iter().chain(bodies).zip(1..).map(|(body, seq)| (stamp(seq), body)).collect();
        let batch = fold(&ops);
        let mut again = BatchState::of(batch.head.clone(), batch.regs().to_vec());
        again.settle_all(&mut Touched::default());
        prop_assert_eq!(&again.head.counts, &batch.head.counts);
        prop_assert_eq!(again.regs(), batch.regs());
    }
}

#[test]
fn a_later_attempt_ends_the_earlier_in_whichever_order_they_come() {
    let ask = |attempt| {
        Request {
            person: name(1),
            attempt,
            unsure: None,
        }
        .into()
    };
    for order in [[1, 2], [2, 1], [0, 2], [2, 0]] {
        let bodies: Vec<Body> = open(1).into_iter().chain(order.map(ask)).collect();
        let ops: Vec<(Stamp, Body)> = bodies
            .into_iter()
            .zip(1..)
            .map(|(body, seq)| (stamp(seq), body))
            .collect();
        let batch = fold(&ops);
        assert_eq!(
            batch.reg_of(person(1)).unwrap().state,
            State::Waiting,
            "{order:?}"
        );
        assert_eq!(batch.head.count(State::Cancelled), 1, "{order:?}");
    }
}
