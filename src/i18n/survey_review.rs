//! Sentences of: answers are checked before they are sent (K9).

/// The sentences of this screen.
#[derive(Debug)]
#[expect(missing_docs, reason = "each field is read where it is shown")]
pub struct Texts {
    pub title: &'static str,
    pub heading: &'static str,
    pub answered: fn(usize, usize) -> String,
    /// The first question that is missing, and how many more are.
    pub missing: fn(usize, usize) -> String,
    pub change: &'static str,
    pub change_short: &'static str,
    pub or_send: &'static str,
    pub no_such: fn(usize) -> String,
    pub final_word: &'static str,
    pub sending: &'static str,
    pub not_answered: &'static str,
    pub empty: &'static str,
    pub already: &'static str,
    pub closed: &'static str,
    pub incomplete: &'static str,
    pub not_now: &'static str,
    pub disk_full: &'static str,
    pub hint_send: &'static str,
    pub hint_change: &'static str,
    pub help_send: &'static str,
    pub help_change: &'static str,
}

/// Bahasa Indonesia.
pub const ID: Texts = Texts {
    title: "Periksa",
    heading: "Periksa jawaban Anda",
    answered: |n, all| format!("{n} dari {all} terisi"),
    missing: |first, more| match more {
        0 => format!("Wajib dijawab: soal {first}."),
        _ => format!("Wajib dijawab: soal {first} dan {more} lagi."),
    },
    change: "Ubah jawaban nomor:",
    change_short: "Ubah nomor:",
    or_send: "kosongkan lalu Enter untuk mengirim",
    no_such: |last| format!("Nomor soal 1 sampai {last}."),
    final_word: "Yang terkirim tidak dapat diubah.",
    sending: "Mengirim...",
    not_answered: "belum dijawab",
    empty: "kosong",
    already: "Anda sudah mengirim survei ini.",
    closed: "Survei sudah ditutup. Tidak terkirim.",
    incomplete: "Ada jawaban yang kurang.",
    not_now: "Belum terkirim. Hubungi petugas.",
    disk_full: "Disk penuh. Hubungi petugas.",
    hint_send: "Kirim",
    hint_change: "Ubah",
    help_send: "kirim jawaban",
    help_change: "ketik nomor soal, lalu Enter: ubah jawabannya",
};

/// English.
pub const EN: Texts = Texts {
    title: "Check",
    heading: "Check your answers",
    answered: |n, all| format!("{n} of {all} answered"),
    missing: |first, more| match more {
        0 => format!("Still to answer: question {first}."),
        _ => format!("Still to answer: {first} and {more} more."),
    },
    change: "Change answer number:",
    change_short: "Change no.:",
    or_send: "leave empty and press Enter to send",
    no_such: |last| format!("Questions are numbered 1 to {last}."),
    final_word: "What is sent cannot be changed.",
    sending: "Sending...",
    not_answered: "not answered",
    empty: "empty",
    already: "You have sent this survey already.",
    closed: "The survey is closed. Nothing sent.",
    incomplete: "Some answers are missing.",
    not_now: "Not sent. Please ask the officer.",
    disk_full: "The disk is full. Ask the officer.",
    hint_send: "Send",
    hint_change: "Change",
    help_send: "send the answers",
    help_change: "type a question's number, then Enter: change its answer",
};
