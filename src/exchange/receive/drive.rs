//! The frames of a file, one after another, whether it is whole or only its good part is read.

use crate::{
    bundle::{frame::Frame, read::Reader, salvage::salvage},
    exchange::{ExchangeError, media::stage::Copied},
    store::{
        book::Book,
        files::{Files, Open},
    },
};
use std::{
    io::{self, BufReader},
    path::Path,
    sync::Arc,
};

/// What looks at the frames: the book, the frame, its payload.
pub(super) type See<'a> = dyn FnMut(&Book, &Frame, &[u8]) -> Result<(), ExchangeError> + 'a;

/// A file of this machine, to be read from its start.
pub(super) fn source(files: &Arc<dyn Files>, path: &Path) -> io::Result<BufReader<Copied>> {
    let bytes = files.open(path, Open::Read)?.len()?;
    Copied::open(&**files, path, bytes).map(BufReader::new)
}

/// What takes the frames, with no book in between.
pub(super) type Take<'a> = dyn FnMut(&Frame, &[u8]) -> Result<(), ExchangeError> + 'a;

/// Hands every frame to `see`; answers whether all of them were there.
pub(super) fn drive(
    files: &Arc<dyn Files>,
    book: &Book,
    path: &Path,
    salvaging: bool,
    progress: &mut dyn FnMut(u64, u64),
    see: &mut See<'_>,
) -> Result<bool, ExchangeError> {
    let identity = book.identity();
    let keys = |log| book.roll().key(log);
    each(
        files,
        path,
        identity,
        &keys,
        salvaging,
        progress,
        &mut |frame, payload| see(book, frame, payload),
    )
}

/// The same, with no book in between.
pub(super) fn each(
    files: &Arc<dyn Files>,
    path: &Path,
    identity: &crate::bundle::Identity,
    keys: &dyn Fn(crate::ledger::id::LogId) -> Option<crate::ledger::key::PublicKey>,
    salvaging: bool,
    progress: &mut dyn FnMut(u64, u64),
    see: &mut Take<'_>,
) -> Result<bool, ExchangeError> {
    let mut source = source(files, path)?;
    if salvaging {
        let mut failed = Ok(());
        let found = salvage(&mut source, identity, &mut |frame, payload| {
            if failed.is_ok() {
                failed = see(&frame, payload);
            }
        })?;
        failed?;
        return Ok(found.complete);
    }
    let reader = Reader::open(source, keys)?;
    let total = reader.plain_len();
    let mut frames = reader.decrypt(identity)?;
    let mut payload = Vec::new();
    while let Some(frame) = frames.next_frame(&mut payload)? {
        progress(frame.offset, total);
        see(&frame, &payload)?;
    }
    progress(total, total);
    Ok(true)
}
