//! Sentences of: a registration is cancelled with a reason.

/// The sentences of this screen.
#[derive(Debug)]
#[expect(missing_docs, reason = "each field is read where it is shown")]
pub struct Texts {
    pub title: &'static str,
    pub which: &'static str,
    pub why: &'static str,
    pub keep: &'static str,
    pub sure: &'static str,
    pub reason: fn(&str) -> String,
    pub consequence: &'static str,
    pub short_consequence: &'static str,
    pub yes: &'static str,
    pub saving: &'static str,
    pub done: &'static str,
    pub done_says: &'static str,
    pub trainings: &'static str,
    pub leave: &'static str,
    pub help_reason: &'static str,
    pub help_choose: &'static str,
}

/// Bahasa Indonesia.
pub const ID: Texts = Texts {
    title: "Batalkan",
    which: "Pendaftaran yang dibatalkan:",
    why: "Mengapa dibatalkan?",
    keep: "Tidak jadi membatalkan",
    sure: "Batalkan pendaftaran ini?",
    reason: |reason| format!("Alasan: {reason}."),
    consequence: "Kursi atau tempat antre Anda dilepas saat itu juga dan diberikan kepada pegawai berikutnya. \
                  Bila kelak mendaftar lagi, Anda mulai dari antrean paling belakang.",
    short_consequence: "Kursi Anda langsung diberikan kepada pegawai lain.",
    yes: "Ya, batalkan pendaftaran saya",
    saving: "Menyimpan pembatalan...",
    done: "Pendaftaran Anda sudah dibatalkan.",
    done_says: "Kursi atau tempat antre Anda sudah dilepas. Slip yang lama tidak berlaku lagi.",
    trainings: "Pelatihan saya",
    leave: "Selesai dan keluar",
    help_reason: "pilih alasan bernomor itu",
    help_choose: "pilih langkah bernomor itu",
};

/// English.
pub const EN: Texts = Texts {
    title: "Cancel",
    which: "The registration to cancel:",
    why: "Why is it cancelled?",
    keep: "Do not cancel",
    sure: "Cancel this registration?",
    reason: |reason| format!("Reason: {reason}."),
    consequence: "Your seat or place in line is given up at once and goes to the next employee. Should you \
                  register again, you begin at the end of the line.",
    short_consequence: "Your seat goes to another employee at once.",
    yes: "Yes, cancel my registration",
    saving: "Saving the cancellation...",
    done: "Your registration was cancelled.",
    done_says: "Your seat or place in line was given up. The old slip is no longer valid.",
    trainings: "My trainings",
    leave: "Finish and leave",
    help_reason: "choose the reason of that number",
    help_choose: "choose the step of that number",
};
