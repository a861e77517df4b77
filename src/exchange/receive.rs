//! Reading what came: any order, twice, partly, late.
//!
//! A file is copied first and only the copy is read. It is looked through once before anything is taken in: that is the
//! whole of a preview, and tells what the real thing must know before: whose state may change.
//! Then certificates are taken, have-lists, segments and blobs in the order in which they lie, each as soon as it is
//! read; what cannot be taken is set aside and never blocks the rest. Whatever cuts it off, the same file can be read
//! again.

mod after;
mod changes;
mod drive;
mod look;
mod stranger;
mod take;

use super::{
    Exchange, ExchangeError,
    desk::matters::Found,
    media::{self, Stick},
    short,
};
use crate::{
    bundle::{
        header::{Header, Purpose},
        read::{ReadError, Reader},
    },
    domain::day::Moment,
    ledger::{cert::HubCert, id::LogId},
    state::sync::{BundleReport, Matter, MatterKind},
    store::book::Book,
};
use drive::File;
use look::Look;
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};
use stranger::Vouched;

pub use changes::Gained;

/// How a bundle is read.
pub struct Reading<'a> {
    /// This machine's clock: milliseconds since 1970 UTC.
    pub wall_ms: u64,
    /// Only say what would happen.
    pub dry_run: bool,
    /// Take the good part of a damaged file.
    pub salvage: bool,
    /// Told of bytes that are done, and of how many.
    pub progress: &'a mut dyn FnMut(u64, u64),
}

/// What a file was.
#[derive(Debug)]
pub enum Came {
    /// A bundle: what reading it did, or would do.
    Bundle(Box<Read>),
    /// An office asks to join: not read here. The file is this machine's own copy.
    Request(PathBuf),
    /// The centre's answer to a request: not read here. The file is this machine's own copy.
    Welcome(PathBuf),
}

/// What reading a bundle did.
#[derive(Debug, Default)]
pub struct Read {
    /// For people.
    pub report: BundleReport,
    /// Tickets that came to this node: their owner promotes from the waiting list.
    pub gained: Vec<Gained>,
    /// How many parts the set has and which this is, where that is known.
    pub part: (u16, Option<u16>),
}

/// The folder of copies. What lies there when the exchange is opened, nobody reads any more.
pub(super) const STAGING: &str = "staging";

impl Exchange {
    /// Copies a file from a stick or folder, and reads the copy. The copy of a bundle is removed again.
    pub fn import_from(
        &mut self,
        book: &mut Book,
        stick: &dyn Stick,
        path: &Path,
        reading: &mut Reading<'_>,
    ) -> Result<Came, ExchangeError> {
        let dir = self.desk.dir().join(STAGING);
        let files = Arc::clone(self.desk.files());
        let staged = media::stage(stick, path, &*files, &dir)?;
        let came = self.import_file(book, &staged.path, reading);
        let kept = matches!(came, Ok(Came::Request(_) | Came::Welcome(_)));
        if !kept {
            // Where the copy stays it is taken over by the next one of the same content.
            let _ = files.remove(&staged.path);
        }
        let mut came = came?;
        if let Came::Bundle(read) = &mut came {
            path.clone_into(&mut read.report.file);
        }
        Ok(came)
    }

    /// Reads a file of this machine, which nobody changes meanwhile.
    pub fn import_file(
        &mut self,
        book: &mut Book,
        path: &Path,
        reading: &mut Reading<'_>,
    ) -> Result<Came, ExchangeError> {
        let source = || drive::source(self.desk.files(), path);
        let header = match crate::bundle::read::peek(&mut source()?) {
            Ok(header) => Some(header),
            Err(_) if reading.salvage => None,
            Err(error) => return Err(error.into()),
        };
        match header.as_ref().map(|header| header.purpose) {
            Some(Purpose::Join) => return Ok(Came::Request(path.to_owned())),
            Some(Purpose::Welcome) => return Ok(Came::Welcome(path.to_owned())),
            _ => {}
        }
        let read = self.read_bundle(book, path, header, reading)?;
        Ok(Came::Bundle(Box::new(read)))
    }

    fn read_bundle(
        &mut self,
        book: &mut Book,
        path: &Path,
        header: Option<Header>,
        reading: &mut Reading<'_>,
    ) -> Result<Read, ExchangeError> {
        let files = Arc::clone(self.desk.files());
        let mut file = File {
            files: &files,
            path,
            salvaging: reading.salvage,
            vouched: None,
        };
        let (header, vouched) = vouched(book, file, header)?;
        let producer = header.as_ref().map(|header| header.producer);
        file.vouched = producer.zip(vouched.as_ref().map(|vouched| vouched.key));
        let at = Moment(i64::try_from(reading.wall_ms).unwrap_or(i64::MAX));
        let id = header.as_ref().map(|header| header.id);
        let mut read = Read {
            part: header
                .as_ref()
                .map_or((1, None), |header| (header.part.number, header.part.of)),
            ..Read::default()
        };
        path.clone_into(&mut read.report.file);
        read.report.id = id.as_ref().map(short).unwrap_or_default();
        read.report.from = match (&vouched, producer) {
            (Some(vouched), _) => vouched.name.clone(),
            (None, producer) => producer.map(|log| called(book, log)).unwrap_or_default(),
        };
        read.report.dry_run = reading.dry_run;
        read.report.salvaged = reading.salvage;
        let looks = reading.dry_run || book.registrations_count() > 0;
        let mut look = Look::new(book, producer, reading.dry_run);
        if looks {
            let progress = &mut *reading.progress;
            drive::drive(file, book, progress, &mut |book, frame, payload| {
                look.frame(book, frame, payload);
                Ok(())
            })?;
        }
        if reading.dry_run {
            look.report(book, &self.desk, reading.wall_ms, &mut read.report);
            return Ok(read);
        }
        let mut found: Vec<Found> = Vec::new();
        let own = book.operations();
        let before = if looks {
            changes::Before::of(book, look.batches())?
        } else {
            changes::Before::of_none(book)
        };
        // Its signature has verified by now: what vouches for it is kept.
        for cert in vouched.iter().flat_map(|vouched| &vouched.certs) {
            book.add_cert(cert.bytes())?;
        }
        let taken = self.take(book, file, producer, reading)?;
        found.extend(taken.found);
        found.extend(self.retry(book, reading.wall_ms)?);
        let causes = self.after(book, &taken.before, &before, &taken.held, &mut found, &mut read)?;
        let mut surveyed = self.take_surveys(book, &taken.boxes, &mut found)?;
        surveyed.extend(&causes.surveyed);
        self.audit(book, &surveyed, &mut found)?;
        found.extend(after::bounded(book, own)?);
        read.report.known = taken.known;
        let touched = before.batches();
        read.report.returned = super::seats::obey(book, &self.haves, &touched, reading.wall_ms, &mut found)?;
        before.compare(book, &causes, &mut found, &mut read)?;
        self.desk.note_changes(&read.report.changes)?;
        read.report.matters = self.desk.note_matters(&found, at)?;
        self.settle(book)?;
        // A ledger that the file itself made known has its name by now.
        if let Some(producer) = producer {
            read.report.from = called(book, producer);
        }
        // Nobody has signed what was salvaged: its header may name any bundle and any maker.
        if let (Some(id), Some(producer), true, false) = (id, producer, taken.complete, reading.salvage) {
            self.desk.note_read(&id, producer, at)?;
        }
        Ok(read)
    }

    /// Whether a bundle was read whole before.
    #[must_use]
    pub fn was_read(&self, id: &[u8; 16]) -> bool {
        self.desk.read_before(id).is_some()
    }

    /// Ledgers that go on behind something missing, with the office whose bundle is missing.
    #[must_use]
    pub fn gaps(&self, book: &Book) -> Vec<crate::state::sync::Gap> {
        after::gaps(book, &self.desk)
    }

    /// Matters about the ledgers as they are now, which no bundle brought.
    pub fn check(&mut self, book: &mut Book, wall_ms: u64) -> Result<Vec<Matter>, ExchangeError> {
        let at = Moment(i64::try_from(wall_ms).unwrap_or(i64::MAX));
        let mut found = Vec::new();
        self.rollback(book, &mut found)?;
        let shown = self.desk.note_matters(&found, at)?;
        self.settle(book)?;
        Ok(shown)
    }

    /// Recognises that somebody has more of our own ledger than we have.
    fn rollback(&mut self, book: &mut Book, found: &mut Vec<Found>) -> Result<(), ExchangeError> {
        if let Some(who) = self.heard_more(book) {
            let own = book.log_id();
            let matter = Found::new(MatterKind::Restored, book.roll().name(who)).of_log(own);
            found.push(matter);
            book.doubt_own_ledger()?;
        }
        Ok(())
    }
}

/// The header of a file that somebody known has signed, or somebody whom the file makes known; in salvage, where nobody
/// has signed it, as it says.
fn vouched(
    book: &Book,
    file: File<'_>,
    header: Option<Header>,
) -> Result<(Option<Header>, Option<Vouched>), ExchangeError> {
    let open = |file: File<'_>| -> Result<Header, ReadError> {
        let source = drive::source(file.files, file.path)?;
        let keys = |log| file.key(log, book.roll().key(log));
        Reader::open(source, &keys).map(|reader| reader.header().clone())
    };
    match open(file) {
        Ok(header) => Ok((Some(header), None)),
        Err(_) if file.salvaging => Ok((header, None)),
        Err(ReadError::UnknownProducer(log)) => {
            let vouched = stranger::introduce(book, file, log)?.ok_or(ExchangeError::Stranger(log))?;
            let file = File {
                vouched: Some((log, vouched.key)),
                ..file
            };
            Ok((Some(open(file)?), Some(vouched)))
        }
        Err(error) => Err(error.into()),
    }
}

/// Takes certificates of this organisation's root key; answers whether one was new.
fn take_certs(book: &mut Book, certs: &[Vec<u8>]) -> Result<bool, ExchangeError> {
    let root = book.roll().root();
    let mut new = false;
    for bytes in certs {
        let ours = HubCert::decode(bytes).is_ok_and(|cert| Some(cert.claim().root) == root);
        if ours {
            new |= book.add_cert(bytes)?;
        }
    }
    Ok(new)
}

/// How a ledger is called where its office has no name yet.
pub(super) fn called(book: &Book, log: LogId) -> String {
    match book.roll().name(log) {
        "" => log.to_string(),
        name => name.to_owned(),
    }
}
