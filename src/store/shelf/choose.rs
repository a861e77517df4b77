//! The branch of a ledger that counts, once somebody has said which.

use super::{Shelf, beside::Place};
use crate::{
    ledger::{id::LogId, segment::SegHash},
    store::log::LogError,
};

impl Shelf {
    /// Puts the branch of a ledger in place that ends with operation `seq` in the segment `hash`, where it is whole here
    /// among the evidence. Answers whether anything was put in place; the ledger is then another from the operation that
    /// is answered on.
    pub fn choose(&mut self, log: LogId, seq: u64, hash: SegHash) -> Result<Option<u64>, LogError> {
        self.writing.flush(&*self.files)?;
        let Some(chain) = self.chains.get(&log).filter(|_| log != self.own) else {
            return Ok(None);
        };
        if seq == 0 || chain.forks() == 0 {
            return Ok(None);
        }
        if let Some(standing) = chain.head_before(&*self.files, seq.saturating_add(1))?
            && standing.next_seq() == seq.saturating_add(1)
            && standing.hash() == hash
        {
            return Ok(None);
        }
        let Some(branch) = chain.branch(&*self.files, hash)? else {
            return Ok(None);
        };
        let Some(join) = branch.first().map(|head| head.first_seq) else {
            return Ok(None);
        };
        self.mark()?;
        let Some(chain) = self.chains.get_mut(&log) else {
            return Ok(None);
        };
        let fork = chain.dir_of(Place::Fork);
        self.files.create_dir_all(&fork).map_err(LogError::io(&fork))?;
        // From the end: at no moment does a segment stand behind a gap longer than needed.
        for first in chain
            .firsts()
            .iter()
            .copied()
            .filter(|first| *first >= join)
            .rev()
            .collect::<Vec<_>>()
        {
            let head = chain.read_head(&*self.files, first)?;
            self.writing.rename(
                &*self.files,
                &chain.path(first),
                &chain.beside(Place::Fork, &head),
            )?;
            chain.put_beside(Place::Fork, head);
        }
        chain.cut(&*self.files, join)?;
        for head in branch {
            let place = if chain.has_beside(Place::Fork, &head) {
                Place::Fork
            } else {
                Place::Held
            };
            self.writing.rename(
                &*self.files,
                &chain.beside(place, &head),
                &chain.path(head.first_seq),
            )?;
            chain.take_beside(place, &head);
            chain.follow(&head);
        }
        self.promote(log)?;
        self.sync()?;
        Ok(Some(join))
    }
}
