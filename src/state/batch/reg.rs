//! The facts of one registration, and what follows from them.

use crate::{
    domain::{
        batch::{MeetingNo, TicketNo},
        day::Moment,
        id::{BatchId, PersonId, RegistrationId},
        registration::{CancelReason, State},
    },
    ledger::body::Body,
    state::batch::claim::Claim,
    state::stamp::{Latest, Stamp, get, set_latest},
};
use serde::{Deserialize, Serialize};

/// When and by which operation a registration was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Asked {
    /// When, as claimed by the kiosk's clock or by an imported file.
    pub at: Moment,
    /// The operation.
    pub stamp: Stamp,
    /// Whether that clock was doubtful.
    pub unsure: bool,
}

/// A word on whether somebody came to a meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingMark {
    /// The meeting.
    pub meeting: MeetingNo,
    /// Came, or the mark was taken back.
    pub came: Latest<bool>,
    /// Whether the clock was doubtful then.
    pub unsure: bool,
}

/// A ledger passes on a seat that it had promised. It counts while the ledger owned the ticket when it said so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Replaced {
    /// The ticket, the ledger, and the operation that passes it on.
    pub(super) claim: Claim,
    /// To whom.
    pub(super) by: PersonId,
}

/// What few registrations have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rare {
    /// Cancelled, and why.
    pub cancel: Option<Latest<CancelReason>>,
    /// Who took a seat over, by what the ledger said that had promised it here.
    pub(super) replaced: Vec<Replaced>,
    /// How it ended: the state and the credit hours.
    pub outcome: Option<Latest<(State, u16)>>,
    /// Words on meetings, by number and then in fold order: of each meeting where a mark was taken back last, and every
    /// mark behind that. Two offices that mark the same person leave two; the last word says whether they came.
    pub marks: Vec<MeetingMark>,
    /// Claims beside the first: several ledgers promised a seat, or one did twice.
    pub(super) claims: Vec<Claim>,
    /// Settled: its seat was taken out of the batch or over, and it waits again before everybody else.
    pub(super) bumped: bool,
}

/// A registration, folded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reg {
    /// Who.
    pub person: PersonId,
    /// The attempt, from 1.
    pub attempt: u8,
    /// Settled: where it stands.
    pub state: State,
    /// Settled: the ticket it holds. A cancelled one holds its ticket until the owner has released it.
    pub ticket: Option<TicketNo>,
    /// The earliest asking.
    pub asked: Option<Asked>,
    /// The claim of the smallest ticket: what its ledger has said last of it and has not taken back.
    pub(super) claim: Option<Claim>,
    /// What an imported file said.
    pub past: Option<Latest<State>>,
    /// What few registrations have.
    pub rare: Option<Box<Rare>>,
}

/// Whose registration an operation is about, where it is about one.
pub(super) fn subject(body: &Body) -> Option<(PersonId, u8)> {
    let (person, attempt) = match body {
        Body::Request(body) => (body.person, body.attempt),
        Body::Confirm(body) => (body.person, body.attempt),
        Body::Cancel(body) => (body.person, body.attempt),
        Body::Release(body) => (body.person, body.attempt),
        Body::Present(body) => (body.person, body.attempt),
        Body::Void(body) => (body.person, body.attempt),
        Body::Outcome(body) => (body.person, body.attempt),
        Body::Past(body) => (body.person, body.attempt),
        _ => return None,
    };
    Some((PersonId(person.0), attempt))
}

impl Reg {
    pub(super) fn new(person: PersonId, attempt: u8) -> Self {
        let state = State::Recorded;
        Self {
            person,
            attempt,
            state,
            ticket: None,
            asked: None,
            claim: None,
            past: None,
            rare: None,
        }
    }

    /// The registration's name.
    #[must_use]
    pub fn id(&self, batch: BatchId) -> RegistrationId {
        RegistrationId::of(batch, self.person, self.attempt)
    }

    /// What an imported file said last, where nothing was said here since: not cancelled, replaced, marked or decided.
    #[must_use]
    pub fn only_past(&self) -> Option<State> {
        let past = self.past.as_ref()?;
        let by_it = |claim: &Claim| claim.log == past.stamp.log() && claim.seq <= past.stamp.seq;
        let untouched = self.rare.is_none() && self.claims().all(by_it);
        untouched.then_some(past.value)
    }

    /// Its place in the order of the waiting list: who lost a seat first, then who asked first, by the stamps that the
    /// hub bounds.
    #[must_use]
    pub fn order(&self) -> (bool, bool, Option<Asked>, PersonId, u8) {
        // Somebody whom nobody ever asked for comes last.
        let unasked = self.asked.is_none();
        (!self.is_bumped(), unasked, self.asked, self.person, self.attempt)
    }

    /// Whether its seat was taken out of the batch or over, and it has no other.
    #[must_use]
    pub fn is_bumped(&self) -> bool {
        self.rare.as_ref().is_some_and(|rare| rare.bumped)
    }

    /// What ledgers have said of its tickets, by ticket; whether it counts is for who owns the ticket.
    pub fn claims(&self) -> impl Iterator<Item = &Claim> {
        let more = self.rare.as_ref().map_or(&[][..], |rare| &rare.claims);
        self.claim.iter().chain(more)
    }

    pub(super) fn bump(&mut self, bumped: bool) {
        if bumped != self.is_bumped() {
            self.rare().bumped = bumped;
            self.tidy();
        }
    }

    /// Facts that are gone leave no trace: equal facts have equal bytes.
    fn tidy(&mut self) {
        if self.rare.as_ref().is_some_and(|rare| **rare == Rare::default()) {
            self.rare = None;
        }
    }

    fn put_claims(&mut self, mut claims: Vec<Claim>) {
        claims.sort_unstable();
        let mut claims = claims.into_iter();
        self.claim = claims.next();
        let more: Vec<Claim> = claims.collect();
        if !more.is_empty() || self.rare.is_some() {
            self.rare().claims = more;
            self.tidy();
        }
    }

    fn claimed(&mut self, new: Claim) {
        if self.claim.is_none() {
            self.claim = Some(new);
            return;
        }
        let mut claims: Vec<Claim> = self.claims().copied().collect();
        match claims.iter_mut().find(|claim| claim.key() == new.key()) {
            Some(claim) => claim.seq = claim.seq.max(new.seq),
            None => claims.push(new),
        }
        self.put_claims(claims);
    }

    /// Takes out the claims of a ledger up to one of its operations, of these tickets; says whether there were any.
    pub(super) fn unclaim(&mut self, stamp: Stamp, tickets: impl Fn(TicketNo) -> bool) -> bool {
        let goes = |claim: &Claim| claim.log == stamp.log() && claim.seq < stamp.seq && tickets(claim.ticket);
        if !self.claims().any(goes) {
            return false;
        }
        let left = self.claims().filter(|claim| !goes(claim)).copied().collect();
        self.put_claims(left);
        true
    }

    /// When it was asked for, as claimed.
    #[must_use]
    pub fn asked_at(&self) -> Moment {
        self.asked.map_or(Moment(0), |asked| asked.at)
    }

    /// What an outcome earned, where there is one.
    #[must_use]
    pub fn earned(&self) -> Option<u16> {
        get(self.rare.as_ref()?.outcome.as_ref()).map(|(_, credit)| *credit)
    }

    /// Whether the clock was doubtful when it was asked for.
    #[must_use]
    pub fn asked_unsure(&self) -> bool {
        self.asked.is_some_and(|asked| asked.unsure)
    }

    /// When somebody was marked for a meeting; `None` where they were not, or the mark was taken back.
    #[must_use]
    pub fn came(&self, meeting: MeetingNo) -> Option<Moment> {
        self.mark_of(meeting).map(|mark| mark.came.stamp.moment())
    }

    /// Whether the clock was doubtful when they were marked for it.
    #[must_use]
    pub fn came_unsure(&self, meeting: MeetingNo) -> bool {
        self.mark_of(meeting).is_some_and(|mark| mark.unsure)
    }

    fn mark_of(&self, meeting: MeetingNo) -> Option<&MeetingMark> {
        self.live().find(|mark| mark.meeting == meeting)
    }

    /// The first live mark of each meeting that they came to: one that was not taken back since.
    pub fn live(&self) -> impl Iterator<Item = &MeetingMark> {
        let marks = self.rare.as_ref().map_or(&[][..], |rare| &rare.marks);
        let mut last = None;
        marks.iter().filter(move |mark| {
            let live = mark.came.value && last != Some(mark.meeting);
            if live {
                last = Some(mark.meeting);
            }
            live
        })
    }

    /// The first live mark of all, in fold order: whose ledger it is in asks this person what they think (exchange
    /// design 2.6). Two offices that marked the same person agree on it as soon as they have heard of each other.
    #[must_use]
    pub fn first_mark(&self) -> Option<Stamp> {
        self.live().map(|mark| mark.came.stamp).min()
    }

    /// To how many meetings they came.
    #[must_use]
    pub fn meetings(&self) -> u16 {
        u16::try_from(self.live().count()).unwrap_or(u16::MAX)
    }

    fn rare(&mut self) -> &mut Rare {
        self.rare.get_or_insert_with(Box::default)
    }

    fn ask(&mut self, asked: Asked) {
        self.asked = Some(self.asked.map_or(asked, |now| now.min(asked)));
    }

    fn mark(&mut self, meeting: u16, stamp: Stamp, value: bool, unsure: bool) {
        let new = MeetingMark {
            meeting: MeetingNo(meeting),
            came: Latest { stamp, value },
            unsure,
        };
        let marks = &mut self.rare().marks;
        // What lies before the last taking back is settled.
        let settled = |mark: &MeetingMark| !mark.came.value && mark.came.stamp >= stamp;
        if marks
            .iter()
            .any(|mark| mark.meeting == new.meeting && settled(mark))
        {
            return;
        }
        if !value {
            marks.retain(|mark| mark.meeting != new.meeting || mark.came.stamp > stamp);
        }
        let at = marks.partition_point(|mark| (mark.meeting, mark.came.stamp) < (new.meeting, stamp));
        marks.insert(at, new);
    }

    /// A ledger passes on what it had promised here; of what another promised it has nothing to say. A ledger's own
    /// operations come in their order, so that every node finds the same promise or none.
    pub(super) fn replaced(&mut self, stamp: Stamp, by: PersonId, claim: Claim) {
        if !self.unclaim(stamp, |one| one == claim.ticket) {
            return;
        }
        let replaced = &mut self.rare().replaced;
        let new = Replaced { claim, by };
        if let Err(at) = replaced.binary_search(&new) {
            replaced.insert(at, new);
        }
    }

    /// What ledgers said that passed a seat on.
    pub(super) fn replacements(&self) -> impl Iterator<Item = &Replaced> {
        self.rare.iter().flat_map(|rare| &rare.replaced)
    }

    pub(super) fn took_over(&mut self, stamp: Stamp, claim: Claim, unsure: bool) {
        self.ask(Asked {
            at: stamp.moment(),
            stamp,
            unsure,
        });
        self.claimed(claim);
    }

    pub(super) fn apply(&mut self, stamp: Stamp, hub: bool, body: &Body) {
        match body {
            Body::Request(body) => self.ask(Asked {
                at: stamp.moment(),
                stamp,
                unsure: body.unsure == Some(true),
            }),
            Body::Confirm(body) => {
                self.claimed(Claim::of(stamp, hub, body.ticket));
            }
            Body::Release(body) => {
                self.unclaim(stamp, |one| one == TicketNo(body.ticket));
            }
            Body::Cancel(body) => {
                let reason = CancelReason::from_number(body.reason).unwrap_or(CancelReason::Other);
                set_latest(&mut self.rare().cancel, stamp, reason);
            }
            Body::Present(body) => self.mark(body.meeting, stamp, true, body.unsure == Some(true)),
            Body::Void(body) => self.mark(body.meeting, stamp, false, false),
            Body::Outcome(body) => {
                if let Some(state) = State::from_number(body.state) {
                    set_latest(&mut self.rare().outcome, stamp, (state, body.credit));
                }
            }
            Body::Past(body) => {
                self.ask(Asked {
                    at: Moment(body.made),
                    stamp,
                    // What an imported file says of a time is not this clock's claim.
                    unsure: false,
                });
                if let Some(state) = State::from_number(body.state) {
                    set_latest(&mut self.past, stamp, state);
                }
                if let Some(ticket) = body.ticket {
                    self.claimed(Claim::of(stamp, hub, ticket));
                }
            }
            _ => {}
        }
    }

    /// Where it stands, from the facts, the ticket it holds, and whether its seat was passed on by who owned it. One
    /// that is `followed` by a later attempt was cancelled, even where the ledger that says so has not come: nobody
    /// registers again before that.
    pub(super) fn settled(&self, selects: bool, replaced: bool, followed: bool) -> State {
        let past = get(self.past.as_ref()).copied();
        if let Some(rare) = &self.rare {
            if rare.cancel.is_some() {
                return State::Cancelled;
            }
            if replaced {
                return State::Replaced;
            }
        }
        if followed && past != Some(State::Replaced) {
            return State::Cancelled;
        }
        let outcome = self.rare.as_ref().and_then(|rare| get(rare.outcome.as_ref()));
        if let Some((state, _)) = outcome {
            return *state;
        }
        match past {
            Some(state) if !state.is_ahead() => state,
            _ if self.meetings() > 0 => State::Attended,
            _ if self.ticket.is_some() => State::Confirmed,
            Some(State::Recorded) => State::Recorded,
            None if selects && !self.is_bumped() => State::Recorded,
            _ => State::Waiting,
        }
    }
}
