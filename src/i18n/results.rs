//! Sentences of: the results of a survey (F3).

/// The sentences of this screen.
#[derive(Debug)]
#[expect(missing_docs, reason = "each field is read where it is shown")]
pub struct Texts {
    pub title: &'static str,
}

/// Bahasa Indonesia.
pub const ID: Texts = Texts {
    title: "Hasil survei",
};

/// English.
pub const EN: Texts = Texts {
    title: "Survey results",
};
