//! Who made a file whose maker is not known here: found out from the file itself, at a bounded price.
//!
//! A centre that followed another brings its certificate along. An office that a former centre let in is known to a
//! centre made again from paper by the former one's ledger, which the office brings: what that says of the file's maker
//! is believed where the segment is signed by a key that the organisation's root has certified. Only today's centre
//! looks for that; any other reads a bundle of the centre first.

use super::drive::{self, File};
use crate::{
    bundle::{
        columns,
        frame::{Certs, FrameType},
        read::Reader,
    },
    exchange::ExchangeError,
    ledger::{
        body::{Body, office::NodeEnrolled},
        cert::HubCert,
        id::{LogId, OpId},
        key::PublicKey,
        segment::SegmentView,
    },
    store::book::Book,
};
use std::collections::BTreeMap;

/// The most frames that are read of a stranger's file, the pads among them.
pub(super) const MAX_FRAMES: u32 = 64;

/// The most bytes that they inflate to. A writer puts who makes it known in front.
pub(super) const MAX_INFLATED: u64 = 12 << 20;

/// Who makes a file's maker known.
pub(super) struct Vouched {
    /// The maker's key.
    pub(super) key: PublicKey,
    /// How the maker is called.
    pub(super) name: String,
    /// Certificates of this organisation that came with the file.
    pub(super) certs: Vec<HubCert>,
}

/// What was found in a stranger's file.
struct Search<'a> {
    book: &'a Book,
    maker: LogId,
    certs: Vec<HubCert>,
    /// Keys of centres: certified here or in the file.
    hubs: BTreeMap<LogId, PublicKey>,
    /// What was said last of the maker, by whom.
    enrolled: Option<(OpId, NodeEnrolled)>,
}

/// Looks for who makes the maker of a file known; `None` where nobody does.
pub(super) fn introduce(book: &Book, file: File<'_>, maker: LogId) -> Result<Option<Vouched>, ExchangeError> {
    let identity = drive::identity(file.files, book, file.path)?;
    let roll = book.roll();
    let mut search = Search {
        book,
        maker,
        certs: Vec::new(),
        hubs: roll
            .hubs()
            .iter()
            .filter_map(|hub| Some((*hub, roll.key(*hub)?)))
            .collect(),
        enrolled: None,
    };
    let mut frames = Reader::unvouched(drive::source(file.files, file.path)?, &identity)?
        .at_most(MAX_FRAMES, MAX_INFLATED);
    let mut payload = Vec::new();
    // Whatever is wrong with it, or beyond the caps: what was found before counts.
    while let Ok(Some(frame)) = frames.next_frame(&mut payload) {
        if !search.frame(frame.kind, &payload) {
            break;
        }
    }
    Ok(search.found())
}

impl Search<'_> {
    /// Looks at a frame; answers whether the next may say more.
    fn frame(&mut self, kind: FrameType, payload: &[u8]) -> bool {
        match kind {
            FrameType::Manifest => true,
            FrameType::Certs => {
                self.certificates(payload);
                !self.is_certified()
            }
            // Behind the certificates only a former centre's ledger can help, and only today's centre.
            _ if !self.asks_ledgers() => false,
            FrameType::Segments => {
                self.segments(payload);
                self.enrolled.is_none()
            }
            FrameType::Have | FrameType::Blobs | FrameType::Sealed => true,
            _ => false,
        }
    }

    fn is_certified(&self) -> bool {
        self.certs.iter().any(|cert| cert.claim().log == self.maker)
    }

    fn asks_ledgers(&self) -> bool {
        let own = self.book.log_id();
        self.book.roll().hub() == Some(own) && self.hubs.keys().any(|hub| *hub != own)
    }

    fn certificates(&mut self, payload: &[u8]) {
        let root = self.book.roll().root();
        for bytes in Certs::read(payload).unwrap_or_default().list {
            if let Ok(cert) = HubCert::decode(&bytes)
                && Some(cert.claim().root) == root
            {
                self.hubs.entry(cert.claim().log).or_insert(cert.claim().key);
                self.certs.push(cert);
            }
        }
    }

    fn segments(&mut self, payload: &[u8]) {
        for bytes in columns::unpack(payload, columns::Caps::FRAME).unwrap_or_default() {
            self.segment(&bytes);
        }
    }

    fn segment(&mut self, bytes: &[u8]) {
        let Ok(view) = SegmentView::read(bytes) else {
            return;
        };
        let log = view.head.log;
        let own = self.book.log_id();
        let Some(key) = self.hubs.get(&log).filter(|_| log != own) else {
            return;
        };
        let of_maker = view.entries().map_while(Result::ok).filter_map(|entry| {
            let Ok(Body::NodeEnrolled(body)) = Body::read(entry.op.kind, entry.op.body) else {
                return None;
            };
            (LogId::new(body.node, body.incarnation) == self.maker).then_some((entry.id, body))
        });
        let Some((id, body)) = of_maker.last() else { return };
        let roll = self.book.roll();
        // What a former centre says behind its closure does not count.
        let counts = roll.node(log).is_none() || roll.counts(id);
        let signed = view.head.check_signature(key).and_then(|()| view.check_ops());
        if counts && signed.is_ok() {
            self.enrolled = Some((id, body));
        }
    }

    fn found(self) -> Option<Vouched> {
        let own = self.certs.iter().filter(|cert| cert.claim().log == self.maker);
        let newest = own.max_by_key(|cert| cert.claim().serial);
        let (key, name) = match (newest, self.enrolled) {
            (Some(cert), _) => (cert.claim().key, cert.claim().name.clone()),
            // A ledger that is a centre's is made known by its certificate alone.
            (None, Some((_, body))) if !self.hubs.contains_key(&self.maker) => {
                (PublicKey(body.key), body.name)
            }
            _ => return None,
        };
        Some(Vouched {
            key,
            name,
            certs: self.certs,
        })
    }
}
