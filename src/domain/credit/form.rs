//! The 22 forms of training and the rule each counts by.

use crate::domain::word::words;

/// How a form turns what was held into credit hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// As many as were taught.
    PerJp,
    /// So many for each day, however long it was.
    PerDay {
        /// Credit hours a day.
        jp: u16,
    },
    /// So many for each meeting, for a number of meetings in a month at most.
    PerMeeting {
        /// Credit hours a meeting.
        jp: u16,
        /// Meetings that count in one calendar month.
        max_per_month: u16,
    },
    /// So many for the whole, once.
    PerEvent {
        /// Credit hours in all.
        jp: u16,
    },
    /// As many as were taught, up to so many a day.
    CapPerDay {
        /// Most credit hours a day.
        jp: u16,
    },
}

/// What an international programme counts for instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum International {
    /// The same: the table has no entry.
    Same,
    /// This many in the place of the rule's number.
    Jp(u16),
    /// This many percent more.
    PlusPercent(u16),
}

/// The path a form belongs to (Perlan 10/2018).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Path {
    /// In a class, with a teacher.
    Klasikal,
    /// At work or on one's own.
    Nonklasikal,
}

impl Path {
    /// The stable id, which is also the Indonesian word.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Klasikal => "klasikal",
            Self::Nonklasikal => "nonklasikal",
        }
    }
}

words! {
    /// A form of training.
    Form {
        /// Pelatihan struktural kepemimpinan.
        Structural = 1, "pelatihan_struktural";
        /// Pelatihan manajerial.
        Managerial = 2, "pelatihan_manajerial";
        /// Pelatihan teknis.
        Technical = 3, "pelatihan_teknis";
        /// Pelatihan fungsional.
        Functional = 4, "pelatihan_fungsional";
        /// Pelatihan sosial kultural.
        Sociocultural = 5, "pelatihan_sosiokultural";
        /// Seminar, konferensi, atau sarasehan.
        Seminar = 6, "seminar";
        /// Workshop atau lokakarya.
        Workshop = 7, "workshop";
        /// Kursus.
        Course = 8, "kursus";
        /// Penataran.
        Upgrading = 9, "penataran";
        /// Bimbingan teknis.
        TechnicalGuidance = 10, "bimbingan_teknis";
        /// Sosialisasi.
        Socialisation = 11, "sosialisasi";
        /// Coaching.
        Coaching = 12, "coaching";
        /// Mentoring.
        Mentoring = 13, "mentoring";
        /// E-learning.
        ELearning = 14, "e_learning";
        /// Pelatihan jarak jauh.
        DistanceLearning = 15, "pelatihan_jarak_jauh";
        /// Detasering (secondment).
        Secondment = 16, "detasering";
        /// Pembelajaran alam terbuka.
        Outbound = 17, "outbound";
        /// Patok banding (benchmarking).
        Benchmarking = 18, "patok_banding";
        /// Pertukaran PNS dengan pegawai swasta, BUMN, atau BUMD.
        Exchange = 19, "pertukaran";
        /// Belajar mandiri.
        SelfStudy = 20, "belajar_mandiri";
        /// Komunitas belajar.
        LearningCommunity = 21, "komunitas_belajar";
        /// Magang atau praktik kerja.
        Internship = 22, "magang";
    }
}

impl Form {
    /// The form of a code of the conversion table, B1 to B11 and C1 to C11, as S20JP files carry it. A1 and A2 are
    /// degree study, which is no training and has no form here.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|form| form.code().eq_ignore_ascii_case(code))
    }

    /// The code in the conversion table.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Structural => "B1",
            Self::Managerial => "B2",
            Self::Technical => "B3",
            Self::Functional => "B4",
            Self::Sociocultural => "B5",
            Self::Seminar => "B6",
            Self::Workshop => "B7",
            Self::Course => "B8",
            Self::Upgrading => "B9",
            Self::TechnicalGuidance => "B10",
            Self::Socialisation => "B11",
            Self::Coaching => "C1",
            Self::Mentoring => "C2",
            Self::ELearning => "C3",
            Self::DistanceLearning => "C4",
            Self::Secondment => "C5",
            Self::Outbound => "C6",
            Self::Benchmarking => "C7",
            Self::Exchange => "C8",
            Self::SelfStudy => "C9",
            Self::LearningCommunity => "C10",
            Self::Internship => "C11",
        }
    }

    /// The Indonesian name.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Structural => "Pelatihan struktural kepemimpinan",
            Self::Managerial => "Pelatihan manajerial",
            Self::Technical => "Pelatihan teknis",
            Self::Functional => "Pelatihan fungsional",
            Self::Sociocultural => "Pelatihan sosial kultural",
            Self::Seminar => "Seminar, konferensi, atau sarasehan",
            Self::Workshop => "Workshop atau lokakarya",
            Self::Course => "Kursus",
            Self::Upgrading => "Penataran",
            Self::TechnicalGuidance => "Bimbingan teknis",
            Self::Socialisation => "Sosialisasi",
            Self::Coaching => "Coaching",
            Self::Mentoring => "Mentoring",
            Self::ELearning => "E-learning",
            Self::DistanceLearning => "Pelatihan jarak jauh",
            Self::Secondment => "Detasering (secondment)",
            Self::Outbound => "Pembelajaran alam terbuka",
            Self::Benchmarking => "Patok banding (benchmarking)",
            Self::Exchange => "Pertukaran PNS dengan pegawai swasta, BUMN, atau BUMD",
            Self::SelfStudy => "Belajar mandiri",
            Self::LearningCommunity => "Komunitas belajar",
            Self::Internship => "Magang atau praktik kerja",
        }
    }

    /// The path.
    pub const fn path(self) -> Path {
        match self {
            Self::Structural
            | Self::Managerial
            | Self::Technical
            | Self::Functional
            | Self::Sociocultural
            | Self::Seminar
            | Self::Workshop
            | Self::Course
            | Self::Upgrading
            | Self::TechnicalGuidance
            | Self::Socialisation => Path::Klasikal,
            Self::Coaching
            | Self::Mentoring
            | Self::ELearning
            | Self::DistanceLearning
            | Self::Secondment
            | Self::Outbound
            | Self::Benchmarking
            | Self::Exchange
            | Self::SelfStudy
            | Self::LearningCommunity
            | Self::Internship => Path::Nonklasikal,
        }
    }

    /// The rule it counts by.
    pub const fn rule(self) -> Rule {
        match self {
            Self::Seminar | Self::Socialisation => Rule::PerDay { jp: 4 },
            Self::Workshop => Rule::PerDay { jp: 5 },
            Self::Coaching | Self::Mentoring => Rule::PerMeeting {
                jp: 2,
                max_per_month: 2,
            },
            Self::ELearning => Rule::CapPerDay { jp: 3 },
            Self::Secondment | Self::Exchange | Self::Internship => Rule::PerEvent { jp: 20 },
            Self::Benchmarking => Rule::PerEvent { jp: 10 },
            Self::SelfStudy | Self::LearningCommunity => Rule::CapPerDay { jp: 2 },
            Self::Structural
            | Self::Managerial
            | Self::Technical
            | Self::Functional
            | Self::Sociocultural
            | Self::Course
            | Self::Upgrading
            | Self::TechnicalGuidance
            | Self::DistanceLearning
            | Self::Outbound => Rule::PerJp,
        }
    }

    /// What an international programme counts for.
    pub const fn international(self) -> International {
        match self {
            Self::Managerial
            | Self::Technical
            | Self::Functional
            | Self::Sociocultural
            | Self::Course
            | Self::Upgrading
            | Self::TechnicalGuidance
            | Self::DistanceLearning
            | Self::Outbound
            | Self::SelfStudy
            | Self::LearningCommunity => International::PlusPercent(20),
            Self::Seminar | Self::Socialisation => International::Jp(6),
            Self::Workshop => International::Jp(7),
            Self::Coaching | Self::Mentoring | Self::ELearning => International::Jp(4),
            Self::Secondment | Self::Exchange | Self::Internship => International::Jp(24),
            Self::Benchmarking => International::Jp(20),
            Self::Structural => International::Same,
        }
    }
}
