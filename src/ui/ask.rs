//! What a screen asks of the office, and what it gets back: data, carried by the runtime to `service` and back.
//!
//! A screen that acts for somebody sends no person: the worker knows who is signed in, so that no screen can act
//! for another.

use crate::domain::{
    batch::{MeetingNo, Stage},
    clock::Doubt,
    code::Code,
    id::{BatchId, PersonId, RegistrationId},
    questionnaire::{AnswerSheet, Form as SurveyForm},
    receipt::Receipt,
    refusal::{Refusal, Trouble},
    registration::CancelReason,
    role::Role,
};
use crate::ledger::id::LogId;
use crate::state::card::{
    AttendanceSheet, Catalogue, Health, ImportReport, Mark, ParticipantLine, PersonLine, Preview,
    SessionCard, StaffBatch, Trainings,
};
use crate::state::sync::{
    BundleReport, CapacityPlan, ExportPlan, ExportReport, Matter, NodeLine, SeatBoard, SyncHome,
};
use crate::survey::tally::Results;
use std::{path::PathBuf, sync::Arc};
use zeroize::Zeroizing;

/// A request to the office.
#[derive(Clone)]
pub enum Ask {
    /// The catalogue; answered with [`Reply::Catalogue`].
    Catalogue,
    /// Sign in with a number and a PIN; [`Reply::SignedIn`] or [`Reply::Refused`].
    SignIn {
        /// The number as typed or scanned.
        number: Zeroizing<String>,
        /// The PIN.
        pin: Zeroizing<String>,
    },
    /// First use: set a PIN with the activation code that an officer printed; answers like [`Ask::SignIn`].
    Activate {
        /// The number as typed or scanned.
        number: Zeroizing<String>,
        /// The activation code.
        code: Zeroizing<String>,
        /// The PIN chosen.
        pin: Zeroizing<String>,
    },
    /// Sign out: the worker forgets who it was. No reply.
    SignOut,
    /// Change one's own PIN; [`Reply::PinChanged`] or [`Reply::Refused`].
    ChangePin {
        /// The PIN until now.
        old: Zeroizing<String>,
        /// The PIN from now on.
        new: Zeroizing<String>,
    },
    /// What a registration would lead to; [`Reply::Preview`].
    Preview(BatchId),
    /// Register oneself; [`Reply::Registered`] (durable) or [`Reply::Refused`]. Asked twice, it answers with the same
    /// receipt.
    Register {
        /// The batch.
        batch: BatchId,
        /// Whether the warnings of the preview were seen and accepted.
        accept_warnings: bool,
    },
    /// The slip of one's own registration again; [`Reply::Registered`].
    Slip(RegistrationId),
    /// Write the slip's text to the folder for slips; [`Reply::Printed`].
    Print(RegistrationId),
    /// One's own trainings of a year (the current one where `None`); [`Reply::Trainings`].
    Trainings(Option<i32>),
    /// Cancel one's own registration; [`Reply::Cancelled`].
    Cancel {
        /// The registration.
        registration: RegistrationId,
        /// Why.
        reason: CancelReason,
    },
    /// The survey of one's own batch; [`Reply::Survey`] or [`Reply::Refused`].
    Survey(BatchId),
    /// Hand the answers in; [`Reply::SurveySubmitted`] or [`Reply::Refused`].
    SubmitSurvey {
        /// The batch.
        batch: BatchId,
        /// The answers.
        sheet: AnswerSheet,
    },
    /// Facilitator: the batches they teach; officer: all that are not closed; [`Reply::StaffBatches`].
    StaffBatches,
    /// Staff: the attendance of a meeting (today's or the last before, where `None`); [`Reply::Attendance`].
    Attendance {
        /// The batch.
        batch: BatchId,
        /// The meeting.
        meeting: Option<MeetingNo>,
    },
    /// Staff: mark by a scanned card or slip; [`Reply::Marked`].
    MarkScan {
        /// The batch.
        batch: BatchId,
        /// The meeting.
        meeting: MeetingNo,
        /// What was scanned.
        scanned: Zeroizing<String>,
    },
    /// Staff: mark from the list; [`Reply::Marked`].
    MarkPresent {
        /// The batch.
        batch: BatchId,
        /// The meeting.
        meeting: MeetingNo,
        /// Who.
        registration: RegistrationId,
    },
    /// Staff: take a mark back; [`Reply::Marked`].
    UndoMark {
        /// The batch.
        batch: BatchId,
        /// The meeting.
        meeting: MeetingNo,
        /// Who.
        registration: RegistrationId,
    },
    /// Staff: the survey's results; [`Reply::Results`].
    Results(BatchId),
    /// Officer: go to a stage; [`Reply::Done`] or [`Reply::Refused`].
    SetStage {
        /// The batch.
        batch: BatchId,
        /// The stage.
        stage: Stage,
    },
    /// Officer: who is in a batch; [`Reply::Participants`].
    Participants(BatchId),
    /// Officer: admit a wish or somebody waiting, spending a free seat; [`Reply::Done`] or [`Reply::Refused`].
    Admit(RegistrationId, BatchId),
    /// Officer: cancel for somebody; [`Reply::Done`] or [`Reply::Refused`].
    CancelFor(RegistrationId, BatchId),
    /// Officer: another person takes a seat over; [`Reply::Done`] or [`Reply::Refused`].
    Replace {
        /// The registration that gives its seat.
        registration: RegistrationId,
        /// The batch.
        batch: BatchId,
        /// The number of the person who takes it.
        number: Zeroizing<String>,
    },
    /// Officer: people by the start of words of the name or by digits of the number; [`Reply::People`].
    People {
        /// The words or digits.
        query: String,
    },
    /// Officer: a new activation code, which also resets the PIN; [`Reply::Activation`].
    NewActivation(PersonId),
    /// Officer: the code of [`Reply::Activation`] as a letter to be printed; [`Reply::Printed`].
    PrintActivation {
        /// Who it is for.
        person: PersonId,
        /// The code, as it was answered.
        code: Zeroizing<String>,
    },
    /// Officer: activation codes for everybody of a unit without a PIN, as a printable file; [`Reply::Printed`].
    PrintActivations {
        /// The unit's code.
        unit: String,
    },
    /// Officer: give or take a role; [`Reply::Done`].
    SetRole {
        /// Who.
        person: PersonId,
        /// The role.
        role: Role,
        /// Given, or taken.
        given: bool,
    },
    /// Officer: the files to import that are found in the office's inbox; [`Reply::ImportFiles`].
    ImportFiles,
    /// Officer: read a file and say what would happen; [`Reply::ImportReport`].
    DryRun(PathBuf),
    /// Officer: import a file; [`Reply::ImportReport`], with [`Reply::Progress`] before it on long work.
    Import {
        /// The file.
        path: PathBuf,
        /// Take the good rows and write the others to a rejects file.
        accept_good: bool,
    },
    /// Officer: the exchange at a glance, with sticks and folders at hand; [`Reply::SyncHome`].
    SyncHome,
    /// Officer: what a bundle to an office would carry (the centre, where `None`); [`Reply::ExportPlan`].
    ExportPlan(Option<LogId>),
    /// Officer: write a bundle; [`Reply::Exported`], with [`Reply::Progress`] (operations) before it, or
    /// [`Refusal::Medium`].
    Export {
        /// For whom: the centre, where `None`.
        to: Option<LogId>,
        /// The stick or folder.
        medium: PathBuf,
    },
    /// Officer: read a bundle and say what would happen; [`Reply::BundleReport`], with [`Reply::Progress`] (bytes)
    /// before it, or [`Refusal::Bundle`] or [`Refusal::Medium`].
    BundlePreview(PathBuf),
    /// Officer: import a bundle, or the good part of a damaged one; [`Reply::BundleReport`], with
    /// [`Reply::Progress`] (bytes) and [`Reply::Folded`] before it. It is done on a copy: the stick may be pulled once it is answered.
    BundleImport {
        /// The file.
        path: PathBuf,
        /// Take the good part of a damaged file.
        salvage: bool,
    },
    /// Officer: what should be looked at; [`Reply::Matters`].
    Matters,
    /// Officer: somebody has looked at it; [`Reply::Matters`].
    MatterSeen([u8; 16]),
    /// Officer: the nodes of the organisation; [`Reply::Nodes`].
    Nodes,
    /// Officer of the centre: an office is let in if the fingerprint that its people read out is its own;
    /// [`Reply::Nodes`].
    AcceptNode {
        /// The ledger that asks.
        log: LogId,
        /// What was read out, as it was typed.
        typed: String,
    },
    /// Officer of the centre: end a node's ledger; [`Reply::Nodes`].
    CloseNode {
        /// The ledger.
        log: LogId,
        /// Why, as in the operation: 2 lost or stolen, 3 given up.
        reason: u8,
    },
    /// Officer: the seats of the batches that are not over; [`Reply::Seats`].
    Seats,
    /// Officer: free tickets pass to another office; [`Reply::Seats`].
    GiveSeats {
        /// The batch.
        batch: BatchId,
        /// To whom.
        to: LogId,
        /// How many.
        count: u32,
    },
    /// Officer: all free tickets of a batch here go back to the centre; [`Reply::Seats`].
    ReturnSeats(BatchId),
    /// Officer of the centre: ask an office to give back all but so many free tickets; [`Reply::Seats`].
    RecallSeats {
        /// The batch.
        batch: BatchId,
        /// Whom.
        from: LogId,
        /// How many it may keep.
        keep: u32,
    },
    /// Officer of the centre: share the seats as proposed from past demand; [`Reply::Seats`].
    ShareSeats(BatchId),
    /// Officer of the centre: the free tickets of an office whose ledger is closed come to the centre;
    /// [`Reply::Seats`]. What that office promised and never sent loses its seat.
    TakeSeats {
        /// The batch.
        batch: BatchId,
        /// Whose.
        from: LogId,
    },
    /// Officer of the centre: what another capacity would mean; [`Reply::CapacityPlan`].
    PlanCapacity {
        /// The batch.
        batch: BatchId,
        /// Seats.
        capacity: u32,
    },
    /// Officer of the centre: another capacity; [`Reply::Seats`].
    SetCapacity {
        /// The batch.
        batch: BatchId,
        /// Seats.
        capacity: u32,
        /// Whether seats that people hold are taken out too: they wait again, first in line.
        forced: bool,
    },
    /// Officer: the clock shows the right date and time, or it was set; [`Reply::Done`], and [`Reply::Clock`] to
    /// everybody.
    ConfirmClock,
    /// Staff: how the office stands; [`Reply::Health`].
    Health,
    /// The slip's code was scanned on the attract screen: does it exist? [`Reply::CodeKnown`]
    LookUp(Code),
}

/// What the office answers.
#[derive(Clone)]
pub enum Reply {
    /// The office is open: its name, and in the demo the line that says which numbers and PINs to try.
    Opened {
        /// The office's name.
        office: String,
        /// The demo's line.
        demo: Option<Arc<str>>,
    },
    /// Whether the wall clock can be believed, told to everybody after [`Reply::Opened`] and whenever it changes.
    Clock {
        /// Why it cannot.
        doubt: Option<Doubt>,
        /// By how many milliseconds the time as far as it is known is later than it.
        astray: i64,
    },
    /// The store cannot be used; the public is sent elsewhere.
    OutOfService(Trouble),
    /// The catalogue, also sent unasked after a change.
    Catalogue(Arc<Catalogue>),
    /// Signed in.
    SignedIn(SessionCard),
    /// The PIN was changed.
    PinChanged,
    /// What a registration would lead to.
    Preview(Preview),
    /// Registered, and durable.
    Registered(Box<Receipt>),
    /// A text was written for printing.
    Printed(PathBuf),
    /// One's own trainings.
    Trainings(Box<Trainings>),
    /// Cancelled; who was promoted is not said.
    Cancelled(RegistrationId),
    /// A survey to answer.
    Survey {
        /// The batch.
        batch: BatchId,
        /// The training's title.
        title: String,
        /// The questions of this batch.
        form: Box<SurveyForm>,
    },
    /// The answers are kept; there is no number to trace them by.
    SurveySubmitted(BatchId),
    /// Batches of staff.
    StaffBatches(Vec<StaffBatch>),
    /// Attendance.
    Attendance(Box<AttendanceSheet>),
    /// What a mark led to, and how many came and hold a seat now.
    Marked {
        /// What it led to.
        mark: Mark,
        /// How many came.
        present: u32,
        /// How many hold a seat.
        seated: u32,
    },
    /// Results of a survey.
    Results {
        /// The batch.
        batch: BatchId,
        /// The training's title.
        title: String,
        /// The questions.
        form: Box<SurveyForm>,
        /// The results, hidden where there are too few.
        results: Box<Results>,
    },
    /// Who is in a batch.
    Participants(Vec<ParticipantLine>),
    /// People found, at most 50, and how many there are.
    People(Vec<PersonLine>, u64),
    /// A new activation code: shown once, to be printed.
    Activation {
        /// Who it is for.
        line: PersonLine,
        /// The code, grouped.
        code: Zeroizing<String>,
    },
    /// Done.
    Done,
    /// Files in the inbox.
    ImportFiles(Vec<PathBuf>),
    /// What an import did or would do.
    ImportReport(Box<ImportReport>),
    /// Long work goes on: done of total.
    Progress {
        /// Done.
        done: u64,
        /// Of how many; 0 where unknown.
        total: u64,
    },
    /// What was read is folded: operations done of how many.
    Folded {
        /// Done.
        done: u64,
        /// Of how many.
        total: u64,
    },
    /// The exchange at a glance.
    SyncHome(Box<SyncHome>),
    /// What a bundle would carry.
    ExportPlan(Box<ExportPlan>),
    /// A bundle was written, read again and compared: the stick may be pulled.
    Exported(Box<ExportReport>),
    /// What reading a bundle did or would do.
    BundleReport(Box<BundleReport>),
    /// What should be looked at.
    Matters(Vec<Matter>),
    /// The nodes.
    Nodes(Vec<NodeLine>),
    /// The seats.
    Seats(Box<SeatBoard>),
    /// What another capacity would mean.
    CapacityPlan(Box<CapacityPlan>),
    /// How the office stands.
    Health(Box<Health>),
    /// Whether a scanned slip exists here, and for which course's title. Never whose it is.
    CodeKnown(Option<String>),
    /// Not done, for a reason of the rules: nothing was written.
    Refused(Refusal),
    /// Not done, because something of ours failed.
    Failed(Trouble),
}
