//! Refusals, concerns and troubles in words, the same on every screen.
//!
//! Each sentence says what is so and, where there is something to do, what to do. None repeats what was typed.

use super::{Lang, format, word};
use crate::domain::{
    concern::{Concern, Severity, Weighed},
    day::wib,
    number::{NumberFault, StartFault},
    refusal::{BundleFault, Halt, MediumFault, Refusal, Trouble},
};

/// Why something was not done, in one or two short sentences; of several concerns the gravest.
pub fn sentence(lang: Lang, refusal: &Refusal) -> String {
    match lang {
        Lang::Id => id(refusal),
        Lang::En => en(refusal),
    }
}

/// All that stands in the way, a sentence each: every concern of a refused registration, else [`sentence`] alone.
pub fn sentences(lang: Lang, refusal: &Refusal) -> Vec<String> {
    match refusal {
        Refusal::Concerns(list) | Refusal::Warnings(list) if !list.is_empty() => list
            .iter()
            .map(|weighed| concern(lang, &weighed.concern))
            .collect(),
        _ => vec![sentence(lang, refusal)],
    }
}

fn id(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Credentials { left } => format!("Nomor atau PIN tidak cocok. Sisa {left} kali."),
        Refusal::Pause { seconds } => {
            format!(
                "Terlalu banyak percobaan. Silakan coba lagi dalam {}.",
                wait(Lang::Id, *seconds)
            )
        }
        Refusal::Number(fault) => number(Lang::Id, fault),
        Refusal::WeakPin => "PIN harus 6 digit dan tidak mudah ditebak (bukan 123456 atau 111111).".into(),
        Refusal::NotAllowed => {
            "Layanan ini bukan untuk akun Anda. Silakan masuk dengan akun yang berhak.".into()
        }
        Refusal::Concerns(list) => gravest(Lang::Id, list),
        Refusal::Warnings(_) => "Ada peringatan yang perlu Anda setujui terlebih dahulu.".into(),
        Refusal::NoSeat => "Tidak ada kursi kosong lagi.".into(),
        Refusal::NotFound => "Data ini tidak ada, atau sudah tidak ada lagi.".into(),
        Refusal::WrongState => "Langkah ini tidak dapat dilakukan pada status sekarang.".into(),
        Refusal::AlreadyAnswered => "Anda sudah mengisi survei ini. Terima kasih.".into(),
        Refusal::SurveyClosed => "Survei ini belum atau tidak dibuka untuk Anda.".into(),
        Refusal::SurveyElsewhere { office } => {
            format!(
                "Survei ini diisi di {office}, tempat kehadiran Anda dicatat. Satu orang mengisi satu kali."
            )
        }
        Refusal::SurveyIncomplete => "Ada jawaban wajib yang belum diisi. Silakan lengkapi.".into(),
        Refusal::ClockUntrusted => "Tanggal kiosk ini belum dipastikan. Silakan hubungi petugas.".into(),
        Refusal::DiskFull => "Ruang simpan kiosk ini hampir habis. Silakan hubungi petugas.".into(),
        Refusal::Frozen => "Hanya dapat dibaca: perlu balai versi lebih baru di kiosk ini.".into(),
        Refusal::CentreOnly => "Hanya dapat dilakukan di pusat.".into(),
        Refusal::UnknownNode => "Kantor itu tidak dikenal, atau sudah ditutup oleh pusat.".into(),
        Refusal::NoOrganisation => "Kiosk ini belum bergabung dengan organisasi mana pun.".into(),
        Refusal::NobodyElse => {
            "Belum ada kantor lain yang dikenal di sini. Baca dahulu bundel dari sebuah kantor, atau undang kantor.".into()
        }
        Refusal::OtherFingerprint => "Angka itu bukan milik kantor yang meminta: jangan diterima.".to_owned(),
        Refusal::Handover => {
            "Pusat baru dipulihkan: kursi angkatan lama dibekukan sampai semua kantor mengirim bundel.".into()
        }
        Refusal::Standing(halt) => match halt {
            Halt::Older => "Data kiosk ini salinan lama: belum boleh mencatat. Silakan hubungi petugas.",
            Halt::OtherMachine => {
                "Data kiosk ini dari komputer lain: belum boleh mencatat. Silakan hubungi petugas."
            }
            Halt::Closed => "Kiosk ini ditutup oleh pusat: tidak dapat mencatat. Silakan hubungi petugas.",
        }
        .into(),
        Refusal::Behind => "Catatan kantor itu belum lengkap di sini. Baca dahulu bundelnya.".into(),
        Refusal::Medium(fault) => medium(Lang::Id, *fault),
        Refusal::Bundle(fault) => bundle(Lang::Id, *fault).into(),
    }
}

fn en(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Credentials { left } => format!("The number or the PIN does not match. Tries left: {left}."),
        Refusal::Pause { seconds } => {
            format!(
                "Too many tries. Please try again in {}.",
                wait(Lang::En, *seconds)
            )
        }
        Refusal::Number(fault) => number(Lang::En, fault),
        Refusal::WeakPin => "The PIN must be 6 digits and hard to guess (not 123456 or 111111).".into(),
        Refusal::NotAllowed => {
            "This service is not for your account. Please sign in with one that is.".into()
        }
        Refusal::Concerns(list) => gravest(Lang::En, list),
        Refusal::Warnings(_) => "There are warnings to accept first.".into(),
        Refusal::NoSeat => "No seat is left.".into(),
        Refusal::NotFound => "This is not there, or not any more.".into(),
        Refusal::WrongState => "This cannot be done as things stand now.".into(),
        Refusal::AlreadyAnswered => "You have answered this survey. Thank you.".into(),
        Refusal::SurveyClosed => "This survey is not open for you.".into(),
        Refusal::SurveyElsewhere { office } => {
            format!("This survey is answered at {office}, where your attendance was marked. Everybody answers once.")
        }
        Refusal::SurveyIncomplete => "A required answer is missing. Please complete it.".into(),
        Refusal::ClockUntrusted => "This kiosk's date is not confirmed. Please ask the officer.".into(),
        Refusal::DiskFull => "This kiosk's disk is nearly full. Please ask the officer.".into(),
        Refusal::Frozen => "Read-only: this kiosk needs a newer release of balai.".into(),
        Refusal::CentreOnly => "Only the centre can do this.".into(),
        Refusal::UnknownNode => "That office is not known, or the centre has closed it.".into(),
        Refusal::NoOrganisation => "This kiosk has not joined any organisation.".into(),
        Refusal::NobodyElse => {
            "No other office is known here yet. Read a bundle of an office first, or invite one.".into()
        }
        Refusal::OtherFingerprint => "Those digits are not of the office that asks: do not let it in.".to_owned(),
        Refusal::Handover => {
            "The centre was just recovered: seats of older batches are frozen until every office has sent a bundle.".into()
        }
        Refusal::Standing(halt) => match halt {
            Halt::Older => "The data here is an older copy: nothing may be recorded. Please ask the officer.",
            Halt::OtherMachine => {
                "The data here is of another computer: nothing may be recorded. Please ask the officer."
            }
            Halt::Closed => "The centre closed this kiosk: nothing can be recorded. Please ask the officer.",
        }
        .into(),
        Refusal::Behind => "Not all records of that office are here. First read its bundle.".into(),
        Refusal::Medium(fault) => medium(Lang::En, *fault),
        Refusal::Bundle(fault) => bundle(Lang::En, *fault).into(),
    }
}

/// What a stick or folder did, and what to do; each begins with what is lost: nothing.
fn medium(lang: Lang, fault: MediumFault) -> String {
    match (lang, fault) {
        (Lang::Id, MediumFault::Pulled) => {
            "Stik tercabut; tidak ada yang hilang. Pasang lagi dan ulangi.".into()
        }
        (Lang::En, MediumFault::Pulled) => {
            "The stick was pulled; nothing is lost. Put it back and try again.".into()
        }
        (Lang::Id, MediumFault::Full { needs, free }) => format!(
            "Stik penuh: perlu {}, bebas {}. Pakai stik lain.",
            format::bytes(lang, needs),
            format::bytes(lang, free)
        ),
        (Lang::En, MediumFault::Full { needs, free }) => format!(
            "The stick is full: needs {}, has {}. Use another.",
            format::bytes(lang, needs),
            format::bytes(lang, free)
        ),
        (Lang::Id, MediumFault::ReadOnly) => {
            "Stik terkunci, hanya dapat dibaca. Buka kuncinya atau pakai stik lain.".into()
        }
        (Lang::En, MediumFault::ReadOnly) => {
            "The stick is locked, it can only be read. Unlock it or use another.".into()
        }
        (Lang::Id, MediumFault::Mismatch) => {
            "Stik rusak: isi yang dibaca ulang berbeda. Pakai stik lain.".into()
        }
        (Lang::En, MediumFault::Mismatch) => {
            "The stick is faulty: read again, its content differs. Use another.".into()
        }
        (Lang::Id, MediumFault::Exists) => "Berkas bernama sama sudah ada; tidak ditimpa. Ulangi.".into(),
        (Lang::En, MediumFault::Exists) => {
            "A file of that name is there; it was not overwritten. Try again.".into()
        }
        (Lang::Id, MediumFault::NotFound) => {
            "Stik atau berkas itu tidak ada lagi. Pasang stik dan ulangi.".into()
        }
        (Lang::En, MediumFault::NotFound) => {
            "The stick or the file is gone. Put the stick in and try again.".into()
        }
        (Lang::Id, MediumFault::NotAFolder) => "Itu berkas. Sebutkan stik atau folder.".into(),
        (Lang::En, MediumFault::NotAFolder) => "That is a file. Name a stick or a folder.".into(),
    }
}

/// Why a bundle is not taken in, and what to do.
fn bundle(lang: Lang, fault: BundleFault) -> &'static str {
    match (lang, fault) {
        (Lang::Id, BundleFault::NotOne) => "Berkas ini bukan bundel.",
        (Lang::En, BundleFault::NotOne) => "This file is no bundle.",
        (Lang::Id, BundleFault::Damaged) => "Bundel ini rusak; tidak ada yang dibaca. Minta bundel baru.",
        (Lang::En, BundleFault::Damaged) => "This bundle is damaged; nothing was read. Ask for a new one.",
        (Lang::Id, BundleFault::ForOthers) => "Bundel ini untuk kantor lain. Biarkan di stik.",
        (Lang::En, BundleFault::ForOthers) => "This bundle is for other offices. Leave it on the stick.",
        (Lang::Id, BundleFault::UnknownOffice) => {
            "Kantor pembuatnya tidak dikenal di sini. Baca dahulu bundel dari pusat."
        }
        (Lang::En, BundleFault::UnknownOffice) => {
            "The office that made it is not known here. First read a bundle from the centre."
        }
        (Lang::Id, BundleFault::TooNew) => "Bundel ini dari versi lebih baru. Perbarui balai di kiosk ini.",
        (Lang::En, BundleFault::TooNew) => "This bundle is of a newer release. Update balai at this kiosk.",
        (Lang::Id, BundleFault::TooLarge) => "Bundel ini melebihi batas dan tidak dibuka. Minta bundel baru.",
        (Lang::En, BundleFault::TooLarge) => {
            "This bundle is beyond the limits and was not opened. Ask for a new one."
        }
    }
}

fn gravest(lang: Lang, list: &[Weighed]) -> String {
    let worst = list
        .iter()
        .find(|one| one.severity == Severity::Refusal)
        .or(list.first());
    match (worst, lang) {
        (Some(worst), _) => concern(lang, &worst.concern),
        (None, Lang::Id) => "Aturan kantor ini tidak memperbolehkannya.".into(),
        (None, Lang::En) => "The rules of this office do not allow it.".into(),
    }
}

/// "45 detik", "2 menit": a time to wait, never said shorter than it is.
pub fn wait(lang: Lang, seconds: u32) -> String {
    let (amount, unit) = if seconds < 120 {
        (seconds, ("detik", "s"))
    } else {
        (seconds.div_ceil(60), ("menit", "min"))
    };
    match lang {
        Lang::Id => format!("{amount} {}", unit.0),
        Lang::En => format!("{amount} {}", unit.1),
    }
}

/// One thing that speaks against a registration.
pub fn concern(lang: Lang, concern: &Concern) -> String {
    let date = |day: crate::domain::day::Day| format::date(lang, day.date());
    match (lang, concern) {
        (Lang::Id, Concern::AlreadyRegistered) => "Anda sudah terdaftar di angkatan ini.".into(),
        (Lang::En, Concern::AlreadyRegistered) => "You are registered in this batch already.".into(),
        (Lang::Id, Concern::AlreadyCompleted { year }) => {
            format!("Anda sudah menyelesaikan pelatihan ini pada {year}.")
        }
        (Lang::En, Concern::AlreadyCompleted { year }) => format!("You completed this training in {year}."),
        (Lang::Id, Concern::Clash { title, from, to }) => {
            let dates = format::dates(lang, from.date(), to.date());
            format!("Jadwal ini beririsan dengan \"{title}\" ({dates}).")
        }
        (Lang::En, Concern::Clash { title, from, to }) => {
            let dates = format::dates(lang, from.date(), to.date());
            format!("The dates clash with \"{title}\" ({dates}).")
        }
        (Lang::Id, Concern::MissingPrerequisite { title }) => {
            format!("Syarat belum tercatat selesai di sistem ini: \"{title}\".")
        }
        (Lang::En, Concern::MissingPrerequisite { title }) => {
            format!("A prerequisite is not on record here: \"{title}\".")
        }
        (Lang::Id, Concern::NotOpenTo { employment }) => {
            format!("Pelatihan ini tidak dibuka untuk {}.", employment.label())
        }
        (Lang::En, Concern::NotOpenTo { employment }) => {
            format!("This training is not open to {}.", employment.label())
        }
        (Lang::Id, Concern::OtherUnits) => "Pelatihan ini ditujukan bagi perangkat daerah lain.".into(),
        (Lang::En, Concern::OtherUnits) => "This training is meant for other offices.".into(),
        (Lang::Id, Concern::ContractEnds { day }) => {
            format!("Kontrak Anda berakhir {}, sebelum pelatihan selesai.", date(*day))
        }
        (Lang::En, Concern::ContractEnds { day }) => {
            format!("Your contract ends {}, before the training does.", date(*day))
        }
        (Lang::Id, Concern::BeyondCap { credit, cap }) => {
            format!("Dengan pelatihan ini JP Anda menjadi {credit}, melebihi batas PPPK {cap} JP setahun.")
        }
        (Lang::En, Concern::BeyondCap { credit, cap }) => {
            format!("With it you would have {credit} JP, over the PPPK limit of {cap} JP a year.")
        }
        (Lang::Id, Concern::NotOpenYet { opens: None }) => "Pendaftaran belum dibuka.".into(),
        (Lang::En, Concern::NotOpenYet { opens: None }) => "Registration is not open yet.".into(),
        (Lang::Id, Concern::NotOpenYet { opens: Some(opens) }) => {
            format!(
                "Pendaftaran baru dibuka {}.",
                format::date_time(lang, opens.local(wib()))
            )
        }
        (Lang::En, Concern::NotOpenYet { opens: Some(opens) }) => {
            format!(
                "Registration opens {}.",
                format::date_time(lang, opens.local(wib()))
            )
        }
        (Lang::Id, Concern::Closed) => "Pendaftaran sudah ditutup.".into(),
        (Lang::En, Concern::Closed) => "Registration is closed.".into(),
        (Lang::Id, Concern::BatchCancelled) => "Angkatan ini dibatalkan penyelenggara.".into(),
        (Lang::En, Concern::BatchCancelled) => "This batch was cancelled by the organiser.".into(),
    }
}

/// Why what was typed is no employee's number, with the place where it points to one.
pub fn number(lang: Lang, fault: &NumberFault) -> String {
    match (lang, fault) {
        (Lang::Id, NumberFault::NotADigit { found: None, .. }) => "Nomor belum diisi.".into(),
        (Lang::En, NumberFault::NotADigit { found: None, .. }) => "The number is empty.".into(),
        (Lang::Id, NumberFault::NotADigit { position, .. }) => {
            format!("Nomor hanya berisi angka; posisi {position} bukan angka.")
        }
        (Lang::En, NumberFault::NotADigit { position, .. }) => {
            format!("A number has digits only; position {position} is none.")
        }
        (Lang::Id, NumberFault::Length { digits }) => {
            format!("Nomor harus 18 digit (NIK: 16). Anda mengetik {digits}.")
        }
        (Lang::En, NumberFault::Length { digits }) => {
            format!("The number must have 18 digits (NIK: 16). You typed {digits}.")
        }
        (Lang::Id, NumberFault::OldNip) => "Ini NIP lama (9 digit). Gunakan NIP baru, 18 digit.".into(),
        (Lang::En, NumberFault::OldNip) => {
            "This is an old NIP (9 digits). Use the new one, 18 digits.".into()
        }
        (Lang::Id, NumberFault::BirthDate { part, position, .. }) => {
            format!(
                "{} lahir tidak mungkin (mulai posisi {position}).",
                word::birth_part(lang, *part)
            )
        }
        (Lang::En, NumberFault::BirthDate { part, position, .. }) => {
            format!(
                "The {} of birth is impossible (from position {position}).",
                word::birth_part(lang, *part)
            )
        }
        (Lang::Id, NumberFault::Start { why, position, .. }) => match why {
            StartFault::Month => format!("Bulan pengangkatan tidak mungkin (posisi {position})."),
            StartFault::ContractCount => format!("Urutan kontrak PPPK tidak mungkin 0 (posisi {position})."),
            StartFault::TooYoung => {
                format!("Tahun pengangkatan terlalu dekat dengan tahun lahir (posisi {position}).")
            }
        },
        (Lang::En, NumberFault::Start { why, position, .. }) => match why {
            StartFault::Month => format!("The month of appointment is impossible (position {position})."),
            StartFault::ContractCount => {
                format!("A PPPK's contract count cannot be 0 (position {position}).")
            }
            StartFault::TooYoung => {
                format!("The appointment is too soon after the year of birth (position {position}).")
            }
        },
        (Lang::Id, NumberFault::Sex { position, .. }) => format!("Posisi {position} harus 1 atau 2."),
        (Lang::En, NumberFault::Sex { position, .. }) => format!("Position {position} must be 1 or 2."),
        (Lang::Id, NumberFault::Sequence { position }) => {
            format!("Nomor urut tidak mungkin nol semua (mulai posisi {position}).")
        }
        (Lang::En, NumberFault::Sequence { position }) => {
            format!("The sequence number cannot be all zeros (from position {position}).")
        }
        (Lang::Id, NumberFault::Area { position }) => {
            format!("Kode wilayah tidak mungkin 00 (posisi {position}).")
        }
        (Lang::En, NumberFault::Area { position }) => {
            format!("The area code cannot be 00 (position {position}).")
        }
    }
}

/// What failed, for the public: nothing they did, and a code to name at the desk.
pub fn trouble(lang: Lang, trouble: &Trouble) -> String {
    match lang {
        Lang::Id => format!(
            "Maaf, langkah ini gagal dan belum tersimpan. Kode: {}.",
            trouble.code
        ),
        Lang::En => format!(
            "Sorry, this step failed and was not saved. Code: {}.",
            trouble.code
        ),
    }
}

/// What the officer can do about it, by the kind that the code begins with.
pub fn remedy(lang: Lang, trouble: &Trouble) -> &'static str {
    let kind = trouble.code.split('-').next().unwrap_or_default();
    match (kind, lang) {
        ("SIMPAN", Lang::Id) => "Periksa ruang dan hak tulis folder data, lalu coba lagi.",
        ("SIMPAN", Lang::En) => "Check the data folder's free space and permissions, then try again.",
        ("DATA", Lang::Id) => "Jalankan \"balai verify\"; jangan hapus apa pun.",
        ("DATA", Lang::En) => "Run \"balai verify\"; delete nothing.",
        ("CETAK", Lang::Id) => "Periksa folder slip dan hak tulisnya.",
        ("CETAK", Lang::En) => "Check the folder for slips and its permissions.",
        (_, Lang::Id) => "Catat kode ini, lalu lihat Administrasi, Pemeriksaan.",
        (_, Lang::En) => "Note this code, then see Administration, Health.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{day::Day, person::Employment};

    fn concerns() -> Vec<Concern> {
        let (from, to) = (Day::of(2026, 11, 27).unwrap(), Day::of(2026, 11, 28).unwrap());
        vec![
            Concern::AlreadyRegistered,
            Concern::AlreadyCompleted { year: 2025 },
            Concern::Clash {
                title: "Bahasa Inggris Kedinasan".into(),
                from,
                to,
            },
            Concern::MissingPrerequisite {
                title: "Dasar-Dasar Penganggaran".into(),
            },
            Concern::NotOpenTo {
                employment: Employment::NonAsn,
            },
            Concern::OtherUnits,
            Concern::ContractEnds { day: from },
            Concern::BeyondCap { credit: 32, cap: 24 },
            Concern::NotOpenYet { opens: None },
            Concern::NotOpenYet {
                opens: Some(crate::domain::day::Moment(1_795_000_000_000)),
            },
            Concern::Closed,
            Concern::BatchCancelled,
        ]
    }

    #[test]
    fn every_concern_is_a_sentence_of_its_own_in_both_languages() {
        let mut seen = std::collections::BTreeSet::new();
        for lang in Lang::ALL {
            for one in concerns() {
                let text = concern(lang, &one);
                assert!(text.ends_with('.') && text.len() > 10, "{text}");
                assert!(seen.insert(text.clone()), "said twice: {text}");
            }
        }
    }

    #[test]
    fn a_refusal_names_the_gravest_concern_and_not_a_warning_before_it() {
        let list = vec![
            Weighed {
                concern: Concern::OtherUnits,
                severity: Severity::Warning,
            },
            Weighed {
                concern: Concern::Closed,
                severity: Severity::Refusal,
            },
        ];
        let refusal = Refusal::Concerns(list);
        assert_eq!(sentence(Lang::Id, &refusal), "Pendaftaran sudah ditutup.");
        assert_eq!(sentences(Lang::Id, &refusal).len(), 2);
    }

    #[test]
    fn a_pause_is_never_said_shorter_than_it_is() {
        assert_eq!(wait(Lang::Id, 60), "60 detik");
        assert_eq!(wait(Lang::Id, 121), "3 menit");
        assert_eq!(wait(Lang::En, 240), "4 min");
    }

    #[test]
    fn what_was_typed_is_not_said_again() {
        let fault = NumberFault::NotADigit {
            position: 3,
            found: Some('\u{1b}'),
        };
        for lang in Lang::ALL {
            assert!(!number(lang, &fault).contains('\u{1b}'));
        }
    }

    #[test]
    fn a_trouble_is_said_by_its_code_and_never_by_its_detail() {
        let failed = Trouble {
            code: "SIMPAN-07",
            detail: "0 KB di /var/lib/balai".into(),
        };
        for lang in Lang::ALL {
            let text = trouble(lang, &failed);
            assert!(text.contains("SIMPAN-07") && !text.contains("/var"), "{text}");
            assert_ne!(
                remedy(lang, &failed),
                remedy(
                    lang,
                    &Trouble {
                        code: "X-01",
                        detail: String::new()
                    }
                )
            );
        }
    }
}
