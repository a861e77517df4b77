//! Sentences of: what an officer should look at.

/// What a matter is called, what it means, and what to do.
#[derive(Debug)]
pub struct Words {
    /// What it is called.
    pub title: &'static str,
    /// What it means, with the office it is about.
    pub meaning: fn(&str) -> String,
    /// What to do.
    pub advice: &'static str,
}

/// The sentences of this screen.
#[derive(Debug)]
#[expect(missing_docs, reason = "each field is read where it is shown")]
pub struct Texts {
    pub title: &'static str,
    pub none: &'static str,
    pub seen: &'static str,
    pub found: &'static str,
    pub office: &'static str,
    pub records: &'static str,
    pub batch: &'static str,
    pub person: &'static str,
    pub more: &'static str,
    pub advice: &'static str,
    pub mark_seen: &'static str,
    pub to_nodes: &'static str,
    pub to_export: &'static str,
    pub to_list: &'static str,
    pub to_see: fn(&str) -> String,
    pub somebody: &'static str,
    pub fork: Words,
    pub damaged: Words,
    pub unknown_office: Words,
    pub outside_scope: Words,
    pub after_closure: Words,
    pub clock_ahead: Words,
    pub newer_release: Words,
    pub bumped: Words,
    pub two_seats: Words,
    pub set_aside_there: Words,
    pub restored: Words,
    pub join_request: Words,
    pub missing_person: Words,
    pub join_refused: Words,
    pub survey_counts: Words,
    pub no_room: Words,
}

/// Bahasa Indonesia.
pub const ID: Texts = Texts {
    title: "Hal untuk diperiksa",
    none: "Tidak ada hal untuk diperiksa.",
    seen: "sudah dilihat",
    found: "Ditemukan",
    office: "Kantor",
    records: "Catatan",
    batch: "Angkatan",
    person: "Pegawai",
    more: "Keterangan",
    advice: "Yang perlu dilakukan",
    mark_seen: "Tandai sudah dilihat",
    to_nodes: "Buka daftar kantor",
    to_export: "Tulis bundel",
    to_list: "Kembali ke daftar",
    to_see: |a| format!("{a} belum dilihat"),
    somebody: "Sebuah kantor",
    fork: Words {
        title: "Dua riwayat dari satu kiosk",
        meaning: |office| {
            format!("{office} punya dua riwayat: salinan lamanya dipakai, atau datanya digandakan.")
        },
        advice: "Hentikan kiosk itu. Pusat menutup kiosk itu di daftar kantor; ia mulai lagi tanpa kursi.",
    },
    damaged: Words {
        title: "Data rusak",
        meaning: |office| format!("Sebagian kiriman {office} rusak dan disisihkan. Yang lain sudah dibaca."),
        advice: "Minta kantor itu menulis bundel baru.",
    },
    unknown_office: Words {
        title: "Kantor tidak dikenal",
        meaning: |office| format!("Ada catatan dari {office}, yang belum dikenalkan pusat."),
        advice: "Baca bundel terbaru dari pusat. Bila tetap muncul, telepon pusat.",
    },
    outside_scope: Words {
        title: "Melebihi wewenang",
        meaning: |office| {
            format!("{office} mencatat hal yang hanya boleh dicatat pusat. Disimpan, tetapi tidak berlaku.")
        },
        advice: "Telepon kantor itu: programnya mungkin diubah.",
    },
    after_closure: Words {
        title: "Dicatat sesudah ditutup",
        meaning: |office| format!("{office} mencatat setelah ditutup pusat. Itu tidak berlaku."),
        advice: "Cari kiosk itu. Yang mendaftar di sana perlu didaftarkan lagi.",
    },
    clock_ahead: Words {
        title: "Jam terlalu maju",
        meaning: |office| {
            format!("Jam {office} lebih dari sehari di depan. Waktunya dibatasi, urutannya tetap benar.")
        },
        advice: "Minta kantor itu menyetel jam dan mengganti baterainya.",
    },
    newer_release: Words {
        title: "Versi lebih baru",
        meaning: |office| {
            format!("{office} memakai versi lebih baru. Yang disentuhnya hanya dapat dibaca di sini.")
        },
        advice: "Perbarui balai di kiosk ini.",
    },
    bumped: Words {
        title: "Kehilangan kursi",
        meaning: |_| "Yang sudah mendapat kursi menunggu lagi, di urutan pertama.".into(),
        advice: "Hubungi orangnya: slipnya bukan lagi tanda kursi.",
    },
    two_seats: Words {
        title: "Dua kursi",
        meaning: |_| "Satu orang mendapat dua kursi di satu angkatan; yang satu dilepas sendiri.".into(),
        advice: "Tidak ada. Cukup tandai sudah dilihat.",
    },
    set_aside_there: Words {
        title: "Disisihkan di sana",
        meaning: |office| format!("{office} menyisihkan sebagian kiriman kiosk ini."),
        advice: "Tulis bundel baru untuk kantor itu.",
    },
    restored: Words {
        title: "Salinan lama",
        meaning: |_| "Data kiosk ini salinan lama atau digandakan. Ia tidak boleh mencatat.".into(),
        advice: "Tulis bundel untuk pusat, bacakan angkanya lewat telepon, lalu baca balasannya.",
    },
    join_request: Words {
        title: "Permintaan bergabung",
        meaning: |office| format!("{office} ingin bergabung."),
        advice: "Buka daftar kantor dan cocokkan angkanya lewat telepon.",
    },
    join_refused: Words {
        title: "Permintaan bergabung ditolak",
        meaning: |office| {
            format!("{office} ingin bergabung, tetapi undangannya tidak berlaku atau rahasianya keliru.")
        },
        advice: "Hubungi kantor itu lewat telepon. Bila benar, buat undangan baru untuknya.",
    },
    missing_person: Words {
        title: "Data orang belum datang",
        meaning: |office| format!("Catatan dari {office} menyebut orang yang datanya belum sampai di sini."),
        advice: "Tunggu bundel berikut dari pusat atau kantor itu.",
    },
    survey_counts: Words {
        title: "Angka survei tidak cocok",
        meaning: |office| {
            format!(
                "Jawaban survei dari {office} lebih banyak daripada yang hadir (isi : menjawab : hadir), atau datang dua kali."
            )
        },
        advice: "Jawabannya tidak dihitung. Tanyakan kantor itu; periksa kehadiran angkatan ini.",
    },
    no_room: Words {
        title: "Tempat tunggu penuh",
        meaning: |office| {
            format!("Sebagian catatan {office} menunggu bundel lain, dan tempat tunggunya penuh.")
        },
        advice: "Baca dahulu bundel yang belum sampai, lalu baca bundel ini sekali lagi.",
    },
};

/// English.
pub const EN: Texts = Texts {
    title: "Matters to look at",
    none: "There is nothing to look at.",
    seen: "seen",
    found: "Found",
    office: "Office",
    records: "Records",
    batch: "Batch",
    person: "Employee",
    more: "Detail",
    advice: "What to do",
    mark_seen: "Mark as seen",
    to_nodes: "Open the offices",
    to_export: "Write a bundle",
    to_list: "Back to the list",
    to_see: |a| format!("not seen: {a}"),
    somebody: "An office",
    fork: Words {
        title: "Two histories of one kiosk",
        meaning: |office| {
            format!("{office} has two histories: an old copy was used, or its data was cloned.")
        },
        advice: "Stop that kiosk. The centre closes it in the list of offices; it starts again without seats.",
    },
    damaged: Words {
        title: "Damaged data",
        meaning: |office| format!("Part of what {office} sent is damaged and set aside. The rest was read."),
        advice: "Ask that office for a new bundle.",
    },
    unknown_office: Words {
        title: "An unknown office",
        meaning: |office| format!("There are records of {office}, which the centre has not made known."),
        advice: "Read the newest bundle from the centre. If this stays, telephone the centre.",
    },
    outside_scope: Words {
        title: "Beyond its rights",
        meaning: |office| {
            format!("{office} recorded what only the centre may. It is kept and does not count.")
        },
        advice: "Telephone that office: its program may have been changed.",
    },
    after_closure: Words {
        title: "Recorded after closure",
        meaning: |office| format!("{office} recorded after the centre had closed it. That does not count."),
        advice: "Find that kiosk. Who registered there needs to register again.",
    },
    clock_ahead: Words {
        title: "A clock ahead",
        meaning: |office| {
            format!(
                "The clock of {office} is more than a day ahead. Its times are bounded, the order stays right."
            )
        },
        advice: "Ask that office to set the clock and change its battery.",
    },
    newer_release: Words {
        title: "A newer release",
        meaning: |office| format!("{office} has a newer release. What it touched is read-only here."),
        advice: "Update balai at this kiosk.",
    },
    bumped: Words {
        title: "A seat lost",
        meaning: |_| "Somebody who held a seat waits again, first in line.".into(),
        advice: "Tell them: their slip is no longer good for a seat.",
    },
    two_seats: Words {
        title: "Two seats",
        meaning: |_| "One person got two seats in one batch; one is released by itself.".into(),
        advice: "Nothing. Just mark it as seen.",
    },
    set_aside_there: Words {
        title: "Set aside there",
        meaning: |office| format!("{office} set aside part of what this kiosk sent."),
        advice: "Write a new bundle for that office.",
    },
    restored: Words {
        title: "An older copy",
        meaning: |_| "The data of this kiosk is an older copy or a clone. It may record nothing.".into(),
        advice: "Write a bundle for the centre, read out its digits by telephone, then read its answer.",
    },
    join_request: Words {
        title: "A request to join",
        meaning: |office| format!("{office} asks to join."),
        advice: "Open the list of offices and compare the digits by telephone.",
    },
    join_refused: Words {
        title: "Request to join refused",
        meaning: |office| {
            format!("{office} asked to join, but its invitation does not hold or its secret is wrong.")
        },
        advice: "Call that office by telephone. If it is genuine, make a new invitation for it.",
    },
    missing_person: Words {
        title: "Data of a person to come",
        meaning: |office| format!("Records of {office} name somebody whose data has not come yet."),
        advice: "Wait for the next bundle from the centre or that office.",
    },
    survey_counts: Words {
        title: "Survey counts do not agree",
        meaning: |office| {
            format!(
                "{office} sent more survey answers than people who came (sent : answered : came), or sent them twice."
            )
        },
        advice: "They are not counted. Ask that office; check the attendance of this batch.",
    },
    no_room: Words {
        title: "No room to wait",
        meaning: |office| {
            format!("Some records of {office} wait for another bundle, and there is no room to keep them.")
        },
        advice: "Read the bundle that is missing first, then read this one once more.",
    },
};
