//! Sentences of: one question a screen (K8, K8t, L2).

/// The sentences of this screen.
#[derive(Debug)]
#[expect(missing_docs, reason = "each field is read where it is shown")]
pub struct Texts {
    pub title: &'static str,
    /// "Survei 3/12", where there is room for no more.
    pub title_large: fn(usize, usize) -> String,
    pub question_of: fn(usize, usize) -> String,
    /// How long it is; the minutes are 0 where nothing is promised.
    pub length: fn(usize, u16) -> String,
    /// Who sees what, said before the first question.
    pub promise: fn(u32, u32) -> String,
    pub promise_short: fn(u32) -> String,
    pub not_kept: &'static str,
    pub begin: &'static str,
    pub go_on: &'static str,
    pub before: &'static str,
    pub after: &'static str,
    pub optional: &'static str,
    pub some: fn(u8) -> String,
    pub number: fn(i64, i64) -> String,
    pub reported: fn(u32) -> String,
    pub reported_text: fn(u32) -> String,
    pub no_names: &'static str,
    pub not_sent: &'static str,
    pub required: &'static str,
    pub required_na: &'static str,
    pub required_text: &'static str,
    pub too_many: fn(u8) -> String,
    pub too_long: fn(u16) -> String,
    pub bad_character: &'static str,
    pub out_of_range: fn(i64, i64) -> String,
    pub identity_number: &'static str,
    pub phone_number: &'static str,
    pub hint_answer: &'static str,
    pub hint_outline: &'static str,
    pub hint_clear: &'static str,
    pub hint_mark: &'static str,
    pub help_answer: &'static str,
    pub help_ten: &'static str,
    pub help_next: &'static str,
    pub help_outline: &'static str,
    pub help_clear: &'static str,
    pub help_mark: &'static str,
    pub already: &'static str,
    pub closed: &'static str,
    pub not_there: &'static str,
}

/// Bahasa Indonesia.
pub const ID: Texts = Texts {
    title: "Survei",
    title_large: |at, of| format!("Survei {at}/{of}"),
    question_of: |at, of| format!("Pertanyaan {at} dari {of}"),
    length: |questions, minutes| match minutes {
        0 => format!("{questions} pertanyaan."),
        _ => format!("{questions} pertanyaan, sekitar {minutes} menit."),
    },
    promise: |few, text| {
        format!(
            "Nama Anda tidak disimpan bersama jawaban. Fasilitator hanya melihat hasil gabungan, mulai {few} \
             responden; isian bebas mulai {text} responden."
        )
    },
    promise_short: |few| format!("Tanpa nama. Hasil gabungan mulai {few} responden."),
    not_kept: "Belum dikirim: hilang bila keluar.",
    begin: "Mulai",
    go_on: "Kembali",
    before: "Sebelum pelatihan",
    after: "Sesudah pelatihan",
    optional: "(boleh dikosongkan)",
    some: |most| format!("Paling banyak {most}."),
    number: |least, most| format!("Angka {least} sampai {most}."),
    reported: |few| format!("Jawaban Anda dilaporkan tanpa nama bila ada {few} responden atau lebih."),
    reported_text: |few| format!("Isian Anda ditampilkan tanpa nama bila ada {few} responden atau lebih."),
    no_names: "Jangan tulis nama orang atau nomor telepon.",
    not_sent: "Belum dikirim.",
    required: "Pilih satu jawaban.",
    required_na: "Pilih satu, atau 0: tidak berlaku.",
    required_text: "Pertanyaan ini wajib diisi.",
    too_many: |most| format!("Paling banyak {most} pilihan."),
    too_long: |most| format!("Paling banyak {most} huruf."),
    bad_character: "Ada huruf yang tidak dapat disimpan.",
    out_of_range: |least, most| format!("Ketik angka {least} sampai {most}."),
    identity_number: "Mirip NIP/NIK. Enter: tetap simpan.",
    phone_number: "Mirip telepon. Enter: tetap simpan.",
    hint_answer: "Jawab",
    hint_outline: "Daftar soal",
    hint_clear: "Kosongkan",
    hint_mark: "Tandai",
    help_answer: "jawab; angka yang sama sekali lagi: lanjut",
    help_ten: "jawab; 10: tekan 1 lalu 0",
    help_next: "pertanyaan berikut",
    help_outline: "daftar semua pertanyaan",
    help_clear: "kosongkan jawaban",
    help_mark: "tandai atau hapus tanda",
    already: "Anda sudah mengisi survei ini. Terima kasih.",
    closed: "Survei ini tidak dibuka untuk Anda.",
    not_there: "Survei ini tidak ada lagi.",
};

/// English.
pub const EN: Texts = Texts {
    title: "Survey",
    title_large: |at, of| format!("Survey {at}/{of}"),
    question_of: |at, of| format!("Question {at} of {of}"),
    length: |questions, minutes| match minutes {
        0 => format!("{questions} questions."),
        _ => format!("{questions} questions, about {minutes} minutes."),
    },
    promise: |few, text| {
        format!(
            "Your name is not kept with your answers. The facilitator sees combined results only, from {few} \
             respondents on; written answers from {text} on."
        )
    },
    promise_short: |few| format!("No names. Combined results from {few} respondents on."),
    not_kept: "Not sent yet: lost when you leave.",
    begin: "Begin",
    go_on: "Back",
    before: "Before the training",
    after: "After the training",
    optional: "(may be left empty)",
    some: |most| format!("At most {most}."),
    number: |least, most| format!("A number from {least} to {most}."),
    reported: |few| format!("Your answer is reported without your name once {few} or more have answered."),
    reported_text: |few| {
        format!("What you write is shown without your name once {few} or more have answered.")
    },
    no_names: "Please write no names and no telephone numbers.",
    not_sent: "Not sent yet.",
    required: "Choose one answer.",
    required_na: "Choose one, or 0: does not apply.",
    required_text: "This question needs an answer.",
    too_many: |most| format!("At most {most} choices."),
    too_long: |most| format!("At most {most} characters."),
    bad_character: "A character here cannot be kept.",
    out_of_range: |least, most| format!("Type a number from {least} to {most}."),
    identity_number: "An identity number? Enter keeps it.",
    phone_number: "A telephone number? Enter keeps it.",
    hint_answer: "Answer",
    hint_outline: "Questions",
    hint_clear: "Clear",
    hint_mark: "Mark",
    help_answer: "answer; the same digit again: go on",
    help_ten: "answer; 10: press 1, then 0",
    help_next: "next question",
    help_outline: "list of all questions",
    help_clear: "clear the answer",
    help_mark: "mark or unmark",
    already: "You have answered this survey. Thank you.",
    closed: "This survey is not open for you.",
    not_there: "This survey is no longer there.",
};
