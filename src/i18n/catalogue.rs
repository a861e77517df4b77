//! Sentences of: the catalogue (K3).

/// The sentences of this screen.
#[derive(Debug)]
#[expect(missing_docs, reason = "each field is read where it is shown")]
pub struct Texts {
    pub title: &'static str,
}

/// Bahasa Indonesia.
pub const ID: Texts = Texts { title: "Katalog" };

/// English.
pub const EN: Texts = Texts { title: "Catalogue" };
