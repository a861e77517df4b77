//! Why a bundle was not written or not read: a closed set, one sentence each on the screen and the command line.

use crate::{
    bundle::{header::HeaderError, read::ReadError, write::WriteError},
    exchange::{
        desk::DeskError,
        media::{Fault, PutError},
    },
    ledger::id::LogId,
    store::{book::BookError, index::IndexFault},
};

/// Why the exchange did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum ExchangeError {
    /// The stick or folder.
    #[error(transparent)]
    Stick(#[from] Fault),
    /// The book.
    #[error(transparent)]
    Book(#[from] BookError),
    /// What this terminal remembers of the exchange.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// A file on this machine's disk.
    #[error("this machine's disk: {0}")]
    Io(#[from] std::io::Error),
    /// The bundle could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// No bundle.
    #[error("this is no bundle file")]
    NoBundle,
    /// Made for a newer release.
    #[error("a newer version of this program is needed to read this bundle")]
    TooNew,
    /// Not complete, or damaged: its good part may be saved.
    #[error("the bundle is damaged: {0}")]
    Damaged(String),
    /// It is encrypted to others.
    #[error("this bundle is for other offices")]
    ForOthers,
    /// Nobody vouches for the ledger that made it, or it was not made by that ledger's key.
    #[error("this bundle was made by an office that is not known here ({0})")]
    Stranger(LogId),
    /// There is nobody to write to: no centre is known, or the ledger is closed.
    #[error("no bundle is written for {0}: it is not known here, or its ledger was closed")]
    NoRecipient(LogId),
    /// No organisation was founded here and none was joined.
    #[error("this office belongs to no organisation yet")]
    Alone,
    /// The centre knows no office yet: nobody was invited, or it was made again from paper and has read no bundle.
    #[error("no other office is known here yet")]
    NobodyElse,
}

impl From<IndexFault> for ExchangeError {
    fn from(fault: IndexFault) -> Self {
        Self::Book(fault.into())
    }
}

impl From<PutError<Self>> for ExchangeError {
    fn from(error: PutError<Self>) -> Self {
        match error {
            PutError::Stick(fault) => Self::Stick(fault),
            PutError::Content(error) => error,
        }
    }
}

impl From<ReadError> for ExchangeError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Io(error) => Self::Io(error),
            ReadError::Header(HeaderError::NotABundle | HeaderError::Short) => Self::NoBundle,
            ReadError::Header(HeaderError::TooNew { .. } | HeaderError::Unknown(_)) => Self::TooNew,
            ReadError::NotForUs => Self::ForOthers,
            ReadError::UnknownProducer(log) | ReadError::Signature(log) => Self::Stranger(log),
            error => Self::Damaged(error.to_string()),
        }
    }
}
