//! The domain's words as people read them: kinds, states, reasons.

use super::Lang;
use crate::domain::{
    batch::Admission,
    course::{Competence, Mode, PartnerType},
    credit::Form,
    number::BirthPart,
    registration::{CancelReason, State},
};

/// The kind of competence.
pub fn competence(lang: Lang, competence: Competence) -> &'static str {
    match (lang, competence) {
        (Lang::Id, Competence::Technical) => "teknis",
        (Lang::Id, Competence::Managerial) => "manajerial",
        (Lang::Id, Competence::Sociocultural) => "sosial kultural",
        (Lang::En, Competence::Technical) => "technical",
        (Lang::En, Competence::Managerial) => "managerial",
        (Lang::En, Competence::Sociocultural) => "sociocultural",
    }
}

/// How a training is held.
pub fn mode(lang: Lang, mode: Mode) -> &'static str {
    match (lang, mode) {
        (Lang::Id, Mode::FaceToFace) => "tatap muka",
        (Lang::Id, Mode::Online) => "daring",
        (Lang::Id, Mode::Blended) => "campuran",
        (_, Mode::Seminar) => "seminar",
        (Lang::Id, Mode::Workshop) => "lokakarya",
        (Lang::En, Mode::FaceToFace) => "in person",
        (Lang::En, Mode::Online) => "online",
        (Lang::En, Mode::Workshop) => "workshop",
        (Lang::En, Mode::Blended) => "blended",
    }
}

/// The kind of partner.
pub fn partner(lang: Lang, partner: PartnerType) -> &'static str {
    match (lang, partner) {
        (Lang::Id, PartnerType::University) => "perguruan tinggi",
        (Lang::Id, PartnerType::Profession) => "organisasi profesi",
        (Lang::Id, PartnerType::Private) => "swasta",
        (Lang::Id, PartnerType::Agency) => "instansi lain",
        (Lang::Id, PartnerType::Internal) => "pemerintah kota",
        (Lang::En, PartnerType::University) => "university",
        (Lang::En, PartnerType::Profession) => "professional body",
        (Lang::En, PartnerType::Private) => "private company",
        (Lang::En, PartnerType::Agency) => "another agency",
        (Lang::En, PartnerType::Internal) => "the city itself",
    }
}

/// The form of training; the law's names are Indonesian.
pub fn form(lang: Lang, form: Form) -> &'static str {
    if lang == Lang::Id {
        return form.label();
    }
    match form {
        Form::Structural => "Leadership training",
        Form::Managerial => "Managerial training",
        Form::Technical => "Technical training",
        Form::Functional => "Functional training",
        Form::Sociocultural => "Sociocultural training",
        Form::Seminar => "Seminar or conference",
        Form::Workshop => "Workshop",
        Form::Course => "Course",
        Form::Upgrading => "Upgrading course",
        Form::TechnicalGuidance => "Technical guidance",
        Form::Socialisation => "Briefing",
        Form::Coaching => "Coaching",
        Form::Mentoring => "Mentoring",
        Form::ELearning => "E-learning",
        Form::DistanceLearning => "Distance learning",
        Form::Secondment => "Secondment",
        Form::Outbound => "Outdoor learning",
        Form::Benchmarking => "Benchmarking",
        Form::Exchange => "Exchange of staff",
        Form::SelfStudy => "Self-study",
        Form::LearningCommunity => "Learning community",
        Form::Internship => "Internship",
    }
}

/// How people get a seat, in one word.
pub fn admission(lang: Lang, admission: Admission) -> &'static str {
    match (lang, admission) {
        (Lang::Id, Admission::Direct) => "langsung",
        (Lang::Id, Admission::Selection) => "seleksi",
        (Lang::En, Admission::Direct) => "direct",
        (Lang::En, Admission::Selection) => "selection",
    }
}

/// Where a registration stands, in one or two words.
pub fn state(lang: Lang, state: State) -> &'static str {
    match (lang, state) {
        (Lang::Id, State::Recorded) => "menunggu seleksi",
        (Lang::Id, State::Waiting) => "daftar tunggu",
        (Lang::Id, State::Confirmed) => "terdaftar",
        (Lang::Id, State::Cancelled) => "dibatalkan",
        (Lang::Id, State::Replaced) => "digantikan",
        (Lang::Id, State::Attended) => "hadir",
        (Lang::Id, State::Absent) => "tidak hadir",
        (Lang::Id, State::Completed) => "selesai",
        (Lang::Id, State::NotCompleted) => "tidak selesai",
        (Lang::En, State::Recorded) => "for selection",
        (Lang::En, State::Waiting) => "waiting list",
        (Lang::En, State::Confirmed) => "registered",
        (Lang::En, State::Cancelled) => "cancelled",
        (Lang::En, State::Replaced) => "replaced",
        (Lang::En, State::Attended) => "attended",
        (Lang::En, State::Absent) => "absent",
        (Lang::En, State::Completed) => "completed",
        (Lang::En, State::NotCompleted) => "not completed",
    }
}

/// Why a registration is cancelled.
pub fn cancel_reason(lang: Lang, reason: CancelReason) -> &'static str {
    match (lang, reason) {
        (Lang::Id, CancelReason::Duty) => "Tugas yang tidak dapat ditinggal",
        (Lang::Id, CancelReason::Illness) => "Sakit, atau keluarga sakit",
        (Lang::Id, CancelReason::Clash) => "Bentrok dengan pelatihan lain",
        (Lang::Id, CancelReason::Mistake) => "Keliru memilih",
        (Lang::Id, CancelReason::Superior) => "Atasan belum menyetujui",
        (Lang::Id, CancelReason::Other) => "Alasan lain",
        (Lang::Id, CancelReason::Organiser) => "Diputuskan penyelenggara",
        (Lang::En, CancelReason::Duty) => "Duties that cannot be moved",
        (Lang::En, CancelReason::Illness) => "Illness, mine or at home",
        (Lang::En, CancelReason::Clash) => "Clashes with another training",
        (Lang::En, CancelReason::Mistake) => "Chosen by mistake",
        (Lang::En, CancelReason::Superior) => "My superior does not agree",
        (Lang::En, CancelReason::Other) => "Another reason",
        (Lang::En, CancelReason::Organiser) => "Decided by the organiser",
    }
}

/// A part of a birth date.
pub fn birth_part(lang: Lang, part: BirthPart) -> &'static str {
    match (lang, part) {
        (Lang::Id, BirthPart::Year) => "Tahun",
        (Lang::Id, BirthPart::Month) => "Bulan",
        (Lang::Id, BirthPart::Day) => "Tanggal",
        (Lang::En, BirthPart::Year) => "year",
        (Lang::En, BirthPart::Month) => "month",
        (Lang::En, BirthPart::Day) => "day",
    }
}
