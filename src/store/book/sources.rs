//! Reading operations back, whichever ledger they are in, with what the roll says of them.

use super::{BookError, fold::stamp};
use crate::{
    domain::id::PersonId,
    ledger::{
        blob::{Blob, BlobHash},
        body::Body,
        clock::Hlc,
        id::{LogId, OpId},
        op::Entry,
    },
    state::{
        roll::Roll,
        stamp::Stamp,
        world::{Change, Subject, World},
    },
    store::{blobs::Blobs, log::Log, pulse::Pulse, shelf::Shelf},
};

/// What an operation says.
#[expect(
    clippy::large_enum_variant,
    reason = "nearly all are bodies, and a box for each costs more"
)]
pub(super) enum Said {
    /// What this release knows.
    Body(Body),
    /// What it does not.
    Newer {
        /// Whether nobody may act on the entity who does not know it.
        critical: bool,
    },
}

/// An operation to be folded.
pub(super) struct Op {
    pub(super) id: OpId,
    pub(super) subject: Subject,
    pub(super) stamp: Stamp,
    pub(super) said: Said,
    /// The personal data, without its salt.
    pub(super) blob: Option<Vec<u8>>,
    /// Personal data that it names, that is not here and was not erased.
    pub(super) absent: Option<BlobHash>,
}

impl Op {
    /// Folds it into its subject, which is at hand if it exists.
    pub(super) fn fold(&self, world: &mut World, roll: &Roll, subject: Subject) -> Change {
        match &self.said {
            Said::Body(body) => world.fold(roll, subject, self.stamp, body, self.blob.as_deref()),
            Said::Newer { critical } => Change {
                ignored: Some(world.unread(roll, subject, self.stamp, *critical)),
                ..Change::default()
            },
        }
    }
}

/// What operations are read from.
pub(super) struct Sources<'a> {
    pub(super) log: &'a Log,
    pub(super) shelf: &'a Shelf,
    pub(super) roll: &'a Roll,
    pub(super) blobs: &'a mut Blobs,
    pub(super) erased: &'a rustc_hash::FxHashSet<BlobHash>,
    /// Records of personal data that the own ledger names and that are not here, as far as was read.
    pub(super) missing: u64,
    pub(super) pulse: &'a Pulse,
}

/// The subject of an operation: who is added by it is named by it.
pub(super) fn subject(subject: Subject, stamp: Stamp) -> Subject {
    match subject {
        Subject::Person(PersonId([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])) => {
            Subject::Person(stamp.person())
        }
        subject => subject,
    }
}

impl Sources<'_> {
    /// Visits every operation of a ledger from number `from` on.
    pub(super) fn entries(
        &self,
        log: LogId,
        from: u64,
        visit: &mut dyn FnMut(Entry<'_>, Hlc) -> Result<(), BookError>,
    ) -> Result<(), BookError> {
        if log == self.log.id() {
            self.log.replay_seen(from.max(1), visit).map(|_| ())
        } else {
            let key = self.roll.key(log);
            self.shelf.replay(log, from.max(1), key.as_ref(), visit)
        }
    }

    /// Visits the operations of a ledger from number `from` on, with their personal data.
    pub(super) fn read(
        &mut self,
        log: LogId,
        from: u64,
        visit: &mut dyn FnMut(Op) -> Result<(), BookError>,
    ) -> Result<(), BookError> {
        let Self {
            log: own,
            shelf,
            roll,
            blobs,
            erased,
            missing,
            pulse,
        } = self;
        let is_own = log == own.id();
        let mut each = |entry: Entry<'_>, seen: Hlc| {
            pulse.step();
            visit(op(entry, seen, is_own, roll, blobs, erased, missing)?)
        };
        if is_own {
            own.replay_seen(from.max(1), &mut each).map(|_| ())
        } else {
            let key = roll.key(log);
            shelf.replay(log, from.max(1), key.as_ref(), &mut each)
        }
    }
}

fn op(
    entry: Entry<'_>,
    seen: Hlc,
    own: bool,
    roll: &Roll,
    blobs: &mut Blobs,
    erased: &rustc_hash::FxHashSet<BlobHash>,
    missing: &mut u64,
) -> Result<Op, BookError> {
    let blob = match entry.op.blob {
        None => None,
        Some(hash) if roll.is_erased(&hash) || erased.contains(&hash) => None,
        Some(hash) => match blobs.get(&hash)? {
            Some(blob) => Some(Ok(blob)),
            None if own && !blobs.knows(&hash)? => {
                *missing = missing.saturating_add(1);
                None
            }
            None if own => None,
            None => Some(Err(hash)),
        },
    };
    let said = match Body::read(entry.op.kind, entry.op.body) {
        Ok(body) => Said::Body(body),
        Err(_) => Said::Newer {
            critical: entry.op.critical,
        },
    };
    let stamp = stamp(entry.id, roll.effective(entry.id, entry.hlc, seen));
    let (blob, absent) = match blob {
        Some(Ok(blob)) => (Some(Blob::body(&blob).to_vec()), None),
        Some(Err(hash)) => (None, Some(hash)),
        None => (None, None),
    };
    Ok(Op {
        id: entry.id,
        subject: Subject::of(&entry.op, stamp),
        stamp,
        said,
        blob,
        absent,
    })
}
