//! Sentences of: the list of questions.

/// The sentences of this screen.
#[derive(Debug)]
#[expect(missing_docs, reason = "each field is read where it is shown")]
pub struct Texts {
    pub title: &'static str,
    pub answered: fn(usize, usize) -> String,
    pub go_to: &'static str,
    pub no_such: fn(usize) -> String,
    pub hint_number: &'static str,
    pub help_number: &'static str,
}

/// Bahasa Indonesia.
pub const ID: Texts = Texts {
    title: "Daftar soal",
    answered: |n, all| format!("{n} dari {all} terisi"),
    go_to: "Ke soal nomor:",
    no_such: |last| format!("Nomor soal 1 sampai {last}."),
    hint_number: "Nomor",
    help_number: "ke soal bernomor itu",
};

/// English.
pub const EN: Texts = Texts {
    title: "Questions",
    answered: |n, all| format!("{n} of {all} answered"),
    go_to: "To question number:",
    no_such: |last| format!("Questions are numbered 1 to {last}."),
    hint_number: "Number",
    help_number: "to the question of that number",
};
