//! Sentences of: the date and time to be confirmed.

use crate::domain::clock::Doubt;

/// The sentences of this screen.
#[derive(Debug)]
#[expect(missing_docs, reason = "each field is read where it is shown")]
pub struct Texts {
    pub title: &'static str,
    pub question: &'static str,
    /// Why the clock cannot be believed.
    pub doubt: fn(Doubt) -> &'static str,
    pub yes: &'static str,
    pub no: &'static str,
    pub later: &'static str,
    pub later_what: &'static str,
    pub how: &'static str,
    pub command: &'static str,
    pub battery: &'static str,
    pub then: &'static str,
    pub look: &'static str,
    pub confirmed: &'static str,
}

/// Bahasa Indonesia.
pub const ID: Texts = Texts {
    title: "Tanggal dan jam",
    question: "Benarkah tanggal dan jam ini?",
    doubt: |doubt| match doubt {
        Doubt::BeforeBuild => "Lebih awal daripada program ini dibuat: baterai jam mungkin habis.",
        Doubt::Back => "Lebih awal daripada yang sudah tercatat: jam diundurkan, atau baterainya lemah.",
        Doubt::FarAhead => "Lebih dari 400 hari sesudah catatan terakhir.",
        Doubt::Jumped => "Jam melompat ketika kiosk sedang dipakai.",
        Doubt::Stuck => "Jam berhenti, padahal kiosk sedang dipakai.",
    },
    yes: "Ya, benar",
    no: "Tidak: cara menyetel",
    later: "Nanti",
    later_what: "waktu tetap perkiraan",
    how: "Minta admin menjalankan di komputer ini:",
    command: "sudo timedatectl set-time \"2026-11-23 07:15\"",
    battery: "Bila jam salah lagi setelah dimatikan, ganti baterai CR2032.",
    then: "Lalu kembali ke sini dan pastikan.",
    look: "Lihat jam lagi",
    confirmed: "Jam dipastikan.",
};

/// English.
pub const EN: Texts = Texts {
    title: "Date and time",
    question: "Are this date and time right?",
    doubt: |doubt| match doubt {
        Doubt::BeforeBuild => "Earlier than the program was made: the clock's battery may be dead.",
        Doubt::Back => "Earlier than what was recorded already: it was set back, or its battery is weak.",
        Doubt::FarAhead => "More than 400 days after the last record.",
        Doubt::Jumped => "It jumped while the kiosk was in use.",
        Doubt::Stuck => "It stands, though the kiosk was in use.",
    },
    yes: "Yes, right",
    no: "No: how to set it",
    later: "Later",
    later_what: "times stay rough",
    how: "Ask the administrator to run on this computer:",
    command: "sudo timedatectl set-time \"2026-11-23 07:15\"",
    battery: "If it is wrong again after a power-off, change the CR2032 battery.",
    then: "Then come back here and confirm.",
    look: "Look at the clock again",
    confirmed: "The clock is confirmed.",
};
