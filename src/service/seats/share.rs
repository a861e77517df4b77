//! Sharing by past demand: one plan, which is shown and which is carried out.

use super::{gives, recall};
use crate::{
    domain::{
        id::{BatchId, PersonId},
        role::Role,
    },
    ledger::id::LogId,
    service::{Answer, Office},
    state::{
        batch::runs,
        sync::{SeatShare, SharePlan, ShareStep},
    },
};

/// What sharing as proposed would move: each open office gets what it lacks of its part, in the order of nodes, while
/// the centre keeps its reserve free; whoever has free seats beyond its part is asked for them.
pub(super) fn plan(shares: &[SeatShare], own: LogId, kiosks: &[LogId], reserve: u32) -> SharePlan {
    let here = shares.iter().find(|share| share.log == own);
    let mut left = here.map_or(0, SeatShare::free).saturating_sub(reserve);
    let mut steps = Vec::new();
    for share in shares.iter().filter(|share| kiosks.contains(&share.log)) {
        let gives = share.proposed.saturating_sub(share.owned).min(left);
        left -= gives;
        let recalls = share.owned.saturating_sub(share.proposed).min(share.free());
        let keep = share.free() - recalls;
        // What it was asked for already is not asked for again.
        let asked = share.recalled.is_some_and(|before| before <= keep);
        let recalls = if asked { 0 } else { recalls };
        if gives > 0 || recalls > 0 {
            steps.push(ShareStep {
                log: share.log,
                office: share.office.clone(),
                owned: share.owned,
                gives,
                recalls,
                keep,
            });
        }
    }
    SharePlan { reserve, steps }
}

impl Office {
    /// What [`Self::share_seats`] would do; nothing is done.
    pub fn plan_share(&mut self, batch: BatchId) -> Answer<SharePlan> {
        self.require_hub()?;
        Ok(self.seat_line(batch)?.plan)
    }

    /// The centre shares the seats of a batch as past demand proposes: exactly what [`Self::plan_share`] says. Answers
    /// what was given, and what was asked back.
    pub fn share_seats(&mut self, actor: Option<PersonId>, batch: BatchId) -> Answer<SharePlan> {
        if let Some(officer) = actor {
            self.require(officer, Role::Officer)?;
        }
        let own = self.require_hub()?;
        self.require_settled(batch)?;
        let plan = self.seat_line(batch)?.plan;
        let head = self.unfrozen(batch)?;
        let mut free = head.free_tickets(own).iter().collect::<Vec<u32>>().into_iter();
        let mut drafts = Vec::new();
        for step in &plan.steps {
            if step.gives > 0 {
                let most = usize::try_from(step.gives).unwrap_or(usize::MAX);
                let theirs: Vec<u32> = free.by_ref().take(most).collect();
                drafts.extend(gives(batch, runs(theirs), step.log, actor));
            }
            if step.recalls > 0 {
                drafts.push(recall(batch, step.log, step.keep, actor));
            }
        }
        for group in drafts.chunks(400) {
            self.commit(group)?;
        }
        Ok(plan)
    }
}
