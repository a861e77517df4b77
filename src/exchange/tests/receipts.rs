//! Whose word counts as a receipt, and what a copy still gets out.

use super::net::{NOW, Net, root_key};
use crate::{
    exchange::plan::To,
    ledger::{
        body::office::LogClosed,
        cert::{HubCert, HubClaim},
        clock::Hlc,
        id::LogId,
        key::NodeKey,
    },
    state::world::Subject,
    store::{
        book::{Book, Draft},
        files::{RealFiles, recorder::scratch},
        identity::{Sign, Standing},
    },
};
use std::sync::Arc;

fn only_here(net: &mut Net, at: usize) -> u64 {
    let office = &mut net.offices[at];
    office.exchange.only_here(&mut office.book).unwrap().registrations
}

#[test]
fn what_only_a_lost_office_has_exists_only_here() {
    let mut net = Net::new(2, false);
    net.settle();
    net.request(1, 0);
    net.carry(1, 2);
    net.carry(2, 1);
    assert_eq!(only_here(&mut net, 1), 0);
    let lost = net.offices[2].log;
    let body = LogClosed {
        node: lost.node.0,
        incarnation: lost.incarnation,
        last_seq: 0,
        last_hash: [0; 32],
        reason: 2,
    };
    net.commit(0, Draft::new(Subject::None, body));
    net.carry(0, 1);
    assert_eq!(only_here(&mut net, 1), 1);
}

#[test]
fn what_only_a_dead_centre_has_exists_only_here() {
    let mut net = Net::new(1, false);
    net.settle();
    net.request(1, 0);
    net.carry(1, 0);
    net.carry(0, 1);
    assert_eq!(only_here(&mut net, 1), 0);
    let claim = HubClaim {
        root: root_key().public(),
        serial: 2,
        log: LogId::new(1, 2),
        key: NodeKey::from_seed(&[5; 32]).public(),
        recipient: [1; 32],
        name: "Pusat baru".to_owned(),
        issued: Hlc::new(NOW, 0),
    };
    let cert = HubCert::issue(claim, &root_key()).unwrap();
    net.offices[1].book.add_cert(cert.bytes()).unwrap();
    assert_eq!(only_here(&mut net, 1), 1);
}

#[test]
fn a_longer_history_elsewhere_is_no_receipt_and_what_a_copy_has_promised_gets_out() {
    let mut net = Net::new(1, false);
    net.settle();
    let copy = scratch();
    super::said::copy_all(net.offices[1].dir.path(), copy.path());
    net.request(1, 0);
    net.request(1, 1);
    net.carry(1, 0);
    // The copy goes on by itself before it hears of that.
    let (book, _) = Book::open(Arc::new(RealFiles), copy.path()).unwrap();
    net.offices[1].book = book;
    net.offices[1].exchange = crate::exchange::Exchange::open(Arc::new(RealFiles), copy.path()).unwrap();
    net.request(1, 2);
    net.carry(0, 1);
    assert_eq!(
        net.offices[1].book.standing(),
        Standing::Restored(Sign::Elsewhere)
    );
    assert_eq!(only_here(&mut net, 1), 1);
    let bytes = net.bundle(1, To::Hub);
    net.read(0, &bytes).unwrap();
    let forks = net.offices[0].book.forks().unwrap();
    assert_eq!(
        forks.len(),
        1,
        "the registration of the copy is evidence at the centre"
    );
}

#[test]
fn a_desk_that_was_lost_is_no_sign_of_a_copy() {
    let mut net = Net::new(1, false);
    net.settle();
    net.carry(1, 0);
    let path = net.offices[1].dir.path().to_owned();
    let said = net.offices[1].exchange.desk().own_have();
    let vault = path.join("sync").join("vault");
    let mut bytes = std::fs::read(&vault).unwrap();
    bytes[20] ^= 0xff;
    std::fs::write(&vault, bytes).unwrap();
    net.offices[1].exchange = crate::exchange::Exchange::open(Arc::new(RealFiles), &path).unwrap();
    assert_eq!(net.offices[1].exchange.desk().own_have(), 0);
    // The centre relays our own list, of a number that is not remembered here; twice, as a stick may be read twice.
    let to = net.to(1);
    let bytes = net.bundle(0, to);
    for _ in 0..2 {
        net.read(1, &bytes).unwrap();
        assert_eq!(net.offices[1].book.standing(), Standing::Good);
    }
    assert!(net.offices[1].exchange.desk().own_have() >= said);
    net.request(1, 0);
    net.carry(1, 0);
    assert!(net.state(0, 0).is_some());
}

/// Who writes before reading must not use a number again that others still have.
#[test]
fn an_office_whose_desk_was_lost_writes_before_it_reads_and_is_not_stopped() {
    for lost in [0, 1] {
        let mut net = Net::new(2, false);
        net.settle();
        for (from, to) in [(1, 0), (0, 1), (1, 2), (0, 2)] {
            net.carry(from, to);
        }
        let path = net.offices[lost].dir.path().to_owned();
        let said = net.offices[lost].exchange.desk().own_have();
        std::fs::remove_file(path.join("sync").join("vault")).unwrap();
        net.offices[lost].exchange = crate::exchange::Exchange::open(Arc::new(RealFiles), &path).unwrap();
        net.now += 60_000;
        for to in [1 - lost, 2] {
            net.carry(lost, to);
        }
        assert!(net.offices[lost].exchange.desk().own_have() > said);
        for from in [2, 1 - lost] {
            net.carry(from, lost);
            assert_eq!(net.offices[lost].book.standing(), Standing::Good);
        }
    }
}

#[test]
fn two_machines_that_say_with_one_number_what_they_have_are_noticed_before_either_writes() {
    let mut net = Net::new(1, false);
    net.settle();
    let copy = scratch();
    super::said::copy_all(net.offices[1].dir.path(), copy.path());
    net.carry(1, 0);
    let (book, _) = Book::open(Arc::new(RealFiles), copy.path()).unwrap();
    net.offices[1].book = book;
    net.offices[1].exchange = crate::exchange::Exchange::open(Arc::new(RealFiles), copy.path()).unwrap();
    net.bundle(1, To::Hub);
    net.carry(0, 1);
    assert_eq!(
        net.offices[1].book.standing(),
        Standing::Restored(Sign::Elsewhere)
    );
}
