//! A centre made again from paper, who is a stranger to it, and what a stranger's file may cost.

use super::{
    net::{Net, blank, cert, root_key},
    said::of_segments,
};
use crate::{
    bundle::{
        Recipient, columns,
        frame::{FrameType, Manifest},
        header::{Header, Purpose},
        write::Writer,
    },
    exchange::ExchangeError,
    ledger::{
        cert::{HubCert, HubClaim},
        clock::Hlc,
        id::LogId,
    },
    state::sync::MatterKind,
    store::book::{Book, BookError},
};

const NEW: LogId = LogId::new(1, 2);

/// Puts a new centre in the place of the old one, whose ledger the kiosks have. It has certified itself to the kiosks of
/// `known`.
fn recover(net: &mut Net, known: &[usize]) {
    let (dir, mut book, exchange) = blank();
    let former = net.offices[0].book.certs()[0].clone();
    book.add_cert(&former).unwrap();
    let claim = HubClaim {
        serial: 2,
        ..cert(&book, NEW, &root_key()).claim().clone()
    };
    let cert = HubCert::issue(claim, &root_key()).unwrap();
    book.add_cert(cert.bytes()).unwrap();
    book.begin_incarnation(NEW).unwrap();
    for kiosk in known {
        net.offices[*kiosk].book.add_cert(cert.bytes()).unwrap();
    }
    net.offices[0] = super::net::Office {
        dir,
        book,
        exchange,
        log: NEW,
    };
    net.add_person(6);
}

/// The segments of a ledger that an office has.
fn segments(book: &Book, log: LogId) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    book.segments_after::<BookError>(log, 0, |_, bytes| {
        all.push(bytes.to_vec());
        Ok(true)
    })
    .unwrap();
    all
}

/// A bundle of a kiosk for the centre, with `front` before the segments that make the kiosk known.
fn behind(net: &Net, front: &[(FrameType, Vec<u8>)]) -> Vec<u8> {
    let (kiosk, centre) = (&net.offices[1].book, &net.offices[0].book);
    let manifest = Manifest {
        software: "test".to_owned(),
        made: Hlc(0),
        bases: Vec::new(),
        carries: Vec::new(),
    };
    let key = Recipient::of(centre.identity()).unwrap();
    let header = Header::new([5; 16], kiosk.log_id(), Purpose::Exchange);
    let mut out = Vec::new();
    let mut writer = Writer::new(&mut out, header, &[key], &manifest).unwrap();
    for (kind, payload) in front {
        writer.frame(*kind, 0, payload).unwrap();
    }
    let segments = segments(kiosk, LogId::new(1, 1));
    let borrowed: Vec<&[u8]> = segments.iter().map(Vec::as_slice).collect();
    writer
        .frame(FrameType::Segments, 0, &columns::pack(&borrowed))
        .unwrap();
    writer.finish(kiosk.key(), None).unwrap();
    out
}

#[test]
fn a_centre_made_again_reads_the_bundle_of_an_office_that_the_former_one_let_in() {
    let mut net = Net::new(1, false);
    net.settle();
    net.request(1, 0);
    recover(&mut net, &[1]);
    let target = net.to(0);
    let bytes = net.bundle(1, target);
    let preview = net.read_as(0, &bytes, true, false).unwrap();
    assert_eq!(preview.report.from, "Kecamatan 1");
    assert!(preview.report.matters.is_empty(), "{:?}", preview.report);
    assert!(net.offices[0].book.roll().node(LogId::new(2, 1)).is_none());
    let read = net.read(0, &bytes).unwrap();
    assert_eq!(read.report.from, "Kecamatan 1");
    assert_eq!(read.report.news, preview.report.news);
    assert!(net.state(0, 0).is_some());
    net.settle();
    net.assert_equal();
}

#[test]
fn a_preview_refuses_no_bundle_of_a_new_centre_that_the_import_takes() {
    let mut net = Net::new(2, false);
    net.settle();
    recover(&mut net, &[1]);
    net.carry(1, 0);
    // Kiosk 2 was never told of the new centre: the bundle brings its certificate.
    let target = net.to(2);
    let bytes = net.bundle(0, target);
    let preview = net.read_as(2, &bytes, true, false).unwrap();
    assert_eq!(preview.report.from, "Pusat");
    assert_eq!(net.offices[2].book.certs().len(), 1, "the preview kept something");
    let read = net.read(2, &bytes).unwrap();
    assert_eq!(read.report.news, preview.report.news);
    assert_eq!(net.offices[2].book.certs().len(), 2);
}

#[test]
fn of_a_strangers_file_no_more_is_read_than_its_front() {
    let mut net = Net::new(1, false);
    net.settle();
    recover(&mut net, &[1]);
    let zeros = |kind| (kind, vec![0; 4 << 20]);
    let far = [
        zeros(FrameType::Have),
        zeros(FrameType::Blobs),
        zeros(FrameType::Have),
    ];
    for front in [
        // More bytes than are inflated, more frames than are counted, and a frame that cannot help.
        far.to_vec(),
        vec![(FrameType::Have, vec![0x80]); 64],
        vec![(FrameType::Survey, vec![0x80])],
    ] {
        let bytes = behind(&net, &front);
        assert!(
            matches!(net.read(0, &bytes), Err(ExchangeError::Stranger(_))),
            "read on behind {} frames",
            front.len()
        );
    }
    let near = behind(&net, &[(FrameType::Have, vec![0x80])]);
    net.read(0, &near).unwrap();
}

#[test]
fn an_enrolment_that_no_centre_signed_lets_nobody_in() {
    let mut net = Net::new(1, false);
    net.settle();
    recover(&mut net, &[1]);
    let mut bad = segments(&net.offices[1].book, LogId::new(1, 1));
    for segment in &mut bad {
        segment[130] ^= 1;
    }
    let bytes = of_segments(&net, 1, 0, &bad);
    assert!(matches!(net.read(0, &bytes), Err(ExchangeError::Stranger(_))));
}

#[test]
fn what_finds_no_room_to_wait_is_said_and_its_bundle_can_be_read_again() {
    let mut net = Net::new(2, false);
    net.carry(0, 2);
    net.request(2, 0);
    net.offices[2].book.seal().unwrap();
    net.carry(2, 0);
    let theirs = segments(&net.offices[2].book, net.offices[2].log);
    let bytes = of_segments(&net, 0, 1, &theirs);
    let later = net.offices[1].dir.path().join("sync/later");
    std::fs::create_dir_all(&later).unwrap();
    for at in 0..crate::exchange::desk::later::MAX_FILES {
        std::fs::write(later.join(format!("penuh-{at}")), b"").unwrap();
    }
    let read = net.read(1, &bytes).unwrap();
    let kinds: Vec<MatterKind> = read.report.matters.iter().map(|matter| matter.kind).collect();
    assert!(kinds.contains(&MatterKind::NoRoom), "{kinds:?}");
    assert!(!net.offices[1].exchange.was_read(&[5; 16]), "it would be skipped");
    for file in std::fs::read_dir(&later).unwrap() {
        std::fs::remove_file(file.unwrap().path()).unwrap();
    }
    let office = &mut net.offices[1];
    office.exchange = crate::exchange::Exchange::open(
        std::sync::Arc::new(crate::store::files::RealFiles),
        office.dir.path(),
    )
    .unwrap();
    let read = net.read(1, &bytes).unwrap();
    assert!(
        !read
            .report
            .matters
            .iter()
            .any(|matter| matter.kind == MatterKind::NoRoom)
    );
    assert!(net.offices[1].exchange.was_read(&[5; 16]));
}
