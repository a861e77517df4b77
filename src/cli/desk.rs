//! What several commands ask of an office.

use super::failure::Failure;
use crate::{
    domain::id::{BatchId, PersonId},
    service::{Office, sign_in::system_clock},
};
use std::path::Path;

/// Opens the office in a folder.
pub(super) fn open(data: &Path) -> Result<Office, Failure> {
    Ok(Office::open(data, system_clock())?)
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
