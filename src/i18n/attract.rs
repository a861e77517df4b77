//! Sentences of: the attract screen (K0).

/// The sentences of this screen.
#[derive(Debug)]
#[expect(missing_docs, reason = "each field is read where it is shown")]
pub struct Texts {
    pub offers: [&'static str; 3],
    pub begin: &'static str,
    /// For rooms of 40 columns.
    pub begin_short: [&'static str; 2],
    pub nearest: &'static str,
    pub as_of: fn(&str) -> String,
    pub seats_left: fn(u32) -> String,
    pub full: &'static str,
    pub help_begin: &'static str,
    /// Before the demonstration's numbers and PINs.
    pub try_it: &'static str,
}

/// Bahasa Indonesia.
pub const ID: Texts = Texts {
    offers: ["Daftar pelatihan", "Jadwal dan capaian JP", "Survei pelatihan"],
    begin: "Pindai kartu pegawai, atau tekan tombol apa saja",
    begin_short: ["Pindai kartu pegawai,", "atau tekan tombol apa saja"],
    nearest: "Pelatihan terdekat",
    as_of: |when| format!("Data per {when}"),
    seats_left: |n| format!("sisa {n:>2} kursi"),
    full: "penuh",
    help_begin: "mulai",
    try_it: "Untuk dicoba:",
};

/// English.
pub const EN: Texts = Texts {
    offers: [
        "Register for training",
        "Schedule and credit hours",
        "Training surveys",
    ],
    begin: "Scan your employee card, or press any key",
    begin_short: ["Scan your employee card,", "or press any key"],
    nearest: "Next trainings",
    as_of: |when| format!("Data as of {when}"),
    seats_left: |n| format!("seats: {n:>2}"),
    full: "full",
    help_begin: "begin",
    try_it: "To try:",
};
