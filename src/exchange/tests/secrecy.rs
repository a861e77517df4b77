//! Who can read what.

use super::net::{Net, personal, unit};
use crate::{
    exchange::{ExchangeError, plan::To, short},
    ledger::{body::people::Erase, id::LogId},
    state::world::Subject,
    store::book::Draft,
};

/// Whether the bytes hold a name or a number of the data set.
fn names(bytes: &[u8]) -> Vec<String> {
    let has = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
    (0..10)
        .flat_map(|at| {
            let (name, number) = personal(at);
            [name, number.to_string(), format!("Analis {at}")]
        })
        .filter(|text| has(text.as_bytes()))
        .chain((0..10).filter_map(|at| {
            let number = personal(at).1;
            let found = has(&number.to_be_bytes()) || has(&number.to_le_bytes());
            found.then(|| format!("{number} in binary"))
        }))
        .collect()
}

fn knows(net: &mut Net, office: usize, person: usize) -> bool {
    let id = net.people[person];
    let state = net.offices[office].book.person(id).unwrap();
    state.and_then(|state| state.number()).is_some()
}

#[test]
fn no_name_and_no_number_of_anybody_can_be_read_in_a_bundle() {
    let mut net = Net::new(2, false);
    let bytes = net.bundle(0, To::All);
    assert_eq!(names(&bytes), Vec::<String>::new());
    // The search can find something.
    assert_eq!(names(personal(3).0.as_bytes()), [personal(3).0]);
    net.settle();
    net.request(1, 0);
    let hub = net.to(0);
    let bytes = net.bundle(1, hub);
    assert_eq!(names(&bytes), Vec::<String>::new());
}

#[test]
fn a_bundle_for_one_office_does_not_open_at_another() {
    let mut net = Net::new(2, false);
    net.settle();
    let target = net.to(1);
    let bytes = net.bundle(0, target);
    assert!(matches!(net.read(2, &bytes), Err(ExchangeError::ForOthers)));
    assert!(matches!(
        net.read_as(2, &bytes, false, true),
        Err(ExchangeError::ForOthers)
    ));
}

#[test]
fn an_office_knows_the_people_it_serves_and_no_others() {
    let mut net = Net::new(2, true);
    net.settle();
    // People 0, 3 are of the first unit, which kiosk 1 serves; 1, 4 of the second.
    assert_eq!(unit(0), unit(3));
    let known: Vec<bool> = (0..6).map(|person| knows(&mut net, 1, person)).collect();
    assert_eq!(known, [true, false, false, true, false, false]);
    let known: Vec<bool> = (0..6).map(|person| knows(&mut net, 2, person)).collect();
    assert_eq!(known, [false, true, false, false, true, false]);
    net.assert_equal();
}

#[test]
fn a_third_office_carries_names_that_it_cannot_read() {
    let mut net = Net::new(2, true);
    net.settle();
    net.add_person(7);
    let last = net.people.len() - 1;
    // Person 7 is of the second unit: kiosk 1 carries the bundle on to kiosk 2.
    net.carry(0, 1);
    assert!(!knows(&mut net, 1, last));
    let sealed = net.offices[1].exchange.desk().sealed();
    assert!(!sealed.is_empty());
    for one in &sealed {
        let bytes = net.offices[1].exchange.desk().sealed_bytes(one).unwrap();
        assert_eq!(names(&bytes), Vec::<String>::new());
    }
    net.carry(1, 2);
    assert!(knows(&mut net, 2, last));
    // Once kiosk 2 has said so, kiosk 1 carries it no longer.
    net.settle();
    net.carry(0, 1);
    let target = net.to(0);
    net.bundle(1, target);
    assert!(net.offices[1].exchange.desk().sealed().is_empty());
}

#[test]
fn erased_data_does_not_come_back_with_an_older_bundle() {
    let mut net = Net::new(1, false);
    let target = net.to(1);
    let older = net.bundle(0, target);
    net.read(1, &older).unwrap();
    assert!(knows(&mut net, 1, 0));
    let person = net.people[0];
    let op = crate::ledger::id::EntityId(person.0).as_op().unwrap();
    let mut hash = None;
    net.offices[0]
        .book
        .own_after(op.seq - 1, &mut |entry| {
            if entry.id == op {
                hash = entry.op.blob;
            }
        })
        .unwrap();
    let erase = Erase {
        blobs: vec![hash.unwrap()],
    };
    net.commit(0, Draft::new(Subject::Person(person), erase));
    assert!(!knows(&mut net, 0, 0));
    let kiosk = net.offices[1].log;
    let confirmed = |net: &Net| net.offices[0].exchange.erased(&net.offices[0].book, kiosk);
    assert_eq!(confirmed(&net), (0, 1));
    net.carry(0, 1);
    assert!(!knows(&mut net, 1, 0));
    net.carry(1, 0);
    assert_eq!(confirmed(&net), (1, 1));
    net.read(1, &older).unwrap();
    assert!(!knows(&mut net, 1, 0));
    net.assert_equal();
}

#[test]
fn a_closed_ledger_gets_no_bundle() {
    let mut net = Net::new(2, false);
    net.settle();
    net.request(2, 0);
    net.carry(2, 0);
    let gone = net.offices[2].log;
    let holding = net.offices[0]
        .book
        .holdings()
        .into_iter()
        .find(|held| held.log == gone)
        .unwrap();
    let closed = crate::ledger::body::office::LogClosed {
        node: gone.node.0,
        incarnation: gone.incarnation,
        last_seq: holding.seq,
        last_hash: holding.hash.0,
        reason: 2,
    };
    net.commit(0, Draft::new(Subject::None, closed));
    let stick = crate::exchange::media::FaultyStick::new();
    assert!(
        matches!(net.export(0, To::Node(gone), &stick), Err(ExchangeError::NoRecipient(log)) if log == gone)
    );
    let office = &mut net.offices[0];
    let plan = office.exchange.plan(&mut office.book, To::All, u64::MAX).unwrap();
    assert_eq!(plan.to, [LogId::new(2, 1)]);
}

#[test]
fn a_bundles_id_is_what_its_name_says() {
    assert_eq!(short(&[0xab; 16]), "ABABABAB");
}
