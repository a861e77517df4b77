//! Sentences of: help, made from the bindings of the screen below (H1).

/// The sentences of this screen.
#[derive(Debug)]
#[expect(missing_docs, reason = "each field is read where it is shown")]
pub struct Texts {
    pub title: &'static str,
    pub here: &'static str,
    pub everywhere: &'static str,
    pub help_close: &'static str,
}

/// Bahasa Indonesia.
pub const ID: Texts = Texts {
    title: "Bantuan",
    here: "Yang bisa Anda lakukan di sini",
    everywhere: "Di semua layar",
    help_close: "tutup bantuan",
};

/// English.
pub const EN: Texts = Texts {
    title: "Help",
    here: "What you can do here",
    everywhere: "On every screen",
    help_close: "close help",
};
