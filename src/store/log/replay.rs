//! Reading the ledger again, in order, across segments and what is open.

use crate::ledger::clock::Hlc;
use crate::ledger::op::{Entries, Entry};
use crate::ledger::segment::{Head, SegmentError};
use crate::store::log::segments::{Place, Visit, check, name, read_head};
use crate::store::log::{Fault, Log, LogError};

impl Log {
    /// Visits the operations from number `from` on, one segment in memory at a time; answers the number after the last.
    /// Each segment is fully checked before its first operation is visited. Damage, or an error of the visitor, ends
    /// it.
    pub fn replay<E: From<LogError>>(
        &self,
        from: u64,
        visit: &mut dyn FnMut(Entry<'_>) -> Result<(), E>,
    ) -> Result<u64, E> {
        self.replay_seen(from, &mut |entry, _| visit(entry))
    }

    /// [`Log::replay`] with what was known of the hub at each operation.
    pub fn replay_seen<E: From<LogError>>(
        &self,
        from: u64,
        visit: &mut dyn FnMut(Entry<'_>, Hlc) -> Result<(), E>,
    ) -> Result<u64, E> {
        let key = self.key.public();
        let skip = self
            .sealed
            .firsts
            .partition_point(|&first| first <= from)
            .saturating_sub(1);
        let firsts = self.sealed.firsts.get(skip..).unwrap_or_default();
        let mut place = None;
        for &first in firsts {
            let path = self.dir.join(name(first));
            // The first segment read stands where its name says; what came before it is not looked at.
            let expected = place.unwrap_or(Place {
                next_seq: if skip == 0 { 1 } else { first },
                prev: None,
            });
            if first > expected.next_seq {
                let fault = Fault::Missing {
                    from: expected.next_seq,
                    to: first - 1,
                };
                return Err(LogError::damaged(name(first), fault).into());
            }
            if place.is_none() && from >= self.wal.first_seq() {
                break;
            }
            let bytes = self.files.read(&path).map_err(LogError::io(&path))?;
            let (view, next) = check(&bytes, first, self.id, &key, expected)
                .map_err(|fault| LogError::damaged(name(first), fault))?;
            let hub_seen = Hlc(view.head.hub_seen);
            visit_from(view.entries(), from, &name(first), &mut |entry| {
                visit(entry, hub_seen)
            })?;
            place = Some(next);
        }
        let open = Entries::new(
            self.wal.open_ops(),
            self.id,
            self.wal.first_seq(),
            self.first_open_hlc(),
        );
        visit_from(open, from, super::wal::NAME, &mut |entry| {
            visit(entry, self.hub_seen)
        })?;
        Ok(self.wal.next_seq())
    }

    /// The header of the sealed segment in which operation `seq` lies.
    pub fn head_of(&self, seq: u64) -> Result<Option<Head>, LogError> {
        let at = self.sealed.firsts.partition_point(|&first| first <= seq);
        match at.checked_sub(1).and_then(|at| self.sealed.firsts.get(at)) {
            Some(&first) if seq < self.wal.first_seq() => {
                read_head(&*self.files, &self.dir, self.id, &self.key.public(), first).map(Some)
            }
            _ => Ok(None),
        }
    }

    /// Visits the sealed segments that hold operations from number `from` on, as they were sealed, until the visitor
    /// answers no.
    pub fn segments_from<E: From<LogError>>(&self, from: u64, visit: &mut Visit<'_, E>) -> Result<(), E> {
        if from >= self.wal.first_seq() {
            return Ok(());
        }
        let key = self.key.public();
        let skip = self
            .sealed
            .firsts
            .partition_point(|&first| first <= from)
            .saturating_sub(1);
        let mut place = None;
        for &first in self.sealed.firsts.get(skip..).unwrap_or_default() {
            let path = self.dir.join(name(first));
            let bytes = self.files.read(&path).map_err(LogError::io(&path))?;
            let expected = place.unwrap_or(Place {
                next_seq: first,
                prev: None,
            });
            let (view, next) = check(&bytes, first, self.id, &key, expected)
                .map_err(|fault| LogError::damaged(name(first), fault))?;
            if !visit(&view, &bytes)? {
                break;
            }
            place = Some(next);
        }
        Ok(())
    }

    fn first_open_hlc(&self) -> Hlc {
        self.wal.first_hlc().unwrap_or_default()
    }
}

fn visit_from<E: From<LogError>>(
    mut entries: Entries<'_>,
    from: u64,
    file: &str,
    visit: &mut dyn FnMut(Entry<'_>) -> Result<(), E>,
) -> Result<(), E> {
    loop {
        let offset = entries.offset();
        let id = entries.next_id();
        match entries.next() {
            None => return Ok(()),
            Some(Ok(entry)) if entry.id.seq < from => {}
            Some(Ok(entry)) => visit(entry)?,
            Some(Err(error)) => {
                let fault = Fault::Segment(SegmentError::Op { offset, id, error });
                return Err(LogError::damaged(file.to_owned(), fault).into());
            }
        }
    }
}
