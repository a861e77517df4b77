//! Sentences of: who are you (K2).

use crate::domain::number::{Says, Start};
use crate::i18n::{Lang, format};
use chrono::NaiveDate;

/// The sentences of this screen.
#[derive(Debug)]
#[expect(missing_docs, reason = "each field is read where it is shown")]
pub struct Texts {
    pub title: &'static str,
    pub heading: &'static str,
    pub scan_or_type: &'static str,
    pub number: &'static str,
    pub number_short: &'static str,
    pub pin: &'static str,
    pub pin_short: &'static str,
    pub pin_length: &'static str,
    /// What a whole number says in words.
    pub says: fn(&Says) -> String,
    /// The pair does not fit; never which of both.
    pub wrong: fn(u8) -> String,
    /// A pause of so long.
    pub paused: fn(&str) -> String,
    pub not_a_card: &'static str,
    pub no_pin: &'static str,
    pub closes: &'static str,
    pub cursor_number: &'static str,
    pub cursor_pin: &'static str,
    pub checking: &'static str,
    pub hint_no_pin: &'static str,
    pub help_no_pin: &'static str,
    pub help_enter: &'static str,
    pub help_fields: &'static str,
}

fn says(lang: Lang, says: &Says) -> String {
    match says.start {
        Start::Appointed { year, month } => {
            let first = NaiveDate::from_ymd_opt(year, month, 1).unwrap_or_default();
            format!("PNS, TMT {}", format::month_year(lang, first))
        }
        Start::Contract { year, count } => match lang {
            Lang::Id => format!("PPPK, kontrak ke-{count}, mulai {year}"),
            Lang::En => format!("PPPK, contract no. {count}, from {year}"),
        },
        Start::Unsaid => match lang {
            Lang::Id => "NIK (NIP dan NI PPPK: 18 digit)".into(),
            Lang::En => "NIK (NIP and NI PPPK: 18 digits)".into(),
        },
    }
}

/// Bahasa Indonesia.
pub const ID: Texts = Texts {
    title: "Masuk",
    heading: "Siapa Anda?",
    scan_or_type: "Pindai kartu pegawai atau ketik nomor.",
    number: "NIP atau NI PPPK (18 digit), atau NIK (16 digit)",
    number_short: "NIP/NIK",
    pin: "PIN (6 digit)",
    pin_short: "PIN",
    pin_length: "PIN harus 6 digit.",
    says: |number| says(Lang::Id, number),
    wrong: |left| format!("Nomor atau PIN tidak cocok. Sisa {left} kali."),
    paused: |time| format!("Terlalu banyak percobaan. Silakan coba lagi dalam {time}."),
    not_a_card: "Kode ini bukan kartu pegawai.",
    no_pin: "Belum punya PIN? Kosongkan PIN, lalu tekan Enter.",
    closes: "Kiosk ini menutup sesi Anda setelah 60 detik tanpa aktivitas.",
    cursor_number: "Kursor ada di nomor. Tombol panah memindahkan kursor antar isian.",
    cursor_pin: "Kursor ada di PIN. Tombol panah memindahkan kursor antar isian.",
    checking: "Memeriksa...",
    hint_no_pin: "Belum punya PIN",
    help_no_pin: "belum punya PIN: pakai kode aktivasi",
    help_enter: "isian berikut; di PIN: masuk",
    help_fields: "pindah antar isian",
};

/// English.
pub const EN: Texts = Texts {
    title: "Sign in",
    heading: "Who are you?",
    scan_or_type: "Scan your card, or type your number.",
    number: "NIP or NI PPPK (18 digits), or NIK (16 digits)",
    number_short: "NIP/NIK",
    pin: "PIN (6 digits)",
    pin_short: "PIN",
    pin_length: "The PIN must have 6 digits.",
    says: |number| says(Lang::En, number),
    wrong: |left| format!("The number or the PIN does not match. Tries left: {left}."),
    paused: |time| format!("Too many tries. Please try again in {time}."),
    not_a_card: "This code is no employee's card.",
    no_pin: "No PIN yet? Leave the PIN empty and press Enter.",
    closes: "This kiosk closes your session after 60 seconds without activity.",
    cursor_number: "The cursor is in the number. The arrow keys move between the fields.",
    cursor_pin: "The cursor is in the PIN. The arrow keys move between the fields.",
    checking: "Checking...",
    hint_no_pin: "No PIN yet",
    help_no_pin: "no PIN yet: use an activation code",
    help_enter: "the next field; in the PIN: sign in",
    help_fields: "move between the fields",
};
