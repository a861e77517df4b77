//! Survey boxes on their way: carried unread, counted once, and never believed beyond who came.

use super::net::Net;
use crate::{
    bundle::{
        Identity, Recipient,
        frame::{SurveyBox, SurveyClaim},
        sealed,
    },
    exchange::{desk::surveys::Taken, surveys::counts},
    ledger::{
        body::{office::SurveyClosed, plan::Name, seat::Present, seat::Void},
        id::LogId,
    },
    state::{sync::MatterKind, world::Subject},
    store::book::Draft,
};

/// A box of `n` answers that an office signs, which nobody here can open.
fn boxed(net: &Net, office: usize, n: u32) -> SurveyBox {
    let to = Recipient::of(&Identity::generate()).unwrap();
    let file = sealed::encrypt(&to, b"Kalimat rahasia").unwrap();
    let claim = SurveyClaim {
        log: net.offices[office].log,
        batch: net.batch.0,
        n,
        key: to.key_id().0,
        hash: [0; 32],
    };
    SurveyBox::sign(claim, &file, net.offices[office].book.key()).unwrap()
}

fn keep(net: &mut Net, office: usize, one: &SurveyBox) -> Taken {
    net.offices[office].exchange.desk.keep_survey(one).unwrap()
}

/// `people` came at an office, and `answered` of them answered by its word.
fn held(net: &mut Net, office: usize, people: std::ops::Range<usize>, answered: u32) {
    let batch = net.batch;
    let rights = u32::try_from(people.len()).unwrap();
    for person in people {
        net.request(office, person);
        let body = Present {
            person: Name(net.people[person].0),
            attempt: 1,
            meeting: 1,
            unsure: None,
        };
        net.commit(office, Draft::new(Subject::Batch(batch), body));
    }
    let body = SurveyClosed { rights, answered };
    net.commit(office, Draft::new(Subject::Batch(batch), body));
}

fn flagged(net: &Net) -> Vec<(Option<LogId>, String)> {
    let matters = net.offices[0].exchange.matters().into_iter();
    matters
        .filter(|matter| matter.kind == MatterKind::SurveyCounts)
        .map(|matter| (matter.log, matter.detail))
        .collect()
}

fn kept(net: &Net, office: usize) -> usize {
    net.offices[office].exchange.desk().surveys().len()
}

#[test]
fn a_box_is_carried_unread_by_another_office_counted_once_and_let_go_once_the_centre_has_it() {
    let mut net = Net::new(2, false);
    net.settle();
    held(&mut net, 1, 0..5, 5);
    let one = boxed(&net, 1, 5);
    assert_eq!(keep(&mut net, 1, &one), Taken::New);
    // By way of the other kiosk, which can neither open it nor change a byte of it.
    net.carry(1, 2);
    let at_two = &net.offices[2].exchange.desk;
    assert_eq!(at_two.survey_box(one.claim()).unwrap().as_bytes(), one.as_bytes());
    let hub = net.to(0);
    let bytes = net.bundle(2, hub);
    for _ in 0..2 {
        net.read(0, &bytes).unwrap();
        assert_eq!(kept(&net, 0), 1);
    }
    net.carry(1, 0);
    assert_eq!(kept(&net, 0), 1);
    let batch = net.batch;
    let centre = &mut net.offices[0];
    let counted = counts(&mut centre.book, &centre.exchange.desk, batch).unwrap();
    assert_eq!(
        (counted[0].boxed, counted[0].answered, counted[0].attended),
        (5, Some(5), 5)
    );
    assert!(counted[0].are_sound() && flagged(&net).is_empty());
    // The receipt: kiosk 2 lets it go and kiosk 1 keeps its own, and neither carries it any more.
    net.carry(0, 1);
    net.carry(0, 2);
    net.carry(1, 0);
    assert_eq!((kept(&net, 1), kept(&net, 2)), (1, 0));
    for office in [1, 2] {
        let office = &net.offices[office];
        assert!(office.exchange.survey_frames(&office.book).is_empty());
    }
    net.settle();
    net.assert_equal();
}

#[test]
fn ballot_stuffing_is_flagged_and_not_counted() {
    // More in the box than answered, by its own word; more answered than came.
    for (boxes, answered, said) in [(6, 5, "6 : 5 : 5"), (6, 6, "6 : 6 : 5")] {
        let mut net = Net::new(1, false);
        net.settle();
        held(&mut net, 1, 0..5, answered);
        let one = boxed(&net, 1, boxes);
        keep(&mut net, 1, &one);
        let read = net.carry(1, 0);
        let log = net.offices[1].log;
        assert_eq!(flagged(&net), [(Some(log), said.to_owned())]);
        assert!(
            read.report
                .matters
                .iter()
                .any(|matter| matter.kind == MatterKind::SurveyCounts)
        );
        let batch = net.batch;
        let centre = &mut net.offices[0];
        let counted = counts(&mut centre.book, &centre.exchange.desk, batch).unwrap();
        assert!(counted[0].are_broken() && !counted[0].are_sound());
    }
}

#[test]
fn an_answer_of_somebody_who_did_not_come_is_flagged_when_the_mark_goes() {
    let mut net = Net::new(1, false);
    net.settle();
    held(&mut net, 1, 0..5, 5);
    net.carry(1, 0);
    assert!(flagged(&net).is_empty());
    let body = Void {
        person: Name(net.people[0].0),
        attempt: 1,
        meeting: 1,
    };
    let batch = net.batch;
    net.commit(1, Draft::new(Subject::Batch(batch), body));
    net.carry(1, 0);
    assert_eq!(flagged(&net)[0].1, "0 : 5 : 4");
}

#[test]
fn a_second_box_of_one_office_and_batch_does_not_replace_the_first() {
    let mut net = Net::new(1, false);
    net.settle();
    held(&mut net, 1, 0..5, 5);
    let (first, second) = (boxed(&net, 1, 5), boxed(&net, 1, 5));
    keep(&mut net, 0, &first);
    keep(&mut net, 1, &second);
    net.carry(1, 0);
    let centre = &net.offices[0].exchange;
    assert_eq!(centre.desk().surveys(), [*first.claim()]);
    assert_eq!(flagged(&net).len(), 1);
}

#[test]
fn a_box_that_its_ledger_did_not_sign_is_not_taken() {
    let mut net = Net::new(2, false);
    net.settle();
    held(&mut net, 1, 0..5, 5);
    // Kiosk 2 makes one in the name of kiosk 1.
    let claim = *boxed(&net, 1, 5).claim();
    let forged = SurveyBox::sign(claim, b"anything", net.offices[2].book.key()).unwrap();
    keep(&mut net, 2, &forged);
    net.carry(2, 0);
    net.carry(2, 1);
    assert_eq!((kept(&net, 0), kept(&net, 1)), (0, 0));
}

#[test]
fn two_offices_that_marked_the_same_person_agree_on_who_asks_them() {
    let mut net = Net::new(2, false);
    net.settle();
    net.request(0, 0);
    net.settle();
    let batch = net.batch;
    let mark = |net: &mut Net, office: usize, meeting| {
        let person = Name(net.people[0].0);
        let body = Present {
            person,
            attempt: 1,
            meeting,
            unsure: None,
        };
        net.commit(office, Draft::new(Subject::Batch(batch), body));
    };
    let asks = |net: &mut Net, office: usize| {
        let person = net.people[0];
        let book = &mut net.offices[office].book;
        let first = book
            .batch(batch)
            .unwrap()
            .unwrap()
            .reg(person, 1)
            .unwrap()
            .first_mark();
        book.roll().surveyor(first.unwrap().log()).unwrap()
    };
    // Both, before they hear of each other; kiosk 2 was first, and kiosk 1 marks another meeting as well.
    mark(&mut net, 2, 1);
    mark(&mut net, 1, 1);
    mark(&mut net, 1, 3);
    net.settle();
    let two = net.offices[2].log;
    for office in 0..3 {
        assert_eq!(asks(&mut net, office), two);
    }
    // Its mark is taken back: then it is the other one's to ask.
    let body = Void {
        person: Name(net.people[0].0),
        attempt: 1,
        meeting: 1,
    };
    net.commit(2, Draft::new(Subject::Batch(batch), body));
    net.settle();
    let one = net.offices[1].log;
    for office in 0..3 {
        assert_eq!(asks(&mut net, office), one);
    }
    net.assert_equal();
}
