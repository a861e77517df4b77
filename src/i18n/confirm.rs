//! Sentences of: what will be registered (K5).

/// The sentences of this screen.
#[derive(Debug)]
#[expect(missing_docs, reason = "each field is read where it is shown")]
pub struct Texts {
    pub title: &'static str,
    pub check: &'static str,
    pub cannot: &'static str,
    pub name: &'static str,
    pub number: &'static str,
    pub unit: &'static str,
    pub training: &'static str,
    pub dates: &'static str,
    pub place: &'static str,
    pub credit_line: fn(u32, u32, u32, u32) -> String,
    pub credit_short: fn(u32, u32) -> String,
    pub training_line: fn(&str, u16) -> String,
    pub gets: &'static str,
    pub gets_seat: &'static str,
    pub gets_waiting: fn(u32) -> String,
    pub gets_wish: &'static str,
    pub short_seat: &'static str,
    pub short_waiting: fn(u32) -> String,
    pub short_wish: &'static str,
    pub register: &'static str,
    pub register_waiting: &'static str,
    pub register_wish: &'static str,
    pub register_anyway: &'static str,
    pub other_dates: &'static str,
    pub cancel: &'static str,
    pub saving: &'static str,
    pub warned: &'static str,
    pub help_choose: &'static str,
    pub help_facts: &'static str,
    pub hint_facts: &'static str,
}

/// Bahasa Indonesia.
pub const ID: Texts = Texts {
    title: "Daftar",
    check: "Periksa pendaftaran Anda",
    cannot: "Mohon maaf, pendaftaran ini tidak dapat dilakukan",
    name: "Nama",
    number: "Nomor",
    unit: "Unit kerja",
    training: "Pelatihan",
    dates: "Jadwal",
    place: "Tempat",
    credit_line: |now, ahead, then, goal| {
        if ahead == 0 {
            format!("{now} tercatat, {then} setelah pelatihan ini (target {goal})")
        } else {
            format!("{now} tercatat, {ahead} terdaftar, {then} dengan ini (target {goal})")
        }
    },
    credit_short: |now, then| format!("JP {now} menjadi {then}"),
    training_line: |title, credit| format!("{title} ({credit} JP)"),
    gets: "Anda dapat",
    gets_seat: "satu kursi, langsung menjadi milik Anda",
    gets_waiting: |place| format!("tempat ke-{place} di daftar tunggu; kursi sudah habis"),
    gets_wish: "minat yang tercatat; penyelenggara yang menetapkan peserta",
    short_seat: "Anda dapat satu kursi.",
    short_waiting: |place| format!("Kursi habis: antre ke-{place}."),
    short_wish: "Minat dicatat untuk seleksi.",
    register: "Daftarkan saya",
    register_waiting: "Masukkan saya ke daftar tunggu",
    register_wish: "Catat minat saya",
    register_anyway: "Saya mengerti, daftarkan saya",
    other_dates: "Pilih jadwal lain",
    cancel: "Batal",
    saving: "Menyimpan pendaftaran Anda...",
    warned: "Ada peringatan (!). Silakan baca sebelum melanjutkan.",
    help_choose: "pilih langkah bernomor itu",
    help_facts: "nama, jadwal, tempat, JP",
    hint_facts: "Rincian",
};

/// English.
pub const EN: Texts = Texts {
    title: "Register",
    check: "Check your registration",
    cannot: "Sorry, this registration is not possible",
    name: "Name",
    number: "Number",
    unit: "Office",
    training: "Training",
    dates: "Dates",
    place: "Place",
    credit_line: |now, ahead, then, goal| {
        if ahead == 0 {
            format!("{now} recorded, {then} after this training (goal {goal})")
        } else {
            format!("{now} recorded, {ahead} registered, {then} with this (goal {goal})")
        }
    },
    credit_short: |now, then| format!("JP {now}, then {then}"),
    training_line: |title, credit| format!("{title} ({credit} JP)"),
    gets: "You get",
    gets_seat: "a seat, yours at once",
    gets_waiting: |place| format!("place {place} on the waiting list; no seat is left"),
    gets_wish: "a recorded wish; the organiser chooses who takes part",
    short_seat: "You get a seat.",
    short_waiting: |place| format!("No seat: place {place} in line."),
    short_wish: "Your wish is recorded.",
    register: "Register me",
    register_waiting: "Put me on the waiting list",
    register_wish: "Record my wish",
    register_anyway: "I understand, register me",
    other_dates: "Choose other dates",
    cancel: "Cancel",
    saving: "Saving your registration...",
    warned: "There is a warning (!). Please read it before you go on.",
    help_choose: "choose the step of that number",
    help_facts: "name, dates, place, JP",
    hint_facts: "Details",
};
