//! Sentences of: one batch for the officer.

/// The sentences of this screen.
#[derive(Debug)]
#[expect(missing_docs, reason = "each field is read where it is shown")]
pub struct Texts {
    pub title: &'static str,
}

/// Bahasa Indonesia.
pub const ID: Texts = Texts {
    title: "Kelola angkatan",
};

/// English.
pub const EN: Texts = Texts {
    title: "Manage batch",
};
