//! Who may say what.

use super::node::{Duty, Node};
use crate::ledger::body::Body;

/// Why an operation has no effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ignored {
    /// The hub has not made its ledger known.
    Unknown,
    /// It lies behind the closure of its ledger.
    Closed,
    /// Its author may not say this.
    Scope,
    /// Its kind, or its body, is of a newer release.
    Newer,
}

/// Whether a node may write such an operation. What only a hub may write is what has a single writer by design
/// (exchange design 2.1 and 2.5); giving tickets and seats back is never refused.
///
/// What depends on the batch is settled there (`state::batch`), from the facts of all ledgers: a ticket is spent, given,
/// released or passed on by its owner's word alone, and to a batch that selects only a hub admits.
///
/// Deliberately not scoped, by a kiosk's duties alone: *whose* registration is requested or cancelled (people come to
/// any kiosk, with their own number and PIN), and *which* batch attendance is marked for. No operation says which office
/// hosts a batch, and a facilitator marks it where the people are; a mark is a fact that another may void, it names its
/// ledger, and it earns nothing before a hub's `Outcome`. Units narrow what a kiosk may know of people, not whom it
/// registers.
pub(super) const fn allows(node: &Node, body: &Body) -> bool {
    if node.hub {
        return true;
    }
    match body {
        Body::NodeOpened(_) | Body::Give(_) | Body::Release(_) => true,
        Body::Request(_) | Body::Confirm(_) | Body::Cancel(_) | Body::Replace(_) => node.has(Duty::Register),
        Body::Present(_) | Body::Void(_) => node.has(Duty::Attend),
        Body::SurveyClosed(_) => node.has(Duty::Survey),
        Body::NodeEnrolled(_)
        | Body::LogClosed(_)
        | Body::Anchor(_)
        | Body::UnitSet(_)
        | Body::CourseSet(_)
        | Body::BatchSet(_)
        | Body::BatchStage(_)
        | Body::BatchStaff(_)
        | Body::Mint(_)
        | Body::Burn(_)
        | Body::Recall(_)
        | Body::Take(_)
        | Body::PersonAdded(_)
        | Body::PersonChanged(_)
        | Body::RoleSet(_)
        | Body::Elsewhere(_)
        | Body::Erase(_)
        | Body::CustodianSet(_)
        | Body::Outcome(_)
        | Body::Past(_) => false,
    }
}
