//! Sentences of: the officer's choices (A1).

use crate::i18n::home::Service;

/// The sentences of this screen.
#[derive(Debug)]
#[expect(missing_docs, reason = "each field is read where it is shown")]
pub struct Texts {
    pub title: &'static str,
    pub people: Service,
    pub import: Service,
    pub batches: Service,
    pub slip: Service,
    pub sync: Service,
    pub only_here: fn(&str) -> String,
    pub attendance: Service,
    pub health: Service,
    pub pin: Service,
    pub quit: Service,
    pub counts: fn(&str, &str) -> String,
    pub sound: &'static str,
    pub damaged: &'static str,

    pub slip_title: &'static str,
    pub slip_heading: &'static str,
    pub slip_label: &'static str,
    pub slip_short: &'static str,
    pub slip_known: &'static str,
    pub slip_for: fn(&str) -> String,
    pub slip_unknown: &'static str,
    pub slip_unknown_what: &'static str,
    pub hint_look: &'static str,
    pub help_look: &'static str,

    pub quit_title: &'static str,
    pub quit_heading: &'static str,
    pub quit_what: &'static str,
    pub quit_yes: &'static str,
    pub quit_no: &'static str,
}

/// Bahasa Indonesia.
pub const ID: Texts = Texts {
    title: "Administrasi",
    people: Service {
        name: "Pegawai",
        about: "kode aktivasi, atur ulang PIN, peran",
    },
    import: Service {
        name: "Impor berkas",
        about: "pegawai, unit, pelatihan, angkatan, riwayat",
    },
    batches: Service {
        name: "Angkatan",
        about: "buka dan tutup pendaftaran, peserta",
    },
    slip: Service {
        name: "Cek slip",
        about: "apakah kode slip tercatat di sini",
    },
    sync: Service {
        name: "Sinkronisasi",
        about: "bundel, kantor lain, kursi antar kantor",
    },
    only_here: |n| format!("{n} pendaftaran hanya ada di kiosk ini"),
    attendance: Service {
        name: "Presensi",
        about: "semua angkatan yang berjalan",
    },
    health: Service {
        name: "Pemeriksaan",
        about: "keadaan data, ruang disk, versi",
    },
    pin: Service {
        name: "Ganti PIN saya",
        about: "",
    },
    quit: Service {
        name: "Tutup program",
        about: "kiosk berhenti melayani",
    },
    counts: |people, batches| format!("{people} pegawai, {batches} angkatan"),
    sound: "data baik",
    damaged: "ADA KERUSAKAN, silakan buka",
    slip_title: "Cek slip",
    slip_heading: "Pindai slip, atau ketik kodenya.",
    slip_label: "Kode slip (8 huruf dan angka)",
    slip_short: "Kode",
    slip_known: "TERCATAT",
    slip_for: |title| format!("Slip ini untuk: {title}"),
    slip_unknown: "TIDAK TERCATAT",
    slip_unknown_what: "Tidak ada slip dengan kode ini di kantor ini.",
    hint_look: "Cek",
    help_look: "cek kode yang diketik",
    quit_title: "Tutup program",
    quit_heading: "Tutup program kiosk?",
    quit_what: "Layar ini berhenti melayani sampai program dijalankan lagi. Semua data sudah tersimpan.",
    quit_yes: "Ya, tutup program",
    quit_no: "Tidak, kembali",
};

/// English.
pub const EN: Texts = Texts {
    title: "Administration",
    people: Service {
        name: "People",
        about: "activation codes, PIN resets, roles",
    },
    import: Service {
        name: "Import a file",
        about: "people, units, trainings, batches, history",
    },
    batches: Service {
        name: "Batches",
        about: "open and close registration, participants",
    },
    slip: Service {
        name: "Check a slip",
        about: "whether a slip's code is on record here",
    },
    sync: Service {
        name: "Exchange",
        about: "bundles, other offices, their seats",
    },
    only_here: |n| format!("registrations only at this kiosk: {n}"),
    attendance: Service {
        name: "Attendance",
        about: "all batches that are running",
    },
    health: Service {
        name: "Health",
        about: "state of the data, disk space, version",
    },
    pin: Service {
        name: "Change my PIN",
        about: "",
    },
    quit: Service {
        name: "End the program",
        about: "the kiosk stops serving",
    },
    counts: |people, batches| format!("people: {people}, batches: {batches}"),
    sound: "data sound",
    damaged: "DAMAGE FOUND, please open",
    slip_title: "Check a slip",
    slip_heading: "Scan the slip, or type its code.",
    slip_label: "Code of the slip (8 letters and digits)",
    slip_short: "Code",
    slip_known: "ON RECORD",
    slip_for: |title| format!("This slip is for: {title}"),
    slip_unknown: "NOT ON RECORD",
    slip_unknown_what: "There is no slip of this code at this office.",
    hint_look: "Check",
    help_look: "check the code that was typed",
    quit_title: "End the program",
    quit_heading: "End the kiosk's program?",
    quit_what: "This screen stops serving until the program is started again. All data is saved.",
    quit_yes: "Yes, end the program",
    quit_no: "No, back",
};
