//! The shapes of JSON, as `docs/json.md` tells them. A field is added, never renamed or taken away.
//!
//! Words are those of the files (`State::id` and so on), days are `2026-11-23`, moments are RFC 3339 in WIB, a slip's
//! code is its eight characters without a hyphen, everywhere.

use super::{code::Code, failure::Failure};
use crate::{
    domain::{
        batch::Phase,
        code::Code as SlipCode,
        concern::{Concern, Severity, Weighed},
        day::{Day, Moment, wib},
        receipt::{Change, ChangeKind, Promise},
        refusal::{BundleFault, Halt, MediumFault, Refusal},
    },
    i18n::{Lang, refusal as words},
    service::Denied,
};
use serde::Serialize;

/// A slip's code.
pub(super) fn code(code: SlipCode) -> String {
    code.plain()
}

/// A day.
pub(super) fn day(day: Day) -> String {
    day.date().format("%Y-%m-%d").to_string()
}

/// A moment.
pub(super) fn moment(moment: Moment) -> String {
    moment
        .local(wib())
        .format("%Y-%m-%dT%H:%M:%S%.3f+07:00")
        .to_string()
}

/// A part of a batch.
#[derive(Debug, Serialize)]
pub(super) struct PhaseShape {
    from: String,
    to: String,
    mode: &'static str,
}

/// The parts of a batch.
pub(super) fn phases(phases: &[Phase]) -> Vec<PhaseShape> {
    let shape = |phase: &Phase| PhaseShape {
        from: day(phase.from),
        to: day(phase.to),
        mode: phase.mode.id(),
    };
    phases.iter().map(shape).collect()
}

/// What was promised: the word, the seat's number, the place on the waiting list.
pub(super) const fn promise(promise: Promise) -> (&'static str, Option<u32>, Option<u32>) {
    match promise {
        Promise::Seat(seat) => ("seat", Some(seat.0), None),
        Promise::Waiting { place } => ("waiting", None, Some(place)),
        Promise::Wish => ("wish", None, None),
    }
}

/// Something that speaks against a registration.
#[derive(Debug, Serialize)]
pub(super) struct ConcernShape {
    concern: &'static str,
    severity: &'static str,
    message: String,
}

fn concerns(list: &[Weighed], lang: Lang) -> Vec<ConcernShape> {
    let shape = |weighed: &Weighed| ConcernShape {
        concern: concern(&weighed.concern),
        severity: match weighed.severity {
            Severity::Warning => "warning",
            Severity::Refusal => "refusal",
        },
        message: words::concern(lang, &weighed.concern),
    };
    list.iter().map(shape).collect()
}

const fn concern(concern: &Concern) -> &'static str {
    match concern {
        Concern::AlreadyRegistered => "already_registered",
        Concern::AlreadyCompleted { .. } => "already_completed",
        Concern::Clash { .. } => "clash",
        Concern::MissingPrerequisite { .. } => "missing_prerequisite",
        Concern::NotOpenTo { .. } => "not_open_to",
        Concern::OtherUnits => "other_units",
        Concern::ContractEnds { .. } => "contract_ends",
        Concern::BeyondCap { .. } => "beyond_cap",
        Concern::NotOpenYet { .. } => "not_open_yet",
        Concern::Closed => "closed",
        Concern::BatchCancelled => "batch_cancelled",
    }
}

/// The word of a refusal.
pub(super) const fn refusal(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::Credentials { .. } => "credentials",
        Refusal::Pause { .. } => "pause",
        Refusal::Number(fault) => fault.id(),
        Refusal::WeakPin => "weak_pin",
        Refusal::NotAllowed => "not_allowed",
        Refusal::Concerns(_) => "concerns",
        Refusal::Warnings(_) => "warnings",
        Refusal::NoSeat => "no_seat",
        Refusal::NotFound => "not_found",
        Refusal::WrongState => "wrong_state",
        Refusal::AlreadyAnswered => "already_answered",
        Refusal::SurveyClosed => "survey_closed",
        Refusal::SurveyElsewhere { .. } => "survey_elsewhere",
        Refusal::SurveyIncomplete => "survey_incomplete",
        Refusal::ClockUntrusted => "clock_untrusted",
        Refusal::DiskFull => "disk_full",
        Refusal::Frozen => "frozen",
        Refusal::Standing(halt) => match halt {
            Halt::Older => "older_copy",
            Halt::OtherMachine => "other_machine",
            Halt::Closed => "closed",
        },
        Refusal::Behind => "behind",
        Refusal::CentreOnly => "centre_only",
        Refusal::UnknownNode => "unknown_node",
        Refusal::NoOrganisation => "no_organisation",
        Refusal::NobodyElse => "nobody_else",
        Refusal::Handover => "handover",
        Refusal::OtherFingerprint => "other_fingerprint",
        Refusal::Medium(fault) => match fault {
            MediumFault::Pulled => "medium_pulled",
            MediumFault::Full { .. } => "medium_full",
            MediumFault::ReadOnly => "medium_read_only",
            MediumFault::Mismatch => "medium_mismatch",
            MediumFault::Exists => "medium_exists",
            MediumFault::NotFound => "medium_not_found",
            MediumFault::NotAFolder => "medium_not_a_folder",
        },
        Refusal::Bundle(fault) => match fault {
            BundleFault::NotOne => "bundle_not_one",
            BundleFault::Damaged => "bundle_damaged",
            BundleFault::ForOthers => "bundle_for_others",
            BundleFault::UnknownOffice => "bundle_unknown_office",
            BundleFault::TooNew => "bundle_too_new",
            BundleFault::TooLarge => "bundle_too_large",
        },
    }
}

/// A failure: `{"error": {...}}`.
#[derive(Debug, Serialize)]
pub(super) struct Error {
    error: Told,
}

#[derive(Debug, Serialize)]
struct Told {
    kind: &'static str,
    exit: u8,
    reason: &'static str,
    message: String,
    concerns: Vec<ConcernShape>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
}

impl Error {
    /// The object of a failure; `line` is that of a file of registrations.
    pub(super) fn of(failure: &Failure, lang: Lang, line: Option<u64>) -> Self {
        let code: Code = failure.code();
        let list = match failure {
            Failure::Denied(denied) => match &**denied {
                Denied::Refused(Refusal::Concerns(list) | Refusal::Warnings(list)) => list.as_slice(),
                _ => &[],
            },
            _ => &[],
        };
        Self {
            error: Told {
                kind: code.id(),
                exit: code.number(),
                reason: failure.reason(),
                message: failure.sentence(lang),
                concerns: concerns(list, lang),
                line,
            },
        }
    }
}

/// Why a registration stands otherwise than its person left it.
#[derive(Debug, Serialize)]
pub(super) struct ChangeShape {
    kind: &'static str,
    cause: Option<&'static str>,
    seats: u32,
    office: String,
    bundle: Option<String>,
}

impl ChangeShape {
    pub(super) fn of(change: &Change) -> Self {
        Self {
            kind: change.kind.id(),
            cause: (change.kind == ChangeKind::Promoted).then(|| change.cause.id()),
            seats: change.seats,
            office: change.office.clone(),
            bundle: change.bundle.clone(),
        }
    }
}
