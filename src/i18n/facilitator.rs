//! Sentences of: a facilitator's day (F1).

use super::format::full_stop;

/// The sentences of this screen.
#[derive(Debug)]
#[expect(missing_docs, reason = "each field is read where it is shown")]
pub struct Texts {
    pub title: &'static str,
    /// By the hour of the day and the name.
    pub greeting: fn(u32, &str) -> String,
    pub today: fn(&str) -> String,
    pub none_today: &'static str,
    pub others: &'static str,
    pub none: &'static str,
    pub present: fn(u32, u32) -> String,
    pub seated: fn(u32) -> String,
    pub attendance: &'static str,
    pub attendance_today: &'static str,
    pub results: &'static str,
    pub answered: fn(u32, u32) -> String,
    pub which: &'static str,
}

/// Bahasa Indonesia.
pub const ID: Texts = Texts {
    title: "Fasilitator",
    greeting: |hour, name| {
        let time = match hour {
            4..=10 => "pagi",
            11..=14 => "siang",
            15..=17 => "sore",
            _ => "malam",
        };
        format!("Selamat {time}, {name}{}", full_stop(name))
    },
    today: |date| format!("Hari ini, {date}"),
    none_today: "Tidak ada sesi hari ini.",
    others: "Lainnya",
    none: "Belum ada angkatan yang Anda ampu di sini.",
    present: |present, seated| format!("hadir {present}/{seated}"),
    seated: |seated| format!("{seated} peserta"),
    attendance: "Presensi",
    attendance_today: "Presensi hari ini",
    results: "Hasil survei",
    answered: |answered, seated| format!("{answered} dari {seated} sudah mengisi"),
    which: "Apa yang ingin Anda buka?",
};

/// English.
pub const EN: Texts = Texts {
    title: "Facilitator",
    greeting: |hour, name| {
        let time = match hour {
            4..=11 => "morning",
            12..=17 => "afternoon",
            _ => "evening",
        };
        format!("Good {time}, {name}{}", full_stop(name))
    },
    today: |date| format!("Today, {date}"),
    none_today: "No meeting today.",
    others: "Others",
    none: "There is no batch here that you teach.",
    present: |present, seated| format!("{present}/{seated} here"),
    seated: |seated| format!("{seated} people"),
    attendance: "Attendance",
    attendance_today: "Attendance today",
    results: "Survey results",
    answered: |answered, seated| format!("{answered} of {seated} answered"),
    which: "What would you like to open?",
};
