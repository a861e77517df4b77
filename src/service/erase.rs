//! Erasure: somebody's personal data is destroyed at every node, as bundles arrive, and refused for ever (UU 27/2022,
//! articles 43 and 44).
//!
//! What remains in the ledgers is an internal name that says nothing of the person, so that seats and counts stay true
//! and every chain still verifies.

use super::{
    Answer, Office,
    admin::slip_name,
    pin::{ACTIVATIONS, PINS, activation_key, pin_key},
    register::slip_code,
};
use crate::{
    domain::{
        id::{BatchId, PersonId, RegistrationId},
        refusal::Refusal,
        role::Role,
    },
    ledger::{
        blob::BlobHash,
        body::{people::Erase, plan::BatchStaff, plan::StaffList},
        id::{LogId, OpId},
        segment::SegmentView,
    },
    state::{roll::Node, stamp::Stamp, world::Subject},
    store::{
        book::{BookError, Draft},
        papers,
    },
};

/// What stands where a name stood.
const GONE: &str = "(dihapus)";

/// The list of facilitators of a batch, by its hash.
type Listed = (BatchId, BlobHash);

/// How far an erasure got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    /// The newest of its operations, `node-incarnation/number`.
    pub operation: String,
    /// Nodes that have confirmed all of it by their signed have-list, this one among them.
    pub done: u64,
    /// Open nodes.
    pub of: u64,
    /// The offices that have not.
    pub waiting: Vec<String>,
    /// Offices that were closed and never confirmed it: what they hold may lie there still.
    pub closed: Vec<String>,
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
    /// Printed sheets with letters of others too, for somebody to look at.
    pub sheets: Vec<String>,
    /// How far it got.
    pub reach: Reach,
}

/// The most hashes in one operation, which has a most of bytes: a long life goes into several.
const HASHES: usize = 1_000;

/// The most operations that are written at once.
const AT_ONCE: usize = 400;

impl Office {
    /// Destroys all personal data of somebody, here at once and at every node as bundles arrive. At the centre only.
    pub fn erase(&mut self, actor: Option<PersonId>, person: PersonId) -> Answer<Erased> {
        if let Some(officer) = actor {
            self.require(officer, Role::Officer)?;
        }
        self.require_hub()?;
        if self.book.person(person)?.is_none() {
            return Err(Refusal::NotFound.into());
        }
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
        for group in drafts.chunks(AT_ONCE) {
            self.commit(group)?;
        }
        let erases: Vec<Draft> = blobs
            .chunks(HASHES)
            .map(|group| Erase {
                blobs: group.to_vec(),
            })
            .map(|body| Draft::new(Subject::Person(person), body).by(actor))
            .collect();
        let mut operations = Vec::with_capacity(erases.len());
        // At once, since the view is made anew behind each.
        for group in erases.chunks(AT_ONCE) {
            self.commit(group)?;
            let last = self.book.operations();
            let first = last.saturating_sub(u64::try_from(group.len()).unwrap_or(0));
            operations.extend((first..last).map(|seq| self.book.log_id().op(seq + 1)));
        }
        let (papers, sheets) = self.forget_erased()?;
        self.forget_here(person)?;
        Ok(Erased {
            blobs: count,
            lists: written,
            papers,
            sheets,
            reach: self.reach(&operations),
        })
    }

    /// How far an erasure got: who has confirmed all of its operations.
    #[must_use]
    pub fn reach(&self, operations: &[OpId]) -> Reach {
        let roll = self.book.roll();
        let own = self.book.log_id();
        let here = self.book.erasures_done();
        let has = |node: LogId| {
            operations.iter().all(|op| {
                if node == own {
                    here.contains(op)
                } else {
                    self.exchange.has_erased(node, *op)
                }
            })
        };
        // Whoever went on under a new incarnation has the same data folder, and answers for it.
        let goes_on = |log: LogId| {
            let later = |node: &&Node| node.log.node == log.node && node.log.incarnation > log.incarnation;
            !roll.is_hub(log) && roll.nodes().iter().any(later)
        };
        let (mut done, mut of, mut waiting, mut closed) = (0u64, 0u64, Vec::new(), Vec::new());
        for node in roll.nodes() {
            let open = roll.is_open(node.log) && (!node.hub || roll.hub() == Some(node.log));
            match (open, has(node.log)) {
                (true, true) => (done, of) = (done + 1, of + 1),
                (true, false) => {
                    of += 1;
                    waiting.push(node.name.clone());
                }
                (false, false) if !goes_on(node.log) => closed.push(node.name.clone()),
                (false, _) => {}
            }
        }
        Reach {
            operation: operations.last().map(ToString::to_string).unwrap_or_default(),
            done,
            of,
            waiting,
            closed,
        }
    }

    /// How far every erasure got, one for each person, the newest first.
    pub fn erasures(&mut self) -> Answer<Vec<Reach>> {
        let people = self.book.erasures_by_person()?;
        Ok(people.iter().map(|operations| self.reach(operations)).collect())
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

    /// Forgets what only this machine keeps of people who were erased: PINs, activation codes, counts of wrong tries,
    /// slips. Answers how many printed papers went, and which sheets somebody should look at.
    pub(crate) fn forget_erased(&mut self) -> Answer<(u64, Vec<String>)> {
        let gone = self.book.take_gone();
        let mut papers = gone.papers;
        for number in gone.numbers {
            self.forget_tries(number)?;
        }
        for person in &gone.people {
            papers = papers.saturating_add(self.burn_slips(*person)?);
        }
        let mut kept = gone.people;
        for prefix in [PINS, ACTIVATIONS] {
            for (key, _) in self.vault.starting_with(prefix) {
                let id = key
                    .get(prefix.len()..)
                    .and_then(|id| <[u8; 16]>::try_from(id).ok());
                kept.extend(id.map(PersonId));
            }
        }
        for person in kept {
            let state = self.book.person(person)?;
            if state.is_some_and(|state| state.erased.is_some()) {
                self.forget_here(person)?;
            }
        }
        Ok((papers, gone.sheets))
    }

    fn forget_here(&mut self, person: PersonId) -> Answer<()> {
        self.vault
            .commit(&[(&activation_key(person), None), (&pin_key(person), None)])?;
        Ok(())
    }

    /// The printed slips of somebody: they name nobody, and bear the code of a registration.
    pub(crate) fn slips_of(&self, person: PersonId) -> Answer<Vec<String>> {
        let state = self.book.person(person)?.unwrap_or_default();
        let printed = self.files.list(&self.book.data().join(papers::DIR));
        let printed = printed.unwrap_or_default();
        let slip = |place: &crate::state::person::Place| {
            let registration = RegistrationId::of(place.batch, person, place.attempt);
            slip_name(slip_code(registration))
        };
        let mut slips: Vec<String> = state.places.iter().map(slip).collect();
        slips.retain(|slip| printed.contains(slip));
        Ok(slips)
    }

    fn burn_slips(&self, person: PersonId) -> Answer<u64> {
        let mut burned = 0;
        for slip in self.slips_of(person)? {
            let path = self.book.data().join(papers::DIR).join(slip);
            burned += u64::from(self.files.remove(&path).is_ok());
        }
        Ok(burned)
    }
}
