//! The frames of a file, one after another, whether it is whole or only its good part is read.

use crate::{
    bundle::{
        Recipient,
        frame::Frame,
        read::{self, Reader},
        salvage::salvage,
    },
    exchange::{ExchangeError, media::stage::Copied},
    ledger::{id::LogId, key::PublicKey},
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

/// The secret that opens a file: that of the next incarnation where the file is for it alone.
pub(super) fn identity(
    files: &Arc<dyn Files>,
    book: &Book,
    path: &Path,
) -> Result<crate::bundle::Identity, ExchangeError> {
    let own = book.identity();
    let Some(next) = book.next_identity()? else {
        return Ok(own.clone());
    };
    let header = read::peek(&mut source(files, path)?);
    let is_for = |identity: &crate::bundle::Identity| {
        let key = Recipient::of(identity).map(|recipient| recipient.key_id());
        header
            .as_ref()
            .is_ok_and(|header| key.is_ok_and(|key| header.recipients.contains(&key)))
    };
    Ok(if !is_for(own) && is_for(&next) {
        next
    } else {
        own.clone()
    })
}

/// What takes the frames, with no book in between.
pub(super) type Take<'a> = dyn FnMut(&Frame, &[u8]) -> Result<(), ExchangeError> + 'a;

/// A file of this machine, as it is to be read.
#[derive(Clone, Copy)]
pub(super) struct File<'a> {
    pub(super) files: &'a Arc<dyn Files>,
    pub(super) path: &'a Path,
    /// Only the good part, which nobody has signed.
    pub(super) salvaging: bool,
    /// Its maker, where the file itself makes that known, and the maker's key.
    pub(super) vouched: Option<(LogId, PublicKey)>,
}

impl File<'_> {
    /// The key of a ledger, of which `known` says what is known here.
    pub(super) fn key(&self, log: LogId, known: Option<PublicKey>) -> Option<PublicKey> {
        known.or_else(|| {
            self.vouched
                .filter(|(maker, _)| *maker == log)
                .map(|(_, key)| key)
        })
    }
}

/// Hands every frame to `see`; answers whether all of them were there.
pub(super) fn drive(
    file: File<'_>,
    book: &Book,
    progress: &mut dyn FnMut(u64, u64),
    see: &mut See<'_>,
) -> Result<bool, ExchangeError> {
    let identity = identity(file.files, book, file.path)?;
    let keys = |log| file.key(log, book.roll().key(log));
    each(file, &identity, &keys, progress, &mut |frame, payload| {
        see(book, frame, payload)
    })
}

/// The same, with no book in between.
pub(super) fn each(
    file: File<'_>,
    identity: &crate::bundle::Identity,
    keys: &dyn Fn(LogId) -> Option<PublicKey>,
    progress: &mut dyn FnMut(u64, u64),
    see: &mut Take<'_>,
) -> Result<bool, ExchangeError> {
    let mut source = source(file.files, file.path)?;
    if file.salvaging {
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
