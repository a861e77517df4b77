//! Answer: who came may answer the survey of their batch, once. Answers never enter the ledger or sled.

use super::{Answer, Denied, Office};
use crate::{
    domain::{
        batch::{MeetingNo, Stage},
        day::Day,
        id::{BatchId, PersonId},
        questionnaire::{AnswerSheet, Draft, Form, Pair, Questionnaire, Window},
        refusal::Refusal,
        registration::State,
    },
    ledger::id::LogId,
    state::{
        batch::{Head, Reg},
        roll::Roll,
    },
    store::{
        ballot::{AddFault, Ballot},
        book::BookError,
        identity::Standing,
    },
    survey::{release::Board, shipped::level1, tally::Results},
};
use std::sync::OnceLock;

/// The survey that is asked after every batch, read once.
pub(super) fn questionnaire() -> Answer<&'static Questionnaire> {
    static LEVEL1: OnceLock<Result<Questionnaire, String>> = OnceLock::new();
    let read = LEVEL1.get_or_init(|| level1().map_err(|faults| faults.to_string()));
    read.as_ref().map_err(|fault| Denied::Ballot(fault.clone()))
}

/// Whether the survey is open for a registration: who came may answer from the last meeting on (as soon as they are
/// marked there, or the batch is said to be over), for as many days as the questionnaire says.
pub(super) fn is_open(head: &Head, reg: &Reg, today: Day) -> bool {
    let Some(batch) = head.batch() else { return false };
    let came = reg.meetings() > 0
        && matches!(
            reg.state,
            State::Attended | State::Completed | State::NotCompleted
        );
    let last = batch.last_day();
    let last_meeting = u16::try_from(batch.meeting_days().len()).unwrap_or(u16::MAX);
    let over = today > last
        || matches!(head.stage(), Stage::Finished | Stage::Closed)
        || reg.came(MeetingNo(last_meeting)).is_some();
    came && over && head.stage() != Stage::Cancelled && !is_past(head, today)
}

/// Whether the time to answer is over.
pub(super) fn is_past(head: &Head, today: Day) -> bool {
    let days = match questionnaire().map(|questionnaire| &questionnaire.window) {
        Ok(Window::AfterLastMeeting { days }) => i32::from(*days),
        _ => i32::MAX,
    };
    let last = head.batch().map_or(i32::MAX, |batch| batch.last_day().0);
    today.0 > last.saturating_add(days)
}

/// The ledger at which somebody may answer: that of their first live mark, or the centre's where that office is no more
/// (exchange design 2.6). Everybody who has the same news names the same one.
pub(super) fn asked_at(roll: &Roll, reg: &Reg) -> Option<LogId> {
    roll.surveyor(reg.first_mark()?.log())
}

/// The key under which the number of respondents of the last results shown is kept.
fn shown_key(batch: BatchId) -> Vec<u8> {
    [b"shown/".as_slice(), &batch.0].concat()
}

/// The answers as this form lets them through: every question that must be answered, none that is not asked.
fn checked(form: Form, sheet: &AnswerSheet) -> Option<AnswerSheet> {
    let mut draft = Draft::new(form);
    for (key, answer) in sheet.answers() {
        let place = draft.form().place(key)?;
        draft.set(place, answer.clone()).ok()?;
    }
    draft.finish().ok()
}

impl Office {
    /// The questions of a batch: those of the level-1 survey, by the course's mode and by who taught what.
    pub(crate) fn form(&self, batch: BatchId) -> Answer<Form> {
        let head = self.head(batch)?;
        let course = head.batch().and_then(|batch| self.course(batch.course));
        let mode = course.ok_or(Denied::Refused(Refusal::NotFound))?.mode;
        let pairs: Vec<Pair> = head
            .staff()
            .iter()
            .map(|member| Pair {
                number: member.number,
                facilitator: member.name.to_string(),
                subject: member.subject.to_string(),
            })
            .collect();
        Ok(Form::for_batch(questionnaire()?, mode, &pairs))
    }

    /// Whether somebody has answered.
    pub(crate) fn has_answered(&self, batch: BatchId, person: PersonId) -> Answer<bool> {
        self.chest
            .answered(batch, person)
            .map_err(|fault| Denied::Ballot(fault.to_string()))
    }

    /// How many have answered.
    pub(crate) fn answered(&self, batch: BatchId) -> Answer<u32> {
        let ballot = self.ballot(batch)?;
        Ok(ballot.map_or(0, |ballot| u32::try_from(ballot.count()).unwrap_or(u32::MAX)))
    }

    /// How many have answered, as staff may see it: none while they are so few that it says who.
    pub(crate) fn answered_shown(&self, batch: BatchId) -> Answer<u32> {
        let needed = u32::from(self.policy.min_respondents_to_show);
        Ok(Some(self.answered(batch)?)
            .filter(|count| *count >= needed)
            .unwrap_or(0))
    }

    /// Refuses unless this person came to this batch and has not answered.
    fn may_answer(&mut self, person: PersonId, batch: BatchId) -> Answer<()> {
        self.require_date()?;
        let today = self.today();
        let found = self.book.batch(batch)?;
        let reg = found.and_then(|found| {
            let reg = found.reg_of(person)?;
            is_open(&found.head, reg, today).then(|| reg.clone())
        });
        let reg = reg.ok_or(Denied::Refused(Refusal::SurveyClosed))?;
        // A copy of a disk does not know who has answered since it was made.
        match self.book.standing() {
            Standing::Good => {}
            standing => return Err(BookError::Standing(standing).into()),
        }
        let own = self.book.log_id();
        if let Some(at) = asked_at(self.book.roll(), &reg).filter(|at| *at != own) {
            let office = self.office_of(at);
            return Err(Refusal::SurveyElsewhere { office }.into());
        }
        if self.has_answered(batch, person)? {
            return Err(Refusal::AlreadyAnswered.into());
        }
        if self.ballot(batch)?.is_some_and(|ballot| ballot.is_closed()) {
            return Err(Refusal::SurveyClosed.into());
        }
        Ok(())
    }

    /// The ballot of a batch.
    pub(super) fn ballot(&self, batch: BatchId) -> Answer<Option<Ballot>> {
        self.chest
            .read(batch)
            .map_err(|fault| Denied::Ballot(fault.to_string()))
    }

    /// The survey of one's own batch: its title and questions.
    pub fn survey(&mut self, person: PersonId, batch: BatchId) -> Answer<(String, Form)> {
        self.may_answer(person, batch)?;
        Ok((self.title_of(batch)?, self.form(batch)?))
    }

    /// The title of a batch's course.
    pub(crate) fn title_of(&self, batch: BatchId) -> Answer<String> {
        let course = self
            .head(batch)?
            .batch()
            .and_then(|batch| self.course(batch.course));
        Ok(course.map(|course| course.title.to_string()).unwrap_or_default())
    }

    /// Hands the answers in. When this returns, that this person has answered and what was answered are durable,
    /// with nothing between the two.
    pub fn submit_survey(&mut self, person: PersonId, batch: BatchId, sheet: &AnswerSheet) -> Answer<()> {
        self.may_answer(person, batch)?;
        let form = self.form(batch)?;
        let questionnaire = form.questionnaire.clone();
        let sheet = checked(form, sheet).ok_or(Denied::Refused(Refusal::SurveyIncomplete))?;
        match self.chest.add(batch, &questionnaire, person, sheet) {
            Ok(()) => Ok(()),
            Err(AddFault::Already(_)) => Err(Refusal::AlreadyAnswered.into()),
            Err(AddFault::Closed) => Err(Refusal::SurveyClosed.into()),
            Err(fault) => Err(Denied::Ballot(fault.to_string())),
        }
    }

    /// The results of a batch's survey, for who teaches it and for officers: hidden where too few have answered, and
    /// standing still until enough more have.
    pub fn results(&mut self, staff: PersonId, batch: BatchId) -> Answer<(String, Form, Results)> {
        self.require_facilitator(staff, batch)?;
        let form = self.form(batch)?;
        let ballot = self.ballot(batch)?;
        let sheets = ballot.map(|ballot| ballot.sheets().to_vec()).unwrap_or_default();
        let key = shown_key(batch);
        let last = self
            .vault
            .get(&key)
            .and_then(|bytes| bytes.first_chunk::<4>())
            .map(|bytes| u32::from_le_bytes(*bytes));
        let board = self.boards.entry(batch).or_insert_with(|| Board::recall(last));
        let results = board.look(&form, &sheets).clone();
        let published = board.published();
        if published != last
            && let Some(published) = published
        {
            self.vault.commit(&[(&key, Some(&published.to_le_bytes()))])?;
        }
        Ok((self.title_of(batch)?, form, results))
    }
}
