//! What exchange reads of the book, and the steps that change which ledger is the own one.

use super::{Book, BookError, erased, rows};
use crate::{
    domain::rehearsal::{self, Mutant},
    ledger::{
        blob::{Blob, BlobHash},
        id::{LogId, OpId},
        key::PublicKey,
        recipient::Recipient,
        segment::{Head, SegmentView},
    },
    store::{
        identity::{self, OwnId, Sign, Standing},
        index::IndexFault,
        log::{self, LogError},
        secret::{self, SecretError},
        shelf::Holding,
    },
};
use std::path::PathBuf;

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

    /// Whether this node may write its ledger. An office of its own always may: there is nobody who could hold another
    /// branch of it.
    #[must_use]
    pub fn standing(&self) -> Standing {
        if self.roll.root().is_none() {
            return Standing::Good;
        }
        match self.copied {
            Some(sign) if !rehearsal::has(Mutant::NoIncarnationBump) => Standing::Restored(sign),
            _ if self.roll.closure(self.log.id()).is_some() => Standing::Closed,
            _ => Standing::Good,
        }
    }

    /// Somebody else has shown operations of the own ledger that are not in it, say in a have-list: nothing more is
    /// written to it, from now on and at every later start.
    pub fn doubt_own_ledger(&mut self) -> Result<(), BookError> {
        if !self.id.doubted {
            self.id.doubted = true;
            self.id.write(&*self.files, &self.data)?;
        }
        self.copied = self.copied.or(Some(Sign::Elsewhere));
        Ok(())
    }

    /// Signs `message`, which begins with the words that say what it is, by the key of the own ledger.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.log.sign(message)
    }

    /// The secret that opens what is encrypted to this node.
    #[must_use]
    pub const fn identity(&self) -> &age::x25519::Identity {
        &self.age
    }

    /// The secret of the next incarnation, where one was asked for: what the centre writes for it can be read before it
    /// has begun.
    pub fn next_identity(&self) -> Result<Option<age::x25519::Identity>, BookError> {
        match self.files.read(&self.data.join(identity::NEXT_AGE)) {
            Ok(_) => Ok(Some(identity::receiving(
                &*self.files,
                &self.data,
                identity::NEXT_AGE,
            )?)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// What is here of every ledger, the own one too, in the order of their names.
    #[must_use]
    pub fn holdings(&self) -> Vec<Holding> {
        let own = self.log.id();
        let mut logs = self.shelf.logs();
        logs.push(own);
        logs.sort_unstable();
        logs.into_iter().map(|log| self.holding(log)).collect()
    }

    /// What is here of a ledger.
    #[must_use]
    pub fn holding(&self, log: LogId) -> Holding {
        let beside = self.shelf.holding(log);
        if log != self.log.id() {
            return beside;
        }
        let (seq, hlc, hash) = self.log.sealed();
        Holding {
            seq,
            hlc,
            hash,
            segments: self.log.segments(),
            ..beside
        }
    }

    /// The headers of segments that are kept as evidence of forks, with those that stand in their places.
    pub fn forks(&self) -> Result<Vec<(Option<Head>, Head)>, BookError> {
        let own = self.log.id();
        let mut forks = self.shelf.forks()?;
        for (stands, other) in forks.iter_mut().filter(|(_, other)| other.log == own) {
            *stands = self.log.head_of(other.first_seq)?;
        }
        Ok(forks)
    }

    /// Visits the sealed segments of a ledger that hold operations after number `seq`, in order, as they were sealed.
    /// The visitor answers whether it wants more. What is held back is not visited.
    pub fn segments_after<E: From<BookError>>(
        &self,
        log: LogId,
        seq: u64,
        mut visit: impl FnMut(&Head, &[u8]) -> Result<bool, E>,
    ) -> Result<(), E> {
        let mut stopped = None;
        let from = seq.saturating_add(1);
        let mut each = |view: &SegmentView<'_>, bytes: &[u8]| match visit(&view.head, bytes) {
            Ok(more) => Ok(more),
            Err(fault) => {
                stopped = Some(fault);
                Ok(false)
            }
        };
        let read = if log == self.log.id() {
            self.log.segments_from::<LogError>(from, &mut each)
        } else {
            let key = self.roll.key(log);
            self.shelf
                .segments::<LogError>(log, from, key.as_ref(), &mut each)
        };
        match stopped {
            Some(fault) => Err(fault),
            None => read.map_err(|fault| E::from(fault.into())),
        }
    }

    /// The header of the segment of a ledger that ends with operation `seq` exactly: its hash tells whether another node
    /// has the same ledger up to there. `None` where none ends there.
    pub fn hash_at(&self, log: LogId, seq: u64) -> Result<Option<Head>, BookError> {
        let found = if log == self.log.id() {
            self.log.head_of(seq)?
        } else {
            self.shelf.head_of(log, seq)?
        };
        Ok(found.filter(|head| head.next_seq() == seq.saturating_add(1)))
    }

    /// Seals what is open of the own ledger, and writes the anchor durably: before an export. Does nothing in a ledger
    /// that may not be written.
    pub fn seal(&mut self) -> Result<(), BookError> {
        if self.standing() == Standing::Good {
            self.log.seal()?;
            self.note_anchor(true);
            if self.id.tail_saw.take().is_some() {
                self.id.write(&*self.files, &self.data)?;
                self.see_hubs();
            }
        }
        Ok(())
    }

    /// Keeps what was known of the hub when the open end of an own ledger was written that may not be sealed by now:
    /// what comes later of the hub must not date it anew.
    pub(super) fn remember_hub(&mut self) -> Result<(), BookError> {
        if self.id.tail_saw.is_none() && !self.log.open_ops().is_empty() {
            self.id.tail_saw = Some(self.log.hub_seen());
            self.id.write(&*self.files, &self.data)?;
        }
        Ok(())
    }

    /// Seals what is open of an own ledger that may not be written any more: it was promised before, and nobody else may
    /// have it. No operation is made. Nothing is sealed where nobody knows the ledger, or where what is open came back
    /// from others as the beginning of a longer segment.
    pub fn seal_tail(&mut self) -> Result<(), BookError> {
        if self.roll.key(self.log.id()) == Some(self.log.public_key()) && !self.came_back()? {
            self.log.seal()?;
        }
        Ok(())
    }

    /// Where the anchor of the own ledger is; `None` where there is none.
    #[must_use]
    pub fn anchor_path(&self) -> Option<PathBuf> {
        self.anchor.as_ref()?;
        self.around.anchor(&self.id.key)
    }

    /// Tells the anchor how far the own ledger is. An anchor that cannot be written hinders nobody: the next one is
    /// tried again.
    pub(super) fn note_anchor(&mut self, sync: bool) {
        let seq = self.operations();
        if let Some(anchor) = &mut self.anchor {
            let _ = anchor.note(seq, sync);
        }
    }

    /// A blob by its hash; `None` if it is not here or was destroyed.
    pub fn blob(&mut self, hash: &BlobHash) -> Result<Option<Blob>, BookError> {
        Ok(self.blobs.get(hash)?)
    }

    /// Whether a blob is here or was destroyed here.
    pub fn knows_blob(&mut self, hash: &BlobHash) -> Result<bool, BookError> {
        Ok(self.blobs.has(hash)?)
    }

    /// The operations whose personal data is not here and was not erased, with the hash of the data.
    pub fn missing_blobs(&self) -> Result<Vec<(OpId, BlobHash)>, BookError> {
        let mut missing = self.absent()?;
        missing.retain(|(_, hash)| !self.is_erased(hash));
        Ok(missing)
    }

    pub(super) fn absent(&self) -> Result<Vec<(OpId, BlobHash)>, IndexFault> {
        let mut absent = Vec::new();
        for row in self.index.prefix(&rows::ABSENT, &[])? {
            let (key, hash) = row?;
            absent.extend(rows::key_op(&key).map(|id| (id, hash)));
        }
        Ok(absent)
    }

    /// Whether the blob was erased: it is refused for ever.
    #[must_use]
    pub fn is_erased(&self, hash: &BlobHash) -> bool {
        self.roll.is_erased(hash) || self.erased.contains(hash)
    }

    /// Destroys blobs on the disk and refuses them from now on, whether they were here or not; answers how many were.
    /// Operations of kind `Erase` do this by themselves when they are committed and when they come.
    pub fn destroy_blobs(&mut self, hashes: &[BlobHash]) -> Result<u64, BookError> {
        let before = self.erased.len();
        self.erased.extend(hashes.iter().copied());
        if self.erased.len() > before {
            // Refused first: a power cut must not leave a way back.
            erased::write(&*self.files, &self.data, &self.erased)?;
        }
        let mut count = 0;
        for hash in hashes {
            count += u64::from(self.destroy(hash)?);
        }
        if count > 0 {
            self.rebuild_for("personal data was destroyed")?;
        }
        Ok(count)
    }

    /// Makes the keys of the next incarnation and keeps them beside those in use; the same ones at every call before
    /// [`Book::begin_incarnation`].
    pub fn prepare_incarnation(&mut self) -> Result<NextKeys, BookError> {
        let age = identity::receiving(&*self.files, &self.data, identity::NEXT_AGE)?;
        let key = if let Some(key) = secret::key_in(&*self.files, &self.data, identity::NEXT_KEY)? {
            key
        } else {
            let seed = secret::random::<32>().map_err(SecretError::from)?;
            secret::create_key(&*self.files, &self.data, identity::NEXT_KEY, &seed)?
        };
        Ok(NextKeys {
            sign: key.public(),
            recipient: Recipient::of(&age)
                .map_err(|_| SecretError::Lost(identity::NEXT_AGE))?
                .0,
        })
    }

    /// Begins the ledger `log` as the own one, with the keys of [`Book::prepare_incarnation`], or with those in use
    /// where none were made and nothing was written yet. The ledger so far becomes one of those of other nodes.
    pub fn begin_incarnation(&mut self, log: LogId) -> Result<(), BookError> {
        let old = self.log.id();
        let next = secret::key_in(&*self.files, &self.data, identity::NEXT_KEY)?;
        let key = match &next {
            Some(key) => key.public(),
            None if self.operations() == 0 => self.log.public_key(),
            None => return Err(SecretError::Lost(identity::NEXT_KEY).into()),
        };
        if log == old && self.operations() > 0 {
            return Err(BookError::Standing(self.standing()));
        }
        // Durable as it is: what others do not have of it goes on from here.
        self.seal_tail()?;
        if let Some(anchor) = &mut self.anchor
            && self.log.next_id().seq > 1
            && next.is_some()
        {
            anchor.end()?;
        }
        if log != old && self.roll.key(old) != Some(self.log.public_key()) {
            // A ledger that nobody made known, under a name that may be somebody else's.
            self.leave(old)?;
        }
        let id = OwnId {
            log,
            key,
            machine: self.around.machine,
            doubted: false,
            tail_saw: None,
        };
        id.write(&*self.files, &self.data)?;
        if next.is_some() {
            identity::adopt(&*self.files, &self.data)?;
        }
        self.read_own()?;
        if log != old {
            self.shelf.go_on(old)?;
            self.choose_branches()?;
        }
        self.rebuild_for("another ledger is the own one")
    }

    /// Whether what is open of the own ledger came back from others as the beginning of a sealed segment.
    fn came_back(&mut self) -> Result<bool, BookError> {
        let first = self.log.sealed().0.saturating_add(1);
        Ok(self.shelf.own_beside(first, self.log.open_ops())?)
    }

    /// Moves a ledger out of the way, for good.
    fn leave(&self, log: LogId) -> Result<(), BookError> {
        let from = log::folder(&self.data, log);
        let to = self.data.join("log").join(format!("left-{log}"));
        self.files.create_dir_all(&to)?;
        for name in self.files.list(&from)? {
            if name.contains('.') {
                self.files.rename(&from.join(&name), &to.join(&name))?;
            }
        }
        self.files.sync_dir(&to)?;
        Ok(self.files.sync_dir(&from)?)
    }
}
