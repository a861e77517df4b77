//! Sentences of: my trainings (K7).

/// The sentences of this screen.
#[derive(Debug)]
#[expect(missing_docs, reason = "each field is read where it is shown")]
pub struct Texts {
    pub title: &'static str,
}

/// Bahasa Indonesia.
pub const ID: Texts = Texts {
    title: "Pelatihan saya",
};

/// English.
pub const EN: Texts = Texts {
    title: "My trainings",
};
