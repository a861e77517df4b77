//! Every screen there is, with what it needs to open.

use crate::domain::{
    batch::MeetingNo,
    id::{BatchId, CourseId, RegistrationId},
    receipt::Receipt,
    refusal::Trouble,
    role::Role,
};
use crate::ui::filter::Filter;
use zeroize::Zeroizing;

/// Where one can be. `Debug` shows the screen's name only: parameters may be personal.
#[derive(Clone)]
pub enum Route {
    /// Nobody is here (K0).
    Attract,
    /// The services (K1).
    Home,
    /// Who are you (K2); then to where they were going.
    SignIn {
        /// A number that was scanned on the way here.
        number: Option<Zeroizing<String>>,
        /// Where to go once signed in.
        then: Box<Route>,
    },
    /// First use: the activation code, then a PIN of one's own.
    Activate {
        /// The number as typed so far.
        number: Option<Zeroizing<String>>,
        /// Where to go once signed in.
        then: Box<Route>,
    },
    /// The catalogue (K3).
    Catalogue,
    /// The catalogue's filter (K3f); comes back with [`crate::ui::effect::Returned::Filter`].
    Filter(Box<Filter>),
    /// A course and its batches (K4).
    Course(CourseId),
    /// What will be registered (K5).
    Confirm {
        /// The course.
        course: CourseId,
        /// The batch.
        batch: BatchId,
    },
    /// The slip (K6), fresh from the registration.
    Ticket(Box<Receipt>),
    /// The slip of an older registration.
    TicketOf(RegistrationId),
    /// My trainings (K7).
    Trainings,
    /// Cancel a registration.
    Cancel {
        /// The registration.
        registration: RegistrationId,
        /// The training's title, to be named in the question.
        title: String,
    },
    /// A new PIN.
    ChangePin,
    /// The surveys that wait for this person.
    SurveyList,
    /// One question a screen (K8), going on with the draft where there is one.
    Survey(BatchId),
    /// The list of questions of the draft; comes back with [`crate::ui::effect::Returned::Item`].
    SurveyOutline(BatchId),
    /// The draft's answers are checked before they are sent (K9); `Returned::Item` to change one.
    SurveyReview(BatchId),
    /// Thanks (K9s).
    SurveyDone(BatchId),
    /// A facilitator's day (F1).
    Facilitator,
    /// Who came (F2).
    Attendance {
        /// The batch.
        batch: BatchId,
        /// The meeting; today's or the last before where `None`.
        meeting: Option<MeetingNo>,
    },
    /// The results of a survey (F3).
    Results(BatchId),
    /// The officer's choices (A1).
    Officer,
    /// People: activation codes, PINs.
    People,
    /// The officer's batches.
    Batches,
    /// One batch for the officer.
    BatchAdmin {
        /// The batch.
        batch: BatchId,
        /// The training's title.
        title: String,
    },
    /// Files in (A3).
    ImportFile,
    /// The exchange between offices at a glance (S1).
    Sync,
    /// Read a bundle.
    BundleIn,
    /// Write a bundle.
    BundleOut,
    /// What an officer should look at.
    Matters,
    /// The offices of the organisation.
    Nodes,
    /// Seats across offices.
    Seats,
    /// The date and time, to be confirmed.
    Clock,
    /// The health of the office's data.
    Health,
    /// Help over a screen; opened by the app, which knows the screen's keys.
    Help,
    /// Something of ours failed (E2).
    Trouble(Trouble),
    /// The store cannot be used (E3).
    OutOfService(Trouble),
    /// One plain message.
    Notice(Note),
}

/// What a notice says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Note {
    /// The service is not there at this kiosk yet.
    NotYet,
    /// The service is for staff.
    StaffOnly,
}

/// Who may open a screen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Access {
    /// Everybody.
    Public,
    /// Somebody who is signed in.
    Person,
    /// Somebody with this role.
    Staff(Role),
    /// Somebody with any role.
    AnyStaff,
}

impl Route {
    /// Who may open it: the app asks people to sign in first where needed.
    pub fn access(&self) -> Access {
        match self {
            Self::Attract
            | Self::Home
            | Self::SignIn { .. }
            | Self::Activate { .. }
            | Self::Catalogue
            | Self::Filter(_)
            | Self::Course(_)
            | Self::Help
            | Self::Trouble(_)
            | Self::OutOfService(_)
            | Self::Notice(_) => Access::Public,
            Self::Confirm { .. }
            | Self::Ticket(_)
            | Self::TicketOf(_)
            | Self::Trainings
            | Self::Cancel { .. }
            | Self::ChangePin
            | Self::SurveyList
            | Self::Survey(_)
            | Self::SurveyOutline(_)
            | Self::SurveyReview(_)
            | Self::SurveyDone(_) => Access::Person,
            Self::Facilitator | Self::Attendance { .. } | Self::Results(_) | Self::Health => Access::AnyStaff,
            Self::Officer
            | Self::People
            | Self::Batches
            | Self::BatchAdmin { .. }
            | Self::ImportFile
            | Self::Sync
            | Self::BundleIn
            | Self::BundleOut
            | Self::Matters
            | Self::Nodes
            | Self::Seats
            | Self::Clock => Access::Staff(Role::Officer),
        }
    }

    /// The name of the screen, for records that must hold nothing personal.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Attract => "Attract",
            Self::Home => "Home",
            Self::SignIn { .. } => "SignIn",
            Self::Activate { .. } => "Activate",
            Self::Catalogue => "Catalogue",
            Self::Filter(_) => "Filter",
            Self::Course(_) => "Course",
            Self::Confirm { .. } => "Confirm",
            Self::Ticket(_) => "Ticket",
            Self::TicketOf(_) => "TicketOf",
            Self::Trainings => "Trainings",
            Self::Cancel { .. } => "Cancel",
            Self::ChangePin => "ChangePin",
            Self::SurveyList => "SurveyList",
            Self::Survey(_) => "Survey",
            Self::SurveyOutline(_) => "SurveyOutline",
            Self::SurveyReview(_) => "SurveyReview",
            Self::SurveyDone(_) => "SurveyDone",
            Self::Facilitator => "Facilitator",
            Self::Attendance { .. } => "Attendance",
            Self::Results(_) => "Results",
            Self::Officer => "Officer",
            Self::People => "People",
            Self::Batches => "Batches",
            Self::BatchAdmin { .. } => "BatchAdmin",
            Self::ImportFile => "ImportFile",
            Self::Sync => "Sync",
            Self::BundleIn => "BundleIn",
            Self::BundleOut => "BundleOut",
            Self::Matters => "Matters",
            Self::Nodes => "Nodes",
            Self::Seats => "Seats",
            Self::Clock => "Clock",
            Self::Health => "Health",
            Self::Help => "Help",
            Self::Trouble(_) => "Trouble",
            Self::OutOfService(_) => "OutOfService",
            Self::Notice(_) => "Notice",
        }
    }
}

impl std::fmt::Debug for Route {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}
