//! Words of which a cell must have one, in the spellings that are in use.

use super::checked;
use crate::{
    domain::{
        batch::Admission,
        course::{Competence, Mode, PartnerType},
        credit::Form,
        person::Employment,
        registration::State,
        role::Role,
        unit::Link,
    },
    intake::{
        fault::{Rule, Words},
        table::Cell,
    },
};

/// The member whose spellings have the cell's word. Spellings are lower case without spaces or signs, and so is the
/// cell for the comparison.
fn one_of<T: Copy>(cell: Cell<'_>, words: Words, table: &[(T, &[&str])]) -> Result<T, Rule> {
    checked(cell, |raw| {
        let found = table
            .iter()
            .find(|(_, spellings)| spellings.iter().any(|spelling| is(raw, spelling)));
        found.map(|(member, _)| *member).ok_or(Rule::Word(words))
    })
}

/// Whether a text is a spelling when its case and everything but letters and digits are taken off.
fn is(raw: &str, spelling: &str) -> bool {
    let mut letters = raw
        .bytes()
        .filter(u8::is_ascii_alphanumeric)
        .map(|byte| byte.to_ascii_lowercase());
    spelling.bytes().all(|byte| letters.next() == Some(byte)) && letters.next().is_none() && raw.is_ascii()
}

/// How somebody is employed.
///
/// # Errors
/// [`Rule::Word`].
pub fn employment(cell: Cell<'_>) -> Result<Employment, Rule> {
    one_of(
        cell,
        Words::Employment,
        &[
            (Employment::Pns, &["pns", "pegawainegerisipil"]),
            (Employment::Cpns, &["cpns", "calonpns", "calonpegawainegerisipil"]),
            (
                Employment::PppkPartTime,
                &["pppkparuhwaktu", "pppkpw", "p3kparuhwaktu", "p3kpw", "paruhwaktu"],
            ),
            (
                Employment::Pppk,
                &[
                    "pppk",
                    "p3k",
                    "pppkpenuhwaktu",
                    "pegawaipemerintahdenganperjanjiankerja",
                ],
            ),
            (
                Employment::NonAsn,
                &[
                    "nonasn",
                    "honorer",
                    "honor",
                    "thl",
                    "tenagaharianlepas",
                    "ptt",
                    "tks",
                    "nonpns",
                ],
            ),
        ],
    )
}

/// How a training is held. `klasikal` is in a room, `jarak jauh` is over the network.
///
/// # Errors
/// [`Rule::Word`].
pub fn mode(cell: Cell<'_>) -> Result<Mode, Rule> {
    one_of(
        cell,
        Words::Mode,
        &[
            (
                Mode::FaceToFace,
                &[
                    "tatapmuka",
                    "klasikal",
                    "luring",
                    "offline",
                    "facetoface",
                    "kelas",
                ],
            ),
            (Mode::Seminar, &["seminar", "webinar"]),
            (
                Mode::Online,
                &["daring", "online", "jarakjauh", "elearning", "pjj", "virtual"],
            ),
            (Mode::Workshop, &["workshop", "lokakarya"]),
            (
                Mode::Blended,
                &["blended", "campuran", "blendedlearning", "hybrid", "hibrida"],
            ),
        ],
    )
}

/// The kind of competence. Basic and functional trainings are technical ones.
///
/// # Errors
/// [`Rule::Word`].
pub fn competence(cell: Cell<'_>) -> Result<Competence, Rule> {
    one_of(
        cell,
        Words::Competence,
        &[
            (
                Competence::Technical,
                &["teknis", "technical", "dasar", "fungsional", "kompetensiteknis"],
            ),
            (
                Competence::Managerial,
                &[
                    "manajerial",
                    "managerial",
                    "struktural",
                    "kepemimpinan",
                    "kompetensimanajerial",
                ],
            ),
            (
                Competence::Sociocultural,
                &[
                    "sosiokultural",
                    "sosialkultural",
                    "sosialkulturaldanbudaya",
                    "sociocultural",
                    "kompetensisosialkultural",
                ],
            ),
        ],
    )
}

/// The form of training: its id, its label, or its code in the conversion table (B1 to C11).
///
/// # Errors
/// [`Rule::Study`] for degree study (A1, A2), [`Rule::Word`] for anything else.
pub fn form(cell: Cell<'_>) -> Result<Form, Rule> {
    checked(cell, |raw| {
        if raw.eq_ignore_ascii_case("A1") || raw.eq_ignore_ascii_case("A2") {
            return Err(Rule::Study);
        }
        let more: &[(Form, &[&str])] = &[
            (Form::Seminar, &["konferensi", "sarasehan"]),
            (Form::Workshop, &["lokakarya"]),
            (Form::TechnicalGuidance, &["bimtek"]),
            (Form::DistanceLearning, &["pjj", "jarakjauh"]),
            (Form::Internship, &["praktikkerja"]),
            (Form::Benchmarking, &["benchmarking", "studibanding"]),
            (Form::LearningCommunity, &["cop", "networking"]),
            (Form::Structural, &["struktural", "diklatstruktural"]),
            (Form::Functional, &["fungsional", "diklatfungsional"]),
            (Form::Technical, &["teknis", "diklatteknis"]),
            (Form::Managerial, &["manajerial"]),
            (Form::Sociocultural, &["sosialkultural", "sosiokultural"]),
        ];
        let by_name = || {
            let same = |name: &str| key(name) == key(raw);
            Form::ALL
                .iter()
                .copied()
                .find(|form| same(form.id()) || same(form.label()))
        };
        Form::from_code(raw)
            .or_else(by_name)
            .or_else(|| {
                more.iter()
                    .find(|(_, words)| words.iter().any(|word| is(raw, word)))
                    .map(|(form, _)| *form)
            })
            .ok_or(Rule::Word(Words::Form))
    })
}

fn key(text: &str) -> String {
    text.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// The form of a kind of training in SIASN (`jenisDiklatId`, 1 to 10; higher ids were not seen).
pub const fn form_of_siasn(id: u64) -> Option<Form> {
    Some(match id {
        1 => Form::Structural,
        2 => Form::Functional,
        3 => Form::Technical,
        4 => Form::Workshop,
        5 => Form::Managerial,
        6 => Form::Sociocultural,
        7 => Form::Socialisation,
        8 => Form::TechnicalGuidance,
        9 => Form::Seminar,
        10 => Form::Internship,
        _ => return None,
    })
}

/// The form that a training most likely has where a catalogue gives none.
pub const fn form_of_mode(mode: Mode, competence: Competence) -> Form {
    match (mode, competence) {
        (Mode::Seminar, _) => Form::Seminar,
        (Mode::Workshop, _) => Form::Workshop,
        (Mode::Online, _) => Form::DistanceLearning,
        (_, Competence::Technical) => Form::Technical,
        (_, Competence::Managerial) => Form::Managerial,
        (_, Competence::Sociocultural) => Form::Sociocultural,
    }
}

/// What kind of partner holds a training.
///
/// # Errors
/// [`Rule::Word`].
pub fn partner_type(cell: Cell<'_>) -> Result<PartnerType, Rule> {
    one_of(
        cell,
        Words::PartnerType,
        &[
            (
                PartnerType::University,
                &["perguruantinggi", "universitas", "university", "politeknik"],
            ),
            (
                PartnerType::Profession,
                &["organisasiprofesi", "profesi", "asosiasi"],
            ),
            (PartnerType::Private, &["swasta", "private"]),
            (
                PartnerType::Agency,
                &["instansi", "instansipemerintah", "pemerintah", "agency"],
            ),
            (PartnerType::Internal, &["internal", "sendiri", "inhouse"]),
        ],
    )
}

/// How an office is connected.
///
/// # Errors
/// [`Rule::Word`].
pub fn link(cell: Cell<'_>) -> Result<Link, Rule> {
    one_of(
        cell,
        Words::Link,
        &[
            (Link::Online, &["daring", "online", "baik"]),
            (Link::Limited, &["terbatas", "limited", "seluler"]),
            (Link::Offline, &["luring", "offline", "tidakada"]),
        ],
    )
}

/// How people get a seat.
///
/// # Errors
/// [`Rule::Word`].
pub fn admission(cell: Cell<'_>) -> Result<Admission, Rule> {
    one_of(
        cell,
        Words::Admission,
        &[
            (Admission::Direct, &["langsung", "direct", "terbuka"]),
            (Admission::Selection, &["seleksi", "selection", "penetapan"]),
        ],
    )
}

/// Where a registration stands. The states of the full process that one office does not keep apart are taken for the
/// nearest one: consent pending is a wish, a letter of assignment is a seat, a refusal is an end.
///
/// # Errors
/// [`Rule::Word`].
pub fn status(cell: Cell<'_>) -> Result<State, Rule> {
    one_of(
        cell,
        Words::Status,
        &[
            (State::Attended, &["attended", "hadir", "mengikuti"]),
            (
                State::Absent,
                &["absent", "tidakhadir", "tanpaketerangan", "alpa"],
            ),
            (
                State::Confirmed,
                &["confirmed", "diterima", "dikonfirmasi", "bertugas"],
            ),
            (
                State::Cancelled,
                &[
                    "cancelled",
                    "canceled",
                    "batal",
                    "dibatalkan",
                    "batalpeserta",
                    "ditolak",
                    "ditolakatasan",
                    "ditolakpenyelenggara",
                ],
            ),
            (
                State::Waiting,
                &[
                    "waitlisted",
                    "waitlist",
                    "cadangan",
                    "daftartunggu",
                    "antre",
                    "menunggu",
                ],
            ),
            (
                State::Recorded,
                &[
                    "registered",
                    "terdaftar",
                    "tercatat",
                    "diajukan",
                    "disetujuiatasan",
                ],
            ),
            (
                State::Completed,
                &["completed", "lulus", "selesai", "bersertifikat", "passed"],
            ),
            (
                State::NotCompleted,
                &["tidaklulus", "notcompleted", "failed", "mengundurkandiri"],
            ),
            (State::Replaced, &["replaced", "diganti", "digantikan"]),
        ],
    )
}

/// What somebody may do.
///
/// # Errors
/// [`Rule::Word`].
pub fn role(cell: Cell<'_>) -> Result<Role, Rule> {
    one_of(
        cell,
        Words::Role,
        &[
            (
                Role::Facilitator,
                &[
                    "fasilitator",
                    "facilitator",
                    "pengajar",
                    "widyaiswara",
                    "narasumber",
                ],
            ),
            (
                Role::Officer,
                &["petugas", "officer", "admin", "penyelenggara", "panitia"],
            ),
        ],
    )
}
