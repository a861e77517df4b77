//! Data to show the public screens with: a city's catalogue, a slip, somebody's year.

use crate::domain::{
    batch::{Admission, Phase, Stage, TicketNo, Window},
    code::Code,
    course::{Competence, Mode, PartnerType},
    credit::Form,
    day::{Day, Moment, wib},
    id::{BatchId, CourseId, RegistrationId},
    person::Employment,
    receipt::{Cause, Change, ChangeKind, Promise, Receipt},
    registration::State,
};
use crate::state::card::{BatchCard, Catalogue, CourseCard, SurveyMark, TrainingLine, Trainings};
use crate::ui::testing::session;
use chrono::NaiveDate;
use std::sync::Arc;

/// A day; the first of the calendar where there is no such day.
pub fn day(year: i32, month: u32, day: u32) -> Day {
    Day::of(year, month, day).unwrap_or(Day(1))
}

/// A moment in Western Indonesian Time.
pub fn moment(year: i32, month: u32, day: u32, hour: u32, minute: u32) -> Moment {
    let local = NaiveDate::from_ymd_opt(year, month, day).and_then(|day| day.and_hms_opt(hour, minute, 0));
    Moment::of_local(local.unwrap_or_default(), wib())
}

/// A batch of three days that is open, with so many free seats of 30.
pub fn batch(code: &str, place: &str, from: Day, free: u32) -> BatchCard {
    BatchCard {
        id: BatchId::of_code(code),
        code: code.into(),
        phases: vec![Phase {
            from,
            to: from.plus(2),
            mode: Mode::FaceToFace,
        }],
        place: place.into(),
        room: Some("R. Anggrek".into()),
        admission: Admission::Direct,
        window: Window::default(),
        stage: Stage::Open,
        capacity: 30,
        free,
        waiting: 0,
        facilitators: vec![("Budi Santoso, S.E., M.Si.".into(), "Kerangka kinerja".into())],
    }
}

/// A course of 20 credit hours.
pub fn course(code: &str, title: &str, tags: &[&str], batches: Vec<BatchCard>) -> CourseCard {
    CourseCard {
        id: CourseId::of_code(code),
        code: code.into(),
        title: title.into(),
        description: "Kerangka kinerja, indikator, standar biaya, rencana kerja dan anggaran, serta praktik \
                      menyusun dokumen anggaran unit kerja."
            .into(),
        outcomes: vec![
            "Menyusun indikator kinerja yang dapat diukur".into(),
            "Menghitung kebutuhan biaya menurut standar biaya masukan".into(),
            "Menyusun RKA unit kerja".into(),
        ],
        competence: Competence::Technical,
        form: Form::Technical,
        mode: Mode::FaceToFace,
        days: 3,
        credit: 20,
        partner_type: PartnerType::University,
        partner: "Universitas Selaras Nusantara".into(),
        cost: 1_350_000,
        open_to: vec![Employment::Pns, Employment::Pppk],
        target_units: Vec::new(),
        prerequisites: vec!["Dasar-Dasar Penganggaran".into()],
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        batches,
    }
}

/// The course that most samples are about.
pub const COURSE: &str = "PAK-01";
/// Its first batch.
pub const BATCH: &str = "PAK-01/2026-1";

/// A city's catalogue: twelve courses with batches open, full, later, closed, by selection and none.
pub fn catalogue() -> Arc<Catalogue> {
    let full = BatchCard {
        waiting: 4,
        ..batch("PAK-01/2026-3", "Jakarta", day(2026, 12, 14), 0)
    };
    let selected = BatchCard {
        admission: Admission::Selection,
        ..batch("PAK-01/2027-1", "Makassar", day(2027, 1, 11), 30)
    };
    let later = BatchCard {
        window: Window {
            opens: Some(moment(2026, 12, 1, 8, 0)),
            closes: None,
        },
        ..batch("PAK-01/2027-2", "Semarang", day(2027, 2, 1), 30)
    };
    let closed = BatchCard {
        stage: Stage::Ready,
        ..batch("PAK-01/2026-0", "Bandung", day(2026, 11, 24), 3)
    };
    let budget = vec![
        closed.clone(),
        batch(BATCH, "Bandung", day(2026, 11, 26), 7),
        batch("PAK-01/2026-2", "Bandung", day(2026, 12, 7), 21),
        full.clone(),
        selected.clone(),
        later.clone(),
    ];
    let mut safety = course(
        "K3-01",
        "Manajemen Keselamatan Kerja",
        &["k3"],
        vec![batch("K3-01/1", "Bandung", day(2026, 11, 30), 14)],
    );
    (safety.credit, safety.mode, safety.competence) = (16, Mode::Workshop, Competence::Managerial);
    let mut prime = course("PEL-01", "Pelayanan Prima di Loket", &["layanan"], vec![closed]);
    (prime.credit, prime.competence) = (8, Competence::Sociocultural);
    let mut privacy = course("PDP-01", "Pelindungan Data Pribadi", &["data"], vec![later]);
    (privacy.credit, privacy.mode, privacy.partner_type) = (4, Mode::Online, PartnerType::Internal);
    let mut courses = vec![
        course(
            COURSE,
            "Penyusunan Anggaran Berbasis Kinerja",
            &["anggaran"],
            budget,
        ),
        safety,
        prime,
        privacy,
        course("ARS-01", "Arsip dan Tata Naskah Dinas", &["arsip"], vec![full]),
        course(
            "KEP-01",
            "Kepemimpinan Tim Pelayanan",
            &["kepemimpinan"],
            vec![selected],
        ),
        course("INO-01", "Seminar Inovasi Pelayanan Publik", &["inovasi"], vec![]),
    ];
    courses.extend(plain());
    courses.sort_by(|a, b| a.title.cmp(&b.title));
    Arc::new(Catalogue {
        courses,
        as_of: Some(moment(2026, 11, 20, 16, 40)),
    })
}

/// Courses with one batch each that is open and has seats.
fn plain() -> Vec<CourseCard> {
    let open = |title: &str, code: &str, place: &str, from: Day, free: u32| {
        course(
            code,
            title,
            &[],
            vec![batch(&format!("{code}/1"), place, from, free)],
        )
    };
    vec![
        open(
            "Analisis Anggaran Daerah",
            "AAD-01",
            "Bandung",
            day(2026, 11, 30),
            14,
        ),
        open(
            "Dasar-Dasar Penganggaran",
            "DDP-01",
            "Bandung",
            day(2026, 12, 10),
            30,
        ),
        open(
            "Anggaran Responsif Gender",
            "ARG-01",
            "Semarang",
            day(2026, 12, 7),
            21,
        ),
        open(
            "Dasar Pengadaan Barang dan Jasa",
            "PBJ-01",
            "Jakarta",
            day(2027, 1, 18),
            12,
        ),
        open(
            "Pengambilan Keputusan Berbasis Data bagi Pejabat Pengawas",
            "PKD-01",
            "Medan",
            day(2026, 12, 2),
            2,
        ),
    ]
}

/// Siti's registration in [`BATCH`].
pub fn registration() -> RegistrationId {
    RegistrationId::of(
        BatchId::of_code(BATCH),
        session(crate::domain::role::Roles::NONE).person,
        1,
    )
}

/// A slip with this promise.
pub fn receipt(promise: Promise) -> Receipt {
    Receipt {
        code: Code::from_hash(&[0x9e, 0x84, 0x24, 0x5b, 0xae]),
        registration: registration(),
        batch: BatchId::of_code(BATCH),
        batch_code: BATCH.into(),
        title: "Penyusunan Anggaran Berbasis Kinerja".into(),
        phases: vec![Phase {
            from: day(2026, 11, 26),
            to: day(2026, 11, 28),
            mode: Mode::FaceToFace,
        }],
        place: "Bandung".into(),
        room: Some("R. Anggrek".into()),
        credit: 20,
        promise,
        recorded: moment(2026, 11, 23, 7, 19),
        uncertain: false,
        change: None,
    }
}

/// A change that bundle 14 brought.
pub fn change(kind: ChangeKind) -> Change {
    Change {
        kind,
        cause: Cause::Back,
        seats: 2,
        office: "Kecamatan Selatan".into(),
        bundle: Some("14".into()),
    }
}

/// A slip of a confirmed seat.
pub fn seat() -> Receipt {
    receipt(Promise::Seat(TicketNo(24)))
}

/// A line of somebody's year.
pub fn line(title: &str, from: Day, credit: u16, state: State) -> TrainingLine {
    let batch = BatchId::of_code(title);
    TrainingLine {
        registration: Some(RegistrationId::of(
            batch,
            session(crate::domain::role::Roles::NONE).person,
            1,
        )),
        batch: Some(batch),
        code: Some(Code::from_hash(title.as_bytes())),
        title: title.into(),
        from,
        to: from.plus(2),
        place: "Bandung".into(),
        credit,
        state,
        promise: None,
        attended: (0, 0),
        survey: SurveyMark::None,
        change: None,
        unsure: false,
    }
}

/// Siti's year: two ahead, two past, a survey waiting.
pub fn trainings() -> Trainings {
    let ahead = vec![
        TrainingLine {
            promise: Some(Promise::Seat(TicketNo(24))),
            ..line(
                "Penyusunan Anggaran Berbasis Kinerja",
                day(2026, 11, 26),
                20,
                State::Confirmed,
            )
        },
        TrainingLine {
            promise: Some(Promise::Waiting { place: 2 }),
            ..line("Bahasa Inggris Kedinasan", day(2026, 11, 27), 8, State::Waiting)
        },
    ];
    let past = vec![
        TrainingLine {
            attended: (1, 1),
            survey: SurveyMark::Waiting,
            ..line("Keselamatan Kerja Dasar", day(2026, 8, 4), 4, State::Completed)
        },
        TrainingLine {
            attended: (3, 3),
            survey: SurveyMark::Answered,
            ..line("Pelayanan Publik Prima", day(2026, 3, 12), 8, State::Completed)
        },
    ];
    Trainings {
        year: 2026,
        credit: 12,
        credit_ahead: 28,
        goal: 20,
        ahead,
        past,
    }
}
