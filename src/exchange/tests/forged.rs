//! Bundles of strangers, and damaged ones.

use super::net::{Net, blank, cert, personal};
use crate::{
    exchange::{Exchange, ExchangeError, media::FaultyStick, plan::To, send::Sending},
    ledger::{id::LogId, key::NodeKey},
    state::sync::News,
    store::{book::Book, files::RealFiles},
};
use std::sync::Arc;

/// A centre of another organisation that calls itself 1-1 too.
fn impostor(net: &mut Net) -> Vec<u8> {
    let (_dir, mut book, mut exchange) = blank();
    let root = NodeKey::from_seed(&[13; 32]);
    let cert = cert(&book, LogId::new(1, 1), &root);
    book.add_cert(cert.bytes()).unwrap();
    let victim = &net.offices[1];
    let enrolled = crate::ledger::body::office::NodeEnrolled {
        node: victim.log.node.0,
        incarnation: 1,
        name: "Kecamatan 1".to_owned(),
        key: victim.book.public_key(),
        recipient: crate::bundle::Recipient::of(victim.book.identity()).unwrap().0,
        units: Vec::new(),
        duties: 7,
    };
    let subject = crate::state::world::Subject::None;
    book.commit(&[crate::store::book::Draft::new(subject, enrolled)], net.now)
        .unwrap();
    let stick = FaultyStick::new();
    let mut sending = Sending {
        wall_ms: net.now,
        budget: u64::MAX,
        part: u64::MAX,
        progress: &mut |_, _| {},
    };
    let report = exchange
        .export_to(&mut book, &stick, To::Node(victim.log), &mut sending)
        .unwrap();
    stick.content(&report.files[0]).unwrap()
}

#[test]
fn a_bundle_of_a_self_made_centre_changes_nothing() {
    let mut net = Net::new(1, false);
    net.settle();
    let before = net.root(1);
    let bytes = impostor(&mut net);
    assert!(matches!(net.read(1, &bytes), Err(ExchangeError::Stranger(_))));
    let _ = net.read_as(1, &bytes, false, true);
    assert_eq!(net.root(1), before);
    assert_eq!(net.offices[1].book.roll().hubs(), [LogId::new(1, 1)]);
    assert_eq!(net.offices[1].book.certs().len(), 1);
}

#[test]
fn what_was_salvaged_is_not_noted_as_read_and_leaves_nothing_that_cannot_prove_itself() {
    let mut net = Net::new(2, true);
    net.carry(0, 2);
    net.request(2, 0);
    // Kiosk 1 knows nobody but the centre: kiosk 2's ledger is a stranger's, and what it relays sealed is too.
    let target = net.to(1);
    let bytes = net.bundle(2, target);
    let saved = net.read_as(1, &bytes, false, true).unwrap();
    assert_eq!(
        saved.report.from, "Kecamatan 2",
        "the centre's ledger came along and names it"
    );
    let desk = net.offices[1].exchange.desk();
    assert!(
        desk.last_read().is_none(),
        "a file that nobody signed is noted as read"
    );
    assert!(desk.waiting().unwrap().is_empty() && desk.sealed().is_empty());
    // Whole and signed, it is read all the same.
    net.read(1, &bytes).unwrap();
    assert_eq!(net.state(1, 0), Some(crate::domain::registration::State::Waiting));
}

#[test]
fn the_copy_of_a_stick_that_a_crash_left_is_swept() {
    let net = Net::new(1, false);
    let staging = net.offices[1].dir.path().join("sync/staging");
    std::fs::create_dir_all(&staging).unwrap();
    std::fs::write(staging.join("abcd.BLI"), vec![0; 1 << 20]).unwrap();
    let _ = Exchange::open(Arc::new(RealFiles), net.offices[1].dir.path()).unwrap();
    assert_eq!(std::fs::read_dir(&staging).unwrap().count(), 0);
}

#[test]
fn a_torn_bundle_is_refused_and_its_good_part_can_be_saved() {
    let mut net = Net::new(1, false);
    for at in 6..400 {
        net.add_person(at);
    }
    let target = net.to(1);
    let whole = net.bundle(0, target);
    let torn = &whole[..whole.len() * 9 / 10];
    assert!(matches!(net.read(1, torn), Err(ExchangeError::Damaged(_))));
    assert_eq!(net.offices[1].book.people_count().unwrap(), 0);
    let saved = net.read_as(1, torn, false, true).unwrap();
    assert!(saved.report.salvaged);
    // The same bundle whole goes over it.
    net.read(1, &whole).unwrap();
    net.carry(1, 0);
    net.settle();
    net.assert_equal();
    let known = net.offices[1].book.person(net.people[399]).unwrap().unwrap();
    assert_eq!(
        known.number().map(crate::domain::number::Number::as_u64),
        Some(personal(399).1)
    );
}

#[test]
fn any_byte_of_a_small_bundle_flipped_is_refused_and_changes_nothing() {
    let mut net = Net::new(1, false);
    let target = net.to(1);
    let bytes = net.bundle(0, target);
    let before = net.root(1);
    for at in (0..bytes.len()).step_by(bytes.len() / 60 + 1) {
        let mut bent = bytes.clone();
        bent[at] ^= 0x10;
        assert!(net.read(1, &bent).is_err(), "byte {at}");
        assert_eq!(net.root(1), before, "byte {at}");
    }
    let read = net.read(1, &bytes).unwrap();
    assert!(read.report.news.iter().any(|(news, _)| *news == News::People));
}

#[test]
fn an_office_of_its_own_writes_no_bundle() {
    let (_dir, mut book, mut exchange): (_, Book, Exchange) = blank();
    let stick = FaultyStick::new();
    let mut sending = Sending {
        wall_ms: 1,
        budget: u64::MAX,
        part: u64::MAX,
        progress: &mut |_, _| {},
    };
    let refused = exchange.export_to(&mut book, &stick, To::Hub, &mut sending);
    assert!(matches!(
        refused,
        Err(ExchangeError::NoRecipient(_) | ExchangeError::Alone)
    ));
    assert!(stick.paths().is_empty());
    let _ = Arc::new(RealFiles);
}
