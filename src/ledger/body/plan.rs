//! Operations of planning: courses and batches. Written by the hub only.

use minicbor::{Decode, Encode};

/// A training as the organiser describes it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct CourseSet {
    /// The code.
    #[n(0)]
    pub code: String,
    /// The title.
    #[n(1)]
    pub title: String,
    /// What it is about.
    #[n(2)]
    pub description: Option<String>,
    /// What participants can do afterwards.
    #[n(3)]
    pub outcomes: Vec<String>,
    /// [`crate::domain::course::Competence`].
    #[n(4)]
    pub competence: u8,
    /// The code in the managerial dictionary.
    #[n(5)]
    pub dictionary_code: Option<String>,
    /// The id of [`crate::domain::credit::Form`].
    #[n(6)]
    pub form: String,
    /// [`crate::domain::course::Mode`].
    #[n(7)]
    pub mode: u8,
    /// Days.
    #[n(8)]
    pub days: u16,
    /// Credit hours.
    #[n(9)]
    pub credit: u16,
    /// [`crate::domain::course::PartnerType`].
    #[n(10)]
    pub partner_type: u8,
    /// The partner.
    #[n(11)]
    pub partner: Option<String>,
    /// Seats a batch has where it does not say its own.
    #[n(12)]
    pub quota: u32,
    /// The least number of participants.
    #[n(13)]
    pub min_quota: Option<u32>,
    /// Rupiah a participant.
    #[n(14)]
    pub cost: u64,
    /// [`crate::domain::person::Employment`]; empty: everybody.
    #[n(15)]
    pub open_to: Vec<u8>,
    /// Units it is meant for; empty: all.
    #[n(16)]
    pub target_units: Vec<Name>,
    /// Courses to have completed before.
    #[n(17)]
    pub prerequisites: Vec<Name>,
    /// Words to be found by.
    #[n(18)]
    pub tags: Vec<String>,
}

/// The name of an entity: 16 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(transparent)]
pub struct Name(#[cbor(n(0), with = "minicbor::bytes")] pub [u8; 16]);

/// A batch as the organiser describes it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct BatchSet {
    /// The code.
    #[n(0)]
    pub code: String,
    /// The training.
    #[n(1)]
    pub course: Name,
    /// The parts: first day, last day (days since the year 1), [`crate::domain::course::Mode`].
    #[n(2)]
    pub phases: Vec<(i32, i32, u8)>,
    /// The place.
    #[n(3)]
    pub place: String,
    /// The room.
    #[n(4)]
    pub room: Option<String>,
    /// [`crate::domain::batch::Admission`].
    #[n(5)]
    pub admission: u8,
    /// Registration opens: milliseconds since 1970 UTC.
    #[n(6)]
    pub opens: Option<i64>,
    /// Registration closes.
    #[n(7)]
    pub closes: Option<i64>,
    /// Seats.
    #[n(8)]
    pub capacity: u32,
}

/// A batch goes to a stage.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct BatchStage {
    /// [`crate::domain::batch::Stage`].
    #[n(0)]
    pub stage: u8,
}

/// Who teaches: names are personal data and lie in the blob ([`StaffList`]).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct BatchStaff {
    /// How many.
    #[n(0)]
    pub count: u16,
}

/// The blob of [`BatchStaff`].
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct StaffList {
    /// Who teaches what.
    #[n(0)]
    pub members: Vec<StaffMember>,
}

/// One member of a [`StaffList`].
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct StaffMember {
    /// The person, where they have a number here.
    #[n(0)]
    pub person: Option<Name>,
    /// The name.
    #[n(1)]
    pub name: String,
    /// The subject.
    #[n(2)]
    pub subject: String,
    /// The number within the batch; its place in the list where it has none.
    #[n(3)]
    pub number: Option<u16>,
}
