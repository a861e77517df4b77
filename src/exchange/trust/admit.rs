//! The centre's answer to a request to join: let in, to be compared by telephone, or refused with the reason.
//!
//! A request counts once. What was let in is known by its key, so that the same request again changes nothing, and
//! another request for the same place is refused whoever sends it.

use minicbor::{Decode, Encode};

use super::{request::JoinRequest, secret::Secret};
pub use crate::domain::joining::Reason;
use crate::{
    domain::{
        day::Moment,
        text::{Text, limit},
    },
    ledger::{
        body::{
            self,
            office::{LogClosed, NodeEnrolled},
            plan::Name,
        },
        id::LogId,
        key::PublicKey,
        segment::Head,
    },
    state::roll::{Node, Roll},
    store::shelf::Holding,
};

/// How long an invitation is taken, in days.
pub const VALID_DAYS: i64 = 30;

/// An invitation as the centre keeps it, in its vault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// Its name.
    pub id: [u8; 16],
    /// The number that the node will bear.
    pub node: u32,
    /// The office's name.
    pub office: Text,
    /// The units whose people it may know; none said: all of them.
    pub units: Vec<Name>,
    /// What it may do, as bits: 1 register, 2 mark attendance, 4 collect surveys.
    pub duties: u8,
    /// Until when it is taken, as the centre's clock tells.
    pub until: Moment,
    /// The secret on the paper; none where fingerprints are compared, and none any more once it was used.
    pub secret: Option<Secret>,
    /// The key that used it.
    pub used: Option<PublicKey>,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Fields {
    #[cbor(n(0), with = "minicbor::bytes")]
    id: [u8; 16],
    #[n(1)]
    node: u32,
    #[n(2)]
    office: String,
    #[n(3)]
    units: Vec<Name>,
    #[n(4)]
    duties: u8,
    #[n(5)]
    until: i64,
    #[cbor(n(6), with = "minicbor::bytes")]
    secret: Option<[u8; 16]>,
    #[cbor(n(7), with = "minicbor::bytes")]
    used: Option<[u8; 32]>,
}

impl Invitation {
    /// The bytes in the vault.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        body::write(
            &Fields {
                id: self.id,
                node: self.node,
                office: self.office.to_string(),
                units: self.units.clone(),
                duties: self.duties,
                until: self.until.0,
                secret: self.secret.as_ref().map(|secret| *secret.bytes()),
                used: self.used.map(|key| key.0),
            },
            &mut out,
        );
        out
    }

    /// Reads the bytes of the vault.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let fields: Fields = body::read(bytes)?;
        Some(Self {
            id: fields.id,
            node: fields.node,
            office: Text::read(&fields.office, limit::NAME).ok()?,
            units: fields.units,
            duties: fields.duties,
            until: Moment(fields.until),
            secret: fields.secret.map(Secret::from_random),
            used: fields.used.map(PublicKey),
        })
    }

    /// The same once `key` has used it: the secret is forgotten.
    #[must_use]
    pub fn used_by(mut self, key: PublicKey) -> Self {
        self.secret = None;
        self.used = Some(key);
        self
    }
}

/// A ledger that the centre has made known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enrolled {
    /// What the centre said of it.
    pub said: NodeEnrolled,
    /// Why it was closed, where it was: the number in [`LogClosed::reason`].
    pub closed: Option<u8>,
    /// Its last operation that is known here, and the hash of the segment that ends there.
    pub known: (u64, [u8; 32]),
    /// Where segments of another branch of it end that are kept as evidence, with their hashes.
    pub forks: Vec<(u64, [u8; 32])>,
    /// Operations of it that are here behind something that is missing.
    pub held: Vec<(u64, u64)>,
}

impl Enrolled {
    /// Whether what the machine has of the ledger is here as well: in its place, or beside another branch, where no
    /// bundle will ever bring it into place.
    fn reaches(&self, last: u64, hash: [u8; 32]) -> bool {
        let beside = |(from, to): &(u64, u64)| (*from..=*to).contains(&last);
        last <= self.known.0
            || self.forks.contains(&(last, hash))
            || !self.forks.is_empty() && self.held.iter().any(beside)
    }
}

/// Every ledger that the roll knows but those of centres, with what is here of each; `forks` are the headers that are
/// kept as evidence.
#[must_use]
pub fn enrolled(roll: &Roll, holdings: &[Holding], forks: &[Head]) -> Vec<Enrolled> {
    let one = |node: &Node| {
        let here = holdings.iter().find(|holding| holding.log == node.log);
        Enrolled {
            said: NodeEnrolled {
                node: node.log.node.0,
                incarnation: node.log.incarnation,
                name: node.name.clone(),
                key: node.key.0,
                recipient: node.recipient,
                units: node.units.iter().map(|unit| Name(unit.0)).collect(),
                duties: node.duties,
            },
            closed: roll.closure(node.log).map(|closure| closure.reason),
            known: here.map_or((0, [0; 32]), |here| (here.seq, here.hash.0)),
            forks: forks
                .iter()
                .filter(|head| head.log == node.log)
                .map(|head| (head.next_seq().saturating_sub(1), head.hash().0))
                .collect(),
            held: here.map(|here| here.held.clone()).unwrap_or_default(),
        }
    };
    roll.nodes()
        .into_iter()
        .filter(|node| !node.hub)
        .map(one)
        .collect()
}

/// The number for the next node: above every one that was ever given or promised.
#[must_use]
pub fn next_node(roll: &Roll, invitations: &[Invitation]) -> u32 {
    let known = roll.nodes().into_iter().map(|node| node.log.node.0);
    let promised = invitations.iter().map(|invitation| invitation.node);
    known.chain(promised).max().unwrap_or(1).saturating_add(1)
}

/// What the centre knows when a request comes.
#[derive(Clone, Copy, Debug)]
pub struct Desk<'a> {
    /// Every invitation, used or not.
    pub invitations: &'a [Invitation],
    /// Every ledger that was made known.
    pub enrolled: &'a [Enrolled],
    /// The moment, where the centre's clock is sure; a doubtful clock refuses nobody for being late.
    pub now: Option<Moment>,
}

/// What is to be done with a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Let in: the proof is good.
    Accepted(Entry),
    /// To be let in by a human who has compared the fingerprint by telephone.
    Compare {
        /// 24 digits, as the kiosk shows them.
        fingerprint: String,
        /// What letting in writes.
        entry: Entry,
    },
    /// Not yet: the machine has more of its former ledger than is here, and letting it in would end that ledger before
    /// people who hold a slip. Its bundle is to be read first.
    Behind {
        /// The former ledger.
        log: LogId,
        /// Its last operation that is here.
        known: u64,
        /// Its last operation that the machine has.
        to: u64,
    },
    /// Not let in.
    Refused(Reason),
}

/// What letting in writes, in this order: the former ledger ends, the new one is known, the invitation is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The end of the node's former ledger, where it is still open.
    pub close: Option<LogClosed>,
    /// The new ledger. It owns no ticket.
    pub enrol: NodeEnrolled,
    /// The invitation that it uses.
    pub invitation: Option<[u8; 16]>,
}

/// Judges a request.
#[must_use]
pub fn admit(request: &JoinRequest, desk: &Desk<'_>) -> Verdict {
    match judge(request, desk) {
        Ok(verdict) => verdict,
        Err(reason) => Verdict::Refused(reason),
    }
}

fn judge(request: &JoinRequest, desk: &Desk<'_>) -> Result<Verdict, Reason> {
    let same_log = |known: &&Enrolled| log_of(&known.said) == request.log;
    if let Some(known) = desk.enrolled.iter().find(same_log) {
        let same = known.said.key == request.key.0 && known.said.recipient == request.recipient;
        return Err(if same { Reason::Known } else { Reason::Taken });
    }
    // A key of another ledger would make one machine two offices.
    if desk.enrolled.iter().any(|known| known.said.key == request.key.0) {
        return Err(Reason::Taken);
    }
    let node = request.log.node.0;
    let former = desk
        .enrolled
        .iter()
        .filter(|known| known.said.node == node)
        .max_by_key(|known| known.said.incarnation);
    match (request.invitation, former) {
        (Some(id), former) => invited(request, desk, id, former),
        (None, Some(former)) => again(request, former),
        (None, None) => Err(Reason::NotInvited),
    }
}

fn invited(
    request: &JoinRequest,
    desk: &Desk<'_>,
    id: [u8; 16],
    former: Option<&Enrolled>,
) -> Result<Verdict, Reason> {
    let invitation = desk.invitations.iter().find(|invitation| invitation.id == id);
    let invitation = invitation.ok_or(Reason::UnknownInvitation)?;
    if invitation.used.is_some() {
        return Err(Reason::Used);
    }
    if invitation.node != request.log.node.0 {
        return Err(Reason::OtherNode);
    }
    if former.is_some() {
        return Err(Reason::Taken);
    }
    if request.log.incarnation != 1 {
        return Err(Reason::Skips);
    }
    if desk.now.is_some_and(|now| now > invitation.until) {
        return Err(Reason::Expired);
    }
    let entry = Entry {
        close: None,
        enrol: enrol(request, &invitation.office, &invitation.units, invitation.duties),
        invitation: Some(id),
    };
    match invitation
        .secret
        .as_ref()
        .and_then(|secret| request.proves(secret))
    {
        Some(true) => Ok(Verdict::Accepted(entry)),
        Some(false) => Err(Reason::WrongSecret),
        None => Ok(compare(request, entry)),
    }
}

fn again(request: &JoinRequest, former: &Enrolled) -> Result<Verdict, Reason> {
    let said = &former.said;
    if Some(request.log.incarnation) != said.incarnation.checked_add(1) {
        // Lower ones that are known were answered above; one that was never used is a hole as well.
        return Err(Reason::Skips);
    }
    if request.is_of(PublicKey(said.key)) == Some(false) {
        return Err(Reason::NotTheFormer);
    }
    if let (None, Some((to, hash))) = (former.closed, request.former)
        && !former.reaches(to, hash)
    {
        return Ok(Verdict::Behind {
            log: log_of(said),
            known: former.known.0,
            to,
        });
    }
    let close = former.closed.is_none().then_some(LogClosed {
        node: said.node,
        incarnation: said.incarnation,
        last_seq: former.known.0,
        last_hash: former.known.1,
        reason: 1,
    });
    let office = Text::read(&said.name, limit::NAME).unwrap_or_else(|_| request.office.clone());
    let entry = Entry {
        close,
        enrol: enrol(request, &office, &said.units, said.duties),
        invitation: None,
    };
    // Whoever stole or copied a machine has its key as well, and letting in ends the ledger of the one that is alive:
    // only a human does.
    Ok(compare(request, entry))
}

fn compare(request: &JoinRequest, entry: Entry) -> Verdict {
    Verdict::Compare {
        fingerprint: request.fingerprint(),
        entry,
    }
}

/// What the centre decides (name, units, duties) is the centre's word, never the request's.
fn enrol(request: &JoinRequest, office: &Text, units: &[Name], duties: u8) -> NodeEnrolled {
    NodeEnrolled {
        node: request.log.node.0,
        incarnation: request.log.incarnation,
        name: office.to_string(),
        key: request.key.0,
        recipient: request.recipient,
        units: units.to_vec(),
        duties,
    }
}

const fn log_of(said: &NodeEnrolled) -> LogId {
    LogId::new(said.node, said.incarnation)
}

#[cfg(test)]
mod tests;
