//! A change: durable, then folded, then put into the view.

use super::{
    Book, BookError, rows,
    sources::{Op, Said},
};
use crate::{
    domain::id::PersonId,
    ledger::{blob::Blob, body::Body, clock::Hlc, id::OpId, op::NewOp},
    state::{
        roll::{Ripple, Roll},
        stamp::Stamp,
        world::{Subject, new_op},
    },
    store::{identity::Standing, index::IndexFault, log::Appended, secret},
};

/// An operation to be. `Debug` shows nothing of the personal data.
#[derive(Clone)]
pub struct Draft {
    /// What it is about.
    pub subject: Subject,
    /// Who does it, where somebody is signed in.
    pub actor: Option<PersonId>,
    /// What it says.
    pub body: Body,
    /// The CBOR of the personal data that goes beside it.
    pub blob: Option<Vec<u8>>,
}

impl std::fmt::Debug for Draft {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Draft")
            .field("subject", &self.subject)
            .field("body", &self.body)
            .field("blob", &self.blob.as_ref().map(Vec::len))
            .finish_non_exhaustive()
    }
}

impl Draft {
    /// An operation without personal data.
    pub fn new(subject: Subject, body: impl Into<Body>) -> Self {
        Self {
            subject,
            actor: None,
            body: body.into(),
            blob: None,
        }
    }

    /// The same, done by somebody.
    #[must_use]
    pub const fn by(mut self, actor: Option<PersonId>) -> Self {
        self.actor = actor;
        self
    }

    /// The same, with personal data beside it.
    #[must_use]
    pub fn with_blob<T: minicbor::Encode<()>>(mut self, blob: &T) -> Self {
        let mut bytes = Vec::new();
        crate::ledger::body::write(blob, &mut bytes);
        self.blob = Some(bytes);
        self
    }

    /// The operation and its blob, sealed with a fresh salt.
    pub(super) fn seal(&self) -> Result<(NewOp, Option<Blob>), BookError> {
        let blob = match &self.blob {
            None => None,
            Some(bytes) => {
                let salt =
                    secret::random::<16>().map_err(|fault| std::io::Error::other(fault.to_string()))?;
                Some(Blob::seal(salt, bytes).map_err(|fault| std::io::Error::other(fault.to_string()))?)
            }
        };
        let hash = blob.as_ref().map(Blob::hash);
        Ok((new_op(self.subject, self.actor, &self.body, hash), blob))
    }
}

impl Book {
    /// Writes operations that stand or fall together: when this returns they are durable, folded, and seen by every
    /// reader. Blobs are durable before the operations that name them.
    pub fn commit(&mut self, drafts: &[Draft], wall_ms: u64) -> Result<Vec<Stamp>, BookError> {
        match self.standing() {
            Standing::Good => {}
            standing => return Err(BookError::Standing(standing)),
        }
        if self.lost {
            self.rebuild("the view was lost")?;
        }
        let mut ops = Vec::with_capacity(drafts.len());
        let mut blobs = Vec::new();
        for draft in drafts {
            let (op, blob) = draft.seal()?;
            ops.push(op);
            blobs.extend(blob);
        }
        if !blobs.is_empty() {
            for blob in &blobs {
                self.blobs.put(blob)?;
            }
            self.blobs.sync()?;
        }
        let appended = self.log.append(&ops, wall_ms)?;
        // From here on it is recorded: a view that fails is made anew and says nothing against it.
        let seen = self.log.hub_seen();
        let effective = |(id, hlc)| (id, super::fold::stamp(id, self.roll.effective(id, hlc, seen)));
        let stamps: Vec<(OpId, Stamp)> = appended.iter().map(effective).collect();
        self.count(&appended, seen);
        let folded = self.fold_own(drafts, &stamps);
        let stamps = stamps.into_iter().map(|(_, stamp)| stamp).collect();
        match folded {
            Ok(()) => Ok(stamps),
            Err(fault) => match self.rebuild(&fault.to_string()) {
                Ok(()) => Ok(stamps),
                Err(again) => Err(BookError::ViewLost(again.to_string())),
            },
        }
    }

    /// Whether enough has changed since the last checkpoint.
    #[must_use]
    pub const fn is_checkpoint_due(&self) -> bool {
        self.behind >= super::MANY
    }

    /// Whether enough has changed since the last checkpoint to write it while nobody waits.
    #[must_use]
    pub const fn is_behind(&self) -> bool {
        self.behind >= super::FEW
    }

    /// Counts operations of the own ledger, which the view on the disk lacks.
    pub(super) fn count(&mut self, appended: &Appended, seen: Hlc) {
        self.behind = self.behind.saturating_add(appended.count);
        if let Some((id, hlc)) = appended.iter().last() {
            self.folded.see(id, hlc, seen);
            self.last_hlc = hlc.0;
            if let Some(anchor) = &mut self.anchor {
                anchor.pass(id.seq);
            }
        }
    }

    /// Folds what was appended to the own ledger, the roll first.
    fn fold_own(&mut self, drafts: &[Draft], stamps: &[(OpId, Stamp)]) -> Result<(), BookError> {
        let mut ripple = Ripple::Nothing;
        for (draft, (id, _)) in drafts.iter().zip(stamps) {
            if Roll::concerns(&draft.body) {
                ripple = ripple.max(self.tell_roll(*id, &draft.body)?);
            }
        }
        if ripple != Ripple::Nothing {
            self.erase_told()?;
            // A closure names the branch that counts.
            if self.choose_branches()? {
                ripple = Ripple::Refold;
            }
        }
        if ripple == Ripple::Refold {
            return self.rebuild_for("an operation that changes what earlier ones mean");
        }
        for (draft, (id, stamp)) in drafts.iter().zip(stamps) {
            self.fold(&Op {
                id: *id,
                subject: draft.subject,
                stamp: *stamp,
                said: Said::Body(draft.body.clone()),
                blob: draft.blob.clone(),
                absent: None,
            })?;
        }
        Ok(())
    }

    /// Writes the view as of now; a view that cannot be trusted is made anew.
    pub fn checkpoint(&mut self) -> Result<(), BookError> {
        if self.lost {
            return self.rebuild("the view was lost");
        }
        if self.stale {
            // Written as it is, nothing would tell the next start that what was destroyed is still in it.
            return self.rebuild_for("personal data was destroyed");
        }
        if self.behind == 0 {
            return Ok(());
        }
        match self.index.checkpoint(self.watermark()) {
            Ok(()) => {
                self.behind = 0;
                Ok(())
            }
            Err(fault) if fault.rebuild() => self.rebuild(&fault.to_string()),
            Err(fault) => Err(fault.into()),
        }
    }

    /// Folds one operation and puts what it changed into the view.
    pub(super) fn fold(&mut self, op: &Op) -> Result<(), IndexFault> {
        let subject = super::sources::subject(op.subject, op.stamp);
        self.bring(subject)?;
        let change = op.fold(&mut self.world, &self.roll, subject);
        self.ignored.see(op.id, change.ignored);
        match subject {
            Subject::None => {}
            Subject::Unit(id) => {
                if let Some(unit) = self.world.units.get(&id) {
                    rows::UNITS.put(&self.index, &id.0, unit)?;
                }
            }
            Subject::Course(id) => {
                if let Some(course) = self.world.courses.get(&id) {
                    rows::COURSES.put(&self.index, &id.0, course)?;
                }
            }
            Subject::Person(id) => {
                if let Some(person) = self.world.people.remove(&id) {
                    self.last_person.replace(None);
                    rows::PEOPLE.put(&self.index, &id.0, &person)?;
                }
                if let Some(number) = change.number {
                    self.index.put(&rows::NUMBERS, &rows::number_key(number), &id)?;
                }
                if let Some(number) = change.forgotten
                    && self.person_of(number)? == Some(id)
                {
                    self.index.remove(&rows::NUMBERS, &rows::number_key(number))?;
                }
            }
            Subject::Batch(id) => {
                self.put_batch(id, &change.touched)?;
                for (person, place) in change.touched.placed {
                    let mut state = self.person(person)?.unwrap_or_default();
                    if state.placed(place) {
                        rows::PEOPLE.put(&self.index, &person.0, &state)?;
                        self.last_person.replace(Some((person, state)));
                    }
                }
            }
        }
        Ok(())
    }
}
