//! The frames of a file, one after another, whether it is whole or only its good part is read.

use crate::{
    bundle::{frame::Frame, read::Reader, salvage::salvage},
    exchange::ExchangeError,
    store::book::Book,
};
use std::{fs::File, io::BufReader, path::Path};

/// What looks at the frames: the book, the frame, its payload.
pub(super) type See<'a> = dyn FnMut(&Book, &Frame, &[u8]) -> Result<(), ExchangeError> + 'a;

/// What takes the frames, with no book in between.
pub(super) type Take<'a> = dyn FnMut(&Frame, &[u8]) -> Result<(), ExchangeError> + 'a;

/// Hands every frame to `see`; answers whether all of them were there.
pub(super) fn drive(
    book: &Book,
    path: &Path,
    salvaging: bool,
    progress: &mut dyn FnMut(u64, u64),
    see: &mut See<'_>,
) -> Result<bool, ExchangeError> {
    let identity = book.identity();
    let keys = |log| book.roll().key(log);
    each(
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
    path: &Path,
    identity: &crate::bundle::Identity,
    keys: &dyn Fn(crate::ledger::id::LogId) -> Option<crate::ledger::key::PublicKey>,
    salvaging: bool,
    progress: &mut dyn FnMut(u64, u64),
    see: &mut Take<'_>,
) -> Result<bool, ExchangeError> {
    let mut source = BufReader::new(File::open(path)?);
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
