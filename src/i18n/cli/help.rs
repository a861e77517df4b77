//! What `--help` says: each command's purpose, form and examples, and each option.

pub mod exchange;
pub mod survey;
pub mod trust;

/// A command: what it is for, how it is written, and examples.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "each field is a part of the help page")]
pub struct Page {
    pub about: &'static str,
    pub usage: &'static str,
    pub examples: &'static str,
}

/// An option or input: what stands for its value, and what it does.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "each field is a part of the help page")]
pub struct Arg {
    pub value: &'static str,
    pub says: &'static str,
}

const fn arg(value: &'static str, says: &'static str) -> Arg {
    Arg { value, says }
}

/// The help pages.
#[derive(Debug)]
#[expect(missing_docs, reason = "each field is the command or the option of its name")]
pub struct Help {
    pub usage: &'static str,
    pub commands: &'static str,
    pub inputs: &'static str,
    pub options: &'static str,
    pub common: &'static str,

    pub root: Page,
    pub demo: Page,
    pub kiosk: Page,
    pub init: Page,
    pub import: Page,
    pub list: Page,
    pub register: Page,
    pub cancel: Page,
    pub status: Page,
    pub verify: Page,
    pub about: Page,
    pub clock: Page,
    pub trust: trust::Pages,
    pub exchange: exchange::Pages,
    pub survey: survey::Pages,
    pub completions: Page,

    pub data: Arg,
    pub lang: Arg,
    pub help: Arg,
    pub version: Arg,
    pub json: Arg,
    pub office: Arg,
    pub officer: Arg,
    pub officer_name: Arg,
    pub unit: Arg,
    pub kind: Arg,
    pub file: Arg,
    pub dry_run: Arg,
    pub accept_good: Arg,
    pub sheet: Arg,
    pub what: Arg,
    pub open: Arg,
    pub person: Arg,
    pub batch: Arg,
    pub accept_warnings: Arg,
    pub from: Arg,
    pub code: Arg,
    pub reason: Arg,
    pub shell: Arg,
    pub no_kiosk: Arg,
    pub count: Arg,
    pub alone: Arg,
    pub confirm: Arg,
}

impl Help {
    /// The page of a command by its word; the program's own for any other.
    pub fn page(&self, command: &str) -> &Page {
        match command {
            "demo" => &self.demo,
            "kiosk" => &self.kiosk,
            "init" => &self.init,
            "import" => &self.import,
            "list" => &self.list,
            "register" => &self.register,
            "cancel" => &self.cancel,
            "status" => &self.status,
            "verify" => &self.verify,
            "about" => &self.about,
            "clock" => &self.clock,
            "completions" => &self.completions,
            words => {
                let trust = || self.trust.page(words.strip_prefix("hub ").unwrap_or(words));
                let survey = || self.survey.page(words);
                let exchange = self.exchange.page(words);
                exchange.or_else(survey).or_else(trust).unwrap_or(&self.root)
            }
        }
    }

    /// The option or input of an id.
    pub fn arg(&self, id: &str) -> Option<&Arg> {
        Some(match id {
            "data" => &self.data,
            "lang" => &self.lang,
            "help" => &self.help,
            "version" => &self.version,
            "json" => &self.json,
            "office" => &self.office,
            "officer" => &self.officer,
            "officer_name" => &self.officer_name,
            "unit" => &self.unit,
            "kind" => &self.kind,
            "file" => &self.file,
            "dry_run" => &self.dry_run,
            "accept_good" => &self.accept_good,
            "sheet" => &self.sheet,
            "what" => &self.what,
            "open" => &self.open,
            "person" => &self.person,
            "batch" => &self.batch,
            "accept_warnings" => &self.accept_warnings,
            "from" => &self.from,
            "code" => &self.code,
            "reason" => &self.reason,
            "shell" => &self.shell,
            "no_kiosk" => &self.no_kiosk,
            "count" => &self.count,
            "alone" => &self.alone,
            "confirm" => &self.confirm,
            other => {
                let trust = self.trust.arg(other);
                let exchange = || self.exchange.arg(other);
                return trust.or_else(exchange).or_else(|| self.survey.arg(other));
            }
        })
    }
}

/// Bahasa Indonesia.
pub const ID: Help = Help {
    usage: "Cara pakai",
    commands: "Perintah",
    inputs: "Masukan",
    options: "Pilihan",
    common: "Pilihan umum",
    root: Page {
        about: "Kios pelatihan ASN di terminal: cari, daftar, jawab survei, dan tidak ada yang hilang.",
        usage: "balai PERINTAH [PILIHAN]",
        examples: "\
Mulai dari sini:
  balai demo                            coba kota contoh, tanpa persiapan
  balai init --office \"BKPSDM Bandung\"  buat kantor sendiri
  balai import people pegawai.csv       isi dengan data sendiri
  balai kiosk                           buka kiosk

Kode keluar:
  0  selesai
  1  ada yang rusak (verify), atau ada yang gagal di pihak kami
  2  baris perintah keliru
  3  ditolak oleh aturan, atau yang disebut tidak ada
  4  ada peringatan yang belum disetujui
  5  berkas masukan mengandung kesalahan
  6  data sedang dipakai proses lain
  7  belum ada kantor di folder data",
    },
    demo: Page {
        about: "Buat kota contoh dengan 24 pelatihan, sebutkan nomor dan PIN untuk dicoba, lalu buka kiosk.",
        usage: "balai demo [--no-kiosk] [--data DIR]",
        examples: "\
Contoh:
  balai demo                              buat bila belum ada, lalu buka kiosk
  balai demo --no-kiosk --data /tmp/kota  hanya buat, tanpa terminal

Folder bawaan: $XDG_DATA_HOME/balai-demo atau ~/.local/share/balai-demo, terpisah dari kantor sungguhan.",
    },
    kiosk: Page {
        about: "Buka kiosk di terminal ini. Petugas menutupnya dari Administrasi.",
        usage: "balai kiosk [--data DIR] [--lang id|en]",
        examples: "\
Contoh:
  balai kiosk
  balai kiosk --data /var/lib/balai --lang id",
    },
    init: Page {
        about: "Buat kantor kosong, dan petugas pertamanya dengan kode aktivasi yang ditampilkan sekali.",
        usage: "balai init --office NAMA [--officer NOMOR --officer-name NAMA --unit UNIT] [--json]",
        examples: "\
Contoh:
  balai init --office \"BKPSDM Kota Bandung\"
  balai init --office \"BKPSDM Kota Bandung\" --officer 198503122010012004 \\
             --officer-name \"Siti Rahmawati\" --unit BKPSDM

Diulang pada kantor yang sudah ada, namanya tetap; dengan --officer kode aktivasi baru dibuat
(dan PIN orang itu dihapus), misalnya bila satu-satunya petugas lupa PIN.",
    },
    import: Page {
        about: "Masukkan data dari CSV, XLSX, atau TOML: seluruh berkas, atau tidak sama sekali.",
        usage: "balai import JENIS BERKAS [--dry-run] [--accept-good] [--sheet NAMA] [--json]",
        examples: "\
Urutan: units, courses, people, batches, registrations.

Contoh:
  balai import people pegawai.xlsx --dry-run      periksa saja
  balai import people pegawai.xlsx --sheet PNS    lembar tertentu
  balai import registrations riwayat.csv --accept-good
                                                  yang baik masuk, sisanya ke riwayat-ditolak.csv

Impor ulang berkas yang sama tidak mengubah apa pun. Kode keluar 0 hanya bila tidak ada baris yang
ditolak, 5 bila ada.",
    },
    list: Page {
        about: "Tampilkan unit, pelatihan, angkatan, pegawai, atau pendaftaran.",
        usage: "balai list JENIS [--open] [--person NOMOR] [--batch KODE] [--json]",
        examples: "\
Contoh:
  balai list batches --open                       yang membuka pendaftaran
  balai list registrations --batch MAP-01/2026-1
  balai list registrations --person 198503122010012004 --json

--json menulis satu larik objek, satu objek sebaris; bentuknya dijelaskan di docs/json.md.",
    },
    register: Page {
        about: "Daftarkan pegawai, sama seperti di kiosk; buktinya tampil setelah tersimpan di disk.",
        usage: "balai register --person NOMOR --batch KODE [--accept-warnings] [--json]\n       balai register --from BERKAS [--accept-warnings]",
        examples: "\
Contoh:
  balai register --person 198503122010012004 --batch MAP-01/2026-1
  balai register --from daftar.csv        baris NOMOR,KODE; hasilnya satu objek JSON sebaris
  cat daftar.csv | balai register --from -

Diulang, buktinya sama. Ada peringatan (misalnya jadwal beririsan): kode keluar 4, tidak ada yang
ditulis; ulangi dengan --accept-warnings bila tetap ingin mendaftar.",
    },
    cancel: Page {
        about: "Batalkan pendaftaran; kursinya langsung untuk yang menunggu.",
        usage: "balai cancel --code KODE [--batch KODE] [--reason ALASAN] [--json]\n       balai cancel --person NOMOR --batch KODE [--reason ALASAN] [--json]",
        examples: "\
Contoh:
  balai cancel --code K7M4-92QX --reason sakit
  balai cancel --person 198503122010012004 --batch MAP-01/2026-1",
    },
    status: Page {
        about: "Tampilkan isi dan keadaan kantor ini, serta letak datanya.",
        usage: "balai status [--json]",
        examples: "\
Contoh:
  balai status
  balai status --json --data /var/lib/balai",
    },
    verify: Page {
        about: "Periksa semua segmen, rantai, tanda tangan, dan data pribadi, lalu cocokkan simpanan dengan buku besar.",
        usage: "balai verify [--json]",
        examples: "\
Kode keluar 0 bila utuh, 1 bila rusak; setiap temuan menyebut berkas dan apa yang salah.

Contoh:
  balai verify
  balai verify --json --data /media/cadangan/balai",
    },
    about: Page {
        about: "Tampilkan semua yang disimpan di sini tentang seseorang, untuk diberikan kepadanya.",
        usage: "balai about NOMOR [--json]",
        examples: "\
Hak untuk tahu dan menerima data sendiri: UU 27/2022 tentang Pelindungan Data Pribadi.

Contoh:
  balai about 198503122010012004
  balai about 198503122010012004 --json > data-pribadi.json",
    },
    trust: trust::ID,
    survey: survey::ID,
    exchange: exchange::ID,
    clock: Page {
        about: "Apakah jam komputer ini dapat dipercaya; petugas memastikannya.",
        usage: "balai clock [--confirm] [--json]",
        examples: "\
Baterai jam yang habis membuat tanggal melompat ke 1970, ke 2099, mundur sehari, atau berhenti. Selama
jam belum pasti, kios tetap mencatat dan menandai waktunya; yang ditentukan tanggal (masa pendaftaran,
akhir survei) menunggu petugas.

Contoh:
  balai clock
  balai clock --confirm",
    },
    completions: Page {
        about: "Tulis pelengkap perintah untuk bash, zsh, atau fish.",
        usage: "balai completions bash|zsh|fish",
        examples: "\
Contoh:
  balai completions bash > ~/.local/share/bash-completion/completions/balai
  balai completions zsh  > ~/.zfunc/_balai
  balai completions fish > ~/.config/fish/completions/balai.fish",
    },
    data: arg(
        "DIR",
        "Folder data; juga dari BALAI_DATA. Bawaan: $XDG_DATA_HOME/balai atau ~/.local/share/balai",
    ),
    lang: arg("id|en", "Bahasa. Bawaan: id, atau en bila LANG diawali en"),
    help: arg("", "Tampilkan bantuan ini"),
    version: arg("", "Tampilkan versi"),
    json: arg("", "Keluaran JSON yang bentuknya tetap (docs/json.md)"),
    office: arg("NAMA", "Nama kantor, seperti akan tertulis di layar dan slip"),
    officer: arg("NOMOR", "NIP, NI PPPK, atau NIK petugas pertama"),
    officer_name: arg("NAMA", "Nama petugas pertama"),
    unit: arg("UNIT", "Unit kerja petugas pertama: kode atau nama"),
    kind: arg(
        "JENIS",
        "Isi berkas: units, courses, people, batches, registrations",
    ),
    file: arg("BERKAS", "Berkas CSV (; , atau TAB), XLSX, atau TOML"),
    dry_run: arg("", "Baca dan laporkan saja; tidak ada yang ditulis"),
    accept_good: arg(
        "",
        "Ambil baris yang baik; yang lain ditulis ke NAMA-ditolak.csv di samping berkasnya",
    ),
    sheet: arg("NAMA", "Lembar pada berkas XLSX; bawaan: yang pertama"),
    what: arg("JENIS", "units, courses, batches, people, atau registrations"),
    open: arg("", "Hanya angkatan yang sedang membuka pendaftaran"),
    person: arg("NOMOR", "NIP, NI PPPK, atau NIK; spasi boleh"),
    batch: arg("KODE", "Kode angkatan, misalnya MAP-01/2026-1"),
    accept_warnings: arg("", "Daftarkan walau ada peringatan"),
    from: arg(
        "BERKAS",
        "Banyak sekaligus: baris NOMOR,KODE_ANGKATAN; - untuk masukan standar",
    ),
    code: arg("KODE", "Kode slip, dengan atau tanpa tanda hubung"),
    reason: arg(
        "ALASAN",
        "tugas, sakit, bentrok, keliru, atasan, lain, atau penyelenggara. Bawaan: lain",
    ),
    shell: arg("SHELL", "bash, zsh, atau fish"),
    no_kiosk: arg("", "Hanya buat kotanya; jangan buka kiosk"),
    count: arg("N", "Berapa pendaftaran"),
    alone: arg("", "Tanpa tulisan pembanding, untuk menghitung panggilan sistem"),
    confirm: arg("", "Petugas memastikan: tanggal dan jam komputer ini benar"),
};

/// English.
pub const EN: Help = Help {
    usage: "Usage",
    commands: "Commands",
    inputs: "Inputs",
    options: "Options",
    common: "Common options",
    root: Page {
        about: "A terminal kiosk for civil-service training: find, register, answer surveys, and lose nothing.",
        usage: "balai COMMAND [OPTIONS]",
        examples: "\
Start here:
  balai demo                            try an example city, nothing to prepare
  balai init --office \"BKPSDM Bandung\"  make an office of your own
  balai import people people.csv        fill it with your own data
  balai kiosk                           open the kiosk

Exit codes:
  0  done
  1  something is damaged (verify), or something of ours failed
  2  the command line is wrong
  3  refused by the rules, or what was named is not there
  4  there are warnings that were not accepted
  5  the input file has faults
  6  the data is in use by another process
  7  there is no office in the data folder",
    },
    demo: Page {
        about: "Make an example city with 24 trainings, say the numbers and PINs to try, then open the kiosk.",
        usage: "balai demo [--no-kiosk] [--data DIR]",
        examples: "\
Examples:
  balai demo                              make it where there is none, then open the kiosk
  balai demo --no-kiosk --data /tmp/city  only make it, no terminal needed

Default folder: $XDG_DATA_HOME/balai-demo or ~/.local/share/balai-demo, apart from a real office.",
    },
    kiosk: Page {
        about: "Open the kiosk in this terminal. An officer closes it from Administration.",
        usage: "balai kiosk [--data DIR] [--lang id|en]",
        examples: "\
Examples:
  balai kiosk
  balai kiosk --data /var/lib/balai --lang id",
    },
    init: Page {
        about: "Make an empty office, and its first officer with an activation code that is shown once.",
        usage: "balai init --office NAME [--officer NUMBER --officer-name NAME --unit UNIT] [--json]",
        examples: "\
Examples:
  balai init --office \"BKPSDM Kota Bandung\"
  balai init --office \"BKPSDM Kota Bandung\" --officer 198503122010012004 \\
             --officer-name \"Siti Rahmawati\" --unit BKPSDM

Repeated on an office that is there, its name stays; with --officer a new activation code is made
(and that person's PIN is taken away), say when the only officer forgot theirs.",
    },
    import: Page {
        about: "Bring data in from CSV, XLSX or TOML: the whole file, or nothing.",
        usage: "balai import KIND FILE [--dry-run] [--accept-good] [--sheet NAME] [--json]",
        examples: "\
Order: units, courses, people, batches, registrations.

Examples:
  balai import people people.xlsx --dry-run      only check
  balai import people people.xlsx --sheet PNS    a certain sheet
  balai import registrations past.csv --accept-good
                                                 the good rows go in, the rest to past-ditolak.csv

Importing the same file again changes nothing. Exit code 0 only where no row was rejected, 5 where
one was.",
    },
    list: Page {
        about: "Show units, courses, batches, people or registrations.",
        usage: "balai list KIND [--open] [--person NUMBER] [--batch CODE] [--json]",
        examples: "\
Examples:
  balai list batches --open                       those open for registration
  balai list registrations --batch MAP-01/2026-1
  balai list registrations --person 198503122010012004 --json

--json writes one array of objects, one object a line; docs/json.md tells their shape.",
    },
    register: Page {
        about: "Register somebody, the same as at the kiosk; the receipt comes when it is on the disk.",
        usage: "balai register --person NUMBER --batch CODE [--accept-warnings] [--json]\n       balai register --from FILE [--accept-warnings]",
        examples: "\
Examples:
  balai register --person 198503122010012004 --batch MAP-01/2026-1
  balai register --from list.csv          lines NUMBER,CODE; one JSON object a line comes back
  cat list.csv | balai register --from -

Repeated, the receipt is the same. Where there are warnings (say, dates that clash): exit code 4 and
nothing is written; repeat with --accept-warnings to register all the same.",
    },
    cancel: Page {
        about: "Cancel a registration; its seat goes at once to whoever waits.",
        usage: "balai cancel --code CODE [--batch CODE] [--reason REASON] [--json]\n       balai cancel --person NUMBER --batch CODE [--reason REASON] [--json]",
        examples: "\
Examples:
  balai cancel --code K7M4-92QX --reason sakit
  balai cancel --person 198503122010012004 --batch MAP-01/2026-1",
    },
    status: Page {
        about: "Show what is in this office, how it stands, and where its data is.",
        usage: "balai status [--json]",
        examples: "\
Examples:
  balai status
  balai status --json --data /var/lib/balai",
    },
    verify: Page {
        about: "Check every segment, chain, signature and personal record, then compare the store with the ledger.",
        usage: "balai verify [--json]",
        examples: "\
Exit code 0 where all is whole, 1 where something is damaged; each finding names the file and what is wrong.

Examples:
  balai verify
  balai verify --json --data /media/backup/balai",
    },
    about: Page {
        about: "Show all that is held here on somebody, to be given to them.",
        usage: "balai about NUMBER [--json]",
        examples: "\
The right to know and to receive one's data: UU 27/2022 on the protection of personal data.

Examples:
  balai about 198503122010012004
  balai about 198503122010012004 --json > my-data.json",
    },
    trust: trust::EN,
    survey: survey::EN,
    exchange: exchange::EN,
    clock: Page {
        about: "Whether this computer's clock can be believed; an officer confirms it.",
        usage: "balai clock [--confirm] [--json]",
        examples: "\
A dead clock battery makes the date jump to 1970, to 2099, a day back, or stand. While the clock is not
certain the kiosk goes on recording and marks the times; what a date decides (registration windows, the
end of a survey) waits for an officer.

Examples:
  balai clock
  balai clock --confirm",
    },
    completions: Page {
        about: "Write completions for bash, zsh or fish.",
        usage: "balai completions bash|zsh|fish",
        examples: "\
Examples:
  balai completions bash > ~/.local/share/bash-completion/completions/balai
  balai completions zsh  > ~/.zfunc/_balai
  balai completions fish > ~/.config/fish/completions/balai.fish",
    },
    data: arg(
        "DIR",
        "Data folder; also from BALAI_DATA. Default: $XDG_DATA_HOME/balai or ~/.local/share/balai",
    ),
    lang: arg("id|en", "Language. Default: id, or en where LANG begins with en"),
    help: arg("", "Show this help"),
    version: arg("", "Show the version"),
    json: arg("", "Output as JSON of a stable shape (docs/json.md)"),
    office: arg("NAME", "The office's name, as screens and slips will say it"),
    officer: arg("NUMBER", "NIP, NI PPPK or NIK of the first officer"),
    officer_name: arg("NAME", "The first officer's name"),
    unit: arg("UNIT", "The first officer's unit: its code or name"),
    kind: arg(
        "KIND",
        "What the file holds: units, courses, people, batches, registrations",
    ),
    file: arg("FILE", "A CSV file (; , or TAB), XLSX or TOML"),
    dry_run: arg("", "Only read and report; nothing is written"),
    accept_good: arg(
        "",
        "Take the good rows; the others are written to NAME-ditolak.csv beside the file",
    ),
    sheet: arg("NAME", "The sheet of an XLSX file; the first by default"),
    what: arg("KIND", "units, courses, batches, people or registrations"),
    open: arg("", "Only batches that are open for registration"),
    person: arg("NUMBER", "NIP, NI PPPK or NIK; spaces are allowed"),
    batch: arg("CODE", "A batch's code, such as MAP-01/2026-1"),
    accept_warnings: arg("", "Register though there are warnings"),
    from: arg(
        "FILE",
        "Many at once: lines NUMBER,BATCH_CODE; - for standard input",
    ),
    code: arg("CODE", "The slip's code, with or without its hyphen"),
    reason: arg(
        "REASON",
        "tugas, sakit, bentrok, keliru, atasan, lain or penyelenggara. Default: lain",
    ),
    shell: arg("SHELL", "bash, zsh or fish"),
    no_kiosk: arg("", "Only make the city; do not open the kiosk"),
    count: arg("N", "How many registrations"),
    alone: arg("", "Without the writes beside it, for counting system calls"),
    confirm: arg("", "An officer says that this computer's date and time are right"),
};
