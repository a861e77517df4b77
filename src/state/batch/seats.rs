//! Who owns the tickets of a batch that more than one ledger has a hand in.
//!
//! A ticket begins with the ledger that made it. A `Give` of its owner ends the owner's turn, and the next ledger's
//! next turn begins; what a ledger says in its turn number `k` lies between its `k`-th `Give` of the ticket and the
//! one before. Who gives a ticket that it does not own moves nothing until it does: the ledger that makes it the owner
//! may arrive later. So the owner is a function of what each ledger says in its own order, whatever order the ledgers
//! are read in (exchange design 2.7).

use super::{
    bits::Bits,
    claim::{Claim, Worth},
};
use crate::{ledger::id::LogId, state::stamp::Stamp};
use serde::{Deserialize, Serialize};

/// What moves tickets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) enum Act {
    /// To another ledger.
    Give(LogId),
    /// From a closed ledger, to the author.
    Take(LogId),
    /// Out of the batch, where the author owns it.
    Burn,
    /// Out of the batch, whoever owns it.
    Force,
}

/// An operation that moves tickets. Sorts by ledger and number there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Move {
    pub by: LogId,
    pub seq: u64,
    pub from: u32,
    pub count: u32,
    pub act: Act,
}

impl Move {
    const fn has(&self, ticket: u32) -> bool {
        ticket >= self.from && ticket - self.from < self.count
    }
}

/// What a hub asks a ledger to keep at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Recalled {
    log: LogId,
    stamp: Stamp,
    keep: u32,
}

/// The tickets of a batch by owner: what was said, and what follows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seats {
    mints: Vec<(LogId, Bits)>,
    moves: Vec<Move>,
    recalls: Vec<Recalled>,
    /// Settled: what each ledger owns, burned tickets too.
    owners: Vec<(LogId, Bits)>,
    /// Settled: what was taken over from each closed ledger.
    taken: Vec<(LogId, Bits)>,
    /// Settled: tickets whose owner had its last turn before this one: none of its claims counts.
    idle: Bits,
    /// Settled: tickets out of the batch.
    burned: Bits,
}

/// A ticket's way from who made it to who owns it.
struct Path {
    owner: LogId,
    idle: bool,
    burned: bool,
    /// From whom it was taken over.
    taken: Vec<LogId>,
    /// Whose turns there were, in their order.
    had: Vec<LogId>,
}

impl Path {
    fn turns(&self, log: LogId) -> usize {
        self.had.iter().filter(|had| **had == log).count()
    }
}

fn put(sets: &mut Vec<(LogId, Bits)>, log: LogId, ticket: u32) {
    match sets.binary_search_by_key(&log, |(of, _)| *of) {
        Ok(at) => {
            if let Some((_, set)) = sets.get_mut(at) {
                set.insert(ticket);
            }
        }
        Err(at) => {
            let mut set = Bits::default();
            set.insert(ticket);
            sets.insert(at, (log, set));
        }
    }
}

fn take_out(sets: &mut Vec<(LogId, Bits)>, ticket: u32) {
    for (_, set) in sets.iter_mut() {
        set.remove(ticket);
    }
    sets.retain(|(_, set)| !set.is_empty());
}

fn of(sets: &[(LogId, Bits)], log: LogId) -> Option<&Bits> {
    let at = sets.binary_search_by_key(&log, |(of, _)| *of).ok()?;
    sets.get(at).map(|(_, set)| set)
}

impl Seats {
    /// The seats of a batch whose tickets one ledger made and nobody moved.
    pub(super) fn of_one(maker: Option<LogId>, tickets: &Bits) -> Self {
        let whole: Vec<(LogId, Bits)> = maker
            .filter(|_| !tickets.is_empty())
            .map(|log| (log, tickets.clone()))
            .into_iter()
            .collect();
        Self {
            owners: whole.clone(),
            mints: whole,
            ..Self::default()
        }
    }

    /// The ledgers that own something, with what they own; burned tickets are left in.
    pub(super) fn owners(&self) -> &[(LogId, Bits)] {
        &self.owners
    }

    pub(super) fn owned(&self, log: LogId) -> Option<&Bits> {
        of(&self.owners, log)
    }

    pub(super) const fn burned(&self) -> &Bits {
        &self.burned
    }

    pub(super) fn owner(&self, ticket: u32) -> Option<LogId> {
        self.owners
            .iter()
            .find(|(_, set)| set.has(ticket))
            .map(|(log, _)| *log)
    }

    pub(super) fn worth(&self, claim: &Claim) -> Worth {
        let ticket = claim.ticket.0;
        let has = |sets, log| of(sets, log).is_some_and(|set| set.has(ticket));
        if has(&self.owners, claim.log) && !self.idle.has(ticket) {
            if self.burned.has(ticket) {
                Worth::Bumped
            } else {
                Worth::Live
            }
        } else if has(&self.taken, claim.log) {
            Worth::Bumped
        } else {
            Worth::Waits
        }
    }

    /// How many free tickets a ledger was asked to keep at most. A later gift of who asked ends it.
    pub(super) fn recalled(&self, log: LogId) -> Option<u32> {
        let recall = self.recalls.iter().find(|recall| recall.log == log)?;
        let ended = self.moves.iter().any(|later| {
            later.by == recall.stamp.log() && later.seq > recall.stamp.seq && later.act == Act::Give(log)
        });
        (!ended).then_some(recall.keep)
    }

    pub(super) fn recall(&mut self, stamp: Stamp, log: LogId, keep: u32) {
        let new = Recalled { log, stamp, keep };
        match self.recalls.binary_search_by_key(&log, |recall| recall.log) {
            Err(at) => self.recalls.insert(at, new),
            Ok(at) => {
                if let Some(now) = self.recalls.get_mut(at).filter(|now| now.stamp < stamp) {
                    *now = new;
                }
            }
        }
    }

    /// Tickets were made.
    pub(super) fn mint(&mut self, log: LogId, tickets: &Bits) {
        for ticket in tickets.iter() {
            if !of(&self.mints, log).is_some_and(|set| set.has(ticket)) {
                put(&mut self.mints, log, ticket);
                self.walk(ticket);
            }
        }
    }

    /// Tickets move; answers whether any did, or went.
    pub(super) fn moved(&mut self, new: Move, minted: &Bits) -> bool {
        let Err(at) = self.moves.binary_search(&new) else {
            return false;
        };
        self.moves.insert(at, new);
        let concerned: Vec<u32> = match new.act {
            // Of somebody who neither owns the ticket nor was made to leave it, it waits.
            Act::Give(_) => self.of_turn(new.by, &new),
            Act::Take(log) => self.of_turn(log, &new),
            Act::Burn | Act::Force => minted.iter().filter(|ticket| new.has(*ticket)).collect(),
        };
        for ticket in &concerned {
            self.walk(*ticket);
        }
        !concerned.is_empty()
    }

    fn of_turn(&self, log: LogId, new: &Move) -> Vec<u32> {
        let sets = of(&self.owners, log).into_iter().chain(of(&self.taken, log));
        sets.flat_map(Bits::iter)
            .filter(|ticket| new.has(*ticket))
            .collect()
    }

    /// Whether a ledger owned a ticket when it said something of it: its gifts before that ended as many of its turns,
    /// and it had one more.
    pub(super) fn owned_then(&self, claim: &Claim) -> bool {
        let ticket = claim.ticket.0;
        let given = self.moves.iter().filter(|one| {
            one.by == claim.log && one.seq < claim.seq && matches!(one.act, Act::Give(_)) && one.has(ticket)
        });
        let turns = self.path(ticket).map_or(0, |path| path.turns(claim.log));
        turns > given.count()
    }

    fn walk(&mut self, ticket: u32) {
        take_out(&mut self.owners, ticket);
        take_out(&mut self.taken, ticket);
        self.idle.remove(ticket);
        self.burned.remove(ticket);
        let Some(path) = self.path(ticket) else { return };
        for log in path.taken {
            put(&mut self.taken, log, ticket);
        }
        put(&mut self.owners, path.owner, ticket);
        if path.idle {
            self.idle.insert(ticket);
        }
        if path.burned {
            self.burned.insert(ticket);
        }
    }

    /// Follows one ticket from who made it to who owns it.
    fn path(&self, ticket: u32) -> Option<Path> {
        let (minter, _) = self.mints.iter().find(|(_, set)| set.has(ticket))?;
        let moves: Vec<Move> = self.moves.iter().filter(|one| one.has(ticket)).copied().collect();
        let mut burned = moves.iter().any(|one| one.act == Act::Force);
        let mut owner = *minter;
        let mut taken = Vec::new();
        // Whose turns there were, and which takings were used.
        let mut had: Vec<LogId> = Vec::new();
        let mut used: Vec<Move> = Vec::new();
        let idle = loop {
            let turn = had.iter().filter(|log| **log == owner).count();
            had.push(owner);
            let own = moves.iter().filter(|one| one.by == owner);
            let mut gives = 0usize;
            let mut next = None;
            for one in own {
                match one.act {
                    Act::Give(to) => {
                        if gives == turn {
                            next = Some(to);
                        }
                        gives += 1;
                    }
                    Act::Burn => burned |= gives == turn,
                    Act::Take(_) | Act::Force => {}
                }
            }
            if let Some(next) = next {
                owner = next;
                continue;
            }
            let take = moves
                .iter()
                .find(|one| one.act == Act::Take(owner) && !used.contains(one));
            let Some(take) = take else {
                break gives != turn;
            };
            used.push(*take);
            if gives == turn {
                taken.push(owner);
            }
            owner = take.by;
        };
        Some(Path {
            owner,
            idle,
            burned,
            taken,
            had,
        })
    }

    /// What was said, for the canonical form: what follows from it is left out.
    pub(in crate::state) fn said(&self) -> impl Serialize + '_ {
        (&self.mints, &self.moves, &self.recalls)
    }
}
