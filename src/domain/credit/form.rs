//! The 22 forms of training and the rule each counts by.

use serde::{Deserialize, Serialize};

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

/// A form of training.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Form {
    /// Pelatihan struktural kepemimpinan.
    #[serde(rename = "pelatihan_struktural")]
    Structural,
    /// Pelatihan manajerial.
    #[serde(rename = "pelatihan_manajerial")]
    Managerial,
    /// Pelatihan teknis.
    #[serde(rename = "pelatihan_teknis")]
    Technical,
    /// Pelatihan fungsional.
    #[serde(rename = "pelatihan_fungsional")]
    Functional,
    /// Pelatihan sosial kultural.
    #[serde(rename = "pelatihan_sosiokultural")]
    Sociocultural,
    /// Seminar, konferensi, atau sarasehan.
    #[serde(rename = "seminar")]
    Seminar,
    /// Workshop atau lokakarya.
    #[serde(rename = "workshop")]
    Workshop,
    /// Kursus.
    #[serde(rename = "kursus")]
    Course,
    /// Penataran.
    #[serde(rename = "penataran")]
    Upgrading,
    /// Bimbingan teknis.
    #[serde(rename = "bimbingan_teknis")]
    TechnicalGuidance,
    /// Sosialisasi.
    #[serde(rename = "sosialisasi")]
    Socialisation,
    /// Coaching.
    #[serde(rename = "coaching")]
    Coaching,
    /// Mentoring.
    #[serde(rename = "mentoring")]
    Mentoring,
    /// E-learning.
    #[serde(rename = "e_learning")]
    ELearning,
    /// Pelatihan jarak jauh.
    #[serde(rename = "pelatihan_jarak_jauh")]
    DistanceLearning,
    /// Detasering (secondment).
    #[serde(rename = "detasering")]
    Secondment,
    /// Pembelajaran alam terbuka.
    #[serde(rename = "outbound")]
    Outbound,
    /// Patok banding (benchmarking).
    #[serde(rename = "patok_banding")]
    Benchmarking,
    /// Pertukaran PNS dengan pegawai swasta, BUMN, atau BUMD.
    #[serde(rename = "pertukaran")]
    Exchange,
    /// Belajar mandiri.
    #[serde(rename = "belajar_mandiri")]
    SelfStudy,
    /// Komunitas belajar.
    #[serde(rename = "komunitas_belajar")]
    LearningCommunity,
    /// Magang atau praktik kerja.
    #[serde(rename = "magang")]
    Internship,
}

/// A form's row in the table.
struct Row {
    form: Form,
    id: &'static str,
    code: &'static str,
    label: &'static str,
    path: Path,
    rule: Rule,
    international: International,
}

impl Form {
    /// All forms, in the order of the table.
    pub const ALL: [Self; 22] = [
        Self::Structural,
        Self::Managerial,
        Self::Technical,
        Self::Functional,
        Self::Sociocultural,
        Self::Seminar,
        Self::Workshop,
        Self::Course,
        Self::Upgrading,
        Self::TechnicalGuidance,
        Self::Socialisation,
        Self::Coaching,
        Self::Mentoring,
        Self::ELearning,
        Self::DistanceLearning,
        Self::Secondment,
        Self::Outbound,
        Self::Benchmarking,
        Self::Exchange,
        Self::SelfStudy,
        Self::LearningCommunity,
        Self::Internship,
    ];

    /// The form of a stable id such as `bimbingan_teknis`.
    pub fn from_id(id: &str) -> Option<Self> {
        TABLE.iter().find(|row| row.id == id).map(|row| row.form)
    }

    /// The form of a code of the conversion table, B1 to B11 and C1 to C11, as S20JP files carry it. A1 and A2 are
    /// degree study, which is no training and has no form here.
    pub fn from_code(code: &str) -> Option<Self> {
        TABLE
            .iter()
            .find(|row| row.code.eq_ignore_ascii_case(code))
            .map(|row| row.form)
    }

    /// The stable id.
    pub fn id(self) -> &'static str {
        self.row().id
    }

    /// The code in the conversion table.
    pub fn code(self) -> &'static str {
        self.row().code
    }

    /// The Indonesian name.
    pub fn label(self) -> &'static str {
        self.row().label
    }

    /// The path.
    pub fn path(self) -> Path {
        self.row().path
    }

    /// The rule it counts by.
    pub fn rule(self) -> Rule {
        self.row().rule
    }

    /// What an international programme counts for.
    pub fn international(self) -> International {
        self.row().international
    }

    fn row(self) -> &'static Row {
        // The table holds every form: a test walks over `ALL`. The first row stands in for the compiler.
        TABLE.iter().find(|row| row.form == self).unwrap_or(&FIRST)
    }
}

const FIRST: Row = row(
    Form::Structural,
    "pelatihan_struktural",
    "B1",
    "Pelatihan struktural kepemimpinan",
    Path::Klasikal,
    Rule::PerJp,
    International::Same,
);

/// The conversion table.
static TABLE: [Row; 22] = [
    FIRST,
    row(
        Form::Managerial,
        "pelatihan_manajerial",
        "B2",
        "Pelatihan manajerial",
        Path::Klasikal,
        Rule::PerJp,
        International::PlusPercent(20),
    ),
    row(
        Form::Technical,
        "pelatihan_teknis",
        "B3",
        "Pelatihan teknis",
        Path::Klasikal,
        Rule::PerJp,
        International::PlusPercent(20),
    ),
    row(
        Form::Functional,
        "pelatihan_fungsional",
        "B4",
        "Pelatihan fungsional",
        Path::Klasikal,
        Rule::PerJp,
        International::PlusPercent(20),
    ),
    row(
        Form::Sociocultural,
        "pelatihan_sosiokultural",
        "B5",
        "Pelatihan sosial kultural",
        Path::Klasikal,
        Rule::PerJp,
        International::PlusPercent(20),
    ),
    row(
        Form::Seminar,
        "seminar",
        "B6",
        "Seminar, konferensi, atau sarasehan",
        Path::Klasikal,
        Rule::PerDay { jp: 4 },
        International::Jp(6),
    ),
    row(
        Form::Workshop,
        "workshop",
        "B7",
        "Workshop atau lokakarya",
        Path::Klasikal,
        Rule::PerDay { jp: 5 },
        International::Jp(7),
    ),
    row(
        Form::Course,
        "kursus",
        "B8",
        "Kursus",
        Path::Klasikal,
        Rule::PerJp,
        International::PlusPercent(20),
    ),
    row(
        Form::Upgrading,
        "penataran",
        "B9",
        "Penataran",
        Path::Klasikal,
        Rule::PerJp,
        International::PlusPercent(20),
    ),
    row(
        Form::TechnicalGuidance,
        "bimbingan_teknis",
        "B10",
        "Bimbingan teknis",
        Path::Klasikal,
        Rule::PerJp,
        International::PlusPercent(20),
    ),
    row(
        Form::Socialisation,
        "sosialisasi",
        "B11",
        "Sosialisasi",
        Path::Klasikal,
        Rule::PerDay { jp: 4 },
        International::Jp(6),
    ),
    row(
        Form::Coaching,
        "coaching",
        "C1",
        "Coaching",
        Path::Nonklasikal,
        Rule::PerMeeting {
            jp: 2,
            max_per_month: 2,
        },
        International::Jp(4),
    ),
    row(
        Form::Mentoring,
        "mentoring",
        "C2",
        "Mentoring",
        Path::Nonklasikal,
        Rule::PerMeeting {
            jp: 2,
            max_per_month: 2,
        },
        International::Jp(4),
    ),
    row(
        Form::ELearning,
        "e_learning",
        "C3",
        "E-learning",
        Path::Nonklasikal,
        Rule::CapPerDay { jp: 3 },
        International::Jp(4),
    ),
    row(
        Form::DistanceLearning,
        "pelatihan_jarak_jauh",
        "C4",
        "Pelatihan jarak jauh",
        Path::Nonklasikal,
        Rule::PerJp,
        International::PlusPercent(20),
    ),
    row(
        Form::Secondment,
        "detasering",
        "C5",
        "Detasering (secondment)",
        Path::Nonklasikal,
        Rule::PerEvent { jp: 20 },
        International::Jp(24),
    ),
    row(
        Form::Outbound,
        "outbound",
        "C6",
        "Pembelajaran alam terbuka",
        Path::Nonklasikal,
        Rule::PerJp,
        International::PlusPercent(20),
    ),
    row(
        Form::Benchmarking,
        "patok_banding",
        "C7",
        "Patok banding (benchmarking)",
        Path::Nonklasikal,
        Rule::PerEvent { jp: 10 },
        International::Jp(20),
    ),
    row(
        Form::Exchange,
        "pertukaran",
        "C8",
        "Pertukaran PNS dengan pegawai swasta, BUMN, atau BUMD",
        Path::Nonklasikal,
        Rule::PerEvent { jp: 20 },
        International::Jp(24),
    ),
    row(
        Form::SelfStudy,
        "belajar_mandiri",
        "C9",
        "Belajar mandiri",
        Path::Nonklasikal,
        Rule::CapPerDay { jp: 2 },
        International::PlusPercent(20),
    ),
    row(
        Form::LearningCommunity,
        "komunitas_belajar",
        "C10",
        "Komunitas belajar",
        Path::Nonklasikal,
        Rule::CapPerDay { jp: 2 },
        International::PlusPercent(20),
    ),
    row(
        Form::Internship,
        "magang",
        "C11",
        "Magang atau praktik kerja",
        Path::Nonklasikal,
        Rule::PerEvent { jp: 20 },
        International::Jp(24),
    ),
];

const fn row(
    form: Form,
    id: &'static str,
    code: &'static str,
    label: &'static str,
    path: Path,
    rule: Rule,
    international: International,
) -> Row {
    Row {
        form,
        id,
        code,
        label,
        path,
        rule,
        international,
    }
}
