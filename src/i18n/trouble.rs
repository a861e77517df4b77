//! Sentences of: something of ours failed (E2).

/// The sentences of this screen.
#[derive(Debug)]
#[expect(missing_docs, reason = "each field is read where it is shown")]
pub struct Texts {
    pub title: &'static str,
    pub sorry: &'static str,
    pub not_saved: &'static str,
    pub what_now: &'static str,
    pub again: &'static str,
    pub home: &'static str,
    pub for_staff: &'static str,
    pub code: &'static str,
    pub when: &'static str,
    pub returns: fn(u64) -> String,
}

/// Bahasa Indonesia.
pub const ID: Texts = Texts {
    title: "Gagal",
    sorry: "Maaf, langkah ini gagal.",
    not_saved: "Langkah terakhir Anda belum tersimpan. Data lain aman.",
    what_now: "Apa yang bisa Anda lakukan",
    again: "Coba lagi",
    home: "Kembali ke layar awal",
    for_staff: "Untuk petugas",
    code: "Kode",
    when: "Waktu",
    returns: |s| format!("Kembali ke layar awal dalam {s} detik."),
};

/// English.
pub const EN: Texts = Texts {
    title: "Trouble",
    sorry: "Sorry, this step failed.",
    not_saved: "Your last step was not saved. Everything else is safe.",
    what_now: "What you can do",
    again: "Try again",
    home: "Back to the start",
    for_staff: "For the officer",
    code: "Code",
    when: "Time",
    returns: |s| format!("Back to the start in {s} seconds."),
};
