//! The sentences of the command line.

pub mod clock;
pub mod exchange;
pub mod help;
pub mod survey;
pub mod trust;

/// The sentences of the command line.
#[expect(missing_docs, reason = "each field is read where it is said")]
#[derive(Debug)]
pub struct Texts {
    pub help: help::Help,
    pub time: clock::Texts,
    pub trust: trust::Texts,
    pub exchange: exchange::Texts,
    pub survey: survey::Texts,

    // What went wrong, each with what to do.
    pub no_home: &'static str,
    pub no_office: fn(&str) -> String,
    pub in_use: fn(Option<u32>) -> String,
    pub no_person: &'static str,
    pub no_batch: fn(&str) -> String,
    pub no_registration: &'static str,
    pub no_code: &'static str,
    pub many_codes: &'static str,
    pub not_a_demo: fn(&str) -> String,
    pub cannot_read: fn(&str, &str) -> String,
    pub cannot_write: fn(&str) -> String,
    pub damaged_ledger: &'static str,
    pub accept_warnings: &'static str,
    pub no_terminal: &'static str,
    pub terminal_failed: fn(&str) -> String,
    pub idle_filter: fn(&str, &str) -> String,
    pub few_people: fn(u64, u64) -> String,

    // Lines of `register --from`.
    pub bad_line: &'static str,

    // The command line itself.
    pub usage_unknown: fn(&str) -> String,
    pub usage_command: fn(&str) -> String,
    pub usage_value: fn(&str, &str) -> String,
    pub usage_choices: fn(&str) -> String,
    pub usage_missing: fn(&str) -> String,
    pub usage_no_value: fn(&str) -> String,
    pub usage_conflict: fn(&str, &str) -> String,
    pub usage_no_command: &'static str,
    pub usage_other: &'static str,
    pub usage_meant: fn(&str) -> String,
    pub usage_see: fn(&str) -> String,

    // init
    pub office_made: fn(&str, &str) -> String,
    pub office_there: fn(&str, &str) -> String,
    pub officer_code: fn(&str, &str) -> String,
    pub officer_hint: &'static str,
    pub no_officer_hint: &'static str,

    // demo
    pub demo_made: fn(&str) -> String,
    pub demo_there: fn(&str) -> String,
    pub demo_try: &'static str,
    pub demo_others: fn(&str) -> String,

    // import
    pub tried: fn(&str, &str) -> String,
    pub imported: fn(&str, &str) -> String,
    pub unchanged: fn(&str) -> String,
    pub not_imported: fn(&str) -> String,
    pub counts: fn(&str, &str, &str, &str, &str) -> String,
    pub more_faults: fn(&str) -> String,
    pub rejects_in: fn(&str) -> String,
    pub mend_or_accept: &'static str,

    // list
    pub nothing: &'static str,
    pub seats: fn(u32, u32, u32) -> String,

    // register and cancel
    pub slip_seat: fn(u32) -> String,
    pub slip_waiting: fn(u32) -> String,
    pub slip_wish: &'static str,
    pub slip_state: fn(&str) -> String,
    pub slip_code: &'static str,
    pub slip_training: &'static str,
    pub slip_batch: &'static str,
    pub slip_dates: &'static str,
    pub slip_place: &'static str,
    pub slip_recorded: &'static str,
    /// Why it stands otherwise than its person left it.
    pub slip_because: &'static str,
    pub cancelled: fn(&str, &str) -> String,
    pub moved_up: fn(&str) -> String,

    // status
    pub office: &'static str,
    pub version: &'static str,
    pub ledger: &'static str,
    pub store: &'static str,
    pub ledger_size: fn(&str, &str, &str) -> String,
    pub holds: fn(&str, &str, &str, &str, &str) -> String,
    pub content: &'static str,
    pub disk: &'static str,
    pub disk_free: fn(&str) -> String,
    pub unknown: &'static str,
    pub clock: &'static str,
    pub clock_good: &'static str,
    pub clock_bad: &'static str,
    pub health: &'static str,
    pub healthy: &'static str,
    pub rebuilt: fn(&str) -> String,
    pub cut: fn(&str) -> String,

    // verify
    pub whole: fn(&str, &str, &str, &str) -> String,
    pub damage_head: fn(usize) -> String,
    pub damage_segment: &'static str,
    pub damage_wal: &'static str,
    pub damage_blob: &'static str,
    pub damage_index: &'static str,
    pub damage_mended: &'static str,
    pub damage_secret: &'static str,
    pub damage_vault: &'static str,
    pub damage_ballot: &'static str,
    pub damage_ledger: &'static str,
    pub damage_advice: &'static str,
}

/// Bahasa Indonesia.
pub const ID: Texts = Texts {
    help: help::ID,
    time: clock::ID,
    trust: trust::ID,
    survey: survey::ID,
    exchange: exchange::ID,
    no_home: "Folder data tidak diketahui: HOME tidak ada. Sebutkan dengan --data DIR.",
    no_office: |dir| {
        format!(
            "Belum ada kantor di {dir}. Buat dengan \"balai init --office NAMA\", \
             sebut foldernya dengan --data DIR, atau coba \"balai demo\"."
        )
    },
    in_use: |holder| {
        let who = holder.map_or_else(|| "proses lain".to_owned(), |pid| format!("proses {pid}"));
        format!("Data ini sedang dipakai {who}. Tunggu sampai selesai atau tutup kiosknya, lalu ulangi.")
    },
    no_person: "Nomor itu tidak ada di kantor ini. Periksa nomornya, atau impor pegawainya dahulu.",
    no_batch: |code| format!("Angkatan \"{code}\" tidak ada. Lihat kodenya dengan \"balai list batches\"."),
    no_registration: "Pegawai itu tidak terdaftar di angkatan itu.",
    no_code: "Tidak ada pendaftaran dengan kode itu. Periksa kode di slipnya.",
    many_codes: "Kode itu dimiliki lebih dari satu pendaftaran. Sebutkan juga --batch KODE.",
    not_a_demo: |dir| {
        format!("Di {dir} sudah ada kantor yang bukan demo. Pilih folder lain dengan --data DIR.")
    },
    cannot_read: |file, why| format!("{file} tidak dapat dibaca ({why}). Periksa nama dan hak bacanya."),
    cannot_write: |why| format!("Keluaran tidak dapat ditulis ({why})."),
    damaged_ledger: "Buku besar rusak. Jalankan \"balai verify\" untuk melihat di mana; jangan hapus apa pun.",
    accept_warnings: "Bila tetap ingin mendaftar, ulangi dengan --accept-warnings.",
    no_terminal: "Kios memerlukan terminal: masukan atau keluaran standar bukan terminal.",
    terminal_failed: |why| format!("Terminal ini gagal dipakai ({why}). Coba terminal lain."),
    idle_filter: |filter, list| format!("{filter} hanya untuk \"balai list {list}\"."),
    few_people: |found, wanted| format!("Hanya {found} pendaftaran dapat dibuat, bukan {wanted}."),
    bad_line: "Baris ini bukan NOMOR,KODE_ANGKATAN.",
    usage_unknown: |arg| format!("\"{arg}\" tidak dikenal."),
    usage_command: |word| format!("Perintah \"{word}\" tidak dikenal."),
    usage_value: |value, arg| format!("\"{value}\" tidak dapat dipakai untuk {arg}."),
    usage_choices: |list| format!("Pilihan: {list}."),
    usage_missing: |list| format!("Masih kurang: {list}."),
    usage_no_value: |arg| format!("{arg} memerlukan isi."),
    usage_conflict: |arg, other| format!("{arg} tidak dapat dipakai bersama {other}."),
    usage_no_command: "Sebutkan perintahnya.",
    usage_other: "Baris perintah ini tidak dapat dimengerti.",
    usage_meant: |word| format!("Maksudnya \"{word}\"?"),
    usage_see: |command| format!("Lihat \"{command} --help\"."),
    office_made: |name, dir| format!("Kantor \"{name}\" dibuat di {dir}."),
    office_there: |name, dir| format!("Kantor \"{name}\" sudah ada di {dir}; namanya tidak diubah."),
    officer_code: |name, code| format!("Kode aktivasi petugas {name}: {code}"),
    officer_hint: "Kode ini ditampilkan sekali saja. Di kiosk: Masuk, lalu \"Belum punya PIN\".",
    no_officer_hint: "Belum ada petugas. Ulangi dengan --officer NOMOR --officer-name NAMA --unit UNIT.",
    demo_made: |dir| format!("Kota demo dibuat di {dir}."),
    demo_there: |dir| format!("Kota demo di {dir} dibuka lagi."),
    demo_try: "Untuk dicoba (nomor, PIN):",
    demo_others: |dir| format!("Perintah lain pada kota ini: tambahkan --data {dir}"),
    tried: |file, kind| format!("{file} ({kind}) dicoba; tidak ada yang ditulis."),
    imported: |file, kind| format!("{file} ({kind}) diimpor."),
    unchanged: |file| format!("{file}: tidak ada yang berubah."),
    not_imported: |file| format!("{file} tidak diimpor; tidak ada yang ditulis."),
    counts: |rows, added, changed, same, rejected| {
        format!("{rows} baris: {added} baru, {changed} berubah, {same} tetap, {rejected} ditolak.")
    },
    more_faults: |count| format!("... dan {count} baris ditolak lagi; perbaiki yang di atas dahulu."),
    rejects_in: |file| {
        format!("Baris yang ditolak ada di {file}, kolomnya sama: perbaiki, lalu impor berkas itu.")
    },
    mend_or_accept: "Perbaiki berkasnya, atau ulangi dengan --accept-good untuk mengambil baris yang baik saja.",
    nothing: "Tidak ada.",
    seats: |free, all, waiting| format!("sisa {free} dari {all}, antre {waiting}"),
    slip_seat: |seat| format!("TERDAFTAR, kursi nomor {seat}"),
    slip_waiting: |place| format!("DAFTAR TUNGGU, antrean ke-{place}. Belum mendapat kursi."),
    slip_wish: "TERCATAT, menunggu keputusan penyelenggara. Belum mendapat kursi.",
    slip_state: |state| format!("Sudah tercatat: {state}"),
    slip_code: "Kode",
    slip_training: "Pelatihan",
    slip_batch: "Angkatan",
    slip_dates: "Jadwal",
    slip_place: "Tempat",
    slip_recorded: "Tercatat",
    slip_because: "Sebab",
    cancelled: |code, title| format!("Dibatalkan: {code}, {title}."),
    moved_up: |code| format!("Naik dari daftar tunggu: {code}"),
    office: "Kantor",
    version: "Versi",
    ledger: "Buku besar",
    store: "Simpanan",
    ledger_size: |ops, segments, bytes| format!("{ops} catatan, {segments} segmen, {bytes} byte"),
    holds: |units, courses, batches, people, registrations| {
        format!(
            "{units} unit, {courses} pelatihan, {batches} angkatan, {people} pegawai, {registrations} pendaftaran"
        )
    },
    content: "Isi",
    disk: "Ruang",
    disk_free: |mib| format!("{mib} MiB bebas"),
    unknown: "tidak diketahui",
    clock: "Jam",
    clock_good: "wajar",
    clock_bad: "tidak dapat dipercaya; betulkan tanggal komputer ini",
    health: "Keadaan",
    healthy: "baik",
    rebuilt: |why| format!("simpanan dibangun ulang dari buku besar ({why})"),
    cut: |bytes| {
        format!("{bytes} byte tulisan terakhir yang terputus dibuang; tidak ada yang dijanjikan hilang")
    },
    whole: |ops, segments, blobs, entities| {
        format!(
            "Utuh: {ops} catatan, {segments} segmen, {blobs} data pribadi, {entities} isi simpanan cocok."
        )
    },
    damage_head: |count| format!("RUSAK: {count} temuan."),
    damage_segment: "segmen tidak cocok dengan tanda tangan, rantai, atau isinya",
    damage_wal: "catatan yang belum disegel tidak terbaca",
    damage_blob: "data pribadi tidak cocok dengan sidiknya",
    damage_index: "simpanan tidak cocok dengan buku besar",
    damage_mended: "simpanan rusak dan sudah dibangun ulang dari buku besar",
    damage_secret: "kunci atau rahasia kantor ini tidak terbaca",
    damage_vault: "PIN dan pengaturan kantor ini tidak terbaca",
    damage_ballot: "jawaban survei tidak terbaca",
    damage_ledger: "buku besar lebih tua daripada simpanan: catatan terakhir hilang",
    damage_advice: "Jangan hapus apa pun. Salin folder datanya, lalu pulihkan berkas yang disebut dari cadangan.",
};

/// English.
pub const EN: Texts = Texts {
    help: help::EN,
    time: clock::EN,
    trust: trust::EN,
    survey: survey::EN,
    exchange: exchange::EN,
    no_home: "The data folder is not known: there is no HOME. Name it with --data DIR.",
    no_office: |dir| {
        format!(
            "There is no office in {dir}. Make one with \"balai init --office NAME\", \
             name its folder with --data DIR, or try \"balai demo\"."
        )
    },
    in_use: |holder| {
        let who = holder.map_or_else(|| "another process".to_owned(), |pid| format!("process {pid}"));
        format!("The data is in use by {who}. Wait until it is done or close the kiosk, then try again.")
    },
    no_person: "Nobody in this office has that number. Check it, or import the people first.",
    no_batch: |code| format!("There is no batch \"{code}\". See the codes with \"balai list batches\"."),
    no_registration: "That person is not registered in that batch.",
    no_code: "No registration has that code. Check the code on the slip.",
    many_codes: "More than one registration has that code. Add --batch CODE.",
    not_a_demo: |dir| {
        format!("There is an office in {dir} that is no demo. Choose another folder with --data DIR.")
    },
    cannot_read: |file, why| format!("{file} cannot be read ({why}). Check its name and permissions."),
    cannot_write: |why| format!("The output cannot be written ({why})."),
    damaged_ledger: "The ledger is damaged. Run \"balai verify\" to see where; delete nothing.",
    accept_warnings: "To register all the same, repeat with --accept-warnings.",
    no_terminal: "The kiosk needs a terminal: standard input or output is none.",
    terminal_failed: |why| format!("This terminal cannot be used ({why}). Try another."),
    idle_filter: |filter, list| format!("{filter} is only for \"balai list {list}\"."),
    few_people: |found, wanted| format!("Only {found} registrations could be made, not {wanted}."),
    bad_line: "This line is not NUMBER,BATCH_CODE.",
    usage_unknown: |arg| format!("\"{arg}\" is not known."),
    usage_command: |word| format!("The command \"{word}\" is not known."),
    usage_value: |value, arg| format!("\"{value}\" cannot be used for {arg}."),
    usage_choices: |list| format!("Choices: {list}."),
    usage_missing: |list| format!("Still missing: {list}."),
    usage_no_value: |arg| format!("{arg} needs a value."),
    usage_conflict: |arg, other| format!("{arg} cannot be used with {other}."),
    usage_no_command: "Name a command.",
    usage_other: "This command line cannot be understood.",
    usage_meant: |word| format!("Did you mean \"{word}\"?"),
    usage_see: |command| format!("See \"{command} --help\"."),
    office_made: |name, dir| format!("The office \"{name}\" was made in {dir}."),
    office_there: |name, dir| format!("The office \"{name}\" is in {dir} already; its name stays."),
    officer_code: |name, code| format!("Activation code of officer {name}: {code}"),
    officer_hint: "This code is shown only once. At the kiosk: Sign in, then \"No PIN yet\".",
    no_officer_hint: "There is no officer yet. Repeat with --officer NUMBER --officer-name NAME --unit UNIT.",
    demo_made: |dir| format!("The demo city was made in {dir}."),
    demo_there: |dir| format!("The demo city in {dir} is opened again."),
    demo_try: "To try (number, PIN):",
    demo_others: |dir| format!("Other commands on this city: add --data {dir}"),
    tried: |file, kind| format!("{file} ({kind}) was tried; nothing was written."),
    imported: |file, kind| format!("{file} ({kind}) was imported."),
    unchanged: |file| format!("{file}: nothing changed."),
    not_imported: |file| format!("{file} was not imported; nothing was written."),
    counts: |rows, added, changed, same, rejected| {
        format!("{rows} rows: {added} new, {changed} changed, {same} the same, {rejected} rejected.")
    },
    more_faults: |count| format!("... and {count} more rows rejected; mend those above first."),
    rejects_in: |file| {
        format!("The rejected rows are in {file}, with the same columns: mend them, then import that file.")
    },
    mend_or_accept: "Mend the file, or repeat with --accept-good to take the good rows only.",
    nothing: "There are none.",
    seats: |free, all, waiting| format!("{free} of {all} left, {waiting} waiting"),
    slip_seat: |seat| format!("REGISTERED, seat number {seat}"),
    slip_waiting: |place| format!("WAITING LIST, place {place}. No seat yet."),
    slip_wish: "RECORDED, the organiser decides. No seat yet.",
    slip_state: |state| format!("On record already: {state}"),
    slip_code: "Code",
    slip_training: "Training",
    slip_batch: "Batch",
    slip_dates: "Dates",
    slip_place: "Place",
    slip_recorded: "Recorded",
    slip_because: "Because",
    cancelled: |code, title| format!("Cancelled: {code}, {title}."),
    moved_up: |code| format!("Moved up from the waiting list: {code}"),
    office: "Office",
    version: "Version",
    ledger: "Ledger",
    store: "Store",
    ledger_size: |ops, segments, bytes| format!("{ops} operations, {segments} segments, {bytes} bytes"),
    holds: |units, courses, batches, people, registrations| {
        format!(
            "{units} units, {courses} courses, {batches} batches, {people} people, {registrations} registrations"
        )
    },
    content: "Content",
    disk: "Disk",
    disk_free: |mib| format!("{mib} MiB free"),
    unknown: "unknown",
    clock: "Clock",
    clock_good: "plausible",
    clock_bad: "not to be believed; set this computer's date",
    health: "Health",
    healthy: "good",
    rebuilt: |why| format!("the store was made anew from the ledger ({why})"),
    cut: |bytes| format!("{bytes} bytes of a torn last write were dropped; nothing promised is lost"),
    whole: |ops, segments, blobs, entities| {
        format!(
            "Whole: {ops} operations, {segments} segments, {blobs} personal records, {entities} entries of the store agree."
        )
    },
    damage_head: |count| format!("DAMAGED: {count} found."),
    damage_segment: "the segment does not agree with its signature, its chain or its content",
    damage_wal: "what is not sealed yet cannot be read",
    damage_blob: "personal data does not agree with its hash",
    damage_index: "the store does not agree with the ledger",
    damage_mended: "the store was damaged and has been made anew from the ledger",
    damage_secret: "the key or a secret of this office cannot be read",
    damage_vault: "the PINs and settings of this office cannot be read",
    damage_ballot: "answers to surveys cannot be read",
    damage_ledger: "the ledger is older than the store: its last operations are missing",
    damage_advice: "Delete nothing. Copy the data folder, then restore the files named here from a backup.",
};
