//! Sentences of: one plain message.

/// The sentences of this screen.
#[derive(Debug)]
#[expect(missing_docs, reason = "each field is read where it is shown")]
pub struct Texts {
    pub title: &'static str,
    pub not_yet: &'static str,
    pub staff_only: &'static str,
    pub go_on: &'static str,
}

/// Bahasa Indonesia.
pub const ID: Texts = Texts {
    title: "Pemberitahuan",
    not_yet: "Layanan ini belum tersedia di kiosk ini.",
    staff_only: "Layanan ini untuk petugas. Silakan bertanya di meja depan.",
    go_on: "Kembali",
};

/// English.
pub const EN: Texts = Texts {
    title: "Notice",
    not_yet: "This service is not available at this kiosk yet.",
    staff_only: "This service is for staff. Please ask at the front desk.",
    go_on: "Back",
};
