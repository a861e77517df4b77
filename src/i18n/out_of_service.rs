//! Sentences of: out of service, the store will not open (E3).

/// The sentences of this screen.
#[derive(Debug)]
#[expect(missing_docs, reason = "each field is read where it is shown")]
pub struct Texts {
    pub title: &'static str,
    pub sorry: &'static str,
    pub elsewhere: &'static str,
    pub for_staff: &'static str,
    pub code: &'static str,
    pub advice: &'static str,
    pub trying: fn(u64) -> String,
    pub hint_retry: &'static str,
    pub help_retry: &'static str,
}

/// Bahasa Indonesia.
pub const ID: Texts = Texts {
    title: "Tidak dapat dipakai",
    sorry: "Kiosk ini sedang tidak dapat dipakai.",
    elsewhere: "Silakan ke kiosk lain atau ke meja depan.",
    for_staff: "Untuk petugas",
    code: "Kode",
    advice: "Tutup program balai lain yang memakai data ini, atau jalankan: balai verify",
    trying: |s| format!("Mencoba lagi tiap {s} detik."),
    hint_retry: "Coba sekarang",
    help_retry: "coba membuka data lagi",
};

/// English.
pub const EN: Texts = Texts {
    title: "Out of service",
    sorry: "This kiosk cannot be used just now.",
    elsewhere: "Please go to another kiosk or to the front desk.",
    for_staff: "For the officer",
    code: "Code",
    advice: "End another balai that uses this data, or run: balai verify",
    trying: |s| format!("Trying again every {s} seconds."),
    hint_retry: "Try now",
    help_retry: "try to open the data again",
};
