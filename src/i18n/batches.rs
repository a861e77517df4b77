//! Sentences of: the officer's batches, and the stages of a batch.

use crate::domain::batch::Stage;

/// The sentences of this screen.
#[derive(Debug)]
#[expect(missing_docs, reason = "each field is read where it is shown")]
pub struct Texts {
    pub title: &'static str,
    pub count: fn(usize) -> String,
    pub none: &'static str,
    pub no_match: &'static str,
    pub head_title: &'static str,
    pub head_dates: &'static str,
    pub head_stage: &'static str,
    pub head_seats: &'static str,
    pub head_queue: &'static str,
    pub stage: fn(Stage) -> &'static str,
    pub help_open: &'static str,
}

/// Bahasa Indonesia.
pub const ID: Texts = Texts {
    title: "Angkatan",
    count: |n| format!("{n} angkatan"),
    none: "Belum ada angkatan. Impor berkas angkatan di Administrasi.",
    no_match: "Tidak ada angkatan yang cocok.",
    head_title: "Pelatihan",
    head_dates: "Mulai",
    head_stage: "Tahap",
    head_seats: "Kursi",
    head_queue: "Antre",
    stage: |stage| match stage {
        Stage::Planned => "rencana",
        Stage::Open => "pendaftaran",
        Stage::Ready => "siap",
        Stage::Running => "berjalan",
        Stage::Finished => "selesai",
        Stage::Closed => "ditutup",
        Stage::Cancelled => "dibatalkan",
    },
    help_open: "buka angkatan pada baris itu",
};

/// English.
pub const EN: Texts = Texts {
    title: "Batches",
    count: |n| format!("batches: {n}"),
    none: "There is no batch yet. Import a file of batches in Administration.",
    no_match: "No batch matches.",
    head_title: "Training",
    head_dates: "Begins",
    head_stage: "Stage",
    head_seats: "Seats",
    head_queue: "Queue",
    stage: |stage| match stage {
        Stage::Planned => "planned",
        Stage::Open => "open",
        Stage::Ready => "ready",
        Stage::Running => "running",
        Stage::Finished => "finished",
        Stage::Closed => "closed",
        Stage::Cancelled => "cancelled",
    },
    help_open: "open the batch of that row",
};
