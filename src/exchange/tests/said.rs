//! What is reported, and what is reported back.

use super::net::{NOW, Net};
use crate::{
    bundle::{
        Recipient, columns,
        frame::{FrameType, Manifest},
        header::{Header, Purpose},
        write::Writer,
    },
    ledger::{
        body::{plan::Name, seat::Mint},
        clock::{FOLLOW_MS, Hlc},
        segment::HEADER,
    },
    state::{sync::MatterKind, world::Subject},
    store::book::Draft,
};

/// A bundle of an office with these segments, signed by it.
pub fn of_segments(net: &Net, from: usize, to: usize, segments: &[Vec<u8>]) -> Vec<u8> {
    let (from, to) = (&net.offices[from].book, &net.offices[to].book);
    let manifest = Manifest {
        software: "test".to_owned(),
        made: Hlc(0),
        bases: Vec::new(),
        carries: Vec::new(),
    };
    let key = Recipient::of(to.identity()).unwrap();
    let header = Header::new([5; 16], from.log_id(), Purpose::Exchange);
    let mut out = Vec::new();
    let mut writer = Writer::new(&mut out, header, &[key], &manifest).unwrap();
    let borrowed: Vec<&[u8]> = segments.iter().map(Vec::as_slice).collect();
    writer
        .frame(FrameType::Segments, 0, &columns::pack(&borrowed))
        .unwrap();
    writer.finish(from.key(), None).unwrap();
    out
}

fn segments(net: &Net, office: usize) -> Vec<Vec<u8>> {
    let book = &net.offices[office].book;
    let mut all = Vec::new();
    book.segments_after::<crate::store::book::BookError>(book.log_id(), 0, |_, bytes| {
        all.push(bytes.to_vec());
        Ok(true)
    })
    .unwrap();
    all
}

#[test]
fn a_damaged_segment_blocks_nobody_and_is_reported_to_who_made_it() {
    let mut net = Net::new(2, false);
    net.settle();
    net.request(1, 0);
    net.offices[1].book.seal().unwrap();
    net.request(2, 1);
    net.offices[2].book.seal().unwrap();
    let mut bad = segments(&net, 1).pop().unwrap();
    bad[HEADER + 30] ^= 1;
    let good = segments(&net, 2).pop().unwrap();
    let bytes = of_segments(&net, 2, 0, &[bad, good]);
    let read = net.read(0, &bytes).unwrap();
    assert!(
        read.report
            .matters
            .iter()
            .any(|matter| matter.kind == MatterKind::Damaged),
        "{:?}",
        read.report
    );
    assert!(net.state(0, 1).is_some() && net.state(0, 0).is_none());
    // Kiosk 1 hears of it, and the next bundle brings it whole.
    net.carry(0, 1);
    let told = net.offices[1].exchange.matters();
    assert!(
        told.iter().any(|matter| matter.kind == MatterKind::SetAsideThere),
        "{told:?}"
    );
    net.carry(1, 0);
    assert!(net.state(0, 0).is_some());
    assert!(net.offices[0].exchange.desk().refused().is_empty());
    net.carry(0, 1);
    let told = net.offices[1].exchange.matters();
    assert!(
        !told.iter().any(|matter| matter.kind == MatterKind::SetAsideThere),
        "{told:?}"
    );
}

#[test]
fn what_an_office_may_not_say_has_no_effect_and_is_shown() {
    let mut net = Net::new(1, false);
    net.settle();
    let batch = net.batch;
    net.commit(1, Draft::new(Subject::Batch(batch), Mint { from: 500, count: 9 }));
    let before = net.offices[0].book.heads()[&batch].tickets();
    let read = net.carry(1, 0);
    assert_eq!(net.offices[0].book.heads()[&batch].tickets(), before);
    let shown = read
        .report
        .matters
        .iter()
        .find(|matter| matter.kind == MatterKind::OutsideScope)
        .unwrap();
    assert_eq!(shown.office, "Kecamatan 1");
}

#[test]
fn somebody_elses_seat_is_not_passed_on_by_a_forged_operation() {
    let mut net = Net::new(2, false);
    net.give(0, 1, (1, 2));
    net.settle();
    net.request(1, 0);
    net.confirm(1, 0, 1);
    net.settle();
    let body = crate::ledger::body::seat::Replace {
        person: Name(net.people[0].0),
        attempt: 1,
        by: Name(net.people[1].0),
        by_attempt: 1,
        ticket: 1,
        unsure: None,
    };
    let batch = net.batch;
    net.commit(2, Draft::new(Subject::Batch(batch), body));
    net.settle();
    for office in 0..3 {
        assert_eq!(
            net.state(office, 0),
            Some(crate::domain::registration::State::Confirmed),
            "office {office}"
        );
    }
    net.assert_equal();
}

#[test]
fn a_clock_of_2099_is_bounded_at_the_centre_and_shown() {
    let mut net = Net::new(2, false);
    net.settle();
    let far = NOW + 70 * 365 * FOLLOW_MS;
    let (batch, person) = (net.batch, net.people[0]);
    let body = crate::ledger::body::seat::Request {
        person: Name(person.0),
        attempt: 1,
        unsure: None,
    };
    net.offices[1]
        .book
        .commit(&[Draft::new(Subject::Batch(batch), body)], far)
        .unwrap();
    let hub = net.to(0);
    let bytes = net.bundle(1, hub);
    let preview = net.read_as(0, &bytes, true, false).unwrap();
    assert!(
        preview
            .report
            .matters
            .iter()
            .any(|matter| matter.kind == MatterKind::ClockAhead)
    );
    let read = net.read(0, &bytes).unwrap();
    assert!(
        read.report
            .matters
            .iter()
            .any(|matter| matter.kind == MatterKind::ClockAhead),
        "{:?}",
        read.report
    );
    let reg = net.offices[0]
        .book
        .batch(batch)
        .unwrap()
        .unwrap()
        .reg(person, 1)
        .unwrap()
        .clone();
    assert!(u64::try_from(reg.asked_at().0).unwrap() <= NOW + 2 * FOLLOW_MS);
    net.settle();
    net.assert_equal();
}

#[test]
fn an_older_copy_of_an_office_is_recognised_by_what_others_have() {
    let mut net = Net::new(1, false);
    net.settle();
    let data = net.offices[1].dir.path().to_owned();
    let copy = crate::store::files::recorder::scratch();
    copy_all(&data, copy.path());
    net.request(1, 0);
    net.carry(1, 0);
    // The disk is restored from the copy; nobody outside of it notices by itself.
    let files = std::sync::Arc::new(crate::store::files::RealFiles);
    let settings = crate::store::book::Settings {
        around: crate::store::identity::Around::nothing(),
        ..crate::store::book::Settings::default()
    };
    let (book, _) = crate::store::book::Book::open_with(files.clone(), copy.path(), settings).unwrap();
    let exchange = crate::exchange::Exchange::open(files, copy.path()).unwrap();
    net.offices[1].book = book;
    net.offices[1].exchange = exchange;
    let read = net.carry(0, 1);
    assert!(
        read.report
            .matters
            .iter()
            .any(|matter| matter.kind == MatterKind::Restored),
        "{:?}",
        read.report
    );
    assert_ne!(
        net.offices[1].book.standing(),
        crate::store::identity::Standing::Good
    );
}

pub fn copy_all(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let into = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_all(&entry.path(), &into);
        } else {
            std::fs::copy(entry.path(), into).unwrap();
        }
    }
}
