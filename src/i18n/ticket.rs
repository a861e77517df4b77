//! Sentences of: the slip (K6).

/// The sentences of this screen.
#[derive(Debug)]
#[expect(missing_docs, reason = "each field is read where it is shown")]
pub struct Texts {
    pub title: &'static str,
    pub seat: &'static str,
    pub waiting: fn(u32) -> String,
    pub wish: &'static str,
    pub code: &'static str,
    pub says_seat: &'static str,
    pub says_waiting: &'static str,
    pub says_wish: &'static str,
    pub short_seat: &'static str,
    pub short_waiting: &'static str,
    pub short_wish: &'static str,
    /// Why it stands so, when something that came later changed it.
    pub because: fn(&str) -> String,
    /// The clock was doubtful when it was recorded.
    pub unsure: &'static str,
    pub next: &'static str,
    pub print: &'static str,
    pub enlarge: &'static str,
    pub trainings: &'static str,
    pub done: &'static str,
    pub saved: &'static str,
    pub printing: &'static str,
    pub printed: fn(&str) -> String,
    pub help_choose: &'static str,
    pub hint_small: &'static str,
}

/// Bahasa Indonesia.
pub const ID: Texts = Texts {
    title: "Slip",
    seat: "Anda terdaftar.",
    waiting: |place| format!("Anda di daftar tunggu, antre ke-{place}."),
    wish: "Minat Anda tercatat.",
    code: "Kode slip",
    says_seat: "Satu kursi sudah menjadi milik Anda. Bawa kode ini atau kartu pegawai pada hari pertama.",
    says_waiting: "Belum ada kursi untuk Anda. Bila ada yang batal, kursi diberikan menurut urutan antrean. \
                   Periksa di \"Pelatihan saya\".",
    says_wish: "Belum ada kursi untuk Anda. Penyelenggara yang menetapkan peserta. Periksa hasilnya di \
                \"Pelatihan saya\".",
    short_seat: "Bawa kode ini pada hari pertama.",
    short_waiting: "Belum ada kursi untuk Anda.",
    short_wish: "Penyelenggara yang menetapkan.",
    because: |why| format!("Sebab: {why}."),
    unsure: "Waktu pencatatan belum pasti.",
    next: "Langkah berikutnya",
    print: "Cetak slip",
    enlarge: "Perbesar QR",
    trainings: "Pelatihan saya",
    done: "Selesai dan keluar",
    saved: "Tersimpan di kiosk ini.",
    printing: "Menulis slip...",
    printed: |file| format!("Slip tersimpan: {file}"),
    help_choose: "pilih langkah bernomor itu",
    hint_small: "Perkecil",
};

/// English.
pub const EN: Texts = Texts {
    title: "Slip",
    seat: "You are registered.",
    waiting: |place| format!("You are on the waiting list, place {place}."),
    wish: "Your wish is recorded.",
    code: "Slip code",
    says_seat: "A seat is yours. Bring this code or your employee card on the first day.",
    says_waiting: "There is no seat for you yet. When somebody cancels, seats go by place in line. Look in \
                   \"My trainings\".",
    says_wish: "There is no seat for you yet. The organiser chooses who takes part. Look for the outcome in \
                \"My trainings\".",
    short_seat: "Bring this code on the first day.",
    short_waiting: "There is no seat for you yet.",
    short_wish: "The organiser will choose.",
    because: |why| format!("Why: {why}."),
    unsure: "The time of recording is not certain.",
    next: "What next",
    print: "Print the slip",
    enlarge: "Enlarge the QR",
    trainings: "My trainings",
    done: "Finish and leave",
    saved: "Saved at this kiosk.",
    printing: "Writing the slip...",
    printed: |file| format!("The slip was saved: {file}"),
    help_choose: "choose the step of that number",
    hint_small: "Make it small",
};
