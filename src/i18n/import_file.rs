//! Sentences of: files in (A3).

/// The sentences of this screen.
#[derive(Debug)]
#[expect(missing_docs, reason = "each field is read where it is shown")]
pub struct Texts {
    pub title: &'static str,
    pub heading: &'static str,
    pub none: &'static str,
    pub none_what: &'static str,
    pub trying: &'static str,
    pub saving: &'static str,
    /// Rows done, of how many (empty where unknown).
    pub rows_done: fn(&str, &str) -> String,
    pub wait: &'static str,

    pub only_tried: &'static str,
    pub saved: &'static str,
    pub not_saved: &'static str,
    /// What the file holds, by the report's word.
    pub kind: fn(&str) -> &'static str,
    pub rows: fn(&str) -> String,
    pub added: &'static str,
    pub changed: &'static str,
    pub same: &'static str,
    pub rejected: &'static str,
    pub faults: &'static str,
    pub faults_none: &'static str,
    pub more_faults: fn(&str) -> String,
    pub rejects_at: &'static str,

    pub save: fn(&str) -> String,
    pub save_good: fn(&str) -> String,
    pub save_good_what: &'static str,
    pub nothing_new: &'static str,
    pub no_good_row: &'static str,
    pub cancel: &'static str,
    pub other_file: &'static str,
    pub finished: &'static str,
    pub help_file: &'static str,
    pub hint_again: &'static str,
    pub help_again: &'static str,
}

/// Bahasa Indonesia.
pub const ID: Texts = Texts {
    title: "Impor berkas",
    heading: "Pilih berkas. Berkas dicoba dahulu; belum ada yang disimpan.",
    none: "Tidak ada berkas di folder masuk.",
    none_what: "Letakkan berkas CSV, XLSX atau TOML di folder \"impor\" data kantor ini, lalu tekan F5.",
    trying: "Mencoba berkas",
    saving: "Menyimpan berkas",
    rows_done: |done, total| {
        if total.is_empty() {
            format!("{done} baris")
        } else {
            format!("{done} dari {total} baris")
        }
    },
    wait: "Mohon tunggu. Pekerjaan ini selesai sendiri, juga bila Anda keluar.",
    only_tried: "uji coba, belum disimpan",
    saved: "TERSIMPAN",
    not_saved: "Tidak ada yang disimpan.",
    kind: |kind| match kind {
        "units" => "unit kerja",
        "courses" => "pelatihan",
        "people" => "pegawai",
        "batches" => "angkatan",
        "registrations" => "riwayat pendaftaran",
        _ => "isi tidak dikenal",
    },
    rows: |n| format!("{n} baris"),
    added: "Baru",
    changed: "Diubah",
    same: "Sama",
    rejected: "Ditolak",
    faults: "Yang pertama ditolak atau perlu dilihat",
    faults_none: "Semua baris baik.",
    more_faults: |n| format!("dan {n} lagi"),
    rejects_at: "Baris yang ditolak ditulis ke",
    save: |n| format!("Simpan {n} perubahan"),
    save_good: |n| format!("Simpan hanya {n} perubahan dari baris yang baik"),
    save_good_what: "Baris lain ditulis ke berkas penolakan.",
    nothing_new: "Tidak ada yang berubah.",
    no_good_row: "Tidak ada baris yang dapat disimpan.",
    cancel: "Batal",
    other_file: "Berkas lain",
    finished: "Selesai",
    help_file: "coba berkas pada baris itu",
    hint_again: "Lihat lagi",
    help_again: "lihat lagi isi folder masuk",
};

/// English.
pub const EN: Texts = Texts {
    title: "Import a file",
    heading: "Choose a file. It is tried first; nothing is saved yet.",
    none: "There is no file in the inbox.",
    none_what: "Put a CSV, XLSX or TOML file into the folder \"impor\" of this office's data, then press F5.",
    trying: "Trying the file",
    saving: "Saving the file",
    rows_done: |done, total| {
        if total.is_empty() {
            format!("rows: {done}")
        } else {
            format!("rows: {done} of {total}")
        }
    },
    wait: "Please wait. This goes on to its end, even when you leave.",
    only_tried: "tried only, nothing saved",
    saved: "SAVED",
    not_saved: "Nothing was saved.",
    kind: |kind| match kind {
        "units" => "units",
        "courses" => "trainings",
        "people" => "people",
        "batches" => "batches",
        "registrations" => "training history",
        _ => "content not known",
    },
    rows: |n| format!("rows: {n}"),
    added: "New",
    changed: "Changed",
    same: "Same",
    rejected: "Rejected",
    faults: "The first that are rejected or worth a look",
    faults_none: "All rows are good.",
    more_faults: |n| format!("and {n} more"),
    rejects_at: "Rejected rows were written to",
    save: |n| format!("Save changes: {n}"),
    save_good: |n| format!("Save the good rows only, changes: {n}"),
    save_good_what: "The other rows are written to a rejects file.",
    nothing_new: "Nothing has changed.",
    no_good_row: "There is no row that could be saved.",
    cancel: "Cancel",
    other_file: "Another file",
    finished: "Finish",
    help_file: "try the file of that row",
    hint_again: "Look again",
    help_again: "look into the inbox again",
};
