//! The sentences of the commands by which offices come to trust each other.

use crate::domain::joining::Reason;

/// The sentences.
#[expect(missing_docs, reason = "each field is read where it is said")]
#[derive(Debug)]
pub struct Texts {
    // hub found
    pub founded: fn(&str, &str) -> String,
    pub sheet_at: fn(&str) -> String,
    pub sheet_next: &'static str,
    pub sheet_word: fn(u8) -> String,
    pub sheet_confirmed: &'static str,

    // hub invite
    pub invited: fn(&str, u32, &str) -> String,
    pub invite_secret: fn(&str) -> String,
    pub invite_secret_once: &'static str,
    pub invite_fingerprint: fn(&str) -> String,
    pub invite_until: fn(&str) -> String,

    // hub accept, close, nodes
    pub accepted: fn(&str, &str) -> String,
    pub closed_former: fn(&str, u64) -> String,
    pub compare: fn(&str) -> String,
    pub closed: fn(&str, u64) -> String,
    pub farewell: fn(&str) -> String,
    pub closed_at: fn(u64, Option<&str>) -> String,
    pub behind: fn(&str, u64, u64) -> String,
    pub states: States,
    pub hub: &'static str,
    pub forks: fn(u64) -> String,

    // hub recover
    pub words_prompt: &'static str,
    pub recovered: fn(&str, &str) -> String,
    pub recovered_next: fn(&str, &str) -> String,

    // join
    pub secret_prompt: &'static str,
    pub joined: fn(&str, &str, &str) -> String,
    pub again_asked: fn(&str) -> String,
    pub request_at: fn(&str) -> String,
    pub read_out: fn(&str) -> String,
    pub learnt: fn(usize) -> String,

    // What goes wrong.
    pub not_the_centre: &'static str,
    pub no_organisation: &'static str,
    pub already: &'static str,
    pub sheet_waits: &'static str,
    pub wrong_words: &'static str,
    pub no_unit: fn(&str) -> String,
    pub no_node: fn(&str) -> String,
    pub not_an_invite: &'static str,
    pub wrong_secret: &'static str,
    pub no_secret: &'static str,
    pub other_fingerprint: &'static str,
    pub not_signed: &'static str,
    pub secret_length: fn(usize) -> String,
    pub secret_character: fn(usize) -> String,
    pub secret_check: &'static str,
    pub words_count: fn(usize) -> String,
    pub words_unknown: fn(usize) -> String,
    pub words_check: &'static str,
    pub not_a_request: &'static str,
    pub refused: fn(Reason) -> &'static str,
    pub other_organisation: &'static str,
    pub no_certificate: &'static str,
    pub exists: fn(&str) -> String,
}

/// How a node stands.
#[expect(missing_docs, reason = "each field is the state of its name")]
#[derive(Debug)]
pub struct States {
    pub invited: &'static str,
    pub asking: &'static str,
    pub open: &'static str,
    pub silent: &'static str,
    pub forked: &'static str,
    pub closed: &'static str,
}

/// Bahasa Indonesia.
pub const ID: Texts = Texts {
    founded: |name, print| {
        format!("Organisasi \"{name}\" didirikan; kantor ini pusatnya.\nSidik kunci organisasi: {print}")
    },
    sheet_at: |path| format!("Lembar pemulihan: {path}"),
    sheet_next: "Cetak dua lembar, simpan di dua tempat terkunci, lalu buktikan: balai hub found --confirm",
    sheet_word: |place| format!("Kata ke-{place}: "),
    sheet_confirmed: "Lembar terbukti terbaca. Berkasnya dan kunci rahasia sudah dihapus dari komputer ini.",
    invited: |office, node, file| format!("Undangan untuk {office} (simpul {node}): {file}"),
    invite_secret: |secret| format!("Rahasia sekali pakai: {secret}"),
    invite_secret_once: "Tulis atau cetak sekarang; tidak ditampilkan lagi. Sampaikan terpisah dari berkasnya.",
    invite_fingerprint: |print| format!("Bacakan sidik ini lewat telepon saat mereka bergabung: {print}"),
    invite_until: |day| format!("Berlaku sampai {day}, satu kali."),
    accepted: |office, log| format!("Diterima: {office} ({log})."),
    closed_former: |log, seq| format!("Buku besar lamanya, {log}, ditutup pada catatan {seq}."),
    compare: |office| {
        format!(
            "{office} meminta bergabung tanpa rahasia. Telepon mereka, minta sidiknya dibacakan, lalu ulangi dengan \
             --fingerprint \"...\"."
        )
    },
    closed: |log, seq| {
        format!("Buku besar {log} ditutup pada catatan {seq}. Yang sesudahnya tidak dihitung.")
    },
    farewell: |log| {
        format!(
            "Tulis bundel terakhir untuknya, agar kiosk itu berhenti: balai bundle export STIK --to {log}"
        )
    },
    closed_at: |seq, goes_on| match goes_on {
        Some(log) => format!("ditutup pada catatan {seq}, dilanjutkan sebagai {log}"),
        None => format!("ditutup pada catatan {seq}"),
    },
    behind: |log, known, to| {
        format!(
            "Kiosk itu punya {log} sampai catatan {to}, di sini baru sampai {known}. Baca dahulu bundelnya dari kantor \
             itu, lalu ulangi."
        )
    },
    states: States {
        invited: "diundang",
        asking: "meminta, sidiknya perlu dicocokkan",
        open: "terbuka",
        silent: "lama tak terdengar",
        forked: "BERCABANG: ada salinan yang dipakai",
        closed: "ditutup",
    },
    hub: "pusat",
    forks: |count| format!("{count} bukti cabang"),
    words_prompt: "Ketik 24 kata dari lembar pemulihan, lalu Enter:",
    recovered: |name, log| format!("Pusat \"{name}\" dipulihkan sebagai {log}."),
    recovered_next: |path, former| {
        format!(
            "1. Bawa {path} ke setiap kantor: balai join --centre BERKAS, lalu balai bundle export di sana.\n\
             2. Di sini: balai bundle import. Data pusat lama datang dari kantor-kantor itu.\n\
             3. Tulis bundel untuk semua kantor, baca balasannya. Kursi angkatan lama baru dapat dibuat setelah semua \
             kantor mengenal pusat ini.\n\
             4. Lalu kursi pusat lama yang masih kosong: balai seats take --batch KODE --from {former} --yes"
        )
    },
    secret_prompt: "Ketik rahasia undangan (26 huruf dan angka), lalu Enter:",
    joined: |office, organisation, log| {
        format!("Kantor \"{office}\" bergabung dengan \"{organisation}\" sebagai {log}.")
    },
    again_asked: |log| {
        format!(
            "Permintaan untuk melanjutkan sebagai {log} dibuat. Sampai pusat setuju, tidak ada yang dijanjikan di sini."
        )
    },
    request_at: |path| format!("Bawa permintaan ini ke pusat: {path}"),
    read_out: |print| format!("Bila pusat menelepon, bacakan sidik ini: {print}"),
    learnt: |count| match count {
        0 => "Tidak ada pusat baru di berkas itu.".to_owned(),
        _ => format!("{count} pusat baru dikenal."),
    },
    not_the_centre: "Hanya pusat yang dapat melakukan ini.",
    no_organisation: "Belum ada organisasi di sini. Dirikan dengan \"balai hub found\", atau bergabung dengan \"balai join\".",
    already: "Di sini sudah ada organisasi atau kantor dengan riwayatnya sendiri. Pakai folder kosong dengan --data DIR.",
    sheet_waits: "Lembar pemulihan belum dibuktikan. Jalankan dahulu: balai hub found --confirm",
    wrong_words: "Kata-kata itu tidak cocok. Baca lagi dari lembar yang tercetak.",
    no_unit: |code| format!("Unit \"{code}\" tidak ada. Lihat kodenya dengan \"balai list units\"."),
    no_node: |node| format!("Simpul {node} tidak ada atau sudah ditutup. Lihat \"balai hub nodes\"."),
    not_an_invite: "Berkas ini bukan undangan, atau rusak.",
    wrong_secret: "Rahasia itu bukan milik undangan ini, atau berkasnya diubah. Jangan dipakai; hubungi pusat.",
    no_secret: "Undangan ini tanpa rahasia. Telepon pusat, minta sidik organisasi dibacakan, lalu ulangi dengan --fingerprint.",
    other_fingerprint: "Sidik itu tidak cocok. Jangan dilanjutkan; telepon lagi lewat nomor yang sudah Anda kenal.",
    not_signed: "Undangan ini tidak ditandatangani pusat dari organisasi yang disebutnya. Jangan dipakai; hubungi pusat.",
    secret_length: |found| format!("Rahasianya {found} huruf dan angka, seharusnya 26."),
    secret_character: |position| format!("Huruf ke-{position} tidak mungkin ada di rahasia. Periksa lagi."),
    secret_check: "Ada huruf rahasia yang salah. Periksa lagi.",
    words_count: |found| format!("Ada {found} kata, seharusnya 24."),
    words_unknown: |place| format!("Kata ke-{place} tidak ada di daftar. Periksa lagi ejaannya."),
    words_check: "Kata-kata ini tidak cocok satu sama lain: ada yang salah atau tertukar.",
    not_a_request: "Berkas ini bukan permintaan bergabung, atau rusak.",
    refused: |reason| match reason {
        Reason::Known => "Permintaan yang sama sudah diterima; tidak ada yang perlu dilakukan.",
        Reason::NotInvited => "Kantor itu tidak diundang. Undang dahulu dengan \"balai hub invite\".",
        Reason::UnknownInvitation => "Undangan itu tidak dibuat di sini.",
        Reason::Used => "Undangan itu sudah dipakai mesin lain. Undangan hanya berlaku satu kali.",
        Reason::OtherNode => "Undangan itu untuk kantor lain.",
        Reason::Expired => "Undangan itu sudah lewat masanya. Buat undangan baru.",
        Reason::WrongSecret => {
            "Rahasianya salah: bukan kantor yang diundang. Tanyakan kepada mereka lewat telepon."
        }
        Reason::Taken => {
            "Tempat itu sudah milik mesin lain: dua mesin meminta hal yang sama, mungkin salinan satu sama lain. Hanya \
             yang pertama diterima."
        }
        Reason::Skips => {
            "Permintaan itu melompati satu urutan; mesin itu belum mengenal berita terakhir dari pusat."
        }
        Reason::NotTheFormer => "Permintaan itu mengaku mesin lama, tetapi tanda tangannya bukan miliknya.",
    },
    other_organisation: "Kata-kata atau berkas itu milik organisasi lain.",
    no_certificate: "Di berkas itu tidak ada organisasi. Pakai berkas \"org\" dari sebuah kios, atau undangan lama.",
    exists: |path| format!("{path} sudah ada dan tidak ditimpa."),
};

/// English.
pub const EN: Texts = Texts {
    founded: |name, print| {
        format!(
            "The organisation \"{name}\" was founded; this office is its centre.\nFingerprint of its key: {print}"
        )
    },
    sheet_at: |path| format!("Recovery sheet: {path}"),
    sheet_next: "Print two, lock them away in two places, then prove that it reads well: balai hub found --confirm",
    sheet_word: |place| format!("Word {place}: "),
    sheet_confirmed: "The sheet reads well. Its file and the secret key were wiped from this computer.",
    invited: |office, node, file| format!("Invitation for {office} (node {node}): {file}"),
    invite_secret: |secret| format!("One-time secret: {secret}"),
    invite_secret_once: "Write or print it now; it is not shown again. Hand it over apart from the file.",
    invite_fingerprint: |print| format!("Read this fingerprint out by telephone when they join: {print}"),
    invite_until: |day| format!("Valid until {day}, once."),
    accepted: |office, log| format!("Let in: {office} ({log})."),
    closed_former: |log, seq| format!("Its former ledger, {log}, was closed at operation {seq}."),
    compare: |office| {
        format!(
            "{office} asks to join without a secret. Call them, let them read out their fingerprint, then repeat with \
             --fingerprint \"...\"."
        )
    },
    closed: |log, seq| {
        format!("Ledger {log} was closed at operation {seq}. What comes after does not count.")
    },
    farewell: |log| {
        format!("Write a last bundle for it, so that the kiosk stops: balai bundle export STICK --to {log}")
    },
    closed_at: |seq, goes_on| match goes_on {
        Some(log) => format!("closed at record {seq}, goes on as {log}"),
        None => format!("closed at record {seq}"),
    },
    behind: |log, known, to| {
        format!(
            "That kiosk has {log} up to record {to}, here it ends at {known}. First read the bundle of that office, then \
             do this again."
        )
    },
    states: States {
        invited: "invited",
        asking: "asks, its fingerprint is to be compared",
        open: "open",
        silent: "not heard of for long",
        forked: "FORKED: a copy was in use",
        closed: "closed",
    },
    hub: "centre",
    forks: |count| format!("{count} pieces of fork evidence"),
    words_prompt: "Type the 24 words of the recovery sheet, then Enter:",
    recovered: |name, log| format!("The centre \"{name}\" was made again as {log}."),
    recovered_next: |path, former| {
        format!(
            "1. Carry {path} to every office: balai join --centre FILE, then balai bundle export there.\n\
             2. Here: balai bundle import. What the old centre knew comes from those offices.\n\
             3. Write a bundle for all offices and read their answers. Seats for batches of before can be made once every \
             office knows this centre.\n\
             4. Then the old centre's free seats: balai seats take --batch CODE --from {former} --yes"
        )
    },
    secret_prompt: "Type the invitation's secret (26 letters and digits), then Enter:",
    joined: |office, organisation, log| {
        format!("The office \"{office}\" joined \"{organisation}\" as {log}.")
    },
    again_asked: |log| {
        format!("A request to go on as {log} was made. Until the centre agrees nothing is promised here.")
    },
    request_at: |path| format!("Carry this request to the centre: {path}"),
    read_out: |print| format!("When the centre calls, read out this fingerprint: {print}"),
    learnt: |count| match count {
        0 => "There is no new centre in that file.".to_owned(),
        _ => format!("{count} new centre(s) known."),
    },
    not_the_centre: "Only the centre can do this.",
    no_organisation: "There is no organisation here. Found one with \"balai hub found\", or join with \"balai join\".",
    already: "There is an organisation here already, or an office with a history of its own. Use an empty folder with --data DIR.",
    sheet_waits: "The recovery sheet was not proven yet. First run: balai hub found --confirm",
    wrong_words: "Those words do not fit. Read them again from the printed sheet.",
    no_unit: |code| format!("There is no unit \"{code}\". See the codes with \"balai list units\"."),
    no_node: |node| format!("Node {node} is not there or closed already. See \"balai hub nodes\"."),
    not_an_invite: "This file is no invitation, or damaged.",
    wrong_secret: "That secret does not belong to this invitation, or the file was changed. Do not use it; ask the centre.",
    no_secret: "This invitation has no secret. Call the centre, let them read out the organisation's fingerprint, then repeat with --fingerprint.",
    other_fingerprint: "That fingerprint does not fit. Do not go on; call again by a number that you know already.",
    not_signed: "This invitation is not signed by the centre of the organisation that it names. Do not use it; ask the centre.",
    secret_length: |found| format!("The secret has {found} letters and digits, it should have 26."),
    secret_character: |position| format!("No secret has character {position}. Check it again."),
    secret_check: "A character of the secret is wrong. Check it again.",
    words_count: |found| format!("There are {found} words, there should be 24."),
    words_unknown: |place| format!("Word {place} is not in the list. Check its spelling."),
    words_check: "These words do not belong together: one is wrong, or two are exchanged.",
    not_a_request: "This file is no request to join, or damaged.",
    refused: |reason| match reason {
        Reason::Known => "The same request was let in before; nothing is to be done.",
        Reason::NotInvited => "That office was not invited. Invite it first with \"balai hub invite\".",
        Reason::UnknownInvitation => "That invitation was not made here.",
        Reason::Used => "Another machine has used that invitation. An invitation is good for once.",
        Reason::OtherNode => "That invitation is for another office.",
        Reason::Expired => "That invitation is too old. Make a new one.",
        Reason::WrongSecret => {
            "The secret is wrong: this is not the office that was invited. Ask them by telephone."
        }
        Reason::Taken => {
            "That place belongs to another machine: two machines ask for the same, most likely copies of each other. \
             Only the first is let in."
        }
        Reason::Skips => {
            "That request leaves one number out; the machine does not know the centre's latest news."
        }
        Reason::NotTheFormer => {
            "That request claims to be the former machine, and the signature is not its own."
        }
    },
    other_organisation: "The words or the file belong to another organisation.",
    no_certificate: "There is no organisation in that file. Use the \"org\" file of a kiosk, or an old invitation.",
    exists: |path| format!("{path} is there already and was not overwritten."),
};
