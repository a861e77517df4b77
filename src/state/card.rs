//! Cards: what screens and commands read. A card is a copy, made once, that holds no way back into the store.

use crate::domain::{
    batch::{Admission, MeetingNo, Phase, Stage, Window},
    code::Code,
    concern::Weighed,
    course::{Competence, Mode, PartnerType},
    credit::Form,
    day::{Day, Moment},
    id::{BatchId, CourseId, PersonId, RegistrationId},
    person::Employment,
    receipt::{Change, Promise},
    registration::State,
    role::Roles,
};

use crate::state::sync::{OnlyHere, Standing};

/// The whole catalogue, as it was at one moment. Names nobody but facilitators, whose names are published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catalogue {
    /// The courses, by title.
    pub courses: Vec<CourseCard>,
    /// The newest operation that the catalogue was made from, as its clock claims.
    pub as_of: Option<Moment>,
}

/// A training with its batches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CourseCard {
    /// Its name.
    pub id: CourseId,
    /// Its code.
    pub code: String,
    /// Its title.
    pub title: String,
    /// What it is about.
    pub description: String,
    /// What participants can do afterwards.
    pub outcomes: Vec<String>,
    /// The kind of competence.
    pub competence: Competence,
    /// The form of development.
    pub form: Form,
    /// How it is held.
    pub mode: Mode,
    /// Days.
    pub days: u16,
    /// Credit hours (JP).
    pub credit: u16,
    /// The kind of partner.
    pub partner_type: PartnerType,
    /// The partner.
    pub partner: String,
    /// Rupiah a participant.
    pub cost: u64,
    /// Whom it is open to; empty means everybody.
    pub open_to: Vec<Employment>,
    /// The codes of the units it is meant for; empty means all.
    pub target_units: Vec<String>,
    /// The titles of the courses to have completed before.
    pub prerequisites: Vec<String>,
    /// Words to be found by.
    pub tags: Vec<String>,
    /// Its batches that are not over, by first day.
    pub batches: Vec<BatchCard>,
}

/// A batch as the public may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchCard {
    /// Its name.
    pub id: BatchId,
    /// Its code.
    pub code: String,
    /// Its parts.
    pub phases: Vec<Phase>,
    /// The town or site.
    pub place: String,
    /// The room.
    pub room: Option<String>,
    /// How people get a seat.
    pub admission: Admission,
    /// When registration is open.
    pub window: Window,
    /// Where it stands.
    pub stage: Stage,
    /// Seats.
    pub capacity: u32,
    /// Seats that this office may still give.
    pub free: u32,
    /// People on the waiting list.
    pub waiting: u32,
    /// Who teaches what: name and subject.
    pub facilitators: Vec<(String, String)>,
}

impl BatchCard {
    /// The first day.
    #[must_use]
    pub fn first_day(&self) -> Day {
        self.phases.iter().map(|phase| phase.from).min().unwrap_or(Day(0))
    }

    /// The last day.
    #[must_use]
    pub fn last_day(&self) -> Day {
        self.phases.iter().map(|phase| phase.to).max().unwrap_or(Day(0))
    }
}

/// Who is signed in, as far as a screen needs it. `Debug` shows nothing personal.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionCard {
    /// The person.
    pub person: PersonId,
    /// The name for the title bar ("Siti R.").
    pub short_name: String,
    /// The whole name.
    pub name: String,
    /// The number, grouped for reading.
    pub number: String,
    /// The unit's name.
    pub unit: String,
    /// The post.
    pub position: String,
    /// How they are employed.
    pub employment: Employment,
    /// What they may do.
    pub roles: Roles,
    /// Surveys that wait for them.
    pub surveys_waiting: u32,
}

impl std::fmt::Debug for SessionCard {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "SessionCard({})", self.person)
    }
}

/// What is checked before a registration is confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// The batch.
    pub batch: BatchId,
    /// What speaks against it, the gravest first.
    pub concerns: Vec<Weighed>,
    /// What would be promised now.
    pub promise: PromiseAhead,
    /// Credit hours that are recorded for the batch's year.
    pub credit_now: u32,
    /// Credit hours of that year that are registered for and not recorded yet.
    pub credit_ahead: u32,
    /// Both together with this training.
    pub credit_then: u32,
    /// The year's goal.
    pub credit_goal: u32,
    /// The year they count in.
    pub year: i32,
}

/// What a registration would be promised, were it made now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PromiseAhead {
    /// A seat.
    Seat,
    /// A place on the waiting list.
    Waiting {
        /// The place, from 1.
        place: u32,
    },
    /// A wish for the organiser to decide.
    Wish,
}

/// One line of "my trainings".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrainingLine {
    /// The registration; `None` for a certificate from elsewhere.
    pub registration: Option<RegistrationId>,
    /// The batch; `None` for a certificate from elsewhere.
    pub batch: Option<BatchId>,
    /// The slip's code, where there is a slip.
    pub code: Option<Code>,
    /// The title.
    pub title: String,
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
    /// The place.
    pub place: String,
    /// Credit hours.
    pub credit: u16,
    /// Where it stands.
    pub state: State,
    /// What was promised, while it is ahead.
    pub promise: Option<Promise>,
    /// Meetings they came to, and how many there are.
    pub attended: (u16, u16),
    /// How the survey stands.
    pub survey: SurveyMark,
    /// What changed it later, if not its person.
    pub change: Option<Change>,
    /// Whether the clock was doubtful when it was recorded.
    pub unsure: bool,
}

/// How the survey of one's own batch stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SurveyMark {
    /// Not open for this person.
    None,
    /// Waiting for them.
    Waiting,
    /// Answered.
    Answered,
}

/// "My trainings" of a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trainings {
    /// The year.
    pub year: i32,
    /// Credit hours recorded in this system for it.
    pub credit: u32,
    /// Credit hours registered for and not earned yet.
    pub credit_ahead: u32,
    /// The year's goal.
    pub goal: u32,
    /// What is ahead, by first day.
    pub ahead: Vec<TrainingLine>,
    /// What is over, the newest first.
    pub past: Vec<TrainingLine>,
}

/// A batch on a facilitator's or officer's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffBatch {
    /// The batch.
    pub batch: BatchCard,
    /// The training's title.
    pub title: String,
    /// The training's code.
    pub course_code: String,
    /// People who hold a seat.
    pub seated: u32,
    /// Wishes to decide (admission by selection).
    pub wishes: u32,
    /// The meeting of today, where there is one.
    pub today: Option<MeetingNo>,
    /// How many came to it.
    pub present_today: u32,
    /// How many answered the survey.
    pub answered: u32,
}

/// Somebody on an attendance list.
#[derive(Clone, PartialEq, Eq)]
pub struct AttendanceLine {
    /// The registration.
    pub registration: RegistrationId,
    /// The name.
    pub name: String,
    /// The number with all but the last four digits masked.
    pub number_masked: String,
    /// The unit's name.
    pub unit: String,
    /// When they were marked for this meeting, as the clock claims.
    pub present: Option<Moment>,
    /// Whether that clock was doubtful then.
    pub unsure: bool,
}

impl std::fmt::Debug for AttendanceLine {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "AttendanceLine({})", self.registration)
    }
}

/// The attendance of one meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttendanceSheet {
    /// The batch.
    pub batch: BatchId,
    /// The training's title.
    pub title: String,
    /// The batch's code.
    pub batch_code: String,
    /// The meeting.
    pub meeting: MeetingNo,
    /// Its day.
    pub day: Day,
    /// The days of all meetings.
    pub days: Vec<Day>,
    /// Everybody who holds a seat, by name.
    pub lines: Vec<AttendanceLine>,
}

/// What a scan or a mark led to.
#[derive(Clone, PartialEq, Eq)]
pub enum Mark {
    /// Recorded now.
    Present {
        /// Who.
        line: AttendanceLine,
    },
    /// Was recorded before.
    Already {
        /// Who, with the moment of the first mark.
        line: AttendanceLine,
    },
    /// Registered in another batch or day.
    WrongBatch {
        /// Who.
        name: String,
        /// The first day of the batch they are registered in.
        day: Option<Day>,
    },
    /// On the waiting list, cancelled, or without a seat here.
    NoSeat {
        /// Who.
        name: String,
        /// Where their registration stands.
        state: Option<State>,
    },
    /// Not a card or slip of this office.
    Unknown {
        /// What was scanned, cut to 20 characters.
        scanned: String,
    },
    /// The last mark was taken back.
    Undone {
        /// Who.
        line: AttendanceLine,
    },
}

impl std::fmt::Debug for Mark {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            Self::Present { .. } => "Present",
            Self::Already { .. } => "Already",
            Self::WrongBatch { .. } => "WrongBatch",
            Self::NoSeat { .. } => "NoSeat",
            Self::Unknown { .. } => "Unknown",
            Self::Undone { .. } => "Undone",
        })
    }
}

/// A person on an officer's list.
#[derive(Clone, PartialEq, Eq)]
pub struct PersonLine {
    /// The person.
    pub person: PersonId,
    /// The name.
    pub name: String,
    /// The number, grouped.
    pub number: String,
    /// The unit's name.
    pub unit: String,
    /// Whether a PIN is set.
    pub has_pin: bool,
    /// What they may do.
    pub roles: Roles,
}

impl std::fmt::Debug for PersonLine {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "PersonLine({})", self.person)
    }
}

/// Somebody on an officer's list of a batch.
#[derive(Clone, PartialEq, Eq)]
pub struct ParticipantLine {
    /// The registration.
    pub registration: RegistrationId,
    /// The name.
    pub name: String,
    /// The unit's name.
    pub unit: String,
    /// Where it stands.
    pub state: State,
    /// The place on the waiting list, where it is there.
    pub place: Option<u32>,
    /// Credit hours recorded this year, for the organiser's choice.
    pub credit_this_year: u32,
    /// Whether the clock was doubtful when it was recorded, by which the waiting list is in order.
    pub unsure: bool,
}

impl std::fmt::Debug for ParticipantLine {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "ParticipantLine({})", self.registration)
    }
}

/// How the office stands, for the health screen and `status`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Health {
    /// The office's name.
    pub office: String,
    /// The program's version.
    pub version: String,
    /// Where the ledger is kept.
    pub ledger_path: String,
    /// Where sled is kept.
    pub store_path: String,
    /// Operations in the ledger.
    pub ops: u64,
    /// Sealed segments.
    pub segments: u64,
    /// Bytes of the ledger.
    pub ledger_bytes: u64,
    /// Bytes free on the disk, where known.
    pub free_bytes: Option<u64>,
    /// Counts: units, courses, batches, people, registrations.
    pub counts: [u64; 5],
    /// Why the view was rebuilt at this start, where it was.
    pub rebuilt: Option<String>,
    /// Bytes of a torn last record that were cut at this start.
    pub cut_bytes: u64,
    /// Damage found, in words.
    pub damage: Vec<String>,
    /// Whether the wall clock can be believed.
    pub clock_trusted: bool,
    /// What exists at this terminal only; `None` for an office of its own, which has nobody to give it to.
    pub only_here: Option<OnlyHere>,
    /// The code of the last crash record, where there is one ("dipulihkan").
    pub recovered: Option<String>,
    /// How it stands in the exchange.
    pub standing: Standing,
    /// Where the anchor lies by which an older copy of the data is recognised; `None` for an office of its own, which
    /// needs none.
    pub anchor: Option<AnchorPlace>,
}

/// Where the anchor of a terminal lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnchorPlace {
    /// Outside of the data directory, as it should.
    Outside,
    /// Below the data directory: it would be restored with the data, and tell nothing.
    Inside,
    /// Nowhere.
    Missing,
}

/// What an import did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// The file's name.
    pub file: String,
    /// What it holds (`units`, `courses`, `people`, `batches`, `registrations`).
    pub kind: &'static str,
    /// Whether it was only tried.
    pub dry_run: bool,
    /// Rows read.
    pub rows: u64,
    /// New.
    pub added: u64,
    /// Changed.
    pub changed: u64,
    /// The same as before.
    pub same: u64,
    /// Faulty rows.
    pub rejected: u64,
    /// The first faults and notices, in Indonesian and in English.
    pub faults: Vec<(String, String)>,
    /// The same faults and remarks by their parts, for programs.
    pub details: Vec<FaultCard>,
    /// Where the rejects were written.
    pub rejects_file: Option<std::path::PathBuf>,
    /// Whether anything was written.
    pub written: bool,
}

/// A fault or remark of an imported file, by its parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FaultCard {
    /// The row, as a spreadsheet counts.
    pub row: u64,
    /// The column: its letter and header; empty where the whole row is meant.
    pub column: String,
    /// What stands there.
    pub value: String,
    /// The rule's stable id.
    pub rule: &'static str,
    /// Whether it is only remarked, and the row is good.
    pub remark: bool,
}
