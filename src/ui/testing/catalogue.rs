//! A catalogue for tests: twelve trainings, with a batch or two each.

use crate::domain::{
    batch::{Admission, Phase, Stage, Window},
    course::{Competence, Mode, PartnerType},
    credit::Form,
    day::{Day, Moment, wib},
    id::{BatchId, CourseId},
};
use crate::state::card::{BatchCard, Catalogue, CourseCard};

/// Title, credit hours, first day of November 2026 counted on, days, place, free seats of 30, people waiting.
type Row = (&'static str, u16, i32, u16, &'static str, u32, u32);

const ROWS: [Row; 12] = [
    ("Penyusunan Anggaran Berbasis Kinerja", 20, 26, 3, "Bandung", 7, 0),
    (
        "Manajemen Keselamatan dan Kesehatan Kerja di Kantor Pemerintahan Daerah",
        16,
        30,
        2,
        "Bandung",
        14,
        0,
    ),
    ("Arsip dan Tata Naskah Dinas", 8, 32, 1, "Bandung", 0, 4),
    ("Analisis Anggaran Daerah", 16, 30, 2, "Makassar", 21, 0),
    ("Revisi Anggaran dan Pergeseran", 8, 37, 1, "Bandung", 2, 0),
    ("Anggaran Responsif Gender", 12, 40, 2, "Jakarta", 21, 0),
    ("Dasar-Dasar Penganggaran", 8, 44, 1, "Bandung", 30, 0),
    ("Evaluasi Pelaksanaan Anggaran", 20, 46, 3, "Semarang", 9, 0),
    ("Standar Biaya Masukan", 4, 46, 1, "Bandung", 18, 0),
    ("Bahasa Inggris Kedinasan", 8, 27, 1, "Bandung", 5, 0),
    ("Pelayanan Publik Prima", 8, 72, 1, "Medan", 25, 0),
    ("Aplikasi Anggaran Tingkat Lanjut", 24, 79, 3, "Bandung", 12, 0),
];

/// The catalogue.
pub fn catalogue() -> Catalogue {
    let november = Day::of(2026, 11, 1).unwrap_or(Day(0));
    let courses = ROWS
        .iter()
        .enumerate()
        .map(|(at, row)| course(at, row, november))
        .collect();
    let as_of = chrono::NaiveDate::from_ymd_opt(2026, 11, 20)
        .and_then(|day| day.and_hms_opt(16, 40, 0))
        .map(|local| Moment::of_local(local, wib()));
    Catalogue { courses, as_of }
}

fn course(at: usize, row: &Row, november: Day) -> CourseCard {
    let (title, credit, day, days, place, free, waiting) = *row;
    let code = format!("DL-{:04}", at + 1);
    let batch = |number: u32, from: Day, free: u32, waiting: u32| BatchCard {
        id: BatchId::of_code(&format!("{code}-{number}")),
        code: format!("{code}-{number}"),
        phases: vec![Phase {
            from,
            to: from.plus(i32::from(days) - 1),
            mode: Mode::FaceToFace,
        }],
        place: place.to_owned(),
        room: Some("R. Anggrek".into()),
        admission: if at % 4 == 3 {
            Admission::Selection
        } else {
            Admission::Direct
        },
        window: Window {
            opens: None,
            closes: None,
        },
        stage: Stage::Open,
        capacity: 30,
        free,
        waiting,
        facilitators: vec![("Budi Santoso".into(), "Penganggaran".into())],
    };
    let first = november.plus(day - 1);
    let mut batches = vec![batch(1, first, free, waiting)];
    if at.is_multiple_of(3) {
        batches.push(batch(2, first.plus(11), 21, 0));
    }
    CourseCard {
        id: CourseId::of_code(&code),
        code,
        title: title.to_owned(),
        description: "Kerangka kinerja, indikator, standar biaya, RKA, praktik aplikasi.".into(),
        outcomes: vec!["Menyusun RKA".into(), "Menetapkan indikator kinerja".into()],
        competence: Competence::Technical,
        form: Form::Technical,
        mode: if at % 5 == 4 {
            Mode::Online
        } else {
            Mode::FaceToFace
        },
        days,
        credit,
        partner_type: PartnerType::Internal,
        partner: "BKPSDM Kota Bandung".into(),
        cost: 0,
        open_to: Vec::new(),
        target_units: Vec::new(),
        prerequisites: if at == 0 {
            vec!["Dasar-Dasar Penganggaran".into()]
        } else {
            Vec::new()
        },
        tags: vec!["anggaran".into()],
        batches,
    }
}
