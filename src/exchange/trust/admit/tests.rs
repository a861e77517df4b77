use super::*;
use crate::{exchange::trust::request::Applicant, ledger::key::NodeKey};

const DAY: i64 = 86_400_000;

fn text(text: &str) -> Text {
    Text::read(text, limit::NAME).unwrap()
}

fn key(seed: u8) -> NodeKey {
    NodeKey::from_seed(&[seed; 32])
}

fn secret() -> Secret {
    Secret::from_random([0x42; 16])
}

fn invitation() -> Invitation {
    Invitation {
        id: [1; 16],
        node: 7,
        office: text("Dinas Kesehatan"),
        units: vec![Name([9; 16])],
        duties: 5,
        until: Moment(30 * DAY),
        secret: Some(secret()),
        used: None,
    }
}

fn ask(
    log: LogId,
    seed: u8,
    invitation: Option<[u8; 16]>,
    secret: Option<&Secret>,
    former: Option<u8>,
) -> JoinRequest {
    let office = text("Kantor yang menamai dirinya sendiri");
    let of = Applicant {
        log,
        recipient: [seed; 32],
        office: &office,
        nonce: [seed; 16],
    };
    let request = match invitation {
        Some(id) => JoinRequest::invited(&of, &key(seed), id, secret),
        None => JoinRequest::again(&of, &key(seed), former.map(key).as_ref(), None),
    };
    JoinRequest::read(&request.to_bytes()).unwrap()
}

fn first(secret: Option<&Secret>) -> JoinRequest {
    ask(LogId::new(7, 1), 10, Some([1; 16]), secret, None)
}

fn at(request: &JoinRequest, invitations: &[Invitation], enrolled: &[Enrolled]) -> Verdict {
    admit(
        request,
        &Desk {
            invitations,
            enrolled,
            now: Some(Moment(DAY)),
        },
    )
}

fn refused(verdict: &Verdict) -> Reason {
    match verdict {
        Verdict::Refused(reason) => *reason,
        other => panic!("let in: {other:?}"),
    }
}

fn accepted(verdict: Verdict) -> Entry {
    match verdict {
        Verdict::Accepted(entry) => entry,
        other => panic!("not let in: {other:?}"),
    }
}

fn compared(verdict: Verdict) -> Entry {
    match verdict {
        Verdict::Compare { entry, .. } => entry,
        other => panic!("not to be compared: {other:?}"),
    }
}

fn known(entry: &Entry, known: u64, closed: Option<u8>) -> Enrolled {
    Enrolled {
        said: entry.enrol.clone(),
        closed,
        known: (known, [known.to_le_bytes()[0]; 32]),
        forks: Vec::new(),
        held: Vec::new(),
    }
}

#[test]
fn an_invited_kiosk_is_let_in_once_as_the_centre_described_it() {
    let entry = accepted(at(&first(Some(&secret())), &[invitation()], &[]));
    assert_eq!(entry.close, None);
    assert_eq!(entry.invitation, Some([1; 16]));
    assert_eq!(entry.enrol.name, "Dinas Kesehatan", "not what it calls itself");
    assert_eq!(
        (entry.enrol.units.clone(), entry.enrol.duties),
        (vec![Name([9; 16])], 5)
    );
    let used = invitation().used_by(key(10).public());
    assert_eq!(used.secret, None, "a used secret is kept nowhere");
    let inside = known(&entry, 3, None);
    let again = at(
        &first(Some(&secret())),
        std::slice::from_ref(&used),
        std::slice::from_ref(&inside),
    );
    assert_eq!(refused(&again), Reason::Known);
    let other = ask(LogId::new(7, 1), 11, Some([1; 16]), Some(&secret()), None);
    assert_eq!(
        refused(&at(&other, std::slice::from_ref(&used), &[inside])),
        Reason::Taken
    );
    assert_eq!(refused(&at(&other, &[used], &[])), Reason::Used);
}

#[test]
fn a_false_kiosk_is_refused_with_the_reason() {
    let good = secret();
    let cases = [
        (ask(LogId::new(7, 1), 10, None, None, None), Reason::NotInvited),
        (
            ask(LogId::new(7, 1), 10, Some([2; 16]), Some(&good), None),
            Reason::UnknownInvitation,
        ),
        (
            ask(LogId::new(8, 1), 10, Some([1; 16]), Some(&good), None),
            Reason::OtherNode,
        ),
        (
            ask(LogId::new(7, 2), 10, Some([1; 16]), Some(&good), None),
            Reason::Skips,
        ),
        (first(Some(&Secret::from_random([0x43; 16]))), Reason::WrongSecret),
    ];
    for (request, reason) in cases {
        assert_eq!(refused(&at(&request, &[invitation()], &[])), reason);
    }
    let late = Desk {
        invitations: &[invitation()],
        enrolled: &[],
        now: Some(Moment(31 * DAY)),
    };
    assert_eq!(refused(&admit(&first(Some(&good)), &late)), Reason::Expired);
}

#[test]
fn a_centre_that_does_not_know_the_date_calls_nobody_late() {
    let desk = Desk {
        invitations: &[invitation()],
        enrolled: &[],
        now: None,
    };
    accepted(admit(&first(Some(&secret())), &desk));
}

#[test]
fn without_a_proof_nobody_is_let_in_before_the_telephone_call() {
    let mut without = invitation();
    for secret in [None, Some(secret())] {
        without.secret = secret;
        let request = first(None);
        match at(&request, std::slice::from_ref(&without), &[]) {
            Verdict::Compare { fingerprint, entry } => {
                assert_eq!(fingerprint, key(10).public().fingerprint());
                assert_eq!(entry.enrol.key, key(10).public().0);
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_key_never_opens_a_second_office() {
    let inside = known(
        &accepted(at(&first(Some(&secret())), &[invitation()], &[])),
        1,
        None,
    );
    let mut second = invitation();
    second.id = [2; 16];
    second.node = 8;
    let request = ask(LogId::new(8, 1), 10, Some([2; 16]), Some(&secret()), None);
    assert_eq!(refused(&at(&request, &[second], &[inside])), Reason::Taken);
}

#[test]
fn a_restored_node_comes_back_as_the_next_incarnation_and_its_old_ledger_ends_where_the_centre_knows_it() {
    let inside = known(
        &accepted(at(&first(Some(&secret())), &[invitation()], &[])),
        41,
        None,
    );
    let request = ask(LogId::new(7, 2), 20, None, None, Some(10));
    let entry = compared(at(&request, &[], std::slice::from_ref(&inside)));
    let close = entry.close.clone().unwrap();
    assert_eq!(
        (close.node, close.incarnation, close.last_seq, close.reason),
        (7, 1, 41, 1)
    );
    assert_eq!(close.last_hash, [41; 32]);
    assert_eq!(
        (
            entry.enrol.incarnation,
            entry.enrol.duties,
            entry.enrol.name.as_str()
        ),
        (2, 5, "Dinas Kesehatan")
    );
    // The machine that lost its key asks by telephone.
    let lost = ask(LogId::new(7, 2), 21, None, None, None);
    assert!(matches!(
        at(&lost, &[], std::slice::from_ref(&inside)),
        Verdict::Compare { .. }
    ));
    // A stranger with a key of his own does not pass for the old machine.
    let stranger = ask(LogId::new(7, 2), 22, None, None, Some(99));
    assert_eq!(
        refused(&at(&stranger, &[], std::slice::from_ref(&inside))),
        Reason::NotTheFormer
    );
    let leap = ask(LogId::new(7, 3), 20, None, None, Some(10));
    assert_eq!(refused(&at(&leap, &[], &[inside])), Reason::Skips);
}

#[test]
fn of_two_copies_of_one_machine_the_second_is_refused() {
    let inside = known(
        &accepted(at(&first(Some(&secret())), &[invitation()], &[])),
        41,
        None,
    );
    let one = ask(LogId::new(7, 2), 20, None, None, Some(10));
    let two = ask(LogId::new(7, 2), 21, None, None, Some(10));
    let entry = compared(at(&one, &[], std::slice::from_ref(&inside)));
    let mut closed = inside;
    closed.closed = Some(1);
    let both = [closed, known(&entry, 0, None)];
    assert_eq!(refused(&at(&two, &[], &both)), Reason::Taken);
    assert_eq!(refused(&at(&one, &[], &both)), Reason::Known);
}

#[test]
fn a_stolen_or_forked_machine_does_not_let_itself_in_again() {
    let entry = accepted(at(&first(Some(&secret())), &[invitation()], &[]));
    for reason in [2, 3, 4] {
        let inside = known(&entry, 41, Some(reason));
        let request = ask(LogId::new(7, 2), 20, None, None, Some(10));
        match at(&request, &[], &[inside]) {
            Verdict::Compare { entry, .. } => assert_eq!(entry.close, None, "it is closed already"),
            other => panic!("{other:?}"),
        }
    }
}

/// The request of a machine that has its former ledger up to `last`.
fn comes_back(last: (u64, [u8; 32])) -> JoinRequest {
    let office = text("Dinas Kesehatan");
    let of = Applicant {
        log: LogId::new(7, 2),
        recipient: [20; 32],
        office: &office,
        nonce: [20; 16],
    };
    let request = JoinRequest::again(&of, &key(20), Some(&key(10)), Some(last));
    JoinRequest::read(&request.to_bytes()).unwrap()
}

#[test]
fn a_ledger_is_not_ended_before_operations_that_its_machine_still_has() {
    let mut inside = known(
        &accepted(at(&first(Some(&secret())), &[invitation()], &[])),
        41,
        None,
    );
    let behind = Verdict::Behind {
        log: LogId::new(7, 1),
        known: 41,
        to: 43,
    };
    let judge = |inside: &Enrolled| at(&comes_back((43, [9; 32])), &[], std::slice::from_ref(inside));
    assert_eq!(judge(&inside), behind);
    // Behind a gap is not here; what is missing can still come.
    inside.held = vec![(43, 43)];
    assert_eq!(judge(&inside), behind);
    // Beside another branch nothing more will come into place: it is not waited for.
    inside.forks = vec![(42, [8; 32])];
    assert_eq!(compared(judge(&inside)).close.unwrap().last_seq, 41);
    inside.held.clear();
    assert_eq!(judge(&inside), behind);
    inside.forks = vec![(43, [9; 32])];
    assert_eq!(compared(judge(&inside)).close.unwrap().last_seq, 41);
    inside.forks.clear();
    inside.known.0 = 43;
    assert_eq!(compared(judge(&inside)).close.unwrap().last_seq, 43);
    // A ledger that has ended does not end once more.
    (inside.known.0, inside.closed) = (41, Some(3));
    assert_eq!(compared(judge(&inside)).close, None);
    // A request of an earlier release does not say how far it is.
    inside.closed = None;
    let earlier = ask(LogId::new(7, 2), 20, None, None, Some(10));
    assert_eq!(earlier.former, None);
    assert_eq!(compared(at(&earlier, &[], &[inside])).close.unwrap().last_seq, 41);
}

#[test]
fn an_invitation_comes_back_from_the_vault() {
    for invitation in [invitation(), invitation().used_by(key(3).public())] {
        assert_eq!(Invitation::read(&invitation.to_bytes()), Some(invitation));
    }
    assert_eq!(Invitation::read(&[1, 2]), None);
}

#[test]
fn every_reason_has_a_word_of_its_own() {
    let words: std::collections::BTreeSet<_> = Reason::ALL.iter().map(|reason| reason.id()).collect();
    assert_eq!(words.len(), Reason::ALL.len());
}

#[test]
fn what_the_roll_knows_is_what_the_desk_judges_by() {
    use crate::{
        ledger::{body::Body, clock::Hlc, segment::SegHash},
        state::roll::Folded,
    };
    let hub = LogId::new(1, 1);
    let mut roll = Roll::alone(hub, key(2).public());
    let entry = accepted(at(
        &first(Some(&secret())),
        &[invitation()],
        &enrolled(&roll, &[], &[]),
    ));
    roll.apply(hub.op(2), &Body::NodeEnrolled(entry.enrol.clone()), &|_| {
        Folded::default()
    });
    let holding = Holding {
        log: LogId::new(7, 1),
        own: false,
        seq: 41,
        hash: SegHash([41; 32]),
        hlc: Hlc(0),
        segments: 1,
        held: Vec::new(),
        held_bytes: 0,
        forks: 0,
    };
    let inside = enrolled(&roll, &[holding], &[]);
    assert_eq!(inside, [known(&entry, 41, None)]);
    let request = ask(LogId::new(7, 2), 20, None, None, Some(10));
    let next = compared(at(&request, &[], &inside));
    roll.apply(hub.op(3), &Body::LogClosed(next.close.unwrap()), &|_| {
        Folded::default()
    });
    roll.apply(hub.op(4), &Body::NodeEnrolled(next.enrol), &|_| Folded::default());
    assert!(!roll.is_open(LogId::new(7, 1)) && roll.is_open(LogId::new(7, 2)));
    let clone = ask(LogId::new(7, 2), 21, None, None, Some(10));
    assert_eq!(
        refused(&at(&clone, &[], &enrolled(&roll, &[], &[]))),
        Reason::Taken
    );
    assert_eq!(next_node(&roll, &[]), 8);
    let mut promised = invitation();
    promised.node = 12;
    assert_eq!(next_node(&roll, &[promised]), 13);
}
