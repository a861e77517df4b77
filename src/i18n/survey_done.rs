//! Sentences of: thanks (K9s).

/// The sentences of this screen.
#[derive(Debug)]
#[expect(missing_docs, reason = "each field is read where it is shown")]
pub struct Texts {
    pub title: &'static str,
    pub thanks: &'static str,
    pub what_next: &'static str,
    pub kept: &'static str,
    pub no_name: &'static str,
    pub no_proof: &'static str,
    pub finish: &'static str,
    pub trainings: &'static str,
    pub returns: fn(u64) -> String,
}

/// Bahasa Indonesia.
pub const ID: Texts = Texts {
    title: "Terima kasih",
    thanks: "Terima kasih. Survei Anda sudah dikirim.",
    what_next: "Apa selanjutnya",
    kept: "Jawaban tersimpan di kiosk ini dan digabung dengan jawaban peserta lain.",
    no_name: "Nama Anda tidak disimpan bersama jawaban.",
    no_proof: "Tidak ada nomor bukti: nomor dapat dipakai melacak jawaban.",
    finish: "Selesai dan keluar",
    trainings: "Pelatihan saya",
    returns: |s| format!("Kembali ke layar awal dalam {s} detik."),
};

/// English.
pub const EN: Texts = Texts {
    title: "Thank you",
    thanks: "Thank you. Your survey has been sent.",
    what_next: "What comes next",
    kept: "Your answers are kept at this terminal, combined with those of the others.",
    no_name: "Your name is not kept with your answers.",
    no_proof: "There is no number of proof: a number could be used to trace answers.",
    finish: "Finish and leave",
    trainings: "My trainings",
    returns: |s| format!("Back to the start in {s} seconds."),
};
