//! Sentences of: the officer's choices (A1).

/// The sentences of this screen.
#[derive(Debug)]
#[expect(missing_docs, reason = "each field is read where it is shown")]
pub struct Texts {
    pub title: &'static str,
}

/// Bahasa Indonesia.
pub const ID: Texts = Texts {
    title: "Administrasi",
};

/// English.
pub const EN: Texts = Texts {
    title: "Administration",
};
