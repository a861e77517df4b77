//! Sentences of: home (K1, L1).

use super::format::full_stop;

/// One service: its name and what one finds there.
#[derive(Clone, Copy, Debug)]
pub struct Service {
    /// The name.
    pub name: &'static str,
    /// What it holds, in the right column of a wide enough screen.
    pub about: &'static str,
}

/// The sentences of this screen.
#[derive(Debug)]
#[expect(missing_docs, reason = "each field is read where it is shown")]
pub struct Texts {
    pub title: &'static str,
    pub welcome: &'static str,
    pub welcome_name: fn(&str) -> String,
    pub catalogue: Service,
    pub trainings: Service,
    pub surveys: Service,
    pub facilitator: Service,
    pub officer: Service,
    pub need_help: &'static str,
    pub help_services: &'static str,
}

/// Bahasa Indonesia.
pub const ID: Texts = Texts {
    title: "Beranda",
    welcome: "Selamat datang. Pilih layanan:",
    welcome_name: |name| format!("Selamat datang, {name}{} Pilih layanan:", full_stop(name)),
    catalogue: Service {
        name: "Katalog pelatihan",
        about: "cari, lihat jadwal, daftar",
    },
    trainings: Service {
        name: "Pelatihan saya",
        about: "jadwal, slip, capaian JP",
    },
    surveys: Service {
        name: "Survei pelatihan",
        about: "2-5 menit per pelatihan",
    },
    facilitator: Service {
        name: "Fasilitator",
        about: "presensi, hasil survei",
    },
    officer: Service {
        name: "Administrasi",
        about: "pegawai, angkatan, impor, pemeriksaan",
    },
    need_help: "Butuh bantuan? Hubungi petugas di meja depan, atau tekan F1.",
    help_services: "buka layanan bernomor itu",
};

/// English.
pub const EN: Texts = Texts {
    title: "Home",
    welcome: "Welcome. Choose a service:",
    welcome_name: |name| format!("Welcome, {name}{} Choose a service:", full_stop(name)),
    catalogue: Service {
        name: "Training catalogue",
        about: "search, see dates, register",
    },
    trainings: Service {
        name: "My trainings",
        about: "schedule, slips, credit hours",
    },
    surveys: Service {
        name: "Training surveys",
        about: "2-5 minutes a training",
    },
    facilitator: Service {
        name: "Facilitator",
        about: "attendance, survey results",
    },
    officer: Service {
        name: "Administration",
        about: "people, batches, import, health",
    },
    need_help: "Need help? Ask the officer at the front desk, or press F1.",
    help_services: "open the service of that number",
};
