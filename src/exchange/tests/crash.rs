//! Sticks pulled, full and protected; power cut between any two file calls.

use super::net::{Net, open, root};
use crate::{
    exchange::{
        Exchange, ExchangeError,
        media::{Fault, FaultyStick},
        receive::Reading,
    },
    store::{
        book::Book,
        files::{RealFiles, recorder::Recorder, recorder::scratch},
    },
};
use std::{path::Path, sync::Arc};

fn is_stick(error: &ExchangeError) -> bool {
    matches!(error, ExchangeError::Stick(_))
}

#[test]
fn a_stick_pulled_at_fifty_points_of_an_export_loses_nothing() {
    let mut net = Net::new(1, false);
    let target = net.to(1);
    let whole = FaultyStick::new();
    net.export(0, target, &whole).unwrap();
    let calls = whole.calls();
    for point in 0..50 {
        let stick = FaultyStick::new();
        stick.pull_at(1 + calls * point / 50);
        let sent = net.offices[0].exchange.desk().sent().len();
        match net.export(0, target, &stick) {
            Ok(_) => assert!(point > 40, "it was pulled at {point}"),
            Err(error) => {
                assert!(is_stick(&error), "{point}: {error}");
                assert_eq!(net.offices[0].exchange.desk().sent().len(), sent);
            }
        }
        // What the pull left is a whole bundle or none.
        stick.plug(point);
        for path in stick.paths() {
            if path.extension().is_some_and(|ending| ending == "BLI") {
                let _ = net.read_from(1, &stick, &path, false, false);
            }
        }
    }
    net.export(0, target, &whole).unwrap();
    net.settle();
    net.assert_equal();
}

#[test]
fn a_stick_pulled_at_fifty_points_of_an_import_loses_nothing() {
    let mut net = Net::new(1, false);
    net.request(0, 0);
    let target = net.to(1);
    let stick = FaultyStick::new();
    let report = net.export(0, target, &stick).unwrap();
    let before = stick.calls();
    let empty = net.root(1);
    let probe = stick.content(&report.files[0]).unwrap();
    let sectors = u64::try_from(probe.len()).unwrap() / 512;
    for point in 0..50 {
        stick.pull_at(1 + sectors * point / 50);
        let read = net.read_from(1, &stick, &report.files[0], false, false);
        let error = read.map(|_| ()).unwrap_err();
        assert!(is_stick(&error), "{point}: {error}");
        assert_eq!(net.root(1), empty);
        stick.plug(point);
    }
    assert!(stick.calls() > before);
    net.read_from(1, &stick, &report.files[0], false, false).unwrap();
    assert!(net.state(1, 0).is_some());
}

#[test]
fn a_full_and_a_protected_stick_are_told_apart() {
    let mut net = Net::new(1, false);
    let target = net.to(1);
    let full = FaultyStick::new();
    full.limit(Some(2_000));
    assert!(matches!(
        net.export(0, target, &full),
        Err(ExchangeError::Stick(Fault::Full { .. }))
    ));
    full.limit(None);
    assert!(
        full.paths()
            .iter()
            .all(|path| path.extension().is_none_or(|ending| ending != "BLI"))
    );
    let protected = FaultyStick::new();
    protected.protect(true);
    assert!(matches!(
        net.export(0, target, &protected),
        Err(ExchangeError::Stick(Fault::ReadOnly))
    ));
    assert!(net.offices[0].exchange.desk().sent().is_empty());
    net.export(0, target, &full).unwrap();
}

fn import(
    book: &mut Book,
    exchange: &mut Exchange,
    stick: &FaultyStick,
    wall_ms: u64,
) -> Result<(), ExchangeError> {
    let mut reading = Reading {
        wall_ms,
        dry_run: false,
        salvage: false,
        progress: &mut |_, _| {},
    };
    exchange
        .import_from(book, stick, Path::new("A.BLI"), &mut reading)
        .map(drop)
}

#[test]
fn an_import_cut_between_any_two_file_calls_ends_the_same_when_it_is_done_again() {
    let mut net = Net::new(1, false);
    net.give(0, 1, (1, 4));
    net.request(0, 0);
    let now = net.now;
    let stick = FaultyStick::new();
    // A kiosk that has joined and knows nothing yet, its every file call recorded.
    let dir = scratch();
    let files = Recorder::new(dir.path());
    Book::create(&files, dir.path()).unwrap();
    {
        let (mut book, _) = Book::open(Arc::new(files.clone()), dir.path()).unwrap();
        book.add_cert(&net.offices[0].book.certs()[0]).unwrap();
    }
    let (mut book, mut exchange) = open(Arc::new(files.clone()), dir.path());
    stick.place_file("A.BLI", &net_for(&mut net, &mut book));
    let from = files.events();
    import(&mut book, &mut exchange, &stick, now + 5_000).unwrap();
    let wanted = root(&mut book);
    let to = files.events();
    drop((book, exchange));
    let step = ((to - from) / 40).max(1);
    for events in (from..=to).step_by(step) {
        let into = scratch();
        files
            .cut(events, u64::try_from(events).unwrap(), into.path())
            .unwrap();
        let (mut book, mut exchange) = open(Arc::new(RealFiles), into.path());
        import(&mut book, &mut exchange, &stick, now + 9_000).unwrap();
        assert_eq!(root(&mut book), wanted, "cut after {events} of {from}..{to}");
    }
}

/// Lets another kiosk in, and writes a bundle for it.
fn net_for(net: &mut Net, book: &mut Book) -> Vec<u8> {
    let log = crate::ledger::id::LogId::new(40, 1);
    book.begin_incarnation(log).unwrap();
    let enrolled = crate::ledger::body::office::NodeEnrolled {
        node: 40,
        incarnation: 1,
        name: "Kecamatan 40".to_owned(),
        key: book.public_key(),
        recipient: crate::bundle::Recipient::of(book.identity()).unwrap().0,
        units: Vec::new(),
        duties: 7,
    };
    net.commit(
        0,
        crate::store::book::Draft::new(crate::state::world::Subject::None, enrolled),
    );
    net.bundle(0, crate::exchange::plan::To::Node(log))
}
