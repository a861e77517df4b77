//! What several commands ask of an office.

use super::{bar::Watch, failure::Failure};
use crate::{
    domain::id::{BatchId, PersonId},
    service::{Answer, Office, sign_in::system_clock},
    store::pulse::Pulse,
};
use std::path::Path;

/// Opens the office in a folder; where its view is made anew, a bar shows how far that is.
pub(super) fn open(data: &Path) -> Result<Office, Failure> {
    Ok(open_watched(data)?)
}

/// [`open`], with the reason as it is.
pub(super) fn open_watched(data: &Path) -> Answer<Office> {
    let pulse = Pulse::default();
    let _watch = Watch::on(&pulse);
    Office::open_told(data, system_clock(), &pulse)
}

/// The person of a number as people write it.
pub(super) fn person(office: &Office, written: &str) -> Result<PersonId, Failure> {
    office.person_by_number(written)?.ok_or(Failure::NoPerson)
}

/// The batch of a code; case and outer spaces do not matter.
pub(super) fn batch(office: &mut Office, code: &str) -> Result<BatchId, Failure> {
    let id = BatchId::of_code(code);
    if office.book_mut().heads().contains_key(&id) {
        Ok(id)
    } else {
        Err(Failure::NoBatch(code.chars().take(40).collect()))
    }
}
