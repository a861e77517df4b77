//! A rule in words: what is wrong, then what to do.

use super::{Damage, Rule, Words};
use crate::domain::{
    credit::{Expected, JpLint},
    number::{BirthPart, NumberFault, StartFault, Warning},
    text::{Forbidden, TextFault},
};

impl Words {
    /// The words that are understood, as they are best written.
    pub const fn accepted(self) -> &'static str {
        match self {
            Self::Employment => "PNS, CPNS, PPPK, PPPK Paruh Waktu, Non-ASN",
            Self::Mode => "tatap muka, seminar, daring, workshop, campuran",
            Self::Competence => "teknis, manajerial, sosiokultural",
            Self::Form => "pelatihan_teknis, seminar, workshop, ... / B1-B11, C1-C11",
            Self::PartnerType => "perguruan_tinggi, organisasi_profesi, swasta, instansi, internal",
            Self::Link => "daring, terbatas, luring",
            Self::Admission => "langsung, seleksi",
            Self::Status => {
                "tercatat, cadangan, diterima, batal, diganti, hadir, tidak hadir, lulus, tidak lulus"
            }
            Self::Role => "fasilitator, petugas",
        }
    }
}

impl Rule {
    /// What is wrong and what to do, in Indonesian.
    pub fn sentence_id(&self) -> String {
        match self {
            Self::Required => "Sel ini wajib diisi.".into(),
            Self::Number(fault) => number_id(fault),
            Self::Damaged(damage) => {
                let how = match damage {
                    Damage::Scientific => "Excel menulis nomor ini dengan E+, angka lainnya hilang",
                    Damage::Rounded => {
                        "Tiga angka terakhir 000: Excel hanya menyimpan 15 angka, sisanya hilang"
                    }
                    Damage::NumberCell => {
                        "Sel ini bertipe angka: Excel hanya menyimpan 15 angka, sisanya hilang"
                    }
                };
                format!("{how}. Ambil nomor dari berkas asal, dengan format sel Teks sebelum mengisi.")
            }
            Self::Text(fault) => text_id(fault),
            Self::SheetError => "Rumus di sel ini gagal di Excel. Ganti dengan nilainya.".into(),
            Self::Date => "Bukan tanggal. Tulis seperti 31-12-2026 atau 2026-12-31.".into(),
            Self::EndBeforeStart => "Tanggal selesai sebelum tanggal mulai.".into(),
            Self::Moment => "Bukan tanggal dan jam. Tulis seperti 2026-12-31 08:00.".into(),
            Self::Integer { min, max } => format!("Bukan bilangan bulat {min} sampai {max}."),
            Self::Money => "Bukan jumlah rupiah. Tulis seperti 1350000 atau Rp 1.350.000.".into(),
            Self::Word(words) => format!("Kata tidak dikenal. Pilihan: {}.", words.accepted()),
            Self::Study => {
                "A1 dan A2 adalah tugas atau izin belajar, bukan pelatihan: tidak dicatat di sini.".into()
            }
            Self::Phase => "Tahap tidak terbaca. Tulis seperti 2026-07-28..2026-08-10 daring.".into(),
            Self::TooFewCells { found, expected } => {
                format!(
                    "Hanya {found} kolom, seharusnya {expected}. Baris terpotong atau tanda pemisah kurang."
                )
            }
            Self::TooManyCells { found, expected } => {
                format!(
                    "Ada {found} kolom, seharusnya {expected}. Beri tanda kutip pada isi yang memuat tanda pemisah."
                )
            }
            Self::TornQuote { lines } => format!(
                "Tanda kutip dibuka tetapi tidak ditutup: {lines} baris terbaca sebagai satu. Tutup tanda kutip di baris ini."
            ),
            Self::RowTooLong => {
                "Baris ini terlalu panjang, mungkin tanda kutip tidak ditutup. Sisa berkas tidak dibaca."
                    .into()
            }
            Self::Unknown(column) => format!(
                "Tidak ada di sistem ini ({}). Impor datanya dahulu.",
                column.name()
            ),
            Self::Duplicate { row } => format!("Sama dengan baris {row}."),
            Self::NoSeat { capacity } => {
                format!(
                    "Semua {capacity} kursi angkatan ini sudah terisi. Beri status daftar tunggu, atau naikkan kuota."
                )
            }
            Self::Unusual(warning) => warning_id(*warning).into(),
            Self::OtherKind => "Jenis nomor berbeda dengan jenis pegawai. Periksa salah satunya.".into(),
            Self::Jp(lint) => jp(
                lint,
                [
                    "JP tidak sesuai bentuk",
                    "hari",
                    "seharusnya",
                    "paling banyak",
                    "kelipatan",
                ],
            ),
            Self::YearOnly => "Hanya tahun yang diketahui: dicatat pada 31 Desember tahun itu.".into(),
        }
    }

    /// What is wrong and what to do, in English.
    pub fn sentence_en(&self) -> String {
        match self {
            Self::Required => "This cell must not be empty.".into(),
            Self::Number(fault) => number_en(fault),
            Self::Damaged(damage) => {
                let how = match damage {
                    Damage::Scientific => "Excel wrote this number with E+, its other digits are lost",
                    Damage::Rounded => {
                        "The last three digits are 000: Excel keeps only 15 digits, the others are lost"
                    }
                    Damage::NumberCell => {
                        "This cell is a number: Excel keeps only 15 digits, the others are lost"
                    }
                };
                format!("{how}. Take the number from its source, with the cells formatted as Text first.")
            }
            Self::Text(fault) => text_en(fault),
            Self::SheetError => {
                "The formula in this cell failed in Excel. Put the value in its place.".into()
            }
            Self::Date => "Not a date. Write it like 31-12-2026 or 2026-12-31.".into(),
            Self::EndBeforeStart => "The last day is before the first.".into(),
            Self::Moment => "Not a date with time. Write it like 2026-12-31 08:00.".into(),
            Self::Integer { min, max } => format!("Not a whole number from {min} to {max}."),
            Self::Money => "Not an amount in rupiah. Write it like 1350000 or Rp 1.350.000.".into(),
            Self::Word(words) => format!("Unknown word. Choose one of: {}.", words.accepted()),
            Self::Study => "A1 and A2 are degree study, not training: not recorded here.".into(),
            Self::Phase => "A part cannot be read. Write it like 2026-07-28..2026-08-10 daring.".into(),
            Self::TooFewCells { found, expected } => {
                format!(
                    "Only {found} columns in place of {expected}. The row is cut off or lacks separators."
                )
            }
            Self::TooManyCells { found, expected } => {
                format!("{found} columns in place of {expected}. Put what contains a separator in quotes.")
            }
            Self::TornQuote { lines } => {
                format!(
                    "A quote is opened and not closed: {lines} lines were read as one row. Close it in this row."
                )
            }
            Self::RowTooLong => {
                "This row is too long, perhaps a quote is not closed. The rest was not read.".into()
            }
            Self::Unknown(column) => format!("Not in this system ({}). Import it first.", column.name()),
            Self::Duplicate { row } => format!("The same as row {row}."),
            Self::NoSeat { capacity } => {
                format!(
                    "All {capacity} seats of this batch are taken. Make it the waiting list, or raise the quota."
                )
            }
            Self::Unusual(warning) => warning_en(*warning).into(),
            Self::OtherKind => {
                "The kind of number does not go with the employment. Check one of them.".into()
            }
            Self::Jp(lint) => jp(
                lint,
                [
                    "JP contradict the form",
                    "days",
                    "expected",
                    "at most",
                    "a multiple of",
                ],
            ),
            Self::YearOnly => "Only the year is known: recorded on 31 December of it.".into(),
        }
    }
}

fn number_id(fault: &NumberFault) -> String {
    match fault {
        NumberFault::NotADigit { found: None, .. } => "Nomor wajib diisi.".into(),
        NumberFault::NotADigit {
            position,
            found: Some(c),
        } => {
            format!(
                "\"{}\" di posisi {position} bukan angka.",
                super::shown(&c.to_string())
            )
        }
        NumberFault::Length { digits } => {
            format!("NIP dan NI PPPK 18 angka, NIK 16 angka; di sini {digits}.")
        }
        NumberFault::OldNip => "NIP lama (9 angka). Pakai NIP 18 angka.".into(),
        NumberFault::BirthDate {
            part,
            position,
            value,
        } => {
            let part = match part {
                BirthPart::Year => "Tahun",
                BirthPart::Month => "Bulan",
                BirthPart::Day => "Tanggal",
            };
            format!("{part} lahir {value:02} di posisi {position} tidak mungkin.")
        }
        NumberFault::Start { why, position, value } => match why {
            StartFault::Month => {
                format!("Angka {value:02} di posisi {position} bukan bulan TMT dan bukan kode PPPK.")
            }
            StartFault::ContractCount => format!("Angka kontrak PPPK di posisi {position} tidak boleh 0."),
            StartFault::TooYoung => {
                format!("Menurut nomor ini diangkat pada usia {value} tahun (posisi {position}).")
            }
        },
        NumberFault::Sex { position, value } => format!("Angka {value} di posisi {position} harus 1 atau 2."),
        NumberFault::Sequence { position } => format!("Nomor urut di posisi {position} tidak boleh nol."),
        NumberFault::Area { position } => format!("Kode wilayah di posisi {position} tidak boleh 00."),
    }
}

fn number_en(fault: &NumberFault) -> String {
    match fault {
        NumberFault::NotADigit { found: None, .. } => "The number must not be empty.".into(),
        NumberFault::NotADigit {
            position,
            found: Some(c),
        } => {
            format!(
                "\"{}\" at position {position} is not a digit.",
                super::shown(&c.to_string())
            )
        }
        NumberFault::Length { digits } => {
            format!("NIP and NI PPPK have 18 digits, NIK 16; this has {digits}.")
        }
        NumberFault::OldNip => "An old NIP (9 digits). Use the one of 18 digits.".into(),
        NumberFault::BirthDate {
            part,
            position,
            value,
        } => {
            let part = match part {
                BirthPart::Year => "year",
                BirthPart::Month => "month",
                BirthPart::Day => "day",
            };
            format!("The {part} of birth, {value:02} at position {position}, is impossible.")
        }
        NumberFault::Start { why, position, value } => match why {
            StartFault::Month => {
                format!("{value:02} at position {position} is neither a month nor a PPPK code.")
            }
            StartFault::ContractCount => {
                format!("The PPPK contract count at position {position} must not be 0.")
            }
            StartFault::TooYoung => {
                format!("By this number, appointed at the age of {value} (position {position}).")
            }
        },
        NumberFault::Sex { position, value } => format!("{value} at position {position} must be 1 or 2."),
        NumberFault::Sequence { position } => {
            format!("The sequence at position {position} must not be zero.")
        }
        NumberFault::Area { position } => format!("The area code at position {position} must not be 00."),
    }
}

fn text_id(fault: &TextFault) -> String {
    match fault {
        TextFault::Empty => "Sel ini wajib diisi.".into(),
        TextFault::TooLong { chars, max } => {
            format!("Terlalu panjang: {chars} karakter, paling banyak {max}.")
        }
        TextFault::Character { position, found, why } => {
            let why = match why {
                Forbidden::Control => "karakter kendali",
                Forbidden::Direction => "pengubah arah tulisan",
                Forbidden::Invisible => "karakter tak terlihat",
                Forbidden::PrivateUse | Forbidden::Unassigned => "karakter tanpa makna baku",
            };
            format!(
                "Ada {why} (U+{:04X}) di posisi {position}. Ketik ulang isi sel ini.",
                u32::from(*found)
            )
        }
        TextFault::Mark { position, found } => {
            format!(
                "Tanda U+{:04X} di posisi {position} tidak pada huruf. Ketik ulang isi sel ini.",
                u32::from(*found)
            )
        }
    }
}

fn text_en(fault: &TextFault) -> String {
    match fault {
        TextFault::Empty => "This cell must not be empty.".into(),
        TextFault::TooLong { chars, max } => format!("Too long: {chars} characters, at most {max}."),
        TextFault::Character { position, found, why } => {
            let why = match why {
                Forbidden::Control => "a control character",
                Forbidden::Direction => "a change of writing direction",
                Forbidden::Invisible => "an invisible character",
                Forbidden::PrivateUse | Forbidden::Unassigned => "a character without agreed meaning",
            };
            format!(
                "There is {why} (U+{:04X}) at position {position}. Type the cell again.",
                u32::from(*found)
            )
        }
        TextFault::Mark { position, found } => {
            format!(
                "The mark U+{:04X} at position {position} has no letter. Type the cell again.",
                u32::from(*found)
            )
        }
    }
}

const fn warning_id(warning: Warning) -> &'static str {
    match warning {
        Warning::AppointmentAge => "Diangkat di atas usia 46 tahun menurut nomor ini. Periksa kembali.",
        Warning::PresentAge => "Berusia di atas 70 tahun menurut nomor ini. Periksa kembali.",
        Warning::ContractYear => "Kontrak PPPK sebelum 2019 menurut nomor ini. Periksa kembali.",
        Warning::UnknownCode => "Kode PPPK di posisi 13 belum dikenal. Periksa kembali.",
        Warning::NikDate => "Tanggal lahir di dalam NIK tidak ada di kalender. Periksa kembali.",
    }
}

const fn warning_en(warning: Warning) -> &'static str {
    match warning {
        Warning::AppointmentAge => "Appointed older than 46 by this number. Check it.",
        Warning::PresentAge => "Older than 70 by this number. Check it.",
        Warning::ContractYear => "A PPPK contract of before 2019 by this number. Check it.",
        Warning::UnknownCode => "The PPPK code at position 13 is not known yet. Check it.",
        Warning::NikDate => "The date of birth inside the NIK is not in the calendar. Check it.",
    }
}

fn jp(lint: &JpLint, [what, days, exactly, at_most, multiple]: [&str; 5]) -> String {
    let expected = match lint.expected {
        Expected::Exactly(jp) => format!("{exactly} {jp}"),
        Expected::AtMost(most) => format!("{at_most} {most}"),
        Expected::MultipleOf { each, most } => format!("{multiple} {each}, {at_most} {most}"),
    };
    format!(
        "{what} \"{}\", {} {days}: {} JP, {expected}.",
        lint.form.label(),
        lint.days,
        lint.found
    )
}
