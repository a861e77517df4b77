//! Sentences of: the health of this office's data.

/// The sentences of this screen.
#[derive(Debug)]
#[expect(missing_docs, reason = "each field is read where it is shown")]
pub struct Texts {
    pub title: &'static str,
}

/// Bahasa Indonesia.
pub const ID: Texts = Texts { title: "Pemeriksaan" };

/// English.
pub const EN: Texts = Texts { title: "Health" };
