//! Sentences of: a new PIN.

/// The sentences of this screen.
#[derive(Debug)]
#[expect(missing_docs, reason = "each field is read where it is shown")]
pub struct Texts {
    pub title: &'static str,
    pub heading: &'static str,
    pub old: &'static str,
    pub old_short: &'static str,
    pub new: &'static str,
    pub new_short: &'static str,
    pub again: &'static str,
    pub again_short: &'static str,
    pub old_length: &'static str,
    pub wrong: fn(u8) -> String,
    pub same: &'static str,
    pub done: &'static str,
    pub done_what: &'static str,
    pub go_on: &'static str,
}

/// Bahasa Indonesia.
pub const ID: Texts = Texts {
    title: "Ganti PIN",
    heading: "Ganti PIN Anda.",
    old: "PIN sekarang (6 digit)",
    old_short: "Sekarang",
    new: "PIN baru (6 digit)",
    new_short: "Baru",
    again: "Ulangi PIN baru",
    again_short: "Ulangi",
    old_length: "PIN sekarang harus 6 digit.",
    wrong: |left| format!("PIN sekarang tidak cocok. Sisa {left} kali."),
    same: "PIN baru sama dengan PIN sekarang.",
    done: "PIN Anda sudah diganti.",
    done_what: "Mulai sekarang gunakan PIN baru di semua layar kiosk.",
    go_on: "Kembali",
};

/// English.
pub const EN: Texts = Texts {
    title: "Change PIN",
    heading: "Change your PIN.",
    old: "PIN until now (6 digits)",
    old_short: "Now",
    new: "New PIN (6 digits)",
    new_short: "New",
    again: "The new PIN again",
    again_short: "Again",
    old_length: "The PIN until now must have 6 digits.",
    wrong: |left| format!("The PIN until now does not match. Tries left: {left}."),
    same: "The new PIN is the PIN until now.",
    done: "Your PIN was changed.",
    done_what: "From now on use the new PIN at this kiosk.",
    go_on: "Back",
};
