//! Sentences of: the date and time to be confirmed.

/// The sentences of this screen.
#[derive(Debug)]
#[expect(missing_docs, reason = "each field is read where it is shown")]
pub struct Texts {
    pub title: &'static str,
    pub question: &'static str,
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
