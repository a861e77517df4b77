//! Cards as staff see them, for samples and tests.

use crate::domain::{
    batch::{Admission, MeetingNo, Phase, Stage, Window},
    course::Mode,
    day::Day,
    id::BatchId,
};
use crate::state::card::{BatchCard, Health, StaffBatch};

const TITLES: [&str; 6] = [
    "Penyusunan Anggaran Berbasis Kinerja",
    "Arsip dan Tata Naskah Dinas",
    "Manajemen Keselamatan dan Kesehatan Kerja bagi Perangkat Daerah Tingkat Lanjut",
    "Pelayanan Publik",
    "Bahasa Inggris Kedinasan",
    "Analisis Kebijakan",
];
const STAGES: [Stage; 6] = [
    Stage::Running,
    Stage::Running,
    Stage::Open,
    Stage::Planned,
    Stage::Ready,
    Stage::Finished,
];

/// So many batches by first day, the first two with a meeting today (Monday 23 November 2026).
pub fn staff_batches(count: usize) -> Vec<StaffBatch> {
    (0..count).map(staff_batch).collect()
}

fn staff_batch(n: usize) -> StaffBatch {
    let small = u32::try_from(n).unwrap_or(0);
    let from = Day::of(2026, 11, 23)
        .unwrap_or(Day(0))
        .plus(i32::try_from(n / 2 * 7).unwrap_or(0));
    let code = format!("MAP-{:02}/2026-{}", n + 1, n % 3 + 1);
    StaffBatch {
        batch: BatchCard {
            id: BatchId::of_code(&code),
            code,
            phases: vec![Phase {
                from,
                to: from.plus(2),
                mode: Mode::FaceToFace,
            }],
            place: "Bandung".into(),
            room: (n.is_multiple_of(2)).then(|| "R. Anggrek".into()),
            admission: if n.is_multiple_of(2) {
                Admission::Direct
            } else {
                Admission::Selection
            },
            window: Window::default(),
            stage: STAGES.get(n % 6).copied().unwrap_or(Stage::Open),
            capacity: 30,
            free: 30_u32.saturating_sub(24),
            waiting: small % 4,
            facilitators: vec![("Budi Santoso".into(), "Kerangka Kinerja".into())],
        },
        title: TITLES.get(n % 6).copied().unwrap_or_default().into(),
        course_code: format!("MAP-{:02}", n + 1),
        seated: 24,
        wishes: if n.is_multiple_of(2) { 0 } else { 3 },
        today: (n < 2).then_some(MeetingNo(1)),
        present_today: if n == 0 { 18 } else { 0 },
        answered: small * 2,
    }
}

/// A sound office.
pub fn health_card() -> Health {
    Health {
        office: "Balai Diklat Kota Bandung".into(),
        version: "0.1.0".into(),
        ledger_path: "/var/lib/balai/ledger/1.1".into(),
        store_path: "/var/lib/balai/view".into(),
        ops: 1_204_311,
        segments: 73,
        ledger_bytes: 148_300_200,
        free_bytes: Some(41_400_000_000),
        counts: [20, 24, 96, 9_310, 41_022],
        clock_trusted: true,
        ..Health::default()
    }
}
