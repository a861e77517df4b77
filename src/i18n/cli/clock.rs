//! The sentences of the command on the clock.

/// The sentences.
#[expect(missing_docs, reason = "each field is read where it is said")]
#[derive(Debug)]
pub struct Texts {
    pub sure: fn(&str) -> String,
    pub doubtful: fn(&str) -> String,
    /// Whose clock it is, before what is said of it.
    pub whose: &'static str,
    pub confirmed: fn(&str) -> String,
    pub advice: &'static str,
    pub set_first: &'static str,
    pub uncertain: &'static str,
}

/// Bahasa Indonesia.
pub const ID: Texts = Texts {
    sure: |now| format!("Jam komputer ini: {now}. Tidak ada yang meragukan."),
    doubtful: |now| format!("Jam komputer ini: {now}. BELUM PASTI."),
    whose: "Jam komputer ini",
    confirmed: |now| format!("Dicatat: {now} adalah tanggal dan jam yang benar."),
    advice: "Cocokkan dengan jam lain. Bila benar: balai clock --confirm. Bila salah, betulkan dahulu: \
             timedatectl set-time 'TTTT-BB-HH JJ:MM'",
    set_first: "Tanggal itu tidak mungkin benar. Betulkan dahulu: timedatectl set-time 'TTTT-BB-HH JJ:MM'",
    uncertain: " (jam belum pasti)",
};

/// English.
pub const EN: Texts = Texts {
    sure: |now| format!("This computer's clock: {now}. Nothing speaks against it."),
    doubtful: |now| format!("This computer's clock: {now}. NOT CERTAIN."),
    whose: "This computer's clock",
    confirmed: |now| format!("Noted: {now} is the right date and time."),
    advice: "Compare it with another clock. If it is right: balai clock --confirm. If not, set it first: \
             timedatectl set-time 'YYYY-MM-DD HH:MM'",
    set_first: "That date cannot be right. Set it first: timedatectl set-time 'YYYY-MM-DD HH:MM'",
    uncertain: " (clock uncertain)",
};
