//! Sentences of: first use, a PIN of one's own.

use crate::domain::code::CodeFault;

/// The sentences of this screen.
#[derive(Debug)]
#[expect(missing_docs, reason = "each field is read where it is shown")]
pub struct Texts {
    pub title: &'static str,
    pub step: fn(u8) -> String,
    pub heading_code: &'static str,
    pub about_code: &'static str,
    pub where_code: &'static str,
    pub code: &'static str,
    pub code_short: &'static str,
    pub heading_pin: &'static str,
    pub about_pin: &'static str,
    pub pin: &'static str,
    pub pin_short: &'static str,
    pub again: &'static str,
    pub again_short: &'static str,
    pub differ: &'static str,
    pub weak: &'static str,
    pub wrong: fn(u8) -> String,
    pub code_fault: fn(&CodeFault) -> String,
    pub help_enter: &'static str,
}

/// Bahasa Indonesia.
pub const ID: Texts = Texts {
    title: "Aktivasi",
    step: |n| format!("langkah {n} dari 2"),
    heading_code: "Masukkan kode aktivasi Anda.",
    about_code: "Kode aktivasi (10 huruf dan angka) dicetak oleh petugas.",
    where_code: "Belum punya kode? Silakan minta di meja depan dengan kartu pegawai Anda.",
    code: "Kode aktivasi (10 huruf dan angka)",
    code_short: "Kode",
    heading_pin: "Buat PIN Anda sendiri.",
    about_pin: "PIN 6 digit, hanya Anda yang tahu. Bukan tanggal lahir, bukan 123456.",
    pin: "PIN baru (6 digit)",
    pin_short: "PIN",
    again: "Ulangi PIN baru",
    again_short: "Ulangi",
    differ: "Kedua PIN tidak sama. Silakan ketik ulang.",
    weak: "PIN mudah ditebak: bukan tanggal lahir, 123456, 111111, atau sejenisnya.",
    wrong: |left| format!("Nomor atau kode aktivasi tidak cocok. Sisa {left} kali."),
    code_fault: |fault| match fault {
        CodeFault::Length { found: 0, .. } => "Kode aktivasi belum diisi.".into(),
        CodeFault::Length { found, expected } => {
            format!("Kode harus {expected} huruf dan angka. Anda mengetik {found}.")
        }
        CodeFault::Character { position, .. } => {
            format!("Huruf pada posisi {position} tidak ada dalam kode.")
        }
        CodeFault::Check | CodeFault::NotASlip => "Ada huruf yang keliru atau tertukar. Periksa lagi.".into(),
    },
    help_enter: "isian berikut; di isian terakhir: lanjut",
};

/// English.
pub const EN: Texts = Texts {
    title: "Activation",
    step: |n| format!("step {n} of 2"),
    heading_code: "Enter your activation code.",
    about_code: "The officer prints the activation code (10 letters and digits).",
    where_code: "No code yet? Please ask at the front desk with your card.",
    code: "Activation code (10 letters and digits)",
    code_short: "Code",
    heading_pin: "Choose a PIN of your own.",
    about_pin: "A PIN of 6 digits that only you know. No date of birth, not 123456.",
    pin: "New PIN (6 digits)",
    pin_short: "PIN",
    again: "The new PIN again",
    again_short: "Again",
    differ: "The two PINs are not the same. Please type them again.",
    weak: "The PIN is easy to guess: no date of birth, 123456, 111111 or the like.",
    wrong: |left| format!("The number or the code does not match. Tries left: {left}."),
    code_fault: |fault| match fault {
        CodeFault::Length { found: 0, .. } => "The activation code is empty.".into(),
        CodeFault::Length { found, expected } => {
            format!("The code must have {expected} characters. You typed {found}.")
        }
        CodeFault::Character { position, .. } => format!("Position {position} is a letter that no code has."),
        CodeFault::Check | CodeFault::NotASlip => {
            "A letter is wrong or two are exchanged. Check again.".into()
        }
    },
    help_enter: "the next field; in the last: go on",
};
