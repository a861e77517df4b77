//! Erasure: somebody's personal data is destroyed at every node, as bundles arrive, and refused for ever (UU 27/2022,
//! articles 43 and 44).
//!
//! What remains in the ledgers is an internal name that says nothing of the person, so that seats and counts stay true
//! and every chain still verifies.

use super::{
    Answer, Denied, Office,
    pin::{activation_key, pin_key},
};
use crate::{
    domain::{
        id::{BatchId, PersonId},
        refusal::Refusal,
        role::Role,
    },
    ledger::{
        blob::BlobHash,
        body::{people::Erase, plan::BatchStaff, plan::StaffList},
        id::OpId,
        segment::SegmentView,
    },
    state::{stamp::Stamp, world::Subject},
    store::book::{BookError, Draft},
};

/// What stands where a name stood.
const GONE: &str = "(dihapus)";

/// The list of facilitators of a batch, by its hash.
type Listed = (BatchId, BlobHash);

/// How far an erasure got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    /// The operation, `node-incarnation/number`.
    pub operation: String,
    /// Nodes that have confirmed it by their signed have-list, this one among them.
    pub done: u64,
    /// Open nodes.
    pub of: u64,
    /// The offices that have not.
    pub waiting: Vec<String>,
}

/// What an erasure destroyed here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erased {
    /// Records of personal data.
    pub blobs: u64,
    /// Lists of facilitators that were written anew without the name.
    pub lists: u64,
    /// Printed slips and letters that were removed.
    pub papers: u64,
    /// How far it got.
    pub reach: Reach,
}

impl Office {
    /// Destroys all personal data of somebody, here at once and at every node as bundles arrive. At the centre only.
    pub fn erase(&mut self, actor: Option<PersonId>, person: PersonId) -> Answer<Erased> {
        if let Some(officer) = actor {
            self.require(officer, Role::Officer)?;
        }
        self.require_hub()?;
        let state = self
            .book
            .person(person)?
            .ok_or(Denied::Refused(Refusal::NotFound))?;
        let number = state.number().map(crate::domain::number::Number::digits);
        let name = self.name_of(person)?;
        let (mut blobs, lists) = self.blobs_of(person)?;
        let mut drafts = Vec::new();
        let (mut written, mut renewed) = (0u64, std::collections::BTreeSet::new());
        for (batch, hash) in lists {
            blobs.push(hash);
            let head = self.head(batch)?;
            // A batch may have had several lists: the one of today is written anew once.
            let named = head.staff().iter().any(|member| member.person == Some(person));
            if !named || !renewed.insert(batch) {
                continue;
            }
            let mut list = crate::state::batch::staff_blob(head.staff());
            for member in list
                .members
                .iter_mut()
                .filter(|member| member.person.is_some_and(|name| name.0 == person.0))
            {
                member.person = None;
                GONE.clone_into(&mut member.name);
            }
            let count = u16::try_from(list.members.len()).unwrap_or(u16::MAX);
            let body = BatchStaff { count };
            drafts.push(Draft::new(Subject::Batch(batch), body).by(actor).with_blob(&list));
            written += 1;
        }
        blobs.sort_unstable();
        blobs.dedup();
        if blobs.is_empty() {
            return Err(Refusal::NotFound.into());
        }
        let count = u64::try_from(blobs.len()).unwrap_or(u64::MAX);
        for group in drafts.chunks(400) {
            self.commit(group)?;
        }
        // An operation has a most of bytes: a long life goes into several.
        let mut last = None;
        for group in blobs.chunks(1_000) {
            let body = Erase {
                blobs: group.to_vec(),
            };
            let next = self.book.log_id().op(self.book.operations().saturating_add(1));
            self.commit(&[Draft::new(Subject::Person(person), body).by(actor)])?;
            last = Some(next);
        }
        self.forget_here(person)?;
        let papers = self.burn_papers(number.as_deref(), &name);
        let operation = last.ok_or(Denied::Refused(Refusal::NotFound))?;
        Ok(Erased {
            blobs: count,
            lists: written,
            papers,
            reach: self.reach(operation),
        })
    }

    /// How far an erasure got: who has confirmed it.
    #[must_use]
    pub fn reach(&self, operation: OpId) -> Reach {
        let roll = self.book.roll();
        let own = self.book.log_id();
        let open = roll
            .nodes()
            .into_iter()
            .filter(|node| roll.is_open(node.log) && (!node.hub || roll.hub() == Some(node.log)));
        let (mut done, mut of, mut waiting) = (0u64, 0u64, Vec::new());
        for node in open {
            of += 1;
            if node.log == own || self.exchange.has_erased(node.log, operation) {
                done += 1;
            } else {
                waiting.push(node.name.clone());
            }
        }
        Reach {
            operation: operation.to_string(),
            done,
            of,
            waiting,
        }
    }

    /// How far every erasure got, the newest first.
    #[must_use]
    pub fn erasures(&self) -> Vec<Reach> {
        let operations = self.book.roll().erasures();
        operations.into_iter().rev().map(|op| self.reach(op)).collect()
    }

    /// The personal data that operations about somebody name, and the lists of facilitators that name them.
    fn blobs_of(&mut self, person: PersonId) -> Answer<(Vec<BlobHash>, Vec<Listed>)> {
        let mut own = Vec::new();
        let mut lists = Vec::new();
        self.book.seal()?;
        for holding in self.book.holdings() {
            self.book
                .segments_after::<BookError>(holding.log, 0, |_, bytes| {
                    let Ok(segment) = SegmentView::read(bytes) else {
                        return Ok(true);
                    };
                    for entry in segment.entries().filter_map(Result::ok) {
                        let Some(hash) = entry.op.blob else { continue };
                        let stamp = Stamp {
                            hlc: entry.hlc.0,
                            node: entry.id.log.node.0,
                            incarnation: entry.id.log.incarnation,
                            seq: entry.id.seq,
                        };
                        match Subject::of(&entry.op, stamp) {
                            Subject::Person(id) if id == person => own.push(hash),
                            Subject::Batch(batch) => lists.push((batch, hash)),
                            _ => {}
                        }
                    }
                    Ok(true)
                })?;
        }
        let mut naming = Vec::new();
        for (batch, hash) in lists {
            let Some(blob) = self.book.blob(&hash)? else {
                continue;
            };
            let list: Option<StaffList> = crate::ledger::body::read(blob.body());
            let members = list.map(|list| list.members).unwrap_or_default();
            if members
                .iter()
                .any(|member| member.person.is_some_and(|name| name.0 == person.0))
            {
                naming.push((batch, hash));
            }
        }
        Ok((own, naming))
    }

    /// Forgets what only this machine keeps of people who were erased: their PINs and activation codes.
    pub(crate) fn forget_erased(&mut self) -> Answer<()> {
        let mut gone = Vec::new();
        for (key, _) in self.vault.starting_with(b"pin/") {
            let id = key.get(4..).and_then(|id| <[u8; 16]>::try_from(id).ok());
            gone.extend(id.map(PersonId));
        }
        for person in gone {
            if self
                .book
                .person(person)?
                .is_some_and(|state| state.erased.is_some())
            {
                self.forget_here(person)?;
            }
        }
        Ok(())
    }

    fn forget_here(&mut self, person: PersonId) -> Answer<()> {
        self.vault
            .commit(&[(&activation_key(person), None), (&pin_key(person), None)])?;
        Ok(())
    }

    /// Removes printed slips and letters that bear the number or the name; what cannot be read is left.
    fn burn_papers(&self, number: Option<&str>, name: &str) -> u64 {
        let mut burned = 0;
        let Ok(entries) = std::fs::read_dir(self.book.data().join("cetak")) else {
            return burned;
        };
        for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
            let Ok(text) = std::fs::read_to_string(&path) else {
                continue;
            };
            let digits: String = text.chars().filter(char::is_ascii_digit).collect();
            let named = !name.is_empty() && text.contains(name);
            let numbered = number.is_some_and(|number| digits.contains(number));
            if (named || numbered) && std::fs::remove_file(&path).is_ok() {
                burned += 1;
            }
        }
        burned
    }
}
